//! Evidence with the material it refers to, in one file.

use std::collections::BTreeMap;

use super::CodecError;
use super::cbor::{Reader, Writer};
use crate::evidence::{Evidence, MaterialCache};
use crate::x509::sha256;

/// The first item of an evidence file.
const NAME: &str = "longseal-evidence-file";
const VERSION: u64 = 1;

impl Evidence {
    /// The evidence and its material, in ascending order of SHA-256, as one deterministic CBOR item.
    pub fn to_file(&self) -> Vec<u8> {
        let material: BTreeMap<_, _> = self.material.items().map(|item| (item.sha256, item.bytes)).collect();
        let mut writer = Writer::default();
        writer.array(4);
        writer.text(NAME);
        writer.unsigned(VERSION);
        writer.bytes(&self.to_cbor());
        writer.array(material.len());
        for bytes in material.values() {
            writer.bytes(bytes);
        }
        writer.finish()
    }

    /// Whether these bytes begin as an evidence file does.
    pub fn is_file(bytes: &[u8]) -> bool {
        Reader::new(bytes).is_ok_and(|mut reader| reader.array_of(4).is_ok() && reader.text() == Ok(NAME))
    }

    /// Reads an evidence file.
    ///
    /// # Errors
    /// [`CodecError`] when the bytes are not what [`to_file`](Self::to_file) writes.
    pub fn from_file(bytes: &[u8]) -> Result<Self, CodecError> {
        Self::from_file_with(bytes, &MaterialCache::default())
    }

    /// [`from_file`](Self::from_file), remembering parsed material across documents.
    ///
    /// # Errors
    /// See [`from_file`](Self::from_file).
    pub fn from_file_with(bytes: &[u8], cache: &MaterialCache) -> Result<Self, CodecError> {
        let mut reader = Reader::new(bytes)?;
        if reader.array_of(4).is_err() || reader.text() != Ok(NAME) {
            return Err(CodecError::NotEvidence);
        }
        match reader.unsigned()? {
            VERSION => {}
            version => return Err(CodecError::Version(version)),
        }
        let evidence = reader.bytes()?;
        let mut material = BTreeMap::new();
        for _ in 0..reader.array()? {
            let bytes = reader.bytes()?;
            let key = sha256(bytes);
            if material.last_key_value().is_some_and(|(last, _)| *last >= key) {
                return Err(CodecError::NotDeterministic);
            }
            material.insert(key, bytes.to_vec());
        }
        reader.finish()?;
        let evidence = Self::from_cbor_with(evidence, &material, cache)?;
        // Nothing besides what the evidence refers to.
        if evidence.material.items().count() == material.len() { Ok(evidence) } else { Err(CodecError::NotDeterministic) }
    }
}
