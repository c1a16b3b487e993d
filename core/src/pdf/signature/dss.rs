//! Validation data kept in the document: every generation of /DSS over all revisions (ISO 32000-2 §12.8.4.3,
//! EN 319 142-1 §5.4.2).
//!
//! A hint store and no more: whatever is here is verified again. So reading is tolerant: wrong types and dangling references
//! are passed over.

use crate::error::Error;
use crate::gather::Gather as _;
use crate::keyed::{KeyedMap, KeyedSet};
use crate::limits::Limit;
use crate::pdf::{Dictionary, Document, Object, PdfString, Reference, RevisionIndex};
use crate::time::PdfDate;

/// One stream of validation data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DssItem {
    /// Its object.
    pub reference: Reference,
    /// The first revision whose /DSS has it.
    pub revision: RevisionIndex,
    /// The decoded stream: DER, usually.
    pub bytes: Vec<u8>,
}

/// Validation data of one signature (table 262).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VriEntry {
    /// The key: SHA-1 of the signature's /Contents with its padding, in upper-case hexadecimal.
    pub key: String,
    /// The first revision that has this entry in this form.
    pub revision: RevisionIndex,
    /// Its object, when it is an indirect one.
    pub reference: Option<Reference>,
    /// /Cert.
    pub certificates: Vec<Reference>,
    /// /CRL.
    pub crls: Vec<Reference>,
    /// /OCSP.
    pub ocsps: Vec<Reference>,
    /// /TS, decoded: a timestamp token over the time of this entry.
    pub timestamp: Option<Vec<u8>>,
    /// /TU: when the entry was made, claimed by nobody in particular.
    pub time: Option<PdfDate>,
}

impl VriEntry {
    /// Whether it says the same, in whatever revision. The lists last: they may be long, and be shared.
    fn is_as(&self, other: &Self) -> bool {
        let own = |entry: &Self| (entry.reference, entry.time, entry.certificates.len(), entry.crls.len(), entry.ocsps.len());
        own(self) == own(other)
            && self.key == other.key
            && self.timestamp == other.timestamp
            && self.certificates == other.certificates
            && self.crls == other.crls
            && self.ocsps == other.ocsps
    }
}

/// Everything any generation of /DSS holds, each object once.
#[derive(Clone, Debug, Default)]
pub struct ValidationData {
    /// Revisions whose /DSS differs from the one before.
    pub generations: Vec<RevisionIndex>,
    /// Certificates.
    pub certificates: Vec<DssItem>,
    /// CRLs.
    pub crls: Vec<DssItem>,
    /// OCSP responses.
    pub ocsps: Vec<DssItem>,
    /// Entries for single signatures.
    pub vri: Vec<VriEntry>,
}

/// Collects the validation data of all revisions. Linear: a revision is looked at only when it redefines something of /DSS.
///
/// # Errors
/// [`Error::LimitExceeded`] only.
pub fn dss(document: &Document<'_>) -> Result<ValidationData, Error> {
    let mut collect = Collect {
        document,
        data: ValidationData::default(),
        watched: KeyedSet::default(),
        done: KeyedSet::default(),
        items: KeyedMap::default(),
    };
    let mut root = None;
    for revision in document.revisions() {
        let at = revision.index;
        let trailer_root = revision.trailer.get(b"Root").and_then(Object::as_reference);
        let moved = trailer_root.is_some() && trailer_root != root;
        root = trailer_root.or(root);
        if at.0 == 0 || moved || document.entries(at).iter().any(|(number, _)| collect.watched.contains(number)) {
            collect.generation(at);
            document.check()?;
        }
        let limits = document.limits();
        if collect.data.certificates.len() > limits.max_certificates as usize {
            return Err(Limit::Certificates.into());
        }
        if collect.data.crls.len().max(collect.data.ocsps.len()) > limits.max_revocation_items as usize {
            return Err(Limit::RevocationItems.into());
        }
    }
    document.check()?;
    Ok(collect.data)
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Certificate,
    Crl,
    Ocsp,
}

/// An object in one of its definitions.
type Version = (u32, RevisionIndex);

struct Collect<'d, 'a> {
    document: &'d Document<'a>,
    data: ValidationData,
    /// Object numbers whose redefinition changes /DSS.
    watched: KeyedSet<u32>,
    /// Lists and entries already read in this very definition.
    done: KeyedSet<Version>,
    items: KeyedMap<u32, Kind>,
}

