//! Files in JSON, and the links to files in the texts of messages.

use std::borrow::Cow;

use deskbell_model::{ChatId, File, FileId, MediaType, MessageId, Seconds};
use serde_json::Value;

use crate::object::{named, object};
use crate::schema::Named;

/// A file with a link to its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileView {
    /// The file whose bytes the link leads to.
    pub file: File,
    /// The link to the file's bytes.
    pub url: String,
    /// The time at which the link expires.
    pub url_expires_at: Seconds,
}

object! {
    "File" for FileView as view, file = view.file {
        "id": FileId = file.id;
        "name": String = file.new.name;
        "type": MediaType = file.new.media => "Found from the first bytes, not from the name.";
        "bytes": u64 = file.new.bytes => "How many there are.";
        "sha256": String = file.new.sha256 => "The SHA-256 of the bytes, in hexadecimal digits.";
        "width": Option<u32> = file.new.width => "In pixels; null unless it is an image.";
        "height": Option<u32> = file.new.height => "In pixels; null unless it is an image.";
        "chat": Option<ChatId> = file.chat
            => "The chat of the message with the file. Null until a message names it; after 24 \
                hours without one the file is removed.";
        "createdAt": Seconds = file.created_at;
        "url": String = view.url
            => "A link to the bytes, which works for anybody. Without a host, it is relative to \
                this server.";
        "urlExpiresAt": Seconds = view.url_expires_at
            => "When the link expires; get the file again for a new one.";
    }
}

/// A file of a message, in the form shown to agents and visitors.
#[derive(Clone, Copy, Debug)]
pub struct Attachment<'a> {
    /// The file with its link.
    pub shown: &'a FileView,
}

object! {
    "Attachment" for Attachment<'_> as it, file = it.shown.file {
        "id": FileId = file.id;
        "name": String = file.new.name;
        "type": MediaType = file.new.media => "What the first bytes say, whatever its name is.";
        "bytes": u64 = file.new.bytes => "How many there are.";
        "width": Option<u32> = file.new.width => "In pixels; null unless it is an image.";
        "height": Option<u32> = file.new.height => "In pixels; null unless it is an image.";
        "url": String = it.shown.url
            => "Where the bytes are, for whoever has this link: without a host they are on this \
                server.";
        "urlExpiresAt": Seconds = it.shown.url_expires_at
            => "When the link ends: get the file, or its message, again for another one.";
    }
}

pub(crate) fn attachments(files: &[FileView]) -> Vec<Attachment<'_>> {
    files.iter().map(|shown| Attachment { shown }).collect()
}

pub(crate) fn schemas() -> Named {
    vec![named::<FileView>(), named::<Attachment<'_>>()]
}

/// The part of a Markdown link to a file between the file's name and the file's id.
const LINK: &str = "](/v1/files/";

/// Returns the text of a message followed by a Markdown link for each of its files. The links do
/// not expire, but need an API key.
#[must_use]
pub fn with_links(text: &str, files: &[File]) -> String {
    text.to_owned() + &links(text, files)
}

/// Returns the text of a message without the links that [`with_links`] added.
#[must_use]
pub fn without_links<'t>(text: &'t str, files: &[FileView]) -> &'t str {
    let files = || files.iter().map(|shown| &shown.file);
    let alone = text.strip_suffix(&links("", files()));
    let behind = text.strip_suffix(&links(text, files()));
    behind.or(alone).unwrap_or(text)
}

/// Returns the text for previews, with file names in place of the file links at the end of the
/// text.
#[must_use]
pub fn with_names(text: &str) -> Cow<'_, str> {
    let Some((before, name)) = last_name(text) else { return Cow::Borrowed(text) };
    let mut names = vec![name];
    let mut rest = before;
    while let Some((before, name)) = rest.strip_suffix('\n').and_then(last_name) {
        names.push(name);
        rest = before;
    }
    names.push(rest.to_owned());
    names.reverse();
    let rest = names.remove(0);
    Cow::Owned(rest + &names.join("\n"))
}

/// Returns the text before the last line, and the name in that line, if the line is a link to a
/// file.
fn last_name(text: &str) -> Option<(&str, String)> {
    let line = text.rfind('\n').map_or(0, |end| end + 1);
    last_link(text)?;
    let link = text[line..].strip_prefix('!').unwrap_or(&text[line..]);
    let (name, _) = link.strip_prefix('[')?.rsplit_once(LINK)?;
    let mut letters = name.chars();
    let mut plain = String::new();
    while let Some(letter) = letters.next() {
        let is_escape = letter == '\\';
        plain.extend(if is_escape { letters.next() } else { Some(letter) });
    }
    Some((&text[..line], plain))
}

/// Returns the file whose link ends a text; `None` if the text does not end with a link to a file.
#[must_use]
pub fn last_link(text: &str) -> Option<FileId> {
    let (_, id) = text.strip_suffix(')')?.rsplit_once(LINK)?;
    FileId::parse(id)
}

/// A message whose text ends with a link to a file. Anybody can write a text with a link, so only
/// the file's row tells whether the file belongs to the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Linking {
    /// The chat of the message.
    pub chat: ChatId,
    /// The message whose text ends with the link.
    pub message: MessageId,
    /// The file to which the link leads.
    pub file: FileId,
}

impl Linking {
    /// Reads the JSON of a message; `None` when the text does not end with a link to a file.
    pub(crate) fn of(message: &Value) -> Option<Self> {
        Some(Self {
            chat: ChatId::new(message["chat"].as_i64()?)?,
            message: MessageId::new(message["id"].as_i64()?)?,
            file: last_link(message["text"].as_str()?)?,
        })
    }
}

fn links<'f>(text: &str, files: impl IntoIterator<Item = &'f File>) -> String {
    let mut links = String::new();
    for (number, file) in files.into_iter().enumerate() {
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
        links.push_str(&format!("{LINK}{})", file.id));
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

    fn shown(files: &[File]) -> Vec<FileView> {
        let of = |file: &File| FileView {
            file: file.clone(),
            url: String::new(),
            url_expires_at: Seconds::new(1),
        };
        files.iter().map(of).collect()
    }

    #[test]
    fn links_stand_behind_what_was_said_and_can_be_taken_off_again() {
        let files = [file(7, "a.png", MediaType::Png), file(8, "[b]_c.pdf", MediaType::Pdf)];
        let links = "![a.png](/v1/files/7)\n[\\[b\\]\\_c.pdf](/v1/files/8)";
        for (said, expected, names) in [
            ("", links.to_owned(), "a.png\n[b]_c.pdf"),
            ("See:", format!("See:\n\n{links}"), "See:\n\na.png\n[b]_c.pdf"),
        ] {
            let text = with_links(said, &files);
            assert_eq!(text, expected);
            assert_eq!(last_link(&text), FileId::new(8));
            assert_eq!(with_names(&text), names);
            let files = shown(&files);
            assert_eq!(without_links(&text, &files), said);
            assert_eq!(with_links(said, &[]), said);
            assert_eq!(without_links(said, &files), said);
        }
        assert_eq!(without_links("\n\nx", &[]), "\n\nx");
    }

    #[test]
    fn what_only_looks_like_a_link_stays() {
        for text in [
            "",
            ")",
            "](/v1/files/7)",
            "see [a](/v1/files/7) here",
            "see [a](/v1/files/7)",
            "[a](https://x.example/v1/files/7)",
            "[a](/v1/files/x)",
        ] {
            assert_eq!(with_names(text), text);
        }
        assert_eq!(last_link("[a](/v1/files/7) "), None);
        assert_eq!(last_link("[a](/v1/files/0)"), None);
    }
}
