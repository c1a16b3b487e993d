//! Trust, material, policy and time as Python gives them: files, folders, bytes, texts.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use longseal::policy::{Policy, RevocationRequirement};
use longseal::report::Language;
use longseal::time::Instant;
use longseal::trust::{AnchorTerms, TrustPurpose};
use longseal_archive::arrow::Table;
use longseal_archive::settings::{Anchors, FromFiles, MaterialFile, PolicyFile, SettingsError};
use pyo3::exceptions::{PyTypeError, PyUserWarning, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString, PyTzInfo};

use crate::document::is_path;
use crate::errors::wrong_settings;

/// What the first line of a PEM text is told by.
const PEM: &str = "-----BEGIN";

/// Everything that a verifier is made of, as bytes: on another machine it makes the same verifier without any file.
#[derive(Clone)]
pub(crate) struct Recipe {
    pub(crate) trust: Vec<Anchors>,
    pub(crate) material: Vec<MaterialFile>,
    pub(crate) policy: PolicySource,
    pub(crate) revocation: Option<RevocationRequirement>,
    pub(crate) at: Instant,
    pub(crate) password: Option<Vec<u8>>,
    pub(crate) language: Language,
}

#[derive(Clone)]
pub(crate) enum PolicySource {
    Preset(String),
    File(PolicyFile),
}

/// A recipe as Python's own values.
pub(crate) type Portable = (
    Vec<(String, Vec<u8>, Vec<String>, Option<String>)>,
    Vec<(String, Vec<u8>)>,
    (String, Option<String>, Vec<(String, Vec<u8>)>),
    Option<String>,
    String,
    Option<Vec<u8>>,
    String,
);

impl Recipe {
    pub(crate) fn verifier(&self) -> Result<longseal::Verifier, SettingsError> {
        let policy = match &self.policy {
            PolicySource::Preset(name) => Policy::preset(name).unwrap_or_default(),
            PolicySource::File(file) => file.policy()?,
        };
        let policy = match self.revocation {
            Some(revocation) => policy.with_revocation(revocation),
            None => policy,
        };
        let mut builder = longseal::Verifier::builder()
            .trust(Anchors::store(&self.trust)?)
            .material(MaterialFile::material(&self.material)?)
            .policy(policy)
            .at(self.at);
        if let Some(password) = &self.password {
            builder = builder.password(password);
        }
        Ok(builder.build())
    }

    pub(crate) fn to_portable(&self) -> Portable {
        let purposes = |terms: &AnchorTerms| terms.purposes.iter().map(|purpose| purpose.as_str().to_owned()).collect();
        let trust = self.trust.iter().map(|anchors| {
            let until = anchors.terms.until.map(|until| until.to_string());
            (anchors.name.clone(), anchors.bytes.clone(), purposes(&anchors.terms), until)
        });
        let policy = match &self.policy {
            PolicySource::Preset(name) => (name.clone(), None, Vec::new()),
            PolicySource::File(file) => (file.name.clone(), Some(file.text.clone()), file.documents.clone()),
        };
        (
            trust.collect(),
            self.material.iter().map(|file| (file.name.clone(), file.bytes.clone())).collect(),
            policy,
            self.revocation.map(|revocation| revocation.as_str().to_owned()),
            self.at.to_string(),
            self.password.clone(),
            self.language.tag().to_owned(),
        )
    }

    pub(crate) fn from_portable(portable: Portable) -> PyResult<Self> {
        let (trust, material, (name, text, documents), revocation, at, password, language) = portable;
        let trust = trust.into_iter().map(|(name, bytes, purposes, until)| {
            let purposes: Vec<TrustPurpose> =
                TrustPurpose::ALL.into_iter().filter(|purpose| purposes.iter().any(|word| word == purpose.as_str())).collect();
            let until = until.as_deref().map(instant).transpose()?;
            Ok(Anchors { name, bytes, terms: AnchorTerms::new(&purposes, until) })
        });
        Ok(Self {
            trust: trust.collect::<PyResult<_>>()?,
            material: material.into_iter().map(|(name, bytes)| MaterialFile { name, bytes }).collect(),
            policy: match text {
                Some(text) => PolicySource::File(PolicyFile { name, text, documents }),
                None => PolicySource::Preset(name),
            },
            revocation: revocation.as_deref().map(revocation_requirement).transpose()?,
            at: instant(&at)?,
            password,
            language: language_of(&language)?,
        })
    }
}

