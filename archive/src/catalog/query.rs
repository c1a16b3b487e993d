//! Questions to the catalog. Each is one SELECT over the documented tables, so that any SQLite tool can ask it as well.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use longseal::evidence::Evidence;
use longseal::reason::{Reason, ReasonCode};
use longseal::report::{Language, message};
use longseal::time::Instant;
use rusqlite::types::ValueRef;
use rusqlite::{OptionalExtension, Params, params};

use super::store::{Shelf, StoredPath};
use super::{Catalog, CatalogError};

/// A value of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A number.
    Integer(i64),
    /// A text.
    Text(String),
}

/// An answer: named columns and rows.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Table {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Value>>,
}

/// What signatures are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// The signer's organisation and units.
    Unit,
    /// The month of the earliest timestamp, else of the claimed signing time.
    Period,
    /// The issuer of the signing certificate.
    Issuer,
    /// The signature algorithm.
    Algorithm,
    /// Indication and sub-indication of a run.
    Verdict,
    /// Whether a timestamp covers the signature from inside.
    Timestamped,
}

/// Seconds as RFC 3339.
macro_rules! date {
    ($column:literal) => {
        concat!("strftime('%Y-%m-%dT%H:%M:%SZ', ", $column, ", 'unixepoch')")
    };
}

impl Catalog {
    /// The newest run that was ended.
    ///
    /// # Errors
    /// [`CatalogError::NoRun`] when there is none.
    pub fn latest_run(&self) -> Result<i64, CatalogError> {
        let sql = "SELECT max(id) FROM run WHERE ended IS NOT NULL";
        self.connection.query_row(sql, [], |row| row.get::<_, Option<i64>>(0))?.ok_or(CatalogError::NoRun)
    }

    fn existing_run(&self, run: i64) -> Result<(), CatalogError> {
        let sql = "SELECT 1 FROM run WHERE id = ?1 AND ended IS NOT NULL";
        self.connection.query_row(sql, [run], |_| Ok(())).optional()?.ok_or(CatalogError::NoRun)
    }

    /// All runs with what they rest on.
    ///
    /// # Errors
    /// When the catalog cannot be read.
    pub fn runs(&self) -> Result<Table, CatalogError> {
        let sql = concat!(
            "SELECT id AS run, ",
            date!("began"),
            " AS began, ",
            date!("validation_time"),
            " AS validation_time, policy, lower(hex(policy_digest)) AS policy_digest, lower(hex(trust_digest)) AS trust_digest, ",
            "lower(hex(material_digest)) AS material_digest, program, files_read, documents FROM run WHERE ended IS NOT NULL ORDER BY id"
        );
        self.table(sql, [])
    }

    /// Signatures that are TOTAL-PASSED and for which a run says that a new timestamp is needed before `before`, the most
    /// urgent first, with what ends then.
    ///
    /// # Errors
    /// When there is no such run.
    pub fn due(&self, run: i64, before: Instant, language: Language) -> Result<Table, CatalogError> {
        self.existing_run(run)?;
        let sql = concat!(
            "SELECT document.path, signature.field, ",
            date!("verdict.renewal_due"),
            " AS renewal_due, cause.code AS cause, cause.arguments AS message, certificate.subject AS signer, ",
            date!("certificate.not_after"),
            " AS certificate_not_after, signature.algorithm, signature.timestamp IS NOT NULL AS timestamped ",
            "FROM verdict JOIN document ON document.id = verdict.document ",
            "JOIN signature ON signature.document = verdict.document AND signature.position = verdict.position ",
            "JOIN outcome ON outcome.id = verdict.outcome ",
            "LEFT JOIN cause ON cause.id = verdict.renewal_cause ",
            "LEFT JOIN certificate ON certificate.material = signature.certificate ",
            "WHERE verdict.run = ?1 AND outcome.indication = 'TOTAL-PASSED' AND verdict.renewal_due < ?2 ",
            "ORDER BY verdict.renewal_due, document.path, signature.position"
        );
        Ok(in_words(self.table(sql, params![run, before.unix_seconds()])?, language))
    }

