//! `longseal inspect`: the facts in documents, without trust, policy, time or verdict.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use longseal::evidence::{
    ContentCheck, Evidence, Material, OriginKind, SignatureFacts, SignedFacts, SignerBinding, TimestampFacts, ValueCheck,
};
use longseal::limits::Limits;
use longseal::reason::Reason;
use longseal::report::{self, Language};
use longseal::{Verifier, policy, trust::TrustStore};
use longseal_archive::bulk::{Candidate, Found, Reader};
use serde_json::{Map, Value, json};

use crate::UsageError;
use crate::arguments::{InspectArguments, InspectFormat};

/// The version of the JSON, its `schema` member.
const SCHEMA: &str = "longseal/inspect/1";

/// Prints the facts of every document; exit status 3 when one could not be examined.
pub(crate) fn run(arguments: &InspectArguments) -> Result<u8, UsageError> {
    let sources = arguments.documents.sources();
    let is_single = sources.is_single();
    let documents = sources.documents().map_err(|error| UsageError(format!("cannot read the list: {error}")))?;
    let language = Language::from(arguments.lang);
    // Facts depend on the bytes alone: what a verifier is given beside them does not touch `collect`.
    let mut builder = Verifier::builder().trust(TrustStore::default()).policy(policy::Policy::default());
    if let Some(password) = &arguments.password {
        builder = builder.password(password.as_bytes());
    }
    let verifier = builder.build();
    let mut reader = Reader::default();
    let mut rows = Vec::new();
    for Candidate { path, found } in documents {
        let name = path.to_string_lossy().into_owned();
        let bytes = match found {
            Found::File { .. } => reader.read(&path),
            Found::StandardInput => reader.read_stream(io::stdin().lock(), Limits::default().max_file_size + 1),
            Found::Problem(error) => Err(error),
            _ => Err(io::ErrorKind::Unsupported.into()),
        };
        rows.push(match bytes {
            Err(error) => fault(&name, "error.unreadable-file", &error.to_string()),
            Ok(bytes) => match verifier.collect(&bytes) {
                Ok(evidence) => document(&name, &evidence, language),
                Err(error) => fault(&name, error.code(), &error.to_string()),
            },
        });
    }
    let status = if rows.iter().any(|row| !row["error"].is_null()) { 3 } else { 0 };
    let rendered = match arguments.format {
        InspectFormat::Json if is_single => rows.first().map(|row| format!("{row}\n")).unwrap_or_default(),
        InspectFormat::Json => format!("{}\n", Value::Array(rows)),
        InspectFormat::Text => rows.iter().map(text).collect::<Vec<_>>().join("\n"),
    };
    match io::stdout().write_all(rendered.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(UsageError(format!("cannot write: {error}"))),
        _ => Ok(status),
    }
}

fn fault(path: &str, code: &str, message: &str) -> Value {
    json!({ "schema": SCHEMA, "document": { "path": path }, "error": { "code": code, "message": message } })
}

fn document(path: &str, evidence: &Evidence, language: Language) -> Value {
    let facts = &evidence.document;
    let revisions = evidence.revisions.iter().enumerate().map(|(number, revision)| {
        json!({ "number": number, "start": revision.start, "end": revision.end, "objects": revision.objects })
    });
    let data = &evidence.validation_data;
    json!({
        "schema": SCHEMA,
        "document": {
            "path": path, "size": facts.size, "sha256": hex(&facts.sha256),
            "encrypted": facts.encrypted, "repaired": facts.repaired,
        },
        "revisions": revisions.collect::<Vec<_>>(),
        "signatures": evidence.signatures.iter().map(|one| signature(one, language)).collect::<Vec<_>>(),
        "validation_data": {
            "certificates": data.certificates, "crls": data.crls, "ocsps": data.ocsps, "vri": data.vri,
            "first_revision": data.first_revision,
        },
        "material": material(&evidence.material),
        "findings": findings(&facts.reasons, language),
        "error": null,
    })
}

fn signature(facts: &SignatureFacts, language: Language) -> Value {
    let changes = facts.changes.items.iter().map(|item| {
        json!({
            "revision": item.revision, "object": item.object.to_string(), "code": item.what.code.as_str(),
            "what": report::message(&item.what, language), "level": item.level.as_str(),
        })
    });
    json!({
        "field": facts.field, "type": facts.kind.as_str(), "subfilter": facts.subfilter, "revision": facts.revision,
        "byte_range": facts.byte_range, "coverage": facts.coverage.as_str(), "intact": facts.intact(),
        "dictionary": {
            "time": facts.dictionary_time.map(|time| time.to_string()), "name": facts.dictionary_name,
            "reason": facts.dictionary_reason, "location": facts.dictionary_location,
        },
        "signer_info": facts.signed.as_ref().map(|signed| signer_info(signed, language)),
        "timestamp": facts.timestamp.as_ref().map(|token| timestamp(token, language)),
        "timestamps": facts.timestamps.iter().map(|token| timestamp(token, language)).collect::<Vec<_>>(),
        "changes": {
            "level": facts.changes.level.as_str(), "permitted": facts.changes.permitted, "items": changes.collect::<Vec<_>>(),
        },
        "permissions": {
            "docmdp": facts.permissions.docmdp, "fieldmdp": facts.permissions.fieldmdp, "lock": facts.permissions.lock,
        },
        "findings": findings(&facts.reasons, language),
    })
}

