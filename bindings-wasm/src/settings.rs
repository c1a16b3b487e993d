//! Settings of a verifier, each a name and a value, as JavaScript gives them.

use core::fmt::Display;

use longseal::evidence::Material;
use longseal::policy::{Policy, RevocationRequirement};
use longseal::report::{Language, texts};
use longseal::time::Instant;
use longseal::trust::{AnchorTerms, TrustPurpose, TrustStore};

#[derive(Default)]
pub(crate) struct Settings {
    trust: TrustStore,
    /// Of the next anchors.
    terms: AnchorTerms,
    material: Material,
    policy: Policy,
    time: Option<Instant>,
    password: Option<Vec<u8>>,
    language: Language,
}

impl Settings {
    /// Changes one; what is wrong begins with the name that JavaScript has for it.
    pub(crate) fn set(&mut self, name: &str, value: Vec<u8>) -> Result<(), String> {
        let text = core::str::from_utf8(&value).unwrap_or_default();
        match name {
            // Every certificate of a PEM, DER or p7b file, on the terms said before it.
            "trust" => {
                let terms = core::mem::take(&mut self.terms);
                self.trust.add_on_terms(&value, &terms).map_err(|error| failure(name, &error))?;
            }
            // `signing`, `timestamping`, separated by spaces.
            "purposes" => {
                let known = |word: &str| TrustPurpose::ALL.into_iter().find(|purpose| purpose.as_str() == word);
                let named: Option<Vec<TrustPurpose>> = text.split(' ').map(known).collect();
                let wrong = || failure("trust", &format_args!("purposes `{text}` are not signing, timestamping"));
                self.terms = AnchorTerms::new(&named.ok_or_else(wrong)?, self.terms.until);
            }
            "until" => {
                let wrong = || failure("trust", &format_args!("until `{text}` is not a date or RFC 3339 time"));
                self.terms.until = Some(Instant::parse_rfc3339(text).ok_or_else(wrong)?);
            }
            // Certificates, CRLs and OCSP responses, which are not trusted.
            "material" => self.material.extend(Material::from_bytes(&value).map_err(|error| failure(name, &error))?),
            // A preset's name, or a policy file's text.
            "policy" => {
                self.policy = match Policy::preset(text) {
                    Some(preset) => preset,
                    None => Policy::from_toml(text).map_err(|error| failure(name, &error))?,
                };
            }
            // Overrides that of the policy said before it.
            "revocation" => {
                let wrong = || failure(name, &format_args!("`{text}` is not require, if-present or none"));
                let requirement = RevocationRequirement::from_name(text).ok_or_else(wrong)?;
                self.policy = core::mem::take(&mut self.policy).with_revocation(requirement);
            }
            "at" => {
                let wrong = || failure(name, &format_args!("`{text}` is not an RFC 3339 time"));
                self.time = Some(Instant::parse_rfc3339(text).ok_or_else(wrong)?);
            }
            // The empty one is always tried.
            "password" => self.password = Some(value),
            "lang" => {
                let wrong = || failure(name, &format_args!("`{text}` is not en or vi"));
                self.language = Language::from_tag(text).ok_or_else(wrong)?;
                if !texts::has(self.language) {
                    return Err(failure(name, &format_args!("no texts of `{text}` were loaded, or those of another version")));
                }
            }
            _ => return Err(failure(name, &"no such setting")),
        }
        Ok(())
    }

    pub(crate) fn language(&self) -> Language {
        self.language
    }

    /// The verifier; none when no time was said, or its reasons would have no sentences.
    pub(crate) fn verifier(self) -> Option<longseal::Verifier> {
        if !texts::has(self.language) {
            return None;
        }
        let builder = longseal::Verifier::builder().trust(self.trust).material(self.material).policy(self.policy).at(self.time?);
        Some(match &self.password {
            Some(password) => builder.password(password).build(),
            None => builder.build(),
        })
    }
}

fn failure(setting: &str, why: &dyn Display) -> String {
    format!("{setting}: {why}")
}
