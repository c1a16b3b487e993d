//! Adding documents: facts are collected on all threads and written by whoever has the pen, many in one transaction.

use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use longseal::{Verifier, time};

use super::store::{Known, Record, Writer, known_material};
use super::{Catalog, CatalogError};
use crate::bulk::{Candidate, Found, Order, Reader, Run};

/// A transaction is closed after so many documents, or after so long: what an interruption may lose.
const BATCH: u64 = 2_000;
const PATIENCE: Duration = Duration::from_secs(2);

/// What came of adding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Added {
    /// Documents examined and stored.
    pub documents: u64,
    /// Documents that could not be examined; each has a row that says why.
    pub problems: u64,
}

/// What came of one document.
enum Collected {
    Record(Box<Record>),
    Problem { code: &'static str, message: String },
}

impl Catalog {
    /// Collects the facts of documents and stores them. Documents that are there are replaced.
    ///
    /// # Errors
    /// When the catalog cannot be written. A document that cannot be examined is a row.
    pub fn add<D: Iterator<Item = Candidate> + Send>(
        &mut self,
        documents: D,
        verifier: &Verifier,
        jobs: usize,
        now: time::Instant,
    ) -> Result<Added, CatalogError> {
        let known: RwLock<Known> = RwLock::new(known_material(&self.connection)?);
        let added = Mutex::new((Added::default(), None::<CatalogError>));
        let connection = Mutex::new(&mut self.connection);
        let mut open = Instant::now();
        let collect = |reader: &mut Reader, candidate: Candidate| collect(verifier, reader, candidate, &known);
        let mut in_batch = 0;
        let write = |(path, collected): (PathBuf, Collected)| {
            let connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            let mut added = added.lock().unwrap_or_else(PoisonError::into_inner);
            let mut step = || -> Result<(), CatalogError> {
                if connection.is_autocommit() {
                    connection.execute_batch("BEGIN IMMEDIATE")?;
                    (open, in_batch) = (Instant::now(), 0);
                }
                let writer = Writer::new(&connection, now.unix_seconds());
                match &collected {
                    Collected::Record(record) => {
                        writer.document(&path, record, &mut known.write().unwrap_or_else(PoisonError::into_inner))?;
                        added.0.documents += 1;
                    }
                    Collected::Problem { code, message } => {
                        writer.problem(&path, code, message)?;
                        added.0.problems += 1;
                    }
                }
                in_batch += 1;
                if in_batch >= BATCH || open.elapsed() >= PATIENCE {
                    connection.execute_batch("COMMIT")?;
                }
                Ok(())
            };
            step().map_err(|error| {
                added.1 = Some(error);
                io::Error::other("the catalog cannot be written")
            })
        };
        let outcome = Run::new(jobs).order(Order::AsFound).each(documents, Reader::default, collect, write);
        let (added, error) = added.into_inner().unwrap_or_else(PoisonError::into_inner);
        let connection = connection.into_inner().unwrap_or_else(PoisonError::into_inner);
        if !connection.is_autocommit() {
            connection.execute_batch(if error.is_some() { "ROLLBACK" } else { "COMMIT" })?;
        }
        match (error, outcome) {
            (Some(error), _) => Err(error),
            (None, Err(error)) => Err(error.into()),
            (None, Ok(())) => Ok(added),
        }
    }
}

fn collect(
    verifier: &Verifier,
    reader: &mut Reader,
    Candidate { path, found }: Candidate,
    known: &RwLock<Known>,
) -> (PathBuf, Collected) {
    let unreadable = |error: &io::Error| Collected::Problem { code: "error.unreadable-file", message: error.to_string() };
    let bytes = match found {
        Found::File { .. } => reader.read(&path),
        Found::Problem(error) => Err(error),
        _ => Err(io::ErrorKind::Unsupported.into()),
    };
    let collected = match bytes {
        Err(error) => unreadable(&error),
        Ok(bytes) => match verifier.collect(&bytes) {
            Ok(evidence) => {
                let known = known.read().unwrap_or_else(PoisonError::into_inner);
                Collected::Record(Box::new(Record::of(&evidence, |sha256| known.contains_key(sha256))))
            }
            Err(error) => Collected::Problem { code: error.code(), message: error.to_string() },
        },
    };
    (path, collected)
}
