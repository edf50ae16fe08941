//! Settings: the rights to create and change them, duplicate names, and the events for agents'
//! pages.

use std::time::Duration;

use deskbell_app::actions::departments::Add;
use deskbell_app::actions::settings::OF_ORGANIZATION;
use deskbell_app::{Caller, Error, Expected, Rejected};
use deskbell_model::setting::{Canned, DepartmentSettings, Look, OrganizationSettings, SavedView};
use deskbell_model::{AgentId, DepartmentId, OrgId, Right, Role, Seconds, SessionId, SettingId};
use deskbell_storage::changes::{self, ChangeRow};
use deskbell_storage::{Class, reads};
use deskbell_testkit::{Test, engines};
use deskbell_wire::inbox::documents::{Document, Edit, read_edit};
use serde_json::{Value, json};

fn agent(t: &Test, id: i64, role: Role) -> Caller {
    let session = SessionId::new(1).unwrap();
    Caller::agent(t.org, AgentId::new(id).unwrap(), role, session)
}

fn edit(value: &Value) -> Edit {
    read_edit(value.to_string().as_bytes()).unwrap()
}

fn canned(shortcut: &str) -> Canned {
    Canned { shortcut: shortcut.into(), text: "Hi {{customer.name}}".into() }
}

async fn list<T: Document>(t: &Test, agent: Option<i64>) -> Vec<Value> {
    let agent = agent.and_then(AgentId::new);
    let json = t.app.lists.setting_list::<T>(t.org, agent).await.unwrap();
    let list: Value = serde_json::from_slice(&json).unwrap();
    list["data"].as_array().unwrap().clone()
}

fn refusal<T: std::fmt::Debug>(result: Result<T, Error>) -> Rejected {
    match result {
        Err(Error::Rejected(rejected)) => rejected,
        other => panic!("{other:?}"),
    }
}

async fn department(t: &Test) -> DepartmentId {
    let at = t.app.context.now();
    let add = Add { id: None, name: "Support".into(), agents: Vec::new(), at };
    t.app.actions.add_department(t.caller, add).await.unwrap().id
}

reads! {
    Changes(org: OrgId) -> Vec<ChangeRow> = async |conn| changes::after(org, conn, 0, 1_000).await;
}

