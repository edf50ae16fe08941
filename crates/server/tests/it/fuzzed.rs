//! Programs that know Deskbell only by its OpenAPI description: Schemathesis and a generated
//! client. Schemathesis searches for answers that differ from the description, and for invalid
//! requests that are accepted. `cargo xtask tools` installs both.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use deskbell_testkit::{Receiver, Test, engines};
use deskbell_transfer::seed::{Plan, seed};
use serde_json::json;

use crate::process::text;
use crate::seed::Silent;
use crate::sockets::{LIMITS, Served};
use crate::webhooks::webhook;

/// The number of random requests per operation, in addition to boundary values.
const EXAMPLES: &str = "4";

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A program that `cargo xtask tools` installed.
pub fn tool(name: &str) -> Command {
    let path = root().join("target/tools/api/bin").join(name);
    assert!(path.exists(), "{name} is not there: `cargo xtask tools` installs it");
    let mut command = Command::new(path);
    command.stdin(Stdio::null()).env("NO_COLOR", "1");
    command
}

/// Runs a program to its end on another thread, so that the server keeps running.
async fn run(mut command: Command) -> Output {
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

async fn served(t: &Test, chats: u64) -> Served {
    let plan = Plan { chats, messages_per_chat: 3, seed: 1 };
    seed(&t.app, t.org, plan, &mut Silent).await.unwrap();
    Served::new(t.http.clone(), LIMITS).await
}

engines! {
    async fn whatever_is_sent_is_answered_as_described(t: &Test) {
        let served = served(t, 60).await;
        let folder = tempfile::tempdir().unwrap();
        let mut fuzz = tool("st");
        fuzz.current_dir(folder.path())
            .env("PYTHONPATH", root().join("fuzz/api"))
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("SCHEMATHESIS_HOOKS", "hooks")
            .args(["run", &format!("{}/openapi.json", served.url())])
            .args(["-H", &format!("Authorization: Bearer {}", t.key)])
            .args(["--seed", "1", "--max-examples", EXAMPLES, "--continue-on-failure"])
            .args(["--no-shrink", "--warnings", "off", "--request-timeout", "60"])
            // Excluded are endless operations, the check that valid data is accepted (the state can
            // refuse it), and checks of methods and keys, which other tests make.
            .args(["--exclude-operation-id", "streamChanges"])
            .args(["--exclude-operation-id", "openSocket"])
            .args(["--checks", "all", "--exclude-checks"])
            .arg("positive_data_acceptance,unsupported_method,ignored_auth");
        let output = run(fuzz).await;
        assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
        served.ended().await;
    }

    async fn a_generated_client_reads_everything(t: &Test) {
        let served = served(t, 230).await;
        let receiver = Receiver::start().await;
        webhook(t, &receiver, &["chat.new"]).await;
        assert_eq!(t.post("/v1/webhooks/1/replay", &json!({"since": 0})).await.status, 200);
        t.courier().pass().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let mut generate = tool("openapi-python-client");
        generate
            .current_dir(folder.path())
            .args(["generate", "--meta", "none", "--output-path", "deskbell", "--path"])
            .arg(root().join("openapi.json"))
            .arg("--config")
            .arg(root().join("fuzz/api/client.json"));
        let output = run(generate).await;
        assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
        let mut read = tool("python");
        read.current_dir(folder.path())
            .arg(root().join("fuzz/api/read_everything.py"))
            .env("PYTHONPATH", folder.path())
            .args([served.url(), t.key.clone()]);
        let output = run(read).await;
        assert!(output.status.success(), "{}", text(&output.stderr));
        let said = text(&output.stdout);
        let count = |name: &str| {
            let line = said.lines().find_map(|line| line.strip_prefix(name)).unwrap();
            line.trim().parse::<u64>().unwrap()
        };
        assert_eq!(count("chats"), 230);
        let customers = t.get("/v1/customers?limit=1").await.json()["total"].as_u64().unwrap();
        assert_eq!(count("customers"), customers);
        let feed = t.get("/v1/changes?limit=1000").await.json();
        assert_eq!(count("changes"), feed["data"].as_array().unwrap().len() as u64);
        assert!(count("messages") > 230);
        assert_eq!(count("webhooks"), 1);
        served.ended().await;
    }
}
