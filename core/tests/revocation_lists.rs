//! Every CRL and OCSP response of the conformance suites parses.

#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_macros)]

mod shared;

use longseal::asn1::{Element, Integer};
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

/// A version 2 CRL as large authorities write them: serial numbers of 16 octets, UTCTime, a reasonCode in each entry.
fn large_crl(entries: u32) -> Vec<u8> {
    const REASON: &[u8] = &[0x30, 12, 0x30, 10, 6, 3, 0x55, 0x1d, 21, 4, 3, 10, 1, 1];
    let wrap = |contents: &[u8]| [&[0x30, 0x84][..], &(contents.len() as u32).to_be_bytes(), contents].concat();
    let entry = |number: u32| {
        let serial = [&[2, 16][..], &[1; 12], &number.to_be_bytes()].concat();
        [&[0x30, 47][..], &serial, &[0x17, 13], b"250317091500Z", REASON].concat()
    };
    let algorithm = [0x30, 5, 6, 3, 0x2b, 0x65, 0x70];
    let list = wrap(&(0..entries).flat_map(entry).collect::<Vec<_>>());
    let tbs = wrap(&[&[2, 1, 1][..], &algorithm, &[0x30, 0, 0x17, 13], b"260101000000Z", &list].concat());
    wrap(&[&tbs[..], &algorithm, &[3, 2, 0, 1]].concat())
}

#[test]
#[ignore = "measures; run in release"]
fn twenty_five_thousand_entries_beside_a_bare_walk() {
    let bytes = large_crl(25_000);
    let best = |run: &dyn Fn() -> usize| {
        let runs = (0..50).map(|_| {
            let start = std::time::Instant::now();
            assert_eq!(std::hint::black_box(run()), 25_000);
            start.elapsed()
        });
        runs.min().unwrap()
    };
    let walk = best(&|| {
        let tbs = Element::read(&bytes, "list").unwrap().reader().next().unwrap().unwrap();
        let list = tbs.reader().last().unwrap().unwrap();
        list.reader().map(Result::unwrap).count()
    });
    let parse = best(&|| Crl::parse(&bytes).unwrap().entry_count());
    println!("{} octets: bare walk {walk:?}, parsed {parse:?}", bytes.len());
}

#[test]
#[ignore = "measures; run in release"]
fn a_million_entries_are_indexed_once_and_looked_up() {
    const ENTRIES: u32 = 1_000_000;
    let bytes = large_crl(ENTRIES);
    let start = std::time::Instant::now();
    let crl = Crl::parse(&bytes).unwrap();
    let parsed = start.elapsed();
    let issuer = crl.issuer();
    let is_listed = |number: u32| {
        let octets = [&[1; 12][..], &number.to_be_bytes()].concat();
        crl.lookup(&Integer::from_contents(&octets, "serial").unwrap(), &issuer).unwrap().is_some()
    };
    let start = std::time::Instant::now();
    assert!(is_listed(777));
    let first = start.elapsed();
    // All over the list, so that neither the index nor the entries are in the processor's cache.
    let spread = |step: u32| step.wrapping_mul(2_654_435_761) % ENTRIES;
    // The best of fifty runs: other work on the machine must not decide.
    let time = |beyond: u32, expected: bool| {
        let runs = (0..50).map(|run| {
            let serials: Vec<u32> = (0..4_000).map(|step| beyond + spread(run * 4_000 + step)).collect();
            let start = std::time::Instant::now();
            for serial in &serials {
                assert_eq!(is_listed(*serial), expected);
            }
            start.elapsed() / 4_000
        });
        runs.min().unwrap()
    };
    let (found, missing) = (time(0, true), time(ENTRIES, false));
    let memory = crl.der().len() + crl.index_memory();
    println!(
        "{} octets: parsed {parsed:?}, first look-up with the index {first:?}, then {found:?} when listed and {missing:?} when not; \
         {memory} octets in memory",
        bytes.len(),
    );
    assert!(memory < 2 * bytes.len());
    assert!(found < std::time::Duration::from_micros(1) && missing < std::time::Duration::from_micros(1));
}
