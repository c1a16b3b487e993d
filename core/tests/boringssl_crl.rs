//! BoringSSL's CRL suite: each CRL against one certificate of its issuer, at one time, at most seven days old.

#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_macros)]

mod shared;

use core::time::Duration;

use longseal::crypto::SignatureCache;
use longseal::limits::Limits;
use longseal::path::CertificatePool;
use longseal::revocation::{
    IndirectCrls, Issuer, Profile, RevocationChecker, RevocationOptions, RevocationPool, RevocationStatus, WithoutNextUpdate,
};
use longseal::time::Instant;
use longseal::x509::{Certificate, TrustAnchor};

/// The suite's answer: BoringSSL knows no others.
fn answer(status: RevocationStatus) -> &'static str {
    match status {
        RevocationStatus::Good => "good",
        RevocationStatus::Revoked(_) => "revoked",
        _ => "unknown",
    }
}

#[test]
fn every_crl_gets_its_answer() {
    let Some((suite, manifest)) = shared::boringssl() else { return };
    let time = Instant::parse_rfc3339(manifest["crl"]["time"].as_str().unwrap()).unwrap();
    let mut options = RevocationOptions::default();
    options.max_age = manifest["crl"]["max_age_s"].as_u64().map(Duration::from_secs);
    options.profile = Profile::Strict;
    options.without_next_update = WithoutNextUpdate::Accept;
    // BoringSSL has no indirect CRLs; RFC 5280 §6.3 leaves it open.
    options.indirect_crls = IndirectCrls::Refuse;
    let (limits, cache, certificates) = (Limits::default(), SignatureCache::default(), CertificatePool::new());
    let mut wrong = Vec::new();
    let tests = manifest["crl"]["tests"].as_array().unwrap();
    for test in tests {
        let file = test["file"].as_str().unwrap();
        let blocks = shared::pem(&String::from_utf8_lossy(&std::fs::read(suite.join(file)).unwrap()));
        let block = |label: &str| blocks.iter().find(|(found, _)| found == label).map(|(_, der)| der.as_slice());
        let certificate = |label| block(label).map(|der| Certificate::parse(der).unwrap());
        let mut pool = RevocationPool::new();
        let unreadable = pool.add_crl_der(block("CRL").unwrap()).err();
        let target = certificate("CERTIFICATE").unwrap();
        let issuer = certificate("CA CERTIFICATE").unwrap();
        // A second certificate of the authority is its other key; the suite trusts it as it trusts the first.
        let others: Vec<_> = certificate("CA CERTIFICATE 2").into_iter().collect();
        let anchor = TrustAnchor::from_certificate(others.first().unwrap_or(&issuer).clone());
        let checker = RevocationChecker {
            pools: &[&pool],
            certificates: &[&certificates],
            options: &options,
            limits: &limits,
            cache: &cache,
        };
        let outcome = checker.check(&target, Issuer::from_certificate(&issuer), &anchor, time);
        let (expected, got) = (test["expected"].as_str().unwrap(), answer(outcome.status));
        if expected != got {
            wrong.push(format!("{file}: {got}, expected {expected}; {:?} {unreadable:?}", outcome.reasons));
        }
        assert_eq!(matches!(got, "good" | "revoked"), outcome.decisive().is_some(), "{file}: an answer rests on a statement");
    }
    println!("BoringSSL CRL: {} of {}", tests.len() - wrong.len(), tests.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(tests.len(), 66);
}
