//! Section 6 of the contract as a table: all searchable fields, with their types and the JSON
//! pointers to their values in a row.

use serde_json::{Value, json};

use crate::outcome::Outcome;
use crate::world::World;

/// The maximal number of rows whose values are used in searches.
const ASKED_MAX: usize = 3;

/// A searchable list.
pub struct List {
    /// The path of the search.
    pub path: &'static str,
    /// The searchable fields.
    pub fields: &'static [Field],
    /// Two fields that contain, in some rows, a text that only this run uses. A filter for this
    /// text in one of the fields finds only rows of this run.
    pub scopes: [&'static str; 2],
    /// Creates rows that differ in every field, and rows that lack some fields.
    pub make: fn(&World) -> Outcome<Made>,
}

/// The rows created by this run, and a text that only these rows contain.
pub struct Made {
    /// The JSON of the rows in the list.
    pub rows: Vec<Value>,
    /// A text that occurs in some rows of this run, and in no other rows.
    pub tag: String,
}

/// A searchable field.
pub struct Field {
    /// The name of the field in filters.
    pub name: &'static str,
    /// The type of the field's values.
    pub kind: Kind,
    /// The pointer to the value in a row; empty if rows do not show the value.
    pub pointer: &'static str,
    /// The value of `createdFrom` in the rows that have this field; `None` if all rows have the
    /// field.
    from: Option<&'static str>,
}

/// The type of a searchable field, as defined in section 6 of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Id,
    /// The ids of the agents who wrote in the chat; only = and != are valid.
    Agents,
    /// A time in Unix seconds.
    Date,
    Status,
    Rating,
    Text,
    Tags,
}

const fn field(name: &'static str, kind: Kind, pointer: &'static str) -> Field {
    Field { name, kind, pointer, from: None }
}

const fn outside(name: &'static str, from: &'static str) -> Field {
    Field { name, kind: Kind::Text, pointer: "/integrationId", from: Some(from) }
}

pub static CHATS: List = List {
    path: "/v1/chats/search",
    fields: &[
        field("chats.assignee", Kind::Id, "/assignee/id"),
        field("chats.agents", Kind::Agents, "/agents"),
        field("chats.department", Kind::Id, "/department/id"),
        field("chats.customer", Kind::Id, "/customer/id"),
        field("chats.createdAt", Kind::Date, "/createdAt"),
        field("chats.updatedAt", Kind::Date, ""),
        field("chats.closedAt", Kind::Date, "/closedAt"),
        field("chats.lastMessageAt", Kind::Date, "/lastMessageAt"),
        field("chats.lastCustomerMessageAt", Kind::Date, "/lastCustomerMessageAt"),
        field("chats.status", Kind::Status, "/status"),
        field("chats.rating", Kind::Rating, "/rating"),
        field("chats.customer.email", Kind::Text, "/customer/email"),
        field("chats.customer.userId", Kind::Text, "/customer/userId"),
        field("chats.customer.name", Kind::Text, "/customer/name"),
        field("chats.customer.tagsData", Kind::Tags, ""),
    ],
    scopes: ["chats.customer.email", "chats.customer.userId"],
    make: make_chats,
};

pub static CUSTOMERS: List = List {
    path: "/v1/customers/search",
    fields: &[
        field("customers.id", Kind::Id, "/id"),
        field("customers.lastSeen", Kind::Date, "/lastSeen"),
        field("customers.firstSeen", Kind::Date, "/firstSeen"),
        field("customers.createdAt", Kind::Date, ""),
        field("customers.name", Kind::Text, "/name"),
        field("customers.email", Kind::Text, "/email"),
        field("customers.company", Kind::Text, "/company"),
        field("customers.phone", Kind::Text, "/phone"),
        field("customers.countryCode", Kind::Text, "/location/countryCode"),
        field("customers.city", Kind::Text, "/location/city"),
        field("customers.regionCode", Kind::Text, "/location/regionCode"),
        field("customers.userId", Kind::Text, "/userId"),
        field("customers.locale", Kind::Text, "/locale"),
        outside("customers.telegramId", "telegram"),
        outside("customers.facebookId", "facebook"),
        outside("customers.instagramId", "instagram"),
        outside("customers.viberId", "viber"),
        outside("customers.whatsappId", "whatsapp"),
        field("customers.tagsData", Kind::Tags, ""),
    ],
    scopes: ["customers.company", "customers.phone"],
    make: make_customers,
};

