//! The answer for one certificate at one time, from everything that is said about it.

use super::crl_check::crl_statements;
use super::ocsp_check::ocsp_statements;
use super::options::{RevocationOptions, WithoutNextUpdate};
use super::request::{Question, Search};
use super::status::{CertificateStatus, Revocation, RevocationOutcome, RevocationStatus, Source, Statement};
use crate::gather::Gather as _;
use crate::order::Arrange as _;
use crate::reason::{Reason, ReasonCode};
use crate::time::Instant;
use crate::x509::{Certificate, ReasonFlags, oid};

pub(super) fn statements(question: &Question<'_>) -> (Vec<Statement>, Vec<Reason>) {
    let mut search = Search::new(question.checker.options);
    search.enter(question.certificate);
    statements_within(&mut search, question)
}

/// Statements count that were made by the time asked for, are still current then, and are conclusive. A final
/// revocation in any of them decides; a hold only when nothing newer says otherwise. A bad response never hides a good
/// CRL, nor the other way round.
pub(super) fn check(question: &Question<'_>) -> RevocationOutcome {
    let mut search = Search::new(question.checker.options);
    search.enter(question.certificate);
    check_within(&mut search, question)
}

fn statements_within(search: &mut Search, question: &Question<'_>) -> (Vec<Statement>, Vec<Reason>) {
    let mut unused = Vec::new();
    let mut statements = ocsp_statements(search, question, &mut unused);
    statements.extend(crl_statements(search, question, &mut unused));
    (statements, unused)
}

pub(super) fn check_within(search: &mut Search, question: &Question<'_>) -> RevocationOutcome {
    if is_exempt(question.certificate) {
        return RevocationOutcome {
            status: RevocationStatus::NotNeeded,
            statements: Vec::new(),
            reasons: Vec::new(),
            unused: Vec::new(),
        };
    }
    let reason = |code| Reason::new(code).with("subject", question.certificate.subject_text());
    let (statements, mut unused) = statements_within(search, question);
    let not_after = question.certificate.not_after();
    let mut reasons = Vec::new();
    let (current, outdated): (Vec<_>, Vec<_>) =
        statements.into_iter().divide(|statement| is_current(statement, question.time, question.checker.options));
    let newest_outdated = outdated.iter().map(|statement| statement.this_update).max();
    let (mut usable, inconclusive): (Vec<_>, Vec<_>) =
        current.into_iter().divide(|statement| statement.is_conclusive_for(not_after));
    drop_superseded(&mut usable);
    let (status, statements) = decide(usable);
    match (status, newest_outdated) {
        (RevocationStatus::Undetermined, _) if !inconclusive.is_empty() => {
            reasons.push(reason(ReasonCode::RevocationIssuedAfterExpiry));
        }
        (RevocationStatus::Undetermined, Some(newest)) if statements.is_empty() => {
            reasons.push(reason(ReasonCode::RevocationNotFresh).with("this_update", newest).with("needed", question.time));
        }
        (RevocationStatus::Undetermined, _) => reasons.push(reason(ReasonCode::RevocationMissing)),
        (RevocationStatus::Unknown, _) => reasons.push(reason(ReasonCode::RevocationUnknown)),
        _ => {}
    }
    reasons.extend(statements.iter().flat_map(|statement| statement.notes.iter().cloned()));
    if matches!(status, RevocationStatus::Undetermined | RevocationStatus::Unknown) {
        reasons.append(&mut unused);
    }
    RevocationOutcome { status, statements, reasons, unused }
}

/// Whether the certificate needs no revocation information, and says so: noRevAvail (RFC 9608), which no authority may
/// have, or validity-assured short-term (EN 319 412-1 §5.2).
pub fn is_exempt(certificate: &Certificate) -> bool {
    /// id-etsi-ext-valassured-ST-certs, 0.4.0.194121.2.1
    const VALIDITY_ASSURED: crate::asn1::Oid<'static> = crate::asn1::Oid::known(&[0x04, 0x00, 0x8b, 0xec, 0x49, 2, 1]);
    let has = |id| matches!(certificate.extension(id), Ok(Some(_)));
    let is_authority = !matches!(certificate.basic_constraints(), Ok(constraints) if constraints.is_none_or(|found| !found.ca));
    !is_authority && (has(oid::NO_REVOCATION_AVAILABLE) || has(VALIDITY_ASSURED))
}

