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

/// Makes a parameter object. `at` is the location (`path`, `query` or `header`) and `says` is the
/// description.
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

fn required(mut parameter: Value) -> Value {
    parameter["required"] = json!(true);
    parameter
}

/// Returns all parameters, by the names that operations use.
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
        ("settingId", "The id of the object."),
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
        query("sort", "The field to sort by.", sort)
    };
    // A default would make generated clients send `offset` together with `cursor`, although the two
    // exclude each other.
    let offset = "How many items to skip; 0 by default.";
    let cursor = "Where to continue, instead of `offset` (not both): empty for the first page, \
        then `meta.next` of the page before, with the same sort and order, until that is null. \
        Items inserted or deleted meanwhile do not disturb the rest; items that moved meanwhile \
        may come again at the end.";
    let mut cursor = query("cursor", cursor, schema::cursor());
    cursor["allowEmptyValue"] = json!(true);
    let orders = schema::words_in_any_case(&Order::ALL.map(|(_, name)| name));
    let order = "`desc` by default. Null counts as lower than every value. Among equal values \
        `asc` has the larger id first, and `desc` the smaller.";
    vec![
        ("limit", query("limit", "The most items on a page.", number(1, page, Some(page)))),
        ("offset", query("offset", offset, number(0, i64::MAX, None))),
        ("cursor", cursor),
        ("chatSort", by(&chat_sorts, "chats.createdAt")),
        ("customerSort", by(&customer_sorts, "customers.createdAt")),
        ("order", query("order", order, orders)),
        ("q", required(query("q", "The text to find.", schema::text_up_to(SEARCH_CHARS_MAX)))),
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
    let wait = "How many seconds to wait for a change if there is none yet.";
    let kind = "One kind of change, or several separated by commas.";
    let history = "The history to which the number `after` belongs: `meta.history` of an earlier \
        answer. If the database now has another history, the answer is 410.";
    let known = json!({"type": "string", "minLength": 1, "maxLength": HISTORY_BYTES_MAX});
    let by = json!({"type": "string", "enum": ReportBy::ALL.map(|(_, name)| name)});
    let day = || json!({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"});
    let actor = json!({
        "type": "string", "pattern": "^(system|(key|agent|customer|import):[1-9][0-9]{0,18})$",
        "examples": ["agent:3"],
    });
    let after_object = "Only objects with greater ids: the id of the last customer, or of the last \
                        chat, of which everything arrived.";
    vec![
        ("history", query("history", history, known)),
        ("after", query("after", "Only changes after this number.", number(0, i64::MAX, None))),
        ("afterObject", query("after", after_object, number(0, i64::MAX, None))),
        ("rows", query("limit", "The most changes in an answer.", rows)),
        ("wait", query("wait", wait, seconds)),
        ("kind", query("kind", kind, kinds)),
        ("reportBy", query("by", "What each row of the report is about; `day` by default.", by)),
        ("from", query("from", "The first day; six days before the last by default.", day())),
        ("to", query("to", "The last day; today by default.", day())),
        ("agent", query("agent", "Only this agent.", schema::id())),
        ("department", query("department", "Only this department.", schema::id())),
        ("chat", query("chat", "Only changes of this chat.", schema::id())),
        ("actor", query("actor", "Only changes by this author.", actor)),
        (
            "beforeChange",
            query("before", "Only changes with lower numbers.", number(1, i64::MAX, None)),
        ),
    ]
}

fn of_files() -> Named {
    let says = "The name of the file. Folders and invisible characters are removed.";
    vec![("fileName", query("name", says, json!({"type": "string", "minLength": 1})))]
}

fn of_visitors() -> Named {
    let most = i64::from(VISITOR_MESSAGES_MAX);
    let limit = number(1, most, Some(VISITOR_MESSAGES.into()));
    vec![
        ("ofChat", query("chat", "The chat.", schema::id())),
        ("before", query("before", "Messages before the one with this id.", schema::id())),
        ("visitorLimit", query("limit", "The most messages in an answer.", limit)),
    ]
}

fn of_headers() -> Named {
    let header = |name, says, schema| (name, parameter("header", name, says, schema));
    let key = json!({
        "type": "string", "minLength": 1, "maxLength": IDEMPOTENCY_KEY_CHARS_MAX,
        "pattern": "^[!-~]([ -~]*[!-~])?$",
    });
    let last = "The last change received: the stream continues after it. Takes precedence over \
        `after`.";
    let once = "Requests with the same key and the same bytes are carried out once within 24 \
        hours, and all get the same answer.";
    let known = "Tags of answers that the client has already, separated by commas, or `*`.";
    let seen = "The tag that the object's `GET` or its last change gave, several separated by \
        commas, or `*`. If none is the object's present tag, nothing is changed. `W/` at the \
        beginning of a tag is ignored.";
    vec![
        header("Last-Event-ID", last, number(0, i64::MAX, None)),
        header("Idempotency-Key", once, key),
        header("If-None-Match", known, json!({"type": "string"})),
        header("If-Match", seen, json!({"type": "string"})),
    ]
}

/// Returns all headers of answers, by name.
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
    let tag = "The tag of this answer: the same for the same bytes. In the answer to a change, the \
        tag of the object's `GET`.";
    let place = "The path of the new object. For a message, the path of its chat's messages; for a \
        ticket, that of the stream.";
    let ignored = "Unknown query parameters and unknown keys of a search, separated by commas; \
        absent if there are none.";
    let seconds = "Seconds to wait before the next try.";
    json!({
        "X-Request-Id": always("The id of this request in the log.", "a1b2c3d4e5f60718-2a"),
        "RateLimit": text(
            "The requests left in this window, and the seconds until it ends; absent without a \
             limit.",
            "\"default\";r=119;t=60",
        ),
        "RateLimit-Policy": text("The limit and its window.", "\"default\";q=120;w=60"),
        "Retry-After": {
            "description": seconds, "required": true,
            "schema": {"type": "integer", "minimum": 0}, "example": 17,
        },
        "X-History": always("The history of the changes in the stream.", "1a3185c5000a7f2e-1"),
        "Location": always(place, "/v1/chats/1"),
        "Deskbell-Ignored": text(ignored, "email"),
        "WWW-Authenticate": always(
            "Which credential to send.",
            "Bearer error=\"invalid_token\"",
        ),
        "ETag": {
            "description": tag, "required": true,
            "schema": {"type": "string", "pattern": "^W/\"[0-9a-f]{32}\"$"},
            "example": "W/\"99aa06d3014798d86001c324468d497f\"",
        },
    })
}

/// Returns references to the named headers, in an object with the headers' names as keys.
pub(super) fn header_references(names: &[&str]) -> Value {
    let reference =
        |name: &&str| ((*name).to_owned(), json!({"$ref": format!("#/components/headers/{name}")}));
    Value::Object(names.iter().map(reference).collect())
}

/// Returns the JSON body of a refusal with these codes.
pub(super) fn errors_body(error_codes: &[ErrorCode]) -> Value {
    let item = |code: &ErrorCode| {
        let (code, message) = code.words();
        json!({"code": code, "message": message})
    };
    json!({"errors": error_codes.iter().map(item).collect::<Vec<_>>()})
}

/// Returns the name of an error code's example: the code, a dot, and the message in snake case.
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
    ("ReadOnlyKey", "A read-only key may not change anything.", ErrorCode::ReadOnly),
    ("TooSlow", "The body took too long to arrive.", ErrorCode::TooSlow),
    ("TooLarge", "The body has more than 1 MiB.", ErrorCode::TooLarge),
    ("CodedBody", "The body has a Content-Encoding.", ErrorCode::MediaType),
    (
        "TooManyRequests",
        "Too many requests in this window, or too many streams at once.",
        ErrorCode::TooMany,
    ),
    ("InternalError", "A fault of the server; its log says more.", ErrorCode::Internal),
    (
        "Unavailable",
        "Not possible at the moment. If something may have been done nevertheless, a repeat with \
         the same Idempotency-Key tells.",
        ErrorCode::Unavailable,
    ),
];

