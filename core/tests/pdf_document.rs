//! Documents made byte by byte: revisions, hidden and repaired cross-references, and work that grows no faster than the file.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros, reason = "a test may take the time")]

mod pdf_builder;

use std::fmt::Write as _;
use std::time::Instant;

use longseal::error::Error;
use longseal::limits::{Limit, Limits};
use longseal::pdf::changes::Analysis;
use longseal::pdf::signature::{self, Coverage, Presence};
use longseal::pdf::{Document, Object, Reference, Repair, RevisionIndex, XrefKind};

use pdf_builder::{File, sign};

const CATALOG: &str = "<</Type/Catalog/AcroForm<</Fields[2 0 R]>>>>";

fn integer(document: &Document<'_>, number: u32, at: u32) -> Option<i64> {
    document.get(Reference { number, generation: 0 }, RevisionIndex(at)).as_integer()
}

#[test]
fn each_revision_resolves_objects_through_its_own_cross_references() {
    let mut file = File::new();
    file.revision(&[(1, CATALOG), (5, "10")]).revision(&[(5, "11")]).revision(&[(5, "")]).revision(&[(5, "13")]);
    let document = file.open().unwrap();
    let values: Vec<_> = (0..4).map(|at| integer(&document, 5, at)).collect();
    assert_eq!(values, [Some(10), Some(11), None, Some(13)]);
    let ends: Vec<_> = document.revisions().iter().map(|revision| revision.end).collect();
    assert_eq!(ends, file.ends);
    assert_eq!(document.entries(RevisionIndex(1)).len(), 1);
    assert_eq!(document.repairs(), []);
}

#[test]
fn a_hybrid_pair_is_one_revision_and_shows_what_its_table_hides() {
    let mut text = "%PDF-1.7\n1 0 obj <</Type/Catalog>> endobj\n".to_owned();
    let hidden = text.len();
    text += "5 0 obj 42 endobj\n";
    let stream = text.len();
    let rows = format!("01{hidden:04x}00>");
    writeln!(text, "9 0 obj <</Type/XRef/W[1 2 1]/Size 6/Index[5 1]/Filter/ASCIIHexDecode/Length {}>> stream", rows.len())
        .unwrap();
    write!(text, "{rows}\nendstream endobj\n").unwrap();
    let table = text.len();
    text += "xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n5 1\n0000000000 00000 f \n";
    write!(text, "trailer <</Size 6/Root 1 0 R/XRefStm {stream}>>\nstartxref\n{table}\n%%EOF").unwrap();
    let document = Document::open(text.as_bytes(), &Limits::default(), None).unwrap();
    assert_eq!(document.revisions().len(), 1);
    assert_eq!(document.revisions()[0].kind, XrefKind::Hybrid);
    assert_eq!(integer(&document, 5, 0), Some(42));
}

#[test]
fn objects_of_object_streams_are_found_and_their_strings_owned() {
    let mut text = "%PDF-1.7\n1 0 obj <</Type/Catalog>> endobj\n".to_owned();
    let container = text.len();
    text += "8 0 obj <</Type/ObjStm/N 2/First 8/Length 22>> stream\n5 0 6 3 42 [(a) /B]   \nendstream endobj\n";
    let stream = text.len();
    let rows = format!("01000900 02000800 02000801 01{container:04x}00>");
    write!(
        text,
        "9 0 obj <</Type/XRef/W[1 2 1]/Size 9/Index[1 1 5 2 8 1]/Root 1 0 R/Filter/ASCIIHexDecode/Length {}>> ",
        rows.len()
    )
    .unwrap();
    write!(text, "stream\n{rows}\nendstream endobj\nstartxref\n{stream}\n%%EOF").unwrap();
    let document = Document::open(text.as_bytes(), &Limits::default(), None).unwrap();
    assert_eq!(integer(&document, 5, 0), Some(42));
    let array = document.get(Reference { number: 6, generation: 0 }, RevisionIndex(0));
    assert_eq!(array.as_array().unwrap()[1].as_name(), Some(&b"B"[..]));
    assert_eq!(document.repairs(), []);
}

