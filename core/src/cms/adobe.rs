//! Adobe's revocation information attribute (ISO 32000-2 §12.8.3.3.2).

use super::attributes::Attributes;
use super::identifier;
use super::revocation_info::{RevocationInfo, revocation_info};
use crate::asn1::{self, Element, Reader, Tag};

/// What the attribute holds, gathered over all its values; each item is DER.
///
/// ```asn1
/// RevocationInfoArchival ::= SEQUENCE {
///   crl          [0] EXPLICIT SEQUENCE of CRLs, OPTIONAL
///   ocsp         [1] EXPLICIT SEQUENCE of OCSP Responses, OPTIONAL
///   otherRevInfo [2] EXPLICIT SEQUENCE of OtherRevInfo, OPTIONAL }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RevocationInfoArchival<'a> {
    /// CRLs.
    pub crls: Vec<&'a [u8]>,
    /// OCSP responses.
    pub ocsp_responses: Vec<&'a [u8]>,
    /// What could not be read or is neither.
    pub unreadable: Vec<asn1::Error>,
}

impl<'a> RevocationInfoArchival<'a> {
    /// Reads every value of the attribute; it belongs among the signed attributes, some tools write it unsigned.
    pub(super) fn read(attributes: &Attributes<'a>) -> Self {
        let mut archival = Self::default();
        for value in attributes.all(identifier::ADOBE_REVOCATION) {
            if let Err(error) = archival.read_value(value) {
                archival.unreadable.push(error);
            }
        }
        archival
    }

    fn read_value(&mut self, value: Element<'a>) -> asn1::Result<()> {
        const WHAT: &str = "RevocationInfoArchival";
        for field in value.expect(Tag::SEQUENCE, WHAT)?.reader() {
            let field = field?;
            if !matches!(field.tag().number(), 0 | 1) || field.tag().class() != 2 {
                continue;
            }
            self.read_items(items_of(field)?);
        }
        Ok(())
    }

    /// Told apart by structure and not by the field they stand in: some tools put OCSP responses into `crl`.
    fn read_items(&mut self, items: Reader<'a>) {
        for item in items {
            match item.map(revocation_info) {
                Ok(Some(RevocationInfo::Crl(der))) => self.crls.push(der),
                Ok(Some(RevocationInfo::Ocsp(der))) => self.ocsp_responses.push(der),
                Ok(None) => self.unreadable.push(asn1::Error::value("RevocationInfoArchival item")),
                Err(error) => self.unreadable.push(error),
            }
        }
    }

    /// Whether there is nothing of use.
    pub fn is_empty(&self) -> bool {
        self.crls.is_empty() && self.ocsp_responses.is_empty()
    }
}

/// The items of `[n] EXPLICIT SEQUENCE OF`. NOTE: `[n] IMPLICIT SEQUENCE OF`, seen in the field, is what remains when the
/// field's one element does not consist of items. The reverse order would take a list of one CRL for a CRL of version 1.
fn items_of(field: Element<'_>) -> asn1::Result<Reader<'_>> {
    let list = field.reader();
    let mut rest = list.clone();
    let first = rest.element("RevocationInfoArchival item")?;
    let holds_items = || first.reader().all(|item| item.is_ok_and(|item| revocation_info(item).is_some()));
    let is_explicit = rest.is_empty() && first.tag() == Tag::SEQUENCE && holds_items();
    if is_explicit || revocation_info(first).is_none() {
        return Ok(first.expect(Tag::SEQUENCE, "RevocationInfoArchival list")?.reader());
    }
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CRL: [u8; 7] = [0x30, 5, 0x30, 3, 2, 1, 1];
    const OCSP: [u8; 5] = [0x30, 3, 10, 1, 0];

    fn read(value: &[u8]) -> RevocationInfoArchival<'_> {
        let mut archival = RevocationInfoArchival::default();
        let value = Element::read(value, "test").unwrap();
        if let Err(error) = archival.read_value(value) {
            archival.unreadable.push(error);
        }
        archival
    }

    fn wrap(tag: u8, contents: &[u8]) -> Vec<u8> {
        [&[tag, contents.len() as u8], contents].concat()
    }

    #[test]
    fn explicit_and_implicit_lists() {
        let explicit = wrap(0x30, &[wrap(0xa0, &wrap(0x30, &CRL)), wrap(0xa1, &wrap(0x30, &OCSP.repeat(2)))].concat());
        let archival = read(&explicit);
        assert_eq!((archival.crls.len(), archival.ocsp_responses.len()), (1, 2));
        let implicit = wrap(0x30, &[wrap(0xa0, &CRL.repeat(2)), wrap(0xa1, &OCSP)].concat());
        let archival = read(&implicit);
        assert_eq!((archival.crls.len(), archival.ocsp_responses.len()), (2, 1));
        assert!(archival.unreadable.is_empty());
    }

    #[test]
    fn a_list_of_one_crl_is_a_list() {
        // CertificateList { tbsCertList { INTEGER 1 }, AlgorithmIdentifier {}, BIT STRING }
        let crl = [0x30, 9, 0x30, 3, 2, 1, 1, 0x30, 0, 3, 0];
        let explicit = wrap(0x30, &wrap(0xa0, &wrap(0x30, &crl)));
        assert_eq!(read(&explicit).crls, [&crl[..]]);
        let implicit = wrap(0x30, &wrap(0xa0, &crl));
        assert_eq!(read(&implicit).crls, [&crl[..]]);
    }

    #[test]
    fn what_is_unreadable_is_listed_and_hides_nothing() {
        let value = wrap(0x30, &[wrap(0xa0, &wrap(0x30, &[&[5, 0][..], &CRL].concat())), wrap(0xa2, &[])].concat());
        let archival = read(&value);
        assert_eq!((archival.crls.len(), archival.unreadable.len()), (1, 1));
        assert!(read(&[4, 0]).is_empty());
    }
}
