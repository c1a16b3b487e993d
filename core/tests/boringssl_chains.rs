//! BoringSSL's `verify_certificate_chain` cases: a given chain, a kind of trust in its last certificate, a purpose.

#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_macros)]

mod shared;

use longseal::asn1::Oid;
use longseal::crypto::SignatureCache;
use longseal::path::{
    AnchorRules, AnchorSet, CertificatePool, Enforcement, ExtendedKeyUsageScope, PathBuilder, PathFailure, PathParameters,
    Purpose, ValidatedPath, ValidityCheck, validate,
};
use longseal::time::Instant;
use longseal::x509::{Certificate, TrustAnchor, oid};
use serde_json::Value;

/// Cases whose outcome differs on purpose: a part of the file's name, and why.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("c2pamanifest.test", "the C2PA profile of extended key usage is not RFC 5280's"),
    ("c2patimestamp.test", "the C2PA profile lets an issuer's extended key usage stand in for that of the path"),
    ("mlsclientauth.test", "the RCS profile of key usage, extended key usage and its own critical extensions is not RFC 5280's"),
    ("signed-with-sha1/main.test", "which digests count until when is the policy's matter, and the policy sees the whole path"),
    ("target-has-512bit-rsa-key/main.test", "which key sizes count until when is the policy's matter"),
    ("many-names/ok-all-types.test", "its URI constraints are URIs and not hosts: RFC 5280 §4.2.1.10 wants such a path rejected"),
];

/// Purposes of a browser's own policy (anyExtendedKeyUsage is not enough, some purposes exclude others, no CA as target): no
/// rules of RFC 5280, which §4.2.1.12 leaves to applications.
const BROWSER_PURPOSES: [&str; 4] =
    ["SERVER_AUTH_STRICT", "SERVER_AUTH_STRICT_LEAF", "CLIENT_AUTH_STRICT", "CLIENT_AUTH_STRICT_LEAF"];

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
        let outcome = chain.map(|chain| run(test, &chain, &parameters));
        let valid = outcome.as_ref().is_ok_and(Result::is_ok);
        if valid == (text(test, "expected") == "valid") {
            continue;
        }
        let stricter = BROWSER_PURPOSES.contains(&text(test, "key_purpose")) && text(test, "expected") != "valid";
        if stricter || EXCEPTIONS.iter().any(|(exception, _)| file.contains(exception)) {
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
    assert_eq!(tests.len(), 197);
}
