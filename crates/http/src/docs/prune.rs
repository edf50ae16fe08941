//! The removal of the components that no operation of a document uses, since every document starts
//! with all components.

use std::collections::BTreeSet;

use serde_json::Value;

const COMPONENTS: &str = "#/components/";

/// Removes the components that no operation references, directly or through other components.
/// Security schemes stay.
pub(super) fn prune(document: &mut Value) {
    let mut reached = BTreeSet::new();
    let mut waiting = Vec::new();
    for (key, part) in document.as_object().into_iter().flatten() {
        if key != "components" {
            references(part, &mut waiting);
        }
    }
    while let Some(name) = waiting.pop() {
        if let Some(component) = document.pointer(&name[1..])
            && reached.insert(name)
        {
            references(component, &mut waiting);
        }
    }
    let kinds = document["components"].as_object_mut();
    for (kind, named) in kinds.into_iter().flatten().filter(|(kind, _)| *kind != "securitySchemes")
    {
        if let Some(named) = named.as_object_mut() {
            named.retain(|name, _| reached.contains(&format!("{COMPONENTS}{kind}/{name}")));
        }
    }
}

/// Adds to `found` all references to components that a value contains.
fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            let reference = fields.get("$ref").and_then(Value::as_str);
            found.extend(reference.filter(|it| it.starts_with(COMPONENTS)).map(str::to_owned));
            fields.values().for_each(|field| references(field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_nothing_leads_to_goes_and_what_leads_on_stays() {
        let a = json!({"$ref": "#/components/schemas/A"});
        let mut document = json!({
            "paths": {"/": {"get": {"parameters": [{"$ref": "#/components/parameters/a"}]}}},
            "components": {
                "securitySchemes": {"key": {}},
                "parameters": {"a": {"schema": a}, "b": {}},
                "schemas": {"A": a, "B": a},
            },
        });
        prune(&mut document);
        let left = json!({
            "securitySchemes": {"key": {}},
            "parameters": {"a": {"schema": a}},
            "schemas": {"A": a},
        });
        assert_eq!(document["components"], left);
    }
}
