//! Every CRL and OCSP response of the conformance suites parses.

#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_macros)]

mod shared;

use longseal::crl::Crl;
use longseal::ocsp::OcspResponse;

#[test]
fn pkits_crls() {
    let Some(folder) = shared::folder("suites/pkits/crls") else { return };
    let (mut count, mut entries) = (0, 0);
    for path in shared::files(&folder) {
        let crl = Crl::parse(&std::fs::read(&path).unwrap()).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        crl.issuing_distribution_point().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for entry in crl.entries() {
            let entry = entry.unwrap();
            assert!(entry.reason().is_ok() && entry.invalidity_date().is_ok());
            assert!(crl.find(&entry.serial).unwrap().any(|found| found.extensions.contents() == entry.extensions.contents()));
            entries += 1;
        }
        count += 1;
    }
    println!("{count} CRLs with {entries} entries");
    assert!(count >= 150 && entries >= 40);
}

#[test]
fn openssl_ocsp_responses() {
    let Some(folder) = shared::folder("suites/openssl-ocsp") else { return };
    let (mut count, mut responses) = (0, 0);
    for path in shared::files(&folder).into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "ors")) {
        let der = shared::base64(&std::fs::read_to_string(&path).unwrap());
        let response = OcspResponse::parse(&der).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let bare = OcspResponse::parse(response.basic_der()).unwrap();
        assert_eq!(bare.sha256(), response.sha256());
        responses += response.responses().len();
        count += 1;
    }
    println!("{count} OCSP responses about {responses} certificates");
    assert!(count >= 25 && responses >= count);
}
