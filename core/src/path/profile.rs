//! Rules of RFC 5280 §4 for issuers that §6 does not ask relying parties to check. Breaking one is a warning, or a
//! failure in the strict profile.

use crate::asn1::{Oid, Reader, Tag, departures};
use crate::crl::Crl;
use crate::crypto::AlgorithmIdentifier;
use crate::x509::{Certificate, GeneralName, GeneralSubtrees, KeyUsage, oid, public_key_octets};

/// The place of a certificate in its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The one that is validated for its own sake.
    Target,
    /// One that issued another.
    Authority,
    /// The certificate of the anchor.
    Anchor,
}

/// The rules that a certificate breaks, in the words of the standard. An unreadable extension is no matter of profile.
pub(super) fn broken_rules(certificate: &Certificate, role: Role) -> &[&'static str] {
    certificate.broken_rules(role as usize, || find_broken_rules(certificate, role))
}

fn find_broken_rules(certificate: &Certificate, role: Role) -> Vec<&'static str> {
    let mut broken = Vec::new();
    let mut rule = |kept: bool, text: &'static str| {
        if !kept {
            broken.push(text);
        }
    };
    let critical = |id: Oid<'_>| certificate.extension(id).ok().flatten().map(|extension| extension.critical);
    let serial = certificate.serial();
    let basic = certificate.basic_constraints().ok().flatten();
    let is_ca = basic.is_some_and(|basic| basic.ca);
    let self_signed = certificate.is_self_issued() && role == Role::Anchor;

    rule(certificate.version() == 3, "version must be 3 (§4.1.2.1)");
    rule(!serial.is_negative() && serial.to_unsigned() != Some(&[]), "serialNumber must be positive (§4.1.2.2)");
    rule(serial.as_bytes().len() <= 20, "serialNumber must have at most 20 octets (§4.1.2.2)");
    rule(!certificate.issuer().is_empty(), "issuer must not be empty (§4.1.2.4)");
    rule(!names_explicit_curve(certificate.spki()), "elliptic curve parameters must be a named curve (RFC 5480 §2.1.1)");

    rule(critical(oid::AUTHORITY_KEY_IDENTIFIER) != Some(true), "authorityKeyIdentifier must not be critical (§4.2.1.1)");
    rule(self_signed || critical(oid::AUTHORITY_KEY_IDENTIFIER).is_some(), "authorityKeyIdentifier must be present (§4.2.1.1)");
    rule(critical(oid::SUBJECT_KEY_IDENTIFIER) != Some(true), "subjectKeyIdentifier must not be critical (§4.2.1.2)");
    rule(!is_ca || critical(oid::SUBJECT_KEY_IDENTIFIER).is_some(), "a CA must have a subjectKeyIdentifier (§4.2.1.2)");
    rule(!is_ca || critical(oid::BASIC_CONSTRAINTS) == Some(true), "basicConstraints of a CA must be critical (§4.2.1.9)");
    rule(role != Role::Target || !is_ca, "a certificate for signing must not be a CA's (§4.2.1.9)");
    let cert_sign = certificate.key_usage().ok().flatten().is_some_and(KeyUsage::key_cert_sign);
    rule(is_ca || !cert_sign, "keyCertSign without cA (§4.2.1.3)");
    rule(critical(oid::NAME_CONSTRAINTS) != Some(false), "nameConstraints must be critical (§4.2.1.10)");
    rule(is_ca || critical(oid::NAME_CONSTRAINTS).is_none(), "nameConstraints only in CA certificates (§4.2.1.10)");
    rule(!has_empty_constraints(certificate), "nameConstraints must not be empty (§4.2.1.10)");
    rule(critical(oid::POLICY_CONSTRAINTS) != Some(false), "policyConstraints must be critical (§4.2.1.11)");
    rule(critical(oid::INHIBIT_ANY_POLICY) != Some(false), "inhibitAnyPolicy must be critical (§4.2.1.14)");
    rule(critical(oid::AUTHORITY_INFO_ACCESS) != Some(true), "authorityInfoAccess must not be critical (§4.2.2.1)");
    rule(certificate.authority_info_access().is_ok(), "authorityInfoAccess is malformed (§4.2.2.1)");
    rule(
        !certificate.subject().is_empty() || critical(oid::SUBJECT_ALT_NAME) == Some(true),
        "subjectAltName must be critical when the subject is empty (§4.2.1.6)",
    );
    if let Ok(Some(names)) = certificate.subject_alt_names() {
        let well_formed = names.map_while(Result::ok).all(|name| match name {
            GeneralName::DnsName(name) => is_preferred_name(name),
            _ => true,
        });
        rule(well_formed, "dNSName must be in preferred name syntax (§4.2.1.6)");
    }
    broken.extend(broken_key_rules(certificate.spki()));
    broken
}

