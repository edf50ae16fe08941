//! Searches in the model (contract §6).

use serde_json::{Map, Value, json};

use super::chats::{rating, searched_status};
use super::desk::Desk;
use super::lists::{chat_key, customer_key, sorted};
use super::words::{Answer, Faults, id, object, ok, text, time, whole};

/// The type of a field, which determines the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Id,
    Date,
    Status,
    Rating,
    Text,
    /// A text that is compared case-insensitively.
    Email,
    Tags,
    /// The ids of the agents who wrote in a chat.
    Ids,
}

/// The value of a field in a row.
enum Held {
    Number(Option<i64>),
    Text(Option<String>),
    Ids(Vec<i64>),
    Tags(Vec<String>),
}

fn kind(field: &str) -> Option<Kind> {
    let (of, name) = field.split_once('.')?;
    match (of, name) {
        ("chats", "assignee" | "department" | "customer") | ("customers", "id") => Some(Kind::Id),
        ("chats", "agents") => Some(Kind::Ids),
        ("chats", "createdAt" | "updatedAt" | "closedAt" | "lastMessageAt")
        | ("chats", "lastCustomerMessageAt")
        | ("customers", "lastSeen" | "firstSeen" | "createdAt") => Some(Kind::Date),
        ("chats", "status") => Some(Kind::Status),
        ("chats", "rating") => Some(Kind::Rating),
        ("chats", "customer.email") | ("customers", "email") => Some(Kind::Email),
        ("chats", "customer.name" | "customer.userId")
        | ("customers", "name" | "company" | "phone" | "userId" | "locale")
        | ("customers", "city" | "regionCode" | "countryCode") => Some(Kind::Text),
        ("chats", "customer.tagsData") | ("customers", "tagsData") => Some(Kind::Tags),
        _ => None,
    }
}

fn operators(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Id | Kind::Date => &["=", "!=", ">", "<", ">=", "<="],
        Kind::Status | Kind::Rating | Kind::Ids => &["=", "!="],
        Kind::Text | Kind::Email => &["=", "!=", "~", "!~"],
        Kind::Tags => &["="],
    }
}

fn names(value: &Value) -> Option<Vec<String>> {
    let tags = value.as_array().filter(|tags| !tags.is_empty())?;
    tags.iter().map(|tag| text(tag.get("name")?)).collect()
}

fn is_value(kind: Kind, operator: &str, value: &Value) -> bool {
    if value.is_null() {
        return kind != Kind::Tags && ["=", "!="].contains(&operator);
    }
    match kind {
        Kind::Id | Kind::Ids => id(value).is_some(),
        Kind::Date => time(value).is_some(),
        Kind::Status => searched_status(value).is_some(),
        Kind::Rating => rating(value).is_some(),
        Kind::Text | Kind::Email => {
            text(value).is_some_and(|it| !it.is_empty() || !operator.ends_with('~'))
        }
        Kind::Tags => names(value).is_some(),
    }
}

/// A condition of a search.
struct Filter {
    field: String,
    kind: Kind,
    operator: String,
    value: Value,
}

fn read_filter(item: &Value, of: &str) -> Result<Filter, &'static str> {
    let word = |name: &str| item.get(name).and_then(Value::as_str).map(str::to_owned);
    let field = word("field").ok_or("field")?;
    let is_here = field.split('.').next() == Some(of);
    let kind = kind(&field).filter(|_| is_here).ok_or("field")?;
    let operator = word("operator").ok_or("operator")?;
    if !operators(kind).contains(&operator.as_str()) {
        return Err("operator");
    }
    let value = item.get("value").cloned().ok_or("value")?;
    if !is_value(kind, &operator, &value) {
        return Err("value");
    }
    Ok(Filter { field, kind, operator, value })
}

/// Folds the case and the accents of the letters that occur in these tests.
fn fold(text: &str) -> String {
    text.to_lowercase().replace('ß', "ss").replace('ä', "a")
}

