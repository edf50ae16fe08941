//! Customers and events in the model (contract §3, §5).

use serde_json::{Map, Value, json};

use super::desk::{Customer, Desk};
use super::lists::{Query, customer_key, order, page, sort, sorted};
use super::words::{
    self, ANY_MESSAGE, Answer, Faults, created, digits, id, not_found, object, ok, refuse, time,
};

const TEXT_CHARS_MAX: usize = 255;
const BATCH_MAX: usize = 10;
const COLOUR: &str = "#c377e0";

/// The fields of a customer in a body, in the order of their error items, with their kinds.
const FIELDS: [(&str, Kind); 21] = [
    ("name", Kind::Text),
    ("email", Kind::Text),
    ("userId", Kind::Text),
    ("company", Kind::Text),
    ("phone", Kind::Text),
    ("firstSeen", Kind::Time),
    ("lastSeen", Kind::Time),
    ("regionCode", Kind::Location),
    ("countryCode", Kind::Location),
    ("city", Kind::Location),
    ("unsubscribed", Kind::Bool),
    ("blocked", Kind::Bool),
    ("source", Kind::Text),
    ("referer", Kind::Text),
    ("lastPage", Kind::Text),
    ("locale", Kind::Text),
    ("notes", Kind::Text),
    ("createdFrom", Kind::Kept),
    ("integrationId", Kind::Kept),
    ("tags", Kind::Tags),
    ("customData", Kind::Data),
];

/// The kind of a field: how it is read, and its value after a PUT without the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Time,
    Bool,
    /// A text in the customer's location. A PUT without the field keeps the old value.
    Location,
    /// A text. A PUT without the field keeps the old value.
    Kept,
    Tags,
    Data,
}

/// The new values of fields, by name.
type Changes = Map<String, Value>;

fn text(value: &Value) -> Option<Value> {
    let is_fine = |text: &String| text.chars().count() <= TEXT_CHARS_MAX && !text.contains('\0');
    words::text(value).filter(is_fine).map(Value::from)
}

fn is_colour(text: &str) -> bool {
    let digits = text.strip_prefix('#').filter(|digits| [3, 6, 8].contains(&digits.len()));
    let is_digits = digits.is_some_and(|it| it.bytes().all(|byte| byte.is_ascii_hexdigit()));
    // The only valid colour names in these tests.
    is_digits || ["red", "navy"].contains(&text)
}

/// Parses the names of tags to remove; ignores colours.
fn names(value: &Value) -> Option<Value> {
    value.as_array()?.iter().map(|tag| Some(json!([name(tag)?]))).collect()
}

/// Parses the name of a tag that is given as an object or a text.
fn name(tag: &Value) -> Option<String> {
    let name = if tag.is_object() { tag.get("name")? } else { tag };
    words::text(name)
}

/// Parses tags to pairs of a name and a colour (or null) without duplicates; the last colour wins.
fn tags(value: &Value) -> Option<Value> {
    let mut read: Vec<(String, Value)> = Vec::new();
    for tag in value.as_array()? {
        let name = name(tag)?;
        let colour = match tag.get("color") {
            None | Some(Value::Null) => Value::Null,
            Some(colour) if colour == "" => Value::Null,
            Some(colour) => {
                Value::from(Some(colour.as_str()?.to_lowercase()).filter(|it| is_colour(it))?)
            }
        };
        match read.iter_mut().find(|(other, _)| *other == name) {
            Some(_) if colour.is_null() => {}
            Some((_, old)) => *old = colour,
            None => read.push((name, colour)),
        }
    }
    Some(json!(read))
}

/// Parses custom data in the form `[{property,value}]` or as an object; returns an object of
/// scalars.
pub fn custom_data(value: &Value) -> Option<Value> {
    let scalar = |value: &Value| match value {
        Value::String(_) => text(value).is_some(),
        Value::Number(_) | Value::Bool(_) => true,
        _ => false,
    };
    let mut read = Map::new();
    match value {
        Value::Object(object) => read.clone_from(object),
        Value::Array(items) => {
            for item in items {
                read.insert(words::text(item.get("property")?)?, item.get("value")?.clone());
            }
        }
        _ => return None,
    }
    read.values().all(scalar).then_some(Value::Object(read))
}

fn read_field(name: &str, kind: Kind, value: &Value) -> Option<Value> {
    // An empty time, userId or integrationId means null.
    let is_empty = value == "" && ["userId", "integrationId"].contains(&name);
    if is_empty || (value == "" && kind == Kind::Time) {
        return Some(Value::Null);
    }
    match (kind, value) {
        (Kind::Bool, Value::Null) => Some(Value::Null),
        (Kind::Bool, value) => words::flag(value).map(Value::from),
        (Kind::Tags, Value::Null) => Some(json!([])),
        (Kind::Data, Value::Null) => Some(json!({})),
        (_, Value::Null) => Some(Value::Null),
        (Kind::Time, value) => time(value).map(Value::from),
        (Kind::Tags, value) => tags(value),
        (Kind::Data, value) => custom_data(value),
        (Kind::Text | Kind::Location | Kind::Kept, value) => text(value),
    }
}

