//! `cargo bench -p longseal-benches`, with LONGSEAL_BENCH_CORPUS naming a folder of documents CLASS-PROFILE-NNN.pdf with their
//! roots, intermediates and CRLs. Times every stage on one document of each class and profile, and verification of all of them.

// It reads the environment and prints.
#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_macros)]

use std::hint::black_box;
use std::path::PathBuf;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use longseal_benches::{Prepared, Settings, Stage, samples};

fn corpus() -> Option<PathBuf> {
    let corpus = std::env::var_os("LONGSEAL_BENCH_CORPUS").map(PathBuf::from);
    if corpus.is_none() {
        println!("skipped: LONGSEAL_BENCH_CORPUS names no folder");
    }
    corpus
}

fn stages(criterion: &mut Criterion) {
    let Some(corpus) = corpus() else { return };
    let settings = Settings::of(&corpus).expect("trust and material of the corpus");
    for (name, file) in samples(&corpus).expect("documents") {
        let prepared = Prepared::new(&settings, &file).expect("a document that can be examined");
        let mut group = criterion.benchmark_group(name);
        for stage in Stage::ALL {
            group.bench_function(stage.name(), |bencher| bencher.iter(|| prepared.run(stage)));
        }
        group.finish();
    }
}

fn bulk(criterion: &mut Criterion) {
    let Some(corpus) = corpus() else { return };
    let settings = Settings::of(&corpus).expect("trust and material of the corpus");
    let verifier = settings.verifier();
    let documents: Vec<Vec<u8>> =
        samples(&corpus).expect("documents").iter().map(|(_, file)| std::fs::read(file).expect("a document")).collect();
    let mut group = criterion.benchmark_group("bulk");
    group.throughput(Throughput::Bytes(documents.iter().map(|document| document.len() as u64).sum()));
    group.sample_size(10);
    group.bench_function("verify", |bencher| {
        bencher.iter(|| documents.iter().for_each(|document| drop(black_box(verifier.verify(document)))));
    });
    group.finish();
}

criterion_group!(benches, stages, bulk);
criterion_main!(benches);
