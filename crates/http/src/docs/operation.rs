//! The description of one operation: parameters, body, answers and refusals.

mod bodies;

use std::collections::BTreeMap;

use deskbell_wire::invalid::InvalidField;
use deskbell_wire::schema;
use serde_json::{Map, Value, json};

use super::components::{self, name};
use crate::error::ErrorCode;

/// The credential that an operation requires of its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    /// No credential.
    Open,
    /// Any key.
    Read,
    /// A key that may change data.
    Write,
    /// Any key, or a ticket.
    Follow,
    /// The session of an agent.
    Session,
    /// The token of a visitor.
    Visitor,
}

#[derive(Clone, Debug)]
struct Success {
    status: u16,
    says: &'static str,
    /// The media type and the description of the body; `None` for an answer without a body.
    content: Option<(&'static str, Value)>,
}

/// The description of an operation.
#[derive(Clone, Debug)]
pub struct Operation {
    id: &'static str,
    pub(super) tag: &'static str,
    summary: &'static str,
    says: String,
    access: Access,
    parameters: Vec<&'static str>,
    body: Option<Value>,
    takes_file: bool,
    successes: Vec<Success>,
    /// Set if the answer has an ETag.
    is_tagged: bool,
    /// The JSON pointers to ids in the answer, each with the operations that take the id.
    links: Vec<(&'static str, &'static [&'static str])>,
    error_codes: Vec<ErrorCode>,
}

impl Operation {
    fn new(id: &'static str, tag: &'static str, summary: &'static str, access: Access) -> Self {
        Self {
            id,
            tag,
            summary,
            says: String::new(),
            access,
            parameters: Vec::new(),
            body: None,
            takes_file: false,
            successes: Vec::new(),
            is_tagged: false,
            links: Vec::new(),
            error_codes: Vec::new(),
        }
    }

    /// Creates an operation that needs no credential. Generated clients use `id` as a function
    /// name.
    pub fn open(id: &'static str, tag: &'static str, summary: &'static str) -> Self {
        Self::new(id, tag, summary, Access::Open)
    }

    /// Creates an operation for any key.
    pub fn read(id: &'static str, tag: &'static str, summary: &'static str) -> Self {
        Self::new(id, tag, summary, Access::Read)
    }

    /// Creates an operation for keys that may change data.
    pub fn write(id: &'static str, tag: &'static str, summary: &'static str) -> Self {
        Self::new(id, tag, summary, Access::Write).refuses(&[ErrorCode::ReadOnly])
    }

    /// Creates an operation for any key or a ticket.
    pub fn follow(id: &'static str, tag: &'static str, summary: &'static str) -> Self {
        Self::new(id, tag, summary, Access::Follow)
    }

    /// Creates an operation for signed-in agents.
    #[must_use]
    pub fn signed_in(id: &'static str, tag: &'static str, summary: &'static str) -> Self {
        Self::new(id, tag, summary, Access::Session)
    }

    /// Adds the refusals of requests that do not come from a page of this server, and of bodies
    /// that are not declared as JSON.
    #[must_use]
    pub fn from_a_page(self) -> Self {
        self.refuses(&[ErrorCode::CrossSite, ErrorCode::JsonType])
    }

    /// Adds the refusal of agents whose role lacks the right.
    #[must_use]
    pub fn for_some_roles(self) -> Self {
        self.refuses(&[ErrorCode::Role])
    }

    /// Adds the refusal of agents who did not enter their password recently.
    #[must_use]
    pub fn confirmed(self) -> Self {
        self.refuses(&[ErrorCode::StepUp])
    }

    /// Creates an operation for visitors.
    #[must_use]
    pub fn visiting(id: &'static str, tag: &'static str, summary: &'static str) -> Self {
        Self::new(id, tag, summary, Access::Visitor)
    }

    /// Sets the description, in Markdown.
    pub fn says(mut self, text: impl Into<String>) -> Self {
        self.says = text.into();
        self
    }

    /// Adds parameters by the names that `components.rs` gives them.
    pub fn with(mut self, parameters: &[&'static str]) -> Self {
        self.parameters.extend(parameters);
        self
    }

    /// Adds refusals with these error codes.
    #[must_use]
    pub fn refuses(mut self, error_codes: &[ErrorCode]) -> Self {
        self.error_codes.extend(error_codes);
        self
    }

    /// Adds refusals of missing or invalid values of these fields.
    pub fn refuses_fields(mut self, fields: &[&'static str]) -> Self {
        self.error_codes
            .extend(fields.iter().map(|field| ErrorCode::InvalidField(InvalidField::Field(field))));
        self
    }

    /// Applies `more`, a function that adds the parts that several operations of a resource share.
    #[must_use]
    pub fn also(self, more: fn(Self) -> Self) -> Self {
        more(self)
    }

    /// Adds the parameters and refusals of a list in pages.
    pub fn pages(self) -> Self {
        self.with(&["limit", "offset", "cursor"]).refuses(&[
            ErrorCode::Limit,
            ErrorCode::Offset,
            ErrorCode::Cursor,
        ])
    }

    /// Adds the parameters and refusals of a sorted list; `sort` names the sort parameter.
    pub fn sorts(self, sort: &'static str) -> Self {
        self.pages().with(&[sort, "order"]).refuses(&[ErrorCode::Sort, ErrorCode::Order])
    }

    /// Adds the chat id in the path.
    pub fn of_chat(self) -> Self {
        self.with(&["chatId"]).refuses(&[ErrorCode::ChatId])
    }

    /// Adds the customer id in the path.
    pub fn of_customer(self) -> Self {
        self.with(&["customerId"]).refuses(&[ErrorCode::CustomerNotFound])
    }

    /// Adds the header `Idempotency-Key`. Requests with equal keys run the operation once.
    pub fn once(self) -> Self {
        self.with(&["Idempotency-Key"]).refuses(&[
            ErrorCode::KeyEmpty,
            ErrorCode::KeyTooLong,
            ErrorCode::KeyTwice,
            ErrorCode::KeyNoText,
            ErrorCode::KeyReused,
        ])
    }

    /// Adds a JSON answer with a schema and an example.
    pub fn answers(self, status: u16, schema: &str, example: Value) -> Self {
        let content = json!({"schema": schema::reference(schema), "example": example});
        let says = if status == 201 { "Created." } else { "As asked." };
        self.answers_with(status, says, Some(("application/json", content)))
    }

    /// Adds an answer that is one object, with its ETag.
    pub fn answers_object(mut self, status: u16, schema: &str, example: Value) -> Self {
        self.is_tagged = true;
        self.answers(status, schema, example)
    }

    /// Adds the header `If-Match`, which must list the object's tag.
    pub fn conditional(self) -> Self {
        self.with(&["If-Match"]).refuses(&[ErrorCode::Changed])
    }

    /// Adds links: the answer has an id at the pointer `at`, and the operations named in `to` take
    /// this id.
    pub fn leads(mut self, at: &'static str, to: &'static [&'static str]) -> Self {
        self.links.push((at, to));
        self
    }

    /// Adds an answer with a body of any media type, or without a body.
    pub fn answers_with(
        mut self,
        status: u16,
        says: &'static str,
        content: Option<(&'static str, Value)>,
    ) -> Self {
        self.successes.push(Success { status, says, content });
        self
    }

    /// Adds the answers of a read: 200 with JSON and an ETag, or 304 if `If-None-Match` lists this
    /// ETag.
    pub fn shows(self, schema: &str, example: Value) -> Self {
        let content = json!({"schema": schema::reference(schema), "example": example});
        self.shows_with("As asked.", ("application/json", content))
    }

    /// Adds the answers of a read of any media type: 200 with an ETag, or 304.
    pub fn shows_with(mut self, says: &'static str, content: (&'static str, Value)) -> Self {
        self.is_tagged = true;
        let same = "Nothing changed since the answer with that tag.";
        self.with(&["If-None-Match"])
            .answers_with(200, says, Some(content))
            .answers_with(304, same, None)
    }

    /// Returns the codes of all refusals of the operation, including the codes that all operations
    /// with a credential share.
    pub(super) fn error_codes(&self) -> Vec<ErrorCode> {
        let mut error_codes = self.error_codes.clone();
        let unknown = match self.access {
            Access::Open => return error_codes,
            Access::Read | Access::Write | Access::Follow => ErrorCode::Token,
            Access::Session => ErrorCode::Session,
            Access::Visitor => ErrorCode::Visitor,
        };
        error_codes.extend([unknown, ErrorCode::TooMany]);
        error_codes.extend((!self.takes_file).then_some(ErrorCode::TooLarge));
        error_codes.extend([ErrorCode::Internal, ErrorCode::Unavailable]);
        error_codes
    }

    /// Returns the names of the query parameters.
    pub fn reads(&self) -> Vec<String> {
        let ticket = (self.access == Access::Follow).then(|| "ticket".to_owned());
        let known = components::parameters();
        let queries = self.parameters.iter().filter_map(|name| known.get(*name));
        let queries = queries.filter(|it| it["in"] == "query");
        queries.filter_map(|it| it["name"].as_str().map(str::to_owned)).chain(ticket).collect()
    }

    /// Returns the operation as an OpenAPI operation object.
    pub(super) fn describe(&self) -> Value {
        let mut described = json!({
            "operationId": self.id,
            "tags": [self.tag],
            "summary": self.summary,
        });
        if !self.says.is_empty() {
            described["description"] = json!(self.says);
        }
        match self.access {
            Access::Open => described["security"] = json!([]),
            Access::Follow => described["security"] = json!([{"key": []}, {"ticket": []}]),
            Access::Read | Access::Write | Access::Session | Access::Visitor => {}
        }
        if !self.parameters.is_empty() {
            let name = |name: &&str| json!({"$ref": format!("#/components/parameters/{name}")});
            described["parameters"] = self.parameters.iter().map(name).collect();
        }
        if let Some(body) = &self.body {
            described["requestBody"] = body.clone();
        }
        described["responses"] = Value::Object(self.responses());
        described
    }

    fn responses(&self) -> Map<String, Value> {
        let mut responses = BTreeMap::new();
        for success in &self.successes {
            let mut response = json!({"description": success.says});
            response["headers"] = self.headers(success);
            if let Some((media, content)) = &success.content {
                response["content"] = json!({*media: content});
            }
            if success.status == 201 && !self.links.is_empty() {
                response["links"] = self.links();
            }
            responses.insert(success.status.to_string(), response);
        }
        let mut by_status: BTreeMap<u16, Map<String, Value>> = BTreeMap::new();
        for code in self.error_codes() {
            let example = components::example_reference(code);
            by_status.entry(code.status()).or_default().insert(name(code), example);
        }
        for (status, examples) in by_status {
            // What a file refuses is not what other bodies refuse.
            let is_of_keys = matches!(self.access, Access::Read | Access::Write | Access::Follow)
                && !self.takes_file;
            let response = match components::shared(status, is_of_keys, &examples) {
                Some(name) => json!({"$ref": format!("#/components/responses/{name}")}),
                None => components::refusal(status, examples),
            };
            responses.insert(status.to_string(), response);
        }
        responses.into_iter().collect()
    }

    /// Returns the links from a created object to the operations that take its id.
    fn links(&self) -> Value {
        let mut links = Map::new();
        for (at, operations) in &self.links {
            let id = format!("$response.body#{at}");
            for operation in *operations {
                let link = json!({"operationId": operation, "parameters": {"id": id}});
                links.insert((*operation).to_owned(), link);
            }
        }
        Value::Object(links)
    }

    fn headers(&self, success: &Success) -> Value {
        let mut names = vec!["X-Request-Id", "Deskbell-Ignored"];
        if self.access != Access::Open {
            names.extend(["RateLimit", "RateLimit-Policy"]);
        }
        if self.is_tagged && [200, 201, 304].contains(&success.status) {
            names.push("ETag");
        }
        if self.access == Access::Follow {
            names.push("X-History");
        }
        if success.status == 201 {
            names.push("Location");
        }
        components::header_references(&names)
    }
}
