//! `Report` and `Signature`.

use std::sync::Arc;

use longseal::report::{self, Language, SignatureReport};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyTuple;

use crate::errors::word;
use crate::settings::language_of;
use crate::values::{
    Changes, Permissions, PolicyReference, Reason, Revision, ValidationData, certificates, datetime, hex, optional_datetime,
    reason, reasons, timestamps, tuple,
};

/// The verdict on one document.
///
///     >>> report.indication, report.signatures_count, report.valid_signatures_count
///     (<Indication.TOTAL_PASSED: 'TOTAL-PASSED'>, 1, 1)
#[pyclass(frozen, module = "longseal")]
pub(crate) struct Report {
    verdict: Arc<report::Report>,
    path: Option<String>,
    language: Language,
    signatures: PyOnceLock<Py<PyTuple>>,
}

impl Report {
    pub(crate) fn new(verdict: Arc<report::Report>, path: Option<String>, language: Language) -> Self {
        Self { verdict, path, language, signatures: PyOnceLock::new() }
    }

    fn language(&self, lang: Option<&str>) -> PyResult<Language> {
        lang.map_or(Ok(self.language), language_of)
    }

    fn name(&self) -> &str {
        self.path.as_deref().unwrap_or_default()
    }
}

#[pymethods]
impl Report {
    /// What the document was named by; `None` for bytes without a name.
    #[getter]
    fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// Bytes.
    #[getter]
    fn size(&self) -> u64 {
        self.verdict.document.size
    }

    /// SHA-256 of the file, hexadecimal.
    #[getter]
    fn sha256(&self) -> String {
        hex(&self.verdict.document.sha256)
    }

    /// The time the verdict is for.
    #[getter]
    fn validation_time(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        datetime(py, self.verdict.validation_time)
    }

    /// The policy's name and the digest of its rules.
    #[getter]
    fn policy(&self) -> PolicyReference {
        PolicyReference { name: self.verdict.policy.name.clone(), digest: hex(&self.verdict.policy.digest) }
    }

    /// SHA-256 over the trust anchors.
    #[getter]
    fn trust_digest(&self) -> String {
        hex(&self.verdict.trust_digest)
    }

    /// SHA-256 over the material given beside the document; `None` when none was.
    #[getter]
    fn material_digest(&self) -> Option<String> {
        self.verdict.material_digest.as_ref().map(|digest| hex(digest))
    }

    /// The worst of all signatures and document timestamps; `None` when there are none.
    #[getter]
    fn indication(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        self.verdict.indication().map(|indication| word(py, "Indication", indication.as_str())).transpose()
    }

    /// How many signatures there are, document timestamps not counted.
    #[getter]
    fn signatures_count(&self) -> usize {
        self.verdict.signatures_count()
    }

    /// How many of them are TOTAL-PASSED.
    #[getter]
    fn valid_signatures_count(&self) -> usize {
        self.verdict.valid_signatures_count()
    }

    /// Signatures and document timestamps, oldest first.
    #[getter]
    fn signatures(&self, py: Python<'_>) -> PyResult<Py<PyTuple>> {
        let make = || tuple(py, &self.verdict.signatures, |signature| Signature::new(py, signature, self.language));
        Ok(self.signatures.get_or_try_init(py, make)?.clone_ref(py))
    }

    /// What /DSS holds.
    #[getter]
    fn validation_data(&self) -> ValidationData {
        ValidationData::new(&self.verdict.validation_data)
    }

    /// Revisions of the file, oldest first.
    #[getter]
    fn revisions(&self, py: Python<'_>) -> PyResult<Py<PyTuple>> {
        let mut number = 0;
        tuple(py, &self.verdict.revisions, |revision| {
            number += 1;
            Ok(Revision { number: number - 1, start: revision.start, end: revision.end, objects: revision.objects })
        })
    }

    /// Findings on the file as a whole.
    #[getter]
    fn reasons(&self, py: Python<'_>) -> PyResult<Py<PyTuple>> {
        reasons(py, &self.verdict.reasons, self.language)
    }

    /// The JSON report, `longseal/report/1`: the same bytes as `longseal verify --format jsonl`.
    ///
    ///     >>> report.to_json()[:30]
    ///     '{"schema":"longseal/report/1",'
    #[pyo3(signature = (*, lang = None))]
    fn to_json(&self, lang: Option<&str>) -> PyResult<String> {
        Ok(report::to_json(&self.verdict, self.path.as_deref(), self.language(lang)?))
    }

    /// The JSON report as dictionaries and lists.
    ///
    ///     >>> report.to_dict()["signatures"][0]["field"]
    ///     'Signature1'
    #[pyo3(signature = (*, lang = None))]
    fn to_dict(&self, py: Python<'_>, lang: Option<&str>) -> PyResult<Py<PyAny>> {
        Ok(py.import("json")?.call_method1("loads", (self.to_json(lang)?,))?.unbind())
    }

    /// The report for people.
    ///
    ///     >>> print(report.to_text(lang="vi"))  # doctest: +ELLIPSIS
    ///     decree.pdf...
    #[pyo3(signature = (*, lang = None))]
    fn to_text(&self, lang: Option<&str>) -> PyResult<String> {
        Ok(report::to_text(&self.verdict, self.name(), self.language(lang)?))
    }

