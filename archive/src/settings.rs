//! What a verdict rests on besides the document, from files: trust anchors, material, policies.
//!
//! What is read is kept as bytes, so that it can be handed on, to other machines too, without the files.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use longseal::evidence::Material;
use longseal::policy::Policy;
use longseal::trust::{AnchorTerms, TrustList, TrustStore};

/// The name of the list in a trust folder that says for what and until when its files are trusted.
const LIST: &str = "trust.toml";

/// The name of the list in a folder of gathered material that says where each file came from. It is no material itself.
pub(crate) const MANIFEST: &str = "manifest.json";

/// Why a file cannot be used; the sentence names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsError(String);

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SettingsError {}

/// Certificates that become trust anchors on the same terms: one file.
#[derive(Clone, Debug)]
pub struct Anchors {
    /// What messages call them.
    pub name: String,
    /// PEM, DER or p7b.
    pub bytes: Vec<u8>,
    /// For what, and until when.
    pub terms: AnchorTerms,
}

impl Anchors {
    /// Every certificate in the named files and folders, on the terms of the trust list where there is one: a file named
    /// `*.toml`, or `trust.toml` in a folder.
    pub fn read(paths: &[PathBuf]) -> Result<FromFiles<Self>, SettingsError> {
        let mut read = FromFiles::new();
        for path in paths {
            let is_folder = path.is_dir();
            let list = if is_folder { path.join(LIST) } else { path.clone() };
            let has_list = list.is_file() && list.extension().is_some_and(|extension| extension == "toml");
            let mut listed = Vec::new();
            if has_list {
                for (file, terms) in read_list(&list)? {
                    read.used.push(Self::read_file(&file, terms)?);
                    listed.push(file);
                }
            }
            if is_folder {
                // What the list does not name is trusted as it would be without a list.
                let others =
                    files(std::slice::from_ref(path))?.into_iter().filter(|file| *file != list && !listed.contains(file));
                for file in others {
                    let anchors = Self::read_file(&file, AnchorTerms::default())?;
                    let usable = anchors.add_to(&mut TrustStore::default());
                    read.unless_bystander(&file, anchors, usable)?;
                }
            } else if !has_list {
                read.used.push(Self::read_file(path, AnchorTerms::default())?);
            }
        }
        Ok(read)
    }

    fn read_file(file: &Path, terms: AnchorTerms) -> Result<Self, SettingsError> {
        Ok(Self { name: file.display().to_string(), bytes: read(file)?, terms })
    }

    /// The trust store of all of them.
    pub fn store(all: &[Self]) -> Result<TrustStore, SettingsError> {
        let mut store = TrustStore::default();
        all.iter().try_for_each(|anchors| anchors.add_to(&mut store))?;
        Ok(store)
    }

    fn add_to(&self, store: &mut TrustStore) -> Result<(), SettingsError> {
        let added = store.add_on_terms(&self.bytes, &self.terms);
        added.map_err(|error| SettingsError(format!("cannot use {} as trust: {error}", self.name)))
    }
}

/// Certificates, CRLs and OCSP responses to use besides those in the documents: one file.
#[derive(Clone, Debug)]
pub struct MaterialFile {
    /// What messages call it.
    pub name: String,
    /// PEM, DER or p7b; CRLs and OCSP responses.
    pub bytes: Vec<u8>,
}

impl MaterialFile {
    /// The named files, and the files of named folders.
    pub fn read(paths: &[PathBuf]) -> Result<FromFiles<Self>, SettingsError> {
        let mut all = FromFiles::new();
        for path in files(paths)? {
            let file = Self { name: path.display().to_string(), bytes: read(&path)? };
            if paths.contains(&path) {
                all.used.push(file);
            } else {
                let usable = file.parse().map(|_| ());
                all.unless_bystander(&path, file, usable)?;
            }
        }
        Ok(all)
    }

    /// The same without files that are documents by name and no material by content: documents of signature policies, for
    /// [`Policy::add_signature_policy_document`].
    pub fn read_beside_documents(paths: &[PathBuf]) -> Result<(FromFiles<Self>, Vec<Self>), SettingsError> {
        const NAMES: [&str; 6] = ["pdf", "txt", "xml", "htm", "html", "docx"];
        let mut all = FromFiles::new();
        let mut documents = Vec::new();
        for path in files(paths)? {
            let file = Self { name: path.display().to_string(), bytes: read(&path)? };
            let usable = file.parse().map(|_| ());
            let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase();
            if usable.is_err() && NAMES.contains(&extension.as_str()) {
                documents.push(file);
            } else if paths.contains(&path) {
                all.used.push(file);
            } else {
                all.unless_bystander(&path, file, usable)?;
            }
        }
        Ok((all, documents))
    }

