//! What was prepared before signing and can make a signed document show or do something else later, without any change of its
//! bytes (ISO 32000-2 §8.11, §12.5, §12.6): scripts, actions, hidden layers, attached files, annotations over content.
//!
//! Advisories, not judgements: all of this may be signed, and a signer may not have known of it (Mainka et al. 2021, "Shadow
//! Attacks", §3). Only what the catalog, the pages and their resources say is looked at; the drawing operators of pages are not.

use crate::gather::Gather as _;
use crate::order::Arrange as _;

use crate::keyed::KeyedSet;
use crate::limits::{Budget, Limit};
use crate::reason::{Reason, ReasonCode};

use super::hidden::{HiddenObjects, hidden_objects};
use super::{Dictionary, Document, Object, RevisionIndex};

/// Pages, page tree nodes and annotations looked at. The search for signature fields outside the form has the same bound and
/// order ([`signature`](super::signature)), so what is not reached here was not searched there either.
pub(crate) const PAGE_OBJECTS: u64 = 4_000;

/// Entries of dictionaries and actions looked at. Many annotations may share one parent with many entries and many actions.
const ENTRIES: u64 = 2_000_000;

/// Actions that follow each other (/Next).
const ACTIONS: u32 = 16;

/// How far up a widget inherits from its fields.
const PARENTS: u32 = 8;

/// Names of hidden layers that a report shows.
const NAMES: usize = 5;

/// What a reader should know of the document as it is in its last revision.
pub(crate) fn advisories(document: &Document<'_>) -> Vec<Reason> {
    let at = document.last_revision();
    let Some((_, catalog)) = document.catalog(at) else { return Vec::new() };
    let entries = Budget::new(ENTRIES, Limit::Objects);
    let mut scan = Scan { document, at, found: Vec::new(), kinds: Vec::new(), layers: Vec::new(), has_layers: false, entries };
    scan.catalog(&catalog);
    let examined = scan.pages(&catalog);
    let mut reasons = scan.reasons(examined.err());
    reasons.extend(duplicates(document));
    reasons
}

/// Second versions of objects that nothing leads to, for a later cross-reference to lead to.
fn duplicates(document: &Document<'_>) -> Option<Reason> {
    let HiddenObjects { numbers, complete } = hidden_objects(document);
    if !numbers.is_empty() {
        return Some(Reason::new(ReasonCode::ContentDuplicateObjects).with("objects", ranges(&numbers)));
    }
    (!complete && !document.is_rebuilt()).then(|| Reason::new(ReasonCode::ContentObjectsNotExamined))
}

struct Scan<'d, 'a> {
    document: &'d Document<'a>,
    at: RevisionIndex,
    /// What was found, and on which pages; none for what belongs to the whole document.
    found: Vec<(ReasonCode, Vec<u32>)>,
    /// The kinds of actions and annotations.
    kinds: Vec<(ReasonCode, String)>,
    layers: Vec<String>,
    /// Without /OCProperties no viewer hides anything.
    has_layers: bool,
    /// Entries of dictionaries that may still be looked at.
    entries: Budget,
}

