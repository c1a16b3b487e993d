//! `longseal inspect`: facts, without trust and without a verdict.

#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)]

mod command;

use command::line;
use serde_json::json;

#[test]
fn the_facts_of_an_archived_signature_are_shown_without_a_verdict() {
    let run = line("inspect pyhanko/baseline-lta.pdf --format json");
    let facts = run.json();
    assert_eq!((run.status, &facts["schema"]), (0, &json!("longseal/inspect/1")));
    let signature = &facts["signatures"][0];
    assert_eq!(signature["intact"], true);
    assert_eq!(signature["signer_info"]["content"], "matches");
    assert_eq!(signature["signer_info"]["value"], "verifies");
    assert_eq!(signature["timestamps"][0]["time"], "2025-06-01T09:00:05Z");
    assert_eq!(facts["signatures"][1]["type"], "document-timestamp");
    assert_eq!(facts["revisions"].as_array().unwrap().len(), 4);
    assert!(!facts["material"]["certificates"].as_array().unwrap().is_empty());
    assert!(!run.stdout.contains("TOTAL-PASSED") && !run.stdout.contains("INDETERMINATE"), "{}", run.stdout);
}

#[test]
fn a_changed_document_shows_that_its_digest_differs() {
    let facts = line("inspect integrity/content-byte-flipped.pdf --format json").json();
    assert_eq!(facts["signatures"][0]["signer_info"]["content"], "differs");
    assert_eq!(facts["signatures"][0]["intact"], false);
}

#[test]
fn several_documents_are_an_array_and_what_cannot_be_examined_is_in_it() {
    let run = line("inspect document/unsigned.pdf document/not-a-pdf.pdf --format json");
    let facts = run.json();
    assert_eq!(run.status, 3);
    assert_eq!((&facts[0]["error"], &facts[1]["error"]["code"]), (&json!(null), &json!("error.not-pdf")));
    assert_eq!(facts[0]["signatures"], json!([]));
}

#[test]
fn text_names_the_same_facts_and_is_the_same_twice() {
    let text = line("inspect pyhanko/baseline-lta.pdf").stdout;
    for fact in ["byte_range: 0 1208 17040 579", "value: verifies", "time: 2025-06-01T09:00:05Z", "found_in: validation-data"] {
        assert!(text.contains(fact), "{fact}: {text}");
    }
    assert_eq!(text, line("inspect pyhanko/baseline-lta.pdf").stdout);
}
