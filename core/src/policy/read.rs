//! Policies as TOML: what people write, and the texts of the presets. `docs/policy.md` describes the format.

use core::time::Duration;

use super::suites::{DigestRule, KeyRule, SCHEMES};
use super::{CryptographicSuites, Freshness, KnownSignaturePolicy, Level, Policy, RevocationRequirement};
use crate::asn1;
use crate::crypto::{Digest, DigestAlgorithm};
use crate::limits::Limits;
use crate::order::Arrange as _;
use crate::settings::{self, SettingsError, Table, Value};
use crate::time::Instant;

const SCHEMA: &str = "longseal/policy/1";
const LEVELS: [(&str, Level); 3] = [("fail", Level::Fail), ("warn", Level::Warn), ("ignore", Level::Ignore)];

/// Reads a policy. The text of a preset may have its name; the test that holds it against the preset says which it is.
pub(super) fn read(text: &str, limits: &Limits, own_name: Option<&str>) -> Result<Policy, SettingsError> {
    let mut root = settings::parse(text, limits)?;
    root.require("schema")?.word(&[(SCHEMA, ())])?;
    let name = root.require("name")?;
    let base = root.take("extends").map(|value| extended(&value)).transpose()?;
    // What a policy that stands alone leaves out is as in `default`, but it accepts only the algorithms that it names.
    let mut policy = match (base, own_name) {
        (Some(base), _) => base,
        (None, Some(_)) => Policy::nothing_accepted(),
        (None, None) => Policy { suites: CryptographicSuites::default(), ..Policy::default() },
    };
    name.string()?.clone_into(&mut policy.name);
    if own_name.is_none() && Policy::PRESETS.contains(&policy.name.as_str()) {
        return Err(name.expected("another name: a verdict under it would pass for one under the preset"));
    }
    let _description = root.take("description").map(|value| value.string().map(str::to_owned)).transpose()?;
    if let Some(table) = root.take_table("revocation")? {
        revocation(table, &mut policy)?;
    }
    if let Some(mut table) = root.take_table("signature")? {
        level(&mut table, "timestamp", &mut policy.signature.timestamp)?;
        level(&mut table, "signing-certificate-attribute", &mut policy.signature.signing_certificate_attribute)?;
        level(&mut table, "key-usage", &mut policy.signature.key_usage)?;
        level(&mut table, "policy-not-available", &mut policy.signature.policy_not_available)?;
        level(&mut table, "signed-attributes-not-der", &mut policy.signature.signed_attributes_not_der)?;
        table.finish()?;
    }
    if let Some(mut table) = root.take_table("timestamp")? {
        level(&mut table, "signing-certificate-attribute", &mut policy.timestamp.signing_certificate_attribute)?;
        level(&mut table, "extended-key-usage-critical", &mut policy.timestamp.extended_key_usage_critical)?;
        table.finish()?;
    }
    if let Some(mut table) = root.take_table("changes")? {
        level(&mut table, "validation-data-removed", &mut policy.changes.validation_data_removed)?;
        level(&mut table, "page-count", &mut policy.changes.page_count)?;
        table.finish()?;
    }
    if let Some(table) = root.take_table("digests")? {
        digests(table, &mut policy.suites)?;
    }
    if let Some(table) = root.take_table("keys")? {
        keys(table, &mut policy.suites)?;
    }
    if let Some(array) = root.take("signature-policy") {
        for entry in array.array()? {
            signature_policy(entry.table()?, &mut policy.signature_policies)?;
        }
    }
    root.finish()?;
    Ok(policy)
}

fn extended(value: &Value<'_>) -> Result<Policy, SettingsError> {
    let preset = value.as_str().and_then(Policy::preset);
    preset.ok_or_else(|| value.expected(format!("a preset: {}", Policy::PRESETS.join(", "))))
}

fn level(table: &mut Table<'_>, key: &'static str, level: &mut Level) -> Result<(), SettingsError> {
    if let Some(value) = table.take(key) {
        *level = value.word(&LEVELS)?;
    }
    Ok(())
}

fn revocation(mut table: Table<'_>, policy: &mut Policy) -> Result<(), SettingsError> {
    if let Some(value) = table.take("requirement") {
        use RevocationRequirement as R;
        policy.revocation = value.word(&[R::Require, R::IfPresent, R::None].map(|word| (word.as_str(), word)))?;
    }
    if let Some(value) = table.take("freshness") {
        policy.revocation_freshness = freshness(&value)?;
    }
    level(&mut table, "not-fresh", &mut policy.not_fresh)?;
    level(&mut table, "expired-signer", &mut policy.expired_revocation_signer)?;
    table.finish()
}

