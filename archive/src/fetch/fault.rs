//! Why a request brought nothing, in plain words.

use std::fmt;
use std::net::IpAddr;

/// Why a request brought nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FetchFault {
    /// The URL cannot be understood, or is neither http nor https.
    BadUrl,
    /// The host's address is private, loopback, link-local or otherwise not public.
    RefusedAddress(IpAddr),
    /// The host has no address.
    UnknownHost,
    /// Nobody answers there.
    NoConnection(String),
    /// The answer took too long.
    TimedOut {
        /// Seconds that were waited.
        seconds: u64,
    },
    /// The answer is larger than is allowed.
    TooLarge {
        /// Bytes allowed.
        limit: u64,
    },
    /// The server refused or failed.
    Status(u16),
    /// Redirected more often than is allowed.
    TooManyRedirects,
    /// Redirected to what was requested already.
    RedirectedBack(String),
    /// Redirected without saying where, or to another scheme.
    BadRedirect(String),
    /// The answer is not what was asked for.
    NotWhatWasAsked {
        /// What was asked for.
        asked: &'static str,
        /// Why it is not.
        why: String,
    },
    /// The answer broke off, or is no HTTP.
    Protocol(String),
    /// It cannot be stored.
    Storage(String),
}

impl FetchFault {
    /// Whether asking again may help.
    pub(super) fn is_transient(&self) -> bool {
        match self {
            Self::NoConnection(_) | Self::TimedOut { .. } | Self::Protocol(_) => true,
            Self::Status(status) => *status == 429 || *status >= 500,
            _ => false,
        }
    }
}

impl fmt::Display for FetchFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadUrl => f.write_str("not a URL of http or https"),
            Self::RefusedAddress(address) => {
                write!(f, "refused: {address} is not a public address (--allow-private asks it all the same)")
            }
            Self::UnknownHost => f.write_str("the host has no address"),
            Self::NoConnection(why) => write!(f, "no connection: {why}"),
            Self::TimedOut { seconds } => write!(f, "no complete answer within {seconds} s"),
            Self::TooLarge { limit } => write!(f, "larger than {limit} bytes"),
            Self::Status(status) => write!(f, "the server answered {status}"),
            Self::TooManyRedirects => f.write_str("redirected too often"),
            Self::RedirectedBack(to) => write!(f, "redirected to {to}, which was requested already"),
            Self::BadRedirect(to) => write!(f, "redirected to {to:?}, which is no URL of http or https"),
            Self::NotWhatWasAsked { asked, why } => write!(f, "the answer is no {asked}: {why}"),
            Self::Protocol(why) => write!(f, "the answer cannot be read: {why}"),
            Self::Storage(why) => write!(f, "cannot be stored: {why}"),
        }
    }
}

impl std::error::Error for FetchFault {}
