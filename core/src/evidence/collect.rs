//! From bytes to facts: opens the document, reads every signature value, hashes once, verifies.

use std::borrow::Cow;

use super::digest_pass::{self, SignedBytes};
use super::material::{Origin, OriginKind};
use super::signer::{self, AtHand, Content};
use super::{
    ContentCheck, DocumentFacts, Evidence, Material, MaterialCache, PermissionFacts, RevisionFacts, SignatureFacts,
    SignatureKind, SignedFacts, TimestampFacts, TimestampKind, ValidationDataFacts, add, timestamp,
};
use crate::asn1;
use crate::cms::{Attributes, SignedData, SignerInfo, identifier, pkcs1_signature};
use crate::crypto::{Digest, DigestAlgorithm};
use crate::error::Error;
use crate::gather::Gather as _;
use crate::limits::{Limit, Limits};
use crate::order::Arrange as _;
use crate::pdf::Document;
use crate::pdf::changes::{Analysis, Changes};
use crate::pdf::content;
use crate::pdf::signature::{self, ByteRange, DocMdp, FieldLock, Role, Signature, SignatureField, ValidationData};
use crate::reason::{Reason, ReasonCode, Severity};
use crate::tsp::TimestampToken;

/// How to collect: what does not depend on any one document.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Collector {
    /// Budgets.
    pub limits: Limits,
    /// Password of encrypted documents; the empty one is always tried.
    pub password: Option<Vec<u8>>,
    /// Certificates, CRLs and OCSP responses remembered across documents.
    pub cache: MaterialCache,
    /// Material given beside the documents, in which signing certificates are looked up too.
    pub material: Material,
}

/// Collects the facts of one document.
///
/// # Errors
/// When the document could not be examined: not a PDF, encrypted with an unknown password, unreadable, over a limit.
pub fn collect(bytes: &[u8], collector: &Collector) -> Result<Evidence, Error> {
    let document = Document::open(bytes, &collector.limits, collector.password.as_deref())?;
    let fields = signature::fields(&document)?;
    let signed: Vec<(&SignatureField<'_>, &Signature<'_>)> = fields
        .iter()
        .filter_map(|field| Some((field, field.signature.as_ref()?)))
        .filter(|(_, signature)| signature.role != Role::UsageRights)
        .gather();
    let mut validation_data = signature::dss(&document)?;

    let limits = &collector.limits;
    let encoded: Vec<Encoded<'_>> = signed.iter().map(|(_, signature)| Encoded::read(signature, limits)).gather();
    let values: Vec<Value<'_>> =
        encoded.iter().zip(&signed).map(|(encoded, (_, signature))| encoded.parse(signature, limits)).gather();

    let mut facts = document_facts(&document);
    let mut material = Gatherer { material: Material::default(), collector, reasons: Vec::new() };
    for ((_, signature), value) in signed.iter().zip(&values) {
        material.add_signature(signature, value);
    }
    material.add_validation_data(&mut validation_data);
    let Gatherer { material, reasons, .. } = material;
    facts.reasons.extend(reasons);
    check_limits(&material, &collector.limits)?;

    let wanted: Vec<SignedBytes> =
        signed.iter().zip(&values).flat_map(|((_, signature), value)| value.wanted(signature)).gather();
    let digests = digest_pass::digests(bytes, &wanted);
    facts.sha256.copy_from_slice(digests.document.as_bytes());

    let analysis = Analysis::new(&document, &fields);
    let materials = [&material, &collector.material];
    let at_hand = AtHand::new(&materials);
    let mut signatures: Vec<_> = signed
        .iter()
        .zip(encoded.iter().zip(&values))
        .map(|((field, signature), (encoded, value))| {
            let find = |algorithm| find_digest(signature.byte_range.as_ref(), algorithm, &wanted, &digests.signed);
            let remains = |algorithm| find_digest(signature.remains.as_ref(), algorithm, &wanted, &digests.signed);
            let examination = Examination {
                field,
                signature,
                content: Content::Digests(&find),
                remains: Content::Digests(&remains),
                at_hand: &at_hand,
                document: &document,
                changes: analysis.after(field),
                validation_data: &validation_data,
            };
            examination.facts(encoded, value)
        })
        .gather();
    // Reading is lazy: only now everything was read that bears on a signature, and what had to be guessed is known.
    if document.is_repaired() {
        facts.repaired = true;
        facts.reasons.push(Reason::new(ReasonCode::DocumentRepaired));
    }
    // Last: what is broken in an action or a layer bears on no signature.
    if !signed.is_empty() {
        facts.reasons.extend(content::advisories(&document));
    }
    let is_usage_rights = |signature: &Signature<'_>| signature.role == Role::UsageRights;
    if fields.iter().filter_map(|field| field.signature.as_ref()).any(is_usage_rights) {
        facts.reasons.push(Reason::new(ReasonCode::SignatureUsageRights));
    }
    add::distrust(&mut signatures);
    Ok(Evidence {
        revisions: revision_facts(&document),
        validation_data: validation_data_facts(&validation_data),
        document: facts,
        signatures,
        material,
    })
}

