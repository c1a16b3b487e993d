//! The Standard security handler (ISO 32000-2 §7.6): which key opens the document, and which cipher each string
//! and stream has.
//!
//! V 1, 2, 4 and 5 with R 2 to 6 are supported; public-key handlers (§7.6.5) are not. Signature contents are never
//! encrypted (§7.6.2) and must not pass through here: a verifier takes them from the gap in the file.

#[cfg(feature = "self-contained")]
mod answer;
#[cfg(any(test, not(feature = "self-contained")))]
#[cfg_attr(feature = "self-contained", allow(dead_code, reason = "tests hold it against what it stands for"))]
mod asked;
#[cfg(feature = "self-contained")]
mod cipher;
#[cfg(feature = "self-contained")]
mod key;

use std::borrow::Cow;

use crate::error::Error;
use crate::gather::Gather as _;
#[cfg(feature = "self-contained")]
pub(crate) use answer::{answer_decryption, answer_key};
#[cfg(not(feature = "self-contained"))]
use asked::{decrypt, open};
#[cfg(feature = "self-contained")]
use {cipher::decrypt, key::open};

/// The entries of the encryption dictionary (ISO 32000-2 tables 20 and 21), as written.
///
/// Start from `Default`, which holds the standard's defaults, and fill in what the dictionary has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncryptionDictionary<'a> {
    /// /Filter, the security handler.
    pub filter: &'a [u8],
    /// /V, the algorithm.
    pub version: i64,
    /// /R, the revision of the Standard security handler.
    pub revision: i64,
    /// /Length of the key, bits.
    pub length: Option<i64>,
    /// /O, what checks the owner password.
    pub owner: &'a [u8],
    /// /U, what checks the user password.
    pub user: &'a [u8],
    /// /OE, the file key under the owner password (R 5 and 6).
    pub owner_key: &'a [u8],
    /// /UE, the file key under the user password (R 5 and 6).
    pub user_key: &'a [u8],
    /// /P, the permissions. Only its 32 bits count; writers give it signed or unsigned.
    pub permissions: i64,
    /// /EncryptMetadata.
    pub encrypt_metadata: bool,
    /// /CF, the crypt filters (V 4 and 5).
    pub crypt_filters: Vec<CryptFilter<'a>>,
    /// /StmF, the crypt filter of streams.
    pub stream_filter: &'a [u8],
    /// /StrF, the crypt filter of strings.
    pub string_filter: &'a [u8],
    /// Where the dictionary starts in the file, for messages.
    pub offset: u64,
}

impl Default for EncryptionDictionary<'_> {
    fn default() -> Self {
        Self {
            filter: b"Standard",
            version: 0,
            revision: 0,
            length: None,
            owner: b"",
            user: b"",
            owner_key: b"",
            user_key: b"",
            permissions: 0,
            encrypt_metadata: true,
            crypt_filters: Vec::new(),
            stream_filter: IDENTITY,
            string_filter: IDENTITY,
            offset: 0,
        }
    }
}

/// One entry of /CF (ISO 32000-2 table 25).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CryptFilter<'a> {
    /// Its name in /CF.
    pub name: &'a [u8],
    /// /CFM: `None`, `V2`, `AESV2` or `AESV3`; empty when absent.
    pub method: &'a [u8],
    /// /Length: bytes in the standard, bits in some files.
    pub length: Option<i64>,
}

/// The predefined crypt filter that leaves data as it is (ISO 32000-2 table 26).
const IDENTITY: &[u8] = b"Identity";

/// What one crypt filter does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Method {
    /// Leaves data as it is.
    Identity,
    /// RC4 under a key of the object.
    Rc4,
    /// AES-128 in CBC mode under a key of the object.
    AesV2,
    /// AES-256 in CBC mode under the file key.
    AesV3,
}

impl Method {
    /// Decrypts a string or stream of the object `number generation`.
    fn decrypt<'d>(self, file_key: &[u8], number: u32, generation: u16, data: &'d [u8]) -> Cow<'d, [u8]> {
        if self == Self::Identity { Cow::Borrowed(data) } else { Cow::Owned(decrypt(self, file_key, number, generation, data)) }
    }
}

