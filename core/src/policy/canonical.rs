//! A policy's canonical text, read back.

use core::time::Duration;

use super::suites::{DigestRule, KeyRule, SCHEMES};
use super::{Freshness, KnownSignaturePolicy, Level, Policy, RevocationRequirement};
use crate::crypto::{Digest, DigestAlgorithm};
use crate::time::Instant;

/// The policy with this name whose [`canonical_text`](Policy::canonical_text) this is. What that does not say is not known
/// afterwards: the files of signature policies, and which of those had no identifier.
pub(super) fn read(name: &str, text: &str) -> Option<Policy> {
    let mut policy = Policy::nothing_accepted();
    name.clone_into(&mut policy.name);
    let mut lines = text.lines();
    lines.next().filter(|first| *first == "longseal/policy/1")?;
    for line in lines {
        let (key, value) = line.split_once(' ')?;
        match key {
            "revocation" => policy.revocation = RevocationRequirement::from_name(value)?,
            "revocation-freshness" => policy.revocation_freshness = freshness(value)?,
            "digest" => {
                let (name, end) = value.split_once(' ')?;
                policy.suites.digests.push(DigestRule { algorithm: DigestAlgorithm::from_name(name)?, until: until(end)? });
            }
            "key" => {
                let (scheme, rest) = value.split_once(' ')?;
                let (bits, end) = rest.split_once(' ')?;
                let scheme = SCHEMES.into_iter().find(|known| *known == scheme)?;
                policy.suites.keys.push(KeyRule { scheme, bits: bits.parse().ok()?, until: until(end)? });
            }
            "signature-policy" => {
                let mut parts = value.split(' ');
                let mut known = KnownSignaturePolicy::new(parts.next()?.to_owned());
                for part in parts {
                    let (algorithm, digest) = part.split_once(':')?;
                    known.add(DigestAlgorithm::from_name(algorithm)?, digest_of(digest)?);
                }
                policy.signature_policies.push(known);
            }
            _ => *constraint(&mut policy, key)? = level(value)?,
        }
    }
    Some(policy)
}

fn constraint<'p>(policy: &'p mut Policy, name: &str) -> Option<&'p mut Level> {
    Some(match name {
        "revocation-not-fresh" => &mut policy.not_fresh,
        "revocation-expired-signer" => &mut policy.expired_revocation_signer,
        "signature-timestamp" => &mut policy.signature.timestamp,
        "signature-signing-certificate-attribute" => &mut policy.signature.signing_certificate_attribute,
        "signature-key-usage" => &mut policy.signature.key_usage,
        "signature-policy-not-available" => &mut policy.signature.policy_not_available,
        "signature-signed-attributes-not-der" => &mut policy.signature.signed_attributes_not_der,
        "timestamp-signing-certificate-attribute" => &mut policy.timestamp.signing_certificate_attribute,
        "timestamp-extended-key-usage-critical" => &mut policy.timestamp.extended_key_usage_critical,
        "changes-validation-data-removed" => &mut policy.changes.validation_data_removed,
        "changes-page-count" => &mut policy.changes.page_count,
        _ => return None,
    })
}

fn level(name: &str) -> Option<Level> {
    [Level::Fail, Level::Warn, Level::Ignore].into_iter().find(|level| level.as_str() == name)
}

fn freshness(text: &str) -> Option<Freshness> {
    Some(match text {
        "until-next-update" => Freshness::UntilNextUpdate,
        "not-checked" => Freshness::NotChecked,
        _ => Freshness::MaxAge(Duration::from_secs(text.strip_suffix(" s")?.parse().ok()?)),
    })
}

/// The end of a rule, which may be none.
#[expect(clippy::option_option, reason = "a word that means nothing, and one that means no end")]
fn until(text: &str) -> Option<Option<Instant>> {
    Some(match text {
        "no-end" => None,
        "never" => Some(Instant::MIN),
        _ => Some(Instant::parse_rfc3339(text)?),
    })
}

fn digest_of(hexadecimal: &str) -> Option<Digest> {
    let (pairs, rest) = hexadecimal.as_bytes().as_chunks::<2>();
    let octet = |pair: &[u8; 2]| u8::from_str_radix(core::str::from_utf8(pair).ok()?, 16).ok();
    let octets: Option<Vec<u8>> = pairs.iter().map(octet).collect();
    Digest::from_bytes(&octets.filter(|_| rest.is_empty())?)
}
