//! PDF files in which much refers to one large part: what is small as it is written is large when it is followed.

use std::fmt::Write as _;

use super::pdf::Pdf;
use super::{Case, Input};

/// All of them, each with a part of what must be said of it.
pub(crate) const CASES: &[Case] = &[
    Case::heavy("page tree nodes written in place, 60,000 in a list that is the kids of each", "content.not-examined", || {
        signed(
            "/AcroForm<</Fields[20 0 R]>>",
            "",
            &[(2, "<</Type/Pages/Kids 9 0 R/Count 1>>".into()), (9, list("<</Kids 9 0 R>>", 60_000))],
        )
    }),
    Case::heavy("4,000 widgets of one field with 50,000 actions", "content.not-examined", || {
        widgets(&[
            (5, "<</T(p)/AA 6 0 R/Parent 5 0 R>>".into()),
            (6, keys("7 0 R", 50_000)),
            (7, format!("<</S/GoTo/Next{}>>", list("7 0 R ", 16))),
        ])
    }),
    Case::heavy("4,000 widgets of one field of 100,000 entries", "", || {
        widgets(&[(5, keys("1", 100_000).replacen("<<", "<</T(p)/Parent 5 0 R", 1))])
    }),
    Case::heavy("fields written in place, 30,000 in a list that is the kids of each", "form fields", || {
        signed("/AcroForm<</Fields 9 0 R>>", "", &[(9, format!("[20 0 R {}]", "<</T(a)/Kids 9 0 R>>".repeat(30_000)))])
    }),
    Case::heavy("10,000 entries of /VRI that share a list of 10,000 streams", "objects", || {
        let entries = keys("<</Cert 9 0 R/CRL 9 0 R/OCSP 9 0 R>>", 10_000);
        signed(
            "/AcroForm<</Fields[20 0 R]>>/DSS 8 0 R",
            "",
            &[
                (8, format!("<</Certs 9 0 R/CRLs 9 0 R/OCSPs 9 0 R/VRI{entries}>>")),
                (9, list("10 0 R ", 10_000)),
                (10, "<</Length 0>>stream\n\nendstream".into()),
            ],
        )
    }),
    Case::heavy("10,000 empty signature fields that share a lock of 100,000 names", "signatures", || {
        let fields: String = (0..10_000).fold(String::new(), |mut text, at| {
            let _ = write!(text, "<</FT/Sig/T(e{at})/Lock 8 0 R/SV 8 0 R>>");
            text
        });
        signed(
            &format!("/AcroForm<</Fields[20 0 R {fields}]>>"),
            "",
            &[(8, "<</Type/SigFieldLock/Action/Include/Fields 9 0 R>>".into()), (9, list("(a)", 100_000))],
        )
    }),
    Case::heavy("490 signatures that share 20,000 references and 20,000 certificates", "objects", || {
        let mut pdf = Pdf::with_page("/AcroForm<</Fields 7 0 R>>", "");
        pdf.object(7, &format!("[{}]", references(100..590)));
        pdf.object(8, &list("<</TransformMethod/FieldMDP/TransformParams<</Action/Include/Fields 9 0 R>>>>", 20_000));
        pdf.object(9, &list("(a)", 20_000));
        for at in 0..490 {
            pdf.object(100 + at, &format!("<</FT/Sig/T(s{at})/V<</Type/Sig/SubFilter/adbe.x509.rsa_sha1/Reference 8 0 R/Cert 9 0 R/ByteRange[0 1 2 3]/Contents<00>>>>>"));
        }
        Input::Pdf(pdf.finish())
    }),
    Case::heavy("3,000 changed pages that share a list of 20,000 annotations", "", || {
        changed_pages("/Annots 9 0 R", "/Annots 8 0 R", &[(8, list("10 0 R 11 0 R ", 20_000)), (9, list("10 0 R ", 20_000))])
    }),
    Case::heavy("3,000 changed fields that share a list of 20,000 kids", "form fields", || {
        let numbers = 100..3_100;
        let roots = references(numbers.clone());
        let (before, after) = (list("10 0 R ", 20_000), list("10 0 R 11 0 R ", 20_000));
        let kid = "<</Type/Annot/Subtype/Widget/Rect[0 0 1 1]>>".to_owned();
        let objects = [(8, after), (9, before), (10, kid.clone()), (11, kid)];
        let mut pdf = base(&format!("/AcroForm<</Fields[20 0 R {roots}]>>"), "", &objects);
        let write = |pdf: &mut Pdf, kids: &str| {
            for number in numbers.clone() {
                pdf.object(number, &format!("<</FT/Tx/T(f{number})/Kids {kids}>>"));
            }
        };
        write(&mut pdf, "9 0 R");
        pdf.sign(20, &[0x30, 0]);
        write(&mut pdf, "8 0 R");
        Input::Pdf(pdf.revision("").finish())
    }),
    Case::heavy("3,000 changed pages that share resources of 50,000 entries", "", || {
        changed_pages("/Resources 9 0 R", "/Resources 8 0 R", &[(8, keys("10 0 R", 50_000)), (9, keys("11 0 R", 50_000))])
    }),
    Case::heavy("structure elements written in place, 30,000 in a list that is the kids of each", "", || {
        let root = "/StructTreeRoot 8 0 R/AcroForm<</Fields[20 0 R]>>";
        let mut pdf = base(
            root,
            "",
            &[
                (8, "<</Type/StructTreeRoot/K 9 0 R/ParentTree<</Kids 9 0 R>>>>".into()),
                (9, list("<</K 9 0 R/Kids 9 0 R>>", 30_000)),
            ],
        );
        pdf.sign(20, &[0x30, 0]);
        pdf.object(8, "<</Type/StructTreeRoot/K 9 0 R/ParentTree<</Kids 9 0 R>>/X 1>>");
        Input::Pdf(pdf.revision("").finish())
    }),
    Case::heavy("2,000 annotations that are changed and share appearances of 20,000 entries", "", || {
        let annotations = 100..2_100;
        let references = references(annotations.clone());
        let mut pdf = base(
            "/AcroForm<</Fields[20 0 R]>>",
            &format!("/Annots[{references}]"),
            &[(8, keys("10 0 R", 20_000)), (9, keys("11 0 R", 20_000)), (10, "<</Length 0>>stream\n\nendstream".into())],
        );
        for number in annotations.clone() {
            pdf.object(number, "<</Type/Annot/Subtype/Stamp/Rect[0 0 1 1]/AP<</N 8 0 R/D 8 0 R>>>>");
        }
        pdf.sign(20, &[0x30, 0]);
        for number in annotations.clone() {
            pdf.object(number, "<</Type/Annot/Subtype/Stamp/Rect[0 0 1 1]/AP<</N 9 0 R/D 9 0 R>>>>");
        }
        Input::Pdf(pdf.revision("").finish())
    }),
];

