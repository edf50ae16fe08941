//! Parsers of the bodies of visitors' requests.

use deskbell_model::customer::{Assign, TextField};
use deskbell_model::limits::{
    ADDRESS_CHARS_MAX, PROOF_BYTES_MAX, RATING_COMMENT_CHARS_MAX, TEXT_CHARS_MAX,
    VISITOR_EVENT_BYTES_MAX, VISITOR_EVENTS_MAX, VISITOR_FILES_OF_A_MESSAGE_MAX,
    VISITOR_TEXT_CHARS_MAX,
};
use deskbell_model::{
    AppName, AppUuid, ApplicationId, ChatId, Claim, FileId, PageVisit, Rating, is_web_address,
};
use serde_json::{Value, json};

use crate::customers::custom_data_of;
use crate::events::{event_data, event_name};
use crate::invalid::{InvalidField, Reading};
use crate::messages::{file_ids, file_ids_schema};
use crate::read::{self, Object};
use crate::schema::{Named, about, array, input, or_null, reference, text_in, text_up_to, word};

/// The body of `POST /widget/v1/session`.
#[derive(Clone, Debug, PartialEq)]
pub struct NewVisit {
    /// The application whose widget the page shows.
    pub app: AppName,
    /// The domain of the application's organization.
    pub organization: Option<String>,
    /// The site's claim about the visitor's identity.
    pub claim: Claim,
    /// The data that the page reports about the visit.
    pub visit: PageVisit,
}

/// The body of `POST /widget/v1/messages`.
#[derive(Clone, Debug, PartialEq)]
pub struct VisitorText {
    /// The chat; `None` to begin a new chat.
    pub chat: Option<ChatId>,
    /// The text; empty for a message with only files.
    pub text: String,
    /// The files, in order.
    pub files: Vec<FileId>,
    /// The visitor's answers in the form that the widget shows before a chat.
    pub fields: Vec<Assign>,
    /// The data that the page reports about the visit.
    pub visit: PageVisit,
}

/// The body of `PATCH /widget/v1/me`.
#[derive(Clone, Debug, PartialEq)]
pub struct VisitorProfile {
    /// The visitor's changed fields.
    pub fields: Vec<Assign>,
    /// The data that the page reports about the visit.
    pub visit: PageVisit,
}

/// The body of `POST /widget/v1/events`.
#[derive(Clone, Debug, PartialEq)]
pub struct VisitorEvents {
    /// The events: pairs of a name and data in JSON.
    pub events: Vec<(String, String)>,
    /// The data that the page reports about the visit.
    pub visit: PageVisit,
}

/// The body of `POST /widget/v1/read`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VisitorRead {
    /// The chat that the visitor has read.
    pub chat: ChatId,
}

/// The body of `POST /widget/v1/rating`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitorRating {
    /// The chat that the visitor rates.
    pub chat: ChatId,
    /// The visitor's rating of the chat.
    pub rating: Rating,
    /// The visitor's comment on the rating.
    pub comment: Option<String>,
}

/// Reads the body of `POST /widget/v1/session`.
///
/// # Errors
/// Every invalid field.
pub fn read_visit(body: &[u8]) -> Reading<NewVisit> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let app = body.required("app", InvalidField::Field("app"), |value| {
        let uuid = value.as_str().and_then(AppUuid::parse).map(AppName::Uuid);
        uuid.or_else(|| read::id(ApplicationId::new)(value).map(AppName::Number))
    });
    let organization = text(&mut body, "organization", TEXT_CHARS_MAX);
    let claim = body.inner("user").map_or_else(Claim::default, |mut user| {
        let user_id = text(&mut user, "userId", TEXT_CHARS_MAX);
        let proof = text(&mut user, "proof", PROOF_BYTES_MAX);
        let fields = fields(&mut user);
        body.join(user);
        Claim { user_id, proof, fields }
    });
    let visit = visit(&mut body);
    body.finish(app.map(|app| NewVisit { app, organization, claim, visit }))
}

