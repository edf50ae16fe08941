//! `deskbell export --follow`: an exported account that is kept up to date.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::iter;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use axum::http::Method;
use deskbell_app::jobs;
use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, Test, block_on, engines};
use deskbell_transfer::account::{self, AccountFollower, ClaimedFolder, Extent, Failed};
use serde_json::{Value, json};

use crate::account::{PICTURES, Unseen, compare, exported, lived, tables};
use crate::backup::backed_up;
use crate::process::{
    BINARY, Server, UNLIMITED, data, deskbell, fails, file_url, place, signal, text,
};

/// The number of times that the command is killed.
const KILLS: u32 = 4;

pub fn claimed(folder: &Path) -> ClaimedFolder {
    ClaimedFolder::new(folder).unwrap()
}

pub async fn follower<'a>(
    t: &'a Test,
    folder: &'a ClaimedFolder,
) -> Result<AccountFollower<'a>, Failed> {
    let all = t.app.lists.organizations(None, 10).await.unwrap();
    let org = all.iter().find(|it| it.id == t.org).unwrap();
    AccountFollower::open(&t.app, org, folder).await
}

/// Creates a database on an engine from a folder of `--follow`; returns the rows of the database's
/// tables.
pub async fn imported_again(t: &Test, folder: &Path, over: Engine) -> BTreeMap<String, String> {
    let place = tempfile::tempdir().unwrap();
    let copied = place.path().join("copied");
    let other = t.moved_to(over).await;
    account::import(&other.app, folder, &mut Unseen).await.unwrap();
    exported(&other, &copied).await;
    other.finish().await;
    tables(&copied)
}

/// Fails unless the folder, imported into a database on an engine, has all rows that the
/// organization has now.
pub async fn is_as_of_now(t: &Test, folder: &Path, over: Engine) {
    let place = tempfile::tempdir().unwrap();
    let now = place.path().join("now");
    exported(t, &now).await;
    let copied = imported_again(t, folder, over).await;
    compare(&tables(&now), &copied, "the rows as of the last step");
}

