//! The document: any object, at any revision, read when it is asked for.

use core::cell::{Cell, RefCell};
use std::borrow::Cow;
use std::rc::Rc;

use crate::error::Error;
use crate::gather::Gather as _;
use crate::keyed::{KeyedMap, KeyedSet};
use crate::limits::{Budget, Limit, Limits};
use crate::order::{self, Arrange as _};

use super::decrypt::SecurityHandler;
use super::encryption;
use super::filter::{self, FilterError, Inflater};
use super::lex::{find, find_last};
use super::mark;
use super::object::{Dictionary, Object, Reference, Span, Stream};
use super::object_stream::ObjectStream;
use super::parse::{Indirect, ParseError, Parser, Room};
use super::repair::Repair;
use super::revision::{self, Grouped, Revision, RevisionIndex, XrefKind};
use super::stream;
use super::xref::chain::{self, Budgets};
use super::xref::rebuild::{self, Segment};
use super::xref::{Entry, Section};

/// Bytes in which `%PDF-` is looked for (annex I: the first 1,024).
const HEADER_WITHIN: usize = 1_024;

/// Sections with more entries stay where they are; the others go into one index over all revisions.
const LARGE_SECTION: usize = 4_096;

/// So many large sections may be asked one by one; in a file with more of them all go into the index.
const LARGE_SECTIONS: usize = 8;

/// Object numbers for each entry beyond which entries are searched for and not looked up.
const SPARSE: usize = 2;

/// How far from its entry's offset an object is looked for.
const NEARBY: usize = 24;

/// How long `12 0 obj` may be, with all its white space.
const HEADER: usize = 256;

/// References to references are followed this far; the standard allows none (§7.3.10).
const REFERENCE_STEPS: usize = 8;

/// Streams that may be read to read another: a /Length, or a /Filter, that stands in an object stream with a /Length of its own. A chain of
/// a hundred thousand would be as many calls inside each other.
const STREAM_STEPS: usize = 8;

/// Parsed objects kept; beyond it the memory is emptied, since a walk over a huge file rarely comes back.
const CACHED_OBJECTS: usize = 100_000;

/// Room for so many is made at once.
const MOST_READ: usize = 256;

/// Elements and entries of all objects kept; beyond it the memory is emptied too.
const CACHED_ELEMENTS: u32 = 1_000_000;

/// Where an object was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Location {
    /// In the file, from its object number to `endobj`.
    InFile(Span),
    /// In an object stream.
    InObjectStream {
        /// Object number of the stream.
        container: u32,
        /// Offset in the file of the stream object.
        offset: u32,
        /// The object's place in the stream.
        index: u32,
    },
}

/// An indirect object and where it stands.
#[derive(Clone, Debug)]
pub struct IndirectObject<'a> {
    /// The object, decrypted.
    pub object: Object<'a>,
    /// Where it stands.
    pub location: Location,
}

/// An object that was read, or the fact that there is none to be read.
type Known<'a> = Option<Rc<IndirectObject<'a>>>;

/// A PDF file. Opening it reads the end of the file, the cross-references and the catalog, and nothing else.
#[derive(Debug)]
pub struct Document<'a> {
    bytes: &'a [u8],
    limits: Limits,
    objects: Budget,
    decompressed: Budget,
    scan: Budget,
    sections: Vec<Section<'a>>,
    hybrid: Vec<bool>,
    /// For each section, its revision.
    revision_of: Vec<RevisionIndex>,
    revisions: Vec<Revision<'a>>,
    /// For each revision, the latest up to it whose trailer has a /Root.
    rooted: Vec<u32>,
    /// (object number, section, entry) of all sections that are not large, sorted.
    index: Vec<(u32, u32, Entry)>,
    /// The same entries as written, section by section, and for each section where its own begin and end; empty when there are many.
    written: Vec<(u32, Entry)>,
    written_in: Vec<(u32, u32)>,
    /// For each object number, where its entries begin in the index, and last where the index ends; empty when the numbers lie
    /// too far apart.
    begins: Vec<u32>,
    /// Large sections, oldest first.
    large: Vec<u32>,
    /// The opened encryption, and the object that /Encrypt refers to, which is itself not encrypted.
    security: Option<(SecurityHandler, Option<Reference>)>,
    repairs: RefCell<KeyedSet<Repair>>,
    exceeded: Cell<Option<Limit>>,
    /// Elements of lists that may still be gone through once more: many objects may share one long list.
    followed: Budget,
    /// By offset in the file and place in the object stream there.
    cache: RefCell<KeyedMap<(u32, u32), Known<'a>>>,
    /// Elements and entries of the objects in the cache.
    cached_elements: Cell<u32>,
    /// Of the parsers, when none is at work.
    room: RefCell<Room<'a>>,
    inflater: RefCell<Inflater>,
    object_streams: RefCell<KeyedMap<u32, Option<Rc<ObjectStream>>>>,
    /// Object streams being decoded.
    open_streams: Cell<usize>,
    /// Offsets of streams being decoded, so that a /Length inside one cannot ask for it again.
    busy: RefCell<Vec<u32>>,
}

