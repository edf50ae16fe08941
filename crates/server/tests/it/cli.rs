//! The command line of the real binary: standard output, standard error, and exit codes.

use std::process::Command;

use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, block_on};
use serde_json::Value;

use crate::process::{
    BINARY, Server, data, deskbell, fails, first_line, place, refused, run, text,
};

pub async fn on_both(test: fn(&str)) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = Database::migrated(engine).await;
        test(&database.url);
        database.remove().await;
    }
}

pub fn json(url: &str, args: &[&str]) -> Value {
    let args: Vec<_> = args.iter().copied().chain(["--json"]).collect();
    serde_json::from_str(&data(url, &args)).unwrap()
}

#[test]
fn a_key_is_made_listed_and_revoked_while_a_server_runs() {
    block_on(on_both(|url| {
        let server = Server::start(url, &[("DESKBELL_LIMITS__REQUESTS_PER_MINUTE", "0")]);
        let first = server.key.clone().unwrap();
        assert_eq!(server.get(&first, "/v1/chats/total").0, 200);
        let key = data(url, &["key", "create", "--name", "second", "--read-only"]);
        assert!(key.starts_with("dbk_") && key.len() == 68, "{key}");
        assert_eq!(server.get(&key, "/v1/chats").0, 200);
        let keys = json(url, &["key", "list"]);
        assert_eq!((&keys[1]["name"], &keys[1]["scope"]), (&"second".into(), &"read".into()));
        data(url, &["key", "revoke", "2"]);
        // A revoked key can work for a second; tests with a controlled clock check that limit.
        while server.get(&key, "/v1/chats").0 == 200 {}
        assert_eq!(server.get(&first, "/v1/chats/total").0, 200);
        assert!(fails(url, 1, &["key", "revoke", "2"]).contains("no working key"));
        server.stops();
        // The first key is printed only at the first start.
        let again = Server::start(url, &[]);
        assert_eq!(again.key, None);
        assert_eq!(again.get(&first, "/v1/chats/total").0, 200);
        again.signal("-INT");
        assert_eq!(again.wait(), Some(0));
    }));
}

#[test]
fn organizations_are_made_and_then_have_to_be_named() {
    block_on(on_both(|url| {
        assert_eq!(json(url, &["org", "list"]).as_array().unwrap().len(), 0);
        assert_eq!(data(url, &["org", "create", "a.example"]), "1");
        assert_eq!(json(url, &["application", "list"])[0]["id"], 1);
        assert!(fails(url, 1, &["org", "create", "a.example"]).contains("exists already"));
        data(url, &["key", "create"]);
        assert_eq!(data(url, &["org", "create", "b.example"]), "2");
        assert!(fails(url, 2, &["key", "create"]).contains("--org DOMAIN"));
        data(url, &["key", "create", "--org", "b.example"]);
        assert!(fails(url, 1, &["key", "list", "--org", "c.example"]).contains("no organization"));
        data(url, &["org", "set", "--org", "a.example", "--requests-per-minute", "7"]);
        let list = json(url, &["org", "list"]);
        assert_eq!(list[0]["requestsPerMinute"], 7);
        assert_eq!(list[1]["requestsPerMinute"], Value::Null);
        data(url, &["org", "set", "--org", "a.example", "--requests-per-minute", "default"]);
        assert_eq!(json(url, &["org", "list"])[0]["requestsPerMinute"], Value::Null);
    }));
}

#[test]
fn agents_are_let_see_all_chats_by_a_command_too() {
    block_on(on_both(|url| {
        data(url, &["org", "create", "a.example"]);
        assert!(fails(url, 2, &["org", "set"]).contains("--requests-per-minute"));
        let set = json(url, &["org", "set", "--agents-see-all", "true"]);
        assert_eq!(set, serde_json::json!({"agentsSeeAll": true}));
        let both = ["org", "set", "--agents-see-all", "false", "--requests-per-minute", "9"];
        let told = serde_json::json!({"requestsPerMinute": 9, "agentsSeeAll": false});
        assert_eq!(json(url, &both), told);
        let rows = json(url, &["changes", "--actor", "system"]);
        let (last, first) = (&rows[0], &rows[1]);
        assert_eq!((&last["kind"], &last["via"]), (&"setting.updated".into(), &"command".into()));
        assert_eq!(first["kind"], "setting.updated");
    }));
}