/// §7.5.8.3 gives an index within the stream; the stream's own header says which object is there.
#[test]
fn a_wrong_index_leads_to_the_object_of_the_number_whichever_is_read_first() {
    let mut text = "%PDF-1.7\n1 0 obj <</Type/Catalog>> endobj\n".to_owned();
    let container = text.len();
    text += "8 0 obj <</Type/ObjStm/N 2/First 8/Length 13>> stream\n5 0 6 3 42 43\nendstream endobj\n";
    let stream = text.len();
    // Both are said to be at index 0, where 5 is.
    let rows = format!("01000900 02000800 02000800 01{container:04x}00>");
    let dictionary = "<</Type/XRef/W[1 2 1]/Size 9/Root 1 0 R/Index[1 1 5 2 8 1]/Filter/ASCIIHexDecode/Length";
    write!(text, "9 0 obj {dictionary} {}>> stream\n{rows}\nendstream endobj\nstartxref\n{stream}\n%%EOF", rows.len()).unwrap();
    for order in [[5, 6], [6, 5]] {
        let document = Document::open(text.as_bytes(), &Limits::default(), None).unwrap();
        for number in order {
            assert_eq!(integer(&document, number, 0), Some(i64::from(number) + 37), "{order:?}");
        }
    }
}

#[test]
fn a_revision_without_a_root_has_that_of_the_last_before_it() {
    let mut file = File::new();
    file.revision(&[(1, CATALOG)]).revision(&[(5, "11")]).revision(&[(6, "12")]);
    let place = file.text.rfind("/Root 1 0 R").unwrap();
    file.text.replace_range(place..place + 11, "           ");
    let document = file.open().unwrap();
    let roots: Vec<_> = (0..3).map(|at| document.trailer(RevisionIndex(at)).get(b"Root").is_some()).collect();
    assert_eq!(roots, [true; 3]);
    assert!(document.trailer(RevisionIndex(3)).get(b"Root").is_none());
}

#[test]
fn objects_inside_the_strings_of_each_other_are_paid_for() {
    let mut text = "%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Kids[]>> endobj\n".to_owned();
    let mut table = format!("xref\n1 2\n{:010} 00000 n \n{:010} 00000 n \n10 500\n", 9, 51);
    for number in 10..510 {
        writeln!(table, "{:010} 00000 n ", text.len()).unwrap();
        write!(text, "{number} 0 obj(").unwrap();
    }
    text += &")".repeat(500);
    let at = text.len();
    write!(text, " endobj\n{table}trailer <</Root 1 0 R>>\nstartxref\n{}\n%%EOF", at + 8).unwrap();
    let mut limits = Limits::default();
    limits.max_objects = 2_000;
    let document = Document::open(text.as_bytes(), &limits, None).unwrap();
    let read = (10..510).filter(|number| !document.get(Reference { number: *number, generation: 0 }, RevisionIndex(0)).is_null());
    assert!((20..200).contains(&read.count()));
    assert_eq!(document.check(), Err(Error::LimitExceeded(Limit::Objects)));
}

#[test]
fn junk_before_the_header_moves_all_offsets() {
    let mut file = File::new();
    file.revision(&[(1, CATALOG), (5, "10")]);
    let text = format!("mail header\r\n{}", file.text);
    let document = Document::open(text.as_bytes(), &Limits::default(), None).unwrap();
    assert_eq!(integer(&document, 5, 0), Some(10));
    assert_eq!(document.repairs(), [Repair::JunkBeforeHeader { bytes: 13 }]);
    assert!(!document.is_repaired());
}

#[test]
fn unusable_cross_references_are_rebuilt_and_the_file_is_marked() {
    let mut file = File::new();
    file.revision(&[(1, CATALOG), (5, "10")]).revision(&[(5, "11")]);
    let text = file.text.replace("xref\n5", "xxxx\n5").replace("xref\n1", "xxxx\n1");
    let document = Document::open(text.as_bytes(), &Limits::default(), None).unwrap();
    assert!(document.is_repaired());
    assert_eq!((integer(&document, 5, 0), integer(&document, 5, 1)), (Some(10), Some(11)));
}

#[test]
fn no_pdf_and_no_structure_are_told_apart() {
    let open = |bytes: &[u8]| Document::open(bytes, &Limits::default(), None).map(|_| ());
    assert_eq!(open(b""), Err(Error::NotPdf));
    assert_eq!(open(b"PK\x03\x04 a zip file"), Err(Error::NotPdf));
    assert!(matches!(open(b"%PDF-1.7\nnothing here"), Err(Error::Unreadable { .. })));
}

