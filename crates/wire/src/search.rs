//! Readers of the bodies of searches (contract §6). A reader returns the query, or every invalid
//! field in the contract's order (§2).

mod schema;

pub(crate) use schema::schemas;

use std::hash::Hash;

use deskbell_model::OrgId;
use deskbell_model::limits::{CUSTOMER_TAGS_MAX, FILTERS_MAX, TAG_NAME_CHARS_MAX, TEXT_CHARS_MAX};
use deskbell_query::{
    Binding, ChatField, ChatSort, Comparison, Condition, Cursor, CustomerField, CustomerSort,
    Field, FieldKind, Filter, Limit, Offset, Operator, Order, Page, Predicate, Relation, Search,
    Sorted, Start, caseless, fold, is_cursor,
};
use serde_json::Value;

use crate::chats;
use crate::invalid::{InvalidField, Reading, under};
use crate::read::{self, Object};

/// Reads the body of an organization's `POST /v1/chats/search`; also returns the body's unknown
/// keys, at most `IGNORED_KEYS_MAX`.
///
/// # Errors
/// Every invalid field: the fields of the filter, item by item, then comparison, limit,
/// offset, sort, order, cursor.
pub fn read_chats(body: &[u8], org: OrgId) -> Reading<(Search<ChatField, ChatSort>, Vec<String>)> {
    read(body, (org, "chats/search"), ChatSort::parse_in_search)
}

/// Reads the body of an organization's `POST /v1/customers/search`; also returns the body's unknown
/// keys, at most `IGNORED_KEYS_MAX`.
///
/// # Errors
/// The errors of [`read_chats`].
pub fn read_customers(
    body: &[u8],
    org: OrgId,
) -> Reading<(Search<CustomerField, CustomerSort>, Vec<String>)> {
    read(body, (org, "customers/search"), CustomerSort::parse_in_search)
}

const KEYS: [&str; 7] = ["filter", "comparison", "limit", "offset", "sort", "order", "cursor"];

fn read<F: Field + Hash, S: Default + Hash>(
    body: &[u8],
    (org, name): (OrgId, &str),
    sort: fn(&str) -> Option<S>,
) -> Reading<(Search<F, S>, Vec<String>)> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let filter = filter(&mut body);
    let number = |value: &Value| read::whole(value).and_then(|it| u64::try_from(it).ok());
    let limit = |value: &Value| number(value).and_then(Limit::new);
    let limit = body.optional("limit", InvalidField::Limit, limit).unwrap_or_default();
    let offset = |value: &Value| number(value).and_then(Offset::new);
    let offset = body.optional("offset", InvalidField::Offset, offset);
    let sort = body
        .optional("sort", InvalidField::Sort, |value| value.as_str().and_then(sort))
        .unwrap_or_default();
    let order = |value: &Value| value.as_str().and_then(Order::parse);
    let order = body.optional("order", InvalidField::Order, order).unwrap_or_default();
    let list = Binding::of(org, &(name, &sort, order, &filter));
    let start = cursor(&mut body, list);
    let start = start.map_or(Start::Offset(offset.unwrap_or_default()), Start::Cursor);
    let page = Sorted { page: Page { limit, start }, sort, order };
    let ignored = body.others(&KEYS);
    body.finish(Some((Search { filter, page }, ignored)))
}

/// Reads `cursor`, which cannot be combined with a nonzero `offset`. The cursor is checked against
/// its list only if all fields that define the list are valid.
fn cursor(body: &mut Object, list: Binding) -> Option<Cursor> {
    let is_known = body
        .invalid_fields()
        .all(|invalid| matches!(invalid, InvalidField::Limit | InvalidField::Offset));
    // An offset of 0 may be combined with any cursor.
    let offset = body.peek("offset", read::whole);
    let is_alone = offset.is_some_and(|offset| offset.unwrap_or_default() == 0);
    body.optional("cursor", InvalidField::Cursor, |value| {
        let text = value.as_str().filter(|_| is_alone)?;
        match is_known {
            true => Cursor::parse(text, list),
            false => is_cursor(text).then(|| Cursor::parse("", list)).flatten(),
        }
    })
}