engines! {
    async fn an_account_with_its_steps_is_the_account_as_of_the_last_one_on_both_engines(t: &Test) {
        let people = lived(t).await;
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("followed");
        exported(t, &folder).await;
        let claim = claimed(&folder);
        let mut following = follower(t, &claim).await.unwrap();
        assert_eq!(following.step(Extent::Everything).await.unwrap(), None, "nothing changed");
        let first = json!({"name": "One", "userId": "u-a"});
        let first = t.post("/v1/customers", &first).await.json()["id"].as_i64().unwrap();
        let second = json!({"name": "Two", "userId": "u-b"});
        let second = t.post("/v1/customers", &second).await.json()["id"].as_i64().unwrap();
        assert_eq!(following.step(Extent::ChangesOrEverything).await.unwrap().unwrap().number, 1);
        let again = following.step(Extent::ChangesOrEverything).await.unwrap();
        assert_eq!(again, None, "the feed has nothing new");

        // What only one row may have goes from one row to another, within a step.
        for (id, user) in [(first, "u-c"), (second, "u-a"), (first, "u-b")] {
            let target = format!("/v1/customers/{id}");
            let set = t.patch(&target, &json!({"userId": user})).await;
            assert_eq!(set.status, 200, "{}", set.json());
        }
        let file = t.call_with(Method::POST, "/v1/files?name=b.txt", &[], "other bytes").await;
        let file = file.json()["id"].as_i64().unwrap();
        let chat = t.get("/v1/chats?limit=1").await.json()["data"][0].clone();
        let message = json!({"chat": chat["id"], "text": "With a file", "files": [file]});
        assert_eq!(t.post("/v1/messages", &message).await.status, 201);
        people.visitor.say(None, "And another thing").await;
        assert!(following.step(Extent::ChangesOrEverything).await.unwrap().is_some());

        // What the feed does not have is in the next whole step.
        let draft = json!({"text": "another half thought", "note": true});
        assert_eq!(people.admin.put("/app/v1/chats/1/draft", &draft).await.status, 200);
        assert_eq!(following.step(Extent::ChangesOrEverything).await.unwrap(), None);
        assert!(following.step(Extent::Everything).await.unwrap().is_some());
        drop(following);
        is_as_of_now(t, &folder, Engine::Postgres).await;

        // Rows go, and the bytes of files that nobody has any more.
        let blobs = t.app.accounts.blobs(t.org, "").await.unwrap();
        assert_eq!(blobs.len() as u64, 2 + PICTURES);
        let mut following = follower(t, &claim).await.unwrap();
        let again = following.step(Extent::Everything).await.unwrap();
        assert_eq!(again, None, "it knows what the folder has");
        let owner = chat["customer"]["id"].as_i64().unwrap();
        for id in [owner, first, second] {
            let gone = t.send(Method::DELETE, &format!("/v1/customers/{id}"), &[]).await;
            assert_eq!(gone.status, 200);
            assert!(following.step(Extent::ChangesOrEverything).await.unwrap().is_some());
        }
        t.let_a_minute_pass().await;
        while jobs::run_due(&t.app).await.unwrap() {}
        t.app.reports.rebuild(t.caller).await.unwrap();
        assert!(following.step(Extent::Everything).await.unwrap().is_some());
        drop(following);
        is_as_of_now(t, &folder, Engine::Sqlite).await;
        is_as_of_now(t, &folder, Engine::Postgres).await;
    }

    async fn a_step_that_is_not_whole_is_dropped_and_a_damaged_one_refused(t: &Test) {
        lived(t).await;
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("followed");
        exported(t, &folder).await;
        let claim = claimed(&folder);
        let busy = ClaimedFolder::new(&folder);
        assert!(matches!(busy, Err(Failed::InUse(_))), "{busy:?}");
        let mut following = follower(t, &claim).await.unwrap();
        for name in ["One", "Two"] {
            assert_eq!(t.post("/v1/customers", &json!({"name": name})).await.status, 201);
            assert!(following.step(Extent::Everything).await.unwrap().is_some());
        }
        drop(following);
        let steps = folder.join("follow.ndjson");
        let whole = fs::read_to_string(&steps).unwrap();
        let torn = whole.clone() + "[\"chats\",nul";
        fs::write(&steps, &torn).unwrap();
        is_as_of_now(t, &folder, t.app.context.store.engine()).await;
        let mut following = follower(t, &claim).await.unwrap();
        assert_eq!(fs::read_to_string(&steps).unwrap(), whole);
        assert_eq!(t.post("/v1/customers", &json!({"name": "Three"})).await.status, 201);
        let step = following.step(Extent::Everything).await.unwrap().unwrap();
        assert_eq!(step.number, 3);
        drop(following);
        is_as_of_now(t, &folder, t.app.context.store.engine()).await;
        let whole = fs::read_to_string(&steps).unwrap();
        fs::write(&steps, whole.replacen("One", "Onf", 1)).unwrap();
        let other = t.moved_to(t.app.context.store.engine()).await;
        let refused = account::import(&other.app, &folder, &mut Unseen).await.unwrap_err();
        assert!(refused.to_string().contains("not those that were written"), "{refused}");
        let refused = follower(t, &claim).await.map(drop).unwrap_err();
        assert!(refused.to_string().contains("not those that were written"), "{refused}");
        fs::write(&steps, whole).unwrap();
        account::import(&other.app, &folder, &mut Unseen).await.unwrap();
        other.finish().await;
    }
}

/// The running command `deskbell export --follow`, with its output.
struct Following {
    child: Child,
    out: BufReader<ChildStdout>,
}

impl Following {
    /// Starts the command, and returns when the folder has the whole account.
    fn to(url: &str, folder: &Path) -> Self {
        let mut child = command(url, folder).spawn().unwrap();
        let talk = BufReader::new(child.stderr.take().unwrap());
        let out = BufReader::new(child.stdout.take().unwrap());
        let mut talk = talk.lines().map(Result::unwrap);
        assert!(talk.any(|line| line.ends_with(": following")), "it ended");
        Self { child, out }
    }

