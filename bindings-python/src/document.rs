//! A document as Python gives it: a path, or anything with bytes.

use std::path::PathBuf;

use longseal_archive::bulk::{Bytes, Reader, contain};
use pyo3::buffer::PyUntypedBuffer;
use pyo3::exceptions::{PyOSError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::errors::NotExamined;

/// Where a document's bytes are.
pub(crate) enum Document {
    Path(PathBuf),
    /// Nobody can write to it as long as it is held.
    Shared(PyUntypedBuffer),
    Copied(Vec<u8>),
}

impl Document {
    /// `str` and `os.PathLike` are paths; everything else must have a buffer. One that can be written to is copied: other
    /// threads run meanwhile, and a verdict is about one state of a document.
    pub(crate) fn of(data: &Bound<'_, PyAny>) -> PyResult<Self> {
        if is_path(data)? {
            return data.extract().map(Self::Path);
        }
        let Ok(buffer) = PyUntypedBuffer::get(data) else {
            let given = data.get_type().name()?;
            return Err(PyTypeError::new_err(format!("a document is a path or has bytes; {given} is neither")));
        };
        if !buffer.is_c_contiguous() {
            return Err(PyValueError::new_err("the bytes of a document must follow one another"));
        }
        if buffer.readonly() { Ok(Self::Shared(buffer)) } else { Ok(Self::Copied(bytes(&buffer).to_vec())) }
    }

    /// What the report calls it when nobody says otherwise.
    pub(crate) fn name(&self) -> Option<String> {
        match self {
            Self::Path(path) => Some(path.to_string_lossy().into_owned()),
            Self::Shared(_) | Self::Copied(_) => None,
        }
    }

    /// Examines the bytes while other threads of Python run.
    pub(crate) fn examine<T: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&[u8]) -> Result<T, longseal::Error> + Send,
    ) -> PyResult<T> {
        let examined = match self {
            Self::Path(path) => {
                let done = py.detach(|| Reader::default().read(path).map(|bytes| examine(work, &bytes)));
                done.map_err(|error| not_read(py, &error, path))?
            }
            Self::Shared(buffer) => {
                let bytes = bytes(buffer);
                py.detach(|| examine(work, bytes))
            }
            Self::Copied(bytes) => py.detach(|| examine(work, bytes)),
        };
        examined.map_err(|error| error.exception(py))
    }

    /// Its bytes, for threads that do not hold the interpreter's lock.
    pub(crate) fn read<'a>(&'a self, reader: &'a mut Reader) -> std::io::Result<Bytes<'a>> {
        match self {
            Self::Path(path) => reader.read(path),
            Self::Shared(buffer) => Ok(Bytes::Read(bytes(buffer))),
            Self::Copied(bytes) => Ok(Bytes::Read(bytes)),
        }
    }

    /// Bytes in memory; 0 for a file.
    pub(crate) fn size(&self) -> u64 {
        let size = match self {
            Self::Path(_) => 0,
            Self::Shared(buffer) => buffer.len_bytes(),
            Self::Copied(bytes) => bytes.len(),
        };
        size as u64
    }
}

/// Does the work on one document. A panic is an error like others: neither a run nor a program that embeds this ends with it.
pub(crate) fn examine<T>(work: impl FnOnce(&[u8]) -> Result<T, longseal::Error>, bytes: &[u8]) -> Result<T, NotExamined> {
    let contained = contain(|| {
        #[cfg(feature = "panics")]
        assert!(bytes != b"%PDF panic", "as asked for");
        work(bytes)
    });
    contained.map_err(NotExamined::Panicked)?.map_err(NotExamined::Refused)
}

/// The exception that `open` would raise, of the class that belongs to the error number.
pub(crate) fn not_read(py: Python<'_>, error: &std::io::Error, path: &std::path::Path) -> PyErr {
    let Some(number) = error.raw_os_error() else {
        return PyOSError::new_err(format!("{}: {error}", path.display()));
    };
    let text = py.import("os").and_then(|os| os.call_method1("strerror", (number,))).and_then(|text| text.extract::<String>());
    match text {
        Ok(text) => PyOSError::new_err((number, text, path.display().to_string())),
        Err(error) => error,
    }
}

/// Whether a value names a file.
pub(crate) fn is_path(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(value.is_instance_of::<PyString>() || value.hasattr("__fspath__")?)
}

#[allow(unsafe_code)]
fn bytes(buffer: &PyUntypedBuffer) -> &[u8] {
    let length = buffer.len_bytes();
    if length == 0 {
        return &[];
    }
    // SAFETY: the buffer is held for as long as the slice lives, so its owner neither moves nor frees it; it is contiguous
    // and has this length. What is used without the interpreter's lock is read-only; what can be written to is copied
    // under the lock, before any other code of Python runs.
    unsafe { std::slice::from_raw_parts(buffer.buf_ptr().cast::<u8>(), length) }
}
