//! The address of a client that connects through trusted proxies, from the header
//! `X-Forwarded-For`.
//!
//! Each proxy appends the address of its peer. Therefore the header is read from its end, and only
//! as far as trusted proxies wrote it; the part before that may be forged by the client. The header
//! `Forwarded` is ignored, since a proxy that does not support it passes on a forged one.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, HeaderName};
use deskbell_model::network::Range;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
/// The longest chain of proxies; further addresses are not read.
const PROXIES_MAX: usize = 16;

/// The address of the client: the last address that is not a trusted proxy's.
pub(super) fn client(headers: &HeaderMap, peer: IpAddr, trusted: &[Range]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|range| range.contains(address));
    let mut client = peer;
    let values = headers.get_all(X_FORWARDED_FOR).iter().collect::<Vec<_>>();
    let named = values.into_iter().rev().flat_map(|value| {
        value.to_str().unwrap_or("?").rsplit(',').map(str::trim).collect::<Vec<_>>()
    });
    for text in named.take(PROXIES_MAX) {
        if !is_trusted(client) {
            break;
        }
        // An address that cannot be read was not written by a proxy that is worth its trust.
        let Some(address) = address(text) else { break };
        client = address;
    }
    client
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
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    const TRUSTED: &str = "10.0.0.0/8, fd00::/8";

    fn seen(peer: &str, values: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(X_FORWARDED_FOR, HeaderValue::from_str(value).unwrap());
        }
        let trusted = Range::parse_many(TRUSTED).unwrap();
        client(&headers, peer.parse().unwrap(), &trusted).to_string()
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
    }
}
