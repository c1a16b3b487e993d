//! Where the foreign material lies that some tests read: a folder `shared` beside the repository, or the one that the
//! environment variable `LONGSEAL_SHARED` names. It is present on development machines and in CI only.

// Each test that includes this module uses a part of it.
#![allow(dead_code)]

use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The folder `sub` of the shared material; without it a line that says what was skipped, and `None`.
pub(crate) fn folder(sub: &str) -> Option<PathBuf> {
    let named = std::env::var_os("LONGSEAL_SHARED").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|ancestor| ancestor.join("shared"));
    let found = named.into_iter().chain(beside).map(|shared| shared.join(sub)).find(|folder| folder.is_dir());
    if found.is_none() {
        // Not `eprintln!`: what goes to the stream itself is shown for tests that pass, too.
        let _ = writeln!(std::io::stderr(), "skipped: no shared/{sub}");
    }
    found
}

/// BoringSSL's suite of certificates, CRLs and OCSP responses: its folder and what its manifest says.
pub(crate) fn boringssl() -> Option<(PathBuf, serde_json::Value)> {
    let folder = folder("suites/boringssl-pki")?;
    let manifest = serde_json::from_slice(&std::fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    Some((folder, manifest))
}

/// All files below `folder`, in order of their paths.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut open) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() { open.push(entry) } else { found.push(entry) }
        }
    }
    found.sort();
    found
}

/// The PEM blocks (RFC 7468) of a text: label and decoded bytes.
pub(crate) fn pem(text: &str) -> Vec<(String, Vec<u8>)> {
    let (mut blocks, mut current) = (Vec::new(), None::<(String, String)>);
    for line in text.lines().map(str::trim) {
        if let Some(label) = line.strip_prefix("-----BEGIN ").and_then(|rest| rest.strip_suffix("-----")) {
            current = Some((label.to_owned(), String::new()));
        } else if line.starts_with("-----END ") {
            blocks.extend(current.take().map(|(label, body)| (label, base64(&body))));
        } else if let Some((_, body)) = &mut current {
            body.push_str(line);
        }
    }
    blocks
}

/// Decodes base64 (RFC 4648 §4); other characters are passed over.
pub(crate) fn base64(text: &str) -> Vec<u8> {
    let (mut output, mut bits, mut count) = (Vec::new(), 0u32, 0);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        (bits, count) = (bits << 6 | u32::from(value), count + 6);
        if count >= 8 {
            count -= 8;
            output.push((bits >> count) as u8);
        }
    }
    output
}
