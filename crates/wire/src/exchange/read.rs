//! The reader of lines of the exchange format.

use deskbell_model::exchange::{
    AgentLine, ChatCustomer, ChatLine, CustomerLine, DepartmentLine, ExchangeLine, LineAuthor,
    LinkedFile, MessageLine, MessagesLine,
};
use deskbell_model::limits::{
    ADDRESS_CHARS_MAX, ATTACHMENTS_OF_A_LINE_MAX, IMPORT_TURNS_MAX, MESSAGE_TEXT_CHARS_MAX,
    TEXT_CHARS_MAX,
};
use deskbell_model::{MessageKind, Role, Side};
use serde_json::Value;

use super::fields::{LineFields, bytes, external_id, items, name, text};
use super::schema::{AGENT, CHAT, CUSTOMER, DEPARTMENT, LINE, MESSAGE};
use crate::read::{self, Object};
use crate::times::{seconds, time};
use crate::{chats, customers};

/// A parsed line of the exchange format, with the keys of the line that the format does not have.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadLine {
    /// The parsed line, without the ignored keys.
    pub line: ExchangeLine,
    /// The ignored keys; a key that occurs several times is listed several times.
    pub ignored: Vec<String>,
}

const NO_TIME: &str = "is no time";

/// Reads a line of the exchange format.
///
/// # Errors
/// The reason why the line is bad, as a sentence without a full stop.
pub fn read(line: &[u8]) -> Result<ReadLine, String> {
    let value = serde_json::from_slice(line).map_err(|error| format!("it is no JSON: {error}"))?;
    let mut fields = LineFields::of(value, String::new())?;
    let kind = fields.required("kind", |kind| kind.as_str().map(str::to_owned).ok_or("is no text"));
    let mut ignored = Vec::new();
    let kind = kind?;
    fields.map().remove("kind");
    let line = match kind.as_str() {
        "agent" => ExchangeLine::Agent(agent(&fields, &mut ignored)?),
        "department" => ExchangeLine::Department(department(&fields, &mut ignored)?),
        "customer" => ExchangeLine::Customer(customer(fields, &mut ignored)?),
        "chat" => ExchangeLine::Chat(Box::new(chat(fields, &mut ignored)?)),
        "message" => ExchangeLine::Messages(messages_line(fields, &mut ignored)?),
        _ => {
            return Err(format!(
                "`kind` is none of agent, department, customer, chat and message: {kind:?}"
            ));
        }
    };
    Ok(ReadLine { line, ignored })
}

fn agent(fields: &LineFields, ignored: &mut Vec<String>) -> Result<AgentLine, String> {
    fields.ignored(AGENT, ignored);
    Ok(AgentLine {
        external_id: fields.required("externalId", external_id)?,
        name: fields.required("name", name)?,
        email: fields.nullable("email", text)?,
        role: fields
            .optional("role", |value| value.as_str().and_then(Role::parse).ok_or("is no role"))?,
    })
}

fn department(fields: &LineFields, ignored: &mut Vec<String>) -> Result<DepartmentLine, String> {
    fields.ignored(DEPARTMENT, ignored);
    Ok(DepartmentLine {
        external_id: fields.required("externalId", external_id)?,
        name: fields.required("name", name)?,
        agents: fields.optional("agents", items(external_id))?,
    })
}

fn customer(mut fields: LineFields, ignored: &mut Vec<String>) -> Result<CustomerLine, String> {
    fields.ignored(CUSTOMER, ignored);
    let external_id = fields.required("externalId", external_id)?;
    let created_at = fields.optional("createdAt", |at| seconds(at).ok_or(NO_TIME))?;
    for key in ["firstSeen", "lastSeen"] {
        if let Some(at) = fields.optional(key, |at| seconds(at).ok_or(NO_TIME))? {
            fields.map().insert(key.to_owned(), at.get().into());
        }
    }
    let place = fields.place("");
    let mut object = Object::of(fields.into_map());
    let edit = customers::edit(&mut object);
    match object.finish(Some(edit)) {
        Ok(edit) => Ok(CustomerLine { external_id, created_at, edit }),
        Err(found) => {
            let pointer = found.into_iter().find_map(|it| it.pointer).unwrap_or_default();
            let pointer = pointer.trim_start_matches('/');
            Err(format!("`{place}{pointer}` is no such value, or too long"))
        }
    }
}

