//! The catalog over the fixtures: what is stored is judged as the documents are, asked, compared and forgotten.

// A test reads and writes files.
#![allow(missing_docs, clippy::disallowed_methods)]
#![cfg(feature = "catalog")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use longseal::Verifier;
use longseal::evidence::Material;
use longseal::policy::{Policy, RevocationRequirement};
use longseal::report::Language;
use longseal::time::Instant;
use longseal::trust::TrustStore;
use longseal_archive::bulk::Sources;
use longseal_archive::catalog::{Catalog, CatalogError, Grouping, Table, Value};

/// A folder of its own for a test, with some documents in it; removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[&str]) -> Self {
        let folder = std::env::temp_dir().join(format!("longseal-catalog-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        for file in files {
            fs::copy(fixture(file), folder.join(file.replace('/', "-"))).unwrap();
        }
        Self(folder)
    }

    fn catalog(&self) -> PathBuf {
        self.0.join("archive.longseal")
    }

    fn sources(&self) -> Sources {
        Sources::new(vec![self.0.clone()])
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn fixture(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/files").join(file)
}

const FILES: [&str; 6] = [
    "pades/baseline-b/rsa-2048-sha256.pdf",
    "pades/baseline-lta/document-timestamp.pdf",
    "integrity/content-byte-flipped.pdf",
    "document/unsigned.pdf",
    "document/not-a-pdf.pdf",
    "several/initials-signature-seal.pdf",
];

fn verifier(at: &str, revocation: RevocationRequirement) -> Verifier {
    let mut material = Material::default();
    for file in ["pki/authority-2025-12.crl", "pki/root-2025-12.crl"] {
        material.extend(Material::from_bytes(&fs::read(fixture(file)).unwrap()).unwrap());
    }
    Verifier::builder()
        .trust(TrustStore::from_pem(&fs::read(fixture("pki/root.pem")).unwrap()).unwrap())
        .material(material)
        .policy(Policy::default().with_revocation(revocation))
        .at(time(at))
        .build()
}

fn time(text: &str) -> Instant {
    Instant::parse_rfc3339(text).unwrap()
}

const NOW: &str = "2026-01-02T00:00:00Z";

fn filled(folder: &Folder) -> Catalog {
    let mut catalog = Catalog::create(&folder.catalog()).unwrap();
    let added = catalog.add(folder.sources().documents().unwrap(), &Verifier::builder().build(), 2, time(NOW)).unwrap();
    assert_eq!(added.documents + added.problems, catalog.count().unwrap());
    catalog
}

fn column<'t>(table: &'t Table, name: &str) -> Vec<&'t Value> {
    let index = table.columns.iter().position(|column| column == name).unwrap();
    table.rows.iter().map(|row| &row[index]).collect()
}

fn sum(table: &Table, name: &str) -> i64 {
    let number = |value: &&Value| if let Value::Integer(number) = value { *number } else { 0 };
    column(table, name).iter().map(number).sum()
}

/// Path, indication and sub-indication of each row of a run.
fn exported(catalog: &Catalog, run: i64) -> Vec<[Value; 3]> {
    let mut rows = Vec::new();
    let mut collect = |row: &[Value]| {
        rows.push(row.to_vec());
        Ok(())
    };
    catalog.export(run, &mut collect).unwrap();
    let header = rows.remove(0);
    let at = |name: &str| header.iter().position(|column| *column == Value::Text(name.to_owned())).unwrap();
    let places = [at("path"), at("indication"), at("sub_indication")];
    rows.into_iter().map(|row| places.map(|place| row[place].clone())).collect()
}

