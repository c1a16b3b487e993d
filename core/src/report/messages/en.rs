//! English.

use super::Labels;
use crate::indication::{Indication, SubIndication};
use crate::reason::ReasonCode;

pub(super) fn verdict(indication: Indication) -> &'static str {
    match indication {
        Indication::TotalPassed => "VALID",
        Indication::Indeterminate => "CANNOT BE CONFIRMED",
        Indication::TotalFailed => "NOT VALID",
    }
}

pub(super) fn sub_indication(sub_indication: SubIndication) -> &'static str {
    use SubIndication as S;
    match sub_indication {
        S::FormatFailure => "the signature is malformed",
        S::HashFailure => "the document was changed",
        S::SigCryptoFailure => "the signature value does not verify",
        S::Revoked => "the certificate had been revoked",
        S::Expired => "the certificate had expired",
        S::NotYetValid => "the certificate was not yet valid",
        S::SigConstraintsFailure => "a condition on the signature is not met",
        S::ChainConstraintsFailure => "a condition on the certificates is not met",
        S::CertificateChainGeneralFailure => "the certificates could not be confirmed",
        S::CryptoConstraintsFailure => "an algorithm is too weak",
        S::PolicyProcessingError => "the signature policy cannot be processed",
        S::SignaturePolicyNotAvailable => "the signature policy is not at hand",
        S::TimestampOrderFailure => "the timestamps contradict each other",
        S::NoSigningCertificateFound => "the signer's certificate is missing",
        S::NoCertificateChainFound => "no path to a trusted root",
        S::NoCertificateChainFoundNoPoe => "the root is no longer trusted and nothing proves an earlier time",
        S::RevokedNoPoe => "the certificate is revoked and nothing proves that the signature is older",
        S::RevokedCaNoPoe => "an issuing authority is revoked and nothing proves that the signature is older",
        S::OutOfBoundsNotRevoked => "the certificate has expired unrevoked and nothing proves that the signature is older",
        S::OutOfBoundsNoPoe => "the certificate has expired and nothing proves that the signature is older",
        S::RevocationOutOfBoundsNoPoe => "the revocation information can no longer be confirmed",
        S::CryptoConstraintsFailureNoPoe => "an algorithm is no longer reliable and nothing proves an earlier time",
        S::NoPoe => "a proof of time is missing",
        S::TryLater => "fresher revocation information is needed",
        S::SignedDataNotFound => "the signed data is missing",
    }
}