fn chat(mut fields: LineFields, ignored: &mut Vec<String>) -> Result<ChatLine, String> {
    fields.ignored(CHAT, ignored);
    let customer = match fields.take("customer") {
        None => return Err(format!("`{}` is missing", fields.place("customer"))),
        Some(whole @ Value::Object(_)) => {
            let whole = LineFields::of(whole, fields.place("customer"))?;
            ChatCustomer::Whole(customer(whole, ignored)?)
        }
        Some(id) => {
            let why = |why| format!("`{}` {why}, and no object", fields.place("customer"));
            ChatCustomer::Known(external_id(&id).map_err(why)?)
        }
    };
    let given = match fields.take("messages") {
        None => Vec::new(),
        Some(Value::Array(given)) if given.len() <= IMPORT_TURNS_MAX => given,
        Some(Value::Array(_)) => {
            return Err(format!(
                "`messages` has more than {IMPORT_TURNS_MAX}: further ones go on lines of the kind \
                 message"
            ));
        }
        Some(_) => return Err("`messages` is no array".into()),
    };
    let mut messages = Vec::with_capacity(given.len());
    for (number, value) in given.into_iter().enumerate() {
        let fields = LineFields::of(value, format!("messages/{number}"))?;
        fields.ignored(MESSAGE, ignored);
        messages.push(message(fields, false)?);
    }
    let side = |value: &Value| value.as_str().and_then(Side::parse).ok_or("is no side");
    let at = |at: &Value| seconds(at).ok_or(NO_TIME);
    Ok(ChatLine {
        external_id: fields.required("externalId", external_id)?,
        customer,
        assignee: fields.nullable("assignee", external_id)?,
        department: fields.nullable("department", external_id)?,
        status: fields.optional("status", |it| chats::status(it).ok_or("is no status"))?,
        created_at: fields.optional("createdAt", at)?,
        closed_at: fields.optional("closedAt", at)?,
        closed_by: fields.optional("closedBy", side)?,
        snoozed_until: fields.nullable("snoozedUntil", at)?,
        rating: fields.nullable("rating", |it| chats::rating(it).ok_or("is no rating"))?,
        messages,
    })
}

fn messages_line(
    mut fields: LineFields,
    ignored: &mut Vec<String>,
) -> Result<MessagesLine, String> {
    fields.ignored(LINE, ignored);
    let chat = fields.required("chat", external_id)?;
    fields.map().remove("chat");
    Ok(MessagesLine { chat, messages: vec![message(fields, true)?] })
}

fn message(mut fields: LineFields, is_line: bool) -> Result<MessageLine, String> {
    let id = if is_line {
        Some(fields.required("externalId", external_id)?)
    } else {
        fields.optional("externalId", external_id)?
    };
    let agent = fields.optional("agent", external_id)?;
    let from = fields.required("from", |from| match from.as_str() {
        Some("customer") => Ok(LineAuthor::Customer),
        Some("agent") => Ok(LineAuthor::Agent(agent)),
        Some("system") => Ok(LineAuthor::System),
        _ => Err("is none of customer, agent and system"),
    })?;
    let long = |value: &Value| {
        read::text(MESSAGE_TEXT_CHARS_MAX)(value)
            .ok_or("is no text, or has more than 65,536 characters")
    };
    let text = fields.optional("text", long)?;
    let html = fields.optional("html", |html| {
        html.as_str().filter(|it| !it.contains('\0')).map(str::to_owned).ok_or("is no text")
    })?;
    let attachments = attachments(&mut fields)?;
    if text.is_none() && html.is_none() && attachments.is_empty() {
        return Err(format!("`{}` is missing", fields.place("text")));
    }
    if text.is_some() && html.is_some() {
        return Err(format!("`{}` is there beside `text`", fields.place("html")));
    }
    let kind = fields.optional("type", |kind| {
        let is_fit = |it: &&str| (1..=TEXT_CHARS_MAX).contains(&it.len()) && !it.contains('\0');
        let name = kind.as_str().filter(is_fit);
        name.map(MessageKind::of).ok_or("is no type")
    })?;
    let kind = match (&from, kind) {
        (LineAuthor::System, _) => MessageKind::Tech,
        (_, kind) => kind.unwrap_or(MessageKind::Message),
    };
    Ok(MessageLine {
        external_id: id,
        from,
        kind,
        text: text.unwrap_or_default(),
        html,
        attachments,
        created_at: fields.required("createdAt", |at| time(at).ok_or(NO_TIME))?,
    })
}

fn attachments(fields: &mut LineFields) -> Result<Vec<LinkedFile>, String> {
    let place = fields.place("attachments");
    let given = match fields.take("attachments") {
        None => return Ok(Vec::new()),
        Some(Value::Array(given)) if given.len() <= ATTACHMENTS_OF_A_LINE_MAX => given,
        Some(_) => {
            return Err(format!(
                "`{place}` is no array of at most {ATTACHMENTS_OF_A_LINE_MAX} attachments"
            ));
        }
    };
    let mut all = Vec::with_capacity(given.len());
    for (number, value) in given.into_iter().enumerate() {
        let fields = LineFields::of(value, format!("{place}/{number}"))?;
        let is_web = |url: &&str| {
            let is_short = url.chars().nth(ADDRESS_CHARS_MAX).is_none();
            let is_one = !url.contains(|c: char| c.is_whitespace() || c.is_control());
            is_short && is_one && (url.starts_with("https://") || url.starts_with("http://"))
        };
        all.push(LinkedFile {
            url: fields.required("url", |url| {
                url.as_str().filter(is_web).map(str::to_owned).ok_or("is no http address")
            })?,
            name: fields.optional("name", text)?,
            bytes: fields.optional("bytes", bytes)?,
        });
    }
    Ok(all)
}
