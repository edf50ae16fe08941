//! Links for agents' first passwords: from the first start of a server, and from `deskbell agent
//! invite` and `reset`. Also the reports that an invited administrator reads after `deskbell report
//! rebuild`.

use deskbell_lab::http::Response;
use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, block_on};
use serde_json::{Value, json};

use crate::process::{Server, UNLIMITED, data, fails, run, text};

/// The password that the helpers of this file give to an agent.
pub const PASSWORD: &str = "seven green bottles";

async fn on_both(test: fn(&str)) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = Database::empty(engine).await;
        test(&database.url);
        database.remove().await;
    }
}

/// The secret of a link.
fn token(link: &str) -> String {
    let (page, token) = link.split_once('#').unwrap();
    assert!(page.ends_with("/inbox/welcome") && token.starts_with("dbl_"), "{link}");
    token.to_owned()
}

/// Sets the password with a link, which is valid only once; returns the status.
pub fn accept(server: &Server, link: &str, login: &str) -> u16 {
    let body = json!({"token": token(link), "login": login, "password": PASSWORD});
    server.page("POST", "/app/v1/invitations", "", &body).status
}

/// Signs in; returns the cookie.
pub fn sign_in(server: &Server, login: &str) -> String {
    let body = json!({"login": login, "password": PASSWORD});
    let answer = server.page("POST", "/app/v1/session", "", &body);
    assert_eq!(answer.status, 200, "{}", text(&answer.body));
    let cookie = answer.headers.iter().find(|(name, _)| name == "set-cookie").unwrap();
    cookie.1.split(';').next().unwrap().to_owned()
}

fn get(server: &Server, cookie: &str, target: &str) -> (u16, Value) {
    let Response { status, body, .. } = server.page("GET", target, cookie, &Value::Null);
    (status, serde_json::from_slice(&body).unwrap())
}

#[test]
fn the_first_administrator_begins_by_a_link_that_is_printed_once_and_works_once() {
    block_on(on_both(|url| {
        let server = Server::start(url, &[]);
        let link = server.welcome.clone().unwrap();
        assert!(link.starts_with(&format!("{}/inbox/welcome#", server.address)), "{link}");
        let look = json!({"token": token(&link)});
        let invited = server.page("POST", "/app/v1/invitations/look", "", &look);
        let invited: Value = serde_json::from_slice(&invited.body).unwrap();
        assert_eq!(
            (&invited["name"], &invited["role"]),
            (&json!("Administrator"), &json!("admin"))
        );
        server.stops();
        // The next start prints none, and the first one still works.
        let again = Server::start(url, &[]);
        assert_eq!(again.welcome, None);
        assert_eq!(accept(&again, &link, "ana"), 200);
        assert_eq!(accept(&again, &link, "eve"), 410);
        let cookie = sign_in(&again, "ana");
        let (status, me) = get(&again, &cookie, "/app/v1/me");
        assert_eq!((status, &me["agent"]["role"]), (200, &json!("admin")));
        again.stops();
    }));
}

#[test]
fn a_new_server_has_no_account_that_a_stranger_could_know() {
    block_on(on_both(|url| {
        let server = Server::start(url, &UNLIMITED);
        // One try less than the number after which an address waits.
        for (login, password) in [
            ("admin", "admin"),
            ("administrator", "administrator"),
            ("root", "password"),
            ("deskbell", "deskbell"),
        ] {
            let body = json!({"login": login, "password": password});
            let answer = server.page("POST", "/app/v1/session", "", &body);
            assert_eq!(answer.status, 401, "{login}");
        }
        let agents: Value = serde_json::from_str(&data(url, &["--json", "agent", "list"])).unwrap();
        assert_eq!(agents.as_array().unwrap().len(), 1, "whom the link is for: {agents}");
        server.stops();
    }));
}

#[test]
fn agents_are_invited_and_reset_beside_a_running_server() {
    block_on(on_both(|url| {
        let server = Server::start(url, &UNLIMITED);
        let id = data(url, &["agent", "add", "--name", "Bo", "--role", "superviser"]);
        let first = data(url, &["agent", "invite", &id]);
        let shown = data(url, &["agent", "invite", &id, "--json"]);
        let shown: Value = serde_json::from_str(&shown).unwrap();
        assert!(shown["expiresAt"].is_u64(), "{shown}");
        let second = shown["path"].as_str().unwrap();
        assert_eq!(accept(&server, &first, "bo.first"), 410, "a newer one took its place");
        assert_eq!(accept(&server, second, "bo.second"), 200);
        let cookie = sign_in(&server, "bo.second");
        assert_eq!(get(&server, &cookie, "/app/v1/me").0, 200);
        let reset = data(url, &["agent", "reset", &id, "--second-factor"]);
        // A session that has ended can work for half a second; tests with a controlled clock check
        // that limit.
        while get(&server, &cookie, "/app/v1/me").0 == 200 {}
        assert_eq!(accept(&server, &reset, "bo.third"), 200);
        let cookie = sign_in(&server, "bo.third");
        assert_eq!(get(&server, &cookie, "/app/v1/me").1["agent"]["name"], "Bo");
        for command in ["invite", "reset"] {
            assert!(fails(url, 1, &["agent", command, "99"]).contains("no agent has this id"));
        }
        server.stops();
    }));
}

#[test]
fn reports_are_counted_anew_by_a_command() {
    block_on(on_both(|url| {
        assert!(run(url, &["seed", "--chats", "30"]).status.success());
        for _ in 0..2 {
            let output = run(url, &["report", "rebuild"]);
            assert!(output.status.success(), "{}", text(&output.stderr));
            assert_eq!(text(&output.stdout), "");
        }
        data(url, &["doctor", "--deep"]);
        let server = Server::start(url, &UNLIMITED);
        let link = server.welcome.clone().unwrap();
        assert_eq!(accept(&server, &link, "ana"), 200);
        let cookie = sign_in(&server, "ana");
        let (status, report) = get(&server, &cookie, "/app/v1/reports?by=agent");
        assert_eq!((status, &report["complete"]), (200, &json!(true)), "{report}");
        assert!(
            fails(url, 1, &["report", "rebuild", "--org", "c.example"]).contains("no organization")
        );
        server.stops();
    }));
}