pub(super) const fn reason(code: ReasonCode) -> &'static str {
    use ReasonCode as R;
    match code {
        R::DocumentRepaired => {
            "The file is damaged: its cross-references could not be used and were rebuilt. What it shows is not certain, so no signature in it can be confirmed."
        }
        R::DocumentTrailingData => "{bytes} bytes follow the end of the last revision; they belong to no revision.",
        R::DocumentCertificateUnreadable => "A certificate in the document cannot be read and was passed over: {what}.",
        R::ByteRangeMissing => "The signature does not say which bytes it signs.",
        R::ByteRangeMalformed => "The signed byte range[ {range}] is malformed.",
        R::ByteRangePastEnd => {
            "The signed byte range ends at {end}, after the end of the file at {size}. Nothing says that the file was cut off: the range is wrong."
        }
        R::ByteRangeCutOff => {
            "The file was cut off: {end} bytes were signed, only {size} of them are here, the last {missing} are missing."
        }
        R::ByteRangeGapNotContents => {
            "The unsigned gap in the file holds something else than this signature's value[ ({why})]: content may be hidden there."
        }
        R::ByteRangeCollision => "The signed ranges of this signature and of {field} cross each other.",
        R::ByteRangePartial => "The signature covers only a part of the file that is no complete revision.",
        R::SignatureContentsMissing => "The signature field has no signature value.",
        R::SignatureDictionaryMalformed => "The signature is present but malformed[: {what}].",
        R::SignatureDictionaryShared => "One signature value is used by several fields[: {fields}].",
        R::SignatureDictionaryReplaced => "The signature was replaced or removed in a later revision[ ({revision})].",
        R::SignatureOutsideForm => "The signature's field is not in the document's form[ ({origin})].",
        R::SignatureUsageRights => {
            "The document has a usage-rights signature, which unlocks features of one viewer. It is no signature of a person and was not judged."
        }
        R::SignatureSubfilterUnknown => "The signature's kind “{subfilter}” is no standard one; it was read as CMS.",
        R::SignatureSubfilterMissing => "The signature does not name its kind; it was read as CMS.",
        R::SignaturePolicyNotAvailable => {
            "The signature follows the signature policy {policy}, which is not at hand[; it is said to be at {uri}]."
        }
        R::SignaturePolicyDigestMismatch => {
            "The signature follows the signature policy {policy}; the document given for it has another {algorithm} digest."
        }
        R::SignaturePolicyDigestMissing => {
            "The signature follows the signature policy {policy} without saying which edition of its document."
        }
        R::SignaturePolicyIdentified => "The signature follows the known signature policy {policy}.",
        R::SignatureTimestampMissing => "No valid timestamp proves when the signature existed, and the policy asks for one.",
        R::SignaturePolicyUnreadable => "The signature names a signature policy in a way that cannot be read.",
        R::SignatureUnsupported => "The signature is of a kind that is not supported: {what}. Nothing is known about it.",
        R::CmsMalformed => "The signature value is damaged and cannot be read: {what}.",
        R::CmsSignerCount => "The signature has {count} signers; exactly one is allowed.",
        R::CmsEncapsulatedContent => "The signature carries content of its own, which is not allowed.",
        R::CmsDigestContradiction => "The signature names two different digest algorithms: {first} and {second}.",
        R::CmsAlgorithmProtection => "The protected algorithm names differ from those used.",
        R::CmsAttributeMissing => "A required signed attribute is missing: {attribute}.",
        R::CmsAttributeMultiple => "A signed attribute must have exactly one value: {attribute}.",
        R::CmsContentType => "The signed content type {found} is not that of a signed document.",
        R::CmsNoSignedAttributes => "The signature has no signed attributes, which its format demands.",
        R::CmsForgedAttributes => {
            "The signed content reads as signed attributes: this may be a forgery made from another signature."
        }
        R::CmsNotDer => "The signature's encoding departs from DER ({what}); it was read as written.",
        R::CmsIndefiniteLength => "The signature uses the BER encoding with indefinite lengths.",
        R::CmsAttributeUnreadable => "An unsigned attribute ({attribute}) could not be read and was passed over.",
        R::CmsSigningTimeLate => "The claimed signing time, {claimed}, is later than the signature is proven to exist: {proven}.",
        R::CmsSigningTimeDiffers => "Two signing times are claimed: {first} and {second}.",
        R::CryptoDigestMismatch => {
            "The document was changed after it was signed: the signed bytes are not the ones in this file."
        }
        R::CryptoSignatureInvalid => "The signature value does not belong to the signer's key.",
        R::CryptoAttributesNotDer => {
            "The signed attributes are not in the order of DER, and the signature value verifies only over the order in which they are written. The signed bytes are unchanged."
        }
        R::CryptoUnsupported => "The signature uses {what}, which is not supported; nothing is known about its value.",
        R::CryptoContentUnavailable => "The signed content is not at hand, so it could not be compared.",
        R::CryptoNotReliable => {
            "{algorithm}, used by {subject}, is not considered reliable since {since}, and nothing proves an earlier time than {time}. \
             A valid timestamp made while it was reliable would have helped."
        }
        R::SignerCertificateMissing => "The signer's certificate is not in the document and was not given: {identifier}.",
        R::SignerCertificateMismatch => "The signature names another certificate than the one that was found.",
        R::SignerCertificateUnbound => {
            "The signature does not bind the signer's certificate; it was found by issuer and serial number."
        }
        R::SignerKeyUsage => "The signer's certificate is not meant for signing documents (key usage: {usage}).",
        R::PathNoTrustAnchor => "The certificate of {subject} leads to no trusted root.",
        R::PathAnchorNameOnly => "The issuer[ {issuer}] of {subject} has the name of a trusted root but another key.",
        R::PathAnchorEnded => {
            "The trust in {subject} ended on {time}. A timestamp that proves the signature older would have helped."
        }
        R::PathAnchorPurpose => "{subject} is trusted, but not for {purpose}.",
        R::PathIssuerMissing => "The certificate of the issuer[ {issuer}] is missing. Giving it as material would help.",
        R::PathSignatureInvalid => "The certificate of {subject} was not signed by the issuer it names[, {issuer}].",
        R::PathAlgorithmUnsupported => "The certificate of {subject} is signed with {algorithm}, which is not supported.",
        R::PathExpired => "The certificate of {subject} expired on {time}.",
        R::PathNotYetValid => "The certificate of {subject} is valid only from {time}.",
        R::PathNameChaining => "The certificate of {subject} names another issuer[ than {issuer}].",
        R::PathNotCa => "{subject} issued a certificate but is no certification authority.",
        R::PathLengthExceeded => "The certification path is longer than {subject} allows.",
        R::PathKeyCertSign => "{subject} is not allowed to issue certificates (key usage).",
        R::PathCriticalExtension => "The certificate of {subject} has a critical extension that is not understood: {extension}.",
        R::PathNameConstraints => {
            "The name[ {name}] in the certificate of {subject} is outside what its issuer may certify[ ({fault})]."
        }
        R::PathPolicy => "The certification path does not meet the required certificate policies[: {fault}].",
        R::PathExtendedKeyUsage => {
            "The certificate of {subject} is not meant for this purpose[: {purpose}] (extended key usage)."
        }
        R::PathCertificateMalformed => "The certificate of {subject} is malformed: {what}.",
        R::PathLimit => "The search for a certification path was ended by a limit: {limit}.",
        R::RevocationRevoked => "The certificate of {subject} was revoked on {time} ({reason}).",
        R::RevocationMissing => {
            "Whether the certificate of {subject} was revoked is not known: there is no usable CRL or OCSP response. \
             Giving its authority's CRL or OCSP response as material would help."
        }
        R::RevocationNotFresh => "The newest revocation information on {subject} is of {this_update}, too old for {needed}.",
        R::RevocationUnknown => "The OCSP responder does not know the certificate of {subject}.",
        R::RevocationCrlNotAuthorised => "A CRL[ for {subject}] was not used: {what}.",
        R::RevocationCrlScope => "A CRL does not speak of the certificate[ of {subject}]: {what}.",
        R::RevocationOcspNotAuthorised => "An OCSP response[ for {subject}] was not used: {what}.",
        R::RevocationMalformed => "Revocation information could not be read: {what}.",
        R::RevocationUnsupported => "Revocation information[ for {subject}] uses {what}, which is not supported.",
        R::RevocationSignerExpired => {
            "The certificate behind the revocation information on {subject} has expired, and nothing proves that the information is older."
        }
        R::PathProfile => "The certificate of {subject} breaks a rule of the profile: {rule}.",
        R::RevocationCriticalExtension => {
            "Revocation information was not used: it has a critical extension that is not understood ({extension})."
        }
        R::RevocationCertificateHash => "An OCSP response[ for {subject}] is about another certificate of the same number.",
        R::RevocationIssuedBefore => "Revocation information[ on {subject}] is older than the certificate.",
        R::RevocationIssuedAfterExpiry => {
            "Revocation information[ on {subject}] was issued after the certificate expired and need not name it any more."
        }
        R::RevocationCrlIssuerRedundant => {
            "The certificate[ of {subject}] names its own issuer as CRL issuer; the CRL is signed by that issuer’s key and was used."
        }
        R::RevocationSignerRevoked => {
            "Revocation information was not used: the certificate of its signer[ {subject}] was revoked."
        }
        R::RevocationSignerNotChecked => {
            "Whether the certificate of the signer of revocation information[ {subject}] was revoked is not known."
        }
        R::RevocationLimit => "The search for revocation information was ended by a limit.",
        R::RevocationSkipped => "Revocation of {subject} was not checked, as the policy allows.",
        R::TimestampMalformed => "A timestamp cannot be read: {what}.",
        R::TimestampImprintMismatch => "The timestamp of {time} belongs to other data.",
        R::TimestampNotValid => "The timestamp of {time} was not used: it did not pass validation ({what}).",
        R::TimestampProvesTime => "A timestamp proves that the signature existed on {time}.",
        R::TimestampOrder => "The timestamps contradict each other: what must be older says {first}, what covers it {second}.",
        R::TimestampExtendedKeyUsage => "The certificate of {subject} is not meant for timestamping alone.",
        R::ChangesNotPermitted => "Something was changed after signing that the signer did not permit.",
        R::ChangesNotAnalysed => {
            "[Revisions after the signed one: {count}. ]What was changed after signing could not be analysed."
        }
        R::ChangesFieldFilled => "A form field was filled in.",
        R::ChangesFieldSigned => "Another signature was added.",
        R::ChangesTimestampAdded => "A document timestamp was added.",
        R::ChangesVisibleSignatureFieldAdded => "A signature field was added that is visible on a page.",
        R::ChangesInvisibleSignatureFieldAdded => "A signature field was added that shows nothing.",
        R::ChangesSignatureWidgetPlaced => "An empty signature field was put on its page.",
        R::ChangesFieldAppearanceUpdated => "How a form field looks was updated.",
        R::ChangesSignatureAppearanceSet => "A signature field got the picture that its signature shows.",
        R::ChangesFormDefaults => "Default settings of the form were changed.",
        R::ChangesFormResourcesAdded => "Fonts or other resources were added for filling in the form.",
        R::ChangesInformationUpdated => {
            "The document information (title, author, dates) was updated; it is not part of the pages."
        }
        R::ChangesExtensionsUpdated => "The note on which PDF version the file needs was updated.",
        R::ChangesMetadataUpdated => "The metadata of the file was updated; it is not part of the pages.",
        R::ChangesValidationDataAdded => {
            "Validation data (certificates, revocation information, timestamps) was added or renewed."
        }
        R::ChangesStructureExtended => "The list of document parts for assistive software was extended for a new field.",
        R::ChangesAnnotationAdded => "An annotation was added[ ({kind})].",
        R::ChangesAppearanceNotRead => "Whether the field shows the value it was given could not be read from its font.",
        R::ChangesAnnotationIcons => "Pictures for annotations were added.",
        R::ChangesAnnotationChanged => "An annotation was changed[ ({kind})].",
        R::ChangesAnnotationRemoved => "An annotation was removed[ ({kind})].",
        R::ChangesContentChanged => "Content of the document was changed.",
        R::ChangesFontReplaced => "A font was replaced: the signed text may now read differently.",
        R::ChangesImageReplaced => "A picture or overlay drawn on the pages was replaced or taken away.",
        R::ChangesPageEntryChanged => "The page was changed (/{key}).",
        R::ChangesPageCount => "The document has {after} pages; {before} were signed.",
        R::ChangesPagesChanged => "Pages were added, removed or put in another order.",
        R::ChangesObjectDeleted => "Part of the signed document was deleted.",
        R::ChangesObjectStreamReplaced => "A container with many parts of the signed document was replaced.",
        R::ChangesObjectElsewhere => "A later revision shows an object that was hidden in the earlier bytes of the file.",
        R::ChangesObjectReused => "An object that was already in the file was put to a new use.",
        R::ChangesCatalogChanged => "A setting of the whole document was changed[ (/{key})].",
        R::ChangesFormChanged => "The form was changed beyond filling in and signing[ (/{key})].",
        R::ChangesFieldAdded => "A form field was added that is no signature field.",
        R::ChangesFieldRemoved => "A form field was removed.",
        R::ChangesFieldNameTaken => "A new form field has the name of an existing one.",
        R::ChangesFieldEntryChanged => "A form field was changed beyond being filled in (/{key}).",
        R::ChangesWidgetAdded => "Something was put on a page as part of a form field that had no place there.",
        R::ChangesWidgetRemoved => "A form field was taken off its page.",
        R::ChangesWidgetChanged => "A form element that belongs to no field was changed.",
        R::ChangesSignedFieldChanged => "The field of an existing signature was changed (/{key}).",
        R::ChangesSignatureRemoved => "The signature was removed from the document.",
        R::ChangesSignatureReplaced => "The signature was replaced by another.",
        R::ChangesSignatureReused => "An old signature was put into another field.",
        R::ChangesSignatureMalformed => "A signature field was given something that is no signature.",
        R::ChangesSignatureUnsigned => "A picture of a signature was added that nobody signed.",
        R::ChangesSignatureUnsound => "A signature was added that is malformed or does not cover the document.",
        R::ChangesSignatureNotVerified => "A visible signature was added that does not verify.",
        R::ChangesSignatureAppearanceChanged => "What the signature shows on the page was changed.",
        R::ChangesAppearanceShared => "What a form field shows was changed, and it is shown elsewhere too.",
        R::ChangesAppearanceReplaced => "What a form field shows was removed or replaced.",
        R::ChangesAppearanceResourceChanged => "A font or picture used by a form field was replaced.",
        R::ChangesFormResourceReplaced => "A font or other resource of the form was removed or replaced.",
        R::ChangesValuePartChanged => "Part of a signature or of a field's value was changed.",
        R::ChangesValueContradicted => "A form field shows something else than its value.",
        R::ChangesEncryptionChanged => "The encryption of the file was added, removed or replaced.",
        R::ChangesInformationReplaced => "The document information was replaced by something else.",
        R::ChangesExtensionsMalformed => "The note on which PDF version the file needs was removed or is malformed.",
        R::ChangesMetadataMalformed => "The new metadata is no well-formed XMP.",
        R::ChangesStructureChanged => "The list of document parts for assistive software was changed[ (/{key})].",
        R::ChangesDssRemoved => {
            "The store of validation data (certificates, revocation information) was removed from the document."
        }
        R::ChangesValidationDataRemoved => "Validation data (certificates, revocation information) was removed.",
        R::ChangesValidationDataMalformed => "Something that is no validation data was put among it[ (/{key})].",
        R::ChangesBytesUnaccounted => "Bytes {from} to {to} of the file belong to nothing; something may be hidden there.",
        R::ChangesDataAfterEnd => "The file continues after its end.",
        R::ChangesRevisionMalformed => "A later revision is not properly appended to the file.",
        R::ChangesUnexplained => "Something was changed that may not change.",
        R::ChangesNotListed => "{count} more changes are not listed.",
        R::ContentJavascript => {
            "The document holds JavaScript[ (p. {pages})]: what it shows may depend on when and where it is opened."
        }
        R::ContentActions => {
            "The document holds actions ({kinds}) that start or open something else, send data, or show and hide parts[ (p. {pages})]."
        }
        R::ContentLinks => "The document holds links to the network[ (p. {pages})].",
        R::ContentHiddenLayers => {
            "The document has layers that are not always shown[: {layers}][ (p. {pages})]; what a reader or a printer sees may differ."
        }
        R::ContentAttachments => "Files are attached to the document[ (p. {pages})]; they were not looked into.",
        R::ContentXfa => "The document has an XFA form: some viewers show that instead of the pages.",
        R::ContentMultimedia => "The document holds multimedia content ({kinds}; p. {pages}).",
        R::ContentAnnotations => "Annotations ({kinds}) lie over the content of p. {pages}; they may cover something.",
        R::ContentFillableFields => "Form fields on p. {pages} can still be filled in: what they show may change later.",
        R::ContentDuplicateObjects => {
            "The file holds hidden second versions of objects ({objects}); a later change could bring them to light, and would be refused."
        }
        R::ContentObjectsNotExamined => "The document has too many objects to look for hidden second versions of them.",
        R::ContentNotExamined => {
            "Only the first {count} pages and annotations were looked at for scripts, overlays and signature fields outside the form."
        }
        R::AttackUniversalForgery => {
            "A signature without a value or without signed bytes is how universal signature forgery (USF) is done."
        }
        R::AttackSignatureWrapping => "Unsigned room inside the signed file is how signature wrapping (SWA) is done.",
        R::AttackIncrementalSaving => {
            "Changing what is shown by appending to the signed file is how incremental saving attacks (ISA) are done."
        }
        R::AttackShadowHide => "Taking away what covered other content is how the shadow attack “hide” is done.",
        R::AttackShadowReplace => {
            "Showing something else by way of a form field or a font is how the shadow attack “replace” is done."
        }
        R::AttackShadowHideAndReplace => {
            "Putting prepared hidden objects to use after signing is how the shadow attack “hide-and-replace” is done."
        }
        R::AttackEvilAnnotation => {
            "Annotations added after signing can cover or imitate content: that is how the evil annotation attack (EAA) is done."
        }
        R::AttackSneakySignature => {
            "A visible signature field that proves nothing is how the sneaky signature attack (SSA) is done."
        }
        R::AttackSignatureAppearance => {
            "The picture or the field of a signature was changed after signing: it may show another name or stand elsewhere."
        }
        R::AttackSignatureReplaced => {
            "The signature was replaced, reused or rewritten after signing: its name, reason or date may not be the signed one."
        }
        R::ValidationExpiredNoProof => {
            "The certificate of {subject} expired on {expired}, and no valid timestamp proves that the signature is older."
        }
        R::RenewalSignerCertificate => {
            "The certificate of the signer {subject} ends on {time}, and no timestamp proves the signature older."
        }
        R::RenewalTimestampCertificate => {
            "The certificate of the timestamping unit {subject} ends on {time}; the last timestamp rests on it."
        }
        R::RenewalAuthorityCertificate => {
            "The certificate of the authority {subject} ends on {time}; from then on only a timestamp proves what it certified."
        }
        R::RenewalAlgorithm => "{algorithm}[, used by {subject},] counts as reliable only until {time}.",
        R::RenewalRevocationAlgorithm => {
            "The revocation information about {subject} was signed with {algorithm}, which counts as reliable only until {time}, and no timestamp covers it."
        }
        R::RenewalRevocationSigner => {
            "The revocation information about {subject} was signed with a certificate that ends on {time}, and no timestamp covers it."
        }
        R::ValidationPastProven => "This came too late to matter: the signature is proven to have existed on {time}.",
        R::ValidationNoProofOfCertificate => "Nothing proves that the certificate of {subject} existed by {needed}.",
        R::ValidationNoProofOfRevocation => {
            "No revocation information on the certificate of {subject} is proven to have existed by {needed}."
        }
        R::ValidationNoProofOfSignature => "Nothing proves that the signature existed by {needed}.",
        R::ValidationMadeAfterRevocation => {
            "A content timestamp of {time} shows that the signature was made after the certificate was revoked."
        }
        R::ValidationMadeAfterExpiry => {
            "A content timestamp of {time} shows that the signature was made after the certificate had expired."
        }
        R::ValidationMadeAfterAlgorithm => {
            "A content timestamp of {time} shows that the signature was made after an algorithm of it had ceased to be reliable."
        }
    }
}

