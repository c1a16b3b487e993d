//! The facts themselves: owned, plain, independent of the bytes they came from.

use core::time::Duration;

use crate::crypto::{Digest, DigestAlgorithm, SignatureAlgorithm};
use crate::evidence::Material;
use crate::pdf::Reference;
use crate::pdf::changes::Changes;
use crate::pdf::signature::Coverage;
use crate::reason::{Reason, ReasonCode};
use crate::time::Instant;

/// All facts of one document.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Evidence {
    /// The file as a whole.
    pub document: DocumentFacts,
    /// Its revisions, oldest first.
    pub revisions: Vec<RevisionFacts>,
    /// Signatures and document timestamps by the revision they sign, oldest first.
    pub signatures: Vec<SignatureFacts>,
    /// What /DSS holds over all revisions.
    pub validation_data: ValidationDataFacts,
    /// Certificates, CRLs and OCSP responses found anywhere in the document, each once.
    pub material: Material,
}

/// The file as a whole.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DocumentFacts {
    /// Bytes.
    pub size: u64,
    /// SHA-256 of the file.
    pub sha256: [u8; 32],
    /// Whether it is encrypted.
    pub encrypted: bool,
    /// Whether anything that was read had to be guessed ([`Repair::is_ambiguous`](crate::pdf::Repair::is_ambiguous)); then no
    /// signature can pass.
    pub repaired: bool,
    /// Findings on the file as a whole.
    pub reasons: Vec<Reason>,
}

/// One revision: an incremental update, or the original.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RevisionFacts {
    /// First byte.
    pub start: u64,
    /// One past the last byte.
    pub end: u64,
    /// Objects it defines or redefines.
    pub objects: u32,
}

/// Counts of /DSS over all revisions (ISO 32000-2 §12.8.4.3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ValidationDataFacts {
    /// Certificate streams.
    pub certificates: u32,
    /// CRL streams.
    pub crls: u32,
    /// OCSP response streams.
    pub ocsps: u32,
    /// /VRI entries.
    pub vri: u32,
    /// First revision with a /DSS.
    pub first_revision: Option<u32>,
}

/// A signature or a document timestamp, by its SubFilter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignatureKind {
    /// A person's or organisation's signature.
    Signature,
    /// A document timestamp (SubFilter ETSI.RFC3161).
    DocumentTimestamp,
}

impl SignatureKind {
    /// `signature` or `document-timestamp`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Signature => "signature",
            Self::DocumentTimestamp => "document-timestamp",
        }
    }
}

/// One signature field with a value.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SignatureFacts {
    /// Fully qualified field name; empty when the dictionary hangs on no named field.
    pub field: String,
    /// Signature or document timestamp.
    pub kind: SignatureKind,
    /// /SubFilter as written.
    pub subfilter: Option<String>,
    /// Revision that the signed range ends with, from 0; `None` when the range is malformed or ends inside one.
    pub revision: Option<u32>,
    /// /ByteRange as written; empty when it has none.
    pub byte_range: Vec<i64>,
    /// Which part of the file is signed.
    pub coverage: Coverage,
    /// /M of the dictionary, as an instant.
    pub dictionary_time: Option<Instant>,
    /// /Name of the dictionary: what the signer's software wrote, not proven.
    pub dictionary_name: Option<String>,
    /// /Reason of the dictionary.
    pub dictionary_reason: Option<String>,
    /// /Location of the dictionary.
    pub dictionary_location: Option<String>,
    /// Whether anything contradicts the format (EN 319 102-1 §5.2.2), with other findings on structure.
    pub reasons: Vec<Reason>,
    /// The SignerInfo of a signature, when there is one to examine.
    pub signed: Option<SignedFacts>,
    /// A document timestamp's token.
    pub timestamp: Option<TimestampFacts>,
    /// Signature and content timestamps inside the CMS, and the one of its /VRI entry.
    pub timestamps: Vec<TimestampFacts>,
    /// What later revisions changed.
    pub changes: Changes,
    /// The same before added signatures that do not verify were held against it, where that makes a difference.
    pub(super) analysed_changes: Option<Box<Changes>>,
    /// The object of the signature dictionary, by which changes name signatures that were added.
    pub(super) dictionary: Option<Reference>,
    /// DocMDP, FieldMDP and /Lock.
    pub permissions: PermissionFacts,
}

impl SignatureFacts {
    /// Whether the file was cut off after the signature, so that a part of what was signed is missing.
    pub fn is_cut_off(&self) -> bool {
        self.reasons.iter().any(|reason| reason.code == ReasonCode::ByteRangeCutOff)
    }

