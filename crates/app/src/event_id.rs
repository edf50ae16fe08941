//! Ids of webhook events, computed from the change that emitted them, so that every attempt on
//! every node carries the same id.

use std::fmt::Write as _;

use sha1::{Digest as _, Sha1};

/// The namespace of event ids, a UUID that only Deskbell uses.
const NAMESPACE: [u8; 16] = [
    0x6f, 0x0b, 0x9d, 0x52, 0x3c, 0x1e, 0x4f, 0x6a, 0x9a, 0x47, 0xd1, 0x5e, 0x5b, 0x70, 0xe2, 0xc4,
];

/// Computes the UUID of version 5 (RFC 9562) of a name.
pub(crate) fn of(name: &str) -> String {
    uuid(NAMESPACE, name)
}

fn uuid(namespace: [u8; 16], name: &str) -> String {
    let digest = Sha1::new().chain_update(namespace).chain_update(name).finalize();
    let mut text = String::with_capacity(36);
    for (place, byte) in digest.iter().take(16).enumerate() {
        let byte = match place {
            6 => byte & 0x0f | 0x50,
            8 => byte & 0x3f | 0x80,
            _ => *byte,
        };
        if matches!(place, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_what_the_standard_says() {
        // RFC 9562, A.4: the name www.example.com in the namespace of DNS names.
        let dns = [
            0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4,
            0x30, 0xc8,
        ];
        assert_eq!(uuid(dns, "www.example.com"), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
        assert_ne!(of("1"), of("2"));
    }
}