/// `"until-next-update"`, `"not-checked"`, or a greatest age such as `"24 h"`.
fn freshness(value: &Value<'_>) -> Result<Freshness, SettingsError> {
    let text = value.as_str().unwrap_or_default();
    let age = || {
        let (number, unit) = text.split_once(' ')?;
        let seconds = match unit {
            "min" => 60,
            "h" => 3_600,
            "d" => 86_400,
            _ => return None,
        };
        // Ten digits: none that is meant is longer, and the product stays within u64.
        let number: u64 = number.parse().ok().filter(|_| number.len() <= 10)?;
        Some(Freshness::MaxAge(Duration::from_secs(number * seconds)))
    };
    match text {
        "until-next-update" => Ok(Freshness::UntilNextUpdate),
        "not-checked" => Ok(Freshness::NotChecked),
        _ => age().ok_or_else(|| value.expected("\"until-next-update\", \"not-checked\", or an age such as \"24 h\" or \"7 d\"")),
    }
}

/// How long something stands.
enum Term {
    Never,
    Until(Option<Instant>),
}

fn term(value: &Value<'_>) -> Result<Term, SettingsError> {
    match (value.as_str(), value.instant()) {
        (Some("never"), _) => Ok(Term::Never),
        (Some("no-end"), _) => Ok(Term::Until(None)),
        (_, Some(end)) => Ok(Term::Until(Some(end))),
        _ => Err(value.expected("a date such as 2029-01-01, \"no-end\" or \"never\"")),
    }
}

fn digests(table: Table<'_>, suites: &mut CryptographicSuites) -> Result<(), SettingsError> {
    for (name, value) in table.into_entries() {
        let Some(algorithm) = DigestAlgorithm::from_name(&name) else {
            let names: Vec<&str> = DigestAlgorithm::ALL.iter().map(|algorithm| algorithm.name()).collect();
            return Err(value.expected(format!("the end of a digest algorithm; there are: {}", names.join(", "))));
        };
        let term = term(&value)?;
        suites.digests.retain(|rule| rule.algorithm != algorithm);
        if let Term::Until(until) = term {
            suites.digests.push(DigestRule { algorithm, until });
        }
    }
    suites.digests.arrange_by_key(|rule| rule.algorithm.name());
    Ok(())
}

fn keys(table: Table<'_>, suites: &mut CryptographicSuites) -> Result<(), SettingsError> {
    for (name, value) in table.into_entries() {
        let Some(&scheme) = SCHEMES.iter().find(|scheme| **scheme == name) else {
            return Err(value.expected(format!("the sizes of a signature scheme; there are: {}", SCHEMES.join(", "))));
        };
        if value.as_str() == Some("never") {
            suites.keys.retain(|rule| rule.scheme != scheme);
            continue;
        }
        for (bits, value) in value.table()?.into_entries() {
            let is_size = bits.bytes().all(|byte| byte.is_ascii_digit());
            let size = bits.parse().ok().filter(|_| is_size);
            let bits: u32 = size.ok_or_else(|| value.expected("the end of a key size in bits, such as 2048 = 2029-01-01"))?;
            // Sizes below keep their own rule, so one that never counts needs one too.
            let until = match term(&value)? {
                Term::Never => Some(Instant::MIN),
                Term::Until(until) => until,
            };
            suites.keys.retain(|rule| (rule.scheme, rule.bits) != (scheme, bits));
            suites.keys.push(KeyRule { scheme, bits, until });
        }
    }
    suites.keys.arrange_by_key(|rule| (rule.scheme, rule.bits));
    Ok(())
}

fn signature_policy(mut table: Table<'_>, known: &mut Vec<KnownSignaturePolicy>) -> Result<(), SettingsError> {
    let oid = table.require("oid")?;
    let dotted = oid.string()?;
    let is_oid = asn1::oid_contents(dotted).is_some();
    if !is_oid || known.iter().any(|policy| policy.identifier == dotted) {
        return Err(oid.expected("an object identifier, such as 1.2.3, that is not listed yet"));
    }
    let mut policy = KnownSignaturePolicy::new(dotted.to_owned());
    policy.file = table.take("file").map(|file| file.string().map(str::to_owned)).transpose()?;
    for (name, value) in table.take_table("digests")?.map_or_else(Vec::new, Table::into_entries) {
        let algorithm = DigestAlgorithm::from_name(&name);
        let octets = value.as_str().and_then(hexadecimal);
        let digest = octets.as_deref().and_then(Digest::from_bytes);
        let stated = algorithm.zip(digest).filter(|(algorithm, digest)| digest.as_bytes().len() == algorithm.output_len());
        let (algorithm, digest) = stated.ok_or_else(|| value.expected("a digest in hexadecimal, such as \"SHA-256\" = \"…\""))?;
        policy.add(algorithm, digest);
    }
    table.finish()?;
    known.push(policy);
    known.arrange_by(|left, right| left.identifier.cmp(&right.identifier));
    Ok(())
}

fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes().chunks(2);
    digits
        .map(|pair| {
            core::str::from_utf8(pair)
                .ok()
                .filter(|_| pair.len() == 2 && pair.iter().all(u8::is_ascii_hexdigit))
                .and_then(|pair| u8::from_str_radix(pair, 16).ok())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::SignatureAlgorithm;
    use crate::policy::Reliability;
    use crate::settings::SettingsErrorKind;

    const HEAD: &str = "schema = \"longseal/policy/1\"\nname = \"test\"\n";

    fn extending(rules: &str) -> Result<Policy, SettingsError> {
        Policy::from_toml(&format!("{HEAD}extends = \"default\"\n{rules}"))
    }

    fn at(text: &str) -> Instant {
        Instant::parse_rfc3339(text).unwrap()
    }

    #[test]
    fn a_file_changes_what_it_names_and_nothing_else() {
        let default = Policy::default();
        let unchanged = extending("").unwrap();
        assert_eq!(unchanged.digest(), default.digest());
        let later = extending("[digests]\n\"SHA-1\" = 2020-01-01").unwrap();
        assert_ne!(later.digest(), default.digest());
        assert!(later.suites.digest(DigestAlgorithm::Sha1, at("2019-12-31T23:59:59Z")).is_reliable());
        assert_eq!(later.suites.digest(DigestAlgorithm::Sha1, at("2020-01-01")), Reliability::NotSince(Some(at("2020-01-01"))));
        let others = |policy: &Policy| {
            let rules = policy.suites.digests.iter().filter(|rule| rule.algorithm != DigestAlgorithm::Sha1);
            rules.cloned().collect::<Vec<_>>()
        };
        assert_eq!(others(&later), others(&default));
        assert_eq!((later.suites.keys, later.revocation), (default.suites.keys, default.revocation));
    }

    #[test]
    fn every_key_changes_the_digest() {
        let default = Policy::default().digest();
        for rules in [
            "revocation.requirement = \"none\"",
            "revocation.freshness = \"not-checked\"",
            "revocation.freshness = \"24 h\"",
            "revocation.not-fresh = \"ignore\"",
            "signature.timestamp = \"fail\"",
            "signature.signing-certificate-attribute = \"fail\"",
            "signature.key-usage = \"warn\"",
            "signature.policy-not-available = \"fail\"",
            "signature.signed-attributes-not-der = \"warn\"",
            "changes.validation-data-removed = \"fail\"",
            "changes.page-count = \"warn\"",
            "timestamp.signing-certificate-attribute = \"fail\"",
            "timestamp.extended-key-usage-critical = \"ignore\"",
            "digests.\"SHA-256\" = \"never\"",
            "keys.RSA.2048 = 2020-01-01",
            "keys.ECDSA = \"never\"",
            "[[signature-policy]]\noid = \"1.2.3\"",
        ] {
            assert_ne!(extending(rules).unwrap().digest(), default, "{rules}");
        }
    }

    #[test]
    fn a_policy_that_extends_nothing_accepts_only_what_it_names() {
        let alone = Policy::from_toml(&format!("{HEAD}digests.\"SHA-512\" = \"no-end\"\nkeys.ECDSA.384 = \"no-end\"")).unwrap();
        let time = at("2026-01-01");
        assert!(alone.suites.signature(&SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha512), 384, time).is_reliable());
        assert_eq!(alone.suites.digest(DigestAlgorithm::Sha256, time), Reliability::NotSince(None));
        assert_eq!(alone.revocation, RevocationRequirement::Require);
    }

    #[test]
    fn a_size_that_never_counts_does_not_fall_back_to_a_smaller_one() {
        let rsa = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
        let never = extending("keys.RSA.2048 = \"never\"").unwrap();
        assert_eq!(never.suites.signature(&rsa, 2048, at("2000-01-01")), Reliability::NotSince(None));
        assert!(never.suites.signature(&rsa, 1900, at("2000-01-01")).is_reliable());
        assert!(never.suites.signature(&rsa, 3072, at("2000-01-01")).is_reliable());
    }

    #[test]
    fn strict_leaves_out_what_the_catalogue_does_not_name() {
        let (default, strict) = (Policy::default(), Policy::preset("strict").unwrap());
        let time = at("2026-01-01");
        assert!(default.suites.signature(&SignatureAlgorithm::Ed25519, 255, time).is_reliable());
        assert!(!strict.suites.signature(&SignatureAlgorithm::Ed25519, 255, time).is_reliable());
        assert!(!strict.suites.signature(&SignatureAlgorithm::MlDsa65, 0, time).is_reliable());
        assert!(strict.suites.signature(&SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256), 2048, time).is_reliable());
    }

    #[test]
    fn ages_have_a_unit() {
        let freshness =
            |text: &str| extending(&format!("revocation.freshness = \"{text}\"")).map(|policy| policy.revocation_freshness);
        assert_eq!(freshness("7 d"), Ok(Freshness::MaxAge(Duration::from_hours(7 * 24))));
        assert_eq!(freshness("90 min"), Ok(Freshness::MaxAge(Duration::from_mins(90))));
        for wrong in ["7", "7d", "-7 d", "99999999999 d", "", "d", "7 weeks"] {
            assert!(freshness(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn mistakes_are_named_with_their_place() {
        for (text, message) in [
            ("name = \"x\"", "line 1, column 1: `schema` is missing"),
            ("schema = \"longseal/policy/2\"", "line 1, column 10: `schema` must be \"longseal/policy/1\""),
            ("schema = \"longseal/policy/1\"", "line 1, column 1: `name` is missing"),
        ] {
            assert_eq!(Policy::from_toml(text).unwrap_err().to_string(), message);
        }
        for (rules, line, column, says) in [
            ("revocation.requirment = \"none\"", 4, 12, "unknown key `revocation.requirment`"),
            ("revocation.requirement = \"maybe\"", 4, 26, "\"require\", \"if-present\", \"none\""),
            ("revocation = 1", 4, 14, "a table"),
            ("digests.SHA1 = 2020-01-01", 4, 16, "SHA-1"),
            ("digests.\"SHA-1\" = 2020", 4, 19, "a date"),
            ("digests.\"SHA-1\" = 2020-01-01T00:00:00", 4, 19, "a date"),
            ("keys.RSA.big = 2020-01-01", 4, 16, "key size"),
            ("keys.RSA.99999999999 = 2020-01-01", 4, 24, "key size"),
            ("keys.RSA = \"always\"", 4, 12, "a table"),
            ("keys.Rabin.1024 = \"no-end\"", 4, 6, "ECDSA"),
            ("signature.timestamp = true", 4, 23, "\"fail\""),
            ("[[signature-policy]]\noid = \"1.2.x\"", 5, 7, "object identifier"),
            ("[[signature-policy]]\noid = \"1.2.3\"\ndigests.\"SHA-256\" = \"00\"", 6, 21, "hexadecimal"),
            ("[[signature-policy]]\noid = \"1.2.3\"\n[[signature-policy]]\noid = \"1.2.3\"", 7, 7, "not listed yet"),
        ] {
            let error = extending(rules).unwrap_err();
            assert_eq!((error.line, error.column), (line, column), "{rules}: {error}");
            assert!(error.to_string().contains(says), "{rules}: {error}");
        }
    }

    #[test]
    fn the_documented_example_is_a_policy() {
        let page = include_str!("../../../docs/policy.md");
        let example = page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
        let policy = Policy::from_toml(example).unwrap();
        assert_eq!((policy.name.as_str(), policy.signature_policies.len()), ("archive", 2));
    }

    #[test]
    fn the_name_of_a_preset_is_the_presets() {
        let error = Policy::from_toml("schema = \"longseal/policy/1\"\nname = \"strict\"").unwrap_err();
        assert!(matches!(error.kind, SettingsErrorKind::Value { .. }), "{error}");
        assert!(Policy::from_toml("schema = \"longseal/policy/1\"\nname = \"a\\nb\"").is_err());
    }

    #[test]
    fn a_known_signature_policy_has_digests() {
        let digest = DigestAlgorithm::Sha256.digest(b"document");
        let stated = format!("[[signature-policy]]\noid = \"1.2.3\"\ndigests.\"SHA-256\" = \"{digest}\"");
        let policy = extending(&stated).unwrap();
        assert_eq!(policy.signature_policy("1.2.3").unwrap().has_digest(DigestAlgorithm::Sha256, digest.as_bytes()), Some(true));
        let mut given = extending("[[signature-policy]]\noid = \"1.2.3\"\nfile = \"policy.pdf\"").unwrap();
        assert_eq!(given.signature_policy("1.2.3").unwrap().file.as_deref(), Some("policy.pdf"));
        let before = given.digest();
        given.supply_document("1.2.3", b"document");
        assert_eq!(given.signature_policy("1.2.3").unwrap().has_digest(DigestAlgorithm::Sha256, digest.as_bytes()), Some(true));
        assert_ne!(given.digest(), before);
    }
}