    /// Digest and signature value both verify over a well-formed range; `None` when that could not be computed.
    pub fn intact(&self) -> Option<bool> {
        if self.is_cut_off() {
            // What was signed is not all here. That the value does not verify can be known all the same.
            let signed = self.signed.as_ref().or(self.timestamp.as_ref().map(|token| &token.signed));
            return signed.is_none_or(|signed| signed.value == ValueCheck::Invalid).then_some(false);
        }
        if self.coverage == Coverage::Invalid {
            return Some(false);
        }
        match (&self.timestamp, &self.signed) {
            (Some(timestamp), _) => timestamp.intact(),
            (None, Some(signed)) => signed.intact(),
            // A value that is missing or damaged verifies nothing; one of an unsupported kind is not known to be bad.
            (None, None) => {
                let unsupported = self.reasons.iter().any(|reason| reason.code == ReasonCode::SignatureUnsupported);
                (!unsupported).then_some(false)
            }
        }
    }
}

/// Permissions a signature grants or withdraws (ISO 32000-2 §12.8.2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PermissionFacts {
    /// P of DocMDP, 1 to 3, for a certification signature.
    pub docmdp: Option<u8>,
    /// FieldMDP of the signature reference, in words.
    pub fieldmdp: Option<String>,
    /// /Lock of the field, in words.
    pub lock: Option<String>,
}

/// What is known of one SignerInfo, or of a bare PKCS#1 signature (adbe.x509.rsa_sha1).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SignedFacts {
    /// The digest algorithm of the content.
    pub digest_algorithm: Option<DigestAlgorithm>,
    /// The name of the digest algorithm, also where it is not supported.
    pub digest_algorithm_name: String,
    /// The signature algorithm; `None` when it is not supported.
    pub signature_algorithm: Option<SignatureAlgorithm>,
    /// The name of the signature algorithm, also where it is not supported.
    pub signature_algorithm_name: String,
    /// The signer's identifier as text, for a report that has no certificate to show.
    pub signer_identifier: String,
    /// SHA-256 of the signing certificate, where it is at hand.
    pub signing_certificate: Option<[u8; 32]>,
    /// Whether a signing-certificate attribute binds it.
    pub binding: SignerBinding,
    /// Whether the digest of the content is the signed one.
    pub content: ContentCheck,
    /// Whether the signature value verifies.
    pub value: ValueCheck,
    /// The digest of the content that was signed, as computed.
    pub content_digest: Option<Digest>,
    /// The digest of what the value is over (the DER of the signed attributes, or the content) under the signature's digest.
    pub representation_digest: Option<Digest>,
    /// The signature value.
    pub signature_value: Vec<u8>,
    /// signing-time attribute: claimed, never proven.
    pub claimed_time: Option<Instant>,
    /// Findings on the structure.
    pub reasons: Vec<Reason>,
    /// What the signature value was made over, kept until a certificate is at hand.
    pub(super) pending: Option<Box<Pending>>,
    /// The signature policy that a signed attribute names (EPES); `None` without such an attribute.
    pub signature_policy: Option<SignaturePolicyFacts>,
}

/// What the signature-policy-identifier attribute says (EN 319 122-1 §5.2.9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignaturePolicyFacts {
    /// A policy by name.
    Identified {
        /// Its object identifier.
        identifier: String,
        /// The digest of the policy document, with its algorithm where that is supported. `None` when the signer left it
        /// open: no digest, an empty one, or zeros only.
        digest: Option<(Option<DigestAlgorithm>, Vec<u8>)>,
        /// Where the document is said to be.
        uri: Option<String>,
    },
    /// The policy is implied by the content or by other means.
    Implied,
    /// The attribute cannot be read.
    Unreadable,
}

impl SignedFacts {
    /// Both checks good; `None` when one could not be computed and none failed.
    pub fn intact(&self) -> Option<bool> {
        match (self.content, &self.value) {
            (ContentCheck::Differs, _) | (_, ValueCheck::Invalid) => Some(false),
            (ContentCheck::Matches | ContentCheck::InValue, ValueCheck::Valid | ValueCheck::ValidAsWritten) => Some(true),
            _ => None,
        }
    }
}

/// What a signature value was made over: enough to verify it once the certificate is found.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    /// How the signer is identified.
    pub(super) identifier: Identifier,
    /// What a signing-certificate attribute names.
    pub(super) reference: Option<CertificateReference>,
    /// The algorithm, when it is supported.
    pub(super) algorithm: Option<SignatureAlgorithm>,
    /// The messages it may be over: as written, then in DER order (RFC 5652 §5.4).
    pub(super) messages: Vec<Message>,
}

