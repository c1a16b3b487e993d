//! What collecting and judging each document of the comparison corpus costs; reading files and printing reports are not counted.
//! `cargo run --release -p longseal --example measure_corpus -- shared/corpus [ROUNDS [PART OF A NAME]]`
//!
//! Of each figure the least of the rounds. *First* is a verifier that was just built and remembers nothing; *again* is one that
//! has seen the document before, so that public-key operations are remembered.
// It reads files and the clock; sizes of files are far from 2^52.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros, clippy::cast_precision_loss)]

use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant as Clock};

use longseal::Verifier;
use longseal::policy::{Policy, RevocationRequirement};
use longseal::time::Instant;
use longseal::trust::TrustStore;
use serde_json::Value;

/// A document with the settings that the corpus judges it with.
struct Case {
    file: String,
    at: Instant,
    anchors: Vec<Vec<u8>>,
    revocation: RevocationRequirement,
}

/// One of the figures of a document.
type Figure = fn(&Cost) -> f64;

/// What one document took, in microseconds.
struct Cost {
    file: String,
    size: usize,
    is_lta: bool,
    collect: f64,
    judge_first: f64,
    first: f64,
    judge_again: f64,
    again: f64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let root = arguments.next().ok_or("where is the corpus?")?;
    let rounds: usize = arguments.next().map_or(Ok(9), |rounds| rounds.parse())?;
    let part = arguments.next().unwrap_or_default();
    let mut costs = Vec::new();
    let mut unexamined = 0;
    for case in cases(Path::new(&root))?.into_iter().filter(|case| case.file.contains(&part)) {
        let pdf = std::fs::read(Path::new(&root).join(&case.file))?;
        match measure(&case, &pdf, rounds.max(1)) {
            Some(cost) => costs.push(cost),
            None => unexamined += 1,
        }
    }
    println!("{} documents, {unexamined} could not be examined; {rounds} rounds", costs.len());
    let figures: [(&str, Figure); 5] = [
        ("collect, first", |cost| cost.collect),
        ("judge, first", |cost| cost.judge_first),
        ("collect + judge, first", |cost| cost.first),
        ("collect + judge, again", |cost| cost.again),
        ("judge, again", |cost| cost.judge_again),
    ];
    for (name, figure) in figures {
        println!("{name:24} median {:8.1} µs, most {:8.1} µs", median(&costs, figure), most(&costs, figure));
    }
    let lta: Vec<Cost> = costs.extract_if(.., |cost| cost.is_lta).collect();
    println!("judge, again, {} with PAdES-BASELINE-LTA: median {:.1} µs", lta.len(), median(&lta, |cost| cost.judge_again));
    costs.extend(lta);
    costs.sort_by(|one, other| other.first.total_cmp(&one.first));
    println!("\nslowest, first: µs (collect + judge), size, µs a kB");
    for Cost { file, size, first, collect, judge_first, .. } in costs.iter().take(10) {
        println!("{first:9.1} ({collect:.1} + {judge_first:.1}) {size:9} {:6.2}  {file}", first / (*size as f64 / 1_000.0));
    }
    costs.sort_by(|one, other| rate(other).total_cmp(&rate(one)));
    println!("\nslowest for their size (of those over 1 ms)");
    for Cost { file, size, first, .. } in costs.iter().filter(|cost| cost.first > 1_000.0).take(10) {
        println!("{first:9.1} {size:9} {:6.2}  {file}", first / (*size as f64 / 1_000.0));
    }
    Ok(())
}

fn rate(cost: &Cost) -> f64 {
    cost.first / cost.size.max(1) as f64
}

fn most(costs: &[Cost], figure: Figure) -> f64 {
    costs.iter().map(figure).fold(0.0, f64::max)
}

fn median(costs: &[Cost], figure: Figure) -> f64 {
    let mut values: Vec<f64> = costs.iter().map(figure).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Every PDF of the corpus once, as `expected.json` or `captured.json` judges it, or without trust where neither does.
fn cases(root: &Path) -> Result<Vec<Case>, Box<dyn Error>> {
    let time = |text: Option<&str>| Instant::parse_rfc3339(text.unwrap_or("2020-11-01T00:00:00Z")).ok_or("a time");
    let list = |name: &str| -> Result<Vec<Value>, Box<dyn Error>> {
        Ok(serde_json::from_slice::<Vec<Value>>(&std::fs::read(root.join(name))?)?)
    };
    let mut cases: Vec<Case> = Vec::new();
    for case in list("expected.json")? {
        let Some(file) = case["file"].as_str().filter(|file| root.join(file).exists()) else { continue };
        let anchors = case["anchors"].as_str().map(|anchors| std::fs::read(root.join(anchors))).transpose()?;
        let (at, anchors) = (time(case["at"].as_str())?, anchors.into_iter().collect());
        cases.push(Case { file: file.to_owned(), at, anchors, revocation: RevocationRequirement::Require });
    }
    for case in list("captured.json")? {
        let Some(file) = case["file"].as_str().filter(|file| cases.iter().all(|known| known.file != **file)) else { continue };
        let roots = case["roots"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let anchors = roots.map(|anchor| std::fs::read(root.join("captured/roots").join(anchor))).collect::<Result<_, _>>()?;
        let at = time(case["at"].as_str())?;
        cases.push(Case { file: file.to_owned(), at, anchors, revocation: RevocationRequirement::IfPresent });
    }
    Ok(cases)
}

impl Case {
    fn verifier(&self) -> Option<Verifier> {
        let mut trust = TrustStore::default();
        for anchor in &self.anchors {
            trust.add(anchor).ok()?;
        }
        let policy = Policy::default().with_revocation(self.revocation);
        Some(Verifier::builder().trust(trust).policy(policy).at(self.at).build())
    }
}

/// `None` where the document could not be examined.
fn measure(case: &Case, pdf: &[u8], rounds: usize) -> Option<Cost> {
    let report = case.verifier()?.verify(pdf).ok()?;
    let is_lta = report.signatures.iter().any(|signature| signature.format.as_str() == "PAdES-BASELINE-LTA");
    let warm = case.verifier()?;
    let evidence = warm.collect(pdf).ok()?;
    let mut cost = Cost {
        file: case.file.clone(),
        size: pdf.len(),
        is_lta,
        collect: f64::MAX,
        judge_first: f64::MAX,
        first: f64::MAX,
        judge_again: f64::MAX,
        again: f64::MAX,
    };
    for _ in 0..rounds {
        let cold = case.verifier()?;
        let start = Clock::now();
        let found = cold.collect(black_box(pdf)).ok()?;
        let collected = start.elapsed();
        let report = cold.judge(black_box(&found));
        let judged = start.elapsed();
        drop(black_box(report));
        let judging = micros(judged.saturating_sub(collected));
        cost.collect = cost.collect.min(micros(collected));
        cost.judge_first = cost.judge_first.min(judging);
        cost.first = cost.first.min(micros(judged));
        cost.again = cost.again.min(timed(|| drop(black_box(warm.verify(black_box(pdf))))));
        cost.judge_again = cost.judge_again.min(timed(|| drop(black_box(warm.judge(black_box(&evidence))))));
    }
    Some(cost)
}

fn timed(run: impl FnOnce()) -> f64 {
    let start = Clock::now();
    run();
    micros(start.elapsed())
}

fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}