fn filter<F: Field>(body: &mut Object) -> Filter<F> {
    let mut invalid_fields = Vec::new();
    let conditions = body.optional("filter", InvalidField::Filter, |value| {
        let items = value.as_array().filter(|items| items.len() <= FILTERS_MAX)?;
        let read = items.iter().enumerate().map(|(number, item)| condition(number, item));
        let read =
            read.filter_map(|read| read.map_err(|invalid| invalid_fields.push(invalid)).ok());
        Some(read.collect::<Vec<_>>())
    });
    invalid_fields
        .into_iter()
        .for_each(|(place, invalid): (String, _)| body.invalid_at(&place, invalid));
    let comparison = |value: &Value| value.as_str().and_then(Comparison::parse);
    let comparison = body.optional("comparison", InvalidField::Comparison, comparison);
    let (conditions, comparison) = (conditions.unwrap_or_default(), comparison.unwrap_or_default());
    // The reader of `filter` has limited the number of conditions.
    Filter::new(comparison, conditions).unwrap_or_default()
}

/// Reads an item of the filter; the error is the first invalid field with its pointer.
fn condition<F: Field>(
    number: usize,
    item: &Value,
) -> Result<Condition<F>, (String, InvalidField)> {
    let place = format!("/filter/{number}");
    let item = item.as_object().ok_or_else(|| (place.clone(), InvalidField::Filter))?;
    let bad = |part| (under(&place, part), InvalidField::FilterPart(number, part));
    let text = |key: &str| item.get(key).and_then(Value::as_str);
    let found = text("field").and_then(F::parse);
    let (field, kind) = found.ok_or_else(|| bad("field"))?;
    let operator = text("operator").and_then(Operator::parse).filter(|it| kind.takes(*it));
    let operator = operator.ok_or_else(|| bad("operator"))?;
    let test = item.get("value").and_then(|value| test(kind, operator, value));
    let test = test.ok_or_else(|| bad("value"))?;
    Ok(Condition { field, test, is_negated: operator.is_negated() })
}

/// Returns the predicate of a field's operator and value.
fn test(kind: FieldKind, operator: Operator, value: &Value) -> Option<Predicate> {
    if value.is_null() {
        let is_equality = matches!(operator, Operator::Equal | Operator::NotEqual);
        return (is_equality && kind != FieldKind::Tags).then_some(Predicate::Null);
    }
    match kind {
        // 0 is valid although no object has this id: `= 0` finds nothing, but `> 0` is useful.
        FieldKind::Id | FieldKind::Ids => {
            let number = read::whole(value).filter(|number| *number >= 0);
            number.map(|number| Predicate::Number(relation(operator), number))
        }
        FieldKind::Date => {
            let at = read::seconds(value);
            at.map(|at| Predicate::Number(relation(operator), i64::from(at.get())))
        }
        FieldKind::Status => chats::status(value).map(Predicate::Status),
        FieldKind::Rating => chats::rating(value).map(Predicate::Rating),
        FieldKind::Text | FieldKind::Email => {
            let text = read::text(TEXT_CHARS_MAX)(value)?;
            match operator {
                // A text of only combining marks folds to an empty text, which is refused.
                Operator::Contains | Operator::Lacks => Some(fold(&text).into_owned())
                    .filter(|folded| !folded.is_empty())
                    .map(Predicate::Contains),
                _ if kind == FieldKind::Email => Some(Predicate::Caseless(caseless(&text))),
                _ => Some(Predicate::Text(text)),
            }
        }
        FieldKind::Tags => tags(value).map(Predicate::Tags),
    }
}

fn relation(operator: Operator) -> Relation {
    match operator {
        Operator::Greater => Relation::Greater,
        Operator::Less => Relation::Less,
        Operator::AtLeast => Relation::AtLeast,
        Operator::AtMost => Relation::AtMost,
        Operator::Equal | Operator::NotEqual | Operator::Contains | Operator::Lacks => {
            Relation::Equal
        }
    }
}

/// Reads the names in `[{"name":…}, …]`, without duplicates.
fn tags(value: &Value) -> Option<Vec<String>> {
    let items = value.as_array()?;
    if items.is_empty() || items.len() > CUSTOMER_TAGS_MAX {
        return None;
    }
    let name = |item: &Value| read::text(TAG_NAME_CHARS_MAX)(item.get("name")?);
    let mut names = items.iter().map(name).collect::<Option<Vec<_>>>()?;
    names.sort_unstable();
    names.dedup();
    Some(names)
}

