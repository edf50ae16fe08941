//! Checks of the contract's section 6: the filters of a search, and the errors of invalid filters.

use serde_json::{Value, json};

use crate::check::{Check, check};
use crate::expect::Answer;
use crate::outcome::{Done, Outcome};
use crate::world::World;

const SEARCHES: [(&str, &str); 2] =
    [("/v1/chats/search", "chats.customer.name"), ("/v1/customers/search", "customers.name")];

pub fn checks() -> Vec<Check> {
    vec![
        check!("6", everything_is_optional, "Everything is optional, the filter too: then all"),
        check!("6", comparison, "comparison is AND or OR in any case, AND by default"),
        check!("6", bad_comparison, "Another comparison: `comparison value is invalid`"),
        check!("6", bad_filters, "A filter that is no array, or an item that is no object"),
        check!("6", bad_fields, "An unknown field: `filter[N].field value is invalid`"),
        check!("6", bad_operators, "An unknown operator: `filter[N].operator value is invalid`"),
        check!("6", one_fault_an_item, "One fault an item: field, then operator, then value"),
        check!("2", faults_in_order, "Faults of filter and comparison come before the list's own"),
        check!("6", empty_text, "~ and !~ with an empty text: 400"),
        check!("6", case_folding, "~ and !~ look past case and marks, = is exact but for e-mails"),
        check!("6", wildcards, "% _ * \\ and quotes in a text mean themselves"),
        check!("6", all_tags, "tagsData: the customer has all of the named tags"),
        check!("6", bad_tags_data, "tagsData is an array of names, not empty, and = only"),
        check!("6", integrations, "The five ids match integrationId with that createdFrom"),
    ]
}

fn item(field: &str, operator: &str, value: impl Into<Value>) -> Value {
    json!({"field": field, "operator": operator, "value": value.into()})
}

fn everything_is_optional(w: &World) -> Done {
    w.chat()?;
    for (path, _) in SEARCHES {
        for body in [json!({}), json!({"filter": []}), json!({"comparison": "OR"})] {
            w.post(path, &body)?.ok()?.at("/total").is_between(1, i64::MAX)?;
        }
        let body = json!({"filter": [], "comparison": null, "limit": 1});
        w.post(path, &body)?.ok()?;
    }
    Ok(())
}

fn comparison(w: &World) -> Done {
    let company = w.name("company");
    let make = |name: &str| w.customer(&json!({"name": name, "company": company}))?.id();
    let (a, b) = (w.name("a"), w.name("b"));
    let (one, other) = (make(&a)?, make(&b)?);
    let search = |comparison: Option<&str>, second: &Value| -> Outcome<Answer> {
        let filter = json!([item("customers.name", "=", a.clone()), second]);
        let mut body = json!({"filter": filter, "order": "asc"});
        if let Some(comparison) = comparison {
            body["comparison"] = comparison.into();
        }
        let answer = w.post("/v1/customers/search", &body)?;
        answer.ok()?;
        Ok(answer)
    };
    let same_company = item("customers.company", "=", company.clone());
    let other_name = item("customers.name", "=", b);
    for and in [None, Some("AND"), Some("and"), Some("And")] {
        search(and, &same_company)?.rows(&[one])?;
        search(and, &other_name)?.rows(&[])?;
    }
    for or in ["OR", "or", "oR"] {
        search(Some(or), &other_name)?.rows_in_any_order([one, other])?;
        search(Some(or), &same_company)?.at("/total").is(2)?;
    }
    Ok(())
}

fn bad_comparison(w: &World) -> Done {
    for (path, _) in SEARCHES {
        for bad in [json!("XOR"), json!(""), json!(1), json!([])] {
            w.post(path, &json!({"comparison": bad}))?.refuses("comparison")?;
        }
    }
    Ok(())
}

fn bad_filters(w: &World) -> Done {
    for (path, field) in SEARCHES {
        for bad in [json!("x"), json!(5), item(field, "=", "x"), json!(["x"]), json!([null])] {
            w.post(path, &json!({"filter": bad}))?.refuses("filter")?;
        }
        let filter = json!([item(field, "=", "x"), [item(field, "=", "x")]]);
        w.post(path, &json!({"filter": filter}))?.refuses("filter")?;
    }
    Ok(())
}

