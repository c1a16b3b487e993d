//! OpenSSL's OCSP suite: paths in which as many certificates need a good response as there are responses, from the
//! target up.

#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_macros)]

mod shared;

use std::path::Path;

use longseal::crypto::SignatureCache;
use longseal::limits::Limits;
use longseal::path::{AnchorSet, CertificatePool, PathBuilder, PathParameters, Purpose, ValidityCheck};
use longseal::revocation::{RevocationChecker, RevocationOptions, RevocationPool, RevocationStatus};
use longseal::time::Instant;
use longseal::x509::{Certificate, TrustAnchor};
use serde_json::Value;

fn certificate(path: &Path) -> Certificate {
    let text = std::fs::read_to_string(path).unwrap();
    Certificate::parse(&shared::pem(&text).into_iter().next().unwrap().1).unwrap()
}

/// Whether the path is valid with every response required; otherwise why not.
fn validate(suite: &Path, test: &Value) -> Result<(), String> {
    let names = |key: &str| test[key].as_array().into_iter().flatten().filter_map(Value::as_str);
    let time = Instant::parse_rfc3339(test["moment"].as_str().unwrap()).unwrap();
    let anchors = AnchorSet::from_iter([TrustAnchor::from_certificate(certificate(&suite.join(test["root"].as_str().unwrap())))]);
    let certificates: CertificatePool = names("other_certs").map(|name| certificate(&suite.join(name))).collect();
    let target = certificate(&suite.join(test["cert"].as_str().unwrap()));
    let mut pool = RevocationPool::new();
    for name in names("ocsps") {
        let der = shared::base64(&std::fs::read_to_string(suite.join(name)).unwrap());
        pool.add_response_der(&der).map_err(|error| error.to_string())?;
    }
    let (cache, limits, options) = (SignatureCache::default(), Limits::default(), RevocationOptions::default());
    let parameters = PathParameters::new(ValidityCheck::AtTime(time), Purpose::Any);
    let path = PathBuilder::new(&anchors, &[&certificates], &cache)
        .build(&target, &parameters)
        .map_err(|failure| failure.to_string())?;
    let checker =
        RevocationChecker { pools: &[&pool], certificates: &[&certificates], options: &options, limits: &limits, cache: &cache };
    let outcomes = checker.check_path(&path, time);
    assert_eq!(outcomes.len() + 1, usize::try_from(test["path_len"].as_u64().unwrap()).unwrap());
    match outcomes.iter().take(names("ocsps").count()).find(|outcome| outcome.status != RevocationStatus::Good) {
        Some(outcome) => Err(format!("{:?} {:?}", outcome.status, outcome.reasons)),
        None => Ok(()),
    }
}

#[test]
fn every_path_gets_its_answer() {
    let Some(suite) = shared::folder("suites/openssl-ocsp") else { return };
    let tests: Vec<Value> = serde_json::from_slice(&std::fs::read(suite.join("openssl-ocsp.json")).unwrap()).unwrap();
    let mut wrong = Vec::new();
    for test in &tests {
        let outcome = validate(&suite, test);
        if outcome.is_err() != test.get("error").is_some() {
            wrong.push(format!("{}: {outcome:?}", test["name"]));
        }
    }
    println!("OpenSSL OCSP: {} of {}", tests.len() - wrong.len(), tests.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(tests.len(), 29);
}
