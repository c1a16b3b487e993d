//! Judging again from stored evidence, without touching a file.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;

use longseal::report::Verdict;
use longseal::{Verifier, time};

use super::store::{RunWriter, Shelf};
use super::{Catalog, CatalogError};
use crate::bulk::{Outcome, Tally};

/// Documents read and judged at once.
const BATCH: i64 = 1_000;

/// What came of a run.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Judged {
    /// The number of the run.
    pub run: i64,
    /// Documents by outcome.
    pub tally: Tally,
}

type Batch = Vec<(i64, Vec<Verdict>)>;

impl Catalog {
    /// Judges every document with evidence by the verifier's trust, policy and time, as one run.
    ///
    /// # Errors
    /// When the catalog cannot be read or written, or stored evidence is damaged. Then there is no run.
    pub fn judge(&mut self, verifier: &Verifier, jobs: usize, now: time::Instant) -> Result<Judged, CatalogError> {
        let readers = (0..jobs.max(1)).map(|_| self.reader()).collect::<Result<Vec<_>, _>>()?;
        let transaction = self.connection.transaction()?;
        let mut tally = Tally::default();
        let mut writer = RunWriter::begin(&transaction, verifier, now, false)?;
        let last: i64 = transaction.query_row("SELECT coalesce(max(id), 0) FROM document", [], |row| row.get(0))?;
        let next = AtomicI64::new(1);
        let mut documents = 0;
        let (sender, receiver) = sync_channel::<Result<Batch, CatalogError>>(2 * readers.len());
        thread::scope(|scope| {
            for reader in readers {
                let (sender, next) = (sender.clone(), &next);
                scope.spawn(move || {
                    loop {
                        let first = next.fetch_add(BATCH, Ordering::Relaxed);
                        if first > last {
                            return;
                        }
                        let batch = judge_range(verifier, &reader, first, first + BATCH - 1);
                        let failed = batch.is_err();
                        if sender.send(batch).is_err() || failed {
                            return;
                        }
                    }
                });
            }
            drop(sender);
            for batch in receiver {
                for (document, verdicts) in batch? {
                    writer.verdicts(document, &verdicts)?;
                    tally.add(Outcome::of_indication(verdicts.iter().map(|verdict| verdict.indication).min()));
                    documents += 1;
                }
            }
            Ok::<_, CatalogError>(())
        })?;
        let problems: i64 =
            transaction.query_row("SELECT count(*) FROM document WHERE evidence IS NULL", [], |row| row.get(0))?;
        tally.not_examined = u64::try_from(problems).unwrap_or(0);
        let run = writer.end(now, documents)?;
        transaction.commit()?;
        Ok(Judged { run, tally })
    }
}

fn judge_range(verifier: &Verifier, reader: &rusqlite::Connection, first: i64, last: i64) -> Result<Batch, CatalogError> {
    let mut select =
        reader.prepare_cached("SELECT id, evidence FROM document WHERE id BETWEEN ?1 AND ?2 AND evidence IS NOT NULL")?;
    let mut rows = select.query([first, last])?;
    let shelf = Shelf(reader);
    let mut batch = Vec::with_capacity(1_000);
    while let Some(row) = rows.next()? {
        let document = row.get(0)?;
        let bytes = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
        let evidence = verifier.read_evidence(bytes, &shelf).map_err(|error| CatalogError::Evidence { document, error })?;
        batch.push((document, verifier.verdicts(&evidence)));
    }
    Ok(batch)
}
