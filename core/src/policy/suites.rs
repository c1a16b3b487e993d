//! Cryptographic suites by date (TS 119 312 v1.5.1): until when a digest or a key of some size is considered reliable.

use crate::crypto::{DigestAlgorithm, SignatureAlgorithm};
use crate::time::Instant;

/// A digest algorithm and the day from which it is no longer reliable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestRule {
    /// The algorithm.
    pub algorithm: DigestAlgorithm,
    /// First instant at which it is not reliable; `None`: no end is known.
    pub until: Option<Instant>,
}

/// A signature scheme, the smallest key the rule applies to, and the day from which such keys are no longer reliable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRule {
    /// The scheme's name as in [`SignatureAlgorithm`]'s family: `RSA`, `RSASSA-PSS`, `ECDSA`, `DSA`, `EdDSA`, `ML-DSA`.
    pub scheme: &'static str,
    /// Smallest key size in bits that the rule speaks of.
    pub bits: u32,
    /// First instant at which it is not reliable; `None`: no end is known; [`Instant::MIN`]: never accepted.
    pub until: Option<Instant>,
}

/// Whether an algorithm is reliable at some time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reliability {
    /// Reliable, and until when.
    Until(Option<Instant>),
    /// Not reliable since this instant; `None`: never accepted.
    NotSince(Option<Instant>),
}

impl Reliability {
    /// Whether it is reliable.
    pub fn is_reliable(self) -> bool {
        matches!(self, Self::Until(_))
    }

    /// The less reliable of two.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let end = |reliability| match reliability {
            Self::Until(until) => until,
            Self::NotSince(since) => Some(since.unwrap_or(Instant::MIN)),
        };
        let earlier = match (end(self), end(other)) {
            (Some(left), Some(right)) => left <= right,
            (Some(_), None) => true,
            (None, _) => false,
        };
        if earlier { self } else { other }
    }
}

/// Rules for digests and keys. What no rule names is not accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CryptographicSuites {
    /// One rule for each accepted digest algorithm.
    pub digests: Vec<DigestRule>,
    /// Several rules for each scheme; the one with the largest size not above the key's applies.
    pub keys: Vec<KeyRule>,
}

/// The names of signature schemes in [`KeyRule::scheme`].
pub(super) const SCHEMES: [&str; 6] = ["RSA", "RSASSA-PSS", "DSA", "ECDSA", "EdDSA", "ML-DSA"];

impl CryptographicSuites {
    /// Whether a digest is reliable at `at`.
    pub fn digest(&self, algorithm: DigestAlgorithm, at: Instant) -> Reliability {
        let rule = self.digests.iter().find(|rule| rule.algorithm == algorithm);
        rule.map_or(Reliability::NotSince(None), |rule| reliability(rule.until, at))
    }

    /// Whether a signature algorithm with a key of `bits` is reliable at `at`, its digest included.
    pub fn signature(&self, algorithm: &SignatureAlgorithm, bits: u32, at: Instant) -> Reliability {
        let scheme = scheme(*algorithm);
        let rule = self.keys.iter().filter(|rule| rule.scheme == scheme && rule.bits <= bits).max_by_key(|rule| rule.bits);
        let key = rule.map_or(Reliability::NotSince(None), |rule| reliability(rule.until, at));
        match algorithm.digest() {
            Some(digest) => key.and(self.digest(digest, at)),
            None => key,
        }
    }

    pub(super) fn canonical_text(&self) -> String {
        let until = |until: Option<Instant>| match until {
            None => "no-end".to_owned(),
            Some(Instant::MIN) => "never".to_owned(),
            Some(instant) => instant.to_string(),
        };
        let digests = self.digests.iter().map(|rule| format!("digest {} {}\n", rule.algorithm.name(), until(rule.until)));
        let keys = self.keys.iter().map(|rule| format!("key {} {} {}\n", rule.scheme, rule.bits, until(rule.until)));
        digests.chain(keys).collect()
    }
}

/// By the `until` of the rule that applies.
fn reliability(until: Option<Instant>, at: Instant) -> Reliability {
    match until {
        Some(Instant::MIN) => Reliability::NotSince(None),
        Some(end) if at >= end => Reliability::NotSince(Some(end)),
        _ => Reliability::Until(until),
    }
}

fn scheme(algorithm: SignatureAlgorithm) -> &'static str {
    match algorithm {
        SignatureAlgorithm::RsaPkcs1(_) => "RSA",
        SignatureAlgorithm::RsaPss { .. } => "RSASSA-PSS",
        SignatureAlgorithm::Dsa(_) => "DSA",
        SignatureAlgorithm::Ed25519 | SignatureAlgorithm::Ed448 => "EdDSA",
        SignatureAlgorithm::MlDsa44 | SignatureAlgorithm::MlDsa65 | SignatureAlgorithm::MlDsa87 => "ML-DSA",
        _ => "ECDSA",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;

    fn at(text: &str) -> Instant {
        Instant::parse_rfc3339(text).unwrap()
    }

    #[test]
    fn sha1_ends_in_2012_and_rsa_1024_in_2019() {
        let suites = Policy::default().suites;
        assert!(suites.digest(DigestAlgorithm::Sha1, at("2012-07-31T23:59:59Z")).is_reliable());
        assert_eq!(suites.digest(DigestAlgorithm::Sha1, at("2012-08-01")), Reliability::NotSince(Some(at("2012-08-01"))));
        let rsa = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
        assert!(suites.signature(&rsa, 1024, at("2019-09-30")).is_reliable());
        assert!(!suites.signature(&rsa, 1024, at("2019-10-01")).is_reliable());
        assert_eq!(suites.signature(&rsa, 2048, at("2026-01-01")), Reliability::Until(Some(at("2029-01-01"))));
        assert_eq!(suites.signature(&rsa, 512, at("2000-01-01")), Reliability::NotSince(None));
    }

    #[test]
    fn the_weaker_part_decides() {
        let suites = Policy::default().suites;
        let sha1_with_rsa = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha1);
        assert_eq!(suites.signature(&sha1_with_rsa, 2048, at("2018-01-01")), Reliability::NotSince(Some(at("2012-08-01"))));
        let ecdsa = SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256);
        assert_eq!(suites.signature(&ecdsa, 256, at("2050-01-01")), Reliability::Until(None));
    }

    #[test]
    fn what_no_rule_names_is_not_accepted() {
        let none = CryptographicSuites::default();
        assert_eq!(none.digest(DigestAlgorithm::Sha256, at("2020-01-01")), Reliability::NotSince(None));
    }
}
