//! One form field (ISO 32000-2 §12.7.4, §12.7.5): its value and appearance may change, nothing else.

use crate::pdf::{Object, Reference};

use crate::reason::ReasonCode as R;

use super::ChangeLevel;
use super::catalog::keyed;
use super::place::Place;
use super::role::Role;
use super::step::Step;
use super::uses::Owner;

impl<'a> Step<'_, '_, 'a> {
    pub(super) fn field(&mut self, object: Reference, old: &Object<'a>, new: &Object<'a>) {
        let name = self.field_name(object.number);
        let place = |step: &Self| Place::field(&name).on(step.page_of(object));
        let (Some(old), Some(new)) = (old.as_dictionary(), new.as_dictionary()) else {
            return self.refuse(object, place(self), R::ChangesFieldRemoved);
        };
        let is_signature = self.is_signature_field(object.number);
        let was_signed = self.was_signed(object.number);
        let mut filled = false;
        for difference in self.differing(old, new) {
            let key = difference.key;
            match key {
                // Adobe writes /Type into merged widgets, and flags into signed fields.
                b"Type" if difference.old.is_none() && difference.new.and_then(Object::as_name) == Some(b"Annot") => {}
                b"Ff" if was_signed && difference.old.is_none() => {}
                _ if was_signed => {
                    self.refuse(object, place(self), keyed(R::ChangesSignedFieldChanged, key));
                }
                // NOTE: a field added below an existing one would be as harmless as one beside it; no workflow needs it.
                b"Kids" => self.refuse(object, place(self), keyed(R::ChangesFieldEntryChanged, key)),
                b"V" if is_signature => match difference.new {
                    Some(value) => {
                        let visible = new.get(b"Kids").is_some() || self.is_visible(&Object::Dictionary(new.clone()));
                        self.signed(object, &name, value, visible);
                    }
                    None => self.refuse(object, place(self), R::ChangesSignatureRemoved),
                },
                b"AP" => {
                    self.appearance_replaced(object, &name, difference.old, difference.new);
                    filled = true;
                }
                b"V" | b"AS" | b"F" | b"DA" | b"Q" | b"Ff" | b"RV" | b"I" | b"TI" | b"M" => filled = true,
                _ => {
                    self.refuse(object, place(self), keyed(R::ChangesFieldEntryChanged, key));
                }
            }
        }
        if filled {
            self.filled.push(object);
        }
        if filled && !is_signature {
            self.record_field(object, &name, R::ChangesFieldFilled, ChangeLevel::FormFilling);
        } else if filled {
            // An empty signature field may get its appearance; whether signing it is allowed is judged with its value.
            self.record_field(object, &name, R::ChangesSignatureAppearanceSet, ChangeLevel::FormFilling).allowed_when_locked =
                true;
        }
    }

    /// The object that a field's value is was rewritten.
    pub(super) fn field_value(&mut self, object: Reference, old: &Object<'a>) {
        match self.uses.owner(object.number) {
            Owner::Field(field) if !self.is_signature_field(field) && old.as_dictionary().is_none() => {
                let name = self.field_name(field);
                self.filled.push(Reference { number: field, generation: 0 });
                self.record_field(object, &name, R::ChangesFieldFilled, ChangeLevel::FormFilling);
            }
            _ => {
                self.refuse(object, self.place(object.number), R::ChangesSignatureReplaced);
            }
        }
    }

    /// /AP was replaced by another dictionary.
    fn appearance_replaced(&mut self, object: Reference, name: &str, old: Option<&Object<'a>>, new: Option<&Object<'a>>) {
        if let Some(reference) = old.and_then(Object::as_reference) {
            let only = self.uses.roles(reference.number).iter().all(|role| role == Role::AppearanceSet);
            if !only || self.uses.owner(reference.number) == Owner::Several {
                return self.refuse(reference, Place::field(name), R::ChangesAppearanceShared);
            }
        }
        let appearance = self.resolved_after(new);
        let Some(entries) = appearance.as_dictionary() else {
            return self.refuse(object, Place::field(name), R::ChangesAppearanceReplaced);
        };
        if let Some(reference) = new.and_then(Object::as_reference) {
            let roles = self.uses.roles(reference.number);
            if self.existed(reference.number) && roles.iter().any(|role| role != Role::AppearanceSet) {
                return self.refuse(reference, Place::field(name), R::ChangesObjectReused);
            }
        }
        let is_appearance =
            |value: &Object<'a>| matches!(self.resolved_after(Some(value)), Object::Stream(_) | Object::Dictionary(_));
        let wrong = entries.iter().any(|(key, value)| matches!(key, b"N" | b"R" | b"D") && !is_appearance(value));
        if wrong {
            self.refuse(object, Place::field(name), R::ChangesAppearanceReplaced);
        }
    }

    /// An appearance dictionary or stream was rewritten where it stands.
    pub(super) fn appearance_in_place(&mut self, role: Role, object: Reference, old: &Object<'a>, new: &Object<'a>) {
        let Owner::Field(field) = self.uses.owner(object.number) else {
            return self.refuse(object, self.place(object.number), R::ChangesAppearanceShared);
        };
        let name = self.field_name(field);
        self.filled.push(Reference { number: field, generation: 0 });
        if self.was_signed(field) {
            return self.refuse(object, self.field_place(field), R::ChangesSignatureAppearanceChanged);
        }
        let states = self.inherited(field, b"AS").as_name().is_some();
        let fits = match (role, old, new) {
            (Role::AppearanceSet, _, Object::Dictionary(_))
            | (Role::AppearanceEntry, Object::Dictionary(_), Object::Dictionary(_)) => true,
            // A button's states are drawn once and for all: which of them shows is its value.
            (Role::AppearanceEntry, _, Object::Stream(_)) => !states,
            _ => false,
        };
        if fits {
            self.record_field(object, &name, R::ChangesFieldAppearanceUpdated, ChangeLevel::FormFilling);
        } else {
            self.refuse(object, self.field_place(field), R::ChangesAppearanceReplaced);
        }
    }
}
