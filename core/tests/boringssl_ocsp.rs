//! BoringSSL's OCSP suite: each response for one certificate of one issuer, at one time.

#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_macros)]

mod shared;

use core::time::Duration;

use longseal::crypto::SignatureCache;
use longseal::limits::Limits;
use longseal::path::CertificatePool;
use longseal::revocation::{Issuer, RevocationChecker, RevocationOptions, RevocationPool, RevocationStatus, WithoutNextUpdate};
use longseal::time::Instant;
use longseal::x509::{Certificate, TrustAnchor};

#[test]
fn every_response_gets_its_answer() {
    let Some((suite, manifest)) = shared::boringssl() else { return };
    let time = Instant::from_unix_seconds(manifest["ocsp"]["time"].to_string().trim_matches('"').parse().unwrap());
    let mut options = RevocationOptions::default();
    options.without_next_update = WithoutNextUpdate::Accept;
    // Of the suite's own test program, like the time.
    options.max_age = Some(Duration::from_hours(7 * 24));
    let (limits, cache, certificates) = (Limits::default(), SignatureCache::default(), CertificatePool::new());
    let mut wrong = Vec::new();
    let tests = manifest["ocsp"]["tests"].as_array().unwrap();
    for test in tests {
        let file = test["file"].as_str().unwrap();
        let blocks = shared::pem(&String::from_utf8_lossy(&std::fs::read(suite.join(file)).unwrap()));
        let block = |label: &str| blocks.iter().find(|(found, _)| found == label).map(|(_, der)| der.as_slice()).unwrap();
        let mut pool = RevocationPool::new();
        let unreadable = pool.add_response_der(block("OCSP RESPONSE")).err();
        let target = Certificate::parse(block("CERTIFICATE")).unwrap();
        let issuer = Certificate::parse(block("CA CERTIFICATE")).unwrap();
        let anchor = TrustAnchor::from_certificate(issuer.clone());
        let checker = RevocationChecker {
            pools: &[&pool],
            certificates: &[&certificates],
            options: &options,
            limits: &limits,
            cache: &cache,
        };
        let outcome = checker.check(&target, Issuer::from_certificate(&issuer), &anchor, time);
        let got = match outcome.status {
            RevocationStatus::Good => "GOOD",
            RevocationStatus::Revoked(_) => "REVOKED",
            _ => "UNKNOWN",
        };
        let expected = test["expected_revocation"].as_str().unwrap();
        if expected != got {
            wrong.push(format!("{file}: {got}, expected {expected}; {:?} {unreadable:?}", outcome.reasons));
        }
    }
    println!("BoringSSL OCSP: {} of {}", tests.len() - wrong.len(), tests.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(tests.len(), 36);
}