/// The file key and whose password gave it; nothing when this password is neither.
type Opened = Result<Option<(Vec<u8>, Authentication)>, Error>;

/// What is wrong with an encryption dictionary.
const FAULTS: [&str; 5] = [SHORT_OWNER, SHORT_USER, SHORT_OWNER_AES, SHORT_USER_AES, SHORT_KEY];
const SHORT_OWNER: &str = "/O of the encryption dictionary is shorter than 32 bytes";
const SHORT_USER: &str = "/U of the encryption dictionary is shorter than its revision demands";
const SHORT_OWNER_AES: &str = "/O of the encryption dictionary is shorter than 48 bytes";
const SHORT_USER_AES: &str = "/U of the encryption dictionary is shorter than 48 bytes";
const SHORT_KEY: &str = "/OE or /UE of the encryption dictionary is shorter than 32 bytes";

/// Which password opened the document (ISO 32000-2 §7.6.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Authentication {
    /// The user password: access within /P.
    User,
    /// The owner password: full access.
    Owner,
}

/// A document's opened encryption. Only a password that authenticates makes one.
#[derive(Clone)]
pub struct SecurityHandler {
    key: Vec<u8>,
    authentication: Authentication,
    strings: Method,
    streams: Method,
    named: Vec<(Vec<u8>, Method)>,
    encrypt_metadata: bool,
}

impl SecurityHandler {
    /// Opens the encryption with the empty password or, failing that, with the given one.
    ///
    /// `file_id` is the first string of the trailer's /ID, empty when there is none.
    pub fn open(dictionary: &EncryptionDictionary<'_>, file_id: &[u8], password: Option<&[u8]>) -> Result<Self, Error> {
        if dictionary.filter != b"Standard" {
            let name = String::from_utf8_lossy(dictionary.filter);
            return Err(Error::UnsupportedEncryption(format!("security handler /{name}")));
        }
        let unsupported = || {
            let text = format!("/V {} /R {}", dictionary.version, dictionary.revision);
            Error::UnsupportedEncryption(text)
        };
        let methods = match (dictionary.version, dictionary.revision) {
            (1, 2 | 3) | (2, 2..=4) => Methods { strings: Method::Rc4, streams: Method::Rc4, named: Vec::new() },
            (4, 4) | (5, 5 | 6) => Methods::from_crypt_filters(dictionary)?,
            _ => return Err(unsupported()),
        };
        let (key, authentication) = open(dictionary, file_id, b"")
            .transpose()
            .or_else(|| open(dictionary, file_id, password?).transpose())
            .unwrap_or(Err(Error::WrongPassword))?;
        Ok(Self {
            key,
            authentication,
            strings: methods.strings,
            streams: methods.streams,
            named: methods.named,
            encrypt_metadata: dictionary.encrypt_metadata,
        })
    }

    /// Which password opened the document.
    pub fn authentication(&self) -> Authentication {
        self.authentication
    }

    /// Whether the document-level metadata stream is encrypted like other streams (/EncryptMetadata).
    pub fn encrypts_metadata(&self) -> bool {
        self.encrypt_metadata
    }

    /// Decrypts a string of the object `number generation`.
    ///
    /// Not for strings inside object streams (the stream was decrypted as a whole), nor for the encryption dictionary.
    pub fn decrypt_string<'d>(&self, number: u32, generation: u16, data: &'d [u8]) -> Cow<'d, [u8]> {
        self.strings.decrypt(&self.key, number, generation, data)
    }

    /// Decrypts the data of the stream object `number generation`, before any filter of its chain is undone.
    ///
    /// `crypt_filter` is the /Name in the parameters of the stream's Crypt filter, when it has one
    /// (`Identity` when the parameters have no /Name). Not for cross-reference streams, which are never encrypted.
    pub fn decrypt_stream<'d>(
        &self,
        number: u32,
        generation: u16,
        crypt_filter: Option<&[u8]>,
        data: &'d [u8],
    ) -> Result<Cow<'d, [u8]>, Error> {
        let method = match crypt_filter {
            None => self.streams,
            Some(IDENTITY) => Method::Identity,
            Some(name) => self.named.iter().find(|(known, _)| known == name).map(|(_, method)| *method).ok_or_else(|| {
                Error::UnsupportedEncryption(format!("undefined crypt filter /{}", String::from_utf8_lossy(name)))
            })?,
        };
        Ok(method.decrypt(&self.key, number, generation, data))
    }
}

