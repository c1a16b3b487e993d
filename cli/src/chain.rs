//! `longseal chain`.

use std::io::{self, Write};

use longseal::asn1::{self, Oid};
use longseal::chain::{ChainSettings, ChainVerifier};
use longseal::evidence::Material;
use longseal::indication::Indication;
use longseal::path::{AnchorRules, AnyPolicyRule, ExplicitPolicy, PathParameters, PolicyMappingRule, PolicySet, Profile};
use longseal::report::{self, Language};
use longseal::x509::Certificate;

use crate::UsageError;
use crate::arguments::{self, ChainArguments, ChainFormat};
use crate::trust;

/// Validates the certificate, prints the verdict and gives the exit status.
pub(crate) fn run(arguments: &ChainArguments) -> Result<u8, UsageError> {
    let (certificate, beside) = read_certificate(arguments)?;
    let given = &arguments.settings;
    let mut settings = ChainSettings::new(given.trust()?, given.time()?);
    settings.material = given.material()?;
    settings.material.extend(beside);
    settings.policy = given.policy()?;
    set_parameters(&mut settings.parameters, arguments)?;
    if matches!(arguments.profile, arguments::Profile::Strict) {
        settings.revocation.profile = longseal::revocation::Profile::Strict;
    }

    let report = ChainVerifier::new(settings).verify(&certificate);
    let language = Language::from(arguments.lang);
    let rendered = match arguments.format {
        ChainFormat::Text => report::chain_to_text(&report, &arguments.certificate.to_string_lossy(), language),
        ChainFormat::Json => report::chain_to_json(&report, language) + "\n",
    };
    match io::stdout().write_all(rendered.as_bytes()) {
        // The reader of a pipe went away: it has what it wanted.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(UsageError(format!("cannot write: {error}"))),
        _ => {}
    }
    Ok(match report.indication {
        Indication::TotalPassed => 0,
        Indication::Indeterminate => 3,
        Indication::TotalFailed => 1,
    })
}

/// The first certificate of the file, and all that is in it.
fn read_certificate(arguments: &ChainArguments) -> Result<(Certificate, Material), UsageError> {
    let path = &arguments.certificate;
    if path.is_dir() {
        return Err(UsageError(format!("{} is a folder; name one certificate", path.display())));
    }
    let material = trust::read_material(std::slice::from_ref(path))?;
    let certificate = material.certificates().first().map(|(certificate, _)| certificate.clone());
    let certificate = certificate.ok_or_else(|| UsageError(format!("no certificate in {}", path.display())))?;
    Ok((certificate, material))
}

fn set_parameters(parameters: &mut PathParameters, arguments: &ChainArguments) -> Result<(), UsageError> {
    if let Some(policies) = policies(&arguments.policy_oid)? {
        parameters.initial_policies = policies;
    }
    if arguments.explicit_policy {
        parameters.explicit_policy = ExplicitPolicy::Required;
    }
    if arguments.inhibit_any_policy {
        parameters.any_policy = AnyPolicyRule::Inhibited;
    }
    if arguments.inhibit_policy_mapping {
        parameters.policy_mapping = PolicyMappingRule::Inhibited;
    }
    if arguments.anchor_constraints {
        parameters.anchor_rules = AnchorRules::ALL;
    }
    parameters.profile = match arguments.profile {
        arguments::Profile::Rfc5280 => Profile::Rfc5280,
        arguments::Profile::Strict => Profile::Strict,
    };
    Ok(())
}

/// `None` without any: every policy is accepted.
fn policies(given: &[String]) -> Result<Option<PolicySet>, UsageError> {
    let mut policies = PolicySet::empty();
    for dotted in given {
        let wrong = || UsageError(format!("--policy-oid {dotted}: not an OID, such as 2.16.840.1.101.3.2.1.48.1"));
        let contents = asn1::oid_contents(dotted).ok_or_else(wrong)?;
        policies.insert(Oid::from_contents(&contents, "policy").map_err(|_| wrong())?);
    }
    Ok((!policies.is_empty()).then_some(policies))
}
