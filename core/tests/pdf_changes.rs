//! Attacks on signed documents and their benign twins, side by side: what a later revision may change, and what it may not
//! (ISO 32000-2 §12.8.2; Mladenov et al. 2019 "1 Trillion Dollar Refund", Mainka et al. 2021 "Shadow Attacks", Rohlmann et al.
//! 2021 "Breaking the Specification").

mod pdf_builder;

use std::fmt::Write as _;

use longseal::limits::Limits;
use longseal::pdf::Document;
use longseal::pdf::changes::{Analysis, ChangeLevel, Changes, analyse};
use longseal::pdf::signature;

use pdf_builder::{File, sign};

const CATALOG: &str = "<</Type/Catalog/Pages 20 0 R/AcroForm 6 0 R/Names 7 0 R>>";
const FORM: &str = "<</Fields[2 0 R 9 0 R 3 0 R 4 0 R]/DR<</Font<</F1 30 0 R>>>>>>";
const PAGE: &str = "<</Type/Page/Parent 20 0 R/Contents 22 0 R/Annots[2 0 R 4 0 R]/Resources<</Font<</F1 30 0 R>>>>>>";
const TEXT: &str = "<</FT/Tx/T(text)/V(Alice)/AP<</N 40 0 R>>/Rect[0 0 9 9]/P 21 0 R/Subtype/Widget>>";

/// A document with a page, a text field, an empty and a signed signature field.
fn signed() -> File {
    signed_over(&[])
}

/// The same with other objects, or more, in what is signed.
fn signed_over(others: &[(u32, &str)]) -> File {
    let mut file = File::new();
    file.revision(&[
        (1, CATALOG),
        (3, "<</FT/Sig/T(empty)/Subtype/Widget/Rect[0 0 0 0]>>"),
        (4, TEXT),
        (6, FORM),
        (7, "<</Dests 8 0 R>>"),
        (8, "<<>>"),
        (9, "<</FT/Sig/T(F9)>>"),
        (20, "<</Type/Pages/Kids[21 0 R]/Count 1>>"),
        (21, PAGE),
        (22, "<</Length 4>> stream\nq Q \nendstream"),
        (30, "<</Type/Font/BaseFont/Helvetica>>"),
        (40, "<</Subtype/Form/Length 10>> stream\n(Alice) Tj\nendstream"),
    ]);
    if !others.is_empty() {
        file.revision(others);
    }
    sign(&mut file, 2, 10);
    file
}

/// What changed after the first signature.
fn changes(file: &File) -> Changes {
    changes_after(file, "F2")
}

fn changes_after(file: &File, name: &str) -> Changes {
    let document = file.open().unwrap();
    let fields = signature::fields(&document).unwrap();
    let field = fields.iter().find(|field| field.name == name).unwrap();
    analyse(&document, field, &fields)
}

fn after(objects: &[(u32, &str)]) -> Changes {
    after_over(&[], objects)
}

fn after_over(others: &[(u32, &str)], objects: &[(u32, &str)]) -> Changes {
    let mut file = signed_over(others);
    file.revision(objects);
    changes(&file)
}

#[track_caller]
fn permitted(changes: &Changes, level: ChangeLevel) {
    assert_eq!((changes.permitted, changes.level), (Some(true), level), "{:#?}", changes.items);
}

#[track_caller]
fn annotated(changes: &Changes) {
    assert_eq!((changes.permitted, changes.level), (Some(false), ChangeLevel::Annotations), "{:#?}", changes.items);
}

#[track_caller]
fn refused(changes: &Changes) {
    assert_eq!((changes.permitted, changes.level), (Some(false), ChangeLevel::Undefined), "{:#?}", changes.items);
}

#[test]
fn nothing_after_the_signature_is_no_change() {
    permitted(&changes(&signed()), ChangeLevel::None);
}

#[test]
fn content_is_refused_and_the_same_bytes_again_are_not() {
    refused(&after(&[(22, "<</Length 4>> stream\nW n \nendstream")]));
    permitted(&after(&[(22, "<</Length 4>> stream\nq Q \nendstream")]), ChangeLevel::None);
}

#[test]
fn an_object_nobody_uses_is_harmless_until_somebody_referred_to_it_all_along() {
    permitted(&after(&[(90, "(orphan)")]), ChangeLevel::None);
    let mut file = File::new();
    let page = PAGE.replace("22 0 R", "[22 0 R 90 0 R]");
    file.revision(&[(1, CATALOG), (6, FORM), (20, "<</Type/Pages/Kids[21 0 R]/Count 1>>"), (21, &page)]);
    sign(&mut file, 2, 10);
    file.revision(&[(90, "<</Length 4>> stream\nW n \nendstream")]);
    refused(&changes(&file));
}