/// Returns the name of the shared refusal that has this status; `None` if the operation must
/// describe the refusal. `is_of_keys` tells whether the operation takes a key. `examples` are the
/// operation's refusals with this status.
pub(super) fn shared(
    status: u16,
    is_of_keys: bool,
    examples: &Map<String, Value>,
) -> Option<&'static str> {
    let (shared, _, code) = SHARED.iter().find(|(.., code)| code.status() == status)?;
    (is_of_keys || examples.keys().eq([&name(*code)])).then_some(*shared)
}

/// Returns the shared refusals as response components, by name.
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

/// Makes the response object of a refusal, with its status and its examples.
pub(super) fn refusal(status: u16, examples: Map<String, Value>) -> Value {
    let says = match status {
        400 => "The request is not valid: `errors` has an item for each fault.",
        401 => "The credential is missing, unknown or expired.",
        403 => "This caller may not do this.",
        409 => "It conflicts with the present state; the code says why.",
        404 => "There is no such object.",
        410 => {
            "These changes are no longer kept, or the number belongs to another history: read \
             everything again."
        }
        412 => "The object has changed and `If-Match` does not match: get it again.",
        422 => "This Idempotency-Key was used for another request before.",
        426 => "The request does not ask for a WebSocket.",
        429 => "Too many requests or attempts; the code says of which kind.",
        _ => "Refused.",
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
