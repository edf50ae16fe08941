//! Files that messages carry: their metadata, and the rules for their names.

use crate::limits::{FILE_NAME_BYTES_MAX, PICTURE_SIDE_MAX};
use crate::{Actor, ChatId, FileId, Seconds, names};

names! {
    /// The type of a file, detected from its first bytes. The name and the type that the sender
    /// claims are ignored.
    MediaType {
        /// A PNG image.
        Png = "image/png",
        /// A JPEG image.
        Jpeg = "image/jpeg",
        /// A GIF image.
        Gif = "image/gif",
        /// A WebP image.
        Webp = "image/webp",
        /// A PDF document.
        Pdf = "application/pdf",
        /// A ZIP archive, or a document in the form of a ZIP archive.
        Zip = "application/zip",
        /// A gzip archive.
        Gzip = "application/gzip",
        /// An MP4 video.
        Mp4 = "video/mp4",
        /// A WebM or Matroska video.
        Webm = "video/webm",
        /// An MP3 recording.
        Mp3 = "audio/mpeg",
        /// An Ogg recording.
        Ogg = "audio/ogg",
        /// A WAV recording.
        Wav = "audio/wav",
        /// Any text in UTF-8.
        Text = "text/plain",
        /// A file of any other type.
        Other = "application/octet-stream",
    }
}

impl MediaType {
    /// Tells whether files of this type are images that browsers may show inline. All other files
    /// are downloaded, since they can contain scripts.
    #[must_use]
    pub const fn is_shown(self) -> bool {
        matches!(self, Self::Png | Self::Jpeg | Self::Gif | Self::Webp)
    }
}

/// A new file, with the properties that were measured during the upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// The SHA-256 of the file's bytes, in lower-case hex.
    pub sha256: String,
    /// The number of bytes of the file.
    pub bytes: u64,
    /// The type of the file.
    pub media: MediaType,
    /// The name of the file, as [`clean_name`] returned it.
    pub name: String,
    /// The width of the image in pixels, if the file is an image.
    pub width: Option<u32>,
    /// The height of the image in pixels, if the file is an image.
    pub height: Option<u32>,
    /// The uploader of the file.
    pub by: Actor,
}

/// The file name that all pictures of agents have, so that links do not reveal the agents' names.
pub const PICTURE_NAME: &str = "picture";

impl NewFile {
    /// Tells whether the file can be the picture of an agent: a PNG, JPEG or WebP image with known
    /// dimensions that are small enough to decode.
    #[must_use]
    pub fn is_picture(&self) -> bool {
        let is_one = matches!(self.media, MediaType::Png | MediaType::Jpeg | MediaType::Webp);
        let fits = |side: Option<u32>| side.is_some_and(|side| side <= PICTURE_SIDE_MAX);
        is_one && fits(self.width) && fits(self.height)
    }
}

/// A stored file: its id, its measured properties, its chat, and the time of its upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The id of the file.
    pub id: FileId,
    /// The properties of the file that were measured during the upload.
    pub new: NewFile,
    /// The chat of the message to which the file is attached; `None` before the file is attached.
    pub chat: Option<ChatId>,
    /// The time at which the file was uploaded.
    pub created_at: Seconds,
}

/// Tells whether a caller may attach a file to a message. A program may attach the files of all
/// programs; any other caller may attach only its own files.
#[must_use]
pub fn may_name(caller: Actor, uploader: Actor) -> bool {
    matches!((caller, uploader), (Actor::Key(_), Actor::Key(_))) || caller == uploader
}

/// The name that a file gets if its original name has no usable characters.
const NAMELESS: &str = "file";
/// The longest file extension that is kept when a name is shortened, in bytes, including the dot.
const ENDING_BYTES_MAX: usize = 16;

/// Makes a name safe for paths, headers and display: removes folders, control characters,
/// characters that change the direction of text, and dots and spaces at both ends. The result has
/// at most [`FILE_NAME_BYTES_MAX`] bytes; a longer name keeps its file extension.
#[must_use]
pub fn clean_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|letter| !is_hidden(*letter)).collect();
    let name = trim(&kept);
    let name = if name.len() > FILE_NAME_BYTES_MAX { shorten(name) } else { name.to_owned() };
    if name.is_empty() { NAMELESS.to_owned() } else { name }
}

