//! Trust anchors and material from files and folders.

use std::fs;
use std::path::{Path, PathBuf};

use longseal::evidence::Material;
use longseal::trust::TrustStore;

use crate::UsageError;

/// Every certificate in the named files and folders becomes an anchor.
pub(crate) fn read_trust(paths: &[PathBuf]) -> Result<TrustStore, UsageError> {
    let mut store = TrustStore::default();
    for file in files(paths)? {
        let bytes = read(&file)?;
        store.add(&bytes).map_err(|error| UsageError(format!("cannot use {} as trust: {error}", file.display())))?;
    }
    Ok(store)
}

/// Certificates, CRLs and OCSP responses to use besides those in the documents.
pub(crate) fn read_material(paths: &[PathBuf]) -> Result<Material, UsageError> {
    let mut material = Material::default();
    for file in files(paths)? {
        let bytes = read(&file)?;
        let read = Material::from_bytes(&bytes);
        material.extend(read.map_err(|error| UsageError(format!("cannot use {} as material: {error}", file.display())))?);
    }
    Ok(material)
}

fn read(file: &Path) -> Result<Vec<u8>, UsageError> {
    fs::read(file).map_err(|error| UsageError(format!("cannot read {}: {error}", file.display())))
}

/// The files themselves, and the files of folders (one level, by name).
fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, UsageError> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let entries =
            fs::read_dir(path).map_err(|error| UsageError(format!("cannot read the folder {}: {error}", path.display())))?;
        let mut inside: Vec<PathBuf> =
            entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| path.is_file()).collect();
        inside.sort();
        files.extend(inside);
    }
    Ok(files)
}