#[test]
fn filling_in_a_field_is_form_filling_when_it_shows_its_value() {
    let shows = |shown: &str| format!("<</Subtype/Form/Length {}>> stream\n({shown}) Tj\nendstream", shown.len() + 5);
    let filled = TEXT.replace("Alice", "Bob").replace("40 0 R", "41 0 R");
    permitted(&after(&[(4, &filled), (41, &shows("Bob"))]), ChangeLevel::FormFilling);
    refused(&after(&[(4, &filled), (41, &shows("Mallory"))]));
}

#[test]
fn what_a_field_shows_is_read_in_its_font() {
    let shows = |font: &str, string: &str| {
        let content = format!("/F 9 Tf {string} Tj");
        let resources = format!("/Resources<</Font<</F {font}>>>>");
        format!("<</Subtype/Form{resources}/Length {}>> stream\n{content}\nendstream", content.len())
    };
    let filled = TEXT.replace("Alice", "Bob").replace("40 0 R", "41 0 R");
    let after = |font: &str, string: &str| {
        let map = "1 beginbfrange <0001> <001A> <0041> endbfrange";
        let map = format!("<</Length {}>> stream\n{map}\nendstream", map.len());
        after(&[(4, &filled), (41, &shows(font, string)), (42, &map)])
    };
    let simple = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
    permitted(&after(simple, "<426f62>"), ChangeLevel::FormFilling);
    refused(&after(simple, "<45766521>"));
    // The same codes, and a font that shows them as other letters.
    let different = "<</Type/Font/Subtype/Type1/Encoding<</Differences[1/B/o/b/E/v/e]>>>>";
    permitted(&after(different, "<010203>"), ChangeLevel::FormFilling);
    refused(&after(different, "<040506>"));
    let composite = "<</Type/Font/Subtype/Type0/ToUnicode 42 0 R>>";
    permitted(&after(composite, "<0002000F0002>"), ChangeLevel::FormFilling);
    refused(&after(composite, "<000500160005>"));
}

#[test]
fn a_value_in_an_object_of_its_own_is_filled_in_there() {
    let text = TEXT.replace("(Alice)", " 45 0 R");
    let look = "<</Subtype/Form/Length 8>> stream\n(Bob) Tj\nendstream";
    let others: &[(u32, &str)] = &[(4, &text), (45, "(Alice)")];
    permitted(&after_over(others, &[(45, "(Bob)"), (40, look)]), ChangeLevel::FormFilling);
    refused(&after_over(others, &[(45, "(Mallory)"), (40, look)]));
    // Not piece by piece.
    let text = TEXT.replace("(Alice)", "[45 0 R]");
    let changes = after_over(&[(4, &text), (45, "(Alice)")], &[(45, "(Bob)"), (40, look)]);
    refused(&changes);
    assert!(changes.items.iter().any(|item| item.what.code.as_str() == "changes.value-part-changed"), "{:#?}", changes.items);
}

#[test]
fn a_field_goes_back_to_an_appearance_it_had() {
    let text = TEXT.replace("<</N 40 0 R>>", " 43 0 R");
    let mut file = signed_over(&[(4, &text), (43, "<</N 40 0 R>>")]);
    let bob = text.replace("Alice", "Bob").replace("43 0 R", "44 0 R");
    let look = "<</Subtype/Form/Length 8>> stream\n(Bob) Tj\nendstream";
    file.revision(&[(4, &bob), (44, "<</N 41 0 R>>"), (41, look)]);
    file.revision(&[(4, &text)]);
    permitted(&changes(&file), ChangeLevel::FormFilling);
}

/// FieldMDP and /Lock go by names: nobody may give a field another one by pointing at it.
#[test]
fn a_field_keeps_its_name_whatever_else_refers_to_it() {
    let look = "<</Subtype/Form/Private 5 0 R/Length 10>> stream\n(Alice) Tj\nendstream";
    let form = FORM.replace("4 0 R", "4 0 R 5 0 R");
    let changes = after_over(&[(6, &form), (5, "<</FT/Tx/T(b)/V(1)>>"), (40, look)], &[(5, "<</FT/Tx/T(b)/V(2)>>")]);
    let names: Vec<_> = changes.items.iter().map(|item| item.place.field.as_deref()).collect();
    assert!(!names.is_empty() && names.iter().all(|name| *name == Some("b")), "{names:?}");
    // Its kids may stand in a list of their own.
    let others: &[(u32, &str)] =
        &[(6, &form), (5, "<</FT/Tx/T(b)/Kids 51 0 R>>"), (51, "[52 0 R]"), (52, "<</T(c)/Parent 5 0 R/V(1)>>")];
    let changes = after_over(others, &[(52, "<</T(c)/Parent 5 0 R/V(2)>>")]);
    permitted(&changes, ChangeLevel::FormFilling);
    assert_eq!(changes.items[0].place.field.as_deref(), Some("b.c"));
}

