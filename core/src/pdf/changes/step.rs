//! One revision against the one before it: what changed, and whether every use of it is explained.

use core::cell::RefCell;
use std::rc::Rc;

use crate::keyed::KeyedMap;
use crate::order::Arrange as _;
use crate::pdf::{Dictionary, Document, Entry, Object, Reference, RevisionIndex};

use crate::reason::{Reason, ReasonCode as R};

use super::ChangeLevel;
use super::equality::{Difference, differing, same, weight};
use super::place::{Part, Place};
use super::role::Role;
use super::shown_font::Characters;
use super::uses::{Owner, Uses};

/// References followed while comparing what was written directly with what became an object of its own.
const FOLLOWED: u32 = 16;

/// A change, with what its permission depends on.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    pub(super) revision: RevisionIndex,
    pub(super) object: Reference,
    pub(super) place: Place,
    pub(super) what: Reason,
    pub(super) level: ChangeLevel,
    /// The field it belongs to, for FieldMDP.
    pub(super) field: Option<String>,
    /// Whether locking the field does not forbid it.
    pub(super) allowed_when_locked: bool,
    /// Whether a certification forbids it whatever its level.
    pub(super) forbidden_when_certified: bool,
    /// The signature dictionary that must be sound for this to be more than a picture of a signature.
    pub(super) relies_on: Option<Reference>,
}

/// A widget or structure entry that is legitimate if its object turns out to be a new field of this revision.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub(super) object: Reference,
    pub(super) place: Place,
    pub(super) what: R,
}

/// The comparison of two neighbouring revisions.
pub(super) struct Step<'s, 'd, 'a> {
    pub(super) document: &'d Document<'a>,
    pub(super) before: RevisionIndex,
    pub(super) after: RevisionIndex,
    pub(super) uses: &'s Uses<'d, 'a>,
    pub(super) findings: Vec<Finding>,
    pub(super) pending: Vec<Pending>,
    /// Fields whose value or appearance was touched.
    pub(super) filled: Vec<Reference>,
    /// Fonts of appearances, by the number of their object: many fields are shown in one.
    pub(super) fonts: RefCell<KeyedMap<u32, Rc<Characters>>>,
}

/// What one revision changes. `uses` is that of the revision before and is brought up to date.
pub(super) fn compare<'d, 'a>(document: &'d Document<'a>, after: RevisionIndex, uses: &mut Uses<'d, 'a>) -> Vec<Finding> {
    let Some(before) = after.previous() else { return Vec::new() };
    let mut step = Step {
        document,
        before,
        after,
        uses,
        findings: Vec::new(),
        pending: Vec::new(),
        filled: Vec::new(),
        fonts: RefCell::default(),
    };
    let touched = step.objects();
    step.trailer();
    step.leftovers();
    let mut filled = core::mem::take(&mut step.filled);
    filled.arrange();
    filled.dedup();
    for field in filled.into_iter().take_while(|_| document.check().is_ok()) {
        step.check_shown_value(field);
    }
    let Step { findings, pending, .. } = step;
    uses.update(after, &touched);
    // Only now is it known which new objects are fields.
    let mut step =
        Step { document, before, after, uses, findings, pending: Vec::new(), filled: Vec::new(), fonts: RefCell::default() };
    for pending in pending {
        if !uses_field(step.uses, pending.object.number) {
            step.refuse(pending.object, pending.place, pending.what);
        }
    }
    step.findings
}

fn uses_field(uses: &Uses<'_, '_>, number: u32) -> bool {
    uses.roles(number).has(Role::Field)
}

impl<'a> Step<'_, '_, 'a> {
    /// Looks at every entry of the revision. Returns the numbers of all objects it defines anew.
    fn objects(&mut self) -> Vec<u32> {
        let mut touched = Vec::new();
        for (number, entry) in self.document.entries(self.after) {
            let known = self.document.definition(number, self.before).map(|(_, entry)| entry);
            if known == Some(entry) && !matches!(entry, Entry::InObjectStream { .. }) {
                continue;
            }
            touched.push(number);
            // Over a limit nothing is said of any change.
            if self.document.check().is_ok() {
                self.object(number, entry);
            }
        }
        touched
    }