impl<'a> Collect<'_, 'a> {
    /// Follows a reference, watching it.
    fn watch(&mut self, object: &Object<'a>, at: RevisionIndex) -> Object<'a> {
        self.watched.extend(object.as_reference().map(|reference| reference.number));
        self.document.resolve(object, at)
    }

    /// Whether this definition of an indirect object was read before; direct ones always count as new.
    fn is_done(&mut self, object: &Object<'a>, at: RevisionIndex) -> bool {
        let Some(reference) = object.as_reference() else { return false };
        let Some((revision, _)) = self.document.definition(reference.number, at) else { return true };
        !self.done.insert((reference.number, revision))
    }

    fn generation(&mut self, at: RevisionIndex) {
        let trailer = self.document.trailer(at);
        let Some(catalog) = trailer.get(b"Root").cloned().map(|root| self.watch(&root, at)) else { return };
        let Some(object) = catalog.as_dictionary().and_then(|catalog| catalog.get(b"DSS")).cloned() else { return };
        let dss = self.watch(&object, at);
        let Some(dss) = dss.as_dictionary() else { return };
        self.data.generations.push(at);
        for (key, kind) in [(&b"Certs"[..], Kind::Certificate), (b"CRLs", Kind::Crl), (b"OCSPs", Kind::Ocsp)] {
            if let Some(list) = dss.get(key) {
                self.list(list, kind, at);
            }
        }
        if let Some(vri) = dss.get(b"VRI").cloned() {
            let entries = self.watch(&vri, at);
            let entries = entries.as_dictionary().cloned().unwrap_or_default();
            // Again in every generation, and each is held against those before it.
            if !self.document.may_follow(entries.len().saturating_mul(32)) {
                return;
            }
            for (key, entry) in entries.iter() {
                self.vri(key, entry, at);
            }
        }
        // A stream redefined under its old number is another item.
        let redefined: Vec<_> =
            self.document.entries(at).into_iter().filter_map(|(number, _)| Some((number, *self.items.get(&number)?))).gather();
        for (number, kind) in redefined {
            self.item(Reference { number, generation: 0 }, kind, at);
        }
    }

    /// An array of streams; its references.
    fn list(&mut self, object: &Object<'a>, kind: Kind, at: RevisionIndex) -> Vec<Reference> {
        let is_done = self.is_done(object, at);
        let array = self.watch(object, at);
        let references: Vec<_> = match &array {
            Object::Array(elements) => elements.iter().filter_map(Object::as_reference).gather(),
            // A lone stream in place of the array occurs.
            Object::Stream(_) => object.as_reference().into_iter().gather(),
            _ => Vec::new(),
        };
        if !self.document.may_follow(references.len()) {
            return Vec::new();
        }
        if !is_done || array.as_stream().is_some() {
            for reference in &references {
                self.item(*reference, kind, at);
            }
        }
        references
    }

    fn item(&mut self, reference: Reference, kind: Kind, at: RevisionIndex) {
        self.watched.insert(reference.number);
        let Some((revision, _)) = self.document.definition(reference.number, at) else { return };
        // Item versions share `done` with lists: a number is never both.
        if !self.done.insert((reference.number, revision)) && self.items.contains_key(&reference.number) {
            return;
        }
        self.items.insert(reference.number, kind);
        let object = self.document.get(reference, at);
        let Some(bytes) = object.as_stream().and_then(|stream| self.document.decode(stream, at)) else { return };
        let item = DssItem { reference, revision: at, bytes };
        match kind {
            Kind::Certificate => self.data.certificates.push(item),
            Kind::Crl => self.data.crls.push(item),
            Kind::Ocsp => self.data.ocsps.push(item),
        }
    }

    fn vri(&mut self, key: &[u8], object: &Object<'a>, at: RevisionIndex) {
        let is_done = self.is_done(object, at);
        let resolved = self.watch(object, at);
        // `/Type /VRI` inside /VRI occurs: a name is no entry.
        let Some(entries) = resolved.as_dictionary().filter(|_| !is_done) else { return };
        let entry = VriEntry {
            key: String::from_utf8_lossy(key).into_owned(),
            revision: at,
            reference: object.as_reference(),
            certificates: self.vri_list(entries, [b"Cert", b"Certs"], Kind::Certificate, at),
            crls: self.vri_list(entries, [b"CRL", b"CRLs"], Kind::Crl, at),
            ocsps: self.vri_list(entries, [b"OCSP", b"OCSPs"], Kind::Ocsp, at),
            timestamp: self.document.value(entries, b"TS", at).as_stream().and_then(|stream| self.document.decode(stream, at)),
            time: self.document.value(entries, b"TU", at).as_string().map(PdfString::decode).as_deref().and_then(PdfDate::parse),
        };
        let same = |other: &VriEntry| other.is_as(&entry);
        // Entries written directly into the /VRI dictionary come again with every generation.
        if !self.data.vri.iter().rev().take(256).any(same) {
            self.data.vri.push(entry);
        }
    }

    fn vri_list(&mut self, entries: &Dictionary<'a>, keys: [&[u8]; 2], kind: Kind, at: RevisionIndex) -> Vec<Reference> {
        let found = keys.iter().find_map(|key| entries.get(key));
        found.map(|list| self.list(list, kind, at)).unwrap_or_default()
    }
}
