//! A folder of material: files named by their SHA-256, and a manifest that says where each came from and when.
//!
//! Nothing in it is ever changed or removed. Its digest is that of the material in it, which every report names that
//! was made with `--material FOLDER`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use longseal::crypto::DigestAlgorithm;
use longseal::evidence::{Material, Request};
use longseal::time::Instant;
use serde::{Deserialize, Serialize};

use super::client::Validators;

/// The name of the manifest. It is no material itself.
pub const MANIFEST: &str = crate::settings::MANIFEST;

const SCHEMA: &str = "longseal/material/1";

/// A folder of material.
#[derive(Debug)]
pub struct MaterialFolder {
    path: PathBuf,
    entries: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Manifest {
    schema: String,
    digest: String,
    entries: Vec<Entry>,
}

/// One file.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Entry {
    file: String,
    sha256: String,
    size: u64,
    kind: String,
    url: String,
    /// SHA-256 of the OCSP request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    request: Option<String>,
    fetched: String,
    /// Until then it need not be asked for again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fresh_until: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    etag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_modified: Option<String>,
}

/// What is stored for a request.
pub(super) struct Stored {
    pub(super) body: Vec<u8>,
    pub(super) validators: Validators,
    pub(super) is_fresh: bool,
}

impl MaterialFolder {
    /// Opens a folder, or makes it.
    ///
    /// # Errors
    /// When it cannot be read or written, when its manifest is no manifest, or when a file in it was changed.
    pub fn open(path: &Path) -> io::Result<Self> {
        fs::create_dir_all(path)?;
        let manifest = match fs::read(path.join(MANIFEST)) {
            Ok(bytes) => serde_json::from_slice::<Manifest>(&bytes).map_err(io::Error::other)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Self { path: path.to_path_buf(), entries: Vec::new() });
            }
            Err(error) => return Err(error),
        };
        if manifest.schema != SCHEMA {
            return Err(io::Error::other(format!("{MANIFEST} is no {SCHEMA}")));
        }
        for entry in &manifest.entries {
            // The manifest may come from elsewhere: a name in it must not lead out of the folder.
            let is_plain = Path::new(&entry.file).file_name().is_some_and(|name| name == entry.file.as_str());
            if !is_plain || hex(&fs::read(path.join(&entry.file))?) != entry.sha256 {
                return Err(io::Error::other(format!("{} is not what was stored", entry.file)));
            }
        }
        Ok(Self { path: path.to_path_buf(), entries: manifest.entries })
    }

    /// All that is in it.
    ///
    /// # Errors
    /// When a file cannot be read, or is no material.
    pub fn material(&self) -> io::Result<Material> {
        let mut material = Material::default();
        for entry in &self.entries {
            let bytes = fs::read(self.path.join(&entry.file))?;
            material.extend(Material::from_bytes(&bytes).map_err(io::Error::other)?);
        }
        Ok(material)
    }

    /// Files in it.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Writes the manifest and gives the digest, hexadecimal.
    ///
    /// # Errors
    /// When it cannot be written, or what it lists not be read.
    pub fn finish(&self) -> io::Result<String> {
        let digest = hexadecimal(&self.material()?.digest());
        let manifest = Manifest { schema: SCHEMA.to_owned(), digest: digest.clone(), entries: self.entries.clone() };
        let mut text = serde_json::to_vec_pretty(&manifest).map_err(io::Error::other)?;
        text.push(b'\n');
        let new = self.path.join(".manifest.new");
        fs::write(&new, text)?;
        fs::rename(&new, self.path.join(MANIFEST))?;
        Ok(digest)
    }

    /// The newest answer to a request.
    pub(super) fn current(&self, request: &Request) -> Option<Stored> {
        let entry = self.entries.iter().rev().find(|entry| entry.answers(request))?;
        let body = fs::read(self.path.join(&entry.file)).ok()?;
        let until = entry.fresh_until.as_deref().and_then(Instant::parse_rfc3339);
        let validators = Validators { etag: entry.etag.clone(), last_modified: entry.last_modified.clone() };
        Some(Stored { body, validators, is_fresh: until.is_some_and(|until| now() < until) })
    }

    /// Stores an answer.
    pub(super) fn keep(
        &mut self,
        request: &Request,
        body: &[u8],
        validators: &Validators,
        fresh_for: Duration,
    ) -> io::Result<()> {
        let sha256 = hex(body);
        let file = format!("{sha256}.{}", ending(request));
        let target = self.path.join(&file);
        if !target.exists() {
            let new = self.path.join(format!(".{file}.new"));
            fs::write(&new, body)?;
            fs::rename(&new, &target)?;
        }
        // The same answer again: one file, one entry.
        self.entries.retain(|entry| !(entry.answers(request) && entry.sha256 == sha256));
        self.entries.push(Entry {
            file,
            sha256,
            size: body.len() as u64,
            kind: kind(request).to_owned(),
            url: request.url().to_owned(),
            request: request_digest(request),
            fetched: now().to_string(),
            fresh_until: fresh_until(fresh_for),
            etag: validators.etag.clone(),
            last_modified: validators.last_modified.clone(),
        });
        Ok(())
    }

    /// The server said that the stored answer is current.
    pub(super) fn confirm(&mut self, request: &Request, fresh_for: Duration) {
        if let Some(entry) = self.entries.iter_mut().rev().find(|entry| entry.answers(request)) {
            entry.fresh_until = fresh_until(fresh_for);
        }
    }
}

impl Entry {
    fn answers(&self, request: &Request) -> bool {
        self.kind == kind(request) && self.url == request.url() && self.request == request_digest(request)
    }
}

fn kind(request: &Request) -> &'static str {
    match request {
        Request::Crl { .. } => "crl",
        Request::Ocsp { .. } => "ocsp",
        _ => "certificate",
    }
}

fn ending(request: &Request) -> &'static str {
    match request {
        Request::Crl { .. } => "crl",
        Request::Ocsp { .. } => "ors",
        _ => "cer",
    }
}

fn request_digest(request: &Request) -> Option<String> {
    match request {
        Request::Ocsp { request, .. } => Some(hex(request)),
        _ => None,
    }
}

fn fresh_until(fresh_for: Duration) -> Option<String> {
    (!fresh_for.is_zero()).then(|| now().saturating_add(fresh_for).to_string())
}

fn now() -> Instant {
    let since_epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Instant::from_unix_seconds(i64::try_from(since_epoch.as_secs()).unwrap_or(i64::MAX))
}

fn hex(bytes: &[u8]) -> String {
    hexadecimal(DigestAlgorithm::Sha256.digest(bytes).as_bytes())
}

fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}
