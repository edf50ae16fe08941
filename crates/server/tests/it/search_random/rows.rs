//! The rows of random searches: made-up customers and chats, each with the interface's JSON and the
//! value of every searchable field.

use std::collections::BTreeMap;

use deskbell_model::{AgentId, Chat, DepartmentId, Rating, Scalar, Seconds, Status};
use deskbell_testkit::Test;
use deskbell_testkit::put::Put;
use serde_json::{Value, json};

use crate::objects::{agent, chat, customer, department};

const CUSTOMERS: u64 = 70;
const CHATS: u64 = 160;

/// Texts in fields and in searches.
pub const TEXTS: [&str; 28] = [
    "",
    "Anna",
    "ANNA",
    "anna ",
    "Straße",
    "STRASSE",
    "strasse",
    "İstanbul",
    "i\u{307}stanbul",
    "ISTANBUL",
    "ΣΊΣΥΦΟΣ",
    "Σίσυφος",
    "100%",
    "a_b",
    "axb",
    "a\\b",
    "%",
    "_",
    "\\",
    "o'hara",
    "\"q\" $1",
    "Жанна",
    "👋 ﬁn",
    "Fin",
    "Zoë",
    "zoe\u{308}",
    "ZOE",
    "100",
];
pub const TAGS: [&str; 6] = ["vip", "VIP", "ß", "%", "a'b", "paid"];
pub const CHANNELS: [&str; 5] = ["telegram", "facebook", "instagram", "viber", "whatsapp"];

/// A row, with the value of every searchable field.
#[derive(Debug)]
pub struct Row {
    /// The row's JSON, as the interface returns it.
    pub shown: Value,
    /// The values of the searchable fields, by field name.
    pub facts: BTreeMap<String, Value>,
}

/// A pseudo-random generator with a fixed seed.
pub struct Numbers(pub u64);

impl Numbers {
    /// A number less than `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    /// Chooses one of these values at random.
    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.below(of.len() as u64)).unwrap()]
    }

    /// A random text, or `None`.
    pub fn text(&mut self) -> Option<String> {
        (self.below(4) > 0).then(|| self.one(&TEXTS).to_owned())
    }

    fn time(&mut self) -> Seconds {
        Seconds::new(1_000 + u32::try_from(self.below(9)).unwrap())
    }

    fn opt_time(&mut self) -> Option<Seconds> {
        (self.below(3) > 0).then(|| self.time())
    }

    pub fn id(&mut self, end: u64) -> i64 {
        i64::try_from(self.below(end)).unwrap() + 1
    }
}

/// Creates customers and chats whose fields have nulls, unusual values and many equal values.
pub fn made_up() -> Put {
    let mut numbers = Numbers(0x2545_F491_4F6C_DD1D);
    let agents = (1..=4).map(|id| agent(id, "Same name")).collect();
    let departments = (1..=2).map(|id| department(id, "Desk", Vec::new())).collect();
    let mut put = Put { agents, departments, ..Put::default() };
    for id in 1..=i64::try_from(CUSTOMERS).unwrap() {
        let mut it = customer(id);
        it.created_at = numbers.time();
        (it.first_seen, it.last_seen) = (numbers.opt_time(), numbers.opt_time());
        (it.name, it.email, it.company) = (numbers.text(), numbers.text(), numbers.text());
        (it.phone, it.locale) = (numbers.text(), numbers.text());
        it.user_id = numbers.text().map(|text| format!("{text}{id}"));
        it.location.city = numbers.text();
        (it.location.country_code, it.location.region_code) = (numbers.text(), numbers.text());
        it.created_from = (numbers.below(5) > 0).then(|| numbers.one(&CHANNELS).to_owned());
        it.integration_id = numbers.text();
        it.notes = numbers.text();
        let plan = numbers.text().map(|text| ("plan".to_owned(), Scalar::Text(text)));
        it.custom_data = plan.into_iter().collect();
        let names = TAGS.iter().filter(|_| numbers.below(3) == 0).map(|name| (*name).to_owned());
        put.tags.push((it.id, names.collect()));
        put.customers.push(it);
    }
    for id in 1..=i64::try_from(CHATS).unwrap() {
        let mut it = chat(id, 0);
        it.customer = put.customers[usize::try_from(numbers.below(CUSTOMERS)).unwrap()].id;
        (it.created_at, it.updated_at) = (numbers.time(), numbers.time());
        (it.closed_at, it.last_message_at) = (numbers.opt_time(), numbers.opt_time());
        it.last_customer_message_at = numbers.opt_time();
        it.status = numbers.one(Status::ALL);
        it.rating = (numbers.below(2) > 0).then(|| numbers.one(Rating::ALL));
        it.assignee = AgentId::new(numbers.id(5)).filter(|id| id.get() <= 4);
        it.department = DepartmentId::new(numbers.id(3)).filter(|id| id.get() <= 2);
        let wrote = (1..=4).filter(|_| numbers.below(3) == 0);
        it.agents = wrote.map(|id| AgentId::new(id).unwrap()).collect();
        put.chats.push(it);
    }
    put
}