impl<'a> Scan<'_, 'a> {
    fn catalog(&mut self, catalog: &Dictionary<'a>) {
        if let Some(action) = catalog.get(b"OpenAction") {
            self.action(action, None);
        }
        self.additional_actions(catalog, None);
        let names = self.value(catalog, b"Names");
        if let Some(names) = names.as_dictionary() {
            if !self.value(names, b"JavaScript").is_null() {
                self.found(ReasonCode::ContentJavascript, None);
            }
            if !self.value(names, b"EmbeddedFiles").is_null() {
                self.found(ReasonCode::ContentAttachments, None);
            }
        }
        if self.value(catalog, b"AF").as_array().is_some_and(|files| !files.is_empty()) {
            self.found(ReasonCode::ContentAttachments, None);
        }
        let form = self.value(catalog, b"AcroForm");
        if form.as_dictionary().is_some_and(|form| !self.value(form, b"XFA").is_null()) {
            self.found(ReasonCode::ContentXfa, None);
        }
        let layers = self.value(catalog, b"OCProperties");
        if let Some(layers) = layers.as_dictionary() {
            self.has_layers = true;
            self.layers(layers);
        }
    }

    /// §8.11.4: layers that are off by default, or switched by the viewer (/AS), for instance for printing only.
    fn layers(&mut self, properties: &Dictionary<'a>) {
        let default = self.value(properties, b"D");
        let Some(default) = default.as_dictionary() else { return };
        let off = self.value(default, b"OFF");
        let off = off.as_array().unwrap_or_default();
        let base_off = self.value(default, b"BaseState").as_name() == Some(b"OFF");
        let automatic = self.value(default, b"AS").as_array().is_some_and(|states| !states.is_empty());
        if off.is_empty() && !base_off && !automatic {
            return;
        }
        self.found(ReasonCode::ContentHiddenLayers, None);
        for layer in off.iter().take(NAMES) {
            let layer = self.document.resolve(layer, self.at);
            let name = layer.as_dictionary().and_then(|layer| self.document.value(layer, b"Name", self.at).as_string().cloned());
            self.layers.extend(name.map(|name| super::text_string::decode(&name.decode())));
        }
    }

    /// §8.11.2.2: what is marked on a page, or drawn by it, as shown when layers are *off* is hidden although every layer is on.
    fn page_layers(&mut self, page: &Dictionary<'a>, number: u32, budget: &Budget) -> Result<(), Limit> {
        let resources = self.value(page, b"Resources");
        let Some(resources) = resources.as_dictionary() else { return Ok(()) };
        let mut memberships = Vec::new();
        let properties = self.value(resources, b"Properties");
        for (_, membership) in properties.as_dictionary().into_iter().flat_map(Dictionary::iter) {
            memberships.push(membership.clone());
        }
        let drawn = self.value(resources, b"XObject");
        for (_, object) in drawn.as_dictionary().into_iter().flat_map(Dictionary::iter) {
            budget.spend(1)?;
            let object = self.document.resolve(object, self.at);
            memberships.extend(object.as_stream().and_then(|stream| stream.dictionary.get(b"OC")).cloned());
        }
        for membership in memberships {
            budget.spend(1)?;
            self.membership(&membership, number);
        }
        Ok(())
    }

    fn membership(&mut self, membership: &Object<'a>, page: u32) {
        let membership = self.document.resolve(membership, self.at);
        let Some(entries) = membership.as_dictionary() else { return };
        // A visibility expression, which takes precedence, is there to say more than "shown when on".
        let inverted = matches!(self.value(entries, b"P").as_name(), Some(b"AllOff" | b"AnyOff")) || entries.get(b"VE").is_some();
        if inverted && self.value(entries, b"Type").as_name() == Some(b"OCMD") {
            self.found(ReasonCode::ContentHiddenLayers, Some(page));
        }
    }

    /// Looks at all pages and annotations, or says how many it looked at.
    fn pages(&mut self, catalog: &Dictionary<'a>) -> Result<(), u64> {
        let budget = Budget::new(PAGE_OBJECTS, Limit::Objects);
        let seen = self.pages_within(catalog, &budget);
        if seen.is_ok() && self.entries.left() > 0 { Ok(()) } else { Err(PAGE_OBJECTS - budget.left()) }
    }

    fn pages_within(&mut self, catalog: &Dictionary<'a>, budget: &Budget) -> Result<(), Limit> {
        let mut nodes: Vec<Object<'a>> = catalog.get(b"Pages").cloned().into_iter().collect();
        let mut seen = KeyedSet::default();
        let mut page = 0;
        while let Some(node) = nodes.pop() {
            budget.spend(1)?;
            if node.as_reference().is_some_and(|reference| !seen.insert(reference)) {
                continue;
            }
            let node = self.document.resolve(&node, self.at);
            let Some(entries) = node.as_dictionary() else { continue };
            if let Object::Array(kids) = self.value(entries, b"Kids") {
                push_kids(&mut nodes, &kids, budget);
                continue;
            }
            page += 1;
            if self.has_layers {
                self.page_layers(entries, page, budget)?;
            }
            self.additional_actions(entries, Some(page));
            for annotation in self.value(entries, b"Annots").as_array().unwrap_or_default() {
                budget.spend(1)?;
                let annotation = self.document.resolve(annotation, self.at);
                if let Some(annotation) = annotation.as_dictionary() {
                    self.annotation(annotation, page);
                }
                if self.entries.left() == 0 {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn annotation(&mut self, entries: &Dictionary<'a>, page: u32) {
        if let Some(action) = entries.get(b"A") {
            self.action(action, Some(page));
        }
        self.additional_actions(entries, Some(page));
        if let Some(membership) = entries.get(b"OC").filter(|_| self.has_layers) {
            self.membership(membership, page);
        }
        let subtype = self.value(entries, b"Subtype");
        match subtype.as_name().unwrap_or_default() {
            b"Widget" => self.widget(entries, page),
            // Notes, links and their windows cover nothing.
            b"Link" | b"Popup" | b"Text" | b"PrinterMark" | b"" => {}
            b"FileAttachment" => self.found(ReasonCode::ContentAttachments, Some(page)),
            kind @ (b"Screen" | b"Movie" | b"Sound" | b"3D" | b"RichMedia") => {
                self.found_kind(ReasonCode::ContentMultimedia, kind, Some(page));
            }
            kind => self.found_kind(ReasonCode::ContentAnnotations, kind, Some(page)),
        }
    }

    /// A field that can still be filled in: what it shows is not what was signed but what it will be filled with.
    fn widget(&mut self, widget: &Dictionary<'a>, page: u32) {
        let mut entries = widget.clone();
        let (mut kind, mut flags) = (None, None);
        for _ in 0..PARENTS {
            kind = kind.or_else(|| self.value(&entries, b"FT").as_name().map(<[u8]>::to_vec));
            flags = flags.or_else(|| self.value(&entries, b"Ff").as_integer());
            let parent = self.value(&entries, b"Parent");
            let Some(parent) = parent.as_dictionary() else { break };
            self.additional_actions(parent, Some(page));
            entries = parent.clone();
        }
        let flags = flags.unwrap_or(0);
        // Tables 227 and 229: read-only fields and push buttons are not filled in.
        let is_fillable = match kind.as_deref() {
            Some(b"Tx" | b"Ch") => flags & 1 == 0,
            Some(b"Btn") => flags & 1 == 0 && flags & (1 << 16) == 0,
            _ => false,
        };
        if is_fillable {
            self.found(ReasonCode::ContentFillableFields, Some(page));
        }
    }

    /// /AA: every value is an action (§12.6.3).
    fn additional_actions(&mut self, entries: &Dictionary<'a>, page: Option<u32>) {
        let Some(actions) = entries.get(b"AA") else { return };
        let actions = self.document.resolve(actions, self.at);
        for (_, action) in actions.as_dictionary().into_iter().flat_map(Dictionary::iter) {
            self.action(action, page);
        }
    }

    /// An action and those that follow it (§12.6.2). A destination in its place shows another page of the same document.
    fn action(&mut self, action: &Object<'a>, page: Option<u32>) {
        let mut next = Some(action.clone());
        let mut stack = Vec::new();
        for _ in 0..ACTIONS {
            let Some(action) = next.take().or_else(|| stack.pop()).filter(|_| self.entries.spend(1).is_ok()) else { return };
            let action = self.document.resolve(&action, self.at);
            let Some(entries) = action.as_dictionary() else { continue };
            let kind = self.value(entries, b"S");
            match kind.as_name().unwrap_or_default() {
                b"JavaScript" => self.found(ReasonCode::ContentJavascript, page),
                b"Rendition" if entries.get(b"JS").is_some() => self.found(ReasonCode::ContentJavascript, page),
                b"URI" => self.found(ReasonCode::ContentLinks, page),
                kind @ (b"Launch" | b"SubmitForm" | b"ImportData" | b"ResetForm" | b"Hide" | b"SetOCGState" | b"GoToR"
                | b"GoToE") => {
                    self.found_kind(ReasonCode::ContentActions, kind, page);
                }
                _ => {}
            }
            match self.value(entries, b"Next") {
                Object::Array(next) => stack.extend(next.iter().take(ACTIONS as usize).cloned()),
                Object::Null => {}
                next => stack.push(next),
            }
        }
    }

    fn value(&self, entries: &Dictionary<'a>, key: &[u8]) -> Object<'a> {
        match self.entries.spend(entries.len() as u64 + 1) {
            Ok(()) => {
                let value = self.document.value(entries, key, self.at);
                // Many may share a long name.
                let length = value.as_name().map_or(0, <[u8]>::len) as u64;
                if self.entries.spend(length / 64).is_ok() { value } else { Object::Null }
            }
            Err(_) => Object::Null,
        }
    }

    fn found(&mut self, code: ReasonCode, page: Option<u32>) {
        let place = self.found.iter().position(|(known, _)| *known == code).unwrap_or_else(|| {
            self.found.push((code, Vec::new()));
            self.found.len() - 1
        });
        // Pages come in order.
        if let Some((_, pages)) = self.found.get_mut(place)
            && pages.last().copied() != page
        {
            pages.extend(page);
        }
    }

    fn found_kind(&mut self, code: ReasonCode, kind: &[u8], page: Option<u32>) {
        let kind = String::from_utf8_lossy(kind);
        if !self.kinds.iter().any(|(known, name)| *known == code && *name == *kind) {
            self.kinds.push((code, kind.into_owned()));
        }
        self.found(code, page);
    }

    fn reasons(self, examined: Option<u64>) -> Vec<Reason> {
        let Self { mut found, mut kinds, layers, .. } = self;
        found.arrange_by_key(|(code, _)| *code);
        kinds.arrange();
        let mut reasons: Vec<Reason> = found
            .into_iter()
            .map(|(code, pages)| {
                let mut reason = Reason::new(code);
                let kinds: Vec<&str> = kinds.iter().filter(|(of, _)| *of == code).map(|(_, kind)| kind.as_str()).gather();
                if !kinds.is_empty() {
                    reason = reason.with("kinds", kinds.join(", "));
                }
                if code == ReasonCode::ContentHiddenLayers && !layers.is_empty() {
                    reason = reason.with("layers", layers.join(", "));
                }
                if pages.is_empty() { reason } else { reason.with("pages", ranges(&pages)) }
            })
            .gather();
        reasons.extend(examined.map(|count| Reason::new(ReasonCode::ContentNotExamined).with("count", count)));
        reasons
    }
}

/// Puts the kids of a node of the page tree before what waits to be looked at. No more than the budget and one will be: what is
/// beyond these does not wait, so that a tree whose nodes have each other for kids takes no more room than they.
pub(crate) fn push_kids<'a>(waiting: &mut Vec<Object<'a>>, kids: &[Object<'a>], budget: &Budget) {
    let most = usize::try_from(budget.left()).unwrap_or(usize::MAX).saturating_add(1);
    waiting.extend(kids.iter().take(most).rev().cloned());
    waiting.drain(..waiting.len().saturating_sub(most));
}

/// `1–3, 7`; a long list is cut.
fn ranges(numbers: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let shown = runs.iter().take(10).map(|(first, last)| match last - first {
        0 => first.to_string(),
        _ => format!("{first}–{last}"),
    });
    let mut text = shown.gather().join(", ");
    if runs.len() > 10 {
        text.push_str(", …");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_listed_as_ranges() {
        assert_eq!(ranges(&[1, 2, 3, 7, 9, 10]), "1–3, 7, 9–10");
        assert!(ranges(&(0..40).map(|page| page * 2).collect::<Vec<_>>()).ends_with("18, …"));
    }
}
