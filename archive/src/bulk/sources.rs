//! Which documents a run is about: files, folders, patterns and lists, streamed and never collected.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use super::pattern::{PathPattern, has_wildcards};
use super::walk::{Candidate, Found, Walk, look_at};

/// What a run is about. Cheap to clone; [`Sources::documents`] starts the search.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Sources {
    paths: Vec<PathBuf>,
    list: Option<(PathBuf, ListFormat)>,
    links: Links,
    shard: Option<Shard>,
}

/// How a list of paths is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListFormat {
    /// One path a line.
    #[default]
    Lines,
    /// Paths that end with a zero byte, as `find -print0` writes them.
    ZeroTerminated,
}

/// Whether links to folders are followed. Links to files always are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Links {
    /// They are passed over and counted.
    #[default]
    PassOver,
    /// They are followed; one that leads back to a folder it is in is a row of its own.
    Follow,
}

/// One of several equal parts of the documents, told by their paths: parts are disjoint, and together complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    number: u64,
    of: u64,
}

/// A shard that is not `I/N` with 1 ≤ I ≤ N.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShardError;

impl std::str::FromStr for Shard {
    type Err = ShardError;

    fn from_str(text: &str) -> Result<Self, ShardError> {
        let (number, of) = text.split_once('/').ok_or(ShardError)?;
        let (number, of): (u64, u64) = (number.parse().map_err(|_| ShardError)?, of.parse().map_err(|_| ShardError)?);
        if number == 0 || number > of { Err(ShardError) } else { Ok(Self { number: number - 1, of }) }
    }
}

impl Shard {
    /// Whether a path, as the report will name it, is in this part: FNV-1a of its bytes, folded to 32 bits, modulo the
    /// number of parts. The same everywhere and for ever, so machines agree without talking.
    pub fn contains(self, path: &Path) -> bool {
        let step = |hash: u64, &byte: &u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        let hash = path.as_os_str().as_encoded_bytes().iter().fold(0xcbf2_9ce4_8422_2325, step);
        let folded = (hash ^ (hash >> 32)) & 0xffff_ffff;
        folded % self.of == self.number
    }
}

impl Sources {
    /// Files, folders to search for `.pdf`, and patterns such as `2019/**/*.pdf`; `-` is one document on standard input.
    pub fn new(paths: Vec<PathBuf>) -> Self {
        Self { paths, ..Self::default() }
    }

    /// Further paths from a file, or from standard input when it is `-`. Patterns have no meaning there.
    pub fn list(mut self, file: PathBuf, format: ListFormat) -> Self {
        self.list = Some((file, format));
        self
    }

    /// Whether links to folders are followed.
    pub fn links(mut self, links: Links) -> Self {
        self.links = links;
        self
    }

    /// Only one part of the documents.
    pub fn shard(mut self, shard: Shard) -> Self {
        self.shard = Some(shard);
        self
    }

    /// Whether at most one document is meant: one path, and no folder or pattern.
    pub fn is_single(&self) -> bool {
        match (&*self.paths, &self.list) {
            ([path], None) => !path.is_dir() && !has_wildcards(path.as_os_str().as_encoded_bytes()),
            _ => false,
        }
    }

    /// Whether they can be searched twice: nothing comes from standard input.
    pub fn can_count(&self) -> bool {
        let stdin = Path::new("-");
        self.list.as_ref().is_none_or(|(file, _)| file != stdin) && self.paths.iter().all(|path| path != stdin)
    }

    /// The documents, in the order of the arguments and of names.
    ///
    /// # Errors
    /// When the list cannot be opened. Everything else that goes wrong is a candidate itself.
    pub fn documents(&self) -> io::Result<Documents> {
        self.search(Look::AtFiles)
    }

    /// How many there are, looking at names only; `None` when `stop` said so or they cannot be searched twice.
    pub fn count(&self, stop: impl Fn() -> bool) -> Option<u64> {
        if !self.can_count() {
            return None;
        }
        let mut count = 0;
        for _ in self.search(Look::AtNames).ok()? {
            count += 1;
            if count % 256 == 0 && stop() {
                return None;
            }
        }
        Some(count)
    }

    fn search(&self, look: Look) -> io::Result<Documents> {
        let list = self.list.as_ref().map(|(file, format)| open_list(file, *format)).transpose()?;
        Ok(Documents { paths: self.paths.clone().into(), list, walk: Walk::new(self.links, look), shard: self.shard, look })
    }
}

/// What is asked of the file system about each file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    AtNames,
    AtFiles,
}

/// The documents of [`Sources`], found as they are asked for.
pub struct Documents {
    paths: VecDeque<PathBuf>,
    list: Option<List>,
    walk: Walk,
    shard: Option<Shard>,
    look: Look,
}

impl Documents {
    /// Links to folders that were passed over so far.
    pub fn links_passed_over(&self) -> u64 {
        self.walk.links_passed_over
    }

