//! Other readers as oracles: what `x509-cert` and `cms` accept and write again in the same bytes is DER, and we read the same in
//! it; a file without repairs has for `lopdf` the signature dictionaries that it has for us.

use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData as CmsSignedData, SignerIdentifier as CmsSignerIdentifier};
use der::{Decode, Encode};
use longseal::cms::{SignedData, SignerIdentifier};
use longseal::limits::Limits;
use longseal::pdf::Document;
use longseal::pdf::signature::{self, Presence};
use longseal::x509::Certificate;

/// A value as the oracle writes it.
fn written(value: &impl Encode) -> Vec<u8> {
    value.to_der().expect("what was read can be written")
}

/// RFC 5280 §4.1.
pub fn certificate(bytes: &[u8]) {
    let Ok(oracle) = x509_cert::Certificate::from_der(bytes) else { return };
    if oracle.to_der().as_deref() != Ok(bytes) {
        return;
    }
    let ours = Certificate::parse(bytes).expect("a certificate for x509-cert");
    let tbs = oracle.tbs_certificate();
    assert_eq!(ours.serial().minimal(), tbs.serial_number().as_bytes(), "serial number");
    assert_eq!(ours.issuer().der(), written(tbs.issuer()), "issuer");
    assert_eq!(ours.subject().der(), written(tbs.subject()), "subject");
    assert_eq!(ours.spki(), written(tbs.subject_public_key_info()), "public key");
    assert_eq!(ours.tbs(), written(tbs), "tbsCertificate");
    assert_eq!(ours.signature_algorithm_der(), written(oracle.signature_algorithm()), "signature algorithm");
    // A signature is octets: a value with unused bits is none.
    assert_eq!(ours.signature(), oracle.signature().as_bytes().unwrap_or_default(), "signature");
    for (ours, theirs) in [(ours.not_before(), tbs.validity().not_before), (ours.not_after(), tbs.validity().not_after)] {
        assert_eq!(ours.unix_seconds(), theirs.to_unix_duration().as_secs() as i64, "validity");
    }
    let extensions = tbs.extensions().map(Vec::as_slice).unwrap_or_default();
    let mut read = ours.extensions().iter();
    for theirs in extensions {
        let ours = read.next().expect("as many extensions").expect("an extension for x509-cert");
        assert_eq!(ours.id.as_bytes(), theirs.extn_id.as_bytes(), "extension");
        assert_eq!((ours.critical, ours.value), (theirs.critical, theirs.extn_value.as_bytes()), "extension");
    }
    assert!(read.next().is_none(), "more extensions");
}

