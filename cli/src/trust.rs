//! Trust anchors and material from files and folders.

use std::path::PathBuf;

use longseal::evidence::Material;
use longseal::trust::TrustStore;
use longseal_archive::settings::{Anchors, FromFiles, MaterialFile, SettingsError};

use crate::UsageError;

impl From<SettingsError> for UsageError {
    fn from(error: SettingsError) -> Self {
        Self(error.to_string())
    }
}

/// Every certificate in the named files and folders becomes an anchor.
pub(crate) fn read_trust(paths: &[PathBuf]) -> Result<TrustStore, UsageError> {
    Ok(Anchors::store(&used(Anchors::read(paths)?))?)
}

/// The material among the named files and folders, where documents of signature policies may lie beside it.
pub(crate) fn read_material_beside_documents(paths: &[PathBuf]) -> Result<Material, UsageError> {
    Ok(MaterialFile::material(&used(MaterialFile::read_beside_documents(paths)?.0))?)
}

/// Those documents. They are named, for a file that was to be something else would go unseen.
pub(crate) fn read_documents(paths: &[PathBuf]) -> Result<Vec<Vec<u8>>, UsageError> {
    let documents = MaterialFile::read_beside_documents(paths)?.1;
    let taken = documents.into_iter().map(|document| {
        eprintln!("longseal: taken as the document of a signature policy: {}", document.name);
        document.bytes
    });
    Ok(taken.collect())
}

/// Certificates, CRLs and OCSP responses to use besides those in the documents.
pub(crate) fn read_material(paths: &[PathBuf]) -> Result<Material, UsageError> {
    Ok(MaterialFile::material(&used(MaterialFile::read(paths)?))?)
}

fn used<T>(read: FromFiles<T>) -> Vec<T> {
    for what in &read.left_out {
        eprintln!("longseal: left out: {what}");
    }
    read.used
}
