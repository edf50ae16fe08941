//! The comparison of answers with the OpenAPI descriptions of all audiences: every key and every
//! refusal of an answer in a test must be described.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use axum::http::{Method, Uri};
use deskbell_http::{Interface, reading};
use jsonschema::Validator;
use serde_json::{Value, json};

use crate::response::Answer;

/// The largest body whose content is checked, in bytes.
const BYTES_MAX: usize = 64 * 1024;

/// The clients for whom an OpenAPI document describes operations: programs, agents or visitors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Programs, described by `/openapi.json`.
    Programs,
    /// Agents, described by `/app/openapi.json`.
    Agents,
    /// Visitors, described by `/widget/openapi.json`.
    Visitors,
}

impl Audience {
    /// Every audience, in the order of `deskbell_web::INTERFACES`.
    pub const ALL: [Self; 3] = [Self::Programs, Self::Agents, Self::Visitors];

    fn document(self) -> &'static Value {
        &DOCUMENTS[self as usize]
    }
}

/// The first path segments of pages and files, which no document describes.
const UNDESCRIBED: [&str; 6] = ["assets", "compiled", "demo", "files", "inbox", "sdk.js"];

/// The paths of the widget's script and frame, which no document describes.
const WIDGET: [&str; 2] = ["/widget", "/widget/frame"];

/// An operation of an OpenAPI description.
#[derive(Debug)]
pub struct Operation {
    /// The audience that the operation is for.
    pub audience: Audience,
    /// The operation id.
    pub id: String,
    /// The method.
    pub method: Method,
    /// The path, with `{id}` as placeholder.
    pub path: String,
    /// An example of the request's body, if the operation has a body.
    pub body: Option<Value>,
    /// The names of the query parameters.
    pub queries: Vec<String>,
    /// True if the operation needs a credential.
    pub needs_key: bool,
    answers: BTreeMap<u16, Described>,
}

/// The description of an operation's answers with one status.
#[derive(Debug)]
struct Described {
    /// The media type and the schema name of the body; `None` for an answer without a body.
    content: Option<(String, Option<String>)>,
    headers: Vec<String>,
    /// The codes and messages of the refusals.
    refusals: BTreeSet<(String, String)>,
}

impl Operation {
    /// Returns whether the operation may answer with this status.
    #[must_use]
    pub fn may_answer(&self, status: u16) -> bool {
        self.answers.contains_key(&status)
    }

    /// Returns whether the answer is endless, like a stream of events.
    #[must_use]
    pub fn is_endless(&self) -> bool {
        let media = self.answers.values().filter_map(|it| it.content.as_ref());
        self.answers.contains_key(&101)
            || media.into_iter().any(|(it, _)| it == "text/event-stream")
    }

    /// The success statuses (below 300).
    pub fn successes(&self) -> impl Iterator<Item = u16> {
        self.answers.keys().copied().filter(|status| *status < 300)
    }

    /// The path, with `{id}` replaced by this id.
    #[must_use]
    pub fn target(&self, id: &str) -> String {
        self.path.replace("{id}", id)
    }
}

static DOCUMENTS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    deskbell_web::INTERFACES[..Audience::ALL.len()].iter().map(Interface::document).collect()
});
static OPERATIONS: LazyLock<Vec<Operation>> =
    LazyLock::new(|| Audience::ALL.into_iter().flat_map(read).collect());
static VALIDATORS: LazyLock<Vec<HashMap<String, Validator>>> =
    LazyLock::new(|| Audience::ALL.map(validators).into());

/// All operations for an audience.
pub fn operations_for(audience: Audience) -> impl Iterator<Item = &'static Operation> {
    OPERATIONS.iter().filter(move |it| it.audience == audience)
}

/// All operations for programs.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    operations_for(Audience::Programs)
}

