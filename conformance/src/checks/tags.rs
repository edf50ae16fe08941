//! Checks of the contract's sections 3 and 5: tags, their colours, and the operations that add and
//! remove them.

use serde_json::{Value, json};

use crate::check::{Check, check};
use crate::client::Request;
use crate::expect::Answer;
use crate::models::CUSTOMER;
use crate::outcome::{Done, Outcome};
use crate::world::World;

const DEFAULT_COLOR: &str = "#c377e0";

pub fn checks() -> Vec<Check> {
    vec![
        check!("5", add, "PUT /customers/{id}/tags adds, behind those there are"),
        check!("5", remove, "DELETE /customers/{id}/tags removes; an absent one is fine"),
        check!("3", default_color, "An unknown tag comes into being, with the colour #c377e0"),
        check!(
            "3",
            recolor,
            "A colour belongs to the organization's tag; sending one recolours it"
        ),
        check!("3", keep_color, "Sending no colour keeps it"),
        check!(
            "3",
            bad_color,
            "A colour is #rgb, #rrggbb, #rrggbbaa or a CSS name: else invalid_tags_value"
        ),
        check!("3", colors, "Colours are kept in lower case; an empty one keeps the tag's"),
        check!("3", bare_names, "A tag may be given as its name alone"),
        check!("3", names, "Tags' names are case-sensitive and not trimmed"),
        check!("3", doubles, "Doubles count once, the last colour wins"),
        check!("5", needs_tags, "Without tags, or with tags of another kind: invalid_tags_value"),
    ]
}

fn path(id: i64) -> String {
    format!("/v1/customers/{id}/tags")
}

fn add_tags(w: &World, id: i64, tags: &Value) -> Outcome<Answer> {
    let answer = w.put(&path(id), &json!({"tags": tags}))?;
    answer.ok()?;
    Ok(answer)
}

fn names_of(customer: &Answer) -> Outcome<Vec<String>> {
    let tags = customer.at("/tags").list()?;
    Ok(tags.iter().map(|it| it["name"].as_str().unwrap_or_default().to_owned()).collect())
}

/// Requires that a customer has tags with exactly these names, in this order.
fn has(customer: &Answer, names: &[&String]) -> Done {
    let came = names_of(customer)?;
    if came.iter().eq(names.iter().copied()) {
        return Ok(());
    }
    Err(customer.fail(format!("the tags {names:?}"), format!("the tags {came:?}")))
}

fn add(w: &World) -> Done {
    let (id, [z, a, m]) = (w.any_customer()?, ["z", "a", "m"].map(|it| w.name(it)));
    let answer = add_tags(w, id, &json!([{"name": z}]))?;
    answer.shape(&CUSTOMER)?;
    has(&answer, &[&z])?;
    has(&add_tags(w, id, &json!([{"name": a}, {"name": z}, {"name": m}]))?, &[&z, &a, &m])?;
    has(&w.get(&format!("/v1/customers/{id}"))?, &[&z, &a, &m])
}

fn remove(w: &World) -> Done {
    let (id, [z, a, m]) = (w.any_customer()?, ["z", "a", "m"].map(|it| w.name(it)));
    add_tags(w, id, &json!([{"name": z}, {"name": a}, {"name": m}]))?;
    let remove =
        |tags: Value| w.send(&Request::new("DELETE", path(id)).json(&json!({"tags": tags})));
    let answer = remove(json!([{"name": a}, {"name": w.name("absent")}]))?;
    answer.ok()?.shape(&CUSTOMER)?;
    has(&answer, &[&z, &m])?;
    let answer = remove(json!([{"name": a}]))?;
    has(&answer, &[&z, &m])?;
    has(&remove(json!([{"name": m}, {"name": z}]))?, &[])?;
    has(&w.get(&format!("/v1/customers/{id}"))?, &[])
}