/// Whether a statement was made by `time` and is not yet out of date then.
fn is_current(statement: &Statement, time: Instant, options: &RevocationOptions) -> bool {
    let old_enough = statement.this_update <= time;
    let not_outdated = match (statement.next_update, options.max_age, options.without_next_update) {
        (Some(next), _, _) => time <= next,
        (None, Some(_), _) | (None, None, WithoutNextUpdate::Accept) => true,
        (None, None, WithoutNextUpdate::NeedsMaxAge) => false,
    };
    let young_enough = options.max_age.is_none_or(|age| time <= statement.this_update.saturating_add(age));
    old_enough && not_outdated && young_enough
}

/// Of statements from one complete CRL, alone and with delta CRLs, the newest counts: it may lift a hold.
fn drop_superseded(statements: &mut Vec<Statement>) {
    let newest: Vec<_> = statements.iter().map(|statement| (statement.source, statement.this_update)).gather();
    statements.retain(|statement| match statement.source {
        Source::Ocsp { .. } => true,
        Source::Crl { sha256, .. } => !newest.iter().any(|(source, this_update)| {
            matches!(source, Source::Crl { sha256: other, .. } if *other == sha256) && *this_update > statement.this_update
        }),
    });
}

/// Worst first.
const fn rank(status: &CertificateStatus) -> u8 {
    match status {
        CertificateStatus::Revoked(_) => 0,
        CertificateStatus::Unknown => 1,
        CertificateStatus::Good => 2,
    }
}

