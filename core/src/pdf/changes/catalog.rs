//! The trailer, the catalog and what hangs directly from it (ISO 32000-2 §7.5.5, §7.7.2, §14.3.3).

use crate::pdf::{Dictionary, Object, Reference};

use crate::reason::{Reason, ReasonCode as R};

use super::ChangeLevel;
use super::equality::same;
use super::place::Part;
use super::role::Role;
use super::step::Step;

const NO_OBJECT: Reference = Reference { number: 0, generation: 0 };

impl<'a> Step<'_, '_, 'a> {
    /// The trailer may name a new information dictionary; its catalog is compared; its encryption is for good (§7.6.2).
    pub(super) fn trailer(&mut self) {
        let old = self.document.trailer(self.before);
        let new = self.document.trailer(self.after);
        if !same(old.get(b"Encrypt").unwrap_or(&Object::Null), new.get(b"Encrypt").unwrap_or(&Object::Null)) {
            self.refuse(NO_OBJECT, Part::Encryption, R::ChangesEncryptionChanged);
        }
        let root = |trailer: &Dictionary<'a>| trailer.get(b"Root").and_then(Object::as_reference);
        if root(&old) != root(&new) {
            let (before, after) = (self.resolved_before(old.get(b"Root")), self.resolved_after(new.get(b"Root")));
            self.catalog(root(&new).unwrap_or(NO_OBJECT), &before, &after);
        }
        if let Some(information) = new.get(b"Info")
            && !old.get(b"Info").is_some_and(|before| same(before, information))
        {
            match information.as_reference() {
                Some(reference) if !self.existed(reference.number) => {
                    self.information(reference, &self.resolved_after(Some(information)));
                }
                _ => self.refuse(NO_OBJECT, Part::Information, R::ChangesInformationReplaced),
            }
        }
    }

    pub(super) fn catalog(&mut self, object: Reference, old: &Object<'a>, new: &Object<'a>) {
        let (Some(old), Some(new)) = (old.as_dictionary(), new.as_dictionary()) else {
            return self.refuse(object, Part::Catalog, R::ChangesCatalogChanged);
        };
        for difference in self.differing(old, new) {
            let role = match difference.key {
                b"AcroForm" => Role::Form,
                b"DSS" => Role::Dss,
                b"Metadata" => Role::Metadata,
                b"StructTreeRoot" if difference.old.is_some() => Role::StructureRoot,
                b"Extensions" | b"MarkInfo" | b"Version" => Role::Extension,
                b"Names" if self.only_icons(difference.old, difference.new) => {
                    let object = difference.new.and_then(Object::as_reference).unwrap_or(object);
                    self.record(object, Part::Annotation, R::ChangesAnnotationIcons, ChangeLevel::Annotations);
                    continue;
                }
                key => {
                    self.refuse(object, Part::Catalog, keyed(R::ChangesCatalogChanged, key));
                    if key == b"Pages" {
                        let (old, new) = (self.resolved_before(difference.old), self.resolved_after(difference.new));
                        self.page_count(object, &old, &new);
                    }
                    continue;
                }
            };
            self.replaced(role, object, difference.old, difference.new);
        }
    }

    /// Whether all that is new in the name dictionary is /AP, which names appearance streams (§7.7.4, table 32). It must not
    /// have been there: annotations may show what it named.
    fn only_icons(&self, old: Option<&Object<'a>>, new: Option<&Object<'a>>) -> bool {
        if new.and_then(Object::as_reference).is_some_and(|reference| self.existed(reference.number)) {
            return false;
        }
        let (old, new) = (self.resolved_before(old), self.resolved_after(new));
        let nothing = Dictionary::default();
        let (Some(old), Some(new)) = (if old.is_null() { Some(&nothing) } else { old.as_dictionary() }, new.as_dictionary())
        else {
            return false;
        };
        self.differing(old, new).iter().all(|difference| difference.key == b"AP" && difference.old.is_none())
    }

    /// A value that another value took the place of: judged as if the object had been rewritten where it stood. An object
    /// that was there before may not take the place: it would bring its other uses here, or what was hidden in it.
    pub(super) fn replaced(&mut self, role: Role, holder: Reference, old: Option<&Object<'a>>, new: Option<&Object<'a>>) {
        if let Some(reference) = new.and_then(Object::as_reference)
            && self.existed(reference.number)
            && old.and_then(Object::as_reference) != Some(reference)
            && !self.uses.roles(reference.number).has(role)
        {
            return self.refuse(reference, self.place(reference.number), R::ChangesObjectReused);
        }
        let object = new.and_then(Object::as_reference).unwrap_or(holder);
        let (old, new) = (self.resolved_before(old), self.resolved_after(new));
        if self.may_compare(&old, &new) && (!same(&old, &new) || old.is_null() != new.is_null()) {
            self.changed(role, object, &old, &new);
        }
    }

    pub(super) fn information(&mut self, object: Reference, new: &Object<'a>) {
        if new.as_dictionary().is_some() {
            self.record(object, Part::Information, R::ChangesInformationUpdated, ChangeLevel::ValidationData);
        } else {
            self.refuse(object, Part::Information, R::ChangesInformationReplaced);
        }
    }

    pub(super) fn extension(&mut self, object: Reference, new: &Object<'a>) {
        if matches!(new, Object::Dictionary(_) | Object::Name(_)) {
            self.record(object, Part::Catalog, R::ChangesExtensionsUpdated, ChangeLevel::ValidationData);
        } else {
            self.refuse(object, Part::Catalog, R::ChangesExtensionsMalformed);
        }
    }

    pub(super) fn metadata(&mut self, object: Reference, new: &Object<'a>) {
        let xmp = new.as_stream().and_then(|stream| self.document.decode(stream, self.after));
        match xmp {
            Some(xmp) if super::metadata::is_xmp(&xmp) => {
                self.record(object, Part::Metadata, R::ChangesMetadataUpdated, ChangeLevel::ValidationData);
            }
            _ => self.refuse(object, Part::Metadata, R::ChangesMetadataMalformed),
        }
    }
}

/// A change of the value of one key, which a message names.
pub(super) fn keyed(code: R, key: &[u8]) -> Reason {
    Reason::new(code).with("key", String::from_utf8_lossy(key))
}
