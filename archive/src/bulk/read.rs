//! The bytes of one file after the other.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::ops::Deref;
use std::path::Path;

/// Files from this size on are mapped. Copying costs more than mapping from about 150 kB on, and three times as much at 20 MB.
const MAP_FROM: u64 = 256 << 10;

/// Reads files one after the other, the small ones into one buffer that is kept. One for each thread.
#[derive(Debug, Default)]
pub struct Reader {
    buffer: Vec<u8>,
}

/// The bytes of a file, read or mapped.
#[derive(Debug)]
pub enum Bytes<'r> {
    /// In the reader's buffer.
    Read(&'r [u8]),
    /// In the page cache.
    Mapped(memmap2::Mmap),
}

impl Deref for Bytes<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Read(bytes) => bytes,
            Self::Mapped(map) => map,
        }
    }
}

impl Reader {
    /// The bytes of a regular file. Opening never waits: a named pipe is refused and not listened to.
    pub fn read(&mut self, path: &Path) -> io::Result<Bytes<'_>> {
        let mut file = open(path)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(not_regular(&metadata));
        }
        if metadata.len() >= MAP_FROM {
            return map(&file).map(Bytes::Mapped);
        }
        let filled = self.fill(&mut file, metadata.len() as usize)?;
        Ok(Bytes::Read(self.buffer.get(..filled).unwrap_or_default()))
    }

    /// Reads a file of some size, with one call where it still has that size.
    fn fill(&mut self, file: &mut File, size: usize) -> io::Result<usize> {
        // The buffer stays as long as it was: there is room for at least one byte more than is expected.
        if self.buffer.len() <= size {
            self.buffer.resize(size + 1, 0);
        }
        let mut filled = 0;
        loop {
            if filled == self.buffer.len() {
                self.buffer.resize(filled * 2, 0);
            }
            match file.read(self.buffer.get_mut(filled..).unwrap_or_default()) {
                Ok(0) => return Ok(filled),
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
            // Less than there was room for, and all that was expected: the end.
            if filled == size {
                return Ok(filled);
            }
        }
    }

    /// Everything from a stream, at most `limit` bytes of it.
    pub fn read_stream(&mut self, stream: impl Read, limit: u64) -> io::Result<Bytes<'_>> {
        self.buffer.clear();
        stream.take(limit).read_to_end(&mut self.buffer)?;
        Ok(Bytes::Read(&self.buffer))
    }
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(libc::O_NONBLOCK);
    }
    options.open(path)
}

/// What a path names instead of a file, as an error.
pub(super) fn not_regular(metadata: &std::fs::Metadata) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, format!("not a regular file but {}", kind(metadata)))
}

#[cfg(unix)]
fn kind(metadata: &std::fs::Metadata) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    let kind = metadata.file_type();
    if kind.is_dir() {
        "a folder"
    } else if kind.is_fifo() {
        "a named pipe"
    } else if kind.is_socket() {
        "a socket"
    } else if kind.is_block_device() || kind.is_char_device() {
        "a device"
    } else {
        "something else"
    }
}

#[cfg(not(unix))]
fn kind(metadata: &std::fs::Metadata) -> &'static str {
    if metadata.is_dir() { "a folder" } else { "something else" }
}

#[allow(unsafe_code)]
fn map(file: &File) -> io::Result<memmap2::Mmap> {
    // SAFETY: the mapping is read-only and lives as long as one document is examined. A file that another process
    // truncates meanwhile ends this process with SIGBUS, as for every program that maps files; a run that was ended
    // so is resumed. One that is rewritten in place gives a verdict on a mixture, which no signature survives.
    //
    // All pages at once: each of them will be hashed, and one call costs less than a fault for every sixteenth.
    unsafe { memmap2::MmapOptions::new().populate().map(file) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn small_files_share_a_buffer_and_large_ones_are_mapped() {
        let folder = std::env::temp_dir().join(format!("longseal-read-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let mut reader = Reader::default();
        for (name, size) in [("large", MAP_FROM as usize), ("small", 10), ("empty", 0)] {
            let path = folder.join(name);
            fs::write(&path, vec![7; size]).unwrap();
            let bytes = reader.read(&path).unwrap();
            assert_eq!(bytes.len(), size, "{name}");
            assert!(bytes.iter().all(|&byte| byte == 7), "{name}");
            assert_eq!(matches!(bytes, Bytes::Mapped(_)), name == "large");
        }
        // A file that has grown since its size was asked for, and one that has shrunk.
        let path = folder.join("other");
        for (size, expected) in [(100, 10), (100, 1_000), (3, 0)] {
            fs::write(&path, vec![9; size]).unwrap();
            let filled = Reader::default().fill(&mut open(&path).unwrap(), expected).unwrap();
            assert_eq!(filled, size);
        }
        assert!(reader.read(&folder).unwrap_err().to_string().contains("a folder"));
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_stream_is_read_to_the_limit() {
        assert_eq!(Reader::default().read_stream(io::repeat(1), 100).unwrap().len(), 100);
    }
}
