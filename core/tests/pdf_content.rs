//! What was prepared before signing is listed, each beside a twin without it (ISO 32000-2 §8.11, §12.5, §12.6).

mod pdf_builder;

use std::fmt::Write as _;

use longseal::Verifier;

use pdf_builder::{File, sign};

/// The codes of what is noted on a document's content, with the values of their messages.
fn advisories(catalog: &str, objects: &[(u32, &str)]) -> Vec<String> {
    let mut file = File::new();
    add_pages(&mut file, catalog, objects);
    noted(&file)
}

fn add_pages(file: &mut File, catalog: &str, objects: &[(u32, &str)]) {
    let catalog = format!("<</Type/Catalog/Pages 20 0 R/AcroForm 6 0 R{catalog}>>");
    let mut all = vec![
        (1, catalog.as_str()),
        (6, "<</Fields[2 0 R]>>"),
        (20, "<</Type/Pages/Kids[21 0 R 22 0 R]/Count 2>>"),
        (21, "<</Type/Page/Parent 20 0 R>>"),
        (22, "<</Type/Page/Parent 20 0 R/Annots[30 0 R]>>"),
    ];
    all.retain(|(number, _)| objects.iter().all(|(other, _)| number != other));
    all.extend(objects);
    file.revision(&all);
    sign(file, 2, 10);
}

fn noted(file: &File) -> Vec<String> {
    let evidence = Verifier::builder().build().collect(file.text.as_bytes()).unwrap();
    let noted = evidence.document.reasons.iter().filter(|reason| reason.code.as_str().starts_with("content."));
    noted
        .map(|reason| {
            let mut text = reason.code.as_str().to_owned();
            for (name, value) in &reason.arguments {
                write!(text, " {name}={value}").unwrap();
            }
            text
        })
        .collect()
}

#[test]
fn a_plain_document_has_nothing_to_note() {
    assert_eq!(advisories("", &[]), [""; 0]);
    assert_eq!(advisories("/OpenAction[21 0 R/Fit]/Names<</Dests 9 0 R>>", &[(9, "<<>>")]), [""; 0]);
}

#[test]
fn scripts_are_noted_wherever_they_are() {
    let script = "<</S/JavaScript/JS(app.alert\\(1\\))>>";
    assert_eq!(advisories(&format!("/OpenAction{script}"), &[]), ["content.javascript"]);
    assert_eq!(advisories(&format!("/AA<</WC {script}>>"), &[]), ["content.javascript"]);
    assert_eq!(advisories("/Names<</JavaScript 9 0 R>>", &[(9, "<</Names[]>>")]), ["content.javascript"]);
    let link = |action: &str| format!("<</Subtype/Link/Rect[0 0 9 9]/A{action}>>");
    assert_eq!(advisories("", &[(30, &link(script))]), ["content.javascript pages=2"]);
    let then = format!("<</S/GoTo/D[21 0 R/Fit]/Next[{script}]>>");
    assert_eq!(advisories("", &[(30, &link(&then))]), ["content.javascript pages=2"]);
    assert_eq!(advisories("", &[(30, &link("<</S/GoTo/D[21 0 R/Fit]>>"))]), [""; 0]);
}

#[test]
fn actions_links_and_attachments_are_noted() {
    let link = |kind: &str| format!("<</Subtype/Link/Rect[0 0 9 9]/A<</S/{kind}>>>>");
    assert_eq!(advisories("", &[(30, &link("Launch"))]), ["content.actions kinds=Launch pages=2"]);
    assert_eq!(advisories("", &[(30, &link("SetOCGState"))]), ["content.actions kinds=SetOCGState pages=2"]);
    assert_eq!(advisories("", &[(30, &link("URI"))]), ["content.links pages=2"]);
    assert_eq!(advisories("/Names<</EmbeddedFiles 9 0 R>>", &[(9, "<</Names[]>>")]), ["content.attachments"]);
    assert_eq!(advisories("", &[(30, "<</Subtype/FileAttachment/Rect[0 0 9 9]>>")]), ["content.attachments pages=2"]);
}

#[test]
fn layers_are_noted_when_they_are_not_always_shown() {
    let layers = |default: &str| format!("/OCProperties<</OCGs[9 0 R]/D<<{default}>>>>");
    let layer = (9, "<</Type/OCG/Name(Draft)>>");
    assert_eq!(advisories(&layers("/ON[9 0 R]/OFF[]"), &[layer]), [""; 0]);
    assert_eq!(advisories(&layers("/OFF[9 0 R]"), &[layer]), ["content.hidden-layers layers=Draft"]);
    assert_eq!(advisories(&layers("/BaseState/OFF"), &[layer]), ["content.hidden-layers"]);
    assert_eq!(advisories(&layers("/AS[<</Event/Print>>]"), &[layer]), ["content.hidden-layers"]);
}

