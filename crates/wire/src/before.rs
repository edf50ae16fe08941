//! The old values of the fields that a change modified, as a JSON object with the contract's names.
//! An object that a field refers to, such as the assignee, is written as its id. The old values are
//! stored with the change for the audit trail.

use deskbell_model::{Application, CustomerId, CustomerView, Department, StaffMember};
use serde_json::{Map, Value};

use crate::json::raw;
use crate::object::{ToJson, open};

/// A JSON object of old values under construction.
#[derive(Default)]
pub(crate) struct OldValues(Vec<u8>);

impl OldValues {
    /// Adds a field if the field changed.
    pub(crate) fn add<T: ToJson + PartialEq>(&mut self, name: &str, before: &T, after: &T) {
        if before != after {
            raw(&mut self.0, ",\"");
            raw(&mut self.0, name);
            raw(&mut self.0, "\":");
            before.write(&mut self.0);
        }
    }

    pub(crate) fn finish(self) -> Option<String> {
        let Self(mut json) = self;
        if json.is_empty() {
            return None;
        }
        open(&mut json, 0);
        json.push(b'}');
        String::from_utf8(json).ok()
    }
}

/// Returns the old values of a customer's changed fields; `None` if no field changed.
#[must_use]
pub fn of_customer(before: &CustomerView, after: &CustomerView) -> Option<String> {
    changed(customer(before), &customer(after))
}

/// Returns the JSON object `{name: id}` with the id of a customer, for the changes that a merge of
/// two customers makes.
#[must_use]
pub fn of_customer_id(name: &str, customer: CustomerId) -> String {
    Value::Object(Map::from_iter([(name.to_owned(), customer.get().into())])).to_string()
}

/// Reads the old e-mail address from a customer's old values; `None` if the address did not change,
/// or the customer had no address.
#[must_use]
pub fn email(old_values: &str) -> Option<String> {
    let all: Value = serde_json::from_str(old_values).ok()?;
    all["email"].as_str().map(str::to_owned)
}

/// Returns the old values of an agent's changed fields; `None` if no field changed.
#[must_use]
pub fn of_agent(before: &StaffMember, after: &StaffMember) -> Option<String> {
    let mut old = OldValues::default();
    old.add("name", &before.agent.name, &after.agent.name);
    old.add("email", &before.agent.email, &after.agent.email);
    old.add("role", &before.agent.role, &after.agent.role);
    old.add("active", &before.deactivated_at.is_none(), &after.deactivated_at.is_none());
    old.finish()
}

/// Returns the old values of a department's changed fields; `None` if no field changed.
#[must_use]
pub fn of_department(before: &Department, after: &Department) -> Option<String> {
    let agents = |it: &Department| it.agents.iter().map(|agent| agent.id).collect::<Vec<_>>();
    let mut old = OldValues::default();
    old.add("name", &before.name, &after.name);
    old.add("agents", &agents(before), &agents(after));
    old.finish()
}

/// Returns the old values of an application's changed fields; `None` if no field changed.
#[must_use]
pub fn of_application(before: &Application, after: &Application) -> Option<String> {
    let mut old = OldValues::default();
    old.add("name", &before.name, &after.name);
    old.add("displayName", &before.display_name, &after.display_name);
    old.add("active", &before.active, &after.active);
    old.finish()
}

fn changed(mut before: Map<String, Value>, after: &Map<String, Value>) -> Option<String> {
    before.retain(|name, value| after.get(name) != Some(value));
    (!before.is_empty()).then(|| Value::Object(before).to_string())
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn customer(view: &CustomerView) -> Map<String, Value> {
    let mut json = Vec::new();
    crate::object::write(&mut json, view);
    serde_json::from_slice(&json).map(object).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use deskbell_model::{
        ApplicationId, Chat, ChatId, CreatedWith, Customer, CustomerId, Scalar, Seconds, Status,
    };

    use serde_json::json;

    use super::*;
    use crate::chats::old_values;

    #[test]
    fn the_old_values_are_those_of_the_fields_that_changed() {
        let (id, customer) = (ChatId::new(1).unwrap(), CustomerId::new(2).unwrap());
        let application = ApplicationId::new(1).unwrap();
        let before =
            Chat::new(id, customer, application, CreatedWith::PublicApi, Seconds::new(100));
        let mut after = before.clone();
        assert_eq!(old_values(&before, &after), None);
        (after.status, after.snoozed_until) = (Status::Pending, Some(Seconds::new(9)));
        let old = r#"{"status":"empty","snoozedUntil":null}"#;
        assert_eq!(old_values(&before, &after).as_deref(), Some(old));
        assert_eq!(
            old_values(&after, &before).as_deref(),
            Some(r#"{"status":"pending","snoozedUntil":9}"#)
        );
    }

    #[test]
    fn of_a_customer_custom_data_and_tags_are_kept_too() {
        let customer = Customer::new(CustomerId::new(2).unwrap(), Seconds::new(100));
        let before = CustomerView { customer, tags: Vec::new() };
        let mut after = before.clone();
        after.customer.custom_data = vec![("plan".into(), Scalar::Text("gold".into()))];
        after.customer.name = Some("Ana".into());
        let old: Value = serde_json::from_str(&of_customer(&before, &after).unwrap()).unwrap();
        assert_eq!(old["name"], Value::Null);
        assert_eq!(old["customData"], json!({}));
        assert_eq!(old.as_object().unwrap().len(), 2);
    }
}
