//! Signers, timestamps and validation data in numbers, each against all others.

use super::authorities::{self, Authority, with_signature};
use super::messages::{der, name_part, sequence, signed_data, signer_with};
use super::pdf::{Pdf, packed};
use super::{Case, Input};

/// All of them, each with a part of what must be said of it.
pub(crate) const CASES: &[Case] = &[
    Case::heavy("8,000 entries of /VRI that share a timestamp of 1 MB", "decompressed bytes", || {
        let token = token(&certificates(3_000, "tsa"), &[], &[7; 64]);
        in_vri(&token, 8_000, "")
    }),
    Case::heavy("4,000 entries of /VRI that share a packed timestamp of 200 kB", "decompressed bytes", || {
        let token = token(&certificates(1_000, "tsa"), &[], &[7; 64]);
        in_vri(&packed(&token), 4_000, "/Filter/FlateDecode")
    }),
    Case::heavy("2,000 spellings of a key of /VRI, an RSA key of 16,384 bits", "", || {
        let certificates: Vec<Vec<u8>> = (0..4).map(|at| rsa_certificate("leaf", at, "ca")).collect();
        in_vri(&token(&certificates, &[], &[0x45; 2_048]), 2_000, "")
    }),
    Case::heavy("3,000 timestamps that name one of 6,000 certificates by SHA-1", "", || {
        let unsigned: Vec<Vec<u8>> = (0..3)
            .map(|_| {
                let tokens: Vec<u8> = (0..1_000).flat_map(|_| token(&[], &[by_sha1()], &[7; 64])).collect();
                sequence(&[TIMESTAMP.to_vec(), der(0x31, &tokens)])
            })
            .collect();
        super::messages::document(&signed_data(&certificates(6_000, "other"), &[signer_with(&ED25519, &[], &unsigned, &[7; 64])]))
    }),
    Case::heavy("490 signatures that name one of 9,000 certificates by SHA-1", "", || {
        let value = signed_data(&[], &[signer_with(&ED25519, &[by_sha1()], &[], &[7; 64])]);
        signatures(490, |_| value.clone(), &certificates(9_000, "other"))
    }),
    Case::heavy("490 signers that each of 100 authorities may have certified", "", || {
        let authorities: Vec<Vec<u8>> =
            (0..100).map(|at| Authority::new("ca", at).issue("ca", at, &[authorities::authority_extension()])).collect();
        signatures(
            490,
            |at| {
                let leaf = authorities::unsigned("leaf", at, "ca", &[]);
                signed_data(&[leaf], &[super::messages::signer_numbered(at)])
            },
            &authorities,
        )
    }),
    Case::heavy("200 signers that each of 100 authorities with RSA keys of 16,384 bits may have certified", "", || {
        let authorities: Vec<Vec<u8>> = (0..100).map(|at| rsa_certificate("ca", at, "ca")).collect();
        signatures(
            200,
            |at| signed_data(&[rsa_certificate("leaf", at, "ca")], &[super::messages::signer_numbered(at)]),
            &authorities,
        )
    }),
    Case::heavy("490 signatures by four keys of 16,384 bits", "", || {
        let certificates: Vec<Vec<u8>> = (0..4).map(|at| rsa_certificate(&format!("leaf {at}"), 2, "ca")).collect();
        let value = signed_data(&[], &[signer_with(&RSA, &super::messages::out_of_order(), &[], &[0x45; 2_048])]);
        signatures(490, |_| value.clone(), &certificates)
    }),
    Case::heavy("490 signers whose issuer is not among 9,000 certificates", "", || {
        signatures(
            490,
            |at| {
                let leaf = authorities::unsigned("leaf", at, "ca", &[identified()]);
                signed_data(&[leaf], &[super::messages::signer_numbered(at)])
            },
            &certificates(9_000, "other"),
        )
    }),
    Case::heavy("490 signatures of a subject of 300 kB", "", || {
        let name = sequence(&[name_part(&"n".repeat(300_000))]);
        let value = signed_data(&[], &[signer_with(&ED25519, &[], &[], &[7; 64])]);
        signatures(490, |_| value.clone(), &[authorities::with_subject(&name)])
    }),
    Case::heavy("100,000 certificates that are malformed in ways of their own", "", || {
        let bad = (0..100_000_u32).map(|at| {
            let [_, a, b, c] = (at << 2).to_be_bytes();
            vec![0x30, 7, 0x9f, 0x81 | a, 0x80 | b, 0x80 | (c >> 1), (at & 0x7f) as u8, 1, 0]
        });
        super::messages::document(&signed_data(&bad.collect::<Vec<_>>(), &[signer_with(&ED25519, &[], &[], &[7; 64])]))
    }),
    Case::heavy("500,000 empty certificates", "", || {
        super::messages::document(&signed_data(&vec![vec![0x30, 0]; 500_000], &[signer_with(&ED25519, &[], &[], &[7; 64])]))
    }),
    Case::heavy("1,000 OCSP responses and 9,000 responders", "revocation.limit", authorities::responders),
    Case::heavy("1,000 CRLs and 5,000 certificates of their issuer's name", "", authorities::namesakes),
    Case::heavy("800 entries of /VRI that are alike but for their times", "", || {
        let entries: String =
            (0..700).map(|at| format!("/K<</Cert 9 0 R/TU(D:2025{:02}{:02}000000Z)>>", at / 28 % 12 + 1, at % 28 + 1)).collect();
        let mut pdf = Pdf::with_page("/AcroForm<</Fields[20 0 R]>>/DSS 8 0 R", "");
        pdf.object(8, &format!("<</VRI<<{entries}>>>>"));
        pdf.object(9, &format!("[{}]", "10 0 R ".repeat(10_000)));
        pdf.stream(10, "", b"");
        Input::Pdf(pdf.sign(20, &[0x30, 0]).finish())
    }),
    Case::heavy("490 signers of an authority with 40,000 names", "", || {
        let names: Vec<u8> = (0..40_000).flat_map(|at| der(0x82, format!("n{at}.example.test").as_bytes())).collect();
        let names = authorities::extension(17, false, &der(0x30, &names));
        let authority = Authority::new("ca", 7).issue("ca", 7, &[authorities::authority_extension(), names]);
        signatures(
            490,
            |at| {
                let leaf = authorities::unsigned("leaf", at, "ca", &[]);
                signed_data(&[leaf], &[super::messages::signer_numbered(at)])
            },
            &[authority],
        )
    }),
    Case::heavy("an authority with 40,000 extensions of policies and one of 40,000 policies", "", authorities::policies_again),
    Case::heavy("a certificate of 50,000 critical extensions that nobody knows", "", authorities::unknown_extensions),
    Case::heavy("two packed CRLs of 60 MB", "", || {
        let crl = |number| {
            let entry = sequence(&[authorities::serial(50_000_000), der(0x17, b"250101000000Z")]);
            with_signature(&authorities::crl_tbs(number, &entry.repeat(2_600_000), false), &[7; 64])
        };
        in_dss("CRLs", &[crl(1), crl(2)])
    }),
    Case::heavy("two packed OCSP responses of 60 MB", "", || {
        in_dss("OCSPs", &[authorities::response(700_000, 1), authorities::response(700_000, 2)])
    }),
    Case::heavy("60,000 crypt filters", "crypt filter", || {
        let filters: String = (0..60_000).map(|at| format!("/F{at}<</CFM/V2>>")).collect();
        let mut pdf = Pdf::with_page("/AcroForm<</Fields[]>>", "");
        let text = "00".repeat(32);
        let encrypt = format!(
            "/ID[<00><00>]/Encrypt<</Filter/Standard/V 4/R 4/P 0/Length 128/O<{text}>/U<{text}>/StmF/F59999/StrF/F59999/CF<<{filters}>>>>"
        );
        pdf.revision(&encrypt);
        Input::Pdf(pdf.finish())
    }),
    Case::heavy("50,000 objects that are elsewhere in their object stream", "objects", || super::documents::misplaced(50_000)),
];

