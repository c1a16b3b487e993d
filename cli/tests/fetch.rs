//! `longseal fetch` against authorities on loopback: what comes, what every fault says, what is never asked.

// Tests read and write files, start programs and open sockets.
#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)]

mod authority;
mod command;

use authority::Authority;
use command::{Run, longseal};

/// Serial numbers of signers.
const SERIAL: u32 = 0x1234;

fn fetch(authority: &Authority, documents: &[&str], more: &[&str]) -> Run {
    let (trust, out) = (authority.path("root.pem"), authority.path("material"));
    let fixed = ["fetch", "--trust", &trust, "--out", &out];
    longseal(fixed.iter().chain(more).chain(documents).copied().collect::<Vec<_>>())
}

/// Extensions that say where to ask.
fn places(authority: &Authority, crl: &str) -> String {
    format!(
        "crlDistributionPoints=URI:{}\nauthorityInfoAccess=caIssuers;URI:{}\n",
        authority.url(crl),
        authority.url("/authority.cer")
    )
}

#[test]
fn what_is_missing_comes_once_and_later_reports_name_the_folder() {
    let Some(authority) = Authority::new("good") else { return };
    // The intermediate authority says nothing of where its own status is: the root's CRL is given.
    let first = authority.signed_document("signer", "authority", &places(&authority, "/authority.crl"), SERIAL);
    let second = authority.document("second", "signer");
    let given = authority.path("root.crl");
    let both = [first.as_str(), second.as_str()];
    let run = fetch(&authority, &both, &["--allow-private", "--material", &given]);
    assert_eq!(run.status, 0, "{run:?}");
    let expected = [
        format!("issuer {} for CN=signer: 1 certificate", authority.url("/authority.cer")),
        format!("CRL {} for CN=signer: 1 CRL", authority.url("/authority.crl")),
    ];
    assert_eq!(run.stdout.lines().collect::<Vec<_>>(), expected);
    // Two documents, one signer: each address once.
    assert_eq!((authority.count("/authority.cer"), authority.count("/authority.crl"), authority.requests()), (1, 1, 2));

    let digest = run.stderr.rsplit_once("material digest ").unwrap().1.trim().to_owned();
    let (trust, material) = (authority.path("root.pem"), authority.path("material"));
    let verify = |more: &[&str]| {
        let fixed = ["verify", "--format", "json", "--trust", &trust];
        longseal(fixed.iter().chain(more).copied().chain([first.as_str()]).collect::<Vec<_>>()).json()
    };
    assert_eq!(verify(&[])["indication"], "INDETERMINATE", "without the material");
    let report = verify(&["--material", &material]);
    assert_eq!(report["material"]["digest"], digest.as_str(), "the digest that fetch named is the one in the report");
    assert_eq!(verify(&["--material", &material, "--material", &given])["indication"], "TOTAL-PASSED");

    // What is there and current is not asked for again.
    let run = fetch(&authority, &both, &["--allow-private", "--material", &given]);
    assert_eq!((run.status, authority.requests()), (0, 2), "{run:?}");
    assert!(run.stderr.contains(&digest), "{run:?}");
}

#[test]
fn every_fault_has_a_plain_message_and_is_not_asked_twice() {
    let Some(authority) = Authority::new("faults") else { return };
    let tried_again = 3;
    for (number, (path, message, asked)) in (0..).zip([
        ("/gone.crl", "the server answered 404", 1),
        ("/broken.crl", "the server answered 500", tried_again),
        ("/silent.crl", "no complete answer within 1 s", tried_again),
        ("/large.crl", "larger than 134217728 bytes", 1),
        ("/html.crl", "the answer is no CRL", 1),
        ("/certificate.crl", "the answer is no CRL", 1),
        ("/loop.crl", "which was requested already", 1),
        ("/file.crl", "redirected to \"file:///etc/passwd\", which is no URL of http or https", 1),
        ("/torn.crl", "", tried_again),
    ]) {
        let name = format!("signer{number}");
        let extensions = format!("crlDistributionPoints=URI:{}\n", authority.url(path));
        let document = authority.signed_document(&name, "root", &extensions, SERIAL + number);
        // Only who says nothing is waited for; a busy machine may answer late.
        let seconds = if path == "/silent.crl" { "1" } else { "20" };
        let run = fetch(&authority, &[&document], &["--allow-private", "--timeout", seconds]);
        assert_eq!(run.status, 3, "{path}: {run:?}");
        let line = format!("CRL {} for CN={name}: FAILED: ", authority.url(path));
        let said = run.stdout.lines().find_map(|found| found.strip_prefix(&line)).unwrap_or_else(|| panic!("{path}: {run:?}"));
        assert!(said.contains(message) && !said.is_empty(), "{path}: {said}");
        assert!(run.stderr.contains(&format!("still missing for: CN={name}")), "{path}: {run:?}");
        assert_eq!(authority.count(path), asked, "{path}");
    }
    // Nothing of it was stored.
    let stored = std::fs::read_dir(authority.folder.join("material")).unwrap().filter_map(Result::ok);
    let stored: Vec<_> = stored.filter(|entry| entry.file_name() != "manifest.json").collect();
    assert!(stored.is_empty(), "{stored:?}");
}

