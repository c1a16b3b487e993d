//! `Evidence`: the facts of one document, to be judged again and again.

use longseal::evidence;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyType};

use crate::values::hex;

/// What a pickle holds: the function that makes the evidence again, and its arguments.
type Restored<'py, 'a> = (Bound<'py, PyAny>, (Bound<'py, PyBytes>, Option<&'a str>));

/// Every fact in the bytes of one document: no policy, no trust, no time. Kilobytes, where the document has megabytes.
///
///     >>> evidence = verifier.collect("decree.pdf")
///     >>> verifier.judge(evidence)
///     <Report "decree.pdf": TOTAL-PASSED>
#[pyclass(frozen, module = "longseal")]
pub(crate) struct Evidence {
    pub(crate) evidence: evidence::Evidence,
    pub(crate) path: Option<String>,
}

#[pymethods]
impl Evidence {
    /// What the document was named by; `None` for bytes without a name. Not part of the evidence.
    #[getter]
    fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// Bytes of the document.
    #[getter]
    fn size(&self) -> u64 {
        self.evidence.document.size
    }

    /// SHA-256 of the document, hexadecimal.
    #[getter]
    fn sha256(&self) -> String {
        hex(&self.evidence.document.sha256)
    }

    /// Signatures and document timestamps.
    #[getter]
    fn signatures_count(&self) -> usize {
        self.evidence.signatures.len()
    }

    /// The evidence with its certificates, CRLs and OCSP responses, as one item of deterministic CBOR (RFC 8949 §4.2): an
    /// evidence file, as docs/evidence.cddl describes it.
    ///
    ///     >>> stored = verifier.collect("decree.pdf").to_cbor()
    ///     >>> longseal.Evidence.from_cbor(stored, name="decree.pdf")
    ///     <Evidence of "decree.pdf": 1 signatures>
    fn to_cbor<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &py.detach(|| self.evidence.to_file()))
    }

    /// Reads what `to_cbor` writes.
    ///
    ///     >>> longseal.Evidence.from_cbor(b"%PDF")
    ///     Traceback (most recent call last):
    ///     ValueError: not evidence
    #[classmethod]
    #[pyo3(signature = (data, *, name = None))]
    fn from_cbor(_: &Bound<'_, PyType>, py: Python<'_>, data: &[u8], name: Option<String>) -> PyResult<Self> {
        let evidence = py.detach(|| evidence::Evidence::from_file(data));
        let evidence = evidence.map_err(|error| PyValueError::new_err(format!("not evidence: {error}")))?;
        Ok(Self { evidence, path: name })
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Restored<'py, '_>> {
        let restore = py.import("longseal._restore")?.getattr("evidence")?;
        Ok((restore, (self.to_cbor(py), self.path.as_deref())))
    }

    fn __repr__(&self) -> String {
        let path = self.path.as_deref().unwrap_or("bytes");
        format!("<Evidence of {path:?}: {} signatures>", self.evidence.signatures.len())
    }
}
