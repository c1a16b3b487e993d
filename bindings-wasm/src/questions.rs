//! What this module was built without, and asks for: `longseal::supplement`.

use wasm_bindgen::prelude::wasm_bindgen;

// JavaScript has these (`js/instance.js`); they take and give numbers, like everything here.
#[wasm_bindgen]
extern "C" {
    /// Carries the question at an address to the supplement. How many octets the answer has; -1 when there is no supplement,
    /// which JavaScript then remembers to have been missed.
    fn ask(address: usize, length: usize) -> i32;

    /// Writes the answer to an address.
    fn answer(address: usize);
}

/// Puts a question.
pub(crate) fn put(question: &[u8]) -> Option<Vec<u8>> {
    let length = usize::try_from(ask(question.as_ptr().expose_provenance(), question.len())).ok()?;
    let mut octets = vec![0; length];
    answer(octets.as_mut_ptr().expose_provenance());
    Some(octets)
}
