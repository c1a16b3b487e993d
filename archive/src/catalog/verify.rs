//! Reading the files again: is each what it was, and does it verify?

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::sync::{Mutex, PoisonError};
use std::thread;

use longseal::report::Verdict;
use longseal::{Verifier, time};

use super::store::{RunWriter, StoredPath, path_of};
use super::{Catalog, CatalogError};
use crate::bulk::{Candidate, Found, Outcome, Reader, Run, Tally};

/// What came of reading the files again.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Verified {
    /// The number of the run.
    pub run: i64,
    /// Documents by outcome, those that are not what they were under those not examined.
    pub tally: Tally,
    /// Documents that are gone, cannot be read or have other bytes: path, code and message.
    pub problems: Vec<(PathBuf, &'static str, String)>,
    /// Documents whose facts differ from the stored ones although their bytes do not: another program collected them.
    pub other_facts: u64,
}

struct Looked {
    path: PathBuf,
    found: Result<(Vec<Verdict>, bool), (&'static str, String)>,
}

/// A document as the catalog knows it.
struct Stored {
    id: i64,
    sha256: [u8; 32],
    evidence: Vec<u8>,
}

impl Catalog {
    /// Reads every document, compares its SHA-256 with the one stored, and verifies it if they are the same.
    ///
    /// # Errors
    /// When the catalog cannot be read or written.
    pub fn verify(&mut self, verifier: &Verifier, jobs: usize, now: time::Instant) -> Result<Verified, CatalogError> {
        let reader = Mutex::new(self.reader()?);
        let paths = {
            let mut select = self.connection.prepare("SELECT path FROM document WHERE evidence IS NOT NULL ORDER BY id")?;
            let rows = select.query_map([], |row| row.get(0))?;
            rows.map(|path| path.map(path_of)).collect::<Result<Vec<_>, _>>()?
        };
        let documents = paths.into_iter().map(candidate);
        let stored = |path: &Path| {
            let reader = reader.lock().unwrap_or_else(PoisonError::into_inner);
            let mut find = reader.prepare_cached("SELECT id, sha256, evidence FROM document WHERE path = ?1")?;
            find.query_row([StoredPath(path)], |row| Ok(Stored { id: row.get(0)?, sha256: row.get(1)?, evidence: row.get(2)? }))
        };
        let transaction = self.connection.transaction()?;
        let mut writer = RunWriter::begin(&transaction, verifier, now, true)?;
        let mut verified = Verified { run: writer.run, tally: Tally::default(), problems: Vec::new(), other_facts: 0 };
        let mut count = 0;
        let look = |reader: &mut Reader, candidate: Candidate| {
            let known = stored(&candidate.path)?;
            Ok::<_, rusqlite::Error>((known.id, look(verifier, reader, candidate, &known)))
        };
        // The connection that writes stays on this thread.
        let (sender, receiver) = sync_channel::<Result<(i64, Looked), rusqlite::Error>>(1_000);
        thread::scope(|scope| {
            let gone = |_| io::Error::from(io::ErrorKind::BrokenPipe);
            scope.spawn(move || {
                // An error here is one of the receiver, which tells it.
                let _ = Run::new(jobs).each(documents, Reader::default, look, |looked| sender.send(looked).map_err(gone));
            });
            for looked in receiver {
                let (id, Looked { path, found }) = looked?;
                count += 1;
                match found {
                    Ok((verdicts, same_facts)) => {
                        writer.verdicts(id, &verdicts)?;
                        verified.tally.add(Outcome::of_indication(verdicts.iter().map(|verdict| verdict.indication).min()));
                        verified.other_facts += u64::from(!same_facts);
                    }
                    Err((code, message)) => {
                        writer.problem(id, code, &message)?;
                        verified.tally.add(Outcome::NotExamined);
                        verified.problems.push((path, code, message));
                    }
                }
            }
            Ok::<_, CatalogError>(())
        })?;
        writer.end(now, count)?;
        transaction.commit()?;
        Ok(verified)
    }
}

fn candidate(path: PathBuf) -> Candidate {
    let found = match fs::metadata(&path) {
        Ok(metadata) => Found::File { size: metadata.len() },
        Err(error) => Found::Problem(error),
    };
    Candidate { path, found }
}

fn look(verifier: &Verifier, reader: &mut Reader, Candidate { path, found }: Candidate, stored: &Stored) -> Looked {
    let examine = || {
        if let Found::Problem(error) = found {
            let code = if error.kind() == io::ErrorKind::NotFound { "fixity.missing" } else { "fixity.unreadable" };
            return Err((code, error.to_string()));
        }
        let bytes = reader.read(&path).map_err(|error| ("fixity.unreadable", error.to_string()))?;
        let evidence = match verifier.collect(&bytes) {
            Ok(evidence) => evidence,
            Err(error) => return Err(("fixity.changed", error.to_string())),
        };
        if evidence.document.sha256 != stored.sha256 {
            return Err(("fixity.changed", "the SHA-256 of the file is not the one it was added with".to_owned()));
        }
        Ok((verifier.verdicts(&evidence), evidence.to_cbor() == stored.evidence))
    };
    let found = examine();
    Looked { path, found }
}