/// Finds the operation of a request.
#[must_use]
pub fn called(method: &Method, uri: Uri) -> Option<&'static Operation> {
    let uri = reading::canonical(uri);
    let segments: Vec<_> = uri.path().split('/').collect();
    let method = if method == Method::HEAD { &Method::GET } else { method };
    let fits = |operation: &&Operation| {
        let path: Vec<_> = operation.path.split('/').collect();
        let is_same = |(known, given): (&&str, &&str)| {
            known == given || (*known == "{id}" && !given.is_empty())
        };
        path.len() == segments.len() && path.iter().zip(&segments).all(is_same)
    };
    // A path without an id takes precedence over a path with an id, regardless of the methods.
    let path =
        OPERATIONS.iter().filter(fits).map(|it| &it.path).min_by_key(|it| it.contains('{'))?;
    OPERATIONS.iter().find(|it| it.path == *path && it.method == method)
}

/// Checks an answer against the description of its operation.
///
/// # Panics
/// When the answer does not match the description.
pub fn check(method: &Method, uri: Uri, answer: &Answer) {
    let what = format!("{method} {uri}: {}", answer.status);
    let first = uri.path().split('/').nth(1).unwrap_or_default().to_owned();
    let uri = reading::canonical(uri);
    let path = uri.path().to_owned();
    let Some(operation) = called(method, uri) else {
        let is_page = UNDESCRIBED.contains(&&*first) || WIDGET.contains(&&*path);
        assert!(is_page || [204, 404, 405].contains(&answer.status), "{what}: not described");
        return;
    };
    let Some(described) = operation.answers.get(&answer.status) else {
        panic!("{what}: {} does not say so", operation.id);
    };
    for name in &described.headers {
        assert!(answer.headers.contains_key(name), "{what}: {name} is missing");
    }
    let Some((media, schema)) = &described.content else {
        assert!(answer.body.is_empty(), "{what}: it has a body");
        return;
    };
    let found = answer.header("content-type").unwrap_or_default();
    assert!(found.split(';').next() == Some(media), "{what}: {found}");
    // A test that requests a content coding checks the body itself.
    let is_json = media == "application/json" && !answer.headers.contains_key("content-encoding");
    if method == Method::HEAD || !is_json || answer.body.len() > BYTES_MAX {
        return;
    }
    let json = answer.json();
    if answer.status >= 400 {
        check_refusals(&what, described, &json);
    }
    let validators = &VALIDATORS[operation.audience as usize];
    let Some(validator) = schema.as_ref().and_then(|name| validators.get(name)) else { return };
    let faults: Vec<_> = validator.iter_errors(&json).map(|it| it.to_string()).collect();
    assert!(faults.is_empty(), "{what}: {}: {faults:?}: {json}", operation.id);
}

fn check_refusals(what: &str, described: &Described, json: &Value) {
    for item in json["errors"].as_array().expect("errors") {
        let text = |key: &str| item[key].as_str().expect("a text").to_owned();
        let found = (text("code"), without_numbers(&text("message")));
        assert!(described.refusals.contains(&found), "{what}: {found:?} is not described");
    }
}

/// Replaces the numbers of an error message by 0, and removes the reason why a value or the JSON is
/// invalid.
fn without_numbers(message: &str) -> String {
    const NO_VALUE: &str = " value is invalid";
    let end = message.find(NO_VALUE).map_or(message.len(), |at| at + NO_VALUE.len());
    let message = &message[..end];
    const NO_JSON: &str = "The body is not JSON: ";
    let place = message.strip_prefix(NO_JSON).and_then(|why| why.find(", line "));
    let why = place.map_or("", |end| &message[NO_JSON.len()..NO_JSON.len() + end]);
    let mut text = String::new();
    for letter in message.replacen(why, "", 1).chars() {
        match letter {
            '0'..='9' if text.ends_with('0') => {}
            '0'..='9' => text.push('0'),
            other => text.push(other),
        }
    }
    text
}

fn read(audience: Audience) -> Vec<Operation> {
    let document = audience.document();
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            let responses = operation["responses"].as_object().expect("answers");
            let answers = responses.iter().map(|(status, response)| {
                (status.parse().expect("a status"), answer(document, response))
            });
            let content = operation["requestBody"]["content"].as_object();
            let content = content.and_then(|it| it.values().next()).unwrap_or(&Value::Null);
            let body = &content["example"];
            operations.push(Operation {
                audience,
                id: operation["operationId"].as_str().expect("an id").to_owned(),
                method: method.to_uppercase().parse().expect("a method"),
                path: path.clone(),
                body: Some(body.clone()).filter(|it| !it.is_null()),
                queries: queries(document, operation),
                needs_key: operation["security"] != json!([]),
                answers: answers.collect(),
            });
        }
    }
    operations
}

