//! How strictly revocation information is taken.

use core::time::Duration;

/// Which statements count as current, and which tolerances are allowed. Every tolerance that is used is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RevocationOptions {
    /// How old a statement may be, by its thisUpdate; `None`: until its nextUpdate.
    pub max_age: Option<Duration>,
    /// Statements without nextUpdate.
    pub without_next_update: WithoutNextUpdate,
    /// Indirect CRLs: those that list certificates of other issuers.
    pub indirect_crls: IndirectCrls,
    /// cRLIssuer fields in certificates of issuers that sign their CRLs themselves.
    pub redundant_crl_issuer: RedundantCrlIssuer,
    /// Certificates of delegated responders and separate CRL issuers whose own status is unknown.
    pub signer_status: SignerStatus,
    /// Encodings that RFC 5280 §5.1 forbids.
    pub profile: Profile,
    /// Signature checks for one certificate, those of the signers' certificates included.
    pub max_signature_checks: u32,
}

/// What a statement without nextUpdate is worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WithoutNextUpdate {
    /// Nothing, unless a maximum age is set: EN 319 102-1 §5.2.5 has no other way to call it fresh.
    #[default]
    NeedsMaxAge,
    /// Current for ever.
    Accept,
}

/// Whether indirect CRLs (RFC 5280 §5.2.5) are used; RFC 5280 §6.3 does not require it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IndirectCrls {
    /// They are.
    #[default]
    Use,
    /// A CRL that may be indirect is not used at all.
    Refuse,
}

/// What to do with a distribution point whose cRLIssuer is the certificate's own issuer, which RFC 5280 §4.2.1.13
/// forbids: by §6.3.3 (b)(1) only an indirect CRL would then do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RedundantCrlIssuer {
    /// Taken as not written when the CRL is signed by the issuer's own key. The spelling may differ in case, white space
    /// and the kind of dash: national authorities write `Root CA - RS` in one place and `Root CA – RS` in the other.
    #[default]
    Tolerate,
    /// As the standard says.
    Refuse,
}

/// What to do when nothing says whether the certificate of a responder or separate CRL issuer was revoked
/// (RFC 6960 §4.2.2.2.1 leaves it to local policy).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignerStatus {
    /// It is used, and reported.
    #[default]
    CheckIfPresent,
    /// It is not used.
    Require,
}

/// Whether CRLs are taken that RFC 5280 §5.1 forbids but whose meaning is plain: an empty revokedCertificates (older
/// OpenSSL), a written version number 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// They are.
    #[default]
    Tolerant,
    /// They are not.
    Strict,
}

impl Default for RevocationOptions {
    fn default() -> Self {
        Self {
            max_age: None,
            without_next_update: WithoutNextUpdate::default(),
            indirect_crls: IndirectCrls::default(),
            redundant_crl_issuer: RedundantCrlIssuer::default(),
            signer_status: SignerStatus::default(),
            profile: Profile::default(),
            // Twice what webpki and Go allow a whole path; a year of weekly CRLs of one issuer is 52.
            max_signature_checks: 200,
        }
    }
}
