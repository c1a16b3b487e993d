//! The interactive form and its tree of fields (ISO 32000-2 §12.7.3, §12.7.4): existing fields are filled in, and nothing but
//! signature fields is added.

use crate::gather::Gather as _;
use crate::keyed::KeyedSet;
use crate::pdf::signature::{is_signature_dictionary, text};
use crate::pdf::{Dictionary, Object, Reference};

use crate::reason::ReasonCode as R;

use super::ChangeLevel;
use super::catalog::keyed;
use super::equality::same;
use super::place::{Part, Place};
use super::role::Role;
use super::step::Step;
use super::uses::Owner;

/// Deeper than any real tree of fields; parents are followed this far.
const DEPTH: usize = 64;

/// What a new field hangs from.
struct Branch {
    reference: Reference,
    prefix: String,
    is_signature: bool,
    /// Whether its parent is new too, so that a kid without a name is that field's widget.
    in_new_field: bool,
}

impl<'a> Step<'_, '_, 'a> {
    pub(super) fn form(&mut self, object: Reference, old: &Object<'a>, new: &Object<'a>) {
        let Some(new) = new.as_dictionary() else {
            return self.refuse(object, Part::Form, R::ChangesFormChanged);
        };
        let empty = Dictionary::default();
        let old = old.as_dictionary().unwrap_or(&empty);
        for difference in self.differing(old, new) {
            match difference.key {
                b"Fields" => self.replaced(Role::FieldList, object, difference.old, difference.new),
                b"DR" => self.replaced(Role::FormResources, object, difference.old, difference.new),
                b"DA" | b"Q" | b"NeedAppearances" | b"SigFlags" => {
                    self.record(object, Part::Form, R::ChangesFormDefaults, ChangeLevel::FormFilling).allowed_when_locked = true;
                }
                key => {
                    self.refuse(object, Part::Form, keyed(R::ChangesFormChanged, key));
                }
            }
        }
    }

    /// /DR: resources may be added for new appearances.
    pub(super) fn form_resources(&mut self, object: Reference, old: &Object<'a>, new: &Object<'a>) {
        let empty = Dictionary::default();
        let (old, Some(new)) = (old.as_dictionary().unwrap_or(&empty), new.as_dictionary()) else {
            return self.refuse(object, Part::Form, R::ChangesFormResourceReplaced);
        };
        for difference in self.differing(old, new) {
            self.replaced(Role::FormResourceCategory, object, difference.old, difference.new);
        }
    }

    /// One category of /DR: names may be added, none may come to mean something else.
    pub(super) fn form_resource_category(&mut self, object: Reference, old: &Object<'a>, new: &Object<'a>) {
        let kept = match (old, new) {
            (Object::Dictionary(old), Object::Dictionary(new)) => {
                self.differing(old, new).iter().all(|difference| difference.old.is_none())
            }
            (Object::Array(old), Object::Array(new)) if self.document.may_follow(old.len().saturating_mul(new.len()) / 64) => {
                old.iter().all(|name| new.iter().any(|other| same(name, other)))
            }
            (Object::Null, _) => true,
            _ => false,
        };
        if kept {
            self.record(object, Part::Form, R::ChangesFormResourcesAdded, ChangeLevel::FormFilling).allowed_when_locked = true;
        } else {
            self.refuse(object, Part::Form, R::ChangesFormResourceReplaced);
        }
    }

