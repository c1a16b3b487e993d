//! Path building over crossed, re-keyed and hostile authorities, with synthetic certificates.

#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_macros, clippy::disallowed_types)]

mod synthetic;

use std::time::{Duration, Instant as Clock};

use longseal::crypto::Verification;
use longseal::path::{
    AnchorSet, CertificatePool, CertificateSignatures, PathBuilder, PathFailure, PathFailureKind, PathParameters, Purpose,
    ValidatedPath, ValidityBound, ValidityCheck, WorkingKey, validate,
};
use longseal::reason::{Reason, ReasonCode};
use longseal::time::Instant;
use longseal::x509::{Certificate, TrustAnchor, oid};
use synthetic::{Blueprint, SyntheticSignatures, der, extension, name, sequence};

fn at(time: &str) -> PathParameters {
    PathParameters::new(ValidityCheck::AtTime(Instant::parse_rfc3339(time).unwrap()), Purpose::Any)
}

fn at_2026() -> PathParameters {
    at("2026-01-01")
}

fn anchors(certificates: &[&Certificate]) -> AnchorSet {
    certificates.iter().map(|certificate| TrustAnchor::from_certificate((*certificate).clone())).collect()
}

fn build(
    target: &Certificate,
    anchors: &AnchorSet,
    material: &[Certificate],
    parameters: &PathParameters,
) -> Result<ValidatedPath, PathFailure> {
    let pool: CertificatePool = material.iter().cloned().collect();
    let pools = [&pool];
    PathBuilder::new(anchors, &pools, &SyntheticSignatures).build(target, parameters)
}

/// Runs a search, and asserts that it takes less than 100 ms (without optimisation, thirty times that). The best of three
/// runs counts: other work on the machine must not decide.
fn in_time<T>(what: &str, search: impl Fn() -> T) -> T {
    let runs = (0..3).map(|_| {
        let start = Clock::now();
        let outcome = search();
        (start.elapsed(), outcome)
    });
    let (took, outcome) = runs.min_by_key(|(took, _)| *took).expect("three runs");
    println!("{what}: {took:?}");
    assert!(took < Duration::from_millis(if cfg!(debug_assertions) { 3_000 } else { 100 }), "{what}: {took:?}");
    outcome
}

#[test]
fn a_re_keyed_authority_is_told_apart_by_its_key() {
    let root = Blueprint::authority("root", 1);
    let (old, new) = (Blueprint::authority("ca", 10), Blueprint::authority("ca", 11));
    let target = Blueprint::end_entity("target", 100).issue(&old);
    let material = [new.issue(&root), old.issue(&root)];
    let path = build(&target, &anchors(&[&root.self_signed()]), &material, &at("2026-01-01")).unwrap();
    assert_eq!(path.certificates(), [target, material[1].clone()]);
    // Without key identifiers the signatures alone decide.
    let bare = |blueprint: &Blueprint| Blueprint { identifiers: false, ..blueprint.clone() };
    let target = bare(&Blueprint::end_entity("target", 100)).issue(&old);
    let material = [bare(&new).issue(&root), bare(&old).issue(&root)];
    let path = build(&target, &anchors(&[&root.self_signed()]), &material, &at("2026-01-01")).unwrap();
    assert_eq!(path.certificates()[1], material[1]);
}

#[test]
fn an_anchor_s_name_without_its_key_is_worth_nothing() {
    let (root, impostor) = (Blueprint::authority("Root", 1), Blueprint::authority("root", 2));
    let target = Blueprint::end_entity("target", 100).issue(&impostor);
    let failure = build(&target, &anchors(&[&root.self_signed()]), &[impostor.self_signed()], &at("2026-01-01")).unwrap_err();
    assert_eq!(failure.kind, PathFailureKind::NoChain);
    assert!(failure.has(ReasonCode::PathAnchorNameOnly), "{failure}");
    assert_eq!(failure.certificates.len(), 2, "the chain goes as far as it can");
}

