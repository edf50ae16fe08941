//! The schemas of the bodies of searches, generated from the table of searchable fields.

use deskbell_model::limits::{CUSTOMER_TAGS_MAX, FILTERS_MAX, PAGE_ITEMS_MAX, TEXT_CHARS_MAX};
use deskbell_query::{
    ChatField, ChatSort, Comparison, CustomerField, CustomerSort, Field, FieldKind, Operator, Order,
};
use serde_json::{Value, json};

use crate::schema::{
    Named, about, cursor, input, or_null, reference, text_in, whole, word, words_in_any_case,
};
use crate::{chats, customers};

/// The kinds of fields, in the order of the table of fields.
const KINDS: [FieldKind; 8] = [
    FieldKind::Id,
    FieldKind::Ids,
    FieldKind::Date,
    FieldKind::Status,
    FieldKind::Rating,
    FieldKind::Text,
    FieldKind::Email,
    FieldKind::Tags,
];

pub(crate) fn schemas() -> Named {
    let bare = |names: &[&'static str]| {
        let short = names.iter().filter_map(|name| name.split_once('.'));
        names.iter().copied().chain(short.map(|(_, bare)| bare)).collect::<Vec<_>>()
    };
    let chat_sorts = ChatSort::ALL.map(|(_, name)| name);
    let customer_sorts = CustomerSort::ALL.map(|(_, name)| name);
    vec![
        ("ChatSearch", search("ChatFilter", &bare(&chat_sorts))),
        ("ChatFilter", filter::<ChatField>()),
        ("CustomerSearch", search("CustomerFilter", &bare(&customer_sorts))),
        ("CustomerFilter", filter::<CustomerField>()),
    ]
}

fn search(filter: &str, sorts: &[&str]) -> Value {
    let filters = json!({"type": "array", "maxItems": FILTERS_MAX, "items": reference(filter)});
    let orders = Order::ALL.map(|(_, name)| name);
    let comparisons = Comparison::ALL.map(|(_, name)| name);
    input(
        &[],
        vec![
            ("filter", about(or_null(filters), "Without a filter, everything is found.")),
            ("comparison", or_null(words_in_any_case(&comparisons))),
            ("sort", or_null(word(sorts.iter().copied()))),
            ("order", or_null(words_in_any_case(&orders))),
            ("limit", or_null(whole(1, PAGE_ITEMS_MAX.into()))),
            ("offset", or_null(whole(0, i64::MAX.unsigned_abs()))),
            (
                "cursor",
                about(
                    or_null(cursor()),
                    "Instead of `offset` (not both): empty for the first page, then `meta.next` of \
                     the page before, with the same filter, sort and order.",
                ),
            ),
        ],
    )
}

/// Returns the schema of a condition, with the operators and values that each kind of field allows.
fn filter<F: Field>() -> Value {
    let mut forms = Vec::new();
    for kind in KINDS {
        let of_kind = F::ALL.iter().filter(|(_, other, _)| *other == kind);
        let fields: Vec<_> = of_kind.map(|(.., name)| *name).collect();
        if fields.is_empty() {
            continue;
        }
        let contains = [Operator::Contains, Operator::Lacks];
        let form = |operators: Vec<&str>, value: Value| {
            input(
                &["field", "operator", "value"],
                vec![
                    ("field", word(fields.iter().copied())),
                    ("operator", word(operators)),
                    ("value", value),
                ],
            )
        };
        let names = |is_wanted: &dyn Fn(Operator) -> bool| {
            let wanted = Operator::ALL.iter().filter(|(it, _)| kind.takes(*it) && is_wanted(*it));
            wanted.map(|(_, name)| *name).collect::<Vec<_>>()
        };
        forms.push(form(names(&|it| !contains.contains(&it)), value(kind)));
        if kind.takes(Operator::Contains) {
            let part = text_in(1, TEXT_CHARS_MAX);
            forms.push(form(names(&|it| contains.contains(&it)), part));
        }
        if kind != FieldKind::Tags {
            let is_equality = |it| matches!(it, Operator::Equal | Operator::NotEqual);
            forms.push(form(names(&is_equality), json!({"type": "null"})));
        }
    }
    json!({"anyOf": forms})
}

/// Returns the schema of the values that a field of this kind is compared with.
fn value(kind: FieldKind) -> Value {
    match kind {
        FieldKind::Id | FieldKind::Ids => whole(0, i64::MAX.unsigned_abs()),
        FieldKind::Date => reference("TimeIn"),
        FieldKind::Status => chats::status_in(7),
        FieldKind::Rating => reference("RatingIn"),
        FieldKind::Text | FieldKind::Email => reference("TextIn"),
        FieldKind::Tags => {
            let tag = input(&["name"], vec![("name", customers::tag_name_in(0))]);
            json!({"type": "array", "minItems": 1, "maxItems": CUSTOMER_TAGS_MAX, "items": tag})
        }
    }
}
