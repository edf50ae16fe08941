//! Messages in the form shown to agents: with a list of files in place of the links in the text
//! that programs receive.

use deskbell_model::MessageView;
use serde_json::{Map, Value, json};

use crate::files::{FileView, Linking, attachments, without_links};
use crate::json::raw;
use crate::messages;
use crate::object::{HasSchema, ToJson, definition};
use crate::schema::{Named, about, array, reference};

/// A message with its files.
#[derive(Clone, Debug)]
pub struct ChatMessage {
    view: MessageView,
    files: Vec<FileView>,
}

impl ChatMessage {
    /// Creates a message with its files. The links to these files are removed from the text.
    #[must_use]
    pub fn new(mut view: MessageView, files: Vec<FileView>) -> Self {
        if let Some(text) = &mut view.message.text {
            text.truncate(without_links(text, &files).len());
        }
        Self { view, files }
    }
}

impl ToJson for ChatMessage {
    fn write(&self, out: &mut Vec<u8>) {
        self.view.write(out);
        out.pop();
        raw(out, r#","files":"#);
        attachments(&self.files).write(out);
        out.push(b'}');
    }
}

impl HasSchema for ChatMessage {
    fn schema() -> Value {
        reference("ChatMessage")
    }
}

/// A message, or a change of a message, in the JSON that was recorded for programs.
#[derive(Clone, Debug)]
pub struct RecordedMessage {
    json: Map<String, Value>,
    is_change: bool,
}

impl RecordedMessage {
    /// Reads a message; `None` when the JSON is not an object.
    #[must_use]
    pub fn of_message(json: &[u8]) -> Option<Self> {
        let json = serde_json::from_slice(json).ok()?;
        Some(Self { json, is_change: false })
    }

    /// Reads a change of a message; `None` when the JSON is not a change, or when the message was
    /// erased.
    #[must_use]
    pub fn of_change(json: &[u8]) -> Option<Self> {
        let json: Map<String, Value> = serde_json::from_slice(json).ok()?;
        json.get("object")?.get("text")?;
        Some(Self { json, is_change: true })
    }

    /// Returns the message and the file, if the message's text ends with a link to a file.
    #[must_use]
    pub fn linking(&self) -> Option<Linking> {
        if self.is_change {
            return self.json.get("object").and_then(Linking::of);
        }
        Linking::of(&Value::Object(self.json.clone()))
    }

    /// Returns the message's JSON in the form shown to agents, with the files of the message.
    #[must_use]
    pub fn shown(mut self, files: &[FileView]) -> Vec<u8> {
        let message = match self.json.get_mut("object") {
            Some(Value::Object(message)) if self.is_change => message,
            _ => &mut self.json,
        };
        let mut attached = Vec::new();
        attachments(files).write(&mut attached);
        let attached = serde_json::from_slice(&attached).unwrap_or_else(|_| json!([]));
        message.insert("files".to_owned(), attached);
        if let Some(Value::String(text)) = message.get_mut("text") {
            text.truncate(without_links(text, files).len());
        }
        Value::Object(self.json).to_string().into_bytes()
    }
}

pub(crate) fn schemas() -> Named {
    let mut message = definition::<MessageView>();
    let files = about(array(reference("Attachment")), "What it carries besides its text.");
    message["properties"]["files"] = files;
    if let Some(required) = message["required"].as_array_mut() {
        required.push(json!("files"));
    }
    vec![("ChatMessage", message), ("ChatMessagePage", messages::page("ChatMessage"))]
}
