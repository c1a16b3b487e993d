//! The exceptions of `longseal.errors`, and enumerations of `longseal.enums`: they are written in Python.

use longseal::Error;
use longseal_archive::settings::SettingsError;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// A document that could not be examined.
pub(crate) fn not_examined(py: Python<'_>, error: &Error) -> PyErr {
    let class = match error {
        Error::NotPdf => "NotPdf",
        Error::WrongPassword | Error::UnsupportedEncryption(_) => "Encrypted",
        Error::LimitExceeded(_) => "LimitExceeded",
        _ => "Unreadable",
    };
    raise(py, class, &error.to_string(), error.code())
}

fn raise(py: Python<'_>, class: &str, message: &str, code: &str) -> PyErr {
    let exception =
        py.import("longseal.errors").and_then(|errors| errors.getattr(class)).and_then(|class| class.call1((message, code)));
    exception.map_or_else(|error| error, PyErr::from_value)
}

/// Trust, material or policies that cannot be used: a mistake of the caller.
pub(crate) fn wrong_settings(error: &SettingsError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// The member of an enumeration with this value.
pub(crate) fn word(py: Python<'_>, class: &str, value: &str) -> PyResult<Py<PyAny>> {
    Ok(py.import("longseal.enums")?.getattr(class)?.call1((value,))?.unbind())
}
