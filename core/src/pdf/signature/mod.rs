//! Signature fields and their dictionaries (ISO 32000-2 §12.7.5.5, §12.8): what is signed, by the bytes and by the objects.
//!
//! A malformed signature is *present and has problems*; it is never skipped, because a reader who sees fewer signatures than
//! the file claims has been deceived (universal signature forgery).

mod byte_range;
mod dictionary;
mod dss;
mod field;
mod history;
mod permissions;
mod scan;

pub use byte_range::{ByteRange, Coverage};
pub use dictionary::{Role, Signature};
pub use dss::{DssItem, ValidationData, VriEntry, dss};
pub(crate) use field::is_signature_dictionary;
pub use field::{Origin, Presence, SignatureField};
pub(crate) use permissions::text;
pub use permissions::{DocMdp, FieldAction, FieldLock, SignatureReference};

use crate::error::Error;
use crate::limits::Limit;
use crate::order::Arrange as _;

use super::Document;

/// Every signature field that is or ever was in the document, signed or not.
///
/// Signed fields come first, in the order of the bytes they sign; then malformed and unsigned ones; last those that a later
/// revision removed or replaced.
///
/// # Errors
/// [`Error::LimitExceeded`], or [`Error::Unreadable`] when there is neither a catalog nor a signature. Other damage is a
/// problem of a field, not an error.
pub fn fields<'a>(document: &Document<'a>) -> Result<Vec<SignatureField<'a>>, Error> {
    let last = document.last_revision();
    let mut found = field::walk(document, last, field::Pages::Walked)?;
    history::add_earlier(document, &mut found)?;
    scan::add_unreferenced(document, &mut found)?;
    if found.is_empty() && document.catalog(last).is_none() {
        document.check()?;
        return Err(Error::Unreadable { what: "no document catalog can be found", offset: 0 });
    }
    if found.len() > document.limits().max_signatures as usize {
        return Err(Limit::Signatures.into());
    }
    history::find_replaced(document, &mut found);
    dictionary::find_shared(document, &mut found);
    byte_range::find_collisions(&mut found);
    // Oldest first; of one range first as it was, then as it is.
    found.arrange_by_key(|field| {
        let end = field.signature.as_ref().and_then(|signature| signature.byte_range.as_ref()).map(|range| range.end);
        (field.signature.is_none(), end.is_none(), end, field.presence == Presence::Current)
    });
    document.check()?;
    Ok(found)
}
