//! Tests that a customer written as JSON is read back unchanged, and that invalid fields are
//! reported in order.

use deskbell_model::{Customer, CustomerView, GeoLocation, Seconds, Tag, TagId};
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::invalid::only;
use crate::object::write;

fn id(id: i64) -> CustomerId {
    CustomerId::new(id).unwrap()
}

fn read(body: &Value) -> Result<CustomerEdit, Vec<InvalidField>> {
    only(read_edit(body.to_string().as_bytes()))
}

fn places<T>(reading: Reading<T>) -> Vec<String> {
    reading.err().unwrap_or_default().into_iter().filter_map(|it| it.pointer).collect()
}

fn made(body: &Value) -> Customer {
    let mut customer = Customer::new(id(1), Seconds::new(5));
    customer.edit(&read(body).unwrap());
    customer
}

fn opt_text() -> impl Strategy<Value = Option<String>> {
    proptest::option::of("[^\0]{0,20}")
}

fn opt_seconds() -> impl Strategy<Value = Option<Seconds>> {
    proptest::option::of(any::<u32>().prop_map(Seconds::new))
}

fn scalar() -> impl Strategy<Value = Scalar> {
    prop_oneof![
        Just(Scalar::Null),
        any::<bool>().prop_map(Scalar::Bool),
        any::<i64>().prop_map(Scalar::Int),
        any::<f64>().prop_filter("JSON has no other", |it| it.is_finite()).prop_map(Scalar::Float),
        "[^\0]{0,20}".prop_map(Scalar::Text),
    ]
}

fn custom_data() -> impl Strategy<Value = Vec<(String, Scalar)>> {
    proptest::collection::btree_map("[^\0]{0,20}", scalar(), 0..5)
        .prop_map(|data| data.into_iter().collect())
}

prop_compose! {
    fn customer()(
        texts in proptest::array::uniform12(opt_text()),
        place in proptest::array::uniform3(opt_text()),
        seen in [opt_seconds(), opt_seconds()],
        flags in any::<[bool; 2]>(),
        custom_data in custom_data(),
    ) -> Customer {
        let [name, email, user_id, company, phone, source, referer, last_page, locale, notes,
            created_from, integration_id] = texts;
        let [region_code, country_code, city] = place;
        let [first_seen, last_seen] = seen;
        // An empty text for a key is read as null.
        let [user_id, integration_id] =
            [user_id, integration_id].map(|key| key.filter(|key| !key.is_empty()));
        let [unsubscribed, blocked] = flags;
        Customer {
            name, email, user_id, company, phone, source, referer, last_page, locale, notes,
            created_from, integration_id, first_seen, last_seen, unsubscribed, blocked, custom_data,
            location: GeoLocation { region_code, country_code, city },
            ..Customer::new(id(1), Seconds::new(5))
        }
    }
}

