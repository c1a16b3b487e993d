//! A writer of PDF files that says what it is told to, by the million where that is asked.

use std::io::Write as _;

/// A file under construction.
#[derive(Clone)]
pub(crate) struct Pdf {
    pub(crate) bytes: Vec<u8>,
    entries: Vec<(u32, usize)>,
    previous: Option<usize>,
}

impl Pdf {
    pub(crate) fn new() -> Self {
        Self { bytes: b"%PDF-1.7\n".to_vec(), entries: Vec::new(), previous: None }
    }

    /// A file with a catalog (1), pages (2) and a page (3); `catalog` and `page` are further entries of theirs.
    pub(crate) fn with_page(catalog: &str, page: &str) -> Self {
        let mut pdf = Self::new();
        pdf.object(1, &format!("<</Type/Catalog/Pages 2 0 R{catalog}>>"));
        pdf.object(2, "<</Type/Pages/Count 1/Kids[3 0 R]>>");
        pdf.object(3, &format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]{page}>>"));
        pdf
    }

    /// An indirect object.
    pub(crate) fn object(&mut self, number: u32, body: &str) {
        self.raw_object(number, body.as_bytes());
    }

    pub(crate) fn raw_object(&mut self, number: u32, body: &[u8]) {
        self.entries.push((number, self.bytes.len()));
        write!(self.bytes, "{number} 0 obj ").unwrap();
        self.bytes.extend_from_slice(body);
        self.bytes.extend_from_slice(b" endobj\n");
    }

    /// An entry of the next table for what stands elsewhere.
    pub(crate) fn entry(&mut self, number: u32, place: usize) {
        self.entries.push((number, place));
    }

    /// No entry for this object.
    pub(crate) fn forget(&mut self, number: u32) {
        self.entries.retain(|(known, _)| *known != number);
    }

    /// A stream object; `dictionary` are its entries besides /Length.
    pub(crate) fn stream(&mut self, number: u32, dictionary: &str, data: &[u8]) {
        self.entries.push((number, self.bytes.len()));
        writeln!(self.bytes, "{number} 0 obj <<{dictionary}/Length {}>>stream", data.len()).unwrap();
        self.bytes.extend_from_slice(data);
        self.bytes.extend_from_slice(b"\nendstream endobj\n");
    }

    /// Ends a revision with a table of what was written since the last. `trailer` are further entries.
    pub(crate) fn revision(&mut self, trailer: &str) -> &mut Self {
        self.revision_of(&format!("/Root 1 0 R{trailer}"))
    }

    /// A revision whose trailer has these entries alone.
    pub(crate) fn revision_of(&mut self, trailer: &str) -> &mut Self {
        let table = self.bytes.len();
        self.bytes.extend_from_slice(b"xref\n");
        let mut entries = core::mem::take(&mut self.entries);
        entries.sort_unstable();
        for run in entries.chunk_by(|one, two| one.0 + 1 == two.0) {
            writeln!(self.bytes, "{} {}", run[0].0, run.len()).unwrap();
            for (_, offset) in run {
                writeln!(self.bytes, "{offset:010} 00000 n ").unwrap();
            }
        }
        let previous = self.previous.map(|offset| format!("/Prev {offset}")).unwrap_or_default();
        write!(self.bytes, "trailer <</Size 9{previous}{trailer}>>\nstartxref\n{table}\n%%EOF\n").unwrap();
        self.previous = Some(table);
        self
    }

    /// Ends the file with a cross-reference stream over `rows` of /W [1 4 2], packed as `filter` says.
    pub(crate) fn xref_stream(&mut self, dictionary: &str, data: &[u8]) -> &mut Self {
        let at = self.bytes.len();
        self.stream(9_000_000, &format!("/Type/XRef/W[1 4 2]/Root 1 0 R{dictionary}"), data);
        write!(self.bytes, "startxref\n{at}\n%%EOF\n").unwrap();
        self
    }

    /// Rows of a cross-reference stream for what was written.
    pub(crate) fn rows(&self) -> Vec<(u32, [u8; 7])> {
        let row = |(number, offset): &(u32, usize)| {
            let offset = (*offset as u32).to_be_bytes();
            (*number, [1, offset[0], offset[1], offset[2], offset[3], 0, 0])
        };
        self.entries.iter().map(row).collect()
    }

    /// Signs: field `field` with value `field + 1` whose /Contents is `cms`, in a revision of its own.
    pub(crate) fn sign(&mut self, field: u32, cms: &[u8]) -> &mut Self {
        self.sign_with(field, cms, "")
    }

    /// Signs with further entries of the field.
    pub(crate) fn sign_with(&mut self, field: u32, cms: &[u8], entries: &str) -> &mut Self {
        self.object(field, &format!("<</FT/Sig/T(F{field})/V {} 0 R{entries}>>", field + 1));
        let mut dictionary =
            b"<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange[0 AAAAAAAAAA BBBBBBBBBB CCCCCCCCCC]/Contents<".to_vec();
        dictionary.extend(
            cms.iter()
                .flat_map(|byte| [b"0123456789ABCDEF"[usize::from(byte >> 4)], b"0123456789ABCDEF"[usize::from(byte & 15)]]),
        );
        dictionary.extend_from_slice(b">>>");
        let start = self.bytes.len();
        self.raw_object(field + 1, &dictionary);
        self.revision("");
        let find = |mark: &[u8]| start + self.bytes[start..].windows(mark.len()).position(|window| window == mark).unwrap();
        let gap = find(b"/Contents<") + 9;
        let after = gap + 2 + 2 * cms.len();
        let numbers = [gap, after, self.bytes.len() - after];
        let marks: [&[u8]; 3] = [b"AAAAAAAAAA", b"BBBBBBBBBB", b"CCCCCCCCCC"];
        let places = marks.map(find);
        for (place, number) in places.into_iter().zip(numbers) {
            self.bytes[place..place + 10].copy_from_slice(format!("{number:010}").as_bytes());
        }
        self
    }

    pub(crate) fn finish(&mut self) -> Vec<u8> {
        if !self.entries.is_empty() {
            self.revision("");
        }
        core::mem::take(&mut self.bytes)
    }
}

/// Zlib of `length` zeros, without holding them.
pub(crate) fn bomb(length: usize) -> Vec<u8> {
    use miniz_oxide::deflate::core::{
        CompressorOxide, TDEFLFlush, TDEFLStatus, compress_to_output, create_comp_flags_from_zip_params,
    };
    let zeros = vec![0; 1 << 20];
    let mut state = CompressorOxide::new(create_comp_flags_from_zip_params(6, 1, 0));
    let mut packed = Vec::new();
    let mut left = length;
    loop {
        let piece = &zeros[..left.min(zeros.len())];
        left -= piece.len();
        let flush = if left == 0 { TDEFLFlush::Finish } else { TDEFLFlush::None };
        let (status, read) = compress_to_output(&mut state, piece, flush, |output| {
            packed.extend_from_slice(output);
            true
        });
        assert_eq!(read, piece.len());
        if status == TDEFLStatus::Done {
            return packed;
        }
    }
}

/// Zlib of bytes.
pub(crate) fn packed(bytes: &[u8]) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec_zlib(bytes, 6)
}