impl<'a> Document<'a> {
    /// Opens a document. `password` is tried after the empty one.
    ///
    /// # Errors
    /// When the bytes are no PDF, unreadable even with rebuilt cross-references, encrypted with another password or in an
    /// unsupported way, or over a limit. A document that can be opened may still be damaged: see [`repairs`](Self::repairs).
    pub fn open(bytes: &'a [u8], limits: &Limits, password: Option<&[u8]>) -> Result<Self, Error> {
        if bytes.len() as u64 > limits.max_file_size.min(u64::from(u32::MAX)) {
            return Err(Limit::FileSize.into());
        }
        let header = find(bytes, 0..HEADER_WITHIN.min(bytes.len()), b"%PDF-");
        let mut repairs = Vec::new();
        match header {
            Some(0) => {}
            Some(bytes) => repairs.push(Repair::JunkBeforeHeader { bytes: bytes as u32 }),
            None => repairs.push(Repair::HeaderMissing),
        }
        let mut document = Self {
            bytes,
            limits: limits.clone(),
            objects: Budget::new(u64::from(limits.max_objects), Limit::Objects),
            decompressed: Budget::new(limits.max_decompressed, Limit::Decompressed),
            // Each byte may be looked at a few times for the end of a stream whose /Length lies.
            scan: Budget::new((bytes.len() as u64).saturating_mul(8).saturating_add(1 << 16), Limit::Objects),
            sections: Vec::new(),
            hybrid: Vec::new(),
            revision_of: Vec::new(),
            revisions: Vec::new(),
            rooted: Vec::new(),
            index: Vec::new(),
            written: Vec::new(),
            written_in: Vec::new(),
            begins: Vec::new(),
            large: Vec::new(),
            security: None,
            repairs: RefCell::default(),
            exceeded: Cell::new(None),
            // Every list that is written where it is used may be gone through a few times.
            followed: Budget::new(u64::from(limits.max_objects) * 4, Limit::Objects),
            cache: RefCell::default(),
            cached_elements: Cell::new(0),
            room: RefCell::default(),
            inflater: RefCell::default(),
            object_streams: RefCell::default(),
            open_streams: Cell::new(0),
            busy: RefCell::default(),
        };
        let entries = Budget::new(u64::from(limits.max_xref_entries), Limit::XrefEntries);
        let budgets = Budgets {
            objects: &document.objects,
            entries: &entries,
            decompressed: &document.decompressed,
            scan: &document.scan,
            inflater: &document.inflater,
        };
        let usable = match chain::read(bytes, header.unwrap_or(0), &budgets, limits, &mut repairs) {
            Ok(chain) => {
                let grouped = revision::group(bytes, header.unwrap_or(0), chain, &mut repairs);
                document.set_sections(grouped);
                if let Some(offset) = document.unfinished_update()? {
                    repairs.push(Repair::UpdateUnfinished { offset: offset as u32 });
                }
                match document.start_decryption(password) {
                    Ok(()) => document.has_catalog_and_pages(),
                    Err(Error::Unreadable { .. }) => false,
                    Err(error) => return Err(error),
                }
            }
            Err(ParseError::Limit(limit)) => return Err(limit.into()),
            Err(ParseError::Malformed) => false,
        };
        document.check()?;
        if !usable {
            document.rebuild(header, password, &mut repairs)?;
        }
        document.repairs.get_mut().extend(repairs);
        Ok(document)
    }

