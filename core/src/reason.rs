//! Why: every finding that can influence or explain a verdict has a stable code, a severity and the clause it rests on.
//!
//! Plain data that every layer may name. The words, in English and Vietnamese, live in `report`.

use core::fmt;

/// How a finding bears on the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The verdict is not TOTAL-PASSED because of this.
    Error,
    /// A reader should know this; the verdict does not rest on it.
    Warning,
    /// A fact worth showing.
    Info,
}

impl Severity {
    /// `error`, `warning` or `info`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// One finding: a code, and the values its message needs (`{name}` in the catalogues).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reason {
    /// The code.
    pub code: ReasonCode,
    /// Error, warning or info; usually the code's default.
    pub severity: Severity,
    /// Named values of the message: certificate subjects, times, algorithms, object numbers.
    pub arguments: Vec<(&'static str, String)>,
}

impl Reason {
    /// A finding with its code's default severity and no values.
    pub fn new(code: ReasonCode) -> Self {
        Self { code, severity: code.severity(), arguments: Vec::new() }
    }

    /// With another severity than the code's default.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// With a named value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.arguments.push((name, value.to_string()));
        self
    }
}

macro_rules! reason_codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $slug:literal, $severity:ident, $clause:literal;)*) => {
        /// Stable codes, never reused for another meaning. The documentation of each is in `docs/reasons.md`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum ReasonCode { $($(#[doc = $doc])+ $variant,)* }

        impl ReasonCode {
            /// All codes, in the order of this file.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The slug, as in reports: `path.no-trust-anchor`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $slug,)* }
            }

            /// The severity it has unless the finding says otherwise.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// The clause of the standard it rests on.
            pub const fn clause(self) -> &'static str {
                match self { $(Self::$variant => $clause,)* }
            }

            /// What it means, in a sentence or two: the documentation of the code itself.
            pub fn description(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+).trim_start(),)* }
            }

            /// The code with this slug.
            pub fn from_slug(slug: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.as_str() == slug)
            }
        }
    };
}

