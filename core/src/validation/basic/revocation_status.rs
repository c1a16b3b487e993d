//! What revocation information says of a certificate at a time, with the revocation freshness checker (EN 319 102-1
//! §5.2.5).

use core::time::Duration;

use crate::policy::Freshness;
use crate::revocation::{CertificateStatus, Revocation, Statement};
use crate::time::Instant;
use crate::x509::{Certificate, ReasonFlags};

/// What revocation information says of a certificate at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Not revoked.
    Good(Statement),
    /// Not revoked, as of too long ago.
    Stale(Statement),
    /// Revoked.
    Revoked(Statement, Revocation),
    /// On hold, which may be lifted.
    OnHold(Statement, Revocation),
    /// The responder does not know the certificate.
    Unknown(Statement),
    /// There is no usable information.
    Missing,
    /// The certificate needs none (RFC 9608, EN 319 412-1 §5.2).
    NotNeeded,
}

impl Status {
    /// The statement it rests on.
    pub fn statement(&self) -> Option<&Statement> {
        match self {
            Self::Good(statement)
            | Self::Stale(statement)
            | Self::Revoked(statement, _)
            | Self::OnHold(statement, _)
            | Self::Unknown(statement) => Some(statement),
            Self::Missing | Self::NotNeeded => None,
        }
    }
}

/// The times for which revocation information is weighed.
#[derive(Clone, Copy, Debug)]
pub struct StatusTimes {
    /// Revocations by then count.
    pub revoked_by: Instant,
    /// Information must be fresh relative to this.
    pub fresh_at: Instant,
}

/// Decides among verified statements. A final revocation decides; then the newest word counts.
pub fn decide(statements: &[&Statement], certificate: &Certificate, freshness: Freshness, times: StatusTimes) -> Status {
    let revoked = |wanted_hold: bool| {
        statements.iter().find_map(|statement| match statement.status {
            CertificateStatus::Revoked(found) if found.is_hold() == wanted_hold && found.time <= times.revoked_by => {
                Some((*statement, found))
            }
            _ => None,
        })
    };
    if let Some((statement, found)) = revoked(false) {
        return Status::Revoked(statement.clone(), found);
    }
    let newest = statements.iter().map(|statement| issued(statement)).max();
    if let Some((statement, found)) = revoked(true)
        && Some(issued(statement)) >= newest
    {
        return Status::OnHold(statement.clone(), found);
    }
    // A revocation after the time asked for says that the certificate was good until then.
    let (mut covered, mut newest) = (ReasonFlags::NONE, None);
    for &statement in statements {
        if statement.status != CertificateStatus::Unknown && is_consistent(statement, certificate) {
            covered = covered.union(statement.reasons);
            if newest.is_none_or(|newest| issued(newest) <= issued(statement)) {
                newest = Some(statement);
            }
        }
    }
    match newest {
        Some(newest) if covered.contains(ReasonFlags::ALL) => {
            if is_fresh(newest, freshness, times.fresh_at) {
                Status::Good(newest.clone())
            } else {
                Status::Stale(newest.clone())
            }
        }
        _ => {
            let unknown = statements.iter().find(|statement| statement.status == CertificateStatus::Unknown);
            unknown.map_or(Status::Missing, |statement| Status::Unknown((*statement).clone()))
        }
    }
}

/// Whether the statement may say anything about the certificate: made within its life, or by somebody who keeps expired
/// certificates in mind (§5.6.2.2.4 step 2 a). Nobody could list a certificate before it was there.
pub fn is_consistent(statement: &Statement, certificate: &Certificate) -> bool {
    let is_revoked = matches!(statement.status, CertificateStatus::Revoked(_));
    (is_revoked || issued(statement) >= certificate.not_before()) && statement.is_conclusive_for(certificate.not_after())
}

/// The issuance time of revocation status information: thisUpdate of a CRL, producedAt of an OCSP response.
pub fn issued(statement: &Statement) -> Instant {
    statement.produced_at.unwrap_or(statement.this_update)
}

/// The revocation freshness checker (§5.2.5.4): issued after `time` minus the greatest accepted age, which is that
/// between thisUpdate and nextUpdate unless the policy names one.
pub fn is_fresh(statement: &Statement, freshness: Freshness, time: Instant) -> bool {
    let accepted = match freshness {
        Freshness::NotChecked => return true,
        Freshness::MaxAge(age) => age,
        Freshness::UntilNextUpdate => {
            let Some(next) = statement.next_update else { return issued(statement) >= time };
            let seconds = next.unix_seconds().saturating_sub(statement.this_update.unix_seconds());
            Duration::from_secs(u64::try_from(seconds).unwrap_or(0))
        }
    };
    issued(statement).saturating_add(accepted) >= time
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::revocation::Source;

    fn at(day: i64) -> Instant {
        Instant::from_unix_seconds(day * 86_400)
    }

    /// Issued on day 10.
    fn statement(next_update: Option<i64>) -> Statement {
        Statement {
            status: CertificateStatus::Good,
            source: Source::Crl { sha256: [0; 32], delta: None },
            this_update: at(10),
            next_update: next_update.map(at),
            produced_at: None,
            reasons: ReasonFlags::ALL,
            signer_key: [0; 32],
            signature_algorithm: None,
            signer_not_after: None,
            signer_certificate: None,
            retained_since: None,
            certificate_hash_matches: false,
            notes: Vec::new(),
        }
    }

    #[test]
    fn information_is_fresh_until_its_next_update_or_the_age_that_the_policy_names() {
        let until = |next_update, day| is_fresh(&statement(next_update), Freshness::UntilNextUpdate, at(day));
        assert!(until(Some(17), 9) && until(Some(17), 17) && !until(Some(17), 18));
        // Nobody says how long it lasts: for what was before it.
        assert!(until(None, 9) && until(None, 10) && !until(None, 11));
        let aged = |day| is_fresh(&statement(Some(17)), Freshness::MaxAge(Duration::from_hours(48)), at(day));
        assert!(aged(12) && !aged(13));
        assert!(is_fresh(&statement(None), Freshness::NotChecked, at(1_000)));
    }
}
