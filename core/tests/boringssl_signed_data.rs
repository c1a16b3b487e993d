//! BoringSSL's `verify_signed_data` cases: a key, an algorithm identifier, data and a signature.

// A test reads files and prints its count.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

mod shared;

use longseal::asn1::{Element, Reader};
use longseal::crypto::{AlgorithmIdentifier, Backend, PublicKey, SignatureAlgorithm};
use longseal::path::broken_key_rules;

/// Keys that BoringSSL refuses to read and this library reads: none leaves a doubt which key is meant, and an archive cannot
/// have its old certificates issued again.
const READ_HERE: [(&str, &str); 7] = [
    ("rsa-pkcs1-sha256-key-encoded-ber", "BER lengths in the key; X.690 §8.1.3 gives them one meaning"),
    ("rsa-pkcs1-sha1-key-params-absent", "RFC 3279 §2.3.1 wants NULL; absent parameters change nothing"),
    ("rsa-pkcs1-sha256-spki-non-null-params", "RFC 3279 §2.3.1 wants NULL; rsaEncryption has no parameters to misread"),
    ("rsa-pss-sha256-using-pss-key-with-params", "valid by RFC 4055 §1.2: the key's parameters are those of the signature"),
    ("mldsa-44-spki-params-null", "RFC 9881 §4 wants absent parameters; NULL says the same"),
    ("mldsa-65-spki-params-null", "RFC 9881 §4 wants absent parameters; NULL says the same"),
    ("mldsa-87-spki-params-null", "RFC 9881 §4 wants absent parameters; NULL says the same"),
];

/// Whether the signature of one case verifies. A key or algorithm that is malformed or not supported verifies nothing.
fn verifies(text: &str, backend: Backend) -> bool {
    let blocks = shared::pem(text);
    let block = |label: &str| &blocks.iter().find(|(found, _)| found == label).expect(label).1;
    let key = PublicKey::from_spki_on(block("PUBLIC KEY"), backend);
    let element = Element::read(block("ALGORITHM"), "algorithm");
    let identifier = element.and_then(|element| AlgorithmIdentifier::from_element(element, "algorithm"));
    let signature = Reader::new(block("SIGNATURE")).bit_string("signature");
    let (Ok(key), Ok(identifier), Ok(signature)) = (key, identifier, signature) else { return false };
    let (Ok(algorithm), Some(signature)) = (SignatureAlgorithm::from_identifier(&identifier, None), signature.octets()) else {
        return false;
    };
    key.verify(&algorithm, block("DATA"), signature).is_valid()
}

#[test]
fn signed_data() {
    let Some((folder, manifest)) = shared::boringssl() else { return };
    let cases = manifest["verify_signed_data"].as_array().unwrap();
    let mut wrong = Vec::new();
    for case in cases {
        let file = case["file"].as_str().unwrap();
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        for backend in Backend::ALL {
            let read_here = READ_HERE.iter().any(|(name, _)| file.ends_with(&format!("/{name}.pem")));
            if verifies(&text, backend) != (case["expected"] == "valid" || read_here) {
                wrong.push(format!("{file}: not {}", case["expected"]));
            }
        }
    }
    // Whoever wants to refuse them too has the strict profile, which refuses none that BoringSSL takes.
    for case in cases {
        let file = case["file"].as_str().unwrap();
        let blocks = shared::pem(&std::fs::read_to_string(folder.join(file)).unwrap());
        let key = &blocks.iter().find(|(label, _)| label == "PUBLIC KEY").unwrap().1;
        let by_name = |(name, _): &&(&str, &str)| file.ends_with(&format!("/{name}.pem"));
        let breaks_rules = !broken_key_rules(key).is_empty();
        match READ_HERE.iter().find(by_name) {
            Some((name, _)) => assert_eq!(breaks_rules, *name != "rsa-pss-sha256-using-pss-key-with-params", "{file}"),
            None => assert!(case["expected"] != "valid" || !breaks_rules, "{file}: {:?}", broken_key_rules(key)),
        }
    }
    println!("signed data: {} cases, {} explained, {} wrong", cases.len(), READ_HERE.len(), wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
