//! Checks of the contract's section 5: the operations on customers, except for tags.

use serde_json::{Value, json};

use crate::check::{Check, check};
use crate::models::{BATCH, CUSTOMER};
use crate::outcome::{Done, Outcome};
use crate::world::World;

/// The fields that become null if a PUT omits them.
const SCALARS: [&str; 12] = [
    "name",
    "email",
    "userId",
    "company",
    "phone",
    "firstSeen",
    "lastSeen",
    "source",
    "referer",
    "lastPage",
    "locale",
    "notes",
];

pub fn checks() -> Vec<Check> {
    vec![
        check!("5", create_bare, "POST /customers needs no field; not given: null or false"),
        check!("5", create_full, "POST /customers: 201, every writable field comes back"),
        check!("5", get, "GET /customers/{id} is the bare customer, as its list shows it"),
        check!("3", location, "City, region and country are given flat or in location, each alone"),
        check!("3", custom_data, "customData is written as an array or an object, scalars only"),
        check!("3", device, "device is read-only and ignored"),
        check!("3", user_id_is_unique, "userId is unique when it is not null; email is not"),
        check!("5", put_replaces, "PUT: scalars left out become null, booleans false"),
        check!("5", put_keeps, "PUT: tags, customData, location, createdFrom, integrationId stay"),
        check!("5", patch, "PATCH changes the given fields only"),
        check!("5", patch_null, "PATCH: null clears"),
        check!("5", patch_replaces_lists, "PATCH: given tags and customData replace the old"),
        check!("5", batch, "PUT /customers/batch merges, and answers in its order"),
        check!("5", batch_is_whole, "A batch is done whole or not at all"),
        check!("5", batch_size, "A batch holds 1 to 10, else invalid_request"),
        check!("5", delete, "DELETE: 200 \"Ok\"; chats and messages go with the customer"),
        check!("5", delete_frees, "A deleted customer's userId may be used again"),
    ]
}

fn path(id: i64) -> String {
    format!("/v1/customers/{id}")
}

fn full(w: &World) -> Value {
    json!({
        "name": w.name("Zoë"), "email": "zoe@example.com", "userId": w.name("user"),
        "company": "Ærø & Co", "phone": "+45 12", "firstSeen": 1_593_108_596,
        "lastSeen": 1_593_151_172, "city": "Kyiv", "regionCode": "30", "countryCode": "UA",
        "unsubscribed": true, "blocked": true, "source": "ads",
        "referer": "https://example.com/?a=b",
        "lastPage": "/pricing", "locale": "uk", "createdFrom": "telegram", "integrationId": "tg-1",
        "notes": "likes tea", "tags": [{"name": w.name("vip"), "color": "#00ff7f"}],
        "customData": [{"property": "plan", "value": "pro"}, {"property": "seats", "value": 5}],
    })
}

/// The expected JSON of a customer with these fields.
fn shown(id: i64, given: &Value) -> Value {
    let mut expected = json!({"id": id});
    for key in
        [SCALARS.as_slice(), &["createdFrom", "integrationId", "unsubscribed", "blocked", "tags"]]
            .concat()
    {
        expected[key] = given[key].clone();
    }
    expected["location"] = json!({
        "regionCode": given["regionCode"], "countryCode": given["countryCode"],
        "city": given["city"],
    });
    expected["device"] = Value::Null;
    expected["customData"] = json!({"plan": "pro", "seats": 5});
    expected
}

fn create_bare(w: &World) -> Done {
    let customer = w.customer(&json!({}))?;
    customer.shape(&CUSTOMER)?;
    for key in SCALARS.into_iter().chain(["device", "createdFrom", "integrationId"]) {
        customer.at(&format!("/{key}")).is_null()?;
    }
    customer.at("/unsubscribed").is(false)?;
    customer.at("/blocked").is(false)?;
    customer.at("/tags").is(json!([]))?;
    customer.at("/customData").is(json!({}))?;
    customer.at("/location").is(json!({"regionCode": null, "countryCode": null, "city": null}))?;
    Ok(())
}

fn create_full(w: &World) -> Done {
    let given = full(w);
    let customer = w.customer(&given)?;
    customer.shape(&CUSTOMER)?.is(&shown(customer.id()?, &given))?;
    Ok(())
}

fn get(w: &World) -> Done {
    let given = full(w);
    let id = w.customer(&given)?.id()?;
    let customer = w.get(&path(id))?;
    customer.ok()?.shape(&CUSTOMER)?.is(&shown(id, &given))?;
    let filter = json!([{"field": "customers.id", "operator": "=", "value": id}]);
    w.find_customers(&filter)?.at("/data/0").is(customer.json().clone())?;
    Ok(())
}

