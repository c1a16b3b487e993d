//! The Python package: its wheel, and its tests in a virtual environment of their own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::runner::{Outcome, Tally, cargo, install, nobodys_paths, output, runs, target_directory};

/// The package's folder, seen from the root.
const PACKAGE: &str = "bindings-python";

/// What building and testing need, versions fixed.
const REQUIREMENTS: &str = "bindings-python/tests/requirements.txt";

/// What Spark's tests need, where there is Java; that is installed where it can be.
const SPARK: &str = "bindings-python/tests/requirements-spark.txt";

/// What the step `ray` needs.
const RAY: &str = "bindings-python/tests/requirements-ray.txt";

/// The interpreters to look for, and whether one is new enough.
const INTERPRETERS: [&str; 4] = ["python3", "python3.13", "python3.12", "python3.11"];
const IS_NEW_ENOUGH: &str = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))";

/// A profile of the root Cargo.toml, and the folder that its builds are in.
struct Profile {
    name: &'static str,
    folder: &'static str,
    /// For other machines than this.
    is_for_others: bool,
    /// Features of the module: none for users.
    features: &'static str,
}

/// That of all other tests, so that what the package shares with them is compiled once.
const DEV: Profile = Profile { name: "dev", folder: "debug", is_for_others: false, features: "panics" };
const WHEEL: Profile = Profile { name: "wheel", folder: "wheel", is_for_others: true, features: "" };

/// Builds the wheel, installs it into an environment that has nothing of it, and runs the tests against the command built from
/// the same tree.
pub(crate) fn test(tally: &mut Tally) -> Outcome {
    let Some(interpreter) = interpreter() else {
        return Outcome::Skipped("python: Python 3.11 or newer with venv is not installed");
    };
    if !has_java() {
        install(&["default-jre-headless"]);
    }
    let tests = installed(interpreter).and_then(|bin| pytest(&bin, &[]));
    tests.map_or(Outcome::Failed, |mut tests| tally.tests(&mut tests))
}

/// The recipe for Ray, in the same environment.
pub(crate) fn ray(tally: &mut Tally) -> Outcome {
    let Some(interpreter) = interpreter() else {
        return Outcome::Skipped("ray: Python 3.11 or newer with venv is not installed");
    };
    let tests = installed(interpreter).and_then(|bin| {
        let fetched = Outcome::of(pip(&bin).args(["--requirement", RAY]));
        (fetched == Outcome::Passed).then(|| pytest(&bin, &["-m", "ray"])).flatten()
    });
    tests.map_or(Outcome::Failed, |mut tests| tally.tests(&mut tests))
}

/// The programs of an environment with the wheel of this tree.
fn installed(interpreter: &str) -> Option<PathBuf> {
    let bin = environment(interpreter)?;
    let wheel = wheel(&bin, &DEV)?;
    let install = Outcome::of(pip(&bin).args(["--force-reinstall", "--no-deps", "--no-index"]).arg(&wheel));
    (install == Outcome::Passed).then_some(bin)
}

fn pip(bin: &Path) -> Command {
    let mut pip = Command::new(bin.join("python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    pip
}

/// The tests, with what they want to know of the build.
fn pytest(bin: &Path, arguments: &[&str]) -> Option<Command> {
    let target = target_directory()?;
    let mut tests = Command::new(bin.join("python"));
    tests.args(["-m", "pytest", "--quiet", "--color=no"]).args(arguments).current_dir(PACKAGE);
    tests.env("LONGSEAL_COMMAND", target.join(DEV.folder).join("longseal")).env("LONGSEAL_FEATURES", DEV.features);
    tests.env("LONGSEAL_WHEEL", wheel_in(&target.join("python").join(DEV.name))?);
    Some(tests)
}

/// The wheel as users get it; prints where it is.
pub(crate) fn run() -> ExitCode {
    let Some(wheel) = interpreter().and_then(environment).and_then(|bin| wheel(&bin, &WHEEL)) else {
        return ExitCode::FAILURE;
    };
    println!("{}", wheel.display());
    ExitCode::SUCCESS
}

fn interpreter() -> Option<&'static str> {
    INTERPRETERS.into_iter().find(|python| output(Command::new(python).args(["-c", IS_NEW_ENOUGH])).is_some())
}

/// The programs of an environment that has the requirements, made anew when they changed.
fn environment(interpreter: &str) -> Option<PathBuf> {
    let folder = target_directory()?.join("python");
    let (environment, stamp) = (folder.join("venv"), folder.join("installed.txt"));
    let bin = environment.join("bin");
    let files = if has_java() { vec![REQUIREMENTS, SPARK] } else { vec![REQUIREMENTS] };
    let wanted = files.iter().map(fs::read_to_string).collect::<Result<String, _>>().ok()?;
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) && bin.join("python").exists() {
        return Some(bin);
    }
    let made = Outcome::of(Command::new(interpreter).args(["-m", "venv", "--clear"]).arg(&environment));
    let fetched = || Outcome::of(pip(&bin).args(files.iter().flat_map(|file| ["--requirement", file])));
    if made != Outcome::Passed || fetched() != Outcome::Passed {
        return None;
    }
    fs::write(stamp, wanted).ok()?;
    Some(bin)
}

fn has_java() -> bool {
    runs("java", "-version")
}

/// Builds command, module and wheel. The command lies in the wheel as a script: `python -m longseal` runs it.
fn wheel(bin: &Path, profile: &Profile) -> Option<PathBuf> {
    let target = target_directory()?;
    // maturin looks for the interpreter by name.
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(bin.to_path_buf()).chain(std::env::split_paths(&path))).ok()?;
    let flags = if profile.is_for_others { Some(nobodys_paths()?) } else { None };
    let build = |command: &mut Command| {
        command.env("PATH", &path).env("CARGO_TARGET_DIR", &target);
        if let Some(flags) = &flags {
            command.env("RUSTFLAGS", flags);
        }
        (Outcome::of(command) == Outcome::Passed).then_some(())
    };
    build(&mut cargo(&["build", "--quiet", "--locked", "--package", "longseal-cli", "--profile", profile.name]))?;
    let scripts = Path::new(PACKAGE).join("longseal.data/scripts");
    fs::create_dir_all(&scripts).ok()?;
    fs::copy(target.join(profile.folder).join("longseal"), scripts.join("longseal")).ok()?;

    let folder = target.join("python").join(profile.name);
    // An older version's would be found beside it.
    let _ = fs::remove_dir_all(&folder);
    let mut maturin = Command::new(bin.join("maturin"));
    maturin.args(["build", "--quiet", "--locked", "--profile", profile.name, "--features", profile.features, "--out"]);
    maturin.arg(&folder).current_dir(PACKAGE);
    let built = build(&mut maturin);
    // Who calls maturin himself gets a wheel without the command, and not one with the command of another build.
    let _ = fs::remove_file(scripts.join("longseal"));
    built?;
    wheel_in(&folder)
}

fn wheel_in(folder: &Path) -> Option<PathBuf> {
    let files = fs::read_dir(folder).ok()?.filter_map(Result::ok).map(|entry| entry.path());
    files.into_iter().find(|path| path.extension().is_some_and(|end| end == "whl"))
}
