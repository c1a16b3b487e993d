//! The document security store (ISO 32000-2 §12.8.4.3, EN 319 142-1 §5.4): it grows, and nothing else.
//!
//! Real writers regenerate /VRI entries, put /Type into /VRI, share streams and leave references to nothing. None of this
//! can make a document look different, and every item is verified again, so all of it is let through; what is refused is
//! losing entries and using /DSS to reach other objects.

use crate::pdf::{Dictionary, Object, Reference};

use super::ChangeLevel;
use super::role::Role;
use super::step::Step;

const PATH: &str = "validation data";

impl<'a> Step<'_, '_, 'a> {
    pub(super) fn dss(&mut self, object: Reference, old: &Object<'a>, new: &Object<'a>) {
        let Some(new) = new.as_dictionary() else {
            return self.refuse(object, PATH, "the document security store was removed or is no dictionary");
        };
        let empty = Dictionary::default();
        let before = self.findings.len();
        for difference in self.differing(old.as_dictionary().unwrap_or(&empty), new) {
            match difference.key {
                b"Type" => {}
                b"Certs" | b"CRLs" | b"OCSPs" => self.replaced(Role::DssList, object, difference.old, difference.new),
                b"VRI" => self.replaced(Role::VriMap, object, difference.old, difference.new),
                key => {
                    let what = format!("/{} of the document security store was changed", String::from_utf8_lossy(key));
                    self.refuse(object, PATH, what);
                }
            }
        }
        if self.findings.len() == before {
            self.validation_data(object, "the document security store was rewritten");
        }
    }

    pub(super) fn dss_list(&mut self, object: Reference, new: &Object<'a>) {
        let is_item = |element: &Object<'a>| {
            let is_reference = element.as_reference().is_some();
            is_reference && matches!(self.resolved_after(Some(element)), Object::Stream(_) | Object::Null)
        };
        match new {
            Object::Array(elements) if elements.iter().all(is_item) => {
                self.validation_data(object, "certificates, CRLs or OCSP responses were added");
            }
            // An emptied list says less; the revision before still has it.
            Object::Null => self.validation_data(object, "a list of validation data was left out"),
            _ => self.refuse(object, PATH, "a list of validation data holds something else than streams"),
        }
    }

    pub(super) fn dss_stream(&mut self, object: Reference, new: &Object<'a>) {
        if new.as_stream().is_some() {
            self.validation_data(object, "a certificate, CRL, OCSP response or timestamp was added or renewed");
        } else {
            self.refuse(object, PATH, "validation data is no stream");
        }
    }

    pub(super) fn vri_map(&mut self, object: Reference, old: &Object<'a>, new: &Object<'a>) {
        let Some(new) = new.as_dictionary() else {
            return self.refuse(object, PATH, "the validation data of single signatures was removed");
        };
        let empty = Dictionary::default();
        for difference in self.differing(old.as_dictionary().unwrap_or(&empty), new) {
            // Table 261: the key is the SHA-1 of the signature in hexadecimal. Some writers take SHA-256 or longer.
            let is_hash = matches!(difference.key.len(), 40 | 64 | 96 | 128) && difference.key.iter().all(u8::is_ascii_hexdigit);
            match (difference.key, difference.new) {
                (b"Type", Some(Object::Name(_))) => {}
                (_, Some(new)) if is_hash => self.replaced(Role::VriEntry, object, difference.old, Some(new)),
                (_, Some(_)) => self.refuse(object, PATH, "a VRI entry has a key that is no hash"),
                (_, None) => self.refuse(object, PATH, "the validation data of a signature was removed"),
            }
        }
    }

    pub(super) fn vri_entry(&mut self, object: Reference, old: &Object<'a>, new: &Object<'a>) {
        let Some(new) = new.as_dictionary() else {
            return self.refuse(object, PATH, "the validation data of a signature is no dictionary");
        };
        let empty = Dictionary::default();
        for difference in self.differing(old.as_dictionary().unwrap_or(&empty), new) {
            match difference.key {
                b"Cert" | b"CRL" | b"OCSP" if difference.new.is_none() => {
                    self.refuse(object, PATH, "validation data of a signature was removed");
                }
                b"Cert" | b"CRL" | b"OCSP" => self.replaced(Role::DssList, object, difference.old, difference.new),
                b"TS" if difference.new.and_then(Object::as_reference).is_some() => {
                    self.replaced(Role::DssStream, object, difference.old, difference.new);
                }
                // A /TS that is no reference is no timestamp, but it cannot reach anything either.
                b"Type" | b"TU" | b"TS" => self.validation_data(object, "the validation data of a signature was renewed"),
                key => {
                    let what = format!("/{} of a VRI entry was changed", String::from_utf8_lossy(key));
                    self.refuse(object, PATH, what);
                }
            }
        }
    }

    fn validation_data(&mut self, object: Reference, what: &str) {
        self.record(object, PATH, what, ChangeLevel::ValidationData);
    }
}
