//! The components that operations share: parameters, headers, and common refusals.

use deskbell_model::limits::{
    FEED_ROWS_DEFAULT, FEED_ROWS_MAX, FEED_WAIT_SECONDS_MAX, HISTORY_BYTES_MAX,
    IDEMPOTENCY_KEY_CHARS_MAX, PAGE_ITEMS_MAX, SEARCH_CHARS_MAX, VISITOR_MESSAGES,
    VISITOR_MESSAGES_MAX,
};
use deskbell_model::{Audience, Kind};
use deskbell_query::{ChatSort, CustomerSort, Order};
use deskbell_wire::inbox::reports::ReportBy;
use deskbell_wire::schema;
use serde_json::{Map, Value, json};

use crate::error::ErrorCode;

/// A parameter object. `at` is its location (`path`, `query` or `header`), `says` its description.
pub fn parameter(at: &str, name: &str, says: &str, schema: Value) -> Value {
    json!({
        "name": name, "in": at, "required": at == "path", "description": says, "schema": schema,
    })
}

fn number(least: i64, most: i64, default: Option<i64>) -> Value {
    let mut number =
        json!({"type": "integer", "format": "int64", "minimum": least, "maximum": most});
    if let Some(default) = default {
        number["default"] = json!(default);
    }
    number
}