/// The bytes of a signature value with definite lengths.
enum Encoded<'a> {
    /// With whether they are plainly DER.
    Definite(Cow<'a, [u8]>, bool),
    Unreadable(Reason),
}

impl<'a> Encoded<'a> {
    fn read(signature: &'a Signature<'_>, limits: &Limits) -> Self {
        if signature.contents.len() > limits.max_cms_size as usize {
            return Self::Unreadable(Reason::new(ReasonCode::CmsMalformed).with("what", Limit::CmsSize));
        }
        match asn1::to_definite_or_der(&signature.contents) {
            Ok((bytes, is_der)) => Self::Definite(bytes, is_der),
            Err(error) => Self::Unreadable(Reason::new(ReasonCode::CmsMalformed).with("what", error)),
        }
    }

    fn parse(&'a self, signature: &Signature<'_>, limits: &Limits) -> Value<'a> {
        let bytes = match self {
            Self::Definite(bytes, _) => bytes,
            Self::Unreadable(reason) => return Value::Unreadable(reason.clone()),
        };
        let unreadable = |code, error: asn1::Error| Value::Unreadable(Reason::new(code).with("what", error));
        let too_many = |code| Value::Unreadable(Reason::new(code).with("what", Limit::Attributes));
        if signature.role == Role::DocumentTimestamp {
            return TimestampToken::parse(bytes).map_or_else(
                |error| unreadable(ReasonCode::TimestampMalformed, error),
                |token| {
                    if has_few_attributes(&token.signed_data, limits) {
                        Value::Timestamp(Box::new(token))
                    } else {
                        too_many(ReasonCode::TimestampMalformed)
                    }
                },
            );
        }
        if signature.subfilter.as_deref() == Some("adbe.x509.rsa_sha1") {
            return pkcs1_signature(bytes).map_or_else(|error| unreadable(ReasonCode::CmsMalformed, error), Value::Pkcs1);
        }
        match SignedData::parse(bytes) {
            Ok(signed) if has_few_attributes(&signed, limits) => Value::Signed(Box::new(signed)),
            Ok(_) => too_many(ReasonCode::CmsMalformed),
            Err(error) => unreadable(ReasonCode::CmsMalformed, error),
        }
    }
}

/// Whether every SignerInfo keeps within [`Limits::max_attributes`].
fn has_few_attributes(signed: &SignedData<'_>, limits: &Limits) -> bool {
    let most = limits.max_attributes as usize;
    let few = |attributes: &Attributes<'_>| attributes.extent() <= most;
    signed.signer_infos.iter().all(|signer| signer.signed_attributes.as_ref().is_none_or(few) && few(&signer.unsigned_attributes))
}

impl Encoded<'_> {
    /// In which ways it is BER and not DER, as ISO 32000-2 §12.8.3.3.1 demands.
    fn remarks(&self) -> Vec<Reason> {
        let Self::Definite(bytes, false) = self else { return Vec::new() };
        let mut reasons = Vec::new();
        if matches!(bytes, Cow::Owned(_)) {
            reasons.push(Reason::new(ReasonCode::CmsIndefiniteLength));
        }
        let what = asn1::departures(bytes).map(|found| found.to_string()).unwrap_or_default();
        if !what.is_empty() {
            reasons.push(Reason::new(ReasonCode::CmsNotDer).with("what", what));
        }
        reasons
    }
}

