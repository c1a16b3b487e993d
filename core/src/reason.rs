//! Why: every finding that can influence or explain a verdict has a stable code, a severity and the clause it rests on.
//!
//! Plain data that every layer may name. The words, in English and Vietnamese, live in `report`.

use core::fmt;
use std::borrow::Cow;
use std::sync::OnceLock;

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
    pub arguments: Vec<(Cow<'static, str>, String)>,
}

impl Reason {
    /// A finding with its code's default severity and no values.
    // Called in a hundred places: inlined it is 2 kB in WebAssembly.
    #[inline(never)]
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
        self.push(name, &value);
        self
    }

    /// Compiled once, and not for each type of value.
    fn push(&mut self, name: &'static str, value: &dyn fmt::Display) {
        self.arguments.push((Cow::Borrowed(name), value.to_string()));
    }
}

impl From<ReasonCode> for Reason {
    fn from(code: ReasonCode) -> Self {
        Self::new(code)
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
                static CODES: OnceLock<crate::keyed::KeyedMap<&str, ReasonCode>> = OnceLock::new();
                CODES.get_or_init(|| Self::ALL.iter().map(|code| (code.as_str(), *code)).collect()).get(slug).copied()
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
    /// The file was cut off: it ends before the signed range does, and has no end of its own.
    ByteRangeCutOff = "byte-range.cut-off", Error, "EN 319 102-1 §5.2.7.4 step 1";
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
    /// A usage-rights signature is there: rights in its maker's own viewer (deprecated), no signature of a person. It is not judged.
    SignatureUsageRights = "signature.usage-rights", Info, "ISO 32000-2 §12.8.2.3";
    /// The SubFilter is not one of those that a standard defines; its contents were read as CMS.
    SignatureSubfilterUnknown = "signature.subfilter-unknown", Warning, "ISO 32000-2 §12.8.3.1";
    /// The SubFilter is missing.
    SignatureSubfilterMissing = "signature.subfilter-missing", Warning, "ISO 32000-2 §12.8.1, table 255";
    /// The signature names a signature policy that is not at hand.
    SignaturePolicyNotAvailable = "signature.policy-not-available", Error, "EN 319 102-1 §5.2.4";
    /// The attribute that names a signature policy cannot be read.
    SignaturePolicyUnreadable = "signature.policy-unreadable", Error, "EN 319 102-1 §5.2.4, EN 319 122-1 §5.2.9";
    /// The document of the signature policy at hand is not the one that the signature names by its digest.
    SignaturePolicyDigestMismatch = "signature.policy-digest-mismatch", Error, "EN 319 102-1 §5.2.4, EN 319 122-1 §5.2.9";
    /// The signature names a known signature policy without the digest of its document.
    SignaturePolicyDigestMissing = "signature.policy-digest-missing", Warning, "EN 319 122-1 §5.2.9";
    /// The signature names a known signature policy, and the digest is that of its document.
    SignaturePolicyIdentified = "signature.policy-identified", Info, "EN 319 102-1 §5.2.4";
    /// No valid timestamp proves when the signature existed, and the policy asks for one.
    SignatureTimestampMissing = "signature.timestamp-missing", Error, "EN 319 102-1 §5.2.8";
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
    /// The claimed signing time is later than the time for which the signature is proven, or than the validation time.
    CmsSigningTimeLate = "cms.signing-time-late", Info, "EN 319 102-1 §5.5.4";

    // ---- crypto: digests and signature values ------------------------------------------------------------------
    /// The digest of the signed bytes is not the one that was signed: the bytes were changed.
    CryptoDigestMismatch = "crypto.digest-mismatch", Error, "EN 319 102-1 §5.2.7, RFC 5652 §5.6";
    /// The signature value does not verify under the signer's public key.
    CryptoSignatureInvalid = "crypto.signature-invalid", Error, "EN 319 102-1 §5.2.7";
    /// The signature value is over the signed attributes in the order in which they are written, not over their DER encoding.
    CryptoAttributesNotDer = "crypto.attributes-not-der", Error, "RFC 5652 §5.4";
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
    /// The chain leads to an anchor whose trust ended before the time that counts.
    PathAnchorEnded = "path.anchor-ended", Error, "EN 319 102-1 §5.2.6.4, §5.6.2.1";
    /// The chain leads to an anchor that is trusted, but not for this purpose.
    PathAnchorPurpose = "path.anchor-purpose", Error, "EN 319 102-1 §5.2.6";
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
    /// Revocation information was issued before the certificate's validity began.
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
    /// The times of valid timestamps contradict each other: what must be older has the later time.
    TimestampOrder = "timestamp.order", Error, "EN 319 102-1 §5.5.4, RFC 3161 §2.4.2";

    // ---- changes: after signing --------------------------------------------------------------------------------
    /// Something was changed after signing that the signer did not permit, or that nothing explains.
    ChangesNotPermitted = "changes.not-permitted", Error, "ISO 32000-2 §12.8.2.2.2, §12.8.2.4";
    /// Later revisions follow the signed one and could not be analysed.
    ChangesNotAnalysed = "changes.not-analysed", Error, "ISO 32000-2 §12.8.2.2";
    /// A form field was filled in.
    ChangesFieldFilled = "changes.field-filled", Info, "ISO 32000-2 §12.8.2.2.2";
    /// A signature field was signed by somebody else.
    ChangesFieldSigned = "changes.field-signed", Info, "ISO 32000-2 §12.8.2.2.2";
    /// A document timestamp was added.
    ChangesTimestampAdded = "changes.timestamp-added", Info, "ISO 32000-2 §12.8.5";
    /// A signature field was added that shows something on a page.
    ChangesVisibleSignatureFieldAdded = "changes.visible-signature-field-added", Info, "ISO 32000-2 §12.8.2.2.2";
    /// A signature field was added that shows nothing.
    ChangesInvisibleSignatureFieldAdded = "changes.invisible-signature-field-added", Info, "ISO 32000-2 §12.8.2.2.2";
    /// The widget of an empty signature field was put on its page.
    ChangesSignatureWidgetPlaced = "changes.signature-widget-placed", Info, "ISO 32000-2 §12.5.6.19";
    /// How a form field looks was updated.
    ChangesFieldAppearanceUpdated = "changes.field-appearance-updated", Info, "ISO 32000-2 §12.7.4.3";
    /// An empty signature field got the appearance of its signature.
    ChangesSignatureAppearanceSet = "changes.signature-appearance-set", Info, "ISO 32000-2 §12.7.5.5";
    /// Defaults of the form were changed.
    ChangesFormDefaults = "changes.form-defaults", Info, "ISO 32000-2 §12.7.3, table 224";
    /// Fonts or other resources were added to the form.
    ChangesFormResourcesAdded = "changes.form-resources-added", Info, "ISO 32000-2 §12.7.3, table 224";
    /// The document information (title, dates) was updated.
    ChangesInformationUpdated = "changes.information-updated", Info, "ISO 32000-2 §14.3.3";
    /// /Extensions, /MarkInfo or /Version of the catalog was updated.
    ChangesExtensionsUpdated = "changes.extensions-updated", Info, "ISO 32000-2 §7.12";
    /// The XMP metadata was updated.
    ChangesMetadataUpdated = "changes.metadata-updated", Info, "ISO 32000-2 §14.3.2";
    /// Validation data was added or renewed.
    ChangesValidationDataAdded = "changes.validation-data-added", Info, "ISO 32000-2 §12.8.4.3";
    /// The structure tree got entries for new signature fields.
    ChangesStructureExtended = "changes.structure-extended", Info, "ISO 32000-2 §14.7";
    /// An annotation was added. Where the signer did not permit that, or where it covers content, it is the evil annotation attack.
    ChangesAnnotationAdded = "changes.annotation-added", Info, "ISO 32000-2 §12.8.2.2.2; evil annotation attack (Rohlmann et al. 2021)";
    /// An annotation or its appearance was changed.
    ChangesAnnotationChanged = "changes.annotation-changed", Info, "ISO 32000-2 §12.8.2.2.2; evil annotation attack (Rohlmann et al. 2021)";
    /// An annotation was removed.
    ChangesAnnotationRemoved = "changes.annotation-removed", Info, "ISO 32000-2 §12.8.2.2.2";
    /// An object that the signed document used as content was written anew.
    ChangesContentChanged = "changes.content-changed", Error, "ISO 32000-2 §12.8.2.2.2; incremental saving attack (Mladenov et al. 2019)";
    /// A font of the signed document was written anew: the same text may now read as another.
    ChangesFontReplaced = "changes.font-replaced", Error, "ISO 32000-2 §12.8.2.2.2; shadow attack, replace (Mainka et al. 2021)";
    /// An image or form that pages draw was written anew: it may have covered, or may now cover, other content.
    ChangesImageReplaced = "changes.image-replaced", Error, "ISO 32000-2 §12.8.2.2.2; shadow attack, hide (Mainka et al. 2021)";
    /// An entry of a page was changed.
    ChangesPageEntryChanged = "changes.page-entry-changed", Error, "ISO 32000-2 §12.8.2.2.2, §7.7.3.3";
    /// Pages were added, removed or put in another order.
    ChangesPagesChanged = "changes.pages-changed", Error, "ISO 32000-2 §12.8.2.2.2, §7.7.3";
    /// The document has another number of pages than when it was signed.
    ChangesPageCount = "changes.page-count", Error, "ISO 32000-2 §12.8.2.2.2, §7.7.3.2";
    /// An object of the signed document was deleted.
    ChangesObjectDeleted = "changes.object-deleted", Error, "ISO 32000-2 §12.8.2.2.2, §7.5.4; shadow attack, hide (Mainka et al. 2021)";
    /// An object stream was replaced, and with it every object in it.
    ChangesObjectStreamReplaced = "changes.object-stream-replaced", Error, "ISO 32000-2 §7.5.7";
    /// A later revision takes an object from bytes that belong to another revision, where it had been hidden.
    ChangesObjectElsewhere = "changes.object-elsewhere", Error, "ISO 32000-2 §7.5.6; shadow attack, hide-and-replace (Mainka et al. 2021)";
    /// An object that was there before was put to a new use.
    ChangesObjectReused = "changes.object-reused", Error, "ISO 32000-2 §12.8.2.2.2; shadow attack, hide-and-replace (Mainka et al. 2021)";
    /// An entry of the document catalog was changed.
    ChangesCatalogChanged = "changes.catalog-changed", Error, "ISO 32000-2 §12.8.2.2.2, §7.7.2";
    /// The interactive form was changed beyond filling in and signing.
    ChangesFormChanged = "changes.form-changed", Error, "ISO 32000-2 §12.8.2.2.2, §12.7.3";
    /// A form field that is no signature field was added.
    ChangesFieldAdded = "changes.field-added", Error, "ISO 32000-2 §12.8.2.2.2";
    /// A form field was removed.
    ChangesFieldRemoved = "changes.field-removed", Error, "ISO 32000-2 §12.8.2.2.2";
    /// A new field has the name of another.
    ChangesFieldNameTaken = "changes.field-name-taken", Error, "ISO 32000-2 §12.7.4.2";
    /// Something else of a form field than its value and appearance was changed.
    ChangesFieldEntryChanged = "changes.field-entry-changed", Error, "ISO 32000-2 §12.8.2.2.2";
    /// A page got a widget that belongs to no new signature field.
    ChangesWidgetAdded = "changes.widget-added", Error, "ISO 32000-2 §12.5.6.19; sneaky signature attack (Rohlmann et al. 2021)";
    /// The widget of a form field was taken off its page.
    ChangesWidgetRemoved = "changes.widget-removed", Error, "ISO 32000-2 §12.5.6.19; shadow attack, hide (Mainka et al. 2021)";
    /// A widget that belongs to no form field was changed.
    ChangesWidgetChanged = "changes.widget-changed", Error, "ISO 32000-2 §12.5.6.19";
    /// A signature field that had been signed was changed: its place, its size, its appearance or its value.
    ChangesSignedFieldChanged = "changes.signed-field-changed", Error, "ISO 32000-2 §12.8.2.2.2, §12.7.5.5";
    /// A signature was removed in a later revision.
    ChangesSignatureRemoved = "changes.signature-removed", Error, "ISO 32000-2 §12.8.1";
    /// A signature dictionary was replaced in a later revision.
    ChangesSignatureReplaced = "changes.signature-replaced", Error, "ISO 32000-2 §12.8.1";
    /// An old signature dictionary became the value of another field.
    ChangesSignatureReused = "changes.signature-reused", Error, "ISO 32000-2 §12.8.1, §12.7.5.5";
    /// A signature field got a value that is no signature dictionary of its own.
    ChangesSignatureMalformed = "changes.signature-malformed", Error, "ISO 32000-2 §12.8.1, §12.7.5.5";
    /// A signature field was added that shows something and is not signed: a picture of a signature.
    ChangesSignatureUnsigned = "changes.signature-unsigned", Error, "ISO 32000-2 §12.8.2.2.2; sneaky signature attack (Rohlmann et al. 2021)";
    /// A signature was added that is malformed or covers no whole revision.
    ChangesSignatureUnsound = "changes.signature-unsound", Error, "ISO 32000-2 §12.8.2.2.2; sneaky signature attack (Rohlmann et al. 2021)";
    /// A signature was added that shows something and does not verify.
    ChangesSignatureNotVerified = "changes.signature-not-verified", Error, "ISO 32000-2 §12.8.2.2.2; sneaky signature attack (Rohlmann et al. 2021)";
    /// What a signature shows on the page was changed after signing.
    ChangesSignatureAppearanceChanged = "changes.signature-appearance-changed", Error, "ISO 32000-2 §12.8.2.2.2, §12.7.5.5";
    /// An appearance that was changed is also used elsewhere: in another field or as content of a page.
    ChangesAppearanceShared = "changes.appearance-shared", Error, "ISO 32000-2 §12.8.2.2.2";
    /// The appearance of a form field was removed, or replaced by something that filling in does not replace.
    ChangesAppearanceReplaced = "changes.appearance-replaced", Error, "ISO 32000-2 §12.7.4.3";
    /// A font, image or other resource of an appearance was changed: the same text may now read as another.
    ChangesAppearanceResourceChanged = "changes.appearance-resource-changed", Error, "ISO 32000-2 §12.8.2.2.2; shadow attack, replace (Mainka et al. 2021)";
    /// A font or other resource of the form was removed or replaced by another of the same name.
    ChangesFormResourceReplaced = "changes.form-resource-replaced", Error, "ISO 32000-2 §12.7.3; shadow attack, replace (Mainka et al. 2021)";
    /// Part of a field's value was changed: what a signature dictionary refers to, for one.
    ChangesValuePartChanged = "changes.value-part-changed", Error, "ISO 32000-2 §12.8.1";
    /// A form field shows something else than its value.
    ChangesValueContradicted = "changes.value-contradicted", Error, "ISO 32000-2 §12.7.4.3; shadow attack, replace (Mainka et al. 2021)";
    /// Encryption was added, removed or replaced.
    ChangesEncryptionChanged = "changes.encryption-changed", Error, "ISO 32000-2 §7.6.2";
    /// The document information is now another existing object, or none.
    ChangesInformationReplaced = "changes.information-replaced", Error, "ISO 32000-2 §14.3.3";
    /// /Extensions, /MarkInfo or /Version was removed or is of another type.
    ChangesExtensionsMalformed = "changes.extensions-malformed", Error, "ISO 32000-2 §7.12";
    /// The new metadata is not well-formed XMP.
    ChangesMetadataMalformed = "changes.metadata-malformed", Error, "ISO 32000-2 §14.3.2";
    /// The structure tree was changed beyond new signature fields.
    ChangesStructureChanged = "changes.structure-changed", Error, "ISO 32000-2 §14.7";
    /// /DSS was removed from the document catalogue, with all that proves the signatures in the long term.
    ChangesDssRemoved = "changes.dss-removed", Error, "ISO 32000-2 §12.8.4.3";
    /// Validation data was removed: what proves the signature in the long term is gone from the current revision.
    ChangesValidationDataRemoved = "changes.validation-data-removed", Error, "ISO 32000-2 §12.8.4.3";
    /// The document security store was given something that is no validation data.
    ChangesValidationDataMalformed = "changes.validation-data-malformed", Error, "ISO 32000-2 §12.8.4.3";
    /// Bytes of a later revision belong to no object of it; a lenient reader may find objects there.
    ChangesBytesUnaccounted = "changes.bytes-unaccounted", Error, "ISO 32000-2 §7.5.6; incremental saving attack (Mladenov et al. 2019)";
    /// Bytes follow the last revision.
    ChangesDataAfterEnd = "changes.data-after-end", Error, "ISO 32000-2 §7.5.5; incremental saving attack (Mladenov et al. 2019)";
    /// A later revision does not stand after the one before it, or has no end-of-file marker.
    ChangesRevisionMalformed = "changes.revision-malformed", Error, "ISO 32000-2 §7.5.6; incremental saving attack (Mladenov et al. 2019)";
    /// A field was filled in, and its appearance is drawn in a font that does not say which characters it shows.
    ChangesAppearanceNotRead = "changes.appearance-not-read", Info, "ISO 32000-2 §9.10.2, §12.7.4.3; shadow attack, replace (Mainka et al. 2021)";
    /// Pictures of annotations were named in the document's name dictionary, as viewers do that draw comments.
    ChangesAnnotationIcons = "changes.annotation-icons", Info, "ISO 32000-2 §7.7.4, §12.8.2.2.2";
    /// An object was changed that no rule lets change.
    ChangesUnexplained = "changes.unexplained", Error, "ISO 32000-2 §12.8.2.2.2";
    /// More changes were found than are listed.
    ChangesNotListed = "changes.not-listed", Info, "ISO 32000-2 §12.8.2.2.2";

    // ---- content: prepared before signing ----------------------------------------------------------------------
    /// The document holds JavaScript that was there before signing. It can change what fields show, depending on time, place or viewer.
    ContentJavascript = "content.javascript", Warning, "ISO 32000-2 §12.6.4.17";
    /// The document holds actions that start programs, open other files, send or import form data, or show and hide parts.
    ContentActions = "content.actions", Warning, "ISO 32000-2 §12.6.4";
    /// The document holds links to places on the network.
    ContentLinks = "content.links", Info, "ISO 32000-2 §12.6.4.8";
    /// Layers of the document are hidden, or are shown and hidden by the viewer by itself, for instance when printing.
    ContentHiddenLayers = "content.hidden-layers", Warning, "ISO 32000-2 §8.11.4; shadow attack, hide (Mainka et al. 2021)";
    /// Files are attached to the document; they are signed with it and were not looked into.
    ContentAttachments = "content.attachments", Info, "ISO 32000-2 §7.11.4";
    /// The document has an XFA form (deprecated): viewers that know XFA may show something else than its pages.
    ContentXfa = "content.xfa", Warning, "ISO 32000-2 §12.7.8";
    /// The document holds sound, film or three-dimensional content.
    ContentMultimedia = "content.multimedia", Info, "ISO 32000-2 §13";
    /// Annotations that can cover what is below them are on the pages.
    ContentAnnotations = "content.annotations", Info, "ISO 32000-2 §12.5; shadow attack, hide (Mainka et al. 2021)";
    /// Form fields can still be filled in after signing: what they show is not fixed by the signature unless it locks them.
    ContentFillableFields = "content.fillable-fields", Info, "ISO 32000-2 §12.7.4.1; shadow attack, replace (Mainka et al. 2021)";
    /// The file holds objects that no cross-reference leads to, under numbers that other objects have. Changing to one later would
    /// change what the document shows; that is never permitted, but it was prepared before signing.
    ContentDuplicateObjects = "content.duplicate-objects", Warning, "ISO 32000-2 §7.5.4; shadow attack, hide-and-replace (Mainka et al. 2021)";
    /// The document is too large to be searched for objects that no cross-reference leads to.
    ContentObjectsNotExamined = "content.objects-not-examined", Info, "ISO 32000-2 §7.5.4";
    /// Only so many pages and annotations are looked at for scripts, overlays and signature fields that the form does not list.
    ContentNotExamined = "content.not-examined", Info, "ISO 32000-2 §7.7.3";

    // ---- attack: known ways of deceiving, by the names of their papers -----------------------------------------
    /// The signature has no value, or does not say which bytes it signs: some viewers then show it as valid all the same.
    AttackUniversalForgery = "attack.universal-forgery", Error, "ISO 32000-2 §12.8.1; universal signature forgery, USF (Mladenov et al. 2019)";
    /// Bytes beside the signature value are unsigned: forged objects can stand there.
    AttackSignatureWrapping = "attack.signature-wrapping", Error, "ISO 32000-2 §12.8.1; signature wrapping, SWA (Mladenov et al. 2019)";
    /// Content was appended to the signed file that changes what it shows, or that only some readers see.
    AttackIncrementalSaving = "attack.incremental-saving", Error, "ISO 32000-2 §7.5.6, §12.8.2.2.2; incremental saving, ISA (Mladenov et al. 2019)";
    /// Something that covered other content was taken away, or content was deleted.
    AttackShadowHide = "attack.shadow-hide", Error, "ISO 32000-2 §12.8.2.2.2; shadow attack, hide (Mainka et al. 2021)";
    /// What a form field shows, or the font it is shown in, was replaced so that the same value reads differently.
    AttackShadowReplace = "attack.shadow-replace", Error, "ISO 32000-2 §12.8.2.2.2, §12.7.4.3; shadow attack, replace (Mainka et al. 2021)";
    /// An object that had been prepared in the signed bytes was put in the place of another.
    AttackShadowHideAndReplace = "attack.shadow-hide-and-replace", Error, "ISO 32000-2 §7.5.6, §12.8.2.2.2; shadow attack, hide-and-replace (Mainka et al. 2021)";
    /// Annotations were added or changed after signing; they can cover or imitate content. A warning where the signer permits them.
    AttackEvilAnnotation = "attack.evil-annotation", Error, "ISO 32000-2 §12.8.2.2.2; evil annotation attack, EAA (Rohlmann et al. 2021)";
    /// A signature field was added that shows something and proves nothing.
    AttackSneakySignature = "attack.sneaky-signature", Error, "ISO 32000-2 §12.8.2.2.2; sneaky signature attack, SSA (Rohlmann et al. 2021)";
    /// The field or the picture of an existing signature was changed: it may show another name, another date, another place.
    AttackSignatureAppearance = "attack.signature-appearance", Error, "ISO 32000-2 §12.8.2.2.2, §12.7.5.5";
    /// The dictionary of a signature was replaced, reused in another field or rewritten: its name, reason or date may be another.
    AttackSignatureReplaced = "attack.signature-replaced", Error, "ISO 32000-2 §12.8.1, §12.7.5.5";

    // ---- renewal: what ends, and with it the verdict -----------------------------------------------------------
    /// The signer's certificate ends, and no timestamp proves the signature older.
    RenewalSignerCertificate = "renewal.signer-certificate", Info, "EN 319 102-1 §5.2.6.4";
    /// The certificate of the timestamping unit ends on whose timestamp the verdict rests.
    RenewalTimestampCertificate = "renewal.timestamp-certificate", Info, "EN 319 102-1 §5.4, §5.2.6.4";
    /// The certificate of an authority ends.
    RenewalAuthorityCertificate = "renewal.authority-certificate", Info, "EN 319 102-1 §5.2.6.4";
    /// An algorithm or key size ceases to be reliable.
    RenewalAlgorithm = "renewal.algorithm", Info, "EN 319 102-1 §5.2.8, TS 119 312";
    /// The certificate ends that signed revocation information which no timestamp covers.
    RenewalRevocationSigner = "renewal.revocation-signer", Info, "EN 319 102-1 §5.2.6.4";
    /// The algorithm or key size ceases to be reliable by which revocation information was signed that no timestamp covers.
    RenewalRevocationAlgorithm = "renewal.revocation-algorithm", Info, "EN 319 102-1 §5.2.6.4, TS 119 312";

    // ---- validation: times and proofs --------------------------------------------------------------------------
    /// The signing certificate had expired at the time that counts, and nothing proves the signature older.
    ValidationExpiredNoProof = "validation.expired-no-proof", Error, "EN 319 102-1 §5.3";
    /// What stands in the way today does not matter: a proof of existence shows that the signature is older.
    ValidationPastProven = "validation.past-proven", Info, "EN 319 102-1 §5.5.4, §5.6.2.4";
    /// Nothing proves that a certificate existed by the time at which it could still be believed.
    ValidationNoProofOfCertificate = "validation.no-proof-of-certificate", Error, "EN 319 102-1 §5.6.2.2.4";
    /// No revocation information on a certificate is proven to have existed by the time at which it could still be believed.
    ValidationNoProofOfRevocation = "validation.no-proof-of-revocation", Error, "EN 319 102-1 §5.6.2.2.4";
    /// Nothing proves that the signature existed by the time at which its certificate could still be believed.
    ValidationNoProofOfSignature = "validation.no-proof-of-signature", Error, "EN 319 102-1 §5.6.2.4";
    /// A content timestamp shows that the signature was made after its certificate was revoked.
    ValidationMadeAfterRevocation = "validation.made-after-revocation", Error, "EN 319 102-1 §5.3.4";
    /// A content timestamp shows that the signature was made after its certificate had expired.
    ValidationMadeAfterExpiry = "validation.made-after-expiry", Error, "EN 319 102-1 §5.3.4";
    /// A content timestamp shows that the signature was made after one of its algorithms had ceased to be reliable.
    ValidationMadeAfterAlgorithm = "validation.made-after-algorithm", Error, "EN 319 102-1 §5.3.4";
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