    /// The material of all of them.
    pub fn material(all: &[Self]) -> Result<Material, SettingsError> {
        let mut material = Material::default();
        for file in all {
            material.extend(file.parse()?);
        }
        Ok(material)
    }

    fn parse(&self) -> Result<Material, SettingsError> {
        Material::from_bytes(&self.bytes).map_err(|error| SettingsError(format!("cannot use {} as material: {error}", self.name)))
    }
}

/// What files and folders gave.
#[derive(Clone, Debug)]
pub struct FromFiles<T> {
    /// What can be used.
    pub used: Vec<T>,
    /// Why files that lie in a folder beside certificates were left out: a README, a licence, a manifest.
    pub left_out: Vec<SettingsError>,
}

impl<T> FromFiles<T> {
    fn new() -> Self {
        Self { used: Vec::new(), left_out: Vec::new() }
    }

    /// What has the name of a certificate, list or response and is none stays a mistake.
    fn unless_bystander(&mut self, file: &Path, item: T, usable: Result<(), SettingsError>) -> Result<(), SettingsError> {
        const NAMES: [&str; 14] =
            ["pem", "crt", "cer", "cert", "der", "p7b", "p7c", "p7s", "crl", "ocsp", "ors", "ocr", "rsp", "toml"];
        let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase();
        match usable {
            Ok(()) => self.used.push(item),
            Err(error) if NAMES.contains(&extension.as_str()) => return Err(error),
            Err(error) => self.left_out.push(error),
        }
        Ok(())
    }
}

/// A policy of one's own, as text, with the documents of signature policies that it names.
#[derive(Clone, Debug)]
pub struct PolicyFile {
    /// What messages call it.
    pub name: String,
    /// TOML.
    pub text: String,
    /// Documents by the identifier of the signature policy.
    pub documents: Vec<(String, Vec<u8>)>,
}

impl PolicyFile {
    /// A policy file, with the documents that it names beside itself.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let name = path.display().to_string();
        if !path.is_file() {
            let presets = Policy::PRESETS.join(", ");
            return Err(SettingsError(format!("policy {name}: neither a file nor a preset; presets: {presets}")));
        }
        let text = String::from_utf8(read(path)?)
            .map_err(|_| SettingsError(format!("cannot use {name} as policy: it is not UTF-8 text")))?;
        let mut policy = Self { name, text, documents: Vec::new() };
        let folder = path.parent().unwrap_or(Path::new(""));
        for known in policy.parse()?.signature_policies {
            let Some(file) = known.file.as_deref().map(|file| folder.join(file)) else { continue };
            let document = fs::read(&file).map_err(|error| {
                let (policy, file) = (&policy.name, file.display());
                SettingsError(format!("{policy} names {file} as signature policy {}: {error}", known.identifier))
            })?;
            policy.documents.push((known.identifier.clone(), document));
        }
        Ok(policy)
    }

    /// The policy.
    pub fn policy(&self) -> Result<Policy, SettingsError> {
        let mut policy = self.parse()?;
        for (identifier, document) in &self.documents {
            policy.supply_document(identifier, document);
        }
        Ok(policy)
    }

    fn parse(&self) -> Result<Policy, SettingsError> {
        Policy::from_toml(&self.text).map_err(|error| SettingsError(format!("cannot use {} as policy: {error}", self.name)))
    }
}

fn read(file: &Path) -> Result<Vec<u8>, SettingsError> {
    fs::read(file).map_err(|error| SettingsError(format!("cannot read {}: {error}", file.display())))
}

/// The files that a trust list names, which lie relative to it.
fn read_list(path: &Path) -> Result<Vec<(PathBuf, AnchorTerms)>, SettingsError> {
    let wrong = |what: String| SettingsError(format!("cannot use {} as trust list: {what}", path.display()));
    let text = String::from_utf8(read(path)?).map_err(|_| wrong("it is not UTF-8 text".to_owned()))?;
    let list = TrustList::from_toml(&text).map_err(|error| wrong(error.to_string()))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    Ok(list.entries.into_iter().map(|entry| (folder.join(entry.file), entry.terms)).collect())
}

/// The files themselves, and the files of folders (one level, by name).
fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, SettingsError> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let entries =
            fs::read_dir(path).map_err(|error| SettingsError(format!("cannot read the folder {}: {error}", path.display())))?;
        let is_manifest = |path: &Path| path.file_name().is_some_and(|name| name == MANIFEST);
        let mut inside: Vec<PathBuf> = entries
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .filter(|path| path.is_file() && !is_manifest(path))
            .collect();
        inside.sort();
        files.extend(inside);
    }
    Ok(files)
}