/// The rows that a search can find.
pub struct List {
    /// The path of the search.
    pub target: &'static str,
    pub rows: Vec<Row>,
    /// The sorts, each with the field whose values are the sort keys.
    pub sorts: Vec<(&'static str, &'static str)>,
}

/// Reads all customers through a search without a filter.
pub async fn every_customer(t: &Test, put: &Put) -> List {
    let shown = t.post("/v1/customers/search", &json!({})).await.json()["data"].clone();
    let row = |shown: &Value| {
        let mut facts = BTreeMap::new();
        let mut fact = |field: &str, value: &Value| {
            facts.insert(format!("customers.{field}"), value.clone());
        };
        for field in
            ["id", "firstSeen", "lastSeen", "name", "email", "company", "phone", "userId", "locale"]
        {
            fact(field, &shown[field]);
        }
        for field in ["countryCode", "city", "regionCode"] {
            fact(field, &shown["location"][field]);
        }
        for channel in CHANNELS {
            let is_it = shown["createdFrom"] == channel;
            let id = if is_it { shown["integrationId"].clone() } else { Value::Null };
            fact(&format!("{channel}Id"), &id);
        }
        let tags = shown["tags"].as_array().unwrap().iter().map(|tag| tag["name"].clone());
        fact("tagsData", &tags.collect());
        // This field is stored but not shown.
        let kept = put.customers.iter().find(|it| shown["id"] == it.id.get()).unwrap();
        fact("createdAt", &kept.created_at.get().into());
        Row { shown: shown.clone(), facts }
    };
    let rows: Vec<_> = shown.as_array().unwrap().iter().map(row).collect();
    assert_eq!(rows.len() as u64, CUSTOMERS);
    let sorts = vec![
        ("customers.createdAt", "customers.createdAt"),
        ("firstSeen", "customers.firstSeen"),
        ("customers.lastSeen", "customers.lastSeen"),
    ];
    List { target: "/v1/customers/search", rows, sorts }
}

/// Reads all chats through the list of chats.
pub async fn every_chat(t: &Test, put: &Put, customers: &List) -> List {
    let mut rows = Vec::new();
    for offset in [0, 100] {
        let page = t.get(&format!("/v1/chats?offset={offset}")).await.json();
        for shown in page["data"].as_array().unwrap() {
            let id = |value: &Value| value["id"].clone();
            let kept = |it: &&Chat| shown["id"] == it.id.get();
            let kept = put.chats.iter().find(kept).unwrap();
            let whose = |row: &&Row| row.shown["id"] == shown["customer"]["id"];
            let whose = customers.rows.iter().find(whose).unwrap();
            let mut facts = BTreeMap::new();
            let mut fact =
                |field: &str, value: Value| facts.insert(format!("chats.{field}"), value);
            for field in ["assignee", "department", "customer"] {
                fact(field, id(&shown[field]));
            }
            fact("agents", shown["agents"].as_array().unwrap().iter().map(id).collect());
            for field in [
                "createdAt",
                "closedAt",
                "lastMessageAt",
                "lastCustomerMessageAt",
                "status",
                "rating",
            ] {
                fact(field, shown[field].clone());
            }
            fact("updatedAt", kept.updated_at.get().into());
            for field in ["name", "email", "userId"] {
                fact(&format!("customer.{field}"), shown["customer"][field].clone());
            }
            fact("customer.tagsData", whose.facts["customers.tagsData"].clone());
            rows.push(Row { shown: shown.clone(), facts });
        }
    }
    assert_eq!(rows.len() as u64, CHATS);
    let sorts = vec![
        ("chats.createdAt", "chats.createdAt"),
        ("chats.closedAt", "chats.closedAt"),
        ("lastMessageAt", "chats.lastMessageAt"),
        ("chats.lastCustomerMessageAt", "chats.lastCustomerMessageAt"),
    ];
    List { target: "/v1/chats/search", rows, sorts }
}
