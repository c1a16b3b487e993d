//! `Verifier`.

use longseal::indication::SubIndication;
use longseal::reason::ReasonCode;
use longseal::report::{self, SignatureFormat};
use longseal_archive::bulk::Order;
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::types::PyType;

use crate::document::Document;
use crate::errors::wrong_settings;
use crate::evidence::Evidence;
use crate::many::{Plan, Verdicts};
use crate::report::Report;
use crate::settings::{self, Portable, Recipe};
use crate::values::datetime;

/// Collects evidence and judges it, by one trust, policy and time. Shared between threads; it remembers certificates, CRLs
/// and signatures on them across documents.
///
///     >>> verifier = longseal.Verifier(trust="roots/", at="2026-01-01T00:00:00Z", revocation="none")
///     >>> verifier.verify("decree.pdf")
///     <Report "decree.pdf": TOTAL-PASSED>
#[pyclass(frozen, module = "longseal")]
pub(crate) struct Verifier {
    pub(crate) verifier: longseal::Verifier,
    pub(crate) recipe: Recipe,
}

impl Verifier {
    fn made(recipe: Recipe) -> PyResult<Self> {
        let verifier = recipe.verifier().map_err(|error| wrong_settings(&error))?;
        Ok(Self { verifier, recipe })
    }
}

#[pymethods]
impl Verifier {
    #[new]
    #[pyo3(signature = (*, trust, material = None, policy = None, revocation = None, at = None, password = None, lang = "en"))]
    #[allow(clippy::too_many_arguments)] // Keyword arguments, in Python.
    fn new(
        py: Python<'_>,
        trust: &Bound<'_, PyAny>,
        material: Option<&Bound<'_, PyAny>>,
        policy: Option<&Bound<'_, PyAny>>,
        revocation: Option<&str>,
        at: Option<&Bound<'_, PyAny>>,
        password: Option<&Bound<'_, PyAny>>,
        lang: &str,
    ) -> PyResult<Self> {
        Self::made(Recipe {
            trust: settings::trust(py, trust)?,
            material: material.map_or_else(|| Ok(Vec::new()), |material| settings::material(py, material))?,
            policy: settings::policy(policy)?,
            revocation: revocation.map(settings::revocation_requirement).transpose()?,
            at: settings::time(at)?,
            password: settings::password(password)?,
            language: settings::language_of(lang)?,
        })
    }

    /// The time that verdicts are for.
    #[getter]
    fn validation_time(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        datetime(py, self.verifier.validation_time())
    }

    /// Collects the facts of a document: what hashing and public-key arithmetic cost.
    ///
    ///     >>> verifier.collect("decree.pdf")
    ///     <Evidence of "decree.pdf": 1 signatures>
    #[pyo3(signature = (data, *, name = None))]
    fn collect(&self, py: Python<'_>, data: &Bound<'_, PyAny>, name: Option<String>) -> PyResult<Evidence> {
        let document = Document::of(data)?;
        let evidence = document.examine(py, |bytes| self.verifier.collect(bytes))?;
        Ok(Evidence { evidence, path: name.or_else(|| document.name()) })
    }

    /// Judges evidence: microseconds, and it never fails.
    ///
    ///     >>> later = longseal.Verifier(trust="roots/", at="2040-01-01T00:00:00Z", revocation="none")
    ///     >>> later.judge(verifier.collect("decree.pdf"))
    ///     <Report "decree.pdf": INDETERMINATE>
    fn judge(&self, py: Python<'_>, evidence: &Bound<'_, Evidence>) -> Report {
        let given = evidence.get();
        let report = py.detach(|| self.verifier.judge(&given.evidence));
        Report::new(report.into(), given.path.clone(), self.recipe.language)
    }

    /// Collects and judges.
    ///
    ///     >>> verifier.verify(open("decree.pdf", "rb").read(), name="a decree")
    ///     <Report "a decree": TOTAL-PASSED>
    #[pyo3(signature = (data, *, name = None))]
    fn verify(&self, py: Python<'_>, data: &Bound<'_, PyAny>, name: Option<String>) -> PyResult<Report> {
        let document = Document::of(data)?;
        let report = document.examine(py, |bytes| self.verifier.verify(bytes))?;
        Ok(Report::new(report.into(), name.or_else(|| document.name()), self.recipe.language))
    }

