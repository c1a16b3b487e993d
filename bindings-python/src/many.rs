//! `Verdicts`: what came of many documents, as rows or as record batches.

use std::sync::{Arc, Mutex, MutexGuard, TryLockError};

use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, SchemaRef};
use longseal::report::{self, Language};
use longseal::time::Instant;
use longseal_archive::arrow::{Table, TableBuilder};
use longseal_archive::bulk::Order;
use pyo3::exceptions::{PyKeyboardInterrupt, PyRuntimeError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyCapsule;

use crate::arrow::{batch_capsules, schema_capsule, stream_capsule};
use crate::report::{Report, indication};
use crate::run::{Collector, Course, Fault, Outcome, Running};
use crate::settings::language_of;
use crate::{document, given};

/// Rows that may wait to be taken; as many may be taken and not read.
const ROWS_AHEAD: usize = 128;

/// Record batches that may wait to be read.
const BATCHES_AHEAD: usize = 2;

/// What a run is about and how it goes.
pub(crate) struct Plan {
    pub(crate) verifier: longseal::Verifier,
    pub(crate) language: Language,
    pub(crate) documents: Py<PyAny>,
    pub(crate) threads: usize,
    pub(crate) table: Table,
    pub(crate) order: Order,
    pub(crate) progress: Option<Py<PyAny>>,
    pub(crate) rows_per_batch: usize,
}

impl Plan {
    pub(crate) fn check(&self, py: Python<'_>) -> PyResult<()> {
        given::check(self.documents.bind(py))
    }

    fn run<C: Collector>(&self, py: Python<'_>, collector: C, ahead: usize) -> PyResult<Running<C>> {
        let course = Course { verifier: self.verifier.clone(), threads: self.threads, order: self.order };
        let progress = self.progress.as_ref().map(|progress| progress.clone_ref(py));
        Running::new(course, self.documents.bind(py), collector, ahead, progress)
    }

    fn batches(&self, py: Python<'_>) -> PyResult<Running<ToBatches>> {
        let builder = TableBuilder::new(self.table, self.language);
        let (rows, validation_time) = (self.rows_per_batch, self.verifier.validation_time());
        self.run(py, ToBatches { builder, rows, validation_time }, BATCHES_AHEAD)
    }
}

/// The verdicts on many documents. Iterate over the rows, or give it to whatever reads Arrow streams: pyarrow, polars, duckdb,
/// pandas. Every reading is a run of its own.
///
///     >>> import pyarrow
///     >>> verdicts = verifier.verify_many("2019/")
///     >>> pyarrow.table(verdicts).num_rows
///     2
#[pyclass(frozen, module = "longseal")]
pub(crate) struct Verdicts {
    plan: Plan,
}

impl Verdicts {
    pub(crate) fn new(plan: Plan) -> Self {
        Self { plan }
    }
}

#[pymethods]
impl Verdicts {
    /// Name and version of the table: `longseal/documents/1` or `longseal/signatures/1`.
    #[getter]
    fn schema_name(&self) -> &'static str {
        self.plan.table.name()
    }

    fn __iter__(&self, py: Python<'_>) -> PyResult<Rows> {
        let rows = self.plan.run(py, ToRows, ROWS_AHEAD)?;
        let validation_time = self.plan.verifier.validation_time();
        Ok(Rows { running: Mutex::new(rows), language: self.plan.language, validation_time })
    }

    /// Record batches one by one, each readable by every Arrow library.
    ///
    ///     >>> sum(len(batch) for batch in verifier.verify_many("2019/").batches())
    ///     2
    fn batches(&self, py: Python<'_>) -> PyResult<Batches> {
        Ok(Batches { running: Mutex::new(self.plan.batches(py)?) })
    }

    /// The columns, by the Arrow PyCapsule interface.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        schema_capsule(py, &self.plan.table.schema())
    }

    /// The record batches, by the Arrow PyCapsule interface. Another schema cannot be asked for.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let stream = Stream { batches: self.plan.batches(py)?, schema: self.plan.table.schema() };
        stream_capsule(py, Box::new(stream))
    }

    fn __repr__(&self) -> String {
        format!("<Verdicts as {}, {} threads>", self.plan.table.name(), self.plan.threads)
    }
}

