//! The layer table of ARCHITECTURE.md, enforced: a module uses only lower layers, and the siblings the table allows.
//!
//! Every path that starts with `crate`, `self` or `super` counts, in `use` lines and in code, tests included.
//! Documentation may point anywhere.

// A test reads its own sources; the core itself may not.
#![allow(clippy::disallowed_methods)]

mod paths;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use paths::{code_of, paths_of, tokens_of};

/// One row of the table.
struct Row {
    layer: u8,
    module: &'static str,
    /// Modules of the same layer that it may use.
    siblings: &'static [&'static str],
    /// Modules of lower layers that it must not use.
    never: &'static [&'static str],
}

const fn row(layer: u8, module: &'static str, siblings: &'static [&'static str], never: &'static [&'static str]) -> Row {
    Row { layer, module, siblings, never }
}

/// The longest matching row counts, so `pdf::signature` is not `pdf`.
const TABLE: &[Row] = &[
    row(0, "error", &["limits"], &[]),
    row(0, "limits", &[], &[]),
    row(0, "time", &[], &[]),
    row(0, "indication", &[], &[]),
    row(0, "reason", &["keyed"], &[]),
    row(0, "order", &["gather"], &[]),
    row(0, "gather", &[], &[]),
    row(0, "keyed", &[], &[]),
    row(0, "case_folding", &[], &[]),
    row(0, "supplement", &[], &[]),
    row(1, "settings", &[], &[]),
    row(1, "asn1", &[], &[]),
    row(1, "crypto", &["asn1"], &[]),
    row(2, "pdf", &[], &[]),
    row(2, "x509", &[], &[]),
    row(2, "crl", &["x509"], &[]),
    row(2, "ocsp", &["x509"], &[]),
    row(2, "cms", &["x509"], &[]),
    row(2, "tsp", &["cms"], &[]),
    row(3, "pdf::signature", &[], &[]),
    row(3, "pdf::changes", &["pdf::signature"], &[]),
    row(6, "answer", &[], &[]),
    row(3, "path", &[], &["pdf"]),
    row(3, "revocation", &["path"], &["pdf"]),
    row(4, "evidence", &[], &[]),
    row(5, "trust", &[], &["pdf"]),
    row(5, "policy", &[], &["pdf"]),
    row(6, "validation::basic", &[], &[]),
    row(6, "validation", &["validation::basic", "validation::proof_of_existence"], &[]),
    row(6, "validation::proof_of_existence", &["validation::basic"], &["pdf"]),
    row(7, "report", &[], &[]),
    row(8, "verifier", &[], &[]),
    row(8, "chain", &[], &["pdf"]),
];

/// The row of a module path, or of a path to one of its items.
fn row_of(path: &str) -> Option<&'static Row> {
    TABLE.iter().filter(|row| is_within(path, row.module)).max_by_key(|row| row.module.len())
}

fn is_within(path: &str, module: &str) -> bool {
    path.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// The sources of a crate: path below `src` and text.
type Sources = BTreeMap<String, String>;

/// What breaks the table in these sources.
fn violations(sources: &Sources) -> Vec<String> {
    let names = root_names(sources.get("lib.rs").map_or("", String::as_str));
    let mut found = BTreeSet::new();
    for (file, source) in sources.iter().filter(|(file, _)| *file != "lib.rs") {
        let module = module_of(file);
        let Some(row) = row_of(&module) else {
            found.insert(format!("{file}: module `{module}` has no row in the table"));
            continue;
        };
        for path in paths_of(source, &module) {
            // A re-export at the root is the item it names.
            let first = path.split("::").next().unwrap_or_default();
            let path = names.get(first).cloned().unwrap_or(path);
            let Some(target) = row_of(&path) else {
                // A path to a parent without a row of its own, or to the root.
                if path.is_empty() || TABLE.iter().any(|row| is_within(row.module, &path)) {
                    continue;
                }
                found.insert(format!("{file}: `crate::{path}` is in no module of the table"));
                continue;
            };
            let own = row.module == target.module;
            let lower = target.layer < row.layer || row.siblings.contains(&target.module);
            let never = row.never.iter().any(|module| is_within(target.module, module));
            if !own && (!lower || never) {
                found.insert(format!(
                    "{file} ({} in layer {}) uses `crate::{path}` (layer {})",
                    row.module, row.layer, target.layer
                ));
            }
        }
    }
    found.into_iter().collect()
}

/// `pdf/filter/mod.rs` is `pdf::filter`.
fn module_of(file: &str) -> String {
    let path = file.strip_suffix(".rs").unwrap_or(file);
    path.strip_suffix("/mod").unwrap_or(path).replace('/', "::")
}

/// What `lib.rs` re-exports: `Error` is `error::Error`.
fn root_names(lib: &str) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for line in code_of(lib).split(';').map(str::trim) {
        let Some(tree) = line.strip_prefix("pub use ") else { continue };
        for path in paths_of(&format!("use crate::{tree};"), "") {
            let name = path.rsplit("::").next().unwrap_or_default().to_owned();
            names.insert(name, path);
        }
    }
    names
}

fn sources() -> Sources {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Sources::new();
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).expect("a source");
                sources.insert(relative(&path, &root), text);
            }
        }
    }
    sources
}