/// RFC 5652 §5.1.
pub fn cms(bytes: &[u8]) {
    // The padding of /Contents is no part of it.
    let Some(bytes) = longseal::asn1::outer_length(bytes).ok().and_then(|length| bytes.get(..length)) else { return };
    let Ok(outer) = ContentInfo::from_der(bytes) else { return };
    let Ok(oracle) = outer.content.decode_as::<CmsSignedData>() else { return };
    if outer.content_type.to_string() != "1.2.840.113549.1.7.2"
        || oracle.to_der() != outer.content.to_der()
        || outer.to_der().as_deref() != Ok(bytes)
    {
        return;
    }
    let ours = SignedData::parse(bytes).expect("SignedData for cms");
    assert_eq!(ours.content_type.as_bytes(), oracle.encap_content_info.econtent_type.as_bytes(), "content type");
    let content = oracle.encap_content_info.econtent.as_ref();
    assert_eq!(ours.encapsulated_content, content.map(der::Any::value), "content");
    let mut theirs: Vec<Vec<u8>> = Vec::new();
    for choice in oracle.certificates.iter().flat_map(|set| set.0.iter()) {
        if let CertificateChoices::Certificate(certificate) = choice {
            theirs.push(written(certificate));
        }
    }
    assert_eq!(ours.certificates, theirs, "certificates");
    let signers = oracle.signer_infos.0.as_slice();
    assert_eq!(ours.signer_infos.len(), signers.len(), "signers");
    for (ours, theirs) in ours.signer_infos.iter().zip(signers) {
        assert_eq!(ours.raw, written(theirs), "signer");
        assert_eq!(ours.signature, theirs.signature.as_bytes(), "signature");
        assert_eq!(ours.digest_algorithm.raw, written(&theirs.digest_alg), "digest algorithm");
        assert_eq!(ours.signature_algorithm.raw, written(&theirs.signature_algorithm), "signature algorithm");
        match (&ours.signer_identifier, &theirs.sid) {
            (SignerIdentifier::IssuerAndSerialNumber { issuer, serial }, CmsSignerIdentifier::IssuerAndSerialNumber(theirs)) => {
                assert_eq!(*issuer, written(&theirs.issuer), "issuer");
                assert_eq!(serial.minimal(), theirs.serial_number.as_bytes(), "serial number");
            }
            (SignerIdentifier::SubjectKeyIdentifier(ours), CmsSignerIdentifier::SubjectKeyIdentifier(theirs)) => {
                assert_eq!(*ours, theirs.0.as_bytes(), "key identifier");
            }
            (ours, theirs) => panic!("{ours:?} and {theirs:?}"),
        }
        // What is signed: the DER of the attributes as a SET OF (§5.4).
        let attributes = theirs.signed_attrs.as_ref().map(written);
        assert_eq!(ours.signed_attributes_message().map(|message| message.to_vec()), attributes, "signed attributes");
        let own = ours.signed_attributes.as_ref().map_or(0, |attributes| attributes.iter().count());
        assert_eq!(own, theirs.signed_attrs.as_ref().map_or(0, |attributes| attributes.len()), "signed attributes");
    }
}

/// ISO 32000-2 §12.8.1: /ByteRange, /SubFilter and /Contents of every signature that is there today.
pub fn document(bytes: &[u8]) {
    let Ok(document) = Document::open(bytes, &Limits::default(), None) else { return };
    let Ok(fields) = signature::fields(&document) else { return };
    // lopdf repairs and decrypts in its own way; where nothing is repaired both read the file as it is written.
    if document.is_repaired() || document.is_encrypted() || fields.iter().all(|field| field.signature.is_none()) {
        return;
    }
    // A trailer without /Size is damage for lopdf, which then searches the file for objects and takes the last of each number.
    if document.trailer(document.last_revision()).get(b"Size").is_none() {
        return;
    }
    // Its stack has no bound.
    if bytes.len() > 1 << 20 || bytes.windows(40).any(|window| window.iter().all(|byte| matches!(byte, b'[' | b'(' | b'<'))) {
        return;
    }
    let Ok(oracle) = lopdf::Document::load_mem(bytes) else { return };
    for field in fields.iter().filter(|field| field.presence == Presence::Current) {
        let Some(signature) = &field.signature else { continue };
        let Some(reference) = signature.reference.filter(|_| signature.span.is_some() && signature.problems.is_empty()) else { continue };
        let id = (reference.number, reference.generation);
        // An object that it cannot read, such as one with a string that is not closed as it should be, it leaves out.
        let Ok(theirs) = oracle.get_object(id) else { continue };
        let theirs = theirs.as_dict().expect("a signature dictionary");
        let range: Vec<i64> = theirs
            .get(b"ByteRange")
            .and_then(lopdf::Object::as_array)
            .map(|range| range.iter().filter_map(|number| number.as_i64().ok()).collect())
            .unwrap_or_default();
        assert_eq!(range, signature.byte_range_written, "/ByteRange of {:?}", field.name);
        let name = theirs.get(b"SubFilter").and_then(lopdf::Object::as_name).ok();
        assert_eq!(name, signature.subfilter.as_ref().map(String::as_bytes), "/SubFilter of {:?}", field.name);
        let contents = theirs.get(b"Contents").and_then(lopdf::Object::as_str).ok();
        assert_eq!(contents, Some(signature.contents.as_slice()), "/Contents of {:?}", field.name);
    }
}