/// The order of calculation and the structure tree only point at fields: what is in a field is the field's, not content.
#[test]
fn fields_that_are_calculated_or_tagged_are_filled_in_like_any_other() {
    let fill = |catalog: &str, form: &str, changed: &[(u32, &str)]| {
        let mut file = File::new();
        let field =
            |value: &str| format!("<</T(sum)/Parent 41 0 R/V({value})/AP<</N 43 0 R>>/Rect[0 0 9 9]/P 21 0 R/Subtype/Widget>>");
        file.revision(&[
            (1, &format!("<</Type/Catalog/Pages 20 0 R/AcroForm 6 0 R{catalog}>>")),
            (6, &format!("<</Fields[2 0 R 41 0 R]{form}>>")),
            (20, "<</Type/Pages/Kids[21 0 R]/Count 1>>"),
            (21, "<</Type/Page/Parent 20 0 R/Annots[42 0 R]>>"),
            (41, "<</FT/Tx/T(invoice)/Kids[42 0 R 44 0 R]>>"),
            (42, &field("1")),
            (43, "<</Subtype/Form/Length 6>> stream\n(1) Tj\nendstream"),
            (44, "<</T(name)/Parent 41 0 R/V(Alice)>>"),
            (45, "<</Type/StructTreeRoot/K 46 0 R>>"),
            (46, "<</Type/StructElem/S/Form/P 45 0 R/K<</Type/OBJR/Obj 42 0 R/Pg 21 0 R>>>>"),
        ]);
        sign(&mut file, 2, 10);
        file.revision(changed);
        changes(&file)
    };
    let shown = "<</Subtype/Form/Length 6>> stream\n(2) Tj\nendstream";
    let value = "<</T(sum)/Parent 41 0 R/V(2)/AP<</N 43 0 R>>/Rect[0 0 9 9]/P 21 0 R/Subtype/Widget>>";
    let sibling = "<</T(name)/Parent 41 0 R/V(Bob)>>";
    for (catalog, form) in [("", "/CO[42 0 R]"), ("/StructTreeRoot 45 0 R", "")] {
        permitted(&fill(catalog, form, &[(42, value), (43, shown), (44, sibling)]), ChangeLevel::FormFilling);
        let moved = value.replace("[0 0 9 9]", "[0 0 90 90]");
        refused(&fill(catalog, form, &[(42, &moved)]));
    }
    // What nothing else uses is not looked into by anybody else.
    refused(&fill("", "/CO[47 0 R]", &[(47, "<</T(new)/A 48 0 R>>")]));
}

#[test]
fn a_list_box_shows_its_options_and_nothing_else() {
    let filled = |shown: &str| {
        let list = |value: &str, look: u32| {
            format!("<</FT/Ch/T(list)/Opt[(1)[(b)(Bob & Co)](Bob)]/V({value})/AP<</N {look} 0 R>>/Rect[0 0 9 9]/Subtype/Widget>>")
        };
        let look = |shown: &str| format!("<</Subtype/Form/Length {}>> stream\n{shown}\nendstream", shown.len());
        let mut file = File::new();
        file.revision(&[
            (1, CATALOG),
            (5, &list("1", 40)),
            (6, "<</Fields[2 0 R 5 0 R]>>"),
            (20, "<</Type/Pages/Kids[]/Count 0>>"),
            (40, &look("(1) Tj")),
        ]);
        sign(&mut file, 2, 10);
        file.revision(&[(5, &list("b", 41)), (41, &look(shown))]);
        changes(&file)
    };
    permitted(&filled("(1) Tj (Bob & Co) Tj (Bob) Tj"), ChangeLevel::FormFilling);
    permitted(&filled("(Bob & Co) Tj"), ChangeLevel::FormFilling);
    refused(&filled("(Bob) Tj (Eve) Tj"));
    refused(&filled("(1000) Tj"));
}

#[test]
fn a_font_that_does_not_say_what_it_shows_is_remarked_upon() {
    let filled = TEXT.replace("Alice", "Bob").replace("40 0 R", "41 0 R");
    let look =
        "<</Subtype/Form/Resources<</Font<</F <</Type/Font/Subtype/Type0>>>>>>/Length 18>> stream\n/F 9 Tf <0001> Tj \nendstream";
    let changes = after(&[(4, &filled), (41, look)]);
    permitted(&changes, ChangeLevel::FormFilling);
    assert!(changes.items.iter().any(|item| item.what.code.as_str() == "changes.appearance-not-read"), "{:#?}", changes.items);
}

