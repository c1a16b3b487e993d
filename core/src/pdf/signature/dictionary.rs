//! The signature dictionary (ISO 32000-2 §12.8.1, table 255).

use crate::keyed::KeyedMap;
use crate::pdf::text_string;
use crate::pdf::{Dictionary, Document, Location, Object, PdfString, Reference, RevisionIndex, Span};
use crate::reason::{Reason, ReasonCode, Severity};
use crate::time::PdfDate;

use super::byte_range::{self, ByteRange, Coverage};
use super::permissions::{self, DocMdp, FieldLock, SignatureReference};
use super::{Presence, SignatureField};

/// What a signature is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Role {
    /// Approval of the content (§12.8.1).
    Approval,
    /// Certification: /Perms names it as /DocMDP (§12.8.2.2).
    Certification,
    /// A document timestamp (§12.8.5): SubFilter ETSI.RFC3161, whatever its /Type says.
    DocumentTimestamp,
    /// Usage rights (§12.8.2.3), deprecated: rights in the maker's own viewer.
    UsageRights,
}

/// The value of a signature field: a signature dictionary, or what stands in its place.
#[derive(Clone, Debug)]
pub struct Signature<'a> {
    /// The dictionary's object, when it is an indirect one.
    pub reference: Option<Reference>,
    /// Where the dictionary stands in the file; nothing inside an object stream or when there is no dictionary.
    pub span: Option<Span>,
    /// Its entries; empty when the value is not a dictionary.
    pub entries: Dictionary<'a>,
    /// What it is for.
    pub role: Role,
    /// /Type, `Sig` or `DocTimeStamp`.
    pub kind: Option<String>,
    /// /Filter, the preferred signature handler.
    pub filter: Option<String>,
    /// /SubFilter, the encoding of the signature value.
    pub subfilter: Option<String>,
    /// /ByteRange as written, as far as it is integers.
    pub byte_range_written: Vec<i64>,
    /// /ByteRange, when it is well-formed and its gap is this dictionary's /Contents.
    pub byte_range: Option<ByteRange>,
    /// What is left of a /ByteRange whose gap is this dictionary's /Contents, in a file that was cut off after it: it ends
    /// with the file. Such a range is no `byte_range`.
    pub remains: Option<ByteRange>,
    /// How much of the file that is.
    pub coverage: Coverage,
    /// The revision whose end the range ends at: the signed revision.
    pub revision: Option<RevisionIndex>,
    /// The revision that the dictionary object stands in.
    pub defined_in: RevisionIndex,
    /// Where the /Contents string stands in the file, delimiters included.
    pub contents_span: Option<Span>,
    /// /Contents decoded from the bytes of the file, never decrypted, with the zero padding after the value.
    pub contents: Vec<u8>,
    /// /Cert: the chain of an `adbe.x509.rsa_sha1` signature.
    pub certificates: Vec<Vec<u8>>,
    /// /Name.
    pub signer_name: Option<String>,
    /// /M as written.
    pub signing_time_written: Option<String>,
    /// /M, when it is a date.
    pub signing_time: Option<PdfDate>,
    /// /Reason.
    pub reason: Option<String>,
    /// /Location.
    pub location: Option<String>,
    /// /ContactInfo.
    pub contact_info: Option<String>,
    /// /Reference: the transforms.
    pub references: Vec<SignatureReference>,
    /// What changes the signer permits in the document (DocMDP transform).
    pub docmdp: Option<DocMdp>,
    /// Which fields the signer locks (FieldMDP transform).
    pub fieldmdp: Option<FieldLock>,
    /// Why this signature cannot be trusted as it stands.
    pub problems: Vec<Reason>,
}