fn trim(name: &str) -> &str {
    name.trim_matches(|letter: char| letter == '.' || letter.is_whitespace())
}

/// Tells whether a character is invisible or changes the direction of text. Returns false for
/// joiners, because some scripts need joiners.
fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

fn shorten(name: &str) -> String {
    let ending = name.rfind('.').map_or("", |at| &name[at..]);
    let ending = if ending.len() <= ENDING_BYTES_MAX { ending } else { "" };
    let stem = &name[..name.len() - ending.len()];
    let end = stem.floor_char_boundary(FILE_NAME_BYTES_MAX - ending.len());
    trim(&format!("{}{ending}", trim(&stem[..end]))).to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_keeps_what_a_reader_sees_and_no_folder() {
        for (given, name) in [
            ("photo.png", "photo.png"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\a\\b.txt", "b.txt"),
            ("..", "file"),
            ("", "file"),
            (" . .", "file"),
            (".htaccess", "htaccess"),
            ("a\u{202e}gnp.exe", "agnp.exe"),
            ("a\r\nb\0.txt", "ab.txt"),
            ("\u{1f468}\u{200d}\u{1f469}.png", "\u{1f468}\u{200d}\u{1f469}.png"),
            ("Grüße.pdf", "Grüße.pdf"),
            ("a/", "file"),
        ] {
            assert_eq!(clean_name(given), name, "{given:?}");
        }
        let long = clean_name(&format!("{}.tar.gz", "ä".repeat(300)));
        assert!(long.len() <= FILE_NAME_BYTES_MAX && long.ends_with(".gz"), "{long}");
    }

    #[test]
    fn programs_name_the_files_of_programs_and_people_their_own() {
        let actor = |text| Actor::parse(text).unwrap();
        for (caller, uploader, may) in [
            ("key:1", "key:2", true),
            ("key:1", "agent:1", false),
            ("agent:1", "agent:1", true),
            ("agent:1", "agent:2", false),
            ("customer:1", "customer:1", true),
            ("customer:1", "customer:2", false),
            ("customer:1", "key:1", false),
        ] {
            assert_eq!(may_name(actor(caller), actor(uploader)), may, "{caller} {uploader}");
        }
    }

    #[test]
    fn a_picture_is_an_image_of_three_kinds_that_says_how_small_it_is() {
        let file = |media, width, height| NewFile {
            sha256: String::new(),
            bytes: 9,
            media,
            name: PICTURE_NAME.to_owned(),
            width,
            height,
            by: Actor::System,
        };
        for (media, width, height, is_picture) in [
            (MediaType::Png, Some(1_024), Some(1), true),
            (MediaType::Jpeg, Some(256), Some(256), true),
            (MediaType::Webp, Some(256), Some(256), true),
            (MediaType::Gif, Some(256), Some(256), false),
            (MediaType::Text, Some(256), Some(256), false),
            (MediaType::Png, Some(1_025), Some(1), false),
            (MediaType::Png, Some(1), Some(1_025), false),
            (MediaType::Png, None, None, false),
        ] {
            let found = file(media, width, height).is_picture();
            assert_eq!(found, is_picture, "{media:?} {width:?} {height:?}");
        }
        assert_eq!(clean_name(PICTURE_NAME), PICTURE_NAME);
    }

    proptest! {
        #[test]
        fn a_clean_name_is_clean_fits_and_is_its_own(given in "(.|[./\\\\ \u{202e}]){0,400}") {
            let name = clean_name(&given);
            prop_assert!((1..=FILE_NAME_BYTES_MAX).contains(&name.len()));
            prop_assert!(!name.contains(['/', '\\']) && !name.chars().any(is_hidden));
            prop_assert_eq!(trim(&name), &name);
            prop_assert_eq!(clean_name(&name), name);
        }
    }
}