#[test]
fn a_missing_issuer_is_named() {
    let (root, ca) = (Blueprint::authority("root", 1), Blueprint::authority("ca", 2));
    let target = Blueprint::end_entity("target", 100).issue(&ca);
    let failure = build(&target, &anchors(&[&root.self_signed()]), &[], &at("2026-01-01")).unwrap_err();
    assert!(failure.has(ReasonCode::PathIssuerMissing) && failure.has(ReasonCode::PathNoTrustAnchor));
    let missing = failure.reasons.iter().find(|reason| reason.code == ReasonCode::PathIssuerMissing).unwrap();
    assert!(missing.arguments.contains(&("issuer".into(), "CN=ca".to_owned())));
}

#[test]
fn an_expired_issuer_is_avoided_and_otherwise_explained() {
    let root = Blueprint::authority("root", 1);
    let ca = Blueprint::authority("ca", 10);
    let expired = Blueprint { not_after: "20210101000000Z", ..ca.clone() };
    let target = Blueprint::end_entity("target", 100).issue(&ca);
    let trusted = anchors(&[&root.self_signed()]);
    let both = [expired.issue(&root), ca.issue(&root)];
    let path = build(&target, &trusted, &both, &at("2026-01-01")).unwrap();
    assert_eq!(path.certificates()[1], both[1]);

    let failure = build(&target, &trusted, &both[..1], &at("2026-01-01")).unwrap_err();
    assert_eq!(failure.kind, PathFailureKind::OutsideValidity);
    assert_eq!(failure.certificates, [target.clone(), both[0].clone()], "the whole chain is kept");
    assert!(failure.anchor.is_some());

    let path = build(&target, &trusted, &both[..1], &PathParameters::new(ValidityCheck::Ignore, Purpose::Any)).unwrap();
    let outside = path.outside_validity(Instant::parse_rfc3339("2026-01-01").unwrap());
    assert_eq!(outside.len(), 1);
    assert_eq!((outside[0].index, outside[0].bound), (1, ValidityBound::Expired(both[0].not_after())));
    assert_eq!(path.validity().1, both[0].not_after());
}

#[test]
fn the_search_goes_on_when_a_path_is_refused() {
    let (one, two) = (Blueprint::authority("root one", 1), Blueprint::authority("root two", 2));
    let ca = Blueprint::authority("ca", 10);
    let target = Blueprint::end_entity("target", 100).issue(&ca);
    let pool: CertificatePool = [ca.issue(&one), ca.issue(&two)].into_iter().collect();
    let trusted = anchors(&[&one.self_signed(), &two.self_signed()]);
    let pools = [&pool];
    let builder = PathBuilder::new(&trusted, &pools, &SyntheticSignatures);
    let refuse = |name: &'static str| {
        move |path: &ValidatedPath| {
            if path.anchor().subject().to_string() == name {
                let reasons = vec![Reason::new(ReasonCode::RevocationRevoked)];
                return Err(PathFailure::refused(path.certificates().to_vec(), path.anchor().clone(), reasons));
            }
            Ok(())
        }
    };
    for (refused, left) in [("CN=root one", "CN=root two"), ("CN=root two", "CN=root one")] {
        let path = builder.build_accepted(&target, &at("2026-01-01"), &mut refuse(refused)).unwrap();
        assert_eq!(path.anchor().subject().to_string(), left);
    }
    let refuse_all = &mut |path: &ValidatedPath| {
        let reasons = vec![Reason::new(ReasonCode::RevocationRevoked)];
        Err(PathFailure::refused(path.certificates().to_vec(), path.anchor().clone(), reasons))
    };
    let failure = builder.build_accepted(&target, &at("2026-01-01"), refuse_all).unwrap_err();
    assert_eq!(failure.kind, PathFailureKind::Refused);
    assert!(failure.has(ReasonCode::RevocationRevoked));
}

#[test]
fn the_order_of_material_changes_nothing() {
    let roots = [Blueprint::authority("root", 1), Blueprint::authority("other", 2)];
    let ca = Blueprint::authority("ca", 10);
    let target = Blueprint::end_entity("target", 100).issue(&ca);
    let trusted = anchors(&[&roots[0].self_signed(), &roots[1].self_signed()]);
    let mut material = vec![ca.issue(&roots[0]), ca.issue(&roots[1]), Blueprint::authority("ca", 11).issue(&roots[0])];
    let first = build(&target, &trusted, &material, &at("2026-01-01")).unwrap();
    for _ in 0..3 {
        material.rotate_left(1);
        let again = build(&target, &trusted, &material, &at("2026-01-01")).unwrap();
        assert_eq!(again.certificates(), first.certificates());
    }
}