impl<'a> Signature<'a> {
    /// Reads the signature dictionary that `value` is or refers to. Anything else comes out with a problem.
    pub(super) fn read(document: &Document<'a>, value: &Object<'a>, around: Option<Location>, at: RevisionIndex) -> Self {
        let reference = value.as_reference();
        let indirect = reference.and_then(|reference| document.indirect(reference, at));
        let location = if reference.is_some() { indirect.as_ref().map(|found| found.location) } else { around };
        let resolved = document.resolve(value, at);
        let mut problems = Vec::new();
        let entries = resolved.as_dictionary().cloned().unwrap_or_else(|| {
            problems.push(Reason::new(ReasonCode::SignatureDictionaryMalformed).with("kind", resolved.kind()));
            Dictionary::default()
        });
        // Many signatures may share one.
        let name = |key: &[u8]| {
            let name = document.value(&entries, key, at);
            let name = name.as_name().filter(|name| document.may_follow(name.len() / 4))?;
            Some(String::from_utf8_lossy(name).into_owned())
        };
        let string = |key: &[u8]| {
            let string = document.value(&entries, key, at);
            string.as_string().filter(|string| document.may_follow(string.token().len() / 4)).map(PdfString::decode)
        };
        let text = |key: &[u8]| string(key).map(|string| text_string::decode(&string));
        let checked = byte_range::check(document, &entries, location, at);
        let contents_string = document.value(&entries, b"Contents", at);
        let in_file = matches!(location, Some(Location::InFile(_)));
        let contents = match (&checked.range, contents_string.as_string()) {
            (Some(_), _) => checked.contents,
            (None, string) => string.map(PdfString::decode_as_written).unwrap_or_default(),
        };
        let contents = if document.may_follow(contents.len() / 16) { contents } else { Vec::new() };
        if contents.iter().all(|byte| *byte == 0) {
            problems.push(Reason::new(ReasonCode::SignatureContentsMissing).with("kind", contents_string.kind()));
        }
        problems.extend(checked.problems);
        let contents_span = contents_string.as_string().map(|string| string.span).filter(|_| in_file);
        let subfilter = name(b"SubFilter");
        if subfilter.is_none() {
            problems.push(Reason::new(ReasonCode::SignatureSubfilterMissing));
        }
        let signing_time_written = string(b"M");
        let certificates = match document.value(&entries, b"Cert", at) {
            Object::String(one) => vec![one.decode()],
            Object::Array(several) => permissions::strings(document, &several, at),
            _ => Vec::new(),
        };
        let references = permissions::references(document, &entries, at);
        let role = match subfilter.as_deref() {
            Some("ETSI.RFC3161") => Role::DocumentTimestamp,
            _ => Role::Approval,
        };
        let defined_in =
            reference.and_then(|reference| document.definition(reference.number, at)).map_or(at, |(revision, _)| revision);
        Self {
            reference,
            span: Some(entries.span).filter(|_| in_file && !entries.is_empty()),
            role,
            kind: name(b"Type"),
            filter: name(b"Filter"),
            subfilter,
            byte_range_written: checked.written,
            byte_range: checked.range,
            remains: checked.remains,
            coverage: checked.coverage,
            revision: checked.revision,
            defined_in,
            contents_span,
            contents,
            certificates,
            signer_name: text(b"Name"),
            signing_time: signing_time_written.as_deref().and_then(PdfDate::parse),
            signing_time_written: signing_time_written.as_deref().map(text_string::decode),
            reason: text(b"Reason"),
            location: text(b"Location"),
            contact_info: text(b"ContactInfo"),
            docmdp: permissions::docmdp(&references),
            fieldmdp: permissions::fieldmdp(&references),
            references,
            problems,
            entries,
        }
    }

    /// What identifies the dictionary: its object, or its place.
    fn identity(&self) -> Option<(u32, u32)> {
        match self.reference {
            Some(reference) => Some((reference.number, self.defined_in.0)),
            None => self.span.map(|span| (u32::MAX, span.start)),
        }
    }
}

/// Marks every dictionary that is the value of more than one field. What the signer wrote so is odd and no more; a field that
/// took the value of another afterwards shows a signature that nobody made for it.
pub(super) fn find_shared(document: &Document<'_>, fields: &mut [SignatureField<'_>]) {
    // How many fields have it as their value, and whether all of them did when it was signed.
    let mut uses: KeyedMap<(u32, u32), (u32, bool)> = KeyedMap::default();
    let identity = |field: &SignatureField<'_>| {
        let current = field.presence == Presence::Current && field.origin.is_field();
        field.signature.as_ref().filter(|_| current).and_then(Signature::identity)
    };
    for field in fields.iter() {
        if let Some(identity) = identity(field) {
            let (count, signed) = uses.entry(identity).or_insert((0, true));
            *count += 1;
            *signed &= had_value_when_signed(document, field);
        }
    }
    for field in fields.iter_mut() {
        let shared = identity(field).and_then(|identity| uses.get(&identity)).filter(|(count, _)| *count > 1);
        if let Some((signature, (_, signed))) = field.signature.as_mut().zip(shared) {
            let severity = if *signed { Severity::Warning } else { Severity::Error };
            signature.problems.push(Reason::new(ReasonCode::SignatureDictionaryShared).severity(severity));
        }
    }
}

/// Whether the signed revision already has this field with this value.
fn had_value_when_signed(document: &Document<'_>, field: &SignatureField<'_>) -> bool {
    let Some((signature, field)) = field.signature.as_ref().zip(field.field) else { return false };
    let Some((revision, value)) = signature.revision.zip(signature.reference) else { return false };
    let then = document.get(field, revision);
    then.as_dictionary().and_then(|then| then.get(b"V")).and_then(Object::as_reference) == Some(value)
}