#[test]
fn check_boxes_are_drawn_in_the_state_that_is_their_value() {
    let filled = |value: &str, state: &str| {
        let field = |value: &str, state: &str| {
            format!("<</FT/Btn/T(box)/V/{value}/AS/{state}/AP<</N<</Yes 40 0 R/Off 40 0 R>>>>/Rect[0 0 9 9]/Subtype/Widget>>")
        };
        let mut file = File::new();
        file.revision(&[
            (1, CATALOG),
            (5, &field("Off", "Off")),
            (6, "<</Fields[2 0 R 5 0 R]>>"),
            (20, "<</Type/Pages/Kids[]/Count 0>>"),
            (40, "<</Subtype/Form/Length 1>> stream\nq\nendstream"),
        ]);
        sign(&mut file, 2, 10);
        file.revision(&[(5, &field(value, state))]);
        changes(&file)
    };
    permitted(&filled("Yes", "Yes"), ChangeLevel::FormFilling);
    refused(&filled("Yes", "Off"));
    refused(&filled("Off", "Yes"));
}

#[test]
fn a_signature_dictionary_of_no_field_in_the_last_update_is_listed() {
    let count = |dictionary: &str| {
        let mut file = signed();
        file.revision(&[(90, dictionary)]);
        let document = file.open().unwrap();
        signature::fields(&document).unwrap().iter().filter(|field| field.signature.is_some()).count()
    };
    assert_eq!(count("<</Type/Sig/ByteRange[0 1 2 3]/Contents<00>>>"), 2);
    assert_eq!(count("<</Type/Catalog>>"), 1);
}

/// Objects read, found as the least limit that suffices: unlike time, the same on every machine.
#[test]
fn work_grows_with_the_revisions_and_no_faster() {
    let file = |revisions: u32| {
        let mut file = signed();
        for revision in 0..revisions {
            file.revision(&[(4, &TEXT.replace("(Alice)/AP<</N 40 0 R>>", &format!("({revision})")))]);
        }
        file
    };
    let suffices = |file: &File, objects: u32| {
        let mut limits = Limits::default();
        limits.max_objects = objects;
        let Ok(document) = Document::open(file.text.as_bytes(), &limits, None) else { return false };
        let Ok(fields) = signature::fields(&document) else { return false };
        Analysis::new(&document, &fields).after(&fields[0]).permitted.is_some() && document.check().is_ok()
    };
    let small = file(1_000);
    let (mut low, mut high) = (0, 1 << 20);
    while low + 1 < high {
        let middle = u32::midpoint(low, high);
        if suffices(&small, middle) { high = middle } else { low = middle }
    }
    assert!(high > 1_000, "{high} objects of 1,000 revisions");
    assert!(suffices(&file(10_000), 12 * high), "10,000 revisions need more than 12 times the {high} objects of 1,000");
}

#[test]
fn an_appearance_rewritten_in_place_must_not_be_content_too() {
    let drawn = "<</Subtype/Form/Length 10>> stream\n(ALICE) Tj\nendstream";
    permitted(&after(&[(40, drawn)]), ChangeLevel::FormFilling);
    let mut file = signed();
    // Signed with the appearance also drawn by the page.
    file = {
        let mut shared = File::new();
        let page = PAGE.replace("/Font<<", "/XObject<</X 40 0 R>>/Font<<");
        shared.revision(&[(1, CATALOG), (4, TEXT), (6, FORM), (20, "<</Type/Pages/Kids[21 0 R]/Count 1>>"), (21, &page)]);
        shared.revision(&[(40, "<</Subtype/Form/Length 10>> stream\n(Alice) Tj\nendstream")]);
        sign(&mut shared, 2, 10);
        drop(file);
        shared
    };
    file.revision(&[(40, drawn)]);
    refused(&changes(&file));
}

#[test]
fn other_entries_of_a_field_and_its_rectangle_stay() {
    refused(&after(&[(4, &TEXT.replace("[0 0 9 9]", "[0 0 99 99]"))]));
    refused(&after(&[(4, &TEXT.replace("/Tx", "/Btn"))]));
    refused(&after(&[(2, "<</FT/Sig/T(F2)/V 10 0 R/Rect[0 0 9 9]>>")]));
    // Where it is written is no matter.
    permitted(&after(&[(4, &TEXT.replace("[0 0 9 9]", " 71 0 R")), (71, "[0 0 9 9]")]), ChangeLevel::None);
    refused(&after(&[(4, &TEXT.replace("[0 0 9 9]", " 71 0 R")), (71, "[0 0 99 99]")]));
    let settings = |rotation: &str| TEXT.replace("/Tx", &format!("/Tx/MK<</R {rotation}>>"));
    let over = |changed: &[(u32, &str)]| after_over(&[(4, &settings("90"))], changed);
    permitted(&over(&[(4, &settings("72 0 R")), (72, "90")]), ChangeLevel::None);
    refused(&over(&[(4, &settings("72 0 R")), (72, "180")]));
}