impl Kind {
    /// The valid operators of the type.
    pub fn operators(self) -> &'static [&'static str] {
        match self {
            Self::Id | Self::Date => &["=", "!=", ">", "<", ">=", "<="],
            Self::Agents | Self::Status | Self::Rating => &["=", "!="],
            Self::Text => &["=", "!=", "~", "!~"],
            Self::Tags => &["="],
        }
    }

    /// A description of the valid values, for the names of checks.
    pub fn says(self) -> &'static str {
        match self {
            Self::Id | Self::Agents => "ids, as numbers or numeric strings",
            Self::Date => "unix seconds, as numbers or numeric strings",
            Self::Status => "names of statuses and their numbers",
            Self::Rating => "names of ratings",
            Self::Text => "texts",
            Self::Tags => "arrays of tags",
        }
    }

    /// One valid value of the type.
    pub fn sample(self) -> Value {
        match self {
            Self::Id | Self::Agents | Self::Date => json!(5),
            Self::Status => json!("new"),
            Self::Rating => json!("great"),
            Self::Text => json!("x"),
            Self::Tags => json!([{"name": "x"}]),
        }
    }

    /// Valid values of the type.
    pub fn good(self) -> Vec<Value> {
        match self {
            Self::Id | Self::Agents => vec![json!(1), json!("1"), json!(1.0), json!(i64::MAX)],
            Self::Date => vec![json!(0), json!("1593108626"), json!(4_294_967_295_i64)],
            Self::Status => vec![json!("new"), json!("Empty"), json!(7), json!("3"), json!("open")],
            Self::Rating => vec![json!("great"), json!("VERY POOR")],
            Self::Text => vec![json!("x"), json!(" "), json!("5"), json!(5)],
            Self::Tags => {
                vec![
                    json!([{"name": "x"}]),
                    json!([{"name": "x"}, {"name": "y"}]),
                    json!([{"name": 5}]),
                ]
            }
        }
    }

    /// Invalid values of the type.
    pub fn bad(self) -> Vec<Value> {
        let never = [json!(true), json!({}), json!([])];
        let own = match self {
            Self::Id | Self::Agents => vec![json!("x"), json!(1.5), json!("")],
            Self::Date => {
                vec![json!("18 Jun 2020"), json!(-1), json!(4_294_967_296_i64), json!("")]
            }
            Self::Status => vec![json!("x"), json!(0), json!(8), json!("8"), json!("")],
            Self::Rating => vec![json!("superb"), json!(5), json!("")],
            Self::Text => vec![],
            Self::Tags => vec![json!("x"), json!([{}]), json!(null)],
        };
        own.into_iter().chain(never).collect()
    }
}

impl Field {
    fn of<'a>(&self, row: &'a Value) -> &'a Value {
        let has = self.from.is_none_or(|from| row["createdFrom"] == from);
        row.pointer(self.pointer).filter(|_| has).unwrap_or(&Value::Null)
    }

    /// Returns whether a row matches this filter, according to the contract.
    pub fn holds(&self, row: &Value, operator: &str, asked: &Value) -> bool {
        let value = self.of(row);
        if self.kind == Kind::Agents {
            let wrote = value.as_array().into_iter().flatten().any(|it| it["id"] == *asked);
            return wrote == (operator == "=");
        }
        if asked.is_null() {
            return value.is_null() == (operator == "=");
        }
        if value.is_null() {
            return operator.starts_with('!');
        }
        let numbers = value.as_i64().zip(asked.as_i64());
        let text = |it: &Value| it.as_str().unwrap_or_default().to_lowercase();
        let contains = || text(value).contains(&text(asked));
        let is_email = self.pointer.ends_with("/email");
        let is_equal = if is_email { text(value) == text(asked) } else { value == asked };
        match operator {
            "=" => is_equal,
            "!=" => !is_equal,
            "~" => contains(),
            "!~" => !contains(),
            ">" => numbers.is_some_and(|(value, asked)| value > asked),
            "<" => numbers.is_some_and(|(value, asked)| value < asked),
            ">=" => numbers.is_some_and(|(value, asked)| value >= asked),
            _ => numbers.is_some_and(|(value, asked)| value <= asked),
        }
    }

    /// All filters of the field with values of `rows` and with similar values, such as the next
    /// second, or the text in upper case.
    pub fn questions(&self, rows: &[Value]) -> Vec<(&'static str, Value)> {
        let mut values = Vec::new();
        let there = rows.iter().map(|row| self.of(row)).filter(|it| !it.is_null());
        for value in there.take(ASKED_MAX) {
            match (self.kind, value) {
                (Kind::Agents, it) => {
                    let ids = it.as_array().into_iter().flatten().map(|it| it["id"].clone());
                    values.extend(ids);
                }
                (Kind::Date, it) => {
                    let seconds = it.as_i64().unwrap_or_default();
                    values.extend([json!(seconds), json!(seconds + 1), json!(seconds - 1)]);
                }
                (Kind::Text, it) => {
                    let text = it.as_str().unwrap_or_default();
                    let middle: String = text.chars().skip(1).collect();
                    values.extend([json!(text), json!(text.to_uppercase()), json!(middle)]);
                }
                (_, it) => values.push(it.clone()),
            }
        }
        let each = |value: Value| {
            self.kind.operators().iter().map(move |operator| (*operator, value.clone()))
        };
        values.into_iter().flat_map(each).collect()
    }
}