#[test]
fn the_audit_trail_is_shown_by_author() {
    block_on(on_both(|url| {
        assert_eq!(data(url, &["agent", "add", "--name", "Ana"]), "1");
        let rows = json(url, &["changes", "--actor", "system"]);
        let found = (&rows[0]["kind"], &rows[0]["id"], &rows[0]["actor"], &rows[0]["via"]);
        let (kind, system, via) = ("agent.created".into(), "system".into(), "command".into());
        assert_eq!(found, (&kind, &1.into(), &system, &via));
        assert_eq!(json(url, &["changes", "--actor", "key:1"]), Value::Array(vec![]));
        assert_eq!(json(url, &["changes", "--limit", "1"]).as_array().unwrap().len(), 1);
        assert!(fails(url, 2, &["changes", "--actor", "robot:1"]).contains("KIND:ID"));
    }));
}

#[test]
fn agents_departments_and_applications_are_added_and_listed() {
    block_on(on_both(|url| {
        assert_eq!(data(url, &["agent", "add", "--name", "Ana", "--email", "a@b.example"]), "1");
        let args = ["agent", "add", "--name", "Bo", "--role", "superviser", "--id", "6691"];
        assert_eq!(data(url, &args), "6691");
        assert_eq!(data(url, &["agent", "add", "--name", "Cy"]), "6692");
        assert!(fails(url, 1, &["agent", "add", "--name", "D", "--id", "1"]).contains("taken"));
        let list = json(url, &["agent", "list"]);
        assert_eq!(list[1]["role"], "superviser");
        assert_eq!(list[0]["email"], "a@b.example");
        let args = [
            "department",
            "add",
            "--name",
            "Sales",
            "--agent",
            "6691",
            "--agent",
            "1",
            "--agent",
            "1",
        ];
        assert_eq!(data(url, &args), "1");
        let list = json(url, &["department", "list"]);
        assert_eq!(list[0]["agents"], serde_json::json!([1, 6691]));
        let args = ["department", "add", "--name", "X", "--agent", "5"];
        assert!(fails(url, 1, &args).contains("no agent"));
        let set = ["department", "set", "1", "--name", "Care", "--agent", "1"];
        let care = json(url, &set);
        assert_eq!((&care["name"], &care["agents"]), (&"Care".into(), &serde_json::json!([1])));
        assert_eq!(
            json(url, &["department", "set", "1", "--no-agents"])["agents"],
            Value::Array(vec![])
        );
        data(url, &["department", "delete", "1"]);
        assert_eq!(json(url, &["department", "list"]), serde_json::json!([]));
        assert!(fails(url, 1, &["department", "delete", "1"]).contains("no department"));
        let args = ["application", "add", "--name", "shop", "--type", "ios"];
        assert_eq!(data(url, &args), "2");
        assert_eq!(json(url, &["application", "list"])[1]["type"], "ios");
        data(url, &["application", "set", "2", "--display-name", "Shop", "--active", "false"]);
        let shop = json(url, &["application", "list"])[1].clone();
        assert_eq!((&shop["displayName"], &shop["active"]), (&"Shop".into(), &false.into()));
        data(url, &["agent", "set", "1", "--role", "admin", "--name", "Anna", "--email", ""]);
        let anna = json(url, &["agent", "set", "6691", "--active", "false"]);
        assert_eq!((&anna["id"], &anna["active"]), (&6691.into(), &false.into()));
        let list = json(url, &["agent", "list"]);
        let shown =
            |at: usize| ["name", "email", "role", "active"].map(|key| list[at][key].clone());
        assert_eq!(shown(0), ["Anna".into(), Value::Null, "admin".into(), true.into()]);
        assert_eq!(shown(1)[3], false);
        let last = fails(url, 1, &["agent", "set", "1", "--active", "false"]);
        assert!(last.contains("administrator"), "{last}");
        assert!(fails(url, 1, &["agent", "set", "99", "--name", "x"]).contains("no agent"));
        let args = ["application", "set", "9", "--name", "x"];
        assert!(fails(url, 1, &args).contains("no application"));
    }));
}

