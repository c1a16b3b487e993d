//! Examines one SignerInfo: is the digest of the content the signed one, which certificate signed, does the value verify?
//!
//! RFC 5652 §5.4 and §5.6, ISO 32000-2 §12.8.3.3. Every departure is a finding; nothing stops the examination.

use core::fmt::Write;

use super::facts::{CertificateReference, Identifier, Message, Pending};
use super::{ContentCheck, Material, SignaturePolicyFacts, SignedFacts, SignerBinding, ValueCheck};
use crate::asn1::{Integer, Oid};
use crate::cms::{AttributeError, SignaturePolicy, SignedData, SignerIdentifier, SignerInfo};
use crate::crypto::{Digest, DigestAlgorithm, PublicKey, SignatureAlgorithm, Verification};
use crate::error::Error;
use crate::gather::Gather as _;
use crate::limits::{Budget, Limit};
use crate::reason::{Reason, ReasonCode};
use crate::x509::{Certificate, Name};

/// Certificates whose key is tried when several have the signer's issuer and serial number and nothing binds one.
const MAX_CANDIDATES: usize = 4;

/// What the signature is over.
pub(super) enum Content<'a> {
    /// Bytes at hand.
    Bytes(&'a [u8]),
    /// Parts of the file whose digests were computed in the one pass.
    Digests(&'a dyn Fn(DigestAlgorithm) -> Option<Digest>),
}

impl Content<'_> {
    pub(super) fn digest(&self, algorithm: DigestAlgorithm) -> Option<Digest> {
        match self {
            Self::Bytes(bytes) => Some(algorithm.digest(bytes)),
            Self::Digests(digests) => digests(algorithm),
        }
    }
}

/// What signature values are verified with, and how much work all of one document may be together.
pub(super) struct AtHand<'m> {
    pub(super) materials: &'m [&'m Material],
    work: Budget,
}

/// Microseconds, about: 400 signatures with two timestamps each by RSA keys of 4,096 bits fit, where 42 are the most seen.
const WORK: u64 = 800_000;

impl<'m> AtHand<'m> {
    pub(super) fn new(materials: &'m [&'m Material]) -> Self {
        Self { materials, work: Budget::new(WORK, Limit::Signatures) }
    }

    fn certificates(&self) -> impl Iterator<Item = &'m Certificate> + Clone + use<'m, '_> {
        self.materials.iter().flat_map(|material| material.certificates()).map(|(certificate, _)| certificate)
    }

    /// Pays for holding every certificate against what names the signer's.
    fn pay_for_search(&self) -> Result<(), Limit> {
        self.work.spend(self.certificates().count() as u64 / 32)
    }

    /// Whether these may be hashed, by another digest than the one that is known of each. What is left for signature values stays.
    fn may_hash(&self, certificates: &[&Certificate]) -> bool {
        let cost: usize = certificates.iter().map(|certificate| 1 + certificate.der().len() / 512).sum();
        cost as u64 <= self.work.left() / 2 && self.work.spend(cost as u64).is_ok()
    }
}

/// The digests that examining `signer` will ask of its content.
pub(super) fn digests_needed(signer: &SignerInfo<'_>) -> Vec<DigestAlgorithm> {
    let stated = signer.digest_algorithm.digest_algorithm();
    let mut needed: Vec<DigestAlgorithm> = stated.into_iter().collect();
    if signer.signed_attributes.is_none()
        && let Ok(algorithm) = SignatureAlgorithm::from_identifier(&signer.signature_algorithm, stated)
        && let Some(digest) = algorithm.digest()
    {
        needed = vec![digest];
    }
    needed
}