/// Reads the body of `POST /widget/v1/messages`.
///
/// # Errors
/// Every invalid field. A message with files may have no text.
pub fn read_text(body: &[u8]) -> Reading<VisitorText> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let chat = body.optional("chatId", InvalidField::ChatId, read::id(ChatId::new));
    let flaws = body.invalid_fields().count();
    let files = InvalidField::Field("files");
    let files = body.optional("files", files, |value| {
        file_ids(value).filter(|files| files.len() <= VISITOR_FILES_OF_A_MESSAGE_MAX)
    });
    let files = files.unwrap_or_default();
    let field = InvalidField::Field("text");
    let text = body.optional("text", field, read::text(VISITOR_TEXT_CHARS_MAX));
    let text = text.unwrap_or_default();
    let is_said = !text.trim().is_empty() || !files.is_empty();
    if !is_said && body.invalid_fields().count() == flaws {
        body.invalid("text", field);
    }
    let fields = body.inner("form").map_or_else(Vec::new, |mut form| {
        let fields = fields(&mut form);
        body.join(form);
        fields
    });
    let visit = visit(&mut body);
    body.finish(is_said.then_some(VisitorText { chat, text, files, fields, visit }))
}

/// Reads the body of `PATCH /widget/v1/me`.
///
/// # Errors
/// Every invalid field.
pub fn read_profile(body: &[u8]) -> Reading<VisitorProfile> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let fields = fields(&mut body);
    let visit = visit(&mut body);
    body.finish(Some(VisitorProfile { fields, visit }))
}

/// Reads the body of `POST /widget/v1/events`.
///
/// # Errors
/// Every invalid field.
pub fn read_events(body: &[u8]) -> Reading<VisitorEvents> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let events = body.given_within("events", InvalidField::Field("events"), |value| {
        let items = value.as_array().filter(|items| items.len() <= VISITOR_EVENTS_MAX);
        let items = items.ok_or_else(String::new)?.iter().enumerate();
        items.map(|(number, item)| event(item).ok_or_else(|| format!("/{number}"))).collect()
    });
    let events: Vec<_> = events.value().unwrap_or_default();
    let visit = visit(&mut body);
    body.finish(Some(VisitorEvents { events, visit }))
}

fn event(item: &Value) -> Option<(String, String)> {
    let name = item.get("name").and_then(event_name)?;
    // Events that programs report must have data, but events of visitors may have none.
    let data = match item.get("data") {
        None | Some(Value::Null) => r#"{"via":"widget"}"#.to_owned(),
        Some(data) => event_data(data).filter(|data| data.len() <= VISITOR_EVENT_BYTES_MAX)?,
    };
    Some((name, data))
}

/// Reads the body of `POST /widget/v1/read`.
///
/// # Errors
/// Every invalid field.
pub fn read_read(body: &[u8]) -> Reading<VisitorRead> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let chat = body.required("chatId", InvalidField::ChatId, read::id(ChatId::new));
    body.finish(chat.map(|chat| VisitorRead { chat }))
}

/// Reads the body of `POST /widget/v1/rating`.
///
/// # Errors
/// Every invalid field.
pub fn read_rating(body: &[u8]) -> Reading<VisitorRating> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let chat = body.required("chatId", InvalidField::ChatId, read::id(ChatId::new));
    let rating = InvalidField::ChatValue("rating");
    let rating = body.required("rating", rating, |value| Rating::parse(value.as_str()?));
    let comment = text(&mut body, "comment", RATING_COMMENT_CHARS_MAX);
    body.finish(chat.zip(rating).map(|(chat, rating)| VisitorRating { chat, rating, comment }))
}

/// Reads a text; `None` for a missing, null, empty or invalid text.
fn text(body: &mut Object, key: &'static str, chars_max: usize) -> Option<String> {
    let text = body.optional(key, InvalidField::Field(key), read::text(chars_max));
    text.filter(|text| !text.is_empty())
}

/// Reads the customer fields that a visitor may set. Fields that are null or missing keep their
/// values.
pub(super) fn fields(body: &mut Object) -> Vec<Assign> {
    let mut fields = Vec::new();
    for field in [TextField::Name, TextField::Email, TextField::Phone, TextField::Company] {
        let text = text(body, field.as_str(), TEXT_CHARS_MAX);
        fields.extend(text.map(|text| Assign::Text(field, Some(text))));
    }
    let key = "customData";
    let data = body.given_within(key, InvalidField::Field(key), custom_data_of).value();
    fields.extend(data.map(Assign::Properties));
    fields
}