#[test]
fn made_up_data_is_counted_by_the_server() {
    block_on(on_both(|url| {
        let output = run(url, &["seed", "--chats", "123", "--messages-per-chat", "2"]);
        assert!(output.status.success());
        assert!(text(&output.stderr).contains("123 chats and 41 customers made in"));
        let server = Server::start(url, &[("DESKBELL_LIMITS__REQUESTS_PER_MINUTE", "0")]);
        let key = data(url, &["key", "create"]);
        assert_eq!(server.get(&key, "/v1/chats/total").1["total"], 123);
        for _ in 0..130 {
            assert_eq!(server.get(&key, "/v1/chats?limit=1").0, 200);
        }
        server.stops();
    }));
}

#[test]
fn a_schema_is_migrated_once_and_a_newer_one_refused() {
    block_on(async {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let database = Database::empty(engine).await;
            let first = json(&database.url, &["migrate"]);
            assert_eq!(first["applied"][0], "foundation");
            assert_eq!(json(&database.url, &["migrate"])["applied"], serde_json::json!([]));
            database.remove().await;
        }
    });
}

#[test]
fn settings_come_from_the_file_the_environment_and_the_flags_in_this_order() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("deskbell.toml");
    std::fs::write(&file, "[limits]\nrequests_per_minute = 5\n[log]\nlevel = \"warn\"\n").unwrap();
    let file = file.to_str().unwrap();
    let url = "postgres://user:hunter2@db.example/desk";
    let output = deskbell(url, &["config", "show", "--json", "--config", file])
        .env("DESKBELL_LIMITS__REQUESTS_PER_MINUTE", "6")
        .output()
        .unwrap();
    let shown = text(&output.stdout);
    assert!(!shown.contains("hunter2"), "{shown}");
    let shown: Value = serde_json::from_str(&shown).unwrap();
    let of = |key: &str| {
        let all = shown.as_array().unwrap();
        all.iter().find(|it| it["setting"] == key).unwrap().clone()
    };
    assert_eq!(of("limits.requests_per_minute")["value"], 6);
    assert_eq!(of("limits.requests_per_minute")["from"], "DESKBELL_LIMITS__REQUESTS_PER_MINUTE");
    assert_eq!(of("log.level")["value"], "warn");
    assert_eq!(of("database.url")["value"], "postgres://user:***@db.example/desk");
    assert_eq!(of("server.listen")["from"], "default");
    std::fs::write(file, "[limits]\nrequests_per_minutes = 5\n").unwrap();
    let talk = fails(url, 1, &["config", "check", "--config", file]);
    assert!(talk.contains("deskbell.toml:2") && talk.contains("requests_per_minutes"), "{talk}");
}

#[test]
fn a_check_of_the_settings_reads_the_address_and_the_files_that_they_name() {
    let (folder, _) = place();
    let missing = folder.path().join("missing.pem");
    let missing = missing.to_str().unwrap();
    for (key, value, why) in [
        ("DESKBELL_DATABASE__URL", "postgres://h/d", "names no user"),
        ("DESKBELL_POSTGRES__LISTEN_URL", "postgres://u@h/d?sslmode=on", "an unknown sslmode"),
        ("DESKBELL_WEBHOOKS__CA", missing, "missing.pem"),
        ("PGSSLROOTCERT", missing, "missing.pem"),
    ] {
        let mut check = Command::new(BINARY);
        check.args(["config", "check"]).current_dir(folder.path()).env_clear();
        check.env("DESKBELL_DATABASE__URL", "postgres://u@h/d?sslmode=verify-full");
        check.env(key, value);
        let talk = refused(check, 1);
        assert!(talk.contains(why), "{key}: {talk}");
    }
}

