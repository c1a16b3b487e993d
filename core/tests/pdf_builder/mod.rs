//! Small PDF files, revision by revision, with signatures that cover one.

// Each test that includes this module uses a part of it.
#![allow(dead_code)]

use std::fmt::Write as _;

use longseal::error::Error;
use longseal::limits::Limits;
use longseal::pdf::Document;

/// A file of revisions with classic tables, and where each ends.
#[derive(Clone, Default)]
pub(crate) struct File {
    pub(crate) text: String,
    pub(crate) startxref: Option<usize>,
    pub(crate) ends: Vec<usize>,
}

impl File {
    pub(crate) fn new() -> Self {
        Self { text: "%PDF-1.7\n".to_owned(), ..Self::default() }
    }

    /// Appends one revision of numbered objects; no body frees the object.
    pub(crate) fn revision(&mut self, objects: &[(u32, &str)]) -> &mut Self {
        let mut entries = String::new();
        for (number, body) in objects {
            if body.is_empty() {
                write!(entries, "{number} 1\n0000000000 00001 f \n").unwrap();
            } else {
                write!(entries, "{number} 1\n{:010} 00000 n \n", self.text.len()).unwrap();
                writeln!(self.text, "{number} 0 obj {body} endobj").unwrap();
            }
        }
        let prev = self.startxref.map(|offset| format!("/Prev {offset}")).unwrap_or_default();
        let offset = self.text.len();
        write!(self.text, "xref\n{entries}trailer <</Root 1 0 R{prev}>>\nstartxref\n{offset}\n%%EOF\n").unwrap();
        self.startxref = Some(offset);
        self.ends.push(self.text.len());
        self
    }

    pub(crate) fn open(&self) -> Result<Document<'_>, Error> {
        Document::open(self.text.as_bytes(), &Limits::default(), None)
    }
}

/// A dictionary that signs everything up to the end of its revision; the numbers are put in afterwards.
pub(crate) fn sign(file: &mut File, field: u32, value: u32) {
    let dictionary = "<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange[0 AAAAAAAA BBBBBBBB CCCCCCCC]/Contents<30820000>>>";
    let field_body = format!("<</FT/Sig/T(F{field})/V {value} 0 R>>");
    file.revision(&[(field, &field_body), (value, dictionary)]);
    let gap = file.text.find("BBBBBBBB").map(|at| at + file.text[at..].find('<').unwrap()).unwrap();
    let end = file.text.len();
    for (mark, number) in [("AAAAAAAA", gap), ("BBBBBBBB", gap + 10), ("CCCCCCCC", end - gap - 10)] {
        file.text = file.text.replace(mark, &format!("{number:08}"));
    }
}