/// Outcomes one by one.
struct ToRows;

impl Collector for ToRows {
    type Output = Outcome;

    fn add(&mut self, outcome: Outcome) -> Option<Outcome> {
        Some(outcome)
    }

    fn finish(&mut self) -> Option<Outcome> {
        None
    }
}

/// Outcomes as record batches.
struct ToBatches {
    builder: TableBuilder,
    rows: usize,
    validation_time: Instant,
}

impl Collector for ToBatches {
    type Output = RecordBatch;

    fn add(&mut self, outcome: Outcome) -> Option<RecordBatch> {
        match &outcome.result {
            Ok(report) => self.builder.push(report, &outcome.name),
            Err(fault) => {
                let (code, message, size) = fault.parts();
                let (path, validation_time) = (outcome.name.as_str(), self.validation_time);
                self.builder.push_fault(&report::Fault { code, message: &message, path, size, validation_time });
            }
        }
        (self.builder.rows() >= self.rows).then(|| self.builder.finish())
    }

    fn finish(&mut self) -> Option<RecordBatch> {
        (self.builder.rows() > 0).then(|| self.builder.finish())
    }
}

/// One reader at a time: another thread that asks meanwhile has made a mistake, as with a generator.
fn only_reader<T>(running: &Mutex<T>) -> PyResult<MutexGuard<'_, T>> {
    match running.try_lock() {
        Ok(guard) => Ok(guard),
        Err(TryLockError::Poisoned(poisoned)) => Ok(poisoned.into_inner()),
        Err(TryLockError::WouldBlock) => Err(PyRuntimeError::new_err("another thread is reading this run")),
    }
}

/// The rows of a run.
#[pyclass(frozen, module = "longseal")]
pub(crate) struct Rows {
    running: Mutex<Running<ToRows>>,
    language: Language,
    validation_time: Instant,
}

#[pymethods]
impl Rows {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Row>> {
        let Some(outcome) = only_reader(&self.running)?.next(py)? else { return Ok(None) };
        let (report, error) = (PyOnceLock::new(), PyOnceLock::new());
        Ok(Some(Row { outcome, language: self.language, validation_time: self.validation_time, report, error }))
    }
}

/// What came of one document: a report, or the exception that `verify` would have raised.
///
///     >>> [row.error if row.report is None else row.report.indication for row in verifier.verify_many("2019/")]
///     [<Indication.TOTAL_PASSED: 'TOTAL-PASSED'>, NotPdf('not a PDF file', 'error.not-pdf')]
#[pyclass(frozen, module = "longseal")]
pub(crate) struct Row {
    outcome: Outcome,
    language: Language,
    validation_time: Instant,
    /// Made when it is asked for.
    report: PyOnceLock<Py<Report>>,
    error: PyOnceLock<Py<PyAny>>,
}

#[pymethods]
impl Row {
    /// What the document was named by.
    #[getter]
    fn path(&self) -> &str {
        &self.outcome.name
    }

    /// The verdict; `None` when there is none.
    #[getter]
    fn report(&self, py: Python<'_>) -> PyResult<Option<Py<Report>>> {
        let Ok(verdict) = &self.outcome.result else { return Ok(None) };
        let make = || Py::new(py, Report::new(Arc::clone(verdict), Some(self.outcome.name.clone()), self.language));
        Ok(Some(self.report.get_or_try_init(py, make)?.clone_ref(py)))
    }

    /// Why there is none.
    #[getter]
    fn error(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        let Err(fault) = &self.outcome.result else { return None };
        let make = || {
            let exception = match fault {
                Fault::NotRead(error) => document::not_read(py, error, self.outcome.name.as_ref()),
                Fault::NotExamined { error, .. } => error.exception(py),
            };
            exception.into_value(py).into_any()
        };
        Some(self.error.get_or_init(py, make).clone_ref(py))
    }