    /// What is named or listed next: a candidate, or nothing when it is to be searched.
    fn enter(&mut self, next: Next) -> Option<Candidate> {
        match next {
            Next::Path(path) => match look_at(path, self.look) {
                Ok(candidate) => Some(candidate),
                Err(folder) => {
                    self.walk.enter(folder);
                    None
                }
            },
            Next::Pattern(pattern) => {
                self.walk.enter_matching(pattern);
                None
            }
            Next::Candidate(candidate) => Some(candidate),
        }
    }

    fn next_named(&mut self) -> Option<Next> {
        if let Some(path) = self.paths.pop_front() {
            if path == Path::new("-") {
                return Some(Next::Candidate(Candidate { path, found: Found::StandardInput }));
            }
            // A file may have a name that reads like a pattern.
            let pattern = PathPattern::parse(&path).filter(|_| path.symlink_metadata().is_err());
            return Some(pattern.map_or_else(|| Next::Path(path), Next::Pattern));
        }
        match self.list.as_mut()?.next()? {
            Ok(path) => Some(Next::Path(path)),
            Err(candidate) => {
                self.list = None;
                Some(Next::Candidate(candidate))
            }
        }
    }
}

enum Next {
    Path(PathBuf),
    Pattern(PathPattern),
    Candidate(Candidate),
}

impl Iterator for Documents {
    type Item = Candidate;

    fn next(&mut self) -> Option<Candidate> {
        loop {
            let shard = self.shard;
            let wanted = |path: &Path| shard.is_none_or(|shard| shard.contains(path));
            if let Some(candidate) = self.walk.next(wanted) {
                return Some(candidate);
            }
            let next = self.next_named()?;
            if let Some(candidate) = self.enter(next).filter(|candidate| wanted(&candidate.path)) {
                return Some(candidate);
            }
        }
    }
}

/// A list of paths, read as it is needed.
struct List {
    reader: Box<dyn BufRead + Send>,
    end: u8,
    file: PathBuf,
}

fn open_list(file: &Path, format: ListFormat) -> io::Result<List> {
    let reader: Box<dyn BufRead + Send> =
        if file == Path::new("-") { Box::new(BufReader::new(io::stdin())) } else { Box::new(BufReader::new(File::open(file)?)) };
    let end = match format {
        ListFormat::Lines => b'\n',
        ListFormat::ZeroTerminated => 0,
    };
    Ok(List { reader, end, file: file.to_path_buf() })
}

impl List {
    /// A list that breaks off is a candidate that cannot be read: what it would have named is not passed over in silence.
    fn next(&mut self) -> Option<Result<PathBuf, Candidate>> {
        loop {
            let mut line = Vec::new();
            match self.reader.read_until(self.end, &mut line) {
                Ok(0) => return None,
                Ok(_) => {}
                Err(error) => return Some(Err(Candidate { path: self.file.clone(), found: Found::Problem(error) })),
            }
            if line.last() == Some(&self.end) {
                line.pop();
            }
            if self.end == b'\n' && line.last() == Some(&b'\r') {
                line.pop();
            }
            if !line.is_empty() {
                return Some(Ok(path_of(line)));
            }
        }
    }
}

#[cfg(unix)]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    std::ffi::OsString::from_vec(bytes).into()
}

#[cfg(not(unix))]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_disjoint_and_complete() {
        let shards: Vec<Shard> = (1..=7).map(|number| format!("{number}/7").parse().unwrap()).collect();
        let mut counts = [0_u32; 7];
        for number in 0..7_000 {
            let path = PathBuf::from(format!("2019/{number}.pdf"));
            let homes: Vec<usize> = (0..7).filter(|&index| shards[index].contains(&path)).collect();
            assert_eq!(homes.len(), 1, "{path:?}");
            counts[homes[0]] += 1;
        }
        assert!(counts.iter().all(|&count| (850..1150).contains(&count)), "{counts:?}");
    }

    #[test]
    fn a_shard_is_for_ever() {
        // FNV-1a 64 of "a" is af63dc4c8601ec8c (the test vectors of the algorithm), folded to 32 bits.
        let folded = (0xaf63_dc4c_8601_ec8c_u64 ^ 0xaf63_dc4c) & 0xffff_ffff;
        let expected = folded % 10;
        for number in 1..=10 {
            let shard: Shard = format!("{number}/10").parse().unwrap();
            assert_eq!(shard.contains(Path::new("a")), number - 1 == expected, "{number}");
        }
    }

    #[test]
    fn what_is_no_shard_is_refused() {
        for text in ["", "1", "0/3", "4/3", "1/0", "-1/3", "a/b", "1/2/3"] {
            assert_eq!(text.parse::<Shard>(), Err(ShardError), "{text}");
        }
        assert!("3/3".parse::<Shard>().is_ok());
    }
}