/// Examines the SignerInfo of a SignedData whose content is of `content_type`.
pub(super) fn examine(
    signer: &SignerInfo<'_>,
    content: &Content<'_>,
    content_type: Oid<'_>,
    at_hand: &AtHand<'_>,
) -> SignedFacts {
    let mut reasons = Vec::new();
    let stated = signer.digest_algorithm.digest_algorithm();
    let digest_algorithm_name = stated.map_or_else(|| signer.digest_algorithm.oid.to_string(), |known| known.name().to_owned());
    let resolved = SignatureAlgorithm::from_identifier(&signer.signature_algorithm, stated);
    let algorithm = resolved.as_ref().ok().copied();
    let signature_algorithm_name = match &resolved {
        Ok(known) => known.name(),
        Err(unsupported) => unsupported.to_string(),
    };
    if let (Some(algorithm), Some(stated)) = (algorithm, stated)
        && let Some(contradiction) = algorithm.contradiction(stated)
    {
        let reason = Reason::new(ReasonCode::CmsDigestContradiction);
        reasons.push(reason.with("first", contradiction.digest_algorithm).with("second", contradiction.signature));
    }
    check_attributes(signer, content_type, &mut reasons);
    let content_check = match &signer.signed_attributes {
        Some(_) => message_digest_check(signer, stated, content, &mut reasons),
        None => ContentCheck::InValue,
    };
    let messages = messages(signer, content, algorithm);
    let mut facts = SignedFacts {
        digest_algorithm: stated,
        digest_algorithm_name,
        signature_algorithm: algorithm,
        signature_algorithm_name,
        signer_identifier: describe(&signer.signer_identifier, at_hand.materials),
        signing_certificate: None,
        binding: SignerBinding::Unbound,
        content: content_check,
        value: ValueCheck::NoCertificate,
        content_digest: stated.and_then(|algorithm| content.digest(algorithm)),
        representation_digest: messages.first().and_then(|message| Some(message.digest(algorithm?.digest()?))),
        signature_value: signer.signature.to_vec(),
        claimed_time: signer.signing_time().ok().flatten(),
        reasons,
        signature_policy: signature_policy(signer),
        pending: None,
    };
    let pending = Pending {
        identifier: identifier(&signer.signer_identifier),
        reference: reference(signer, &mut facts.reasons),
        algorithm,
        messages,
    };
    settle(&mut facts, Box::new(pending), at_hand);
    facts
}

/// A bare PKCS #1 signature over the signed bytes (adbe.x509.rsa_sha1, ISO 32000-1 §12.8.3.2): which digest was signed is
/// known only once the value is opened, so each that the SubFilter allows is tried.
pub(super) fn examine_pkcs1(
    signature: &[u8],
    certificate: Option<&Certificate>,
    content: &Content<'_>,
    at_hand: &AtHand<'_>,
) -> SignedFacts {
    let facts = || SignedFacts {
        digest_algorithm: Some(DigestAlgorithm::Sha1),
        digest_algorithm_name: DigestAlgorithm::Sha1.name().to_owned(),
        signature_algorithm: Some(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha1)),
        signature_algorithm_name: SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha1).name(),
        signer_identifier: "/Cert".to_owned(),
        signing_certificate: None,
        binding: SignerBinding::Unbound,
        content: ContentCheck::InValue,
        value: ValueCheck::NoCertificate,
        content_digest: content.digest(DigestAlgorithm::Sha1),
        representation_digest: content.digest(DigestAlgorithm::Sha1),
        signature_value: signature.to_vec(),
        claimed_time: None,
        reasons: Vec::new(),
        signature_policy: None,
        pending: None,
    };
    let Some(certificate) = certificate else { return facts() };
    let mut first = None;
    for digest_algorithm in PKCS1_DIGESTS {
        let algorithm = SignatureAlgorithm::RsaPkcs1(digest_algorithm);
        let pending = Pending {
            identifier: Identifier::Certificate(*certificate.sha256()),
            reference: None,
            algorithm: Some(algorithm),
            messages: content.digest(digest_algorithm).map(Message::Digest).into_iter().collect(),
        };
        let mut attempt = facts();
        settle(&mut attempt, Box::new(pending), at_hand);
        if at_hand.work.left() == 0 {
            // Another digest might have been the right one.
            return attempt;
        }
        if attempt.value == ValueCheck::Valid {
            attempt.digest_algorithm = Some(digest_algorithm);
            attempt.content_digest = content.digest(digest_algorithm);
            attempt.representation_digest = attempt.content_digest;
            digest_algorithm.name().clone_into(&mut attempt.digest_algorithm_name);
            attempt.signature_algorithm = Some(algorithm);
            attempt.signature_algorithm_name = algorithm.name();
            return attempt;
        }
        first.get_or_insert(attempt);
    }
    first.unwrap_or_else(facts)
}

/// The digests that ISO 32000-1 table 257 allows for adbe.x509.rsa_sha1.
pub(super) const PKCS1_DIGESTS: [DigestAlgorithm; 5] = [
    DigestAlgorithm::Sha1,
    DigestAlgorithm::Sha256,
    DigestAlgorithm::Sha384,
    DigestAlgorithm::Sha512,
    DigestAlgorithm::Ripemd160,
];