proptest! {
    #[test]
    fn what_is_written_of_a_customer_reads_as_the_same_customer(customer in customer()) {
        let (name, color) = ("a".to_owned(), "#0aF000".to_owned());
        let tags = vec![Tag { id: TagId::new(1).unwrap(), name, color }];
        let view = CustomerView { customer, tags };
        let mut json = Vec::new();
        write(&mut json, &view);
        let edit = read_edit(&json).unwrap();
        let mut found = Customer::new(id(1), Seconds::new(5));
        found.edit(&edit);
        prop_assert_eq!(&found, &view.customer);
        let tag = NewTag { name: "a".into(), color: Some("#0af000".into()) };
        prop_assert_eq!(&edit.tags, &Retag::Replace(vec![tag]));
        // Applying the same body again changes nothing, and neither does a body without known
        // fields.
        found.edit(&edit);
        found.edit(&read_edit(b"{}").unwrap());
        found.edit(&read_edit(br#"{"device": {"ip": "::1"}, "id": 9, "unknown": []}"#).unwrap());
        prop_assert_eq!(found, view.customer);
    }

    #[test]
    fn no_body_makes_a_reader_panic(body in "[\\[{]?[\\[{}\\],:\"0-9a-z]{0,60}") {
        let _ = read_edit(body.as_bytes());
        let _ = read_batch(body.as_bytes());
        let _ = read_more_tags(body.as_bytes());
        let _ = read_tags_to_remove(body.as_bytes());
    }
}

#[test]
fn a_location_may_be_an_object_or_flat_and_what_is_flat_wins() {
    let whole = json!({"location": {"city": "Oslo", "countryCode": "NO", "regionCode": "03"}});
    let flat = json!({"city": "Oslo", "countryCode": "NO", "regionCode": "03"});
    assert_eq!(made(&whole), made(&flat));
    let mut customer = made(&whole);
    for (body, city, country) in [
        (json!({"location": {"city": "Bergen"}}), Some("Bergen"), Some("NO")),
        (json!({"location": {}}), Some("Bergen"), Some("NO")),
        (json!({"location": {"city": "Moss"}, "city": "Hamar"}), Some("Hamar"), Some("NO")),
        (json!({"location": {"countryCode": null}, "city": null}), None, None),
    ] {
        customer.edit(&read(&body).unwrap());
        let location = &customer.location;
        assert_eq!(location.city.as_deref(), city, "{body}");
        assert_eq!(location.country_code.as_deref(), country, "{body}");
    }
    customer.edit(&read(&json!({"location": null, "city": "Oslo"})).unwrap());
    let city = Some("Oslo".to_owned());
    assert_eq!(customer.location, GeoLocation { city, ..GeoLocation::default() });
}

#[test]
fn custom_data_may_be_an_object_or_an_array_and_a_property_stands_once() {
    let object = json!({"customData": {"a": "x", "b": 5, "c": true, "d": null, "e": 0.5}});
    let array = json!({"customData": [
        {"property": "a", "value": "old"}, {"property": "b", "value": 5},
        {"property": "c", "value": true}, {"property": "d", "value": null},
        {"property": "e", "value": 0.5}, {"property": "a", "value": "x"},
    ]});
    assert_eq!(made(&object), made(&array));
    for bad in [
        json!("a"),
        json!(["a"]),
        json!([{"property": [5], "value": 5}]),
        json!([{"property": "a"}]),
        json!([{"value": "a"}]),
        json!({"a": {}}),
        json!({"a": ["x"]}),
        json!({"a": "x".repeat(256)}),
        json!({"x".repeat(256): "a"}),
        json!({"a": "\0"}),
        json!({"\0": "a"}),
    ] {
        let invalid = InvalidField::Field("customData");
        assert_eq!(read(&json!({"customData": bad})), Err(vec![invalid]), "{bad}");
    }
    assert!(read(&json!({"customData": {"ä".repeat(255): "ä".repeat(255)}})).is_ok());
    assert_eq!(made(&json!({"customData": null})), made(&json!({"customData": []})));
}

#[test]
fn a_tag_counts_once_with_the_last_colour_that_was_sent() {
    let tags = json!([
        {"name": "b"}, {"name": "a", "color": "#111111"}, {"name": "a", "color": "#222222"},
        {"name": "a"}, {"name": " a", "color": null}, {"name": "A"},
    ]);
    let expected = [("b", None), ("a", Some("#222222")), (" a", None), ("A", None)]
        .map(|(name, color)| NewTag { name: name.into(), color: color.map(str::to_owned) });
    assert_eq!(read(&json!({"tags": tags})).unwrap().tags, Retag::Replace(expected.to_vec()));
    for bad in [
        json!({}),
        json!("a"),
        json!([["a"]]),
        json!([""]),
        json!([{}]),
        json!([{"name": ""}]),
        json!([{"name": "x".repeat(101)}]),
        json!([{"name": "a\0"}]),
        json!([{"name": "a", "color": "reddish"}]),
        json!([{"name": "a", "color": "#12345"}]),
        json!([{"name": "a", "color": "#1234567"}]),
        json!([{"name": "a", "color": "#12345ä"}]),
        json!([{"name": "a", "color": 5}]),
    ] {
        assert_eq!(read(&json!({"tags": bad})), Err(vec![TAGS]), "{bad}");
    }
    let many = |count: usize| -> Value {
        (0..count * 2).map(|number| json!({"name": (number % count).to_string()})).collect()
    };
    assert!(read(&json!({"tags": many(100)})).is_ok());
    assert_eq!(read(&json!({"tags": many(101)})), Err(vec![TAGS]));
    assert_eq!(read(&json!({"tags": null})).unwrap().tags, Retag::Replace(vec![]));
}

#[test]
fn every_flaw_is_told_in_the_order_of_a_customers_keys() {
    let names = [
        "name",
        "email",
        "userId",
        "company",
        "phone",
        "firstSeen",
        "lastSeen",
        "location",
        "regionCode",
        "countryCode",
        "city",
        "unsubscribed",
        "blocked",
        "source",
        "referer",
        "lastPage",
        "locale",
        "notes",
        "createdFrom",
        "integrationId",
        "tags",
        "customData",
    ];
    let body: Value = names.iter().rev().map(|name| ((*name).to_owned(), json!([[5]]))).collect();
    assert_eq!(read(&body), Err(names.map(InvalidField::Field).to_vec()));
    // The pointer into a value with parts ends with the invalid part; every other pointer ends with
    // the key.
    let pointers = names.map(|name| match name {
        "tags" => "/tags/0".to_owned(),
        "customData" => "/customData/0".to_owned(),
        name => format!("/{name}"),
    });
    assert_eq!(places(read_edit(body.to_string().as_bytes())), pointers);
    let twice = json!({"location": {"city": [5]}, "city": [5]});
    assert_eq!(read(&twice), Err(vec![InvalidField::Field("city")]));
    for name in names {
        assert!(read(&json!({name: null})).is_ok(), "{name}");
    }
}

#[test]
fn a_batch_is_1_to_10_customers_and_its_flaws_stand_in_its_order() {
    let read = |body: &Value| only(read_batch(body.to_string().as_bytes()));
    let item = |number: i64| json!({"customer": number, "name": "n"});
    assert_eq!(read(&(1..=10).map(item).collect()).unwrap().len(), 10);
    for body in [(1..=11).map(item).collect(), json!([]), json!({}), item(1)] {
        assert_eq!(read(&body), Err(vec![InvalidField::Body(Unfit::NoBatch)]), "{body}");
    }
    assert_eq!(read(&json!([5])), Err(vec![InvalidField::Body(Unfit::NoObjectWithin)]));
    let bad = json!([{"customer": 0, "name": [5]}, item(1), {"email": [5]}]);
    let pointers = ["/0/customer", "/0/name", "/2/customer", "/2/email"];
    assert_eq!(places(read_batch(bad.to_string().as_bytes())), pointers);
    let invalid_fields =
        ["customer", "name", "customer", "email"].map(InvalidField::Field).to_vec();
    assert_eq!(read(&bad), Err(invalid_fields));
}

#[test]
fn tags_to_add_or_remove_must_be_there() {
    for body in [&b"{}"[..], br#"{"tags": null}"#, br#"{"tags": {}}"#, b""] {
        assert_eq!(only(read_more_tags(body)), Err(vec![TAGS]));
        assert_eq!(only(read_tags_to_remove(body)), Err(vec![TAGS]));
    }
    let removed = read_tags_to_remove(br#"{"tags": [{"name": "a", "color": 5}]}"#).unwrap();
    assert_eq!(removed.tags, Retag::Remove(["a".to_owned()].into()));
    assert!(read_more_tags(br#"{"tags": []}"#).is_ok());
}

#[test]
fn what_programs_send_is_taken_for_what_they_mean() {
    let sent = json!({
        "userId": 123_456, "phone": 380_501_234_567_i64, "name": 5, "integrationId": "",
        "firstSeen": "", "lastSeen": "1600000000", "unsubscribed": "1", "blocked": 1,
        "location": [], "customData": [{"property": 7, "value": 7}],
        "lastPage": "x".repeat(2_048),
    });
    let meant = json!({
        "userId": "123456", "phone": "380501234567", "name": "5", "integrationId": null,
        "firstSeen": null, "lastSeen": 1_600_000_000, "unsubscribed": true, "blocked": true,
        "customData": {"7": 7}, "lastPage": "x".repeat(2_048),
    });
    assert_eq!(read(&sent), read(&meant));
    assert_eq!(made(&json!({"userId": ""})).user_id, None);
    assert_eq!(made(&json!({"name": ""})).name.as_deref(), Some(""));
    for name in ["lastPage", "referer", "source"] {
        let long = json!({name: "x".repeat(2_049)});
        assert_eq!(read(&long), Err(vec![InvalidField::Field(name)]));
    }
    let tags = json!({"tags": [
        "vip", 7, {"name": "a", "color": ""}, {"name": "b", "color": "#CCC"},
        {"name": "c", "color": "Red"},
    ]});
    let expected =
        [("vip", None), ("7", None), ("a", None), ("b", Some("#ccc")), ("c", Some("red"))]
            .map(|(name, color)| NewTag { name: name.into(), color: color.map(str::to_owned) });
    assert_eq!(read(&tags).unwrap().tags, Retag::Replace(expected.to_vec()));
}

#[test]
fn a_flaw_within_a_value_is_pointed_at() {
    for (body, place) in [
        (json!({"tags": ["a", {"name": "b", "color": "reddish"}]}), "/tags/1/color"),
        (json!({"tags": [{"name": ""}]}), "/tags/0/name"),
        (json!({"tags": [""]}), "/tags/0"),
        (json!({"tags": 5}), "/tags"),
        (json!({"customData": {"a/b": []}}), "/customData/a~1b"),
        (json!({"customData": [{"property": "a", "value": []}]}), "/customData/0/value"),
        (json!({"location": {"city": []}}), "/location/city"),
        (json!({"city": "\0"}), "/city"),
    ] {
        assert_eq!(places(read_edit(body.to_string().as_bytes())), [place], "{body}");
    }
    assert_eq!(places(read_tags_to_remove(br#"{"tags": ["a", {}]}"#)), ["/tags/1/name"]);
    assert_eq!(places(read_more_tags(b"{}")), ["/tags"]);
}
