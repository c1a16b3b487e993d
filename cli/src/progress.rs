//! What a person sees of a run: the bar while it goes on, and the summary at its end.
#![allow(clippy::cast_precision_loss)] // Rates and times for people.

use std::env;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, Scope};
use std::time::{Duration, Instant};

use longseal::report::Language;
use longseal_archive::bulk::{Outcome, Sources, Tally};

/// How often the bar is drawn.
const TICK: Duration = Duration::from_millis(100);

/// The rate is that of the last samples, one each tick: a run that slows down says so.
const SAMPLES: usize = 100;

/// Counts a run and shows it.
pub(crate) struct Progress {
    shown: bool,
    colour: bool,
    language: Language,
    started: Instant,
    /// 0 while not known.
    total: AtomicU64,
    ended: AtomicBool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    tally: Tally,
    /// Documents that an earlier run finished.
    earlier: u64,
    /// Time and number of documents of each tick.
    samples: std::collections::VecDeque<(Instant, u64)>,
}

impl Progress {
    /// `shown`: draw the bar, on standard error.
    pub(crate) fn new(shown: bool, language: Language) -> Self {
        let colour = env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            && env::var_os("TERM").is_none_or(|term| term != "dumb")
            && io::stderr().is_terminal();
        Self {
            shown,
            colour,
            language,
            started: Instant::now(),
            total: AtomicU64::new(0),
            ended: AtomicBool::new(false),
            state: Mutex::default(),
        }
    }

    /// Starts to draw, and to count what is to be done.
    pub(crate) fn start<'scope, 'env>(&'env self, scope: &'scope Scope<'scope, 'env>, sources: &'env Sources) {
        if !self.shown {
            return;
        }
        scope.spawn(|| {
            if let Some(total) = sources.count(|| self.ended.load(Ordering::Relaxed)) {
                self.total.store(total, Ordering::Relaxed);
            }
        });
        scope.spawn(|| {
            while !self.ended.load(Ordering::Relaxed) {
                thread::sleep(TICK);
                self.draw();
            }
        });
    }

    /// Counts one document; `earlier` when an earlier run finished it.
    pub(crate) fn add(&self, outcome: Outcome, earlier: bool) {
        let mut state = self.state();
        state.tally.add(outcome);
        state.earlier += u64::from(earlier);
    }

    /// Prints lines above the bar.
    pub(crate) fn say(&self, text: &str) -> io::Result<()> {
        let _state = self.state();
        if self.shown {
            write!(io::stderr(), "\r\x1b[K")?;
        }
        let mut stdout = io::stdout().lock();
        stdout.write_all(text.as_bytes())?;
        stdout.flush()
    }