    fn object(&mut self, number: u32, entry: Entry) {
        let roles = self.uses.roles(number);
        let old = self.document.indirect_at(number, self.before);
        let new = self.document.indirect_at(number, self.after);
        let generation = match entry {
            Entry::InFile { generation, .. } => generation,
            _ => 0,
        };
        let reference = Reference { number, generation };
        let old_object = old.as_ref().map_or(Object::Null, |found| found.object.clone());
        let new_object = new.as_ref().map_or(Object::Null, |found| found.object.clone());
        if !self.may_compare(&old_object, &new_object) || same(&old_object, &new_object) {
            return;
        }
        if is_object_stream(&old_object) {
            self.refuse(reference, Part::ObjectStream, R::ChangesObjectStreamReplaced);
            return;
        }
        if new_object.is_null() {
            self.refuse(reference, self.place(number), R::ChangesObjectDeleted);
            return;
        }
        if roles.is_empty() {
            // Nothing used it before; whether something does now is judged where that something changed.
            return;
        }
        for role in roles.iter() {
            self.changed(role, reference, &old_object, &new_object);
        }
    }

    /// Applies the rule of one role to a changed object.
    pub(super) fn changed(&mut self, role: Role, object: Reference, old: &Object<'a>, new: &Object<'a>) {
        match role {
            Role::Catalog => self.catalog(object, old, new),
            Role::Information => self.information(object, new),
            Role::Extension => self.extension(object, new),
            Role::Metadata => self.metadata(object, new),
            Role::Form => self.form(object, old, new),
            Role::FieldList => self.field_list(object, old, new, self.uses.owner(object.number)),
            Role::Field => self.field(object, old, new),
            Role::FieldValue => self.field_value(object, old),
            Role::AppearanceSet | Role::AppearanceEntry | Role::AppearanceState => {
                self.appearance_in_place(role, object, old, new);
            }
            Role::FormResources => self.form_resources(object, old, new),
            Role::FormResourceCategory => self.form_resource_category(object, old, new),
            Role::Page => self.page(object, old, new),
            Role::AnnotationList => self.annotation_list(object, old, new),
            Role::Annotation if self.uses.roles(object.number).has(Role::Field) => {}
            Role::Annotation => self.annotation(object, old, new),
            Role::AnnotationPart => self.annotation_part(object),
            Role::Dss => self.dss(object, old, new),
            Role::DssList => self.dss_list(object, new),
            Role::DssStream => self.dss_stream(object, new),
            Role::VriMap => self.vri_map(object, old, new),
            Role::VriEntry => self.vri_entry(object, old, new),
            Role::StructureRoot => self.structure_root(object, old, new),
            Role::StructureElement => self.structure_element(object, old, new),
            Role::ParentTree => self.parent_tree(object, old, new),
            // These uses say nothing of the object's own entries; another role must explain the change.
            Role::CalculationOrder | Role::StructureObject => {
                if self.uses.roles(object.number).iter().all(Role::only_points) {
                    self.refuse(object, self.place(object.number), R::ChangesUnexplained);
                }
            }
            Role::Encryption => self.refuse(object, Part::Encryption, R::ChangesEncryptionChanged),
            Role::FieldValuePart => self.refuse(object, self.place(object.number), R::ChangesValuePartChanged),
            Role::AppearancePart => self.refuse(object, self.place(object.number), R::ChangesAppearanceResourceChanged),
            Role::PageList => self.refuse(object, Part::Pages, R::ChangesPagesChanged),
            // Also an appearance of a field: whoever fills that in draws the page.
            Role::Other if self.uses.roles(object.number).is_appearance() => {
                self.refuse(object, self.place(object.number), R::ChangesAppearanceShared);
            }
            Role::Other => self.refuse(object, self.content_place(object.number), content(old, new)),
        }
    }