/// Reads the data that a page reports about the visit. URLs other than `http` and `https` are
/// ignored, since agents follow them as links.
fn visit(body: &mut Object) -> PageVisit {
    let mut address = |key| text(body, key, ADDRESS_CHARS_MAX).filter(|it| is_web_address(it));
    let (page, referrer) = (address("page"), address("referrer"));
    PageVisit { page, referrer, locale: text(body, "locale", TEXT_CHARS_MAX) }
}

pub(super) fn schemas() -> Named {
    let proof = "The HMAC-SHA256 of `userId` with the application's secret in 64 hexadecimal \
                 digits, or a token (JWT, HS256) with `sub` and `exp`.";
    let user_id = about(or_null(reference("TextIn")), "The user's id in the site's own system.");
    let proof = about(or_null(text_up_to(PROOF_BYTES_MAX)), proof);
    let user = [vec![("userId", user_id), ("proof", proof)], profile()].concat();
    let uuid = "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$";
    let uuid = json!({"type": "string", "pattern": uuid});
    let app = json!({"anyOf": [uuid, reference("IdIn")]});
    let app = about(app, "The application's UUID, or its number.");
    let organization = "The organization of the application; required if there are several \
        organizations.";
    let organization = about(or_null(reference("TextIn")), organization);
    let user = or_null(input(&[], user));
    let new_visit = vec![("app", app), ("organization", organization), ("user", user)];
    let said = or_null(text_in(0, VISITOR_TEXT_CHARS_MAX));
    let said = about(said, "What it says; without files not white space alone.");
    let mut files = file_ids_schema();
    files["maxItems"] = json!(VISITOR_FILES_OF_A_MESSAGE_MAX);
    let chat = || reference("IdIn");
    let new_text = vec![
        (
            "chatId",
            about(or_null(chat()), "The chat of the message; without one a new chat begins."),
        ),
        ("text", said),
        ("files", about(or_null(files), "The ids of files that the visitor uploaded.")),
        ("form", about(or_null(input(&[], profile())), "Answers to the form before the chat.")),
    ];
    let data = json!({"type": ["object", "null"], "minProperties": 1});
    let data = about(data, "At most 4 KiB as JSON, without U+0000.");
    let event = input(&["name"], vec![("name", text_in(1, TEXT_CHARS_MAX)), ("data", data)]);
    let mut events = array(event);
    events["maxItems"] = json!(VISITOR_EVENTS_MAX);
    let ratings = word(Rating::ALL.iter().map(|it| it.as_str()));
    let comment = or_null(text_in(0, RATING_COMMENT_CHARS_MAX));
    vec![
        ("NewVisit", input(&["app"], [new_visit, page()].concat())),
        ("NewVisitorMessage", input(&[], [new_text, page()].concat())),
        ("VisitorProfile", input(&[], [profile(), page()].concat())),
        ("VisitorEvents", input(&[], [vec![("events", or_null(events))], page()].concat())),
        ("VisitorRead", input(&["chatId"], vec![("chatId", chat())])),
        (
            "VisitorRating",
            input(
                &["chatId", "rating"],
                vec![("chatId", chat()), ("rating", ratings), ("comment", comment)],
            ),
        ),
    ]
}

fn profile() -> Vec<(&'static str, Value)> {
    let text = || or_null(reference("TextIn"));
    let data = about(or_null(reference("CustomDataIn")), "Only these properties change.");
    vec![
        ("name", text()),
        ("email", text()),
        ("phone", text()),
        ("company", text()),
        ("customData", data),
    ]
}

fn page() -> Vec<(&'static str, Value)> {
    let address = || or_null(text_in(0, ADDRESS_CHARS_MAX));
    vec![
        ("page", about(address(), "The URL of the page; ignored unless it is http or https.")),
        ("referrer", about(address(), "The page that led there; ignored like `page`.")),
        ("locale", or_null(reference("TextIn"))),
    ]
}

#[cfg(test)]
mod tests {
    use deskbell_model::Scalar;

    use super::*;
    use crate::invalid::only;