/// The rules for issuers that a subjectPublicKeyInfo breaks, though it leaves no doubt which key is meant.
pub fn broken_key_rules(spki: &[u8]) -> Vec<&'static str> {
    const RSA_ENCRYPTION: Oid<'static> = Oid::known(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1]);
    const ML_DSA_44: Oid<'static> = Oid::known(&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, 17]);
    const ML_DSA_65: Oid<'static> = Oid::known(&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, 18]);
    const ML_DSA_87: Oid<'static> = Oid::known(&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, 19]);
    let mut broken = Vec::new();
    let fields = Reader::new(spki).sequence("SubjectPublicKeyInfo");
    let algorithm = fields.and_then(|mut fields| AlgorithmIdentifier::read(&mut fields, "SubjectPublicKeyInfo.algorithm"));
    let Ok(algorithm) = algorithm else { return broken };
    let parameters = algorithm.parameters.map(|parameters| parameters.raw());
    match algorithm.oid {
        RSA_ENCRYPTION if parameters != Some(&[5, 0]) => {
            broken.push("the parameters of rsaEncryption must be NULL (RFC 3279 §2.3.1)");
        }
        ML_DSA_44 | ML_DSA_65 | ML_DSA_87 if parameters.is_some() => {
            broken.push("the parameters of ML-DSA must be absent (RFC 9881 §2)");
        }
        _ => {}
    }
    // An RSAPublicKey is a structure of its own inside the BIT STRING.
    let key = public_key_octets(spki).filter(|_| algorithm.oid == RSA_ENCRYPTION);
    let is_der = |octets: &[u8]| departures(octets).is_ok_and(|found| found.is_none());
    if !is_der(spki) || key.is_some_and(|key| !is_der(key)) {
        broken.push("subjectPublicKeyInfo must be DER (RFC 5280 §4.1)");
    }
    broken
}

/// The rules for issuers that a CRL breaks (§5.2).
pub fn broken_crl_rules(crl: &Crl) -> Vec<&'static str> {
    let mut broken = Vec::new();
    match crl.extensions().get(oid::CRL_NUMBER) {
        Ok(Some(number)) if number.critical => broken.push("cRLNumber must not be critical (§5.2.3)"),
        Ok(None) => broken.push("cRLNumber must be present (§5.2.3)"),
        _ => {}
    }
    if matches!(crl.extensions().get(oid::AUTHORITY_KEY_IDENTIFIER), Ok(None)) {
        broken.push("authorityKeyIdentifier must be present (§5.2.1)");
    }
    if crl.next_update().is_none() {
        broken.push("nextUpdate must be present (§5.1.2.5)");
    }
    broken
}

/// Whether an id-ecPublicKey spells its curve out.
fn names_explicit_curve(spki: &[u8]) -> bool {
    const EC_PUBLIC_KEY: Oid<'static> = Oid::known(&[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1]);
    let parameters_tag = || {
        let mut algorithm = Reader::new(spki).sequence("spki").ok()?.sequence("algorithm").ok()?;
        (algorithm.oid("algorithm").ok()? == EC_PUBLIC_KEY).then(|| algorithm.peek_tag())?
    };
    parameters_tag().is_some_and(|tag| tag != Tag::OID)
}

/// Neither permitted nor excluded subtrees, or a list of them without elements.
fn has_empty_constraints(certificate: &Certificate) -> bool {
    let Ok(Some(constraints)) = certificate.name_constraints() else { return false };
    match (&constraints.permitted, &constraints.excluded) {
        (None, None) => true,
        (permitted, excluded) => [permitted, excluded].into_iter().flatten().any(GeneralSubtrees::is_empty),
    }
}

/// RFC 1034 §3.5 as changed by RFC 1123, with a wildcard as the first label; not an address.
fn is_preferred_name(name: &[u8]) -> bool {
    let Ok(name) = core::str::from_utf8(name) else { return false };
    let host = name.strip_prefix("*.").unwrap_or(name);
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let is_address = host.rsplit('.').next().is_some_and(|label| label.bytes().all(|octet| octet.is_ascii_digit()));
    host.len() <= 253 && host.split('.').all(is_label) && !is_address
}

#[cfg(test)]
mod tests {
    use base64ct::Encoding as _;

    use super::*;

    const AUTHORITY: &[u8] = include_bytes!("../../../fixtures/files/pki/authority-2.der");
    const SIGNER: &[u8] = include_bytes!("../../../fixtures/files/pki/signer.der");

