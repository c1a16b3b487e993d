//! Damaged files: cut off, overwritten, with numbers changed and parts moved. Nothing panics, hangs or grows without bound.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::disallowed_macros,
    reason = "a test may read files and print"
)]

mod shared;

use std::time::{Duration, Instant};

use longseal::limits::Limits;
use longseal::pdf::Document;
use longseal::pdf::changes::Analysis;
use longseal::pdf::signature;

/// xorshift64*: the same mutations in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % bound.max(1)
    }
}

fn mutate(bytes: &mut Vec<u8>, random: &mut Random) {
    const TOKENS: [&[u8]; 16] = [
        b"<<",
        b">>",
        b"[",
        b"]",
        b"(",
        b"endobj",
        b"stream\n",
        b" 0 R",
        b"/Prev 0",
        b"/Kids",
        b"99999999999",
        b"-1",
        b"xref\n",
        b"%",
        b"null",
        b"<",
    ];
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len());
        match random.below(6) {
            0 => bytes.truncate(at.max(16)),
            1 => bytes[at] = random.below(256) as u8,
            2 => {
                let token = TOKENS[random.below(TOKENS.len())];
                let end = (at + token.len()).min(bytes.len());
                bytes.splice(at..end, token.iter().copied());
            }
            3 => {
                // A digit somewhere behind becomes another: offsets, lengths, object numbers.
                if let Some(digit) = bytes[at..].iter().position(u8::is_ascii_digit) {
                    bytes[at + digit] = b'0' + random.below(10) as u8;
                }
            }
            4 => {
                let end = (at + random.below(400)).min(bytes.len());
                let part = bytes[at..end].to_vec();
                let to = random.below(bytes.len());
                bytes.splice(to..to, part);
            }
            _ => {
                let end = (at + random.below(100)).min(bytes.len());
                bytes.drain(at..end);
            }
        }
        if bytes.len() < 16 {
            bytes.resize(16, b' ');
        }
    }
}

fn examine(bytes: &[u8]) {
    let Ok(document) = Document::open(bytes, &Limits::default(), None) else { return };
    let Ok(fields) = signature::fields(&document) else { return };
    let _ = signature::dss(&document);
    let analysis = Analysis::new(&document, &fields);
    for field in &fields {
        let changes = analysis.after(field);
        assert!(changes.items.iter().all(|item| item.level <= changes.level));
    }
}

#[test]
fn mutated_files_are_examined_or_refused_in_bounded_time() {
    let Some(corpus) = shared::folder("corpus") else { return };
    let folders = ["pyhanko", "captured"].map(|folder| shared::files(&corpus.join(folder)));
    let small = folders.into_iter().flatten().filter(|path| path.extension().is_some_and(|found| found == "pdf"));
    let files: Vec<Vec<u8>> = small.map(|path| std::fs::read(path).unwrap()).filter(|bytes| bytes.len() < 60_000).collect();
    let rounds: usize = std::env::var("LONGSEAL_MUTATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(1_500);
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for round in 0..rounds {
        let mut bytes = files[random.below(files.len())].clone();
        mutate(&mut bytes, &mut random);
        let start = Instant::now();
        examine(&bytes);
        let took = start.elapsed();
        assert!(took < Duration::from_secs(5), "round {round}: {took:?}");
    }
}
