//! The items of each fact. `docs/evidence.cddl` says the same for readers in other languages.

use core::time::Duration;
use std::borrow::Cow;

use super::CodecError;
use super::cbor::{Reader, Writer};
use super::record::{Item, Listed, Members, choice, structure};
use crate::crypto::{Digest, DigestAlgorithm, SignatureAlgorithm};
use crate::evidence::facts::{CertificateReference, Identifier, Message, Pending};
use crate::evidence::{
    ContentCheck, DocumentFacts, PermissionFacts, RevisionFacts, SignatureFacts, SignatureKind, SignaturePolicyFacts,
    SignedFacts, SignerBinding, TimestampFacts, TimestampKind, ValidationDataFacts, ValueCheck,
};
use crate::pdf::Reference;
use crate::pdf::changes::{ChangeItem, ChangeLevel, Changes, Part, Place};
use crate::pdf::signature::Coverage;
use crate::reason::{Reason, ReasonCode, Severity};
use crate::time::Instant;

structure!(DocumentFacts {
    1 = size,
    2 = sha256,
    3 = encrypted,
    4 = repaired,
    5 = reasons,
});

structure!(RevisionFacts {
    1 = start,
    2 = end,
    3 = objects,
});

structure!(ValidationDataFacts {
    1 = certificates,
    2 = crls,
    3 = ocsps,
    4 = vri,
    5 = first_revision,
});

structure!(SignatureFacts {
    1 = field,
    2 = kind,
    3 = subfilter,
    4 = revision,
    5 = byte_range,
    6 = coverage,
    7 = dictionary_time,
    8 = dictionary_name,
    9 = dictionary_reason,
    10 = dictionary_location,
    11 = reasons,
    12 = signed,
    13 = timestamp,
    14 = timestamps,
    15 = changes,
    16 = permissions,
    17 = analysed_changes,
    18 = dictionary,
});

structure!(PermissionFacts {
    1 = docmdp,
    2 = fieldmdp,
    3 = lock,
});

structure!(SignedFacts {
    1 = digest_algorithm,
    2 = digest_algorithm_name,
    3 = signature_algorithm,
    4 = signature_algorithm_name,
    5 = signer_identifier,
    6 = signing_certificate,
    7 = binding,
    8 = content,
    9 = value,
    10 = content_digest,
    11 = representation_digest,
    12 = signature_value,
    13 = claimed_time,
    14 = reasons,
    15 = signature_policy,
    16 = pending,
});

structure!(Pending {
    1 = identifier,
    2 = reference,
    3 = algorithm,
    4 = messages,
});

structure!(TimestampFacts {
    1 = kind,
    2 = time,
    3 = imprint_algorithm,
    4 = imprint,
    5 = covered_digest,
    6 = signed,
    7 = policy,
    8 = sha256,
    9 = accuracy,
    10 = ordering,
    11 = covered_from,
});

structure!(Changes {
    1 = level,
    2 = permitted,
    3 = items,
});

structure!(ChangeItem {
    1 = revision,
    2 = object,
    3 = place,
    4 = what,
    5 = level,
    6 = relies_on,
});

structure!(Place {
    1 = page,
    2 = field,
    3 = part,
});

impl Listed for RevisionFacts {}
impl Listed for SignatureFacts {}
impl Listed for TimestampFacts {}
impl Listed for ChangeItem {}
impl Listed for Message {}
impl Listed for Reason {}
impl Listed for i64 {}

choice!(SignatureKind {
    0 = Signature,
    1 = DocumentTimestamp,
});

choice!(TimestampKind {
    0 = Signature,
    1 = Content,
    2 = Document,
    3 = ValidationData,
});

choice!(Coverage {
    0 = WholeDocument,
    1 = WholeRevision,
    2 = Partial,
    3 = Invalid,
});

choice!(SignerBinding {
    0 = Bound,
    1 = Unbound,
    2 = Contradicted,
    3 = Unknown,
});

choice!(ContentCheck {
    0 = Matches,
    1 = Differs,
    2 = InValue,
    3 = NotComputable,
});

choice!(ChangeLevel {
    0 = None,
    1 = ValidationData,
    2 = FormFilling,
    3 = Annotations,
    4 = Undefined,
    5 = Unknown,
});

choice!(Severity {
    0 = Error,
    1 = Warning,
    2 = Info,
});

choice!(Part {
    0 = File,
    1 = Catalog,
    2 = Information,
    3 = Metadata,
    4 = Encryption,
    5 = Form,
    6 = Field,
    7 = Pages,
    8 = Page,
    9 = Annotation,
    10 = Content,
    11 = Structure,
    12 = ValidationData,
    13 = ObjectStream,
    14 = Document,
});

choice!(DigestAlgorithm {
    0 = Md5,
    1 = Sha1,
    2 = Ripemd160,
    3 = Sha224,
    4 = Sha256,
    5 = Sha384,
    6 = Sha512,
    7 = Sha512_224,
    8 = Sha512_256,
    9 = Sha3_224,
    10 = Sha3_256,
    11 = Sha3_384,
    12 = Sha3_512,
    13 = Shake256,
});

