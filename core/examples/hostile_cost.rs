//! What input that is built to take time or memory costs: `cargo run --release --example hostile_cost [PART OF A NAME]`.
//!
//! Each case runs in a process of its own. Time is that of the processor, so that other work on the machine does not count; memory is the
//! largest resident set while Longseal runs, the program and the input included, in a file that is in memory as a whole (the command
//! maps it). Both are read from /proc, so this program is for Linux. It ends with 1 when a case takes a second, 256 MB more than its
//! input, or does not say what it should.

// A program that measures and prints.
#![allow(missing_docs, unreachable_pub, clippy::disallowed_methods, clippy::disallowed_macros, clippy::disallowed_types)]

#[path = "../tests/hostile/mod.rs"]
mod hostile;

use std::fs;
use std::process::{Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use longseal::limits::Limits;

/// The most that a case may take.
const SECONDS: f64 = 1.0;
const MEGABYTES: f64 = 256.0;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, name] = arguments.as_slice()
        && flag == "--one"
    {
        return one(name);
    }
    let part = arguments.first().map_or("", String::as_str);
    let program = std::env::current_exe().expect("this program");
    let mut failed = 0;
    println!("{:>8} {:>8} {:>8}  case: outcome", "input MB", "seconds", "MB");
    for case in hostile::cases().filter(|case| case.name.contains(part)) {
        let (ended, text) = run(Command::new(&program).args(["--one", case.name]));
        let mut fields = text.trim().splitn(4, ' ');
        let mut number = || fields.next().and_then(|field| field.parse::<f64>().ok()).unwrap_or(f64::NAN);
        let (size, seconds, memory) = (number(), number(), number());
        let outcome = fields.next().unwrap_or("no outcome: the process died, or was ended after a minute");
        let good = ended && seconds < SECONDS && memory < MEGABYTES + size && outcome.contains(case.says);
        failed += usize::from(!good);
        let mark = if good { "" } else { "  <== TOO MUCH OR WRONG" };
        let short: String = outcome.chars().take(160).collect();
        println!("{size:>8.2} {seconds:>8.3} {memory:>8.0}  {}: {short}{mark}", case.name);
    }
    println!("{failed} cases take {SECONDS} s, {MEGABYTES} MB more than their input, or do not name their limit");
    ExitCode::from(u8::from(failed > 0))
}

/// Whether the process ended well within a minute, and what it printed.
fn run(command: &mut Command) -> (bool, String) {
    let mut process = command.stdout(Stdio::piped()).spawn().expect("a process");
    let start = Instant::now();
    // What it prints fits in the pipe.
    let status = loop {
        match process.try_wait().expect("a process") {
            Some(status) => break status.success(),
            None if start.elapsed() > Duration::from_mins(1) => {
                let _ = process.kill();
                break false;
            }
            None => thread::sleep(Duration::from_millis(5)),
        }
    };
    let output = process.wait_with_output().expect("its output");
    (status, String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs one case and prints its input's size, its time, its memory and its outcome.
fn one(name: &str) -> ExitCode {
    let Some(case) = hostile::cases().find(|case| case.name == name) else { return ExitCode::from(2) };
    let input = (case.make)();
    // Forget the peak of making the input.
    let _ = fs::write("/proc/self/clear_refs", "5");
    let before = processor_seconds();
    let outcome = hostile::outcome(&input, &Limits::default());
    let seconds = processor_seconds() - before;
    let megabytes = u32::try_from(input.size()).map_or(f64::NAN, f64::from) / 1e6;
    println!("{:.3} {seconds:.4} {:.1} {}", megabytes, peak_megabytes(), outcome.replace('\n', " "));
    ExitCode::SUCCESS
}

/// Time of this process on a processor.
fn processor_seconds() -> f64 {
    let text = fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    text.split_whitespace().next().and_then(|field| field.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1e9
}

/// The largest resident set.
fn peak_megabytes() -> f64 {
    let text = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|field| field.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1024.0
}