/// What /Contents holds, by SubFilter.
enum Value<'a> {
    Signed(Box<SignedData<'a>>),
    Timestamp(Box<TimestampToken<'a>>),
    Pkcs1(&'a [u8]),
    Unreadable(Reason),
}

impl Value<'_> {
    /// The digests of the signed bytes that examining this value needs.
    fn wanted(&self, signature: &Signature<'_>) -> Vec<SignedBytes> {
        let Some(range) = signature.byte_range.as_ref().or(signature.remains.as_ref()) else { return Vec::new() };
        let mut algorithms = match self {
            Self::Unreadable(_) => Vec::new(),
            Self::Pkcs1(_) => signer::PKCS1_DIGESTS.to_vec(),
            Self::Timestamp(token) => token.tst_info.message_imprint.hash_algorithm.digest_algorithm().into_iter().collect(),
            Self::Signed(signed) => signed.signer_infos.first().map(content_digests).unwrap_or_default(),
        };
        if is_pkcs7_sha1(signature) {
            algorithms = vec![DigestAlgorithm::Sha1];
        }
        algorithms.arrange();
        algorithms.dedup();
        let over = |algorithm| SignedBytes { algorithm, gap: range.gap.clone(), end: range.end };
        algorithms.into_iter().map(over).gather()
    }
}

/// Nothing was cut off: the range asks for more than was ever signed.
fn past_end_after_all(reasons: &mut [Reason]) {
    for reason in reasons.iter_mut().filter(|reason| reason.code == ReasonCode::ByteRangeCutOff) {
        let arguments = core::mem::take(&mut reason.arguments).into_iter().filter(|(name, _)| name != "missing").gather();
        *reason = Reason { arguments, ..Reason::new(ReasonCode::ByteRangePastEnd) };
    }
}

/// The SignerInfo's own digests, and those of content timestamps' imprints.
fn content_digests(signer_info: &SignerInfo<'_>) -> Vec<DigestAlgorithm> {
    let mut algorithms = signer::digests_needed(signer_info);
    for token in signer_info.content_timestamps() {
        let token = TimestampToken::parse(token).ok();
        algorithms.extend(token.and_then(|token| token.tst_info.message_imprint.hash_algorithm.digest_algorithm()));
    }
    algorithms
}

/// adbe.pkcs7.sha1: the CMS encapsulates the SHA-1 of the signed bytes (ISO 32000-1 §12.8.3.3.1).
fn is_pkcs7_sha1(signature: &Signature<'_>) -> bool {
    signature.subfilter.as_deref() == Some("adbe.pkcs7.sha1")
}

fn find_digest(
    range: Option<&ByteRange>,
    algorithm: DigestAlgorithm,
    wanted: &[SignedBytes],
    digests: &[Option<Digest>],
) -> Option<Digest> {
    let range = range?;
    let position =
        wanted.iter().position(|wanted| wanted.algorithm == algorithm && wanted.gap == range.gap && wanted.end == range.end)?;
    digests.get(position).copied().flatten()
}

/// Reasons why material cannot be read.
const MAX_UNREADABLE: usize = 100;

/// Gathers material and remembers where each item was found.
struct Gatherer<'c> {
    material: Material,
    collector: &'c Collector,
    reasons: Vec<Reason>,
}

