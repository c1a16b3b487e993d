//! Which documents a search finds, in trees that are as bad as trees get.

#![cfg(unix)]
#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)]

use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use longseal_archive::bulk::{Candidate, Found, Links, ListFormat, Sources};

/// A folder of its own for each test, gone at its end.
struct Tree(PathBuf);

impl Tree {
    fn new(name: &str) -> Self {
        let root = std::env::temp_dir().join(format!("longseal-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(&root).unwrap();
        Self(root)
    }

    fn file(&self, path: &str) -> &Self {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, b"12345").unwrap();
        self
    }

    fn link(&self, to: &str, path: &str) -> &Self {
        symlink(to, self.0.join(path)).unwrap();
        self
    }

    fn sources(&self) -> Sources {
        Sources::new(vec![self.0.clone()])
    }

    /// What is found, by path below the root.
    fn found(&self, sources: &Sources) -> Vec<(String, String)> {
        let describe = |Candidate { path, found }: Candidate| {
            let found = match found {
                Found::File { size } => size.to_string(),
                Found::Problem(error) => error.to_string(),
                other => format!("{other:?}"),
            };
            (path.strip_prefix(&self.0).unwrap_or(&path).to_string_lossy().into_owned(), found)
        };
        sources.documents().unwrap().map(describe).collect()
    }

    fn paths(&self, sources: &Sources) -> Vec<String> {
        self.found(sources).into_iter().map(|(path, _)| path).collect()
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_tree_is_searched_by_name_and_only_for_documents() {
    let tree = Tree::new("tree");
    tree.file("b.pdf").file("a/2.PDF").file("a/10.pdf").file("a/notes.txt").file("c/x/y.pdf").file("a.pdf");
    let found = tree.found(&tree.sources());
    let expected = ["a/10.pdf", "a/2.PDF", "a.pdf", "b.pdf", "c/x/y.pdf"].map(|path| (path.to_owned(), "5".to_owned()));
    assert_eq!(found, expected);
    assert_eq!(tree.sources().count(|| false), Some(5));
}

#[test]
fn names_that_are_no_text_are_found() {
    let tree = Tree::new("names");
    let name = std::ffi::OsString::from_vec(vec![b'x', 0xff, b'.', b'p', b'd', b'f']);
    fs::write(tree.0.join(&name), b"1").unwrap();
    let found: Vec<PathBuf> = tree.sources().documents().unwrap().map(|candidate| candidate.path).collect();
    assert_eq!(found, [tree.0.join(name)]);
}

#[test]
fn links_that_lead_nowhere_or_back_are_rows_and_end_nothing() {
    let tree = Tree::new("links");
    tree.file("a/1.pdf").file("z.pdf");
    tree.link("self.pdf", "self.pdf").link("gone", "dangling.pdf").link("a/1.pdf", "good.pdf");
    tree.link("..", "a/up").link(".", "a/here").link("a", "same");
    let sources = tree.sources();
    let found = tree.found(&sources);
    let paths: Vec<&str> = found.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["a/1.pdf", "dangling.pdf", "good.pdf", "self.pdf", "z.pdf"]);
    assert!(found[1].1.contains("No such file"), "{found:?}");
    assert_eq!(found[2].1, "5");
    assert!(found[3].1.contains("symbolic links"), "{found:?}");
    let mut documents = sources.documents().unwrap();
    assert_eq!((&mut documents).count(), 5);
    assert_eq!(documents.links_passed_over(), 3);

    let followed = tree.found(&tree.sources().links(Links::Follow));
    let back: Vec<&str> =
        followed.iter().filter(|(_, found)| found.contains("leads back")).map(|(path, _)| path.as_str()).collect();
    assert_eq!(back, ["a/here", "a/up", "same/here", "same/up"]);
    assert!(followed.iter().any(|(path, size)| path == "same/1.pdf" && size == "5"), "{followed:?}");
}

#[test]
fn what_is_no_regular_file_is_a_row_and_is_not_opened() {
    let tree = Tree::new("special");
    tree.file("a.pdf");
    let pipe = tree.0.join("pipe.pdf");
    if !Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
        println!("skipped: mkfifo is not installed");
        return;
    }
    // Would wait for ever if it were opened in the ordinary way.
    let found = tree.found(&tree.sources());
    assert_eq!(found[1], ("pipe.pdf".to_owned(), "not a regular file but a named pipe".to_owned()));
    assert!(longseal_archive::bulk::Reader::default().read(&pipe).is_err());
    let device = tree.found(&Sources::new(vec!["/dev/zero".into()]));
    assert_eq!(device, [("/dev/zero".to_owned(), "not a regular file but a device".to_owned())]);
}

#[test]
fn a_folder_that_may_not_be_read_is_a_row() {
    let tree = Tree::new("closed");
    tree.file("a.pdf").file("closed/b.pdf").file("z.pdf");
    let closed = tree.0.join("closed");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read_dir(&closed).is_ok() {
        println!("skipped: the superuser may read everything");
    } else {
        let found = tree.found(&tree.sources());
        assert_eq!(found[1].0, "closed");
        assert!(found[1].1.contains("denied"), "{found:?}");
        assert_eq!(found.len(), 3);
    }
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn what_vanished_is_a_row() {
    let tree = Tree::new("vanished");
    let sources = Sources::new(vec![tree.0.join("gone.pdf"), tree.0.join("*.pdf")]);
    let found = tree.found(&sources);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().all(|(_, found)| found.contains("No such file")), "{found:?}");
    // Found, and gone before it is examined.
    tree.file("short.pdf");
    let candidate = tree.sources().documents().unwrap().next().unwrap();
    fs::remove_file(tree.0.join("short.pdf")).unwrap();
    let error = longseal_archive::bulk::Reader::default().read(&candidate.path).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
}

#[test]
fn patterns_match_and_names_that_read_like_patterns_are_names() {
    let tree = Tree::new("patterns");
    tree.file("2019/a.pdf").file("2019/deep/b.pdf").file("2020/c.pdf").file("[1].pdf").file("1.pdf");
    tree.link("..", "2019/up");
    let pattern = |pattern: &str| tree.paths(&Sources::new(vec![tree.0.join(pattern)]));
    assert_eq!(pattern("*/*.pdf"), ["2019/a.pdf", "2020/c.pdf"]);
    assert_eq!(pattern("20[12]9/**/*.pdf"), ["2019/a.pdf", "2019/deep/b.pdf"]);
    assert_eq!(pattern("[1].pdf"), ["[1].pdf"]);
    assert_eq!(pattern("20?0"), ["2020/c.pdf"]);
    tree.file("2020/d.bin").file("2020/e.txt");
    assert_eq!(pattern("20*/*.bin"), ["2020/d.bin"]);
    assert_eq!(pattern("**/c*"), ["2020/c.pdf"]);
    assert_eq!(pattern("20*/*.tif"), ["20*/*.tif"]);
}

#[test]
fn lists_name_files_and_folders_line_by_line_or_with_zero_bytes() {
    let tree = Tree::new("lists");
    tree.file("a/1.pdf").file("a/2.pdf").file("b with space.pdf").file("line\nfeed.pdf");
    let path = |name: &str| tree.0.join(name).display().to_string();
    let list = tree.0.join("list");
    let read = |format| tree.paths(&Sources::default().list(list.clone(), format));
    fs::write(&list, format!("{}\r\n\n{}\n{}", path("b with space.pdf"), path("a"), path("gone"))).unwrap();
    assert_eq!(read(ListFormat::Lines), ["b with space.pdf", "a/1.pdf", "a/2.pdf", "gone"]);
    fs::write(&list, format!("{}\0{}\0", path("line\nfeed.pdf"), path("a/1.pdf"))).unwrap();
    assert_eq!(read(ListFormat::ZeroTerminated), ["line\nfeed.pdf", "a/1.pdf"]);
    assert!(Sources::default().list("nowhere".into(), ListFormat::Lines).documents().is_err());
}

#[test]
fn the_parts_of_a_tree_are_the_tree() {
    let tree = Tree::new("shards");
    for number in 0..100 {
        tree.file(&format!("{}/{number}.pdf", number % 7));
    }
    tree.link("gone", "dangling.pdf");
    let whole = tree.paths(&tree.sources());
    let mut parts: Vec<String> = Vec::new();
    for number in 1..=3 {
        let part = tree.sources().shard(format!("{number}/3").parse().unwrap());
        let paths = tree.paths(&part);
        assert!(paths.len() > 10, "{paths:?}");
        assert_eq!(part.count(|| false), Some(paths.len() as u64));
        parts.extend(paths);
    }
    parts.sort_by_key(|path| whole.iter().position(|other| other == path));
    assert_eq!(parts, whole);
}

#[test]
fn a_single_file_is_told_from_a_tree() {
    let tree = Tree::new("single");
    tree.file("a.pdf");
    assert!(Sources::new(vec![tree.0.join("a.pdf")]).is_single());
    assert!(!tree.sources().is_single());
    assert!(!Sources::new(vec![Path::new("*.pdf").into()]).is_single());
    assert!(!Sources::new(vec!["-".into()]).can_count());
}
