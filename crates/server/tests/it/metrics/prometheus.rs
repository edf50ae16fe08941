//! The programs of Prometheus, which must accept the metrics, the rules and the configuration.

use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Output, Stdio};

use deskbell_lab::process;
use deskbell_metrics::ALL;
use deskbell_testkit::{Reaction, Receiver, block_on, engines};
use serde_json::Value;

use super::text;
use crate::process::{SERVE, Server, UNLIMITED, deskbell, first_line, place};

/// The text that Prometheus logs when it is ready.
const READY: &str = "Server is ready";

/// A program of Prometheus: the installed program, or the program that `cargo xtask tools`
/// unpacked.
fn program(name: &str) -> Command {
    let unpacked = root().join("target/tools/prometheus/usr/bin").join(name);
    let found = process::find(name).unwrap_or(unpacked);
    assert!(found.is_file(), "{name} is not there: cargo xtask tools");
    Command::new(found)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn examples() -> PathBuf {
    root().join("examples/operate")
}

fn succeeds(output: &Output) {
    let (out, talk) = (&output.stdout, &output.stderr);
    let said = [out.as_slice(), talk].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&said));
}

/// Runs `promtool` with these arguments in the folder of examples.
fn promtool(arguments: &[&str]) -> Output {
    program("promtool").args(arguments).current_dir(examples()).output().unwrap()
}

