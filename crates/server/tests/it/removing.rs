//! Agents and applications that are removed on the command line.

use deskbell_app::actions::agents::AgentChanges;
use deskbell_app::{Error, Rejected};
use deskbell_model::{ActSet, AgentId, Chat, ChatScope, OrgId, Status};
use deskbell_storage::agents::{self, Member};
use deskbell_storage::chats::{self, AssigneeRow};
use deskbell_storage::{Class, reads};
use deskbell_testkit::put::Put;
use deskbell_testkit::{Test, block_on, engines};
use serde_json::Value;

use crate::cli::{json, on_both};
use crate::objects::{agent, chat, chat_id, customer, put};
use crate::process::{Server, data, fails};

#[test]
fn an_agent_who_leaves_hands_over_the_open_chats_and_stays_in_what_was_written() {
    block_on(on_both(|url| {
        let server = Server::start(url, &[("DESKBELL_LIMITS__REQUESTS_PER_MINUTE", "0")]);
        let key = server.key.clone().unwrap();
        for name in ["Bo", "Cy"] {
            data(url, &["agent", "add", "--name", name]);
        }
        data(url, &["department", "add", "--name", "Care", "--agent", "2", "--agent", "3"]);
        let call = |method: &str, target: &str, body: &str| {
            let answer = server.exchange(method, Some(&key), target, body);
            assert!(answer.status < 300, "{target}: {}", answer.status);
        };
        call("POST", "/v1/customers", r#"{"name":"Una"}"#);
        for _ in 0..4 {
            call("POST", "/v1/chats", r#"{"customer":1,"application":1,"assignee":2}"#);
        }
        call("POST", "/v1/chats", r#"{"customer":1,"application":1,"assignee":3}"#);
        call("POST", "/v1/messages", r#"{"chat":1,"text":"Here I am","agent":2}"#);
        call("PUT", "/v1/chats/4/status", r#"{"status":"closed"}"#);
        let chat = |id: i64| server.get(&key, &format!("/v1/chats/{id}")).1;
        let assignee = |id: i64| chat(id)["assignee"].clone();
        for heir in ["2", "9"] {
            let refused = fails(url, 1, &["agent", "remove", "2", "--chats-to", heir]);
            assert!(refused.contains("another agent who is active"), "{refused}");
        }
        assert_eq!(assignee(1)["id"], 2, "nothing has changed");
        assert_eq!(
            data(url, &["agent", "remove", "2", "--chats-to", "3"]),
            "removed; open chats given to agent 3: 3"
        );
        let assigned = [1, 2, 3, 4].map(|id| assignee(id)["id"].clone());
        assert_eq!(assigned, [3, 3, 3, 2].map(Value::from), "the closed chat keeps its agent");
        let care = &json(url, &["department", "list"])[0];
        assert_eq!(care["agents"], serde_json::json!([3]));
        assert_eq!(json(url, &["agent", "list"])[1]["active"], false);
        let messages = server.get(&key, "/v1/chats/1/messages").1;
        assert!(messages.to_string().contains("\"Bo\""), "{messages}");
        // Without an heir the chats go to nobody; a second call finds nothing to do.
        let told = data(url, &["agent", "remove", "3"]);
        assert_eq!(told, "removed; open chats left without an assignee: 4");
        assert_eq!(assignee(2), Value::Null);
        assert_eq!(json(url, &["agent", "remove", "3"])["chats"], 0);
        let last = fails(url, 1, &["agent", "remove", "1"]);
        assert!(last.contains("administrator"), "{last}");
        assert!(fails(url, 1, &["agent", "remove", "99"]).contains("no agent"));
        data(url, &["application", "remove", "1"]);
        assert_eq!(json(url, &["application", "list"])[0]["active"], false);
        assert!(fails(url, 1, &["application", "remove", "9"]).contains("no application"));
        assert_eq!(chat(1)["applicationId"], 1);
        data(url, &["doctor", "--deep"]);
        server.stops();
    }));
}

reads! {
    Find(org: OrgId, agent: AgentId) -> Option<Member> =
        async |conn| agents::member(org, conn, agent).await;
    Assignees(org: OrgId) -> Vec<AssigneeRow> =
        async |conn| chats::assignees_behind(org, conn, 0, 10_000).await;
}

/// Returns the ids of the chats that are assigned to an agent.
async fn chats_of(t: &Test, agent: AgentId) -> Vec<i64> {
    let rows = t.app.context.store.read(Class::Page, Assignees(t.org)).await.unwrap();
    rows.iter().filter(|it| it.agent == Some(agent)).map(|it| it.chat.get()).collect()
}

async fn set_active(t: &Test, agent: AgentId, active: bool) {
    let edit = AgentChanges { active: Some(active), ..AgentChanges::default() };
    t.app.access.edit_agent(t.caller, agent, edit).await.unwrap();
}

engines! {
    async fn the_open_chats_are_found_in_every_step_and_behind_a_gap_in_the_ids(t: &Test) {
        let agents = vec![agent(4, "Bo"), agent(5, "Cy")];
        let (leaving, heir) = (agents[0].id, agents[1].id);
        // A step reads 1,000 chats. The agent has 221 chats around the end of the first step, which
        // are also more than one transaction assigns, and two chats far behind the other ids.
        let ids = (1..=2_100).chain([5_000_000, 9_000_000]);
        let chats = ids.map(|id: i64| {
            let is_own = (900..=1_120).contains(&id) || id > 2_100;
            Chat { assignee: is_own.then_some(leaving), ..chat(id, 5) }
        });
        let (customers, chats) = (vec![customer(1)], chats.collect());
        put(t, Put { agents, customers, chats, ..Put::default() }).await;
        let close = ActSet { status: Some(Status::Closed), ..ActSet::default() };
        let closed = vec![chat_id(950)];
        t.app.actions.act(t.caller, ChatScope::All, closed, close).await.unwrap();
        assert_eq!(t.app.remove_agent(t.caller, leaving, Some(heir)).await.unwrap(), 222);
        assert_eq!(chats_of(t, leaving).await, [950], "the closed chat keeps its agent");
        let own = (900..=1_120).filter(|id| *id != 950).chain([5_000_000, 9_000_000]);
        assert_eq!(chats_of(t, heir).await, own.collect::<Vec<_>>());
    }

    async fn what_a_removal_that_failed_has_left_is_done_by_another_call(t: &Test) {
        let agents = vec![agent(4, "Bo"), agent(5, "Cy")];
        let (leaving, heir) = (agents[0].id, agents[1].id);
        let chats = (1..=1_200).map(|id: i64| {
            let owner = match id {
                1..=10 => Some(heir),
                1_150..=1_200 => Some(leaving),
                _ => None,
            };
            Chat { assignee: owner, ..chat(id, 5) }
        });
        let (customers, chats) = (vec![customer(1)], chats.collect());
        put(t, Put { agents, customers, chats, ..Put::default() }).await;
        // The removal failed after it had deactivated the agent and assigned the first chats.
        set_active(t, leaving, false).await;
        assert_eq!(t.app.remove_agent(t.caller, leaving, Some(heir)).await.unwrap(), 51);
        let all = (1..=10).chain(1_150..=1_200);
        assert_eq!(chats_of(t, heir).await, all.collect::<Vec<_>>());
        assert_eq!(t.app.remove_agent(t.caller, leaving, Some(heir)).await.unwrap(), 0);
    }

    async fn an_agent_who_is_deactivated_gets_no_chats_of_one_who_leaves(t: &Test) {
        let agents = vec![agent(4, "Bo"), agent(5, "Cy")];
        let (leaving, heir) = (agents[0].id, agents[1].id);
        let chats = vec![Chat { assignee: Some(leaving), ..chat(1, 5) }];
        let customers = vec![customer(1)];
        put(t, Put { agents, customers, chats, ..Put::default() }).await;
        set_active(t, heir, false).await;
        let refused = t.app.remove_agent(t.caller, leaving, Some(heir)).await;
        assert!(matches!(refused, Err(Error::Rejected(Rejected::HeirNotFound))), "{refused:?}");
        assert_eq!(chats_of(t, leaving).await, [1]);
        let find = Find(t.org, leaving);
        let member = t.app.context.store.read(Class::Point, find).await.unwrap().unwrap();
        assert_eq!(member.deactivated_at, None, "nothing has changed");
        set_active(t, heir, true).await;
        assert_eq!(t.app.remove_agent(t.caller, leaving, Some(heir)).await.unwrap(), 1);
        assert_eq!(chats_of(t, heir).await, [1]);
    }
}
