//! Every report against its schema: JSON against ours, ETSI TS 119 102-2 and PREMIS 3 against the published ones.
//!
//! `xmllint` and the published schemas are not everywhere: `shared/schemas` has ETSI's. PREMIS's (`premis.xsd` of version
//! 3.0) is taken from there too, or from where `LONGSEAL_PREMIS_XSD` points.

#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)]

mod command;
#[path = "../../core/tests/shared/mod.rs"]
mod shared;

use std::collections::HashSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use boon::{Compiler, SchemaIndex, Schemas};
use command::{fixtures, line, longseal};
use serde_json::{Value, json};

const AT: &str = "--at 2026-01-01T00:00:00Z";

fn skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

/// A folder of this test's own, empty, removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("longseal-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn files(&self) -> Vec<PathBuf> {
        shared::files(&self.0)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A published JSON schema of ours, compiled.
fn schema(name: &str) -> (Schemas, SchemaIndex) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/schema").join(name);
    let value: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.add_resource("memory:///schema.json", value).unwrap();
    let index = compiler.compile("memory:///schema.json", &mut schemas).unwrap_or_else(|error| panic!("{error:#}"));
    (schemas, index)
}

/// Folders of PDF documents: the fixtures, and the corpus where it is.
fn documents() -> Vec<PathBuf> {
    let corpus =
        shared::folder("corpus").into_iter().flat_map(|corpus| ["dss", "pyhanko", "captured", "vn"].map(|sub| corpus.join(sub)));
    [fixtures()].into_iter().chain(corpus).collect()
}

#[test]
fn every_json_report_follows_its_schema() {
    let (schemas, index) = schema("report-1.schema.json");
    let mut count = 0;
    for (folder, options) in documents()
        .iter()
        .flat_map(|folder| ["--lang vi --revocation none --trust pki/root.pem", "--lang en"].map(|options| (folder, options)))
    {
        let run = longseal(
            ["verify", &folder.to_string_lossy(), "--format", "jsonl"].into_iter().chain(AT.split(' ')).chain(options.split(' ')),
        );
        for row in run.stdout.lines() {
            let report: Value = serde_json::from_str(row).unwrap();
            if let Err(error) = schemas.validate(&report, index) {
                panic!("{}: {error:#}", report["document"]["path"]);
            }
            count += 1;
        }
    }
    assert!(count > 500, "only {count} reports");
}

#[test]
fn the_report_schema_is_closed() {
    let (schemas, index) = schema("report-1.schema.json");
    let report = line(&format!("verify pyhanko/baseline-lta.pdf --format json {AT}")).json();
    assert!(schemas.validate(&report, index).is_ok());
    for (pointer, value) in [
        ("/more", json!(1)),
        ("/signatures/0/more", json!(1)),
        ("/signatures/0/timestamps/0/more", json!(1)),
        ("/signatures/0/certificates/0/more", json!(1)),
        ("/signatures/0/indication", json!("VALID")),
        ("/signatures/0/sub_indication", json!("EXPIRED_NO_POE")),
        ("/signatures/0/best_signature_time", json!("2026-01-01")),
        ("/document/sha256", json!(null)),
        ("/error", json!({"code": "error.not-pdf", "message": ""})),
    ] {
        let mut changed = report.clone();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        changed.pointer_mut(parent).unwrap()[name] = value;
        assert!(schemas.validate(&changed, index).is_err(), "{pointer}");
    }
    for name in report.as_object().unwrap().keys() {
        let mut changed = report.clone();
        changed.as_object_mut().unwrap().remove(name);
        assert!(schemas.validate(&changed, index).is_err(), "without {name}");
    }
}

#[test]
fn every_report_on_a_certificate_follows_its_schema() {
    let (schemas, index) = schema("chain-1.schema.json");
    let mut count = 0;
    for file in shared::files(&fixtures().join("pki")) {
        for options in ["--trust pki/root.pem", "--revocation none --lang vi --trust pki/root.pem", ""] {
            let given = ["chain", &file.to_string_lossy(), "--format", "json"].map(str::to_owned);
            let run = longseal(given.into_iter().chain(format!("{AT} {options}").split_whitespace().map(str::to_owned)));
            if run.status == 2 {
                continue; // No certificate in it.
            }
            if let Err(error) = schemas.validate(&run.json(), index) {
                panic!("{}: {error:#}", file.display());
            }
            count += 1;
        }
    }
    assert!(count > 10, "only {count} reports");
}

/// Renders all documents as `format` and holds them against `schema` with xmllint; what is wrong, and how many there were.
fn against(schema: &Path, format: &str) -> usize {
    let mut count = 0;
    for (number, folder) in documents().iter().enumerate() {
        let written = Folder::new(&format!("{format}-{number}"));
        let target = written.0.to_string_lossy().into_owned();
        let given = ["verify", &folder.to_string_lossy(), "--format", format, "-o", &target, "--trust", "pki/root.pem"]
            .map(str::to_owned);
        longseal(given.into_iter().chain(AT.split(' ').map(str::to_owned)));
        let files = written.files();
        for some in files.chunks(200) {
            let output =
                Command::new("xmllint").args(["--nonet", "--noout", "--schema"]).arg(schema).args(some).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            let wrong: Vec<&str> = said.lines().filter(|line| !line.ends_with(" validates")).take(5).collect();
            assert!(output.status.success() && wrong.is_empty(), "{format}: {wrong:#?}");
            assert_eq!(said.lines().count(), some.len(), "xmllint says one line for each file");
        }
        count += files.len();
    }
    count
}

fn has_xmllint() -> bool {
    let found = Command::new("xmllint").arg("--version").output().is_ok_and(|output| output.status.success());
    if !found {
        skipped("no xmllint");
    }
    found
}