    #[test]
    fn a_session_is_begun_by_uuid_or_number_with_or_without_a_user() {
        let read = |body: Value| only(read_visit(body.to_string().as_bytes()));
        let number = read(json!({"app": "3"})).unwrap();
        assert_eq!(number.app, AppName::Number(ApplicationId::new(3).unwrap()));
        assert_eq!((number.claim, number.visit), (Claim::default(), PageVisit::default()));
        let uuid = "0F0E0D0C-0B0A-4908-8706-050403020100";
        let full = read(json!({
            "app": uuid, "page": "https://a.example/", "locale": "",
            "user": {
                "userId": 42, "proof": "ff", "name": "Ann", "email": null, "phone": "",
                "customData": {"plan": "gold"},
            },
        }));
        let full = full.unwrap();
        assert_eq!(full.app, AppName::Uuid(AppUuid::parse(uuid).unwrap()));
        assert_eq!(full.claim.user_id.as_deref(), Some("42"));
        let plan = ("plan".to_owned(), Scalar::Text("gold".into()));
        let name = Assign::Text(TextField::Name, Some("Ann".into()));
        assert_eq!(full.claim.fields, [name, Assign::Properties(vec![plan])]);
        assert_eq!(full.visit.page.as_deref(), Some("https://a.example/"));
        for (page, is_read) in
            [("HTTP://a.example", true), ("javascript:alert(1)//https://a", false)]
        {
            let visit = read(json!({"app": 3, "page": page, "referrer": page})).unwrap().visit;
            assert_eq!((visit.page.is_some(), visit.referrer.is_some()), (is_read, is_read));
        }
        let field = InvalidField::Field;
        let bad =
            json!({"app": "x", "user": {"email": [], "customData": {"a": {}}}, "page": 5e300});
        let bad_fields = vec![field("app"), field("email"), field("customData"), field("page")];
        assert_eq!(read(bad), Err(bad_fields));
        assert_eq!(read(json!({"app": 1, "user": "ann"})), Err(vec![field("user")]));
    }

    #[test]
    fn an_invalid_field_of_a_user_is_pointed_at() {
        let body = json!({"app": 1, "user": {"customData": {"a": {}}, "name": []}});
        let found = read_visit(body.to_string().as_bytes()).unwrap_err();
        let pointers: Vec<_> = found.iter().filter_map(|it| it.pointer.as_deref()).collect();
        assert_eq!(pointers, ["/user/name", "/user/customData/a"]);
    }

    #[test]
    fn a_message_says_something_and_an_event_has_a_name() {
        let read = |body: Value| only(read_text(body.to_string().as_bytes()));
        let said = read(json!({"text": " a ", "chatId": 5, "form": {"email": "a@b"}})).unwrap();
        assert_eq!((said.text.as_str(), said.chat), (" a ", ChatId::new(5)));
        assert_eq!(said.fields, [Assign::Text(TextField::Email, Some("a@b".into()))]);
        let long = "x".repeat(VISITOR_TEXT_CHARS_MAX + 1);
        for text in [json!(""), json!(" \n "), json!(null), json!(long), json!({})] {
            assert_eq!(read(json!({"text": text})), Err(vec![InvalidField::Field("text")]));
        }
        let ids = |ids: std::ops::RangeInclusive<i64>| ids.filter_map(FileId::new).collect();
        let with_files = read(json!({"files": [1, "2"]})).unwrap();
        assert_eq!((with_files.text.as_str(), with_files.files), ("", ids(1..=2)));
        let at_most: Vec<_> = ids(1..=5);
        assert_eq!(read(json!({"files": [1, 2, 3, 4, 5]})).unwrap().files, at_most);
        for files in [json!([1, 1]), json!([0]), json!(1), json!([1, 2, 3, 4, 5, 6])] {
            assert_eq!(
                read(json!({"text": "a", "files": files})),
                Err(vec![InvalidField::Field("files")])
            );
        }
        let read = |body: Value| only(read_events(body.to_string().as_bytes()));
        let events = read(json!({"events": [{"name": "a"}, {"name": "b", "data": {"c": 1}}]}));
        let names = events.unwrap().events;
        assert_eq!(names[1], ("b".to_owned(), r#"{"c":1}"#.to_owned()));
        let many = vec![json!({"name": "a"}); VISITOR_EVENTS_MAX + 1];
        let large = json!([{"name": "a", "data": {"a": "x".repeat(VISITOR_EVENT_BYTES_MAX)}}]);
        for bad in [json!({}), json!(many), large, json!([{"name": ""}]), json!([{"data": {}}])] {
            assert_eq!(read(json!({"events": bad})), Err(vec![InvalidField::Field("events")]));
        }
    }
}
