//! BoringSSL's `verify_certificate_chain` cases: a given chain, a kind of trust in its last certificate, a purpose.

#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_macros)]

mod shared;

use longseal::asn1::Oid;
use longseal::chain::{ChainSettings, ChainVerifier};
use longseal::crypto::SignatureCache;
use longseal::evidence::Material;
use longseal::indication::SubIndication;
use longseal::path::{
    AnchorRules, AnchorSet, CertificatePool, Enforcement, ExtendedKeyUsageScope, PathBuilder, PathFailure, PathParameters,
    Purpose, ValidatedPath, ValidityCheck, validate,
};
use longseal::policy::RevocationRequirement;
use longseal::time::Instant;
use longseal::trust::TrustStore;
use longseal::x509::{Certificate, TrustAnchor, oid};
use serde_json::Value;

/// Cases whose outcome differs on purpose, and why. None of them is passed over: each must differ in the way that is said.
const EXCEPTIONS: [(&str, Why); 26] = [
    ("intermediate-eku-any-and-clientauth/serverauth-strict.test", Why::Any),
    ("target-eku-any/clientauth-strict-leaf.test", Why::Any),
    ("target-eku-any/clientauth-strict.test", Why::Any),
    ("target-eku-any/serverauth-strict-leaf.test", Why::Any),
    ("target-eku-any/serverauth-strict.test", Why::Any),
    ("target-eku-clientauth/clientauth-strict.test", Why::Absent),
    ("target-eku-none/clientauth-strict-leaf.test", Why::Absent),
    ("target-eku-none/clientauth-strict.test", Why::Absent),
    ("target-eku-none/serverauth-strict.test", Why::Absent),
    ("target-eku-many/clientauth-strict-leaf.test", Why::Several),
    ("target-eku-many/clientauth-strict.test", Why::Several),
    ("target-eku-many/serverauth-strict-leaf.test", Why::Several),
    ("target-eku-many/serverauth-strict.test", Why::Several),
    ("target-has-ca-basic-constraints/strict.test", Why::Authority),
    ("target-not-end-entity/strict-leaf.test", Why::Authority),
    ("target-not-end-entity/strict.test", Why::Authority),
    ("intermediate-eku-c2patimestamping/c2pamanifest.test", Why::ForeignPurpose),
    ("target-eku-any/mlsclientauth.test", Why::ForeignPurpose),
    ("target-eku-many/mlsclientauth.test", Why::ForeignPurpose),
    ("target-eku-none/mlsclientauth.test", Why::ForeignPurpose),
    ("intermediate-eku-c2patimestamping/c2patimestamp.test", Why::IssuerPurpose),
    ("intermediate-eku-mlsclientauth/mlsclientauth.test", Why::Critical),
    ("many-names/ok-all-types.test", Why::UriSubtree),
    ("intermediate-signed-with-sha1/main.test", Why::Algorithm),
    ("target-signed-with-sha1/main.test", Why::Algorithm),
    ("target-has-512bit-rsa-key/main.test", Why::KeySize),
];

/// Why an outcome differs. [`sentence`](Self::sentence) says it, [`accepts`](Self::accepts) which way it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    Any,
    Absent,
    Several,
    Authority,
    ForeignPurpose,
    IssuerPurpose,
    Critical,
    UriSubtree,
    Algorithm,
    KeySize,
}

impl Why {
    fn sentence(self) -> &'static str {
        match self {
            Self::Any => "anyExtendedKeyUsage allows every purpose; RFC 5280 §4.2.1.12 lets an application refuse it (MAY)",
            Self::Absent => {
                "without the extension no purpose is excluded: RFC 5280 §4.2.1.12 restricts the use only if it is present"
            }
            Self::Several => {
                "other purposes beside the one asked for do no harm: RFC 5280 §4.2.1.12, \"as long as the intended purpose is present\""
            }
            Self::Authority => {
                "an authority's certificate may be the target: RFC 5280 §4.2.1.9 requires cA of issuers and forbids it to nobody"
            }
            Self::ForeignPurpose => {
                "a purpose of the C2PA or RCS profile with rules of its own, which RFC 5280 §4.2.1.12 does not have; asked for here is any purpose"
            }
            Self::IssuerPurpose => {
                "the issuer is restricted to 2.23.146.2.1.3, and where a path's purposes are asked for, timeStamping must be in all of them; \
                 RFC 3161 §2.3 would refuse the target too: its extension is not critical and names a second purpose"
            }
            Self::Critical => {
                "two critical extensions of the RCS profile: RFC 5280 §4.2, a critical extension that is not recognised MUST be rejected"
            }
            Self::UriSubtree => {
                "subtrees for URIs that are URIs: RFC 5280 §4.2.1.10, the constraint MUST be a fully qualified domain name, and the target has URIs"
            }
            Self::Algorithm => {
                "which algorithms and key sizes are reliable, and when, is not asked in RFC 5280 §6.1 but in EN 319 102-1 §5.2.8.4: \
                 the whole validation of the chain says CRYPTO_CONSTRAINTS_FAILURE_NO_POE"
            }
            Self::KeySize => {
                "the target's key has signed nothing in this chain; its size is judged with what it signs (EN 319 102-1 §5.2.8.4): \
                 no signature of an RSA key of 512 bits ever verifies"
            }
        }
    }

    /// Whether this library accepts the chain and BoringSSL does not.
    fn accepts(self) -> bool {
        !matches!(self, Self::IssuerPurpose | Self::Critical | Self::UriSubtree)
    }
}

