//! Signatures that OpenSSL made (`signatures/make.py`), in the combinations that Wycheproof does not have: old digests,
//! odd modulus sizes, digests longer and shorter than the order, compressed points, plain ECDSA, DSA. Each goes the
//! whole way from the algorithm identifier to the outcome, on both backends.

#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_macros)]

use longseal::asn1::Reader;
use longseal::crypto::{
    AlgorithmIdentifier, Backend, DigestAlgorithm, KeyKind, PublicKey, SignatureAlgorithm, SignatureCache, Verification,
};
use serde_json::Value;

struct Vector {
    name: String,
    spki: Vec<u8>,
    algorithm: Vec<u8>,
    digest_algorithm: Option<DigestAlgorithm>,
    message: Vec<u8>,
    signature: Vec<u8>,
}

impl Vector {
    fn all() -> Vec<Self> {
        let vectors: Value = serde_json::from_str(include_str!("signatures/vectors.json")).unwrap();
        let read = |vector: &Value| {
            let text = |name: &str| vector[name].as_str().unwrap().to_owned();
            let digest_algorithm = vector["digest_algorithm"].as_str();
            Self {
                name: text("name"),
                spki: hex(&text("spki")),
                algorithm: hex(&text("algorithm")),
                digest_algorithm: digest_algorithm.map(|name| DigestAlgorithm::from_name(name).unwrap()),
                message: hex(&text("message")),
                signature: hex(&text("signature")),
            }
        };
        vectors.as_array().unwrap().iter().map(read).collect()
    }

    fn named(beginning: &str) -> Self {
        Self::all().into_iter().find(|vector| vector.name.starts_with(beginning)).unwrap()
    }

    fn algorithm(&self) -> SignatureAlgorithm {
        let identifier = AlgorithmIdentifier::read(&mut Reader::new(&self.algorithm), "test").unwrap();
        SignatureAlgorithm::from_identifier(&identifier, self.digest_algorithm).unwrap()
    }

