//! The trust anchor of a chain: is it trusted for this, and still (EN 319 102-1 §5.2.6.4)?

use super::ChainContext;
use crate::path::{PathFailure, Purpose};
use crate::reason::{Reason, ReasonCode};
use crate::time::Instant;
use crate::x509::TrustAnchor;

/// Why the anchor is not trusted at `time`: its trust ended (INDETERMINATE/NO_CERTIFICATE_CHAIN_FOUND_NO_POE).
///
/// Past certificate validation (§5.6.2.1) begins at the end of the anchor's trust instead.
pub fn ended(context: &ChainContext<'_>, anchor: &TrustAnchor, purpose: Purpose, time: Instant) -> Option<Reason> {
    let end = context.trust.until(anchor, purpose).filter(|end| time > *end)?;
    Some(Reason::new(ReasonCode::PathAnchorEnded).with("subject", anchor.subject()).with("time", end))
}

/// What a reader should know where no chain was found: one leads to an anchor that is trusted for something else.
pub fn trusted_otherwise(context: &ChainContext<'_>, failure: &PathFailure, purpose: Purpose) -> Option<Reason> {
    let last = failure.certificates.last()?;
    let known = context.trust.anchors();
    let names = [last.normalized_issuer(), last.normalized_subject()];
    let anchors = names.into_iter().flat_map(|name| known.with_subject(name));
    let here = context.trust.anchors_for(purpose);
    let other = anchors.into_iter().find(|anchor| !here.with_subject(anchor.normalized_subject()).contains(anchor))?;
    let wanted = match purpose {
        Purpose::TimeStamping => "timestamping",
        _ => "signing",
    };
    Some(Reason::new(ReasonCode::PathAnchorPurpose).with("subject", other.subject()).with("purpose", wanted))
}