impl Gatherer<'_> {
    fn add_signature(&mut self, signature: &Signature<'_>, value: &Value<'_>) {
        let covered_from = Some(covered_from(signature));
        let origin = Origin { kind: OriginKind::Signature, covered_from };
        match value {
            Value::Signed(signed) => self.add_signed_data(signed, origin),
            Value::Timestamp(token) => {
                self.add_signed_data(&token.signed_data, Origin { kind: OriginKind::Timestamp, covered_from });
            }
            Value::Pkcs1(_) | Value::Unreadable(_) => {}
        }
        for der in &signature.certificates {
            self.add_certificate(der, origin);
        }
    }

    fn add_signed_data(&mut self, signed: &SignedData<'_>, origin: Origin) {
        for der in &signed.certificates {
            self.add_certificate(der, origin);
        }
        self.add_revocation(&signed.crls, &signed.ocsp_responses, origin);
        for signer_info in &signed.signer_infos {
            for der in signer_info.certificate_values() {
                self.add_certificate(der, origin);
            }
            let archival = signer_info.adobe_revocation();
            self.add_revocation(&archival.crls, &archival.ocsp_responses, origin);
            let values = signer_info.revocation_values();
            self.add_revocation(&values.crls, &values.ocsp_responses, origin);
            if origin.kind == OriginKind::Timestamp {
                continue;
            }
            for token in signer_info.signature_timestamps().into_iter().chain(signer_info.content_timestamps()) {
                if let Ok(token) = TimestampToken::parse(token) {
                    self.add_signed_data(&token.signed_data, Origin { kind: OriginKind::Timestamp, ..origin });
                }
            }
        }
    }

    /// Takes the bytes of the items: together they may be large, and each is kept as what it was parsed to.
    fn add_validation_data(&mut self, data: &mut ValidationData) {
        let origin = |revision: u32| Origin { kind: OriginKind::ValidationData, covered_from: Some(revision) };
        for item in &mut data.certificates {
            self.add_certificate(&core::mem::take(&mut item.bytes), origin(item.revision.0));
        }
        for item in &mut data.crls {
            self.add_revocation(&[&core::mem::take(&mut item.bytes)], &[], origin(item.revision.0));
        }
        for item in &mut data.ocsps {
            self.add_revocation(&[], &[&core::mem::take(&mut item.bytes)], origin(item.revision.0));
        }
        for entry in &data.vri {
            if let Some(Ok(bytes)) = entry.timestamp.as_deref().map(asn1::to_definite)
                && let Ok(token) = TimestampToken::parse(&bytes)
            {
                self.add_signed_data(&token.signed_data, Origin { kind: OriginKind::Timestamp, ..origin(entry.revision.0) });
            }
        }
    }

    fn add_certificate(&mut self, der: &[u8], origin: Origin) {
        match self.collector.cache.certificate(der) {
            Ok(certificate) => self.material.add_certificate(certificate, origin),
            Err(error) => self.unreadable(Reason::new(ReasonCode::DocumentCertificateUnreadable).with("what", error)),
        }
    }

    fn add_revocation(&mut self, crls: &[&[u8]], ocsps: &[&[u8]], origin: Origin) {
        for der in crls {
            match self.collector.cache.crl(der) {
                Ok(crl) => self.material.add_crl(crl, origin),
                Err(error) => self.unreadable(Reason::new(ReasonCode::RevocationMalformed).with("what", error)),
            }
        }
        for der in ocsps {
            match self.collector.cache.ocsp(der) {
                Ok(ocsp) => self.material.add_ocsp(ocsp, origin),
                Err(error) => self.unreadable(Reason::new(ReasonCode::RevocationMalformed).with("what", error)),
            }
        }
    }

    /// An item that cannot be read proves nothing and disproves nothing.
    fn unreadable(&mut self, reason: Reason) {
        let reason = reason.severity(Severity::Warning);
        // There are more ways of being unreadable than anybody reads.
        if self.reasons.len() < MAX_UNREADABLE && !self.reasons.contains(&reason) {
            self.reasons.push(reason);
        }
    }
}

fn check_limits(material: &Material, limits: &Limits) -> Result<(), Error> {
    if material.certificates().len() > limits.max_certificates as usize {
        return Err(Limit::Certificates.into());
    }
    let items = limits.max_revocation_items as usize;
    if material.crls().len() > items || material.ocsps().len() > items {
        return Err(Limit::RevocationItems.into());
    }
    Ok(())
}

/// One signature and what examining it needs.
struct Examination<'e, 'a> {
    field: &'e SignatureField<'a>,
    signature: &'e Signature<'a>,
    content: Content<'e>,
    /// What is left of the content in a file that was cut off.
    remains: Content<'e>,
    at_hand: &'e AtHand<'e>,
    document: &'e Document<'a>,
    changes: Changes,
    validation_data: &'e ValidationData,
}