/// One source of trust or material, or several.
fn sources<'py>(given: &Bound<'py, PyAny>) -> PyResult<Vec<Source<'py>>> {
    if let Some(source) = Source::of(given)? {
        return Ok(vec![source]);
    }
    let items = given.try_iter().map_err(|_| PyTypeError::new_err("expected paths, bytes or PEM text"))?;
    let of = |item: PyResult<Bound<'py, PyAny>>| {
        Source::of(&item?)?.ok_or_else(|| PyTypeError::new_err("expected a path, bytes or PEM text"))
    };
    items.map(of).collect()
}

enum Source<'py> {
    Path(PathBuf),
    Text(String),
    Bytes(Bound<'py, PyAny>),
}

impl<'py> Source<'py> {
    fn of(value: &Bound<'py, PyAny>) -> PyResult<Option<Self>> {
        if let Ok(text) = value.cast::<PyString>() {
            let text = text.to_str()?;
            let is_pem = text.contains(PEM);
            return Ok(Some(if is_pem { Self::Text(text.to_owned()) } else { Self::Path(text.into()) }));
        }
        if is_path(value)? {
            return value.extract().map(|path| Some(Self::Path(path)));
        }
        let has_bytes = pyo3::buffer::PyUntypedBuffer::get(value).is_ok();
        Ok(has_bytes.then(|| Self::Bytes(value.clone())))
    }
}

fn copy(py: Python<'_>, value: &Bound<'_, PyAny>) -> PyResult<Vec<u8>> {
    let bytes = py.get_type::<PyBytes>().call1((value,))?;
    Ok(bytes.cast::<PyBytes>()?.as_bytes().to_vec())
}

/// What files gave; what was left out is a warning.
fn used<T>(py: Python<'_>, read: Result<FromFiles<T>, SettingsError>) -> PyResult<Vec<T>> {
    let read = read.map_err(|error| wrong_settings(&error))?;
    for what in &read.left_out {
        let text = std::ffi::CString::new(format!("left out: {what}")).unwrap_or_default();
        PyErr::warn(py, &py.get_type::<PyUserWarning>(), &text, 1)?;
    }
    Ok(read.used)
}

pub(crate) fn trust(py: Python<'_>, given: &Bound<'_, PyAny>) -> PyResult<Vec<Anchors>> {
    let mut all = Vec::new();
    for source in sources(given)? {
        let name = "the given bytes".to_owned();
        match source {
            Source::Path(path) => all.extend(used(py, Anchors::read(&[path]))?),
            Source::Text(text) => all.push(Anchors { name, bytes: text.into_bytes(), terms: AnchorTerms::default() }),
            Source::Bytes(bytes) => all.push(Anchors { name, bytes: copy(py, &bytes)?, terms: AnchorTerms::default() }),
        }
    }
    Ok(all)
}

pub(crate) fn material(py: Python<'_>, given: &Bound<'_, PyAny>) -> PyResult<Vec<MaterialFile>> {
    let mut all = Vec::new();
    for source in sources(given)? {
        let name = "the given bytes".to_owned();
        match source {
            Source::Path(path) => all.extend(used(py, MaterialFile::read(&[path]))?),
            Source::Text(text) => all.push(MaterialFile { name, bytes: text.into_bytes() }),
            Source::Bytes(bytes) => all.push(MaterialFile { name, bytes: copy(py, &bytes)? }),
        }
    }
    Ok(all)
}

