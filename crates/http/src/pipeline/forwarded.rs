//! The address of a client that connects through trusted proxies, from the header `X-Forwarded-For`
//! or `Forwarded` (RFC 7239).
//!
//! Each proxy appends the address of its peer. Therefore the header is read from its end, up to the
//! first address that is not a trusted proxy's: the client's address. The client may have forged
//! the rest of the header. The operator names the header to read, since a proxy that writes one
//! header may pass on a forged other header.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use deskbell_model::network::Range;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED: HeaderName = HeaderName::from_static("forwarded");
/// The longest chain of proxies. Further addresses are not read.
const PROXIES_MAX: usize = 16;

/// The header in which trusted proxies write their peers' addresses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ForwardedHeader {
    /// `X-Forwarded-For`.
    #[default]
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

impl ForwardedHeader {
    /// Parses the name of a header, case-insensitively; `None` for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let all = [(X_FORWARDED_FOR, Self::XForwardedFor), (FORWARDED, Self::Forwarded)];
        let named = all.into_iter().find(|(name, _)| text.eq_ignore_ascii_case(name.as_str()));
        named.map(|(_, header)| header)
    }
}

/// The proxies that are trusted, and the header that they write.
#[derive(Debug, Default)]
pub(super) struct Trusted {
    pub(super) proxies: Vec<Range>,
    pub(super) header: ForwardedHeader,
}

/// A parser of the addresses in a header line, in reverse order; `None` for an invalid address.
type ReadLine = fn(&HeaderValue) -> Vec<Option<IpAddr>>;

/// Returns the address of the client: the last address in the chain that does not belong to a
/// trusted proxy.
pub(super) fn client(headers: &HeaderMap, peer: IpAddr, trusted: &Trusted) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.proxies.iter().any(|it| it.contains(address));
    if !is_trusted(peer) {
        return peer;
    }
    let (name, read): (_, ReadLine) = match trusted.header {
        ForwardedHeader::XForwardedFor => (X_FORWARDED_FOR, addresses),
        ForwardedHeader::Forwarded => (FORWARDED, elements),
    };
    let mut client = peer;
    let values = headers.get_all(name).iter().collect::<Vec<_>>();
    for named in values.into_iter().rev().flat_map(read).take(PROXIES_MAX) {
        if !is_trusted(client) {
            break;
        }
        // An address that cannot be read was not written by a proxy that is worth its trust.
        let Some(address) = named else { break };
        client = address;
    }
    client
}

/// Parses the addresses of a line of `X-Forwarded-For`, in reverse order.
fn addresses(value: &HeaderValue) -> Vec<Option<IpAddr>> {
    let parts = value.to_str().unwrap_or("?").rsplit(',').take(PROXIES_MAX);
    parts.map(|text| address(text.trim())).collect()
}

/// Parses the addresses of a line of `Forwarded`, in reverse order.
///
/// Quotes are paired from the end, since a quote that a client leaves open must not hide the
/// elements of proxies.
fn elements(value: &HeaderValue) -> Vec<Option<IpAddr>> {
    let text = value.to_str().unwrap_or("?");
    let (mut end, mut is_quoted, mut found) = (text.len(), false, Vec::new());
    for (at, byte) in text.bytes().enumerate().rev() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b',' if !is_quoted => {
                found.push(element(text.get(at + 1..end).unwrap_or_default()));
                end = at;
                if found.len() == PROXIES_MAX {
                    return found;
                }
            }
            _ => {}
        }
    }
    found.push(element(text.get(..end).unwrap_or_default()));
    found
}

/// Returns the address that an element of `Forwarded` names: `for=192.0.2.7;proto=https` or
/// `for="[2001:db8::7]:4711"`.
fn element(text: &str) -> Option<IpAddr> {
    let mut named = text.split(';').filter_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        name.trim().eq_ignore_ascii_case("for").then(|| value.trim())
    });
    let (Some(value), None) = (named.next(), named.next()) else { return None };
    let inner = value.strip_prefix('"').map(|rest| rest.strip_suffix('"'));
    address(inner.unwrap_or(Some(value))?)
}