reason_codes! {
    // ---- document: the file as a whole -------------------------------------------------------------------------
    /// The cross-references could not be used as written and were rebuilt by scanning.
    DocumentRepaired = "document.repaired", Error, "ISO 32000-2 §7.5.4";
    /// Bytes follow the end of the last revision.
    DocumentTrailingData = "document.trailing-data", Warning, "ISO 32000-2 §7.5.5";
    /// A certificate in the document cannot be read and was passed over.
    DocumentCertificateUnreadable = "document.certificate-unreadable", Warning, "RFC 5280 §4.1";

    // ---- byte-range: which bytes are signed --------------------------------------------------------------------
    /// /ByteRange is missing, or not an array of integers.
    ByteRangeMissing = "byte-range.missing", Error, "ISO 32000-2 §12.8.1, table 255";
    /// /ByteRange is not four non-negative integers `[0 a b c]` with `a <= b`.
    ByteRangeMalformed = "byte-range.malformed", Error, "ISO 32000-2 §12.8.1";
    /// A range ends past the end of the file.
    ByteRangePastEnd = "byte-range.past-end", Error, "ISO 32000-2 §12.8.1";
    /// The gap is not exactly this dictionary's one hexadecimal /Contents string.
    ByteRangeGapNotContents = "byte-range.gap-not-contents", Error, "ISO 32000-2 §12.8.1";
    /// The ranges of two signatures cross without one containing the other.
    ByteRangeCollision = "byte-range.collision", Error, "ISO 32000-2 §12.8.1";
    /// The range ends inside a revision, not at its end.
    ByteRangePartial = "byte-range.partial", Error, "ISO 32000-2 §12.8.1";

    // ---- signature: the signature dictionary -------------------------------------------------------------------
    /// /Contents is missing, empty or not a string.
    SignatureContentsMissing = "signature.contents-missing", Error, "ISO 32000-2 §12.8.1, table 255";
    /// The value of a signature field is not a signature dictionary.
    SignatureDictionaryMalformed = "signature.dictionary-malformed", Error, "ISO 32000-2 §12.8.1";
    /// A signature dictionary is the value of more than one field.
    SignatureDictionaryShared = "signature.dictionary-shared", Error, "ISO 32000-2 §12.8.1";
    /// A signature dictionary was replaced in a later revision.
    SignatureDictionaryReplaced = "signature.dictionary-replaced", Error, "ISO 32000-2 §12.8.1";
    /// The signature is the value of no field of the interactive form: only a page or the bytes themselves show it.
    SignatureOutsideForm = "signature.outside-form", Error, "ISO 32000-2 §12.7.3, table 224";
    /// The SubFilter is not one of those that a standard defines; its contents were read as CMS.
    SignatureSubfilterUnknown = "signature.subfilter-unknown", Warning, "ISO 32000-2 §12.8.3.1";
    /// The SubFilter is missing.
    SignatureSubfilterMissing = "signature.subfilter-missing", Warning, "ISO 32000-2 §12.8.1, table 255";
    /// The signature names a signature policy that is not at hand.
    SignaturePolicyNotAvailable = "signature.policy-not-available", Error, "EN 319 102-1 §5.2.4";
    /// The attribute that names a signature policy cannot be read.
    SignaturePolicyUnreadable = "signature.policy-unreadable", Error, "EN 319 102-1 §5.2.4, EN 319 122-1 §5.2.9";
    /// The contents are of a kind that is not supported.
    SignatureUnsupported = "signature.unsupported", Error, "EN 319 102-1 §5.2.2";

    // ---- cms: the structure in /Contents -----------------------------------------------------------------------
    /// The contents are not a readable CMS SignedData.
    CmsMalformed = "cms.malformed", Error, "RFC 5652 §5";
    /// There is not exactly one SignerInfo.
    CmsSignerCount = "cms.signer-count", Error, "ISO 32000-2 §12.8.3.3.1, EN 319 142-1 §5.3";
    /// A detached signature encapsulates content.
    CmsEncapsulatedContent = "cms.encapsulated-content", Error, "ISO 32000-2 §12.8.3.3.1";
    /// The digest algorithms of the SignerInfo and of its signature algorithm contradict each other.
    CmsDigestContradiction = "cms.digest-contradiction", Error, "RFC 5652 §5.4, RFC 8933";
    /// The CMS algorithm protection attribute names other algorithms than the SignerInfo.
    CmsAlgorithmProtection = "cms.algorithm-protection", Error, "RFC 6211 §2";
    /// A signed attribute that must be there is missing.
    CmsAttributeMissing = "cms.attribute-missing", Error, "RFC 5652 §11";
    /// A signed attribute occurs twice or has not exactly one value.
    CmsAttributeMultiple = "cms.attribute-multiple", Error, "RFC 5652 §11";
    /// The content-type attribute does not name the content's type.
    CmsContentType = "cms.content-type", Error, "RFC 5652 §11.1";
    /// Signed attributes are missing although the format demands them.
    CmsNoSignedAttributes = "cms.no-signed-attributes", Error, "EN 319 142-1 §6.3";
    /// The signed content reads as a set of signed attributes (ForgedAttributes, ePrint 2023/1801).
    CmsForgedAttributes = "cms.forged-attributes", Error, "RFC 5652 §5.4";
    /// The encoding departs from DER where DER is required.
    CmsNotDer = "cms.not-der", Info, "ISO 32000-2 §12.8.3.3.1";
    /// The encoding uses indefinite lengths.
    CmsIndefiniteLength = "cms.indefinite-length", Info, "ISO 32000-2 §12.8.3.3.1";
    /// An unsigned attribute could not be read and was passed over.
    CmsAttributeUnreadable = "cms.attribute-unreadable", Info, "RFC 5652 §11";
    /// The claimed signing time of the CMS and of the dictionary differ.
    CmsSigningTimeDiffers = "cms.signing-time-differs", Info, "EN 319 142-1 §6.3";

    // ---- crypto: digests and signature values ------------------------------------------------------------------
    /// The digest of the signed bytes is not the one that was signed: the bytes were changed.
    CryptoDigestMismatch = "crypto.digest-mismatch", Error, "EN 319 102-1 §5.2.7, RFC 5652 §5.6";
    /// The signature value does not verify under the signer's public key.
    CryptoSignatureInvalid = "crypto.signature-invalid", Error, "EN 319 102-1 §5.2.7";
    /// The algorithm or key is not supported, so nothing is known about the signature value.
    CryptoUnsupported = "crypto.unsupported", Error, "EN 319 102-1 §5.2.7";
    /// The signed content is not at hand, so its digest cannot be compared.
    CryptoContentUnavailable = "crypto.content-unavailable", Error, "EN 319 102-1 §5.2.7";
    /// An algorithm or key size is not considered reliable at the time that counts.
    CryptoNotReliable = "crypto.not-reliable", Error, "EN 319 102-1 §5.2.8, TS 119 312";

    // ---- signer: who signed ------------------------------------------------------------------------------------
    /// The signing certificate is not at hand.
    SignerCertificateMissing = "signer.certificate-missing", Error, "EN 319 102-1 §5.2.3";
    /// The signing-certificate attribute names another certificate.
    SignerCertificateMismatch = "signer.certificate-mismatch", Error, "EN 319 102-1 §5.2.3, RFC 5035 §5";
    /// There is no signing-certificate attribute: the certificate is not bound by the signature.
    SignerCertificateUnbound = "signer.certificate-unbound", Warning, "EN 319 102-1 §5.2.3";
    /// The certificate's key usage does not allow signing documents.
    SignerKeyUsage = "signer.key-usage", Error, "RFC 5280 §4.2.1.3";

    // ---- path: the certification path --------------------------------------------------------------------------
    /// No path leads to a trust anchor.
    PathNoTrustAnchor = "path.no-trust-anchor", Error, "EN 319 102-1 §5.2.6, RFC 5280 §6.1";
    /// An issuer has the name of a trust anchor but another key.
    PathAnchorNameOnly = "path.anchor-name-only", Error, "RFC 5280 §6.1.1 (d)";
    /// No certificate of the issuer is at hand.
    PathIssuerMissing = "path.issuer-missing", Error, "RFC 5280 §6.1";
    /// A certificate's signature does not verify under its issuer's key.
    PathSignatureInvalid = "path.signature-invalid", Error, "RFC 5280 §6.1.3 (a)(1)";
    /// A certificate's signature algorithm or key is not supported.
    PathAlgorithmUnsupported = "path.algorithm-unsupported", Error, "RFC 5280 §6.1.3 (a)(1)";
    /// A certificate had expired at the validation time.
    PathExpired = "path.expired", Error, "RFC 5280 §6.1.3 (a)(2)";
    /// A certificate was not yet valid at the validation time.
    PathNotYetValid = "path.not-yet-valid", Error, "RFC 5280 §6.1.3 (a)(2)";
    /// A certificate's issuer name is not its issuer's subject name.
    PathNameChaining = "path.name-chaining", Error, "RFC 5280 §6.1.3 (a)(4)";
    /// An issuing certificate is not a certification authority.
    PathNotCa = "path.not-ca", Error, "RFC 5280 §6.1.4 (k)";
    /// A path is longer than a path length constraint allows.
    PathLengthExceeded = "path.length-exceeded", Error, "RFC 5280 §6.1.4 (l), (m)";
    /// An issuing certificate's key usage does not allow signing certificates.
    PathKeyCertSign = "path.key-cert-sign", Error, "RFC 5280 §6.1.4 (n)";
    /// A critical extension is not understood.
    PathCriticalExtension = "path.critical-extension", Error, "RFC 5280 §6.1.4 (o), §6.1.5 (f)";
    /// A name lies outside the permitted or inside the excluded subtrees.
    PathNameConstraints = "path.name-constraints", Error, "RFC 5280 §6.1.3 (b), (c)";
    /// The policy requirements are not met.
    PathPolicy = "path.policy", Error, "RFC 5280 §6.1.5 (g), RFC 9618";
    /// The extended key usage does not allow the purpose.
    PathExtendedKeyUsage = "path.extended-key-usage", Error, "RFC 5280 §4.2.1.12";
    /// A certificate is malformed or breaks a rule that every certificate must keep.
    PathCertificateMalformed = "path.certificate-malformed", Error, "RFC 5280 §4.1";
    /// A certificate breaks a rule for issuers that relying parties need not check.
    PathProfile = "path.profile", Warning, "RFC 5280 §4.1, §4.2";
    /// The search for a path reached a limit.
    PathLimit = "path.limit", Error, "EN 319 102-1 §5.2.6";

    // ---- revocation --------------------------------------------------------------------------------------------
    /// The certificate was revoked.
    RevocationRevoked = "revocation.revoked", Error, "EN 319 102-1 §5.2.6";
    /// There is no usable revocation information for the certificate.
    RevocationMissing = "revocation.missing", Error, "EN 319 102-1 §5.2.6";
    /// Revocation information is there but not fresh enough.
    RevocationNotFresh = "revocation.not-fresh", Error, "EN 319 102-1 §5.2.5";
    /// The responder says it does not know the certificate.
    RevocationUnknown = "revocation.unknown", Error, "RFC 6960 §2.2";
    /// A CRL's signature does not verify, or its issuer is not the certificate's issuer or authorised by it.
    RevocationCrlNotAuthorised = "revocation.crl-not-authorised", Warning, "RFC 5280 §6.3.3";
    /// A CRL's scope does not cover the certificate.
    RevocationCrlScope = "revocation.crl-scope", Warning, "RFC 5280 §6.3.3 (b)";
    /// An OCSP response's responder is not authorised by the certificate's issuer.
    RevocationOcspNotAuthorised = "revocation.ocsp-not-authorised", Warning, "RFC 6960 §4.2.2.2";
    /// A CRL or OCSP response could not be read.
    RevocationMalformed = "revocation.malformed", Warning, "RFC 5280 §5, RFC 6960 §4";
    /// A CRL or OCSP response has a signature algorithm that is not supported.
    RevocationUnsupported = "revocation.unsupported", Warning, "RFC 5280 §6.3.3";
    /// A critical extension of a CRL, a CRL entry or an OCSP response is not understood.
    RevocationCriticalExtension = "revocation.critical-extension", Warning, "RFC 5280 §5.2, §5.3, RFC 6960 §4.4";
    /// The certHash of an OCSP response is another certificate's.
    RevocationCertificateHash = "revocation.certificate-hash", Warning, "Common PKI part 4 §3.1.2";
    /// An OCSP response was produced before the certificate's validity began.
    RevocationIssuedBefore = "revocation.issued-before", Warning, "RFC 6960 §4.2.2.1";
    /// Revocation information was issued after the certificate expired, and its issuer does not say that it keeps expired ones.
    RevocationIssuedAfterExpiry = "revocation.issued-after-expiry", Warning, "EN 319 102-1 §5.6.2.2, RFC 6960 §4.4.4";
    /// The distribution point names the certificate's own issuer as cRLIssuer; its own key signed the CRL.
    RevocationCrlIssuerRedundant = "revocation.crl-issuer-redundant", Info, "RFC 5280 §4.2.1.13, §6.3.3 (b)(1)";
    /// The certificate of a responder or separate CRL issuer was revoked.
    RevocationSignerRevoked = "revocation.signer-revoked", Warning, "RFC 5280 §6.3.3 (f), RFC 6960 §4.2.2.2.1";
    /// Nothing says whether the certificate of a responder or separate CRL issuer was revoked.
    RevocationSignerNotChecked = "revocation.signer-not-checked", Warning, "RFC 5280 §6.3.3 (f), RFC 6960 §4.2.2.2.1";
    /// Looking for revocation information reached a limit.
    RevocationLimit = "revocation.limit", Warning, "EN 319 102-1 §5.2.6";
    /// The key that signed the revocation information is no longer valid, and nothing proves the information older.
    RevocationSignerExpired = "revocation.signer-expired", Error, "EN 319 102-1 §5.2.6";
    /// Revocation was not required and not looked at for want of information.
    RevocationSkipped = "revocation.skipped", Warning, "EN 319 102-1 §5.2.6";

    // ---- timestamp ---------------------------------------------------------------------------------------------
    /// A timestamp token could not be read.
    TimestampMalformed = "timestamp.malformed", Error, "RFC 3161 §2.4.2";
    /// A timestamp's imprint is not that of the data it should cover.
    TimestampImprintMismatch = "timestamp.imprint-mismatch", Error, "EN 319 102-1 §5.4, RFC 3161 §2.4.2";
    /// A timestamp did not pass validation; its time is not used.
    TimestampNotValid = "timestamp.not-valid", Warning, "EN 319 102-1 §5.4";
    /// A timestamp proves that the signature existed at its time.
    TimestampProvesTime = "timestamp.proves-time", Info, "EN 319 102-1 §5.5";
    /// The timestamping certificate's extended key usage is not timeStamping alone and critical.
    TimestampExtendedKeyUsage = "timestamp.extended-key-usage", Error, "RFC 3161 §2.3";

    // ---- changes: after signing --------------------------------------------------------------------------------
    /// Something was changed after signing that the signer did not permit, or that nothing explains.
    ChangesNotPermitted = "changes.not-permitted", Error, "ISO 32000-2 §12.8.2.2.2, §12.8.2.4";
    /// Later revisions follow the signed one and could not be analysed.
    ChangesNotAnalysed = "changes.not-analysed", Error, "ISO 32000-2 §12.8.2.2";

    // ---- validation: times and proofs --------------------------------------------------------------------------
    /// The signing certificate had expired at the time that counts, and nothing proves the signature older.
    ValidationExpiredNoProof = "validation.expired-no-proof", Error, "EN 319 102-1 §5.3";
    /// Past signature validation would be needed and is not part of this version.
    ValidationPastNotChecked = "validation.past-not-checked", Error, "EN 319 102-1 §5.6";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_unique_dotted_and_found() {
        let mut slugs: Vec<_> = ReasonCode::ALL.iter().map(|code| code.as_str()).collect();
        slugs.sort_unstable();
        let count = slugs.len();
        slugs.dedup();
        assert_eq!(slugs.len(), count);
        for code in ReasonCode::ALL {
            let slug = code.as_str();
            assert!(slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-' || byte == b'.'), "{slug}");
            assert_eq!(slug.matches('.').count(), 1, "{slug}");
            assert_eq!(ReasonCode::from_slug(slug), Some(*code));
        }
    }
}
