//! The structure tree (ISO 32000-2 §14.7): a new signature widget gets its element and its entry in the parent tree; what was
//! there keeps its place.

use crate::pdf::{Dictionary, Object, Reference};

use crate::reason::ReasonCode as R;

use super::ChangeLevel;
use super::catalog::keyed;
use super::equality::same;
use super::place::Part;
use super::role::Role;
use super::step::{Pending, Step};

const PLACE: Part = Part::Structure;

/// New elements looked at under one changed one.
const NEW_ELEMENTS: usize = 1_000;

impl<'a> Step<'_, '_, 'a> {
    pub(super) fn structure_root(&mut self, object: Reference, old: &Object<'a>, new: &Object<'a>) {
        let (Some(old), Some(new)) = (old.as_dictionary(), new.as_dictionary()) else {
            return self.refuse(object, PLACE, R::ChangesStructureChanged);
        };
        for difference in self.differing(old, new) {
            match difference.key {
                b"K" => self.kids(object, difference.old, difference.new),
                b"ParentTree" => self.replaced(Role::ParentTree, object, difference.old, difference.new),
                b"ParentTreeNextKey" => {
                    self.record(object, PLACE, R::ChangesStructureExtended, ChangeLevel::ValidationData);
                }
                key => {
                    self.refuse(object, PLACE, keyed(R::ChangesStructureChanged, key));
                }
            }
        }
    }

    pub(super) fn structure_element(&mut self, object: Reference, old: &Object<'a>, new: &Object<'a>) {
        match (old, new) {
            (Object::Dictionary(old), Object::Dictionary(new)) => {
                for difference in self.differing(old, new) {
                    if difference.key == b"K" {
                        self.kids(object, difference.old, difference.new);
                    } else {
                        self.refuse(object, PLACE, keyed(R::ChangesStructureChanged, difference.key));
                    }
                }
            }
            (Object::Array(_), Object::Array(_)) => self.kids(object, Some(old), Some(new)),
            _ => self.refuse(object, PLACE, R::ChangesStructureChanged),
        }
    }

    /// /K: what was there stays in its order; what is new leads to new signature widgets only.
    fn kids(&mut self, object: Reference, old: Option<&Object<'a>>, new: Option<&Object<'a>>) {
        let list = |value: &Object<'a>| match value {
            Object::Array(elements) => elements.to_vec(),
            Object::Null => Vec::new(),
            other => vec![other.clone()],
        };
        // A reference to an array is an array; a reference to an element is that element.
        let unwrapped = |value: Option<&Object<'a>>, resolved: Object<'a>| match (value, &resolved) {
            (Some(Object::Reference(_)), Object::Array(_)) => list(&resolved),
            (Some(value), _) => list(value),
            (None, _) => Vec::new(),
        };
        let (old_kids, new_kids) = (self.resolved_before(old), self.resolved_after(new));
        if !self.may_compare(&old_kids, &new_kids) {
            return;
        }
        let (before, after) = (unwrapped(old, old_kids), unwrapped(new, new_kids));
        let mut kept = before.iter().peekable();
        let mut added = Vec::new();
        for kid in &after {
            if kept.peek().is_some_and(|expected| same(expected, kid)) {
                kept.next();
            } else {
                added.push(kid.clone());
            }
        }
        if kept.next().is_some() {
            return self.refuse(object, PLACE, R::ChangesStructureChanged);
        }
        self.record(object, PLACE, R::ChangesStructureExtended, ChangeLevel::ValidationData);
        self.new_elements(object, added);
    }

    /// New structure elements may hold object references and further such elements, no marked content.
    fn new_elements(&mut self, holder: Reference, elements: Vec<Object<'a>>) {
        let mut stack = elements;
        let mut seen = 0;
        while let Some(element) = stack.pop() {
            seen += 1;
            let reference = element.as_reference();
            let is_old = reference
                .is_some_and(|reference| self.existed(reference.number) && !self.uses.roles(reference.number).is_empty());
            let resolved = self.resolved_after(Some(&element));
            match &resolved {
                Object::Array(elements) if !is_old && seen < NEW_ELEMENTS => stack.extend(elements.iter().cloned()),
                Object::Dictionary(entries) if !is_old && seen < NEW_ELEMENTS => match entries.get(b"Obj") {
                    Some(Object::Reference(widget)) => {
                        let what = R::ChangesStructureChanged;
                        self.pending.push(Pending { object: *widget, place: PLACE.into(), what });
                    }
                    Some(_) => self.refuse(holder, PLACE, R::ChangesStructureChanged),
                    None => stack.extend(entries.get(b"K").cloned()),
                },
                _ => {
                    return self.refuse(reference.unwrap_or(holder), PLACE, R::ChangesStructureChanged);
                }
            }
        }
    }

    /// A node, leaf or array of the parent tree: entries are added, none changed.
    pub(super) fn parent_tree(&mut self, object: Reference, old: &Object<'a>, new: &Object<'a>) {
        let kept = match (old, new) {
            (Object::Null, _) => true,
            (Object::Dictionary(_), _) if self.uses.roles(object.number).has(Role::StructureElement) => return,
            (Object::Dictionary(old), Object::Dictionary(new)) => self.parent_tree_node(old, new),
            (Object::Array(old), Object::Array(new)) => {
                // The parents of one page's marked content, or an indirect /Kids or /Nums: nothing is taken away.
                is_subsequence(old, new)
            }
            _ => false,
        };
        if kept {
            self.record(object, PLACE, R::ChangesStructureExtended, ChangeLevel::ValidationData);
        } else {
            self.refuse(object, PLACE, keyed(R::ChangesStructureChanged, b"ParentTree"));
        }
    }

    fn parent_tree_node(&self, old: &Dictionary<'a>, new: &Dictionary<'a>) -> bool {
        self.differing(old, new).iter().all(|difference| {
            let (before, after) = (self.resolved_before(difference.old), self.resolved_after(difference.new));
            if !self.may_compare(&before, &after) {
                return false;
            }
            let (before, after) = (before.as_array().unwrap_or_default(), after.as_array());
            match (difference.key, after) {
                (b"Nums" | b"Names", Some(after)) => self.keeps_pairs(before, after),
                (b"Kids", Some(after)) => is_subsequence(before, after),
                (b"Limits", _) => true,
                _ => false,
            }
        })
    }

    /// Whether every key of a number or name tree's leaf still leads to the same, maybe in another object.
    fn keeps_pairs(&self, old: &[Object<'a>], new: &[Object<'a>]) -> bool {
        let mut pairs = new.chunks_exact(2);
        old.chunks_exact(2).all(|known| {
            let [key, before] = known else { return false };
            // Both are sorted by key, so one pass finds all.
            pairs.by_ref().any(|pair| match pair {
                [other, after] if same(key, other) => {
                    same(before, after) || {
                        let (before, after) = (self.resolved_before(Some(before)), self.resolved_after(Some(after)));
                        let grown =
                            |one: &Object<'a>, two: &Object<'a>| is_subsequence(one.as_array()?, two.as_array()?).then_some(());
                        !before.is_null()
                            && self.may_compare(&before, &after)
                            && (same(&before, &after) || grown(&before, &after).is_some())
                    }
                }
                _ => false,
            })
        })
    }
}

/// Whether all elements of `old` occur in `new` in their order.
fn is_subsequence(old: &[Object<'_>], new: &[Object<'_>]) -> bool {
    let mut expected = old.iter().peekable();
    for element in new {
        if expected.peek().is_some_and(|expected| same(expected, element)) {
            expected.next();
        }
    }
    expected.next().is_none()
}