    /// Whether two objects may be compared as a whole: revisions may exchange large ones by an entry of a table alone. Otherwise a
    /// limit was reached, and nothing is said of any change.
    pub(super) fn may_compare(&self, old: &Object<'a>, new: &Object<'a>) -> bool {
        self.document.may_follow(weight(old) / 2 + weight(new) / 2)
    }

    /// A value as of the revision before, references followed.
    pub(super) fn resolved_before(&self, value: Option<&Object<'a>>) -> Object<'a> {
        value.map_or(Object::Null, |value| self.document.resolve(value, self.before))
    }

    /// A value as of this revision, references followed.
    pub(super) fn resolved_after(&self, value: Option<&Object<'a>>) -> Object<'a> {
        value.map_or(Object::Null, |value| self.document.resolve(value, self.after))
    }

    /// A key's value as of this revision.
    pub(super) fn value_after(&self, entries: &Dictionary<'a>, key: &[u8]) -> Object<'a> {
        self.document.value(entries, key, self.after)
    }

    /// The keys whose values mean something else than before. A value that only moved into an object of its own, or out of
    /// one, is the same.
    pub(super) fn differing<'o>(&self, old: &'o Dictionary<'a>, new: &'o Dictionary<'a>) -> Vec<Difference<'o, 'a>> {
        let mut differences = differing(old, new);
        differences
            .retain(|difference| !matches!((difference.old, difference.new), (Some(old), Some(new)) if self.means(old, new, 0)));
        differences
    }

    /// Whether two values are the same once references that only one of them has are followed.
    fn means(&self, old: &Object<'a>, new: &Object<'a>, depth: u32) -> bool {
        // Shared objects could be compared over and over along every way that leads to them.
        let size = |object: &Object<'a>| object.as_dictionary().map_or(0, Dictionary::len);
        if depth > FOLLOWED || !self.document.may_follow(1 + size(old) + size(new)) {
            return false;
        }
        match (old, new) {
            (Object::Reference(_), Object::Reference(_)) => same(old, new),
            (Object::Reference(_), _) | (_, Object::Reference(_)) => {
                let (old, new) = (self.resolved_before(Some(old)), self.resolved_after(Some(new)));
                !old.is_null() && self.means(&old, &new, depth + 1)
            }
            (Object::Array(old), Object::Array(new)) => {
                old.len() == new.len() && old.iter().zip(new.iter()).all(|(old, new)| self.means(old, new, depth + 1))
            }
            (Object::Dictionary(old), Object::Dictionary(new)) => differing(old, new).iter().all(|difference| {
                matches!((difference.old, difference.new), (Some(old), Some(new)) if self.means(old, new, depth + 1))
            }),
            _ => same(old, new),
        }
    }

    /// Whether an object was there before this revision.
    pub(super) fn existed(&self, number: u32) -> bool {
        self.document.definition(number, self.before).is_some_and(|(_, entry)| entry != Entry::Free)
    }

    /// Records a change that nothing permits.
    pub(super) fn refuse(&mut self, object: Reference, place: impl Into<Place>, what: impl Into<Reason>) {
        self.record(object, place, what, ChangeLevel::Undefined);
    }

    /// Records a change of a level.
    pub(super) fn record(
        &mut self,
        object: Reference,
        place: impl Into<Place>,
        what: impl Into<Reason>,
        level: ChangeLevel,
    ) -> &mut Finding {
        let finding = Finding {
            revision: self.after,
            object,
            place: place.into(),
            what: what.into(),
            level,
            field: None,
            allowed_when_locked: false,
            forbidden_when_certified: false,
            relies_on: None,
        };
        self.findings.push(finding);
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// Records a change of a field.
    pub(super) fn record_field(&mut self, object: Reference, field: &str, what: R, level: ChangeLevel) -> &mut Finding {
        let page = self.page_of(object);
        // A name may be long, and that of many.
        let may_keep = self.document.may_follow(field.len() / 8);
        let finding = self.record(object, Place::field(field).on(page), what, level);
        finding.field = may_keep.then(|| field.to_owned());
        finding
    }

    /// The page that a widget says it is on.
    pub(super) fn page_of(&self, widget: Reference) -> Option<u32> {
        let object = self.document.get(widget, self.after);
        let page = object.as_dictionary()?.get(b"P")?.as_reference()?;
        self.uses.page_number(page.number)
    }

    /// A field by its object, for reports.
    pub(super) fn field_place(&self, field: u32) -> Place {
        Place::field(self.field_name(field)).on(self.page_of(Reference { number: field, generation: 0 }))
    }

    /// Where an object belongs, for reports.
    pub(super) fn place(&self, number: u32) -> Place {
        let roles = self.uses.roles(number);
        if roles.has(Role::Field) {
            return self.field_place(number);
        }
        if let Owner::Field(field) = self.uses.owner(number) {
            return self.field_place(field);
        }
        if let Some(page) = self.uses.page_number(number) {
            return Place::from(Part::Page).on(Some(page));
        }
        if roles.has(Role::Page) || roles.has(Role::PageList) {
            Part::Pages.into()
        } else if roles.has(Role::Annotation) || roles.has(Role::AnnotationPart) || roles.has(Role::AnnotationList) {
            let page = self.page_of(Reference { number, generation: 0 });
            Place::from(Part::Annotation).on(page)
        } else if roles.has(Role::Other) {
            self.content_place(number)
        } else {
            Part::Document.into()
        }
    }

    /// The first page that draws an object, as far as it is looked for.
    fn content_place(&self, number: u32) -> Place {
        let mut pages = self.uses.pages_in_order().take_while(|_| self.uses.places.spend(1).is_ok());
        let page = pages.find(|page| {
            let object = self.document.indirect_at(*page, self.before);
            let Some(entries) = object.as_ref().and_then(|found| found.object.as_dictionary()) else { return false };
            [&b"Contents"[..], b"Resources"]
                .into_iter()
                .filter_map(|key| entries.get(key))
                .any(|value| self.uses.places.spend(1).is_ok() && self.leads_to(value, number, 0))
        });
        Place::from(Part::Content).on(page.and_then(|page| self.uses.page_number(page)))
    }

    /// Whether a value refers to an object, directly or by way of a resource dictionary.
    fn leads_to(&self, value: &Object<'a>, number: u32, depth: u32) -> bool {
        match value {
            Object::Reference(reference) if reference.number == number => true,
            Object::Reference(_) if depth < 2 && self.uses.places.spend(1).is_ok() => {
                let resolved = self.resolved_before(Some(value));
                resolved.as_stream().is_none() && self.leads_to(&resolved, number, depth + 1)
            }
            Object::Array(elements) => elements.iter().any(|element| self.leads_to(element, number, depth.max(1) + 1)),
            Object::Dictionary(entries) => entries.iter().any(|(_, value)| self.leads_to(value, number, depth)),
            _ => false,
        }
    }
}

/// What kind of content an object was.
fn content(old: &Object<'_>, new: &Object<'_>) -> R {
    if let (Object::Dictionary(old), Object::Dictionary(new)) = (old, new) {
        // A resource dictionary of its own: which category was exchanged?
        let changed = differing(old, new);
        let only = |category: &[u8]| !changed.is_empty() && changed.iter().all(|difference| difference.key == category);
        if only(b"Font") {
            return R::ChangesFontReplaced;
        }
        if only(b"XObject") {
            return R::ChangesImageReplaced;
        }
    }
    let entries = old.as_dictionary().or_else(|| old.as_stream().map(|stream| &stream.dictionary));
    let name = |key: &[u8]| entries.and_then(|entries| entries.get(key)).and_then(Object::as_name);
    match (name(b"Type"), name(b"Subtype")) {
        (Some(b"Font" | b"FontDescriptor"), _) | (_, Some(b"Type1C" | b"CIDFontType0C" | b"OpenType")) => R::ChangesFontReplaced,
        (Some(b"XObject"), _) | (_, Some(b"Image" | b"Form")) => R::ChangesImageReplaced,
        _ => R::ChangesContentChanged,
    }
}

fn is_object_stream(object: &Object<'_>) -> bool {
    object.as_stream().and_then(|stream| stream.dictionary.get(b"Type")).and_then(Object::as_name) == Some(b"ObjStm")
}
