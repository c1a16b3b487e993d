//! The report as a value. Times are instants, digests are bytes, names are text; nothing refers back to the evidence.

use crate::crl::CrlReason;
use crate::crypto::{Digest, DigestAlgorithm, SignatureAlgorithm};
use crate::evidence::{SignatureKind, SignerBinding, TimestampKind, ValidationDataFacts};
use crate::indication::{Indication, SubIndication};
use crate::pdf::changes::Changes;
use crate::pdf::signature::Coverage;
use crate::reason::{Reason, ReasonCode};
use crate::time::Instant;

/// The verdict on one document.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Report {
    /// Size and digest of the file.
    pub document: DocumentSummary,
    /// The time the verdict is for.
    pub validation_time: Instant,
    /// The policy it is held against.
    pub policy: PolicyReference,
    /// SHA-256 over the trust anchors.
    pub trust_digest: [u8; 32],
    /// SHA-256 over the material given beside the document; `None` when none was.
    pub material_digest: Option<[u8; 32]>,
    /// Signatures and document timestamps, oldest first.
    pub signatures: Vec<SignatureReport>,
    /// What /DSS holds.
    pub validation_data: ValidationDataFacts,
    /// Revisions, oldest first.
    pub revisions: Vec<RevisionSummary>,
    /// Findings on the file as a whole.
    pub reasons: Vec<Reason>,
}

impl Report {
    /// The worst indication of all signatures and document timestamps; `None` when there are none.
    pub fn indication(&self) -> Option<Indication> {
        self.signatures.iter().map(|signature| signature.indication).min()
    }

    /// How many signatures there are, document timestamps not counted.
    pub fn signatures_count(&self) -> usize {
        self.signatures.iter().filter(|signature| signature.kind == SignatureKind::Signature).count()
    }

    /// How many of [`Report::signatures_count`] are TOTAL-PASSED.
    pub fn valid_signatures_count(&self) -> usize {
        let passed = |signature: &&SignatureReport| {
            signature.kind == SignatureKind::Signature && signature.indication == Indication::TotalPassed
        };
        self.signatures.iter().filter(passed).count()
    }
}

/// Size and digest of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DocumentSummary {
    /// Bytes.
    pub size: u64,
    /// SHA-256 of the file.
    pub sha256: [u8; 32],
}

/// The policy's name and the digest of its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PolicyReference {
    /// The name.
    pub name: String,
    /// SHA-256 of [`Policy::canonical_text`](crate::policy::Policy::canonical_text).
    pub digest: [u8; 32],
}

/// One revision of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RevisionSummary {
    /// First byte.
    pub start: u64,
    /// One past the last byte.
    pub end: u64,
    /// Objects it defines or redefines.
    pub objects: u32,
}

/// The verdict on one signature or document timestamp.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SignatureReport {
    /// Fully qualified field name.
    pub field: String,
    /// Signature or document timestamp.
    pub kind: SignatureKind,
    /// /SubFilter as written.
    pub subfilter: Option<String>,
    /// The level its structure has.
    pub format: SignatureFormat,
    /// Revision it signs, from 0.
    pub revision: Option<u32>,
    /// /ByteRange as written.
    pub byte_range: Vec<i64>,
    /// Which part of the file is signed.
    pub coverage: Coverage,
    /// Digest and signature value both verify over a well-formed range; `None`: could not be computed.
    pub intact: Option<bool>,
    /// The verdict.
    pub indication: Indication,
    /// Why it is not TOTAL-PASSED.
    pub sub_indication: Option<SubIndication>,
    /// Digest of the content.
    pub digest_algorithm: Option<String>,
    /// Signature algorithm.
    pub signature_algorithm: Option<String>,
    /// Size of the signer's key, bits.
    pub key_size: Option<u32>,
    /// The signer, as the certificate names it.
    pub signed_by: Option<String>,
    /// The time the signer claims; not proven.
    pub claimed_signing_time: Option<Instant>,
    /// The earliest time for which the signature is proven to have existed.
    pub best_signature_time: Option<Instant>,
    /// The day by which a new timestamp is needed for the verdict to survive.
    pub renewal_due: Option<Instant>,
    /// What ends then, one of the reasons `renewal.*`; `None` as `renewal_due`.
    pub renewal_cause: Option<Reason>,
    /// The certification path, leaf first.
    pub certificates: Vec<CertificateReport>,
    /// Timestamps inside the signature.
    pub timestamps: Vec<TimestampReport>,
    /// What later revisions changed.
    pub changes: ChangesReport,
    /// DocMDP, FieldMDP and /Lock.
    pub permissions: PermissionsReport,
    /// Why.
    pub reasons: Vec<Reason>,
    /// What the signature dictionary claims of the signer; nobody proves it.
    pub claims: SignerClaims,
    /// Whether a signed attribute binds the signing certificate.
    pub binding: SignerBinding,
    /// A document timestamp's genTime.
    pub timestamp_time: Option<Instant>,
    /// What was signed, and the signature itself, for reports that identify them.
    pub identity: SignatureIdentity,
}

/// What the signature dictionary says of the signer (ISO 32000-2 table 255); not proven.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignerClaims {
    /// /Name.
    pub name: Option<String>,
    /// /Reason.
    pub reason: Option<String>,
    /// /Location.
    pub location: Option<String>,
    /// The identifier of the signature policy that the signature names (CAdES EPES).
    pub signature_policy: Option<String>,
}

