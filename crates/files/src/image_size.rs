//! The width and the height of an image, read only from the image's header. Pixels are never
//! decoded, since decoders of hostile images are a common source of vulnerabilities.

use deskbell_model::MediaType;

/// Returns the width and height in pixels of an image of this type that begins with `head`. Returns
/// `None` for other types, and when the header does not contain the size.
pub fn size(media: MediaType, head: &[u8]) -> Option<(u32, u32)> {
    let (width, height) = match media {
        MediaType::Png => png(head),
        MediaType::Gif => Some((le16(head, 6)?, le16(head, 8)?)),
        MediaType::Webp => webp(head),
        MediaType::Jpeg => jpeg(head),
        _ => None,
    }?;
    (width > 0 && height > 0).then_some((width, height))
}

fn bytes<const N: usize>(head: &[u8], at: usize) -> Option<[u8; N]> {
    head.get(at..)?.first_chunk().copied()
}

fn le16(head: &[u8], at: usize) -> Option<u32> {
    bytes(head, at).map(|it| u16::from_le_bytes(it).into())
}

fn be16(head: &[u8], at: usize) -> Option<u32> {
    bytes(head, at).map(|it| u16::from_be_bytes(it).into())
}

/// Reads the little-endian number in three bytes at an offset.
fn le24(head: &[u8], at: usize) -> Option<u32> {
    bytes(head, at).map(|[low, middle, high]| u32::from_le_bytes([low, middle, high, 0]))
}

fn png(head: &[u8]) -> Option<(u32, u32)> {
    let is_header = head.get(12..16)? == b"IHDR";
    let number = |at| bytes(head, at).map(u32::from_be_bytes);
    is_header.then_some((number(16)?, number(20)?))
}

fn webp(head: &[u8]) -> Option<(u32, u32)> {
    match head.get(12..16)? {
        b"VP8 " if head.get(23..26)? == b"\x9d\x01\x2a" => {
            Some((le16(head, 26)? & 0x3fff, le16(head, 28)? & 0x3fff))
        }
        b"VP8L" if head.get(20)? == &0x2f => {
            let bits = u32::from_le_bytes(bytes(head, 21)?);
            Some(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
        }
        b"VP8X" => Some((le24(head, 24)? + 1, le24(head, 27)? + 1)),
        _ => None,
    }
}

/// Finds the width and height of a JPEG in its frame header, which follows other segments.
fn jpeg(head: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        if head.get(at)? != &0xff {
            return None;
        }
        let marker = *head.get(at + 1)?;
        match marker {
            // A byte that fills.
            0xff => at += 1,
            // Markers without a segment.
            0x01 | 0xd0..=0xd8 => at += 2,
            // The pixels begin: what follows is no header.
            0xd9 | 0xda => return None,
            0xc0..=0xcf if ![0xc4, 0xc8, 0xcc].contains(&marker) => {
                return Some((be16(head, at + 7)?, be16(head, at + 5)?));
            }
            _ => at += 2 + usize::try_from(be16(head, at + 2)?.max(2)).ok()?,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const IMAGES: [MediaType; 4] =
        [MediaType::Png, MediaType::Jpeg, MediaType::Gif, MediaType::Webp];

    #[test]
    fn the_size_stands_in_the_header_of_each_kind() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x02\0\0\0\x03";
        assert_eq!(size(MediaType::Png, png), Some((258, 3)));
        assert_eq!(size(MediaType::Gif, b"GIF89a\x05\0\x06\x01"), Some((5, 262)));
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xff\xc2\0\x11\x08\0\x07\0\x09\x03";
        assert_eq!(size(MediaType::Jpeg, jpeg), Some((9, 7)));
        let after_pixels = b"\xff\xd8\xff\xda\0\x02\xff\xc0\0\x11\x08\0\x07\0\x09";
        assert_eq!(size(MediaType::Jpeg, after_pixels), None);
        let lossy = b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x10\0\x20\0";
        assert_eq!(size(MediaType::Webp, lossy), Some((16, 32)));
        let lossless = b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x0f\xc0\x07\0";
        assert_eq!(size(MediaType::Webp, lossless), Some((16, 32)));
        let extended = b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x0f\0\0\x1f\0\0";
        assert_eq!(size(MediaType::Webp, extended), Some((16, 32)));
        assert_eq!(size(MediaType::Gif, b"GIF89a\0\0\x06\x01"), None, "no image is that narrow");
        assert_eq!(size(MediaType::Pdf, png), None);
    }

    proptest! {
        #[test]
        fn no_bytes_break_the_reader(rest: Vec<u8>) {
            let png = &b"\x89PNG\r\n\x1a\n"[..];
            let starts = [png, b"\xff\xd8\xff", b"GIF89a", b"RIFF\0\0\0\0WEBPVP8"];
            for (image, start) in IMAGES.iter().zip(starts) {
                let _ = size(*image, &[start, &rest].concat());
                let _ = size(*image, &rest);
            }
        }

        #[test]
        fn segments_of_any_length_are_passed_over(
            lengths in prop::collection::vec(0..600_u16, 0..9),
        ) {
            let mut image = b"\xff\xd8".to_vec();
            for length in lengths {
                image.extend(b"\xff\xe1");
                image.extend((length + 2).to_be_bytes());
                image.extend(vec![0xff; length.into()]);
            }
            image.extend(b"\xff\xc0\0\x11\x08\0\x07\0\x09\x03");
            prop_assert_eq!(size(MediaType::Jpeg, &image), Some((9, 7)));
        }
    }
}
