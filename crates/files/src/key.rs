//! Keys of blobs, and the blobs found in a storage.

use std::fmt::Write as _;

/// The length of a key, in hexadecimal digits.
const DIGITS: usize = 32;

/// The key of a blob: 128 random bits, so that no key is used twice.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlobKey(String);

impl BlobKey {
    /// Makes the key from random bytes.
    #[must_use]
    pub fn new(random: [u8; DIGITS / 2]) -> Self {
        let mut text = String::with_capacity(DIGITS);
        for byte in random {
            let _ = write!(text, "{byte:02x}");
        }
        Self(text)
    }

    /// Parses a key; `None` for other texts, so that a key never leads outside the storage's
    /// folder.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let is_key = text.len() == DIGITS && text.bytes().all(is_digit);
        is_key.then(|| Self(text.to_owned()))
    }

    /// Returns the hexadecimal digits of the key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the first two digits of the key: the name of the blob's folder.
    pub(crate) fn shard(&self) -> &str {
        &self.0[..2]
    }
}

/// A blob that was found in a storage. The blob may be incomplete.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StoredBlob {
    /// The key of the blob.
    pub key: BlobKey,
    /// The size of the blob, in bytes.
    pub bytes: u64,
}

/// Returns the name of the blob folder with this number.
pub(crate) fn shard(number: u8) -> String {
    format!("{number:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back_and_no_path_is_a_key() {
        let key = BlobKey::new([0xab; 16]);
        assert_eq!(BlobKey::parse(key.as_str()), Some(key.clone()));
        assert_eq!(key.shard(), "ab");
        for bad in
            ["", "../../../../../../../../etc/passwd", "AB", &"g".repeat(32), &"a".repeat(33)]
        {
            assert_eq!(BlobKey::parse(bad), None, "{bad}");
        }
    }
}
