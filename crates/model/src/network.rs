//! Public addresses of the internet, and ranges of other addresses that an operator allows. This
//! module neither resolves names nor connects.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A range of addresses with the same first bits: `10.0.0.0/8`, `fd00::/8`, or a single address
/// without `/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    first: u128,
    bits: u32,
    is_v4: bool,
}

impl Range {
    /// Reads a range, and ignores the address bits beyond the range's length; `None` for any other
    /// text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) if bits.bytes().all(|byte| byte.is_ascii_digit()) => {
                (address, Some(bits.parse::<u32>().ok()?))
            }
            Some(_) => return None,
            None => (text, None),
        };
        let (first, width, is_v4) = number(address.parse().ok()?);
        let bits = bits.unwrap_or(width);
        (bits <= width).then_some(Self { first, bits, is_v4 })
    }

    /// Reads ranges separated by commas; `None` if a range is invalid. An empty text is an empty
    /// list.
    #[must_use]
    pub fn parse_many(text: &str) -> Option<Vec<Self>> {
        let text = text.trim();
        if text.is_empty() {
            return Some(Vec::new());
        }
        text.split(',').map(|part| Self::parse(part.trim())).collect()
    }

    /// Tells whether an address is in the range. An IPv4-mapped IPv6 address counts as IPv4.
    #[must_use]
    pub fn contains(self, address: IpAddr) -> bool {
        let (number, width, is_v4) = number(address.to_canonical());
        let differing = number ^ self.first;
        is_v4 == self.is_v4 && differing.checked_shr(width - self.bits).unwrap_or(0) == 0
    }

    const fn is_single(self) -> bool {
        self.bits == if self.is_v4 { 32 } else { 128 }
    }

    const fn v4(a: u8, b: u8, c: u8, bits: u32) -> Self {
        let first = Ipv4Addr::new(a, b, c, 0).to_bits() as u128;
        Self { first, bits, is_v4: true }
    }

    const fn v6(a: u16, b: u16, bits: u32) -> Self {
        let first = Ipv6Addr::new(a, b, 0, 0, 0, 0, 0, 0).to_bits();
        Self { first, bits, is_v4: false }
    }
}

/// Returns the bits of an address as a number, the count of the bits, and true for IPv4.
fn number(address: IpAddr) -> (u128, u32, bool) {
    match address {
        IpAddr::V4(address) => (u128::from(address.to_bits()), 32, true),
        IpAddr::V6(address) => (address.to_bits(), 128, false),
    }
}

/// The ranges of IPv4 that are not public, from IANA's special-purpose registry.
const NOT_PUBLIC_V4: [Range; 16] = [
    // "This network".
    Range::v4(0, 0, 0, 8),
    Range::v4(10, 0, 0, 8),
    // Shared between a provider and its customers.
    Range::v4(100, 64, 0, 10),
    // Loopback.
    Range::v4(127, 0, 0, 8),
    // Link-local, including the metadata services of clouds.
    Range::v4(169, 254, 0, 16),
    Range::v4(172, 16, 0, 12),
    // Protocol assignments.
    Range::v4(192, 0, 0, 24),
    // Documentation.
    Range::v4(192, 0, 2, 24),
    // In this order: AS112 name servers, multicast tunnels (AMT), and 6to4 relays.
    Range::v4(192, 31, 196, 24),
    Range::v4(192, 52, 193, 24),
    Range::v4(192, 88, 99, 24),
    Range::v4(192, 168, 0, 16),
    Range::v4(198, 18, 0, 15),
    Range::v4(198, 51, 100, 24),
    Range::v4(203, 0, 113, 24),
    // Multicast, reserved and broadcast addresses.
    Range::v4(224, 0, 0, 3),
];

/// The public part of IPv6. This part excludes loopback, link-local, private and multicast
/// addresses, and the addresses that embed an IPv4 address for a translator (NAT64).
const PUBLIC_V6: Range = Range::v6(0x2000, 0, 3);

/// The ranges within [`PUBLIC_V6`] that are not public: the ranges of protocols, of documentation
/// and of 6to4.
const NOT_PUBLIC_V6: [Range; 4] = [
    // Protocol assignments, including Teredo, which embeds IPv4 addresses.
    Range::v6(0x2001, 0, 23),
    // Documentation.
    Range::v6(0x2001, 0x0db8, 32),
    // 6to4, which embeds IPv4 addresses.
    Range::v6(0x2002, 0, 16),
    Range::v6(0x3fff, 0, 20),
];

