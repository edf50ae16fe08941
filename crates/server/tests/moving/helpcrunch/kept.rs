//! Objects that agents created or deleted in Deskbell, which an import does not change. Also
//! objects that were deleted in the source, which an import deletes only on request.

use axum::http::Method;
use deskbell_app::actions::agents::Add;
use deskbell_app::actions::takeover::Kept;
use deskbell_model::{AgentId, CustomerId, Role, Seconds};
use deskbell_testkit::{Receiver, engines};
use deskbell_transfer::helpcrunch::{Failed, ImportOptions};
use serde_json::{Value, json};

use super::source::{Line, same};
use super::{imported, options, source};
use crate::account::{exported, tables};

engines! {
    async fn an_organization_with_data_of_its_own_is_refused(t: &Test) {
        let source = source(5).await;
        t.post("/v1/customers", &json!({})).await;
        let failed = imported(t, Line::new(&source), &options()).await.unwrap_err();
        assert!(failed.to_string().contains("deskbell org create"), "{failed}");
        assert!(matches!(failed, Failed::NotEmpty));
        source.finish().await;
    }

    async fn another_source_is_refused(t: &Test) {
        let source = source(5).await;
        imported(t, Line::new(&source), &options()).await.unwrap();
        let other = ImportOptions::new("https://other.example/v1".into());
        let failed = imported(t, Line::new(&source), &other).await.unwrap_err();
        assert!(matches!(failed, Failed::OtherSource(_)), "{failed}");
        source.finish().await;
    }

    async fn an_agent_here_must_be_the_same_person_as_the_one_with_the_id_there(t: &Test) {
        let source = source(5).await;
        let add = |email: &str| Add {
            id: None,
            name: "Ada".into(),
            email: Some(email.into()),
            role: Role::Admin,
            at: Seconds::new(1_700_000_000),
        };
        let ada = t.app.actions.add_agent(t.caller, add("ada@desk.example")).await.unwrap();
        let failed = imported(t, Line::new(&source), &options()).await.unwrap_err();
        assert!(failed.to_string().contains("Ada (1)"), "{failed}");
        let there = source.get("/v1/agents").await.json();
        let email = there["data"][0]["email"].as_str().unwrap_or("one@desk.example").to_owned();
        let line = || {
            let email = email.clone();
            Line::new(&source).shape(move |request, answer| {
                if request.path.starts_with("agents") {
                    answer["data"][0]["email"] = email.to_uppercase().into();
                }
            })
        };
        let edit = deskbell_app::actions::agents::AgentChanges {
            email: Some(Some(email.clone())),
            ..Default::default()
        };
        t.app.access.edit_agent(t.caller, ada.id, edit).await.unwrap();
        imported(t, line(), &options()).await.unwrap();
        let agents = t.get("/v1/agents").await.json();
        assert_eq!(agents["data"][0]["name"], there["data"][0]["name"]);
        source.finish().await;
    }

    async fn an_agent_who_was_edited_here_stays_so_and_gets_no_more_rights_from_there(t: &Test) {
        let source = source(5).await;
        let line = |name: Option<&'static str>| {
            Line::new(&source).shape(move |request, answer| {
                if request.path.starts_with("agents") {
                    answer["data"][0]["role"] = "admin".into();
                    answer["data"][1]["role"] = "admin".into();
                    if let Some(name) = name {
                        answer["data"][1]["name"] = name.into();
                    }
                }
            })
        };
        imported(t, line(None), &options()).await.unwrap();
        let second = async || t.get("/v1/agents").await.json()["data"][1].clone();
        let agent = second().await;
        assert_eq!(agent["role"], "admin");
        let edit = deskbell_app::actions::agents::AgentChanges {
            name: Some("Named here".into()),
            role: Some(Role::Agent),
            ..Default::default()
        };
        let id = agent["id"].as_i64().and_then(AgentId::new).unwrap();
        t.app.access.edit_agent(t.caller, id, edit).await.unwrap();
        let report = imported(t, line(None), &options()).await.unwrap();
        assert_eq!(report.agents.changed, 0);
        let agent = second().await;
        assert_eq!((&agent["name"], &agent["role"]), (&json!("Named here"), &json!("agent")));
        imported(t, line(Some("Named there")), &options()).await.unwrap();
        let agent = second().await;
        assert_eq!((&agent["name"], &agent["role"]), (&json!("Named there"), &json!("agent")));
        source.finish().await;
    }

    async fn a_chat_in_which_somebody_wrote_here_is_left_alone(t: &Test) {
        let source = source(30).await;
        imported(t, Line::new(&source), &options()).await.unwrap();
        let mine = json!({"chat": 3, "text": "From here", "agent": 1});
        assert_eq!(t.post("/v1/messages", &mine).await.status, 201);
        let theirs = json!({"chat": 3, "text": "From there"});
        assert_eq!(source.post("/v1/messages", &theirs).await.status, 201);
        let report = imported(t, Line::new(&source), &options()).await.unwrap();
        assert_eq!(report.kept.get(&Kept::Continued), Some(&1));
        let chat = t.get("/v1/chats/3").await.json();
        assert_eq!(chat["lastMessageText"], "From here");
        source.finish().await;
    }

    async fn chats_of_a_customer_who_was_merged_here_go_to_the_one_who_is_left(t: &Test) {
        let source = source(60).await;
        imported(t, Line::new(&source), &options()).await.unwrap();
        let all = t.get("/v1/customers?limit=100").await.json()["data"].as_array().unwrap().clone();
        let id = |it: &Value| CustomerId::new(it["id"].as_i64().unwrap()).unwrap();
        let anonymous: Vec<_> = all.iter().filter(|it| it["userId"].is_null()).map(id).collect();
        let chats = t.get("/v1/chats?limit=100").await.json()["data"].as_array().unwrap().clone();
        let of = |customer: CustomerId| move |it: &&Value| id(&it["customer"]) == customer;
        let has_chat = |customer: &&CustomerId| chats.iter().any(|it| of(**customer)(&it));
        let mut with_chats = anonymous.iter().filter(has_chat);
        let (from, to) = (*with_chats.next().unwrap(), *with_chats.next().unwrap());
        let chat = chats.iter().find(of(from)).unwrap()["id"].clone();
        t.app.actions.merge_customers(t.caller, from, to).await.unwrap();
        // The one who is left may be merged, too.
        let last = all.iter().map(id).find(|it| ![from, to].contains(it)).unwrap();
        t.app.actions.merge_customers(t.caller, to, last).await.unwrap();
        let theirs = json!({"chat": chat, "text": "From there"});
        assert_eq!(source.post("/v1/messages", &theirs).await.status, 201);
        let new = json!({"customer": from.get(), "application": 1});
        let new = source.post("/v1/chats", &new).await.json()["id"].clone();
        let place = tempfile::tempdir().unwrap();
        for run in ["first", "second"] {
            let report = imported(t, Line::new(&source), &options()).await.unwrap();
            assert_eq!(report.kept.get(&Kept::NoCustomer), None, "{:?}", report.kept);
            let folder = place.path().join(run);
            exported(t, &folder).await;
            // The names of the columns, and an id for each of the two who were merged.
            assert_eq!(tables(&folder)["external_ids.ndjson.gz"].lines().count(), 3, "{run}");
        }
        let here = t.get(&format!("/v1/chats/{chat}")).await.json();
        assert_eq!((&here["lastMessageText"], id(&here["customer"])), (&theirs["text"], last));
        let here = t.get(&format!("/v1/chats/{new}")).await.json();
        assert_eq!(id(&here["customer"]), last);
        source.finish().await;
    }

    async fn what_is_gone_there_is_told_and_deleted_only_with_prune(t: &Test) {
        let source = source(60).await;
        imported(t, Line::new(&source), &options()).await.unwrap();
        let gone = source.get("/v1/chats/9").await.json()["customer"]["id"].clone();
        let path = format!("/v1/customers/{gone}");
        assert_eq!(source.send(Method::DELETE, &path, &[]).await.status, 200);
        let report = imported(t, Line::new(&source), &options()).await.unwrap();
        assert_eq!((report.customers.gone, report.customers.removed), (1, 0));
        assert!(report.chats.gone >= 1 && report.chats.removed == 0);
        assert_eq!(t.get("/v1/chats/9").await.status, 200);
        let prune = ImportOptions { prune: true, ..options() };
        let pruned = imported(t, Line::new(&source), &prune).await.unwrap();
        assert_eq!((pruned.customers.removed, pruned.chats.removed), (1, report.chats.gone));
        same(&source, t).await;
        source.finish().await;
    }

    async fn what_was_deleted_here_does_not_come_back(t: &Test) {
        let source = source(30).await;
        imported(t, Line::new(&source), &options()).await.unwrap();
        let customer = t.get("/v1/chats/4").await.json()["customer"]["id"].clone();
        let path = format!("/v1/customers/{customer}");
        assert_eq!(t.send(Method::DELETE, &path, &[]).await.status, 200);
        let deep = ImportOptions { deep: true, ..options() };
        let report = imported(t, Line::new(&source), &deep).await;
        assert!(report.unwrap().kept.contains_key(&Kept::Deleted));
        assert_eq!(t.get(&path).await.status, 404);
        assert_eq!(t.get("/v1/chats/4").await.status, 404);
        source.finish().await;
    }

    async fn a_note_is_found_by_a_deep_run_alone(t: &Test) {
        let source = source(20).await;
        imported(t, Line::new(&source), &options()).await.unwrap();
        let note = json!({"chat": 2, "text": "Mind the tone", "type": "private", "agent": 2});
        assert_eq!(source.post("/v1/messages", &note).await.status, 201);
        let report = imported(t, Line::new(&source), &options()).await.unwrap();
        assert_eq!(report.messages, 0);
        imported(t, Line::new(&source), &ImportOptions { deep: true, ..options() }).await.unwrap();
        same(&source, t).await;
        source.finish().await;
    }

    async fn links_are_counted_by_host_once_each(t: &Test) {
        let source = source(10).await;
        for text in ["https://ucarecdn.com/a.png", "and https://ucarecdn.com/b http://b.example"] {
            source.post("/v1/messages", &json!({"chat": 1, "text": text})).await;
        }
        let deep = ImportOptions { deep: true, ..options() };
        for options in [options(), options(), deep] {
            let report = imported(t, Line::new(&source), &options).await.unwrap();
            let hosts: Vec<_> =
                report.hosts.iter().map(|it| (it.host.as_str(), it.messages)).collect();
            assert_eq!(hosts, [("ucarecdn.com", 2), ("b.example", 1)]);
        }
        source.finish().await;
    }

    async fn no_webhook_hears_of_the_history(t: &Test) {
        let source = source(20).await;
        let mut receiver = Receiver::start().await;
        let hook = json!({"url": receiver.url(), "events": ["chat.new", "message.chat.customer",
            "message.chat.agent", "customer.new", "chat.status_updated", "customer.deleted"]});
        assert_eq!(t.post("/v1/webhooks", &hook).await.status, 201);
        imported(t, Line::new(&source), &options()).await.unwrap();
        t.post("/v1/customers", &json!({"name": "After the import"})).await;
        t.courier().pass().await.unwrap();
        let told = receiver.next().await.json();
        assert_eq!(told["eventData"]["name"], "After the import", "{told}");
        source.finish().await;
    }
}
