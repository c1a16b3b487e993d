//! What evidence lacks, and what changes when it has come.

// A test reads files.
#![allow(missing_docs, clippy::disallowed_methods)]

use std::path::{Path, PathBuf};

use longseal::Verifier;
use longseal::evidence::{Evidence, Material, Request};
use longseal::policy::{Policy, RevocationRequirement};
use longseal::report::{self, Language};
use longseal::time::Instant;
use longseal::trust::TrustStore;
use serde_json::Value;

fn read(file: &str) -> Vec<u8> {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/files").join(file);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn material(files: &[&str]) -> Material {
    let mut material = Material::default();
    for file in files {
        material.extend(Material::from_bytes(&read(file)).unwrap());
    }
    material
}

fn verifier(given: &[&str], revocation: RevocationRequirement) -> Verifier {
    Verifier::builder()
        .trust(TrustStore::from_pem(&read("pki/root.pem")).unwrap())
        .material(material(given))
        .policy(Policy::default().with_revocation(revocation))
        .at(Instant::parse_rfc3339("2026-01-01T00:00:00Z").unwrap())
        .build()
}

/// The report but for the digest of the given material, which is how these differ.
fn json(verifier: &Verifier, evidence: &Evidence) -> Value {
    let mut report: Value = serde_json::from_str(&report::to_json(&verifier.judge(evidence), None, Language::English)).unwrap();
    report.as_object_mut().unwrap().remove("material");
    report
}

/// What is wanted, in short.
fn wants(verifier: &Verifier, evidence: &Evidence) -> Vec<String> {
    let list = verifier.wanted(evidence);
    let describe = |request: &Request| match request {
        Request::Issuer { url } => format!("issuer {url}"),
        Request::Crl { url } => format!("crl {url}"),
        Request::Ocsp { url, .. } => format!("ocsp {url}"),
        _ => unreachable!(),
    };
    list.items().iter().map(|wanted| describe(&wanted.request)).collect()
}

const FILE: &str = "later/issuer-named.pdf";
const ISSUER: &str = "pki/authority-2.der";
const CRLS: [&str; 2] = ["pki/authority-2-2025-12.crl", "pki/root-2025-12.crl"];

#[test]
fn the_issuer_first_then_what_is_known_of_revocation_then_nothing() {
    let verifier = verifier(&[], RevocationRequirement::Require);
    let mut evidence = verifier.collect(&read(FILE)).unwrap();
    assert_eq!(wants(&verifier, &evidence), ["issuer http://pki.longseal.test/authority-2.cer"]);
    evidence.add(material(&[ISSUER]));
    let expected = [
        "crl http://pki.longseal.test/authority-2.crl",
        "ocsp http://ocsp.longseal.test/",
        "crl http://pki.longseal.test/root.crl",
    ];
    assert_eq!(wants(&verifier, &evidence), expected);
    let list = verifier.wanted(&evidence);
    let preferences: Vec<u8> = list.items().iter().map(|wanted| wanted.purposes[0].preference).collect();
    assert_eq!(preferences, [0, 1, 0]);
    assert!(list.items()[0].purposes[0].subject.contains("Nguyễn Văn A"));
    evidence.add(material(&CRLS[..1]));
    assert_eq!(wants(&verifier, &evidence), ["crl http://pki.longseal.test/root.crl"]);
    evidence.add(material(&CRLS[1..]));
    assert!(verifier.wanted(&evidence).is_empty());
    assert_eq!(verifier.judge(&evidence).indication(), Some(longseal::Indication::TotalPassed));
}

#[test]
fn information_that_is_missing_is_not_called_too_old() {
    let verifier = verifier(&[ISSUER], RevocationRequirement::Require);
    let report = json(&verifier, &verifier.collect(&read(FILE)).unwrap()).to_string();
    assert!(report.contains("revocation.missing") && !report.contains("revocation.issued-before"), "{report}");
}

/// The expected bytes are those that the Python package `cryptography` makes for the same pair of certificates.
#[test]
fn an_ocsp_request_is_what_another_implementation_asks() {
    let verifier = verifier(&[ISSUER], RevocationRequirement::Require);
    let evidence = verifier.collect(&read(FILE)).unwrap();
    let list = verifier.wanted(&evidence);
    let requests: Vec<&Vec<u8>> = list
        .items()
        .iter()
        .filter_map(|wanted| match &wanted.request {
            Request::Ocsp { request, .. } => Some(request),
            _ => None,
        })
        .collect();
    assert_eq!(requests, [&read("pki/authority-2-request.der")]);
}

#[test]
fn only_what_could_help_is_wanted() {
    let require = RevocationRequirement::Require;
    let given = [ISSUER, CRLS[0], CRLS[1]];
    let evidence = verifier(&[], require).collect(&read(FILE)).unwrap();
    let nothing: [&str; 0] = [];
    // The policy does not ask, all is given, nothing is trusted.
    assert_eq!(wants(&verifier(&[ISSUER], RevocationRequirement::None), &evidence), nothing);
    assert_eq!(wants(&verifier(&given, require), &evidence), nothing);
    assert_eq!(wants(&Verifier::builder().build(), &evidence), nothing);
    // A document that was changed: nothing cures it.
    let mut damaged = read(FILE);
    let at = damaged.windows(16).position(|window| window == b"Longseal fixture").unwrap();
    damaged[at] ^= 1;
    let evidence = verifier(&[], require).collect(&damaged).unwrap();
    assert_eq!(wants(&verifier(&[ISSUER], require), &evidence), nothing);
}

/// Whether material was there from the beginning, was added to the evidence or was given to who judges: one verdict.
#[test]
fn material_counts_the_same_whenever_it_comes() {
    for (file, given) in [
        (FILE, &[ISSUER, CRLS[0], CRLS[1]][..]),
        ("cms/certificates/none.pdf", &["pki/signer.der", "pki/authority.pem"]),
        ("later/second-signer-missing.pdf", &["pki/authority.pem", "pki/leader.der"]),
    ] {
        let (without, with) =
            (verifier(&[], RevocationRequirement::IfPresent), verifier(given, RevocationRequirement::IfPresent));
        let bytes = read(file);
        let from_the_beginning = json(&with, &with.collect(&bytes).unwrap());
        let mut evidence = without.collect(&bytes).unwrap();
        assert_ne!(json(&without, &evidence), from_the_beginning, "{file}");
        assert_eq!(json(&with, &evidence), from_the_beginning, "{file}: given to who judges");
        evidence.add(material(given));
        assert_eq!(json(&without, &evidence), from_the_beginning, "{file}: added");
        assert_eq!(json(&with, &evidence), from_the_beginning, "{file}: added and given");
    }
}