#[test]
fn fonts_of_appearances_and_of_the_form_may_be_added_not_swapped() {
    refused(&after(&[(30, "<</Type/Font/BaseFont/Evil>>")]));
    refused(&after(&[(6, &FORM.replace("30 0 R", "31 0 R")), (31, "<</Type/Font/BaseFont/Evil>>")]));
    let added = FORM.replace("/F1 30 0 R", "/F1 30 0 R/F2 31 0 R");
    permitted(&after(&[(6, &added), (31, "<</Type/Font/BaseFont/Other>>")]), ChangeLevel::FormFilling);
}

#[test]
fn a_second_signer_signs_an_empty_field_as_it_is() {
    let mut file = signed();
    sign(&mut file, 3, 11);
    // `sign` renames the field, which no signer may.
    refused(&changes(&file));
    let mut file = signed();
    sign(&mut file, 9, 11);
    permitted(&changes(&file), ChangeLevel::FormFilling);
}

#[test]
fn only_signature_fields_are_added_and_none_is_taken_away() {
    let form = FORM.replace("4 0 R", "4 0 R 5 0 R");
    permitted(&after(&[(6, &form), (5, "<</FT/Sig/T(new)/Rect[0 0 0 0]>>")]), ChangeLevel::ValidationData);
    refused(&after(&[(6, &form), (5, "<</FT/Tx/T(new)/Rect[0 0 0 0]>>")]));
    refused(&after(&[(6, &form), (5, "<</FT/Sig/T(F2)/Rect[0 0 0 0]>>")]));
    refused(&after(&[(6, &FORM.replace(" 4 0 R", ""))]));
}

#[test]
fn new_signature_fields_stand_in_groups_and_have_widgets() {
    let form = FORM.replace("4 0 R", "4 0 R 5 0 R");
    let added = |field: &str, kid: &str| after(&[(6, &form), (5, field), (51, kid)]);
    let group = "<</T(group)/Kids[51 0 R]>>";
    let field = "<</FT/Sig/T(new)/Parent 5 0 R/Rect[0 0 0 0]>>";
    permitted(&added(group, field), ChangeLevel::ValidationData);
    refused(&added(group, &field.replace("Sig", "Tx")));
    // ISO 32000-2 §12.7.4.2: a partial name holds no full stop; a kid without a name is a widget of the field above it.
    refused(&added(group, &field.replace("new", "a.b")));
    refused(&added(group, &field.replace("new", "")));
    let widget = "<</Subtype/Widget/Parent 5 0 R/Rect[0 0 0 0]>>";
    permitted(&added("<</FT/Sig/T(new)/Kids[51 0 R]>>", widget), ChangeLevel::ValidationData);
    refused(&added("<</FT/Tx/T(new)/Kids[51 0 R]>>", widget));
    // A tree: no kid is one twice.
    refused(&added("<</FT/Sig/T(new)/Kids[51 0 R 51 0 R]>>", widget));
}

#[test]
fn a_widget_that_covers_nothing_of_its_page_is_invisible() {
    let form = FORM.replace("4 0 R", "4 0 R 5 0 R");
    for rectangle in ["[0 0 0 0]", "[0 0 9 0]", "[5 0 5 9]"] {
        let field = format!("<</FT/Sig/T(new)/Rect{rectangle}>>");
        permitted(&after(&[(6, &form), (5, &field)]), ChangeLevel::ValidationData);
    }
}

#[test]
fn a_widget_of_no_field_is_refused() {
    let page = PAGE.replace("4 0 R]", "4 0 R 5 0 R]");
    let widget = "<</FT/Sig/T(new)/Rect[0 0 0 0]/Subtype/Widget>>";
    refused(&after(&[(21, &page), (5, widget)]));
    refused(&after(&[(21, &PAGE.replace("4 0 R]", &format!("4 0 R{widget}]")))]));
    // An empty signature field may be put where it is signed; any other field is where it was.
    let form = FORM.replace("4 0 R", "4 0 R 5 0 R");
    permitted(&after_over(&[(6, &form), (5, widget)], &[(21, &page)]), ChangeLevel::FormFilling);
    refused(&after_over(&[(6, &form), (5, &widget.replace("Sig", "Tx"))], &[(21, &page)]));
    // With its field it is that field's, also where an object stood that nobody used.
    permitted(&after_over(&[(5, "(unused)")], &[(6, &form), (21, &page), (5, widget)]), ChangeLevel::ValidationData);
}