#[cfg(test)]
mod tests {
    use deskbell_model::Status;
    use deskbell_query::Position;
    use serde_json::json;

    use super::*;
    use crate::invalid::{Unfit, only};

    fn org() -> OrgId {
        OrgId::new(1).unwrap()
    }

    type Found = Result<Search<ChatField, ChatSort>, Vec<InvalidField>>;

    fn read_chats(body: &[u8], org: OrgId) -> Found {
        only(super::read_chats(body, org).map(|(search, _)| search))
    }

    fn one(
        field: &str,
        operator: &str,
        value: &Value,
    ) -> Result<Condition<ChatField>, Vec<InvalidField>> {
        let item = json!({"field": field, "operator": operator, "value": value});
        let body = json!({"filter": [item]}).to_string();
        read_chats(body.as_bytes(), org()).map(|search| search.filter.conditions()[0].clone())
    }

    #[test]
    fn a_body_without_anything_searches_for_all() {
        for body in ["", "{}", r#"{"filter":[],"comparison":null,"limit":null,"sort":null}"#] {
            let search = read_chats(body.as_bytes(), org()).unwrap();
            assert_eq!(search.filter, Filter::default());
            assert_eq!(search.page, Sorted::default());
        }
        assert_eq!(read_chats(b"[]", org()), Err(vec![InvalidField::Body(Unfit::NoObject)]));
    }

    #[test]
    fn a_value_is_read_as_what_its_field_holds() {
        let number = |relation, number| Predicate::Number(relation, number);
        for (field, operator, value, expected) in [
            ("chats.assignee", "=", json!("007"), number(Relation::Equal, 7)),
            ("chats.agents", "!=", json!(5.0), number(Relation::Equal, 5)),
            ("chats.customer", "<", json!(i64::MAX), number(Relation::Less, i64::MAX)),
            ("chats.closedAt", ">=", json!("1593108626"), number(Relation::AtLeast, 1_593_108_626)),
            ("chats.status", "=", json!("ON-hold"), Predicate::Status(Status::OnHold)),
            ("chats.status", "!=", json!("7"), Predicate::Status(Status::Empty)),
            ("chats.customer.name", "=", json!("Größe"), Predicate::Text("Größe".into())),
            ("chats.customer.name", "!~", json!("GRÖẞE"), Predicate::Contains("grosse".into())),
            ("chats.rating", "!=", json!(null), Predicate::Null),
            (
                "chats.customer.email",
                "!=",
                json!("Zoë@Example.com"),
                Predicate::Caseless("zoë@example.com".into()),
            ),
            ("chats.customer.name", "~", json!("Zoe\u{308}"), Predicate::Contains("zoe".into())),
            ("chats.customer.userId", "=", json!(123_456), Predicate::Text("123456".into())),
            (
                "chats.customer.tagsData",
                "=",
                json!([{"name": "b"}, {"name": 7}]),
                Predicate::Tags(vec!["7".into(), "b".into()]),
            ),
            (
                "chats.customer.tagsData",
                "=",
                json!([{"name": "b"}, {"name": "a", "color": 5}, {"name": "b"}]),
                Predicate::Tags(vec!["a".into(), "b".into()]),
            ),
        ] {
            let read = one(field, operator, &value).unwrap();
            assert_eq!(read.test, expected, "{field} {operator} {value}");
            assert_eq!(read.is_negated, operator.starts_with('!'));
        }
    }

    #[test]
    fn a_value_that_its_field_cannot_hold_is_a_flaw() {
        let tags: Vec<_> = (0..=100).map(|n| json!({"name": n.to_string()})).collect();
        for (field, operator, value) in [
            ("chats.assignee", "=", json!(-1)),
            ("chats.assignee", "=", json!("x")),
            ("chats.assignee", ">", json!(null)),
            ("chats.assignee", "=", json!(9_223_372_036_854_775_808_u64)),
            ("chats.closedAt", "=", json!("18 Jun 2020")),
            ("chats.closedAt", "=", json!(4_294_967_296_i64)),
            ("chats.status", "=", json!(8)),
            ("chats.status", "=", json!("opened ")),
            ("chats.rating", "=", json!(1)),
            ("chats.customer.name", "~", json!("")),
            ("chats.customer.name", "~", json!("\u{301}")),
            ("chats.customer.name", "~", json!(null)),
            ("chats.customer.name", "=", json!("a\u{0}")),
            ("chats.customer.name", "=", json!("x".repeat(256))),
            ("chats.customer.name", "=", json!([5])),
            ("chats.customer.tagsData", "=", json!([])),
            ("chats.customer.tagsData", "=", json!(null)),
            ("chats.customer.tagsData", "=", json!("a")),
            ("chats.customer.tagsData", "=", json!(["a"])),
            ("chats.customer.tagsData", "=", json!([{"name": "x".repeat(101)}])),
            ("chats.customer.tagsData", "=", json!(tags)),
        ] {
            let invalid = InvalidField::FilterPart(0, "value");
            assert_eq!(
                one(field, operator, &value),
                Err(vec![invalid]),
                "{field} {operator} {value}"
            );
        }
    }