fn list(element: &str, count: usize) -> String {
    format!("[{}]", element.repeat(count))
}

fn references(numbers: core::ops::Range<u32>) -> String {
    numbers.fold(String::new(), |mut text, number| {
        let _ = write!(text, "{number} 0 R ");
        text
    })
}

/// A dictionary of `count` keys with one value.
fn keys(value: &str, count: usize) -> String {
    let entries = (0..count).fold(String::new(), |mut text, at| {
        let _ = write!(text, "/K{at} {value}");
        text
    });
    format!("<<{entries}>>")
}

fn base(catalog: &str, page: &str, objects: &[(u32, String)]) -> Pdf {
    let mut pdf = Pdf::new();
    let has = |number: u32| objects.iter().any(|(own, _)| *own == number);
    pdf.object(1, &format!("<</Type/Catalog/Pages 2 0 R{catalog}>>"));
    if !has(2) {
        pdf.object(2, "<</Type/Pages/Count 1/Kids[3 0 R]>>");
    }
    pdf.object(3, &format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]{page}>>"));
    for (number, body) in objects {
        pdf.object(*number, body);
    }
    pdf
}

/// Signed by field 20 as a whole.
fn signed(catalog: &str, page: &str, objects: &[(u32, String)]) -> Input {
    let mut pdf = base(catalog, page, objects);
    Input::Pdf(pdf.sign(20, &[0x30, 0]).finish())
}

/// A page with one widget 4,000 times, whose field is object 5.
fn widgets(objects: &[(u32, String)]) -> Input {
    let widget = (4, "<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/Rect[0 0 1 1]/Parent 5 0 R>>".to_owned());
    let objects: Vec<_> = objects.iter().cloned().chain([widget]).collect();
    signed("/AcroForm<</Fields[20 0 R]>>", &format!("/Annots{}", list("4 0 R ", 4_000)), &objects)
}

/// 3,000 pages, signed, each of which a later revision writes again.
fn changed_pages(before: &str, after: &str, objects: &[(u32, String)]) -> Input {
    let numbers = 100..3_100;
    let kids = references(numbers.clone());
    let tree = (2, format!("<</Type/Pages/Count 3000/Kids[{kids}]>>"));
    let notes = [10, 11].map(|number| (number, "<</Type/Annot/Subtype/Text/Rect[0 0 1 1]>>".to_owned()));
    let objects: Vec<_> = objects.iter().cloned().chain([tree]).chain(notes).collect();
    let mut pdf = base("/AcroForm<</Fields[20 0 R]>>", "", &objects);
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