/// The verdict on a chain by the default policy, with its last certificate trusted.
fn verdict(chain: &[Certificate], time: Instant) -> Option<SubIndication> {
    let (anchor, others) = chain.split_last().unwrap();
    let mut trust = TrustStore::default();
    trust.add(anchor.der()).unwrap();
    let mut settings = ChainSettings::new(trust, time);
    for certificate in others {
        settings.material.extend(Material::from_bytes(certificate.der()).unwrap());
    }
    settings.policy = settings.policy.with_revocation(RevocationRequirement::None);
    ChainVerifier::new(settings).verify(&others[0]).sub_indication
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap()
}

fn rules(trust: &str) -> AnchorRules {
    let when = |part| if trust.contains(part) { Enforcement::Enforced } else { Enforcement::Ignored };
    let leaf = trust.starts_with("TRUSTED_LEAF") || trust == "TRUSTED_ANCHOR_OR_LEAF";
    if leaf {
        return AnchorRules::ALL.with_basic_constraints(Enforcement::Ignored);
    }
    AnchorRules::KEY_ONLY
        .with_constraints(when("CONSTRAINTS"))
        .with_validity(when("EXPIRATION"))
        .with_basic_constraints(when("WITH_CONSTRAINTS_REQUIRE_BASIC_CONSTRAINTS"))
}

fn purpose(name: &str) -> Purpose {
    let server: Oid<'static> = oid::KP_SERVER_AUTH;
    match name {
        name if name.starts_with("SERVER_AUTH") => Purpose::ExtendedKeyUsage(server),
        name if name.starts_with("CLIENT_AUTH") => Purpose::ExtendedKeyUsage(oid::KP_CLIENT_AUTH),
        "C2PA_TIMESTAMPING" => Purpose::TimeStamping,
        _ => Purpose::Any,
    }
}

fn run(test: &Value, chain: &[Certificate], parameters: &PathParameters) -> Result<ValidatedPath, PathFailure> {
    let signatures = SignatureCache::default();
    let (last, rest) = chain.split_last().unwrap();
    let anchor = TrustAnchor::from_certificate(last.clone());
    let trust = text(test, "last_cert_trust");
    match (rest, trust) {
        ([], "TRUSTED_LEAF_REQUIRE_SELF_SIGNED" | "TRUSTED_ANCHOR" | "TRUSTED_ANCHOR_WITH_CONSTRAINTS") => {
            validate(chain, &anchor, parameters, &signatures)
        }
        (_, trust) if trust.starts_with("TRUSTED_ANCHOR") && !rest.is_empty() => validate(rest, &anchor, parameters, &signatures),
        (_, trust) => {
            let is_trusted = rest.is_empty() && trust.starts_with("TRUSTED");
            let anchors: AnchorSet = is_trusted.then_some(anchor).into_iter().collect();
            let pool: CertificatePool = chain.iter().skip(1).cloned().collect();
            let pools = [&pool];
            PathBuilder::new(&anchors, &pools, &signatures).build(&chain[0], parameters)
        }
    }
}

#[test]
fn chains() {
    let Some((folder, manifest)) = shared::boringssl() else { return };
    let tests = manifest["verify_certificate_chain"].as_array().unwrap();
    let (mut wrong, mut excepted) = (Vec::new(), 0);
    for test in tests {
        let file = text(test, "file").trim_start_matches("verify_certificate_chain_unittest/");
        let pem = std::fs::read_to_string(folder.join(text(test, "chain_file"))).unwrap();
        let ders: Vec<_> = shared::pem(&pem).into_iter().filter(|(label, _)| label == "CERTIFICATE").collect();
        let chain: Result<Vec<_>, _> = ders.iter().map(|(_, der)| Certificate::parse(der)).collect();
        let time = match text(test, "utc_time") {
            "DEFAULT" => Instant::parse_rfc3339("2021-10-05T12:00:00Z").unwrap(),
            time => Instant::from_utc_time(time.as_bytes()).unwrap(),
        };
        let mut parameters = PathParameters::new(ValidityCheck::AtTime(time), purpose(text(test, "key_purpose")));
        parameters.extended_key_usage = ExtendedKeyUsageScope::WholePath;
        parameters.anchor_rules = rules(text(test, "last_cert_trust"));
        let outcome = chain.as_ref().map(|chain| run(test, chain, &parameters));
        let valid = outcome.as_ref().is_ok_and(Result::is_ok);
        if valid == (text(test, "expected") == "valid") {
            continue;
        }
        if let Some((_, why)) = EXCEPTIONS.iter().find(|(exception, _)| *exception == file) {
            assert_eq!(valid, why.accepts(), "{file}: {}", why.sentence());
            let chain = chain.as_ref().unwrap();
            match why {
                Why::Algorithm => {
                    assert_eq!(verdict(chain, time), Some(SubIndication::CryptoConstraintsFailureNoPoe), "{file}");
                }
                Why::KeySize => assert!(chain[0].public_key().is_err(), "{file}"),
                _ => {}
            }
            println!("{file}: {}", why.sentence());
            excepted += 1;
            continue;
        }
        let found = outcome.map(|outcome| outcome.map(|_| ()).map_err(|failure| failure.to_string()));
        println!(
            "{file} ({}, {}): {} {:?}; found {found:?}",
            text(test, "last_cert_trust"),
            text(test, "key_purpose"),
            text(test, "expected"),
            test["expected_errors"]
        );
        wrong.push(file.to_owned());
    }
    println!("BoringSSL chains: {} of {}, {excepted} explained", tests.len() - wrong.len() - excepted, tests.len());
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!((tests.len(), excepted), (197, EXCEPTIONS.len()));
}