#[test]
fn every_etsi_report_follows_the_published_schema() {
    let Some(schemas) = shared::folder("schemas") else { return };
    if has_xmllint() {
        let count = against(&schemas.join("TS119102-2-v141.xsd"), "etsi");
        assert!(count > 250, "only {count} reports");
    }
}

#[test]
fn every_premis_event_follows_the_published_schema() {
    let named = std::env::var_os("LONGSEAL_PREMIS_XSD").map(PathBuf::from);
    let beside = shared::folder("schemas").map(|schemas| schemas.join("premis.xsd"));
    let Some(schema) = named.into_iter().chain(beside).find(|schema| schema.is_file()) else {
        return skipped("no premis.xsd (shared/schemas or LONGSEAL_PREMIS_XSD)");
    };
    if has_xmllint() {
        let count = against(&schema, "premis");
        assert!(count > 250, "only {count} events");
    }
}

/// libxml2 does not check that an IDREF of a schema has its ID.
#[test]
fn every_reference_of_an_etsi_report_has_its_object() {
    let values = |text: &str, attribute: &str| -> Vec<String> {
        let start = format!(" {attribute}=\"");
        text.split(&start).skip(1).filter_map(|rest| rest.split_once('"')).map(|(value, _)| value.to_owned()).collect()
    };
    let written = Folder::new("references");
    let target = written.0.to_string_lossy().into_owned();
    line(&format!("verify . --format etsi -o {target} --trust pki/root.pem {AT}"));
    let mut references = 0;
    for file in written.files() {
        let text = std::fs::read_to_string(&file).unwrap();
        let ids = values(&text, "id");
        let known: HashSet<&String> = ids.iter().collect();
        assert_eq!(known.len(), ids.len(), "{}: an id twice", file.display());
        for reference in values(&text, "VOReference") {
            assert!(known.contains(&reference), "{}: {reference}", file.display());
            references += 1;
        }
    }
    assert!(references > 1000, "only {references} references");
}

#[test]
fn a_table_has_the_same_columns_in_every_row() {
    let table = line(&format!("verify . --format csv --trust pki/root.pem {AT}")).stdout;
    let mut rows = table.split("\r\n");
    let columns = rows.next().unwrap().split(',').count();
    let mut count = 0;
    for row in rows.filter(|row| !row.is_empty()) {
        let mut quoted = false;
        let outside = row.chars().filter(|character| {
            quoted ^= *character == '"';
            *character == ',' && !quoted
        });
        assert_eq!(outside.count() + 1, columns, "{row}");
        assert!(!row.contains('\n'), "{row}");
        count += 1;
    }
    assert!(count > 250, "only {count} rows");
}

#[test]
fn a_format_with_one_file_for_each_document_wants_a_folder() {
    let two = "document/unsigned.pdf pyhanko/baseline-b.pdf";
    let run = line(&format!("verify {two} --format etsi {AT}"));
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    let written = Folder::new("folder");
    line(&format!("verify {two} pades/../document/unsigned.pdf --format premis {AT} -o {}", written.0.display()));
    let names: Vec<String> =
        written.files().iter().map(|file| file.file_name().unwrap().to_string_lossy().into_owned()).collect();
    assert_eq!(names, ["baseline-b.pdf.premis.xml", "unsigned.pdf.2.premis.xml", "unsigned.pdf.premis.xml"]);
}

#[test]
fn a_file_is_replaced_as_a_whole_and_nothing_is_left_beside_it() {
    let written = Folder::new("whole");
    let target = written.0.join("report.json");
    std::fs::write(&target, "old").unwrap();
    line(&format!("verify pyhanko/baseline-b.pdf --format json {AT} -o {}", target.display()));
    assert!(std::fs::read_to_string(&target).unwrap().starts_with("{\"schema\""));
    assert_eq!(written.files(), [target]);
    assert_eq!(line(&format!("verify pyhanko/baseline-b.pdf {AT} -o {}/no/such/folder", written.0.display())).status, 2);
}

#[test]
fn a_page_holds_all_documents_and_no_name_acts_on_it() {
    let written = Folder::new("page");
    let hostile = "<img src=x onerror=alert(1)>\u{202e}\u{200b}&\"'.pdf";
    let document = written.0.join(hostile);
    std::fs::copy(fixtures().join("pyhanko/baseline-lta.pdf"), &document).unwrap();
    let given = ["verify", &document.to_string_lossy(), "document/not-a-pdf.pdf", "document/unsigned.pdf"].map(str::to_owned);
    let options = format!("--format html --lang vi --trust pki/root.pem {AT}");
    let page = longseal(given.into_iter().chain(options.split(' ').map(str::to_owned))).stdout;
    assert!(page.starts_with("<!doctype html>\n<html lang=\"vi\">") && page.ends_with("</html>\n"));
    assert_eq!(page.matches("<article").count(), 3);
    assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;\u{fffd}\u{fffd}&amp;&quot;&#39;.pdf"), "{page}");
    for forbidden in ["<img", "<script", "http://", "https://", "\u{202e}", "\u{200b}"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    for paired in ["article", "section", "details", "dl", "ul", "ol", "li", "p", "svg", "bdi", "div", "main"] {
        let opened = page.matches(&format!("<{paired}>")).count() + page.matches(&format!("<{paired} ")).count();
        assert_eq!(opened, page.matches(&format!("</{paired}>")).count(), "{paired}");
    }
    let again = line(&format!("verify pyhanko --format html {AT}")).stdout;
    assert_eq!(again, line(&format!("verify pyhanko --format html {AT} -j 2")).stdout);
}
