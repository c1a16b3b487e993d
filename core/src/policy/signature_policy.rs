//! Signature policies (CAdES-EPES) that a validation policy knows, with the digests of their documents.

use crate::asn1::{self, Reader, Tag};
use crate::crypto::{Digest, DigestAlgorithm};
use crate::order::Arrange as _;

/// A signature policy that signatures may name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KnownSignaturePolicy {
    /// Its object identifier, `1.2.3`.
    pub identifier: String,
    /// Digests of its document, as far as they are stated or the document is given.
    pub digests: Vec<(DigestAlgorithm, Digest)>,
    /// The document's file as the policy names it. The core reads no files:
    /// [`Policy::supply_document`](super::Policy::supply_document) takes its bytes.
    pub file: Option<String>,
}

impl KnownSignaturePolicy {
    pub(super) fn new(identifier: String) -> Self {
        Self { identifier, digests: Vec::new(), file: None }
    }

    /// Adds what every digest algorithm makes of the document.
    pub(super) fn supply(&mut self, document: &[u8]) {
        for &algorithm in DigestAlgorithm::ALL {
            self.add(algorithm, algorithm.digest(document));
            if let Some(digest) = asn1_policy_digest(document, algorithm) {
                self.add(algorithm, digest);
            }
        }
    }

    pub(super) fn add(&mut self, algorithm: DigestAlgorithm, digest: Digest) {
        if !self.digests.contains(&(algorithm, digest)) {
            self.digests.push((algorithm, digest));
            self.digests.arrange_by_key(|(algorithm, digest)| (algorithm.name(), *digest));
        }
    }

    /// Whether the document has this digest; `None` when none by this algorithm is known.
    pub fn has_digest(&self, algorithm: DigestAlgorithm, value: &[u8]) -> Option<bool> {
        let mut known = self.digests.iter().filter(|(known, _)| *known == algorithm).peekable();
        known.peek()?;
        Some(known.any(|(_, digest)| digest.as_bytes() == value))
    }

    /// One line; a document without an identifier has its digests only.
    pub(super) fn canonical_text(&self) -> String {
        let digests = self.digests.iter().map(|(algorithm, digest)| format!(" {}:{digest}", algorithm.name()));
        format!("signature-policy {}{}\n", self.identifier, digests.collect::<String>())
    }
}

/// The digest of a policy in ASN.1, which leaves out the outer tag and length and the hash that stands inside:
/// `SignaturePolicy ::= SEQUENCE { signPolicyHashAlg, signPolicyInfo, signPolicyHash OPTIONAL }` (TR 102 272 §6.1,
/// RFC 3125 §3.1).
fn asn1_policy_digest(document: &[u8], algorithm: DigestAlgorithm) -> Option<Digest> {
    fn hashed(document: &[u8]) -> asn1::Result<(&[u8], &[u8])> {
        let mut policy = Reader::new(document).sequence("SignaturePolicy")?;
        let hash_algorithm = policy.element("signPolicyHashAlg")?.expect(Tag::SEQUENCE, "signPolicyHashAlg")?;
        let info = policy.element("signPolicyInfo")?.expect(Tag::SEQUENCE, "signPolicyInfo")?;
        Ok((hash_algorithm.raw(), info.raw()))
    }
    let (hash_algorithm, info) = hashed(document).ok()?;
    let mut hasher = algorithm.hasher();
    hasher.update(hash_algorithm);
    hasher.update(info);
    Some(hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_in_asn1_has_a_digest_of_its_own() {
        // SEQUENCE { SEQUENCE { }, SEQUENCE { INTEGER 1 }, OCTET STRING }
        let document = [0x30, 9, 0x30, 0, 0x30, 3, 2, 1, 1, 4, 0];
        let mut policy = KnownSignaturePolicy::new("1.2.3".to_owned());
        policy.supply(&document);
        let inner = DigestAlgorithm::Sha256.digest(&[0x30, 0, 0x30, 3, 2, 1, 1]);
        let whole = DigestAlgorithm::Sha256.digest(&document);
        for digest in [inner, whole] {
            assert_eq!(policy.has_digest(DigestAlgorithm::Sha256, digest.as_bytes()), Some(true));
        }
        assert_eq!(policy.has_digest(DigestAlgorithm::Sha256, &[0; 32]), Some(false));
        assert_eq!(KnownSignaturePolicy::new("1.2.3".to_owned()).has_digest(DigestAlgorithm::Sha256, &[0; 32]), None);
    }
}
