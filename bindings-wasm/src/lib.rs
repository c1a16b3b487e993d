//! Longseal for JavaScript: the same verifier, compiled to WebAssembly.
//!
//! This is the narrow waist: bytes and text in, JSON out. What a JavaScript programmer sees is written by hand in `js/`, on
//! top of it. There is no clock here either: the caller says for which time to validate.

use longseal::evidence::Material;
use longseal::policy::{Policy, RevocationRequirement};
use longseal::report::{self, Language};
use longseal::time::Instant;
use longseal::trust::{AnchorTerms, TrustPurpose, TrustStore};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// Settings of a verifier; [`Settings::build`] makes it.
#[wasm_bindgen]
#[derive(Default)]
pub struct Settings {
    trust: TrustStore,
    material: Material,
    policy: Policy,
    time: Option<Instant>,
    password: Option<String>,
    language: Language,
}

#[wasm_bindgen]
impl Settings {
    /// No trust, the default policy, English; the time must be given.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds every certificate of a PEM, DER or p7b file as a trust anchor, for `purposes` (`signing`, `timestamping`, separated by
    /// spaces; both when absent) `until` a date or an RFC 3339 time (without an end when absent).
    ///
    /// # Errors
    /// When there is no certificate in it, it is damaged, or the terms are none of these.
    // What comes from JavaScript is owned.
    #[allow(clippy::needless_pass_by_value)]
    pub fn trust(&mut self, bytes: &[u8], purposes: Option<String>, until: Option<String>) -> Result<(), JsError> {
        let mut terms = AnchorTerms::default();
        if let Some(words) = purposes {
            let known = |word: &str| TrustPurpose::ALL.into_iter().find(|purpose| purpose.as_str() == word);
            let named: Option<Vec<TrustPurpose>> = words.split(' ').map(known).collect();
            let named =
                named.ok_or_else(|| failure("trust", &format_args!("purposes `{words}` are not signing, timestamping")))?;
            terms = AnchorTerms::new(&named, None);
        }
        if let Some(time) = until {
            let parsed = Instant::parse_rfc3339(&time);
            terms.until =
                Some(parsed.ok_or_else(|| failure("trust", &format_args!("until `{time}` is not a date or RFC 3339 time")))?);
        }
        self.trust.add_on_terms(bytes, &terms).map_err(|error| failure("trust", &error))
    }

    /// Adds certificates, CRLs and OCSP responses, which are not trusted.
    ///
    /// # Errors
    /// When nothing in the bytes is any of these, or it is damaged.
    pub fn material(&mut self, bytes: &[u8]) -> Result<(), JsError> {
        let read = Material::from_bytes(bytes).map_err(|error| failure("material", &error))?;
        self.material.extend(read);
        Ok(())
    }

    /// Chooses a policy preset by its name, or reads a policy file's text.
    ///
    /// # Errors
    /// When there is no preset of that name and it is no policy file; says where the mistake is.
    pub fn policy(&mut self, name_or_toml: &str) -> Result<(), JsError> {
        self.policy = match Policy::preset(name_or_toml) {
            Some(preset) => preset,
            None => Policy::from_toml(name_or_toml).map_err(|error| failure("policy", &error))?,
        };
        Ok(())
    }

    /// Overrides the policy's revocation requirement: `require`, `if-present` or `none`.
    ///
    /// # Errors
    /// When it is none of these.
    pub fn revocation(&mut self, name: &str) -> Result<(), JsError> {
        let requirement = RevocationRequirement::from_name(name)
            .ok_or_else(|| failure("revocation", &format_args!("`{name}` is not require, if-present or none")))?;
        self.policy = core::mem::take(&mut self.policy).with_revocation(requirement);
        Ok(())
    }

    /// The time to validate for, RFC 3339.
    ///
    /// # Errors
    /// When it is no such time.
    pub fn at(&mut self, time: &str) -> Result<(), JsError> {
        let parsed = Instant::parse_rfc3339(time);
        self.time = Some(parsed.ok_or_else(|| failure("at", &format_args!("`{time}` is not an RFC 3339 time")))?);
        Ok(())
    }

    /// A password for encrypted documents; the empty one is always tried.
    pub fn password(&mut self, password: String) {
        self.password = Some(password);
    }

    /// The language of messages: `en` or `vi`.
    ///
    /// # Errors
    /// When there are no messages in that language.
    pub fn lang(&mut self, tag: &str) -> Result<(), JsError> {
        self.language = Language::from_tag(tag).ok_or_else(|| failure("lang", &format_args!("`{tag}` is not en or vi")))?;
        Ok(())
    }

    /// The verifier.
    ///
    /// # Errors
    /// When no time was given: there is no clock here.
    pub fn build(self) -> Result<Core, JsError> {
        let time = self.time.ok_or_else(|| failure("at", &"no time given"))?;
        let builder = longseal::Verifier::builder().trust(self.trust).material(self.material).policy(self.policy).at(time);
        let builder = match &self.password {
            Some(password) => builder.password(password.as_bytes()),
            None => builder,
        };
        Ok(Core { verifier: builder.build(), language: self.language })
    }
}

fn failure(setting: &str, why: &dyn core::fmt::Display) -> JsError {
    JsError::new(&format!("{setting}: {why}"))
}

/// A verifier, which remembers certificates and CRLs from document to document.
#[wasm_bindgen]
pub struct Core {
    verifier: longseal::Verifier,
    language: Language,
}

#[wasm_bindgen]
impl Core {
    /// The JSON report on a document, octet by octet that of `longseal verify --format json`. `path` is what the report calls it.
    // What comes from JavaScript is owned.
    #[allow(clippy::needless_pass_by_value)]
    pub fn verify(&self, document: &Document, path: Option<String>) -> String {
        let path = path.as_deref();
        match self.verifier.verify(&document.bytes) {
            Ok(report) => report::to_json(&report, path, self.language),
            Err(error) => report::error_to_json(&error, path, Some(document.bytes.len() as u64), self.verifier.validation_time()),
        }
    }
}

/// The bytes of one document in this module's memory. JavaScript fills them slice by slice, so that a large file is there once
/// and nowhere else.
#[wasm_bindgen]
pub struct Document {
    bytes: Vec<u8>,
}

#[wasm_bindgen]
impl Document {
    /// Room for `size` bytes, all zero.
    ///
    /// # Errors
    /// When there is not so much memory.
    #[wasm_bindgen(constructor)]
    pub fn new(size: usize) -> Result<Self, JsError> {
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(size).map_err(|_| failure("document", &format_args!("no memory for {size} bytes")))?;
        bytes.resize(size, 0);
        Ok(Self { bytes })
    }

    /// Where the bytes begin in this module's memory.
    pub fn address(&mut self) -> *mut u8 {
        self.bytes.as_mut_ptr()
    }
}
