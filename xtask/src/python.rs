//! The Python package: its wheel, and its tests in a virtual environment of their own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::runner::{Outcome, Tally, cargo, output};

/// The package's folder, seen from the root.
const PACKAGE: &str = "bindings-python";

/// What building and testing need, versions fixed.
const REQUIREMENTS: &str = "bindings-python/tests/requirements.txt";

/// The interpreters to look for, and whether one is new enough.
const INTERPRETERS: [&str; 4] = ["python3", "python3.13", "python3.12", "python3.11"];
const IS_NEW_ENOUGH: &str = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))";

/// Builds the wheel in the profile of all other tests, so that what it shares with them is compiled once; installs it into
/// the environment and runs its tests against the command built from the same tree.
pub(crate) fn test(tally: &mut Tally) -> Outcome {
    let Some(interpreter) =
        INTERPRETERS.into_iter().find(|python| output(Command::new(python).args(["-c", IS_NEW_ENOUGH])).is_some())
    else {
        return Outcome::Skipped("python: Python 3.11 or newer with venv is not installed");
    };
    let folder = target().join("python");
    let Some(bin) = environment(interpreter, &folder) else { return Outcome::Failed };
    let command = Outcome::of(&mut cargo(&["build", "--quiet", "--locked", "--package", "longseal-cli"]));
    if command != Outcome::Passed {
        return Outcome::Failed;
    }
    let Some(wheel) = wheel(&bin, "dev", &folder.join("wheels")) else { return Outcome::Failed };
    let mut install = Command::new(bin.join("python"));
    install.args(["-m", "pip", "install", "--quiet", "--force-reinstall", "--no-deps", "--no-index"]).arg(&wheel);
    if Outcome::of(&mut install) != Outcome::Passed {
        return Outcome::Failed;
    }
    let mut tests = Command::new(bin.join("python"));
    tests.args(["-m", "pytest", "--quiet", "--color=no"]).current_dir(PACKAGE);
    tests.env("LONGSEAL_COMMAND", target().join("debug/longseal")).env("LONGSEAL_WHEEL", &wheel);
    tally.tests(&mut tests)
}

/// The wheel as users get it: one command, one file, which is printed.
pub(crate) fn run() -> std::process::ExitCode {
    let folder = target().join("python");
    let interpreter = INTERPRETERS.into_iter().find(|python| output(Command::new(python).args(["-c", IS_NEW_ENOUGH])).is_some());
    let bin = interpreter.and_then(|interpreter| environment(interpreter, &folder));
    let wheel = bin.and_then(|bin| wheel(&bin, "wheel", &folder.join("release")));
    match wheel {
        Some(wheel) => {
            println!("{}", wheel.display());
            std::process::ExitCode::SUCCESS
        }
        None => std::process::ExitCode::FAILURE,
    }
}

/// The directory that all builds share.
fn target() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from)
}

/// The programs of an environment that has the requirements, made anew when they changed.
fn environment(interpreter: &str, folder: &Path) -> Option<PathBuf> {
    let (environment, stamp) = (folder.join("venv"), folder.join("installed.txt"));
    let bin = environment.join("bin");
    let wanted = fs::read_to_string(REQUIREMENTS).ok()?;
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) && bin.join("python").exists() {
        return Some(bin);
    }
    let made = Outcome::of(Command::new(interpreter).args(["-m", "venv", "--clear"]).arg(&environment));
    let mut install = Command::new(bin.join("python"));
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", REQUIREMENTS]);
    if made != Outcome::Passed || Outcome::of(&mut install) != Outcome::Passed {
        return None;
    }
    fs::write(stamp, wanted).ok()?;
    Some(bin)
}

/// The only wheel in `folder`, just built.
fn wheel(bin: &Path, profile: &str, folder: &Path) -> Option<PathBuf> {
    // An older version's would be found beside it.
    let _ = fs::remove_dir_all(folder);
    let mut build = Command::new(bin.join("maturin"));
    build.args(["build", "--quiet", "--locked", "--profile", profile, "--out"]).arg(folder).current_dir(PACKAGE);
    // maturin looks for the interpreter by name.
    let path = std::env::var_os("PATH").unwrap_or_default();
    let paths = std::iter::once(bin.to_path_buf()).chain(std::env::split_paths(&path));
    build.env("PATH", std::env::join_paths(paths).ok()?).env("CARGO_TARGET_DIR", target());
    if Outcome::of(&mut build) != Outcome::Passed {
        return None;
    }
    fs::read_dir(folder)
        .ok()?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|end| end == "whl"))
}