fn default_color(w: &World) -> Done {
    let tag = w.name("tag");
    let expected = json!([{"name": tag, "color": DEFAULT_COLOR}]);
    w.customer(&json!({"tags": [{"name": tag}]}))?.at("/tags").is(expected)?;
    let tag = w.name("tag");
    let expected = json!([{"name": tag, "color": DEFAULT_COLOR}]);
    add_tags(w, w.any_customer()?, &json!([{"name": tag}]))?.at("/tags").is(expected)?;
    Ok(())
}

fn recolor(w: &World) -> Done {
    let tag = w.name("tag");
    let one = w.customer(&json!({"tags": [{"name": tag, "color": "#112233"}]}))?;
    one.at("/tags/0/color").is("#112233")?;
    let other = w.any_customer()?;
    add_tags(w, other, &json!([{"name": tag, "color": "#445566"}]))?
        .at("/tags/0/color")
        .is("#445566")?;
    let one = w.get(&format!("/v1/customers/{}", one.id()?))?;
    one.ok()?.at("/tags/0/color").is("#445566")?;
    Ok(())
}

fn keep_color(w: &World) -> Done {
    let tag = w.name("tag");
    w.customer(&json!({"tags": [{"name": tag, "color": "#112233"}]}))?;
    let other = w.customer(&json!({"tags": [{"name": tag}]}))?;
    other.at("/tags/0/color").is("#112233")?;
    add_tags(w, other.id()?, &json!([{"name": tag}]))?.at("/tags/0/color").is("#112233")?;
    Ok(())
}

fn bad_color(w: &World) -> Done {
    let id = w.any_customer()?;
    for color in
        [json!("reddish"), json!("#12345"), json!("#12345g"), json!("112233"), json!(112_233)]
    {
        let body = json!({"tags": [{"name": w.name("tag"), "color": color}]});
        w.post("/v1/customers", &body)?.invalid("tags")?;
        w.put(&path(id), &body)?.invalid("tags")?;
    }
    Ok(())
}

fn colors(w: &World) -> Done {
    let tag = w.name("tag");
    for (sent, shown) in
        [("#CCC", "#ccc"), ("Red", "red"), ("#11223380", "#11223380"), ("", "#11223380")]
    {
        let one = w.customer(&json!({"tags": [{"name": tag, "color": sent}]}))?;
        one.at("/tags/0/color").is(shown)?;
    }
    Ok(())
}

fn bare_names(w: &World) -> Done {
    let (tag, other) = (w.name("tag"), w.name("other"));
    let customer = w.customer(&json!({"tags": [tag, {"name": other}]}))?;
    has(&customer, &[&tag, &other])?;
    let body = json!({"tags": [tag]});
    let answer = w.send(&Request::new("DELETE", path(customer.id()?)).json(&body))?;
    has(&answer, &[&other])
}

fn names(w: &World) -> Done {
    let tag = w.name("tag");
    let (upper, spaced) = (tag.to_uppercase(), format!(" {tag} "));
    let customer =
        w.customer(&json!({"tags": [{"name": tag}, {"name": upper}, {"name": spaced}]}))?;
    has(&customer, &[&tag, &upper, &spaced])?;
    let body = json!({"tags": [{"name": upper}]});
    let answer = w.send(&Request::new("DELETE", path(customer.id()?)).json(&body))?;
    has(&answer, &[&tag, &spaced])
}

fn doubles(w: &World) -> Done {
    let (tag, other) = (w.name("tag"), w.name("other"));
    let tags = json!([
        {"name": tag, "color": "#111111"}, {"name": other}, {"name": tag, "color": "#222222"},
    ]);
    let customer = w.customer(&json!({"tags": tags}))?;
    has(&customer, &[&tag, &other])?;
    customer.at("/tags/0/color").is("#222222")?;
    let answer = add_tags(w, w.any_customer()?, &tags)?;
    answer.at("/tags").has(2)?;
    Ok(())
}

fn needs_tags(w: &World) -> Done {
    let id = w.any_customer()?;
    for body in [json!({}), json!({"tags": null}), json!({"tags": "x"}), json!({"tags": [{}]})] {
        w.put(&path(id), &body)?.invalid("tags")?;
        w.send(&Request::new("DELETE", path(id)).json(&body))?.invalid("tags")?;
    }
    Ok(())
}
