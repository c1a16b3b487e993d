//! PDF files that are built to take time or memory.

use std::fmt::Write as _;

use super::pdf::{Pdf, bomb, packed};
use super::{Case, Input};

/// All of them, each with a part of what must be said of it.
pub(crate) const CASES: &[Case] = &[
    Case::new("arrays nested 100,000 deep", "nesting", || pdf(nested_form("[", "]", 100_000))),
    Case::new("dictionaries nested 100,000 deep", "nesting", || pdf(nested_form("<</A", ">>", 100_000))),
    Case::new("strings of 100,000 open brackets", "", || pdf(nested_form("(", ")", 100_000))),
    Case::new("a chain of 20 filters", "filters of a stream", || pdf(filters(20))),
    Case::heavy("a bomb: 1 MB that becomes 1 GB", "decompressed bytes of one stream", || {
        pdf(object_stream("/Filter/FlateDecode", &bomb(1 << 30)))
    }),
    Case::heavy("a bomb packed twice", "decompressed bytes", || {
        pdf(object_stream("/Filter[/FlateDecode/FlateDecode]", &packed(&bomb(1 << 28))))
    }),
    Case::heavy("40 bombs of 60 MiB each", "decompressed bytes", || pdf(bombs(40, 60 << 20))),
    Case::heavy("a bomb as the cross-reference stream", "decompressed bytes of one stream", xref_bomb),
    Case::heavy("predictor with rows of 2^31 samples", "", || {
        pdf(object_stream("/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 2147483648/Colors 32>>", &bomb(32 << 20)))
    }),
    Case::heavy("predictor with rows of one bit", "", || {
        pdf(object_stream("/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 1/BitsPerComponent 1>>", &bomb(60 << 20)))
    }),
    Case::new("a table that is its own /Prev", "", prev_cycle),
    Case::new("a circle of 10,000 tables", "", prev_circle),
    Case::new("30,000 tables", "cross-reference sections", || pdf(revisions(30_000))),
    Case::new("10,000 revisions", "", || pdf(revisions(10_000))),
    Case::heavy("10,000 revisions of a catalog of 100,000 entries", "", || pdf(wide_catalog())),
    Case::heavy("a table of 12 million entries", "cross-reference entries", many_entries),
    Case::heavy("nine tables of 330,000 entries each", "", nine_tables),
    Case::heavy("a million subsections in no order", "", unsorted_subsections),
    Case::heavy("an object stream of two million pairs", "objects", many_pairs),
    Case::new("object streams that extend each other", "", || {
        let mut pdf = Pdf::with_page("", "");
        pdf.stream(10, "/Type/ObjStm/N 1/First 5/Extends 11 0 R", b"20 0 <</A 1>>");
        pdf.stream(11, "/Type/ObjStm/N 1/First 5/Extends 10 0 R", b"21 0 <</A 1>>");
        Input::Pdf(pdf.finish())
    }),
    Case::new("an object stream inside itself", "", || {
        let mut pdf = Pdf::with_page("/AcroForm 10 0 R", "");
        pdf.stream(11, "/Type/ObjStm/N 1/First 5/Length 10 0 R", b"10 0 <</Fields[10 0 R]>>");
        let mut rows = pdf.rows();
        rows.push((10, [2, 0, 0, 0, 11, 0, 0]));
        Input::Pdf(with_rows(pdf, rows))
    }),
    Case::new("an object stream whose filter is inside it", "", || {
        let mut pdf = Pdf::with_page("/AcroForm 10 0 R", "");
        pdf.stream(11, "/Type/ObjStm/N 1/First 5/Filter 10 0 R", b"10 0 <</Fields[]>>");
        let mut rows = pdf.rows();
        rows.push((10, [2, 0, 0, 0, 11, 0, 0]));
        Input::Pdf(with_rows(pdf, rows))
    }),
    Case::new("a chain of 30,000 object streams, each with its filter in the next", "", stream_chain),
    Case::new("a chain of 100,000 /Lengths", "", length_chain),
    Case::new("pages that are their own children", "", || {
        let mut pdf = Pdf::new();
        pdf.object(1, "<</Type/Catalog/Pages 2 0 R>>");
        pdf.object(2, "<</Type/Pages/Count 9/Kids[2 0 R 3 0 R 2 0 R]/Parent 3 0 R>>");
        pdf.object(3, "<</Type/Pages/Count 9/Kids[2 0 R 3 0 R]/Parent 2 0 R>>");
        Input::Pdf(pdf.finish())
    }),
    Case::heavy("a chain of 200,000 page nodes", "", page_chain),
    Case::new("fields that are their own children", "", || {
        let mut pdf = Pdf::with_page("/AcroForm<</Fields[4 0 R 5 0 R]>>", "");
        pdf.object(4, "<</FT/Sig/T(a)/Kids[5 0 R 4 0 R]/Parent 5 0 R>>");
        pdf.object(5, "<</FT/Sig/T(b)/Kids[4 0 R 5 0 R]/Parent 4 0 R>>");
        Input::Pdf(pdf.finish())
    }),
    Case::new("a chain of 100,000 fields", "nesting", field_chain),
    Case::heavy("a million fields", "over a limit", || pdf(fields(1_000_000, "<</FT/Tx/T(a)>>"))),
    Case::heavy("a field of 100,000 kids with a name of 16 kB", "", || long_name(16_000)),
    Case::heavy("a field of 100,000 kids with a name of 1 MB", "form fields", || long_name(1_000_000)),
    Case::heavy("300,000 fields", "form fields", || pdf(fields(300_000, "<</FT/Tx/T(a)>>"))),
    Case::heavy("a million fields that are one", "over a limit", || pdf(one_field(1_000_000))),
    Case::heavy("a million fields written in place", "objects", || {
        let fields = "<</FT/Tx>>".repeat(1_000_000);
        Input::Pdf(Pdf::with_page(&format!("/AcroForm<</Fields[{fields}]>>"), "").finish())
    }),
    Case::heavy("100,000 signatures", "signatures", || {
        pdf(fields(100_000, "<</FT/Sig/T(a)/V<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange[0 1 2 3]/Contents<00>>>>>"))
    }),
    Case::heavy("490 signatures in 490 revisions", "", || pdf(signed(490, &[0x30, 0]))),
    Case::heavy("490 signatures and 9,000 revisions after them", "", signed_then_changed),
    Case::heavy("490 signatures over 4 MB, each with a range of its own", "", ranges_apart),
    Case::heavy("a /ByteRange of a million numbers", "objects", || {
        let mut pdf = Pdf::with_page("/AcroForm<</Fields[4 0 R]>>", "");
        let range = "0 1 ".repeat(500_000);
        pdf.object(4, &format!("<</FT/Sig/T(a)/V<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange[{range}]/Contents<00>>>>>"));
        Input::Pdf(pdf.finish())
    }),
    Case::heavy("490 /ByteRanges that cover each other", "byte-range", overlapping_ranges),
    Case::heavy("a /Contents of 70 MB", "size of a CMS structure", || {
        let mut pdf = Pdf::with_page("/AcroForm<</Fields[4 0 R]>>", "");
        pdf.sign(4, &super::messages::padded(70 << 20));
        Input::Pdf(pdf.finish())
    }),
    Case::heavy("a dictionary of 500,000 entries", "", || {
        let entries: String = (0..500_000).fold(String::new(), |mut text, at| {
            let _ = write!(text, "/K{at} {at}");
            text
        });
        Input::Pdf(Pdf::with_page(&format!("/Names<<{entries}>>"), "").finish())
    }),
    Case::heavy("three million objects in an array", "objects", || {
        Input::Pdf(Pdf::with_page(&format!("/Names[{}]", "0 ".repeat(3_000_000)), "").finish())
    }),
    Case::new("a name tree of references to one array", "", || {
        // Each array holds the next ten times; following all of them would be 10^8.
        let mut pdf = Pdf::with_page("/AcroForm<</Fields 10 0 R>>", "");
        for number in 10..18 {
            pdf.object(number, &format!("<</Kids[{}]>>", format!("{} 0 R ", number + 1).repeat(10)));
        }
        pdf.object(18, "<</FT/Sig>>");
        Input::Pdf(pdf.finish())
    }),
    Case::heavy("20 MB without a cross-reference table, all `1 0 obj`", "", || {
        Input::Pdf([&b"%PDF-1.7\n"[..], &b"1 0 obj ".repeat(2_600_000)].concat())
    }),
    Case::heavy("20 MB of `stream` without an end", "", || {
        Input::Pdf([&b"%PDF-1.7\n"[..], &b"1 0 obj<<>>stream\n".repeat(1_100_000)].concat())
    }),
    Case::heavy("20 MB of `<<`", "", || Input::Pdf([&b"%PDF-1.7\n1 0 obj"[..], &b"<<".repeat(10_000_000)].concat())),
    Case::heavy("20 MB of `%%EOF` and `startxref`", "", || {
        Input::Pdf([&b"%PDF-1.7\n"[..], &b"startxref\n9\n%%EOF\n".repeat(1_200_000)].concat())
    }),
    Case::heavy("20 MB of /ByteRange", "", || {
        Input::Pdf([&b"%PDF-1.7\n"[..], &b"/ByteRange[0 1 2 3]/Contents<00>".repeat(600_000)].concat())
    }),
];

