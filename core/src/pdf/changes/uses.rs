//! Every use of every object, as a map that follows the document from revision to revision.
//!
//! Built once, by walking everything the trailer reaches, and then kept up to date with what each revision touches: so the
//! cost over all revisions is that of the objects they define. Roles are never taken away again, even when a revision drops
//! the reference that gave them: an object that was content once is treated as content for good.

use crate::keyed::KeyedMap;
use crate::limits::{Budget, Limit};
use crate::pdf::{Dictionary, Document, Object, Reference, RevisionIndex};

use super::role::{Path, Role, Roles};

/// Steps, in all revisions together, of looking for the page of what changed.
const PLACES: u64 = 2_000_000;

/// Which field an object belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// None, or not one that is an indirect object.
    Nobody,
    /// The field with this object number.
    Field(u32),
    /// More than one.
    Several,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    roles: Roles,
    owner: Owner,
    /// The field whose /Kids holds this one.
    parent: Option<u32>,
}

/// The uses of all objects.
#[derive(Debug)]
pub(super) struct Uses<'d, 'a> {
    document: &'d Document<'a>,
    nodes: KeyedMap<u32, Node>,
    /// Pages by object number, from 1.
    page_numbers: KeyedMap<u32, u32>,
    pages: Vec<u32>,
    work: Vec<u32>,
    /// Pays for looking for the page of what changed.
    pub(super) places: Budget,
}

impl<'d, 'a> Uses<'d, 'a> {
    /// The uses in a document as of a revision.
    pub(super) fn new(document: &'d Document<'a>, at: RevisionIndex) -> Self {
        let mut uses = Self {
            document,
            nodes: KeyedMap::default(),
            page_numbers: KeyedMap::default(),
            pages: Vec::new(),
            work: Vec::new(),
            places: Budget::new(PLACES, Limit::Objects),
        };
        uses.pages(at);
        uses.trailer(at);
        uses
    }

    /// The roles of an object; none when nothing uses it.
    pub(super) fn roles(&self, number: u32) -> Roles {
        self.nodes.get(&number).map(|node| node.roles).unwrap_or_default()
    }

    /// The field an object belongs to.
    pub(super) fn owner(&self, number: u32) -> Owner {
        self.nodes.get(&number).map_or(Owner::Nobody, |node| node.owner)
    }

    /// Which page an object is, from 1, in the revision the uses were taken from.
    pub(super) fn page_number(&self, number: u32) -> Option<u32> {
        self.page_numbers.get(&number).copied()
    }

    /// The objects of all pages, first page first.
    pub(super) fn pages_in_order(&self) -> impl Iterator<Item = u32> {
        self.pages.iter().copied()
    }

    /// The field a field is a kid of.
    pub(super) fn parent(&self, number: u32) -> Option<u32> {
        self.nodes.get(&number)?.parent
    }

    /// Takes in what a revision changed: its trailer, and these objects.
    pub(super) fn update(&mut self, at: RevisionIndex, changed: &[u32]) {
        self.work.extend(changed.iter().filter(|number| self.nodes.contains_key(number)));
        self.trailer(at);
    }

    /// The page tree first: whatever else refers to a page (destinations, structure, threads) says where to go, not what is
    /// on it, and must not make it content. The same holds for the catalog, which transforms of signatures refer to.
    fn pages(&mut self, at: RevisionIndex) {
        let Some((_, catalog)) = self.document.catalog(at) else { return };
        let mut stack: Vec<Object<'a>> = catalog.get(b"Pages").cloned().into_iter().collect();
        while let Some(object) = stack.pop() {
            let Some(reference) = object.as_reference() else { continue };
            if !self.insert(reference.number, Role::Page, Owner::Nobody, None) {
                continue;
            }
            self.work.push(reference.number);
            let node = self.document.get(reference, at);
            let Some(node) = node.as_dictionary() else { continue };
            if let Object::Array(kids) = self.document.value(node, b"Kids", at) {
                stack.extend(kids.iter().rev().cloned());
            } else {
                self.pages.push(reference.number);
                self.page_numbers.insert(reference.number, self.pages.len() as u32);
            }
        }
    }