fn queries(document: &Value, operation: &Value) -> Vec<String> {
    let all = operation["parameters"].as_array().into_iter().flatten();
    let all = all.map(|it| resolved(document, it)).filter(|it| it["in"] == "query");
    all.map(|it| it["name"].as_str().expect("a name").to_owned()).collect()
}

/// Resolves a `$ref`; returns any other value unchanged.
fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        Some(to) => document.pointer(&to[1..]).expect("what is referred to"),
        None => value,
    }
}

fn answer(document: &Value, response: &Value) -> Described {
    let response = resolved(document, response);
    let headers = response["headers"].as_object().into_iter().flatten();
    // Headers that the description does not require may be missing.
    let headers = headers.filter(|(_, it)| resolved(document, it)["required"] == true);
    let headers = headers.map(|(name, _)| name.to_lowercase()).collect();
    let content = response["content"].as_object().and_then(|it| it.iter().next());
    let examples = content.and_then(|(_, it)| it["examples"].as_object());
    let refusals = examples.into_iter().flatten().flat_map(|(_, example)| {
        let errors = resolved(document, example)["value"]["errors"].as_array().expect("errors");
        errors.iter().map(|item| {
            let text = |key: &str| item[key].as_str().expect("a text").to_owned();
            (text("code"), without_numbers(&text("message")))
        })
    });
    let schema = |it: &Value| Some(it["schema"]["$ref"].as_str()?.rsplit('/').next()?.to_owned());
    Described {
        content: content.map(|(media, it)| (media.clone(), schema(it))),
        headers,
        refusals: refusals.collect(),
    }
}

/// The validators of all named schemas in a document, set to reject undescribed keys.
fn validators(audience: Audience) -> HashMap<String, Validator> {
    let mut schemas = audience.document()["components"]["schemas"].clone();
    close(&mut schemas);
    let named = schemas.as_object().expect("descriptions").keys().map(|name| {
        let root = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$ref": format!("#/components/schemas/{name}"),
            "components": {"schemas": schemas},
        });
        (name.clone(), jsonschema::validator_for(&root).expect("a description"))
    });
    named.collect()
}

fn close(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            let is_open = fields.get("type").is_some_and(|it| it == "object")
                && fields.contains_key("properties")
                && !fields.contains_key("additionalProperties");
            if is_open {
                fields.insert("additionalProperties".to_owned(), json!(false));
            }
            fields.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

/// Lists the examples in the OpenAPI descriptions that do not match their schemas.
#[must_use]
pub fn unfit_examples() -> Vec<String> {
    Audience::ALL.into_iter().flat_map(|it| unfit_examples_of(it.document())).collect()
}

fn unfit_examples_of(document: &Value) -> Vec<String> {
    let open = |name: &str| {
        let root = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$ref": format!("#/components/schemas/{name}"),
            "components": document["components"],
        });
        jsonschema::validator_for(&root).expect("a description")
    };
    let mut unfit = Vec::new();
    let mut look = |id: &str, content: &Value| {
        let Some(name) = content["schema"]["$ref"].as_str().and_then(|it| it.rsplit('/').next())
        else {
            return;
        };
        let single = content["example"].clone();
        let many = content["examples"].as_object().into_iter().flatten();
        let many = many.map(|(_, example)| resolved(document, example)["value"].clone());
        for example in many.chain([single]).filter(|it| !it.is_null()) {
            if !open(name).is_valid(&example) {
                unfit.push(format!("{id}: {name}: {example}"));
            }
        }
    };
    for (_, methods) in document["paths"].as_object().expect("paths") {
        for (_, operation) in methods.as_object().expect("methods") {
            let id = operation["operationId"].as_str().expect("an id");
            look(id, &operation["requestBody"]["content"]["application/json"]);
            for (_, response) in operation["responses"].as_object().expect("answers") {
                let response = resolved(document, response);
                look(id, &response["content"]["application/json"]);
            }
        }
    }
    unfit
}
