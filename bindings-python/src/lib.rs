//! The binary half of the Python package `longseal`: `longseal._longseal`. What it offers is described in
//! `python/longseal/_longseal.pyi`; docs/python.md is the tutorial.
//!
//! All judgement is in the crate `longseal`; what is here takes Python's values and gives Python's values.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // This is an edge: files, clock and threads.

mod arrow;
mod document;
mod errors;
mod evidence;
mod given;
mod many;
mod report;
mod run;
mod settings;
mod values;
mod verifier;

/// The binary module. Nothing in it relies on the global lock of the interpreter.
#[pyo3::pymodule(name = "_longseal", gil_used = false)]
mod module {
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::evidence::Evidence;
    #[pymodule_export]
    use crate::many::{Batch, Batches, Row, Rows, Verdicts};
    #[pymodule_export]
    use crate::report::{Report, Signature};
    #[pymodule_export]
    use crate::values::{
        Certificate, Change, Changes, Permissions, PolicyReference, Reason, Revision, Revocation, Timestamp, ValidationData,
    };
    #[pymodule_export]
    use crate::verifier::{Verifier, explain, words};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