    /// Reads the next line of the output; `None` at the end.
    fn told(&mut self) -> Option<Value> {
        let mut line = String::new();
        let read = self.out.read_line(&mut line).unwrap();
        (read > 0).then(|| serde_json::from_str(&line).unwrap())
    }

    /// Stops the command with SIGTERM; it must exit with success.
    fn stops(mut self) {
        signal(self.child.id(), "-TERM");
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        // The process may have exited already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The command `deskbell export --follow` with this folder.
fn command(url: &str, folder: &Path) -> Command {
    let mut command = deskbell(url, &["--json", "export", folder.to_str().unwrap(), "--follow"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Imports a folder into a new database on an engine, and exports it again; returns its tables.
async fn copied(folder: &Path, place: &Path, engine: Engine) -> BTreeMap<String, String> {
    let database = Database::empty(engine).await;
    let files = place.join(format!("files-{engine:?}"));
    let environment = [("DESKBELL_FILES__FOLDER", files.to_str().unwrap())];
    let out = place.join(format!("out-{engine:?}"));
    for args in [["import", folder.to_str().unwrap()], ["export", out.to_str().unwrap()]] {
        let output = deskbell(&database.url, &args).envs(environment).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", text(&output.stderr));
    }
    database.remove().await;
    tables(&out)
}

/// A guard that sets a flag when dropped, also by a panic.
struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn the_command_follows_writers_through_kills_and_its_folder_is_the_account() {
    let (place, url) = place();
    data(&url, &["seed", "--chats", "200"]);
    let key = data(&url, &["key", "create"]);
    let server = Server::start(&url, &UNLIMITED);
    let folder = place.path().join("followed");
    let (is_over, turn) = (AtomicBool::new(false), AtomicU64::new(0));
    thread::scope(|scope| {
        let over = Over(&is_over);
        for _ in 0..2 {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    let turn = turn.fetch_add(1, Ordering::Relaxed);
                    let id = turn % 20 + 1;
                    let (path, body) = match turn % 15 {
                        0..3 => ("/v1/customers", json!({"name": format!("New {turn}")})),
                        3..6 => {
                            ("/v1/events", json!({"customer": id, "name": "a", "data": {"n": 1}}))
                        }
                        6 => ("/v1/files?name=a.txt", json!(format!("bytes of {turn}"))),
                        _ => ("/v1/messages", json!({"chat": id, "text": format!("t{turn}")})),
                    };
                    let answer = server.exchange("POST", Some(&key), path, &body.to_string());
                    assert!(answer.status < 300, "{path}: {answer:?}");
                }
            });
        }
        let wait = |moment: Duration| {
            let (sender, ended) = std::sync::mpsc::channel::<()>();
            assert!(ended.recv_timeout(moment).is_err());
            drop(sender);
        };
        // The first is killed while it exports, or soon after; the others while they write a step.
        let mut first = command(&url, &folder).spawn().unwrap();
        wait(Duration::from_millis(150));
        first.kill().unwrap();
        first.wait().unwrap();
        for _ in 1..KILLS {
            let mut following = Following::to(&url, &folder);
            let step = iter::from_fn(|| following.told()).find(|line| line["step"].is_u64());
            assert!(step.is_some(), "it ended before it wrote a step");
            let size = || fs::metadata(folder.join("follow.ndjson")).unwrap().len();
            let whole = size();
            while size() == whole {
                assert!(following.child.try_wait().unwrap().is_none(), "it ended");
                wait(Duration::from_millis(5));
            }
            drop(following);
        }
        drop(over);
    });
    let following = Following::to(&url, &folder);
    // A stopped server changes nothing any more; what it did last is in the last step.
    server.stops();
    following.stops();
    let now = place.path().join("now");
    data(&url, &["export", now.to_str().unwrap()]);
    block_on(async {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let copied = copied(&folder, place.path(), engine).await;
            compare(&tables(&now), &copied, "the rows of a followed account");
        }
    });
}

#[test]
fn a_folder_that_holds_something_else_is_refused_and_nothing_of_it_is_removed() {
    let (place, url) = place();
    data(&url, &["seed", "--chats", "1"]);
    // As where a server keeps its files in the folder `files`.
    let folder = place.path().join("live");
    let blob = folder.join("files/ab/abcdef");
    fs::create_dir_all(blob.parent().unwrap()).unwrap();
    fs::write(&blob, "bytes of a customer").unwrap();
    let to = folder.to_str().unwrap();
    for args in [&["export", to, "--follow"][..], &["export", to]] {
        assert!(fails(&url, 1, args).contains("is not empty"));
    }
    assert_eq!(fs::read_to_string(&blob).unwrap(), "bytes of a customer");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
}

#[test]
fn a_restored_database_is_followed_to_a_new_folder_and_the_old_one_stays() {
    let (place, url) = place();
    data(&url, &["migrate"]);
    let key = data(&url, &["key", "create"]);
    let backup = backed_up(place.path(), &url);
    let server = Server::start(&url, &UNLIMITED);
    let (folder, beside) = (place.path().join("desk"), place.path().join("desk-2"));
    let mut following = Following::to(&url, &folder);
    assert!(following.told().unwrap()["rows"].is_u64());
    assert!(server.makes_a_customer(&key));
    assert_eq!(following.told().unwrap()["folder"], folder.to_str().unwrap());
    following.stops();
    server.stops();
    let before = fs::read(folder.join("follow.ndjson")).unwrap();
    data(&url, &["restore", "--replace", backup.strip_prefix("sqlite:").unwrap()]);
    for _ in 0..2 {
        Following::to(&url, &folder).stops();
    }
    assert!(account::is_account(&beside));
    assert!(!place.path().join("desk-3").exists(), "it goes on with the new folder");
    assert_eq!(fs::read(folder.join("follow.ndjson")).unwrap(), before);
    let other = file_url(&place.path().join("other.db"));
    data(&other, &["import", folder.to_str().unwrap()]);
    let copy = Server::start(&other, &[]);
    assert_eq!(copy.get(&key, "/v1/customers").1["total"], 1, "what the restored one lost");
}

#[test]
fn a_full_disk_keeps_the_steps_before_and_the_next_run_goes_on() {
    let (place, url) = place();
    data(&url, &["seed", "--chats", "5"]);
    let folder = place.path().join("desk");
    Following::to(&url, &folder).stops();
    data(&url, &["seed", "--chats", "5", "--seed", "2"]);
    Following::to(&url, &folder).stops();
    let before = fs::read(folder.join("follow.ndjson")).unwrap();
    data(&url, &["seed", "--chats", "2000", "--seed", "3"]);
    // A limit of a file's size stands in for the full disk.
    let limit = format!("--fsize={}", before.len() + 200_000);
    let command = deskbell(&url, &["export", folder.to_str().unwrap(), "--follow"]);
    let mut limited = Command::new("prlimit");
    limited.args([&limit, BINARY]).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => limited.env(name, value),
            None => limited.env_remove(name),
        };
    }
    let output = limited.output().unwrap();
    let talk = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{talk}");
    assert!(talk.contains("follow.ndjson: "), "{talk}");
    assert_eq!(fs::read(folder.join("follow.ndjson")).unwrap(), before);
    Following::to(&url, &folder).stops();
    let now = place.path().join("now");
    data(&url, &["export", now.to_str().unwrap()]);
    block_on(async {
        let copied = copied(&folder, place.path(), Engine::Postgres).await;
        compare(&tables(&now), &copied, "the rows after a full disk");
    });
    assert!(fails(&url, 2, &["export", "x", "--follow", "--lines"]).contains("cannot be used"));
}
