//! Which files to verify, and their bytes.

use std::fs::{self, File};
use std::io::{self, BufRead, Read};
use std::ops::Deref;
use std::path::{Path, PathBuf};

use crate::UsageError;

/// Files above this size are mapped: only the pages that are looked at are read.
const MAP_FROM: u64 = 1 << 20;

/// The bytes of a file, read or mapped.
pub(crate) enum Bytes {
    Read(Vec<u8>),
    Mapped(memmap2::Mmap),
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Read(bytes) => bytes,
            Self::Mapped(map) => map,
        }
    }
}

/// Reads or maps a file.
pub(crate) fn open(path: &Path) -> io::Result<Bytes> {
    let mut file = File::open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    if metadata.len() >= MAP_FROM {
        return map(&file).map(Bytes::Mapped);
    }
    let mut bytes = Vec::with_capacity(metadata.len() as usize + 1);
    file.read_to_end(&mut bytes)?;
    Ok(Bytes::Read(bytes))
}

#[allow(unsafe_code)]
fn map(file: &File) -> io::Result<memmap2::Mmap> {
    // SAFETY: the mapping is read-only and lives as long as one document is examined. A file that another process
    // truncates meanwhile ends this process with SIGBUS, as for every program that maps files; one that is
    // rewritten in place gives a verdict on a mixture, which no signature survives.
    unsafe { memmap2::Mmap::map(file) }
}

/// All files named on the command line, folders searched in the order of names for `.pdf`.
pub(crate) fn expand(paths: &[PathBuf], files_from: Option<&Path>) -> Result<Vec<PathBuf>, UsageError> {
    let mut listed = paths.to_vec();
    if let Some(source) = files_from {
        listed.extend(read_list(source)?);
    }
    let mut files = Vec::new();
    for path in listed {
        if path.is_dir() {
            search(&path, &mut files);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}

fn read_list(source: &Path) -> Result<Vec<PathBuf>, UsageError> {
    let failed = |error: io::Error| UsageError(format!("cannot read the list {}: {error}", source.display()));
    let reader: Box<dyn BufRead> = if source == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(io::BufReader::new(File::open(source).map_err(failed)?))
    };
    let lines = reader.lines().filter(|line| !line.as_ref().is_ok_and(String::is_empty));
    lines.map(|line| line.map(PathBuf::from).map_err(failed)).collect()
}

/// Links are not followed, so a tree cannot loop. A folder that cannot be read is listed itself and becomes a row.
fn search(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut pending = vec![folder.to_path_buf()];
    while let Some(path) = pending.pop() {
        let is_folder = fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_dir());
        if !is_folder {
            let is_pdf = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("pdf"));
            if is_pdf {
                files.push(path);
            }
            continue;
        }
        match fs::read_dir(&path) {
            Ok(entries) => {
                let mut children: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
                children.sort();
                pending.extend(children.into_iter().rev());
            }
            Err(_) => files.push(path),
        }
    }
}
