//! Past certificate validation (EN 319 102-1 §5.6.2.1): a chain that was good at some time in the past, and until when.

use super::Context;
use super::basic::prospective::{ProspectiveChain, Prospects};
use super::basic::x509::Purpose;
use super::past_signature::Age;
use super::proof_of_existence::ProofsOfExistence;
use super::time_sliding::{self, NoProof};
use crate::path::ValidityBound;
use crate::time::Instant;

/// The control-time of the first chain that has one.
///
/// # Errors
/// What was missing on the last chain; `None` when no chain can be looked at.
pub fn validate(
    context: &Context<'_>,
    prospects: &Prospects,
    proofs: &ProofsOfExistence<'_>,
    purpose: Purpose,
    age: Age,
) -> Result<Instant, Option<NoProof>> {
    if let Prospects::Anchor(_, anchor) = prospects {
        return Ok(context.trust.until(anchor, purpose).map_or(proofs.now(), |end| end.min(proofs.now())));
    }
    let mut missing = None;
    for chain in prospects.chains().iter().filter(|chain| had_valid_authorities(chain, age.signature)) {
        match time_sliding::slide(context, chain, proofs, purpose, age.certificate) {
            Ok(control) => return Ok(control),
            Err(reason) => missing = Some(reason),
        }
    }
    Err(missing)
}

/// Step 2: there was a time at which all certificates of the chain were valid. RFC 5280 §6.1 is kept whatever the time.
///
/// NOTE: the standard asks for any such time. Here it is the best-signature-time, as far as authorities go: one that had
/// expired by then had nobody signing under it (the shell model). The signer's own period is looked at by §5.6.2.4.
fn had_valid_authorities(chain: &ProspectiveChain, signature: Instant) -> bool {
    let (begin, end) = chain.validity();
    let authorities = chain.certificates.iter().skip(1).map(|found| &found.certificate);
    begin <= end && authorities.into_iter().all(|authority| ValidityBound::of(authority, signature).is_none())
}
