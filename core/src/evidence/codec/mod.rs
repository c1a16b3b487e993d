//! Evidence as bytes, to be judged for decades: versioned, deterministic CBOR (RFC 8949 §4.2), described in
//! `docs/evidence.cddl`. Certificates, CRLs and OCSP responses are referred to by SHA-256 and kept apart, once for all
//! documents that carry them.
//!
//! Input is hostile: whatever is not exactly what [`Evidence::to_cbor`] writes is refused, so that equal evidence has
//! equal bytes, and material is taken only when its bytes have the digest by which it was asked for.

mod cbor;
mod facts;
mod file;
mod material;
mod record;

pub use material::{MaterialItem, MaterialSource};

use core::fmt;

use self::cbor::{Reader, Writer};
use self::material::{Reference, resolve, write_references};
use self::record::{Item, Members};
use super::{Evidence, MaterialCache, ValidationDataFacts};
use crate::asn1;

/// The first item of evidence.
const NAME: &str = "longseal-evidence";
/// The version written. Any change of meaning has another; old ones are read for ever.
const VERSION: u64 = 1;

/// Why bytes are not evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CodecError {
    /// They do not begin as evidence does.
    NotEvidence,
    /// A version that a later program wrote.
    Version(u64),
    /// They end too early.
    Truncated,
    /// Something follows.
    TrailingData,
    /// More than 64 MiB.
    TooLarge,
    /// An item of another type than the one expected.
    UnexpectedType,
    /// Not in the one form that RFC 8949 §4.2 and the schema give it.
    NotDeterministic,
    /// A member that must be there is not.
    Missing(&'static str),
    /// A member that this version does not have.
    UnknownMember(u64),
    /// A value that the named type does not have.
    Value(&'static str),
    /// Material that the source does not have, by SHA-256.
    MaterialMissing([u8; 32]),
    /// Material whose bytes have another SHA-256.
    MaterialDamaged([u8; 32]),
    /// Material that cannot be read.
    MaterialMalformed(asn1::Error),
}

impl fmt::Display for CodecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hash = |f: &mut fmt::Formatter<'_>, sha256: &[u8; 32]| sha256.iter().try_for_each(|octet| write!(f, "{octet:02x}"));
        match self {
            Self::NotEvidence => f.write_str("not evidence of longseal"),
            Self::Version(version) => write!(f, "evidence of version {version}, which this program does not know"),
            Self::Truncated => f.write_str("evidence is cut off"),
            Self::TrailingData => f.write_str("bytes follow the evidence"),
            Self::TooLarge => f.write_str("evidence is too large"),
            Self::UnexpectedType => f.write_str("evidence has an item of an unexpected type"),
            Self::NotDeterministic => f.write_str("evidence is not in its deterministic form"),
            Self::Missing(name) => write!(f, "evidence lacks {name}"),
            Self::UnknownMember(key) => write!(f, "evidence has an unknown member {key}"),
            Self::Value(name) => write!(f, "evidence has an unknown value of {name}"),
            Self::MaterialMissing(sha256) => f.write_str("missing material ").and_then(|()| hash(f, sha256)),
            Self::MaterialDamaged(sha256) => f.write_str("damaged material ").and_then(|()| hash(f, sha256)),
            Self::MaterialMalformed(error) => write!(f, "malformed material: {error}"),
        }
    }
}

impl std::error::Error for CodecError {}

impl Evidence {
    /// The evidence as bytes; [`Material::items`](super::Material::items) of its material are to be kept beside them.
    pub fn to_cbor(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.array(3);
        writer.text(NAME);
        writer.unsigned(VERSION);
        let has_validation_data = self.validation_data != ValidationDataFacts::default();
        let lists = [self.material.certificates().len(), self.material.crls().len(), self.material.ocsps().len()];
        let present = [!self.revisions.is_empty(), !self.signatures.is_empty(), has_validation_data];
        let present = present.into_iter().chain(lists.map(|length| length > 0)).filter(|present| *present).count();
        writer.map(1 + present);
        writer.unsigned(1);
        self.document.write(&mut writer);
        if !self.revisions.is_empty() {
            writer.unsigned(2);
            self.revisions.write(&mut writer);
        }
        if !self.signatures.is_empty() {
            writer.unsigned(3);
            self.signatures.write(&mut writer);
        }
        if has_validation_data {
            writer.unsigned(4);
            self.validation_data.write(&mut writer);
        }
        write_references(&self.material, &mut writer);
        writer.finish()
    }

    /// Evidence from bytes, with its material from `source`.
    ///
    /// # Errors
    /// [`CodecError`] when the bytes are not what [`to_cbor`](Self::to_cbor) writes, or material is missing or damaged.
    pub fn from_cbor(bytes: &[u8], source: &dyn MaterialSource) -> Result<Self, CodecError> {
        Self::from_cbor_with(bytes, source, &MaterialCache::default())
    }

    /// [`from_cbor`](Self::from_cbor), remembering parsed material across documents.
    ///
    /// # Errors
    /// See [`from_cbor`](Self::from_cbor).
    pub fn from_cbor_with(bytes: &[u8], source: &dyn MaterialSource, cache: &MaterialCache) -> Result<Self, CodecError> {
        let mut reader = Reader::new(bytes)?;
        if reader.array_of(3).is_err() || reader.text() != Ok(NAME) {
            return Err(CodecError::NotEvidence);
        }
        match reader.unsigned()? {
            VERSION => {}
            version => return Err(CodecError::Version(version)),
        }
        let mut members = Members::begin(&mut reader)?;
        let document = members.member(&mut reader, 1, "document")?;
        let revisions = members.member(&mut reader, 2, "revisions")?;
        let signatures = members.member(&mut reader, 3, "signatures")?;
        let validation_data: Option<ValidationDataFacts> = members.member(&mut reader, 4, "validation_data")?;
        let certificates: Vec<Reference> = members.member(&mut reader, 5, "certificates")?;
        let crls: Vec<Reference> = members.member(&mut reader, 6, "crls")?;
        let ocsps: Vec<Reference> = members.member(&mut reader, 7, "ocsps")?;
        members.finish()?;
        reader.finish()?;
        if validation_data.as_ref() == Some(&ValidationDataFacts::default()) {
            return Err(CodecError::NotDeterministic);
        }
        let material = resolve([&certificates, &crls, &ocsps], source, cache)?;
        Ok(Self { document, revisions, signatures, validation_data: validation_data.unwrap_or_default(), material })
    }
}