pub(super) fn revocation_status(status: &'static str) -> &'static str {
    match status {
        "good" => "not revoked",
        "stale" => "not revoked, by information too old",
        "revoked" => "REVOKED",
        "on-hold" => "on hold",
        "unknown" => "unknown to the OCSP responder",
        "missing" => "revocation not known",
        "not-needed" => "needs no revocation check",
        "not-checked" => "revocation not checked",
        other => other,
    }
}

pub(super) const LABELS: Labels = Labels {
    signature: "Signature",
    document_timestamp: "Document timestamp",
    signed_by: "signed by",
    timestamped_by: "timestamped by",
    unknown_signer: "unknown",
    proven: "proven to exist on",
    claimed: "claimed signing time",
    claimed_only: "claimed by the signer, not proven",
    changes_none: "none since signing",
    changes_permitted: "changed since signing, as permitted",
    changes_not_permitted: "CHANGED AFTER SIGNING, NOT PERMITTED",
    changes_unknown: "the file continues after the signed part; what was changed is not known",
    changes_untold: "not known, because it is not certain what was signed",
    changes: "changes",
    covers_whole: "the whole document is signed",
    covers_revision: "the whole document as it was when signed",
    covers_part: "only a part of the document",
    covers_invalid: "not a valid range",
    coverage: "covers",
    intact: "content",
    intact_yes: "unchanged since signing",
    intact_no: "does NOT match the signature",
    timestamp_intact: "belongs to this signature, and verifies",
    intact_unknown: "could not be checked",
    path: "certificates",
    anchor: "trusted root",
    why: "why",
    notes: "notes",
    no_signatures: "no signatures",
    not_examined: "could not be examined",
    validated_at: "validated for",
    policy: "policy",
    algorithms: "algorithms",
    timestamp: "timestamp",
    added_by_revision: "revision",
    renewal_due: "new timestamp needed by",
    field: "field",
    certificate_policies: "certificate policies",
    any_policy: "any",
    title: "Signature verification report",
    timeline: "timeline",
    evidence: "Evidence in detail",
    document: "About the file and the rules",
    size: "size in bytes",
    revisions: "revisions of the file",
    anchors: "trust anchors",
    material: "material given",
    serial: "serial number",
    format: "level",
    not_proven: "no valid timestamp proves it",
    proves_nothing: "not valid, proves nothing",
    content_timestamp: "timestamp on the content before signing",
    certificate_from: "certificate valid from here",
    certificate_to: "certificate expires",
    certificate_revoked: "certificate revoked",
    reason_given: "reason given",
    place_given: "place given",
    name_given: "name given",
    not_looked_at: "not looked at",
    gap_value: "whether the signature value is right",
    gap_changes: "what the later parts of the file change",
    gap_certificate: "the signer's certificate",
    gap_revocation: "whether certificates were revoked",
};
