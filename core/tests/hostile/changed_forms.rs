//! Forms, pages and signatures of which later revisions change much at once: what is compared, shown and listed for each.

use std::fmt::Write as _;

use super::pdf::Pdf;
use super::{Case, Input};

/// All of them, each with a part of what must be said of it.
pub(crate) const CASES: &[Case] = &[
    Case::heavy("3,000 filled fields that share an appearance of 1 MB", "changes.not-analysed", || {
        filled(3_000, "/FT/Tx/AP<</N 8 0 R>>", &[(8, stream("", &"(x)Tj ".repeat(170_000)))])
    }),
    Case::heavy("a filled field in a font that maps every code 40,000 times", "", || {
        in_font(&"<0000><ffff><0041>".repeat(50_000), "<0041>Tj")
    }),
    Case::heavy("a filled field in a font that maps every code to 200,000 letters", "", || {
        in_font(&format!("<0000><ffff><{}>", "0041".repeat(200_000)), "<0041>Tj")
    }),
    Case::heavy("a filled field of 200,000 codes of 100,000 letters each", "", || {
        in_font(&format!("<0000><0000><{}>", "0041".repeat(100_000)), &format!("<{}>Tj", "0000".repeat(200_000)))
    }),
    Case::heavy("a filled field in 40,000 fonts with one map", "", || {
        let shown = numbered(40_000, |at| format!("/F{at} Tf<0041>Tj "));
        let fonts = numbered(40_000, |at| format!("/F{at} 9 0 R"));
        let map = format!("1 beginbfrange {}endbfrange", "<0041><0042><0041>".repeat(5_000));
        filled(
            1,
            "/FT/Tx/AP<</N 8 0 R>>",
            &[
                (8, stream(&format!("/Resources<</Font<<{fonts}>>>>"), &shown)),
                (9, "<</Type/Font/Subtype/Type0/ToUnicode 10 0 R>>".into()),
                (10, stream("", &map)),
            ],
        )
    }),
    Case::heavy("a filled field in 40,000 fonts with one list of differences", "", || {
        let shown = numbered(40_000, |at| format!("/F{at} Tf<0041>Tj "));
        let fonts = numbered(40_000, |at| format!("/F{at} 9 0 R"));
        filled(
            1,
            "/FT/Tx/AP<</N 8 0 R>>",
            &[
                (8, stream(&format!("/Resources<</Font<<{fonts}>>>>"), &shown)),
                (9, "<</Type/Font/Subtype/Type1/Encoding 10 0 R>>".into()),
                (10, format!("<</Differences[0 {}]>>", "/uni0041 ".repeat(1_000))),
            ],
        )
    }),
    Case::heavy("3,000 filled choices of one list of 100,000", "changes.not-analysed", || {
        filled(3_000, "/FT/Ch/Opt 9 0 R/AP<</N 8 0 R>>", &[(8, stream("", "(x)Tj")), (9, format!("[{}]", "(a)".repeat(100_000)))])
    }),
    Case::heavy("300 filled lists that show 1 MB of 1,000 options", "changes.not-analysed", || {
        let options = numbered(1_000, |at| format!("(o{at})"));
        filled(
            300,
            "/FT/Ch/Opt 9 0 R/AP<</N 8 0 R>>",
            &[(8, stream("", &format!("({})Tj", "x".repeat(1_000_000)))), (9, format!("[{options}]"))],
        )
    }),
    Case::heavy("3,000 filled fields with one value of 1 MB", "changes.not-analysed", || {
        let value = format!("({})", "v".repeat(1_000_000));
        fields_changed(
            3_000,
            "/FT/Tx/V 9 0 R/AP<</N 8 0 R>>",
            "/FT/Tx/V 10 0 R/AP<</N 8 0 R>>",
            &[(8, stream("", "(x)Tj")), (9, "(a)".into()), (10, value)],
        )
    }),
    Case::heavy("3,000 fields whose new appearance has 100,000 entries", "", || {
        let entries = "/N 7 0 R".repeat(100_000);
        fields_changed(
            3_000,
            "/FT/Tx/AP 8 0 R",
            "/FT/Tx/AP 9 0 R",
            &[(7, stream("", "(x)Tj")), (8, "<</N 7 0 R>>".into()), (9, format!("<<{entries}>>"))],
        )
    }),
    Case::heavy("form resources: an array of 60,000 names the other way round", "changes.not-analysed", || {
        let names = |order: &mut dyn Iterator<Item = u32>| {
            order.fold(String::new(), |mut text, at| {
                let _ = write!(text, "/N{at}");
                text
            })
        };
        let mut pdf = Pdf::with_page("/AcroForm 8 0 R", "");
        pdf.object(8, "<</Fields[20 0 R]/DR<</ProcSet 9 0 R>>>>");
        pdf.object(9, &format!("[{}]", names(&mut (0..60_000))));
        pdf.sign(20, &[0x30, 0]);
        pdf.object(9, &format!("[{}]", names(&mut (0..60_000).rev())));
        Input::Pdf(pdf.revision("").finish())
    }),
    Case::heavy("3,000 changed pages whose shared resources of 50,000 entries become none", "changes.not-analysed", || {
        pages_changed(
            "/Resources 9 0 R",
            "/Resources<</A 1>>",
            &[(9, format!("<<{}>>", numbered(50_000, |at| format!("/K{at} 1"))))],
        )
    }),
    Case::heavy("a page of 30,000 annotations written in place, the other way round", "changes.not-analysed", || {
        let notes = |order: &mut dyn Iterator<Item = u32>| {
            order.fold(String::new(), |mut text, at| {
                let _ = write!(text, "<</A {at}>>");
                text
            })
        };
        let mut pdf = Pdf::with_page("/AcroForm<</Fields[20 0 R]>>", "/Annots 9 0 R");
        pdf.object(9, &format!("[{}]", notes(&mut (0..30_000))));
        pdf.sign(20, &[0x30, 0]);
        pdf.object(9, &format!("[{}]", notes(&mut (0..30_000).rev())));
        Input::Pdf(pdf.revision("").finish())
    }),
    Case::heavy("5,000 revisions of the content of 1,000 pages", "", || {
        let kids = references(100..1_100);
        let mut pdf = Pdf::new();
        pdf.object(1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[20 0 R]>>>>");
        pdf.object(2, &format!("<</Type/Pages/Count 1000/Kids[{kids}]>>"));
        for number in 100..1_100 {
            pdf.object(number, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents[7 0 R 6 0 R]/Resources<</X 5 0 R>>>>");
        }
        pdf.stream(6, "", b"x");
        pdf.stream(7, "", b"x");
        pdf.object(5, "<</Y 8 0 R>>");
        pdf.object(8, "<<>>");
        pdf.sign(20, &[0x30, 0]);
        for at in 0..5_000 {
            pdf.object(8, &format!("<</Z {at}>>"));
            pdf.revision("");
        }
        Input::Pdf(pdf.finish())
    }),
    Case::heavy("30,000 changed kids of a field with a name of 16 kB", "changes.not-analysed", || {
        let mut pdf = Pdf::with_page("/AcroForm<</Fields[20 0 R 9 0 R]>>", "");
        pdf.object(9, &format!("<</T({})/Kids[{}]>>", "n".repeat(16_000), references(100..30_100)));
        (100..30_100).for_each(|at| pdf.object(at, "<</FT/Tx/T(k)/V(a)>>"));
        pdf.sign(20, &[0x30, 0]);
        (100..30_100).for_each(|at| pdf.object(at, "<</FT/Tx/T(k)/V(b)>>"));
        Input::Pdf(pdf.revision("").finish())
    }),
    Case::heavy("490 signatures and 300 changed kids of a field with a name of 16 kB", "", || {
        let mut pdf = Pdf::with_page(&format!("/AcroForm<</Fields[9 0 R {}]>>", every_second(1_000..1_980)), "");
        pdf.object(9, &format!("<</T({})/Kids[{}]>>", "n".repeat(16_000), references(100..400)));
        (100..400).for_each(|at| pdf.object(at, "<</FT/Tx/T(k)/V(a)>>"));
        pdf.revision("");
        (0..490).for_each(|at| {
            pdf.sign(1_000 + 2 * at, &[0x30, 0]);
        });
        (100..400).for_each(|at| pdf.object(at, "<</FT/Tx/T(k)/V(b)>>"));
        Input::Pdf(pdf.revision("").finish())
    }),
    Case::heavy("490 signatures and 15,000 changed fields", "", || {
        let mut pdf =
            Pdf::with_page(&format!("/AcroForm<</Fields[{} {}]>>", every_second(100_000..100_980), references(100..15_100)), "");
        (100..15_100).for_each(|at| pdf.object(at, "<</FT/Tx/T(k)/V(a)>>"));
        pdf.revision("");
        (0..490).for_each(|at| {
            pdf.sign(100_000 + 2 * at, &[0x30, 0]);
        });
        (100..15_100).for_each(|at| pdf.object(at, "<</FT/Tx/T(k)/V(b)>>"));
        Input::Pdf(pdf.revision("").finish())
    }),
    Case::heavy("60 signatures that lock 20,000 names and 10,000 changed fields", "changes.not-analysed", || {
        let mut pdf =
            Pdf::with_page(&format!("/AcroForm<</Fields[{} {}]>>", every_second(100_000..100_120), references(100..10_100)), "");
        (100..10_100).for_each(|at| pdf.object(at, "<</FT/Tx/T(k)/V(a)>>"));
        pdf.object(9, &format!("<</Type/SigFieldLock/Action/Include/Fields[{}]>>", "(a)".repeat(20_000)));
        pdf.revision("");
        (0..60).for_each(|at| {
            pdf.sign_with(100_000 + 2 * at, &[0x30, 0], "/Lock 9 0 R");
        });
        (100..10_100).for_each(|at| pdf.object(at, "<</FT/Tx/T(k)/V(b)>>"));
        Input::Pdf(pdf.revision("").finish())
    }),
    Case::heavy("20,000 fields that share a type of 1 MB", "", || {
        fields_of(20_000, "<</FT 9 0 R>>", &format!("/{}", "n".repeat(1_000_000)))
    }),
    Case::heavy("30,000 fields that share a name of 16 kB", "objects", || {
        fields_of(30_000, "<</T 9 0 R>>", &format!("({})", "n".repeat(16_000)))
    }),
    Case::heavy("4,000 annotations that share a kind of 1 MB", "content.not-examined", || {
        let mut pdf = Pdf::with_page("/AcroForm<</Fields[20 0 R]>>", &format!("/Annots[{}]", "8 0 R ".repeat(3_900)));
        pdf.object(8, "<</Subtype 9 0 R>>");
        pdf.object(9, &format!("/{}", "n".repeat(1_000_000)));
        Input::Pdf(pdf.sign(20, &[0x30, 0]).finish())
    }),
    Case::heavy("900 added fields that share a name of 1 MB and are gone again", "changes.not-analysed", || {
        let mut pdf = Pdf::with_page("/AcroForm 5 0 R", "");
        pdf.object(5, "<</Fields[20 0 R]>>");
        pdf.object(9, &format!("({})", "n".repeat(1_000_000)));
        pdf.sign(20, &[0x30, 0]);
        (1_000..1_900).for_each(|number| pdf.object(number, "<</FT/Sig/T 9 0 R>>"));
        pdf.object(5, &format!("<</Fields[20 0 R {}]>>", references(1_000..1_900)));
        pdf.revision("");
        pdf.object(5, "<</Fields[20 0 R]>>");
        Input::Pdf(pdf.revision("").finish())
    }),
    Case::heavy("490 signatures by one name of 1 MB", "objects", || {
        let mut pdf = Pdf::with_page(&format!("/AcroForm<</Fields[{}]>>", references(1_000..1_490)), "");
        pdf.object(9, &format!("({})", "n".repeat(1_000_000)));
        (1_000..1_490).for_each(|at| pdf.object(at, "<</FT/Sig/T(a)/V<</Type/Sig/SubFilter/adbe.pkcs7.detached/Name 9 0 R/Reason 9 0 R/Location 9 0 R/ContactInfo 9 0 R/ByteRange[0 1 2 3]/Contents<00>>>>>"));
        Input::Pdf(pdf.finish())
    }),
    Case::heavy("490 signatures by one SubFilter of 1 MB", "objects", || {
        let mut pdf = Pdf::with_page(&format!("/AcroForm<</Fields[{}]>>", references(1_000..1_490)), "");
        pdf.object(9, &format!("/{}", "n".repeat(1_000_000)));
        (1_000..1_490).for_each(|at| pdf.object(at, "<</FT/Sig/T(a)/V<</Type 9 0 R/SubFilter 9 0 R/Filter 9 0 R/Reference[<</TransformMethod 9 0 R>>]/ByteRange[0 1 2 3]/Contents<00>>>>>"));
        Input::Pdf(pdf.finish())
    }),
    Case::heavy("490 fields that share a /ByteRange of 400,000 numbers", "", || {
        let mut pdf = Pdf::with_page(&format!("/AcroForm<</Fields[{}]>>", references(1_000..1_490)), "");
        pdf.object(9, &format!("[{}]", "0 1 ".repeat(200_000)));
        (1_000..1_490).for_each(|at| {
            pdf.object(at, "<</FT/Sig/T(a)/V<</Type/Sig/SubFilter/adbe.pkcs7.detached/ByteRange 9 0 R/Contents<00>>>>>");
        });
        Input::Pdf(pdf.finish())
    }),
    Case::heavy("490 fields that share a signature value of 1 MB", "objects", || {
        let cms = super::messages::signed_data(
            &(0..3_000).map(|at| super::authorities::unsigned("leaf", at, "ca", &[])).collect::<Vec<_>>(),
            &[],
        );
        let mut pdf = Pdf::with_page(&format!("/AcroForm<</Fields[20 0 R {}]>>", references(1_000..1_490)), "");
        (1_000..1_490).for_each(|at| pdf.object(at, "<</FT/Sig/T(a)/V 21 0 R>>"));
        Input::Pdf(pdf.sign(20, &cms).finish())
    }),
    Case::heavy("a signature before 20,000 revisions without /Root", "", || {
        let mut pdf = Pdf::with_page("/AcroForm<</Fields[20 0 R]>>", "");
        pdf.sign(20, &[0x30, 0]);
        for at in 0..20_000 {
            pdf.object(10 + at % 7, "<</A 1>>");
            pdf.revision_of("");
        }
        Input::Pdf(pdf.finish())
    }),
];

fn numbered(count: u32, write: impl Fn(u32) -> String) -> String {
    (0..count).map(write).collect()
}

fn references(numbers: core::ops::Range<u32>) -> String {
    numbers.map(|number| format!("{number} 0 R ")).collect()
}

fn every_second(numbers: core::ops::Range<u32>) -> String {
    numbers.step_by(2).map(|number| format!("{number} 0 R ")).collect()
}

fn stream(dictionary: &str, data: &str) -> String {
    format!("<<{dictionary}/Length {}>>stream\n{data}\nendstream", data.len())
}

/// A signed form of `count` fields, each of which a later revision gives another value.
fn filled(count: u32, field: &str, objects: &[(u32, String)]) -> Input {
    fields_changed(count, &format!("{field}/V(a)"), &format!("{field}/V(b)"), objects)
}

fn fields_changed(count: u32, before: &str, after: &str, objects: &[(u32, String)]) -> Input {
    let numbers = 100..100 + count;
    let mut pdf = Pdf::with_page(&format!("/AcroForm<</Fields[20 0 R {}]>>", references(numbers.clone())), "");
    for (number, body) in objects {
        pdf.object(*number, body);
    }
    let write = |pdf: &mut Pdf, entries: &str| {
        for number in numbers.clone() {
            pdf.object(number, &format!("<</T(f{number}){entries}>>"));
        }
    };
    write(&mut pdf, before);
    pdf.sign(20, &[0x30, 0]);
    write(&mut pdf, after);
    Input::Pdf(pdf.revision("").finish())
}

/// So many fields that refer to one object.
fn fields_of(count: u32, field: &str, shared: &str) -> Input {
    let mut pdf = Pdf::with_page(&format!("/AcroForm<</Fields[{}]>>", references(100..100 + count)), "");
    pdf.object(9, shared);
    (100..100 + count).for_each(|number| pdf.object(number, field));
    Input::Pdf(pdf.finish())
}

/// A filled field that shows `content` in a composite font with this /ToUnicode.
fn in_font(map: &str, content: &str) -> Input {
    filled(
        1,
        "/FT/Tx/AP<</N 8 0 R>>",
        &[
            (8, stream("/Resources<</Font<</F 9 0 R>>>>", &format!("/F 9 Tf {content}"))),
            (9, "<</Type/Font/Subtype/Type0/ToUnicode 10 0 R>>".into()),
            (10, stream("", &format!("1 beginbfrange {map} endbfrange"))),
        ],
    )
}

/// 3,000 pages, signed, each of which a later revision writes again.
fn pages_changed(before: &str, after: &str, objects: &[(u32, String)]) -> Input {
    let numbers = 100..3_100;
    let mut pdf = Pdf::new();
    pdf.object(1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[20 0 R]>>>>");
    pdf.object(2, &format!("<</Type/Pages/Count 3000/Kids[{}]>>", references(numbers.clone())));
    for (number, body) in objects {
        pdf.object(*number, body);
    }
    let write = |pdf: &mut Pdf, entries: &str| {
        for number in numbers.clone() {
            pdf.object(number, &format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]{entries}>>"));
        }
    };
    write(&mut pdf, before);
    pdf.sign(20, &[0x30, 0]);
    write(&mut pdf, after);
    Input::Pdf(pdf.revision("").finish())
}