fn location(w: &World) -> Done {
    let place = |region: Value, country: Value, city: Value| {
        let mut place = json!({"regionCode": region});
        place["countryCode"] = country;
        place["city"] = city;
        place
    };
    let (kyiv, ua) = (json!("Kyiv"), json!("UA"));
    let given = json!({"location": {"city": "Kyiv", "countryCode": "UA"}});
    let customer = w.customer(&given)?;
    customer.at("/location").is(place(Value::Null, ua.clone(), kyiv.clone()))?;
    let path = path(customer.id()?);
    let region = w.patch(&path, &json!({"regionCode": "30"}))?;
    region.ok()?.at("/location").is(place(json!("30"), ua.clone(), kyiv))?;
    let city = w.patch(&path, &json!({"location": {"city": "Lviv"}}))?;
    city.ok()?.at("/location").is(place(json!("30"), ua.clone(), json!("Lviv")))?;
    let none = w.patch(&path, &json!({"city": null}))?;
    none.ok()?.at("/location").is(place(json!("30"), ua, Value::Null))?;
    Ok(())
}

fn custom_data(w: &World) -> Done {
    let data = json!({"plan": "pro", "seats": 5, "trial": false, "ratio": 0.5});
    let pair = |key: &str| json!({"property": key, "value": data[key]});
    let pairs = ["plan", "seats", "trial", "ratio"].map(pair);
    for given in [data.clone(), json!(pairs)] {
        let customer = w.customer(&json!({"customData": given}))?;
        customer.shape(&CUSTOMER)?.at("/customData").is(data.clone())?;
    }
    for bad in [json!({"a": {}}), json!({"a": [1]}), json!([{"value": 1}]), json!(5), json!([5])] {
        w.post("/v1/customers", &json!({"customData": bad}))?.invalid("customData")?;
    }
    Ok(())
}

fn device(w: &World) -> Done {
    let device = json!({"id": 1, "ip": "127.0.0.1"});
    let customer = w.customer(&json!({"device": device}))?;
    customer.at("/device").is_null()?;
    let patched = w.patch(&path(customer.id()?), &json!({"device": device, "name": "x"}))?;
    patched.ok()?.at("/device").is_null()?;
    Ok(())
}

fn user_id_is_unique(w: &World) -> Done {
    let user = w.name("user");
    let given = json!({"userId": user, "email": "same@example.com"});
    let id = w.customer(&given)?.id()?;
    w.post("/v1/customers", &given)?.invalid("userId")?;
    for _ in 0..2 {
        w.customer(&json!({"userId": null, "email": "same@example.com"}))?;
    }
    // A request may repeat the customer's own userId, which only other customers must not take.
    w.patch(&path(id), &given)?.ok()?.at("/userId").is(user.clone())?;
    w.put(&path(id), &given)?.ok()?.at("/userId").is(user)?;
    Ok(())
}

fn put_replaces(w: &World) -> Done {
    let id = w.customer(&full(w))?.id()?;
    let customer = w.put(&path(id), &json!({"name": "only this"}))?;
    customer.ok()?.shape(&CUSTOMER)?.at("/name").is("only this")?;
    for key in SCALARS.into_iter().filter(|it| *it != "name") {
        customer.at(&format!("/{key}")).is_null()?;
    }
    customer.at("/unsubscribed").is(false)?;
    customer.at("/blocked").is(false)?;
    w.get(&path(id))?.ok()?.is(customer.json())?;
    Ok(())
}

fn put_keeps(w: &World) -> Done {
    const KEPT: [&str; 5] = ["tags", "customData", "location", "createdFrom", "integrationId"];
    let before = w.customer(&full(w))?;
    let path = path(before.id()?);
    let after = w.put(&path, &json!({}))?;
    for key in KEPT {
        after.ok()?.at(&format!("/{key}")).is(before.json()[key].clone())?;
    }
    let given = json!({"tags": [], "customData": {}, "city": "Oslo", "integrationId": "tg-2"});
    let after = w.put(&path, &given)?;
    after.ok()?.at("/tags").is(json!([]))?;
    after.at("/customData").is(json!({}))?;
    after.at("/location/city").is("Oslo")?;
    after.at("/location/countryCode").is("UA")?;
    after.at("/integrationId").is("tg-2")?;
    after.at("/createdFrom").is("telegram")?;
    Ok(())
}

fn patch(w: &World) -> Done {
    let before = w.customer(&full(w))?;
    let path = path(before.id()?);
    w.patch(&path, &json!({}))?.ok()?.is(before.json())?;
    let mut expected = before.json().clone();
    expected["phone"] = "112".into();
    expected["blocked"] = false.into();
    let after = w.patch(&path, &json!({"phone": "112", "blocked": false}))?;
    after.ok()?.shape(&CUSTOMER)?.is(&expected)?;
    w.get(&path)?.ok()?.is(&expected)?;
    Ok(())
}

