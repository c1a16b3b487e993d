//! Patterns of paths: `2019/**/*.pdf`. A star matches within one name, two stars any number of folders.

use std::path::{Component, Path, PathBuf};

/// A path with wildcards: a folder to begin at, and what has to follow.
#[derive(Debug)]
pub(super) struct PathPattern {
    whole: PathBuf,
    base: PathBuf,
    names: Vec<Name>,
}

#[derive(Debug)]
enum Name {
    /// `**`
    AnyFolders,
    Matching(glob::Pattern),
}

/// How a path stands to a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Match {
    Whole,
    /// What lies below may match.
    Beginning,
    No,
}

impl PathPattern {
    /// `None` when there are no wildcards, or none that can be understood.
    pub(super) fn parse(path: &Path) -> Option<Self> {
        let mut base = PathBuf::new();
        let mut names = Vec::new();
        for component in path.components() {
            let text = component.as_os_str();
            if names.is_empty() && !has_wildcards(text.as_encoded_bytes()) {
                base.push(component);
                continue;
            }
            let Component::Normal(text) = component else { return None };
            names.push(match text.to_str()? {
                "**" => Name::AnyFolders,
                text => Name::Matching(glob::Pattern::new(text).ok()?),
            });
        }
        (!names.is_empty()).then_some(Self { whole: path.to_path_buf(), base, names })
    }

    /// As it was written.
    pub(super) fn into_whole(self) -> PathBuf {
        self.whole
    }

    /// The folder to begin at; empty for the current one.
    pub(super) fn base(&self) -> &Path {
        &self.base
    }

    /// A path below the base.
    pub(super) fn matches(&self, path: &Path) -> Match {
        let below = path.strip_prefix(&self.base).unwrap_or(path);
        let names: Vec<String> = below.components().map(|name| name.as_os_str().to_string_lossy().into_owned()).collect();
        matches(&self.names, &names)
    }
}

fn matches(pattern: &[Name], names: &[String]) -> Match {
    match (pattern.split_first(), names.split_first()) {
        (None, None) => Match::Whole,
        (None, Some(_)) => Match::No,
        (Some((Name::AnyFolders, rest)), first) => match (matches(rest, names), first) {
            (Match::Whole, _) => Match::Whole,
            (_, Some((_, others))) => match matches(pattern, others) {
                Match::No => Match::Beginning,
                found => found,
            },
            (_, None) => Match::Beginning,
        },
        (Some(_), None) => Match::Beginning,
        (Some((Name::Matching(wanted), rest)), Some((name, others))) => {
            if wanted.matches(name) {
                matches(rest, others)
            } else {
                Match::No
            }
        }
    }
}

pub(super) fn has_wildcards(bytes: &[u8]) -> bool {
    bytes.iter().any(|byte| b"*?[".contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_match_within_a_name_and_two_of_them_any_folders() {
        for (pattern, path, expected) in [
            ("a/*.pdf", "a/1.pdf", Match::Whole),
            ("a/*.pdf", "a/b/1.pdf", Match::No),
            ("a/*/c.pdf", "a/b", Match::Beginning),
            ("a/**/c.pdf", "a/c.pdf", Match::Whole),
            ("a/**/c.pdf", "a/b/b/c.pdf", Match::Whole),
            ("a/**/c.pdf", "a/b/b", Match::Beginning),
            ("a/b?/**", "a/b1/x/y", Match::Whole),
            ("a/b?/**", "a/c1", Match::No),
            ("*/x", "a/x", Match::Whole),
        ] {
            let parsed = PathPattern::parse(Path::new(pattern)).unwrap();
            assert_eq!(parsed.matches(Path::new(path)), expected, "{pattern} {path}");
        }
        assert!(PathPattern::parse(Path::new("a/b.pdf")).is_none());
        assert_eq!(PathPattern::parse(Path::new("/x/y/*")).unwrap().base(), Path::new("/x/y"));
    }
}