/// `count` authorities, each certified by each other one.
fn mesh(count: u32) -> (Vec<Blueprint>, Vec<Certificate>) {
    let authorities: Vec<_> = (0..count).map(|number| Blueprint::authority(&format!("ca {number}"), number + 10)).collect();
    let crossed = authorities.iter().flat_map(|subject| authorities.iter().map(move |issuer| (subject, issuer)));
    let certificates =
        crossed.filter(|(subject, issuer)| subject.key != issuer.key).map(|(subject, issuer)| subject.issue(issuer));
    let certificates = certificates.collect();
    (authorities, certificates)
}

#[test]
fn a_mesh_of_crossed_authorities_ends() {
    for count in [8, 20] {
        let (authorities, certificates) = mesh(count);
        let target = Blueprint::end_entity("target", 1000).issue(&authorities[0]);
        let stranger = Blueprint::authority("stranger", 1).self_signed();
        let search = || build(&target, &anchors(&[&stranger]), &certificates, &at("2026-01-01"));
        let failure = in_time(&format!("mesh of {count} without an anchor"), search).unwrap_err();
        assert!(failure.has(ReasonCode::PathLimit), "{failure}");
        let root = authorities[count as usize - 1].self_signed();
        let search = || build(&target, &anchors(&[&root]), &certificates, &at("2026-01-01"));
        in_time(&format!("mesh of {count} with an anchor"), search).unwrap();
    }
}

#[test]
fn complete_chains_that_all_fail_end_too() {
    // Every chain reaches the anchor and fails there: the target needs a policy that nobody asserts.
    let (authorities, certificates) = mesh(9);
    let target = Blueprint::end_entity("target", 1000).issue(&authorities[0]);
    let roots: Vec<_> = authorities.iter().map(Blueprint::self_signed).collect();
    let mut parameters = at("2026-01-01");
    parameters.explicit_policy = longseal::path::ExplicitPolicy::Required;
    let search = || build(&target, &anchors(&roots.iter().collect::<Vec<_>>()), &certificates, &parameters);
    let failure = in_time("mesh of anchors without a policy", search).unwrap_err();
    assert!(failure.has(ReasonCode::PathPolicy), "{failure}");
}

#[test]
fn a_hundred_authorities_of_one_subject() {
    let root = Blueprint::authority("root", 1);
    let bare = |blueprint: Blueprint| Blueprint { identifiers: false, ..blueprint };
    let same: Vec<_> = (0..100).map(|number| bare(Blueprint::authority("ca", 10 + number))).collect();
    let material: Vec<_> = same.iter().map(|ca| ca.issue(&root)).collect();
    let trusted = anchors(&[&root.self_signed()]);
    for signer in [&same[0], &same[99]] {
        let target = bare(Blueprint::end_entity("target", 1000)).issue(signer);
        let outcome = in_time("100 authorities of one subject", || build(&target, &trusted, &material, &at("2026-01-01")));
        // A hundred signature checks are the limit: whoever comes last may not be reached, and that is what is said.
        assert!(outcome.is_ok() || outcome.unwrap_err().has(ReasonCode::PathLimit));
    }
    let target = Blueprint::end_entity("target", 1000).issue(&Blueprint::authority("ca", 109));
    let material: Vec<_> = (0..100).map(|number| Blueprint::authority("ca", 10 + number).issue(&root)).collect();
    in_time("100 authorities with key identifiers", || build(&target, &trusted, &material, &at("2026-01-01"))).unwrap();
}

#[test]
fn a_hundred_thousand_names_against_a_thousand_constraints() {
    let root = Blueprint::authority("root", 1);
    let subtrees: Vec<_> = (0..1_000).map(|number| sequence(&[der(0x82, format!("x{number}.example").as_bytes())])).collect();
    let constraints = sequence(&[der(0xa1, &subtrees.concat())]);
    let ca = Blueprint::authority("ca", 10).with(extension(30, true, &constraints));
    let names: Vec<_> = (0..100_000).map(|number| der(0x82, format!("n{number}.test").as_bytes())).collect();
    let target = Blueprint::end_entity("target", 100).with(extension(17, false, &sequence(&names))).issue(&ca);
    let trusted = anchors(&[&root.self_signed()]);
    let material = [ca.issue(&root)];
    let search = || build(&target, &trusted, &material, &at("2026-01-01"));
    let failure = in_time("100,000 names against 1,000 constraints", search).unwrap_err();
    assert!(failure.has(ReasonCode::PathLimit), "{failure}");
}