impl Examination<'_, '_> {
    fn facts(&self, encoded: &Encoded<'_>, value: &Value<'_>) -> SignatureFacts {
        let signature = self.signature;
        let is_timestamp = signature.role == Role::DocumentTimestamp;
        let mut facts = SignatureFacts {
            field: self.field.name.clone(),
            kind: if is_timestamp { SignatureKind::DocumentTimestamp } else { SignatureKind::Signature },
            subfilter: signature.subfilter.clone(),
            revision: signature.revision.map(|revision| revision.0),
            byte_range: signature.byte_range_written.clone(),
            coverage: signature.coverage,
            dictionary_time: signature.signing_time.map(|date| date.instant),
            dictionary_name: signature.signer_name.clone(),
            dictionary_reason: signature.reason.clone(),
            dictionary_location: signature.location.clone(),
            reasons: signature.problems.clone(),
            signed: None,
            timestamp: None,
            timestamps: Vec::new(),
            changes: self.changes.clone(),
            analysed_changes: None,
            dictionary: signature.reference,
            permissions: permission_facts(signature, self.field.lock.as_ref()),
        };
        if signature.remains.is_some() && self.is_all_that_was_signed(value) {
            past_end_after_all(&mut facts.reasons);
        }
        match value {
            Value::Unreadable(reason) => facts.reasons.push(reason.clone()),
            Value::Pkcs1(value) => {
                let certificate = self.pkcs1_certificate();
                facts.signed = Some(signer::examine_pkcs1(value, certificate, &self.content, self.at_hand));
            }
            Value::Timestamp(token) => self.examine_timestamp(token, &mut facts),
            Value::Signed(signed) => self.examine_signed(signed, &mut facts),
        }
        facts.reasons.extend(encoded.remarks());
        if !is_timestamp {
            self.remark_subfilter(&mut facts.reasons);
        }
        facts
    }

    /// Whether a range that ends after the file is the mistake, and not the file: the signed digest is that of the bytes
    /// that are here.
    fn is_all_that_was_signed(&self, value: &Value<'_>) -> bool {
        let is_digest = |algorithm: Option<DigestAlgorithm>, digest: &[u8]| {
            let here = algorithm.and_then(|algorithm| self.remains.digest(algorithm));
            here.is_some_and(|here| here.as_bytes() == digest)
        };
        match value {
            Value::Signed(signed) => signed.signer_infos.first().is_some_and(|signer_info| {
                let digest = signer_info.message_digest().ok().flatten();
                digest.is_some_and(|digest| is_digest(signer_info.digest_algorithm.digest_algorithm(), digest))
            }),
            Value::Timestamp(token) => {
                let imprint = &token.tst_info.message_imprint;
                is_digest(imprint.hash_algorithm.digest_algorithm(), imprint.hashed_message)
            }
            Value::Pkcs1(_) | Value::Unreadable(_) => false,
        }
    }

    fn examine_timestamp(&self, token: &TimestampToken<'_>, facts: &mut SignatureFacts) {
        let covered_from = Some(covered_from(self.signature));
        facts.timestamp = timestamp::examine(token, TimestampKind::Document, &self.content, covered_from, self.at_hand);
        if let Some(signer_info) = token.signed_data.signer_infos.first() {
            self.examine_validation_data_timestamps(signer_info.signature, facts);
        }
        if facts.timestamp.is_none() {
            facts.reasons.push(Reason::new(ReasonCode::CmsSignerCount).with("count", token.signed_data.signer_count()));
        }
    }

    fn examine_signed(&self, signed: &SignedData<'_>, facts: &mut SignatureFacts) {
        let pkcs7_sha1 = is_pkcs7_sha1(self.signature);
        signer::check_outline(signed, pkcs7_sha1, &mut facts.reasons);
        let Some(signer_info) = signed.signer_infos.first() else { return };
        let mut examined = match signed.encapsulated_content {
            Some(content) if pkcs7_sha1 => {
                let mut examined = signer::examine(signer_info, &Content::Bytes(content), signed.content_type, self.at_hand);
                self.check_encapsulated_digest(content, &mut examined);
                examined
            }
            Some(content) => {
                // RFC 5652 §5.4: what is signed is the content inside; ISO 32000-2 §12.8.3.3.1: it must be the file.
                let inside = signer::examine(signer_info, &Content::Bytes(content), signed.content_type, self.at_hand);
                let mut examined = signer::examine(signer_info, &self.content, identifier::DATA, self.at_hand);
                if inside.content != ContentCheck::Matches {
                    examined.content = ContentCheck::Differs;
                }
                examined
            }
            None => signer::examine(signer_info, &self.content, identifier::DATA, self.at_hand),
        };
        self.check_signed_attributes(signer_info, &mut examined);
        self.examine_inner_timestamps(signer_info, facts);
        self.examine_validation_data_timestamps(signer_info.signature, facts);
        facts.signed = Some(examined);
    }

