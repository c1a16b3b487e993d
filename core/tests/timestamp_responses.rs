//! RFC 3161 responses of real and test authorities, verified whole: content digest, signature, signer, path.

#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_macros)]

mod shared;

use longseal::asn1::{Reader, Tag};
use longseal::crypto::{PublicKey, SignatureAlgorithm, SignatureCache, Verification};
use longseal::path::{AnchorSet, CertificatePool, PathBuilder, PathParameters, Purpose, ValidityCheck};
use longseal::time::Instant;
use longseal::tsp::TimestampToken;
use longseal::x509::{Certificate, TrustAnchor};
use serde_json::Value;

/// The signer's certificate and what is wrong with the token itself, path apart.
fn signer<'a>(token: &TimestampToken<'_>, known: &'a [Certificate]) -> Result<&'a Certificate, &'static str> {
    let [signer] = &token.signed_data.signer_infos[..] else { return Err("not one signer") };
    let bound = signer.signing_certificate().map_err(|_| "signing certificate")?.ok_or("no signing certificate")?;
    let certificate = known
        .iter()
        .filter(|certificate| signer.signer_identifier.matches(certificate))
        .find(|certificate| bound.certificates[0].hash_matches(certificate.der()) == Some(true))
        .ok_or("signer not at hand")?;
    let digest = signer.digest_algorithm.digest_algorithm().ok_or("digest")?;
    if signer.message_digest() != Ok(Some(digest.digest(token.tst_info.raw).as_bytes())) {
        return Err("digest of the content");
    }
    let algorithm = SignatureAlgorithm::from_identifier(&signer.signature_algorithm, Some(digest)).map_err(|_| "unsupported")?;
    let message = signer.signed_attributes_message().ok_or("no signed attributes")?.to_vec();
    let key: &PublicKey = certificate.public_key().map_err(|_| "key")?;
    match key.verify(&algorithm, &message, signer.signature) {
        Verification::Valid => Ok(certificate),
        _ => Err("signature"),
    }
}

/// The imprint and the nonce that a TimeStampReq asks for.
fn requested(request: &[u8]) -> (Vec<u8>, Option<Vec<u8>>) {
    let mut fields = Reader::new(request).sequence("TimeStampReq").unwrap();
    fields.integer("version").unwrap();
    let mut imprint = fields.sequence("messageImprint").unwrap();
    imprint.element("hashAlgorithm").unwrap();
    fields.optional(Tag::OID, "reqPolicy").unwrap();
    let nonce = fields.optional(Tag::INTEGER, "nonce").unwrap().map(|nonce| nonce.contents().to_vec());
    (imprint.octet_string("hashedMessage").unwrap().to_vec(), nonce)
}

/// The certificates of a PEM file, or the one of a DER file.
fn certificates(file: &[u8]) -> Vec<Certificate> {
    let blocks = shared::pem(&String::from_utf8_lossy(file));
    let ders: Vec<&[u8]> = if blocks.is_empty() { vec![file] } else { blocks.iter().map(|(_, der)| der.as_slice()).collect() };
    ders.into_iter().map(|der| Certificate::parse(der).unwrap()).collect()
}

#[test]
fn every_response_gets_its_answer() {
    let Some(suite) = shared::folder("suites/tsp") else { return };
    let manifest: Value = serde_json::from_slice(&std::fs::read(suite.join("manifest.json")).unwrap()).unwrap();
    let tests = manifest["tests"].as_array().unwrap();
    for test in tests {
        let file = test["file"].as_str().unwrap();
        let bytes = std::fs::read(suite.join(file)).unwrap();
        let token = TimestampToken::parse(&bytes).unwrap();
        let chain = certificates(&std::fs::read(suite.join(test["roots"].as_str().unwrap())).unwrap());
        let embedded: Vec<Certificate> =
            token.signed_data.certificates.iter().map(|der| Certificate::parse(der).unwrap()).collect();
        let known: Vec<Certificate> = embedded.iter().chain(&chain).cloned().collect();
        let found = signer(&token, &known);
        let anchors: AnchorSet =
            chain.iter().filter(|certificate| certificate.is_self_issued()).cloned().map(TrustAnchor::from_certificate).collect();
        let pool: CertificatePool = known.iter().cloned().collect();
        let cache = SignatureCache::default();
        let path = |at| {
            let parameters = PathParameters::new(ValidityCheck::AtTime(at), Purpose::TimeStamping);
            PathBuilder::new(&anchors, &[&pool], &cache).build(found.unwrap(), &parameters)
        };
        let gen_time = token.tst_info.gen_time;
        let imprint = token.tst_info.message_imprint.hashed_message.to_vec();
        let answered = (imprint, token.tst_info.nonce.map(|nonce| nonce.as_bytes().to_vec()));
        match file {
            "sigstage/response-invalid-signature.tsr" => {
                assert!(found.is_err(), "{file}");
                continue;
            }
            "sigstage/response-no-embedded-cert.tsr" => assert_eq!(signer(&token, &embedded), Err("signer not at hand")),
            "test_tsa/response-injected-certs.tsr" => {
                assert!(embedded.iter().any(|one| one.subject().common_name().as_deref() == Some("Spoofed TSA")));
                assert_ne!(found.unwrap().subject().common_name().as_deref(), Some("Spoofed TSA"));
            }
            "test_tsa/other_response.tsr" => {
                let request = |name: &str| requested(&std::fs::read(suite.join(name)).unwrap());
                // NOTE: the manifest calls it valid for the other request, but it is of another run of the test authority:
                // neither its nonce nor the authority's key are those of the files beside it. OpenSSL says so too.
                assert_eq!(answered.0, request("test_tsa/other_request.der").0);
                assert_ne!(answered, request("test_tsa/request.der"));
                assert!(path(gen_time).is_err());
                continue;
            }
            "sigstore.mock/response-expired.tsr" => {
                assert!(path(Instant::parse_rfc3339("2026-11-22").unwrap()).is_err(), "{file}: expired");
            }
            _ => {}
        }
        path(gen_time).unwrap_or_else(|failure| panic!("{file}: {failure}"));
    }
    println!("RFC 3161 responses: {} of 10", tests.len());
    assert_eq!(tests.len(), 10);
}