    /// Verifies many documents on several threads: the verdicts are read as rows, or as Arrow record batches.
    ///
    /// `documents` is a file, a folder that is searched for `.pdf`, or a pattern such as `2019/**/*.pdf`; or an iterable of
    /// documents, each a path or a pair of name and bytes; or anything with an Arrow stream that has a column `content`
    /// (binary), or `path` (text) of files to read, or both. Nothing is begun before the first row is asked for. One bad
    /// document never stops a run: it is a row. `progress` is called with the number of documents finished since its last
    /// call, in the thread that reads: the `update` of a tqdm bar will do.
    ///
    ///     >>> for row in verifier.verify_many(["decree.pdf", "missing.pdf"]):
    ///     ...     print(row)  # doctest: +ELLIPSIS
    ///     <Row "decree.pdf": TOTAL-PASSED>
    ///     <Row "missing.pdf": No such file or directory...>
    #[pyo3(signature = (documents, *, threads = None, table = "documents", ordered = true, progress = None, rows_per_batch = 1024))]
    #[allow(clippy::too_many_arguments)] // Keyword arguments, in Python.
    fn verify_many(
        &self,
        py: Python<'_>,
        documents: Py<PyAny>,
        threads: Option<usize>,
        table: &str,
        ordered: bool,
        progress: Option<Py<PyAny>>,
        rows_per_batch: usize,
    ) -> PyResult<Verdicts> {
        let plan = Plan {
            verifier: self.verifier.clone(),
            language: self.recipe.language,
            documents,
            threads: threads.or_else(|| std::thread::available_parallelism().ok().map(Into::into)).unwrap_or(1).max(1),
            table: settings::table(table)?,
            order: if ordered { Order::AsFound } else { Order::AsFinished },
            progress,
            rows_per_batch: rows_per_batch.max(1),
        };
        // What can never be documents is a mistake here, and not where the first row is asked for.
        plan.check(py)?;
        Ok(Verdicts::new(plan))
    }

    /// Everything this verifier is made of: trust and material as bytes, no paths.
    fn __getstate__(&self) -> Portable {
        self.recipe.to_portable()
    }

    /// The verifier that has this state.
    #[classmethod]
    fn _restore(_: &Bound<'_, PyType>, state: Portable) -> PyResult<Self> {
        Self::made(Recipe::from_portable(state)?)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (Portable,))> {
        let restore = py.get_type::<Self>().getattr("_restore")?;
        Ok((restore, (self.recipe.to_portable(),)))
    }

    fn __repr__(&self) -> String {
        format!("<Verifier at {}>", self.verifier.validation_time())
    }
}

/// The clause and the sentence behind a reason's code.
///
///     >>> longseal.explain("path.no-trust-anchor", lang="en")  # doctest: +ELLIPSIS
///     ('EN 319 102-1...', '...')
#[pyfunction]
#[pyo3(signature = (code, *, lang = "en"))]
pub(crate) fn explain(code: &str, lang: &str) -> PyResult<(&'static str, &'static str)> {
    let language = settings::language_of(lang)?;
    let found = ReasonCode::ALL.iter().find(|known| known.as_str() == code);
    let found = found.ok_or_else(|| PyKeyError::new_err(code.to_owned()))?;
    Ok((found.clause(), report::template(*found, language)))
}

/// The words that reports use, for the test that holds `longseal.enums` against them.
#[pyfunction]
#[pyo3(name = "_words")]
pub(crate) fn words() -> (Vec<&'static str>, Vec<&'static str>) {
    let formats = [
        SignatureFormat::PadesBaselineB,
        SignatureFormat::PadesBaselineT,
        SignatureFormat::PadesBaselineLt,
        SignatureFormat::PadesBaselineLta,
        SignatureFormat::PadesBes,
        SignatureFormat::PadesEpes,
        SignatureFormat::PadesLtv,
        SignatureFormat::Pkcs7B,
        SignatureFormat::Pkcs7T,
        SignatureFormat::Pkcs7Lt,
        SignatureFormat::Pkcs7Lta,
        SignatureFormat::PdfNotEtsi,
    ];
    (SubIndication::ALL.iter().map(|sub| sub.as_str()).collect(), formats.iter().map(|format| format.as_str()).collect())
}