/// The addresses of clouds' metadata services, which give a machine its identity and rights. Some
/// of these addresses are public. The operator can allow a metadata address only as a range of a
/// single address.
const METADATA: [IpAddr; 15] = [
    // Amazon, Azure, Google, Oracle, OpenStack and most others.
    v4(169, 254, 169, 254),
    // Amazon: name servers, and credentials of containers.
    v4(169, 254, 169, 253),
    v4(169, 254, 170, 2),
    v4(169, 254, 170, 23),
    // Azure: the platform's commands to its machines.
    v4(168, 63, 129, 16),
    // Alibaba.
    v4(100, 100, 100, 200),
    // Oracle.
    v4(192, 0, 0, 192),
    // Tencent.
    v4(169, 254, 0, 23),
    // Scaleway.
    v4(169, 254, 42, 42),
    v6([0xfd00, 0x42, 0, 0, 0, 0, 0, 0x42]),
    // Amazon.
    v6([0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254]),
    v6([0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x253]),
    v6([0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x23]),
    // Google.
    v6([0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254]),
    // OpenStack.
    v6([0xfe80, 0, 0, 0, 0, 0, 0xa9fe, 0xa9fe]),
];

const fn v4(a: u8, b: u8, c: u8, d: u8) -> IpAddr {
    IpAddr::V4(Ipv4Addr::new(a, b, c, d))
}

const fn v6(parts: [u16; 8]) -> IpAddr {
    let [a, b, c, d, e, f, g, h] = parts;
    IpAddr::V6(Ipv6Addr::new(a, b, c, d, e, f, g, h))
}

/// Returns the IPv4 addresses that an IPv6 address can embed for translators, tunnels and relays.
fn embedded(address: Ipv6Addr) -> [Option<Ipv4Addr>; 3] {
    let parts = address.segments();
    let at = |place: usize| {
        let (high, low) = (u32::from(parts[place]), u32::from(parts[place + 1]));
        Ipv4Addr::from_bits(high << 16 | low)
    };
    match parts {
        // 6to4.
        [0x2002, ..] => [Some(at(1)), None, None],
        // Teredo: the server, and the client with all bits inverted.
        [0x2001, 0, ..] => [Some(at(2)), Some(Ipv4Addr::from_bits(!at(6).to_bits())), None],
        // Local NAT64: the IPv4 address follows a prefix of 48, 64 or 96 bits; bits 64 to 71 are
        // skipped.
        [0x64, 0xff9b, 1, ..] => {
            let o = address.octets();
            let of_48 = Ipv4Addr::new(o[6], o[7], o[9], o[10]);
            let of_64 = Ipv4Addr::new(o[9], o[10], o[11], o[12]);
            [Some(of_48), Some(of_64), Some(at(6))]
        }
        // Mapped, compatible, translated, NAT64 and ISATAP.
        [0, 0, 0, 0, ..] | [0x64, 0xff9b, ..] | [_, _, _, _, 0 | 0x200, 0x5efe, ..] => {
            [Some(at(6)), None, None]
        }
        _ => [None, None, None],
    }
}

/// Tells whether an address belongs to a cloud's metadata service, directly, or as an IPv4 address
/// embedded in an IPv6 address.
#[must_use]
pub fn is_metadata(address: IpAddr) -> bool {
    let is_one = |address: &IpAddr| METADATA.contains(address);
    is_one(&address)
        || match address {
            IpAddr::V4(_) => false,
            IpAddr::V6(address) => {
                embedded(address).into_iter().flatten().any(|it| is_one(&IpAddr::V4(it)))
            }
        }
}

/// Tells whether an address is public and belongs to no cloud's metadata service. An IPv4-mapped
/// IPv6 address counts as IPv4.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    let within = |range: &Range| range.contains(address);
    if is_metadata(address) {
        return false;
    }
    match address.to_canonical() {
        IpAddr::V4(_) => !NOT_PUBLIC_V4.iter().any(within),
        IpAddr::V6(_) => PUBLIC_V6.contains(address) && !NOT_PUBLIC_V6.iter().any(within),
    }
}