    fn set_sections(&mut self, grouped: Grouped<'a>) {
        let Grouped { sections, hybrid, revisions } = grouped;
        self.revision_of = vec![RevisionIndex(0); sections.len()];
        for revision in &revisions {
            for at in self.revision_of.get_mut(revision.sections.0..revision.sections.1).unwrap_or_default() {
                *at = revision.index;
            }
        }
        // A section whose subsections are in no order can only be searched from its beginning, however often it is asked.
        let is_large = |section: &Section<'_>| section.len() > LARGE_SECTION && section.is_sorted();
        let all = sections.iter().filter(|section| is_large(section)).count() > LARGE_SECTIONS;
        self.large.clear();
        let count = sections.iter().filter(|section| all || !is_large(section)).map(Section::len).sum();
        self.index = Vec::with_capacity(count);
        self.written = Vec::with_capacity(if count <= LARGE_SECTION { count } else { 0 });
        self.written_in.clear();
        for (at, section) in sections.iter().enumerate() {
            let begin = self.written.len() as u32;
            if is_large(section) && !all {
                self.large.push(at as u32);
            } else if count <= LARGE_SECTION {
                section.entries().for_each(|(number, entry)| {
                    self.index.push((number, at as u32, entry));
                    self.written.push((number, entry));
                });
                self.written_in.push((begin, self.written.len() as u32));
                continue;
            } else {
                self.index.extend(section.entries().map(|(number, entry)| (number, at as u32, entry)));
            }
            self.written_in.push((0, 0));
        }
        // Stable: of two entries for one number in one section, the first counts, as in `Section::lookup`.
        self.index.arrange_by_key(|(number, section, _)| (*number, *section));
        self.index.dedup_by_key(|(number, section, _)| (*number, *section));
        self.begins = begins(&self.index);
        let mut root = u32::MAX;
        let rooted = revisions.iter().map(|revision| {
            if revision.trailer.get(b"Root").is_some() {
                root = revision.index.0;
            }
            root
        });
        self.rooted = rooted.collect();
        (self.sections, self.hybrid, self.revisions) = (sections, hybrid, revisions);
        self.cache.get_mut().clear();
        // Most of a small document will be read.
        self.cache.get_mut().reserve(self.index.len().min(MOST_READ));
        self.object_streams.get_mut().clear();
    }

    fn start_decryption(&mut self, password: Option<&[u8]>) -> Result<(), Error> {
        self.security = None;
        self.security = encryption::open(self, self.last_revision(), password)?;
        // What was read on the way is not decrypted.
        self.cache.get_mut().clear();
        Ok(())
    }

    /// The first object after the last revision, or what is left of a signature there. Without the cross-references that would
    /// make it a revision, some readers see it and some do not.
    fn unfinished_update(&self) -> Result<Option<usize>, Error> {
        let Some(rest) = self.trailing_data() else { return Ok(None) };
        self.scan.spend((rest.end - rest.start).into())?;
        Ok(rebuild::first_object(self.bytes, rest.range()).or_else(|| find(self.bytes, rest.range(), b"/ByteRange")))
    }

    fn rebuild(&mut self, header: Option<usize>, password: Option<&[u8]>, repairs: &mut Vec<Repair>) -> Result<(), Error> {
        let mut segments = rebuild::scan(self.bytes, &self.objects, &self.scan, &self.limits)?;
        let signed = mark::is_marked(self.bytes);
        if segments.is_empty() && signed && header.is_some() {
            segments.push(Segment::empty(self.bytes.len()));
        }
        if segments.is_empty() {
            return Err(match header {
                None => Error::NotPdf,
                Some(offset) => Error::Unreadable { what: "no object can be found", offset: offset as u64 },
            });
        }
        repairs.push(Repair::Rebuilt);
        let object_streams: Vec<Vec<u32>> = segments.iter().map(|segment| segment.object_streams.clone()).collect();
        self.set_sections(grouped(self.bytes, segments));
        self.start_decryption(password)?;
        // Only now can object streams be decoded: they may be encrypted.
        let mut sections = Vec::with_capacity(self.sections.len());
        for (at, section) in self.sections.iter().enumerate() {
            let mut entries: KeyedMap<u32, Entry> = KeyedMap::default();
            for container in object_streams.get(at).into_iter().flatten() {
                let Some(Entry::InFile { offset, .. }) = section.lookup(*container) else { continue };
                let Some(stream) = self.object_stream(*container, offset, RevisionIndex(at as u32)) else { continue };
                for (index, number) in stream.numbers().enumerate() {
                    entries.insert(number, Entry::InObjectStream { container: *container, index: index as u32 });
                }
            }
            // An object that stands in the file itself counts before one in an object stream of the same segment.
            entries.extend(section.entries());
            let mut entries: Vec<_> = entries.into_iter().collect();
            entries.arrange_by_key(|(number, _)| *number);
            sections.push(Section::listed(section.offset, section.end, section.trailer.clone(), &entries));
        }
        self.check()?;
        let revisions = core::mem::take(&mut self.revisions);
        self.set_sections(Grouped { hybrid: vec![false; sections.len()], sections, revisions });
        // A signature that is left of a file without a catalog must still be said to be there.
        if self.catalog(self.last_revision()).is_none() && !signed {
            self.check()?;
            return Err(Error::Unreadable { what: "no document catalog can be found", offset: header.unwrap_or(0) as u64 });
        }
        Ok(())
    }