fn pdf(bytes: Vec<u8>) -> Input {
    Input::Pdf(bytes)
}

/// References to `count` objects, every `step`th from `first` on.
fn references(first: u32, step: u32, count: u32) -> String {
    (0..count).fold(String::new(), |mut text, at| {
        let _ = write!(text, "{} 0 R ", first + step * at);
        text
    })
}

/// The form is nested so deep.
pub(crate) fn nested_form(open: &str, close: &str, depth: usize) -> Vec<u8> {
    let deep = format!("{}{}", open.repeat(depth), close.repeat(depth));
    Pdf::with_page(&format!("/AcroForm {deep}"), "").finish()
}

pub(crate) fn filters(count: usize) -> Vec<u8> {
    object_stream(&format!("/Filter[{}]", "/ASCIIHexDecode".repeat(count)), b"3130>")
}

/// The form is in an object stream with this data.
pub(crate) fn object_stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let mut pdf = Pdf::with_page("/AcroForm 10 0 R", "");
    pdf.stream(11, &format!("/Type/ObjStm/N 1/First 5{dictionary}"), data);
    let mut rows = pdf.rows();
    rows.push((10, [2, 0, 0, 0, 11, 0, 0]));
    with_rows(pdf, rows)
}

/// Ends the file with a cross-reference stream of these rows.
pub(crate) fn with_rows(mut pdf: Pdf, mut rows: Vec<(u32, [u8; 7])>) -> Vec<u8> {
    rows.sort_unstable();
    let index: String = rows.iter().fold(String::new(), |mut text, (number, _)| {
        let _ = write!(text, "{number} 1 ");
        text
    });
    let data: Vec<u8> = rows.iter().flat_map(|(_, row)| *row).collect();
    pdf.xref_stream(&format!("/Size 9000001/Index[{index}]"), &data);
    core::mem::take(&mut pdf.bytes)
}

