//! The figures of docs/decisions/0002-cryptography.md:
//! `cargo run --release -p longseal --example measure_cryptography -- ../shared/suites/wycheproof`

#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use longseal::crypto::{Backend, DigestAlgorithm, PublicKey, SignatureAlgorithm};
use serde_json::Value;

/// Microseconds for one call: the best of many short batches, since what other work on the machine adds is not of
/// interest.
fn microseconds(mut call: impl FnMut()) -> f64 {
    let mut batch = |repeats: u32| {
        let start = Instant::now();
        (0..repeats).for_each(|_| call());
        start.elapsed().as_secs_f64() / f64::from(repeats)
    };
    let repeats = (0.000_5 / batch(1).max(1e-7)).clamp(1.0, 1e4) as u32;
    (0..400).map(|_| batch(repeats)).fold(f64::INFINITY, f64::min) * 1e6
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).filter_map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

fn digests() {
    const LENGTH: u32 = 1 << 20;
    let message = vec![0x5a; LENGTH as usize];
    let speed = |call: &mut dyn FnMut()| f64::from(LENGTH) / microseconds(call);
    for algorithm in [DigestAlgorithm::Sha1, DigestAlgorithm::Sha256, DigestAlgorithm::Sha512, DigestAlgorithm::Sha3_256] {
        let own = speed(&mut || {
            black_box(algorithm.digest(black_box(&message)));
        });
        println!("{:<22} {own:6.0} MB/s", algorithm.name());
    }
    #[cfg(all(feature = "graviola", any(target_arch = "x86_64", target_arch = "aarch64")))]
    {
        use graviola::hashing::{Hash, Sha256, Sha512};
        let sha256 = speed(&mut || {
            black_box(Sha256::hash(black_box(&message)));
        });
        let sha512 = speed(&mut || {
            black_box(Sha512::hash(black_box(&message)));
        });
        println!("{:<22} {sha256:6.0} MB/s\n{:<22} {sha512:6.0} MB/s", "SHA-256 of graviola", "SHA-512 of graviola");
    }
}

fn signatures(folder: &Path) {
    use DigestAlgorithm::{Sha256, Sha384, Sha512};
    let pss = SignatureAlgorithm::RsaPss { digest: Sha256, mgf_digest: Sha256, salt_length: 32 };
    println!("\n{:<46} {:>9} {:>9} {:>9} {:>9}", "", "verify", "portable", "prepare", "portable");
    for (file, algorithm) in [
        ("rsa_signature_2048_sha256", SignatureAlgorithm::RsaPkcs1(Sha256)),
        ("rsa_signature_3072_sha256", SignatureAlgorithm::RsaPkcs1(Sha256)),
        ("rsa_signature_4096_sha256", SignatureAlgorithm::RsaPkcs1(Sha256)),
        ("rsa_signature_8192_sha256", SignatureAlgorithm::RsaPkcs1(Sha256)),
        ("rsa_pss_2048_sha256_mgf1_32", pss),
        ("ecdsa_secp256r1_sha256", SignatureAlgorithm::Ecdsa(Sha256)),
        ("ecdsa_secp384r1_sha384", SignatureAlgorithm::Ecdsa(Sha384)),
        ("ecdsa_secp521r1_sha512", SignatureAlgorithm::Ecdsa(Sha512)),
        ("ecdsa_brainpoolP256r1_sha256", SignatureAlgorithm::Ecdsa(Sha256)),
        ("ecdsa_brainpoolP384r1_sha384", SignatureAlgorithm::Ecdsa(Sha384)),
        ("ecdsa_brainpoolP512r1_sha512", SignatureAlgorithm::Ecdsa(Sha512)),
        ("ed25519", SignatureAlgorithm::Ed25519),
        ("ed448", SignatureAlgorithm::Ed448),
        ("mldsa_65_verify", SignatureAlgorithm::MlDsa65),
    ] {
        let json = std::fs::read(folder.join(format!("{file}_test.json"))).expect("a Wycheproof file");
        let json: Value = serde_json::from_slice(&json).expect("JSON");
        let valid = json["testGroups"].as_array().into_iter().flatten().find_map(|group| {
            let valid = group["tests"].as_array()?.iter().find(|test| test["result"] == "valid")?;
            Some((hex(group["publicKeyDer"].as_str()?), hex(valid["msg"].as_str()?), hex(valid["sig"].as_str()?)))
        });
        let (spki, message, signature) = valid.expect("a valid signature");
        let measure = |backend| {
            let prepare = || PublicKey::from_spki_on(black_box(&spki), backend).expect("a key");
            let key = prepare();
            assert!(key.verify(&algorithm, &message, &signature).is_valid());
            let verify = microseconds(|| drop(black_box(key.verify(&algorithm, black_box(&message), &signature))));
            (verify, microseconds(|| drop(black_box(prepare()))))
        };
        let (fastest, portable) = (measure(Backend::Fastest), measure(Backend::Portable));
        let name = format!("{file}, {algorithm}");
        println!("{name:<46} {:9.1} {:9.1} {:9.1} {:9.1}", fastest.0, portable.0, fastest.1, portable.1);
    }
}

fn main() {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("usage: measure_cryptography WYCHEPROOF-FOLDER");
        std::process::exit(2);
    };
    digests();
    signatures(Path::new(&folder));
}