    /// The whole file.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The limits the document was opened with.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The revisions, oldest first; never empty.
    pub fn revisions(&self) -> &[Revision<'a>] {
        &self.revisions
    }

    /// The number of the last revision.
    pub fn last_revision(&self) -> RevisionIndex {
        RevisionIndex(self.revisions.len().saturating_sub(1) as u32)
    }

    /// What had to be forgiven so far. Reading more may add to it.
    pub fn repairs(&self) -> Vec<Repair> {
        order::distinct(self.repairs.borrow().iter().copied())
    }

    /// Whether anything read so far had to be guessed ([`Repair::is_ambiguous`]). Reading is lazy, so ask once everything that
    /// matters was read.
    pub fn is_repaired(&self) -> bool {
        self.repairs.borrow().iter().any(|repair| repair.is_ambiguous())
    }

    /// Whether the cross-references were rebuilt by scanning the file.
    pub fn is_rebuilt(&self) -> bool {
        self.repairs.borrow().contains(&Repair::Rebuilt)
    }

    /// Whether a limit was reached while reading. Objects that could not be read for it came out as null, so nothing that was
    /// read may be used without asking this.
    ///
    /// # Errors
    /// [`Error::LimitExceeded`] when one was.
    pub fn check(&self) -> Result<(), Error> {
        self.exceeded.get().map_or(Ok(()), |limit| Err(limit.into()))
    }

    /// Bytes after the end of the last revision that are not white space.
    pub fn trailing_data(&self) -> Option<Span> {
        let end = self.revisions.last()?.end;
        let rest = self.bytes.get(end..)?;
        let first = rest.iter().position(|byte| !super::lex::is_whitespace(*byte))?;
        Some(Span::new(end + first, self.bytes.len()))
    }

    /// Whether the cross-references lead to the catalog and on to what it names as its pages: a file without the latter shows
    /// nothing unless a reader rebuilds them.
    fn has_catalog_and_pages(&self) -> bool {
        let at = self.last_revision();
        let Some((_, catalog)) = self.catalog(at) else { return false };
        catalog.get(b"Pages").is_none() || !self.value(&catalog, b"Pages", at).is_null()
    }

