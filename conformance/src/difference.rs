//! The first difference between two JSON values.

use serde_json::Value;

/// The JSON pointer of the first difference, with the two values; `None` if the documents are
/// equal. The order of keys is ignored.
pub fn first<'a>(
    expected: &'a Value,
    came: &'a Value,
) -> Option<(String, Option<&'a Value>, Option<&'a Value>)> {
    if expected == came {
        return None;
    }
    let inner = match (expected, came) {
        (Value::Object(one), Value::Object(other)) => {
            let keys = one.keys().chain(other.keys());
            keys.map(|key| (key.clone(), one.get(key), other.get(key))).find(|it| it.1 != it.2)
        }
        (Value::Array(one), Value::Array(other)) => {
            let all = 0..one.len().max(other.len());
            all.map(|n| (n.to_string(), one.get(n), other.get(n))).find(|it| it.1 != it.2)
        }
        _ => None,
    };
    Some(match inner {
        Some((key, Some(one), Some(other))) => match first(one, other) {
            Some((at, one, other)) => (format!("/{key}{at}"), one, other),
            None => (format!("/{key}"), Some(one), Some(other)),
        },
        Some((key, one, other)) => (format!("/{key}"), one, other),
        None => (String::new(), Some(expected), Some(came)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_first_difference_is_found_where_it_is() {
        let one = json!({"a": [{"b": 1}, {"b": 2}], "c": null});
        assert_eq!(first(&one, &one), None);
        for (other, at) in [
            (json!({"a": [{"b": 1}, {"b": 3}], "c": null}), "/a/1/b"),
            (json!({"a": [{"b": 1}], "c": null}), "/a/1"),
            (json!({"a": [{"b": 1}, {"b": 2}]}), "/c"),
            (json!({"a": [{"b": 1}, {"b": 2}], "c": null, "d": 1}), "/d"),
            (json!({"a": {}, "c": null}), "/a"),
            (json!(5), ""),
        ] {
            assert_eq!(first(&one, &other).map(|it| it.0).as_deref(), Some(at), "{other}");
        }
        let (one, other) = (json!({"a": 1}), json!({"b": 1}));
        assert_eq!(first(&one, &other), Some(("/a".into(), Some(&json!(1)), None)));
    }
}
