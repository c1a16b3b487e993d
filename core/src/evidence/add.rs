//! Later material: what was fetched, or found elsewhere, after the facts were collected.

use std::borrow::Cow;

use super::signer::{self, AtHand};
use super::{Evidence, Material, SignatureFacts, SignedFacts};
use crate::keyed::KeyedSet;
use crate::pdf::Reference;

impl Evidence {
    /// Material joins the evidence, as given beside the document: nothing in the document covers it. Signatures whose
    /// certificate was missing are verified if it has come.
    pub fn add(&mut self, material: Material) {
        self.material.extend(material);
        self.settle(&Material::default());
    }

    /// The evidence with what `given` completes: signatures whose certificate is only there. Almost always that is
    /// nothing, and the evidence itself.
    pub(crate) fn completed(&self, given: &Material) -> Cow<'_, Self> {
        if !self.is_completed_by(given) {
            return Cow::Borrowed(self);
        }
        let mut completed = self.clone();
        completed.settle(given);
        Cow::Owned(completed)
    }

    /// As [`completed`](Self::completed), in its place.
    pub(crate) fn complete(&mut self, given: &Material) {
        if self.is_completed_by(given) {
            self.settle(given);
        }
    }

    /// How many certificates signed something in it.
    pub(crate) fn signer_count(&self) -> usize {
        let signed = self.signatures.iter().flat_map(signed);
        signed.filter_map(|signed| signed.signing_certificate).collect::<KeyedSet<_>>().len()
    }

    fn is_completed_by(&self, given: &Material) -> bool {
        !given.certificates().is_empty() && self.signatures.iter().any(is_pending)
    }

    fn settle(&mut self, given: &Material) {
        let materials = [&self.material, given];
        let at_hand = AtHand::new(&materials);
        let mut settled = false;
        for facts in &mut self.signatures {
            for signed in signed_mut(facts) {
                if let Some(pending) = signed.pending.take() {
                    signer::settle(signed, pending, &at_hand);
                    settled |= signed.pending.is_none();
                }
            }
        }
        if settled {
            distrust(&mut self.signatures);
        }
    }
}

fn is_pending(facts: &SignatureFacts) -> bool {
    signed(facts).any(|signed| signed.pending.is_some())
}

fn signed(facts: &SignatureFacts) -> impl Iterator<Item = &SignedFacts> {
    let timestamps = facts.timestamp.iter().chain(&facts.timestamps).map(|timestamp| &timestamp.signed);
    facts.signed.iter().chain(timestamps)
}

fn signed_mut(facts: &mut SignatureFacts) -> impl Iterator<Item = &mut SignedFacts> {
    let timestamps = facts.timestamp.iter_mut().chain(&mut facts.timestamps).map(|timestamp| &mut timestamp.signed);
    facts.signed.iter_mut().chain(timestamps)
}

/// Only when all values were verified is it known which of the signatures that a later revision added are signatures. One
/// that cannot be computed is not known to be one; a certificate that comes later may make it one.
pub(super) fn distrust(signatures: &mut [SignatureFacts]) {
    let broken: KeyedSet<Reference> =
        signatures.iter().filter(|facts| facts.intact() != Some(true)).filter_map(|facts| facts.dictionary).collect();
    if broken.is_empty() && signatures.iter().all(|facts| facts.analysed_changes.is_none()) {
        return;
    }
    for facts in signatures {
        let analysed = facts.analysed_changes.take().map_or_else(|| facts.changes.clone(), |analysed| *analysed);
        let mut changes = analysed.clone();
        changes.distrust(&broken);
        facts.analysed_changes = (changes != analysed).then(|| Box::new(analysed));
        facts.changes = changes;
    }
}
