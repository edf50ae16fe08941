//! The files in `packaging/`: systemd accepts and rates the units, the compose file is valid, and
//! HAProxy accepts its configuration.
//!
//! `cargo xtask packages` installs and tests the packages.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use deskbell_lab::process::find;

use crate::process::{BINARY, text};

/// The highest allowed exposure rating by `systemd-analyze security`, in tenths; 100 is the worst.
const EXPOSURE_MAX: &str = "--threshold=15";

fn packaging(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packaging").join(name)
}

/// Runs a program that must succeed; returns its output.
fn runs(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let said = format!("{}{}", text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{command:?}: {said}");
    said
}

/// Creates a folder with the systemd units, changed to start the binary of these tests.
fn units() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(packaging("systemd")).unwrap() {
        let path = entry.unwrap().path();
        let unit = fs::read_to_string(&path).unwrap();
        let unit = unit.replace("/usr/bin/deskbell", BINARY);
        let unit: Vec<_> =
            unit.lines().filter(|line| !line.starts_with("Documentation=")).collect();
        fs::write(folder.path().join(path.file_name().unwrap()), unit.join("\n")).unwrap();
    }
    folder
}

fn analyze(folder: &Path, words: &[&str], units: &[&str]) -> String {
    let program = find("systemd-analyze").expect("this test needs the program `systemd-analyze`");
    let mut command = Command::new(program);
    // Warnings about other units of this machine are none of this test's.
    command.args(words).args(units.iter().map(|name| folder.join(name)));
    runs(&mut command)
}

#[test]
fn systemd_understands_every_line_of_the_units() {
    let folder = units();
    let names =
        ["deskbell.service", "deskbell.socket", "deskbell-backup.service", "deskbell-backup.timer"];
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), names.len());
    for name in names {
        let said =
            analyze(folder.path(), &["verify", "--man=no", "--recursive-errors=no"], &[name]);
        assert!(!said.contains(name), "{said}");
    }
}

#[test]
fn the_services_are_hardly_exposed() {
    let folder = units();
    for name in ["deskbell.service", "deskbell-backup.service"] {
        let said = analyze(folder.path(), &["security", "--offline=yes", EXPOSURE_MAX], &[name]);
        assert!(said.contains("Overall exposure level"), "{said}");
    }
}

/// A script that parses the compose file as YAML, and checks the names in it.
const COMPOSE: &str = r"
import json, sys, yaml
compose = yaml.safe_load(open(sys.argv[1]))
services = compose['services']
for name, service in services.items():
    for other in service.get('depends_on', []):
        assert other in services, (name, other)
    for volume in service.get('volumes', []):
        source = volume.split(':')[0]
        assert source.startswith('./') or source in compose['volumes'], (name, volume)
    for network in service['networks']:
        assert network in compose['networks'], (name, network)
print(json.dumps(services))
";

#[test]
fn the_compose_file_has_postgres_two_servers_and_a_proxy() {
    let python = packaging("../target/tools/api/bin/python");
    let mut command = Command::new(python);
    let services = runs(command.arg("-c").arg(COMPOSE).arg(packaging("compose.yaml")));
    let services: serde_json::Value = serde_json::from_str(&services).unwrap();
    let names: Vec<_> = services.as_object().unwrap().keys().collect();
    assert_eq!(names, ["proxy", "one", "two", "postgres"]);
    assert_eq!(services["one"], services["two"]);
    // Every setting is one that the program knows.
    let settings = services["one"]["environment"].as_object().unwrap();
    let settings = settings.iter().filter(|(name, _)| name.starts_with("DESKBELL_"));
    let mut check = Command::new(BINARY);
    check.args(["config", "check"]);
    for (name, value) in settings {
        check.env(name, value.as_str().unwrap());
    }
    let said = runs(&mut check);
    assert!(!said.contains("no setting"), "{said}");
}

#[test]
fn haproxy_takes_the_configuration_of_the_compose_file() {
    let folder = tempfile::tempdir().unwrap();
    let certificate = folder.path().join("desk.pem");
    let mut openssl = Command::new("openssl");
    openssl.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]);
    openssl.args(["-nodes", "-subj", "/CN=desk.example.com"]);
    runs(openssl.arg("-out").arg(&certificate).arg("-keyout").arg(folder.path().join("key.pem")));
    let key = fs::read_to_string(folder.path().join("key.pem")).unwrap();
    fs::write(&certificate, fs::read_to_string(&certificate).unwrap() + &key).unwrap();
    let configuration = fs::read_to_string(packaging("haproxy.cfg")).unwrap();
    let path = folder.path().join("haproxy.cfg");
    let certificate = certificate.to_str().unwrap();
    fs::write(&path, configuration.replace("/etc/haproxy/desk.pem", certificate)).unwrap();
    let haproxy = find("haproxy").expect("this test needs the program `haproxy`");
    let said = runs(Command::new(haproxy).arg("-c").arg("-f").arg(path));
    // Only the compose file's network knows the names of the servers.
    let is_flaw = |line: &&str| {
        line.contains("[ALERT]")
            || line.contains("[WARNING]") && !line.contains("could not resolve address")
    };
    assert_eq!(said.lines().find(is_flaw), None, "{said}");
}