type Named = Vec<(&'static str, Value)>;

fn query(name: &str, says: &str, schema: Value) -> Value {
    parameter("query", name, says, schema)
}

/// The parameter, which must be sent.
fn required(mut parameter: Value) -> Value {
    parameter["required"] = json!(true);
    parameter
}

/// All parameters, keyed by the names that operations use.
pub(super) fn parameters() -> Map<String, Value> {
    let groups = [of_pages(), of_feeds(), of_files(), of_headers(), of_visitors()];
    let path = |(name, says)| (name, parameter("path", "id", says, schema::id()));
    let paths = [
        ("chatId", "The chat's id."),
        ("customerId", "The customer's id."),
        ("agentId", "The agent's id."),
        ("keyId", "The key's id."),
        ("sessionId", "The session's id."),
        ("webhookId", "The webhook's id."),
        ("fileId", "The file's id."),
        ("settingId", "Its id."),
        ("departmentId", "The department's id."),
        ("applicationId", "The application's id."),
    ];
    let named = groups.into_iter().flatten().chain(paths.map(path));
    named.map(|(name, parameter)| (name.to_owned(), parameter)).collect()
}

fn of_pages() -> Named {
    let page = i64::from(PAGE_ITEMS_MAX);
    let chat_sorts = ChatSort::ALL.map(|(_, name)| name);
    let customer_sorts = CustomerSort::ALL.map(|(_, name)| name);
    let by = |names: &[&str], default: &str| {
        let sort = json!({"type": "string", "enum": names, "default": default});
        query("sort", "What they are sorted by.", sort)
    };
    // A default would make generated clients send `offset` together with `cursor`, although the two
    // exclude each other.
    let offset = "How many to pass over; none when it is left out.";
    let cursor = "Where to go on, in place of `offset`: empty to begin, then `meta.next` of the \
                  answer before, with the same sort and order, until that is null. What is \
                  inserted or deleted meanwhile changes nothing about the rest; rows that \
                  moved meanwhile may come again at the end. Not together with `offset`.";
    let mut cursor = query("cursor", cursor, schema::cursor());
    cursor["allowEmptyValue"] = json!(true);
    let orders = schema::words_in_any_case(&Order::ALL.map(|(_, name)| name));
    let order = "Which end comes first; `desc` when it is left out. Null is lower than every \
                 value; of equal ones `asc` has the larger id first, and `desc` is the reverse.";
    vec![
        ("limit", query("limit", "How many on a page.", number(1, page, Some(page)))),
        ("offset", query("offset", offset, number(0, i64::MAX, None))),
        ("cursor", cursor),
        ("chatSort", by(&chat_sorts, "chats.createdAt")),
        ("customerSort", by(&customer_sorts, "customers.createdAt")),
        ("order", query("order", order, orders)),
        ("q", required(query("q", "What to look for.", schema::text_up_to(SEARCH_CHARS_MAX)))),
    ]
}

fn of_feeds() -> Named {
    let (most, default) = (i64::from(FEED_ROWS_MAX), i64::from(FEED_ROWS_DEFAULT));
    let public = Kind::ALL.iter().filter(|kind| Audience::Public.hears(**kind));
    let kinds = public.map(|kind| kind.as_str().replace('.', "\\."));
    let kinds = kinds.collect::<Vec<_>>().join("|");
    let kinds = json!({"type": "string", "pattern": format!("^({kinds})(,({kinds}))*$")});
    let rows = number(1, most, Some(default));
    let seconds = number(0, FEED_WAIT_SECONDS_MAX.into(), Some(0));
    let wait = "How many seconds to wait for a change when there is none.";
    let kind = "One kind of change, or several between commas.";
    let history = "The history that `after` is a number of: `meta.history` of an answer before. \
                   When the database follows another, the answer is 410.";
    let known = json!({"type": "string", "minLength": 1, "maxLength": HISTORY_BYTES_MAX});
    let by = json!({"type": "string", "enum": ReportBy::ALL.map(|(_, name)| name)});
    let day = || json!({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"});
    let actor = json!({
        "type": "string", "pattern": "^(system|(key|agent|customer|import):[1-9][0-9]{0,18})$",
        "examples": ["agent:3"],
    });
    vec![
        ("history", query("history", history, known)),
        ("after", query("after", "Changes behind this number.", number(0, i64::MAX, None))),
        ("rows", query("limit", "How many changes at the most.", rows)),
        ("wait", query("wait", wait, seconds)),
        ("kind", query("kind", kind, kinds)),
        ("reportBy", query("by", "What the rows are; days when it is left out.", by)),
        (
            "from",
            query("from", "The first day; the sixth before the last when it is left out.", day()),
        ),
        ("to", query("to", "The last day; today when it is left out.", day())),
        ("agent", query("agent", "This agent alone.", schema::id())),
        ("department", query("department", "This department alone.", schema::id())),
        ("chat", query("chat", "Changes of this chat alone.", schema::id())),
        ("actor", query("actor", "Changes of this author alone.", actor)),
        (
            "beforeChange",
            query("before", "Changes with numbers below this.", number(1, i64::MAX, None)),
        ),
    ]
}

fn of_files() -> Named {
    let says = "What the file is called. Folders and what nobody sees are taken off.";
    vec![("fileName", query("name", says, json!({"type": "string", "minLength": 1})))]
}

fn of_visitors() -> Named {
    let most = i64::from(VISITOR_MESSAGES_MAX);
    let limit = number(1, most, Some(VISITOR_MESSAGES.into()));
    vec![
        ("ofChat", query("chat", "The chat.", schema::id())),
        ("before", query("before", "Messages before the one with this id.", schema::id())),
        ("visitorLimit", query("limit", "How many messages at the most.", limit)),
    ]
}

fn of_headers() -> Named {
    let header = |name, says, schema| (name, parameter("header", name, says, schema));
    let key = json!({
        "type": "string", "minLength": 1, "maxLength": IDEMPOTENCY_KEY_CHARS_MAX,
        "pattern": "^[!-~]([ -~]*[!-~])?$",
    });
    let last = "The last change that came: the stream goes on behind it. It wins over `after`.";
    let once = "With the same key and the same bytes it is done once in 24 hours, and answered \
                alike each time.";
    let known = "Tags of answers that are there already, between commas, or `*`.";
    let seen = "The tag that the object's `GET` or its last change gave, several between commas, \
                or `*`. Unless it is the object's, nothing is changed. Tags are compared as texts, \
                the `W/` before them aside.";
    vec![
        header("Last-Event-ID", last, number(0, i64::MAX, None)),
        header("Idempotency-Key", once, key),
        header("If-None-Match", known, json!({"type": "string"})),
        header("If-Match", seen, json!({"type": "string"})),
    ]
}

/// All headers of answers, by name.
pub(super) fn headers() -> Value {
    let text = |says: &str, example: &str| {
        let schema = json!({"type": "string"});
        json!({"description": says, "schema": schema, "example": example})
    };
    let always = |says: &str, example: &str| {
        let mut header = text(says, example);
        header["required"] = json!(true);
        header
    };
    let tag = "What this answer is known by: the same for the same bytes. In the answer to a \
               change it is that of the object's `GET`.";
    let place = "The path of what was made; of a message that of its chat's messages, of a ticket \
                 that of the stream it opens.";
    let ignored = "Query parameters and keys of a search that nobody reads, between commas; absent \
                   when there are none.";
    let seconds = "After how many seconds to try again.";
    json!({
        "X-Request-Id": always("What the log calls this request.", "a1b2c3d4e5f60718-2a"),
        "RateLimit": text(
            "What is left of the window, and for how many seconds; absent without a limit.",
            "\"default\";r=119;t=60",
        ),
        "RateLimit-Policy": text("The limit and its window.", "\"default\";q=120;w=60"),
        "Retry-After": {
            "description": seconds, "required": true,
            "schema": {"type": "integer", "minimum": 0}, "example": 17,
        },
        "X-History": always("The history that is followed.", "1a3185c5000a7f2e-1"),
        "Location": always(place, "/v1/chats/1"),
        "Deskbell-Ignored": text(ignored, "email"),
        "WWW-Authenticate": always(
            "How to ask: with a key; with another one, where one was sent.",
            "Bearer error=\"invalid_token\"",
        ),
        "ETag": {
            "description": tag, "required": true,
            "schema": {"type": "string", "pattern": "^W/\"[0-9a-f]{32}\"$"},
            "example": "W/\"99aa06d3014798d86001c324468d497f\"",
        },
    })
}

/// References to the named headers, keyed by name.
pub(super) fn header_references(names: &[&str]) -> Value {
    let reference =
        |name: &&str| ((*name).to_owned(), json!({"$ref": format!("#/components/headers/{name}")}));
    Value::Object(names.iter().map(reference).collect())
}

/// The JSON body of a refusal with these codes.
pub(super) fn errors_body(error_codes: &[ErrorCode]) -> Value {
    let item = |code: &ErrorCode| {
        let (code, message) = code.words();
        json!({"code": code, "message": message})
    };
    json!({"errors": error_codes.iter().map(item).collect::<Vec<_>>()})
}

/// The name of an error code's example: the code, a dot, and the message in snake case.
pub(super) fn name(code: ErrorCode) -> String {
    let (code, message) = code.words();
    let words = message.split(|it: char| !it.is_ascii_alphanumeric()).filter(|it| !it.is_empty());
    format!("{code}.{}", words.collect::<Vec<_>>().join("_").to_lowercase())
}

pub(super) fn example_reference(code: ErrorCode) -> Value {
    json!({"$ref": format!("#/components/examples/{}", name(code))})
}

/// The refusals that many operations share: name, description, code.
const SHARED: [(&str, &str, ErrorCode); 8] = [
    ("WrongKey", "The key is missing, malformed, unknown or revoked.", ErrorCode::Token),
    ("ReadOnlyKey", "A read-only key on a change.", ErrorCode::ReadOnly),
    ("TooSlow", "The body took too long to arrive.", ErrorCode::TooSlow),
    ("TooLarge", "The body has more than 1 MiB.", ErrorCode::TooLarge),
    ("CodedBody", "The body has a Content-Encoding.", ErrorCode::MediaType),
    (
        "TooManyRequests",
        "Too many requests in this window, or streams at once.",
        ErrorCode::TooMany,
    ),
    ("InternalError", "A fault of the server; its log says more.", ErrorCode::Internal),
    (
        "Unavailable",
        "Not now. Nothing was done, or the Idempotency-Key tells.",
        ErrorCode::Unavailable,
    ),
];

/// The name of the shared refusal with this status; `None` if operations describe the refusal
/// themselves. `is_of_keys` tells whether the operation takes a key; `examples` are the refusals of
/// the operation with this status.
pub(super) fn shared(
    status: u16,
    is_of_keys: bool,
    examples: &Map<String, Value>,
) -> Option<&'static str> {
    let (shared, _, code) = SHARED.iter().find(|(.., code)| code.status() == status)?;
    (is_of_keys || examples.keys().eq([&name(*code)])).then_some(*shared)
}

/// The shared refusals as response components, by name.
pub(super) fn responses() -> Map<String, Value> {
    let response = |(title, says, code): (&str, &str, ErrorCode)| {
        let mut headers = vec!["X-Request-Id"];
        match code {
            ErrorCode::TooMany | ErrorCode::Unavailable => headers.push("Retry-After"),
            ErrorCode::Token => headers.push("WWW-Authenticate"),
            _ => {}
        }
        let content = json!({
            "schema": schema::reference("Errors"),
            "examples": {name(code): example_reference(code)},
        });
        let response = json!({
            "description": says,
            "headers": header_references(&headers),
            "content": {"application/json": content},
        });
        (title.to_owned(), response)
    };
    SHARED.into_iter().map(response).collect()
}

/// The response object of a refusal, with its status and its examples.
pub(super) fn refusal(status: u16, examples: Map<String, Value>) -> Value {
    let says = match status {
        400 => "What was sent is not valid: one item for each thing that is wrong.",
        401 => "The credential is missing, unknown or expired.",
        403 => "This caller may not do this.",
        409 => "It does not go together with what is there.",
        404 => "It is not there.",
        410 => {
            "Changes that old are no longer kept, or that number is of another history: read \
                everything again."
        }
        412 => "The object is not what `If-Match` says: get it again.",
        422 => "The Idempotency-Key came with another request before.",
        426 => "It was not asked for as a WebSocket.",
        429 => "Too much in a while; the code says of what.",
        _ => "It was refused.",
    };
    let headers: &[_] =
        if status == 429 { &["X-Request-Id", "Retry-After"] } else { &["X-Request-Id"] };
    json!({
        "description": says,
        "headers": header_references(headers),
        "content": {"application/json": {
            "schema": schema::reference("Errors"),
            "examples": examples,
        }},
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn errors_have_names_of_their_own() {
        let names: BTreeSet<_> = ErrorCode::ALL.iter().map(|code| name(*code)).collect();
        assert_eq!(names.len(), ErrorCode::ALL.len());
    }
}