    pub(super) fn field_list(&mut self, object: Reference, old: &Object<'a>, new: &Object<'a>, owner: Owner) {
        let (prefix, is_signature) = match owner {
            Owner::Field(number) => (self.field_name(number), self.is_signature_field(number)),
            Owner::Nobody => (String::new(), false),
            Owner::Several => return self.refuse(object, Part::Form, R::ChangesFormChanged),
        };
        let Some(new) = new.as_array() else {
            return self.refuse(object, Part::Form, R::ChangesFormChanged);
        };
        let references = |array: &[Object<'a>]| array.iter().filter_map(Object::as_reference).collect::<KeyedSet<_>>();
        let (before, after) = (references(old.as_array().unwrap_or_default()), references(new));
        if let Some(lost) = before.difference(&after).min() {
            self.refuse(*lost, self.place(lost.number), R::ChangesFieldRemoved);
        }
        if after.len() != new.len() {
            return self.refuse(object, Part::Form, R::ChangesFormChanged);
        }
        let added: Vec<_> = new.iter().filter_map(Object::as_reference).filter(|field| !before.contains(field)).gather();
        if added.is_empty() {
            return;
        }
        let partial = |step: &Self, field: &Reference| {
            let object = step.document.get(*field, step.after);
            object.as_dictionary().and_then(|entries| text(step.document, &step.value_after(entries, b"T")))
        };
        let mut names: KeyedSet<String> = before.iter().filter_map(|field| partial(self, field)).collect();
        for reference in added {
            if let Some(name) = partial(self, &reference)
                && !names.insert(name.clone())
            {
                self.refuse(reference, Place::field(name), R::ChangesFieldNameTaken);
            }
            self.new_field(Branch { reference, prefix: prefix.clone(), is_signature, in_new_field: false });
        }
    }

    /// A field that was not there, with everything below it.
    fn new_field(&mut self, branch: Branch) {
        let mut stack = vec![branch];
        let mut visited = KeyedSet::default();
        while let Some(branch) = stack.pop() {
            let Branch { reference, prefix, is_signature, in_new_field } = branch;
            if !visited.insert(reference) || visited.len() > 1_000 {
                return self.refuse(reference, Part::Form, R::ChangesFormChanged);
            }
            if self.existed(reference.number) && !self.uses.roles(reference.number).is_empty() {
                self.refuse(reference, self.place(reference.number), R::ChangesObjectReused);
                continue;
            }
            let object = self.document.get(reference, self.after);
            let Some(entries) = object.as_dictionary() else {
                self.refuse(reference, Part::Form, R::ChangesFieldAdded);
                continue;
            };
            let name = match entries.get(b"T").map(|name| text(self.document, &self.resolved_after(Some(name)))) {
                Some(Some(name)) if !name.is_empty() && !name.contains('.') => Some(name),
                None => None,
                Some(_) => {
                    self.refuse(reference, Part::Form, R::ChangesFieldAdded);
                    continue;
                }
            };
            let Some(full_name) = (match &name {
                Some(name) if prefix.is_empty() => Some(name.clone()),
                Some(name) => Some(format!("{prefix}.{name}")),
                // A widget of the field above it: only of a field as new as itself.
                None => None,
            }) else {
                if !in_new_field {
                    self.refuse(reference, Place::field(prefix), R::ChangesWidgetAdded);
                }
                continue;
            };
            let is_signature = match self.value_after(entries, b"FT").as_name() {
                Some(kind) => kind == b"Sig",
                None => is_signature,
            };
            let kids = self.value_after(entries, b"Kids");
            let kids: Vec<_> = match &kids {
                Object::Null => Vec::new(),
                Object::Array(kids) if kids.iter().all(|kid| kid.as_reference().is_some()) => {
                    kids.iter().filter_map(Object::as_reference).gather()
                }
                _ => {
                    self.refuse(reference, Place::field(full_name), R::ChangesFieldAdded);
                    continue;
                }
            };
            if !self.document.may_follow(kids.len().saturating_mul(8)) {
                return;
            }
            let has_fields = kids.iter().any(|kid| self.has_name(*kid));
            let widgets: Vec<Object<'a>> = kids.iter().map(|kid| self.document.get(*kid, self.after)).gather();
            for kid in kids {
                stack.push(Branch { reference: kid, prefix: full_name.clone(), is_signature, in_new_field: true });
            }
            if has_fields {
                continue;
            }
            if !is_signature {
                self.refuse(reference, Place::field(full_name).on(self.page_of(reference)), R::ChangesFieldAdded);
                continue;
            }
            let visible = core::iter::once(&object).chain(&widgets).any(|widget| self.is_visible(widget));
            self.new_signature_field(reference, &full_name, entries, visible);
        }
    }

    fn new_signature_field(&mut self, reference: Reference, name: &str, entries: &Dictionary<'a>, visible: bool) {
        let (what, level) = if visible {
            (R::ChangesVisibleSignatureFieldAdded, ChangeLevel::FormFilling)
        } else {
            (R::ChangesInvisibleSignatureFieldAdded, ChangeLevel::ValidationData)
        };
        let finding = self.record_field(reference, name, what, level);
        // A visible field put over certified content is the sneaky signature attack (certification attacks, 2021).
        finding.forbidden_when_certified = visible;
        finding.allowed_when_locked = true;
        match entries.get(b"V") {
            Some(value) => self.signed(reference, name, value, visible),
            // Whatever it shows, nobody signed it.
            None if visible => {
                self.refuse(reference, Place::field(name).on(self.page_of(reference)), R::ChangesSignatureUnsigned);
            }
            None => {}
        }
    }

    /// A field that got a signature dictionary: one that is new in this revision.
    pub(super) fn signed(&mut self, field: Reference, name: &str, value: &Object<'a>, visible: bool) {
        let dictionary = self.resolved_after(Some(value));
        let Some(entries) = dictionary.as_dictionary().filter(|entries| is_signature_dictionary(entries)) else {
            return self.refuse(field, Place::field(name), R::ChangesSignatureMalformed);
        };
        let Some(reference) = value.as_reference() else {
            return self.refuse(field, Place::field(name), R::ChangesSignatureMalformed);
        };
        if self.existed(reference.number) {
            return self.refuse(reference, Place::field(name), R::ChangesSignatureReused);
        }
        let subfilter = self.value_after(entries, b"SubFilter");
        let is_timestamp = subfilter.as_name() == Some(b"ETSI.RFC3161");
        let (what, level) = if is_timestamp && !visible {
            (R::ChangesTimestampAdded, ChangeLevel::ValidationData)
        } else {
            (R::ChangesFieldSigned, ChangeLevel::FormFilling)
        };
        let finding = self.record_field(field, name, what, level);
        finding.object = reference;
        finding.allowed_when_locked = is_timestamp && !visible;
        // One that shows nothing can deceive nobody: whether it verifies is its own verdict.
        finding.relies_on = visible.then_some(reference);
    }

    fn has_name(&self, field: Reference) -> bool {
        self.document.get(field, self.after).as_dictionary().is_some_and(|entries| entries.get(b"T").is_some())
    }

    /// Whether a widget covers any of its page.
    pub(super) fn is_visible(&self, widget: &Object<'a>) -> bool {
        let Some(entries) = widget.as_dictionary() else { return false };
        let rectangle = self.value_after(entries, b"Rect");
        let sides: Vec<f64> = rectangle
            .as_array()
            .unwrap_or_default()
            .iter()
            .filter_map(|side| self.resolved_after(Some(side)).as_number())
            .gather();
        match *sides.as_slice() {
            [left, bottom, right, top] => (right - left).abs() > 0.0 && (top - bottom).abs() > 0.0,
            // No rectangle is no area; a malformed one may be drawn anyhow.
            _ => entries.get(b"Rect").is_some(),
        }
    }

    /// The fully qualified name, by way of the tree the form reaches it through.
    pub(super) fn field_name(&self, number: u32) -> String {
        let mut parts = Vec::new();
        let mut next = Some(number);
        for _ in 0..DEPTH {
            let Some(number) = next else { break };
            let object = self.document.indirect_at(number, self.after).or_else(|| self.document.indirect_at(number, self.before));
            let entries = object.as_ref().and_then(|found| found.object.as_dictionary());
            parts.extend(entries.and_then(|entries| text(self.document, &self.value_after(entries, b"T"))));
            next = self.uses.parent(number);
        }
        parts.reverse();
        parts.join(".")
    }

    /// An inheritable entry of a field as of the revision before (§12.7.4.1).
    pub(super) fn inherited(&self, number: u32, key: &[u8]) -> Object<'a> {
        let mut next = Some(number);
        for _ in 0..DEPTH {
            let Some(number) = next else { break };
            if let Some(found) = self.document.indirect_at(number, self.before)
                && let Some(value) = found.object.as_dictionary().and_then(|entries| entries.get(key))
            {
                return self.resolved_before(Some(value));
            }
            next = self.uses.parent(number);
        }
        Object::Null
    }

    pub(super) fn is_signature_field(&self, number: u32) -> bool {
        self.inherited(number, b"FT").as_name() == Some(b"Sig")
    }

    /// Whether the field had a signature dictionary before this revision.
    pub(super) fn was_signed(&self, number: u32) -> bool {
        self.inherited(number, b"V").as_dictionary().is_some_and(is_signature_dictionary)
    }
}