/// `[scheme, ? digest, ? digest of MGF1, ? length of the salt]`.
impl Item for SignatureAlgorithm {
    fn write(&self, writer: &mut Writer) {
        let (scheme, digest) = match *self {
            Self::RsaPkcs1(digest) => (0, Some(digest)),
            Self::RsaPss { digest, .. } => (1, Some(digest)),
            Self::Ecdsa(digest) => (2, Some(digest)),
            Self::EcdsaPlain(digest) => (3, Some(digest)),
            Self::Dsa(digest) => (4, Some(digest)),
            Self::Ed25519 => (5, None),
            Self::Ed448 => (6, None),
            Self::MlDsa44 => (7, None),
            Self::MlDsa65 => (8, None),
            Self::MlDsa87 => (9, None),
        };
        let pss = match *self {
            Self::RsaPss { mgf_digest, salt_length, .. } => Some((mgf_digest, salt_length)),
            _ => None,
        };
        writer.array(1 + usize::from(digest.is_some()) + 2 * usize::from(pss.is_some()));
        writer.unsigned(scheme);
        if let Some(digest) = digest {
            digest.write(writer);
        }
        if let Some((mgf_digest, salt_length)) = pss {
            mgf_digest.write(writer);
            salt_length.write(writer);
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        let length = reader.array()?;
        let scheme = if length == 0 { return Err(CodecError::UnexpectedType) } else { reader.unsigned()? };
        let digested = |with: fn(DigestAlgorithm) -> Self, reader: &mut Reader<'_>| DigestAlgorithm::read(reader).map(with);
        Ok(match (scheme, length) {
            (0, 2) => digested(Self::RsaPkcs1, reader)?,
            (1, 4) => {
                Self::RsaPss { digest: Item::read(reader)?, mgf_digest: Item::read(reader)?, salt_length: Item::read(reader)? }
            }
            (2, 2) => digested(Self::Ecdsa, reader)?,
            (3, 2) => digested(Self::EcdsaPlain, reader)?,
            (4, 2) => digested(Self::Dsa, reader)?,
            (5, 1) => Self::Ed25519,
            (6, 1) => Self::Ed448,
            (7, 1) => Self::MlDsa44,
            (8, 1) => Self::MlDsa65,
            (9, 1) => Self::MlDsa87,
            _ => return Err(CodecError::Value("SignatureAlgorithm")),
        })
    }
}

/// An array of a number that says which variant, and the octets that belong to it.
fn write_variant(writer: &mut Writer, number: u64, octets: &[&[u8]]) {
    writer.array(1 + octets.len());
    writer.unsigned(number);
    for octets in octets {
        writer.bytes(octets);
    }
}

fn read_variant(reader: &mut Reader<'_>) -> Result<(u64, usize), CodecError> {
    let length = reader.array()?.checked_sub(1).ok_or(CodecError::UnexpectedType)?;
    Ok((reader.unsigned()?, length))
}

impl Item for ValueCheck {
    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Valid => writer.unsigned(0),
            Self::Invalid => writer.unsigned(1),
            Self::NoCertificate => writer.unsigned(2),
            Self::ValidAsWritten => writer.unsigned(3),
            Self::Unsupported(what) => writer.text(what),
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        let mut ahead = reader.clone();
        match ahead.unsigned() {
            Ok(number) => {
                *reader = ahead;
                match number {
                    0 => Ok(Self::Valid),
                    1 => Ok(Self::Invalid),
                    2 => Ok(Self::NoCertificate),
                    3 => Ok(Self::ValidAsWritten),
                    _ => Err(CodecError::Value("ValueCheck")),
                }
            }
            Err(CodecError::UnexpectedType) => String::read(reader).map(Self::Unsupported),
            Err(error) => Err(error),
        }
    }
}

impl Item for Identifier {
    fn write(&self, writer: &mut Writer) {
        match self {
            Self::IssuerAndSerial(issuer, serial) => write_variant(writer, 0, &[issuer, serial]),
            Self::SubjectKey(identifier) => write_variant(writer, 1, &[identifier]),
            Self::Certificate(sha256) => write_variant(writer, 2, &[sha256]),
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        Ok(match read_variant(reader)? {
            (0, 2) => Self::IssuerAndSerial(Item::read(reader)?, Item::read(reader)?),
            (1, 1) => Self::SubjectKey(Item::read(reader)?),
            (2, 1) => Self::Certificate(Item::read(reader)?),
            _ => return Err(CodecError::Value("Identifier")),
        })
    }
}

impl Item for Message {
    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Attributes(octets) => write_variant(writer, 0, &[octets]),
            Self::Digest(digest) => write_variant(writer, 1, &[digest.as_bytes()]),
            Self::Content(octets) => write_variant(writer, 2, &[octets]),
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        Ok(match read_variant(reader)? {
            (0, 1) => Self::Attributes(Item::read(reader)?),
            (1, 1) => Self::Digest(Item::read(reader)?),
            (2, 1) => Self::Content(Item::read(reader)?),
            _ => return Err(CodecError::Value("Message")),
        })
    }
}