#[test]
fn a_name_that_could_be_spelled_otherwise_is_not_outside_what_is_excluded() {
    let root = Blueprint::authority("root", 1);
    let ca = |kind: u8| {
        let subtree = sequence(&[der(0xa4, &name("Bộ Ngoại giao"))]);
        Blueprint::authority("ca", 10).with(extension(30, true, &sequence(&[der(kind, &subtree)])))
    };
    let outcome = |kind: u8, alternative: &str| {
        let names = extension(17, false, &sequence(&[der(0xa4, &name(alternative))]));
        let target = Blueprint::end_entity("target", 100).with(names).issue(&ca(kind));
        build(&target, &anchors(&[&root.self_signed()]), &[ca(kind).issue(&root)], &at("2026-01-01")).is_ok()
    };
    assert!(outcome(0xa1, "Bộ Nội vụ"));
    assert!(!outcome(0xa1, "bộ ngoại giao"));
    assert!(!outcome(0xa1, "Bo\u{323}\u{302} Ngoa\u{323}i giao"), "the same letters with separate marks");
    assert!(!outcome(0xa1, "Bộ Ｎgoại giao"), "one letter of another width");
}

#[test]
fn a_hundred_thousand_distinguished_names_against_a_thousand_constraints() {
    let root = Blueprint::authority("root", 1);
    let subtrees: Vec<_> = (0..1_000).map(|number| sequence(&[der(0xa4, &name(&format!("x{number}")))])).collect();
    let ca = Blueprint::authority("ca", 10).with(extension(30, true, &sequence(&[der(0xa1, &subtrees.concat())])));
    let names: Vec<_> = (0..100_000).map(|number| der(0xa4, &name(&format!("n{number}")))).collect();
    let target = Blueprint::end_entity("target", 100).with(extension(17, false, &sequence(&names))).issue(&ca);
    let trusted = anchors(&[&root.self_signed()]);
    let material = [ca.issue(&root)];
    let search = || build(&target, &trusted, &material, &at("2026-01-01"));
    let failure = in_time("100,000 distinguished names against 1,000 constraints", search).unwrap_err();
    assert!(failure.has(ReasonCode::PathLimit), "{failure}");
}

#[test]
fn a_policy_chain_that_would_blow_a_tree_up() {
    // Two policies mapped onto each other in every certificate: 2^28 nodes of a tree.
    let policy = |last: u8| vec![6, 2, 0x2a, last];
    let policies = extension(32, true, &sequence(&[sequence(&[policy(1)]), sequence(&[policy(2)])]));
    let pairs: Vec<_> = [(1, 1), (1, 2), (2, 1), (2, 2)].iter().map(|&(a, b)| sequence(&[policy(a), policy(b)])).collect();
    let mappings = extension(33, true, &sequence(&pairs));
    let root = Blueprint::authority("root", 1);
    let mut issuer = root.clone();
    let mut material = Vec::new();
    for number in 0..28 {
        let ca = Blueprint::authority(&format!("ca {number}"), 10 + number).with(policies.clone()).with(mappings.clone());
        material.push(ca.issue(&issuer));
        issuer = ca;
    }
    let target = Blueprint::end_entity("target", 1000).with(policies).issue(&issuer);
    let mut parameters = at("2026-01-01");
    parameters.explicit_policy = longseal::path::ExplicitPolicy::Required;
    let trusted = anchors(&[&root.self_signed()]);
    let path = in_time("28 levels of crossed policies", || build(&target, &trusted, &material, &parameters)).unwrap();
    assert_eq!(path.policies().iter().count(), 2);
}

