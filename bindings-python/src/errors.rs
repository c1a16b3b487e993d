//! The exceptions of `longseal.errors`, and enumerations of `longseal.enums`: they are written in Python.

use std::collections::HashMap;
use std::fmt;

use longseal::Error;
use longseal_archive::bulk::Panicked;
use longseal_archive::settings::SettingsError;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

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

/// Every member of every enumeration, by the names of the classes and by its value.
type Words = HashMap<String, HashMap<String, Py<PyAny>>>;

/// The member of an enumeration with this value. Asking its class, in Python, would take longer than the rest of most attributes.
pub(crate) fn word(py: Python<'_>, class: &str, value: &str) -> PyResult<Py<PyAny>> {
    static WORDS: PyOnceLock<Words> = PyOnceLock::new();
    let words = WORDS.get_or_try_init(py, || all_words(py))?;
    let member = words.get(class).and_then(|members| members.get(value));
    let member = member.ok_or_else(|| PyValueError::new_err(format!("{value:?} is not a word of longseal.{class}")))?;
    Ok(member.clone_ref(py))
}

fn all_words(py: Python<'_>) -> PyResult<Words> {
    let enums = py.import("longseal.enums")?;
    let classes: Vec<String> = enums.getattr("__all__")?.extract()?;
    let members = |class: &str| -> PyResult<HashMap<String, Py<PyAny>>> {
        let members = enums.getattr(class)?.try_iter()?;
        members.map(|member| member.and_then(|member| Ok((member.extract()?, member.unbind())))).collect()
    };
    classes.into_iter().map(|class| Ok((class.clone(), members(&class)?))).collect()
}