    /// The encapsulated SHA-1 digest must be that of the signed bytes.
    fn check_encapsulated_digest(&self, content: &[u8], examined: &mut SignedFacts) {
        match self.content.digest(DigestAlgorithm::Sha1) {
            Some(digest) if digest.as_bytes() == content => {}
            Some(_) => examined.content = ContentCheck::Differs,
            None if examined.content != ContentCheck::Differs => examined.content = ContentCheck::NotComputable,
            None => {}
        }
    }

    fn check_signed_attributes(&self, signer_info: &SignerInfo<'_>, examined: &mut SignedFacts) {
        if signer_info.signed_attributes.is_some() {
            return;
        }
        // EN 319 122-1 §5.1: a CAdES signature has signed attributes.
        if self.signature.subfilter.as_deref() == Some("ETSI.CAdES.detached") {
            examined.reasons.push(Reason::new(ReasonCode::CmsNoSignedAttributes));
        }
        // Content that begins as a SET OF Attribute may be the signed attributes of another signature.
        if self.document.bytes().first() == Some(&0x31) {
            examined.reasons.push(Reason::new(ReasonCode::CmsForgedAttributes));
        }
    }

    fn examine_inner_timestamps(&self, signer_info: &SignerInfo<'_>, facts: &mut SignatureFacts) {
        let over_value = Content::Bytes(signer_info.signature);
        let covered_from = Some(covered_from(self.signature));
        let signature_timestamps =
            signer_info.signature_timestamps().into_iter().map(|raw| (raw, TimestampKind::Signature, &over_value));
        let content_timestamps =
            signer_info.content_timestamps().into_iter().map(|raw| (raw, TimestampKind::Content, &self.content));
        for (raw, kind, covered) in signature_timestamps.chain(content_timestamps) {
            let token = TimestampToken::parse(raw);
            let malformed =
                |what: String| Reason::new(ReasonCode::TimestampMalformed).with("what", what).severity(Severity::Warning);
            match token.as_ref().map(|token| timestamp::examine(token, kind, covered, covered_from, self.at_hand)) {
                Ok(Some(timestamp)) => push_new(&mut facts.timestamps, timestamp),
                Ok(None) => facts.reasons.push(malformed("no SignerInfo".to_owned())),
                Err(error) => facts.reasons.push(malformed(error.to_string())),
            }
        }
    }

    /// /TS of the /VRI entries for this signature.
    ///
    /// NOTE: ISO 32000-2 table 262 does not say what its imprint is of. Software stamps the signature value, as a
    /// signature timestamp does; the key of the entry is a digest of /Contents, so that is the other reading.
    fn examine_validation_data_timestamps(&self, value: &[u8], facts: &mut SignatureFacts) {
        let entries = self.validation_data.vri.iter().filter(|entry| entry.timestamp.is_some());
        let mut entries = entries.peekable();
        if entries.peek().is_none() {
            return;
        }
        let key = DigestAlgorithm::Sha1.digest(&self.signature.contents);
        for entry in entries.filter(|entry| is_hexadecimal_of(&entry.key, key.as_bytes())) {
            let Some(Ok(bytes)) = entry.timestamp.as_deref().map(asn1::to_definite) else { continue };
            let examined = TimestampToken::parse(&bytes).map(|token| {
                let kind = TimestampKind::ValidationData;
                let over =
                    |covered| timestamp::examine(&token, kind, &Content::Bytes(covered), Some(entry.revision.0), self.at_hand);
                let over_value = over(value);
                match over(&self.signature.contents) {
                    Some(found) if found.imprint == ContentCheck::Matches => Some(found),
                    _ => over_value,
                }
            });
            let malformed =
                |what: String| Reason::new(ReasonCode::TimestampMalformed).with("what", what).severity(Severity::Warning);
            match examined {
                Ok(Some(timestamp)) => push_new(&mut facts.timestamps, timestamp),
                Ok(None) => facts.reasons.push(malformed("no SignerInfo".to_owned())),
                Err(error) => facts.reasons.push(malformed(error.to_string())),
            }
        }
    }

