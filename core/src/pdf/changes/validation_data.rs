//! The document security store (ISO 32000-2 §12.8.4.3, EN 319 142-1 §5.4): it grows, and nothing else.
//!
//! Real writers regenerate /VRI entries, put /Type into /VRI, share streams and leave references to nothing. None of this
//! can make a document look different, and every item is verified again, so all of it is let through; what is refused is
//! losing entries and using /DSS to reach other objects.

use crate::pdf::{Dictionary, Object, Reference};

use crate::reason::ReasonCode as R;

use super::ChangeLevel;
use super::catalog::keyed;
use super::place::Part;
use super::role::Role;
use super::step::Step;

const PLACE: Part = Part::ValidationData;

impl<'a> Step<'_, '_, 'a> {
    pub(super) fn dss(&mut self, object: Reference, old: &Object<'a>, new: &Object<'a>) {
        let Some(new) = new.as_dictionary() else {
            return self.refuse(object, PLACE, R::ChangesDssRemoved);
        };
        let empty = Dictionary::default();
        let before = self.findings.len();
        for difference in self.differing(old.as_dictionary().unwrap_or(&empty), new) {
            match difference.key {
                b"Type" => {}
                b"Certs" | b"CRLs" | b"OCSPs" => self.replaced(Role::DssList, object, difference.old, difference.new),
                b"VRI" => self.replaced(Role::VriMap, object, difference.old, difference.new),
                key => {
                    self.refuse(object, PLACE, keyed(R::ChangesValidationDataMalformed, key));
                }
            }
        }
        if self.findings.len() == before {
            self.validation_data(object);
        }
    }

    pub(super) fn dss_list(&mut self, object: Reference, new: &Object<'a>) {
        let is_item = |element: &Object<'a>| {
            let is_reference = element.as_reference().is_some();
            is_reference && matches!(self.resolved_after(Some(element)), Object::Stream(_) | Object::Null)
        };
        match new {
            Object::Array(elements) if elements.iter().all(is_item) => {
                self.validation_data(object);
            }
            // An emptied list says less; the revision before still has it.
            Object::Null => self.validation_data(object),
            _ => self.refuse(object, PLACE, R::ChangesValidationDataMalformed),
        }
    }

    pub(super) fn dss_stream(&mut self, object: Reference, new: &Object<'a>) {
        if new.as_stream().is_some() {
            self.validation_data(object);
        } else {
            self.refuse(object, PLACE, R::ChangesValidationDataMalformed);
        }
    }

    pub(super) fn vri_map(&mut self, object: Reference, old: &Object<'a>, new: &Object<'a>) {
        let Some(new) = new.as_dictionary() else {
            return self.refuse(object, PLACE, R::ChangesValidationDataRemoved);
        };
        let empty = Dictionary::default();
        for difference in self.differing(old.as_dictionary().unwrap_or(&empty), new) {
            // Table 261: the key is the SHA-1 of the signature in hexadecimal. Some writers take SHA-256 or longer.
            let is_hash = matches!(difference.key.len(), 40 | 64 | 96 | 128) && difference.key.iter().all(u8::is_ascii_hexdigit);
            match (difference.key, difference.new) {
                (b"Type", Some(Object::Name(_))) => {}
                (_, Some(new)) if is_hash => self.replaced(Role::VriEntry, object, difference.old, Some(new)),
                (_, Some(_)) => self.refuse(object, PLACE, keyed(R::ChangesValidationDataMalformed, difference.key)),
                (_, None) => self.refuse(object, PLACE, R::ChangesValidationDataRemoved),
            }
        }
    }

    pub(super) fn vri_entry(&mut self, object: Reference, old: &Object<'a>, new: &Object<'a>) {
        let Some(new) = new.as_dictionary() else {
            return self.refuse(object, PLACE, R::ChangesValidationDataMalformed);
        };
        let empty = Dictionary::default();
        for difference in self.differing(old.as_dictionary().unwrap_or(&empty), new) {
            match difference.key {
                b"Cert" | b"CRL" | b"OCSP" if difference.new.is_none() => {
                    self.refuse(object, PLACE, R::ChangesValidationDataRemoved);
                }
                b"Cert" | b"CRL" | b"OCSP" => self.replaced(Role::DssList, object, difference.old, difference.new),
                b"TS" if difference.new.and_then(Object::as_reference).is_some() => {
                    self.replaced(Role::DssStream, object, difference.old, difference.new);
                }
                // A /TS that is no reference is no timestamp, but it cannot reach anything either.
                b"Type" | b"TU" | b"TS" => self.validation_data(object),
                key => {
                    self.refuse(object, PLACE, keyed(R::ChangesValidationDataMalformed, key));
                }
            }
        }
    }

    fn validation_data(&mut self, object: Reference) {
        self.record(object, PLACE, R::ChangesValidationDataAdded, ChangeLevel::ValidationData);
    }
}
