//! An answer that may be given to many, with what tells it from every other one.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use twox_hash::XxHash3_128;

/// The digits of a digest.
pub const DIGEST_DIGITS: usize = 32;

/// The bytes of an answer and their digest. Clones share both.
#[derive(Clone, Debug)]
pub struct Answer {
    bytes: Bytes,
    digest: Arc<OnceLock<[u8; DIGEST_DIGITS]>>,
}

impl Answer {
    /// The bytes.
    #[must_use]
    pub const fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The bytes alone.
    #[must_use]
    pub fn into_bytes(self) -> Bytes {
        self.bytes
    }

    /// A hash of the bytes (XXH3, 128 bits) in hexadecimal digits: it changes with them and with
    /// nothing else, on every process alike. It is worked out once for all who are given them.
    #[must_use]
    pub fn digest(&self) -> &[u8; DIGEST_DIGITS] {
        self.digest.get_or_init(|| digest(&self.bytes))
    }
}

impl<B: Into<Bytes>> From<B> for Answer {
    fn from(bytes: B) -> Self {
        Self { bytes: bytes.into(), digest: Arc::default() }
    }
}

/// What tells these bytes from all others: see [`Answer::digest`].
#[must_use]
pub fn digest(bytes: &[u8]) -> [u8; DIGEST_DIGITS] {
    hexadecimal(XxHash3_128::oneshot(bytes))
}

/// A number in as many digits as the largest one has.
fn hexadecimal(number: u128) -> [u8; DIGEST_DIGITS] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let bytes = number.to_be_bytes();
    std::array::from_fn(|place| {
        let byte = bytes[place / 2];
        DIGITS[usize::from(if place % 2 == 0 { byte >> 4 } else { byte & 0xf })]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_a_hash_of_the_bytes_in_hexadecimal_digits() {
        for bytes in [&b""[..], b"{}", &[b'x'; 70_000]] {
            let expected = format!("{:032x}", XxHash3_128::oneshot(bytes));
            let answer = Answer::from(bytes.to_vec());
            let shared = answer.clone();
            assert_eq!(answer.digest(), expected.as_bytes());
            assert!(std::ptr::eq(answer.digest(), shared.digest()), "clones share it");
        }
        assert_eq!(&hexadecimal(0x1f), b"0000000000000000000000000000001f");
    }
}