    /// Removes the bar.
    pub(crate) fn end(&self) {
        self.ended.store(true, Ordering::Relaxed);
        if self.shown {
            let _state = self.state();
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }

    pub(crate) fn tally(&self) -> Tally {
        self.state().tally
    }

    /// What came of the run, in a few lines.
    pub(crate) fn summary(&self, links_passed_over: u64) -> String {
        let (tally, earlier) = {
            let state = self.state();
            (state.tally, state.earlier)
        };
        let elapsed = self.started.elapsed().as_secs_f64();
        let rate = (tally.documents() - earlier) as f64 / elapsed.max(0.001);
        let words = Words::of(self.language);
        let count = grouped(tally.documents());
        let noun = if tally.documents() == 1 { words.document } else { words.documents };
        let mut text = format!("{count} {noun}, {}, {}/s", seconds(elapsed, words), grouped(rate.round() as u64));
        let counts = self.counts(&tally, words);
        text += "\n";
        text += if counts.is_empty() { words.nothing } else { &counts };
        if earlier > 0 {
            let _ = write!(text, "\n{} {}", grouped(earlier), words.earlier);
        }
        if links_passed_over > 0 {
            let _ = write!(text, "\n{} {}", grouped(links_passed_over), words.links);
        }
        text
    }

    /// The outcomes that occurred, the good first. The words say everything; colour only helps.
    fn counts(&self, tally: &Tally, words: &Words) -> String {
        let counts = [
            (tally.passed, words.passed, GREEN),
            (tally.failed, words.failed, RED),
            (tally.indeterminate, words.indeterminate, YELLOW),
            (tally.unsigned, words.unsigned, ""),
            (tally.not_examined, words.not_examined, YELLOW),
        ];
        let occurred = counts.into_iter().filter(|(count, ..)| *count > 0);
        let texts = occurred.map(|(count, word, colour)| match colour {
            "" => format!("{} {word}", grouped(count)),
            _ if !self.colour => format!("{} {word}", grouped(count)),
            colour => format!("\x1b[{colour}m{} {word}\x1b[0m", grouped(count)),
        });
        texts.collect::<Vec<_>>().join(", ")
    }

    fn draw(&self) {
        let mut state = self.state();
        if self.ended.load(Ordering::Relaxed) {
            return;
        }
        let (now, done) = (Instant::now(), state.tally.documents());
        let fresh = done - state.earlier;
        state.samples.push_back((now, fresh));
        if state.samples.len() > SAMPLES {
            state.samples.pop_front();
        }
        let (since, before) = state.samples.front().copied().unwrap_or((self.started, 0));
        let rate = match now.duration_since(since).as_secs_f64() {
            elapsed if elapsed > 0.0 => (fresh - before) as f64 / elapsed,
            _ => fresh as f64 / now.duration_since(self.started).as_secs_f64().max(0.001),
        };
        let words = Words::of(self.language);
        let total = self.total.load(Ordering::Relaxed);
        let counts = self.counts(&state.tally, words);
        let width = terminal_size::terminal_size_of(io::stderr()).map_or(80, |(width, _)| usize::from(width.0));
        let line = bar(done, total, rate, &counts, width, words);
        let _ = write!(io::stderr(), "\r\x1b[K{line}");
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const RED: &str = "31";
const GREEN: &str = "32";
const YELLOW: &str = "33";

/// One line that fits into `width` columns: numbers first, the bar only where there is room for it.
fn bar(done: u64, total: u64, rate: f64, counts: &str, width: usize, words: &Words) -> String {
    let rate_text = format!("{}/s", grouped(rate.round() as u64));
    // More may be found than was counted: files arrive while a run goes on.
    let known = total >= done && total > 0;
    let mut parts = vec![if known { format!("{}/{}", grouped(done), grouped(total)) } else { grouped(done) }];
    if known {
        parts.push(format!("{} %", done * 100 / total));
    }
    parts.push(rate_text);
    if known && rate > 0.0 && done < total {
        parts.push(format!("{} {}", seconds((total - done) as f64 / rate, words), words.left));
    }
    if !counts.is_empty() {
        parts.push(counts.to_owned());
    }
    let mut line = parts.join("  ");
    while visible(&line) >= width && parts.len() > 1 {
        parts.pop();
        line = parts.join("  ");
    }
    let room = (width - 1).saturating_sub(visible(&line));
    if known && room >= 14 {
        let length = room.min(40) - 4;
        let full = (done * length as u64 / total) as usize;
        line = format!("[{}{}]  {line}", "#".repeat(full), ".".repeat(length - full));
    }
    line
}

/// Columns that a text takes, escape sequences not counted.
fn visible(text: &str) -> usize {
    let mut count = 0;
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character == '\x1b' {
            characters.by_ref().find(|&end| end == 'm');
        } else {
            count += 1;
        }
    }
    count
}

/// `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `0.4 s`, `12 s`, `3 min 20 s`, `5 h 10 min`.
fn seconds(seconds: f64, words: &Words) -> String {
    let whole = seconds.round() as u64;
    match whole {
        0..10 => format!("{seconds:.1} s"),
        10..120 => format!("{whole} s"),
        120..7_200 => format!("{} {} {} s", whole / 60, words.minutes, whole % 60),
        _ => format!("{} {} {} {}", grouped(whole / 3_600), words.hours, whole % 3_600 / 60, words.minutes),
    }
}

/// The words of the bar and the summary.
struct Words {
    document: &'static str,
    documents: &'static str,
    passed: &'static str,
    failed: &'static str,
    indeterminate: &'static str,
    unsigned: &'static str,
    not_examined: &'static str,
    nothing: &'static str,
    left: &'static str,
    minutes: &'static str,
    hours: &'static str,
    earlier: &'static str,
    links: &'static str,
}

impl Words {
    const fn of(language: Language) -> &'static Self {
        match language {
            Language::Vietnamese => &Self {
                document: "tài liệu",
                documents: "tài liệu",
                passed: "hợp lệ",
                failed: "không hợp lệ",
                indeterminate: "chưa thể xác nhận",
                unsigned: "không có chữ ký",
                not_examined: "không kiểm tra được",
                nothing: "không có gì để kiểm tra",
                left: "nữa",
                minutes: "phút",
                hours: "giờ",
                earlier: "tài liệu đã xong từ lần chạy trước",
                links: "liên kết đến thư mục không được đi theo (--follow-links)",
            },
            Language::English => &Self {
                document: "document",
                documents: "documents",
                passed: "passed",
                failed: "failed",
                indeterminate: "indeterminate",
                unsigned: "without signatures",
                not_examined: "could not be examined",
                nothing: "nothing to verify",
                left: "left",
                minutes: "min",
                hours: "h",
                earlier: "of them were finished by an earlier run",
                links: "links to folders were not followed (--follow-links)",
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_fits_and_numbers_matter_more_than_the_bar() {
        let words = Words::of(Language::English);
        let counts = "\x1b[32m12,300 passed\x1b[0m, \x1b[31m45 failed\x1b[0m";
        for width in 1..200 {
            let line = bar(12_345, 100_000, 8_120.4, counts, width, words);
            assert!(visible(&line) < width.max(16), "{width}: {line}");
        }
        let wide = bar(12_345, 100_000, 8_120.4, counts, 120, words);
        assert!(wide.starts_with("[####"), "{wide}");
        assert!(wide.contains("12,345/100,000  12 %  8,120/s  11 s left"), "{wide}");
        assert_eq!(bar(5, 0, 2.0, "5 passed", 80, words), "5  2/s  5 passed");
    }

    #[test]
    fn times_are_short() {
        let words = Words::of(Language::English);
        let texts = [0.42, 9.0, 61.2, 200.0, 18_600.0].map(|time| seconds(time, words));
        assert_eq!(texts, ["0.4 s", "9.0 s", "61 s", "3 min 20 s", "5 h 10 min"]);
    }
}