/// Fields in an object stream, for each of which the table has an index of its own that is another's.
pub(crate) fn misplaced(count: u32) -> Input {
    let fields = references(1_000, 1, count);
    let mut pdf = Pdf::with_page(&format!("/AcroForm<</Fields[{fields}]>>"), "");
    let mut data: String = (0..count).fold(String::new(), |mut text, at| {
        let _ = write!(text, "{} 0 ", 1_000 + count - 1 - at);
        text
    });
    let first = data.len();
    data.push_str("<</FT/Tx/T(a)>>");
    let data = packed(data.as_bytes());
    pdf.stream(11, &format!("/Type/ObjStm/N {count}/First {first}/Filter/FlateDecode"), &data);
    let mut rows = pdf.rows();
    rows.extend((0..count).map(|at| {
        let index = (at + 1).to_be_bytes();
        (1_000 + at, [2, 0, 0, 0, 11, index[2], index[3]])
    }));
    Input::Pdf(with_rows(pdf, rows))
}

fn bombs(count: u32, size: usize) -> Vec<u8> {
    let fields = references(1_000, 1, count);
    let mut pdf = Pdf::with_page(&format!("/AcroForm<</Fields[{fields}]>>"), "");
    let data = bomb(size);
    for at in 0..count {
        pdf.stream(100 + at, "/Type/ObjStm/N 1/First 5/Filter/FlateDecode", &data);
    }
    let mut rows = pdf.rows();
    rows.extend((0..count).map(|at| (1_000 + at, [2, 0, 0, 0, 100 + at as u8, 0, 0])));
    with_rows(pdf, rows)
}

fn xref_bomb() -> Input {
    let mut pdf = Pdf::with_page("", "");
    pdf.xref_stream("/Size 9000001/Filter/FlateDecode", &bomb(1 << 30));
    Input::Pdf(core::mem::take(&mut pdf.bytes))
}

fn many_entries() -> Input {
    let mut pdf = Pdf::with_page("", "");
    // 12 million free entries take 84 MB unpacked; in two sections of 42 MB each.
    pdf.xref_stream("/Size 9000001/Filter/FlateDecode/Index[0 6000000 0 6000000]", &bomb(60 << 20));
    let first = pdf.bytes.windows(9).rposition(|window| window == b"startxref").unwrap();
    let offset: usize = String::from_utf8_lossy(&pdf.bytes[first + 10..]).lines().next().unwrap().parse().unwrap();
    pdf.xref_stream(&format!("/Size 9000001/Filter/FlateDecode/Index[0 6000000 0 6000000]/Prev {offset}"), &bomb(60 << 20));
    Input::Pdf(core::mem::take(&mut pdf.bytes))
}

