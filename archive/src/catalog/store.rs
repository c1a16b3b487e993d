//! What goes into the tables, and what comes out of them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use longseal::evidence::{Evidence, MaterialSource, SignatureFacts};
use longseal::reason::Reason;
use longseal::report::{Language, Verdict, message};
use longseal::x509::{Certificate, Name};
use longseal::{Verifier, time};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, OptionalExtension, ToSql, params};

use super::CatalogError;

/// A path as it is stored: text where it is, bytes where it is not.
pub(super) struct StoredPath<'a>(pub(super) &'a Path);

impl ToSql for StoredPath<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0.to_str() {
            Some(text) => ValueRef::Text(text.as_bytes()),
            None => ValueRef::Blob(self.0.as_os_str().as_encoded_bytes()),
        }))
    }
}

/// The path of a row.
pub(super) fn path_of(value: Value) -> PathBuf {
    match value {
        Value::Text(text) => text.into(),
        Value::Blob(bytes) => os_path(bytes),
        _ => PathBuf::new(),
    }
}

#[cfg(unix)]
fn os_path(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    std::ffi::OsString::from_vec(bytes).into()
}

#[cfg(not(unix))]
fn os_path(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

/// What is kept of one document.
pub(super) struct Record {
    pub(super) size: u64,
    pub(super) sha256: [u8; 32],
    pub(super) evidence: Vec<u8>,
    material: Vec<Item>,
    signatures: Vec<SignatureRow>,
}

struct Item {
    kind: &'static str,
    sha256: [u8; 32],
    der: Vec<u8>,
}

struct SignatureRow {
    field: String,
    kind: &'static str,
    certificate: Option<[u8; 32]>,
    algorithm: Option<String>,
    claimed: Option<i64>,
    timestamp: Option<i64>,
    intact: Option<bool>,
}

impl Record {
    /// Prepared by the thread that collected, so that the one that writes only writes.
    pub(super) fn of(evidence: &Evidence, is_known: impl Fn(&[u8; 32]) -> bool) -> Self {
        let item = |item: longseal::evidence::MaterialItem<'_>| Item {
            kind: item.kind,
            sha256: *item.sha256,
            der: if is_known(item.sha256) { Vec::new() } else { item.bytes.to_vec() },
        };
        Self {
            size: evidence.document.size,
            sha256: evidence.document.sha256,
            evidence: evidence.to_cbor(),
            material: evidence.material.items().map(item).collect(),
            signatures: evidence.signatures.iter().map(signature_row).collect(),
        }
    }
}

fn signature_row(facts: &SignatureFacts) -> SignatureRow {
    let signed = facts.signed.as_ref().or(facts.timestamp.as_ref().map(|timestamp| &timestamp.signed));
    let own = facts.timestamp.iter().chain(&facts.timestamps).filter(|timestamp| timestamp.intact() == Some(true));
    SignatureRow {
        field: facts.field.clone(),
        kind: facts.kind.as_str(),
        certificate: signed.and_then(|signed| signed.signing_certificate),
        algorithm: signed.map(|signed| signed.signature_algorithm_name.clone()),
        claimed: signed.and_then(|signed| signed.claimed_time).or(facts.dictionary_time).map(time::Instant::unix_seconds),
        timestamp: own.map(|timestamp| timestamp.time.unix_seconds()).min(),
        intact: facts.intact(),
    }
}

/// Writes documents, with the numbers of material that is there already.
pub(super) struct Writer<'c> {
    connection: &'c Connection,
    added: i64,
}

/// Numbers of material by SHA-256.
pub(super) type Known = HashMap<[u8; 32], i64>;

