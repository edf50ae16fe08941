//! The target of a webhook: an absolute `http` or `https` URL. Parsing is strict, so that no other
//! parser finds a different host in the URL.

use std::net::IpAddr;

use crate::limits::WEBHOOK_URL_BYTES_MAX;

/// The host of a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    /// A host name, which has to be resolved.
    Name(String),
    /// An IP address.
    Address(IpAddr),
}

/// The parts of a target's URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// True for `https`.
    pub is_secure: bool,
    /// The host to connect to.
    pub host: Host,
    /// The port to connect to.
    pub port: u16,
    /// The host and port as written in the URL, for the header `Host`.
    pub authority: String,
    /// The path and query of the request, starting with `/`.
    pub path: String,
}

impl Target {
    /// Returns the reason why a URL is refused, worded as the end of a sentence.
    #[must_use]
    pub fn why_none(url: &str) -> &'static str {
        let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        let authority = url.split_once("://").map_or("", |(_, rest)| rest);
        let authority = authority.split(['/', '?', '#']).next().unwrap_or_default();
        if url.len() > WEBHOOK_URL_BYTES_MAX {
            "it has more than 2,048 bytes"
        } else if !matches!(scheme.as_deref(), Some("http" | "https")) {
            "it does not begin with http:// or https://"
        } else if !url.bytes().all(|byte| byte.is_ascii_graphic()) {
            "it holds something else than printable ASCII"
        } else if authority.contains('@') {
            "it holds a user or a password, send a header instead"
        } else if url.contains('#') {
            "it has a fragment"
        } else if authority.is_empty() {
            "it names no host"
        } else {
            "it is no URL that all read in the same way"
        }
    }

    /// Reads a URL: printable ASCII without user, password and fragment. `None` for any other text.
    #[must_use]
    pub fn parse(url: &str) -> Option<Self> {
        let is_printable = url.bytes().all(|byte| byte.is_ascii_graphic());
        // `#` would begin a fragment. RFC 3986 does not allow the other characters, and different
        // parsers treat them differently.
        let is_odd = url.contains(['#', '\\', '"', '<', '>', '`', '{', '}', '|', '^']);
        if url.len() > WEBHOOK_URL_BYTES_MAX || !is_printable || is_odd {
            return None;
        }
        let (scheme, rest) = url.split_once("://")?;
        let is_secure = match scheme.to_ascii_lowercase().as_str() {
            "http" => false,
            "https" => true,
            _ => return None,
        };
        let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        let (host, port) = split(authority)?;
        let port = match port {
            Some(port) => self::port(port)?,
            None if is_secure => 443,
            None => 80,
        };
        let host = self::host(host)?;
        Some(Self { is_secure, host, port, authority: authority.to_owned(), path })
    }
}

/// Splits an authority into host and port; an IPv6 address keeps its brackets.
fn split(authority: &str) -> Option<(&str, Option<&str>)> {
    if let Some(end) = authority.find(']') {
        let (host, rest) = authority.split_at(end + 1);
        return match rest.strip_prefix(':') {
            Some(port) => Some((host, Some(port))),
            None => rest.is_empty().then_some((host, None)),
        };
    }
    match authority.split_once(':') {
        Some((host, port)) => Some((host, Some(port))),
        None => Some((authority, None)),
    }
}

fn port(text: &str) -> Option<u16> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|port| is_number && *port != 0)
}

fn host(text: &str) -> Option<Host> {
    if let Some(inside) = text.strip_prefix('[') {
        let address = inside.strip_suffix(']')?.parse().ok()?;
        return Some(Host::Address(IpAddr::V6(address)));
    }
    let name = text.strip_suffix('.').unwrap_or(text);
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let is_name = name.len() <= 253 && name.bytes().all(fits);
    let is_dense = name.split('.').all(|label| (1..=63).contains(&label.len()));
    if !is_name || !is_dense {
        return None;
    }
    // A host that ends in a number must be an IPv4 address of the form 1.2.3.4, because resolvers
    // read other forms, such as 127.1, as addresses, too.
    let last = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_number = last.bytes().all(|byte| byte.is_ascii_digit()) || last.starts_with("0x");
    if is_number {
        return text.parse().ok().map(|address| Host::Address(IpAddr::V4(address)));
    }
    Some(Host::Name(name.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_url_is_read_in_its_parts() {
        let target = Target::parse("HTTPS://Hooks.Example.com:8443/a/b?c=d&e=%20").unwrap();
        assert_eq!((target.is_secure, target.port), (true, 8443));
        assert_eq!(target.host, Host::Name("hooks.example.com".into()));
        assert_eq!(target.authority, "Hooks.Example.com:8443");
        assert_eq!(target.path, "/a/b?c=d&e=%20");
        let target = Target::parse("http://[2001:db8::1]?x").unwrap();
        assert_eq!((target.port, target.path.as_str()), (80, "/?x"));
        assert_eq!(target.host, Host::Address("2001:db8::1".parse().unwrap()));
        let target = Target::parse("https://192.0.2.7").unwrap();
        assert_eq!((target.port, target.path.as_str()), (443, "/"));
        assert_eq!(target.host, Host::Address("192.0.2.7".parse().unwrap()));
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_no_target() {
        for url in [
            "",
            "example.com",
            "//example.com",
            "ftp://example.com",
            "http:example.com",
            "http://",
            "http:///a",
            "http://?a",
            "http://a b",
            "http://a/\n",
            "http://münchen.example/",
            "http://user@example.com",
            "http://user:pass@example.com/",
            "http://a\\@b/",
            "http://a#b",
            "http://a:0/",
            "http://a:65536/",
            "http://a:/",
            "http://a:+1/",
            "http://a:1:2/",
            "http://[::1/",
            "http://[::1]a/",
            "http://[fe80::1%25eth0]/",
            "http://[127.0.0.1]/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0177.0.0.1/",
            "http://127.0.0.1./",
            "http://1.2.3.4.5/",
            "http://a.0x1/",
            "http://a..b/",
            "http://.a/",
            "http://a../",
            "http://./",
            "http://a%2eb/",
            "http://a,b/",
            "http://a/<b>",
            "http://a/?b=`c`",
            "http://a/{b}",
            "http://a/b|c^d",
        ] {
            assert_eq!(Target::parse(url), None, "{url}");
        }
        let long = format!("http://example.com/{}", "x".repeat(WEBHOOK_URL_BYTES_MAX));
        assert_eq!(Target::parse(&long), None);
    }

    proptest! {
        #[test]
        fn whatever_is_read_can_be_asked_for(url in "(https?://)?[ -~]{0,40}") {
            if let Some(target) = Target::parse(&url) {
                prop_assert!(target.path.starts_with('/') && target.port > 0);
                prop_assert!(url.contains(&target.authority) && !target.authority.is_empty());
                prop_assert!(!target.authority.contains(['@', '/', '?', '#']));
            }
        }
    }
}
