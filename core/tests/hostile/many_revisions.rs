//! Few large objects that many revisions change, by an entry of a table alone: what each revision is compared with.

use super::documents::with_rows;
use super::pdf::{Pdf, packed};
use super::{Case, Input};

/// All of them, each with a part of what must be said of it.
pub(crate) const CASES: &[Case] = &[
    Case::heavy("an array of 300,000 numbers that 5,000 revisions exchange for another", "changes.not-analysed", || {
        exchanged("/X 9 0 R", 5_000, 9, &array(150_000, "1"), &array(150_000, "2"))
    }),
    Case::heavy("/Extensions of 50,000 entries that 5,000 revisions exchange", "changes.not-analysed", || {
        exchanged("/Extensions 9 0 R", 5_000, 9, &entries(50_000, "1"), &entries(50_000, "2"))
    }),
    Case::heavy("5,000 revisions of a catalog with /Extensions of 50,000 entries in two places", "changes.not-analysed", || {
        let mut pdf = Pdf::with_page("/AcroForm<</Fields[20 0 R]>>/Extensions 8 0 R", "");
        pdf.object(8, &entries(50_000, "1"));
        pdf.object(9, &entries(50_000, "2"));
        pdf.sign(20, &[0x30, 0]);
        for at in 0..5_000 {
            pdf.object(1, &format!("<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[20 0 R]>>/Extensions {} 0 R>>", 9 - at % 2));
            pdf.revision("");
        }
        Input::Pdf(pdf.finish())
    }),
    Case::heavy("5,000 revisions of a catalog above 10,000 entries of /VRI", "objects", || {
        let mut pdf = Pdf::with_page("/DSS 8 0 R/AcroForm<</Fields[]>>", "");
        let entries: String = (0..10_000).map(|at| format!("/K{at}<</TU(D:2025)>>")).collect();
        pdf.object(8, &format!("<</VRI<<{entries}>>>>"));
        pdf.revision("");
        for _ in 0..5_000 {
            pdf.object(1, "<</Type/Catalog/Pages 2 0 R/DSS 8 0 R/AcroForm<</Fields[]>>>>");
            pdf.revision("");
        }
        Input::Pdf(pdf.finish())
    }),
    Case::heavy("1,400 revisions of 2,001 entries above 50,000 fields", "objects", || {
        let fields: String = (0..50_000).map(|at| format!("{} 0 R ", 1_000 + at)).collect();
        let mut pdf = Pdf::with_page(&format!("/AcroForm<</Fields[{fields}]>>"), "");
        let mut data: String = (0..50_000).map(|at| format!("{} 0 ", 1_000 + at)).collect();
        let first = data.len();
        data.push_str("<</FT/Tx/T(a)>>");
        pdf.stream(11, &format!("/Type/ObjStm/N 50000/First {first}/Filter/FlateDecode"), &packed(data.as_bytes()));
        let mut rows = pdf.rows();
        rows.extend((0..50_000_u32).map(|at| {
            let index = at.to_be_bytes();
            (1_000 + at, [2, 0, 0, 0, 11, index[2], index[3]])
        }));
        let mut bytes = with_rows(pdf, rows);
        let mut previous = bytes.windows(20).rposition(|window| window.starts_with(b"9000000 0 obj")).unwrap();
        let free = packed(&[0; 7 * 2_001]);
        for _ in 0..1_400 {
            let at = bytes.len();
            bytes.extend(format!("9000000 0 obj<</Type/XRef/W[1 4 2]/Root 1 0 R/Size 9000001/Index[200000 2001]/Prev {previous}/Filter/FlateDecode/Length {}>>stream\n", free.len()).bytes());
            bytes.extend(&free);
            bytes.extend(format!("\nendstream endobj\nstartxref\n{at}\n%%EOF\n").bytes());
            previous = at;
        }
        Input::Pdf(bytes)
    }),
    Case::heavy("1,900 dictionaries around one gap of 1 MB", "over a limit", || {
        let mut pdf = Pdf::with_page("/AcroForm<</Fields[20 0 R]>>", "");
        pdf.sign(20, &[0x30; 500_000]);
        let gap = pdf.bytes.windows(10).position(|window| window == b"/Contents<").unwrap() + 9;
        for number in 1_000..2_900 {
            let dictionary =
                format!("<</Type/Sig/SubFilter/x/ByteRange[0 {gap} {} 9]/Contents<00>/A {number}>>", gap + 1_000_002);
            pdf.object(number, &dictionary);
        }
        pdf.revision("");
        pdf.object(3_000, "1");
        Input::Pdf(pdf.finish())
    }),
    Case::heavy("490 signatures that end in 1 MB of white space", "objects", || {
        let fields: String = (1_000..1_490).map(|number| format!("{number} 0 R ")).collect();
        let mut pdf = Pdf::with_page(&format!("/AcroForm<</Fields[{fields}]>>"), "");
        for number in 1_000..1_490 {
            let start = pdf.bytes.len();
            let head = format!(
                "<</FT/Sig/T(a)/V<</Type/Sig/SubFilter/x/ByteRange[0 AAAAAAAAAA BBBBBBBBBB {:010}]/Contents<00>>>>>",
                1_000_000
            );
            pdf.object(number, &head);
            let gap = start + pdf.bytes[start..].windows(10).position(|window| window == b"/Contents<").unwrap() + 9;
            for (mark, value) in [(b"AAAAAAAAAA", gap), (b"BBBBBBBBBB", gap + 4)] {
                let place = start + pdf.bytes[start..].windows(10).position(|window| window == mark).unwrap();
                pdf.bytes[place..place + 10].copy_from_slice(format!("{value:010}").as_bytes());
            }
        }
        let mut bytes = pdf.finish();
        bytes.resize(bytes.len() + 1_100_000, b' ');
        Input::Pdf(bytes)
    }),
    Case::heavy("3,000 structure elements that share a list of 50,000 kids", "changes.not-analysed", || {
        structure("<</K 8 0 R>>", "<</K 9 0 R>>", 3_000, &array(50_000, "1"), &format!("[{}2]", "1 ".repeat(50_000)))
    }),
    Case::heavy("a parent tree of 20,000 numbers with one array of 20,000", "changes.not-analysed", || {
        let nums = |target: &str| -> String { (0..20_000).map(|at| format!("{at} {target} 0 R ")).collect() };
        let mut pdf = Pdf::with_page("/AcroForm<</Fields[20 0 R]>>/StructTreeRoot 5 0 R", "");
        pdf.object(5, "<</Type/StructTreeRoot/ParentTree 6 0 R>>");
        pdf.object(6, &format!("<</Nums[{}]>>", nums("8")));
        pdf.object(8, &array(20_000, "1"));
        pdf.object(9, &format!("[{}2]", "1 ".repeat(20_000)));
        pdf.sign(20, &[0x30, 0]);
        pdf.object(6, &format!("<</Nums[{}]>>", nums("9")));
        Input::Pdf(pdf.revision("").finish())
    }),
    Case::heavy("900 added signature fields that share 20,000 kids and are gone again", "changes.not-analysed", || {
        let mut pdf = Pdf::with_page("/AcroForm 5 0 R", "");
        pdf.object(5, "<</Fields[20 0 R]>>");
        pdf.object(9, &format!("[{}]", "10 0 R ".repeat(20_000)));
        pdf.object(10, "<</Subtype/Widget>>");
        pdf.sign(20, &[0x30, 0]);
        let fields: String = (1_000..1_900).map(|number| format!("{number} 0 R ")).collect();
        (1_000..1_900).for_each(|number| pdf.object(number, &format!("<</FT/Sig/T(n{number})/Kids 9 0 R>>")));
        pdf.object(5, &format!("<</Fields[20 0 R {fields}]>>"));
        pdf.revision("");
        pdf.object(5, "<</Fields[20 0 R]>>");
        Input::Pdf(pdf.revision("").finish())
    }),
];

