//! Pages and annotations (ISO 32000-2 §7.7.3, §12.5): pages stay as they are but for new signature widgets; other
//! annotations are a level of their own.

use crate::keyed::KeyedSet;
use crate::order;
use crate::pdf::{Dictionary, Object, Reference};

use crate::reason::{Reason, ReasonCode as R};

use super::ChangeLevel;
use super::catalog::keyed;
use super::equality::same;
use super::place::{Part, Place};
use super::role::Role;
use super::step::{Pending, Step};

impl<'a> Step<'_, '_, 'a> {
    pub(super) fn page(&mut self, object: Reference, old: &Object<'a>, new: &Object<'a>) {
        let (Some(old), Some(new)) = (old.as_dictionary(), new.as_dictionary()) else {
            return self.refuse(object, self.place(object.number), R::ChangesPagesChanged);
        };
        if old.get(b"Parent").is_none() {
            self.page_count(object, &Object::Dictionary(old.clone()), &Object::Dictionary(new.clone()));
        }
        for difference in self.differing(old, new) {
            if difference.key == b"Annots" {
                self.replaced_annotations(object, difference.old, difference.new);
            } else {
                // A node of the page tree holds pages, a leaf is one.
                let pages = matches!(difference.key, b"Kids" | b"Count");
                let code = if pages { R::ChangesPagesChanged } else { R::ChangesPageEntryChanged };
                self.refuse(object, self.place(object.number), keyed(code, difference.key));
            }
        }
    }

    /// The roots of two page trees: what they count is all pages (§7.7.3.2, table 30).
    pub(super) fn page_count(&mut self, object: Reference, old: &Object<'a>, new: &Object<'a>) {
        let count = |root: &Object<'a>| root.as_dictionary().and_then(|root| root.get(b"Count")).and_then(Object::as_integer);
        if let (Some(before), Some(after)) = (count(old), count(new))
            && before != after
        {
            let what = Reason::new(R::ChangesPageCount).with("before", before).with("after", after);
            self.refuse(object, Part::Pages, what);
        }
    }

    fn replaced_annotations(&mut self, page: Reference, old: Option<&Object<'a>>, new: Option<&Object<'a>>) {
        if let Some(reference) = new.and_then(Object::as_reference)
            && self.existed(reference.number)
            && self.uses.roles(reference.number).iter().any(|role| role != Role::AnnotationList)
        {
            return self.refuse(reference, self.place(page.number), R::ChangesObjectReused);
        }
        let (old, new) = (self.resolved_before(old), self.resolved_after(new));
        self.annotation_list(page, &old, &new);
    }

