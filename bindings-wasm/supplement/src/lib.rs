//! What few documents need, as a module of its own: the reader of policy files, EdDSA, ML-DSA and the decryption of documents.
//!
//! It answers the questions of `longseal::supplement`, which the verifier's module asks. JavaScript carries them from one memory
//! to the other: a question is written to its [`room`], [`answer`] says how many octets the answer has, [`address`] where it begins.

use core::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    /// A question, and then its answer.
    static OCTETS: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Where a question of `size` octets is to be written.
#[wasm_bindgen]
pub fn room(size: usize) -> usize {
    OCTETS.replace(vec![0; size]);
    address()
}

/// Where the octets begin in this module's memory.
#[wasm_bindgen]
pub fn address() -> usize {
    OCTETS.with_borrow(|octets| octets.as_ptr().expose_provenance())
}

/// How many octets the answer has; -1 when the question is none.
#[wasm_bindgen]
pub fn answer() -> i32 {
    let answer = longseal::answer::to(&OCTETS.take());
    answer.map_or(-1, |answer| {
        let length = i32::try_from(answer.len()).unwrap_or(-1);
        OCTETS.replace(answer);
        length
    })
}
