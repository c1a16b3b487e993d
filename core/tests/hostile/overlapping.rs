//! Files whose objects lie inside each other's strings, comments and streams: each is small, all together are not.

use std::fmt::Write as _;

use super::documents::with_rows;
use super::pdf::{Pdf, packed};
use super::{Case, Input};

/// All of them, each with a part of what must be said of it.
pub(crate) const CASES: &[Case] = &[
    Case::heavy("80,000 strings inside each other", "objects", || nested(80_000, "(", ")", "")),
    Case::heavy("80,000 hexadecimal strings that end in one place", "objects", || nested(80_000, "<", "", ">")),
    Case::heavy("80,000 objects inside a comment that each of them begins", "objects", || nested(80_000, "%", "", "\n1")),
    Case::heavy("80,000 objects before a comment that is in them", "objects", || nested(80_000, "1%", "", "\n")),
    Case::heavy("80,000 headers with a comment inside", "", || {
        let mut pdf = Pdf::with_page(&format!("/AcroForm<</Fields[{}]>>", references(80_000)), "");
        let start = pdf.bytes.len();
        let mut rows = pdf.rows();
        rows.extend((0..80_000).map(|at| (1_000 + at, row(start + 12 * at as usize))));
        for at in 0..80_000 {
            let _ = write!(Text(&mut pdf.bytes), "{:>6}%{:5}", 1_000 + at, "");
        }
        pdf.bytes.push(b'\n');
        Input::Pdf(with_rows(pdf, rows))
    }),
    Case::heavy("50,000 objects of one string in an object stream", "objects", || {
        let mut pdf = Pdf::with_page(&format!("/AcroForm<</Fields[{}]>>", references(50_000)), "");
        let mut data: String = (0..50_000).fold(String::new(), |mut text, at| {
            let _ = write!(text, "{} {at} ", 1_000 + at);
            text
        });
        let first = data.len();
        data.push_str(&"(".repeat(2_000_000));
        data.push_str(&")".repeat(2_000_000));
        pdf.stream(11, &format!("/Type/ObjStm/N 50000/First {first}/Filter/FlateDecode"), &packed(data.as_bytes()));
        let mut rows = pdf.rows();
        rows.extend((0..50_000).map(|at| {
            let index = u32::to_be_bytes(at);
            (1_000 + at, [2, 0, 0, 0, 11, index[2], index[3]])
        }));
        Input::Pdf(with_rows(pdf, rows))
    }),
    Case::heavy("9,000 certificates of 1 MB that are one in the other", "decompressed bytes", || streams("")),
    Case::heavy("9,000 streams of 1 MB of white space that are one in the other", "decompressed bytes", || {
        streams("/Filter/ASCIIHexDecode")
    }),
    Case::heavy("80,000 encrypted strings inside each other", "objects", || {
        let Input::Pdf(bytes) = nested(80_000, "(", ")", "") else { unreachable!() };
        Input::Pdf(encrypted(&bytes))
    }),
    Case::heavy("9,000 encrypted certificates of 1 MB that are one in the other", "decompressed bytes", || {
        let Input::Pdf(bytes) = streams("") else { unreachable!() };
        Input::Pdf(encrypted(&bytes))
    }),
    Case::heavy("20,000 objects that are on none of 20,000 pages", "", || {
        let mut pdf = Pdf::new();
        pdf.object(1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[20 0 R]>>/X 9 0 R>>");
        let numbers: String = (100..20_100).map(|number| format!("{number} 0 R ")).collect();
        pdf.object(2, &format!("<</Type/Pages/Count 20000/Kids[{numbers}]>>"));
        (100..20_100).for_each(|number| pdf.object(number, "<</Type/Page/Contents 8 0 R>>"));
        pdf.stream(8, "", b"x");
        pdf.object(9, &format!("[{}]", (30_000..50_000).map(|number| format!("{number} 0 R ")).collect::<String>()));
        (30_000..50_000).for_each(|number| pdf.object(number, "1"));
        pdf.sign(20, &[0x30, 0]);
        (30_000..50_000).for_each(|number| pdf.object(number, "2"));
        Input::Pdf(pdf.revision("").finish())
    }),
];

struct Text<'b>(&'b mut Vec<u8>);

impl std::fmt::Write for Text<'_> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

fn references(count: u32) -> String {
    (0..count).map(|at| format!("{} 0 R ", 1_000 + at)).collect()
}

fn row(offset: usize) -> [u8; 7] {
    let offset = (offset as u32).to_be_bytes();
    [1, offset[0], offset[1], offset[2], offset[3], 0, 0]
}

/// As if encrypted by AES-256 without a password (ISO 32000-2 §7.6.4.3.3, revision 5): whatever the key is.
fn encrypted(bytes: &[u8]) -> Vec<u8> {
    let hexadecimal = |octets: &[u8]| octets.iter().map(|octet| format!("{octet:02x}")).collect::<String>();
    let user = [longseal::crypto::DigestAlgorithm::Sha256.digest(&[1; 8]).as_bytes(), &[1; 16]].concat();
    let dictionary = format!(
        "/ID[<00><00>]/Encrypt<</Filter/Standard/V 5/R 5/P 0/Length 256/O<{0}>/U<{1}>/OE<{2}>/UE<{2}>/StmF/F/StrF/F/CF<</F<</CFM/AESV3>>>>>>",
        "00".repeat(48),
        hexadecimal(&user),
        "00".repeat(32),
    );
    let at = bytes.windows(7).rposition(|window| window == b"/W[1 4 ").unwrap();
    [&bytes[..at], dictionary.as_bytes(), &bytes[at..]].concat()
}

/// Fields, each of which begins inside the one before.
fn nested(count: u32, open: &str, close: &str, end: &str) -> Input {
    let mut pdf = Pdf::with_page(&format!("/AcroForm<</Fields[{}]>>", references(count)), "");
    let mut rows = pdf.rows();
    for at in 0..count {
        rows.push((1_000 + at, row(pdf.bytes.len())));
        let _ = write!(Text(&mut pdf.bytes), "{} 0 obj {open}", 1_000 + at);
    }
    pdf.bytes.extend(close.repeat(count as usize).bytes());
    pdf.bytes.extend(end.bytes());
    pdf.bytes.extend_from_slice(b" endobj\n");
    Input::Pdf(with_rows(pdf, rows))
}

/// Certificates of /DSS whose streams all end in one place.
fn streams(dictionary: &str) -> Input {
    let mut pdf = Pdf::with_page(&format!("/AcroForm<</Fields[]>>/DSS<</Certs[{}]>>", references(9_000)), "");
    let mut rows = pdf.rows();
    let end = pdf.bytes.len() + 9_000 * 80 + 1_000_000;
    for at in 0..9_000 {
        let start = pdf.bytes.len();
        rows.push((1_000 + at, row(start)));
        let head = |length: usize| format!("{} 0 obj<<{dictionary}/Length {length:08}>>stream\n", 1_000 + at);
        let length = end - start - head(0).len();
        let _ = write!(Text(&mut pdf.bytes), "{:<80}", head(length));
    }
    pdf.bytes.resize(end, b' ');
    pdf.bytes.extend_from_slice(b"\nendstream endobj\n");
    Input::Pdf(with_rows(pdf, rows))
}