    /// The rules broken after the last octet of extensions' identifiers (2.5.29.x) is exchanged: what was critical or not stays so.
    fn broken(der: &[u8], role: Role, exchanged: &[(u8, u8)]) -> Vec<&'static str> {
        let mut der = der.to_vec();
        for (from, to) in exchanged {
            let at = der.windows(5).position(|window| window == [6, 3, 0x55, 0x1d, *from]).expect("an extension");
            der[at + 4] = *to;
        }
        find_broken_rules(&Certificate::parse(&der).expect("a certificate"), role)
    }

    #[test]
    fn certificates_that_keep_every_rule_break_none() {
        assert_eq!(broken(SIGNER, Role::Target, &[]), [""; 0]);
        assert_eq!(broken(AUTHORITY, Role::Authority, &[]), [""; 0]);
        let pem = include_str!("../../../fixtures/files/pki/root.pem");
        let text: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
        let root = base64ct::Base64::decode_vec(&text).expect("one certificate");
        assert_eq!(broken(&root, Role::Anchor, &[]), [""; 0]);
    }

    #[test]
    fn a_key_breaks_the_rules_of_its_algorithm_only() {
        // RSA of one octet each, so that lengths are plain.
        let spki = |algorithm: &[u8], key: &[u8]| {
            let tlv = |tag: u8, contents: &[u8]| [&[tag, contents.len() as u8], contents].concat();
            tlv(0x30, &[tlv(0x30, algorithm), tlv(3, &[&[0], key].concat())].concat())
        };
        let rsa = [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];
        let null = [&rsa[..], &[5, 0]].concat();
        let key = [0x30, 6, 2, 1, 5, 2, 1, 3];
        assert_eq!(broken_key_rules(&spki(&null, &key)), [""; 0]);
        assert_eq!(broken_key_rules(&spki(&rsa, &key)), ["the parameters of rsaEncryption must be NULL (RFC 3279 §2.3.1)"]);
        // An INTEGER with a leading zero that it does not need.
        assert_eq!(
            broken_key_rules(&spki(&null, &[0x30, 7, 2, 2, 0, 5, 2, 1, 3])),
            ["subjectPublicKeyInfo must be DER (RFC 5280 §4.1)"]
        );
        let ml_dsa = [6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, 17];
        assert_eq!(broken_key_rules(&spki(&ml_dsa, &[1])), [""; 0]);
        assert_eq!(
            broken_key_rules(&spki(&[&ml_dsa[..], &[5, 0]].concat(), &[1])),
            ["the parameters of ML-DSA must be absent (RFC 9881 §2)"]
        );
    }

    #[test]
    fn a_curve_is_named_not_spelled_out() {
        // Of the key only its algorithm is read: id-ecPublicKey with prime256v1, with the beginning of ECParameters, and
        // without parameters; RSA.
        let spki = |algorithm: &[u8]| [&[0x30, algorithm.len() as u8 + 2, 0x30, algorithm.len() as u8], algorithm].concat();
        let ec = [6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
        assert!(!names_explicit_curve(&spki(&[&ec[..], &[6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7]].concat())));
        assert!(names_explicit_curve(&spki(&[&ec[..], &[0x30, 3, 2, 1, 1]].concat())));
        assert!(!names_explicit_curve(&spki(&ec)));
        assert!(!names_explicit_curve(&spki(&[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0])));
    }

    #[test]
    fn each_broken_rule_is_named_and_no_other() {
        // Subject key identifier 0e, key usage 0f (critical), basic constraints 13 (critical), authority key identifier 23; 7f is nobody's.
        let authority = |exchanged: &[(u8, u8)]| broken(AUTHORITY, Role::Authority, exchanged);
        assert_eq!(authority(&[(0x23, 0x7f)]), ["authorityKeyIdentifier must be present (§4.2.1.1)"]);
        assert_eq!(authority(&[(0x0e, 0x7f)]), ["a CA must have a subjectKeyIdentifier (§4.2.1.2)"]);
        assert_eq!(authority(&[(0x23, 0x7f), (0x0f, 0x23)]), ["authorityKeyIdentifier must not be critical (§4.2.1.1)"]);
        assert_eq!(authority(&[(0x0e, 0x7f), (0x0f, 0x0e)]), ["subjectKeyIdentifier must not be critical (§4.2.1.2)"]);
        assert_eq!(broken(AUTHORITY, Role::Target, &[]), ["a certificate for signing must not be a CA's (§4.2.1.9)"]);
        assert_eq!(authority(&[(0x13, 0x7f)]), ["keyCertSign without cA (§4.2.1.3)"]);
        let signer = |exchanged: &[(u8, u8)]| broken(SIGNER, Role::Target, exchanged);
        assert_eq!(
            signer(&[(0x0e, 0x1e)]),
            ["nameConstraints must be critical (§4.2.1.10)", "nameConstraints only in CA certificates (§4.2.1.10)"]
        );
        assert_eq!(signer(&[(0x0e, 0x24)]), ["policyConstraints must be critical (§4.2.1.11)"]);
        assert_eq!(signer(&[(0x0e, 0x36)]), ["inhibitAnyPolicy must be critical (§4.2.1.14)"]);
        assert_eq!(signer(&[(0x23, 0x7f)]), ["authorityKeyIdentifier must be present (§4.2.1.1)"]);
    }

    #[test]
    fn preferred_names() {
        for good in ["example.com", "*.example.com", "xn--a.example"] {
            assert!(is_preferred_name(good.as_bytes()), "{good}");
        }
        for bad in ["", "a_b.example", "127.0.0.1", ".example.com", "a..b", "-a.example", "*"] {
            assert!(!is_preferred_name(bad.as_bytes()), "{bad}");
        }
    }
}
