//! The rules that all commands share: which commands create a database, how commands read input,
//! and their help.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, block_on};
use serde_json::Value;

use crate::process::{BINARY, Server, data, deskbell, fails, migrated, place, refused, run, text};

/// The commands that need an existing database, and must not create a database.
const READERS: [&[&str]; 14] = [
    &["key", "list"],
    &["key", "create"],
    &["org", "list"],
    &["org", "create", "a.example"],
    &["agent", "add", "--name", "Ana"],
    &["department", "list"],
    &["application", "list"],
    &["customer", "list"],
    &["webhook", "list"],
    &["files", "check"],
    &["changes"],
    &["report", "rebuild"],
    &["export", "out"],
    &["backup", "copy.db"],
];

/// Runs a command with this standard input.
fn fed(url: &str, args: &[&str], input: &str) -> Output {
    let mut command = deskbell(url, args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn a_mistyped_address_makes_no_database_and_the_way_to_make_one_is_told() {
    let (folder, url) = place();
    let file = folder.path().join("a.db");
    for args in READERS.iter().filter(|args| args[0] != "backup") {
        let talk = fails(&url, 1, args);
        assert!(talk.contains("there is no database of Deskbell at sqlite:/"), "{args:?}: {talk}");
        assert!(talk.contains("`deskbell serve`") && talk.contains("--database"), "{talk}");
    }
    fails(&url, 1, &["backup", folder.path().join("copy.db").to_str().unwrap()]);
    data(&url, &["doctor"]);
    data(&url, &["config", "check"]);
    assert!(!file.exists() && !folder.path().join("copy.db").exists());
    std::fs::write(&file, "").unwrap();
    assert!(fails(&url, 1, &["key", "list"]).contains("there is no database"));
    assert_eq!(std::fs::metadata(&file).unwrap().len(), 0, "an empty file stays empty");
    for (name, args) in [("seeded.db", &["seed", "--chats", "1"][..]), ("made.db", &["migrate"])] {
        let path = folder.path().join(name);
        data(&format!("sqlite:{}", path.display()), args);
        assert!(path.exists(), "{args:?}");
    }
}

#[test]
fn an_empty_database_of_postgresql_stays_empty_and_its_password_is_not_told() {
    block_on(async {
        let database = Database::empty(Engine::Postgres).await;
        for args in [&["key", "create"][..], &["org", "list"]] {
            let talk = fails(&database.url, 1, args);
            assert!(talk.contains("there is no database of Deskbell at postgres"), "{talk}");
        }
        let migrated: Value =
            serde_json::from_str(&data(&database.url, &["migrate", "--json"])).unwrap();
        assert_eq!(migrated["applied"][0], "foundation", "no command made the schema before");
        assert!(data(&database.url, &["key", "create"]).starts_with("dbk_"));
        database.remove().await;
    });
}

#[test]
fn a_quiet_command_says_nothing_but_data_and_errors() {
    let (_folder, url) = place();
    let loud = run(&url, &["seed", "--chats", "20"]);
    assert!(text(&loud.stderr).contains("20 chats"), "{loud:?}");
    let quiet = run(&url, &["-q", "seed", "--chats", "20", "--seed", "2", "--json"]);
    assert_eq!(text(&quiet.stderr), "");
    assert!(text(&quiet.stdout).contains("\"chats\":20"), "{quiet:?}");
    let failed = run(&url, &["--quiet", "key", "revoke", "77"]);
    assert_eq!(failed.status.code(), Some(1));
    assert!(text(&failed.stderr).starts_with("deskbell: "), "{failed:?}");
}

#[test]
fn a_file_may_come_from_standard_input() {
    let (_folder, url) = place();
    let dialog =
        r#"{"id":"1","topic":"T","turns":[{"from":"customer","text":"Hi","at":1593151232000}]}"#;
    let told = fed(&url, &["import", "transcripts", "-", "--json"], dialog);
    assert!(text(&told.stdout).contains("\"imported\":1"), "{told:?}");
    let table = "userId,name\nu1,Una\nu2,Udo\n";
    let told = fed(&url, &["customer", "import", "-", "--json"], table);
    assert!(text(&told.stdout).contains("\"created\":2"), "{told:?}");
    // The key comes from standard input, and is asked for before the address.
    let args = ["import", "helpcrunch", "--url", "ftp://a.example", "--key-file", "-"];
    assert!(text(&fed(&url, &args, "\n").stderr).contains("there is no key"));
    assert!(text(&fed(&url, &args, "secret\n").stderr).contains("does not begin with http"));
}

/// A command in an empty environment whose home folder is `folder`, so that no settings of this
/// machine apply.
fn bare(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(BINARY);
    command.args(args).current_dir(folder).env_clear().env("HOME", folder);
    command
}

#[test]
fn the_usual_file_of_settings_is_read_and_told_unless_another_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join(".config/deskbell");
    std::fs::create_dir_all(&own).unwrap();
    std::fs::write(own.join("deskbell.toml"), "[log]\nlevel = 'debug'\n").unwrap();
    let other = folder.path().join("other.toml");
    std::fs::write(&other, "[log]\nlevel = 'error'\n").unwrap();
    let level = |command: &mut Command| {
        let output = command.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        let shown: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
        let level = shown.into_iter().find(|it| it["setting"] == "log.level").unwrap();
        (level["value"].as_str().unwrap().to_owned(), text(&output.stderr))
    };
    let show = ["config", "show", "--json"];
    let (found, talk) = level(&mut bare(folder.path(), &show));
    assert_eq!(found, "debug");
    assert!(talk.contains(".config/deskbell/deskbell.toml"), "{talk}");
    let named = [&show[..], &["--config", other.to_str().unwrap()]].concat();
    assert_eq!(level(&mut bare(folder.path(), &named)).0, "error");
    let mut by_variable = bare(folder.path(), &show);
    assert_eq!(level(by_variable.env("DESKBELL_CONFIG", &other)).0, "error");
    let mut none = bare(folder.path(), &show);
    let (found, talk) = level(none.env("DESKBELL_CONFIG", ""));
    assert_eq!(found, "info");
    assert!(!talk.contains("the file of settings"), "{talk}");
    std::fs::write(own.join("deskbell.toml"), "[log]\nlevl = 'debug'\n").unwrap();
    let talk = refused(bare(folder.path(), &["config", "check"]), 1);
    assert!(talk.contains("deskbell.toml:2") && talk.contains("(log.level)?"), "{talk}");
}

#[test]
fn a_secret_comes_from_a_file_or_from_a_credential_of_systemd() {
    let (folder, url) = migrated();
    let credentials = folder.path().join("credentials");
    std::fs::create_dir(&credentials).unwrap();
    std::fs::write(credentials.join("database.url"), format!("{url}\n")).unwrap();
    let mut list = bare(folder.path(), &["org", "list", "--json"]);
    let listed = list.env("CREDENTIALS_DIRECTORY", &credentials).output().unwrap();
    assert_eq!(text(&listed.stdout), "[]\n", "{listed:?}");
    let secret = folder.path().join("listen");
    std::fs::write(&secret, "mysql://u:hunter2@h/d").unwrap();
    let mut check = bare(folder.path(), &["config", "check"]);
    check.env("DESKBELL_POSTGRES__LISTEN_URL_FILE", &secret);
    let talk = refused(check, 1);
    assert!(
        talk.contains("must hold one line: postgres://") && !talk.contains("hunter2"),
        "{talk}"
    );
}

#[test]
fn the_version_tells_what_the_program_was_built_from() {
    let short = data("sqlite:x.db", &["-V"]);
    assert_eq!(short, format!("deskbell {}", env!("CARGO_PKG_VERSION")));
    let long = data("sqlite:x.db", &["--version"]);
    let mut lines = long.lines();
    assert_eq!(lines.next(), Some(short.as_str()));
    let names: Vec<_> = lines.map(|line| line.split_once(": ").unwrap()).collect();
    let keys: Vec<_> = names.iter().map(|(key, _)| *key).collect();
    assert_eq!(keys, ["commit", "target", "features", "SQLite"]);
    assert!(names[1].1.contains(std::env::consts::ARCH), "{long}");
    let features = if cfg!(feature = "otlp") { "otlp" } else { "none" };
    assert_eq!(names[2].1, features, "{long}");
    assert!(names[3].1.starts_with("3."), "{long}");
}

#[test]
fn completions_and_the_manual_come_from_the_commands_themselves() {
    for (shell, mark) in
        [("bash", "complete -F"), ("zsh", "#compdef deskbell"), ("fish", "complete -c deskbell")]
    {
        let script = data("sqlite:x.db", &["completions", shell]);
        assert!(script.contains(mark) && script.contains("read-only"), "{shell}");
    }
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("man1");
    data("sqlite:x.db", &["man", pages.to_str().unwrap()]);
    let page = std::fs::read_to_string(pages.join("deskbell-key-create.1")).unwrap();
    assert!(page.contains(".TH") && page.contains("expires"), "{page}");
    assert!(std::fs::read_to_string(pages.join("deskbell.1")).unwrap().contains("doctor"));
}

#[test]
fn health_is_0_while_the_server_answers_and_1_when_it_does_not() {
    let (folder, url) = migrated();
    let server = Server::start(&url, &[]);
    // The lists are in memory a moment after the start.
    while server.ask("GET", None, "/readyz").0 != 200 {}
    assert_eq!(data(&url, &["health", "--url", &server.address]), "ready");
    let listen = server.address.strip_prefix("http://").unwrap().to_owned();
    let mut by_setting = bare(folder.path(), &["health", "--json"]);
    let told = by_setting.env("DESKBELL_SERVER__LISTEN", &listen).output().unwrap();
    let told: Value = serde_json::from_slice(&told.stdout).unwrap();
    assert_eq!((&told["ready"], &told["answer"]["status"]), (&true.into(), &"ready".into()));
    let address = server.address.clone();
    server.stops();
    let talk = fails(&url, 1, &["health", "--url", &address]);
    assert!(talk.contains("refused"), "{talk}");
    assert_eq!(fails(&url, 1, &["-q", "health", "--url", &address]).lines().count(), 1);
}

#[test]
fn a_key_is_made_with_an_end_and_its_last_use_is_listed() {
    let (_folder, url) = migrated();
    let told = data(&url, &["key", "create", "--name", "short", "--expires", "90d", "--json"]);
    let made: Value = serde_json::from_str(&told).unwrap();
    assert!(made["key"].as_str().unwrap().starts_with("dbk_"));
    data(&url, &["key", "create", "--name", "long"]);
    let listed: Vec<Value> = serde_json::from_str(&data(&url, &["key", "list", "--json"])).unwrap();
    let left = listed[0]["expiresAt"].as_i64().unwrap() - listed[0]["createdAt"].as_i64().unwrap();
    assert_eq!(left, 90 * 86_400);
    assert_eq!(listed[0]["expiresAt"], made["expiresAt"]);
    assert_eq!([&listed[1]["expiresAt"], &listed[1]["lastUsedAt"]], [&Value::Null, &Value::Null]);
    let talk = fails(&url, 2, &["key", "create", "--expires", "2020-01-31"]);
    assert!(talk.contains("would have expired already"), "{talk}");
    assert!(data(&url, &["key", "list"]).starts_with("ID  NAME   SCOPE  CREATEDAT"));
}