    fn pkcs1_certificate(&self) -> Option<&crate::x509::Certificate> {
        let der = self.signature.certificates.first()?;
        let all = self.at_hand.materials.iter().flat_map(|material| material.certificates());
        all.map(|(certificate, _)| certificate).find(|certificate| certificate.der() == der.as_slice())
    }

    fn remark_subfilter(&self, reasons: &mut Vec<Reason>) {
        const KNOWN: [&str; 4] = ["adbe.pkcs7.detached", "adbe.pkcs7.sha1", "adbe.x509.rsa_sha1", "ETSI.CAdES.detached"];
        if let Some(subfilter) = &self.signature.subfilter
            && !KNOWN.contains(&subfilter.as_str())
        {
            reasons.push(Reason::new(ReasonCode::SignatureSubfilterUnknown).with("subfilter", subfilter));
        }
    }
}

/// The first revision whose signed range holds a signature's value: a timestamp over its own revision does not cover it,
/// one over any later revision does.
fn covered_from(signature: &Signature<'_>) -> u32 {
    signature.revision.unwrap_or(signature.defined_in).0.saturating_add(1)
}

/// Whether `text` is the hexadecimal of `bytes`, in either case.
fn is_hexadecimal_of(text: &str, bytes: &[u8]) -> bool {
    text.len() == bytes.len() * 2
        && text
            .as_bytes()
            .chunks(2)
            .zip(bytes)
            .all(|(pair, byte)| core::str::from_utf8(pair).is_ok_and(|pair| u8::from_str_radix(pair, 16) == Ok(*byte)))
}

/// The same token may hang on a signature twice; once is enough.
fn push_new(timestamps: &mut Vec<TimestampFacts>, timestamp: TimestampFacts) {
    let same = |other: &TimestampFacts| {
        other.time == timestamp.time
            && other.kind == timestamp.kind
            && other.signed.signing_certificate == timestamp.signed.signing_certificate
            && other.imprint == timestamp.imprint
    };
    if !timestamps.iter().any(same) {
        timestamps.push(timestamp);
    }
}

fn document_facts(document: &Document<'_>) -> DocumentFacts {
    let mut reasons = Vec::new();
    if let Some(span) = document.trailing_data() {
        let bytes = span.end.saturating_sub(span.start);
        reasons.push(Reason::new(ReasonCode::DocumentTrailingData).with("bytes", bytes));
    }
    DocumentFacts {
        size: document.bytes().len() as u64,
        sha256: [0; 32],
        encrypted: document.is_encrypted(),
        repaired: false,
        reasons,
    }
}

fn revision_facts(document: &Document<'_>) -> Vec<RevisionFacts> {
    let facts = |revision: &crate::pdf::Revision<'_>| RevisionFacts {
        start: revision.start as u64,
        end: revision.end as u64,
        objects: document.entry_count(revision.index) as u32,
    };
    document.revisions().iter().map(facts).gather()
}

fn validation_data_facts(data: &ValidationData) -> ValidationDataFacts {
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    ValidationDataFacts {
        certificates: count(data.certificates.len()),
        crls: count(data.crls.len()),
        ocsps: count(data.ocsps.len()),
        vri: count(data.vri.len()),
        first_revision: data.generations.first().map(|revision| revision.0),
    }
}

fn permission_facts(signature: &Signature<'_>, lock: Option<&FieldLock>) -> PermissionFacts {
    PermissionFacts {
        docmdp: signature.docmdp.map(DocMdp::number),
        fieldmdp: signature.fieldmdp.as_ref().map(describe_lock),
        lock: lock.map(describe_lock),
    }
}

/// `All`, or the action and the fields: `Include: a, b`.
fn describe_lock(lock: &FieldLock) -> String {
    if lock.fields.is_empty() {
        lock.action.as_str().to_owned()
    } else {
        format!("{}: {}", lock.action.as_str(), lock.fields.join(", "))
    }
}