#[test]
fn stored_evidence_is_judged_as_the_documents_are() {
    let folder = Folder::new("judge", &FILES);
    let mut catalog = filled(&folder);
    for (at, revocation) in [
        ("2026-01-01T00:00:00Z", RevocationRequirement::IfPresent),
        ("2026-01-01T00:00:00Z", RevocationRequirement::Require),
        ("2035-01-01T00:00:00Z", RevocationRequirement::None),
    ] {
        let verifier = verifier(at, revocation);
        let judged = catalog.judge(&verifier, 2, time(NOW)).unwrap();
        assert_eq!((judged.tally.unsigned, judged.tally.not_examined), (1, 1));
        let mut stored: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for [path, indication, sub_indication] in exported(&catalog, judged.run) {
            let Value::Text(path) = path else { panic!("{path:?}") };
            stored.entry(path).or_default().push(format!("{indication:?} {sub_indication:?}"));
        }
        let mut expected: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for file in FILES {
            let path = folder.0.join(file.replace('/', "-"));
            let Ok(report) = verifier.verify(&fs::read(&path).unwrap()) else { continue };
            for signature in &report.signatures {
                let sub = signature.sub_indication.map_or(Value::Null, |sub| Value::Text(sub.as_str().to_owned()));
                let indication = Value::Text(signature.indication.as_str().to_owned());
                expected.entry(path.display().to_string()).or_default().push(format!("{indication:?} {sub:?}"));
            }
        }
        assert_eq!(stored, expected, "{at} {revocation:?}");
    }
    assert_eq!(catalog.runs().unwrap().rows.len(), 3);
    let differences = catalog.diff(1, 3).unwrap();
    assert!(!differences.rows.is_empty());
    assert!(catalog.diff(1, 1).unwrap().rows.is_empty());
    assert!(matches!(catalog.diff(1, 9), Err(CatalogError::NoRun)));
}

#[test]
fn evidence_leaves_the_catalog_whole() {
    let folder = Folder::new("evidence", &FILES[..2]);
    let catalog = filled(&folder);
    let path = folder.0.join(FILES[1].replace('/', "-"));
    let evidence = catalog.evidence(&path).unwrap().unwrap();
    let collected = Verifier::builder().build().collect(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(evidence.to_file(), collected.to_file());
    assert!(catalog.evidence(Path::new("elsewhere.pdf")).unwrap().is_none());
}

#[test]
fn adding_again_replaces_and_keeps_one_row() {
    let folder = Folder::new("again", &FILES);
    let mut catalog = filled(&folder);
    let count = catalog.count().unwrap();
    fs::copy(fixture(FILES[1]), folder.0.join(FILES[3].replace('/', "-"))).unwrap();
    let before = catalog.stats(Grouping::Algorithm, None).unwrap();
    catalog.add(folder.sources().documents().unwrap(), &Verifier::builder().build(), 1, time(NOW)).unwrap();
    assert_eq!(catalog.count().unwrap(), count);
    let after = catalog.stats(Grouping::Algorithm, None).unwrap();
    assert_eq!(sum(&after, "signatures"), sum(&before, "signatures") + 1);
}

#[test]
fn files_that_changed_or_went_are_told_before_anything_else() {
    let folder = Folder::new("fixity", &FILES[..3]);
    let mut catalog = filled(&folder);
    let verifier = verifier("2026-01-01T00:00:00Z", RevocationRequirement::None);
    let good = catalog.verify(&verifier, 2, time(NOW)).unwrap();
    assert!(good.problems.is_empty() && good.other_facts == 0);
    assert_eq!((good.tally.passed, good.tally.failed), (2, 1));
    // One bit in a document that passes, and one that is gone.
    let changed = folder.0.join(FILES[0].replace('/', "-"));
    let mut bytes = fs::read(&changed).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&changed, bytes).unwrap();
    fs::remove_file(folder.0.join(FILES[2].replace('/', "-"))).unwrap();
    let bad = catalog.verify(&verifier, 2, time(NOW)).unwrap();
    let mut codes: Vec<&str> = bad.problems.iter().map(|(_, code, _)| *code).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["fixity.changed", "fixity.missing"]);
    assert_eq!((bad.tally.passed, bad.tally.not_examined), (1, 2));
}