/// What a signing-certificate attribute says of the signing certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum CertificateReference {
    /// Its hash.
    Hash(DigestAlgorithm, Vec<u8>),
    /// Its hash under an algorithm that is not supported.
    Unsupported,
}

/// The signer's identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Identifier {
    /// DER of the issuer name, contents octets of the serial number.
    IssuerAndSerial(Vec<u8>, Vec<u8>),
    /// Subject key identifier.
    SubjectKey(Vec<u8>),
    /// The certificate itself, by SHA-256 (adbe.x509.rsa_sha1 names it in /Cert).
    Certificate([u8; 32]),
}

/// What is signed: the DER of the signed attributes, or the digest of the content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Message {
    /// Signed attributes as they are signed.
    Attributes(Vec<u8>),
    /// Digest of the content under the signature algorithm's digest.
    Digest(Digest),
    /// The content itself, where it is small (TSTInfo).
    Content(Vec<u8>),
}

impl Message {
    /// Its digest under the signature's digest algorithm.
    pub(super) fn digest(&self, algorithm: DigestAlgorithm) -> Digest {
        match self {
            Self::Attributes(bytes) | Self::Content(bytes) => algorithm.digest(bytes),
            Self::Digest(digest) => *digest,
        }
    }
}

/// Whether the signature binds the signing certificate (EN 319 102-1 §5.2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignerBinding {
    /// An ESS signing-certificate attribute has this certificate's hash.
    Bound,
    /// No such attribute.
    Unbound,
    /// The attribute names another certificate than the SignerInfo.
    Contradicted,
    /// The attribute's hash algorithm is not supported, so nothing is known.
    Unknown,
}

/// Whether the digest of the content is the signed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContentCheck {
    /// It is.
    Matches,
    /// It is not: the content was changed.
    Differs,
    /// There is no separate digest: the signature value is over the content itself.
    InValue,
    /// It could not be computed.
    NotComputable,
}

/// Whether the signature value verifies under the signing certificate's key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ValueCheck {
    /// It does.
    Valid,
    /// It does, over the signed attributes in the order in which they are written, which is not that of DER; over their DER it
    /// does not (RFC 5652 §5.4).
    ValidAsWritten,
    /// It does not.
    Invalid,
    /// There is no certificate to verify it with.
    NoCertificate,
    /// The algorithm or the key is not supported; the text names it.
    Unsupported(String),
}

/// Which data a timestamp covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimestampKind {
    /// The signature value (CAdES signature-time-stamp).
    Signature,
    /// The content before it was signed (CAdES content-time-stamp).
    Content,
    /// The document up to the timestamp's range.
    Document,
    /// The signature value, kept with its validation data (/TS of a /VRI entry).
    ValidationData,
}

impl TimestampKind {
    /// `signature-timestamp`, `content-timestamp` or `document-timestamp`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Signature => "signature-timestamp",
            Self::Content => "content-timestamp",
            Self::Document => "document-timestamp",
            Self::ValidationData => "vri-timestamp",
        }
    }
}

/// One RFC 3161 token.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TimestampFacts {
    /// What it covers.
    pub kind: TimestampKind,
    /// genTime.
    pub time: Instant,
    /// The digest algorithm of the imprint; `None` when it is not supported.
    pub imprint_algorithm: Option<DigestAlgorithm>,
    /// Whether the imprint is that of the data.
    pub imprint: ContentCheck,
    /// The digest of the data, as computed.
    pub covered_digest: Option<Digest>,
    /// The token's own signature.
    pub signed: SignedFacts,
    /// TSA policy.
    pub policy: String,
    /// SHA-256 of the token.
    pub sha256: [u8; 32],
    /// How far the time may be off, where the authority says so.
    pub accuracy: Option<Duration>,
    /// Whether the authority's tokens can be ordered by their times alone (RFC 3161 §2.4.2).
    pub ordering: bool,
    /// The first revision whose signed range includes the token: a document timestamp over that revision or a later one
    /// proves that the token existed.
    pub covered_from: Option<u32>,
}

impl TimestampFacts {
    /// Imprint, digest of the TSTInfo and signature value all verify; `None` when one could not be computed and none failed.
    pub fn intact(&self) -> Option<bool> {
        match (self.imprint, self.signed.intact()) {
            (ContentCheck::Differs, _) | (_, Some(false)) => Some(false),
            (ContentCheck::Matches, Some(true)) => Some(true),
            _ => None,
        }
    }
}
