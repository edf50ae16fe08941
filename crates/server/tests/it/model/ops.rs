//! Random operations, mostly valid. An operation names objects by position, so it stays valid when
//! shrinking removes other operations.
//!
//! This module must not know how the operations are answered.

use proptest::prelude::*;

use super::people_ops::{People, people};
use super::search_ops::{Search, search};

/// Pairs of an invalid id for a body and an invalid id for a path.
const NO_IDS: &[(&str, &str)] = &[
    ("0", "0"),
    ("-1", "-1"),
    ("1.5", "1.0"),
    ("\"x\"", "x"),
    ("true", "1e0"),
    ("[]", "[]"),
    ("\"\"", "+1"),
    ("9223372036854775808", "9223372036854775808"),
];

/// Two lists of values: a strategy often chooses from the first list, and seldom from the second
/// list, whose values are mostly invalid.
pub type Words = (&'static [&'static str], &'static [&'static str]);

const TEXTS: Words = (
    &["hi", " two\nlines ", "\u{1f44b}\u{1f3fc}", "\"quoted\\\"", "Straße <b>&amp;"],
    &["", "\u{0}", "a\u{0}b"],
);
const MARKDOWNS: Words = (&["*m*", "**b**", ""], &["", "\u{0}"]);
const TYPES: Words = (&["private", "message"], &["tech", "Message", ""]);
const NO_OBJECTS: &[&str] = &["", "[]", "\"x\"", "{\"id\":", "null"];
const STATUSES: Words = (
    &[
        "\"opened\"",
        "\"closed\"",
        "5",
        "\"on hold\"",
        "\"On-Hold\"",
        "\"pending\"",
        "\"NEW\"",
        "\"4\"",
        "2.0",
        "\"open\"",
        "6",
        "\"no communication\"",
        "\"Closed\"",
        "\"5\"",
    ],
    &["\"empty\"", "7", "null", "\"shut\"", "true", "0", "\"\""],
);
const RATINGS: Words = (
    &["\"great\"", "\"Very Poor\"", "\"perfect\"", "\"average\"", "\"poor\""],
    &["\"good\"", "null", "5"],
);
const READS: Words = (&["true", "false", "\"true\"", "1"], &["null", "2", "\"yes\""]);
pub const LIMITS: Words = (&["2", "1", "100", "7"], &["0", "101", "", "x", "-1", "1.0"]);
pub const OFFSETS: Words =
    (&["0", "1", "3", "40", "9223372036854775807"], &["9223372036854775808", "-1", "", "x"]);
const SORTS: Words = (
    &["chats.lastMessageAt", "chats.createdAt", "chats.closedAt", "chats.lastCustomerMessageAt"],
    &["closed", "", "chats.rating"],
);
pub const ORDERS: Words = (&["asc", "desc", "ASC", "Desc"], &["up", ""]);
/// The durations by which the clock advances; the last duration exceeds the retention time of an
/// Idempotency-Key.
const WHILES_MS: &[u64] = &[1, 999, 1_000, 5_003, 60_000, 3_600_007, 90_000_011];

/// A reference to an object by its position among the existing objects.
#[derive(Clone, Debug)]
pub enum Ref {
    Nth(u8, Form),
    Missing,
    /// An invalid id for a body, and an invalid id for a path.
    None(&'static str, &'static str),
}

/// The form in which a number is written in a request's JSON.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    Number,
    Text,
    Float,
}

