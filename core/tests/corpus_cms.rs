//! Every CMS in every `/Contents` of the corpus, and every timestamp token inside them, can be read.
//!
//! The signatures are found by plain search for `/ByteRange`, without the PDF reader: the gap is what was signed around.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::disallowed_macros,
    reason = "a test may read files and print"
)]

mod shared;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use longseal::asn1::{self, to_definite};
use longseal::cms::{SignedData, pkcs1_signature};
use longseal::tsp::TimestampToken;
use longseal::x509::Certificate;

/// All files below `folder` with this extension, sorted.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The decoded hexadecimal strings in the gaps of all well-formed, distinct /ByteRange arrays.
fn contents(pdf: &[u8]) -> Vec<Vec<u8>> {
    let mut gaps = BTreeSet::new();
    for (start, _) in pdf.windows(10).enumerate().filter(|(_, window)| *window == b"/ByteRange") {
        let rest = &pdf[start + 10..];
        let Some(open) = rest.iter().take(20).position(|&byte| byte == b'[') else { continue };
        let Some(close) = rest[open..].iter().take(200).position(|&byte| byte == b']') else { continue };
        let text = String::from_utf8_lossy(&rest[open + 1..open + close]).into_owned();
        let numbers: Vec<usize> = text.split_ascii_whitespace().filter_map(|number| number.parse().ok()).collect();
        if let [0, from, to, length] = numbers[..]
            && from < to
            && to.checked_add(length).is_some_and(|end| end <= pdf.len())
        {
            gaps.insert((from, to));
        }
    }
    gaps.into_iter().filter_map(|(from, to)| decode_hexadecimal(&pdf[from..to])).filter(|bytes| bytes.len() > 4).collect()
}

/// `<…>` with optional white space, else `None`.
fn decode_hexadecimal(gap: &[u8]) -> Option<Vec<u8>> {
    let gap = gap.trim_ascii().strip_prefix(b"<")?.strip_suffix(b">")?;
    let digits: Option<Vec<u8>> = gap
        .iter()
        .filter(|byte| !byte.is_ascii_whitespace())
        .map(|&byte| char::from(byte).to_digit(16).map(|digit| digit as u8))
        .collect();
    Some(digits?.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0)).collect())
}

/// ISO/TS 32004 integrity tokens have a /ByteRange too; they are AuthenticatedData and no signatures.
fn is_authenticated_data(definite: &[u8]) -> bool {
    let content_type = asn1::Reader::new(definite).sequence("ContentInfo").and_then(|mut info| info.oid("contentType"));
    content_type.is_ok_and(|content_type| content_type.to_string() == "1.2.840.113549.1.9.16.1.2")
}

#[derive(Default, Debug)]
struct Counts {
    pdfs: usize,
    contents: usize,
    indefinite: usize,
    pkcs1: usize,
    integrity_tokens: usize,
    document_timestamps: usize,
    signer_infos: usize,
    signers_found: usize,
    signers_bound: usize,
    certificates: usize,
    other_certificates: usize,
    crls: usize,
    ocsp_responses: usize,
    tokens: usize,
    passed_over: usize,
    unreadable_attributes: usize,
    reordered: usize,
}

impl Counts {
    fn read(&mut self, bytes: &[u8]) -> asn1::Result<()> {
        if bytes.first() == Some(&4) {
            self.pkcs1 += 1;
            return pkcs1_signature(bytes).map(|_| ());
        }
        let definite = to_definite(bytes)?;
        if is_authenticated_data(&definite) {
            self.integrity_tokens += 1;
            return Ok(());
        }
        self.indefinite += usize::from(matches!(definite, std::borrow::Cow::Owned(_)));
        let signed_data = SignedData::parse(&definite)?;
        if signed_data.content_type == longseal::cms::identifier::TST_INFO {
            self.document_timestamps += 1;
            TimestampToken::parse(&definite)?;
        }
        self.signed_data(&signed_data)
    }

