//! Trees of files, folder by folder in the order of names. Only the names of the folders on the way down are in memory.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::pattern::{Match, PathPattern};
use super::read::not_regular;
use super::sources::{Links, Look};

/// Something that a run has to say a word about.
#[derive(Debug)]
pub struct Candidate {
    /// As it was named or found; the report names it so.
    pub path: PathBuf,
    /// What is there.
    pub found: Found,
}

/// What is where a document should be.
#[derive(Debug)]
#[non_exhaustive]
pub enum Found {
    /// A regular file.
    File {
        /// Bytes, when it was found.
        size: u64,
    },
    /// One document on standard input.
    StandardInput,
    /// Nothing that can be read: it vanished, may not be read, is a link that leads back, no regular file.
    Problem(io::Error),
}

/// A depth-first search for files whose name ends in `.pdf`, or that a pattern matches.
pub(super) struct Walk {
    folders: Vec<Folder>,
    pattern: Option<Pattern>,
    links: Links,
    look: Look,
    pub(super) links_passed_over: u64,
}

/// A pattern that is being searched for.
struct Pattern {
    pattern: PathPattern,
    /// Something matched.
    matched: bool,
}

/// What of a folder is searched for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Search {
    Documents,
    Matches,
}

/// The names of one folder that may matter, sorted, in one piece of memory: a folder of a million files takes 30 MB.
struct Folder {
    path: PathBuf,
    search: Search,
    names: Vec<u8>,
    entries: Vec<Entry>,
    problem: Option<io::Error>,
}

#[derive(Clone, Copy)]
struct Entry {
    start: u32,
    end: u32,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Folder,
    File,
    Link,
}

/// What a path is: `Err` when it is a folder to search.
pub(super) fn look_at(path: PathBuf, look: Look) -> Result<Candidate, PathBuf> {
    let found = match fs::metadata(&path) {
        Ok(metadata) if metadata.is_dir() => return Err(path),
        _ if look == Look::AtNames => Found::File { size: 0 },
        Ok(metadata) if metadata.is_file() => Found::File { size: metadata.len() },
        Ok(metadata) => Found::Problem(not_regular(&metadata)),
        Err(error) => Found::Problem(error),
    };
    Ok(Candidate { path, found })
}

impl Walk {
    pub(super) fn new(links: Links, look: Look) -> Self {
        Self { folders: Vec::new(), pattern: None, links, look, links_passed_over: 0 }
    }

    /// Searches a folder next.
    pub(super) fn enter(&mut self, path: PathBuf) {
        self.folders.push(Folder::read(path, Search::Documents));
    }

    /// Searches for what matches a pattern next. Folders that match are searched as if they were named.
    pub(super) fn enter_matching(&mut self, pattern: PathPattern) {
        self.folders.push(Folder::read(pattern.base().to_path_buf(), Search::Matches));
        self.pattern = Some(Pattern { pattern, matched: false });
    }

    /// The next document that is `wanted`; `None` when every folder entered is searched.
    pub(super) fn next(&mut self, wanted: impl Fn(&Path) -> bool) -> Option<Candidate> {
        loop {
            let Some(folder) = self.folders.last_mut() else {
                // A pattern that matches nothing is a row, like a path that is not there.
                let unmatched = self.pattern.take().filter(|pattern| !pattern.matched)?.pattern.into_whole();
                let candidate = look_at(unmatched, self.look).ok();
                return candidate.filter(|candidate| wanted(&candidate.path));
            };
            if let Some(problem) = folder.problem.take() {
                if wanted(&folder.path) {
                    return Some(Candidate { path: folder.path.clone(), found: Found::Problem(problem) });
                }
                continue;
            }
            let search = folder.search;
            let Some((path, kind)) = folder.pop() else {
                self.folders.pop();
                continue;
            };
            let Some(search) = self.narrow(search, &path, kind) else { continue };
            let candidate = match kind {
                Kind::Folder => {
                    self.folders.push(Folder::read(path, search));
                    continue;
                }
                Kind::Link => self.follow(path, search),
                Kind::File if !wanted(&path) => continue,
                Kind::File if self.look == Look::AtNames => Some(Candidate { path, found: Found::File { size: 0 } }),
                Kind::File => match look_at(path, self.look) {
                    Ok(candidate) => Some(candidate),
                    // It was replaced by a folder meanwhile.
                    Err(folder) => {
                        self.folders.push(Folder::read(folder, search));
                        continue;
                    }
                },
            };
            if let Some(candidate) = candidate.filter(|candidate| wanted(&candidate.path)) {
                return Some(candidate);
            }
        }
    }

