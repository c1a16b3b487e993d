//! Longseal for JavaScript: the same verifier, compiled to WebAssembly.
//!
//! This is the narrow waist: octets and text in, JSON out. The functions take and give numbers only, so that no generated script
//! is downloaded with it: octets lie in a [`room`] of the module's memory, and what JavaScript
//! holds is a number, 0 for nothing. What a JavaScript programmer sees is written by hand in `js/`, on top of it. There is no clock
//! here either: the caller says for which time to validate.

mod questions;
mod settings;

use core::cell::RefCell;

use longseal::report::{self, Language, texts};
use settings::Settings;
use wasm_bindgen::prelude::wasm_bindgen;

/// As fast as the standard library's for this target, in half the code.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

thread_local! {
    /// What JavaScript has numbers for, the first of them being 1.
    static HELD: RefCell<Vec<Held>> = const { RefCell::new(Vec::new()) };
}

/// What a number stands for.
#[derive(Default)]
enum Held {
    /// It was given back.
    #[default]
    Nothing,
    Octets(Vec<u8>),
    Settings(Box<Settings>),
    /// It remembers certificates and CRLs from document to document.
    Verifier(Box<longseal::Verifier>, Language),
}

fn hold(thing: Held) -> usize {
    HELD.with_borrow_mut(|held| {
        let place = held.iter().position(|thing| matches!(thing, Held::Nothing)).unwrap_or(held.len());
        match held.get_mut(place) {
            Some(nothing) => *nothing = thing,
            None => held.push(thing),
        }
        place + 1
    })
}

fn with<T>(number: usize, act: impl FnOnce(&mut Held) -> T) -> T {
    HELD.with_borrow_mut(|held| act(held.get_mut(number.wrapping_sub(1)).unwrap_or(&mut Held::Nothing)))
}

fn take(number: usize) -> Held {
    with(number, core::mem::take)
}

fn take_octets(room: usize) -> Option<Vec<u8>> {
    if let Held::Octets(octets) = take(room) { Some(octets) } else { None }
}

fn take_text(room: usize) -> Option<String> {
    String::from_utf8(take_octets(room)?).ok()
}

/// Room for `size` octets, all zero, which JavaScript fills slice by slice, so that a large file is there once and nowhere else; 0
/// when there is not so much memory. JavaScript's numbers are larger than this module's: what is too much for it saturates, and
/// does not become little.
#[wasm_bindgen]
pub fn room(size: f64) -> usize {
    let size = size as usize;
    let mut octets = Vec::new();
    if octets.try_reserve_exact(size).is_err() {
        return 0;
    }
    octets.resize(size, 0);
    hold(Held::Octets(octets))
}

/// Where a room begins in this module's memory.
#[wasm_bindgen]
pub fn address(room: usize) -> usize {
    with(room, |held| if let Held::Octets(octets) = held { octets.as_ptr().expose_provenance() } else { 0 })
}

/// How many octets a room has.
#[wasm_bindgen]
pub fn length(room: usize) -> usize {
    with(room, |held| if let Held::Octets(octets) = held { octets.len() } else { 0 })
}

/// Gives back what a number stands for.
#[wasm_bindgen]
pub fn release(number: usize) {
    take(number);
}

/// Takes a room with the sentences of a language, as `cargo xtask wasm` writes them. 1, or 0 when they are not those of this version.
#[wasm_bindgen]
pub fn texts(room: usize) -> usize {
    take_text(room).is_some_and(|text| texts::install(text).is_ok()).into()
}

/// New settings: no trust, the default policy, English.
#[wasm_bindgen]
pub fn settings() -> usize {
    longseal::supplement::install(questions::put);
    hold(Held::Settings(Box::default()))
}

/// Changes a setting; takes the rooms of its name and its value. 0, or room with the sentence that says what is wrong.
#[wasm_bindgen]
pub fn set(settings: usize, name: usize, value: usize) -> usize {
    let (name, value) = (take_text(name).unwrap_or_default(), take_octets(value).unwrap_or_default());
    let outcome = with(settings, |held| if let Held::Settings(settings) = held { settings.set(&name, value) } else { Ok(()) });
    outcome.map_or_else(|problem| hold(Held::Octets(problem.into_bytes())), |()| 0)
}

/// The verifier with these settings, which it takes; 0 when they say no time, or a language without [`texts()`].
#[wasm_bindgen]
pub fn verifier(settings: usize) -> usize {
    let Held::Settings(settings) = take(settings) else { return 0 };
    let language = settings.language();
    settings.verifier().map_or(0, |verifier| hold(Held::Verifier(Box::new(verifier), language)))
}

/// Room with the JSON report on a document, octet by octet that of `longseal verify --format json`. Takes the rooms of the document
/// and of what the report calls it, 0 for nothing. 0 when there is no such verifier.
#[wasm_bindgen]
pub fn verify(verifier: usize, document: usize, path: usize) -> usize {
    let (document, path) = (take_octets(document).unwrap_or_default(), take_text(path));
    let path = path.as_deref();
    let json = with(verifier, |held| {
        let Held::Verifier(verifier, language) = held else { return None };
        Some(match verifier.verify(&document) {
            Ok(report) => report::to_json(&report, path, *language),
            Err(error) => report::error_to_json(&error, path, Some(document.len() as u64), verifier.validation_time()),
        })
    });
    json.map_or(0, |json| hold(Held::Octets(json.into_bytes())))
}
