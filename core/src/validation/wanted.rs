//! What would help the verdicts: the issuer where a chain ends short of an anchor, revocation information where the
//! status of a certificate is not known, on hold, too old, or signed by who has expired since (EN 319 102-1 §5.2.6.4).

use super::Context;
use super::basic::x509::{ChainCertificate, ChainVerdict, Status};
use super::long_term::SignatureVerdict;
use crate::evidence::WantedList;
use crate::indication::Indication;
use crate::policy::RevocationRequirement;

/// What would help: nothing for what failed for certain, nor for a chain that can lead to no anchor because there is none.
pub fn wanted(context: &Context<'_>, verdicts: &[SignatureVerdict]) -> WantedList {
    let mut list = WantedList::default();
    if context.trust.anchors().is_empty() {
        return list;
    }
    for verdict in verdicts.iter().filter(|verdict| verdict.outcome.indication != Indication::TotalFailed) {
        let timestamps = verdict.timestamps.iter();
        let timestamps = timestamps.filter(|timestamp| timestamp.outcome.indication != Indication::TotalFailed);
        for chain in timestamps.filter_map(|timestamp| timestamp.chain.as_ref()).chain(&verdict.chain) {
            chain_wants(context, chain, &mut list);
        }
    }
    list
}

fn chain_wants(context: &Context<'_>, chain: &ChainVerdict, list: &mut WantedList) {
    let Some(top) = chain.certificates.last() else { return };
    if !top.is_anchor && chain.policies.is_none() {
        // A root that is not trusted has no issuer that could help.
        if !top.certificate.is_self_issued() {
            list.add_issuer_of(&top.certificate);
        }
        return;
    }
    if context.policy.revocation == RevocationRequirement::None {
        return;
    }
    let issuers = chain.certificates.iter().skip(1).map(|issuer| Some(&issuer.certificate)).chain([None]);
    for (found, issuer) in chain.certificates.iter().zip(issuers) {
        if !found.is_anchor && lacks_status(context, found) {
            list.add_status_of(&found.certificate, issuer);
        }
    }
}

fn lacks_status(context: &Context<'_>, found: &ChainCertificate) -> bool {
    match &found.status {
        Some(Status::Missing | Status::Unknown(_) | Status::Stale(_) | Status::OnHold(..)) => true,
        Some(Status::Good(statement)) => statement.signer_not_after.is_some_and(|end| end < context.time),
        // Final, or not asked for.
        Some(Status::Revoked(..) | Status::NotNeeded) | None => false,
    }
}