/// Decides among current statements; those that the answer rests on come back, the decisive one first.
fn decide(mut statements: Vec<Statement>) -> (RevocationStatus, Vec<Statement>) {
    // Newest first; of equally new ones the worse first.
    statements.arrange_by_key(|statement| (core::cmp::Reverse(statement.this_update), rank(&statement.status)));
    let revoked = |wanted: fn(&Revocation) -> bool| {
        statements.iter().position(|statement| matches!(&statement.status, CertificateStatus::Revoked(found) if wanted(found)))
    };
    let latest_answer = statements.iter().position(|statement| statement.status != CertificateStatus::Unknown);
    let decisive = revoked(|revocation| !revocation.is_hold())
        .or_else(|| revoked(Revocation::is_hold).filter(|&hold| Some(hold) == latest_answer));
    if let Some(index) = decisive {
        let statement = statements.swap_remove(index);
        if let CertificateStatus::Revoked(revocation) = statement.status {
            return (RevocationStatus::Revoked(revocation), vec![statement]);
        }
    }
    let (good, rest): (Vec<_>, Vec<_>) = statements.into_iter().divide(|statement| statement.status == CertificateStatus::Good);
    let covered = good.iter().fold(ReasonFlags::NONE, |covered, statement| covered.union(statement.reasons));
    if covered.contains(ReasonFlags::ALL) {
        return (RevocationStatus::Good, good);
    }
    if rest.iter().any(|statement| statement.status == CertificateStatus::Unknown) {
        return (RevocationStatus::Unknown, rest);
    }
    (RevocationStatus::Undetermined, good)
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use super::*;
    use crate::crl::CrlReason;

    fn day(day: i64) -> Instant {
        Instant::from_unix_seconds(day * 86_400)
    }

    fn statement(status: CertificateStatus, this_update: i64, source: u8) -> Statement {
        Statement {
            status,
            source: Source::Crl { sha256: [source; 32], delta: None },
            this_update: day(this_update),
            next_update: Some(day(this_update + 7)),
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

    fn revoked(reason: Option<CrlReason>) -> CertificateStatus {
        CertificateStatus::Revoked(Revocation { time: day(1), reason, invalidity_date: None })
    }

    #[test]
    fn a_final_revocation_decides_whatever_is_newer() {
        let (status, used) = decide(vec![
            statement(CertificateStatus::Good, 20, 1),
            statement(revoked(Some(CrlReason::KeyCompromise)), 10, 2),
            statement(revoked(Some(CrlReason::CertificateHold)), 30, 3),
        ]);
        assert!(matches!(status, RevocationStatus::Revoked(found) if found.reason == Some(CrlReason::KeyCompromise)));
        assert_eq!(used.len(), 1);
    }

    #[test]
    fn a_hold_is_lifted_by_newer_information_only() {
        let hold = || statement(revoked(Some(CrlReason::CertificateHold)), 10, 1);
        let good = |day| statement(CertificateStatus::Good, day, 2);
        assert_eq!(decide(vec![hold(), good(11)]).0, RevocationStatus::Good);
        assert!(matches!(decide(vec![hold(), good(9)]).0, RevocationStatus::Revoked(_)));
        assert!(matches!(decide(vec![hold(), good(10)]).0, RevocationStatus::Revoked(_)));
        assert!(matches!(decide(vec![hold(), statement(CertificateStatus::Unknown, 12, 3)]).0, RevocationStatus::Revoked(_)));
    }

    #[test]
    fn good_needs_all_reasons_and_unknown_hides_no_crl() {
        let partial = Statement { reasons: ReasonFlags::NONE, ..statement(CertificateStatus::Good, 10, 1) };
        assert_eq!(decide(vec![partial.clone()]).0, RevocationStatus::Undetermined);
        assert_eq!(decide(vec![partial, statement(CertificateStatus::Unknown, 9, 2)]).0, RevocationStatus::Unknown);
        let both = vec![statement(CertificateStatus::Unknown, 11, 2), statement(CertificateStatus::Good, 10, 1)];
        assert_eq!(decide(both).0, RevocationStatus::Good);
        assert_eq!(decide(Vec::new()).0, RevocationStatus::Undetermined);
    }

    #[test]
    fn currency_at_a_time() {
        let options = RevocationOptions::default();
        let statement = statement(CertificateStatus::Good, 10, 1);
        for (time, expected) in [(9, false), (10, true), (17, true), (18, false)] {
            assert_eq!(is_current(&statement, day(time), &options), expected, "{time}");
        }
        let aged = RevocationOptions { max_age: Some(Duration::from_hours(48)), ..options };
        assert!(is_current(&statement, day(12), &aged) && !is_current(&statement, day(13), &aged));
        let without = Statement { next_update: None, ..statement };
        assert!(!is_current(&without, day(11), &options) && is_current(&without, day(11), &aged));
        let accepting = RevocationOptions { without_next_update: WithoutNextUpdate::Accept, ..options };
        assert!(is_current(&without, day(1000), &accepting));
    }

    #[test]
    fn good_news_after_expiry_needs_a_promise() {
        let good = statement(CertificateStatus::Good, 10, 1);
        assert!(good.is_conclusive_for(day(10)) && !good.is_conclusive_for(day(9)));
        assert!(Statement { retained_since: Some(day(5)), ..good.clone() }.is_conclusive_for(day(9)));
        assert!(!Statement { retained_since: Some(day(5)), ..good }.is_conclusive_for(day(4)));
        assert!(statement(revoked(None), 10, 1).is_conclusive_for(day(1)));
    }

    #[test]
    fn a_delta_supersedes_its_base() {
        let base = statement(revoked(Some(CrlReason::CertificateHold)), 10, 1);
        let newer = Statement {
            source: Source::Crl { sha256: [1; 32], delta: Some([9; 32]) },
            ..statement(CertificateStatus::Good, 12, 1)
        };
        let other = statement(CertificateStatus::Good, 3, 2);
        let mut statements = vec![base, newer, other];
        drop_superseded(&mut statements);
        assert_eq!(statements.len(), 2);
    }
}
