//! Whether a CRL's scope includes a certificate (RFC 5280 §6.3.3 (b), (d)).

use super::options::{IndirectCrls, RedundantCrlIssuer};
use super::request::Question;
use crate::asn1;
use crate::case_folding::push_folded;
use crate::crl::{Crl, IssuingDistributionPoint};
use crate::keyed::KeyedSet;
use crate::x509::{
    Certificate, DistributionPoint, DistributionPointName, GeneralName, GeneralNames, Name, NormalizedName, ReasonFlags,
};

/// The certificate's distribution points, as far as scope is concerned.
pub(super) struct Points<'a> {
    points: Vec<Point<'a>>,
    /// The names that may have issued CRLs for the certificate, its own issuer first.
    pub(super) crl_issuers: Vec<NormalizedName>,
}

impl<'a> Point<'a> {
    /// A relative name is below the cRLIssuer, or below the certificate's issuer (RFC 5280 §4.2.1.13).
    fn new(point: DistributionPoint<'a>, certificate: &Certificate) -> Self {
        let base = point.crl_issuer.as_ref().and_then(GeneralNames::directory_name);
        let names = point.name.map(|name| comparable(&name, &base.unwrap_or(certificate.issuer())));
        Self { names, reasons: point.reasons, crl_issuer: point.crl_issuer }
    }
}

/// A CRL that is in scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct InScope {
    /// interim_reasons_mask, over all distribution points that lead to the CRL.
    pub(super) reasons: ReasonFlags,
    /// Whether it is in scope only because a redundant cRLIssuer was taken as not written.
    pub(super) redundant_crl_issuer: bool,
}

/// One of them, with its names in comparable form.
struct Point<'a> {
    names: Option<KeyedSet<Comparable>>,
    reasons: Option<ReasonFlags>,
    crl_issuer: Option<GeneralNames<'a>>,
}

/// Distribution points looked at; real certificates have up to five. Each is compared with each CRL.
const MAX_POINTS: usize = 64;

impl<'a> Points<'a> {
    /// Reads the extension.
    ///
    /// # Errors
    /// When it cannot be read. It might delegate revocation to others, so that no CRL can then be said to be in scope.
    pub(super) fn read(certificate: &'a Certificate) -> asn1::Result<Self> {
        let read = certificate.crl_distribution_points()?.unwrap_or_default();
        if read.len() > MAX_POINTS {
            return Err(asn1::Error::new(asn1::ErrorKind::TooMany, "CRLDistributionPoints"));
        }
        let mut crl_issuers = vec![certificate.normalized_issuer().clone()];
        for name in read.iter().filter_map(|point| point.crl_issuer.clone()).flat_map(directory_names) {
            let name = name.normalized();
            if crl_issuers.len() <= MAX_POINTS && !crl_issuers.contains(&name) {
                crl_issuers.push(name);
            }
        }
        let points = read.into_iter().map(|point| Point::new(point, certificate)).collect();
        Ok(Self { points, crl_issuers })
    }

    /// Whether, and for which reasons, `crl` covers the certificate; otherwise why not.
    pub(super) fn scope(
        &self,
        question: &Question<'_>,
        crl: &Crl,
        idp: Option<&IssuingDistributionPoint<'_>>,
    ) -> Result<InScope, &'static str> {
        check_kind(question, idp)?;
        let crl_names = idp.and_then(|idp| idp.name.as_ref()).map(|name| comparable(name, &crl.issuer()));
        let mut why = "no distribution point of the certificate leads to it";
        let mut found: Option<InScope> = None;
        for point in &self.points {
            match scope_of_point(question, crl, idp, crl_names.as_ref(), point) {
                Ok(scope) => {
                    found = Some(found.map_or(scope, |before| InScope {
                        reasons: before.reasons.union(scope.reasons),
                        redundant_crl_issuer: before.redundant_crl_issuer && scope.redundant_crl_issuer,
                    }));
                }
                Err(reason) => why = reason,
            }
        }
        if let Some(found) = found {
            return Ok(found);
        }
        // "repeat the process above with any available CRLs not specified in a distribution point but issued by the
        // certificate issuer": a point with the issuer's name and nothing else.
        // NOTE: not when every distribution point names another cRLIssuer. The issuer then says that it leaves
        // revocation to others, and its own CRL, complete though it claims to be, would not list the certificate.
        let delegated = !self.points.is_empty() && self.points.iter().all(|point| point.crl_issuer.is_some());
        if delegated || crl.normalized_issuer() != question.certificate.normalized_issuer() {
            return Err(why);
        }
        let issuer_name = [Comparable::Directory(question.certificate.normalized_issuer().clone())].into_iter().collect();
        match crl_names {
            Some(names) if names.is_disjoint(&issuer_name) => Err(why),
            _ => Ok(InScope { reasons: covered(idp, None), redundant_crl_issuer: false }),
        }
    }
}