engines! {
    async fn an_agent_sees_shared_responses_and_own_ones_alone(t: &Test) {
        let (ann, bob) = (agent(t, 1, Role::Agent), agent(t, 2, Role::Superviser));
        t.app.actions.create_setting(ann, false, canned("mine")).await.unwrap();
        t.app.actions.create_setting(bob, false, canned("his")).await.unwrap();
        t.app.actions.create_setting(bob, true, canned("ours")).await.unwrap();
        let shortcuts = async |agent| {
            let all = list::<Canned>(t, agent).await;
            all.iter().map(|it| it["shortcut"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(shortcuts(Some(1)).await, ["mine", "ours"]);
        assert_eq!(shortcuts(Some(2)).await, ["his", "ours"]);
        assert_eq!(shortcuts(None).await, ["ours"]);
        let not_found = t.app.lists.setting::<Canned>(
            t.org, AgentId::new(1), SettingId::new(2).unwrap()).await;
        assert_eq!(refusal(not_found), Rejected::SettingNotFound);
    }

    async fn what_is_shared_is_made_changed_and_removed_by_supervisers(t: &Test) {
        let (ann, bob) = (agent(t, 1, Role::Agent), agent(t, 2, Role::Superviser));
        let refused = t.app.actions.create_setting(ann, true, canned("ours")).await;
        assert_eq!(refusal(refused), Rejected::Role);
        let id = t.app.actions.create_setting(bob, true, canned("ours")).await.unwrap().value.id;
        let bye = || edit(&json!({"text": "Bye"}));
        let any = Expected::default;
        let change = async |caller| {
            t.app.actions.change_setting::<Canned>(caller, id, bye(), any()).await
        };
        assert_eq!(refusal(change(ann).await), Rejected::Role);
        assert_eq!(change(bob).await.unwrap().value.value.text, "Bye");
        assert_eq!(change(bob).await.unwrap().seq, None, "nothing changes twice");
        let removed = t.app.actions.delete_setting::<Canned>(ann, id, any()).await;
        assert_eq!(refusal(removed), Rejected::Role);
        t.app.actions.delete_setting::<Canned>(bob, id, any()).await.unwrap();
        let again = t.app.actions.delete_setting::<Canned>(bob, id, any()).await;
        assert_eq!(refusal(again), Rejected::SettingNotFound);
    }

    async fn another_agents_own_response_is_out_of_reach_even_for_an_administrator(t: &Test) {
        let (ann, root) = (agent(t, 1, Role::AgentChatOnly), agent(t, 2, Role::Admin));
        let id = t.app.actions.create_setting(ann, false, canned("mine")).await.unwrap().value.id;
        let bye = edit(&json!({"text": "Bye"}));
        let any = Expected::default;
        let changed = t.app.actions.change_setting::<Canned>(root, id, bye, any()).await;
        assert_eq!(refusal(changed), Rejected::SettingNotFound);
        let removed = t.app.actions.delete_setting::<Canned>(root, id, any()).await;
        assert_eq!(refusal(removed), Rejected::SettingNotFound);
        assert_eq!(list::<Canned>(t, Some(1)).await.len(), 1);
    }

    async fn a_shortcut_is_taken_once_by_each_owner_and_kind(t: &Test) {
        let (ann, bob) = (agent(t, 1, Role::Superviser), agent(t, 2, Role::Agent));
        let create = async |caller, is_shared, it| {
            t.app.actions.create_setting::<Canned>(caller, is_shared, it).await
        };
        create(ann, false, canned("hi")).await.unwrap();
        create(ann, true, canned("hi")).await.unwrap();
        create(bob, false, canned("hi")).await.unwrap();
        assert_eq!(refusal(create(ann, false, canned("hi")).await), Rejected::NameTaken);
        assert_eq!(refusal(create(ann, true, canned("hi")).await), Rejected::NameTaken);
        let view = SavedView { name: "hi".into(), filter: "{}".into() };
        t.app.actions.create_setting(ann, false, view).await.unwrap();
        let other = create(ann, false, canned("other")).await.unwrap().value.id;
        let to_hi = edit(&json!({"shortcut": "HI"}));
        let any = Expected::default();
        let taken = t.app.actions.change_setting::<Canned>(ann, other, to_hi, any).await;
        assert_eq!(refusal(taken), Rejected::NameTaken);
    }

    async fn a_change_that_does_not_fit_changes_nothing_and_says_why(t: &Test) {
        let ann = agent(t, 1, Role::Agent);
        let made = t.app.actions.create_setting(ann, false, canned("hi")).await.unwrap();
        let bad = edit(&json!({"text": "{{nobody}}", "shortcut": "a b"}));
        let any = Expected::default();
        let refused = t.app.actions.change_setting::<Canned>(ann, made.value.id, bad, any).await;
        let Err(Error::Invalid(found)) = refused else { panic!("{refused:?}") };
        let pointers: Vec<_> = found.iter().map(|it| it.pointer.as_deref().unwrap()).collect();
        assert_eq!(pointers, ["/shortcut", "/text"]);
        assert_eq!(list::<Canned>(t, Some(1)).await[0]["text"], "Hi {{customer.name}}");
    }

    async fn an_organization_has_as_many_views_as_it_may_and_no_more(t: &Test) {
        let root = agent(t, 1, Role::Admin);
        let create = async |number: u32, is_shared| {
            let view = SavedView { name: number.to_string(), filter: "{}".into() };
            t.app.actions.create_setting(root, is_shared, view).await
        };
        for number in 0..100 {
            create(number, true).await.unwrap();
        }
        assert_eq!(refusal(create(100, true).await), Rejected::AsManyAsAllowed);
        create(0, false).await.unwrap();
        assert_eq!(list::<SavedView>(t, Some(1)).await.len(), 101);
    }

    async fn what_was_never_set_has_the_values_of_a_new_one(t: &Test) {
        let root = agent(t, 1, Role::Admin);
        let look: Look = t.app.lists.set(t.org, 1).await.unwrap();
        assert_eq!(look, Look::default());
        let any = Expected::default;
        let left = edit(&json!({"position": "left"}));
        let recorded = t.app.actions.set::<Look>(root, 1, left, any()).await.unwrap();
        let json: Value = serde_json::from_str(&recorded.json).unwrap();
        assert_eq!((&json["position"], &json["offsetX"]), (&json!("left"), &json!(24)));
        let look: Look = t.app.lists.set(t.org, 1).await.unwrap();
        assert_eq!(look, recorded.value);
        let nothing = edit(&json!({}));
        let missing = t.app.actions.set::<Look>(root, 7, nothing.clone(), any()).await;
        assert_eq!(refusal(missing), Rejected::ApplicationNotFound);
        let missing = t.app.actions.set::<DepartmentSettings>(root, 7, nothing, any()).await;
        assert_eq!(refusal(missing), Rejected::DepartmentNotFound);
    }

    async fn only_an_administrator_sets_what_holds_for_all(t: &Test) {
        for role in [Role::AgentChatOnly, Role::Agent, Role::Superviser] {
            let (caller, any) = (agent(t, 1, role), Expected::default());
            let set = edit(&json!({"zone": "Europe/Berlin"}));
            let id = OF_ORGANIZATION;
            let refused = t.app.actions.set::<OrganizationSettings>(caller, id, set, any).await;
            assert_eq!(refusal(refused), Rejected::Role);
            assert_eq!(caller.check(Right::Organization), Err(Rejected::Role));
        }
    }

    async fn it_is_open_within_the_hours_of_the_department_or_else_of_the_organization(t: &Test) {
        let root = agent(t, 1, Role::Admin);
        let department = department(t).await;
        // The test's clock stands on Friday, 2027-01-15 at 08:00 UTC.
        let now = t.app.context.now();
        let opening = async |department| t.app.lists.opening(t.org, department, now).await.unwrap();
        assert!(opening(None).await.open && opening(Some(department)).await.open);
        let nine = json!([{"from": "09:00", "to": "17:00"}]);
        let any = Expected::default;
        let set = edit(&json!({"hours": {"zone": "UTC", "week": {"friday": nine}}}));
        let id = OF_ORGANIZATION;
        t.app.actions.set::<OrganizationSettings>(root, id, set, any()).await.unwrap();
        let at_nine = now.plus(60 * 60);
        for department in [None, Some(department)] {
            let found = opening(department).await;
            assert_eq!((found.open, found.next), (false, Some(at_nine)));
        }
        let eight = json!([{"from": "08:00", "to": "08:01"}]);
        let set = edit(&json!({"hours": {"zone": "UTC", "week": {"friday": eight}}}));
        let id = department.get();
        t.app.actions.set::<DepartmentSettings>(root, id, set, any()).await.unwrap();
        assert!(opening(Some(department)).await.open);
        t.clock.advance(Duration::from_secs(60));
        let later = t.app.context.now();
        let found = t.app.lists.opening(t.org, Some(department), later).await.unwrap();
        assert_eq!(found.next, Some(Seconds::new(now.get() + 7 * 24 * 60 * 60)));
    }

    async fn agents_are_told_which_setting_changed_and_programs_nothing(t: &Test) {
        let ann = agent(t, 1, Role::Agent);
        let secret = Canned { shortcut: "hi".into(), text: "words of Ann's own".into() };
        let id = t.app.actions.create_setting(ann, false, secret).await.unwrap().value.id;
        let bye = edit(&json!({"text": "Bye"}));
        let any = Expected::default;
        t.app.actions.change_setting::<Canned>(ann, id, bye, any()).await.unwrap();
        t.app.actions.delete_setting::<Canned>(ann, id, any()).await.unwrap();
        let rows = t.app.context.store.read(Class::Page, Changes(t.org)).await.unwrap();
        let is_told = |row: &&ChangeRow| row.kind.as_str() == "setting.updated";
        let told: Vec<_> = rows.iter().filter(is_told).collect();
        assert_eq!(told.len(), 3);
        let payload: Value = serde_json::from_str(told[2].payload.as_deref().unwrap()).unwrap();
        assert_eq!(payload, json!({"id": id.get(), "of": "canned", "agent": 1, "removed": true}));
        assert_eq!(told[0].actor.unwrap().to_string(), "agent:1");
        let feed = t.get("/v1/changes?after=0&limit=1000").await;
        assert!(!String::from_utf8(feed.body.clone()).unwrap().contains("setting"));
        assert_eq!(feed.json()["meta"]["next"], rows.last().unwrap().seq.get());
        let refused = t.get("/v1/changes?kind=setting.updated").await;
        assert_eq!(refused.status, 400);
        let trail = t.app.feed.audit(t.org, ann.actor.into(), i64::MAX, 10).await.unwrap();
        let before = trail[1].before.as_deref().unwrap();
        assert_eq!(before, r#"{"shortcut":"hi","text":"words of Ann's own"}"#);
    }
}