    /// The same, counted by what ends: one certificate may be that of many documents.
    ///
    /// # Errors
    /// When there is no such run.
    pub fn due_by_cause(&self, run: i64, before: Instant, language: Language) -> Result<Table, CatalogError> {
        self.existing_run(run)?;
        let sql = concat!(
            "SELECT ",
            date!("min(verdict.renewal_due)"),
            " AS renewal_due, count(*) AS signatures, count(DISTINCT verdict.document) AS documents, ",
            "cause.code AS cause, cause.arguments AS message ",
            "FROM verdict JOIN outcome ON outcome.id = verdict.outcome LEFT JOIN cause ON cause.id = verdict.renewal_cause ",
            "WHERE verdict.run = ?1 AND outcome.indication = 'TOTAL-PASSED' AND verdict.renewal_due < ?2 ",
            "GROUP BY verdict.renewal_cause ORDER BY min(verdict.renewal_due), 2 DESC, cause.code, cause.arguments"
        );
        Ok(in_words(self.table(sql, params![run, before.unix_seconds()])?, language))
    }

    /// Counts of signatures by unit, period, issuer, algorithm, timestamp or verdict; document timestamps are not counted.
    ///
    /// # Errors
    /// When there is no such run.
    pub fn stats(&self, by: Grouping, run: Option<i64>) -> Result<Table, CatalogError> {
        if let Some(run) = run {
            self.existing_run(run)?;
        }
        let group = match by {
            Grouping::Unit => "coalesce(certificate.unit, '') AS unit",
            Grouping::Period => "strftime('%Y-%m', coalesce(signature.timestamp, signature.claimed), 'unixepoch') AS period",
            Grouping::Issuer => "certificate.issuer AS issuer",
            Grouping::Algorithm => "signature.algorithm AS algorithm",
            Grouping::Verdict => "outcome.indication || coalesce('/' || outcome.sub_indication, '') AS verdict",
            Grouping::Timestamped => "CASE WHEN signature.timestamp IS NULL THEN 'no' ELSE 'yes' END AS timestamped",
        };
        let sql = format!(
            "SELECT {group}, count(*) AS signatures, count(DISTINCT signature.document) AS documents,
                    sum(outcome.indication = 'TOTAL-PASSED') AS passed, sum(outcome.indication = 'INDETERMINATE') AS indeterminate,
                    sum(outcome.indication = 'TOTAL-FAILED') AS failed
               FROM signature
               LEFT JOIN certificate ON certificate.material = signature.certificate
               LEFT JOIN verdict ON verdict.run = ?1 AND verdict.document = signature.document AND verdict.position = signature.position
               LEFT JOIN outcome ON outcome.id = verdict.outcome
              WHERE signature.type = 'signature'
              GROUP BY 1 ORDER BY 2 DESC, 1"
        );
        self.table(&sql, [run])
    }

    /// Signing certificates: first and last use, expiry, revocation as a run found it, what came after them, and
    /// signatures after expiry or revocation, by the earliest timestamp, else by the claimed time.
    ///
    /// # Errors
    /// When there is no such run.
    pub fn certificates(&self, run: Option<i64>) -> Result<Table, CatalogError> {
        if let Some(run) = run {
            self.existing_run(run)?;
        }
        let sql = concat!(
            "SELECT subject, issuer, serial, sha256, ",
            date!("not_before"),
            " AS not_before, ",
            date!("not_after"),
            " AS not_after, ",
            date!("min(used)"),
            " AS first_use, ",
            date!("max(used)"),
            " AS last_use, count(*) AS signatures, ",
            date!("revoked"),
            " AS revoked, sum(used > not_after) AS after_expiry, sum(coalesce(used >= revoked, 0)) AS after_revocation, ",
            "(SELECT next.serial FROM certificate AS next WHERE next.subject = uses.subject AND next.not_after > uses.not_after ",
            "ORDER BY next.not_before LIMIT 1) AS renewed_by ",
            "FROM (SELECT certificate.*, lower(hex(material.sha256)) AS sha256, revocation.time AS revoked, ",
            "coalesce(signature.timestamp, signature.claimed) AS used FROM signature ",
            "JOIN certificate ON certificate.material = signature.certificate JOIN material ON material.id = signature.certificate ",
            "LEFT JOIN revocation ON revocation.run = ?1 AND revocation.certificate = signature.certificate) AS uses ",
            "GROUP BY material ORDER BY subject, not_before"
        );
        self.table(sql, [run])
    }