    /// A whole page for people.
    ///
    ///     >>> report.to_html()[:15]
    ///     '<!doctype html>'
    #[pyo3(signature = (*, lang = None))]
    fn to_html(&self, lang: Option<&str>) -> PyResult<String> {
        let language = self.language(lang)?;
        let body = report::to_html(&self.verdict, self.name(), language);
        Ok([report::html_head(language), body, report::html_tail().to_owned()].concat())
    }

    /// The validation report of ETSI TS 119 102-2, XML.
    ///
    ///     >>> "ValidationReport" in report.to_etsi()
    ///     True
    #[pyo3(signature = (*, lang = None))]
    fn to_etsi(&self, lang: Option<&str>) -> PyResult<String> {
        Ok(report::to_etsi(&self.verdict, self.name(), self.language(lang)?))
    }

    /// A PREMIS 3 event with its object and agent, XML.
    ///
    ///     >>> "digital signature validation" in report.to_premis()
    ///     True
    #[pyo3(signature = (*, lang = None))]
    fn to_premis(&self, lang: Option<&str>) -> PyResult<String> {
        Ok(report::to_premis(&self.verdict, self.name(), self.language(lang)?))
    }

    fn __repr__(&self) -> String {
        format!("<Report {:?}: {}>", self.path.as_deref().unwrap_or("bytes"), indication(&self.verdict))
    }

    #[allow(clippy::unused_self)] // Python calls it on a value.
    fn __bool__(&self) -> PyResult<bool> {
        Err(PyValueError::new_err("a verdict has three outcomes: compare report.indication"))
    }
}

/// The verdict in a word, for people.
pub(crate) fn indication(verdict: &report::Report) -> &'static str {
    verdict.indication().map_or("no signatures", longseal::Indication::as_str)
}

/// The verdict on one signature or document timestamp.
///
///     >>> signature = report.signatures[0]
///     >>> signature.signed_by, str(signature.best_signature_time), signature.intact
///     ('Nguyễn Văn A', '2025-06-01 09:00:05+00:00', True)
#[pyclass(frozen, get_all, module = "longseal")]
#[allow(clippy::struct_field_names)] // The names of the JSON report.
pub(crate) struct Signature {
    field: String,
    r#type: Py<PyAny>,
    subfilter: Option<String>,
    format: Py<PyAny>,
    revision: Option<u32>,
    byte_range: Py<PyTuple>,
    coverage: Py<PyAny>,
    intact: Option<bool>,
    indication: Py<PyAny>,
    sub_indication: Option<Py<PyAny>>,
    digest_algorithm: Option<String>,
    signature_algorithm: Option<String>,
    key_size: Option<u32>,
    signed_by: Option<String>,
    claimed_signing_time: Option<Py<PyAny>>,
    best_signature_time: Option<Py<PyAny>>,
    renewal_due: Option<Py<PyAny>>,
    renewal_cause: Option<Py<Reason>>,
    certificates: Py<PyTuple>,
    timestamps: Py<PyTuple>,
    changes: Py<Changes>,
    permissions: Py<Permissions>,
    reasons: Py<PyTuple>,
}

impl Signature {
    fn new(py: Python<'_>, signature: &SignatureReport, language: Language) -> PyResult<Self> {
        let sub_indication = signature.sub_indication;
        Ok(Self {
            field: signature.field.clone(),
            r#type: word(py, "SignatureType", signature.kind.as_str())?,
            subfilter: signature.subfilter.clone(),
            format: word(py, "SignatureFormat", signature.format.as_str())?,
            revision: signature.revision,
            byte_range: PyTuple::new(py, &signature.byte_range)?.unbind(),
            coverage: word(py, "Coverage", signature.coverage.as_str())?,
            intact: signature.intact,
            indication: word(py, "Indication", signature.indication.as_str())?,
            sub_indication: sub_indication.map(|sub| word(py, "SubIndication", sub.as_str())).transpose()?,
            digest_algorithm: signature.digest_algorithm.clone(),
            signature_algorithm: signature.signature_algorithm.clone(),
            key_size: signature.key_size,
            signed_by: signature.signed_by.clone(),
            claimed_signing_time: optional_datetime(py, signature.claimed_signing_time)?,
            best_signature_time: optional_datetime(py, signature.best_signature_time)?,
            renewal_due: optional_datetime(py, signature.renewal_due)?,
            renewal_cause: signature.renewal_cause.as_ref().map(|cause| Py::new(py, reason(py, cause, language)?)).transpose()?,
            certificates: certificates(py, &signature.certificates)?,
            timestamps: timestamps(py, &signature.timestamps, language)?,
            changes: Py::new(py, Changes::new(py, &signature.changes, language)?)?,
            permissions: Py::new(py, Permissions::new(&signature.permissions))?,
            reasons: reasons(py, &signature.reasons, language)?,
        })
    }
}

#[pymethods]
impl Signature {
    fn __repr__(&self) -> String {
        format!("<Signature {:?}: {}>", self.field, self.indication)
    }

    #[allow(clippy::unused_self)] // Python calls it on a value.
    fn __bool__(&self) -> PyResult<bool> {
        Err(PyValueError::new_err("a verdict has three outcomes: compare signature.indication"))
    }
}