/// `[]` for a hash that cannot be computed, else `[digest algorithm, hash]`.
impl Item for CertificateReference {
    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Hash(algorithm, hash) => {
                writer.array(2);
                algorithm.write(writer);
                writer.bytes(hash);
            }
            Self::Unsupported => writer.array(0),
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        match reader.array()? {
            0 => Ok(Self::Unsupported),
            2 => Ok(Self::Hash(Item::read(reader)?, Item::read(reader)?)),
            _ => Err(CodecError::UnexpectedType),
        }
    }
}

/// `[0, identifier, null or [digest algorithm or null, digest], URI or null]`, `[1]` implied, `[2]` unreadable.
impl Item for SignaturePolicyFacts {
    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Identified { identifier, digest, uri } => {
                writer.array(4);
                writer.unsigned(0);
                identifier.write(writer);
                match digest {
                    Some((algorithm, octets)) => {
                        writer.array(2);
                        algorithm.write(writer);
                        octets.write(writer);
                    }
                    None => writer.null(),
                }
                uri.write(writer);
            }
            Self::Implied => write_variant(writer, 1, &[]),
            Self::Unreadable => write_variant(writer, 2, &[]),
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        Ok(match read_variant(reader)? {
            (0, 3) => {
                let identifier = Item::read(reader)?;
                let digest = if reader.null() {
                    None
                } else {
                    reader.array_of(2)?;
                    Some((Item::read(reader)?, Item::read(reader)?))
                };
                Self::Identified { identifier, digest, uri: Item::read(reader)? }
            }
            (1, 0) => Self::Implied,
            (2, 0) => Self::Unreadable,
            _ => return Err(CodecError::Value("SignaturePolicyFacts")),
        })
    }
}

impl Item for Digest {
    fn write(&self, writer: &mut Writer) {
        writer.bytes(self.as_bytes());
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        Self::from_bytes(reader.bytes()?).ok_or(CodecError::Value("Digest"))
    }
}

/// Seconds since 1970, or `[seconds, nanoseconds]`.
impl Item for Instant {
    fn write(&self, writer: &mut Writer) {
        match self.subsecond_nanos() {
            0 => writer.signed(self.unix_seconds()),
            nanos => {
                writer.array(2);
                writer.signed(self.unix_seconds());
                nanos.write(writer);
            }
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        let mut ahead = reader.clone();
        let (seconds, nanos) = match ahead.array_of(2) {
            Ok(()) => {
                *reader = ahead;
                let (seconds, nanos) = (reader.signed()?, u32::read(reader)?);
                if nanos == 0 {
                    return Err(CodecError::NotDeterministic);
                }
                (seconds, nanos)
            }
            Err(_) => (reader.signed()?, 0),
        };
        let instant = Self::from_unix_seconds(seconds).saturating_add(Duration::from_nanos(u64::from(nanos)));
        // Clamped, or nanoseconds of a second and more: not as it was written.
        let is_same = instant.unix_seconds() == seconds && instant.subsecond_nanos() == nanos;
        if is_same { Ok(instant) } else { Err(CodecError::Value("Instant")) }
    }
}

/// `[seconds, nanoseconds]`.
impl Item for Duration {
    fn write(&self, writer: &mut Writer) {
        writer.array(2);
        writer.unsigned(self.as_secs());
        self.subsec_nanos().write(writer);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        reader.array_of(2)?;
        let (seconds, nanos) = (reader.unsigned()?, u32::read(reader)?);
        if nanos < 1_000_000_000 { Ok(Self::new(seconds, nanos)) } else { Err(CodecError::Value("Duration")) }
    }
}

impl Item for Reference {
    fn write(&self, writer: &mut Writer) {
        writer.array(2);
        self.number.write(writer);
        self.generation.write(writer);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        reader.array_of(2)?;
        Ok(Self { number: Item::read(reader)?, generation: Item::read(reader)? })
    }
}

/// `[code, severity, * (name, value)]`.
impl Item for Reason {
    fn write(&self, writer: &mut Writer) {
        writer.array(2 + 2 * self.arguments.len());
        writer.text(self.code.as_str());
        self.severity.write(writer);
        for (name, value) in &self.arguments {
            writer.text(name);
            writer.text(value);
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        let length = reader.array()?;
        let pairs = length.checked_sub(2).filter(|rest| rest % 2 == 0).ok_or(CodecError::UnexpectedType)? / 2;
        let code = ReasonCode::from_slug(reader.text()?).ok_or(CodecError::Value("ReasonCode"))?;
        let severity = Severity::read(reader)?;
        let arguments = (0..pairs)
            .map(|_| Ok((Cow::Owned(reader.text()?.to_owned()), reader.text()?.to_owned())))
            .collect::<Result<_, CodecError>>()?;
        Ok(Self { code, severity, arguments })
    }
}