/// Whether one distribution point leads to the CRL.
fn scope_of_point(
    question: &Question<'_>,
    crl: &Crl,
    idp: Option<&IssuingDistributionPoint<'_>>,
    crl_names: Option<&KeyedSet<Comparable>>,
    point: &Point<'_>,
) -> Result<InScope, &'static str> {
    let certificate = question.certificate;
    let own = crl.normalized_issuer() == certificate.normalized_issuer();
    let mut redundant_crl_issuer = false;
    // (b)(1)
    let mut crl_issuer = point.crl_issuer.clone();
    if let Some(names) = &point.crl_issuer {
        let named = directory_names(names.clone()).any(|name| name.matches(&crl.issuer()));
        let indirect = idp.is_some_and(|idp| idp.indirect_crl);
        if !(named && indirect) {
            let spelled_alike = || directory_names(names.clone()).any(|name| same_but_for_dashes(&name, &crl.issuer()));
            let tolerated =
                own && question.checker.options.redundant_crl_issuer == RedundantCrlIssuer::Tolerate && spelled_alike();
            if !tolerated {
                return Err(if named { "cRLIssuer needs an indirect CRL" } else { "its issuer is not the cRLIssuer" });
            }
            redundant_crl_issuer = true;
            crl_issuer = None;
        }
    } else if !own {
        return Err("its issuer is not the certificate's");
    }
    // (b)(2)(i)
    if let Some(crl_names) = crl_names {
        let meets = match (&point.names, crl_issuer) {
            (Some(names), _) => !names.is_disjoint(crl_names),
            (None, Some(names)) => names.filter_map(|name| Comparable::of(&name.ok()?)).any(|name| crl_names.contains(&name)),
            // A point has a name or a cRLIssuer; without either it says nothing about where.
            (None, None) => redundant_crl_issuer,
        };
        if !meets {
            return Err("its distribution point is another");
        }
    }
    Ok(InScope { reasons: covered(idp, point.reasons), redundant_crl_issuer })
}

/// (b)(2)(ii) to (iv), which do not depend on the distribution point.
fn check_kind(question: &Question<'_>, idp: Option<&IssuingDistributionPoint<'_>>) -> Result<(), &'static str> {
    let Some(idp) = idp else { return Ok(()) };
    if idp.indirect_crl && question.checker.options.indirect_crls == IndirectCrls::Refuse {
        return Err("it is indirect");
    }
    if idp.only_attribute_certificates {
        return Err("it covers attribute certificates only");
    }
    // Certificates of version 1 say nothing about being an authority: no part of a split list is theirs for certain.
    if (idp.only_ca_certificates || idp.only_user_certificates) && question.certificate.version() < 3 {
        return Err("it covers a kind of certificates that this one does not name");
    }
    let is_authority = match question.certificate.basic_constraints() {
        Ok(constraints) => constraints.is_some_and(|constraints| constraints.ca),
        Err(_) => return Err("the certificate does not say plainly whether it is an authority"),
    };
    match (idp.only_user_certificates, idp.only_ca_certificates) {
        (true, true) => Err("it covers no certificate"),
        (true, false) if is_authority => Err("it covers end entities only"),
        (false, true) if !is_authority => Err("it covers authorities only"),
        _ => Ok(()),
    }
}

/// (d): the interim reasons mask.
fn covered(idp: Option<&IssuingDistributionPoint<'_>>, point: Option<ReasonFlags>) -> ReasonFlags {
    let crl = idp.and_then(|idp| idp.only_some_reasons).unwrap_or(ReasonFlags::ALL);
    crl.intersection(point.unwrap_or(ReasonFlags::ALL))
}

