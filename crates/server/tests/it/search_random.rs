//! Random searches, compared with a scan of all rows: thousands of filters are evaluated row by row
//! according to the contract, without the server's code.

mod nested;
pub mod rows;

use std::cmp::Reverse;

use deskbell_testkit::{Engine, Test};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::objects::put;
use rows::{List, Row, TAGS, TEXTS, every_chat, every_customer, made_up};

/// The number of random searches of each kind on each engine.
const CASES: u32 = 2_000;

/// Parts of texts to search for.
const PARTS: [&str; 24] = [
    "an",
    "AN",
    "ß",
    "ẞ",
    "ss",
    "sS",
    "i",
    "İ",
    "i\u{307}s",
    "é",
    "zoe",
    "ς",
    "Σ",
    "ΊΣ",
    "0%",
    "_b",
    "x",
    "\\",
    "\\b",
    "'",
    "$1",
    "жА",
    "FI",
    "👋",
];

/// Unicode's default case folding of the letters that occur in these tests.
fn caseless(text: &str) -> String {
    let letter = |letter: char| match letter {
        'ß' | 'ẞ' => "ss".to_owned(),
        'ς' => "σ".to_owned(),
        'ﬁ' => "fi".to_owned(),
        other => other.to_lowercase().collect(),
    };
    text.chars().map(letter).collect()
}

/// Folds the letters that occur in these tests, as the contract says: ignores case, decomposes
/// letters, and removes combining marks.
fn folded(text: &str) -> String {
    let bare = |letter: char| match letter {
        'ë' | 'é' => Some('e'),
        'ί' => Some('ι'),
        '\u{300}'..='\u{36f}' => None,
        other => Some(other),
    };
    caseless(text).chars().filter_map(bare).collect()
}

fn number(asked: &Value) -> i64 {
    let text = asked.as_str().map(|text| text.parse().unwrap());
    #[expect(clippy::cast_possible_truncation, reason = "the floats here are small and whole")]
    text.or(asked.as_i64()).unwrap_or_else(|| asked.as_f64().unwrap() as i64)
}

/// The text of a searched value; a number is converted to text.
fn words(asked: &Value) -> String {
    asked.as_str().map_or_else(|| asked.to_string(), str::to_owned)
}

/// The name of a status or rating, as shown in rows.
fn word(asked: &Value) -> String {
    const STATUSES: [&str; 7] =
        ["new", "opened", "pending", "on hold", "closed", "no communication", "empty"];
    let text = asked.as_str().map(str::to_lowercase).unwrap_or_default();
    match text.as_str() {
        "open" => "opened".to_owned(),
        "on-hold" | "onhold" => "on hold".to_owned(),
        "" | "1" | "2" | "3" | "4" | "5" | "6" | "7" => {
            STATUSES[usize::try_from(number(asked)).unwrap() - 1].to_owned()
        }
        _ => text,
    }
}

/// Returns whether a row matches a condition, according to the contract.
fn holds(row: &Row, condition: &Value) -> bool {
    let text = |key: &str| condition[key].as_str().unwrap();
    let (field, operator, asked) = (text("field"), text("operator"), &condition["value"]);
    let fact = &row.facts[field];
    if let Some(positive) = operator.strip_prefix('!') {
        let mut positive_condition = condition.clone();
        positive_condition["operator"] = positive.into();
        return !holds(row, &positive_condition);
    }
    if asked.is_null() {
        return fact.is_null() || *fact == json!([]);
    }
    if let Some(names) = asked.as_array() {
        let has = |name: &Value| fact.as_array().unwrap().contains(&name["name"]);
        return names.iter().all(has);
    }
    match (fact, operator) {
        (Value::Null, _) => false,
        (Value::Array(ids), _) => ids.contains(&number(asked).into()),
        (Value::Number(fact), operator) => {
            let (fact, asked) = (fact.as_i64().unwrap(), number(asked));
            match operator {
                "=" => fact == asked,
                ">" => fact > asked,
                "<" => fact < asked,
                ">=" => fact >= asked,
                _ => fact <= asked,
            }
        }
        (Value::String(fact), "~") => folded(fact).contains(&folded(&words(asked))),
        (Value::String(fact), _) if ["chats.status", "chats.rating"].contains(&field) => {
            *fact == word(asked)
        }
        (Value::String(fact), _) if field.ends_with("email") => {
            caseless(fact) == caseless(&words(asked))
        }
        (Value::String(fact), _) => *fact == words(asked),
        (fact, _) => fact == asked,
    }
}