#[test]
fn a_redirect_to_what_was_wanted_is_followed() {
    let Some(authority) = Authority::new("moved") else { return };
    let extensions = format!("crlDistributionPoints=URI:{}\n", authority.url("/moved.crl"));
    let document = authority.signed_document("signer", "authority", &extensions, SERIAL);
    let issuer = authority.path("authority.pem");
    let given = authority.path("root.crl");
    let run = fetch(&authority, &[&document], &["--allow-private", "--material", &issuer, "--material", &given]);
    assert_eq!(run.status, 0, "{run:?}");
    assert_eq!((authority.count("/moved.crl"), authority.count("/authority.crl")), (1, 1));
}

#[test]
fn a_refused_address_is_never_connected_to() {
    let Some(authority) = Authority::new("refused") else { return };
    let port = authority.url("").rsplit_once(':').unwrap().1.to_owned();
    let hosts = ["127.0.0.1", "localhost", "0.0.0.0", "10.1.2.3", "192.168.0.1", "169.254.169.254"];
    for (number, host) in (0..).zip(hosts) {
        let name = format!("signer{number}");
        let extensions = format!("crlDistributionPoints=URI:http://{host}:{port}/root.crl\n");
        let document = authority.signed_document(&name, "root", &extensions, SERIAL + number);
        let run = fetch(&authority, &[&document], &[]);
        assert_eq!(run.status, 3, "{host}: {run:?}");
        assert!(run.stdout.contains("FAILED: refused: "), "{host}: {run:?}");
        assert!(run.stdout.contains("is not a public address (--allow-private asks it all the same)"), "{host}: {run:?}");
    }
    let extensions = "crlDistributionPoints=URI:file:///etc/passwd\n";
    let document = authority.signed_document("filename", "root", extensions, SERIAL + 99);
    let run = fetch(&authority, &[&document], &[]);
    assert_eq!(run.stdout, "", "what is no URL of http or https is not even tried: {run:?}");
    assert_eq!(authority.requests(), 0);
}

#[test]
fn openssls_responder_answers_and_the_document_passes() {
    let Some(authority) = Authority::new("responder") else { return };
    let responder = authority.responder("root", &[SERIAL]);
    let extensions = format!("authorityInfoAccess=OCSP;URI:http://127.0.0.1:{}/\n", responder.port);
    let document = authority.signed_document("signer", "root", &extensions, SERIAL);
    let unknown = authority.signed_document("stranger", "root", &extensions, SERIAL + 1);
    let (trust, out) = (authority.path("root.pem"), authority.path("material"));
    let run = longseal(["fetch", "--trust", &trust, "--out", &out, "--allow-private", &document]);
    assert_eq!(run.status, 0, "{run:?}");
    assert!(run.stdout.contains("for CN=signer: 1 OCSP response"), "{run:?}");
    let verify = |document: &str| {
        longseal(["verify", "--format", "json", "--trust", &trust, "--material", &out, document]).json()["indication"].clone()
    };
    assert_eq!(verify(&document), "TOTAL-PASSED");
    // An answer about a certificate that the responder does not know is no proof of anything.
    let run = longseal(["fetch", "--trust", &trust, "--out", &out, "--allow-private", &unknown]);
    assert!(run.stdout.contains("for CN=stranger"), "{run:?}");
    assert_eq!(verify(&unknown), "INDETERMINATE");
}

#[test]
fn only_what_can_lead_to_an_anchor_is_asked_for() {
    let Some(authority) = Authority::new("anchor") else { return };
    let document = authority.signed_document("signer", "root", &places(&authority, "/root.crl"), SERIAL);
    let out = authority.path("material");
    let run = longseal(["fetch", "--out", &out, "--allow-private", &document]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("fetch needs --trust"), "{run:?}");
    // The signer's issuer is another root than the one that is trusted: its status is nobody's question.
    let run = longseal(["fetch", "--trust", "pki/root.pem", "--out", &out, "--allow-private", &document]);
    assert_eq!(authority.count("/root.crl"), 0, "{run:?}");
}
