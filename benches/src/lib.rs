//! The stages of verification, each ready to be run again and again on one document. `benches/stages.rs` times them with
//! criterion, `src/bin/instructions.rs` counts their instructions, which is repeatable on a busy machine.

// An edge: it reads files.
#![allow(clippy::disallowed_methods)]

use std::collections::HashMap;
use std::hint::black_box;
use std::io;
use std::path::{Path, PathBuf};

use longseal::Verifier;
use longseal::crypto::DigestAlgorithm;
use longseal::evidence::{Evidence, Material};
use longseal::limits::Limits;
use longseal::pdf::Document;
use longseal::pdf::signature;
use longseal::report::{self, Language};
use longseal::time::Instant;
use longseal::trust::TrustStore;

/// One step on the way from a file to a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The floor: one SHA-256 pass over the file.
    Hash,
    /// The signature fields of the file, as far as syntax goes.
    Parse,
    /// All facts, by a verifier that has seen the certificates before.
    Collect,
    /// Evidence to bytes.
    Encode,
    /// Bytes to evidence, with material that was parsed before.
    Decode,
    /// The whole report from evidence, by a verifier that has seen material like it before.
    Judge,
    /// The same by a verifier that has seen nothing: every chain is searched, every signature in it computed.
    JudgeFirst,
    /// The verdicts alone, as runs over a catalog take them.
    Verdicts,
    /// The report as a line of JSON.
    Json,
}

impl Stage {
    /// All stages, in the order of the way.
    pub const ALL: [Self; 9] = [
        Self::Hash,
        Self::Parse,
        Self::Collect,
        Self::Encode,
        Self::Decode,
        Self::Judge,
        Self::JudgeFirst,
        Self::Verdicts,
        Self::Json,
    ];

    /// The name on the command line and in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hash => "hash",
            Self::Parse => "parse",
            Self::Collect => "collect",
            Self::Encode => "encode",
            Self::Decode => "decode",
            Self::Judge => "judge",
            Self::JudgeFirst => "judge-first",
            Self::Verdicts => "verdicts",
            Self::Json => "json",
        }
    }

    /// The stage of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }
}

/// Trust and material of a corpus: its folders `roots`, `intermediates` and `crls`.
#[derive(Clone, Debug)]
pub struct Settings {
    trust: TrustStore,
    material: Material,
}

impl Settings {
    /// Reads them.
    ///
    /// # Errors
    /// When a folder or a file cannot be read.
    pub fn of(corpus: &Path) -> io::Result<Self> {
        let invalid = |error: &dyn std::fmt::Display| io::Error::new(io::ErrorKind::InvalidData, error.to_string());
        let mut settings = Self { trust: TrustStore::default(), material: Material::default() };
        for file in files(&corpus.join("roots"))? {
            settings.trust.add(&std::fs::read(file)?).map_err(|error| invalid(&error))?;
        }
        for file in
            ["intermediates", "crls"].iter().map(|folder| files(&corpus.join(folder))).collect::<io::Result<Vec<_>>>()?.concat()
        {
            settings.material.extend(Material::from_bytes(&std::fs::read(file)?).map_err(|error| invalid(&error))?);
        }
        Ok(settings)
    }

    /// A verifier that has seen nothing.
    pub fn verifier(&self) -> Verifier {
        let at = Instant::from_civil(2026, 12, 1, 0, 0, 0, 0).unwrap_or(Instant::EPOCH);
        Verifier::builder().trust(self.trust.clone()).material(self.material.clone()).at(at).build()
    }
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    files.sort();
    Ok(files)
}

/// The first document of each class and profile of a corpus, with its name `60k-LTA`.
///
/// # Errors
/// When the folder cannot be read.
pub fn samples(corpus: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut samples: Vec<(String, PathBuf)> = Vec::new();
    for file in files(corpus)?.into_iter().filter(|file| file.extension().is_some_and(|end| end == "pdf")) {
        let name = file
            .file_stem()
            .and_then(|stem| stem.to_str())
            .and_then(|stem| stem.rsplit_once('-'))
            .map(|(class, _)| class.to_owned());
        if let Some(name) = name.filter(|name| samples.iter().all(|(known, _)| known != name)) {
            samples.push((name, file));
        }
    }
    Ok(samples)
}

/// A document with everything that each stage starts from.
#[allow(missing_debug_implementations)]
pub struct Prepared {
    settings: Settings,
    pdf: Vec<u8>,
    verifier: Verifier,
    evidence: Evidence,
    encoded: Vec<u8>,
    items: HashMap<[u8; 32], Vec<u8>>,
    report: report::Report,
}

impl Prepared {
    /// Reads, collects and judges the document once, so that what a verifier remembers is there.
    ///
    /// # Errors
    /// When the file cannot be read or examined.
    pub fn new(settings: &Settings, file: &Path) -> io::Result<Self> {
        let pdf = std::fs::read(file)?;
        let verifier = settings.verifier();
        let evidence = verifier.collect(&pdf).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.to_string()))?;
        let items = evidence.material.items().map(|item| (*item.sha256, item.bytes.to_vec())).collect();
        let report = verifier.judge(&evidence);
        let prepared = Self { settings: settings.clone(), pdf, encoded: evidence.to_cbor(), items, report, verifier, evidence };
        prepared.run(Stage::Decode);
        Ok(prepared)
    }

    /// What the document is judged to be: a benchmark of documents that do not pass would measure something else.
    pub fn report(&self) -> &report::Report {
        &self.report
    }

    /// Octets of the evidence.
    pub fn evidence_size(&self) -> usize {
        self.encoded.len()
    }

    /// Runs a stage once.
    pub fn run(&self, stage: Stage) {
        let pdf = black_box(self.pdf.as_slice());
        match stage {
            Stage::Hash => _ = black_box(DigestAlgorithm::Sha256.digest(pdf)),
            Stage::Parse => {
                let document = Document::open(pdf, &Limits::default(), None);
                drop(black_box(document.and_then(|document| signature::fields(&document).map(|fields| fields.len()))));
            }
            Stage::Collect => drop(black_box(self.verifier.collect(pdf))),
            Stage::Encode => drop(black_box(self.evidence.to_cbor())),
            Stage::Decode => drop(black_box(self.verifier.read_evidence(&self.encoded, &self.items))),
            Stage::Judge => drop(black_box(self.verifier.judge(black_box(&self.evidence)))),
            Stage::JudgeFirst => drop(black_box(self.settings.verifier().judge(black_box(&self.evidence)))),
            Stage::Verdicts => drop(black_box(self.verifier.verdicts(black_box(&self.evidence)))),
            Stage::Json => drop(black_box(report::to_json(&self.report, None, Language::English))),
        }
    }
}
