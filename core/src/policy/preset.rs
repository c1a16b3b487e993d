//! The presets as tables, equal to their TOML, which a test reads: a verifier that is given no policy file reads none.

use super::suites::{DigestRule, KeyRule};
use super::{ChangeConstraints, CryptographicSuites, Freshness, Level, Policy, RevocationRequirement};
use super::{SignatureConstraints, TimestampConstraints};
use crate::crypto::DigestAlgorithm;
use crate::gather::Gather as _;
use crate::order::Arrange as _;
use crate::time::Instant;

/// The first day on which a digest is no longer reliable; `None`: no end is known (TS 119 312 v1.5.1, clause 5, and its
/// predecessors).
const DIGESTS: [(DigestAlgorithm, Option<&str>); 14] = [
    (DigestAlgorithm::Md5, Some("2004-08-01")),
    (DigestAlgorithm::Sha1, Some("2012-08-01")),
    (DigestAlgorithm::Ripemd160, Some("2014-08-01")),
    (DigestAlgorithm::Sha224, Some("2029-01-01")),
    (DigestAlgorithm::Sha512_224, Some("2029-01-01")),
    (DigestAlgorithm::Sha3_224, Some("2029-01-01")),
    (DigestAlgorithm::Sha256, None),
    (DigestAlgorithm::Sha384, None),
    (DigestAlgorithm::Sha512, None),
    (DigestAlgorithm::Sha512_256, None),
    (DigestAlgorithm::Sha3_256, None),
    (DigestAlgorithm::Sha3_384, None),
    (DigestAlgorithm::Sha3_512, None),
    (DigestAlgorithm::Shake256, None),
];

/// The first day on which keys of a scheme, from this size in bits on, are no longer reliable (clauses 6 and 9; EdDSA and
/// ML-DSA by SOG-IS ACM 1.3 and FIPS 204).
const KEYS: [(&str, u32, Option<&str>); 18] = [
    ("RSA", 786, Some("2010-08-01")),
    ("RSA", 1024, Some("2019-10-01")),
    ("RSA", 1536, Some("2019-10-01")),
    ("RSA", 1900, Some("2029-01-01")),
    ("RSA", 3000, Some("2029-01-01")),
    ("RSASSA-PSS", 786, Some("2010-08-01")),
    ("RSASSA-PSS", 1024, Some("2019-10-01")),
    ("RSASSA-PSS", 1536, Some("2019-10-01")),
    ("RSASSA-PSS", 1900, Some("2029-01-01")),
    ("RSASSA-PSS", 3000, None),
    ("DSA", 1024, Some("2015-12-01")),
    ("DSA", 1900, Some("2029-01-01")),
    ("DSA", 3000, None),
    ("ECDSA", 160, Some("2012-08-01")),
    ("ECDSA", 224, Some("2021-10-01")),
    ("ECDSA", 256, None),
    ("EdDSA", 250, None),
    ("ML-DSA", 0, None),
];

/// A day that cannot be read would be long past, so that nothing is accepted by a mistake in the tables.
fn until(day: Option<&str>) -> Option<Instant> {
    day.map(|day| Instant::parse_rfc3339(day).unwrap_or(Instant::MIN))
}

/// The preset `default`.
pub(super) fn default() -> Policy {
    let digests = DIGESTS.iter().map(|(algorithm, day)| DigestRule { algorithm: *algorithm, until: until(*day) });
    let keys = KEYS.iter().map(|(scheme, bits, day)| KeyRule { scheme, bits: *bits, until: until(*day) });
    let mut suites = CryptographicSuites { digests: digests.gather(), keys: keys.gather() };
    suites.digests.arrange_by_key(|rule| rule.algorithm.name());
    suites.keys.arrange_by_key(|rule| (rule.scheme, rule.bits));
    Policy {
        name: "default".to_owned(),
        revocation: RevocationRequirement::Require,
        revocation_freshness: Freshness::UntilNextUpdate,
        not_fresh: Level::Warn,
        expired_revocation_signer: Level::Warn,
        signature: SignatureConstraints {
            timestamp: Level::Ignore,
            signing_certificate_attribute: Level::Warn,
            key_usage: Level::Fail,
            policy_not_available: Level::Warn,
            signed_attributes_not_der: Level::Fail,
        },
        timestamp: TimestampConstraints { signing_certificate_attribute: Level::Warn, extended_key_usage_critical: Level::Warn },
        changes: ChangeConstraints { validation_data_removed: Level::Warn, page_count: Level::Fail },
        suites,
        signature_policies: Vec::new(),
        documents: Vec::new(),
    }
}

/// The preset `strict`.
pub(super) fn strict() -> Policy {
    let mut policy = default();
    "strict".clone_into(&mut policy.name);
    policy.not_fresh = Level::Fail;
    policy.expired_revocation_signer = Level::Fail;
    policy.signature.timestamp = Level::Warn;
    policy.signature.signing_certificate_attribute = Level::Fail;
    policy.signature.policy_not_available = Level::Fail;
    policy.changes.validation_data_removed = Level::Fail;
    policy.timestamp.signing_certificate_attribute = Level::Fail;
    policy.timestamp.extended_key_usage_critical = Level::Fail;
    policy.suites.digests.retain(|rule| rule.algorithm != DigestAlgorithm::Shake256);
    policy.suites.keys.retain(|rule| !matches!(rule.scheme, "EdDSA" | "ML-DSA"));
    policy
}