/// Parses an address, with or without a port. An IPv6 address with a port has brackets.
fn address(text: &str) -> Option<IpAddr> {
    if let Ok(address) = text.parse() {
        return Some(address);
    }
    if let Ok(address) = text.parse::<SocketAddr>() {
        return Some(address.ip());
    }
    text.strip_prefix('[')?.strip_suffix(']')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TRUSTED: &str = "10.0.0.0/8, fd00::/8";

    fn seen_by(header: ForwardedHeader, peer: &str, lines: &[(HeaderName, &str)]) -> String {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(name, HeaderValue::from_str(value).unwrap());
        }
        let trusted = Trusted { proxies: Range::parse_many(TRUSTED).unwrap(), header };
        client(&headers, peer.parse().unwrap(), &trusted).to_string()
    }

    fn seen(peer: &str, values: &[&str]) -> String {
        let lines: Vec<_> = values.iter().map(|value| (X_FORWARDED_FOR, *value)).collect();
        seen_by(ForwardedHeader::XForwardedFor, peer, &lines)
    }

    fn forwarded(peer: &str, values: &[&str]) -> String {
        let lines: Vec<_> = values.iter().map(|value| (FORWARDED, *value)).collect();
        seen_by(ForwardedHeader::Forwarded, peer, &lines)
    }

    #[test]
    fn the_elements_of_forwarded_are_read_from_the_end() {
        for (peer, values, expected) in [
            ("10.0.0.1", &["for=192.0.2.7"][..], "192.0.2.7"),
            ("10.0.0.1", &["For=192.0.2.7;proto=https;by=10.0.0.1"], "192.0.2.7"),
            ("10.0.0.1", &["proto=https; for=\"192.0.2.7:4711\""], "192.0.2.7"),
            ("10.0.0.1", &["for=\"[2001:db8::7]:4711\""], "2001:db8::7"),
            ("10.0.0.1", &["for=\"[2001:db8::7]\", for=10.0.0.2"], "2001:db8::7"),
            ("10.0.0.1", &["for=192.0.2.7", "for=10.0.0.3,for=10.0.0.2"], "192.0.2.7"),
            // What the client sent stands before what the proxy wrote.
            ("10.0.0.1", &["for=203.0.113.9, for=192.0.2.7"], "192.0.2.7"),
            ("10.0.0.1", &["for=10.9.9.9", "for=192.0.2.7"], "192.0.2.7"),
            ("10.0.0.1", &["for=\"203.0.113.9, for=192.0.2.7"], "192.0.2.7"),
            ("10.0.0.1", &["for=203.0.113.9\\\", for=192.0.2.7"], "192.0.2.7"),
            ("10.0.0.1", &["\"\"\", for=192.0.2.7;proto=\"a,b;c\""], "192.0.2.7"),
            // Nobody but trusted proxies is believed.
            ("192.0.2.1", &["for=192.0.2.7"], "192.0.2.1"),
            ("10.0.0.1", &["for=unknown"], "10.0.0.1"),
            ("10.0.0.1", &["for=_hidden, for=10.0.0.2"], "10.0.0.2"),
            ("10.0.0.1", &["for=192.0.2.7;for=192.0.2.8"], "10.0.0.1"),
            ("10.0.0.1", &["proto=https"], "10.0.0.1"),
            ("10.0.0.1", &["for=\"192.0.2.7"], "10.0.0.1"),
        ] {
            assert_eq!(forwarded(peer, values), expected, "{peer} {values:?}");
        }
    }

    #[test]
    fn only_the_header_that_the_operator_names_is_read() {
        let lines = [(X_FORWARDED_FOR, "192.0.2.7"), (FORWARDED, "for=192.0.2.8")];
        let seen = |header| seen_by(header, "10.0.0.1", &lines);
        assert_eq!(seen(ForwardedHeader::XForwardedFor), "192.0.2.7");
        assert_eq!(seen(ForwardedHeader::Forwarded), "192.0.2.8");
        assert_eq!(ForwardedHeader::parse("forwarded"), Some(ForwardedHeader::Forwarded));
        assert_eq!(ForwardedHeader::parse("X-Real-IP"), None);
    }

    #[test]
    fn the_last_address_that_is_no_trusted_proxy_is_the_client() {
        for (peer, values, expected) in [
            ("10.0.0.1", &["192.0.2.7"][..], "192.0.2.7"),
            ("10.0.0.1", &["192.0.2.7, 10.0.0.2"], "192.0.2.7"),
            ("10.0.0.1", &["192.0.2.7", "10.0.0.3,10.0.0.2"], "192.0.2.7"),
            ("fd00::1", &["2001:db8::7"], "2001:db8::7"),
            ("10.0.0.1", &["192.0.2.7:4711"], "192.0.2.7"),
            ("10.0.0.1", &["[2001:db8::7]:4711"], "2001:db8::7"),
            ("10.0.0.1", &["[2001:db8::7]"], "2001:db8::7"),
            // What the client sent stands before what the proxy wrote.
            ("10.0.0.1", &["203.0.113.9, 192.0.2.7"], "192.0.2.7"),
            ("10.0.0.1", &["10.9.9.9, 192.0.2.7"], "192.0.2.7"),
            ("10.0.0.1", &["203.0.113.9", "192.0.2.7"], "192.0.2.7"),
            // Nobody but trusted proxies is believed.
            ("192.0.2.1", &["192.0.2.7"], "192.0.2.1"),
            ("10.0.0.1", &[], "10.0.0.1"),
            ("10.0.0.1", &["unknown"], "10.0.0.1"),
            ("10.0.0.1", &["192.0.2.7, unknown, 10.0.0.2"], "10.0.0.2"),
            ("10.0.0.1", &["192.0.2.7,"], "10.0.0.1"),
            ("::ffff:10.0.0.1", &["192.0.2.7"], "192.0.2.7"),
        ] {
            assert_eq!(seen(peer, values), expected, "{peer} {values:?}");
        }
    }

    #[test]
    fn a_row_of_proxies_ends_somewhere() {
        let many = vec!["10.0.0.2"; 100].join(",");
        assert_eq!(seen("10.0.0.1", &[&format!("192.0.2.7,{many}")]), "10.0.0.2");
    }

    proptest! {
        #[test]
        fn whatever_a_client_sends_its_own_address_is_found(
            sent in "[0-9a-f:., \\[\\]x]{0,60}",
            bits in any::<u32>(),
        ) {
            let client = std::net::Ipv4Addr::from_bits(bits | 0x8000_0000);
            let both = format!("{sent}, {client}");
            prop_assert_eq!(seen("10.0.0.1", &[&both]), client.to_string());
            prop_assert_eq!(seen("10.0.0.1", &[&sent, &client.to_string()]), client.to_string());
            prop_assert_eq!(seen(&client.to_string(), &[&sent]), client.to_string());
        }

        #[test]
        fn whatever_a_client_sends_in_forwarded_its_own_address_is_found(
            sent in "(for=|[0-9.:,;=\"\\\\ \\[\\]fa]){0,20}",
            bits in any::<u32>(),
            is_quoted in any::<bool>(),
        ) {
            let client = std::net::Ipv4Addr::from_bits(bits | 0x8000_0000).to_string();
            let quoted = format!("for=\"{client}:80\"");
            let own = if is_quoted { quoted } else { format!("for={client}") };
            prop_assert_eq!(&forwarded("10.0.0.1", &[&format!("{sent},{own}")]), &client);
            prop_assert_eq!(&forwarded("10.0.0.1", &[&sent, &own]), &client);
            prop_assert_eq!(&forwarded(&client, &[&sent]), &client);
        }
    }
}