/// Finds the signing certificate in `materials` and verifies the value, where that was not done yet.
pub(super) fn settle(facts: &mut SignedFacts, pending: Box<Pending>, at_hand: &AtHand<'_>) {
    let limit = || ValueCheck::Unsupported(Error::from(Limit::Signatures).to_string());
    if at_hand.pay_for_search().is_err() {
        facts.value = limit();
        return;
    }
    let Some((binding, candidates)) = candidates(&pending, at_hand) else {
        facts.value = limit();
        return;
    };
    if candidates.is_empty() {
        facts.pending = Some(pending);
        return;
    }
    facts.binding = binding;
    for (position, certificate) in candidates.into_iter().take(MAX_CANDIDATES).enumerate() {
        let work = certificate.public_key().map_or(0, PublicKey::work) * pending.messages.len() as u64;
        if at_hand.work.spend(work).is_err() {
            facts.value = limit();
            return;
        }
        let value = verify(&pending, certificate, facts);
        let is_better = position == 0 || value == ValueCheck::Valid;
        let is_valid = value == ValueCheck::Valid;
        if is_better {
            facts.signing_certificate = Some(*certificate.sha256());
            facts.value = value;
        }
        if is_valid {
            break;
        }
    }
}

/// The certificates that may have signed, the likeliest first, and how the signature binds them. Nothing when that would take more than
/// is left: a policy may tolerate a signature that binds none, but not one that was not held against what it binds.
fn candidates<'m>(pending: &Pending, at_hand: &AtHand<'m>) -> Option<(SignerBinding, Vec<&'m Certificate>)> {
    let all = at_hand.certificates();
    let identified: Vec<&Certificate> =
        all.clone().filter(|certificate| is_identified(certificate, &pending.identifier)).gather();
    Some(match &pending.reference {
        None => (SignerBinding::Unbound, identified),
        Some(CertificateReference::Unsupported) => (SignerBinding::Unknown, identified),
        Some(CertificateReference::Hash(algorithm, hash)) => {
            let is_named = |certificate: &&Certificate| match algorithm {
                // Known since the certificate was read.
                DigestAlgorithm::Sha256 => certificate.sha256() == hash.as_slice(),
                other => other.digest(certificate.der()).as_bytes() == hash.as_slice(),
            };
            let is_empty = identified.is_empty();
            let held = if is_empty { all.gather() } else { identified };
            if *algorithm != DigestAlgorithm::Sha256 && !at_hand.may_hash(&held) {
                // Where nobody has the name that is stated, the certificate is missing, as far as was looked.
                return is_empty.then(|| (SignerBinding::Unknown, Vec::new()));
            }
            let named: Vec<&Certificate> = held.iter().copied().filter(is_named).gather();
            // RFC 5035 §5: the signature must be considered invalid if the first reference is not the signer's.
            match (is_empty, named.is_empty()) {
                (false, false) => (SignerBinding::Bound, named),
                (false, true) => (SignerBinding::Contradicted, held),
                (true, _) => (SignerBinding::Contradicted, named),
            }
        }
    })
}

fn is_identified(certificate: &Certificate, identifier: &Identifier) -> bool {
    match identifier {
        Identifier::IssuerAndSerial(issuer, serial) => {
            let same_serial =
                Integer::from_contents(serial, "serialNumber").is_ok_and(|serial| serial.same_value(&certificate.serial()));
            same_serial
                && (certificate.issuer().der() == issuer.as_slice()
                    || Name::from_der(issuer).is_ok_and(|issuer| issuer.matches(&certificate.issuer())))
        }
        Identifier::SubjectKey(identifier) => {
            certificate.subject_key_identifier().is_ok_and(|found| found == Some(identifier.as_slice()))
        }
        Identifier::Certificate(sha256) => certificate.sha256() == sha256,
    }
}

fn verify(pending: &Pending, certificate: &Certificate, facts: &SignedFacts) -> ValueCheck {
    let (algorithm_name, signature) = (&facts.signature_algorithm_name, &facts.signature_value);
    let Some(algorithm) = &pending.algorithm else { return ValueCheck::Unsupported(algorithm_name.clone()) };
    let key = match certificate.public_key() {
        Ok(key) => key,
        Err(error) => return ValueCheck::Unsupported(error.to_string()),
    };
    let mut outcome = ValueCheck::Unsupported(format!("{algorithm_name} without the digest of the content"));
    // Signed attributes that are not in the order of DER come as they are written, then sorted.
    let sorted_follows = pending.messages.len() > 1;
    for (index, message) in pending.messages.iter().enumerate() {
        let verification = match message {
            Message::Attributes(bytes) | Message::Content(bytes) => key.verify(algorithm, bytes, signature),
            Message::Digest(digest) => key.verify_digest(algorithm, digest, signature),
        };
        outcome = match verification {
            Verification::Valid if index == 0 && sorted_follows => return ValueCheck::ValidAsWritten,
            Verification::Valid => return ValueCheck::Valid,
            Verification::Invalid => ValueCheck::Invalid,
            Verification::Unsupported(what) => ValueCheck::Unsupported(what.to_string()),
        };
    }
    outcome
}