fn given(body: &Map<String, Value>, faults: &mut Faults) -> Changes {
    let mut changes = Changes::new();
    for (name, kind) in FIELDS {
        // Fields of the location can also be inside `location`.
        let located = body.get("location").and_then(|it| it.get(name));
        let located = located.filter(|_| kind == Kind::Location);
        let Some(value) = body.get(name).or(located) else { continue };
        if let Some(value) = faults.need(read_field(name, kind, value), |it| it.field(name)) {
            changes.insert((*name).to_owned(), value);
        }
    }
    changes
}

/// The value that a PUT without the field sets; `None` to keep the old value.
fn left_out(kind: Kind) -> Option<Value> {
    match kind {
        Kind::Text | Kind::Time => Some(Value::Null),
        Kind::Bool => Some(json!(false)),
        Kind::Location | Kind::Kept | Kind::Tags | Kind::Data => None,
    }
}

impl Desk {
    pub fn customer(&self, id: i64) -> Value {
        let customer = &self.customers[&id];
        let field = |name: &str| customer.fields.get(name).cloned().unwrap_or_default();
        let flag = |name: &str| json!(field(name) == json!(true));
        let tag = |name: &String| json!({"name": name, "color": self.colours[name]});
        let tags: Vec<_> = customer.tags.iter().map(tag).collect();
        json!({
            "id": id, "name": field("name"), "email": field("email"), "userId": field("userId"),
            "company": field("company"), "phone": field("phone"),
            "firstSeen": field("firstSeen"), "lastSeen": field("lastSeen"),
            "location": {
                "regionCode": field("regionCode"),
                "countryCode": field("countryCode"),
                "city": field("city"),
            },
            "device": null,
            "unsubscribed": flag("unsubscribed"), "blocked": flag("blocked"),
            "source": field("source"), "referer": field("referer"),
            "lastPage": field("lastPage"), "locale": field("locale"), "notes": field("notes"),
            "createdFrom": field("createdFrom"), "integrationId": field("integrationId"),
            "tags": tags, "customData": customer.custom_data,
        })
    }

    fn use_tag(&mut self, name: &str, colour: Option<&str>) {
        let known = self.colours.entry(name.to_owned()).or_insert_with(|| COLOUR.to_owned());
        if let Some(colour) = colour {
            colour.clone_into(known);
        }
    }

    /// Changes an existing customer without adding a change to the feed.
    fn write_customer(&mut self, id: i64, changes: &Changes) -> Result<(), Answer> {
        let user_id = changes.get("userId").filter(|it| !it.is_null());
        let is_his = |(other, it): (&i64, &Customer)| {
            *other != id && user_id.is_some() && it.fields.get("userId") == user_id
        };
        if self.customers.iter().any(is_his) {
            return Err(refuse(400, "invalid_userId_value", "userId value is invalid"));
        }
        for tag in changes.get("tags").and_then(Value::as_array).into_iter().flatten() {
            self.use_tag(tag[0].as_str().unwrap_or_default(), tag[1].as_str());
        }
        let customer = self.customers.get_mut(&id).expect("it is there");
        for (name, value) in changes {
            match name.as_str() {
                "tags" => {
                    let tags = value.as_array().expect("tags");
                    customer.tags =
                        tags.iter().filter_map(|tag| Some(tag[0].as_str()?.to_owned())).collect();
                }
                "customData" => customer.custom_data = value.clone(),
                _ => drop(customer.fields.insert(name.clone(), value.clone())),
            }
        }
        Ok(())
    }

    /// Changes all customers in order, or no customer. Adds a change to the feed for each customer
    /// that differs afterwards.
    fn change_customers(&mut self, all: &[(i64, Changes)]) -> Result<Vec<Value>, Answer> {
        let at_first = self.clone();
        let mut shown = Vec::new();
        for (id, changes) in all {
            let before = self.customer(*id);
            if let Err(refused) = self.write_customer(*id, changes) {
                *self = at_first;
                return Err(refused);
            }
            let now = self.customer(*id);
            if now != before {
                self.tell("customer.updated", now.clone());
            }
            shown.push(now);
        }
        Ok(shown)
    }

    pub fn known_customer(&self, path: &str) -> Result<i64, Answer> {
        let id = digits(path).filter(|id| self.customers.contains_key(id));
        id.ok_or_else(|| not_found("Customer"))
    }

    pub fn post_customer(&mut self, body: &str) -> Result<Answer, Answer> {
        let (mut faults, body) = (Faults::default(), object(body)?);
        let changes = given(&body, &mut faults);
        faults.none()?;
        let (id, created_at) = (self.customers_ever + 1, self.now());
        self.customers.insert(id, Customer { created_at, ..Customer::default() });
        if let Err(refused) = self.write_customer(id, &changes) {
            self.customers.remove(&id);
            return Err(refused);
        }
        self.customers_ever = id;
        let object = self.customer(id);
        self.tell("customer.created", object);
        created(self.customer(id))
    }

