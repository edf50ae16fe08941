//! Checks of the contract's section 5: POST /events.

use serde_json::json;

use crate::check::{Check, check};
use crate::models::EVENT;
use crate::outcome::Done;
use crate::world::World;

pub fn checks() -> Vec<Check> {
    vec![
        check!("5", create, "POST /events: 200, the bare event, its data as it was sent"),
        check!("5", needs, "Without customer, name or data, or with empty data: 400"),
        check!("5", in_order, "Bad fields are listed in the order of the model"),
    ]
}

fn create(w: &World) -> Done {
    let customer = w.customer(&json!({}))?.id()?;
    let data = json!({"z": 1, "a": {"b": [1, null, "ü"]}, "n": 1.5});
    let body = json!({"customer": customer, "name": "paid", "data": data});
    let event = w.post("/v1/events", &body)?;
    event.ok()?.shape(&EVENT)?.at("/name").is("paid")?;
    event.at("/data").is(data)?;
    event.at("/customer").is(customer)?;
    let other = w.post("/v1/events", &body)?;
    other.ok()?.at("/id").is_not(event.id()?)?;
    let chat = w.chat_of(customer)?.at("/createdAt").int()?;
    event.at("/createdAt").is_between(chat - 60, chat)?;
    Ok(())
}

fn needs(w: &World) -> Done {
    let full = json!({"customer": w.any_customer()?, "name": "paid", "data": {"a": 1}});
    for field in ["customer", "name", "data"] {
        let mut body = full.clone();
        body[field].take();
        w.post("/v1/events", &body)?.invalid(field)?;
        if let Some(fields) = body.as_object_mut() {
            fields.remove(field);
        }
        w.post("/v1/events", &body)?.invalid(field)?;
    }
    for data in [json!({}), json!([1]), json!("x"), json!(5)] {
        let mut body = full.clone();
        body["data"] = data;
        w.post("/v1/events", &body)?.invalid("data")?;
    }
    Ok(())
}

fn in_order(w: &World) -> Done {
    let items = [
        ("invalid_name_value", "name value is invalid"),
        ("invalid_data_value", "data value is invalid"),
        ("invalid_customer_value", "customer value is invalid"),
    ];
    w.post("/v1/events", &json!({}))?.errors(400, &items)?;
    Ok(())
}
