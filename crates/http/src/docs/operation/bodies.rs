//! The request bodies in descriptions of operations: JSON or a file.

use deskbell_wire::invalid::{InvalidField, Unfit};
use deskbell_wire::schema;
use serde_json::{Value, json};

use super::Operation;
use crate::error::ErrorCode;

impl Operation {
    /// Adds a required body with a schema and an example.
    pub fn takes(self, schema: &str, example: Value) -> Self {
        self.takes_body(schema, example, true)
    }

    /// Adds an optional body with a schema and an example; a missing body counts as `{}`.
    pub fn may_take(self, schema: &str, example: Value) -> Self {
        self.takes_body(schema, example, false)
    }

    fn takes_body(mut self, schema: &str, example: Value, is_required: bool) -> Self {
        let content = json!({"schema": schema::reference(schema), "example": example});
        let content = json!({"application/json": content});
        self.body = Some(json!({"required": is_required, "content": content}));
        self.refuses_bodies()
    }

    /// Adds a body that is a file of any type. The query has the file's name.
    pub fn takes_file(self, example: &'static str, mib_max: u32) -> Self {
        self.with(&["fileName"]).refuses(&[ErrorCode::FileName]).takes_bytes(example, mib_max)
    }

    /// Adds a body that is a file without a name.
    pub fn takes_bytes(mut self, example: &'static str, mib_max: u32) -> Self {
        let kind = "application/octet-stream";
        let schema = json!({"type": "string", "contentMediaType": kind, "minLength": 1});
        let content = json!({"schema": schema, "example": example});
        let content = json!({"application/octet-stream": content});
        self.body = Some(json!({"required": true, "content": content}));
        self.takes_file = true;
        self.refuses(&[
            ErrorCode::FileEmpty,
            ErrorCode::FileTooLarge(mib_max),
            ErrorCode::FilesFull,
            ErrorCode::FilesOff,
            ErrorCode::Broken,
            ErrorCode::TooSlow,
            ErrorCode::MediaType,
        ])
    }

    /// Adds the refusals of a body that is not a JSON object, arrives incomplete or too late, or
    /// has a Content-Encoding.
    pub fn refuses_bodies(self) -> Self {
        let why = "a value is expected";
        let not_json = ErrorCode::InvalidField(InvalidField::Body(Unfit::NotJson {
            why,
            line: 1,
            column: 22,
        }));
        let not_utf8 = ErrorCode::InvalidField(InvalidField::Body(Unfit::NotUtf8(1)));
        self.refuses(&[
            not_json,
            not_utf8,
            ErrorCode::NoObject,
            ErrorCode::Broken,
            ErrorCode::TooSlow,
            ErrorCode::MediaType,
        ])
    }
}
