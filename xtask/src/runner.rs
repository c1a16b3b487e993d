//! Running programs, and counting what test runners say.

use std::fmt;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Passed,
    Failed,
    /// Why it could not run here.
    Skipped(&'static str),
}

impl Outcome {
    /// Runs the program to its end; its output goes where ours goes.
    pub(crate) fn of(command: &mut Command) -> Self {
        match command.status() {
            Ok(status) if status.success() => Self::Passed,
            Ok(_) => Self::Failed,
            Err(error) => {
                eprintln!("{}: {error}", command.get_program().display());
                Self::Failed
            }
        }
    }
}

/// The cargo that runs this program.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments);
    command
}

pub(crate) fn rustup(arguments: &[&str]) -> Command {
    let mut command = Command::new("rustup");
    command.args(arguments);
    command
}

/// The folder of the workspace.
pub(crate) fn root() -> Option<PathBuf> {
    std::path::absolute(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).ok()?.canonicalize().ok()
}

/// The directory that all builds share.
pub(crate) fn target_directory() -> Option<PathBuf> {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| Some(root()?.join("target")), |folder| Some(folder.into()))
}

/// Flags of rustc for what leaves this machine. Panics carry the path of their source file: those of the builder's machine
/// are nobody's business.
pub(crate) fn nobodys_paths() -> Option<String> {
    let home = std::env::var("CARGO_HOME").or_else(|_| std::env::var("HOME").map(|home| format!("{home}/.cargo"))).ok()?;
    let root = root()?;
    let sysroot = output(Command::new("rustc").args(["--print", "sysroot"]).current_dir(&root))?;
    let paths = [home.as_str(), root.to_str()?, sysroot.trim()].map(|path| format!("--remap-path-prefix={path}="));
    Some(paths.join(" "))
}

/// Whether cargo has this subcommand.
pub(crate) fn is_installed(subcommand: &str) -> bool {
    output(&mut cargo(&[subcommand, "--version"])).is_some()
}

/// Whether a program can be run; `argument` makes it say its version and end.
pub(crate) fn runs(program: &str, argument: &str) -> bool {
    output(Command::new(program).arg(argument)).is_some()
}

/// Installs packages of Debian, where that is the system and we may: a new machine has none of them, and no lists of what
/// there is. Whether it worked shows in what is there afterwards.
pub(crate) fn install(packages: &[&str]) {
    let is_root = output(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    if !is_root || !runs("apt-get", "--version") {
        return;
    }
    let apt = |arguments: &[&str]| {
        let mut apt = Command::new("apt-get");
        Outcome::of(apt.env("DEBIAN_FRONTEND", "noninteractive").arg("--quiet=2").args(arguments))
    };
    if apt(&["update"]) == Outcome::Passed {
        apt(&[&["install", "--yes", "--no-install-recommends"], packages].concat());
    }
}

/// What the program prints, when it can be run and succeeds.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok()
}

/// Tests counted over all runners, and what was skipped.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    passed: u64,
    failed: u64,
    ignored: u64,
    pub(crate) skips: Vec<String>,
}

impl Tally {
    /// Remembers something that could not run here, once.
    pub(crate) fn skip(&mut self, what: impl Into<String>) {
        let what = what.into();
        if !self.skips.contains(&what) {
            self.skips.push(what);
        }
    }

    /// Runs a test runner, repeats its output and counts.
    pub(crate) fn tests(&mut self, command: &mut Command) -> Outcome {
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let Ok(mut child) = child else { return Outcome::Failed };
        let streams: [Option<Box<dyn Read + Send>>; 2] =
            [child.stdout.take().map(|stream| Box::new(stream) as _), child.stderr.take().map(|stream| Box::new(stream) as _)];
        let readers = streams.into_iter().flatten().map(|stream| {
            std::thread::spawn(move || {
                let lines = BufReader::new(stream).lines().map_while(Result::ok);
                lines.inspect(|line| println!("{line}")).collect::<Vec<_>>()
            })
        });
        // Both must run before either is waited for: a full pipe would stop the child.
        for reader in readers.collect::<Vec<_>>() {
            for line in reader.join().unwrap_or_default() {
                self.count(&line);
            }
        }
        match child.wait() {
            Ok(status) if status.success() => Outcome::Passed,
            _ => Outcome::Failed,
        }
    }