/// What the value may be over.
fn messages(signer: &SignerInfo<'_>, content: &Content<'_>, algorithm: Option<SignatureAlgorithm>) -> Vec<Message> {
    if let Some(message) = signer.signed_attributes_message() {
        let written = Message::Attributes(message.to_vec());
        return [Some(written), signer.reordered_message().map(Message::Attributes)].into_iter().flatten().gather();
    }
    match (algorithm.and_then(SignatureAlgorithm::digest), content) {
        (_, Content::Bytes(bytes)) => vec![Message::Content(bytes.to_vec())],
        (Some(digest), Content::Digests(digests)) => digests(digest).map(Message::Digest).into_iter().collect(),
        // Ed25519 and the like over the file itself: RFC 8419 §3.2 forbids it for lack of a digest.
        (None, Content::Digests(_)) => Vec::new(),
    }
}

/// message-digest against the digest of the content (RFC 5652 §5.6, §11.2).
fn message_digest_check(
    signer: &SignerInfo<'_>,
    stated: Option<DigestAlgorithm>,
    content: &Content<'_>,
    reasons: &mut Vec<Reason>,
) -> ContentCheck {
    let signed = match signer.message_digest() {
        Ok(Some(digest)) => digest,
        Ok(None) => {
            reasons.push(Reason::new(ReasonCode::CmsAttributeMissing).with("attribute", "message-digest"));
            return ContentCheck::NotComputable;
        }
        Err(error) => {
            reasons.push(attribute_reason("message-digest", error));
            return ContentCheck::NotComputable;
        }
    };
    match stated.and_then(|algorithm| content.digest(algorithm)) {
        Some(digest) if digest.as_bytes() == signed => ContentCheck::Matches,
        Some(_) => ContentCheck::Differs,
        None => ContentCheck::NotComputable,
    }
}

/// The rules on signed attributes that do not depend on any certificate.
fn check_attributes(signer: &SignerInfo<'_>, content_type: Oid<'_>, reasons: &mut Vec<Reason>) {
    if signer.signed_attributes.is_none() {
        return;
    }
    // RFC 5652 §5.3: signed attributes are DER, in the order of a SET OF, even in a BER encoding.
    if signer.reordered_message().is_some() {
        reasons.push(Reason::new(ReasonCode::CmsNotDer).with("what", "signed attributes out of order"));
    }
    match signer.content_type() {
        Ok(Some(found)) if found == content_type => {}
        Ok(Some(found)) => reasons.push(Reason::new(ReasonCode::CmsContentType).with("found", found)),
        Ok(None) => reasons.push(Reason::new(ReasonCode::CmsAttributeMissing).with("attribute", "content-type")),
        Err(error) => reasons.push(attribute_reason("content-type", error)),
    }
    match signer.algorithm_protection() {
        Ok(Some(protection)) if !protection.matches(&signer.digest_algorithm, &signer.signature_algorithm) => {
            reasons.push(Reason::new(ReasonCode::CmsAlgorithmProtection));
        }
        Ok(_) => {}
        Err(error) => reasons.push(attribute_reason("cms-algorithm-protection", error)),
    }
    if let Err(error) = signer.signing_time() {
        reasons.push(attribute_reason("signing-time", error));
    }
}

fn attribute_reason(attribute: &str, error: AttributeError) -> Reason {
    match error {
        AttributeError::Multiple => Reason::new(ReasonCode::CmsAttributeMultiple).with("attribute", attribute),
        AttributeError::Malformed(error) => Reason::new(ReasonCode::CmsMalformed).with("what", error),
    }
}

fn reference(signer: &SignerInfo<'_>, reasons: &mut Vec<Reason>) -> Option<CertificateReference> {
    match signer.signing_certificate() {
        Ok(attribute) => {
            let first = *attribute?.certificates.first()?;
            Some(match DigestAlgorithm::from_oid(first.hash_algorithm) {
                Some(algorithm) => CertificateReference::Hash(algorithm, first.hash.to_vec()),
                None => CertificateReference::Unsupported,
            })
        }
        Err(error) => {
            reasons.push(attribute_reason("signing-certificate", error));
            None
        }
    }
}

