//! What revocation information says, as facts: who said what about a certificate, as of when.

use crate::crl::CrlReason;
use crate::crypto::SignatureAlgorithm;
use crate::reason::Reason;
use crate::time::Instant;
use crate::x509::ReasonFlags;

/// One verified, authorised and applicable piece of revocation information about one certificate.
///
/// Whether it is current, and whether a revocation bears on a signature made earlier, depends on times that the caller
/// knows (EN 319 102-1 §5.2.5, §5.6.2.2): [`RevocationChecker::check`](super::RevocationChecker::check) decides it for one time.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statement {
    /// What it says.
    pub status: CertificateStatus,
    /// Where it is said.
    pub source: Source,
    /// The instant as of which the status was known to be right.
    pub this_update: Instant,
    /// The instant by which newer information will be there.
    pub next_update: Option<Instant>,
    /// When an OCSP response was signed; `None` for a CRL.
    pub produced_at: Option<Instant>,
    /// The revocation reasons that it covers; an OCSP response covers all.
    pub reasons: ReasonFlags,
    /// SHA-256 of the SubjectPublicKeyInfo that signed it.
    pub signer_key: [u8; 32],
    /// With which algorithm, and with how many bits the key has; `None` when either cannot be read.
    pub signature_algorithm: Option<(SignatureAlgorithm, u32)>,
    /// Until when the certificate of that key is valid; `None` when the key is a trust anchor's.
    /// A statement made with an expired certificate needs a proof that it existed before.
    pub signer_not_after: Option<Instant>,
    /// SHA-256 of the certificate that speaks for the certificate's issuer, when it is not the issuer itself: a
    /// delegated OCSP responder's or a separate CRL issuer's.
    pub signer_certificate: Option<[u8; 32]>,
    /// From when on certificates stay listed after they expired: archiveCutoff (RFC 6960 §4.4.4) or expiredCertsOnCRL
    /// (X.509 §9.5.2.8). `None`: expired certificates may have been dropped.
    pub retained_since: Option<Instant>,
    /// Whether the responder proved that it knows the certificate by its hash (certHash, CommonPKI part 4 §3.1.2).
    pub certificate_hash_matches: bool,
    /// Tolerances used and checks that were not possible; each is reported.
    pub notes: Vec<Reason>,
}

/// The status of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateStatus {
    /// Not revoked, for the reasons covered.
    Good,
    /// Revoked or on hold.
    Revoked(Revocation),
    /// The responder does not know the certificate (RFC 6960 §2.2).
    Unknown,
}

/// When and why a certificate was revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// When it was revoked.
    pub time: Instant,
    /// CRLReason (RFC 5280 §5.3.1), if given.
    pub reason: Option<CrlReason>,
    /// When the key is suspected to have become unsafe (RFC 5280 §5.3.2), if given.
    pub invalidity_date: Option<Instant>,
}

/// Which object a [`Statement`] comes from, by the SHA-256 of its DER.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// A CRL, with the delta CRL that was applied to it.
    Crl {
        /// The complete CRL.
        sha256: [u8; 32],
        /// The delta CRL.
        delta: Option<[u8; 32]>,
    },
    /// An OCSP response.
    Ocsp {
        /// The response.
        sha256: [u8; 32],
    },
}

impl Source {
    /// `crl` or `ocsp`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Crl { .. } => "crl",
            Self::Ocsp { .. } => "ocsp",
        }
    }
}

/// The answer for one certificate at one time, and everything it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RevocationOutcome {
    /// The answer.
    pub status: RevocationStatus,
    /// The statements it rests on, the decisive one first; empty when nothing usable was found.
    pub statements: Vec<Statement>,
    /// What bears on the answer: what was tolerated or could not be checked, and, when there is no answer, why.
    pub reasons: Vec<Reason>,
    /// Why other information was not used, when there is an answer without it.
    pub unused: Vec<Reason>,
}

/// The answer for one certificate at one time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevocationStatus {
    /// Current information covers all reasons and says that it is not revoked.
    Good,
    /// Revoked or on hold.
    Revoked(Revocation),
    /// A responder says that it does not know the certificate, and nothing better is there.
    Unknown,
    /// There is no usable current information.
    Undetermined,
    /// The certificate needs none: it says so itself (RFC 9608; EN 319 412-1 §5.2).
    NotNeeded,
}

impl Statement {
    /// Whether what it says about a certificate that expires at `not_after` is conclusive. After expiry, issuers may
    /// drop a certificate from their CRLs and records, so that *good* then says nothing, unless they say that they
    /// keep it (RFC 6960 §4.4.4; EN 319 102-1 §5.6.2.2).
    pub fn is_conclusive_for(&self, not_after: Instant) -> bool {
        let said_at = self.produced_at.unwrap_or(self.this_update);
        matches!(self.status, CertificateStatus::Revoked(_))
            || said_at <= not_after
            || self.retained_since.is_some_and(|since| since <= not_after)
    }
}

impl Revocation {
    /// On hold: not final, newer information may say that it is good again.
    pub fn is_hold(&self) -> bool {
        self.reason == Some(CrlReason::CertificateHold)
    }
}

impl RevocationOutcome {
    /// The statement that decided.
    pub fn decisive(&self) -> Option<&Statement> {
        self.statements.first()
    }
}