#[derive(Clone, Copy, Debug)]
pub enum What {
    Status,
    Assignee,
    Department,
    Snooze,
    Rate,
    Read(&'static str),
}

#[derive(Clone, Debug)]
pub enum Op {
    /// An operation without a request, to which all other operations shrink.
    Nothing,
    Wait(u64),
    Say {
        chat: Ref,
        text: Option<&'static str>,
        markdown: Option<&'static str>,
        kind: Option<&'static str>,
        agent: Option<Option<Ref>>,
        key: Option<u8>,
    },
    Open {
        customer: Ref,
        application: bool,
        assignee: Option<Ref>,
        department: Option<Ref>,
        key: Option<u8>,
    },
    Set {
        what: What,
        chat: Ref,
        value: Set,
        is_in_path: bool,
    },
    /// A request whose body is empty or not a JSON object.
    Broken {
        path: &'static str,
        body: &'static str,
    },
    /// A repetition of an earlier request with an Idempotency-Key.
    Again(u8),
    List {
        limit: Option<&'static str>,
        offset: Option<&'static str>,
        sort: Option<&'static str>,
        order: Option<&'static str>,
        is_doubled: bool,
    },
    Get(Ref),
    Total,
    People(People),
    Search(Search),
    Messages {
        chat: Ref,
        limit: Option<&'static str>,
        offset: Option<&'static str>,
    },
}

/// A value that an operation sets, for example the null value or a reference to an object.
#[derive(Clone, Debug)]
pub enum Set {
    Absent,
    Null,
    Object(Ref),
    /// A time, in seconds from now.
    Coming(i64, Form),
    /// A fixed JSON value.
    Word(&'static str),
}

/// A strategy that mostly chooses a valid value, and shrinks to the first value.
pub fn one_of((right, wrong): Words) -> impl Strategy<Value = &'static str> {
    prop_oneof![15 => prop::sample::select(right), 1 => prop::sample::select(wrong)]
}

pub fn maybe<S: Strategy>(often: f64, it: S) -> impl Strategy<Value = Option<S::Value>> {
    prop::option::weighted(often, it)
}

fn form() -> impl Strategy<Value = Form> {
    prop_oneof![6 => Just(Form::Number), 1 => Just(Form::Text), 1 => Just(Form::Float)]
}

pub fn reference() -> impl Strategy<Value = Ref> {
    prop_oneof![
        // Few distinct objects, so that each is changed often.
        24 => (0_u8..3, form()).prop_map(|(nth, form)| Ref::Nth(nth, form)),
        6 => (0_u8..12, form()).prop_map(|(nth, form)| Ref::Nth(nth, form)),
        1 => Just(Ref::Missing),
        1 => prop::sample::select(NO_IDS).prop_map(|(body, path)| Ref::None(body, path)),
    ]
}

fn say() -> impl Strategy<Value = Op> {
    let key = maybe(0.2, 0_u8..4);
    let texts = (maybe(0.98, one_of(TEXTS)), maybe(0.1, one_of(MARKDOWNS)));
    (reference(), texts, maybe(0.3, one_of(TYPES)), maybe(0.6, maybe(0.9, reference())), key)
        .prop_map(|(chat, (text, markdown), kind, agent, key)| Op::Say {
            chat,
            text,
            markdown,
            kind,
            agent,
            key,
        })
}

fn open() -> impl Strategy<Value = Op> {
    let people = (reference(), maybe(0.4, reference()), maybe(0.4, reference()));
    (people, prop::bool::weighted(0.95), maybe(0.2, 0_u8..4)).prop_map(
        |((customer, assignee, department), application, key)| Op::Open {
            customer,
            application,
            assignee,
            department,
            key,
        },
    )
}

fn word(words: Words) -> impl Strategy<Value = Set> {
    prop_oneof![19 => one_of(words).prop_map(Set::Word), 1 => Just(Set::Absent)]
}

fn object() -> impl Strategy<Value = Set> {
    prop_oneof![
        12 => reference().prop_map(Set::Object),
        4 => Just(Set::Null),
        1 => Just(Set::Absent),
    ]
}

fn coming() -> impl Strategy<Value = Set> {
    let seconds = prop_oneof![8 => 1_i64..4_000, 1 => -2_i64..1, 1 => Just(i64::from(u32::MAX))];
    prop_oneof![
        12 => (seconds, form()).prop_map(|(seconds, form)| Set::Coming(seconds, form)),
        3 => Just(Set::Null),
        1 => Just(Set::Absent),
    ]
}

fn set() -> impl Strategy<Value = Op> {
    let reads = prop::sample::select(&["readByAgent", "readByCustomer", "read"][..]);
    let what = prop_oneof![
        5 => (Just(What::Status), word(STATUSES)),
        3 => (Just(What::Assignee), object()),
        2 => (Just(What::Department), object()),
        3 => (Just(What::Snooze), coming()),
        // Only closed chats can be rated.
        3 => (Just(What::Status), Just(Set::Word("\"closed\""))),
        5 => (Just(What::Rate), word(RATINGS)),
        4 => (reads.prop_map(What::Read), word(READS)),
    ];
    (what, reference(), any::<bool>()).prop_map(|((what, value), chat, is_in_path)| Op::Set {
        what,
        chat,
        value,
        is_in_path,
    })
}

fn list() -> impl Strategy<Value = Op> {
    let page = (maybe(0.5, one_of(LIMITS)), maybe(0.5, one_of(OFFSETS)));
    let order = (maybe(0.7, one_of(SORTS)), maybe(0.6, one_of(ORDERS)));
    (page, order, prop::bool::weighted(0.03)).prop_map(
        |((limit, offset), (sort, order), is_doubled)| Op::List {
            limit,
            offset,
            sort,
            order,
            is_doubled,
        },
    )
}

fn messages() -> impl Strategy<Value = Op> {
    (reference(), maybe(0.3, one_of(LIMITS)), maybe(0.3, one_of(OFFSETS)))
        .prop_map(|(chat, limit, offset)| Op::Messages { chat, limit, offset })
}

fn broken() -> impl Strategy<Value = Op> {
    let paths = ["/messages", "/chats", "/chats/status", "/chats/x/assignee", "/chats/1/status"];
    (prop::sample::select(paths.to_vec()), prop::sample::select(NO_OBJECTS))
        .prop_map(|(path, body)| Op::Broken { path, body })
}

pub fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        1 => Just(Op::Nothing),
        8 => prop::sample::select(WHILES_MS).prop_map(Op::Wait),
        30 => say(),
        8 => open(),
        30 => set(),
        1 => broken(),
        4 => any::<u8>().prop_map(Op::Again),
        8 => list(),
        3 => reference().prop_map(Op::Get),
        1 => Just(Op::Total),
        25 => people().prop_map(Op::People),
        10 => search().prop_map(Op::Search),
        6 => messages(),
    ]
}

impl Op {
    /// The operation that creates a first chat.
    pub fn first() -> Self {
        let customer = Ref::Nth(0, Form::Number);
        Self::Open { customer, application: true, assignee: None, department: None, key: None }
    }
}
