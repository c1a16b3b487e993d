//! Tables of verdicts: columns against the JSON report, files that another reader takes, documentation that is current.

#![cfg(feature = "parquet")]
#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, Field};
use longseal::Verifier;
use longseal::policy::{Policy, RevocationRequirement};
use longseal::report::{Fault, Language, Report, to_json};
use longseal::time::Instant;
use longseal::trust::TrustStore;
use longseal_archive::arrow::{ParquetWriter, SCHEMA_KEY, Table, TableBuilder, VERDICTS_SCHEMA, verdicts_schema};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;

const PATHS: [&str; 4] = [
    "pades/baseline-b/rsa-2048-sha256.pdf",
    "document/unsigned.pdf",
    "integrity/content-byte-flipped.pdf",
    "damage/truncated.pdf",
];

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn fixture(path: &str) -> Vec<u8> {
    fs::read(repository().join("fixtures/files").join(path)).unwrap()
}

fn reports() -> Vec<(&'static str, Report)> {
    let verifier = Verifier::builder()
        .trust(TrustStore::from_pem(&fixture("pki/root.pem")).unwrap())
        .policy(Policy::default().with_revocation(RevocationRequirement::None))
        .at(Instant::parse_rfc3339("2026-01-01T00:00:00Z").unwrap())
        .build();
    PATHS.into_iter().map(|path| (path, verifier.verify(&fixture(path)).unwrap())).collect()
}

fn fault() -> Fault<'static> {
    Fault {
        code: "error.not-pdf",
        message: "not a PDF file",
        path: "x.pdf",
        size: Some(5),
        validation_time: Instant::parse_rfc3339("2026-01-01T00:00:00Z").unwrap(),
    }
}

fn batch(table: Table) -> RecordBatch {
    let mut builder = TableBuilder::new(table, Language::English);
    for (path, report) in reports() {
        builder.push(&report, path);
    }
    builder.push_fault(&fault());
    builder.finish()
}

/// A cell as JSON writes it.
fn cell(array: &dyn Array, row: usize) -> Value {
    if array.is_null(row) {
        return Value::Null;
    }
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().value(row).into(),
        DataType::Int32 => array.as_primitive::<Int32Type>().value(row).into(),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).into(),
        DataType::Boolean => array.as_boolean().value(row).into(),
        DataType::Timestamp(..) => {
            let micros = array.as_primitive::<TimestampMicrosecondType>().value(row);
            assert_eq!(micros % 1_000_000, 0, "the fixtures have whole seconds");
            Instant::from_unix_seconds(micros / 1_000_000).to_string().into()
        }
        DataType::List(_) => {
            let items = array.as_list::<i32>().value(row);
            (0..items.len()).map(|item| cell(&items, item)).collect()
        }
        DataType::Struct(fields) => {
            let columns = array.as_struct();
            let member =
                |(index, field): (usize, &std::sync::Arc<Field>)| (field.name().clone(), cell(columns.column(index), row));
            Value::Object(fields.iter().enumerate().map(member).collect())
        }
        other => panic!("no column has the type {other}"),
    }
}

/// Every member of `table` that the report has under the same name has the same value.
fn compare(table: &Value, report: &Value, at: &str, compared: &mut usize) {
    match (table, report) {
        (Value::Object(table), Value::Object(report)) => {
            for (name, value) in table {
                if let Some(expected) = report.get(name) {
                    compare(value, expected, &format!("{at}.{name}"), compared);
                }
            }
        }
        (Value::Array(table), Value::Array(report)) => {
            assert_eq!(table.len(), report.len(), "{at}");
            for (index, (value, expected)) in table.iter().zip(report).enumerate() {
                compare(value, expected, &format!("{at}[{index}]"), compared);
            }
        }
        // The level of changes is a column of its own.
        (Value::Array(_), Value::Object(changes)) => compare(table, &changes["items"], at, compared),
        _ => {
            assert_eq!(table, report, "{at}");
            *compared += 1;
        }
    }
}

#[test]
fn documents_hold_what_the_json_report_holds() {
    let batch = batch(Table::Documents);
    assert_eq!(batch.num_rows(), PATHS.len() + 1);
    let signatures = batch.column_by_name("signatures").unwrap();
    for (row, (path, report)) in reports().into_iter().enumerate() {
        let json: Value = serde_json::from_str(&to_json(&report, Some(path), Language::English)).unwrap();
        let get = |name: &str| cell(batch.column_by_name(name).unwrap(), row);
        for member in ["path", "size", "sha256"] {
            assert_eq!(get(member), json["document"][member], "{path}");
        }
        for member in ["validation_time", "signatures_count", "valid_signatures_count"] {
            assert_eq!(get(member), json[member], "{path}");
        }
        assert_eq!(get("document_indication"), json["indication"]);
        assert_eq!(get("policy_digest"), json["policy"]["digest"]);
        assert_eq!(get("trust_digest"), json["trust"]["digest"]);
        assert_eq!(get("material_digest"), Value::Null);
        assert!(get("error_code").is_null());
        let mut compared = 0;
        compare(&cell(signatures, row), &json["signatures"], path, &mut compared);
        assert_eq!(compared > 20, !report.signatures.is_empty(), "{path}: {compared}");
    }
    let last = PATHS.len();
    assert_eq!(cell(batch.column_by_name("error_code").unwrap(), last), "error.not-pdf");
    assert_eq!(cell(batch.column_by_name("path").unwrap(), last), "x.pdf");
    assert_eq!(cell(signatures, last), Value::Array(Vec::new()));
}