#[test]
fn what_is_forgotten_is_gone_with_what_only_it_had() {
    let folder = Folder::new("forget", &[FILES[1], FILES[5]]);
    let mut catalog = filled(&folder);
    catalog.judge(&verifier("2026-01-01T00:00:00Z", RevocationRequirement::None), 1, time(NOW)).unwrap();
    let path = folder.0.join(FILES[1].replace('/', "-"));
    let evidence = catalog.evidence(&path).unwrap().unwrap();
    let own: Vec<Vec<u8>> = evidence.material.ocsps().iter().map(|(ocsp, _)| ocsp.basic_der().to_vec()).collect();
    let other = catalog.evidence(&folder.0.join(FILES[5].replace('/', "-"))).unwrap().unwrap();
    let shared = evidence.material.certificates().iter().find(|(own, _)| other.material.certificate(own.sha256()).is_some());
    assert_eq!(catalog.forget(&[path.clone(), PathBuf::from("elsewhere.pdf")]).unwrap(), 1);
    assert!(!catalog.contains(&path).unwrap());
    drop(catalog);
    let file = fs::read(folder.catalog()).unwrap();
    let holds = |bytes: &[u8]| file.windows(bytes.len()).any(|window| window == bytes);
    assert!(own.iter().all(|ocsp| !holds(&ocsp[ocsp.len() - 64..])));
    assert!(!holds(path.file_name().unwrap().as_encoded_bytes()));
    let (shared, _) = shared.unwrap();
    assert!(holds(&shared.der()[shared.der().len() - 64..]), "what another document has stays");
    assert_eq!(Catalog::open(&folder.catalog()).unwrap().count().unwrap(), 1);
}

#[test]
fn questions_have_answers() {
    let folder = Folder::new("questions", &FILES);
    let mut catalog = filled(&folder);
    assert!(matches!(catalog.latest_run(), Err(CatalogError::NoRun)));
    let judged = catalog.judge(&verifier("2026-01-01T00:00:00Z", RevocationRequirement::None), 1, time(NOW)).unwrap();
    assert_eq!(catalog.latest_run().unwrap(), judged.run);
    let units = catalog.stats(Grouping::Unit, Some(judged.run)).unwrap();
    assert!(column(&units, "unit").iter().any(|unit| matches!(unit, Value::Text(text) if text.contains(" / "))));
    for grouping in [Grouping::Period, Grouping::Issuer, Grouping::Algorithm, Grouping::Verdict, Grouping::Timestamped] {
        let table = catalog.stats(grouping, Some(judged.run)).unwrap();
        assert_eq!(sum(&table, "signatures"), 6, "{grouping:?}");
    }
    let certificates = catalog.certificates(Some(judged.run)).unwrap();
    assert!(certificates.rows.len() >= 4);
    assert_eq!(sum(&certificates, "after_expiry"), 0);
}