/// A new signature widget gets its structure element and an entry in the parent tree; what was there keeps its place
/// (ISO 32000-2 §14.7.4, §14.7.5).
#[test]
fn the_structure_tree_grows_by_new_signature_widgets_only() {
    let root = "<</Type/StructTreeRoot/K[46 0 R]/ParentTree 47 0 R>>";
    let others: &[(u32, &str)] = &[
        (1, &CATALOG.replace("/Names", "/StructTreeRoot 45 0 R/Names")),
        (45, root),
        (46, "<</Type/StructElem/S/P/P 45 0 R/Pg 21 0 R/K 0>>"),
        (47, "<</Kids[48 0 R]>>"),
        (48, "<</Limits[0 0]/Nums[0[46 0 R]]>>"),
    ];
    let form = FORM.replace("4 0 R", "4 0 R 5 0 R");
    let grown = |element: &str, leaf: &str| {
        let field = "<</FT/Sig/T(new)/Rect[0 0 0 0]/Subtype/Widget/StructParent 1>>";
        let root = root.replace("46 0 R", "46 0 R 50 0 R");
        after_over(others, &[(6, &form), (5, field), (45, &root), (50, element), (48, leaf)])
    };
    let (element, leaf) = ("<</S/Form/P 45 0 R/K[<</Type/OBJR/Obj 5 0 R>>]>>", "<</Limits[0 1]/Nums[0[46 0 R]1 50 0 R]>>");
    permitted(&grown(element, leaf), ChangeLevel::ValidationData);
    refused(&grown(&element.replace("5 0 R", "21 0 R"), leaf));
    refused(&grown("<</S/P/P 45 0 R/K[0]>>", leaf));
    refused(&grown(element, "<</Limits[1 1]/Nums[1 50 0 R]>>"));
    refused(&grown(element, "<</Limits[0 1]/Nums[0[50 0 R]1 50 0 R]>>"));
}

#[test]
fn changed_content_is_placed_on_the_page_that_shows_it() {
    let stream = |content: &str| format!("<</Length 4>> stream\n{content} \nendstream");
    let page = PAGE.replace("/Font<<", "/XObject<</X 25 0 R>>/Font<<");
    let others: &[(u32, &str)] = &[
        (20, "<</Type/Pages/Kids[23 0 R 21 0 R]/Count 2>>"),
        (21, &page),
        (23, "<</Type/Page/Parent 20 0 R/Contents 24 0 R/Resources 60 0 R>>"),
        (24, &stream("q Q")),
        (25, &stream("q Q")),
        // Resources that hold themselves are not followed for ever.
        (60, "[60 0 R]"),
    ];
    for changed in [22, 25] {
        let changes = after_over(others, &[(changed, &stream("W n"))]);
        refused(&changes);
        assert_eq!(changes.items.iter().map(|item| item.place.to_string()).collect::<Vec<_>>(), ["page 2, content"]);
    }
}

/// For the second signer a page is what was one when he signed.
#[test]
fn a_page_added_before_the_second_signature_is_one_for_it() {
    let mut file = signed();
    file.revision(&[(20, "<</Type/Pages/Kids[21 0 R 23 0 R]/Count 2>>"), (23, "<</Type/Page/Parent 20 0 R>>")]);
    sign(&mut file, 9, 11);
    refused(&changes(&file));
    permitted(&changes_after(&file, "F9"), ChangeLevel::None);
    let note = "<</Type/Annot/Subtype/FreeText/Rect[0 0 9 9]/Contents(x)>>";
    file.revision(&[(23, "<</Type/Page/Parent 20 0 R/Annots[70 0 R]>>"), (70, note)]);
    annotated(&changes_after(&file, "F9"));
}

#[test]
fn a_visible_field_that_nobody_signed_is_a_picture() {
    let form = FORM.replace("4 0 R", "4 0 R 5 0 R");
    let page = PAGE.replace("4 0 R]", "4 0 R 5 0 R]");
    let field = "<</FT/Sig/T(new)/Rect[0 0 9 9]/Subtype/Widget>>";
    refused(&after(&[(6, &form), (5, field), (21, &page)]));
    refused(&after(&[(6, &form), (5, &field.replace(">>", "/V 10 0 R>>")), (21, &page)]));
}

#[test]
fn validation_data_grows_and_is_not_lost() {
    let stream = "<</Length 1>> stream\nx\nendstream";
    let catalog = CATALOG.replace("/Names", "/DSS 50 0 R/Names");
    let mut file = signed();
    file.revision(&[(1, &catalog), (50, "<</Certs[51 0 R 99 0 R]/VRI<</Type/VRI>>>>"), (51, stream)]);
    permitted(&changes(&file), ChangeLevel::ValidationData);
    let mut lost = file.clone();
    lost.revision(&[(1, CATALOG)]);
    refused(&changes(&lost));
    let mut other = file.clone();
    other.revision(&[(50, "<</Certs[51 0 R]/VRI<</Type/VRI>>/JS 22 0 R>>")]);
    refused(&changes(&other));
    let mut put = signed();
    put.revision(&[(1, &CATALOG.replace("/Names", "/DSS 8 0 R/Names")), (8, "<</Certs[]>>")]);
    refused(&changes(&put));
}