    pub(super) fn annotation_list(&mut self, object: Reference, old: &Object<'a>, new: &Object<'a>) {
        let page = self.uses.page_number(object.number);
        let empty: &[Object<'a>] = &[];
        let (before, after) = match (old, new) {
            (_, Object::Array(after)) => (old.as_array().unwrap_or(empty), &**after),
            (_, Object::Null) => (old.as_array().unwrap_or(empty), empty),
            _ => return self.refuse(object, self.place(object.number), keyed(R::ChangesPageEntryChanged, b"Annots")),
        };
        // Each may become a finding, which takes more than an element of a list.
        if !self.document.may_follow((before.len() + after.len()).saturating_mul(8)) {
            // So many pages with so long lists cannot be told from pages on which anything was changed.
            return self.refuse(object, self.place(object.number), keyed(R::ChangesPageEntryChanged, b"Annots"));
        }
        // Those written in place are each compared with all others.
        let in_place = |list: &[Object<'a>]| {
            let objects = list.iter().filter(|object| object.as_reference().is_none());
            objects.fold((0usize, 0usize), |(count, weight), object| (count + 1, weight + super::equality::weight(object)))
        };
        let (one, two) = (in_place(before), in_place(after));
        let comparisons = one.0.saturating_mul(two.1).saturating_add(two.0.saturating_mul(one.1));
        if !self.document.may_follow(comparisons / 2) {
            return self.refuse(object, self.place(object.number), keyed(R::ChangesPageEntryChanged, b"Annots"));
        }
        let references = |list: &[Object<'a>]| order::distinct(list.iter().filter_map(Object::as_reference));
        let (known, there) = (references(before), references(after));
        for lost in known.iter().filter(|reference| there.binary_search(reference).is_err()) {
            let annotation = self.document.get(*lost, self.before);
            self.annotation_removed(*lost, &annotation, page);
        }
        for annotation in before.iter().filter(|annotation| annotation.as_reference().is_none()) {
            if !after.iter().any(|other| same(annotation, other)) {
                self.annotation_removed(object, annotation, page);
            }
        }
        let mut met = KeyedSet::default();
        for annotation in after {
            match annotation.as_reference() {
                Some(reference) if known.binary_search(&reference).is_ok() || !met.insert(reference) => {}
                Some(reference) => self.annotation_added(reference, &self.resolved_after(Some(annotation)), page),
                None if before.iter().any(|other| same(annotation, other)) => {}
                None if is_widget(annotation.as_dictionary()) => {
                    self.refuse(object, Place::from(Part::Page).on(page), R::ChangesWidgetAdded);
                }
                None if annotation.as_dictionary().is_some() => {
                    self.annotation_change(R::ChangesAnnotationAdded, object, annotation, page);
                }
                None => self.refuse(object, Place::from(Part::Page).on(page), keyed(R::ChangesPageEntryChanged, b"Annots")),
            }
        }
    }

    fn annotation_removed(&mut self, object: Reference, annotation: &Object<'a>, page: Option<u32>) {
        if annotation.is_null() {
            return;
        }
        if is_widget(annotation.as_dictionary()) || self.uses.roles(object.number).has(Role::Field) {
            self.refuse(object, self.place(object.number).on(page), R::ChangesWidgetRemoved);
        } else {
            self.annotation_change(R::ChangesAnnotationRemoved, object, annotation, page);
        }
    }

    fn annotation_added(&mut self, object: Reference, annotation: &Object<'a>, page: Option<u32>) {
        let roles = self.uses.roles(object.number);
        if is_widget(annotation.as_dictionary()) || roles.has(Role::Field) {
            let is_empty_signature = self.is_signature_field(object.number) && !self.was_signed(object.number);
            if roles.has(Role::Field) && is_empty_signature && !roles.has(Role::Annotation) {
                let name = self.field_name(object.number);
                let visible = self.is_visible(annotation);
                let finding = self.record_field(object, &name, R::ChangesSignatureWidgetPlaced, ChangeLevel::FormFilling);
                finding.forbidden_when_certified = visible;
                finding.allowed_when_locked = true;
                return;
            }
            if self.existed(object.number) && !roles.is_empty() {
                return self.refuse(object, self.place(object.number).on(page), R::ChangesObjectReused);
            }
            self.pending.push(Pending { object, place: Place::from(Part::Page).on(page), what: R::ChangesWidgetAdded });
        } else if annotation.as_dictionary().is_some() && (roles.is_empty() || !self.existed(object.number)) {
            self.annotation_change(R::ChangesAnnotationAdded, object, annotation, page);
        } else {
            self.refuse(object, Place::from(Part::Page).on(page), R::ChangesObjectReused);
        }
    }

    /// An annotation that is no field.
    pub(super) fn annotation(&mut self, object: Reference, old: &Object<'a>, new: &Object<'a>) {
        let (before, after) = (old.as_dictionary(), new.as_dictionary());
        if is_widget(before) || is_widget(after) || after.is_none() {
            // Without rectangle or appearance it no longer covers what is below it.
            let lost = |key: &[u8]| {
                before.is_some_and(|entries| entries.get(key).is_some()) && after.is_none_or(|entries| entries.get(key).is_none())
            };
            let code = if lost(b"Rect") || lost(b"AP") { R::ChangesWidgetRemoved } else { R::ChangesWidgetChanged };
            self.refuse(object, Place::from(Part::Annotation).on(self.page_of(object)), code);
        } else {
            self.annotation_change(R::ChangesAnnotationChanged, object, new, self.page_of(object));
        }
    }

    fn annotation_change(&mut self, code: R, object: Reference, annotation: &Object<'a>, page: Option<u32>) {
        let mut reason = Reason::new(code);
        if let Some(kind) = subtype(annotation.as_dictionary()) {
            reason = reason.with("kind", kind);
        }
        self.record(object, Place::from(Part::Annotation).on(page), reason, ChangeLevel::Annotations);
    }

    pub(super) fn annotation_part(&mut self, object: Reference) {
        self.record(object, Part::Annotation, R::ChangesAnnotationChanged, ChangeLevel::Annotations);
    }
}

fn is_widget(entries: Option<&Dictionary<'_>>) -> bool {
    entries.and_then(|entries| entries.get(b"Subtype")).and_then(Object::as_name) == Some(b"Widget")
}

fn subtype(entries: Option<&Dictionary<'_>>) -> Option<String> {
    let name = entries.and_then(|entries| entries.get(b"Subtype")).and_then(Object::as_name)?;
    Some(String::from_utf8_lossy(name).into_owned())
}
