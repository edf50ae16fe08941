//! The recorded changes: a change is committed with its object, and its JSON equals the object's
//! GET.

use deskbell_model::Kind;
use deskbell_storage::changes::{self, ChangeRow};
use deskbell_storage::customers::{self, CustomerRow};
use deskbell_storage::{Class, Conn, Read, Result, reads};
use deskbell_testkit::{Test, dialogs, engines};
use deskbell_transfer::seed::{Plan, seed};
use deskbell_transfer::transcripts;
use serde_json::Value;

use crate::seed::Silent;

reads! {
    After(org: deskbell_model::OrgId) -> Vec<ChangeRow> =
        async |conn| changes::after(org, conn, 0, 1_000).await;
}

struct FirstCustomer(deskbell_model::OrgId);

impl Read for FirstCustomer {
    type Out = Option<(CustomerRow, Vec<deskbell_model::Tag>)>;

    async fn run<C: Conn>(self, conn: &mut C) -> Result<Self::Out> {
        for id in (1..).map_while(deskbell_model::CustomerId::new) {
            let Some(row) = customers::find(self.0, conn, id).await? else { return Ok(None) };
            let tags = customers::tags(self.0, conn, id).await?;
            if !tags.is_empty() && row.custom_data != "{}" {
                return Ok(Some((row, tags)));
            }
        }
        Ok(None)
    }
}

/// Reads all changes of the test's organization.
pub async fn recorded(t: &Test) -> Vec<ChangeRow> {
    t.app.context.store.read(Class::Page, After(t.org)).await.unwrap()
}

engines! {
    async fn an_imported_dialog_is_recorded_quietly_as_its_objects_are_shown(t: &Test) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("one.ndjson");
        std::fs::write(&file, dialogs::dialog(3).to_string()).unwrap();
        transcripts::import(&t.app, t.org, &file, &mut Silent).await.unwrap();
        let changes = recorded(t).await;
        assert!((1..).zip(&changes).all(|(seq, change)| change.seq.get() == seq));
        let of = |kind: Kind| changes.iter().filter(move |change| change.kind == kind);
        assert_eq!(of(Kind::AgentCreated).count(), 3);
        assert!(of(Kind::AgentCreated).all(|change| !change.quiet));
        let chat = of(Kind::ChatCreated).next().unwrap();
        assert!(chat.quiet);
        let shown = t.get("/v1/chats/1").await.body;
        assert_eq!(chat.payload.as_ref().unwrap().as_bytes(), shown);
        let shown = t.get("/v1/chats/1/messages").await.json();
        let messages: Vec<Value> = of(Kind::MessageCreated)
            .map(|change| serde_json::from_str(change.payload.as_ref().unwrap()).unwrap())
            .collect();
        let newest_first: Vec<_> = messages.into_iter().rev().collect();
        assert_eq!(&newest_first, shown["messages"].as_array().unwrap());
        let customer = of(Kind::CustomerCreated).next().unwrap();
        let customer: Value = serde_json::from_str(customer.payload.as_ref().unwrap()).unwrap();
        assert_eq!((&customer["id"], &customer["notes"]), (&1.into(), &"Topic 3".into()));
        assert_eq!(customer["location"]["city"], Value::Null);
        assert_eq!(customer["customData"], serde_json::json!({}));
    }

    async fn made_up_data_says_reset_in_each_of_its_transactions(t: &Test) {
        let plan = Plan { chats: 400, messages_per_chat: 2, seed: 1 };
        seed(&t.app, t.org, plan, &mut Silent).await.unwrap();
        let changes = recorded(t).await;
        let resets = changes.iter().filter(|change| change.kind == Kind::Reset).count();
        assert!((3..50).contains(&resets), "{resets}");
        let last = changes.last().unwrap();
        assert_eq!((last.kind, last.subject, &last.payload), (Kind::Reset, 0, &None));
    }

    async fn made_up_customers_have_tags_and_custom_data(t: &Test) {
        let plan = Plan { chats: 90, messages_per_chat: 1, seed: 1 };
        seed(&t.app, t.org, plan, &mut Silent).await.unwrap();
        let found = t.app.context.store.read(Class::Scan, FirstCustomer(t.org)).await;
        let (row, tags) = found.unwrap().expect("a customer with both");
        let data = deskbell_wire::customers::read_custom_data(&row.custom_data).unwrap();
        assert_eq!(data[0].0, "plan");
        assert!(tags.iter().all(|tag| tag.color.starts_with('#')));
    }
}