#[test]
fn the_catalog_changes_where_it_may() {
    permitted(&after(&[(1, &CATALOG.replace("/Names", "/Extensions<</ESIC<<>>>>/Names"))]), ChangeLevel::ValidationData);
    refused(&after(&[(1, &CATALOG.replace("/Names", "/OpenAction<</S/JavaScript/JS(x)>>/Names"))]));
    refused(&after(&[(8, "<</JavaScript 99 0 R>>")]));
}

/// The object that it names must be new: one that was there has other uses, or was hidden.
#[test]
fn the_trailer_names_a_new_information_dictionary() {
    let with = |number: u32| {
        let mut file = signed_over(&[(80, "<</Title(hidden)>>")]);
        let prev = file.startxref.unwrap();
        let object = file.text.len();
        file.text += "81 0 obj <</Title(new)>> endobj\n";
        let offset = file.text.len();
        write!(
            file.text,
            "xref\n81 1\n{object:010} 00000 n \ntrailer <</Root 1 0 R/Info {number} 0 R/Prev {prev}>>\nstartxref\n{offset}\n%%EOF\n"
        )
        .unwrap();
        changes(&file)
    };
    permitted(&with(81), ChangeLevel::ValidationData);
    refused(&with(80));
}

#[test]
fn usage_rights_do_not_hide_the_signature_of_a_field() {
    let mut file = signed();
    file.revision(&[(1, &CATALOG.replace("/Names", "/Perms<</UR3 10 0 R>>/Names"))]);
    let document = file.open().unwrap();
    let fields = signature::fields(&document).unwrap();
    let field = fields.iter().find(|field| field.name == "F2").unwrap();
    assert_eq!(field.signature.as_ref().unwrap().role, signature::Role::Approval);
}

#[test]
fn metadata_is_xmp() {
    let mut file = File::new();
    file.revision(&[
        (1, &CATALOG.replace("/Names", "/Metadata 60 0 R/Names")),
        (6, FORM),
        (20, "<</Type/Pages/Kids[]/Count 0>>"),
        (60, "<</Length 1>> stream\nx\nendstream"),
    ]);
    sign(&mut file, 2, 10);
    let with = |xmp: &str| {
        let mut file = file.clone();
        file.revision(&[(60, &format!("<</Length {}>> stream\n{xmp}\nendstream", xmp.len()))]);
        changes(&file)
    };
    permitted(&with("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"), ChangeLevel::ValidationData);
    refused(&with("<!DOCTYPE x [<!ENTITY e 'v'>]><x:xmpmeta xmlns:x='adobe:ns:meta/'>&e;</x:xmpmeta>"));
}

#[test]
fn annotations_are_a_level_of_their_own_and_nobodys_permission() {
    let page = PAGE.replace("4 0 R]", "4 0 R 70 0 R]");
    let note = "<</Type/Annot/Subtype/FreeText/Rect[0 0 9 9]/Contents(x)>>";
    let added = after(&[(21, &page), (70, note)]);
    annotated(&added);
    assert!(added.items.iter().any(|item| item.what.arguments.contains(&("kind".into(), "FreeText".to_owned()))));
    refused(&after(&[(21, &PAGE.replace("2 0 R 4 0 R", "2 0 R"))]));
    // The list may be an object of its own, and a note stand in it directly.
    let (direct, listed) = (PAGE.replace("4 0 R]", &format!("4 0 R{note}]")), PAGE.replace("[2 0 R 4 0 R]", " 71 0 R"));
    annotated(&after(&[(21, &direct)]));
    annotated(&after_over(&[(21, &direct)], &[(21, PAGE)]));
    permitted(&after(&[(21, &listed), (71, "[2 0 R 4 0 R]")]), ChangeLevel::None);
    refused(&after(&[(21, &listed), (71, "[2 0 R]")]));
    annotated(&after_over(&[(21, &listed), (71, "[2 0 R 4 0 R]")], &[(71, &format!("[2 0 R 4 0 R{note}]"))]));
    refused(&after(&[(21, &PAGE.replace("4 0 R]", "4 0 R(x)]"))]));
    let lost = after_over(&[(21, &listed), (71, "[2 0 R 4 0 R]")], &[(71, "")]);
    refused(&lost);
    assert_eq!(lost.items[0].place.to_string(), "annotation");
}

#[test]
fn an_object_hidden_in_the_signed_bytes_is_not_brought_back() {
    let mut file = File::new();
    file.text += "22 0 obj <</Length 4>> stream\nW n \nendstream endobj\n";
    file.revision(&[(1, CATALOG), (6, FORM), (20, "<</Type/Pages/Kids[21 0 R]/Count 1>>"), (21, PAGE)]);
    file.revision(&[(22, "<</Length 4>> stream\nq Q \nendstream")]);
    sign(&mut file, 2, 10);
    let offset = file.text.len();
    let prev = file.startxref.unwrap();
    write!(file.text, "xref\n22 1\n0000000009 00000 n \ntrailer <</Root 1 0 R/Prev {prev}>>\nstartxref\n{offset}\n%%EOF\n")
        .unwrap();
    refused(&changes(&file));
}