fn array(count: usize, element: &str) -> String {
    format!("[{}]", format!("{element} ").repeat(count))
}

fn entries(count: usize, value: &str) -> String {
    let entries: String = (0..count).map(|at| format!("/K{at} {value}")).collect();
    format!("<<{entries}>>")
}

/// A signed file in which each revision says that an object is at the other of two places.
fn exchanged(catalog: &str, count: u32, number: u32, one: &str, other: &str) -> Input {
    let mut pdf = Pdf::with_page(&format!("/AcroForm<</Fields[20 0 R]>>{catalog}"), "");
    let places = [one, other].map(|body| {
        let place = pdf.bytes.len();
        pdf.object(number, body);
        place
    });
    pdf.forget(number);
    pdf.entry(number, places[0]);
    pdf.sign(20, &[0x30, 0]);
    for at in 0..count as usize {
        pdf.entry(number, places[1 - at % 2]);
        pdf.revision("");
    }
    Input::Pdf(pdf.finish())
}

/// So many structure elements, each of which a later revision writes again.
fn structure(before: &str, after: &str, count: u32, one: &str, other: &str) -> Input {
    let kids: String = (100..100 + count).map(|number| format!("{number} 0 R ")).collect();
    let mut pdf = Pdf::with_page("/AcroForm<</Fields[20 0 R]>>/StructTreeRoot 5 0 R", "");
    pdf.object(5, &format!("<</Type/StructTreeRoot/K[{kids}]>>"));
    pdf.object(8, one);
    pdf.object(9, other);
    (100..100 + count).for_each(|number| pdf.object(number, before));
    pdf.sign(20, &[0x30, 0]);
    (100..100 + count).for_each(|number| pdf.object(number, after));
    Input::Pdf(pdf.revision("").finish())
}