/// The numbers of all material in the catalog.
pub(super) fn known_material(connection: &Connection) -> Result<Known, CatalogError> {
    let mut statement = connection.prepare("SELECT sha256, id FROM material")?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, [u8; 32]>(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

impl<'c> Writer<'c> {
    pub(super) fn new(connection: &'c Connection, added: i64) -> Self {
        Self { connection, added }
    }

    /// A document and its facts; one of the same path is replaced, and keeps its number.
    pub(super) fn document(&self, path: &Path, record: &Record, known: &mut Known) -> Result<(), CatalogError> {
        let id = self.row(path, Some(record), None)?;
        let mut link = self.connection.prepare_cached("INSERT OR IGNORE INTO document_material VALUES (?1, ?2)")?;
        for item in &record.material {
            let material = self.material(item, known)?;
            link.execute(params![id, material])?;
        }
        let mut signature =
            self.connection.prepare_cached("INSERT INTO signature VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?;
        for (position, row) in (0_i64..).zip(&record.signatures) {
            let certificate = row.certificate.and_then(|sha256| known.get(&sha256));
            let facts =
                params![id, position, row.field, row.kind, certificate, row.algorithm, row.claimed, row.timestamp, row.intact];
            signature.execute(facts)?;
        }
        Ok(())
    }

    /// A document that could not be examined.
    pub(super) fn problem(&self, path: &Path, code: &str, message: &str) -> Result<(), CatalogError> {
        self.row(path, None, Some((code, message))).map(|_| ())
    }

    fn row(&self, path: &Path, record: Option<&Record>, problem: Option<(&str, &str)>) -> Result<i64, CatalogError> {
        let path = StoredPath(path);
        let mut find = self.connection.prepare_cached("SELECT id FROM document WHERE path = ?1")?;
        let before: Option<i64> = find.query_row([&path], |row| row.get(0)).optional()?;
        if let Some(id) = before {
            for sql in ["DELETE FROM signature WHERE document = ?1", "DELETE FROM document_material WHERE document = ?1"] {
                self.connection.prepare_cached(sql)?.execute([id])?;
            }
        }
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO document VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (id) DO UPDATE SET size = ?3, sha256 = ?4, added = ?5, evidence = ?6, error = ?7, message = ?8",
        )?;
        let size = record.map(|record| i64::try_from(record.size).unwrap_or(i64::MAX));
        insert.execute(params![
            before,
            path,
            size,
            record.map(|record| record.sha256),
            self.added,
            record.map(|record| &record.evidence),
            problem.map(|(code, _)| code),
            problem.map(|(_, message)| message),
        ])?;
        Ok(before.unwrap_or_else(|| self.connection.last_insert_rowid()))
    }

    fn material(&self, item: &Item, known: &mut Known) -> Result<i64, CatalogError> {
        if let Some(id) = known.get(&item.sha256) {
            return Ok(*id);
        }
        let mut insert = self.connection.prepare_cached("INSERT INTO material (sha256, kind, der) VALUES (?1, ?2, ?3)")?;
        let id = insert.insert(params![item.sha256, item.kind, item.der])?;
        if item.kind == "certificate"
            && let Ok(certificate) = Certificate::parse(&item.der)
        {
            let mut insert = self.connection.prepare_cached("INSERT INTO certificate VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
            insert.execute(params![
                id,
                certificate.subject().to_string(),
                certificate.issuer().to_string(),
                certificate.serial().to_string(),
                certificate.not_before().unix_seconds(),
                certificate.not_after().unix_seconds(),
                unit(&certificate.subject()),
            ])?;
        }
        known.insert(item.sha256, id);
        Ok(id)
    }
}

/// The organisation and its units, the widest first: `Quảng Nam / Sở Nội vụ / Phòng Văn thư`. Empty without any.
pub(super) fn unit(subject: &Name<'_>) -> String {
    const ORGANISATION: [u8; 3] = [0x55, 4, 10];
    const UNIT: [u8; 3] = [0x55, 4, 11];
    let of = |wanted: [u8; 3]| {
        let attributes = subject.attributes().map_while(Result::ok);
        let attributes = attributes.filter(move |attribute| attribute.kind.as_bytes() == wanted);
        attributes.filter_map(|attribute| attribute.text())
    };
    of(ORGANISATION).chain(of(UNIT)).collect::<Vec<_>>().join(" / ")
}

/// Material of the catalog, fetched when it is not remembered.
pub(super) struct Shelf<'c>(pub(super) &'c Connection);

impl MaterialSource for Shelf<'_> {
    fn material(&self, sha256: &[u8; 32]) -> Option<Cow<'_, [u8]>> {
        let mut find = self.0.prepare_cached("SELECT der FROM material WHERE sha256 = ?1").ok()?;
        find.query_row([sha256], |row| row.get::<_, Vec<u8>>(0)).ok().map(Cow::Owned)
    }
}

/// Writes the verdicts of a run.
pub(super) struct RunWriter<'c> {
    connection: &'c Connection,
    pub(super) run: i64,
    outcomes: HashMap<(&'static str, Option<&'static str>, String), i64>,
    causes: HashMap<Reason, i64>,
    certificates: Known,
}