    #[test]
    fn every_flaw_is_found_in_the_order_of_the_contract() {
        let body = json!({
            "order": "up", "sort": "customers.name", "offset": "", "limit": 101, "comparison": 1,
            "cursor": "",
            "filter": [
                {"field": "chats.closedAt", "operator": "~", "value": 1},
                5,
                {"field": "customers.id", "operator": "?", "value": []},
                {"field": "chats.closedAt", "operator": "="},
            ],
        });
        let found = read_chats(body.to_string().as_bytes(), org()).unwrap_err();
        let expected = [
            InvalidField::FilterPart(0, "operator"),
            InvalidField::Filter,
            InvalidField::FilterPart(2, "field"),
            InvalidField::FilterPart(3, "value"),
            InvalidField::Comparison,
            InvalidField::Limit,
            InvalidField::Offset,
            InvalidField::Sort,
            InvalidField::Order,
            InvalidField::Cursor,
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_flaw_is_pointed_at() {
        let body = json!({
            "limit": 0,
            "filter": [5, {}, {"field": "chats.closedAt", "operator": "=", "value": "x"}],
        });
        let found = super::read_chats(body.to_string().as_bytes(), org()).unwrap_err();
        let places: Vec<_> = found.iter().map(|it| it.pointer.as_deref().unwrap()).collect();
        assert_eq!(places, ["/filter/0", "/filter/1/field", "/filter/2/value", "/limit"]);
    }

    #[test]
    fn a_cursor_goes_on_with_the_search_it_came_from_and_with_no_other() {
        let condition = json!({"field": "chats.closedAt", "operator": "=", "value": 1});
        let body = |cursor: &str| json!({"filter": [condition], "cursor": cursor, "limit": 7});
        let first = read_chats(body("").to_string().as_bytes(), org()).unwrap();
        let Start::Cursor(cursor) = first.page.page.start else { panic!("a walk") };
        let at = Position::After { key: None, id: 7, since: 3 };
        let text = cursor.text_at(at);
        let mut same = body(&text);
        // This is the same search in another spelling, with another page size.
        (same["sort"], same["order"]) = (json!("createdAt"), json!("DESC"));
        (same["limit"], same["offset"]) = (json!("100"), json!(0));
        let second = read_chats(same.to_string().as_bytes(), org()).unwrap();
        assert!(matches!(second.page.page.start, Start::Cursor(cursor) if cursor.at == at));
        for (key, value) in [
            ("filter", Value::Null),
            ("sort", json!("closedAt")),
            ("order", json!("asc")),
            ("comparison", json!("or")),
            ("offset", json!(1)),
            ("cursor", json!(5)),
            ("cursor", json!(format!("{text}0"))),
        ] {
            let mut other = same.clone();
            other[key] = value;
            let read = read_chats(other.to_string().as_bytes(), org());
            assert_eq!(read, Err(vec![InvalidField::Cursor]), "{key}");
        }
        let other = OrgId::new(2).unwrap();
        assert_eq!(read_chats(same.to_string().as_bytes(), other), Err(vec![InvalidField::Cursor]));
    }

    #[test]
    fn more_than_50_items_are_one_flaw() {
        let item = json!({"field": "chats.closedAt", "operator": "=", "value": 1});
        let body = |items: usize| json!({"filter": vec![item.clone(); items]}).to_string();
        assert!(read_chats(body(50).as_bytes(), org()).is_ok());
        assert_eq!(read_chats(body(51).as_bytes(), org()), Err(vec![InvalidField::Filter]));
    }
}