/// §8.11.2.2: content of a membership that is shown when its layers are off is hidden while they are on.
#[test]
fn content_that_is_hidden_by_its_membership_is_noted() {
    let layers = "/OCProperties<</OCGs[9 0 R]/D<</ON[9 0 R]>>>>";
    let noted = |catalog: &str, membership: &str, page: &str, form: &str| {
        let page = format!("<</Type/Page/Parent 20 0 R/Resources<<{page}>>/Annots[30 0 R]>>");
        let form = format!("<</Subtype/Form{form}/Length 4>> stream\nq Q \nendstream");
        advisories(catalog, &[(9, "<</Type/OCG/Name(Draft)>>"), (22, &page), (31, membership), (32, &form)])
    };
    let hidden = ["content.hidden-layers pages=2"];
    let marked = "/Properties<</M 31 0 R>>";
    for membership in
        ["<</Type/OCMD/OCGs 9 0 R/P/AllOff>>", "<</Type/OCMD/OCGs[9 0 R]/P/AnyOff>>", "<</Type/OCMD/VE[/Not 9 0 R]>>"]
    {
        assert_eq!(noted(layers, membership, marked, ""), hidden);
        assert_eq!(noted(layers, membership, "/XObject<</F 32 0 R>>", "/OC 31 0 R"), hidden);
        assert_eq!(noted("", membership, marked, ""), [""; 0]);
    }
    for membership in ["<</Type/OCMD/OCGs 9 0 R>>", "<</Type/OCMD/OCGs 9 0 R/P/AllOn>>", "<</Type/OCG/Name(A)>>", "<</MCID 1>>"] {
        assert_eq!(noted(layers, membership, marked, ""), [""; 0]);
        assert_eq!(noted(layers, membership, "/XObject<</F 32 0 R>>", "/OC 31 0 R"), [""; 0]);
    }
    let stamp = (30, "<</Subtype/Text/Rect[0 0 9 9]/OC<</Type/OCMD/OCGs 9 0 R/P/AllOff>>>>");
    assert_eq!(advisories(layers, &[(9, "<</Type/OCG/Name(Draft)>>"), stamp]), hidden);
}

#[test]
fn overlays_and_fields_that_can_be_filled_in_are_noted() {
    assert_eq!(advisories("", &[(30, "<</Subtype/Stamp/Rect[0 0 9 9]>>")]), ["content.annotations kinds=Stamp pages=2"]);
    assert_eq!(advisories("", &[(30, "<</Subtype/Text/Rect[0 0 9 9]>>")]), [""; 0]);
    assert_eq!(advisories("", &[(30, "<</Subtype/Widget/FT/Tx/T(a)/Rect[0 0 9 9]>>")]), ["content.fillable-fields pages=2"]);
    assert_eq!(advisories("", &[(30, "<</Subtype/Widget/FT/Tx/T(a)/Ff 1/Rect[0 0 9 9]>>")]), [""; 0]);
    let inherited = [(30, "<</Subtype/Widget/Parent 31 0 R/Rect[0 0 9 9]>>"), (31, "<</FT/Ch/T(a)/Kids[30 0 R]>>")];
    assert_eq!(advisories("", &inherited), ["content.fillable-fields pages=2"]);
}

/// Shadow attacks (2021), hide-and-replace: the file holds two objects of one number, and its cross-references choose.
#[test]
fn second_versions_of_objects_that_nothing_leads_to_are_noted() {
    let behind_header = |bytes: &str| {
        let mut file = File::new();
        file.text.push_str(bytes);
        add_pages(&mut file, "", &[(40, "<</Length 24>> stream\n21 0 obj << >> endobj  \nendstream")]);
        noted(&file)
    };
    assert_eq!(behind_header("21 0 obj <</Type/Page/Contents 9 0 R>> endobj\n"), ["content.duplicate-objects objects=21"]);
    // A number that nothing has.
    assert_eq!(behind_header("77 0 obj <</Type/Page>> endobj\n"), [""; 0]);
    // Behind an object, short or with a long stream, and between revisions.
    let body = |start: &str, end: &str| advisories("", &[(40, &format!("{start} endobj\n20 0 obj <<>> endobj 22 0 obj {end}"))]);
    assert_eq!(body("<<>>", "<<>>"), ["content.duplicate-objects objects=20, 22"]);
    let stream = format!("<</Length 5000>> stream\n{}\nendstream", "1 0 obj  ".repeat(556).get(..5000).unwrap());
    assert_eq!(body(&stream, "<<>>"), ["content.duplicate-objects objects=20, 22"]);
    assert_eq!(advisories("", &[(40, &stream)]), [""; 0]);
    let mut file = File::new();
    add_pages(&mut file, "", &[]);
    file.text.push_str("21 0 obj <<>> endobj\n");
    file.revision(&[(50, "<<>>")]);
    assert_eq!(noted(&file), ["content.duplicate-objects objects=21"]);
    // An update is no second version: a cross-reference leads to each.
    let mut file = File::new();
    add_pages(&mut file, "", &[]);
    file.revision(&[(21, "<</Type/Page/Parent 20 0 R/Rotate 90>>")]);
    assert_eq!(noted(&file), [""; 0]);
}

#[test]
fn an_entry_that_leads_to_an_object_of_another_number_hides_it() {
    let mut file = File::new();
    add_pages(&mut file, "", &[(40, "<<>>"), (41, "<<>>")]);
    let wrong = file.text.replacen("40 0 obj", "21 0 obj", 1);
    assert_eq!(noted(&File { text: wrong, ..file }), ["content.duplicate-objects objects=21"]);
}

#[test]
fn what_was_not_looked_at_is_said() {
    let many = |count: usize| format!("<</Type/Pages/Kids[{}]/Count {count}>>", "21 0 R ".repeat(count));
    assert_eq!(advisories("", &[(20, &many(3_997))]), [""; 0]);
    assert_eq!(advisories("", &[(20, &many(4_001))]), ["content.not-examined count=4000"]);
}
