//! The parts of a report as frozen classes of Python, made from the report's model: names are those of the JSON report.

use longseal::evidence::ValidationDataFacts;
use longseal::pdf::changes::ChangeItem;
use longseal::report::{self, CertificateReport, ChangesReport, Language, PermissionsReport, RevocationReport, TimestampReport};
use longseal::time::Instant;
use pyo3::prelude::*;
use pyo3::types::{PyDateTime, PyTuple, PyTzInfo};

use crate::errors::word;

/// A `datetime` in UTC. Years before 1, which Python does not have and only nonsense has, become the first instant.
pub(crate) fn datetime(py: Python<'_>, instant: Instant) -> PyResult<Py<PyAny>> {
    let (year, month, day, hour, minute, second) = instant.civil();
    let utc = PyTzInfo::utc(py)?;
    let made = if year < 1 {
        PyDateTime::new(py, 1, 1, 1, 0, 0, 0, 0, Some(&utc))
    } else {
        PyDateTime::new(py, year, month, day, hour, minute, second, instant.subsecond_nanos() / 1_000, Some(&utc))
    };
    Ok(made?.into_any().unbind())
}

pub(crate) fn optional_datetime(py: Python<'_>, instant: Option<Instant>) -> PyResult<Option<Py<PyAny>>> {
    instant.map(|instant| datetime(py, instant)).transpose()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A tuple of what `make` makes of each.
pub(crate) fn tuple<'a, T: 'a, C: pyo3::PyClass + Into<PyClassInitializer<C>>>(
    py: Python<'_>,
    items: &'a [T],
    mut make: impl FnMut(&'a T) -> PyResult<C>,
) -> PyResult<Py<PyTuple>> {
    let made: Vec<Py<C>> = items.iter().map(|item| Py::new(py, make(item)?)).collect::<PyResult<_>>()?;
    Ok(PyTuple::new(py, made)?.unbind())
}

/// Why: a code, how it bears on the verdict, the clause it rests on, and a sentence.
///
///     >>> reason = report.signatures[0].reasons[0]
///     >>> reason.code, reason.severity, reason.message
///     ('timestamp.proves-time', <Severity.INFO: 'info'>, 'A timestamp proves that the signature existed on 2025-06-01T09:00:05Z.')
#[pyclass(frozen, get_all, module = "longseal")]
pub(crate) struct Reason {
    code: String,
    severity: Py<PyAny>,
    clause: String,
    message: String,
}

#[pymethods]
impl Reason {
    fn __repr__(&self) -> String {
        format!("<Reason {}: {}>", self.code, self.message)
    }
}

pub(crate) fn reasons(py: Python<'_>, reasons: &[longseal::reason::Reason], language: Language) -> PyResult<Py<PyTuple>> {
    tuple(py, reasons, |reason| self::reason(py, reason, language))
}

/// One reason in words.
pub(crate) fn reason(py: Python<'_>, reason: &longseal::reason::Reason, language: Language) -> PyResult<Reason> {
    Ok(Reason {
        code: reason.code.as_str().to_owned(),
        severity: word(py, "Severity", reason.severity.as_str())?,
        clause: reason.code.clause().to_owned(),
        message: report::message(reason, language),
    })
}

/// What is known of a certificate's revocation.
///
///     >>> report.signatures[0].certificates[0].revocation.status
///     <RevocationStatus.NOT_CHECKED: 'not-checked'>
#[pyclass(frozen, get_all, module = "longseal")]
pub(crate) struct Revocation {
    status: Py<PyAny>,
    source: Option<String>,
    this_update: Option<Py<PyAny>>,
    next_update: Option<Py<PyAny>>,
    revoked_at: Option<Py<PyAny>>,
    reason: Option<String>,
    sha256: Option<String>,
}

impl Revocation {
    fn new(py: Python<'_>, revocation: &RevocationReport) -> PyResult<Self> {
        Ok(Self {
            status: word(py, "RevocationStatus", revocation.status)?,
            source: revocation.source.map(str::to_owned),
            this_update: optional_datetime(py, revocation.this_update)?,
            next_update: optional_datetime(py, revocation.next_update)?,
            revoked_at: optional_datetime(py, revocation.revoked_at)?,
            reason: revocation.reason.map(|reason| reason.as_str().to_owned()),
            sha256: revocation.sha256.as_ref().map(|digest| hex(digest)),
        })
    }
}

/// One certificate of a path.
///
///     >>> [certificate.subject.split(",")[0] for certificate in report.signatures[0].certificates]
///     ['CN=Nguyễn Văn A', 'CN=CA thử nghiệm 1', 'CN=Gốc thử nghiệm Longseal']
#[pyclass(frozen, get_all, module = "longseal")]
pub(crate) struct Certificate {
    subject: String,
    issuer: String,
    serial: String,
    sha256: String,
    not_before: Py<PyAny>,
    not_after: Py<PyAny>,
    trust_anchor: bool,
    revocation: Option<Py<Revocation>>,
}

#[pymethods]
impl Certificate {
    fn __repr__(&self) -> String {
        format!("<Certificate {}>", self.subject)
    }
}

pub(crate) fn certificates(py: Python<'_>, certificates: &[CertificateReport]) -> PyResult<Py<PyTuple>> {
    tuple(py, certificates, |certificate| {
        let revocation = certificate.revocation.as_ref();
        Ok(Certificate {
            subject: certificate.subject.clone(),
            issuer: certificate.issuer.clone(),
            serial: certificate.serial.clone(),
            sha256: hex(&certificate.sha256),
            not_before: datetime(py, certificate.not_before)?,
            not_after: datetime(py, certificate.not_after)?,
            trust_anchor: certificate.trust_anchor,
            revocation: revocation.map(|revocation| Py::new(py, Revocation::new(py, revocation)?)).transpose()?,
        })
    })
}

/// A timestamp inside a signature.
///
///     >>> report.signatures[0].timestamps[0]
///     <Timestamp 2025-06-01 09:00:05+00:00 PASSED>
#[pyclass(frozen, get_all, module = "longseal")]
pub(crate) struct Timestamp {
    r#type: Py<PyAny>,
    time: Py<PyAny>,
    intact: Option<bool>,
    indication: Py<PyAny>,
    sub_indication: Option<Py<PyAny>>,
    signed_by: Option<String>,
    digest_algorithm: Option<String>,
    certificates: Py<PyTuple>,
    reasons: Py<PyTuple>,
}

#[pymethods]
impl Timestamp {
    fn __repr__(&self) -> String {
        format!("<Timestamp {} {}>", self.time, self.indication)
    }
}

pub(crate) fn timestamps(py: Python<'_>, timestamps: &[TimestampReport], language: Language) -> PyResult<Py<PyTuple>> {
    tuple(py, timestamps, |timestamp| {
        let sub_indication = timestamp.sub_indication;
        Ok(Timestamp {
            r#type: word(py, "TimestampType", timestamp.kind.as_str())?,
            time: datetime(py, timestamp.time)?,
            intact: timestamp.intact,
            indication: word(py, "BlockIndication", timestamp.indication.as_block_str())?,
            sub_indication: sub_indication.map(|sub| word(py, "SubIndication", sub.as_str())).transpose()?,
            signed_by: timestamp.signed_by.clone(),
            digest_algorithm: timestamp.digest_algorithm.clone(),
            certificates: certificates(py, &timestamp.certificates)?,
            reasons: reasons(py, &timestamp.reasons, language)?,
        })
    })
}

/// One change after signing.
///
///     >>> signature = verifier.verify("commented.pdf").signatures[0]
///     >>> signature.changes.items[0].level
///     <ChangeLevel.ANNOTATIONS: 'annotations'>
#[pyclass(frozen, get_all, module = "longseal")]
pub(crate) struct Change {
    revision: u32,
    object: String,
    path: String,
    code: String,
    what: String,
    level: Py<PyAny>,
}

#[pymethods]
impl Change {
    fn __repr__(&self) -> String {
        format!("<Change {}: {}>", self.path, self.what)
    }
}

/// What later revisions changed.
///
///     >>> changes = report.signatures[0].changes
///     >>> changes.level, changes.permitted, changes.items
///     (<ChangeLevel.NONE: 'none'>, True, ())
#[pyclass(frozen, get_all, module = "longseal")]
pub(crate) struct Changes {
    level: Py<PyAny>,
    permitted: Option<bool>,
    items: Py<PyTuple>,
}

impl Changes {
    pub(crate) fn new(py: Python<'_>, changes: &ChangesReport, language: Language) -> PyResult<Self> {
        let items = tuple(py, &changes.items, |item: &ChangeItem| {
            Ok(Change {
                revision: item.revision,
                object: item.object.to_string(),
                path: report::place(&item.place, language),
                code: item.what.code.as_str().to_owned(),
                what: report::message(&item.what, language),
                level: word(py, "ChangeLevel", item.level.as_str())?,
            })
        })?;
        Ok(Self { level: word(py, "ChangeLevel", changes.level.as_str())?, permitted: changes.permitted, items })
    }
}

/// DocMDP, FieldMDP and /Lock.
///
///     >>> report.signatures[0].permissions.docmdp is None
///     True
#[pyclass(frozen, get_all, module = "longseal")]
pub(crate) struct Permissions {
    docmdp: Option<u8>,
    fieldmdp: Option<String>,
    lock: Option<String>,
}

impl Permissions {
    pub(crate) fn new(permissions: &PermissionsReport) -> Self {
        Self { docmdp: permissions.docmdp, fieldmdp: permissions.fieldmdp.clone(), lock: permissions.lock.clone() }
    }
}

/// What /DSS holds: how many of each.
///
///     >>> report.validation_data.certificates
///     0
#[pyclass(frozen, get_all, module = "longseal")]
pub(crate) struct ValidationData {
    certificates: u32,
    crls: u32,
    ocsps: u32,
    vri: u32,
}

impl ValidationData {
    pub(crate) fn new(data: &ValidationDataFacts) -> Self {
        Self { certificates: data.certificates, crls: data.crls, ocsps: data.ocsps, vri: data.vri }
    }
}

/// One revision of a file.
///
///     >>> [(revision.start, revision.end) for revision in report.revisions]
///     [(0, 749), (749, 10020)]
#[pyclass(frozen, get_all, module = "longseal")]
pub(crate) struct Revision {
    pub(crate) number: usize,
    pub(crate) start: u64,
    pub(crate) end: u64,
    pub(crate) objects: u32,
}

/// The policy's name and the digest of its rules.
///
///     >>> report.policy.name
///     'default+revocation-none'
#[pyclass(frozen, get_all, module = "longseal")]
pub(crate) struct PolicyReference {
    pub(crate) name: String,
    pub(crate) digest: String,
}