    /// The object a reference leads to, as of a revision; null when there is none.
    pub fn get(&self, reference: Reference, at: RevisionIndex) -> Object<'a> {
        let mut next = reference;
        for _ in 0..REFERENCE_STEPS {
            match self.indirect(next, at) {
                None => return Object::Null,
                Some(found) => match &found.object {
                    Object::Reference(reference) => next = *reference,
                    object => return object.clone(),
                },
            }
        }
        Object::Null
    }

    /// The object itself, or what it refers to as of a revision.
    pub fn resolve(&self, object: &Object<'a>, at: RevisionIndex) -> Object<'a> {
        match object {
            Object::Reference(reference) => self.get(*reference, at),
            other => other.clone(),
        }
    }

    /// The value of a dictionary's key, references followed; null when absent.
    pub fn value(&self, dictionary: &Dictionary<'a>, key: &[u8], at: RevisionIndex) -> Object<'a> {
        dictionary.get(key).map_or(Object::Null, |object| self.resolve(object, at))
    }

    /// The indirect object that a reference leads to as of a revision, with its place.
    pub fn indirect(&self, reference: Reference, at: RevisionIndex) -> Option<Rc<IndirectObject<'a>>> {
        let (_, entry) = self.definition(reference.number, at)?;
        match entry {
            Entry::Free => None,
            Entry::InFile { generation, .. } if generation != reference.generation => None,
            Entry::InFile { offset, .. } => {
                let found = self.in_file(reference, offset, at);
                if found.is_none() {
                    self.repair(Repair::ReferenceBroken { number: reference.number });
                }
                found
            }
            Entry::InObjectStream { .. } if reference.generation != 0 => None,
            Entry::InObjectStream { container, index } => self.in_object_stream(reference.number, container, index, at),
        }
    }

    /// Which revision an object has its entry from, as of a revision, and that entry.
    pub fn definition(&self, number: u32, at: RevisionIndex) -> Option<(RevisionIndex, Entry)> {
        let newest = self.revisions.get(at.get())?.sections.1.checked_sub(1)? as u32;
        let indexed = self.indexed(number);
        let indexed = match indexed.last() {
            Some(last) if last.1 > newest => {
                let after = indexed.partition_point(|(_, section, _)| *section <= newest);
                after.checked_sub(1).and_then(|at| indexed.get(at))
            }
            last => last,
        };
        let mut best = indexed.map(|(_, section, entry)| (*section, *entry));
        for section in self.large.iter().rev().filter(|section| **section <= newest) {
            if best.is_some_and(|(found, _)| found > *section) {
                break;
            }
            if let Some(entry) = self.sections.get(*section as usize).and_then(|section| section.lookup(number)) {
                best = Some((*section, entry));
                break;
            }
        }
        let (section, mut entry) = best?;
        // §7.5.8.4: what a hybrid file's table hides as free, its stream shows.
        if entry == Entry::Free
            && let Some(stream) = section.checked_sub(1).filter(|stream| self.hybrid.get(*stream as usize) == Some(&true))
            && let Some(shown) = self.sections.get(stream as usize).and_then(|section| section.lookup(number))
        {
            entry = shown;
        }
        Some((*self.revision_of.get(section as usize)?, entry))
    }

    /// What the index has of an object number, oldest first.
    fn indexed(&self, number: u32) -> &[(u32, u32, Entry)] {
        let range = if self.begins.is_empty() {
            let begin = self.index.partition_point(|(other, ..)| *other < number);
            let end = self.index.partition_point(|(other, ..)| *other <= number);
            begin..end
        } else {
            // What lies behind the last number has none.
            let Some([begin, end, ..]) = self.begins.get(number as usize..) else { return &[] };
            *begin as usize..*end as usize
        };
        self.index.get(range).unwrap_or_default()
    }

    /// The explicit entries of one revision, in order of object number: what it defines, redefines or frees.
    pub fn entries(&self, revision: RevisionIndex) -> Vec<(u32, Entry)> {
        let Some(revision) = self.revisions.get(revision.get()) else { return Vec::new() };
        let sections = self.sections.get(revision.sections.0..revision.sections.1).unwrap_or_default();
        if let ([section], Some(false)) = (sections, self.hybrid.get(revision.sections.0))
            && section.is_sorted()
        {
            if let Some((begin, end)) = self.written_in.get(revision.sections.0).filter(|(begin, end)| begin < end) {
                return self.written.get(*begin as usize..*end as usize).unwrap_or_default().to_vec();
            }
            let mut entries = Vec::with_capacity(section.len());
            entries.extend(section.entries());
            return entries;
        }
        let mut numbers: Vec<u32> = sections.iter().flat_map(Section::entries).map(|(number, _)| number).gather();
        numbers.arrange();
        numbers.dedup();
        numbers.into_iter().filter_map(|number| Some((number, self.definition(number, revision.index)?.1))).gather()
    }

    /// From the start of each cross-reference section of a revision to its end, and from `startxref` to the end of the revision.
    pub(crate) fn section_spans(&self, revision: RevisionIndex) -> Vec<(usize, usize)> {
        let Some(revision) = self.revisions.get(revision.get()) else { return Vec::new() };
        let sections = self.sections.get(revision.sections.0..revision.sections.1).unwrap_or_default();
        let mut spans = Vec::with_capacity(sections.len() + 1);
        spans.extend(sections.iter().map(|section| (section.offset, section.end)));
        if let (Some((_, end)), Some(marker_end)) = (spans.last().copied(), revision.marker_end) {
            spans.extend(find_last(self.bytes, end..marker_end, b"startxref").map(|at| (at, revision.end)));
        }
        spans
    }

    /// How many explicit entries a revision has, without reading them.
    pub fn entry_count(&self, revision: RevisionIndex) -> usize {
        let Some(revision) = self.revisions.get(revision.get()) else { return 0 };
        self.sections.get(revision.sections.0..revision.sections.1).unwrap_or_default().iter().map(Section::len).sum()
    }

    /// The trailer that counts as of a revision: its own, or the newest before it with a /Root.
    pub fn trailer(&self, at: RevisionIndex) -> Dictionary<'a> {
        let upto = self.revisions.get(..=at.get()).unwrap_or_default();
        // Whoever asks for each revision in turn reads no trailer but those.
        let rooted = self.rooted.get(at.get()).and_then(|rooted| self.revisions.get(*rooted as usize));
        rooted.or(upto.last()).map(|revision| revision.trailer.clone()).unwrap_or_default()
    }

    /// The document catalog as of a revision (§7.7.2), and its reference.
    pub fn catalog(&self, at: RevisionIndex) -> Option<(Option<Reference>, Dictionary<'a>)> {
        let trailer = self.trailer(at);
        let root = trailer.get(b"Root")?;
        let catalog = self.resolve(root, at);
        Some((root.as_reference(), catalog.as_dictionary()?.clone()))
    }

    /// Whether the document is encrypted.
    pub fn is_encrypted(&self) -> bool {
        self.security.is_some()
    }

    /// The decrypted and decoded bytes of a stream. Nothing when a filter is unknown or the data is damaged.
    pub fn decode(&self, stream: &Stream<'a>, at: RevisionIndex) -> Option<Vec<u8>> {
        let resolve = |object: &Object<'a>| self.resolve(object, at);
        if self.decompressed.left() < stream.raw.len() as u64 {
            self.exceed(Limit::Decompressed);
            return None;
        }
        let filters = stream::filters(&stream.dictionary, &resolve);
        let raw = self.decrypt(stream, &resolve)?;
        let mut inflater = self.inflater.take();
        let decoded = filter::decode_with(&mut inflater, &filters, &raw, &self.decompressed, &self.limits);
        self.inflater.replace(inflater);
        match decoded {
            Ok(decoded) => decoded.damage.is_none().then_some(decoded.bytes),
            Err(FilterError::LimitExceeded(limit)) => {
                self.exceed(limit);
                None
            }
            Err(_) => None,
        }
    }

    fn decrypt(&self, stream: &Stream<'a>, resolve: &dyn Fn(&Object<'a>) -> Object<'a>) -> Option<Cow<'a, [u8]>> {
        let Some((security, _)) = &self.security else { return Some(Cow::Borrowed(stream.raw)) };
        let kind = stream.dictionary.get(b"Type").and_then(Object::as_name);
        // §7.5.8.2: cross-reference streams are never encrypted; table 20: the metadata need not be.
        if kind == Some(b"XRef") || (kind == Some(b"Metadata") && !security.encrypts_metadata()) {
            return Some(Cow::Borrowed(stream.raw));
        }
        let filter = stream::crypt_filter(&stream.dictionary, resolve);
        let Reference { number, generation } = stream.reference;
        security.decrypt_stream(number, generation, filter.as_deref(), stream.raw).ok()
    }

    pub(crate) fn exceed(&self, limit: Limit) {
        if self.exceeded.get().is_none() {
            self.exceeded.set(Some(limit));
        }
    }

    /// Counts elements of a list that other objects may share: what is written once may be asked for a thousand times. When it
    /// is too much, this says no, and the document is over its limit ([`check`](Self::check)).
    pub(crate) fn may_follow(&self, elements: usize) -> bool {
        self.followed.spend(elements as u64).inspect_err(|limit| self.exceed(*limit)).is_ok()
    }

    fn repair(&self, repair: Repair) {
        self.repairs.borrow_mut().insert(repair);
    }

    fn remember(&self, key: (u32, u32), found: Known<'a>, elements: u32) -> Known<'a> {
        let mut cache = self.cache.borrow_mut();
        let mut all = self.cached_elements.get().saturating_add(elements);
        if cache.len() >= CACHED_OBJECTS || all > CACHED_ELEMENTS {
            cache.clear();
            all = elements;
        }
        self.cached_elements.set(all);
        cache.insert(key, found.clone());
        found
    }

    fn in_file(&self, reference: Reference, offset: u32, at: RevisionIndex) -> Option<Rc<IndirectObject<'a>>> {
        let key = (offset, u32::MAX);
        if let Some(found) = self.cache.borrow().get(&key) {
            return found.clone();
        }
        let read = self.read_in_file(reference, offset, at);
        let elements = read.as_ref().map_or(0, |indirect| indirect.elements);
        let found = read.map(|mut indirect| {
            if let Some((security, _)) = self.security.as_ref().filter(|(_, own)| *own != Some(reference)) {
                indirect.object.decrypt_strings(&mut |bytes| {
                    // Each is held once more.
                    if let Err(limit) = self.objects.spend((bytes.len() / 32) as u64) {
                        self.exceed(limit);
                        return Vec::new();
                    }
                    security.decrypt_string(reference.number, reference.generation, bytes).into_owned()
                });
            }
            if !indirect.length_agrees {
                self.repair(Repair::StreamLength { number: reference.number });
            }
            Rc::new(IndirectObject { object: indirect.object, location: Location::InFile(indirect.span) })
        });
        self.remember(key, found, elements)
    }

    fn read_in_file(&self, reference: Reference, written: u32, at: RevisionIndex) -> Option<Indirect<'a>> {
        let Some(offset) = self.locate(reference, written as usize) else {
            self.repair(Repair::ObjectMissing { number: reference.number, written });
            return None;
        };
        if self.busy.borrow().contains(&written) || self.busy.borrow().len() >= STREAM_STEPS {
            return None;
        }
        self.busy.borrow_mut().push(written);
        let mut parser = Parser::new(self.bytes, offset, &self.objects, &self.limits).with_room(self.room.take());
        let mut length = |reference: Reference| self.get(reference, at).as_integer();
        let parsed = parser.indirect(&mut length, &self.scan);
        self.room.replace(parser.take_room());
        self.busy.borrow_mut().pop();
        match parsed {
            Ok(indirect) => Some(indirect),
            Err(ParseError::Limit(limit)) => {
                self.exceed(limit);
                None
            }
            Err(ParseError::Malformed) => {
                self.repair(Repair::ObjectMalformed { number: reference.number, offset: offset as u32 });
                None
            }
        }
    }

    /// Where `N G obj` stands: at the offset written, or very near it.
    fn locate(&self, reference: Reference, written: usize) -> Option<usize> {
        let unpaid = Budget::new(0, Limit::Objects);
        let is_here = |at: usize| {
            let digit = |at: usize| self.bytes.get(at).is_some_and(u8::is_ascii_digit);
            let alone = digit(at) && !at.checked_sub(1).is_some_and(digit);
            // No comment inside it: each would be read from every place near it.
            let head = self.bytes.get(..at + HEADER).unwrap_or(self.bytes);
            alone && Parser::new(head, at, &unpaid, &self.limits).indirect_header() == Some(reference)
        };
        let unread = self.bytes.get(written..)?;
        let start = written + unread.iter().take(NEARBY).position(|byte| !super::lex::is_whitespace(*byte))?;
        if is_here(start) {
            return Some(start);
        }
        let window = written.saturating_sub(NEARBY)..self.bytes.len().min(written + NEARBY);
        let found = window.filter(|at| is_here(*at)).min_by_key(|at| at.abs_diff(written))?;
        self.repair(Repair::ObjectMoved { number: reference.number, written: written as u32 });
        Some(found)
    }

    fn in_object_stream(&self, number: u32, container: u32, index: u32, at: RevisionIndex) -> Option<Rc<IndirectObject<'a>>> {
        // §7.5.7: an object stream is never itself in an object stream.
        let Some((_, Entry::InFile { offset, .. })) = self.definition(container, at) else {
            self.repair(Repair::ObjectStreamMismatch { number, container });
            return None;
        };
        let stream = self.object_stream(container, offset, at)?;
        let index = if stream.number_at(index) == Some(number) {
            index
        } else {
            self.repair(Repair::ObjectStreamMismatch { number, container });
            // Where every entry is wrong, every object is looked for among all.
            self.may_follow(stream.numbers().len() / 64).then(|| stream.numbers().position(|other| other == number))?? as u32
        };
        // Under its true index: a wrong one is another object's.
        if let Some(found) = self.cache.borrow().get(&(offset, index)) {
            return found.clone();
        }
        let mut room = self.room.take();
        let read = stream.object(index, &self.objects, &self.limits, &mut room);
        self.room.replace(room);
        let (found, elements) = match read {
            Ok((object, elements)) => {
                let location = Location::InObjectStream { container, offset, index };
                (Some(Rc::new(IndirectObject { object, location })), elements)
            }
            Err(ParseError::Limit(limit)) => {
                self.exceed(limit);
                (None, 0)
            }
            Err(ParseError::Malformed) => {
                self.repair(Repair::ObjectMalformed { number, offset });
                (None, 0)
            }
        };
        self.remember((offset, index), found, elements)
    }

    /// The decoded object stream whose stream object stands at `offset`.
    fn object_stream(&self, container: u32, offset: u32, at: RevisionIndex) -> Option<Rc<ObjectStream>> {
        if let Some(found) = self.object_streams.borrow().get(&offset) {
            return found.clone();
        }
        if self.open_streams.get() >= STREAM_STEPS {
            return None;
        }
        self.open_streams.set(self.open_streams.get() + 1);
        // Whoever asks for it while it is being decoded, such as its own /Filter, finds nothing.
        self.object_streams.borrow_mut().insert(offset, None);
        let found = self.indirect_at(container, at).and_then(|indirect| {
            let stream = indirect.object.as_stream()?;
            let decoded = self.decode(stream, at)?;
            match ObjectStream::new(&stream.dictionary, decoded, &self.objects) {
                Ok(found) => found.map(Rc::new),
                Err(limit) => {
                    self.exceed(limit);
                    None
                }
            }
        });
        self.open_streams.set(self.open_streams.get() - 1);
        if found.is_none() {
            self.repair(Repair::ObjectStreamMismatch { number: container, container });
        }
        self.object_streams.borrow_mut().insert(offset, found.clone());
        found
    }

    /// The place of the object that was read from an offset of the file, if one was.
    pub(crate) fn span_read_at(&self, offset: u32) -> Option<Span> {
        match self.cache.borrow().get(&(offset, u32::MAX))?.as_ref()?.location {
            Location::InFile(span) => Some(span),
            Location::InObjectStream { .. } => None,
        }
    }

    /// An object by number alone, whatever its generation, and whether or not anything refers to it.
    pub fn indirect_at(&self, number: u32, at: RevisionIndex) -> Option<Rc<IndirectObject<'a>>> {
        match self.definition(number, at)?.1 {
            Entry::Free => None,
            Entry::InFile { offset, generation } => self.in_file(Reference { number, generation }, offset, at),
            Entry::InObjectStream { container, index } => self.in_object_stream(number, container, index, at),
        }
    }
}

