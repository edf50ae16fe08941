//! The probe, which inspects the bytes of a file piece by piece.

use std::fmt::Write as _;

use deskbell_model::MediaType;
use sha2::{Digest as _, Sha256};

use crate::{image_size, magic};

/// The number of bytes at the beginning of a file that are searched for its type and for an image's
/// width and height. A photograph can have a small preview before its width and height.
const HEAD_BYTES: usize = 128 * 1024;

/// A probe of the bytes of one file.
#[derive(Clone, Debug, Default)]
pub struct Probe {
    hash: Sha256,
    head: Vec<u8>,
    bytes: u64,
}

/// The results of a probe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probed {
    /// The SHA-256 of the file, in lower-case hex.
    pub sha256: String,
    /// The size of the file, in bytes.
    pub bytes: u64,
    /// The file type, detected from the first bytes.
    pub media: MediaType,
    /// The width and the height of an image, in pixels; `None` for other files, or when the size
    /// was not found.
    pub size: Option<(u32, u32)>,
}

impl Probe {
    /// Adds the next bytes of the file.
    pub fn update(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        let room = HEAD_BYTES.saturating_sub(self.head.len());
        self.head.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    /// Returns the number of bytes that were added so far.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Returns the results after the last byte.
    #[must_use]
    pub fn finish(self) -> Probed {
        let mut sha256 = String::new();
        for byte in self.hash.finalize() {
            let _ = write!(sha256, "{byte:02x}");
        }
        let media = magic::media(&self.head);
        let size = image_size::size(media, &self.head);
        Probed { sha256, bytes: self.bytes, media, size }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_in_which_a_file_comes_make_no_difference() {
        let file = [&b"GIF89a\x05\0\x06\0"[..], &vec![7; HEAD_BYTES]].concat();
        let mut whole = Probe::default();
        whole.update(&file);
        let mut pieces = Probe::default();
        file.chunks(7).for_each(|piece| pieces.update(piece));
        let found = pieces.finish();
        assert_eq!(found, whole.finish());
        assert_eq!((found.media, found.size), (MediaType::Gif, Some((5, 6))));
        assert_eq!(found.bytes, file.len() as u64);
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(Probe::default().finish().sha256, empty);
    }
}