    /// Takes in one line of output: `test result: ok. 3 passed; 1 failed; 0 ignored; …` of the runner, or
    /// `skipped: …` of a test that lacks its data.
    fn count(&mut self, line: &str) {
        if let Some(what) = line.trim().strip_prefix("skipped: ") {
            self.skip(what);
        }
        // Node's: `ℹ pass 3`.
        if let Some((word, number)) = line.strip_prefix("ℹ ").and_then(|line| line.split_once(' ')) {
            let number = number.trim().parse().unwrap_or(0);
            match word {
                "pass" => self.passed += number,
                "fail" | "cancelled" => self.failed += number,
                "todo" => self.ignored += number,
                _ => {}
            }
        }
        // pytest's: `2 failed, 3 passed, 1 skipped in 0.52s`. What it skips says so in a line of its own.
        for (word, number) in pytest(line).unwrap_or_default() {
            match word {
                "passed" => self.passed += number,
                "failed" | "error" | "errors" => self.failed += number,
                _ => {}
            }
        }
        let counts = line.strip_prefix("test result: ");
        for count in counts.unwrap_or_default().split([';', '.']) {
            let mut words = count.split_whitespace();
            if let (Some(Ok(number)), Some(word)) = (words.next().map(str::parse::<u64>), words.next()) {
                match word {
                    "passed" => self.passed += number,
                    "failed" => self.failed += number,
                    "ignored" => self.ignored += number,
                    _ => {}
                }
            }
        }
    }
}

/// The counts in the last line of pytest.
fn pytest(line: &str) -> Option<Vec<(&str, u64)>> {
    let (counts, took) = line.trim_matches(['=', ' ']).rsplit_once(" in ")?;
    took.split_once('s')?.0.parse::<f64>().ok()?;
    counts.split(", ").map(|count| count.split_once(' ').and_then(|(number, word)| Some((word, number.parse().ok()?)))).collect()
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let skipped = self.ignored + self.skips.len() as u64;
        write!(f, "{} passed, {} failed, {skipped} skipped", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(lines: &[&str]) -> Tally {
        let mut tally = Tally::default();
        for line in lines {
            tally.count(line);
        }
        tally
    }

    #[test]
    fn the_results_of_all_test_programs_add_up() {
        let tally = counted(&[
            "test result: FAILED. 28 passed; 1 failed; 2 ignored; 0 measured; 27 filtered out; finished in 0.24s",
            "    test result: ok. 9 passed; 9 failed (what a test printed)",
            "test result: ok. 4 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.24s",
        ]);
        assert_eq!(tally.to_string(), "32 passed, 1 failed, 2 skipped");
    }

    #[test]
    fn the_results_of_node_add_up_too() {
        let tally =
            counted(&["ℹ tests 5", "ℹ pass 3", "ℹ fail 1", "ℹ cancelled 1", "ℹ skipped 0", "ℹ duration_ms 12.5", "pass 9"]);
        assert_eq!(tally.to_string(), "3 passed, 2 failed, 0 skipped");
    }

    #[test]
    fn the_results_of_pytest_add_up_too() {
        let tally = counted(&[
            "==== 1 failed, 3 passed, 2 skipped, 1 error in 75.20s (0:01:15) ====",
            "2 passed in 0.04s",
            "import: 3 passed in 5 tries",
        ]);
        assert_eq!(tally.to_string(), "5 passed, 2 failed, 0 skipped");
    }

    #[test]
    fn a_test_without_its_data_counts_once_however_often_it_says_so() {
        let tally = counted(&["    skipped: no ../shared/corpus", "skipped: no ../shared/corpus", "the word skipped: inside"]);
        assert_eq!(tally.skips, ["no ../shared/corpus"]);
        assert_eq!(tally.to_string(), "0 passed, 0 failed, 1 skipped");
    }
}
