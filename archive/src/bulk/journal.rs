//! Resuming: a file of JSON lines is its own journal.
//!
//! Every row names its document by path, size and SHA-256, and what its verdict rests on by digest. So a run that was
//! ended at any moment needs nothing but its output to go on: rows whose document and settings are the same stand, the
//! rest is examined again. A last line that was torn is cut off. Rows that were replaced are removed at the end.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::{error, fmt};

use longseal::Verifier;
use longseal::crypto::DigestAlgorithm;
use longseal::indication::Indication;
use longseal::report::SCHEMA;
use longseal::time::Instant;
use serde::Deserialize;

use super::tally::Outcome;

/// What the verdicts of a run rest on besides the documents. Rows with other settings do not stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// The validation time.
    pub time: Instant,
    /// SHA-256 of the policy.
    pub policy: [u8; 32],
    /// SHA-256 of the trust anchors.
    pub trust: [u8; 32],
    /// SHA-256 of the given material.
    pub material: Option<[u8; 32]>,
}

impl Settings {
    /// Those of a verifier.
    pub fn of(verifier: &Verifier) -> Self {
        let digests = verifier.settings_digests();
        Self { time: verifier.validation_time(), policy: digests.policy, trust: digests.trust, material: digests.material }
    }
}

/// The rows that an earlier run wrote to the same file, and the end of that file, where this run goes on.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    writer: BufWriter<File>,
    /// Sorted by document.
    rows: Vec<Row>,
}

/// A row of the file. Digests are cut to 128 bits: enough to tell documents of one archive apart, and a third of the memory.
#[derive(Clone, Copy, Debug)]
struct Row {
    path: Short,
    /// Of the document; of the row itself when the document could not be examined.
    content: Short,
    offset: u64,
    length: u32,
    kind: Kind,
    /// This run came to the document.
    visited: bool,
    /// The row is still true.
    stands: bool,
}

type Short = [u8; 16];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The verdict on a document, with the settings of this run.
    Verdict { outcome: Outcome },
    /// The document could not be examined.
    Fault,
    /// The verdict rests on something else.
    OtherSettings,
}

/// Why a file cannot be gone on with.
#[derive(Debug)]
#[non_exhaustive]
pub enum JournalError {
    /// It cannot be read or written.
    Io(io::Error),
    /// Another run writes to it.
    InUse,
    /// A line is not a row of the JSON report.
    ForeignLine {
        /// From 1.
        line: u64,
    },
}

impl fmt::Display for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::InUse => f.write_str("another run is writing to it"),
            Self::ForeignLine { line } => write!(f, "line {line} is not a row of {SCHEMA}; nothing was changed"),
        }
    }
}

impl error::Error for JournalError {}

impl From<io::Error> for JournalError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// The members of a row that tell what it is about.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    schema: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    document: DocumentMember<'a>,
    #[serde(borrow)]
    validation_time: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    policy: Option<DigestMember<'a>>,
    #[serde(borrow)]
    trust: Option<DigestMember<'a>>,
    #[serde(borrow, default)]
    material: Option<DigestMember<'a>>,
    indication: Option<std::borrow::Cow<'a, str>>,
}

#[derive(Deserialize)]
struct DocumentMember<'a> {
    #[serde(borrow)]
    path: Option<std::borrow::Cow<'a, str>>,
    #[serde(borrow)]
    sha256: Option<std::borrow::Cow<'a, str>>,
}

#[derive(Deserialize)]
struct DigestMember<'a> {
    #[serde(borrow)]
    digest: std::borrow::Cow<'a, str>,
}

impl Journal {
    /// The validation time of the first row of a file, for a run that goes on without being told a time.
    pub fn validation_time(path: &Path) -> Option<Instant> {
        let mut first = String::new();
        BufReader::new(File::open(path).ok()?).read_line(&mut first).ok()?;
        let line: Line<'_> = serde_json::from_str(&first).ok()?;
        Instant::parse_rfc3339(&line.validation_time)
    }