impl Filter {
    fn matches(&self, held: &Held) -> bool {
        let value = &self.value;
        match held {
            Held::Number(number) => {
                let wanted = whole(value);
                match self.operator.as_str() {
                    "=" => *number == wanted,
                    "!=" => *number != wanted,
                    operator => number.zip(wanted).is_some_and(|(held, wanted)| match operator {
                        ">" => held > wanted,
                        "<" => held < wanted,
                        ">=" => held >= wanted,
                        _ => held <= wanted,
                    }),
                }
            }
            Held::Text(held) => {
                let wanted = match self.kind {
                    Kind::Status => searched_status(value).map(str::to_owned),
                    Kind::Rating => rating(value).map(str::to_owned),
                    _ => text(value),
                };
                let is_equal = match self.kind {
                    Kind::Email => {
                        held.as_deref().map(str::to_lowercase)
                            == wanted.as_deref().map(str::to_lowercase)
                    }
                    _ => *held == wanted,
                };
                let contains = || {
                    let wanted = fold(wanted.as_deref().unwrap_or_default());
                    held.as_deref().is_some_and(|held| fold(held).contains(&*wanted))
                };
                match self.operator.as_str() {
                    "=" => is_equal,
                    "!=" => !is_equal,
                    "~" => contains(),
                    _ => !contains(),
                }
            }
            Held::Ids(ids) => {
                let is_there = id(value).map_or(ids.is_empty(), |id| ids.contains(&id));
                is_there == (self.operator == "=")
            }
            Held::Tags(tags) => {
                let wanted = names(value).unwrap_or_default();
                wanted.iter().all(|name| tags.iter().any(|tag| tag == name))
            }
        }
    }
}

struct Search {
    filters: Vec<Filter>,
    is_any: bool,
    limit: usize,
    offset: usize,
    sort: String,
    order: &'static str,
}

/// Reads a key that may be absent or null; adds an error item if the value is invalid.
fn read<T>(
    body: &Map<String, Value>,
    name: &str,
    faults: &mut Faults,
    parse: impl FnOnce(&Value) -> Option<T>,
) -> Option<T> {
    let value = body.get(name).filter(|it| !it.is_null())?;
    faults.need(parse(value), |it| {
        it.add("validation_error", &format!("{name} value is invalid"));
    })
}