#[test]
fn bytes_that_belong_to_no_object_are_refused() {
    let mut file = signed();
    file.text += "22 0 obj <</Length 4>> stream\nW n \nendstream endobj\n";
    refused(&changes(&file));
    let mut file = signed();
    file.text += "22 0 obj null endobj\n";
    file.revision(&[(90, "null")]);
    refused(&changes(&file));
    let mut file = signed();
    file.text += "% a comment\n";
    file.revision(&[(90, "null")]);
    permitted(&changes(&file), ChangeLevel::None);
}

#[test]
fn objects_are_not_deleted_and_encryption_not_changed() {
    refused(&after(&[(8, "")]));
    let mut file = signed();
    let prev = file.startxref.unwrap();
    let offset = file.text.len();
    write!(file.text, "xref\n0 0\ntrailer <</Root 1 0 R/Prev {prev}/Encrypt<</Filter/None>>>>\nstartxref\n{offset}\n%%EOF\n")
        .unwrap();
    let examined = file.open().map(|_| ());
    assert!(examined.is_err(), "an unknown handler cannot be examined at all");
}

#[test]
fn permissions_of_the_signer_bound_what_is_permitted() {
    let with = |reference: &str, later: &[(u32, &str)]| {
        // A name dictionary that nobody used when the signature was made.
        let mut file = signed_over(&[(73, "<</Dests 8 0 R/AP 74 0 R>>"), (74, "<</Names[]>>")]);
        let plain = "/SubFilter/ETSI.CAdES.detached";
        // The dictionary is rewritten before its range is computed, so sign again from the unsigned revision.
        let at = file.text.find(plain).unwrap();
        file.text.insert_str(at, reference);
        let shift = reference.len();
        let grown = |number: usize| number + shift;
        // Offsets behind the insertion move: the signed revision's table, startxref and range are written anew.
        let startxref = file.startxref.unwrap();
        file.text = file.text.replace(&format!("startxref\n{startxref}\n"), &format!("startxref\n{}\n", grown(startxref)));
        file.startxref = Some(grown(startxref));
        let (gap, end) = (file.text.find("<30820000>").unwrap(), file.text.len());
        let range = file.text.find("/ByteRange[").unwrap() + "/ByteRange[".len();
        file.text.replace_range(range..range + 28, &format!("0 {gap:08} {:08} {:08}", gap + 10, end - gap - 10));
        file.revision(later);
        changes(&file)
    };
    let docmdp = |level: u8| format!("/Reference[<</TransformMethod/DocMDP/TransformParams<</P {level}>>>>]");
    let fieldmdp =
        |fields: &str| format!("/Reference[<</TransformMethod/FieldMDP/TransformParams<</Action/Include/Fields[{fields}]>>>>]");
    let filled = TEXT.replace("/V(Alice)", "/V(Alice B)");
    let fill: &[(u32, &str)] = &[(4, &filled)];
    assert_eq!(with(&docmdp(2), fill).permitted, Some(true));
    assert_eq!(with(&docmdp(1), fill).permitted, Some(false));
    assert_eq!(with(&fieldmdp("(text)"), fill).permitted, Some(false));
    assert_eq!(with(&fieldmdp("(tex)"), fill).permitted, Some(true));
    let page = PAGE.replace("4 0 R]", "4 0 R 70 0 R]");
    let note: &[(u32, &str)] = &[(21, &page), (70, "<</Type/Annot/Subtype/Text/Rect[0 0 9 9]>>")];
    assert_eq!(with(&docmdp(3), note).permitted, Some(true));
    assert_eq!(with(&docmdp(2), note).permitted, Some(false));
    // Viewers name the pictures of their comments in the catalog.
    let catalog = CATALOG.replace("7 0 R", "71 0 R");
    let icons = |level: u8, names: &str| with(&docmdp(level), &[(1, &catalog), (71, names), (72, "<</Names[]>>")]).permitted;
    assert_eq!(icons(3, "<</Dests 8 0 R/AP 72 0 R>>"), Some(true));
    assert_eq!(icons(2, "<</Dests 8 0 R/AP 72 0 R>>"), Some(false));
    assert_eq!(icons(3, "<</Dests 8 0 R/AP 72 0 R/JavaScript 72 0 R>>"), Some(false));
    assert_eq!(icons(3, "<</AP 72 0 R>>"), Some(false));
    assert_eq!(with(&docmdp(3), &[(1, &CATALOG.replace("7 0 R", "73 0 R"))]).permitted, Some(false));
}
