//! `cargo xtask wasm`: the npm package's WebAssembly modules and texts, in bindings-wasm/js/wasm.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use longseal::report::{Language, texts};

use crate::runner::{Outcome, cargo, nobodys_paths, target_directory};

/// The package.
pub(crate) const PACKAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../bindings-wasm");

/// The profile in the root Cargo.toml.
const PROFILE: &str = "wasm";

/// The modules: package and file. Each is built by itself, since cargo would give both the features of either.
const MODULES: [(&str, &str); 2] =
    [("longseal-wasm", "longseal_bg.wasm"), ("longseal-wasm-supplement", "longseal_supplement.wasm")];

/// Features that every browser of the last three years has; wasm-opt must be told.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Builds the modules and writes the texts.
pub(crate) fn run() -> ExitCode {
    if !cfg!(feature = "wasm-bindgen") {
        let again = ["run", "--quiet", "--locked", "--package", "xtask", "--features", "wasm-bindgen", "--", "wasm"];
        return exit(Outcome::of(&mut cargo(&again)) == Outcome::Passed);
    }
    exit(
        MODULES.iter().all(|(package, file)| {
            compile(package)
                .and_then(|module| bind(&module, file))
                .and_then(|module| trap(&module, file))
                .and_then(|module| optimise(&module))
                .is_some()
        }) && write_texts().is_some(),
    )
}