fn make_chats(w: &World) -> Outcome<Made> {
    let tag = w.name("row");
    let customer = |n: usize, has: [bool; 3]| {
        let text = |at: usize, text: String| has[at].then_some(text);
        let fields = json!({
            "name": text(0, format!("Name {n} {tag}")),
            "email": text(1, format!("{n}@{tag}.example.com")),
            "userId": text(2, format!("User{n}-{tag}")),
        });
        w.chat_of(w.customer(&fields)?.id()?)?.id()
    };
    let busy = customer(0, [true, true, true])?;
    let open = customer(1, [true, true, true])?;
    let empty = customer(2, [false, true, false])?;
    let unknown = customer(3, [true, false, true])?;
    w.say(busy, "hello")?;
    w.say(open, "hello")?;
    w.set_status(open, "pending")?;
    if let Ok(agent) = w.agent() {
        w.reply(busy, agent.id, "bye")?;
    }
    if let Ok((_, other)) = w.two_agents() {
        let body = json!({"id": open, "assignee": other.id});
        w.put("/v1/chats/assignee", &body)?.ok()?;
    }
    if let Ok(department) = w.department() {
        let body = json!({"id": busy, "department": department["id"]});
        w.put("/v1/chats/department", &body)?.ok()?;
    }
    w.set_status(busy, "closed")?;
    if w.agent().is_ok() {
        w.put("/v1/chats/rate", &json!({"id": busy, "rating": "great"}))?.ok()?;
    }
    let rows: Outcome<Vec<_>> =
        [busy, open, empty, unknown].iter().map(|it| Ok(w.see(*it)?.json().clone())).collect();
    Ok(Made { rows: rows?, tag })
}

fn make_customers(w: &World) -> Outcome<Made> {
    let tag = w.name("row");
    let froms = ["telegram", "facebook", "instagram", "viber", "whatsapp"];
    let mut rows = Vec::new();
    for (n, from) in froms.iter().enumerate() {
        let fields = json!({
            "name": format!("Name {n}"), "email": format!("Mail{n}@example.com"),
            "userId": format!("User{n}-{tag}"), "company": format!("Company {n} {tag}"),
            "phone": format!("Phone {n} {tag}"), "firstSeen": 1_593_108_596 + 10 * n,
            "lastSeen": 1_693_108_596 - 10 * n, "city": format!("City {n}"),
            "regionCode": format!("Region {n}"), "countryCode": format!("Country {n}"),
            "locale": format!("Locale {n}"), "createdFrom": from,
            "integrationId": format!("Id {n}"),
        });
        rows.push(w.customer(&fields)?.json().clone());
    }
    // Rows with few fields: one with only a company, one with only a phone.
    rows.push(w.customer(&json!({"company": format!("bare {tag}")}))?.json().clone());
    rows.push(w.customer(&json!({"phone": format!("bare {tag}")}))?.json().clone());
    rows.push(
        w.customer(&json!({"company": tag, "phone": tag, "integrationId": "Id 0"}))?.json().clone(),
    );
    Ok(Made { rows, tag })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(list: &List, name: &str, operator: &str, asked: Value, row: &Value) -> bool {
        let field = list.fields.iter().find(|it| it.name == name).unwrap();
        field.holds(row, operator, &asked)
    }

    #[test]
    fn null_is_unlike_every_value_and_found_by_null_alone() {
        let row = json!({"closedAt": null, "agents": [], "customer": {"name": null}});
        let is = |name, operator, asked| found(&CHATS, name, operator, asked, &row);
        assert!(is("chats.closedAt", "!=", json!(5)) && is("chats.closedAt", "=", json!(null)));
        assert!(!is("chats.closedAt", "!=", json!(null)) && !is("chats.closedAt", "<", json!(5)));
        assert!(is("chats.customer.name", "!~", json!("x")));
        assert!(!is("chats.customer.name", "~", json!("x")));
        assert!(is("chats.agents", "!=", json!(5)) && !is("chats.agents", "=", json!(5)));
    }

    #[test]
    fn values_compare_as_their_types_do() {
        let row = json!({"closedAt": 10, "agents": [{"id": 5}], "customer": {"name": "Anna"}});
        let is = |name, operator, asked| found(&CHATS, name, operator, asked, &row);
        assert!(is("chats.closedAt", ">", json!(9)) && !is("chats.closedAt", ">", json!(10)));
        assert!(is("chats.closedAt", "<=", json!(10)) && !is("chats.closedAt", "<", json!(10)));
        assert!(is("chats.customer.name", "~", json!("NN")));
        assert!(!is("chats.customer.name", "=", json!("anna")));
        assert!(is("chats.agents", "=", json!(5)) && !is("chats.agents", "!=", json!(5)));
    }

    #[test]
    fn an_id_from_elsewhere_needs_its_origin() {
        let row = json!({"createdFrom": "viber", "integrationId": "x"});
        assert!(found(&CUSTOMERS, "customers.viberId", "=", json!("x"), &row));
        assert!(!found(&CUSTOMERS, "customers.telegramId", "=", json!("x"), &row));
    }
}
