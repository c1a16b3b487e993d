//! Every parser: it ends, it does not panic, and what it gives are slices of its input that read the same again.

use longseal::asn1::{self, Element, Reader};
use longseal::cms::SignedData;
use longseal::crl::Crl;
use longseal::limits::{Budget, Limit, Limits};
use longseal::ocsp::OcspResponse;
use longseal::pdf::Document;
use longseal::pdf::filter::{self, FilterName, FilterParameters};
use longseal::pdf::signature::{self, ByteRange};
use longseal::tsp::{TimestampResponse, TimestampToken};
use longseal::x509::Certificate;

/// Elements of any ASN.1, walked to a depth.
fn walk(mut reader: Reader<'_>, depth: usize) {
    while let Ok(element) = reader.element("any") {
        if depth > 0 && element.tag().is_constructed() {
            walk(element.reader(), depth - 1);
        }
    }
}

/// DER and BER (X.690): what became definite reads as it is, and making it definite again changes nothing.
pub fn asn1(bytes: &[u8]) {
    walk(Reader::new(bytes), 40);
    if let Ok(length) = asn1::outer_length(bytes) {
        assert!(length <= bytes.len(), "an outer length beyond the input");
    }
    let _ = asn1::departures(bytes);
    if let Ok(definite) = asn1::to_definite(bytes) {
        let element = Element::read(&definite, "definite").expect("what was made definite is an element");
        let again = asn1::to_definite(element.raw()).expect("definite stays definite");
        assert_eq!(&*again, element.raw());
    }
}

/// Stream filters (ISO 32000-2 §7.4): output within its budget, and the same twice.
pub fn filters(bytes: &[u8]) {
    const NAMES: [FilterName; 6] =
        [FilterName::Flate, FilterName::Lzw, FilterName::AsciiHex, FilterName::Ascii85, FilterName::RunLength, FilterName::Crypt];
    let Some(([count, first, second, predictor, columns, colors], input)) = bytes.split_first_chunk() else { return };
    let parameters = FilterParameters {
        predictor: i64::from(*predictor % 17),
        columns: i64::from(*columns),
        colors: i64::from(*colors % 40),
        ..FilterParameters::default()
    };
    let chain: Vec<_> = [first, second]
        .into_iter()
        .take(usize::from(*count % 3))
        .map(|at| (NAMES[usize::from(*at) % NAMES.len()], parameters))
        .collect();
    let limits = Limits::default();
    let most = 1 << 20;
    let decode = || filter::decode(&chain, input, &Budget::new(most, Limit::Decompressed), &limits);
    let decoded = decode();
    assert_eq!(decoded, decode());
    if let Ok(decoded) = decoded {
        assert!(chain.is_empty() || decoded.bytes.len() as u64 <= most, "more output than the budget");
    }
}

/// PDF documents (ISO 32000-2 §7.5): revisions, objects, fields, validation data.
pub fn document(bytes: &[u8]) {
    let Ok(document) = Document::open(bytes, &Limits::default(), None) else { return };
    let last = document.last_revision();
    for (number, _) in document.entries(last).into_iter().take(200) {
        let Some(object) = document.indirect_at(number, last) else { continue };
        let _ = document.resolve(&object.object, last);
    }
    let _ = (document.trailing_data(), document.repairs(), document.catalog(last));
    if let Ok(fields) = signature::fields(&document) {
        for field in &fields {
            let range = field.signature.as_ref().and_then(|signature| signature.byte_range.as_ref());
            for part in range.map(ByteRange::signed).into_iter().flatten() {
                assert!(bytes.get(part).is_some(), "a signed range outside the file");
            }
        }
    }
    let _ = signature::dss(&document);
}

/// SignedData (RFC 5652) and its attributes.
pub fn cms(bytes: &[u8]) {
    let Ok(definite) = asn1::to_definite(bytes) else { return };
    let Ok(signed) = SignedData::parse(&definite) else { return };
    for signer in &signed.signer_infos {
        let _ = (signer.content_type(), signer.message_digest(), signer.signing_time(), signer.signing_certificate());
        let _ = (signer.signing_certificate_v1(), signer.algorithm_protection(), signer.content_hints());
        let _ = (signer.signature_policy(), signer.commitment_types(), signer.signer_location());
        let _ = (signer.adobe_revocation(), signer.archive_timestamps(), signer.revocation_values());
        let message = signer.signed_attributes_message().map(|message| message.to_vec());
        assert!(message.is_none_or(|message| message.first() == Some(&0x31)), "signed attributes are hashed as a SET");
        for token in signer.signature_timestamps().into_iter().chain(signer.content_timestamps()) {
            let _ = TimestampToken::parse(token);
        }
    }
}

/// Certificates (RFC 5280 §4).
pub fn certificate(bytes: &[u8]) {
    let Ok(certificate) = Certificate::parse(bytes) else { return };
    assert!(bytes.starts_with(certificate.der()), "a certificate is the bytes it was read from");
    let _ = certificate.public_key();
    let _ = (certificate.normalized_subject(), certificate.subject().to_string(), certificate.issuer().to_string());
    let _ = (certificate.is_self_issued(), certificate.signature_algorithm(), certificate.subject_public_key_octets());
    let again = Certificate::parse(certificate.der()).expect("its own bytes");
    assert_eq!(again.sha256(), certificate.sha256());
}

/// Revocation lists (RFC 5280 §5): the index finds what the list has.
pub fn crl(bytes: &[u8]) {
    let Ok(crl) = Crl::parse(bytes) else { return };
    let _ = (crl.delta_base(), crl.crl_number(), crl.issuing_distribution_point(), crl.authority_key_identifier());
    let _ = (crl.next_update(), crl.expired_certificates_since(), crl.entry_extensions());
    let mut read = 0;
    for entry in crl.entries().take(64) {
        let Ok(entry) = entry else { break };
        read += 1;
        let found = crl.find(&entry.serial).map(|mut found| found.next().is_some());
        assert_ne!(found, Ok(false), "a serial number of the list is not found in it");
    }
    assert!(read <= crl.entry_count() || crl.entry_count() == 0, "more entries than counted");
}

/// OCSP responses (RFC 6960).
pub fn ocsp(bytes: &[u8]) {
    let Ok(response) = OcspResponse::parse(bytes) else { return };
    let _ = (response.responder_id(), response.produced_at(), response.critical_extensions_understood());
    assert!(response.responses().len() <= bytes.len());
    for certificate in response.certificates() {
        let _ = Certificate::parse(certificate);
    }
}

/// Timestamp tokens and responses (RFC 3161).
pub fn timestamp(bytes: &[u8]) {
    if let Ok(definite) = asn1::to_definite(bytes)
        && let Ok(token) = TimestampToken::parse(&definite)
    {
        assert!(token.tst_info.earliest_time() <= token.tst_info.latest_time(), "an accuracy that is negative");
        assert!(token.tst_info.extensions().count() <= bytes.len());
        assert_eq!(asn1::outer_length(token.raw()), Ok(token.raw().len()), "a token that is not one element");
    }
    if let Ok(response) = TimestampResponse::parse(bytes) {
        let _ = response.token();
    }
}