/// As many entries as the limit allows, in sections that all count as large.
fn nine_tables() -> Input {
    let mut pdf = Pdf::with_page("", "");
    let rows = pdf.rows();
    let mut previous = String::new();
    for _ in 0..9 {
        let mut data: Vec<u8> = rows.iter().flat_map(|(_, row)| *row).collect();
        data.resize(data.len() + 330_000 * 7, 0);
        let at = pdf.bytes.len();
        pdf.xref_stream(&format!("/Size 9000001/Filter/FlateDecode/Index[1 3 10 330000]{previous}"), &packed(&data));
        previous = format!("/Prev {at}");
    }
    Input::Pdf(core::mem::take(&mut pdf.bytes))
}

fn unsorted_subsections() -> Input {
    let pdf = Pdf::with_page(&format!("/AcroForm<</Fields[{}]>>", references(2_000_000, 1, 50_000)), "");
    let mut rows = pdf.rows();
    rows.extend((0..1_000_000).map(|at| (10 + 2 * at, [0; 7])));
    rows.sort_unstable();
    rows.reverse();
    let index: String = rows.iter().fold(String::new(), |mut text, (number, _)| {
        let _ = write!(text, "{number} 1 ");
        text
    });
    let data: Vec<u8> = rows.iter().flat_map(|(_, row)| *row).collect();
    let mut pdf = pdf;
    pdf.xref_stream(&format!("/Size 9000001/Index[{index}]"), &data);
    Input::Pdf(core::mem::take(&mut pdf.bytes))
}

fn many_pairs() -> Input {
    let mut data = b"1 0 ".repeat(2_100_000);
    let first = data.len();
    data.extend_from_slice(b"<<>>");
    Input::Pdf(object_stream(&format!("/N 2100000/First {first}/Filter/FlateDecode"), &packed(&data)))
}

fn prev_cycle() -> Input {
    let mut pdf = Pdf::with_page("", "");
    let table = pdf.bytes.len();
    pdf.revision(&format!("/Prev {table}"));
    Input::Pdf(pdf.finish())
}

/// /Filter of each object stream is an object in the next.
fn stream_chain() -> Input {
    let mut pdf = Pdf::with_page("/AcroForm 1000 0 R", "");
    for at in 0..30_000_u32 {
        let number = 100_000 + at;
        pdf.stream(number, &format!("/Type/ObjStm/N 1/First 8/Filter {} 0 R", 1_001 + at), b"1000 0  <</Fields[]>>");
    }
    let mut rows = pdf.rows();
    rows.extend((0..30_000_u32).map(|at| {
        let container = (100_000 + at).to_be_bytes();
        (1_000 + at, [2, container[0], container[1], container[2], container[3], 0, 0])
    }));
    Input::Pdf(with_rows(pdf, rows))
}

/// /Length of each stream is the next stream, and the last is the first.
fn length_chain() -> Input {
    let mut pdf = Pdf::with_page("/AcroForm 10 0 R", "");
    for number in 10..100_000 {
        pdf.object(number, &format!("<</Length {} 0 R>>stream\nx\nendstream", number + 1));
    }
    pdf.object(100_000, "<</Length 10 0 R>>stream\nx\nendstream");
    Input::Pdf(pdf.finish())
}

/// The first table's /Prev is the last table.
fn prev_circle() -> Input {
    let mut pdf = Pdf::with_page("", "");
    pdf.revision("/Prev 0000000000");
    for _ in 0..10_000 {
        pdf.object(1, "<</Type/Catalog/Pages 2 0 R>>");
        pdf.revision("");
    }
    let mut bytes = pdf.finish();
    let last = bytes.windows(9).rposition(|window| window == b"startxref").unwrap();
    let offset = String::from_utf8_lossy(&bytes[last + 10..]).lines().next().unwrap().to_owned();
    let place = bytes.windows(16).position(|window| window == b"/Prev 0000000000").unwrap() + 6;
    bytes[place..place + 10].copy_from_slice(format!("{offset:0>10}").as_bytes());
    Input::Pdf(bytes)
}

pub(crate) fn revisions(count: u32) -> Vec<u8> {
    let mut pdf = Pdf::with_page("", "");
    pdf.revision("");
    for at in 0..count {
        pdf.object(10 + at % 7, "<</A 1>>");
        pdf.revision("");
    }
    pdf.finish()
}

