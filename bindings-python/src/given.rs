//! The documents of a run as Python gives them: a place to search, an iterable, a table.

use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use longseal_archive::bulk::{Bytes, Candidate, Documents, Found, Reader, Sources, Task, contain};
use pyo3::exceptions::{PyRuntimeError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyIterator, PyTuple};

use crate::arrow::{Cell, DocumentStream, has_stream};
use crate::document::{Document, is_path};
use crate::run::Signals;

/// Documents ahead of their examination for each thread, when they are in memory.
const AHEAD_IN_MEMORY: usize = 4;

/// An iterable that takes longer than this for a few documents is asked for one at a time: those before it do not wait.
const QUICK: Duration = Duration::from_millis(1);

/// One document.
pub(crate) struct Item {
    pub(crate) name: String,
    content: Content,
}

enum Content {
    Found(Candidate),
    Document(Document),
    Cell(Cell),
    Missing,
}

impl Task for Item {
    fn size(&self) -> u64 {
        match &self.content {
            Content::Found(candidate) => candidate.size(),
            Content::Document(document) => document.size(),
            Content::Cell(cell) => cell.bytes().map_or(0, |bytes| bytes.len() as u64),
            Content::Missing => 0,
        }
    }
}

impl Item {
    /// Its bytes.
    pub(crate) fn read<'a>(&'a mut self, reader: &'a mut Reader) -> io::Result<Bytes<'a>> {
        match &mut self.content {
            Content::Found(Candidate { path, found: Found::File { .. } }) => reader.read(path),
            Content::Found(Candidate { found: Found::Problem(error), .. }) => {
                Err(std::mem::replace(error, io::ErrorKind::Other.into()))
            }
            Content::Found(_) => Err(io::ErrorKind::Unsupported.into()),
            Content::Document(document) => document.read(reader),
            Content::Cell(cell) => cell.bytes().map(Bytes::Read).ok_or_else(|| io::Error::other("the row has no content")),
            Content::Missing => Err(io::Error::other("the row has neither path nor content")),
        }
    }
}

/// Documents, one after the other, for whichever thread asks.
pub(crate) struct Given {
    source: Source,
    signals: Arc<Signals>,
}

enum Source {
    Search(Documents),
    Iterator(Items),
    Stream(DocumentStream),
}

/// The documents of an iterable. The interpreter's lock is taken for a few at once when they come quickly: whoever waits for it,
/// waits for the thread that reads the rows.
struct Items {
    iterator: Py<PyIterator>,
    gathered: VecDeque<Item>,
    at_once: usize,
    at_most: usize,
    /// What came instead of the next one: an error, or the end.
    end: Option<PyResult<()>>,
}

impl Items {
    fn next(&mut self) -> PyResult<Option<Item>> {
        if self.gathered.is_empty() && self.end.is_none() {
            // Nothing, too, when the interpreter is about to end.
            self.end = Python::try_attach(|py| self.gather(py)).unwrap_or(Some(Ok(())));
        }
        match self.gathered.pop_front() {
            Some(item) => Ok(Some(item)),
            None => self.end.replace(Ok(())).unwrap_or(Ok(())).map(|()| None),
        }
    }

    fn gather(&mut self, py: Python<'_>) -> Option<PyResult<()>> {
        let begun = Instant::now();
        let mut iterator = self.iterator.bind(py).clone();
        while self.gathered.len() < self.at_once {
            match iterator.next().map(|item| one(&item?)) {
                Some(Ok(item)) => self.gathered.push_back(item),
                Some(Err(error)) => return Some(Err(error)),
                None => return Some(Ok(())),
            }
            if begun.elapsed() > QUICK {
                self.at_once = 1;
                return None;
            }
        }
        self.at_once = (2 * self.at_once).min(self.at_most);
        None
    }
}

impl Given {
    /// The beginning of `documents`.
    pub(crate) fn open(documents: &Bound<'_, PyAny>, threads: usize, signals: Arc<Signals>) -> PyResult<Self> {
        let source = if is_path(documents)? {
            let path: PathBuf = documents.extract()?;
            Source::Search(Sources::new(vec![path]).documents()?)
        } else if has_stream(documents)? {
            Source::Stream(DocumentStream::open(documents)?)
        } else {
            check(documents)?;
            let (iterator, at_most) = (documents.try_iter()?.unbind(), AHEAD_IN_MEMORY * threads);
            Source::Iterator(Items { iterator, gathered: VecDeque::new(), at_once: 1, at_most, end: None })
        };
        Ok(Self { source, signals })
    }

    /// How many documents may be found ahead of their examination: what is in memory already, few.
    pub(crate) fn look_ahead(&self, threads: usize) -> Option<usize> {
        match &self.source {
            Source::Search(_) => None,
            Source::Stream(stream) if !stream.has_content() => None,
            Source::Stream(_) | Source::Iterator(_) => Some(AHEAD_IN_MEMORY * threads),
        }
    }

    fn find(&mut self) -> Result<Option<Item>, PyErr> {
        match &mut self.source {
            Source::Search(documents) => Ok(documents.next().map(|candidate| Item {
                name: candidate.path.to_string_lossy().into_owned(),
                content: Content::Found(candidate),
            })),
            Source::Iterator(items) => items.next(),
            Source::Stream(stream) => {
                let row = stream.next().transpose().map_err(|error| PyValueError::new_err(error.to_string()))?;
                Ok(row.map(|row| {
                    let content = match (row.content, &row.path) {
                        (Some(cell), _) => Content::Cell(cell),
                        (None, Some(path)) => Content::Document(Document::Path(path.into())),
                        (None, None) => Content::Missing,
                    };
                    Item { name: row.path.unwrap_or_default(), content }
                }))
            }
        }
    }
}

/// A single document is a likely mistake where many are expected: its bytes would be taken for an iterable of numbers.
pub(crate) fn check(documents: &Bound<'_, PyAny>) -> PyResult<()> {
    if documents.is_instance_of::<PyBytes>() {
        return Err(PyTypeError::new_err("these are the bytes of one document: give [(name, bytes)]"));
    }
    if is_path(documents)? || has_stream(documents)? || documents.hasattr("__iter__")? {
        return Ok(());
    }
    let given = documents.get_type().name()?;
    Err(PyTypeError::new_err(format!("documents are a path, an iterable or an Arrow stream; {given} is none")))
}

/// A path, or a pair of name and bytes.
fn one(item: &Bound<'_, PyAny>) -> PyResult<Item> {
    if is_path(item)? {
        let document = Document::of(item)?;
        return Ok(Item { name: document.name().unwrap_or_default(), content: Content::Document(document) });
    }
    let Ok(pair) = item.cast::<PyTuple>() else {
        let given = item.get_type().name()?;
        return Err(PyTypeError::new_err(format!("a document is a path or (name, bytes), not {given}")));
    };
    let (name, data): (PathBuf, Bound<'_, PyAny>) = pair.extract()?;
    Ok(Item { name: name.to_string_lossy().into_owned(), content: Content::Document(Document::of(&data)?) })
}

impl Iterator for Given {
    type Item = Item;

    /// An error of the source ends the documents; who reads the rows gets it after the last of them.
    fn next(&mut self) -> Option<Item> {
        if self.signals.is_stopped() {
            return None;
        }
        // A panic, too, ends the documents and not the thread that others wait for.
        let found = contain(|| self.find()).unwrap_or_else(|panicked| Err(PyRuntimeError::new_err(panicked.to_string())));
        found.unwrap_or_else(|error| {
            self.signals.fail(error);
            None
        })
    }
}