#[test]
fn wrong_usage_is_2_and_says_what_is_right() {
    let (folder, url) = place();
    for (args, hint) in [
        (&["nonsense"][..], "unrecognized subcommand"),
        (&["sevre"], "'serve'"),
        (&["-q", "-v", "migrate"], "cannot be used with"),
        (&["key", "create", "--expires", "soon"], "90d, 12h or 30m"),
        (&["completions", "tcsh"], "possible values"),
        (&["health", "--url", "ftp://a"], "http://HOST:PORT or unix:PATH"),
        (&["seed"], "--chats"),
        (&["seed", "--chats", "0"], "1..=100000000"),
        (&["key", "revoke", "x"], "whole number"),
        (&["agent", "add", "--name", ""], "1 to 255 characters"),
        (&["agent", "add", "--name", "A", "--role", "boss"], "agentChatOnly"),
        (&["agent", "add", "--name", "A", "--id", "9007199254740992"], "9007199254740991"),
        (&["serve", "--listen", "nowhere"], "127.0.0.1:8080"),
        (&["serve", "--demo"], "cannot be used with"),
    ] {
        let talk = fails(&url, 2, args);
        assert!(talk.contains(hint), "{args:?}: {talk}");
    }
    assert!(fails("mysql://x", 2, &["migrate"]).contains("sqlite:PATH"));
    let missing = format!("sqlite:{}/no/such/a.db", folder.path().display());
    assert!(fails(&missing, 1, &["migrate"]).contains("make it first"));
}

#[test]
fn every_command_explains_itself() {
    for command in [
        &["serve"][..],
        &["key"],
        &["health"],
        &["key", "create"],
        &["org", "set"],
        &["agent", "add"],
        &["department", "add"],
        &["application", "add"],
        &["seed"],
        &["import", "transcripts"],
        &["migrate"],
        &["config"],
        &["completions"],
        &["man"],
    ] {
        let args: Vec<_> = command.iter().copied().chain(["--help"]).collect();
        assert!(data("sqlite:x.db", &args).contains("Usage: deskbell"), "{command:?}");
    }
}

#[test]
fn the_demonstration_serves_23905_chats_from_a_folder_it_makes() {
    let folder = tempfile::tempdir().unwrap();
    let (mut counted, mut hosts) = (Vec::new(), Vec::new());
    for _ in 0..2 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_deskbell"))
            .args(["serve", "--demo", "--listen", "127.0.0.1:0", "--json"])
            .current_dir(folder.path())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let said = first_line(&mut child).unwrap_or_else(|line| panic!("it said {line:?}"));
        let server = Server::adopt(child, &said);
        let key = server.key.clone().unwrap();
        let (status, answer) = server.get(&key, "/v1/chats/total");
        assert_eq!(status, 200, "{answer}");
        counted.push((answer["total"].clone(), key));
        let (page, words) = server.welcome.as_deref().unwrap().split_once('#').unwrap();
        assert_eq!(page, format!("{}/demo/inbox", server.address));
        let (login, password) = words.split_once(':').unwrap();
        let body = serde_json::json!({"login": login, "password": password});
        let signed_in = server.page("POST", "/app/v1/session", "", &body);
        assert_eq!(signed_in.status, 200);
        let cookie = signed_in.headers.iter().find(|(name, _)| name == "set-cookie").unwrap();
        let cookie = cookie.1.split(';').next().unwrap();
        let me = server.page("GET", "/app/v1/me", cookie, &Value::Null);
        let me: Value = serde_json::from_slice(&me.body).unwrap();
        let own = me["agent"]["id"].as_i64().unwrap();
        assert_eq!(me["agent"]["role"], "admin");
        let pictures = me["team"]["agents"].as_array().unwrap().iter();
        let pictures: Vec<_> = pictures.filter_map(|it| it["picture"].as_str()).collect();
        assert_eq!(pictures.len(), 10, "two agents have none");
        for picture in pictures {
            let picture = server.page("GET", picture, "", &Value::Null);
            assert_eq!((picture.status, picture.body.get(8..12)), (200, Some(&b"WEBP"[..])));
        }
        // Another one leads from now on; who led before keeps the name.
        let others = me["team"]["agents"].as_array().unwrap();
        let other = others.iter().find(|it| it["id"] != own).unwrap()["id"].clone();
        for (agent, role) in [(other, "admin"), (own.into(), "agent")] {
            let role = serde_json::json!({"role": role});
            let target = format!("/app/v1/agents/{agent}");
            assert_eq!(server.page("PATCH", &target, cookie, &role).status, 200);
        }
        hosts.push((own, login.to_owned()));
        server.stops();
    }
    assert_eq!(hosts[0].1, "demo");
    assert_ne!(hosts[0].0, hosts[1].0);
    assert_ne!(hosts[0].1, hosts[1].1);
    assert_eq!(counted[0].0, 23_905);
    assert_eq!(counted[1].0, 23_905);
    assert_ne!(counted[0].1, counted[1].1);
    let left: Vec<_> = std::fs::read_dir(folder.path().join("deskbell-demo"))
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(
        !left.iter().any(|name| name.contains("unfinished") || name.ends_with("-wal")),
        "{left:?}"
    );
}