    fn trailer(&mut self, at: RevisionIndex) {
        let trailer = self.document.trailer(at);
        for (key, value) in trailer.iter() {
            let role = match key {
                b"Root" => Role::Catalog,
                b"Info" => Role::Information,
                b"Encrypt" => Role::Encryption,
                // The first three are of a cross-reference stream's own dictionary. In the last, LibreOffice names the embedded
                // source document for itself; other writers then copy the entry with whatever object number is next. No viewer
                // looks at it.
                b"Length" | b"DecodeParms" | b"Filter" | b"AdditionalStreams" => continue,
                _ => Role::Other,
            };
            self.walk(value, role, None);
        }
        let mut pointed_at = Vec::new();
        loop {
            while let Some(number) = self.work.pop() {
                let Some(found) = self.document.indirect_at(number, at) else { continue };
                let roles = self.roles(number);
                for role in roles.iter() {
                    // What is in a field is judged as the field's, also when the field is an annotation too.
                    let shadowed = role == Role::Annotation && roles.has(Role::Field);
                    if role.only_points() {
                        pointed_at.push(number);
                    } else if !shadowed {
                        self.walk(&found.object, role, Some(number));
                    }
                }
            }
            // Only now is it known which of these objects nothing else uses: what is in them is then content.
            pointed_at.retain(|number| self.roles(*number).iter().all(Role::only_points));
            for number in core::mem::take(&mut pointed_at) {
                if let Some(found) = self.document.indirect_at(number, at) {
                    self.walk(&found.object, Role::Other, Some(number));
                }
            }
            if self.work.is_empty() {
                return;
            }
        }
    }

    /// Gives a role to everything directly inside `object`, which has `role` itself: the last first, as from a stack. Recursion is
    /// as deep as the parser let the objects nest.
    fn walk(&mut self, object: &Object<'a>, role: Role, source: Option<u32>) {
        match object {
            Object::Reference(reference) => self.refer(*reference, role, source),
            Object::Array(elements) => {
                if let Some(next) = role.step(Path::Element, false) {
                    for element in elements.iter().rev().filter(|element| may_refer(element)) {
                        self.walk(element, next, source);
                    }
                }
            }
            Object::Dictionary(entries) => self.entries(entries, role, false, source),
            Object::Stream(stream) => self.entries(&stream.dictionary, role, true, source),
            _ => {}
        }
    }

    fn entries(&mut self, entries: &Dictionary<'a>, role: Role, in_stream: bool, source: Option<u32>) {
        for (key, value) in entries.iter().rev().filter(|(_, value)| may_refer(value)) {
            if let Some(next) = role.step(Path::Key(key), in_stream) {
                self.walk(value, next, source);
            }
        }
    }

    fn refer(&mut self, reference: Reference, role: Role, source: Option<u32>) {
        let (mut owner, mut parent) = (Owner::Nobody, None);
        if let Some(number) = source.filter(|_| role.has_owner() || role == Role::Field) {
            let roles = self.roles(number);
            if role.has_owner() {
                owner = if roles.has(Role::Field) { Owner::Field(number) } else { self.owner(number) };
            } else if roles.has(Role::Field) {
                parent = Some(number);
            } else if roles.has(Role::FieldList)
                && let Owner::Field(owner) = self.owner(number)
            {
                // By way of an indirect /Kids array.
                parent = Some(owner);
            }
        }
        if self.insert(reference.number, role, owner, parent) {
            self.work.push(reference.number);
        }
    }

    /// Adds a role; whether anything about the object is new.
    fn insert(&mut self, number: u32, role: Role, owner: Owner, parent: Option<u32>) -> bool {
        let node = self.nodes.entry(number).or_insert(Node { roles: Roles::default(), owner: Owner::Nobody, parent });
        let anchored = |anchor: Role| role != anchor && node.roles.has(anchor);
        if anchored(Role::Page) || anchored(Role::Catalog) {
            return false;
        }
        let merged = match (node.owner, owner) {
            (known, Owner::Nobody) => known,
            (Owner::Nobody, new) => new,
            (known, new) if known == new => known,
            _ => Owner::Several,
        };
        let owner_is_new = merged != node.owner;
        node.owner = merged;
        if node.parent.is_none() {
            node.parent = parent;
        }
        node.roles.insert(role) || owner_is_new
    }
}

/// Whether an object may hold a reference; most do not.
fn may_refer(object: &Object<'_>) -> bool {
    matches!(object, Object::Reference(_) | Object::Array(_) | Object::Dictionary(_) | Object::Stream(_))
}