/// A preset's name, TOML text (it has lines), or a file.
pub(crate) fn policy(given: Option<&Bound<'_, PyAny>>) -> PyResult<PolicySource> {
    let Some(given) = given else { return Ok(PolicySource::Preset("default".to_owned())) };
    if let Ok(text) = given.cast::<PyString>() {
        let text = text.to_str()?;
        if Policy::PRESETS.contains(&text) {
            return Ok(PolicySource::Preset(text.to_owned()));
        }
        if text.contains('\n') {
            let file = PolicyFile { name: "the given text".to_owned(), text: text.to_owned(), documents: Vec::new() };
            return Ok(PolicySource::File(file));
        }
    }
    let path: PathBuf = given.extract()?;
    let file = PolicyFile::read(Path::new(&path)).map_err(|error| wrong_settings(&error))?;
    Ok(PolicySource::File(file))
}

pub(crate) fn revocation_requirement(word: &str) -> PyResult<RevocationRequirement> {
    let wrong = || PyValueError::new_err(format!("revocation is `require`, `if-present` or `none`, not {word:?}"));
    RevocationRequirement::from_name(word).ok_or_else(wrong)
}

pub(crate) fn language_of(tag: &str) -> PyResult<Language> {
    Language::from_tag(tag).ok_or_else(|| PyValueError::new_err(format!("languages are `en` and `vi`, not {tag:?}")))
}

/// A table by the middle of its name: `documents` or `signatures`.
pub(crate) fn table(word: &str) -> PyResult<Table> {
    let found = Table::ALL.into_iter().find(|table| table.name().split('/').nth(1) == Some(word));
    found.ok_or_else(|| PyValueError::new_err(format!("tables are `documents` and `signatures`, not {word:?}")))
}

pub(crate) fn password(given: Option<&Bound<'_, PyAny>>) -> PyResult<Option<Vec<u8>>> {
    let Some(given) = given else { return Ok(None) };
    if let Ok(text) = given.cast::<PyString>() {
        return Ok(Some(text.to_str()?.as_bytes().to_vec()));
    }
    Ok(Some(given.cast::<PyBytes>()?.as_bytes().to_vec()))
}

fn instant(text: &str) -> PyResult<Instant> {
    let wrong = || PyValueError::new_err(format!("{text:?} is not an RFC 3339 time, such as 2026-01-31T12:00:00Z"));
    Instant::parse_rfc3339(text).ok_or_else(wrong)
}

/// A time zone must be given: a verdict is for one instant, whatever the machine's clock is set to. `None` is now.
pub(crate) fn time(given: Option<&Bound<'_, PyAny>>) -> PyResult<Instant> {
    let Some(given) = given else { return Ok(now()) };
    if let Ok(text) = given.cast::<PyString>() {
        return instant(text.to_str()?);
    }
    if !given.hasattr("astimezone")? {
        return Err(PyTypeError::new_err("a validation time is a datetime or RFC 3339 text"));
    }
    if given.call_method0("utcoffset")?.is_none() {
        return Err(PyValueError::new_err("the validation time needs a time zone: datetime(…, tzinfo=timezone.utc)"));
    }
    let utc = given.call_method1("astimezone", (PyTzInfo::utc(given.py())?,))?;
    let part = |name: &str| utc.getattr(name)?.extract::<u32>();
    let small = |name: &str| part(name).map(|value| u8::try_from(value).unwrap_or(u8::MAX));
    let year = i32::try_from(part("year")?).unwrap_or(i32::MAX);
    let nanos = part("microsecond")? * 1_000;
    let instant =
        Instant::from_civil(year, small("month")?, small("day")?, small("hour")?, small("minute")?, small("second")?, nanos);
    instant.ok_or_else(|| PyValueError::new_err("not a time"))
}

/// The one place that looks at the clock.
fn now() -> Instant {
    let since_epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Instant::from_unix_seconds(i64::try_from(since_epoch.as_secs()).unwrap_or(i64::MAX))
}