    /// Signatures whose verdict differs between two runs, and those that only one of them has.
    ///
    /// # Errors
    /// When there is no such run.
    pub fn diff(&self, before: i64, after: i64) -> Result<Table, CatalogError> {
        self.existing_run(before)?;
        self.existing_run(after)?;
        let sql = "
            WITH old AS (SELECT * FROM verdict WHERE run = ?1), new AS (SELECT * FROM verdict WHERE run = ?2)
            SELECT document.path, signature.field, was.indication AS was, was.sub_indication AS was_sub_indication,
                   was.reasons AS was_reasons, is_now.indication AS now, is_now.sub_indication AS now_sub_indication,
                   is_now.reasons AS now_reasons
              FROM old FULL JOIN new ON new.document = old.document AND new.position = old.position
              LEFT JOIN outcome AS was ON was.id = old.outcome
              LEFT JOIN outcome AS is_now ON is_now.id = new.outcome
              LEFT JOIN document ON document.id = coalesce(old.document, new.document)
              LEFT JOIN signature ON signature.document = document.id AND signature.position = coalesce(old.position, new.position)
             WHERE old.outcome IS NOT new.outcome
             ORDER BY document.path, signature.position";
        self.table(sql, [before, after])
    }

    /// The rows of the view `verdicts` for one run, handed over one by one: it may be millions. The first call has the
    /// names of the columns.
    ///
    /// # Errors
    /// When there is no such run, or `each` fails.
    pub fn export(&self, run: i64, each: &mut dyn FnMut(&[Value]) -> std::io::Result<()>) -> Result<(), CatalogError> {
        self.existing_run(run)?;
        let mut statement = self.connection.prepare("SELECT * FROM verdicts WHERE run = ?1")?;
        let columns: Vec<Value> = statement.column_names().map(|name| Value::Text(name.to_owned())).collect();
        each(&columns)?;
        let mut rows = statement.query([run])?;
        while let Some(row) = rows.next()? {
            each(&read_row(row, columns.len())?)?;
        }
        Ok(())
    }

    /// The verdicts of a run as a Parquet file, `longseal/verdicts/1`.
    ///
    /// # Errors
    /// When there is no such run, or `target` cannot be written.
    #[cfg(feature = "parquet")]
    pub fn export_parquet<W: std::io::Write + Send>(&self, run: i64, target: W) -> Result<W, CatalogError> {
        use crate::arrow::{VerdictRow, VerdictWriter};

        self.existing_run(run)?;
        let mut statement = self.connection.prepare(
            "SELECT path, sha256, position, field, type, indication, sub_indication, reasons, signer, unit, issuer, algorithm,
                    renewal_cause, renewal_message, claimed_signing_time, timestamp, best_signature_time, renewal_due
               FROM verdicts WHERE run = ?1 ORDER BY path, position",
        )?;
        let mut writer = VerdictWriter::new(target)?;
        let mut rows = statement.query([run])?;
        while let Some(row) = rows.next()? {
            let text = |column| row.get_ref(column).map(|value| value.as_str().ok());
            let path = match row.get_ref(0)? {
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => String::from_utf8_lossy(bytes),
                _ => Cow::Borrowed(""),
            };
            let (mut texts, mut times) = ([None; 11], [None; 4]);
            for (column, slot) in (3..).zip(&mut texts) {
                *slot = text(column)?;
            }
            for (column, slot) in (14..).zip(&mut times) {
                *slot = text(column)?.and_then(Instant::parse_rfc3339);
            }
            let (sha256, position) = (text(1)?, row.get(2)?);
            writer.push(&VerdictRow { run: run.unsigned_abs(), path: &path, sha256, position, texts, times })?;
        }
        Ok(writer.finish()?)
    }