    /// Begins a file, empty at first.
    ///
    /// # Errors
    /// [`JournalError`]; the file is unchanged then.
    pub fn create(path: &Path) -> Result<Self, JournalError> {
        let file = open(path)?;
        Self::append(path, file, Vec::new(), 0)
    }

    /// Opens a file to go on with, or makes it. A torn last line is cut off.
    ///
    /// # Errors
    /// [`JournalError`]; the file is unchanged then.
    pub fn resume(path: &Path, settings: &Settings) -> Result<Self, JournalError> {
        let file = open(path)?;
        let (mut rows, end) = read_rows(&file, settings)?;
        rows.sort_unstable_by_key(|row| (row.path, row.offset));
        Self::append(path, file, rows, end)
    }

    fn append(path: &Path, file: File, rows: Vec<Row>, end: u64) -> Result<Self, JournalError> {
        file.set_len(end)?;
        let mut writer = BufWriter::with_capacity(1 << 18, file);
        writer.seek(SeekFrom::Start(end))?;
        Ok(Self { path: path.to_path_buf(), writer, rows })
    }

    /// Whether rows about this document may stand, so that its digest is worth computing.
    pub fn knows(&self, path: &str) -> bool {
        self.rows[self.about(path)].iter().any(|row| matches!(row.kind, Kind::Verdict { .. }) && !row.stands)
    }

    /// The outcome of the row that stands for this document with this content; each row stands for one.
    pub fn claim(&mut self, path: &str, sha256: &[u8; 32]) -> Option<Outcome> {
        let content = shorten(sha256);
        let mut claimed = None;
        for row in self.visit(path) {
            if let Kind::Verdict { outcome } = row.kind
                && claimed.is_none()
                && !row.stands
                && row.content == content
            {
                row.stands = true;
                claimed = Some(outcome);
            }
        }
        claimed
    }

    /// Adds a row about a document, unless the very same row about a document that cannot be examined is there already.
    pub fn add(&mut self, path: &str, row: &str) -> io::Result<()> {
        let content = short_digest(row.as_bytes());
        let same = |known: &&mut Row| known.kind == Kind::Fault && !known.stands && known.content == content;
        if let Some(same) = self.visit(path).iter_mut().find(same) {
            same.stands = true;
            return Ok(());
        }
        self.writer.write_all(row.as_bytes())?;
        self.writer.write_all(b"\n")
    }

    /// Hands what was added to the operating system: from then on it survives the end of this process.
    pub fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }

    /// Ends the run: rows about documents that this run came to and that do not stand are removed, in one step.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.flush()?;
        self.writer.get_ref().sync_data()?;
        let mut removed: Vec<&Row> = self.rows.iter().filter(|row| row.visited && !row.stands).collect();
        if removed.is_empty() {
            return Ok(());
        }
        removed.sort_unstable_by_key(|row| row.offset);
        let mut name = self.path.file_name().unwrap_or_default().to_owned();
        name.push(".new");
        let new = self.path.with_file_name(name);
        copy_without(&self.path, &new, &removed)?;
        fs::rename(&new, &self.path)
    }

    fn about(&self, path: &str) -> std::ops::Range<usize> {
        let key = short_digest(path.as_bytes());
        let start = self.rows.partition_point(|row| row.path < key);
        start..start + self.rows[start..].partition_point(|row| row.path == key)
    }

    fn visit(&mut self, path: &str) -> &mut [Row] {
        let about = self.about(path);
        let rows = &mut self.rows[about];
        for row in &mut *rows {
            row.visited = true;
        }
        rows
    }
}