#[test]
fn a_webhook_is_made_changed_tried_and_deleted() {
    block_on(on_both(|url| {
        let hook = |args: &[&str]| data(url, &[&["webhook"], args].concat());
        let target = "https://hooks.invalid/x";
        let secret = hook(&["create", "--url", target, "--events", "chat.new,chat.closed"]);
        assert!(secret.starts_with("whsec_") && secret.len() == 50, "{secret}");
        let all = json(url, &["webhook", "create", "--url", target]);
        assert_eq!(all["events"].as_array().unwrap().len(), 20);
        assert!(all["secret"].as_str().unwrap().starts_with("whsec_"));
        hook(&["set", "1", "--events", "chat.rated", "--enabled", "false"]);
        let listed = json(url, &["webhook", "list"]);
        assert_eq!(
            (&listed[0]["events"], &listed[0]["enabled"]),
            (&"chat.rated".into(), &false.into())
        );
        assert!(!hook(&["list"]).contains("whsec_"));
        assert_ne!(hook(&["rotate", "1"]), secret);
        hook(&["test", "1"]);
        hook(&["replay", "1", "--since", "0"]);
        hook(&["replay", "1", "--delivery", "1"]);
        let deliveries = json(url, &["webhook", "deliveries", "1"]);
        assert_eq!(
            (&deliveries[0]["event"], &deliveries[0]["ended"]),
            (&"webhook.test".into(), &false.into())
        );
        hook(&["delete", "1"]);
        assert!(fails(url, 1, &["webhook", "delete", "1"]).contains("no webhook has this id"));
        assert!(fails(url, 1, &["webhook", "replay", "2", "--delivery", "9"]).contains("delivery"));
        let create = ["webhook", "create", "--url"];
        for (bad, why) in [
            ("ftp://x", "http:// or https://"),
            ("http://127.0.0.1/", "webhooks.allow"),
            ("http://a:b@c", "a user or a password"),
        ] {
            let refused = fails(url, 2, &[&create[..], &[bad]].concat());
            assert!(refused.contains(why), "{refused}");
        }
        let refused = fails(url, 2, &[&create[..], &[target, "--header", "Host: secret"]].concat());
        assert!(refused.contains("Host") && !refused.contains("secret"), "{refused}");
        let refused = fails(url, 2, &["webhook", "create", "--url", target, "--events", "chat.x"]);
        assert!(refused.contains("message.email.agent"), "{refused}");
        assert!(fails(url, 2, &["webhook", "replay", "2"]).contains("--since"));
    }));
}