#[test]
fn a_path_that_is_too_long_says_so() {
    let root = Blueprint::authority("root", 1);
    let mut issuer = root.clone();
    let mut material = Vec::new();
    for number in 0..200 {
        let ca = Blueprint::authority(&format!("ca {number}"), 10 + number);
        material.push(ca.issue(&issuer));
        issuer = ca;
    }
    let target = Blueprint::end_entity("target", 1000).issue(&issuer);
    let trusted = anchors(&[&root.self_signed()]);
    let failure = in_time("200 levels", || build(&target, &trusted, &material, &at("2026-01-01"))).unwrap_err();
    assert!(failure.has(ReasonCode::PathLimit), "{failure}");
}

/// A checker that supports nothing.
struct NothingSupported;

impl CertificateSignatures for NothingSupported {
    fn verify(&self, certificate: &Certificate, _: &WorkingKey<'_>) -> Verification {
        let algorithm = longseal::crypto::SignatureAlgorithm::from_identifier(
            &longseal::crypto::AlgorithmIdentifier { oid: oid::COMMON_NAME, ..certificate.signature_algorithm().unwrap() },
            None,
        );
        Verification::Unsupported(algorithm.unwrap_err())
    }
}

/// Every fault of a chain has its own reason, and none of them hides the chain.
#[test]
fn each_fault_has_its_reason() {
    let root = Blueprint::authority("root", 1);
    let ca = || Blueprint::authority("ca", 10);
    let target = || Blueprint::end_entity("target", 100);
    let key_usage = |bits: u8| extension(15, true, &[3, 2, 0, bits]);
    let code_signing = sequence(&[vec![6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 3]]);
    let permitted = sequence(&[der(0xa0, &sequence(&[der(0x82, b"permitted.example")]))]);
    let path_length_0 = extension(19, true, &sequence(&[vec![1, 1, 0xff], vec![2, 1, 0]]));
    let cases: Vec<(ReasonCode, Blueprint, Blueprint)> = vec![
        (ReasonCode::PathNotCa, Blueprint::end_entity("ca", 10), target()),
        (ReasonCode::PathKeyCertSign, ca().with(key_usage(0x80)), target()),
        (ReasonCode::PathCriticalExtension, ca(), target().with(extension(99, true, &[5, 0]))),
        (ReasonCode::PathCertificateMalformed, ca(), target().with(extension(32, false, &[5, 0]))),
        (ReasonCode::PathCertificateMalformed, ca(), target().with(key_usage(0x80)).with(key_usage(0x80))),
        (ReasonCode::PathExtendedKeyUsage, ca(), target().with(extension(37, false, &code_signing))),
        (ReasonCode::SignerKeyUsage, ca(), target().with(key_usage(0x20))),
        (
            ReasonCode::PathNameConstraints,
            ca().with(extension(30, true, &permitted)),
            target().with(extension(17, false, &sequence(&[der(0x82, b"other.example")]))),
        ),
        (ReasonCode::PathPolicy, ca().with(extension(36, true, &sequence(&[vec![0x80, 1, 0]]))), target()),
        (ReasonCode::PathExpired, ca(), Blueprint { not_after: "20210101000000Z", ..target() }),
        (ReasonCode::PathNotYetValid, Blueprint { not_before: "20300101000000Z", ..ca() }, target()),
    ];
    let trusted = anchors(&[&root.self_signed()]);
    let mut parameters = at("2026-01-01");
    parameters.purpose = Purpose::DocumentSigning;
    assert!(build(&target().issue(&ca()), &trusted, &[ca().issue(&root)], &parameters).is_ok());
    for (code, ca, target) in cases {
        let material = [ca.issue(&root)];
        let failure = build(&target.issue(&ca), &trusted, &material, &parameters).unwrap_err();
        assert!(failure.has(code), "{}: {failure}", code.as_str());
        assert_eq!((failure.certificates.len(), failure.anchor.is_some()), (2, true), "{}", code.as_str());
    }

    let limited = Blueprint { authority: false, ..ca() }.with(path_length_0);
    let below = Blueprint::authority("below", 11);
    let material = [limited.issue(&root), below.issue(&limited)];
    let failure = build(&target().issue(&below), &trusted, &material, &parameters).unwrap_err();
    assert!(failure.has(ReasonCode::PathLengthExceeded), "{failure}");

    let (leaf, authority) = (target().issue(&ca()), ca().issue(&root));
    let anchor = TrustAnchor::from_certificate(root.self_signed());
    let failure = validate(&[leaf.clone(), authority.clone()], &anchor, &parameters, &NothingSupported).unwrap_err();
    assert_eq!(failure.kind, PathFailureKind::Unsupported);
    let stranger = Blueprint::authority("stranger", 1).self_signed();
    let anchor = TrustAnchor::from_certificate(stranger);
    let failure = validate(&[leaf, authority], &anchor, &parameters, &SyntheticSignatures).unwrap_err();
    assert!(failure.has(ReasonCode::PathNameChaining), "the key is right, the name is not: {failure}");
    let failure = build(&target().issue(&Blueprint { key: 77, ..root.clone() }), &trusted, &[], &parameters).unwrap_err();
    assert!(failure.has(ReasonCode::PathAnchorNameOnly), "{failure}");
    assert!(!failure.has(ReasonCode::PathIssuerMissing), "one of that name is at hand: {failure}");
}

