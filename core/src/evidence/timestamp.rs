//! Examines RFC 3161 tokens: does the imprint cover the data, does the token's own signature verify? (EN 319 102-1 §5.4)

use super::signer::{self, AtHand, Content};
use super::{ContentCheck, TimestampFacts, TimestampKind};
use crate::cms::identifier;
use crate::reason::{Reason, ReasonCode};
use crate::tsp::TimestampToken;

/// Facts of a token that claims to cover `covered` and is itself within the signed range of `covered_from` and later. `None` when the token has no SignerInfo at all.
pub(super) fn examine(
    token: &TimestampToken<'_>,
    kind: TimestampKind,
    covered: &Content<'_>,
    covered_from: Option<u32>,
    at_hand: &AtHand<'_>,
) -> Option<TimestampFacts> {
    let signer_info = token.signed_data.signer_infos.first()?;
    let info = &token.tst_info;
    let imprint_algorithm = info.message_imprint.hash_algorithm.digest_algorithm();
    let covered_digest = imprint_algorithm.and_then(|algorithm| covered.digest(algorithm));
    let imprint = match covered_digest {
        Some(digest) if digest.as_bytes() == info.message_imprint.hashed_message => ContentCheck::Matches,
        Some(_) => ContentCheck::Differs,
        None => ContentCheck::NotComputable,
    };
    let mut signed = signer::examine(signer_info, &Content::Bytes(info.raw), identifier::TST_INFO, at_hand);
    signer::check_outline(&token.signed_data, true, &mut signed.reasons);
    // RFC 3161 §2.4.2: the token's signature is over signed attributes, of which signing-certificate is one.
    if signer_info.signed_attributes.is_none() {
        signed.reasons.push(Reason::new(ReasonCode::CmsNoSignedAttributes));
    }
    Some(TimestampFacts {
        kind,
        time: info.gen_time,
        imprint_algorithm,
        imprint,
        covered_digest,
        signed,
        policy: info.policy.to_string(),
        sha256: crate::x509::sha256(token.signed_data.raw),
        accuracy: info.accuracy.map(|accuracy| accuracy.0),
        ordering: info.ordering,
        covered_from,
    })
}