fn bad_fields(w: &World) -> Done {
    for (path, field) in SEARCHES {
        for bad in [json!("x"), json!(""), json!(1), json!(null), json!(field.to_uppercase())] {
            let mut second = item(field, "=", "x");
            second["field"] = bad;
            let filter = json!([item(field, "=", "x"), second]);
            w.post(path, &json!({"filter": filter}))?.refuses("filter[1].field")?;
        }
        let filter = json!([{"operator": "=", "value": "x"}]);
        w.post(path, &json!({"filter": filter}))?.refuses("filter[0].field")?;
    }
    w.post("/v1/chats/search", &json!({"filter": [item("customers.name", "=", "x")]}))?
        .refuses("filter[0].field")?;
    w.post("/v1/customers/search", &json!({"filter": [item("chats.customer", "=", 1)]}))?
        .refuses("filter[0].field")?;
    Ok(())
}

fn bad_operators(w: &World) -> Done {
    for (path, field) in SEARCHES {
        for bad in [json!("=="), json!(""), json!("LIKE"), json!("<>"), json!(1), json!(null)] {
            let mut one = item(field, "=", "x");
            one["operator"] = bad;
            w.post(path, &json!({"filter": [one]}))?.refuses("filter[0].operator")?;
        }
        let filter = json!([{"field": field, "value": "x"}]);
        w.post(path, &json!({"filter": filter}))?.refuses("filter[0].operator")?;
    }
    Ok(())
}

fn one_fault_an_item(w: &World) -> Done {
    for (path, field) in SEARCHES {
        let filter = json!([
            {"field": "x", "operator": "x", "value": []},
            {"field": field, "operator": "x", "value": []},
            {"field": field, "operator": "=", "value": []},
            {"field": field, "operator": "=", "value": "fine"},
            {"field": "y", "operator": "=", "value": "x"},
        ]);
        let messages =
            ["filter[0].field", "filter[1].operator", "filter[2].value", "filter[4].field"]
                .map(|it| format!("{it} value is invalid"));
        let items: Vec<_> = messages.iter().map(|it| ("validation_error", it.as_str())).collect();
        w.post(path, &json!({"filter": filter}))?.errors(400, &items)?;
    }
    Ok(())
}

fn faults_in_order(w: &World) -> Done {
    let body = json!({
        "limit": 0, "offset": -1, "order": "x", "sort": "x", "comparison": "x",
        "filter": [{"field": "x", "operator": "=", "value": "x"}],
    });
    let messages = ["filter[0].field", "comparison", "limit", "offset", "sort", "order"]
        .map(|it| format!("{it} value is invalid"));
    let items: Vec<_> = messages.iter().map(|it| ("validation_error", it.as_str())).collect();
    for (path, _) in SEARCHES {
        w.post(path, &body)?.errors(400, &items)?;
    }
    Ok(())
}

fn empty_text(w: &World) -> Done {
    for (path, field) in SEARCHES {
        for operator in ["~", "!~"] {
            let body = json!({"filter": [item(field, operator, "")]});
            w.post(path, &body)?.refuses("filter[0].value")?;
        }
    }
    Ok(())
}

/// Creates a customer with this name. For each operator and text, requires that the search finds
/// the customer if and only if the flag is true.
fn finds(w: &World, name: &str, texts: &[(&str, &str, bool)]) -> Done {
    let company = w.name("company");
    let id = w.customer(&json!({"name": name, "company": company}))?.id()?;
    for (operator, text, is_found) in texts {
        let filter = json!([
            item("customers.company", "=", company.clone()),
            item("customers.name", operator, *text)
        ]);
        let found = if *is_found { vec![id] } else { vec![] };
        w.find_customers(&filter)?.rows(&found)?;
    }
    Ok(())
}