#[test]
fn a_certificate_with_one_malformed_name_is_malformed() {
    let root = Blueprint::authority("root", 1);
    let mut der = Blueprint::end_entity("target", 100).issue(&root).der().to_vec();
    let subject = name("target");
    let at = der.windows(subject.len()).position(|window| window == subject).unwrap();
    // RelativeDistinguishedName ::= SET OF: a SEQUENCE is none.
    der[at + 2] = 0x30;
    let target = Certificate::parse(&der).unwrap();
    let failure = build(&target, &anchors(&[&root.self_signed()]), &[], &at_2026()).unwrap_err();
    assert!(failure.has(ReasonCode::PathCertificateMalformed), "{failure}");
}

/// A fault found first hides no other, and what is wrong with a whole path is said once.
#[test]
fn an_expired_path_without_a_policy_breaks_both_rules() {
    let root = Blueprint::authority("root", 1);
    let ca = Blueprint { not_after: "20210101000000Z", ..Blueprint::authority("ca", 10) };
    let target = Blueprint::end_entity("target", 100).issue(&ca);
    let mut parameters = at_2026();
    parameters.explicit_policy = longseal::path::ExplicitPolicy::Required;
    let failure = build(&target, &anchors(&[&root.self_signed()]), &[ca.issue(&root)], &parameters).unwrap_err();
    let codes: Vec<_> = failure.reasons.iter().map(|reason| reason.code).collect();
    assert_eq!(codes, [ReasonCode::PathExpired, ReasonCode::PathPolicy]);
}

/// What cannot be part of a valid path is followed for the sake of its faults alone.
#[test]
fn an_expired_authority_under_an_unknown_algorithm_is_shown_up_to_the_anchor() {
    let root = Blueprint::authority("root", 1);
    let ca = Blueprint { not_after: "20210101000000Z", ..Blueprint::authority("ca", 10) };
    let target = Blueprint::end_entity("target", 100).issue(&ca);
    let trusted = anchors(&[&root.self_signed()]);
    let pool: CertificatePool = [ca.issue(&root)].into_iter().collect();
    let failure = PathBuilder::new(&trusted, &[&pool], &NothingSupported).build(&target, &at_2026()).unwrap_err();
    assert_eq!((failure.kind, failure.certificates.len()), (PathFailureKind::Unsupported, 2), "{failure}");
    assert!(failure.anchor.is_some() && failure.has(ReasonCode::PathExpired), "{failure}");
}

/// RFC 4158 §3.5.12: no key identifier is better than another's. More of the latter are at hand than may be tried.
#[test]
fn an_issuer_without_a_key_identifier_comes_before_those_with_another() {
    let root = Blueprint::authority("root", 1);
    let signer = Blueprint::authority("ca", 10);
    // The newer of two is tried first, all else being equal.
    let bare = Blueprint { identifiers: false, not_before: "20190101000000Z", ..signer.clone() }.issue(&root);
    let others = (0..150).map(|number| Blueprint::authority("ca", 11 + number).issue(&root));
    let material: Vec<_> = others.chain([bare.clone()]).collect();
    let target = Blueprint::end_entity("target", 1000).issue(&signer);
    let path = build(&target, &anchors(&[&root.self_signed()]), &material, &at_2026()).unwrap();
    assert_eq!(path.certificates(), [target, bare]);
}