#[test]
fn a_chain_that_bites_its_tail_ends() {
    let mut file = File::new();
    file.revision(&[(1, CATALOG)]);
    let offset = file.startxref.unwrap();
    file.text = file.text.replace("/Root 1 0 R", &format!("/Root 1 0 R/Prev {offset}"));
    let document = file.open().unwrap();
    assert_eq!(document.revisions().len(), 1);
    assert_eq!(document.repairs(), [Repair::PrevCycle { section: offset as u32 }]);
}

#[test]
fn references_in_circles_are_null() {
    let mut file = File::new();
    file.revision(&[(1, CATALOG), (5, "6 0 R"), (6, "5 0 R")]);
    assert!(matches!(file.open().unwrap().get(Reference { number: 5, generation: 0 }, RevisionIndex(0)), Object::Null));
}

#[test]
fn signatures_are_found_with_what_they_cover() {
    let mut file = File::new();
    file.revision(&[(1, "<</Type/Catalog/AcroForm<</Fields[2 0 R 3 0 R 4 0 R]>>>>"), (4, "<</FT/Sig/T(empty)>>")]);
    sign(&mut file, 2, 10);
    sign(&mut file, 3, 11);
    let document = file.open().unwrap();
    let fields = signature::fields(&document).unwrap();
    let found: Vec<_> = fields
        .iter()
        .map(|field| {
            (field.name.as_str(), field.signature.as_ref().map(|signature| (signature.coverage, signature.revision.unwrap().0)))
        })
        .collect();
    assert_eq!(found, [("F2", Some((Coverage::WholeRevision, 1))), ("F3", Some((Coverage::WholeDocument, 2))), ("empty", None)]);
    assert!(fields.iter().filter_map(|field| field.signature.as_ref()).all(|signature| signature.problems.is_empty()));
}

#[test]
fn a_signature_that_a_later_revision_removes_is_still_reported() {
    let mut file = File::new();
    file.revision(&[(1, CATALOG)]);
    sign(&mut file, 2, 10);
    file.revision(&[(2, "<</FT/Sig/T(F2)>>"), (10, "")]);
    let document = file.open().unwrap();
    let fields = signature::fields(&document).unwrap();
    assert_eq!(fields.len(), 2);
    let removed = fields.iter().find(|field| field.signature.is_some()).unwrap();
    assert_eq!(removed.presence, Presence::ReplacedAfter(RevisionIndex(1)));
    assert_eq!(removed.name, "F2");
}

#[test]
fn a_replaced_or_shared_dictionary_is_a_problem_of_the_signature() {
    let problems = |file: &File| -> Vec<String> {
        let document = file.open().unwrap();
        let fields = signature::fields(&document).unwrap();
        let current = fields.into_iter().filter(|field| field.presence == Presence::Current);
        let all = current.filter_map(|field| field.signature).flat_map(|signature| signature.problems);
        all.map(|reason| reason.code.as_str().to_owned()).collect()
    };
    let mut file = File::new();
    file.revision(&[(1, "<</Type/Catalog/AcroForm<</Fields[2 0 R 3 0 R]>>>>")]);
    sign(&mut file, 2, 10);
    assert_eq!(problems(&file), Vec::<String>::new());
    let mut shared = File { text: file.text.clone(), ..File::default() };
    (shared.startxref, shared.ends) = (file.startxref, file.ends.clone());
    shared.revision(&[(3, "<</FT/Sig/T(F3)/V 10 0 R>>")]);
    assert_eq!(problems(&shared), ["signature.dictionary-shared", "signature.dictionary-shared"]);
    sign(&mut file, 2, 10);
    assert_eq!(problems(&file), ["signature.dictionary-replaced"]);
}