fn signer_info(signed: &SignedFacts, language: Language) -> Value {
    json!({
        "digest_algorithm": signed.digest_algorithm_name, "signature_algorithm": signed.signature_algorithm_name,
        "signer_identifier": signed.signer_identifier,
        "signing_certificate": signed.signing_certificate.as_ref().map(|digest| hex(digest.as_slice())),
        "certificate_bound": match signed.binding {
            SignerBinding::Bound => "yes",
            SignerBinding::Unbound => "no",
            SignerBinding::Contradicted => "contradicted",
            SignerBinding::Unknown => "unknown",
        },
        "content": check(signed.content),
        "content_digest": signed.content_digest.map(|digest| hex(digest.as_bytes())),
        "value": match &signed.value {
            ValueCheck::Valid => "verifies".to_owned(),
            ValueCheck::ValidAsWritten => "verifies over the attributes as written, not over their DER".to_owned(),
            ValueCheck::Invalid => "does not verify".to_owned(),
            ValueCheck::NoCertificate => "no certificate".to_owned(),
            ValueCheck::Unsupported(what) => format!("not supported: {what}"),
        },
        "signing_time": signed.claimed_time.map(|time| time.to_string()),
        "findings": findings(&signed.reasons, language),
    })
}

fn timestamp(token: &TimestampFacts, language: Language) -> Value {
    json!({
        "type": token.kind.as_str(), "time": token.time.to_string(), "policy": token.policy, "sha256": hex(&token.sha256),
        "imprint_algorithm": token.imprint_algorithm.map(longseal::crypto::DigestAlgorithm::name), "imprint": check(token.imprint),
        "signer_info": signer_info(&token.signed, language),
    })
}

fn check(check: ContentCheck) -> &'static str {
    match check {
        ContentCheck::Matches => "matches",
        ContentCheck::Differs => "differs",
        ContentCheck::InValue => "in the signature value",
        ContentCheck::NotComputable => "not computable",
    }
}

fn material(material: &Material) -> Value {
    let origin = |kind: OriginKind| match kind {
        OriginKind::Signature => "signature",
        OriginKind::Timestamp => "timestamp",
        OriginKind::ValidationData => "validation-data",
        OriginKind::Given => "given",
    };
    let certificates = material.certificates().iter().map(|(certificate, found)| {
        json!({
            "subject": certificate.subject().to_string(), "issuer": certificate.issuer().to_string(),
            "serial": certificate.serial().to_string(), "sha256": hex(certificate.sha256()),
            "not_before": certificate.not_before().to_string(), "not_after": certificate.not_after().to_string(),
            "found_in": origin(found.kind),
        })
    });
    let crls = material.crls().iter().map(|(crl, found)| {
        json!({
            "issuer": crl.issuer().to_string(), "this_update": crl.this_update().to_string(),
            "next_update": crl.next_update().map(|time| time.to_string()), "entries": crl.entry_count(),
            "sha256": hex(crl.sha256()), "found_in": origin(found.kind),
        })
    });
    let ocsps = material
        .ocsps()
        .iter()
        .map(|(response, found)| json!({ "produced_at": response.produced_at().to_string(), "sha256": hex(response.sha256()), "found_in": origin(found.kind) }));
    json!({
        "certificates": certificates.collect::<Vec<_>>(), "crls": crls.collect::<Vec<_>>(), "ocsps": ocsps.collect::<Vec<_>>(),
    })
}

fn findings(reasons: &[Reason], language: Language) -> Vec<Value> {
    let finding = |reason: &Reason| {
        json!({
            "code": reason.code.as_str(), "severity": reason.severity.as_str(), "clause": reason.code.clause(),
            "message": report::message(reason, language),
        })
    };
    reasons.iter().map(finding).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The same facts as indented lines; what is empty or unknown is left out.
fn text(row: &Value) -> String {
    let mut lines = String::new();
    let path = row["document"]["path"].as_str().unwrap_or_default();
    push(&mut lines, 0, path);
    if let Value::Object(members) = row {
        object(&mut lines, 1, members);
    }
    lines
}

fn object(lines: &mut String, depth: usize, members: &Map<String, Value>) {
    for (name, value) in members.iter().filter(|(name, _)| !matches!(name.as_str(), "schema" | "path")) {
        match value {
            Value::Null => {}
            Value::Array(items) if items.is_empty() => {}
            Value::Array(items) if items.iter().all(Value::is_number) => {
                let numbers: Vec<String> = items.iter().map(ToString::to_string).collect();
                push(lines, depth, &format!("{name}: {}", numbers.join(" ")));
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    push(lines, depth, &format!("{name} {}", index + 1));
                    if let Value::Object(members) = item {
                        object(lines, depth + 1, members);
                    }
                }
            }
            Value::Object(members) => {
                push(lines, depth, name);
                object(lines, depth + 1, members);
            }
            Value::String(text) => push(lines, depth, &format!("{name}: {text}")),
            other => push(lines, depth, &format!("{name}: {other}")),
        }
    }
}

/// One line. Control characters from the document become visible marks.
fn push(lines: &mut String, depth: usize, content: &str) {
    lines.push_str(&"   ".repeat(depth));
    lines.push_str(&report::visible_text(content));
    lines.push('\n');
}