    /// How a path is searched; `None` when it is not.
    fn narrow(&mut self, search: Search, path: &Path, kind: Kind) -> Option<Search> {
        let Some(pattern) = self.pattern.as_mut().filter(|_| search == Search::Matches) else { return Some(search) };
        match pattern.pattern.matches(path) {
            Match::Whole => {
                pattern.matched = true;
                Some(Search::Documents)
            }
            Match::Beginning if kind != Kind::File => Some(Search::Matches),
            Match::Beginning | Match::No => None,
        }
    }

    fn follow(&mut self, path: PathBuf, search: Search) -> Option<Candidate> {
        let names_document = is_document(path.file_name().unwrap_or_default());
        match look_at(path, self.look) {
            Ok(candidate) => (names_document && search == Search::Documents).then_some(candidate),
            Err(_) if self.links == Links::PassOver => {
                self.links_passed_over += 1;
                None
            }
            Err(folder) => {
                if let Some(back_to) = leads_back(&folder) {
                    let text = format!("a link that leads back to {}", back_to.display());
                    return Some(Candidate { path: folder, found: Found::Problem(io::Error::other(text)) });
                }
                self.folders.push(Folder::read(folder, search));
                None
            }
        }
    }
}

/// The folder that a link leads to, when the link itself is inside of it.
fn leads_back(link: &Path) -> Option<PathBuf> {
    let target = fs::canonicalize(link).ok()?;
    let parent = match link.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::canonicalize(parent).ok()?.starts_with(&target).then_some(target)
}

fn is_document(name: &OsStr) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("pdf"))
}

impl Folder {
    fn read(path: PathBuf, search: Search) -> Self {
        let mut folder = Self { path, search, names: Vec::new(), entries: Vec::new(), problem: None };
        let here = Path::new(".");
        match fs::read_dir(if folder.path.as_os_str().is_empty() { here } else { &folder.path }) {
            Ok(entries) => {
                for entry in entries {
                    match entry.and_then(|entry| entry.file_type().map(|kind| (entry, kind))) {
                        Ok((entry, kind)) => folder.add(&entry.file_name(), kind),
                        Err(problem) => {
                            folder.problem.get_or_insert(problem);
                        }
                    }
                }
            }
            Err(problem) => folder.problem = Some(problem),
        }
        let names = &folder.names;
        let name = |entry: &Entry| &names[entry.start as usize..entry.end as usize];
        // Backwards: they are taken from the end.
        folder.entries.sort_unstable_by(|left, right| name(right).cmp(name(left)));
        folder
    }

    fn add(&mut self, name: &OsStr, kind: fs::FileType) {
        let kind = if kind.is_dir() {
            Kind::Folder
        } else if kind.is_symlink() {
            Kind::Link
        } else if self.search == Search::Matches || is_document(name) {
            Kind::File
        } else {
            return;
        };
        let start = self.names.len();
        self.names.extend_from_slice(name.as_encoded_bytes());
        match (u32::try_from(start), u32::try_from(self.names.len())) {
            (Ok(start), Ok(end)) => self.entries.push(Entry { start, end, kind }),
            _ => self.problem = Some(io::Error::other("more than 4 GiB of names in one folder")),
        }
    }

    fn pop(&mut self) -> Option<(PathBuf, Kind)> {
        let entry = self.entries.pop()?;
        let name = os_string(&self.names[entry.start as usize..entry.end as usize]);
        Some((self.path.join(name), entry.kind))
    }
}

#[cfg(unix)]
fn os_string(name: &[u8]) -> OsString {
    use std::os::unix::ffi::OsStrExt;
    OsStr::from_bytes(name).to_owned()
}

/// NOTE: a name with unpaired surrogates is not found again, and then is a row that says so.
#[cfg(not(unix))]
fn os_string(name: &[u8]) -> OsString {
    String::from_utf8_lossy(name).into_owned().into()
}