#[test]
fn malformed_signatures_are_present_with_their_reasons() {
    for (value, expected) in [
        ("null", None),
        ("99 0 R", Some("signature.dictionary-malformed")),
        ("(text)", Some("signature.dictionary-malformed")),
        ("<</Type/Sig/SubFilter/x/Contents<3082>>>", Some("byte-range.missing")),
        ("<</Type/Sig/SubFilter/x/ByteRange 5/Contents<3082>>>", Some("byte-range.missing")),
        ("<</Type/Sig/SubFilter/x/ByteRange[0 1 2]/Contents<3082>>>", Some("byte-range.malformed")),
        ("<</Type/Sig/SubFilter/x/ByteRange[0 5 1 9]/Contents<3082>>>", Some("byte-range.malformed")),
        ("<</Type/Sig/SubFilter/x/ByteRange[0 5 9 999999]/Contents<3082>>>", Some("byte-range.past-end")),
        ("<</Type/Sig/SubFilter/x/ByteRange[0 5 9 9]/Contents<3082>>>", Some("byte-range.gap-not-contents")),
        ("<</Type/Sig/SubFilter/x/ByteRange[0 5 9 9]>>", Some("signature.contents-missing")),
        ("<</Type/Sig/SubFilter/x/ByteRange[0 5 9 9]/Contents<0000>>>", Some("signature.contents-missing")),
    ] {
        let mut file = File::new();
        file.revision(&[(1, CATALOG), (2, &format!("<</FT/Sig/T(F)/V {value}>>"))]);
        let document = file.open().unwrap();
        let fields = signature::fields(&document).unwrap();
        assert_eq!(fields.len(), 1, "{value}");
        let problems = fields[0].signature.as_ref().map(|signature| &signature.problems);
        assert_eq!(problems.is_some(), expected.is_some(), "{value}");
        let codes: Vec<_> = problems.into_iter().flatten().map(|reason| reason.code.as_str()).collect();
        assert!(expected.is_none_or(|code| codes.contains(&code)), "{value}: {codes:?}");
    }
}

#[test]
fn fields_in_circles_and_floods_end() {
    let mut file = File::new();
    file.revision(&[(1, CATALOG), (2, "<</FT/Sig/T(a)/Kids[3 0 R]>>"), (3, "<</T(b)/Kids[2 0 R 3 0 R]>>")]);
    assert!(signature::fields(&file.open().unwrap()).unwrap().is_empty());
    let limits = {
        let mut limits = Limits::default();
        limits.max_fields = 10;
        limits
    };
    let mut flood = File::new();
    flood.revision(&[(1, &format!("<</Type/Catalog/AcroForm<</Fields[{}]>>>>", "<</T(x)>> ".repeat(20)))]);
    let document = Document::open(flood.text.as_bytes(), &limits, None).unwrap();
    assert_eq!(signature::fields(&document).err(), Some(Error::LimitExceeded(Limit::Fields)));
}

#[test]
fn ten_thousand_revisions_take_ten_times_as_long_as_one_thousand() {
    let measure = |revisions: u32| {
        let mut file = File::new();
        let catalog = "<</Type/Catalog/AcroForm<</Fields[2 0 R 3 0 R]>>>>";
        file.revision(&[(1, catalog), (2, "<</FT/Tx/T(text)/V(none)>>")]);
        sign(&mut file, 3, 10);
        for revision in 0..revisions {
            file.revision(&[(2, &format!("<</FT/Tx/T(text)/V({revision})>>"))]);
        }
        let best = (0..3).map(|_| {
            let start = Instant::now();
            let document = file.open().unwrap();
            assert_eq!(document.revisions().len(), revisions as usize + 2);
            let fields = signature::fields(&document).unwrap();
            signature::dss(&document).unwrap();
            let changes = Analysis::new(&document, &fields).after(&fields[0]);
            assert_eq!(changes.permitted, Some(true));
            assert!(changes.items.len() > 200, "many changes are listed");
            start.elapsed()
        });
        best.min().unwrap()
    };
    let (small, large) = (measure(1_000), measure(10_000));
    // Instruction counts would be exact; wall-clock on a shared machine needs room. Quadratic work would be 100 times.
    assert!(large < small * 40, "{small:?} and {large:?}");
}

#[test]
fn an_update_that_was_cut_off_after_signing_is_not_passed_over() {
    let mut file = File::new();
    file.revision(&[(1, CATALOG), (2, "<</FT/Sig/T(A)>>")]);
    let signed = "2 0 obj <</FT/Sig/T(A)/V 3 0 R>> endobj\n3 0 obj <</ByteRange[0 9 99 9]/Contents<00>>> endobj\n";
    file.text.push_str(signed);
    let document = file.open().unwrap();
    assert!(document.is_repaired());
    let fields = signature::fields(&document).unwrap();
    assert!(fields.iter().any(|field| field.name == "A" && field.signature.is_some()));
}

#[test]
fn pages_that_the_cross_references_do_not_lead_to_are_searched_for() {
    let mut file = File::new();
    file.revision(&[(1, "<</Type/Catalog/Pages 2 0 R>>")]);
    file.text = file.text.replace("%PDF-1.7\n", "%PDF-1.7\n2 0 obj <</Type/Pages/Kids[]>> endobj\n");
    assert!(file.open().unwrap().is_repaired());
}