fn patch_null(w: &World) -> Done {
    let before = w.customer(&full(w))?;
    let mut fields = json!({"createdFrom": null, "integrationId": null});
    for key in SCALARS {
        fields[key] = Value::Null;
    }
    let after = w.patch(&path(before.id()?), &fields)?;
    for key in SCALARS.into_iter().chain(["createdFrom", "integrationId"]) {
        after.ok()?.at(&format!("/{key}")).is_null()?;
    }
    after.at("/tags").is(before.json()["tags"].clone())?;
    Ok(())
}

fn patch_replaces_lists(w: &World) -> Done {
    let path = path(w.customer(&full(w))?.id()?);
    let tag = w.name("other");
    let fields = json!({"tags": [{"name": tag}], "customData": [{"property": "x", "value": 1}]});
    let after = w.patch(&path, &fields)?;
    after.ok()?.at("/tags").has(1)?;
    after.at("/tags/0/name").is(tag)?;
    after.at("/customData").is(json!({"x": 1}))?;
    Ok(())
}

fn batch(w: &World) -> Done {
    let (one, two) = (w.customer(&full(w))?, w.customer(&full(w))?);
    let body = json!([
        {"customer": two.id()?, "name": "two", "phone": null},
        {"customer": one.id()?.to_string(), "company": "one"},
    ]);
    let answer = w.put("/v1/customers/batch", &body)?;
    answer.ok()?.shape(&BATCH)?.rows(&[two.id()?, one.id()?])?;
    let (mut first, mut second) = (two.json().clone(), one.json().clone());
    first["name"] = "two".into();
    first["phone"] = Value::Null;
    second["company"] = "one".into();
    answer.is(&json!({"data": [first, second]}))?;
    w.get(&path(two.id()?))?.ok()?.is(&first)?;
    Ok(())
}

fn batch_is_whole(w: &World) -> Done {
    let customer = w.customer(&full(w))?;
    let id = customer.id()?;
    let unknown = json!([{"customer": id, "name": "x"}, {"customer": i64::MAX, "name": "x"}]);
    w.put("/v1/customers/batch", &unknown)?.missing("Customer")?;
    let bad = json!([{"customer": id, "name": "x"}, {"customer": id, "email": {}}]);
    w.put("/v1/customers/batch", &bad)?.invalid("email")?;
    let (user, other) = (w.name("user"), w.any_customer()?);
    let clash = json!([{"customer": id, "userId": user}, {"customer": other, "userId": user}]);
    w.put("/v1/customers/batch", &clash)?.invalid("userId")?;
    w.get(&path(id))?.ok()?.is(customer.json())?;
    Ok(())
}

fn batch_size(w: &World) -> Done {
    let id = w.any_customer()?;
    let ten: Outcome<Vec<_>> =
        (0..10).map(|_| Ok(json!({"customer": w.any_customer()?, "name": "x"}))).collect();
    w.put("/v1/customers/batch", &json!(ten?))?.ok()?.at("/data").has(10)?;
    let many = |n| Value::from(vec![json!({"customer": id, "name": "x"}); n]);
    for n in [0, 11] {
        w.put("/v1/customers/batch", &many(n))?.code_alone(400, "invalid_request")?;
    }
    w.put("/v1/customers/batch", &json!([{"name": "x"}]))?.invalid("customer")?;
    Ok(())
}

fn delete(w: &World) -> Done {
    let id = w.any_customer()?;
    let chat = w.chat_of(id)?.id()?;
    w.say(chat, "bye")?;
    w.delete(&path(id))?.ok()?.is(&json!("Ok"))?;
    w.get(&path(id))?.missing("Customer")?;
    w.delete(&path(id))?.missing("Customer")?;
    let answer = w.get(&format!("/v1/chats/{chat}"))?;
    answer.error(404, "chat_not_found", "Chat not found")?;
    let answer = w.get(&format!("/v1/chats/{chat}/messages"))?;
    answer.error(404, "chat_not_found", "Chat is missing")?;
    let filter = json!([{"field": "chats.customer", "operator": "=", "value": id}]);
    w.find_chats(&filter)?.rows(&[])?.at("/total").is(0)?;
    let filter = json!([{"field": "customers.id", "operator": "=", "value": id}]);
    w.find_customers(&filter)?.rows(&[])?;
    Ok(())
}

fn delete_frees(w: &World) -> Done {
    let given = json!({"userId": w.name("user")});
    let id = w.customer(&given)?.id()?;
    w.delete(&path(id))?.ok()?;
    let again = w.customer(&given)?;
    again.at("/id").is_not(id)?;
    Ok(())
}
