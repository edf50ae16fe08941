//! The detection of file types from magic bytes, the first bytes of a file. The name and the type
//! that the sender claims are ignored.

use deskbell_model::MediaType;

/// The bytes that identify a file type, each with their offset in the file. The first matching row
/// determines the type.
const MAGIC: [(usize, &[u8], MediaType); 20] = [
    (0, b"\x89PNG\r\n\x1a\n", MediaType::Png),
    (0, b"\xff\xd8\xff", MediaType::Jpeg),
    (0, b"GIF87a", MediaType::Gif),
    (0, b"GIF89a", MediaType::Gif),
    (8, b"WEBP", MediaType::Webp),
    (8, b"WAVE", MediaType::Wav),
    (0, b"%PDF-", MediaType::Pdf),
    (0, b"PK\x03\x04", MediaType::Zip),
    (0, b"PK\x05\x06", MediaType::Zip),
    (0, b"\x1f\x8b\x08", MediaType::Gzip),
    // Images that share the container of MP4, which browsers do not all show.
    (4, b"ftypavif", MediaType::Other),
    (4, b"ftypavis", MediaType::Other),
    (4, b"ftyphe", MediaType::Other),
    (4, b"ftypmif1", MediaType::Other),
    (4, b"ftyp", MediaType::Mp4),
    (0, b"\x1a\x45\xdf\xa3", MediaType::Webm),
    (0, b"ID3", MediaType::Mp3),
    (0, b"\xff\xfb", MediaType::Mp3),
    (0, b"\xff\xf3", MediaType::Mp3),
    (0, b"OggS", MediaType::Ogg),
];

/// Detects the type of a file that begins with `head`.
pub fn media(head: &[u8]) -> MediaType {
    for (at, magic, media) in MAGIC {
        let is_riff =
            !matches!(media, MediaType::Webp | MediaType::Wav) || head.starts_with(b"RIFF");
        if is_riff && head.get(at..).is_some_and(|rest| rest.starts_with(magic)) {
            return media;
        }
    }
    if is_text(head) { MediaType::Text } else { MediaType::Other }
}

/// Returns whether bytes are UTF-8 text. The last character may be incomplete.
fn is_text(head: &[u8]) -> bool {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !text.is_empty() && !text.contains(|it: char| it.is_control() && !"\t\r\n\u{c}".contains(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_what_the_first_bytes_say() {
        for (head, expected) in [
            (&b"\x89PNG\r\n\x1a\n\0\0"[..], MediaType::Png),
            (b"\xff\xd8\xff\xe0", MediaType::Jpeg),
            (b"GIF89a\x01", MediaType::Gif),
            (b"RIFF\x01\0\0\0WEBPVP8 ", MediaType::Webp),
            (b"RIFF\x01\0\0\0WAVEfmt ", MediaType::Wav),
            (b"12345678WEBP", MediaType::Text),
            (b"%PDF-1.7", MediaType::Pdf),
            (b"PK\x03\x04", MediaType::Zip),
            (b"\0\0\0\x18ftypisom", MediaType::Mp4),
            (b"\0\0\0\x18ftypheic", MediaType::Other),
            (b"<svg xmlns=\"http://www.w3.org/2000/svg\">", MediaType::Text),
            (b"<html><script>", MediaType::Text),
            (b"GIF8", MediaType::Text),
            ("Grüße".as_bytes(), MediaType::Text),
            (&"Grüße".as_bytes()[..3], MediaType::Text),
            (b"MZ\x90\0", MediaType::Other),
            (b"", MediaType::Other),
            (b"a\0b", MediaType::Other),
        ] {
            assert_eq!(media(head), expected, "{:?}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn nothing_but_four_kinds_of_images_is_shown_in_place() {
        let shown: Vec<_> = MediaType::ALL.iter().filter(|it| it.is_shown()).collect();
        let images = [MediaType::Png, MediaType::Jpeg, MediaType::Gif, MediaType::Webp];
        assert!(shown.into_iter().eq(&images));
    }
}
