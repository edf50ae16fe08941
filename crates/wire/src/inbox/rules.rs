//! Proactive rules in JSON.

use deskbell_model::limits::{
    ADDRESS_CHARS_MAX, RULE_MESSAGE_CHARS_MAX, RULE_PATTERNS_MAX, RULE_SECONDS_MAX, RULE_VISITS_MAX,
};
use deskbell_model::setting::Rule;
use deskbell_model::{AgentId, SettingKind};
use serde_json::{Value, json};

use super::documents::{Document, list, setting};
use super::fields::{Bad, field, flag, items, name, number, required, text_up_to, whole};
use crate::object::object;
use crate::read::{self, Object};
use crate::schema::{Named, about, input, like, or_null, reference, text_up_to as text_schema};

object! {
    "" for Rule as rule {
        "name": String = rule.name => "The name, which only agents see.";
        "enabled": bool = rule.enabled;
        "message": String = rule.message => "The message that the widget shows.";
        "speaker": Option<AgentId> = rule.agent
            => "The agent in whose name the message is shown; null for the organization.";
        "pages": Vec<String> = rule.pages
            => "Patterns of the URLs of pages where the rule applies, with `*` for any characters; \
                empty for all pages.";
        "seconds": u32 = rule.seconds => "The seconds that the visitor must have been on the page.";
        "visits": u32 = rule.visits => "The least number of visits of the visitor.";
        "locales": Vec<String> = rule.locales
            => "The locales of visitors for whom the rule applies; empty for all.";
    }
}

impl Document for Rule {
    const KIND: SettingKind = SettingKind::Rule;

    fn read(body: &mut Object) -> Option<Self> {
        let name = required(body, "name", name);
        let enabled = field(body, "enabled", flag);
        let message = required(body, "message", message);
        let agent = field(body, "speaker", |value| {
            read::id(AgentId::new)(value).ok_or(whole("it is no id of an agent"))
        });
        let pages = field(body, "pages", |value| {
            few(items(value, |it| {
                plain(ADDRESS_CHARS_MAX, "it has more than 2,048 characters", it)
            }))
        });
        let seconds = number(0, RULE_SECONDS_MAX, "it is no number of seconds up to 3600");
        let seconds = field(body, "seconds", seconds);
        let visits =
            field(body, "visits", number(0, RULE_VISITS_MAX, "it is no number up to 1000"));
        let locales = field(body, "locales", |value| {
            few(items(value, |it| plain(35, "it is no locale, such as de or pt-BR", it)))
        });
        let (name, message) = name.zip(message)?;
        Some(Self {
            name,
            enabled: enabled.unwrap_or(true),
            message,
            agent,
            pages: pages.unwrap_or_default(),
            seconds: seconds.unwrap_or(0),
            visits: visits.unwrap_or(0),
            locales: locales.unwrap_or_default(),
        })
    }
}

fn message(value: &Value) -> Result<String, Bad> {
    let text = text_up_to(RULE_MESSAGE_CHARS_MAX, "it has more than 2,000 characters")(value)?;
    if text.trim().is_empty() { Err(whole("it is empty")) } else { Ok(text) }
}

/// Reads a non-empty text of one line.
fn plain(chars_max: usize, too_long: &'static str, value: &Value) -> Result<String, Bad> {
    let text = text_up_to(chars_max, too_long)(value)?;
    let is_plain = !text.is_empty() && !text.contains(char::is_control);
    if is_plain { Ok(text) } else { Err(whole("it is empty, or has a control character")) }
}

fn few(all: Result<Vec<String>, Bad>) -> Result<Vec<String>, Bad> {
    let all = all?;
    if all.len() > RULE_PATTERNS_MAX { Err(whole("it has more than 20 items")) } else { Ok(all) }
}

pub(super) fn schemas() -> Named {
    let some = |item: Value| json!({"type": "array", "maxItems": RULE_PATTERNS_MAX, "items": item});
    let number = |most: u32| json!({"type": "integer", "minimum": 0, "maximum": most});
    let page = json!({"type": "string", "minLength": 1, "maxLength": ADDRESS_CHARS_MAX});
    let page = like(page, "https://shop.example/checkout*");
    let locale = like(json!({"type": "string", "minLength": 1, "maxLength": 35}), "pt-BR");
    let fields = || {
        vec![
            ("name", text_schema(255)),
            ("enabled", about(reference("FlagIn"), "True by default.")),
            ("message", text_schema(RULE_MESSAGE_CHARS_MAX)),
            ("speaker", or_null(reference("IdIn"))),
            ("pages", some(page.clone())),
            ("seconds", number(RULE_SECONDS_MAX)),
            ("visits", number(RULE_VISITS_MAX)),
            ("locales", some(locale.clone())),
        ]
    };
    vec![
        ("Rule", setting::<Rule>()),
        ("Rules", list("Rule")),
        ("NewRule", input(&["name", "message"], fields())),
        ("RuleEdit", about(input(&[], fields()), "Fields that are left out stay as they are.")),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::documents::{from_text, read_new, text};
    use super::*;

    #[test]
    fn a_rule_is_kept_as_it_is_shown() {
        let body = json!({
            "name": "Checkout", "message": "May we help?", "pages": ["https://a.example/*"],
            "seconds": 20, "visits": 2, "locales": ["de"], "speaker": 7, "enabled": false,
        });
        let rule: Rule = read_new(body.to_string().as_bytes()).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&text(&rule)).unwrap(), body);
        assert_eq!(from_text::<Rule>(&text(&rule)), Some(rule));
    }

    #[test]
    fn what_a_rule_leaves_out_does_not_limit_it() {
        let rule: Rule = read_new(br#"{"name":"n","message":"m"}"#).unwrap();
        assert!(rule.enabled && rule.pages.is_empty() && rule.locales.is_empty());
        assert_eq!((rule.seconds, rule.visits, rule.agent), (0, 0, None));
        let bad = br#"{"name":"","message":" ","pages":["a\nb"],"seconds":-1,"visits":1e9}"#;
        assert_eq!(read_new::<Rule>(bad).unwrap_err().len(), 5);
    }
}