fn relative(path: &Path, root: &PathBuf) -> String {
    let relative = path.strip_prefix(root).expect("below the root");
    relative.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[test]
fn every_module_uses_lower_layers_only() {
    let sources = sources();
    assert!(sources.len() > 20, "found {} sources only", sources.len());
    let found = violations(&sources);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// What the lints forbid, or what would lift them. `clippy.toml` names functions; these are whole modules.
const BANNED: &[&str] = &[
    "unsafe",
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "clippy::all",
    "clippy::style",
    "clippy::disallowed_macros",
    "clippy::disallowed_methods",
    "clippy::disallowed_types",
];

/// What these sources say of the above.
fn bans_broken(sources: &Sources) -> Vec<String> {
    let mut found = Vec::new();
    for (file, source) in sources {
        let code = format!(" {} ", tokens_of(&code_of(source)).join(" "));
        for text in BANNED {
            if code.contains(&format!(" {} ", tokens_of(text).join(" "))) {
                found.push(format!("core/src/{file} says `{text}`"));
            }
        }
    }
    found
}

#[test]
fn no_source_is_unsafe_or_lifts_the_ban_on_io() {
    let found = bans_broken(&sources());
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_planted_lifting_of_the_ban_is_found() {
    for text in [
        "#![allow(clippy::disallowed_methods)]",
        "#[allow(\n    clippy::disallowed_types, reason = \"why not\"\n)]",
        "#[cfg_attr(test, allow(clippy::disallowed_macros))]",
        "#[expect(clippy::too_many_arguments, clippy::disallowed_methods)]",
        "fn f() { unsafe { g() } }",
        "use std::fs;",
        "fn f() { std::thread::yield_now() }",
    ] {
        let sources = [("asn1/mod.rs".to_owned(), text.to_owned())].into();
        assert_eq!(bans_broken(&sources).len(), 1, "{text}");
    }
    let harmless = "#![forbid(unsafe_code)] // unsafe\n#[allow(clippy::too_many_arguments)] fn f() { let s = \"std::fs\"; }";
    assert_eq!(bans_broken(&[("lib.rs".to_owned(), harmless.to_owned())].into()), [""; 0]);
}

#[test]
fn every_source_has_a_size_a_name_and_a_first_sentence() {
    for (file, source) in sources() {
        let lines = source.lines().count();
        assert!(lines <= 1_500, "core/src/{file} has {lines} lines, at most 1,500 are allowed");
        assert!(source.starts_with("//! "), "core/src/{file} does not begin by saying what it is");
        let name = file.rsplit('/').next().unwrap_or_default();
        let vague = ["utils.rs", "util.rs", "common.rs", "helpers.rs", "types.rs", "misc.rs"];
        assert!(!vague.contains(&name), "core/src/{file}: a name that says what is in it");
    }
}

/// A crate of two or three made-up files.
fn made_up(files: &[(&str, &str)]) -> Vec<String> {
    violations(&files.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect())
}

#[test]
fn a_planted_upward_use_is_found_however_it_is_written() {
    for text in [
        "use crate::evidence::Evidence;",
        "pub(crate) use crate::{asn1, evidence::{self, Evidence}};",
        "fn f(e: &crate::evidence::Evidence) {}",
        "fn f() { let x = 'a'; let s = \"{\"; crate::evidence::collect(); }",
        "use super::super::evidence;",
        "#[cfg(test)]\nmod tests {\n    use super::super::super::evidence::Evidence;\n}",
    ] {
        let found = made_up(&[("x509/name.rs", text)]);
        assert!(!found.is_empty() && found.iter().all(|line| line.contains("evidence")), "{text}: {found:?}");
    }
}

#[test]
fn a_planted_use_of_a_sibling_is_found_unless_the_table_allows_it() {
    assert_eq!(made_up(&[("x509/name.rs", "use crate::cms::SignedData;")]).len(), 1);
    assert_eq!(made_up(&[("cms/mod.rs", "use crate::x509::Name;")]), [""; 0]);
    assert_eq!(made_up(&[("path/build.rs", "use crate::revocation::Status;")]).len(), 1);
    assert_eq!(made_up(&[("time.rs", "use crate::limits::Limits;")]).len(), 1);
    assert_eq!(made_up(&[("asn1/mod.rs", "use crate::crypto::Digest;")]).len(), 1);
}

#[test]
fn a_submodule_with_its_own_row_is_not_its_parent() {
    assert_eq!(made_up(&[("pdf/document.rs", "use super::signature::Coverage;")]).len(), 1);
    assert_eq!(made_up(&[("pdf/mod.rs", "pub use self::signature::Coverage;")]).len(), 1);
    assert_eq!(made_up(&[("pdf/signature/field.rs", "use super::super::document::Document;")]), [""; 0]);
    assert_eq!(made_up(&[("validation/archival.rs", "use crate::validation::basic::format::Format;")]), [""; 0]);
    assert_eq!(made_up(&[("validation/basic/format.rs", "use crate::validation::archival::Chain;")]).len(), 1);
}

#[test]
fn what_must_never_see_pdf_does_not_although_it_is_lower() {
    assert_eq!(made_up(&[("path/build.rs", "use crate::pdf::document::Document;")]).len(), 1);
    assert_eq!(made_up(&[("revocation/mod.rs", "use crate::pdf::signature::Dss;")]).len(), 1);
    assert_eq!(made_up(&[("path/build.rs", "use crate::x509::Certificate;")]), [""; 0]);
}

#[test]
fn a_reexport_of_the_root_is_what_it_names() {
    let lib = ("lib.rs", "pub use error::Error;\npub use verifier::{Builder, Verifier};");
    assert_eq!(made_up(&[lib, ("pdf/lex.rs", "use crate::Error;")]), [""; 0]);
    assert_eq!(made_up(&[lib, ("pdf/lex.rs", "use crate::Verifier;")]).len(), 1);
    assert_eq!(made_up(&[lib, ("pdf/lex.rs", "use crate::Unknown;")]).len(), 1);
}

#[test]
fn a_module_without_a_row_is_found() {
    assert_eq!(made_up(&[("extra.rs", "")]).len(), 1);
}

#[test]
fn comments_strings_and_documentation_may_point_anywhere() {
    let text = "//! See [`crate::evidence::Evidence`].\n/* use crate::evidence; */ const S: &str = \"crate::evidence\";
        const R: &str = r#\"crate::evidence \"quoted\"\"#; fn f<'a>(x: &'a str) -> char { '\"' }";
    assert_eq!(made_up(&[("x509/name.rs", text)]), [""; 0]);
}