/// The day, the code and the sentence of what ends, and how many signatures it is for.
#[test]
fn what_is_due_names_what_ends_and_is_counted_by_it() {
    let folder = Folder::new("due", &FILES);
    let mut catalog = filled(&folder);
    let run = catalog.judge(&verifier("2026-01-01T00:00:00Z", RevocationRequirement::None), 1, time(NOW)).unwrap().run;
    let before = time("2100-01-01T00:00:00Z");
    let due = catalog.due(run, before, Language::English).unwrap();
    let passed = sum(&catalog.stats(Grouping::Verdict, Some(run)).unwrap(), "passed");
    let rows = i64::try_from(due.rows.len()).unwrap();
    assert!(passed > 0 && rows >= passed);
    let texts = |table: &Table, name: &str| -> Vec<String> {
        let text = |value: &&Value| if let Value::Text(text) = value { text.clone() } else { panic!("{name}: {value:?}") };
        column(table, name).iter().map(text).collect()
    };
    assert!(texts(&due, "cause").iter().all(|code| code.starts_with("renewal.")));
    for (day, message) in texts(&due, "renewal_due").iter().zip(texts(&due, "message")) {
        assert!(message.contains(day.as_str()), "{day}: {message}");
    }
    let vietnamese = texts(&catalog.due(run, before, Language::Vietnamese).unwrap(), "message");
    assert!(vietnamese.iter().all(|message| message.contains("hết hạn") || message.contains("tin cậy")), "{vietnamese:?}");
    let causes = catalog.due_by_cause(run, before, Language::English).unwrap();
    assert_eq!(sum(&causes, "signatures"), rows);
    assert!(causes.rows.len() < due.rows.len(), "several signatures have one cause");
    // What was stored is what the report says.
    let verifier = verifier("2026-01-01T00:00:00Z", RevocationRequirement::None);
    let paths = texts(&due, "path");
    for (path, fields) in paths.iter().zip(due.rows.iter()) {
        let report = verifier.judge(&catalog.evidence(Path::new(path)).unwrap().unwrap());
        let said: Vec<String> = report
            .signatures
            .iter()
            .filter_map(|signature| signature.renewal_cause.as_ref())
            .map(|cause| longseal::report::message(cause, Language::English))
            .collect();
        assert!(said.iter().any(|message| fields.contains(&Value::Text(message.clone()))), "{path}: {said:?}");
    }
    assert!(catalog.due(run, time("2026-01-02T00:00:00Z"), Language::English).unwrap().rows.is_empty());
    // A sentence names people; it goes with the last document it is about.
    let all: Vec<PathBuf> = fs::read_dir(&folder.0).unwrap().map(|entry| entry.unwrap().path()).collect();
    catalog.forget(&all).unwrap();
    let connection = rusqlite::Connection::open(folder.catalog()).unwrap();
    assert_eq!(connection.query_row("SELECT count(*) FROM cause", [], |row| row.get::<_, i64>(0)).unwrap(), 0);
}

/// A catalog as version 1 made it: `catalog-1.sql` is that version's schema.
#[test]
fn a_catalog_of_the_first_version_is_brought_forward() {
    let folder = Folder::new("first", &FILES);
    let (first, new) = (folder.0.join("first.longseal"), folder.catalog());
    let connection = rusqlite::Connection::open(&first).unwrap();
    connection.execute_batch(&format!("PRAGMA journal_mode = WAL; {}", include_str!("catalog-1.sql"))).unwrap();
    connection
        .execute_batch(
            "INSERT INTO document (id, path, size, added) VALUES (1, '/a.pdf', 1, 0);
             INSERT INTO signature (document, position, field, type) VALUES (1, 0, 'Signature1', 'signature');
             INSERT INTO run (began, ended, validation_time, policy, policy_digest, trust_digest, program, files_read)
                  VALUES (0, 0, 0, 'default', x'00', x'00', 'longseal 0', 0);
             INSERT INTO outcome VALUES (1, 'TOTAL-PASSED', NULL, '');
             INSERT INTO verdict VALUES (1, 1, 0, 1, 0, 86400);
             PRAGMA application_id = 0x4c534541; PRAGMA user_version = 1;",
        )
        .unwrap();
    drop(connection);
    let mut catalog = Catalog::open(&first).unwrap();
    let due = catalog.due(1, time("2000-01-01T00:00:00Z"), Language::English).unwrap();
    assert_eq!(column(&due, "renewal_due"), [&Value::Text("1970-01-02T00:00:00Z".to_owned())]);
    assert_eq!(column(&due, "cause"), [&Value::Null], "what nobody looked for is not said");
    catalog.add(folder.sources().documents().unwrap(), &Verifier::builder().build(), 1, time(NOW)).unwrap();
    let run = catalog.judge(&verifier("2026-01-01T00:00:00Z", RevocationRequirement::None), 1, time(NOW)).unwrap().run;
    assert!(!catalog.due_by_cause(run, time("2100-01-01T00:00:00Z"), Language::English).unwrap().rows.is_empty());
    drop(catalog);
    Catalog::open(&first).unwrap();
    drop(filled(&folder));
    // Column by column what a new one is.
    let columns = |path: &Path| -> Vec<(String, String, i64, String)> {
        let connection = rusqlite::Connection::open(path).unwrap();
        let sql = "SELECT tables.name, columns.name, columns.cid, columns.type FROM sqlite_schema AS tables
                   JOIN pragma_table_info(tables.name) AS columns ORDER BY 1, 3";
        let mut statement = connection.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    };
    assert_eq!(columns(&first), columns(&new));
}

