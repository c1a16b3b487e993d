//! Every certificate of the corpora parses, and every extension that a standard defines is read.

#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_macros)]

mod shared;

use longseal::asn1::{Element, Tag, to_definite};
use longseal::x509::Certificate;

/// Certificates in a file: PEM blocks, DER, or the certificates of a p7b (BER or DER).
fn certificates(bytes: &[u8]) -> Vec<Vec<u8>> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let blocks = shared::pem(text);
        return blocks.into_iter().filter(|(label, _)| label == "CERTIFICATE").map(|(_, der)| der).collect();
    }
    let definite = to_definite(bytes).expect("DER or BER");
    let mut top = Element::read(&definite, "file").unwrap().reader();
    if top.peek_tag() != Some(Tag::OID) {
        return vec![definite.into_owned()];
    }
    // ContentInfo → [0] → SignedData: version, digestAlgorithms, encapContentInfo, [0] certificates.
    top.oid("contentType").unwrap();
    let mut data = top.explicit(0, "content").unwrap().unwrap().sequence("SignedData").unwrap();
    for _ in 0..3 {
        data.element("SignedData").unwrap();
    }
    let bag = data.explicit(0, "certificates").unwrap().expect("certificates");
    bag.map(|certificate| certificate.unwrap().raw().to_vec()).collect()
}

/// Reads every extension; returns which ones are malformed.
fn malformed(certificate: &Certificate) -> Vec<&'static str> {
    let mut found = Vec::new();
    let mut note = |name, failed: bool| {
        if failed {
            found.push(name);
        }
    };
    note("subjectKeyIdentifier", certificate.subject_key_identifier().is_err());
    note("authorityKeyIdentifier", certificate.authority_key_identifier().is_err());
    note("basicConstraints", certificate.basic_constraints().is_err());
    note("keyUsage", certificate.key_usage().is_err());
    note("extKeyUsage", certificate.extended_key_usage().is_err());
    note("certificatePolicies", certificate.certificate_policies().is_err());
    note("policyMappings", certificate.policy_mappings().is_err());
    note("policyConstraints", certificate.policy_constraints().is_err());
    note("inhibitAnyPolicy", certificate.inhibit_any_policy().is_err());
    note("nameConstraints", certificate.name_constraints().is_err());
    note(
        "subjectAltName",
        !certificate.subject_alt_names().is_ok_and(|names| names.into_iter().flatten().all(|name| name.is_ok())),
    );
    note("cRLDistributionPoints", certificate.crl_distribution_points().is_err());
    note("freshestCRL", certificate.freshest_crl().is_err());
    note("authorityInfoAccess", certificate.authority_info_access().is_err());
    note("duplicate", certificate.extensions().duplicate(100) != Ok(None));
    found
}

fn check(sub: &str, least: usize) {
    let Some(folder) = shared::folder(sub) else { return };
    let (mut count, mut complaints) = (0, Vec::new());
    for path in shared::files(&folder) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !["pem", "crt", "cer", "p7b"].iter().any(|ending| name.ends_with(ending)) {
            continue;
        }
        for der in certificates(&std::fs::read(&path).unwrap()) {
            let certificate = Certificate::parse(&der).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(certificate.der(), der);
            assert!(certificate.tbs().len() < der.len(), "{name}");
            assert!(certificate.signature_algorithm().is_ok(), "{name}");
            assert!(
                !certificate.normalized_subject().is_malformed() && !certificate.normalized_issuer().is_malformed(),
                "{name}"
            );
            complaints.extend(malformed(&certificate).into_iter().map(|extension| format!("{name}: {extension}")));
            count += 1;
        }
    }
    println!("{count} certificates below shared/{sub}, {} malformed extensions", complaints.len());
    assert!(count >= least, "only {count} certificates found");
    assert_eq!(complaints, Vec::<String>::new());
}

#[test]
fn anchors_of_the_corpus() {
    check("corpus/anchors", 60);
}

#[test]
fn vietnamese_authorities() {
    check("corpus/vn/certs", 15);
}

#[test]
fn pkits() {
    check("suites/pkits/certs", 300);
}