/// All conditions used in the random filters of a list.
fn conditions(list: &List) -> Vec<Value> {
    let mut conditions = Vec::new();
    for field in list.rows[0].facts.keys() {
        let (operators, values) = asked(field);
        for operator in operators {
            let is_part = operator.ends_with('~');
            let fits = |it: &&Value| !is_part || !(it.is_null() || **it == "");
            for value in values.iter().filter(fits) {
                let item = json!({"field": field, "operator": operator, "value": value});
                conditions.push(item);
            }
        }
        if operators[0] != "=" || field.ends_with("tagsData") {
            continue;
        }
        for operator in ["=", "!="] {
            conditions.push(json!({"field": field, "operator": operator, "value": null}));
        }
    }
    conditions
}

/// Returns the operators of a field, and values to search for.
pub fn asked(field: &str) -> (&'static [&'static str], Vec<Value>) {
    let name = field.rsplit('.').next().unwrap();
    let time = |at: u32| [json!(at), json!(at.to_string())];
    match name {
        "status" => {
            let names = ["new", "Open", "opened", "PENDING", "on-hold", "closed", "empty", "6"];
            let numbers = [json!(1), json!(5.0), json!(7)];
            (&["=", "!="], names.map(Value::from).into_iter().chain(numbers).collect())
        }
        "rating" => (&["=", "!="], ["perfect", "GREAT", "Very Poor"].map(Value::from).into()),
        "agents" => (&["=", "!="], vec![json!(1), json!("2"), json!(3.0), json!(9)]),
        "tagsData" => {
            let tags = |names: &[&str]| names.iter().map(|it| json!({"name": it})).collect();
            let one = TAGS.map(|name| tags(&[name]));
            let more = [tags(&["vip", "VIP"]), tags(&["%", "vip", "%"]), tags(&["vip", "none"])];
            (&["="], one.into_iter().chain(more).collect())
        }
        "id" | "assignee" | "department" | "customer" => (
            &["=", "!=", ">", "<", ">=", "<="],
            vec![json!(0), json!(1), json!("2"), json!(4.0), json!(33), json!(i64::MAX)],
        ),
        _ if name.ends_with("At") || name.ends_with("Seen") => {
            let times = [0, 1_000, 1_003, 1_004, 1_008, u32::MAX].map(time);
            (&["=", "!=", ">", "<", ">=", "<="], times.into_iter().flatten().collect())
        }
        _ => {
            let texts = TEXTS.iter().chain(&PARTS).map(|text| json!(text));
            (&["=", "!=", "~", "!~"], texts.chain([json!(100)]).collect())
        }
    }
}

/// A strategy for random searches of a list.
fn search(list: &List) -> impl Strategy<Value = Value> + use<> {
    let conditions = select(conditions(list));
    let filter = prop_oneof![
        9 => prop::collection::vec(conditions.clone(), 0..5),
        1 => prop::collection::vec(conditions, 5..=50),
    ];
    let sorts: Vec<_> = list.sorts.iter().map(|(name, _)| json!(name)).collect();
    let sort = prop_oneof![1 => Just(Value::Null), 4 => select(sorts)];
    let order = select(vec![json!(null), json!("asc"), json!("ASC"), json!("desc")]);
    let comparison = select(vec![json!(null), json!("and"), json!("OR"), json!("or")]);
    let limit = prop_oneof![
        1 => Just(json!(null)),
        20 => (1..=12_u8).prop_map(|limit| json!(limit)),
    ];
    let offset = prop_oneof![
        2 => Just(json!(null)),
        2 => (0..40_u8).prop_map(|offset| json!(offset.to_string())),
        1 => Just(json!(5_000)),
    ];
    let page = (sort, order, limit, offset);
    (filter, comparison, page).prop_map(|(filter, comparison, (sort, order, limit, offset))| {
        json!({"filter": filter, "comparison": comparison, "sort": sort, "order": order,
               "limit": limit, "offset": offset})
    })
}

/// The expected answer to a search, computed from all rows.
fn expected(list: &List, search: &Value) -> Value {
    let filter = search["filter"].as_array().unwrap();
    let is_or = search["comparison"].as_str().is_some_and(|it| it.eq_ignore_ascii_case("or"));
    let passes = |row: &&Row| {
        let mut answers = filter.iter().map(|condition| holds(row, condition));
        filter.is_empty() || if is_or { answers.any(|it| it) } else { answers.all(|it| it) }
    };
    let mut found: Vec<_> = list.rows.iter().filter(passes).collect();
    let sort = list.sorts.iter().find(|(name, _)| search["sort"] == *name);
    let key = sort.map_or(list.sorts[0].1, |(_, key)| *key);
    // Null is lower than every value; of equal keys, ascending order has the larger id first.
    found.sort_by_key(|row| (row.facts[key].as_i64(), Reverse(row.shown["id"].as_i64())));
    if !search["order"].as_str().is_some_and(|it| it.eq_ignore_ascii_case("asc")) {
        found.reverse();
    }
    let size = |key: &str, default: i64| {
        let given = &search[key];
        usize::try_from(if given.is_null() { default } else { number(given) }).unwrap()
    };
    let page = found.iter().skip(size("offset", 0)).take(size("limit", 100));
    let page: Vec<_> = page.map(|row| row.shown.clone()).collect();
    json!({"data": page, "total": found.len(), "meta": {"total": found.len()}})
}

