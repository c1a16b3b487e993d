//! What collecting and judging one document costs, beside the floors: one SHA-256 pass over its bytes, one RSA-2048
//! verification. `cargo run --release -p longseal --example measure_documents -- FILE [ROOT.pem [MATERIAL…]]`
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)] // It reads a file and the clock.

use std::hint::black_box;
use std::time::{Duration, Instant as Clock};

use longseal::Verifier;
use longseal::crypto::DigestAlgorithm;
use longseal::evidence::Material;
use longseal::policy::{Policy, RevocationRequirement};
use longseal::time::Instant;
use longseal::trust::TrustStore;

/// The median of many runs, in microseconds; long enough that the clock does not matter.
fn median(mut run: impl FnMut()) -> f64 {
    let budget = Clock::now();
    let mut times = Vec::new();
    while times.len() < 30 || (budget.elapsed() < Duration::from_secs(2) && times.len() < 20_000) {
        let start = Clock::now();
        run();
        times.push(start.elapsed());
    }
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1e6
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("which file?")?;
    let pdf = std::fs::read(&file)?;
    let mut trust = TrustStore::default();
    if let Some(roots) = arguments.next() {
        trust.add(&std::fs::read(roots)?)?;
    }
    let mut material = Material::default();
    for file in arguments {
        material.extend(Material::from_bytes(&std::fs::read(file)?)?);
    }
    let certificate = material.certificates().first().map(|(certificate, _)| certificate.clone());
    let verifier = Verifier::builder()
        .trust(trust)
        .material(material)
        .policy(Policy::default().with_revocation(RevocationRequirement::IfPresent))
        .at(Instant::parse_rfc3339("2026-11-22T00:00:00Z").ok_or("time")?)
        .build();
    let evidence = verifier.collect(&pdf)?;
    println!(
        "{file}: {} bytes, {} signatures, {:?}",
        pdf.len(),
        evidence.signatures.len(),
        verifier.judge(&evidence).indication()
    );
    println!("sha-256 {:10.1} µs", median(|| _ = black_box(DigestAlgorithm::Sha256.digest(black_box(&pdf)))));
    if let Some(certificate) = &certificate
        && let Ok(key) = certificate.public_key()
    {
        let algorithm = longseal::crypto::SignatureAlgorithm::from_identifier(&certificate.signature_algorithm()?, None)?;
        let verify = || drop(black_box(key.verify(&algorithm, certificate.tbs(), certificate.signature())));
        println!("public key {:7.1} µs ({} bit)", median(verify), key.bits());
    }
    println!("collect {:10.1} µs", median(|| drop(black_box(verifier.collect(black_box(&pdf))))));
    println!("judge   {:10.1} µs", median(|| drop(black_box(verifier.judge(black_box(&evidence))))));
    Ok(())
}
