//! The parser of the addresses to listen on. It neither resolves names nor opens sockets.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;

/// The valid forms of listening addresses, for error messages.
pub(super) const FORMS: &str = "addresses separated by commas: 127.0.0.1:8080 or localhost:8080 \
                                for this machine alone, :8080 for all others, a host name with a \
                                port, or unix:PATH?mode=0660";
/// The longest host name, in bytes (RFC 1035, 2.3.4).
const NAME_BYTES_MAX: usize = 253;
/// The highest mode of a socket's file: reading, writing and executing for everybody.
const MODE_MAX: u32 = 0o777;
/// The largest number of addresses to listen on.
const ADDRESSES_MAX: usize = 16;

/// An address to listen on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Listen {
    /// A port at an IP address, or at all addresses of a host name. Without a host, the port is
    /// used at every address of the machine.
    Port {
        /// The address or host name; `None` for every address of the machine.
        host: Option<String>,
        /// The port; 0 for any free port.
        port: u16,
    },
    Unix {
        /// The path of the socket's file.
        path: PathBuf,
        /// The mode of the socket's file; `None` for the mode that results from the process's
        /// umask.
        mode: Option<u32>,
    },
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Port { host: Some(host), port } if host.contains(':') => {
                write!(f, "[{host}]:{port}")
            }
            Self::Port { host, port } => {
                write!(f, "{}:{port}", host.as_deref().unwrap_or_default())
            }
            Self::Unix { path, .. } => write!(f, "unix:{}", path.display()),
        }
    }
}

impl Listen {
    /// Parses addresses separated by commas. Returns `None` if an address is missing or invalid, or
    /// if there are more than `ADDRESSES_MAX`.
    pub(crate) fn parse_many(text: &str) -> Option<Vec<Self>> {
        let all = text.split(',').map(|part| Self::parse(part.trim()));
        let all = all.collect::<Option<Vec<_>>>()?;
        (all.len() <= ADDRESSES_MAX).then_some(all)
    }

    fn parse(text: &str) -> Option<Self> {
        if let Some(path) = text.strip_prefix("unix:") {
            return unix(path);
        }
        let (host, port) = text.rsplit_once(':')?;
        let port = port.parse().ok()?;
        if host.is_empty() {
            return Some(Self::Port { host: None, port });
        }
        let host = match host.strip_prefix('[') {
            Some(rest) => rest.strip_suffix(']')?.parse::<Ipv6Addr>().ok()?.to_string(),
            // The name may stand for an IPv6 address, too, of which other programs know nothing.
            None if host.eq_ignore_ascii_case("localhost") => Ipv4Addr::LOCALHOST.to_string(),
            None if is_name(host) => host.to_owned(),
            None => return None,
        };
        Some(Self::Port { host: Some(host), port })
    }

    /// Parses an IP address with a port; `None` for a host name.
    pub(super) fn socket(text: &str) -> Option<SocketAddr> {
        match Self::parse(text)? {
            Self::Port { host: Some(host), port } => {
                Some((host.parse::<IpAddr>().ok()?, port).into())
            }
            _ => None,
        }
    }

    /// Tells whether only processes of this machine can reach the address. False for a host name,
    /// which may have any address.
    pub(crate) fn is_local(&self) -> bool {
        match self {
            Self::Unix { .. } => true,
            Self::Port { host, .. } => host.as_deref().is_some_and(|host| {
                let address = host.parse::<IpAddr>();
                address.is_ok_and(|it| it.to_canonical().is_loopback())
            }),
        }
    }
}

/// Parses the path of a Unix socket with an optional mode.
fn unix(text: &str) -> Option<Listen> {
    let (path, mode) = match text.split_once('?') {
        Some((path, parameters)) => {
            let mode = u32::from_str_radix(parameters.strip_prefix("mode=")?, 8).ok()?;
            (path, Some(Some(mode).filter(|mode| *mode <= MODE_MAX)?))
        }
        None => (text, None),
    };
    (!path.is_empty()).then(|| Listen::Unix { path: path.into(), mode })
}

/// Tells whether a text is an IPv4 address, or a host name that does not look like an IPv4 address.
fn is_name(host: &str) -> bool {
    let is_fit = |it: u8| it.is_ascii_alphanumeric() || b"-._".contains(&it);
    let last = host.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
    let looks_like_number = last.is_empty() || last.bytes().all(|it| it.is_ascii_digit());
    host.parse::<Ipv4Addr>().is_ok()
        || (host.len() <= NAME_BYTES_MAX && host.bytes().all(is_fit) && !looks_like_number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn port(host: &str, port: u16) -> Listen {
        Listen::Port { host: Some(host.to_owned()), port }
    }

    #[test]
    fn an_address_is_a_host_with_a_port_or_a_unix_socket() {
        for (text, expected) in [
            ("127.0.0.1:80", port("127.0.0.1", 80)),
            ("localhost:8080", port("127.0.0.1", 8080)),
            ("[::1]:80", port("::1", 80)),
            ("[::]:0", port("::", 0)),
            ("desk.example.com:80", port("desk.example.com", 80)),
            (":8080", Listen::Port { host: None, port: 8080 }),
            ("unix:/run/d.sock", Listen::Unix { path: "/run/d.sock".into(), mode: None }),
            ("unix:d.sock?mode=660", Listen::Unix { path: "d.sock".into(), mode: Some(0o660) }),
            ("unix:d?mode=0600", Listen::Unix { path: "d".into(), mode: Some(0o600) }),
        ] {
            assert_eq!(Listen::parse_many(text), Some(vec![expected]), "{text}");
        }
        let several = Listen::parse_many("127.0.0.1:80, :81,unix:/x").unwrap();
        let shown: Vec<_> = several.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["127.0.0.1:80", ":81", "unix:/x"]);
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for nothing in [
            "",
            "8080",
            "*:8080",
            "localhost",
            "localhost:",
            "::1:80",
            "1.2.3:80",
            "300.1.1.1:80",
            "a:65536",
            "a b:80",
            "[a]:80",
            "[::1:80",
            "unix:",
            "unix:/x?mode=9",
            "unix:/x?mode=7777",
            "unix:/x?user=a",
            "127.0.0.1:80,",
            "127.0.0.1:80,,:81",
        ] {
            assert_eq!(Listen::parse_many(nothing), None, "{nothing}");
        }
        assert_eq!(Listen::parse_many(&vec![":1"; 17].join(",")), None);
    }

    #[test]
    fn only_this_machine_reaches_a_loopback_address_and_a_unix_socket() {
        for (text, is_local) in [
            ("127.0.0.1:80", true),
            ("[::1]:80", true),
            ("localhost:80", true),
            ("unix:/x", true),
            (":80", false),
            ("0.0.0.0:80", false),
            ("desk.example.com:80", false),
        ] {
            assert_eq!(Listen::parse_many(text).unwrap()[0].is_local(), is_local, "{text}");
        }
    }

    proptest! {
        #[test]
        fn an_address_that_is_shown_is_read_again(text in "[a-z0-9.:\\[\\]?=,/-]{0,24}") {
            if let Some(all) = Listen::parse_many(&text) {
                for one in all.into_iter().filter(|it| matches!(it, Listen::Port { .. })) {
                    prop_assert_eq!(Listen::parse_many(&one.to_string()), Some(vec![one]));
                }
            }
        }
    }
}
