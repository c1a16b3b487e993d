//! Every limit is reached: a small input keeps within the default, and reaches the limit once that is lower, and what is said names it.

mod hostile;

use hostile::{Input, authorities, documents, messages, pdf};
use longseal::limits::Limits;

/// A limit, a value below what the input needs, the input, and what is said.
struct Row {
    field: &'static str,
    lower: fn(&mut Limits),
    input: fn() -> Input,
    says: &'static str,
}

const ROWS: &[Row] = &[
    Row { field: "max_file_size", lower: |limits| limits.max_file_size = 200, input: small, says: "over a limit: file size" },
    Row { field: "max_objects", lower: |limits| limits.max_objects = 10, input: small, says: "over a limit: objects" },
    Row {
        field: "max_nesting",
        lower: |limits| limits.max_nesting = 10,
        input: || Input::Pdf(documents::nested_form("[", "]", 20)),
        says: "nesting depth",
    },
    Row {
        field: "max_decompressed",
        lower: |limits| limits.max_decompressed = 10,
        input: packed_form,
        says: "over a limit: decompressed bytes",
    },
    Row {
        field: "max_stream_size",
        lower: |limits| limits.max_stream_size = 10,
        input: packed_form,
        says: "over a limit: decompressed bytes of one stream",
    },
    Row {
        field: "max_compression_ratio",
        lower: |limits| limits.max_compression_ratio = 100,
        input: || Input::Pdf(documents::object_stream("/Filter/FlateDecode", &pdf::bomb(2 << 20))),
        says: "over a limit: decompressed bytes",
    },
    Row {
        field: "max_filters",
        lower: |limits| limits.max_filters = 2,
        input: || Input::Pdf(documents::filters(3)),
        says: "over a limit: filters of a stream",
    },
    Row {
        field: "max_xref_sections",
        lower: |limits| limits.max_xref_sections = 5,
        input: || Input::Pdf(documents::revisions(9)),
        says: "over a limit: cross-reference sections",
    },
    Row {
        field: "max_xref_entries",
        lower: |limits| limits.max_xref_entries = 5,
        input: || Input::Pdf(documents::revisions(9)),
        says: "over a limit: cross-reference entries",
    },
    Row {
        field: "max_signatures",
        lower: |limits| limits.max_signatures = 5,
        input: || Input::Pdf(documents::signed(6, &[0x30, 0])),
        says: "over a limit: signatures",
    },
    Row {
        field: "max_fields",
        lower: |limits| limits.max_fields = 5,
        input: || Input::Pdf(documents::fields(9, "<</FT/Tx/T(a)>>")),
        says: "over a limit: form fields",
    },
    Row {
        field: "max_cms_size",
        lower: |limits| limits.max_cms_size = 100,
        input: || messages::document(&messages::padded(200)),
        says: "size of a CMS structure",
    },
    Row {
        field: "max_certificates",
        lower: |limits| limits.max_certificates = 5,
        input: || messages::with_certificates(9),
        says: "over a limit: certificates",
    },
    Row {
        field: "max_revocation_items",
        lower: |limits| limits.max_revocation_items = 5,
        input: || messages::with_crls(9),
        says: "over a limit: revocation items",
    },
    Row {
        field: "max_attributes",
        lower: |limits| limits.max_attributes = 20,
        input: || messages::signed_attributes(30),
        says: "attributes or extensions",
    },
    Row {
        field: "max_path_signatures",
        lower: |limits| limits.max_path_signatures = 3,
        input: || authorities::long_path(9),
        says: "signature checks of a path search",
    },
    Row {
        field: "max_path_steps",
        lower: |limits| limits.max_path_steps = 3,
        input: || authorities::long_path(9),
        says: "steps of a path search",
    },
    Row {
        field: "max_path_length",
        lower: |limits| limits.max_path_length = 5,
        input: || authorities::long_path(9),
        says: "length of a certification path",
    },
    Row {
        field: "max_name_comparisons",
        lower: |limits| limits.max_name_comparisons = 50,
        input: || authorities::names(20, 20),
        says: "name-constraint comparisons",
    },
    Row {
        field: "max_policy_nodes",
        lower: |limits| limits.max_policy_nodes = 20,
        input: || authorities::policies(20, 3),
        says: "policy nodes",
    },
];

fn small() -> Input {
    Input::Pdf(documents::fields(20, "<</FT/Tx/T(a)>>"))
}

fn packed_form() -> Input {
    Input::Pdf(documents::object_stream("/Filter/FlateDecode", &pdf::packed(b"10 0 <</Fields[]>>")))
}

#[test]
fn every_limit_is_reached_by_a_document_that_the_default_lets_pass() {
    for Row { field, lower, input, says } in ROWS {
        let input = input();
        let usual = hostile::outcome(&input, &Limits::default());
        assert!(!usual.contains(says), "{field}: reached by default: {usual}");
        let mut limits = Limits::default();
        lower(&mut limits);
        let outcome = hostile::outcome(&input, &limits);
        assert!(outcome.contains(says), "{field}: {outcome}");
    }
}

/// Texts are read without [`Limits`] at hand, so their limit is the default's.
#[test]
fn a_policy_of_more_than_a_megabyte_is_not_read() {
    let text = |length: usize| Input::Settings(format!("# {}\nname = 1", "x".repeat(length)));
    let outcome = |length| hostile::outcome(&text(length), &Limits::default());
    assert!(outcome(1 << 20).contains("1048576"), "{}", outcome(1 << 20));
    assert!(!outcome((1 << 20) - 20).contains("1048576"), "{}", outcome((1 << 20) - 20));
}

#[test]
fn no_limit_is_without_a_row() {
    let text = format!("{:?}", Limits::default());
    let fields: Vec<&str> = text.split(['{', ',', '}']).filter_map(|part| Some(part.split_once(':')?.0.trim())).collect();
    assert!(fields.len() > 15, "{fields:?}");
    for field in fields {
        assert!(field == "max_settings_size" || ROWS.iter().any(|row| row.field == field), "{field} has no row");
    }
}
