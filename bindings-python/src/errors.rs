//! The exceptions of `longseal.errors`, and enumerations of `longseal.enums`: they are written in Python.

use std::fmt;

use longseal::Error;
use longseal_archive::bulk::Panicked;
use longseal_archive::settings::SettingsError;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// Why there is no verdict on bytes.
pub(crate) enum NotExamined {
    Refused(Error),
    Panicked(Panicked),
}

impl NotExamined {
    /// The code of report rows.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Refused(error) => error.code(),
            Self::Panicked(panicked) => panicked.code(),
        }
    }

    /// The exception of `longseal.errors`.
    pub(crate) fn exception(&self, py: Python<'_>) -> PyErr {
        let class = match self {
            Self::Refused(Error::NotPdf) => "NotPdf",
            Self::Refused(Error::WrongPassword | Error::UnsupportedEncryption(_)) => "Encrypted",
            Self::Refused(Error::LimitExceeded(_)) => "LimitExceeded",
            Self::Refused(_) => "Unreadable",
            Self::Panicked(_) => "InternalError",
        };
        let errors = py.import("longseal.errors");
        let exception = errors.and_then(|errors| errors.getattr(class)?.call1((self.to_string(), self.code())));
        exception.map_or_else(|error| error, PyErr::from_value)
    }
}

impl fmt::Display for NotExamined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(error) => error.fmt(f),
            Self::Panicked(panicked) => panicked.fmt(f),
        }
    }
}

/// Trust, material or policies that cannot be used: a mistake of the caller.
pub(crate) fn wrong_settings(error: &SettingsError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// The member of an enumeration with this value.
pub(crate) fn word(py: Python<'_>, class: &str, value: &str) -> PyResult<Py<PyAny>> {
    Ok(py.import("longseal.enums")?.getattr(class)?.call1((value,))?.unbind())
}