/// Never shows the key.
impl core::fmt::Debug for SecurityHandler {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("SecurityHandler")
            .field("authentication", &self.authentication)
            .field("strings", &self.strings)
            .field("streams", &self.streams)
            .finish_non_exhaustive()
    }
}

/// The ciphers that /StrF, /StmF and the Crypt filters of single streams name.
struct Methods {
    strings: Method,
    streams: Method,
    named: Vec<(Vec<u8>, Method)>,
}

impl Methods {
    fn from_crypt_filters(dictionary: &EncryptionDictionary<'_>) -> Result<Self, Error> {
        let method = |name: &[u8]| {
            if name == IDENTITY {
                return Ok(Method::Identity);
            }
            let filter = dictionary.crypt_filters.iter().find(|filter| filter.name == name);
            let text = String::from_utf8_lossy(name);
            let filter = filter.ok_or_else(|| Error::UnsupportedEncryption(format!("undefined crypt filter /{text}")))?;
            match (dictionary.version, filter.method) {
                // /None leaves decryption to the security handler, and the Standard one has none of its own.
                (_, b"None" | b"") => Ok(Method::Identity),
                (4, b"V2") => Ok(Method::Rc4),
                (4, b"AESV2") => Ok(Method::AesV2),
                (5, b"AESV3") => Ok(Method::AesV3),
                (version, method) => {
                    let text = format!("/V {version} with crypt filter method /{}", String::from_utf8_lossy(method));
                    Err(Error::UnsupportedEncryption(text))
                }
            }
        };
        Ok(Self {
            strings: method(dictionary.string_filter)?,
            streams: method(dictionary.stream_filter)?,
            // A crypt filter that no stream uses may be of any kind.
            named: dictionary
                .crypt_filters
                .iter()
                .filter_map(|filter| Some((filter.name.to_vec(), method(filter.name).ok()?)))
                .gather(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What qpdf 12 (through pikepdf) wrote for one setting: /Title of object 2 is the string "Longseal", object 3 a
    /// stream of "stream content"; passwords are "user" and "owner", /ID is the digits of pi.
    struct Sample {
        version: i64,
        revision: i64,
        method: &'static [u8],
        permissions: i64,
        encrypt_metadata: bool,
        owner: &'static str,
        user: &'static str,
        owner_key: &'static str,
        user_key: &'static str,
        title: &'static str,
        stream: &'static str,
    }

    const R2: Sample = Sample {
        version: 1,
        revision: 2,
        method: b"",
        permissions: -12,
        encrypt_metadata: true,
        owner: "94e8094419662a774442fb072e3d9f19e9d130ec09a4d0061e78fe920f7ab62f",
        user: "cc5cdcec02f31719b1898f7646aad7e4957c05a25cb6871dc8cee8c1695f1fee",
        owner_key: "",
        user_key: "",
        title: "b4f94c833ae25d23",
        stream: "0c33ff343c7252985e6568e10486",
    };
    const R3: Sample = Sample {
        version: 2,
        revision: 3,
        permissions: -1028,
        owner: "0ba3835f88f90388e74e54584125ce142be0de24c6b0d37746e075b891756671",
        user: "d2318f120b5756f561e37a6611cef3b30021446990b9e4114071a4d9104984c1",
        title: "8897b934b72cb970",
        stream: "23066e96ee7f4528db8e8575c157",
        ..R2
    };
    const R4_AES: Sample = Sample {
        version: 4,
        revision: 4,
        method: b"AESV2",
        title: "ac0b50744e20713bc7cc5b0472f04e1f645360d74510048b0fdb3a1c161c852c",
        stream: "a2350a5954541a748a25e73796ebc6bb0ac869dc03638135a3b1a24b4e8c8a1e",
        ..R3
    };
    const R4_AES_PLAIN_METADATA: Sample = Sample {
        encrypt_metadata: false,
        user: "a24f53761e11877a9f5ef1c2bbde68680021446990b9e4114071a4d9104984c1",
        title: "b89e104815e6f9ef7d5b62a086fa30d9fe899bb8779807a10bee95c6b6b0606d",
        stream: "3dc1e6169975338e7f7356be1318b5aad0c6bd4631f8a9fb1db1b0f777d55c5c",
        ..R4_AES
    };
    const R4_RC4: Sample =
        Sample { method: b"V2", title: "5ad5fb07d048e85d", stream: "35efc631eaa3a3c3e4f3058fbba0", ..R4_AES_PLAIN_METADATA };
    const R5: Sample = Sample {
        version: 5,
        revision: 5,
        method: b"AESV3",
        owner: "bae8f46ba23352e2c29d9fe03b40e3b78b20dfca26036eafd48cbc422a86c8c17d98939486cfdb1e80410b423f43dc9a",
        user: "5d5fb11b074de0875998f5f6c4b153c445ac4941ed31b81332aeddd5cf1e471913283efd8ed0c64d2fa49fee39791210",
        owner_key: "d6ffd8bc04a8020b6bf8faa34fdd462378fb714152707ffe0794cadc68c8035c",
        user_key: "8f71394087634aeef06f590146ca16efa84f401612c785617961aa01f7706ad2",
        title: "54b1d59a7102dd2a2113117938fd822c0e6153036b3bf8e5000f21b8be551476",
        stream: "9f6d0f2d5395adbda5d4131b07dbff2b25746b6fe08186f931efe2a198ebdfde",
        ..R3
    };
    const R6: Sample = Sample {
        revision: 6,
        owner: "7e4ebc76d89fa56ded5cb8c3ed4a3bc912db42bef90396f82723a945195944bd0773159d055945b3c57f401090a197db",
        user: "ec1a1f4293a27e65652ff68fbe4dacef47462db94155bbb3f4ee9b85ffa7bbb2c3dcae6db8d6fa2e0e2d910ac9c0d79e",
        owner_key: "42add2f4b5bbf22d24b968d4704f86945ef38203e835d1be4c6ced46879f8d87",
        user_key: "404569b065db69484f434ea9f6c8b165a931ed370d32bdf30ecb424933c29d67",
        title: "c6a17e3dbbb465872c3ace718fd11749e3e434c2e66be77a2639b55768b45db1",
        stream: "d0055bfc5cdc635eefff0b8b2111510d31477b718219234d351c58a81f51d679",
        ..R5
    };
    /// The user password is "mật khẩu".
    const R6_VIETNAMESE: Sample = Sample {
        owner: "db65071af08c8637ab8669e5867ee2ba43659f10a3b1d71e949782559d7bf682a6b388adb002c8a1c88a185a3f36ecdc",
        user: "ae8733e3fd0d7dc3b482baf8a32002f3856168da9662469f4a87e8696e28f0b376ff0ea802b785ad58d905582379194c",
        owner_key: "bfa36fc26e0be8595f8186eb457d40048d64bac27bb35c23eee8168eb9b3350d",
        user_key: "436e2b829383d96561ab28b8604f0668340b4b1f6dac013f30620c16e14222d7",
        title: "46cbeef0e9b4037815a27c782e28dddd401c257f1379fb4853b745dc810b699c",
        stream: "acc647d29a4e66079b43581b38bca0d1b38c809ed1487605a6435abbf45142a7",
        ..R6
    };
    const ALL: [Sample; 7] = [R2, R3, R4_AES, R4_AES_PLAIN_METADATA, R4_RC4, R5, R6];

    fn hex(text: &str) -> Vec<u8> {
        (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("hexadecimal")).collect()
    }

    impl Sample {
        /// Opens it, after `change` had its way with the dictionary.
        fn open(&self, password: Option<&str>, change: impl Fn(&mut EncryptionDictionary<'_>)) -> Result<SecurityHandler, Error> {
            let [owner, user, owner_key, user_key] = [self.owner, self.user, self.owner_key, self.user_key].map(hex);
            let mut dictionary = EncryptionDictionary {
                version: self.version,
                revision: self.revision,
                length: Some(if self.version == 1 { 40 } else { 128 }),
                owner: &owner,
                user: &user,
                owner_key: &owner_key,
                user_key: &user_key,
                permissions: self.permissions,
                encrypt_metadata: self.encrypt_metadata,
                ..EncryptionDictionary::default()
            };
            if !self.method.is_empty() {
                dictionary.crypt_filters = vec![CryptFilter { name: b"StdCF", method: self.method, length: Some(16) }];
                dictionary.stream_filter = b"StdCF";
                dictionary.string_filter = b"StdCF";
            }
            change(&mut dictionary);
            let file_id = hex("31415926535897932384626433832795");
            // A build without decryption is given the same key, or the same fault.
            for password in [Some(""), password].into_iter().flatten().map(str::as_bytes) {
                let answer = answer_key(&asked::question(&dictionary, &file_id, password));
                let directly = open(&dictionary, &file_id, password);
                assert_eq!(asked::outcome(answer.as_deref(), dictionary.offset), directly, "R {}", self.revision);
            }
            SecurityHandler::open(&dictionary, &file_id, password.map(str::as_bytes))
        }

        fn assert_opens(&self, password: Option<&str>, authentication: Authentication) {
            let handler = self.open(password, |_| ()).unwrap_or_else(|error| panic!("R {}: {error}", self.revision));
            assert_eq!(handler.authentication(), authentication);
            assert_eq!(handler.decrypt_string(2, 0, &hex(self.title)), b"Longseal".as_slice(), "R {}", self.revision);
            let stream = hex(self.stream);
            assert_eq!(handler.decrypt_stream(3, 0, None, &stream).as_deref(), Ok(b"stream content".as_slice()));
        }
    }

    #[test]
    fn both_passwords_open_every_revision() {
        for sample in &ALL {
            sample.assert_opens(Some("user"), Authentication::User);
            sample.assert_opens(Some("owner"), Authentication::Owner);
        }
    }

    #[test]
    fn a_password_outside_ascii_is_utf_8() {
        R6_VIETNAMESE.assert_opens(Some("mật khẩu"), Authentication::User);
        R6_VIETNAMESE.assert_opens(Some("owner"), Authentication::Owner);
    }

    #[test]
    fn the_empty_user_password_needs_none_and_comes_first() {
        let r3 = Sample {
            owner: "566fa873ee33c797cd3b904fdadf814afa34df9a38f6ed41b984e2c6da2aa6f5",
            user: "de73dcdc578d5529c7cc7a89c23198380021446990b9e4114071a4d9104984c1",
            title: "6652c4f014eb68df",
            stream: "088b1354dcd6a87fd766d578a1c3",
            ..R3
        };
        r3.assert_opens(None, Authentication::User);
        r3.assert_opens(Some("owner"), Authentication::User);
        r3.assert_opens(Some("not it"), Authentication::User);
    }

    #[test]
    fn a_wrong_password_opens_nothing() {
        for sample in &ALL {
            for password in [None, Some(""), Some("User"), Some("user ")] {
                assert_eq!(sample.open(password, |_| ()).err(), Some(Error::WrongPassword), "R {}", sample.revision);
            }
        }
    }

    #[test]
    fn permissions_and_metadata_are_part_of_the_key_up_to_revision_4() {
        let changed = R4_AES.open(Some("user"), |dictionary| dictionary.permissions = -4);
        assert_eq!(changed.err(), Some(Error::WrongPassword));
        let changed = R4_AES.open(Some("user"), |dictionary| dictionary.encrypt_metadata = false);
        assert_eq!(changed.err(), Some(Error::WrongPassword));
        let unsigned = R4_AES.open(Some("user"), |dictionary| dictionary.permissions = (1 << 32) - 1_028);
        assert!(unsigned.is_ok(), "/P written as an unsigned number is the same 32 bits");
    }

    #[test]
    fn the_key_length_of_version_4_does_not_depend_on_what_writers_call_length() {
        for length in [None, Some(16), Some(40), Some(-8), Some(i64::MAX)] {
            assert!(R4_AES.open(Some("user"), |dictionary| dictionary.length = length).is_ok(), "{length:?}");
        }
    }

    #[test]
    fn a_stream_may_name_its_own_crypt_filter() {
        let handler = R4_AES.open(Some("user"), |_| ()).expect("opens");
        let stream = hex(R4_AES.stream);
        assert_eq!(handler.decrypt_stream(3, 0, Some(b"Identity"), &stream).as_deref(), Ok(stream.as_slice()));
        assert_eq!(handler.decrypt_stream(3, 0, Some(b"StdCF"), &stream).as_deref(), Ok(b"stream content".as_slice()));
        let unknown = handler.decrypt_stream(3, 0, Some(b"Other"), &stream);
        assert!(matches!(unknown, Err(Error::UnsupportedEncryption(text)) if text.contains("/Other")));
        assert!(handler.encrypts_metadata());
    }

    #[test]
    fn identity_for_strings_leaves_only_strings_alone() {
        let change = |dictionary: &mut EncryptionDictionary<'_>| dictionary.string_filter = b"Identity";
        let handler = R4_AES.open(Some("user"), change).expect("opens");
        assert_eq!(handler.decrypt_string(2, 0, b"as it is"), b"as it is".as_slice());
        assert_eq!(handler.decrypt_stream(3, 0, None, &hex(R4_AES.stream)).as_deref(), Ok(b"stream content".as_slice()));
    }

    #[test]
    fn other_handlers_versions_and_methods_are_named_as_unsupported() {
        let text = |outcome: Result<SecurityHandler, Error>| match outcome {
            Err(Error::UnsupportedEncryption(text)) => text,
            other => panic!("{other:?}"),
        };
        assert!(text(R6.open(None, |dictionary| dictionary.filter = b"Adobe.PubSec")).contains("Adobe.PubSec"));
        assert!(text(R6.open(None, |dictionary| dictionary.version = 3)).contains("/V 3"));
        assert!(text(R6.open(None, |dictionary| dictionary.revision = 7)).contains("/R 7"));
        assert!(text(R4_AES.open(None, |dictionary| dictionary.crypt_filters[0].method = b"AESV4")).contains("AESV4"));
        assert!(text(R4_AES.open(None, |dictionary| dictionary.crypt_filters.clear())).contains("StdCF"));
    }

    #[test]
    fn short_entries_are_damage_with_their_place() {
        let damaged = |sample: &Sample, change: fn(&mut EncryptionDictionary<'_>)| {
            let outcome = sample.open(Some("user"), |dictionary| {
                dictionary.offset = 99;
                change(dictionary);
            });
            assert!(matches!(outcome, Err(Error::Unreadable { offset: 99, .. })), "{outcome:?}");
        };
        damaged(&R3, |dictionary| dictionary.owner = b"short");
        damaged(&R3, |dictionary| dictionary.user = b"short");
        damaged(&R6, |dictionary| dictionary.owner = b"short");
        damaged(&R6, |dictionary| dictionary.user = &[0; 47]);
        damaged(&R6, |dictionary| dictionary.user_key = &[0; 31]);
    }

    #[test]
    fn debug_output_keeps_the_key_to_itself() {
        let handler = R2.open(Some("user"), |_| ()).expect("opens");
        let key = format!("{:?}", handler.key);
        assert!(!format!("{handler:?}").contains(&key));
    }
}