const ED25519: [u8; 7] = authorities::ALGORITHM_ED25519;
/// sha256WithRSAEncryption.
const RSA: [u8; 15] = [0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11, 5, 0];
/// id-aa-timeStampToken.
const TIMESTAMP: [u8; 13] = [6, 11, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 14];
/// id-ct-TSTInfo.
const TST_INFO: [u8; 13] = [6, 11, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 1, 4];

fn certificates(count: u32, subject: &str) -> Vec<Vec<u8>> {
    (0..count).map(|at| authorities::unsigned(subject, 1_000 + at, "another", &[])).collect()
}

/// authorityKeyIdentifier.
fn identified() -> Vec<u8> {
    authorities::extension(35, false, &sequence(&[der(0x80, &[9; 20])]))
}

/// signing-certificate that names nobody.
fn by_sha1() -> Vec<u8> {
    let oid = vec![6, 11, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 12];
    let reference = sequence(&[sequence(&[sequence(&[der(4, &[9; 20])])])]);
    sequence(&[oid, der(0x31, &reference)])
}

/// A timestamp token of 2025 on nothing in particular.
fn token(certificates: &[Vec<u8>], signed: &[Vec<u8>], signature: &[u8]) -> Vec<u8> {
    let sha256 = sequence(&[vec![6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1]]);
    let info = sequence(&[
        vec![2, 1, 1],
        vec![6, 2, 0x2a, 3],
        sequence(&[sha256.clone(), der(4, &[7; 32])]),
        vec![2, 1, 1],
        der(0x18, b"20250101000000Z"),
    ]);
    let algorithm = if signature.len() > 64 { RSA.to_vec() } else { ED25519.to_vec() };
    let data = sequence(&[
        vec![2, 1, 3],
        der(0x31, &sha256),
        sequence(&[TST_INFO.to_vec(), der(0xa0, &der(4, &info))]),
        der(0xa0, &certificates.concat()),
        der(0x31, &signer_with(&algorithm, signed, &[], signature)),
    ]);
    sequence(&[vec![6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2], der(0xa0, &data)])
}

