//! The report as a table: one row for each signature and document timestamp, RFC 4180.
//!
//! A document without signatures has one row with the signature's columns empty, so has one that could not be examined.

use super::fault::Fault;
use super::json::hex;
use super::model::{Report, SignatureReport};
use super::visible::visible;

/// The columns, in order; docs/reports.md says what each holds.
pub const CSV_COLUMNS: [&str; 33] = [
    "path",
    "size",
    "sha256",
    "validation_time",
    "policy",
    "document_indication",
    "signatures_count",
    "valid_signatures_count",
    "number",
    "field",
    "type",
    "subfilter",
    "format",
    "revision",
    "coverage",
    "intact",
    "indication",
    "sub_indication",
    "signed_by",
    "issuer",
    "serial",
    "claimed_signing_time",
    "best_signature_time",
    "renewal_due",
    "digest_algorithm",
    "signature_algorithm",
    "key_size",
    "timestamps",
    "changes_level",
    "changes_permitted",
    "reasons",
    "error_code",
    "error_message",
];

/// The first line: the names of the columns.
pub fn csv_header() -> String {
    row(CSV_COLUMNS.iter().map(|column| (*column).to_owned()))
}

/// One document's rows. `path` is what the caller knows the document by.
pub fn to_csv(report: &Report, path: &str) -> String {
    if report.signatures.is_empty() {
        return row(document_cells(report, path).into_iter().chain(no_cells(SIGNATURE_CELLS)).chain(no_cells(2)));
    }
    let rows = report.signatures.iter().enumerate().map(|(index, signature)| {
        row(document_cells(report, path).into_iter().chain(signature_cells(index + 1, signature)).chain(no_cells(2)))
    });
    rows.collect()
}

/// The row of a document that could not be examined.
pub fn fault_to_csv(fault: &Fault<'_>) -> String {
    let document = [
        fault.path.to_owned(),
        optional(fault.size),
        String::new(),
        fault.validation_time.to_string(),
        String::new(),
        String::new(),
        String::new(),
        String::new(),
    ];
    let error = [fault.code.to_owned(), fault.message.to_owned()];
    row(document.into_iter().chain(no_cells(SIGNATURE_CELLS)).chain(error))
}

/// Columns between those of the document and those of the error.
const SIGNATURE_CELLS: usize = CSV_COLUMNS.len() - 10;

fn no_cells(count: usize) -> impl Iterator<Item = String> {
    std::iter::repeat_n(String::new(), count)
}

fn document_cells(report: &Report, path: &str) -> [String; 8] {
    [
        path.to_owned(),
        report.document.size.to_string(),
        hex(&report.document.sha256),
        report.validation_time.to_string(),
        report.policy.name.clone(),
        report.indication().map(|indication| indication.as_str().to_owned()).unwrap_or_default(),
        report.signatures_count().to_string(),
        report.valid_signatures_count().to_string(),
    ]
}

fn signature_cells(number: usize, signature: &SignatureReport) -> [String; SIGNATURE_CELLS] {
    let leaf = signature.certificates.first();
    let codes: Vec<&str> = signature.reasons.iter().map(|reason| reason.code.as_str()).collect();
    let timestamps: Vec<String> = signature.timestamps.iter().map(|timestamp| timestamp.time.to_string()).collect();
    [
        number.to_string(),
        signature.field.clone(),
        signature.kind.as_str().to_owned(),
        signature.subfilter.clone().unwrap_or_default(),
        signature.format.as_str().to_owned(),
        optional(signature.revision),
        signature.coverage.as_str().to_owned(),
        optional(signature.intact),
        signature.indication.as_str().to_owned(),
        signature.sub_indication.map(|sub| sub.as_str().to_owned()).unwrap_or_default(),
        signature.signed_by.clone().unwrap_or_default(),
        leaf.map(|leaf| leaf.issuer.clone()).unwrap_or_default(),
        leaf.map(|leaf| leaf.serial.clone()).unwrap_or_default(),
        optional(signature.claimed_signing_time),
        optional(signature.best_signature_time),
        optional(signature.renewal_due),
        signature.digest_algorithm.clone().unwrap_or_default(),
        signature.signature_algorithm.clone().unwrap_or_default(),
        optional(signature.key_size),
        timestamps.join(" "),
        signature.changes.level.as_str().to_owned(),
        optional(signature.changes.permitted),
        codes.join(" "),
    ]
}

fn optional(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn row(cells: impl Iterator<Item = String>) -> String {
    let mut line = String::new();
    for (position, value) in cells.enumerate() {
        if position > 0 {
            line.push(',');
        }
        cell(&mut line, &value);
    }
    line.push_str("\r\n");
    line
}

/// Spreadsheets run a cell that begins like a formula, and names come from the document: an apostrophe before it makes it
/// text. Numbers are never negative here, so none loses its value.
fn cell(line: &mut String, value: &str) {
    let is_formula = value.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let text: String = value.chars().map(visible).collect();
    let text = if is_formula { format!("'{text}") } else { text };
    if text.contains([',', '"', '\'']) || text.starts_with(' ') || text.ends_with(' ') {
        line.push('"');
        line.push_str(&text.replace('"', "\"\""));
        line.push('"');
    } else {
        line.push_str(&text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_or_ends_a_row() {
        let written = |value: &str| row(["a".to_owned(), value.to_owned()].into_iter());
        assert_eq!(written("plain"), "a,plain\r\n");
        assert_eq!(written("=1+1"), "a,\"'=1+1\"\r\n");
        assert_eq!(written("@SUM(A1)"), "a,\"'@SUM(A1)\"\r\n");
        assert_eq!(written("\t=1"), "a,\"'\u{fffd}=1\"\r\n");
        assert_eq!(written("say \"so\", he"), "a,\"say \"\"so\"\", he\"\r\n");
        assert_eq!(written("one\r\ntwo"), "a,one\u{fffd}\u{fffd}two\r\n");
    }

    #[test]
    fn every_row_has_every_column() {
        let fault = Fault {
            code: "error.not-pdf",
            message: "no",
            path: "a.pdf",
            size: None,
            validation_time: crate::time::Instant::from_unix_seconds(0),
        };
        let columns = |line: &str| line.matches(',').count();
        assert_eq!(columns(&fault_to_csv(&fault)), columns(&csv_header()));
    }
}