fn wide_catalog() -> Vec<u8> {
    let entries: String = (0..100_000).fold(String::new(), |mut text, at| {
        let _ = write!(text, "/K{at} 0");
        text
    });
    let mut pdf = Pdf::with_page(&format!("/AcroForm<</Fields[4 0 R]>>{entries}"), "");
    pdf.sign(4, &[0x30, 0]);
    for at in 0..10_000 {
        pdf.object(10 + at % 7, "<</A 1>>");
        pdf.revision("");
    }
    pdf.finish()
}

fn page_chain() -> Input {
    let mut pdf = Pdf::new();
    pdf.object(1, "<</Type/Catalog/Pages 2 0 R>>");
    for number in 2..200_000 {
        pdf.object(number, &format!("<</Type/Pages/Kids[{} 0 R]>>", number + 1));
    }
    Input::Pdf(pdf.finish())
}

fn field_chain() -> Input {
    let mut pdf = Pdf::with_page("/AcroForm<</Fields[4 0 R]>>", "");
    for number in 4..100_000 {
        pdf.object(number, &format!("<</T(a)/Kids[{} 0 R]/Parent {} 0 R>>", number + 1, number.saturating_sub(1)));
    }
    pdf.object(100_000, "<</FT/Sig/V<<>>/T(a)>>");
    Input::Pdf(pdf.finish())
}

pub(crate) fn fields(count: u32, body: &str) -> Vec<u8> {
    let references = references(10, 1, count);
    let mut pdf = Pdf::with_page(&format!("/AcroForm<</Fields[{references}]>>"), "");
    for at in 0..count {
        pdf.object(10 + at, body);
    }
    pdf.finish()
}

fn long_name(length: usize) -> Input {
    let kids = references(10, 1, 100_000);
    let mut pdf = Pdf::with_page("/AcroForm<</Fields[4 0 R]>>", "");
    pdf.object(4, &format!("<</T({})/Kids[{kids}]>>", "n".repeat(length)));
    for at in 0..100_000 {
        pdf.object(10 + at, "<</T(k)/FT/Tx>>");
    }
    Input::Pdf(pdf.finish())
}

fn one_field(count: usize) -> Vec<u8> {
    let mut pdf = Pdf::with_page(&format!("/AcroForm<</Fields[{}]>>", "4 0 R ".repeat(count)), "");
    pdf.object(4, "<</FT/Tx/T(a)>>");
    pdf.finish()
}

pub(crate) fn signed(count: u32, cms: &[u8]) -> Vec<u8> {
    let references = references(10, 2, count);
    let mut pdf = Pdf::with_page(&format!("/AcroForm<</Fields[{references}]>>"), "");
    pdf.revision("");
    for at in 0..count {
        pdf.sign(10 + 2 * at, cms);
    }
    pdf.finish()
}

fn signed_then_changed() -> Input {
    let mut pdf = Pdf::with_page(&format!("/AcroForm<</Fields[{}]>>", references(10, 2, 490)), "");
    pdf.revision("");
    for at in 0..490 {
        pdf.sign(10 + 2 * at, &[0x30, 0]);
    }
    for at in 0..9_000 {
        pdf.object(3, &format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 {at}]>>"));
        pdf.revision("");
    }
    Input::Pdf(pdf.finish())
}

/// Every dictionary has a range of its own over 4 MB: hashed one by one they would be 2 GB.
fn ranges_apart() -> Input {
    let references = references(10, 2, 490);
    let mut pdf = Pdf::with_page(&format!("/AcroForm<</Fields[{references}]>>"), "");
    pdf.stream(5, "", &vec![b'x'; 4 << 20]);
    pdf.revision("");
    let cms = super::messages::empty_signed_data();
    for at in 0..490 {
        pdf.sign(10 + 2 * at, &cms);
    }
    Input::Pdf(pdf.finish())
}

fn overlapping_ranges() -> Input {
    let mut pdf = Pdf::with_page("/AcroForm<</Fields[4 0 R]>>", "");
    let references = references(10, 1, 490);
    pdf.object(4, &format!("<</Kids[{references}]>>"));
    pdf.stream(5, "", &vec![b'x'; 8 << 20]);
    for at in 0..490 {
        let body = format!(
            "<</FT/Sig/T(a{at})/V<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange[0 {} {} 8000000]/Contents<00>>>>>",
            100 + at,
            200 + at
        );
        pdf.object(10 + at, &body);
    }
    Input::Pdf(pdf.finish())
}