    /// Deletes documents with their evidence, verdicts, and material that no other document has; how many there were.
    /// What is deleted is overwritten in the file.
    ///
    /// # Errors
    /// When the catalog cannot be written; then nothing is deleted.
    pub fn forget(&mut self, paths: &[PathBuf]) -> Result<u64, CatalogError> {
        let transaction = self.connection.transaction()?;
        let mut forgotten = 0;
        for path in paths {
            let sql = "SELECT id FROM document WHERE path = ?1";
            let id: Option<i64> = transaction.query_row(sql, [StoredPath(path)], |row| row.get(0)).optional()?;
            let Some(id) = id else { continue };
            // Runs are few; their verdicts are found by run and document.
            for sql in [
                "DELETE FROM verdict WHERE run IN (SELECT id FROM run) AND document = ?1",
                "DELETE FROM problem WHERE run IN (SELECT id FROM run) AND document = ?1",
                "DELETE FROM signature WHERE document = ?1",
                "DELETE FROM document_material WHERE document = ?1",
                "DELETE FROM document WHERE id = ?1",
            ] {
                transaction.prepare_cached(sql)?.execute([id])?;
            }
            forgotten += 1;
        }
        let unused = "material NOT IN (SELECT id FROM material)";
        transaction.execute_batch(&format!(
            "DELETE FROM material WHERE NOT EXISTS (SELECT 1 FROM document_material WHERE material = material.id);
             DELETE FROM certificate WHERE {unused};
             DELETE FROM revocation WHERE certificate NOT IN (SELECT id FROM material);
             DELETE FROM cause WHERE NOT EXISTS (SELECT 1 FROM verdict WHERE renewal_cause = cause.id);"
        ))?;
        transaction.commit()?;
        // The log holds what was deleted until it is written back.
        self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(forgotten)
    }

    /// The stored evidence of a document; `None` when it is not there or could not be examined.
    ///
    /// # Errors
    /// When the catalog cannot be read or the evidence is damaged.
    pub fn evidence(&self, path: &Path) -> Result<Option<Evidence>, CatalogError> {
        let sql = "SELECT id, evidence FROM document WHERE path = ?1 AND evidence IS NOT NULL";
        let found = self.connection.query_row(sql, [StoredPath(path)], |row| Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?)));
        let Some((document, bytes)) = found.optional()? else { return Ok(None) };
        let evidence = Evidence::from_cbor(&bytes, &Shelf(&self.connection));
        evidence.map(Some).map_err(|error| CatalogError::Evidence { document, error })
    }

    /// Whether a document is there.
    ///
    /// # Errors
    /// When the catalog cannot be read.
    pub fn contains(&self, path: &Path) -> Result<bool, CatalogError> {
        let sql = "SELECT 1 FROM document WHERE path = ?1";
        Ok(self.connection.query_row(sql, [StoredPath(path)], |_| Ok(())).optional()?.is_some())
    }

    fn table(&self, sql: &str, parameters: impl Params) -> Result<Table, CatalogError> {
        let mut statement = self.connection.prepare(sql)?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let rows = statement.query_map(parameters, |row| read_row(row, columns.len()))?.collect::<Result<_, _>>()?;
        Ok(Table { columns, rows })
    }
}

/// Puts the sentence of a cause where its arguments stand.
fn in_words(mut table: Table, language: Language) -> Table {
    let position = |name: &str| table.columns.iter().position(|column| column == name);
    let (Some(cause), Some(words)) = (position("cause"), position("message")) else { return table };
    for row in &mut table.rows {
        let (Some(Value::Text(code)), Some(Value::Text(arguments))) = (row.get(cause), row.get(words)) else { continue };
        let sentence = sentence(code, arguments, language);
        if let (Some(sentence), Some(slot)) = (sentence, row.get_mut(words)) {
            *slot = Value::Text(sentence);
        }
    }
    table
}

/// `None` for a code that this version does not have.
fn sentence(code: &str, arguments: &str, language: Language) -> Option<String> {
    let given: serde_json::Map<String, serde_json::Value> = serde_json::from_str(arguments).ok()?;
    let mut reason = Reason::new(ReasonCode::from_slug(code)?);
    let texts = given.into_iter().filter_map(|(name, value)| Some((Cow::Owned(name), value.as_str()?.to_owned())));
    reason.arguments = texts.collect();
    Some(message(&reason, language))
}

fn read_row(row: &rusqlite::Row<'_>, columns: usize) -> rusqlite::Result<Vec<Value>> {
    let value = |column| {
        Ok(match row.get_ref(column)? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => Value::Integer(number),
            ValueRef::Real(number) => Value::Text(number.to_string()),
            ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
            // The only column that may have bytes is a path that is no UTF-8.
            ValueRef::Blob(bytes) => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
        })
    };
    (0..columns).map(value).collect()
}
