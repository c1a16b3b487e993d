//! The Arrow C data interface, wrapped in capsules as Python libraries exchange it: record batches go out, tables come in.

use std::ffi::CStr;

use arrow_array::ffi::{FFI_ArrowSchema, to_ffi};
use arrow_array::ffi_stream::{ArrowArrayStreamReader, FFI_ArrowArrayStream};
use arrow_array::{
    Array, BinaryArray, BinaryViewArray, LargeBinaryArray, LargeStringArray, RecordBatch, RecordBatchReader, StringArray,
    StringViewArray, StructArray,
};
use arrow_schema::{ArrowError, DataType, Schema};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyCapsuleMethods};

const STREAM: &CStr = c"arrow_array_stream";
const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";

fn wrong(error: &ArrowError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

pub(crate) fn schema_capsule<'py>(py: Python<'py>, schema: &Schema) -> PyResult<Bound<'py, PyCapsule>> {
    PyCapsule::new_with_value(py, FFI_ArrowSchema::try_from(schema).map_err(|error| wrong(&error))?, SCHEMA)
}

pub(crate) fn stream_capsule(py: Python<'_>, reader: Box<dyn RecordBatchReader + Send>) -> PyResult<Bound<'_, PyCapsule>> {
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(reader), STREAM)
}

/// Schema and array, as `__arrow_c_array__` gives them.
pub(crate) fn batch_capsules<'py>(
    py: Python<'py>,
    batch: &RecordBatch,
) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
    let (array, _) = to_ffi(&StructArray::from(batch.clone()).to_data()).map_err(|error| wrong(&error))?;
    Ok((schema_capsule(py, &batch.schema())?, PyCapsule::new_with_value(py, array, ARRAY)?))
}

/// Whether a value offers a stream of record batches.
pub(crate) fn has_stream(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    value.hasattr("__arrow_c_stream__")
}

/// The documents of a stream: a row each.
pub(crate) struct DocumentStream {
    reader: ArrowArrayStreamReader,
    path: Option<usize>,
    content: Option<usize>,
    batch: Option<RecordBatch>,
    next: usize,
}

/// One row: its name, and its bytes when the stream has them.
pub(crate) struct DocumentRow {
    pub(crate) path: Option<String>,
    /// The content, when there is a column of that name.
    pub(crate) content: Option<Cell>,
}

/// A binary value, where the stream's owner put it.
pub(crate) struct Cell {
    column: arrow_array::ArrayRef,
    row: usize,
}

impl Cell {
    /// The bytes; nothing where there is no value.
    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        let (column, row) = (self.column.as_any(), self.row);
        if self.column.is_null(row) {
            return None;
        }
        if let Some(column) = column.downcast_ref::<BinaryArray>() {
            Some(column.value(row))
        } else if let Some(column) = column.downcast_ref::<LargeBinaryArray>() {
            Some(column.value(row))
        } else {
            column.downcast_ref::<BinaryViewArray>().map(|column| column.value(row))
        }
    }
}

fn text(column: &dyn Array, row: usize) -> Option<String> {
    if column.is_null(row) {
        return None;
    }
    let column = column.as_any();
    let text = if let Some(column) = column.downcast_ref::<StringArray>() {
        column.value(row)
    } else if let Some(column) = column.downcast_ref::<LargeStringArray>() {
        column.value(row)
    } else {
        column.downcast_ref::<StringViewArray>()?.value(row)
    };
    Some(text.to_owned())
}

impl DocumentStream {
    /// The stream of a value that has one.
    pub(crate) fn open(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        let capsule = value.call_method0("__arrow_c_stream__")?;
        let pointer = capsule.cast::<PyCapsule>()?.pointer_checked(Some(STREAM))?;
        let reader = import(pointer.cast().as_ptr()).map_err(|error| wrong(&error))?;
        let schema = reader.schema();
        let column = |name: &str, is_right: fn(&DataType) -> bool| match schema.column_with_name(name) {
            None => Ok(None),
            Some((index, field)) if is_right(field.data_type()) => Ok(Some(index)),
            Some((_, field)) => Err(PyValueError::new_err(format!("the column `{name}` cannot be {}", field.data_type()))),
        };
        let path = column("path", |kind| matches!(kind, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View))?;
        let content = column("content", |kind| matches!(kind, DataType::Binary | DataType::LargeBinary | DataType::BinaryView))?;
        if path.is_none() && content.is_none() {
            return Err(PyValueError::new_err("documents need a column `path` (text) or `content` (binary)"));
        }
        Ok(Self { reader, path, content, batch: None, next: 0 })
    }

    /// Whether documents come with their bytes.
    pub(crate) fn has_content(&self) -> bool {
        self.content.is_some()
    }
}

#[allow(unsafe_code)]
fn import(stream: *mut FFI_ArrowArrayStream) -> Result<ArrowArrayStreamReader, ArrowError> {
    // SAFETY: the pointer is that of a capsule named `arrow_array_stream`, which by the Arrow PyCapsule interface is a valid
    // stream, and the capsule outlives this call. The stream is moved out; a released one is left behind.
    unsafe { ArrowArrayStreamReader::from_raw(stream) }
}

impl Iterator for DocumentStream {
    type Item = Result<DocumentRow, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(batch) = self.batch.as_ref().filter(|batch| self.next < batch.num_rows()) {
                let row = self.next;
                self.next += 1;
                let path = self.path.and_then(|index| text(batch.column(index), row));
                let content = self.content.map(|index| Cell { column: batch.column(index).clone(), row });
                return Some(Ok(DocumentRow { path, content }));
            }
            // What was read is let go before more is asked for.
            self.batch = None;
            match self.reader.next()? {
                Ok(batch) => (self.batch, self.next) = (Some(batch), 0),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}
