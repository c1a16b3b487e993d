//! Signature fields: through /AcroForm, /Perms and the annotations of pages (ISO 32000-2 §12.7.4, §12.7.5.5, §12.8.6).

use std::rc::Rc;

use crate::error::Error;
use crate::gather::Gather as _;
use crate::keyed::KeyedSet;
use crate::limits::{Budget, Limit};
use crate::order;
use crate::pdf::content::{PAGE_OBJECTS, push_kids};
use crate::pdf::{Dictionary, Document, Entry, Location, Object, Reference, RevisionIndex};
use crate::reason::{Reason, ReasonCode};

use super::dictionary::{Role, Signature};
use super::permissions::{FieldLock, text};

/// Whether pages are walked for widgets outside the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pages {
    /// Up to a bound: this finds fields, it does not prove that there are no others.
    Walked,
    /// Not at all.
    Skipped,
}

/// How a field was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Origin {
    /// Under /AcroForm /Fields.
    Form,
    /// As a widget annotation of a page, not under /AcroForm.
    PageWidget,
    /// No field at all: /Perms /DocMDP names the dictionary.
    PermissionsDocMdp,
    /// No field at all: /Perms /UR3 or /UR names the dictionary.
    PermissionsUsageRights,
    /// Only an earlier revision has it.
    EarlierRevision,
    /// By scanning a damaged file: neither form, page nor /Perms leads to it.
    Scan,
}

impl Origin {
    /// Whether it is a field of the form or page.
    pub(super) fn is_field(self) -> bool {
        matches!(self, Self::Form | Self::PageWidget)
    }

    /// What shows a field that the form does not have.
    fn outside_form(self) -> Option<&'static str> {
        match self {
            Self::PageWidget => Some("on a page only"),
            Self::Scan => Some("found by scanning"),
            _ => None,
        }
    }
}

/// Whether a field is there in the last revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// It is.
    Current,
    /// A revision had it, and no longer does the last one.
    RemovedAfter(RevisionIndex),
    /// The field is still there with another value or another signature dictionary than in this revision.
    ReplacedAfter(RevisionIndex),
}

/// A signature field and its value.
#[derive(Clone, Debug)]
pub struct SignatureField<'a> {
    /// The fully qualified name (§12.7.4.2); empty when there is none.
    pub name: String,
    /// The field's object; nothing when it is a direct object or no field.
    pub field: Option<Reference>,
    /// Its entries.
    pub entries: Dictionary<'a>,
    /// Its widget annotations, itself included when field and widget are one dictionary.
    pub widgets: Vec<Reference>,
    /// How it was found.
    pub origin: Origin,
    /// Whether it is still there.
    pub presence: Presence,
    /// Its value; nothing when the field is not signed.
    pub signature: Option<Signature<'a>>,
    /// /Lock: what signing this field locks.
    pub lock: Option<FieldLock>,
    /// /SV, the seed value dictionary.
    pub seed_value: Option<Dictionary<'a>>,
}

/// What a field inherits (table 226). A hundred thousand kids share it: their parent's name may have a megabyte.
#[derive(Clone)]
struct Node<'a> {
    object: Object<'a>,
    name: Rc<str>,
    is_signature: Option<bool>,
    value: Option<Rc<(Object<'a>, Option<Location>)>>,
    origin: Origin,
    depth: u32,
}

/// The longest fully qualified name, bytes: every signature in the report has one.
const LONGEST_NAME: usize = 1 << 14;

/// All signature fields as of a revision.
pub(super) fn walk<'a>(document: &Document<'a>, at: RevisionIndex, pages: Pages) -> Result<Vec<SignatureField<'a>>, Error> {
    let mut walk = Walk { document, at, seen: KeyedSet::default(), found: Vec::new(), fields: 0 };
    let Some((_, catalog)) = document.catalog(at) else {
        walk.objects(pages)?;
        return Ok(walk.found);
    };
    let form = document.value(&catalog, b"AcroForm", at);
    if let Some(form) = form.as_dictionary() {
        let roots = document.value(form, b"Fields", at).as_array().unwrap_or_default().to_vec();
        // Earlier revisions may share the fields of the last.
        if pages == Pages::Skipped && !document.may_follow(roots.len().saturating_mul(24)) {
            document.check()?;
        }
        walk.tree(roots, Origin::Form)?;
    }
    if pages == Pages::Walked {
        walk.pages(&catalog)?;
    }
    walk.permissions(&catalog);
    walk.objects(pages)?;
    document.check()?;
    Ok(walk.found)
}

struct Walk<'d, 'a> {
    document: &'d Document<'a>,
    at: RevisionIndex,
    seen: KeyedSet<Reference>,
    found: Vec<SignatureField<'a>>,
    fields: u32,
}