impl<'c> RunWriter<'c> {
    /// Begins a run.
    pub(super) fn begin(
        connection: &'c Connection,
        verifier: &Verifier,
        now: time::Instant,
        files_read: bool,
    ) -> Result<Self, CatalogError> {
        let digests = verifier.settings_digests();
        connection.execute(
            "INSERT INTO run (began, validation_time, policy, policy_digest, trust_digest, material_digest, program, files_read)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                now.unix_seconds(),
                verifier.validation_time().unix_seconds(),
                verifier.policy().name,
                digests.policy,
                digests.trust,
                digests.material,
                concat!("longseal ", env!("CARGO_PKG_VERSION")),
                files_read,
            ],
        )?;
        let run = connection.last_insert_rowid();
        Ok(Self { connection, run, outcomes: HashMap::new(), causes: HashMap::new(), certificates: known_material(connection)? })
    }

    pub(super) fn verdicts(&mut self, document: i64, verdicts: &[Verdict]) -> Result<(), CatalogError> {
        for (position, verdict) in (0_i64..).zip(verdicts) {
            let outcome = self.outcome(verdict)?;
            let cause = verdict.renewal_cause.as_ref().map(|cause| self.cause(cause)).transpose()?;
            let seconds = |time: Option<time::Instant>| time.map(time::Instant::unix_seconds);
            let mut insert = self.connection.prepare_cached("INSERT INTO verdict VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
            let (best, due) = (seconds(verdict.best_signature_time), seconds(verdict.renewal_due));
            insert.execute(params![self.run, document, position, outcome, best, due, cause])?;
            for (certificate, time) in &verdict.revoked {
                let Some(certificate) = self.certificates.get(certificate) else { continue };
                let mut insert = self.connection.prepare_cached("INSERT OR IGNORE INTO revocation VALUES (?1, ?2, ?3)")?;
                insert.execute(params![self.run, certificate, time.unix_seconds()])?;
            }
        }
        Ok(())
    }

    /// The number of an indication with its reasons: thousands of documents share one.
    fn outcome(&mut self, verdict: &Verdict) -> Result<i64, CatalogError> {
        let reasons: Vec<&str> = verdict.reasons.iter().map(|code| code.as_str()).collect();
        let sub_indication = verdict.sub_indication.map(longseal::indication::SubIndication::as_str);
        let key = (verdict.indication.as_str(), sub_indication, reasons.join(" "));
        if let Some(id) = self.outcomes.get(&key) {
            return Ok(*id);
        }
        let mut find = self
            .connection
            .prepare_cached("SELECT id FROM outcome WHERE indication = ?1 AND sub_indication IS ?2 AND reasons = ?3")?;
        let found: Option<i64> = find.query_row(params![key.0, key.1, key.2], |row| row.get(0)).optional()?;
        let id = if let Some(id) = found {
            id
        } else {
            let sql = "INSERT INTO outcome (indication, sub_indication, reasons) VALUES (?1, ?2, ?3)";
            self.connection.prepare_cached(sql)?.insert(params![key.0, key.1, key.2])?
        };
        self.outcomes.insert(key, id);
        Ok(id)
    }

    /// The number of what ends: all documents under one certificate share it.
    fn cause(&mut self, cause: &Reason) -> Result<i64, CatalogError> {
        if let Some(id) = self.causes.get(cause) {
            return Ok(*id);
        }
        let arguments: serde_json::Map<String, serde_json::Value> =
            cause.arguments.iter().map(|(name, value)| (name.clone().into_owned(), value.clone().into())).collect();
        let arguments = serde_json::Value::Object(arguments).to_string();
        let code = cause.code.as_str();
        let mut find = self.connection.prepare_cached("SELECT id FROM cause WHERE code = ?1 AND arguments = ?2")?;
        let found: Option<i64> = find.query_row(params![code, arguments], |row| row.get(0)).optional()?;
        let id = if let Some(id) = found {
            id
        } else {
            let sql = "INSERT INTO cause (code, arguments, message) VALUES (?1, ?2, ?3)";
            let message = message(cause, Language::English);
            self.connection.prepare_cached(sql)?.insert(params![code, arguments, message])?
        };
        self.causes.insert(cause.clone(), id);
        Ok(id)
    }

    pub(super) fn problem(&self, document: i64, code: &str, message: &str) -> Result<(), CatalogError> {
        let mut insert = self.connection.prepare_cached("INSERT OR REPLACE INTO problem VALUES (?1, ?2, ?3, ?4)")?;
        insert.execute(params![self.run, document, code, message])?;
        Ok(())
    }

    /// Ends the run: until then it counts for nothing.
    pub(super) fn end(self, now: time::Instant, documents: u64) -> Result<i64, CatalogError> {
        let documents = i64::try_from(documents).unwrap_or(i64::MAX);
        self.connection.execute(
            "UPDATE run SET ended = ?2, documents = ?3 WHERE id = ?1",
            params![self.run, now.unix_seconds(), documents],
        )?;
        Ok(self.run)
    }
}