#[test]
fn what_is_no_catalog_is_refused() {
    let folder = Folder::new("other", &FILES[..1]);
    let pdf = folder.0.join(FILES[0].replace('/', "-"));
    assert!(Catalog::create(&pdf).is_err());
    assert!(Catalog::open(&folder.0.join("none")).is_err());
    assert!(!folder.0.join("none").exists());
    let foreign = folder.0.join("foreign.sqlite");
    let catalog = filled(&folder);
    drop(catalog);
    let mut bytes = fs::read(folder.catalog()).unwrap();
    // The application identifier is at octet 68, the version at 60 (the database file format of SQLite).
    bytes[68] ^= 1;
    fs::write(&foreign, &bytes).unwrap();
    assert!(matches!(Catalog::open(&foreign), Err(CatalogError::NotCatalog)));
    bytes[68] ^= 1;
    bytes[63] = 9;
    fs::write(&foreign, &bytes).unwrap();
    assert!(matches!(Catalog::open(&foreign), Err(CatalogError::Version(9))));
}

/// The Parquet file holds what the CSV holds, row by row and column by column.
#[cfg(feature = "parquet")]
#[test]
fn a_run_is_exported_to_parquet_as_to_csv() {
    use arrow_array::{Array, Int32Array, Int64Array, StringArray, TimestampMicrosecondArray};
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

    let folder = Folder::new("parquet", &FILES);
    let mut catalog = filled(&folder);
    let run = catalog.judge(&verifier(NOW, RevocationRequirement::IfPresent), 1, time(NOW)).unwrap().run;
    let mut rows = Vec::new();
    let collect = &mut |row: &[Value]| {
        rows.push(row.to_vec());
        Ok(())
    };
    catalog.export(run, collect).unwrap();
    let header = rows.remove(0);
    let file = catalog.export_parquet(run, Vec::new()).unwrap();
    assert!(file == catalog.export_parquet(run, Vec::new()).unwrap(), "the same bytes twice");
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(file)).unwrap();
    assert_eq!(reader.schema().metadata()[longseal_archive::arrow::SCHEMA_KEY], longseal_archive::arrow::VERDICTS_SCHEMA);
    let batch = reader.build().unwrap().next().unwrap().unwrap();
    let mut found: Vec<Vec<Value>> = (0..batch.num_rows())
        .map(|row| {
            let cell = |name: &Value| {
                let Value::Text(name) = name else { panic!("{name:?}") };
                let column = batch.column_by_name(name).unwrap_or_else(|| panic!("no column {name}")).as_any();
                if let Some(texts) = column.downcast_ref::<StringArray>() {
                    return if texts.is_null(row) { Value::Null } else { Value::Text(texts.value(row).to_owned()) };
                }
                if let Some(numbers) = column.downcast_ref::<Int64Array>() {
                    return Value::Integer(numbers.value(row));
                }
                if let Some(numbers) = column.downcast_ref::<Int32Array>() {
                    return Value::Integer(numbers.value(row).into());
                }
                let times = column.downcast_ref::<TimestampMicrosecondArray>().unwrap();
                if times.is_null(row) {
                    return Value::Null;
                }
                Value::Text(Instant::from_unix_seconds(times.value(row) / 1_000_000).to_string())
            };
            header.iter().map(cell).collect()
        })
        .collect();
    // The view has no order of its own.
    let key = |row: &Vec<Value>| format!("{row:?}");
    rows.sort_by_key(key);
    found.sort_by_key(key);
    assert!(rows.len() > 4);
    assert_eq!(found, rows);
    assert!(matches!(catalog.export_parquet(run + 1, Vec::new()), Err(CatalogError::NoRun)));
}
