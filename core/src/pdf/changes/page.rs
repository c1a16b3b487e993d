//! Pages and annotations (ISO 32000-2 §7.7.3, §12.5): pages stay as they are but for new signature widgets; other
//! annotations are a level of their own.

use std::collections::HashSet;

use crate::pdf::{Dictionary, Object, Reference};

use super::ChangeLevel;
use super::equality::same;
use super::role::Role;
use super::step::{Pending, Step};

impl<'a> Step<'_, '_, 'a> {
    pub(super) fn page(&mut self, object: Reference, old: &Object<'a>, new: &Object<'a>) {
        let (Some(old), Some(new)) = (old.as_dictionary(), new.as_dictionary()) else {
            return self.refuse(object, self.describe(object.number), "a page is no dictionary");
        };
        for difference in self.differing(old, new) {
            if difference.key == b"Annots" {
                self.replaced_annotations(object, difference.old, difference.new);
            } else {
                let what = format!("/{} of a page was changed", String::from_utf8_lossy(difference.key));
                self.refuse(object, self.describe(object.number), what);
            }
        }
    }

    fn replaced_annotations(&mut self, page: Reference, old: Option<&Object<'a>>, new: Option<&Object<'a>>) {
        let reference = new.and_then(Object::as_reference);
        if reference.is_some() && reference == old.and_then(Object::as_reference) {
            return;
        }
        if let Some(reference) = reference
            && self.existed(reference.number)
            && self.uses.roles(reference.number).iter().any(|role| role != Role::AnnotationList)
        {
            return self.refuse(reference, "page", "an object of another use became the list of annotations");
        }
        let (old, new) = (self.resolved_before(old), self.resolved_after(new));
        self.annotation_list(page, &old, &new);
    }

    pub(super) fn annotation_list(&mut self, object: Reference, old: &Object<'a>, new: &Object<'a>) {
        let empty: &[Object<'a>] = &[];
        let (before, after) = match (old, new) {
            (_, Object::Array(after)) => (old.as_array().unwrap_or(empty), after.as_slice()),
            (_, Object::Null) => (old.as_array().unwrap_or(empty), empty),
            _ => return self.refuse(object, "page", "the annotations of a page are no array"),
        };
        let references = |list: &[Object<'a>]| list.iter().filter_map(Object::as_reference).collect::<HashSet<_>>();
        let (known, there) = (references(before), references(after));
        for lost in known.difference(&there) {
            let annotation = self.document.get(*lost, self.before);
            self.annotation_removed(*lost, &annotation);
        }
        for annotation in before.iter().filter(|annotation| annotation.as_reference().is_none()) {
            if !after.iter().any(|other| same(annotation, other)) {
                self.annotation_removed(object, annotation);
            }
        }
        for annotation in after {
            match annotation.as_reference() {
                Some(reference) if known.contains(&reference) => {}
                Some(reference) => self.annotation_added(reference, &self.resolved_after(Some(annotation))),
                None if before.iter().any(|other| same(annotation, other)) => {}
                None if is_widget(annotation.as_dictionary()) => {
                    self.refuse(object, "page", "a widget was added that is no object of its own");
                }
                None => self.annotation_added(object, annotation),
            }
        }
    }

    fn annotation_removed(&mut self, object: Reference, annotation: &Object<'a>) {
        if annotation.is_null() {
            return;
        }
        if is_widget(annotation.as_dictionary()) || self.uses.roles(object.number).has(Role::Field) {
            self.refuse(object, self.describe(object.number), "the widget of a form field was taken off its page");
        } else {
            self.record(object, "annotation", "an annotation was removed", ChangeLevel::Annotations);
        }
    }

    fn annotation_added(&mut self, object: Reference, annotation: &Object<'a>) {
        let roles = self.uses.roles(object.number);
        if is_widget(annotation.as_dictionary()) || roles.has(Role::Field) {
            let is_empty_signature = self.is_signature_field(object.number) && !self.was_signed(object.number);
            if roles.has(Role::Field) && is_empty_signature && !roles.has(Role::Annotation) {
                let name = self.field_name(object.number);
                let what = "the widget of an empty signature field was put on its page";
                let visible = self.is_visible(annotation);
                let finding = self.record_field(object, &name, what, ChangeLevel::FormFilling);
                finding.forbidden_when_certified = visible;
                finding.allowed_when_locked = true;
                return;
            }
            if self.existed(object.number) && !roles.is_empty() {
                return self.refuse(object, self.describe(object.number), "an existing form field was put on a page");
            }
            let what = "a widget was added that belongs to no new signature field";
            self.pending.push(Pending { object, path: "page".to_owned(), what });
        } else if annotation.as_dictionary().is_some()
            && (roles.is_empty() || !self.existed(object.number) || roles.has(Role::Page))
        {
            let what = format!("an annotation was added ({})", subtype(annotation.as_dictionary()));
            self.record(object, "annotation", what, ChangeLevel::Annotations);
        } else {
            self.refuse(object, "page", "something that is no annotation was put among them");
        }
    }

    /// An annotation that is no field.
    pub(super) fn annotation(&mut self, object: Reference, old: &Object<'a>, new: &Object<'a>) {
        let (before, after) = (old.as_dictionary(), new.as_dictionary());
        if is_widget(before) || is_widget(after) || after.is_none() {
            self.refuse(object, "annotation", "a widget that belongs to no form field was changed");
        } else {
            let what = format!("an annotation was changed ({})", subtype(after));
            self.record(object, "annotation", what, ChangeLevel::Annotations);
        }
    }

    pub(super) fn annotation_part(&mut self, object: Reference) {
        self.record(object, "annotation", "the appearance or content of an annotation was changed", ChangeLevel::Annotations);
    }
}

fn is_widget(entries: Option<&Dictionary<'_>>) -> bool {
    entries.and_then(|entries| entries.get(b"Subtype")).and_then(Object::as_name) == Some(b"Widget")
}

fn subtype(entries: Option<&Dictionary<'_>>) -> String {
    let name = entries.and_then(|entries| entries.get(b"Subtype")).and_then(Object::as_name).unwrap_or(b"unknown");
    String::from_utf8_lossy(name).into_owned()
}