/// A name by which a distribution point can be the same as another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Comparable {
    Directory(NormalizedName),
    Uri(Box<[u8]>),
    Other(u8, Box<[u8]>),
}

impl Comparable {
    fn of(name: &GeneralName<'_>) -> Option<Self> {
        match name {
            GeneralName::DirectoryName(name) => Some(Self::Directory(name.normalized())),
            GeneralName::Uri(uri) => Some(Self::Uri((*uri).into())),
            GeneralName::Rfc822Name(text) => Some(Self::Other(1, (*text).into())),
            GeneralName::DnsName(text) => Some(Self::Other(2, (*text).into())),
            GeneralName::IpAddress(octets) => Some(Self::Other(7, (*octets).into())),
            GeneralName::RegisteredId(id) => Some(Self::Other(8, id.as_bytes().into())),
            _ => None,
        }
    }
}

/// All names of a distribution point; a relative one is completed with `base`.
fn comparable(name: &DistributionPointName<'_>, base: &Name<'_>) -> KeyedSet<Comparable> {
    match name {
        DistributionPointName::FullName(names) => names.clone().filter_map(|name| Comparable::of(&name.ok()?)).collect(),
        DistributionPointName::RelativeToCrlIssuer(relative) => {
            let full = relative.below(base);
            let name = full.as_deref().and_then(|der| Name::from_der(der).ok());
            name.map(|name| Comparable::Directory(name.normalized())).into_iter().collect()
        }
    }
}

fn directory_names(names: GeneralNames<'_>) -> impl Iterator<Item = Name<'_>> {
    names.filter_map(|name| match name {
        Ok(GeneralName::DirectoryName(name)) => Some(name),
        _ => None,
    })
}

/// Whether two names are the same when every kind of dash counts as a hyphen; case and white space are folded.
fn same_but_for_dashes(one: &Name<'_>, other: &Name<'_>) -> bool {
    one.matches(other) || plain(one).is_some_and(|names| Some(names) == plain(other))
}

fn plain<'a>(name: &Name<'a>) -> Option<Vec<(usize, asn1::Oid<'a>, String)>> {
    let attributes = name.attributes().map(|attribute| {
        let attribute = attribute.ok()?;
        Some((attribute.rdn, attribute.kind, plain_text(&attribute.text()?)))
    });
    attributes.collect()
}

fn plain_text(text: &str) -> String {
    let dashes = |character| match character {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => '-',
        other => other,
    };
    let mut plain = String::new();
    for word in text.split_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        word.chars().map(dashes).for_each(|character| push_folded(character, &mut plain));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Vec<u8> {
        let wrap = |tag: u8, contents: &[u8]| [&[tag, contents.len() as u8], contents].concat();
        let pair = [&[6, 3, 0x55, 4, 3][..], &wrap(0x0c, text.as_bytes())].concat();
        wrap(0x30, &wrap(0x31, &wrap(0x30, &pair)))
    }

    #[test]
    fn names_are_the_same_but_for_dashes_case_and_space() {
        let [one, other, third] = [name("Root CA - RS"), name("ROOT  CA \u{2013} RS"), name("Root CA RS")];
        let [one, other, third] = [&one, &other, &third].map(|der| Name::from_der(der).unwrap());
        assert!(!one.matches(&other));
        assert!(same_but_for_dashes(&one, &other));
        assert!(!same_but_for_dashes(&one, &third));
    }

    #[test]
    fn distribution_points_meet_by_uri_or_by_completed_name() {
        let uris = [0x86, 2, b'u', b':', 0x86, 2, b'v', b':'];
        let full = |range: core::ops::Range<usize>| {
            DistributionPointName::FullName(GeneralNames::from_contents(asn1::Reader::new(&uris[range])))
        };
        let base = name("base");
        let base = Name::from_der(&base).unwrap();
        assert!(!comparable(&full(0..8), &base).is_disjoint(&comparable(&full(4..8), &base)));
        assert!(comparable(&full(0..4), &base).is_disjoint(&comparable(&full(4..8), &base)));
    }
}