impl<'a> Walk<'_, 'a> {
    fn tree(&mut self, roots: Vec<Object<'a>>, origin: Origin) -> Result<(), Error> {
        let limits = self.document.limits();
        // Checked before there is a node for each.
        if roots.len() > limits.max_fields as usize {
            return Err(Limit::Fields.into());
        }
        let node = |object: Object<'a>| Node { object, name: "".into(), is_signature: None, value: None, origin, depth: 0 };
        let mut stack: Vec<Node<'a>> = roots.into_iter().rev().map(node).gather();
        while let Some(node) = stack.pop() {
            let reference = node.object.as_reference();
            if reference.is_some_and(|reference| !self.seen.insert(reference)) {
                continue;
            }
            self.fields += 1;
            if self.fields > limits.max_fields || stack.len() > limits.max_fields as usize {
                return Err(Limit::Fields.into());
            }
            if node.depth > limits.max_nesting {
                return Err(Limit::Nesting.into());
            }
            self.visit(node, reference, &mut stack)?;
            if self.found.len() > limits.max_signatures as usize {
                return Err(Limit::Signatures.into());
            }
        }
        Ok(())
    }

    fn visit(&mut self, node: Node<'a>, reference: Option<Reference>, stack: &mut Vec<Node<'a>>) -> Result<(), Error> {
        let (document, at) = (self.document, self.at);
        let location = reference.and_then(|reference| document.indirect(reference, at)).map(|found| found.location);
        let object = document.resolve(&node.object, at);
        let Some(entries) = object.as_dictionary() else { return Ok(()) };
        let name: Rc<str> = match text(document, &document.value(entries, b"T", at)) {
            Some(partial) if node.name.is_empty() => partial.into(),
            Some(partial) => format!("{}.{partial}", node.name).into(),
            None => node.name,
        };
        if name.len() > LONGEST_NAME {
            return Err(Limit::Fields.into());
        }
        let is_signature = document.value(entries, b"FT", at).as_name().map(|kind| kind == b"Sig").or(node.is_signature);
        let value = entries.get(b"V").map(|value| Rc::new((value.clone(), location))).or(node.value);
        let kids = document.value(entries, b"Kids", at);
        let kids = kids.as_array().unwrap_or_default();
        // Each is looked up, which is more than to go through a list.
        if !document.may_follow(kids.len().saturating_mul(4)) {
            return Err(Limit::Fields.into());
        }
        // §12.7.4.1: a kid without a partial name is a widget of this field, not a field of its own.
        let is_field = |kid: &Object<'a>| {
            document.resolve(kid, at).as_dictionary().is_some_and(|kid| kid.get(b"T").is_some() || kid.get(b"Kids").is_some())
        };
        let (fields, widgets): (Vec<_>, Vec<_>) = kids.iter().cloned().divide(is_field);
        let is_terminal = fields.is_empty();
        for kid in fields.into_iter().rev() {
            let (name, value) = (name.clone(), value.clone());
            stack.push(Node { object: kid, name, is_signature, value, origin: node.origin, depth: node.depth + 1 });
        }
        if !is_terminal {
            return Ok(());
        }
        let mut widgets: Vec<Reference> = widgets.iter().filter_map(Object::as_reference).gather();
        self.seen.extend(widgets.iter().copied());
        if entries.get(b"Rect").is_some() {
            widgets.extend(reference);
        }
        let is_signature = is_signature == Some(true) || value.as_ref().is_some_and(|value| self.looks_signed(&value.0));
        if !is_signature {
            return Ok(());
        }
        let mut signature = value.map(|value| Signature::read(document, &value.0, value.1, at));
        if let (Some(signature), Some(origin)) = (&mut signature, node.origin.outside_form()) {
            // Table 224: /Fields lists the root fields, so this is no field of the form.
            signature.problems.push(Reason::new(ReasonCode::SignatureOutsideForm).with("origin", origin));
        }
        let lock = document.value(entries, b"Lock", at).as_dictionary().map(|lock| FieldLock::read(document, lock, at));
        self.found.push(SignatureField {
            name: name.to_string(),
            field: reference,
            entries: entries.clone(),
            widgets,
            origin: node.origin,
            presence: Presence::Current,
            signature,
            lock,
            seed_value: document.value(entries, b"SV", at).as_dictionary().cloned(),
        });
        Ok(())
    }

    /// A value that is a signature dictionary although its field does not say so.
    fn looks_signed(&self, value: &Object<'a>) -> bool {
        let value = self.document.resolve(value, self.at);
        value.as_dictionary().is_some_and(is_signature_dictionary)
    }

    /// Widgets that the form does not reach: every viewer shows them.
    fn pages(&mut self, catalog: &Dictionary<'a>) -> Result<(), Error> {
        let (document, at) = (self.document, self.at);
        let budget = Budget::new(PAGE_OBJECTS, Limit::Objects);
        let mut nodes: Vec<Object<'a>> = catalog.get(b"Pages").cloned().into_iter().collect();
        let mut seen = KeyedSet::default();
        let mut loose = Vec::new();
        'pages: while let Some(node) = nodes.pop() {
            if budget.spend(1).is_err() {
                break;
            }
            if node.as_reference().is_some_and(|reference| !seen.insert(reference)) {
                continue;
            }
            let node = document.resolve(&node, at);
            let Some(entries) = node.as_dictionary() else { continue };
            push_kids(&mut nodes, document.value(entries, b"Kids", at).as_array().unwrap_or_default(), &budget);
            for annotation in document.value(entries, b"Annots", at).as_array().unwrap_or_default() {
                let known = annotation.as_reference().is_some_and(|reference| self.seen.contains(&reference));
                if known {
                    continue;
                }
                if budget.spend(1).is_err() {
                    break 'pages;
                }
                if let Some(root) = self.loose_field(annotation) {
                    loose.push(root);
                }
            }
        }
        self.tree(loose, Origin::PageWidget)
    }

    /// In a damaged file, whose form and pages may be lost, every object that is a signature field.
    fn objects(&mut self, pages: Pages) -> Result<(), Error> {
        if pages == Pages::Skipped || !self.document.is_repaired() {
            return Ok(());
        }
        let mut roots = Vec::new();
        let mut numbers = Vec::new();
        for revision in self.document.revisions() {
            numbers.extend(self.document.entries(revision.index).into_iter().map(|(number, _)| number));
        }
        for number in order::distinct(numbers) {
            let generation = match self.document.definition(number, self.at) {
                Some((_, Entry::InFile { generation, .. })) => generation,
                Some((_, Entry::InObjectStream { .. })) => 0,
                _ => continue,
            };
            let is_field = |entries: &Dictionary<'a>| entries.get(b"V").is_some() && entries.get(b"ByteRange").is_none();
            let found = self.document.indirect_at(number, self.at);
            if found.is_some_and(|found| found.object.as_dictionary().is_some_and(is_field)) {
                roots.extend(self.loose_field(&Object::Reference(Reference { number, generation })));
            }
        }
        self.document.check()?;
        self.tree(roots, Origin::Scan)
    }

    /// The topmost field of a widget with a signature, as far as the form did not reach it.
    fn loose_field(&self, annotation: &Object<'a>) -> Option<Object<'a>> {
        let (document, at) = (self.document, self.at);
        let mut object = annotation.clone();
        let mut is_signature = false;
        for _ in 0..document.limits().max_nesting {
            let entries = document.resolve(&object, at).as_dictionary().cloned()?;
            if object.as_reference().is_some_and(|reference| self.seen.contains(&reference)) {
                return None;
            }
            is_signature |= document.value(&entries, b"FT", at).as_name() == Some(b"Sig")
                || entries.get(b"V").is_some_and(|value| self.looks_signed(value));
            match entries.get(b"Parent").filter(|parent| document.resolve(parent, at).as_dictionary().is_some()) {
                Some(parent) => object = parent.clone(),
                None => return is_signature.then_some(object),
            }
        }
        None
    }

    /// /Perms (§12.8.6): gives signatures their role, and may name dictionaries that no field has.
    fn permissions(&mut self, catalog: &Dictionary<'a>) {
        let (document, at) = (self.document, self.at);
        let permissions = document.value(catalog, b"Perms", at);
        let Some(permissions) = permissions.as_dictionary() else { return };
        for key in [&b"DocMDP"[..], b"UR3", b"UR"] {
            let Some(value) = permissions.get(key) else { continue };
            let (role, origin) = if key == b"DocMDP" {
                (Role::Certification, Origin::PermissionsDocMdp)
            } else {
                (Role::UsageRights, Origin::PermissionsUsageRights)
            };
            let same = |signature: &Signature<'a>| signature.reference.is_some() && signature.reference == value.as_reference();
            let known = self.found.iter_mut().filter_map(|field| field.signature.as_mut()).find(|signature| same(signature));
            if let Some(signature) = known {
                // A field's signature is one whatever else names it: usage rights, which are not judged, must not hide it.
                if role == Role::Certification {
                    signature.role = role;
                }
                continue;
            }
            let mut signature = Signature::read(document, value, None, at);
            signature.role = role;
            if role == Role::Certification {
                // Table 263: the certification signature is the value of a signature field.
                let reason = Reason::new(ReasonCode::SignatureDictionaryMalformed).with("kind", "certification without a field");
                signature.problems.push(reason);
            }
            self.found.push(SignatureField {
                name: String::new(),
                field: None,
                entries: Dictionary::default(),
                widgets: Vec::new(),
                origin,
                presence: Presence::Current,
                signature: Some(signature),
                lock: None,
                seed_value: None,
            });
        }
    }
}

/// Whether a dictionary is one of a signature by what it holds.
pub(crate) fn is_signature_dictionary(entries: &Dictionary<'_>) -> bool {
    let kind = entries.get(b"Type").and_then(Object::as_name);
    matches!(kind, Some(b"Sig" | b"DocTimeStamp")) || (entries.get(b"ByteRange").is_some() && entries.get(b"Contents").is_some())
}