    /// Changes a customer: PUT replaces, PATCH changes the given fields.
    pub fn put_customer(&mut self, path: &str, body: &str, is_put: bool) -> Result<Answer, Answer> {
        let (mut faults, body) = (Faults::default(), object(body)?);
        let mut changes = given(&body, &mut faults);
        faults.none()?;
        let id = self.known_customer(path)?;
        for (name, kind) in FIELDS.iter().filter(|_| is_put) {
            if let Some(value) = left_out(*kind).filter(|_| !changes.contains_key(*name)) {
                changes.insert((*name).to_owned(), value);
            }
        }
        self.change_customers(&[(id, changes)])?;
        ok(self.customer(id))
    }

    pub fn put_batch(&mut self, body: &str) -> Result<Answer, Answer> {
        let invalid = || refuse(400, "invalid_request", ANY_MESSAGE);
        let items: Vec<Value> = serde_json::from_str(body).map_err(|_| invalid())?;
        if items.is_empty() || items.len() > BATCH_MAX {
            return Err(invalid());
        }
        let mut faults = Faults::default();
        let mut all = Vec::new();
        for item in &items {
            let body = item.as_object().ok_or_else(invalid)?;
            let id = faults.need(body.get("customer").and_then(id), |it| it.field("customer"));
            all.push((id.unwrap_or(0), given(body, &mut faults)));
        }
        faults.none()?;
        if all.iter().any(|(id, _)| !self.customers.contains_key(id)) {
            return Err(not_found("Customer"));
        }
        let data = self.change_customers(&all)?;
        ok(json!({ "data": data }))
    }

    /// Adds tags to a customer, or removes tags.
    pub fn tag(&mut self, path: &str, body: &str, is_added: bool) -> Result<Answer, Answer> {
        let (mut faults, body) = (Faults::default(), object(body)?);
        let read = body.get("tags").and_then(if is_added { tags } else { names });
        let read = faults.need(read, |it| it.field("tags"));
        faults.none()?;
        let id = self.known_customer(path)?;
        let before = self.customer(id);
        let read = read.unwrap_or_default();
        for tag in read.as_array().into_iter().flatten() {
            let name = tag[0].as_str().unwrap_or_default();
            if is_added {
                self.use_tag(name, tag[1].as_str());
            }
            let tags = &mut self.customers.get_mut(&id).expect("it is there").tags;
            if !is_added {
                tags.retain(|other| other != name);
            } else if !tags.iter().any(|other| other == name) {
                tags.push(name.to_owned());
            }
        }
        if self.customer(id) != before {
            let object = self.customer(id);
            self.tell("customer.updated", object);
        }
        ok(self.customer(id))
    }

    /// Deletes a customer with its chats, messages and events.
    pub fn delete_customer(&mut self, path: &str) -> Result<Answer, Answer> {
        let id = self.known_customer(path)?;
        let theirs = |chat: &&i64| self.chats[*chat].customer == id;
        let chats: Vec<i64> = self.chats.keys().filter(theirs).copied().collect();
        for chat in chats {
            self.chats.remove(&chat);
            self.tell("chat.deleted", json!({ "id": chat }));
        }
        self.customers.remove(&id);
        self.tell("customer.deleted", json!({ "id": id }));
        ok(json!("Ok"))
    }

    pub fn get_customer(&self, path: &str) -> Result<Answer, Answer> {
        ok(self.customer(self.known_customer(path)?))
    }

    pub fn list_customers(&self, query: &Query) -> Result<Answer, Answer> {
        let mut faults = Faults::default();
        let (limit, offset) = page(query, &mut faults);
        let names = ["createdAt", "firstSeen", "lastSeen"];
        let sort = sort(query, "customers", &names, &mut faults);
        let order = order(query, &mut faults);
        faults.none()?;
        let ids = sorted(&self.customers, |customer| customer_key(sort, customer), order);
        let page: Vec<_> =
            ids.iter().skip(offset).take(limit).map(|id| self.customer(*id)).collect();
        let total = ids.len();
        ok(json!({"data": page, "total": total, "meta": {"total": total}}))
    }

    pub fn post_event(&mut self, body: &str) -> Result<Answer, Answer> {
        let (mut faults, body) = (Faults::default(), object(body)?);
        let name = body.get("name").and_then(text);
        let name = faults.need(name, |it| it.field("name"));
        let data = body.get("data").and_then(Value::as_object).filter(|it| !it.is_empty());
        let data = faults.need(data, |it| it.field("data"));
        let customer = faults.need(body.get("customer").and_then(id), |it| it.field("customer"));
        faults.none()?;
        let customer = customer.filter(|id| self.customers.contains_key(id));
        let customer = customer.ok_or_else(|| not_found("Customer"))?;
        self.events_ever += 1;
        let (id, at) = (self.events_ever, self.now());
        let event =
            json!({"id": id, "name": name, "data": data, "createdAt": at, "customer": customer});
        self.tell("event.created", event.clone());
        ok(event)
    }
}