fn open(path: &Path) -> Result<File, JournalError> {
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(JournalError::InUse),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// All rows, and where the last whole one ends.
fn read_rows(file: &File, settings: &Settings) -> Result<(Vec<Row>, u64), JournalError> {
    let mut reader = BufReader::with_capacity(1 << 18, file);
    let (mut rows, mut line, mut offset, mut number) = (Vec::new(), Vec::new(), 0, 0);
    loop {
        line.clear();
        let length = reader.read_until(b'\n', &mut line)?;
        number += 1;
        if line.pop() != Some(b'\n') {
            let is_ours = offset > 0 || length == 0 || is_torn_first_row(&line);
            return if is_ours { Ok((rows, offset)) } else { Err(JournalError::ForeignLine { line: number }) };
        }
        let row = read_row(&line, offset, settings).ok_or(JournalError::ForeignLine { line: number })?;
        rows.push(row);
        offset += length as u64;
    }
}

/// What begins as every row does; anything else in a file without a single line is somebody else's.
fn is_torn_first_row(line: &[u8]) -> bool {
    let beginning = format!("{{\"schema\":\"{SCHEMA}\"");
    line.iter().zip(beginning.as_bytes()).all(|(is, expected)| is == expected)
}

fn read_row(text: &[u8], offset: u64, settings: &Settings) -> Option<Row> {
    let line: Line<'_> = serde_json::from_slice(text).ok()?;
    if line.schema != SCHEMA {
        return None;
    }
    let same = |digest: Option<&DigestMember<'_>>, expected: Option<&[u8; 32]>| {
        digest.map(|digest| from_hex(&digest.digest)) == expected.copied().map(Some)
    };
    let outcome = match line.indication.as_deref() {
        None => Some(None),
        Some(text) => {
            let all = [Indication::TotalPassed, Indication::Indeterminate, Indication::TotalFailed];
            all.into_iter().find(|indication| indication.as_str() == text).map(Some)
        }
    };
    let (kind, content) = match line.document.sha256.as_deref().and_then(from_hex) {
        None => (Kind::Fault, short_digest(text)),
        Some(sha256) => {
            let holds = Instant::parse_rfc3339(&line.validation_time) == Some(settings.time)
                && same(line.policy.as_ref(), Some(&settings.policy))
                && same(line.trust.as_ref(), Some(&settings.trust))
                && same(line.material.as_ref(), settings.material.as_ref());
            let kind = match outcome {
                Some(indication) if holds => Kind::Verdict { outcome: Outcome::of_indication(indication) },
                _ => Kind::OtherSettings,
            };
            (kind, shorten(&sha256))
        }
    };
    let path = short_digest(line.document.path.as_deref().unwrap_or_default().as_bytes());
    let length = u32::try_from(text.len() + 1).ok()?;
    Some(Row { path, content, offset, length, kind, visited: false, stands: false })
}

/// Copies a file without the rows named, which are in the order of the file.
fn copy_without(from: &Path, to: &Path, removed: &[&Row]) -> io::Result<()> {
    let mut source = BufReader::with_capacity(1 << 18, File::open(from)?);
    let permissions = source.get_ref().metadata()?.permissions();
    let mut target = BufWriter::with_capacity(1 << 18, File::create(to)?);
    let mut at = 0;
    for row in removed {
        io::copy(&mut source.by_ref().take(row.offset - at), &mut target)?;
        at = row.offset + u64::from(row.length);
        source.seek_relative(i64::from(row.length))?;
    }
    io::copy(&mut source, &mut target)?;
    let target = target.into_inner().map_err(io::IntoInnerError::into_error)?;
    target.set_permissions(permissions)?;
    target.sync_all()
}

fn shorten(digest: &[u8; 32]) -> Short {
    let mut short = Short::default();
    short.copy_from_slice(&digest[..16]);
    short
}

fn short_digest(bytes: &[u8]) -> Short {
    let mut short = Short::default();
    short.copy_from_slice(&DigestAlgorithm::Sha256.digest(bytes).as_bytes()[..16]);
    short
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let digit = |digit: u8| char::from(digit).to_digit(16);
        *byte = (digit(pair[0])? << 4 | digit(pair[1])?) as u8;
    }
    Some(bytes)
}