    fn key(&self, backend: Backend) -> PublicKey {
        PublicKey::from_spki_on(&self.spki, backend).unwrap()
    }
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn every_signature_verifies_and_no_altered_one_does() {
    let vectors = Vector::all();
    assert!(vectors.len() >= 38);
    for backend in Backend::ALL {
        for vector in &vectors {
            let Vector { name, message, signature, .. } = vector;
            let (algorithm, key) = (vector.algorithm(), vector.key(backend));
            assert_eq!(key.verify(&algorithm, message, signature), Verification::Valid, "{backend:?} {name}");
            assert_eq!(key.verify(&algorithm, b"", signature), Verification::Invalid, "{backend:?} {name}");
            for at in [0, signature.len() / 2, signature.len() - 1] {
                let mut altered = signature.clone();
                altered[at] ^= 4;
                assert_eq!(key.verify(&algorithm, message, &altered), Verification::Invalid, "{backend:?} {name}");
            }
            for cut in [&signature[1..], &signature[..signature.len() - 1], &[]] {
                assert_eq!(key.verify(&algorithm, message, cut), Verification::Invalid, "{backend:?} {name}");
            }
        }
    }
}

#[test]
fn a_digest_at_hand_gives_the_same_outcome() {
    for vector in Vector::all() {
        let (algorithm, key) = (vector.algorithm(), vector.key(Backend::Fastest));
        let Some(digest) = algorithm.digest() else {
            let digest = DigestAlgorithm::Sha512.digest(&vector.message);
            let outcome = key.verify_digest(&algorithm, &digest, &vector.signature);
            assert!(matches!(outcome, Verification::Unsupported(_)), "{}", vector.name);
            continue;
        };
        let verify =
            |digest, message| key.verify_digest(&algorithm, &DigestAlgorithm::digest(digest, message), &vector.signature);
        assert_eq!(verify(digest, &vector.message), Verification::Valid, "{}", vector.name);
        assert_eq!(verify(digest, b""), Verification::Invalid, "{}", vector.name);
        let other = if digest.output_len() == 20 { DigestAlgorithm::Sha256 } else { DigestAlgorithm::Sha1 };
        assert_eq!(verify(other, &vector.message), Verification::Invalid, "{}", vector.name);
    }
}

#[test]
fn a_key_of_another_kind_verifies_nothing() {
    let vectors = Vector::all();
    for key in ["RSA of", "ECDSA on secp256r1", "DSA of", "Ed25519", "Ed448"] {
        let (kind, key) = (key.split(' ').next(), Vector::named(key).key(Backend::Fastest));
        for vector in vectors.iter().filter(|vector| vector.name.split(' ').next() != kind) {
            let outcome = key.verify(&vector.algorithm(), &vector.message, &vector.signature);
            assert_eq!(outcome, Verification::Invalid, "{key:?}, {}", vector.name);
        }
    }
}

#[test]
fn sizes_and_kinds_are_those_of_the_key() {
    let shown = |beginning: &str| format!("{:?}", Vector::named(beginning).key(Backend::Fastest));
    assert_eq!(shown("RSA of 1024"), "PublicKey(RSA, 1024 bits)");
    assert_eq!(shown("RSA of 1025"), "PublicKey(RSA, 1025 bits)");
    assert_eq!(shown("ECDSA on secp521r1"), "PublicKey(EC P-521, 521 bits)");
    assert_eq!(shown("DSA of 2048"), "PublicKey(DSA, 2048 bits)");
    assert_eq!(shown("Ed448"), "PublicKey(Ed448, 448 bits)");
}

/// The SubjectPublicKeyInfo of `vector` with another algorithm identifier.
fn with_identifier(vector: &Vector, identifier: &[u8]) -> Vec<u8> {
    let spki = Reader::new(&vector.spki).sequence("spki").unwrap();
    let key = spki.clone().nth(1).unwrap().unwrap();
    let contents = [identifier, key.raw()].concat();
    let length = u16::try_from(contents.len()).unwrap().to_be_bytes();
    [&[0x30, 0x82, length[0], length[1]][..], &contents].concat()
}

#[test]
fn dsa_parameters_are_inherited() {
    let vector = Vector::named("DSA of 2048");
    let id_dsa = [0x30, 9, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x38, 4, 1];
    let child = PublicKey::from_spki(&with_identifier(&vector, &id_dsa)).unwrap();
    let issuer = vector.key(Backend::Fastest);
    assert!(child.lacks_parameters() && !issuer.lacks_parameters());
    let (algorithm, message, signature) = (vector.algorithm(), &vector.message, &vector.signature);
    assert!(matches!(child.verify(&algorithm, message, signature), Verification::Unsupported(_)));
    let completed = child.with_inherited_parameters(&issuer).unwrap();
    assert_eq!(completed.verify(&algorithm, message, signature), Verification::Valid);
    assert!(issuer.with_inherited_parameters(&issuer).is_none(), "it has its own");
    assert!(child.with_inherited_parameters(&child).is_none(), "there are none");
    let stranger = Vector::named("DSA of 1024").key(Backend::Fastest);
    assert!(child.with_inherited_parameters(&stranger).is_none(), "not in that group");
    let other_kind = Vector::named("RSA").key(Backend::Fastest);
    assert!(child.with_inherited_parameters(&other_kind).is_none());
}

#[test]
fn a_key_for_pss_is_for_pss() {
    let id_pss = [0x30, 11, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 10];
    for backend in Backend::ALL {
        for (beginning, expected) in [
            ("RSASSA-PSS of 2048 bits with SHA-256, MGF1 with SHA-256", Verification::Valid),
            ("RSA of 2048 bits with SHA-256", Verification::Invalid),
        ] {
            let vector = Vector::named(beginning);
            let key = PublicKey::from_spki_on(&with_identifier(&vector, &id_pss), backend).unwrap();
            assert_eq!(key.kind(), KeyKind::Rsa);
            let outcome = key.verify(&vector.algorithm(), &vector.message, &vector.signature);
            assert_eq!(outcome, expected, "{backend:?} {beginning}");
        }
    }
}

#[test]
fn what_is_not_supported_is_named() {
    let vector = Vector::named("ECDSA on secp256r1");
    let refusal = |identifier: &[u8]| PublicKey::from_spki(&with_identifier(&vector, identifier)).unwrap_err().to_string();
    let ec = [6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
    assert_eq!(refusal(&[&[0x30, 16][..], &ec, &[6, 5, 0x2b, 0x81, 4, 0, 10]].concat()), "elliptic curve 1.3.132.0.10");
    assert_eq!(refusal(&[&[0x30, 11][..], &ec, &[0x30, 0]].concat()), "explicit elliptic curve parameters");
    assert_eq!(refusal(&[&[0x30, 11][..], &ec, &[5, 0]].concat()), "implicit elliptic curve parameters");
    assert_eq!(refusal(&[0x30, 5, 6, 3, 0x2b, 0x65, 0x6e]), "public key algorithm 1.3.101.110");
}

#[test]
fn any_bytes_are_an_error_and_no_panic() {
    for vector in Vector::all() {
        for cut in 0..vector.spki.len().min(200) {
            assert!(PublicKey::from_spki(&vector.spki[..cut]).is_err());
        }
        // Every octet of the header and some of the key: a key or an error, and a key verifies without panic.
        for at in (0..vector.spki.len()).filter(|at| at % 16 == 0 || *at < 40) {
            let mut altered = vector.spki.clone();
            altered[at] ^= 0x55;
            if let Ok(key) = PublicKey::from_spki_on(&altered, Backend::Portable) {
                let _outcome = key.verify(&vector.algorithm(), &vector.message, &vector.signature);
            }
        }
    }
}

#[test]
fn the_cache_computes_an_outcome_once_and_stays_bounded() {
    let vector = Vector::named("RSA of 1024");
    let (algorithm, key) = (vector.algorithm(), vector.key(Backend::Fastest));
    let cache = SignatureCache::with_capacity(1_000);
    let shared = cache.clone();
    let verify = |cache: &SignatureCache, object: u32| {
        let mut object_id = [0; 32];
        object_id[..4].copy_from_slice(&object.to_le_bytes());
        cache.verify(&key, &[0; 32], &object_id, &algorithm, &vector.message, &vector.signature)
    };
    assert_eq!(verify(&cache, 0), Verification::Valid);
    assert_eq!(verify(&shared, 0), Verification::Valid);
    assert_eq!(cache.operations(), 1, "clones share what is known");
    // What is asked for again and again stays while the rest passes through.
    for object in 1..3_000 {
        verify(&cache, object);
        verify(&cache, 0);
    }
    assert_eq!(cache.operations(), 3_000);
    verify(&cache, 1);
    assert_eq!(cache.operations(), 3_001, "forgotten long ago");
}
