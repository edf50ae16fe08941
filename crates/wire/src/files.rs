//! Files in JSON, and the links to files in the texts of messages.

use deskbell_model::{ChatId, File, FileId, MediaType, Seconds};

use crate::object::{named, object};
use crate::schema::Named;

/// A file with a link to its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileView {
    /// The file.
    pub file: File,
    /// The link.
    pub url: String,
    /// The time at which the link expires.
    pub url_expires_at: Seconds,
}

object! {
    "File" for FileView as view, file = view.file {
        "id": FileId = file.id;
        "name": String = file.new.name;
        "type": MediaType = file.new.media => "What the first bytes say, whatever its name is.";
        "bytes": u64 = file.new.bytes => "How many there are.";
        "sha256": String = file.new.sha256 => "Of the bytes, in hexadecimal digits.";
        "width": Option<u32> = file.new.width => "In pixels; null unless it is an image.";
        "height": Option<u32> = file.new.height => "In pixels; null unless it is an image.";
        "chat": Option<ChatId> = file.chat
            => "The chat of the message with it. Null before there is one: 24 hours later it is \
                removed.";
        "createdAt": Seconds = file.created_at;
        "url": String = view.url
            => "Where the bytes are, for whoever has this link: without a host they are on this \
                server.";
        "urlExpiresAt": Seconds = view.url_expires_at
            => "When the link ends: get the file again for another one.";
    }
}

pub(crate) fn schemas() -> Named {
    vec![named::<FileView>()]
}

/// The text of a message followed by a Markdown link for each of its files. The links do not
/// expire, but need an API key.
#[must_use]
pub fn with_links(text: &str, files: &[File]) -> String {
    text.to_owned() + &links(text, files)
}

/// The message's own text, without the links that [`with_links`] added.
#[must_use]
pub fn without_links<'t>(text: &'t str, files: &[File]) -> &'t str {
    let alone = text.strip_suffix(&links("", files));
    let behind = text.strip_suffix(&links(text, files));
    behind.or(alone).unwrap_or(text)
}

fn links(text: &str, files: &[File]) -> String {
    let mut links = String::new();
    for (number, file) in files.iter().enumerate() {
        links.push_str(match (number, text.is_empty()) {
            (0, true) => "",
            (0, false) => "\n\n",
            _ => "\n",
        });
        if file.new.media.is_shown() {
            links.push('!');
        }
        links.push('[');
        for letter in file.new.name.chars() {
            if "\\[]<>*_`".contains(letter) {
                links.push('\\');
            }
            links.push(letter);
        }
        links.push_str(&format!("](/v1/files/{})", file.id));
    }
    links
}

#[cfg(test)]
mod tests {
    use deskbell_model::{Actor, NewFile};

    use super::*;

    fn file(id: i64, name: &str, media: MediaType) -> File {
        let by = Actor::System;
        let (sha256, name) = (String::new(), name.to_owned());
        let new = NewFile { sha256, bytes: 1, media, name, width: None, height: None, by };
        File { id: FileId::new(id).unwrap(), new, chat: None, created_at: Seconds::new(1) }
    }

    #[test]
    fn links_stand_behind_what_was_said_and_can_be_taken_off_again() {
        let files = [file(7, "a.png", MediaType::Png), file(8, "[b]_c.pdf", MediaType::Pdf)];
        let links = "![a.png](/v1/files/7)\n[\\[b\\]\\_c.pdf](/v1/files/8)";
        for (said, expected) in [("", links.to_owned()), ("See:", format!("See:\n\n{links}"))] {
            let text = with_links(said, &files);
            assert_eq!(text, expected);
            assert_eq!(without_links(&text, &files), said);
            assert_eq!(with_links(said, &[]), said);
            assert_eq!(without_links(said, &files), said);
        }
        assert_eq!(without_links("\n\nx", &[]), "\n\nx");
    }
}