    /// The JSON report, `longseal/report/1`; its member `error` says why there is no verdict.
    ///
    ///     >>> next(iter(verifier.verify_many("decree.pdf"))).to_json() == report.to_json()
    ///     True
    #[pyo3(signature = (*, lang = None))]
    fn to_json(&self, lang: Option<&str>) -> PyResult<String> {
        let language = lang.map_or(Ok(self.language), language_of)?;
        let path = Some(self.path());
        Ok(match &self.outcome.result {
            Ok(verdict) => report::to_json(verdict, path, language),
            Err(fault) => {
                let (code, message, size) = fault.parts();
                report::fault_to_json(code, &message, path, size, self.validation_time)
            }
        })
    }

    /// The same as dictionaries and lists.
    ///
    ///     >>> next(iter(verifier.verify_many(["missing.pdf"]))).to_dict()["error"]["code"]
    ///     'error.unreadable-file'
    #[pyo3(signature = (*, lang = None))]
    fn to_dict(&self, py: Python<'_>, lang: Option<&str>) -> PyResult<Py<PyAny>> {
        Ok(py.import("json")?.call_method1("loads", (self.to_json(lang)?,))?.unbind())
    }

    fn __repr__(&self) -> String {
        match &self.outcome.result {
            Ok(verdict) => format!("<Row {:?}: {}>", self.path(), indication(verdict)),
            Err(fault) => format!("<Row {:?}: {}>", self.path(), fault.parts().1),
        }
    }
}

/// The record batches of a run.
#[pyclass(frozen, module = "longseal")]
pub(crate) struct Batches {
    running: Mutex<Running<ToBatches>>,
}

#[pymethods]
impl Batches {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Batch>> {
        Ok(only_reader(&self.running)?.next(py)?.map(|batch| Batch { batch }))
    }
}

/// Some rows of a table: `pyarrow.record_batch(batch)` and its like in other libraries read it without a copy.
///
///     >>> import pyarrow
///     >>> batch = next(verifier.verify_many("2019/").batches())
///     >>> pyarrow.record_batch(batch).num_rows
///     2
#[pyclass(frozen, module = "longseal")]
pub(crate) struct Batch {
    batch: RecordBatch,
}

#[pymethods]
impl Batch {
    fn __len__(&self) -> usize {
        self.batch.num_rows()
    }

    /// The columns, by the Arrow PyCapsule interface.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        schema_capsule(py, &self.batch.schema())
    }

    /// The rows, by the Arrow PyCapsule interface. Another schema cannot be asked for.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
        let _ = requested_schema;
        batch_capsules(py, &self.batch)
    }

    fn __repr__(&self) -> String {
        format!("<Batch of {} rows>", self.batch.num_rows())
    }
}

/// The record batches of a run for a reader outside Python.
struct Stream {
    batches: Running<ToBatches>,
    schema: SchemaRef,
}

impl Iterator for Stream {
    type Item = Result<RecordBatch, ArrowError>;

    /// Whoever calls may hold the interpreter's lock or not: it is taken, and let go while waiting.
    fn next(&mut self) -> Option<Self::Item> {
        let next = Python::try_attach(|py| {
            self.batches.next(py).map_err(|error| {
                if error.is_instance_of::<PyKeyboardInterrupt>(py) {
                    // The reader will raise an error of its own kind: the interrupt is delivered again, after it. When that
                    // cannot be, the reader's error has to do.
                    let _ = py.import("_thread").and_then(|thread| thread.call_method0("interrupt_main"));
                }
                // It becomes a C string.
                ArrowError::ExternalError(error.to_string().replace('\0', " ").into())
            })
        });
        next?.transpose()
    }
}

impl RecordBatchReader for Stream {
    fn schema(&self) -> SchemaRef {
        SchemaRef::clone(&self.schema)
    }
}
