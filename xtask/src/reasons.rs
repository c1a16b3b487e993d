//! `cargo xtask reasons`: docs/reasons.md, one entry for every reason a verdict can have.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use longseal::reason::ReasonCode;
use longseal::report::{Language, advice, template};

/// Writes the page into the source tree.
pub(crate) fn write() -> ExitCode {
    match std::fs::write(path(), page()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", path().display());
            ExitCode::FAILURE
        }
    }
}

fn path() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/reasons.md"))
}

fn page() -> String {
    let mut page = String::from(
        "# Reasons\n\n\
         <!-- Written by `cargo xtask reasons` from core/src/reason.rs and core/src/report/messages: edit those. A test keeps this page current. -->\n\n\
         Every finding that bears on a verdict has a code. Codes are stable: none is renamed or given another meaning.\n\n\
         *error*: the verdict is not TOTAL-PASSED because of it. *warning*: a reader should know. *info*: a fact worth\n\
         showing. A report may lower or raise the severity given here where the circumstances do.\n\n\
         The quotation is the sentence in reports, in English and Vietnamese; `{name}` stands for a value.\n",
    );
    let mut group = "";
    for code in ReasonCode::ALL {
        let next = code.as_str().split('.').next().unwrap_or_default();
        if next != group {
            group = next;
            let _ = write!(page, "\n## {group}\n");
        }
        let _ = write!(
            page,
            "\n### {}\n\n*{}* · {}\n\n{}\n\n> {}\n>\n> {}\n\nWhat to do: {}\n\nCần làm gì: {}\n",
            code.as_str(),
            code.severity().as_str(),
            code.clause(),
            code.description(),
            template(*code, Language::English),
            template(*code, Language::Vietnamese),
            advice(*code, Language::English),
            advice(*code, Language::Vietnamese)
        );
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_in_docs_is_current() {
        let written = std::fs::read_to_string(path()).unwrap_or_default();
        assert!(written == page(), "docs/reasons.md is not current: run `cargo xtask reasons`");
    }

    #[test]
    fn a_group_stands_together() {
        let page = page();
        let mut headings: Vec<_> = page.lines().filter(|line| line.starts_with("## ")).collect();
        let count = headings.len();
        headings.sort_unstable();
        headings.dedup();
        assert_eq!(headings.len(), count, "the codes of a group are apart in core/src/reason.rs");
    }
}