/// A certificate on an RSA key of 16,384 bits and the largest exponent, signed by such a key of nobody.
fn rsa_certificate(subject: &str, number: u32, issuer: &str) -> Vec<u8> {
    let mut modulus = vec![0xc5; 2_048];
    modulus[8..12].copy_from_slice(&number.to_be_bytes());
    modulus[20] = subject.len() as u8;
    let spki = super::messages::rsa(&modulus, &[1, 0xff, 0xff, 0xff, 0xff]);
    let name = |text| sequence(&[name_part(text)]);
    let extensions = [authorities::authority_extension()];
    let tbs = authorities::tbs_with(&RSA, &name(subject), number, &name(issuer), &spki, &extensions);
    sequence(&[tbs, RSA.to_vec(), der(3, &[&[0][..], &[0x45; 2_048]].concat())])
}

/// So many signatures, each in its revision, and certificates in /DSS.
fn signatures(count: u32, value: impl Fn(u32) -> Vec<u8>, certificates: &[Vec<u8>]) -> Input {
    let fields: String = (0..count).map(|at| format!("{} 0 R ", 100_000 + 2 * at)).collect();
    let items: String = (0..certificates.len()).map(|at| format!("{} 0 R ", 1_000 + at)).collect();
    let mut pdf = Pdf::with_page(&format!("/AcroForm<</Fields[{fields}]>>/DSS<</Certs[{items}]>>"), "");
    for (number, certificate) in (1_000..).zip(certificates) {
        pdf.stream(number, "", certificate);
    }
    pdf.revision("");
    for at in 0..count {
        pdf.sign(100_000 + 2 * at, &value(at));
    }
    Input::Pdf(pdf.finish())
}

/// A signature, and packed streams in a list of /DSS.
fn in_dss(list: &str, items: &[Vec<u8>]) -> Input {
    let references: String = (0..items.len()).map(|at| format!("{} 0 R ", 1_000 + at)).collect();
    let mut pdf = Pdf::with_page(&format!("/AcroForm<</Fields[20 0 R]>>/DSS<</{list}[{references}]>>"), "");
    for (number, item) in (1_000..).zip(items) {
        pdf.stream(number, "/Filter/FlateDecode", &packed(item));
    }
    Input::Pdf(pdf.sign(20, &[0x30, 0]).finish())
}

/// A signature, and so many spellings of its key in /VRI, with one stream as their /TS.
fn in_vri(token: &[u8], count: u32, dictionary: &str) -> Input {
    let value = signed_data(&[], &[signer_with(&ED25519, &[], &[], &[7; 64])]);
    let key: String =
        longseal::crypto::DigestAlgorithm::Sha1.digest(&value).as_bytes().iter().map(|octet| format!("{octet:02X}")).collect();
    let spelling = |at: u32| -> String {
        let mut bit = 0;
        key.chars()
            .map(|character| {
                if !character.is_alphabetic() {
                    return character;
                }
                bit += 1;
                if at >> (bit - 1) & 1 == 1 { character.to_ascii_lowercase() } else { character }
            })
            .collect()
    };
    let entries: String = (0..count).map(|at| format!("/{}<</TS 9 0 R>>", spelling(at))).collect();
    let mut pdf = Pdf::with_page("/AcroForm<</Fields[20 0 R]>>/DSS 8 0 R", "");
    pdf.object(8, &format!("<</VRI<<{entries}>>>>"));
    pdf.stream(9, dictionary, token);
    Input::Pdf(pdf.sign(20, &value).finish())
}