/// For each object number up to the last, where its entries begin in a sorted index, and then where it ends; nothing when most
/// numbers have none, as a single entry for the four thousand millionth would have it.
fn begins(index: &[(u32, u32, Entry)]) -> Vec<u32> {
    let last = index.last().map_or(0, |(number, ..)| *number as usize);
    if last > SPARSE * index.len() {
        return Vec::new();
    }
    let mut begins = Vec::with_capacity(last + 2);
    for (at, (number, ..)) in index.iter().enumerate() {
        // The first of its number, and where the numbers before it that have none would stand.
        if begins.len() <= *number as usize {
            begins.resize(*number as usize + 1, at as u32);
        }
    }
    begins.push(index.len() as u32);
    begins
}

/// Segments of a scanned file as revisions.
fn grouped<'a>(bytes: &'a [u8], segments: Vec<Segment<'a>>) -> Grouped<'a> {
    let mut sections = Vec::new();
    let mut revisions: Vec<Revision<'a>> = Vec::new();
    for (at, segment) in segments.into_iter().enumerate() {
        let marked = bytes.get(..segment.marker_end).is_some_and(|head| head.ends_with(b"%%EOF"));
        revisions.push(Revision {
            index: RevisionIndex(at as u32),
            start: revisions.last().map_or(0, |previous| previous.end),
            marker_end: marked.then_some(segment.marker_end),
            end: revision::after_end_of_line(bytes, segment.marker_end),
            // Where its own bytes begin: the line end after the marker before it is nobody's content.
            startxref: revision::after_end_of_line(bytes, segment.section.offset),
            startxref_written: None,
            kind: XrefKind::Rebuilt,
            trailer: segment.section.trailer.clone(),
            sections: (at, at + 1),
        });
        sections.push(segment.section);
    }
    Grouped { hybrid: vec![false; sections.len()], sections, revisions }
}