/// Compares the answers to random searches; a failure is reduced to a minimal search.
fn property(t: &Test, handle: &tokio::runtime::Handle, list: &List) {
    let config =
        ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() };
    let outcome = TestRunner::new(config).run(&search(list), |search| {
        let answer = handle.block_on(t.post(list.target, &search));
        prop_assert_eq!(answer.status, 200, "{}", search);
        let ids = |page: &Value| -> Vec<Value> {
            page["data"].as_array().unwrap().iter().map(|it| it["id"].clone()).collect()
        };
        let (found, expected) = (answer.json(), expected(list, &search));
        prop_assert_eq!(&found["total"], &expected["total"]);
        prop_assert_eq!(ids(&found), ids(&expected));
        prop_assert!(found == expected, "a row is not as it is listed");
        Ok(())
    });
    outcome.unwrap();
}

/// A strategy for bodies in which parts of the search are random JSON.
fn junk(list: &List) -> impl Strategy<Value = Value> + use<> {
    let scalar = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        select(vec!["'; --", "$1", "\u{0}", "1e9", "name"]).prop_map(Value::from),
    ];
    let value = scalar.prop_recursive(3, 20, 5, |inner| {
        let object = prop::collection::btree_map("name|[a-z]{1,2}", inner.clone(), 0..3);
        let array = prop::collection::vec(inner, 0..4).prop_map(Value::from);
        prop_oneof![array, object.prop_map(|map| Value::Object(map.into_iter().collect()))]
    });
    let fields: Vec<_> = list.rows[0].facts.keys().map(|name| json!(name)).collect();
    let operators = ["=", "!=", ">", "<", ">=", "<=", "~", "!~"].map(Value::from);
    let field = prop_oneof![9 => select(fields), 1 => value.clone()];
    let operator = prop_oneof![9 => select(operators.to_vec()), 1 => value.clone()];
    let item = (field, operator, value.clone()).prop_map(
        |(field, operator, value)| json!({"field": field, "operator": operator, "value": value}),
    );
    let item = prop_oneof![20 => item, 1 => value.clone()];
    let filter = prop::collection::vec(item, 0..4).prop_map(Value::from);
    let filter = prop_oneof![20 => filter, 1 => value.clone()];
    (filter, value).prop_map(|(filter, other)| {
        // If the other value is a text, one more key gets it; the filter's length chooses the key.
        let keys = ["comparison", "sort", "order", "limit", "offset"];
        let key = keys[filter.to_string().len() % keys.len()];
        if other.is_string() {
            json!({"filter": filter, key: other})
        } else {
            json!({"filter": filter})
        }
    })
}

/// Asserts that invalid searches lead to results or to a list of errors.
fn junk_is_refused_in_words(t: &Test, handle: &tokio::runtime::Handle, list: &List) {
    let config =
        ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() };
    let outcome = TestRunner::new(config).run(&junk(list), |search| {
        let answer = handle.block_on(t.post(list.target, &search));
        if answer.status != 200 {
            let (status, items) = answer.errors();
            prop_assert_eq!((status, items[0].0.as_str()), (400, "validation_error"));
        }
        Ok(())
    });
    outcome.unwrap();
}

fn searches_of_every_kind(engine: Engine) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let (t, chats, customers) = runtime.block_on(async {
        let t = Test::new(engine).await;
        let made_up = made_up();
        put(&t, made_up.clone()).await;
        let customers = every_customer(&t, &made_up).await;
        let chats = every_chat(&t, &made_up, &customers).await;
        (t, chats, customers)
    });
    // Each condition is also tested alone, not only at random.
    for list in [&chats, &customers] {
        let conditions = conditions(list);
        assert!(conditions.len() > 300, "{}", conditions.len());
        for condition in conditions {
            let search = json!({"filter": [condition], "limit": 5});
            let found = runtime.block_on(t.post(list.target, &search)).json();
            assert_eq!(found, expected(list, &search), "{search}");
        }
        property(&t, runtime.handle(), list);
        junk_is_refused_in_words(&t, runtime.handle(), list);
    }
    nested::compare(&t, runtime.handle(), &chats, &customers);
    runtime.block_on(t.finish());
}

#[test]
fn thousands_of_searches_find_what_reading_every_row_finds_on_sqlite() {
    searches_of_every_kind(Engine::Sqlite);
}

#[test]
fn thousands_of_searches_find_what_reading_every_row_finds_on_postgres() {
    searches_of_every_kind(Engine::Postgres);
}
