//! Trust anchors and material from files and folders.

use std::fs;
use std::path::{Path, PathBuf};

use longseal::evidence::Material;
use longseal::trust::{AnchorTerms, TrustList, TrustStore};

use crate::UsageError;

/// The name of the list in a trust folder that says for what and until when its files are trusted.
const LIST: &str = "trust.toml";

/// Every certificate in the named files and folders becomes an anchor, on the terms of the trust list where there is one: a
/// file named `*.toml`, or `trust.toml` in a folder.
pub(crate) fn read_trust(paths: &[PathBuf]) -> Result<TrustStore, UsageError> {
    let mut store = TrustStore::default();
    for path in paths {
        let is_folder = path.is_dir();
        let list = if is_folder { path.join(LIST) } else { path.clone() };
        let has_list = list.is_file() && list.extension().is_some_and(|extension| extension == "toml");
        let mut listed = Vec::new();
        if has_list {
            for (file, terms) in read_list(&list)? {
                add(&mut store, &file, &terms)?;
                listed.push(file);
            }
        }
        if is_folder {
            // What the list does not name is trusted as it would be without a list.
            let others = files(std::slice::from_ref(path))?.into_iter().filter(|file| *file != list && !listed.contains(file));
            for file in others {
                let added = add(&mut store, &file, &AnchorTerms::default());
                unless_bystander(&file, added)?;
            }
        } else if !has_list {
            add(&mut store, path, &AnchorTerms::default())?;
        }
    }
    Ok(store)
}

fn add(store: &mut TrustStore, file: &Path, terms: &AnchorTerms) -> Result<(), UsageError> {
    let added = store.add_on_terms(&read(file)?, terms);
    added.map_err(|error| UsageError(format!("cannot use {} as trust: {error}", file.display())))
}

/// The files that a trust list names, which lie relative to it.
fn read_list(path: &Path) -> Result<Vec<(PathBuf, AnchorTerms)>, UsageError> {
    let wrong = |what: String| UsageError(format!("cannot use {} as trust list: {what}", path.display()));
    let text = String::from_utf8(read(path)?).map_err(|_| wrong("it is not UTF-8 text".to_owned()))?;
    let list = TrustList::from_toml(&text).map_err(|error| wrong(error.to_string()))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    Ok(list.entries.into_iter().map(|entry| (folder.join(entry.file), entry.terms)).collect())
}

/// Certificates, CRLs and OCSP responses to use besides those in the documents.
pub(crate) fn read_material(paths: &[PathBuf]) -> Result<Material, UsageError> {
    let mut material = Material::default();
    for file in files(paths)? {
        let read = Material::from_bytes(&read(&file)?);
        let read = read.map_err(|error| UsageError(format!("cannot use {} as material: {error}", file.display())));
        if paths.contains(&file) {
            material.extend(read?);
        } else {
            unless_bystander(&file, read.map(|read| material.extend(read)))?;
        }
    }
    Ok(material)
}

/// Files that lie in a folder beside certificates: a README, a licence, a manifest. What has the name of a certificate, list or
/// response and is none stays a mistake.
fn unless_bystander(file: &Path, used: Result<(), UsageError>) -> Result<(), UsageError> {
    const NAMES: [&str; 14] =
        ["pem", "crt", "cer", "cert", "der", "p7b", "p7c", "p7s", "crl", "ocsp", "ors", "ocr", "rsp", "toml"];
    let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase();
    match used {
        Err(UsageError(what)) if !NAMES.contains(&extension.as_str()) => {
            eprintln!("longseal: left out: {what}");
            Ok(())
        }
        used => used,
    }
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
        let mut inside: Vec<PathBuf> = entries
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .filter(|path| path.is_file() && !crate::fetch::is_manifest(path))
            .collect();
        inside.sort();
        files.extend(inside);
    }
    Ok(files)
}