fn exit(is_good: bool) -> ExitCode {
    if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What is longer than two loads and stores is copied, and longer than one is filled, by WebAssembly's own instruction for it, which is
/// a few octets. One at most for copies would save 3 kB more, compressed, and cost a fortieth of the speed: that instruction is a call
/// in V8.
const COPIES: &str = "-Cllvm-args=-max-store-memcpy=2 -Cllvm-args=-max-store-memset=1";

/// SHA-2 with its rounds as loops: 15 kB less (3 kB compressed), for a seventieth of the speed with the profile's level for that crate.
const LOOPS: &str = "--cfg=sha2_backend_soft=\"compact\"";

/// A sixteenth less than the mebibyte that is usual: the stack lies below everything else, so that the addresses of what is constant
/// are below 2^20, where one octet less holds them.
const STACK: &str = "-Clink-arg=-zstack-size=983040";

/// rustc's output.
fn compile(package: &str) -> Option<PathBuf> {
    let target = "wasm32-unknown-unknown";
    let mut build = cargo(&["build", "--locked", "--package", package, "--profile", PROFILE, "--target", target]);
    build.env("RUSTFLAGS", format!("{} {COPIES} {LOOPS} {STACK}", nobodys_paths()?));
    let passed = Outcome::of(&mut build) == Outcome::Passed;
    passed.then_some(target_directory()?.join(target).join(PROFILE).join(format!("{}.wasm", package.replace('-', "_"))))
}

/// The module with its exports and without what the compiler wrote for wasm-bindgen. The script that would go with it is not kept:
/// the exports take and give numbers only.
#[cfg(feature = "wasm-bindgen")]
fn bind(module: &Path, file: &str) -> Option<PathBuf> {
    let folder = Path::new(PACKAGE).join("js/wasm");
    let bound = folder.join(file);
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen.input_path(module).out_name("longseal");
    // Names are for wasm-opt; it drops them.
    bindgen.remove_producers_section(true).keep_debug(false);
    let made = bindgen.web(true).and_then(wasm_bindgen_cli_support::Bindgen::generate_output).and_then(|mut output| {
        let exports = &mut output.wasm_mut().exports;
        // These are for that script: a table of JavaScript's values, and the function that fills it with the help of an import.
        let unused: Vec<_> = exports.iter().filter(|export| export.name.starts_with("__")).map(walrus::Export::id).collect();
        for export in unused {
            exports.delete(export);
        }
        // `__wbg_ask_0123456789abcdef` of that script is `ask`, which js/instance.js has.
        for import in output.wasm_mut().imports.iter_mut() {
            if let Some((name, _)) = import.name.strip_prefix("__wbg_").and_then(|name| name.rsplit_once('_')) {
                import.name = name.to_owned();
                "longseal".clone_into(&mut import.module);
            }
        }
        std::fs::create_dir_all(&folder)?;
        output.wasm_mut().emit_wasm_file(&bound)
    });
    made.inspect_err(|error| eprintln!("wasm-bindgen: {error}")).ok()?;
    Some(bound)
}

#[cfg(not(feature = "wasm-bindgen"))]
fn bind(_: &Path, _: &str) -> Option<PathBuf> {
    None
}

/// The standard library's functions that report a panic and never return, by the names in the module.
///
/// A panic ends the module either way, and the page sees a `RuntimeError` with the stack. The messages, the places in
/// the source and the code that puts them together are a tenth of the module, and nobody would see them.
#[cfg(feature = "wasm-bindgen")]
const PANICS: &[&str] = &[
    "__rustc::rust_begin_unwind",
    "alloc::alloc::handle_alloc_error",
    "alloc::raw_vec::capacity_overflow",
    "alloc::raw_vec::handle_error",
    "alloc::vec::Vec<_, _>>::insert_mut::assert_failed",
    "alloc::vec::Vec<_, _>>::remove::assert_failed",
    "alloc::vec::Vec<_, _>>::swap_remove::assert_failed",
    "core::cell::panic_already_borrowed",
    "core::cell::panic_already_mutably_borrowed",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::panicking::assert_failed",
    "core::panicking::panic",
    "core::result::unwrap_failed",
    "core::slice::copy_from_slice_impl::len_mismatch_fail",
    "core::slice::index::slice_index_fail",
    "core::slice::sort::shared::smallsort::panic_on_ord_violation",
    "core::str::slice_error_fail",
    "std::alloc::rust_oom",
    "std::thread::local::panic_access_error",
];

/// The standard library's functions that only `{:?}` comes to. Messages of panics have it; the core does not (bindings-wasm/tests/sizes.test.js looks),
/// but what a panic would have shown is still referred to, so that wasm-opt cannot tell. Only those that are like no `Display`: the
/// compiler keeps one of two functions that are alike.
#[cfg(feature = "wasm-bindgen")]
const DEBUGS: &[&str] = &[
    "char as core::fmt::Debug>::fmt",
    "core::fmt::builders::PadAdapter as core::fmt::Write>::",
    "core::ops::range::Range<usize> as core::fmt::Debug>::fmt",
    "str as core::fmt::Debug>::fmt",
    "usize as core::fmt::Debug>::fmt",
];

/// Makes every panic a trap.
#[cfg(feature = "wasm-bindgen")]
fn trap(path: &Path, file: &str) -> Option<PathBuf> {
    // The supplement has crates whose texts may be made by `{:?}`: there it stays.
    let debugs = if file == MODULES[0].1 { DEBUGS } else { &[] };
    let mut module = walrus::Module::from_file(path).inspect_err(|error| eprintln!("walrus: {error}")).ok()?;
    let mut trapped = 0;
    for function in module.funcs.iter_mut() {
        let name = plain(function.name.as_deref().unwrap_or_default());
        let walrus::FunctionKind::Local(local) = &mut function.kind else { continue };
        if !PANICS.iter().chain(debugs).any(|panic| name.trim_start_matches('<').starts_with(panic)) {
            continue;
        }
        local.builder_mut().func_body().instrs_mut().clear();
        local.builder_mut().func_body().unreachable();
        trapped += 1;
    }
    let places = crate::places::erase(&mut module);
    println!("{trapped} functions that report panics are traps, and {places} places in the source are forgotten");
    module.emit_wasm_file(path).inspect_err(|error| eprintln!("walrus: {error}")).ok()?;
    Some(path.to_path_buf())
}

#[cfg(not(feature = "wasm-bindgen"))]
fn trap(_: &Path, _: &str) -> Option<PathBuf> {
    None
}

/// A function's name without the crates' disambiguators: `core[0123456789abcdef]::panicking` is `core::panicking`.
#[cfg(feature = "wasm-bindgen")]
fn plain(name: &str) -> String {
    let mut parts = name.split('[');
    let first = parts.next().unwrap_or_default();
    std::iter::once(first).chain(parts.map(|part| part.split_once(']').map_or(part, |(_, rest)| rest))).collect()
}

/// Binaryen's optimiser, which makes the module a sixth smaller.
fn optimise(module: &Path) -> Option<()> {
    if install() != Outcome::Passed {
        return None;
    }
    let mut optimiser = Command::new(Path::new(PACKAGE).join("node_modules/.bin/wasm-opt"));
    optimiser
        // Flattened and put together anew, nested blocks come out smaller; what that leaves behind, the second -Oz finds.
        .args(["--flatten", "--rereloop", "-Oz", "-Oz"])
        // Functions of one crate beside each other are more alike: 1.6 kB less, compressed.
        .arg("--reorder-functions-by-name")
        // The lowest kilobyte is the far end of the stack: no address there is one to add an offset to.
        .args(["--low-memory-unused", "--strip-debug", "--strip-producers", "--strip-target-features"])
        .args(FEATURES);
    optimiser.arg(module).arg("-o").arg(module);
    (Outcome::of(&mut optimiser) == Outcome::Passed).then_some(())
}

/// The sentences of reasons, which the module does not have: a file for each language.
fn write_texts() -> Option<()> {
    for language in [Language::English, Language::Vietnamese] {
        let path = Path::new(PACKAGE).join(format!("js/wasm/longseal.{}.txt", language.tag()));
        std::fs::write(&path, texts::catalogue(language)).inspect_err(|error| eprintln!("{}: {error}", path.display())).ok()?;
    }
    Some(())
}

/// What package-lock.json says, installed when it changed since.
pub(crate) fn install() -> Outcome {
    let modified = |path: &str| std::fs::metadata(Path::new(PACKAGE).join(path)).and_then(|metadata| metadata.modified()).ok();
    if modified("node_modules/.package-lock.json") >= modified("package-lock.json") {
        return Outcome::Passed;
    }
    Outcome::of(Command::new("npm").arg("ci").current_dir(PACKAGE))
}