/// What identifies a signature and what it signed (ETSI TS 119 102-2 §4.3.3, §4.3.6).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignatureIdentity {
    /// The algorithm of [`content_digest`](Self::content_digest).
    pub digest_algorithm: Option<DigestAlgorithm>,
    /// The digest of the signed bytes of the document, as computed.
    pub content_digest: Option<Digest>,
    /// The algorithm of [`representation_digest`](Self::representation_digest).
    pub representation_algorithm: Option<DigestAlgorithm>,
    /// The digest of what the signature value is over.
    pub representation_digest: Option<Digest>,
    /// The signature value.
    pub signature_value: Vec<u8>,
    /// The signature algorithm; `None` when it is not supported.
    pub signature_algorithm: Option<SignatureAlgorithm>,
    /// SHA-256 of a document timestamp's token.
    pub token_sha256: Option<[u8; 32]>,
}

/// The level of a signature, told by its structure alone (EN 319 142-1 §6, TS 102 778).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // The names are the levels themselves.
pub enum SignatureFormat {
    PadesBaselineB,
    PadesBaselineT,
    PadesBaselineLt,
    PadesBaselineLta,
    PadesBes,
    PadesEpes,
    PadesLtv,
    Pkcs7B,
    Pkcs7T,
    Pkcs7Lt,
    Pkcs7Lta,
    PdfNotEtsi,
}

impl SignatureFormat {
    /// As in reports: `PAdES-BASELINE-LTA`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PadesBaselineB => "PAdES-BASELINE-B",
            Self::PadesBaselineT => "PAdES-BASELINE-T",
            Self::PadesBaselineLt => "PAdES-BASELINE-LT",
            Self::PadesBaselineLta => "PAdES-BASELINE-LTA",
            Self::PadesBes => "PAdES-BES",
            Self::PadesEpes => "PAdES-EPES",
            Self::PadesLtv => "PAdES-LTV",
            Self::Pkcs7B => "PKCS7-B",
            Self::Pkcs7T => "PKCS7-T",
            Self::Pkcs7Lt => "PKCS7-LT",
            Self::Pkcs7Lta => "PKCS7-LTA",
            Self::PdfNotEtsi => "PDF-NOT-ETSI",
        }
    }
}

/// One certificate of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CertificateReport {
    /// Subject, RFC 4514.
    pub subject: String,
    /// Issuer, RFC 4514.
    pub issuer: String,
    /// Serial number, hexadecimal.
    pub serial: String,
    /// SHA-256 of the certificate.
    pub sha256: [u8; 32],
    /// notBefore.
    pub not_before: Instant,
    /// notAfter.
    pub not_after: Instant,
    /// Whether it is a given trust anchor.
    pub trust_anchor: bool,
    /// What is known of its revocation; `None` for an anchor.
    pub revocation: Option<RevocationReport>,
}

/// What is known of a certificate's revocation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RevocationReport {
    /// `good`, `stale`, `revoked`, `on-hold`, `unknown`, `missing`, `not-needed` or `not-checked`.
    pub status: &'static str,
    /// `crl` or `ocsp`.
    pub source: Option<&'static str>,
    /// thisUpdate of the source.
    pub this_update: Option<Instant>,
    /// nextUpdate of the source.
    pub next_update: Option<Instant>,
    /// When it was revoked.
    pub revoked_at: Option<Instant>,
    /// Why it was revoked.
    pub reason: Option<CrlReason>,
    /// SHA-256 of the CRL or OCSP response.
    pub sha256: Option<[u8; 32]>,
}

/// The verdict on one timestamp token.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TimestampReport {
    /// What it covers.
    pub kind: TimestampKind,
    /// genTime.
    pub time: Instant,
    /// The imprint is that of the data and the token's signature verifies; `None`: could not be computed.
    pub intact: Option<bool>,
    /// The verdict.
    pub indication: Indication,
    /// Why it is not PASSED.
    pub sub_indication: Option<SubIndication>,
    /// The timestamping unit.
    pub signed_by: Option<String>,
    /// Digest of the imprint.
    pub digest_algorithm: Option<String>,
    /// Its certification path, leaf first.
    pub certificates: Vec<CertificateReport>,
    /// Why.
    pub reasons: Vec<Reason>,
    /// SHA-256 of the token.
    pub sha256: [u8; 32],
    /// The token's own signature.
    pub identity: SignatureIdentity,
}

/// What later revisions changed.
pub type ChangesReport = Changes;

/// DocMDP, FieldMDP and /Lock.
pub type PermissionsReport = crate::evidence::PermissionFacts;

/// The verdict on one signature or document timestamp and no more: what a run over a whole archive keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verdict {
    /// Signature or document timestamp.
    pub kind: SignatureKind,
    /// As in [`SignatureReport::indication`].
    pub indication: Indication,
    /// As in [`SignatureReport::sub_indication`].
    pub sub_indication: Option<SubIndication>,
    /// The codes of [`SignatureReport::reasons`] that are errors or warnings, each once.
    pub reasons: Vec<ReasonCode>,
    /// As in [`SignatureReport::best_signature_time`].
    pub best_signature_time: Option<Instant>,
    /// As in [`SignatureReport::renewal_due`].
    pub renewal_due: Option<Instant>,
    /// As in [`SignatureReport::renewal_cause`].
    pub renewal_cause: Option<Reason>,
    /// Certificates of its chains that are revoked, by SHA-256, and since when.
    pub revoked: Vec<([u8; 32], Instant)>,
}