fn one_of(value: &Value, words: [&'static str; 2]) -> Option<&'static str> {
    words.into_iter().find(|word| value.as_str().is_some_and(|it| it.eq_ignore_ascii_case(word)))
}

fn read_search(body: &str, of: &str, sorts: &[&str]) -> Result<Search, Answer> {
    let (mut faults, body) = (Faults::default(), object(body)?);
    let items = read(&body, "filter", &mut faults, |it| {
        it.as_array().filter(|items| items.iter().all(Value::is_object)).cloned()
    });
    let mut filters = Vec::new();
    for (number, item) in items.unwrap_or_default().iter().enumerate() {
        match read_filter(item, of) {
            Ok(filter) => filters.push(filter),
            Err(part) => {
                let message = format!("filter[{number}].{part} value is invalid");
                faults.add("validation_error", &message);
            }
        }
    }
    let comparison = read(&body, "comparison", &mut faults, |it| one_of(it, ["AND", "OR"]));
    let size = |it: i64| usize::try_from(it).ok();
    let limit = read(&body, "limit", &mut faults, |it| {
        whole(it).filter(|limit| (1..=100).contains(limit)).and_then(size)
    });
    let offset = read(&body, "offset", &mut faults, |it| whole(it).and_then(size));
    let sort = read(&body, "sort", &mut faults, |it| {
        let name = it.as_str()?;
        let bare = name.strip_prefix(of).and_then(|it| it.strip_prefix('.')).unwrap_or(name);
        sorts.contains(&bare).then(|| bare.to_owned())
    });
    let order = read(&body, "order", &mut faults, |it| one_of(it, ["asc", "desc"]));
    faults.none()?;
    Ok(Search {
        filters,
        is_any: comparison == Some("OR"),
        limit: limit.unwrap_or(100),
        offset: offset.unwrap_or(0),
        sort: sort.unwrap_or_else(|| "createdAt".to_owned()),
        order: order.unwrap_or("desc"),
    })
}

impl Search {
    fn is_found(&self, held: impl Fn(&str) -> Held) -> bool {
        let mut matches = self.filters.iter().map(|filter| filter.matches(&held(&filter.field)));
        if self.is_any && !self.filters.is_empty() {
            matches.any(|it| it)
        } else {
            matches.all(|it| it)
        }
    }

    fn answer(&self, ids: Vec<i64>, shown: impl Fn(i64) -> Value) -> Result<Answer, Answer> {
        let page = ids.iter().skip(self.offset).take(self.limit);
        let (data, total): (Vec<_>, _) = (page.map(|id| shown(*id)).collect(), ids.len());
        ok(json!({"data": data, "total": total, "meta": {"total": total}}))
    }
}

fn number(value: Option<u64>) -> Held {
    Held::Number(value.and_then(|it| i64::try_from(it).ok()))
}

impl Desk {
    fn customer_holds(&self, customer: i64, name: &str) -> Held {
        let customer_of = &self.customers[&customer];
        match name {
            "id" => Held::Number(Some(customer)),
            "createdAt" => number(Some(customer_of.created_at)),
            "tagsData" => Held::Tags(customer_of.tags.clone()),
            _ => match customer_of.fields.get(name) {
                Some(Value::String(text)) => Held::Text(Some(text.clone())),
                found if name.ends_with("Seen") => number(found.and_then(Value::as_u64)),
                _ => Held::Text(None),
            },
        }
    }

    fn chat_holds(&self, id: i64, name: &str) -> Held {
        let chat = &self.chats[&id];
        match name {
            "assignee" => Held::Number(chat.assignee),
            "department" => Held::Number(chat.department),
            "customer" => Held::Number(Some(chat.customer)),
            "agents" => Held::Ids(chat.agents.clone()),
            "status" => Held::Text(Some(chat.status.to_owned())),
            "rating" => Held::Text(chat.rating.map(str::to_owned)),
            "createdAt" => number(Some(chat.created_at)),
            "updatedAt" => number(Some(chat.updated_at)),
            "closedAt" => number(chat.closed_at),
            "lastMessageAt" => number(chat.last_message_at),
            "lastCustomerMessageAt" => number(chat.last_customer_message_at),
            _ => self.customer_holds(chat.customer, name.trim_start_matches("customer.")),
        }
    }

    pub fn search_chats(&self, body: &str) -> Result<Answer, Answer> {
        let sorts = ["createdAt", "lastCustomerMessageAt", "lastMessageAt", "closedAt"];
        let search = read_search(body, "chats", &sorts)?;
        let ids = sorted(&self.chats, |chat| chat_key(&search.sort, chat), Some(search.order));
        let bare = |field: &str| field.trim_start_matches("chats.").to_owned();
        let is_found = |id: &i64| search.is_found(|field| self.chat_holds(*id, &bare(field)));
        search.answer(ids.into_iter().filter(is_found).collect(), |id| self.chat(id))
    }

    pub fn search_customers(&self, body: &str) -> Result<Answer, Answer> {
        let search = read_search(body, "customers", &["createdAt", "firstSeen", "lastSeen"])?;
        let key = |customer: &_| customer_key(&search.sort, customer);
        let ids = sorted(&self.customers, key, Some(search.order));
        let bare = |field: &str| field.trim_start_matches("customers.").to_owned();
        let is_found = |id: &i64| search.is_found(|field| self.customer_holds(*id, &bare(field)));
        search.answer(ids.into_iter().filter(is_found).collect(), |id| self.customer(id))
    }
}