    fn signed_data(&mut self, signed_data: &SignedData<'_>) -> asn1::Result<()> {
        self.signer_infos += signed_data.signer_infos.len();
        self.certificates += signed_data.certificates.len();
        self.other_certificates += signed_data.other_certificates.len();
        self.crls += signed_data.crls.len();
        self.ocsp_responses += signed_data.ocsp_responses.len();
        self.passed_over += signed_data.passed_over.len();
        let certificates: Vec<_> =
            signed_data.certificates.iter().filter_map(|certificate| Certificate::parse(certificate).ok()).collect();
        for signer in &signed_data.signer_infos {
            if let Some(certificate) = certificates.iter().find(|certificate| signer.signer_identifier.matches(certificate)) {
                self.signers_found += 1;
                if let Ok(Some(bound)) = signer.signing_certificate() {
                    self.signers_bound += usize::from(bound.certificates[0].hash_matches(certificate.der()) == Some(true));
                }
            }
            let adobe = signer.adobe_revocation();
            let values = signer.revocation_values();
            self.crls += adobe.crls.len() + values.crls.len();
            self.ocsp_responses += adobe.ocsp_responses.len() + values.ocsp_responses.len();
            self.passed_over += adobe.unreadable.len();
            self.unreadable_attributes += signer.unsigned_attributes.unreadable().len();
            self.unreadable_attributes += signer.signed_attributes.as_ref().map_or(0, |attributes| attributes.unreadable().len());
            self.reordered += usize::from(signer.reordered_message().is_some());
            let archive = signer.archive_timestamps().into_iter().map(|(_, token)| token);
            for token in signer.signature_timestamps().into_iter().chain(signer.content_timestamps()).chain(archive) {
                self.tokens += 1;
                let token = TimestampToken::parse(token)?;
                self.signed_data(&token.signed_data)?;
            }
        }
        Ok(())
    }
}

#[test]
fn every_contents_of_the_corpus_is_read() {
    let Some(corpus) = shared::folder("corpus") else { return };
    let mut counts = Counts::default();
    let mut failures = Vec::new();
    for path in files(&corpus, "pdf") {
        counts.pdfs += 1;
        for (index, contents) in contents(&std::fs::read(&path).unwrap()).iter().enumerate() {
            counts.contents += 1;
            if let Err(error) = counts.read(contents) {
                failures.push(format!(
                    "{} #{index} ({} bytes): {error}",
                    path.strip_prefix(&corpus).unwrap().display(),
                    contents.len()
                ));
            }
        }
    }
    println!("{counts:?}");
    assert!(counts.contents > 300, "the corpus is not where it should be");
    assert!(counts.signers_found * 100 >= counts.signer_infos * 99, "signer certificates are not found by their identifiers");
    assert!(failures.is_empty(), "{} of {} not read:\n{}", failures.len(), counts.contents, failures.join("\n"));
}

/// Damaged in one place each, a fixed pseudo-random sequence of places: reading ends, with whatever result.
#[test]
fn damaged_contents_are_read_without_panic() {
    let Some(corpus) = shared::folder("corpus") else { return };
    let (mut state, mut readable, mut count) = (1u64, 0, 0);
    for path in files(&corpus, "pdf").iter().step_by(3) {
        for contents in contents(&std::fs::read(path).unwrap()).into_iter().take(2) {
            for _ in 0..40 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let mut damaged = contents.clone();
                // Most of the structure is at the front; zero padding at the end is of no interest.
                let place = (state >> 33) as usize % damaged.len().min(12_000);
                damaged[place] ^= (state >> 25) as u8 | 1;
                readable += usize::from(Counts::default().read(&damaged).is_ok());
                count += 1;
            }
        }
    }
    println!("damaged contents: {readable} of {count} still readable");
    assert!(readable > count / 10 && readable < count);
}

#[test]
fn every_response_of_the_timestamp_suite_is_read() {
    let Some(suite) = shared::folder("suites/tsp") else { return };
    let responses = files(&suite, "tsr");
    for path in &responses {
        let bytes = std::fs::read(path).unwrap();
        let token = TimestampToken::parse(&bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(token.signed_data.signer_infos.len(), 1, "{}", path.display());
        assert!(token.signed_data.signer_infos[0].signing_certificate().unwrap().is_some(), "{}", path.display());
    }
    println!("RFC 3161 responses read: {}", responses.len());
    assert_eq!(responses.len(), 10);
}
