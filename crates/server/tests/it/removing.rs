//! Agents and applications that are removed on the command line.

use deskbell_testkit::block_on;
use serde_json::Value;

use crate::cli::{json, on_both};
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
        call("POST", "/v1/messages", r#"{"chat":1,"text":"Here I am","agent":2}"#);
        call("PUT", "/v1/chats/4/status", r#"{"status":"closed"}"#);
        let chat = |id: i64| server.get(&key, &format!("/v1/chats/{id}")).1;
        let assignee = |id: i64| chat(id)["assignee"].clone();
        for heir in ["2", "9"] {
            let refused = fails(url, 1, &["agent", "remove", "2", "--chats-to", heir]);
            assert!(refused.contains("no agent"), "{refused}");
        }
        assert_eq!(assignee(1)["id"], 2, "nothing has changed");
        assert_eq!(data(url, &["agent", "remove", "2", "--chats-to", "3"]), "3");
        let assigned = [1, 2, 3, 4].map(|id| assignee(id)["id"].clone());
        assert_eq!(assigned, [3, 3, 3, 2].map(Value::from), "the closed chat keeps its agent");
        let care = &json(url, &["department", "list"])[0];
        assert_eq!(care["agents"], serde_json::json!([3]));
        assert_eq!(json(url, &["agent", "list"])[1]["active"], false);
        let messages = server.get(&key, "/v1/chats/1/messages").1;
        assert!(messages.to_string().contains("\"Bo\""), "{messages}");
        // Without an heir the chats go to nobody; a second call finds nothing to do.
        assert_eq!(data(url, &["agent", "remove", "3"]), "3");
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