fn case_folding(w: &World) -> Done {
    let texts = [
        ("=", "Große Straße ÉTÉ", true),
        ("=", "große straße été", false),
        ("!=", "große straße été", true),
        ("~", "STRASSE", true),
        ("~", "straße", true),
        ("~", "grosse", true),
        ("~", "Été", true),
        ("!~", "STRASSE", false),
        ("!~", "strase", true),
        ("~", "ete", true),
        ("~", "E\u{301}te\u{301}", true),
        ("!~", "ete", false),
        ("~", "eta", false),
    ];
    finds(w, "Große Straße ÉTÉ", &texts)?;
    finds(
        w,
        "Zoe\u{308} İstanbul Chloé",
        &[
            ("~", "Zoë", true),
            ("~", "istanbul", true),
            ("~", "CHLOE", true),
            ("=", "Zoë İstanbul Chloé", false),
        ],
    )?;
    let email = format!("Zoë.{}@Example.com", w.name("mail"));
    let id = w.customer(&json!({"email": email}))?.id()?;
    for (operator, value, is_found) in [
        ("=", email.to_uppercase(), true),
        ("=", email.to_lowercase(), true),
        ("!=", email.to_uppercase(), false),
        ("=", email.replace('ë', "e"), false),
    ] {
        let filter = json!([
            {"field": "customers.id", "operator": "=", "value": id},
            {"field": "customers.email", "operator": operator, "value": value},
        ]);
        let answer = w.post("/v1/customers/search", &json!({"filter": filter}))?;
        answer.ok()?.at("/total").is(i64::from(is_found))?;
    }
    Ok(())
}

fn wildcards(w: &World) -> Done {
    let texts = [
        ("~", "%", true),
        ("~", "_", true),
        ("~", "*", true),
        ("~", "\\", true),
        ("~", "'", true),
        ("~", "50%", true),
        ("~", "5_%", false),
        ("~", "5%0", false),
        ("~", "\"", true),
        ("~", "?", false),
        ("=", "50% _*\\'\"", true),
        ("=", "50%", false),
    ];
    finds(w, "50% _*\\'\"", &texts)
}

fn all_tags(w: &World) -> Done {
    let [a, b, c] = ["a", "b", "c"].map(|it| w.name(it));
    let make = |tags: &[&String]| {
        let tags: Vec<_> = tags.iter().map(|it| json!({"name": it})).collect();
        w.customer(&json!({"tags": tags}))?.id()
    };
    let (both, one) = (make(&[&a, &b])?, make(&[&a])?);
    let (chat_of_both, chat_of_one) = (w.chat_of(both)?.id()?, w.chat_of(one)?.id()?);
    for (tags, has_both, has_one) in [
        (vec![&a], true, true),
        (vec![&a, &b], true, false),
        (vec![&b, &a, &b], true, false),
        (vec![&a, &c], false, false),
        (vec![&a.to_uppercase()], false, false),
    ] {
        let value: Vec<_> = tags.iter().map(|it| json!({"name": it})).collect();
        let expected = |both_id: i64, one_id: i64| {
            let ids = [(has_both, both_id), (has_one, one_id)];
            ids.into_iter().filter(|it| it.0).map(|it| it.1)
        };
        let found = w.find_customers(&json!([item("customers.tagsData", "=", value.clone())]))?;
        found.rows_in_any_order(expected(both, one))?;
        let found = w.find_chats(&json!([item("chats.customer.tagsData", "=", value)]))?;
        found.rows_in_any_order(expected(chat_of_both, chat_of_one))?;
    }
    Ok(())
}

fn bad_tags_data(w: &World) -> Done {
    for (path, field) in [
        ("/v1/chats/search", "chats.customer.tagsData"),
        ("/v1/customers/search", "customers.tagsData"),
    ] {
        for bad in [json!([]), json!("vip"), json!(["vip"]), json!([{}]), json!(null), json!({})] {
            let body = json!({"filter": [item(field, "=", bad)]});
            w.post(path, &body)?.refuses("filter[0].value")?;
        }
        for operator in ["!=", ">", "<", ">=", "<=", "~", "!~"] {
            let body = json!({"filter": [item(field, operator, json!([{"name": "vip"}]))]});
            w.post(path, &body)?.refuses("filter[0].operator")?;
        }
    }
    Ok(())
}

fn integrations(w: &World) -> Done {
    let id = w.name("outside");
    let kinds = ["telegram", "facebook", "instagram", "viber", "whatsapp"];
    let make = |kind: &&str| w.customer(&json!({"createdFrom": kind, "integrationId": id}))?.id();
    let customers: Outcome<Vec<_>> = kinds.iter().map(make).collect();
    for (kind, customer) in kinds.iter().zip(customers?) {
        let field = format!("customers.{kind}Id");
        for (operator, text) in [("=", id.clone()), ("~", id.to_uppercase())] {
            w.find_customers(&json!([item(&field, operator, text)]))?.rows(&[customer])?;
        }
    }
    Ok(())
}