#[test]
fn signatures_are_flat_and_no_document_is_lost() {
    let batch = batch(Table::Signatures);
    let schema = batch.schema();
    assert!(schema.fields().iter().all(|field| !field.data_type().is_nested()));
    let column = |name: &str| (0..batch.num_rows()).map(|row| cell(batch.column_by_name(name).unwrap(), row)).collect::<Vec<_>>();
    let paths = column("path");
    for path in PATHS.into_iter().chain(["x.pdf"]) {
        assert!(paths.contains(&path.into()), "{path}");
    }
    assert_eq!(column("number"), [Value::from(1), Value::Null, 1.into(), 1.into(), Value::Null]);
    assert_eq!(column("indication")[..3], [Value::from("TOTAL-PASSED"), Value::Null, "TOTAL-FAILED".into()]);
    assert!(column("reasons")[2].as_str().unwrap().contains("crypto.digest-mismatch"));
}

#[test]
fn a_builder_is_empty_after_a_batch() {
    let mut builder = TableBuilder::new(Table::Documents, Language::English);
    builder.push_fault(&fault());
    assert_eq!((builder.rows(), builder.finish().num_rows()), (1, 1));
    assert_eq!((builder.rows(), builder.finish().num_rows()), (0, 0));
}

#[test]
fn a_parquet_file_holds_the_batches_in_order_and_names_its_schema() {
    let reports = reports();
    for table in Table::ALL {
        let write = || {
            let mut writer = ParquetWriter::new(Vec::new(), table, Language::Vietnamese).unwrap();
            for number in 0..3_000 {
                let (_, report) = &reports[number % reports.len()];
                writer.push(report, &number.to_string()).unwrap();
            }
            writer.push_fault(&fault()).unwrap();
            writer.finish().unwrap()
        };
        let file = write();
        assert!(file == write(), "the same rows give the same bytes");
        let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(file)).unwrap();
        assert_eq!(reader.schema().metadata()[SCHEMA_KEY], table.name());
        assert_eq!(reader.schema().fields(), table.schema().fields());
        let mut paths = Vec::new();
        for batch in reader.build().unwrap() {
            let batch = batch.unwrap();
            let column = batch.column_by_name("path").unwrap();
            paths.extend((0..batch.num_rows()).map(|row| cell(column, row).as_str().unwrap().to_owned()));
        }
        assert_eq!(paths.len(), 3_001);
        assert!(paths.iter().take(3_000).enumerate().all(|(number, path)| *path == number.to_string()));
    }
}

fn describe(text: &mut String, fields: &arrow_schema::Fields, below: &str) {
    for field in fields {
        let path = format!("{below}{}", field.name());
        let meaning = field.metadata().get("description").map_or("", String::as_str);
        let (kind, inner) = match field.data_type() {
            DataType::Utf8 => ("text", None),
            DataType::Int32 => ("int32", None),
            DataType::Int64 => ("int64", None),
            DataType::Boolean => ("boolean", None),
            DataType::Timestamp(..) => ("timestamp", None),
            DataType::List(item) => match item.data_type() {
                DataType::Struct(fields) => ("list", Some(fields)),
                _ => ("list of int64", None),
            },
            other => panic!("{other}"),
        };
        writeln!(text, "| `{path}` | {kind} | {meaning} |").unwrap();
        if let Some(fields) = inner {
            describe(text, fields, &format!("{path}[]."));
        }
    }
}

#[test]
fn the_documentation_is_current() {
    let mut text = String::new();
    for table in Table::ALL {
        write!(text, "\n## `{}`\n\n| column | type | meaning |\n|---|---|---|\n", table.name()).unwrap();
        describe(&mut text, table.schema().fields(), "");
    }
    write!(text, "\n## `{VERDICTS_SCHEMA}`\n\n| column | type | meaning |\n|---|---|---|\n").unwrap();
    describe(&mut text, verdicts_schema().fields(), "");
    let path = repository().join("docs/arrow.md");
    let written = fs::read_to_string(&path).unwrap();
    let begin = written.find("\n## `").unwrap_or(written.len());
    if std::env::var_os("LONGSEAL_WRITE_DOCS").is_some() {
        fs::write(&path, format!("{}{text}", &written[..begin])).unwrap();
        return;
    }
    assert!(written[begin..] == text, "docs/arrow.md is not current: run this test with LONGSEAL_WRITE_DOCS=1");
}