fn signature_policy(signer: &SignerInfo<'_>) -> Option<SignaturePolicyFacts> {
    match signer.signature_policy() {
        Ok(found) => found.map(|policy| match policy {
            SignaturePolicy::Implied => SignaturePolicyFacts::Implied,
            SignaturePolicy::Identified(policy) => {
                // EN 319 122-1 §5.2.9.1: zeros stand for a hash that the signer did not know.
                let known = policy.hash.filter(|(_, value)| value.iter().any(|octet| *octet != 0));
                SignaturePolicyFacts::Identified {
                    identifier: policy.identifier.to_string(),
                    digest: known.map(|(algorithm, value)| (algorithm.digest_algorithm(), value.to_vec())),
                    uri: policy.uri.map(str::to_owned),
                }
            }
        }),
        Err(_) => Some(SignaturePolicyFacts::Unreadable),
    }
}

fn identifier(identifier: &SignerIdentifier<'_>) -> Identifier {
    match identifier {
        SignerIdentifier::IssuerAndSerialNumber { issuer, serial } => {
            Identifier::IssuerAndSerial(issuer.to_vec(), serial.as_bytes().to_vec())
        }
        SignerIdentifier::SubjectKeyIdentifier(identifier) => Identifier::SubjectKey(identifier.to_vec()),
    }
}

fn describe(identifier: &SignerIdentifier<'_>, materials: &[&Material]) -> String {
    match identifier {
        SignerIdentifier::IssuerAndSerialNumber { issuer, serial } => {
            // In words that were found before, where a certificate has the same issuer.
            let mut all = materials.iter().flat_map(|material| material.certificates()).map(|(certificate, _)| certificate);
            if let Some(known) = all.find(|certificate| certificate.issuer().der() == *issuer) {
                return format!("{}, {serial}", known.issuer_text());
            }
            let issuer = Name::from_der(issuer).map_or_else(|_| "?".to_owned(), |name| name.to_string());
            format!("{issuer}, {serial}")
        }
        SignerIdentifier::SubjectKeyIdentifier(identifier) => hex(identifier),
    }
}

/// Hexadecimal, as serial numbers are shown.
fn hex(octets: &[u8]) -> String {
    octets.iter().fold(String::new(), |mut text, octet| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{octet:02x}");
        text
    })
}

/// Findings on the number of signers and on content inside a detached signature.
pub(super) fn check_outline(signed: &SignedData<'_>, allows_content: bool, reasons: &mut Vec<Reason>) {
    let count = signed.signer_count();
    if count != 1 {
        reasons.push(Reason::new(ReasonCode::CmsSignerCount).with("count", count));
    }
    if !allows_content && signed.encapsulated_content.is_some() {
        reasons.push(Reason::new(ReasonCode::CmsEncapsulatedContent));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_paid_for_is_not_computed_and_not_invalid() {
        let material = Material::from_bytes(include_bytes!("../../tests/chain/root-first.pem")).unwrap();
        let (certificate, _) = &material.certificates()[0];
        let materials = [&material];
        let examined = |at_hand: &AtHand<'_>| examine_pkcs1(&[1], Some(certificate), &Content::Bytes(b"x"), at_hand);
        let within = AtHand::new(&materials);
        assert!(!matches!(examined(&within).value, ValueCheck::NoCertificate));
        let spent = AtHand::new(&materials);
        assert!(spent.work.spend(WORK + 1).is_err());
        let beyond = examined(&spent);
        assert_eq!(beyond.value, ValueCheck::Unsupported("over a limit: signatures".to_owned()));
        assert_eq!(beyond.intact(), None);
        assert!(within.may_hash(&[certificate]) && !spent.may_hash(&[certificate]));
        let pending = |algorithm: DigestAlgorithm| Pending {
            identifier: Identifier::Certificate(*certificate.sha256()),
            reference: Some(CertificateReference::Hash(algorithm, algorithm.digest(certificate.der()).as_bytes().to_vec())),
            algorithm: None,
            messages: Vec::new(),
        };
        for (algorithm, is_computed) in [(DigestAlgorithm::Sha1, true), (DigestAlgorithm::Sha256, false)] {
            let pending = pending(algorithm);
            assert!(matches!(candidates(&pending, &within), Some((SignerBinding::Bound, found)) if found == [certificate]));
            assert_eq!(candidates(&pending, &spent).is_none(), is_computed, "{algorithm}");
        }
    }
}