/// Tells whether the server may call an address: the address must be public, or in a range of
/// `opened`. For a metadata address, this range must be a single address.
#[must_use]
pub fn is_open(address: IpAddr, opened: &[Range]) -> bool {
    let is_metadata = is_metadata(address);
    let opens = |range: &Range| range.contains(address) && (!is_metadata || range.is_single());
    is_public(address) || opened.iter().any(opens)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_not_the_publics_is_seen_in_every_disguise() {
        for text in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "::ffff:0:10.0.0.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b::8.8.8.8",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:a00:1::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "3fff::1",
            "5f00::1",
        ] {
            assert!(!is_public(address(text)), "{text}");
        }
        for text in [
            "1.1.1.1",
            "8.8.8.8",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.0.1",
            "100.128.0.0",
            "172.15.0.1",
            "172.32.0.1",
            "192.169.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00:1450::1",
            "::ffff:8.8.8.8",
            "2001:4860::8888",
        ] {
            assert!(is_public(address(text)), "{text}");
        }
    }

    #[test]
    fn what_clouds_tell_their_machines_is_open_only_when_it_is_named_by_itself() {
        let all = ["0.0.0.0/0", "::/0", "168.63.0.0/16", "169.254.0.0/16", "100.64.0.0/10"];
        let all: Vec<_> = all.iter().map(|text| Range::parse(text).unwrap()).collect();
        for text in [
            "169.254.169.254",
            "168.63.129.16",
            "100.100.100.200",
            "192.0.0.192",
            "169.254.170.2",
            "::ffff:168.63.129.16",
            "::168.63.129.16",
            "64:ff9b::168.63.129.16",
            "64:ff9b:1::a9fe:a9fe",
            "64:ff9b:1:a9fe:00a9:fe00::",
            "64:ff9b:1::00a9:fea9:fe00:0",
            "2002:a83f:8110::1",
            "2001:0:a83f:8110::1",
            "2001:0:4136:e378:8000:63bf:57c0:7eef",
            "2a01:1::5efe:168.63.129.16",
            "fd00:ec2::254",
            "fd20:ce::254",
            "fe80::a9fe:a9fe",
        ] {
            let address = address(text);
            assert!(!is_public(address) && !is_open(address, &all), "{text}");
            assert!(is_open(address, &[Range::parse(text).unwrap()]) || text.contains("ffff"));
        }
        let named = Range::parse("168.63.129.16").unwrap();
        assert!(is_open(address("::ffff:168.63.129.16"), &[named]));
        assert!(is_open(address("168.63.129.17"), &[]) && is_open(address("10.0.0.1"), &all));
    }

    #[test]
    fn a_range_is_read_with_its_length_or_is_one_address() {
        let range = Range::parse("10.0.0.0/8").unwrap();
        assert!(range.contains(address("10.255.0.1")) && !range.contains(address("11.0.0.1")));
        assert!(range.contains(address("::ffff:10.0.0.1")) && !range.contains(address("a00::")));
        let one = Range::parse("::1").unwrap();
        assert!(one.contains(address("::1")) && !one.contains(address("::2")));
        assert!(Range::parse("0.0.0.0/0").unwrap().contains(address("127.0.0.1")));
        assert!(Range::parse("::/0").unwrap().contains(address("::1")));
        for bad in ["", "10.0.0.0/33", "::/129", "10/8", "10.0.0.0/", "a/8", "10.0.0.0/+8", "/8"] {
            assert_eq!(Range::parse(bad), None, "{bad}");
        }
        assert_eq!(Range::parse_many(" "), Some(vec![]));
        assert_eq!(Range::parse_many("127.0.0.0/8, ::1").map(|it| it.len()), Some(2));
        assert_eq!(Range::parse_many("127.0.0.0/8,"), None);
    }

    proptest! {
        #[test]
        fn an_address_mapped_into_ipv6_is_judged_as_itself(bits in any::<u32>()) {
            let v4 = Ipv4Addr::from_bits(bits);
            prop_assert_eq!(is_public(v4.to_ipv6_mapped().into()), is_public(v4.into()));
        }

        #[test]
        fn an_opened_range_opens_its_own_addresses_alone(
            bits in any::<u32>(),
            length in 0..=32_u32,
        ) {
            let range = Range::parse(&format!("10.20.30.40/{length}")).unwrap();
            let mask = u32::MAX.checked_shl(32 - length).unwrap_or(0);
            let inside = bits & mask == Ipv4Addr::new(10, 20, 30, 40).to_bits() & mask;
            let address = Ipv4Addr::from_bits(bits).into();
            prop_assert_eq!(range.contains(address), inside);
            prop_assert_eq!(is_open(address, &[range]), inside || is_public(address));
        }
    }
}