engines! {
    async fn promtool_has_nothing_to_say_about_the_text(t: &Test) {
        assert_eq!(t.get("/v1/chats").await.status, 200);
        let text = text(t).await;
        let mut command = program("promtool");
        command.args(["check", "metrics"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut running = command.stderr(Stdio::piped()).spawn().unwrap();
        running.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let output = running.wait_with_output().unwrap();
        succeeds(&output);
    }
}

#[test]
fn the_rules_and_the_configuration_of_the_examples_are_valid_and_each_rule_was_tried() {
    succeeds(&promtool(&["check", "config", "prometheus.yml"]));
    succeeds(&promtool(&["check", "rules", "alerts.yml"]));
    succeeds(&promtool(&["test", "rules", "alerts.test.yml"]));
    let read = |name: &str| std::fs::read_to_string(examples().join(name)).unwrap();
    let (rules, tests) = (read("alerts.yml"), read("alerts.test.yml"));
    let page = read("../../docs/operate/metrics.md");
    let alerts: Vec<_> =
        rules.lines().filter_map(|it| it.trim().strip_prefix("- alert: ")).collect();
    assert!(alerts.len() > 5, "{alerts:?}");
    for alert in alerts {
        assert!(tests.contains(&format!("alertname=\"{alert}\"")), "{alert} is not tried");
        assert!(page.contains(&format!("\n| `{alert}` | ")), "{alert} is not on the page");
    }
    for action in rules.lines().filter_map(|it| it.trim().strip_prefix("action: ")) {
        let end = format!(" | {} |\n", action.trim_matches('"'));
        assert!(page.contains(&end), "{action} is not on the page");
    }
}

/// Returns every word in a text that looks like the name of a metric.
fn named(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|it: char| !it.is_ascii_alphanumeric() && it != '_');
    let begins = ["deskbell_", "process_", "http_server_", "db_client_"];
    words.filter(move |word| begins.iter().any(|begin| word.starts_with(begin)))
}

#[test]
fn the_examples_name_metrics_that_exist() {
    let mut known: Vec<String> = ALL.iter().map(|it| it.name()).collect();
    let parts = |name: &String| ["bucket", "sum", "count"].map(|part| format!("{name}_{part}"));
    known.extend(known.clone().iter().flat_map(parts));
    let labels = ["http_request_method", "http_route", "db_system_name", "db_operation_name"];
    for name in ["alerts.yml", "alerts.test.yml", "dashboard.json", "../../docs/operate/metrics.md"]
    {
        let text = std::fs::read_to_string(examples().join(name)).unwrap();
        let mut count = 0;
        for metric in named(&text).filter(|it| !labels.contains(it)) {
            // Prose may name all metrics of a kind: `process_…`.
            let is_known = known.iter().any(|it| it == metric) || metric.ends_with('_');
            assert!(is_known, "{name} names {metric}");
            count += 1;
        }
        assert!(count > 10, "{name}");
    }
}

#[test]
fn the_dashboard_is_json_and_its_panels_do_not_overlap() {
    let text = std::fs::read_to_string(examples().join("dashboard.json")).unwrap();
    let dashboard: Value = serde_json::from_str(&text).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    let mut taken = std::collections::BTreeSet::new();
    for panel in panels {
        let at = |key: &str| panel["gridPos"][key].as_u64().unwrap();
        for (x, y) in (0..at("w")).flat_map(|x| (0..at("h")).map(move |y| (x, y))) {
            assert!(taken.insert((at("x") + x, at("y") + y)), "{panel:#}");
        }
        assert!(at("x") + at("w") <= 24, "{panel:#}");
    }
    let ids: std::collections::BTreeSet<_> = panels.iter().map(|it| it["id"].as_u64()).collect();
    assert_eq!(ids.len(), panels.len());
}

/// A running Prometheus, killed when dropped. The pipe of its log stays open, because Prometheus
/// ends when the pipe is closed.
struct Prometheus(Child, Option<Lines<BufReader<ChildStderr>>>);

impl Drop for Prometheus {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a Prometheus with this configuration, and waits until it is ready.
fn start(folder: &Path, config: &str) -> Prometheus {
    std::fs::write(folder.join("prometheus.yml"), config).unwrap();
    let mut command = program("prometheus");
    command.args(["--config.file=prometheus.yml", "--storage.tsdb.path=data"]);
    command.args(["--web.listen-address=127.0.0.1:0", "--log.format=json"]).current_dir(folder);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut running = Prometheus(child, None);
    let mut said = Vec::new();
    while let Some(Ok(line)) = lines.next() {
        let is_ready = line.contains(READY);
        said.push(line);
        if is_ready {
            running.1 = Some(lines);
            return running;
        }
    }
    panic!("Prometheus ended: {said:#?}");
}

/// Prometheus has a rule with an alert, which fires only after a value was read from the server.
/// The alert must arrive at the receiver.
#[test]
fn a_prometheus_scrapes_a_server_and_evaluates_what_it_read() {
    block_on(async {
        let (folder, url) = place();
        let mut command = deskbell(&url, SERVE);
        command.envs(UNLIMITED).env("DESKBELL_METRICS__LISTEN", "127.0.0.1:0");
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let said = first_line(&mut child).unwrap();
        let server = Server::adopt(child, &said);
        let key = server.key.clone().unwrap();
        for _ in 0..3 {
            assert_eq!(server.get(&key, "/v1/chats").0, 200);
        }
        let metrics = said["metrics"].as_str().unwrap();
        let target = metrics.strip_prefix("http://").unwrap().strip_suffix("/metrics").unwrap();
        let mut receiver = Receiver::start().await;
        receiver.react(Reaction::Status(200));
        let rules = "groups:\n- name: a\n  rules:\n  - alert: Scraped\n    expr: >\n      \
                     http_server_request_duration_seconds_count{http_route=\"/v1/chats\",\
                     http_response_status_code=\"200\"} == 3 and on(instance) \
                     deskbell_database_up == 1\n";
        std::fs::write(folder.path().join("rules.yml"), rules).unwrap();
        let config = format!(
            "global:\n  scrape_interval: 100ms\n  scrape_timeout: 100ms\n  \
             evaluation_interval: 100ms\nrule_files: [rules.yml]\nscrape_configs:\n\
             - job_name: deskbell\n  scrape_interval: 1s\n  scrape_timeout: 1s\n  \
             static_configs:\n  \
             - targets: [\"{target}\"]\nalerting:\n  alertmanagers:\n  - static_configs:\n    \
             - targets: [\"127.0.0.1:{}\"]\n",
            receiver.port()
        );
        let running = start(folder.path(), &config);
        let alert = receiver.next().await;
        assert_eq!(alert.path, "/api/v2/alerts");
        let labels = &alert.json()[0]["labels"];
        assert_eq!(labels["alertname"], "Scraped");
        assert_eq!(
            (&labels["job"], &labels["http_request_method"]),
            (&"deskbell".into(), &"GET".into())
        );
        drop(running);
        server.stops();
    });
}
