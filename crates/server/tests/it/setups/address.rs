//! The ways to pass an address and a password to the binary.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use deskbell_lab::postgres::standby::Servers;
use deskbell_testkit::block_on;

use crate::process::{BINARY, fails, refused, text};

#[test]
fn an_address_that_is_wrong_is_told_why_and_shows_no_password() {
    for (url, why) in [
        ("postgres://h/d", "names no user"),
        ("postgres://u:hunter2@h", "names no database"),
        ("postgres://u:hunter2@/d", "names no host"),
        ("postgres://u:hunter2@h/d?schema=a", "the parameter `schema`"),
        ("postgres://u:hunter2@h/d?pgbouncer=true", "set postgres.pooling to \"transaction\""),
        ("postgres://u:hunter2/x@h/d", "percent-encode"),
        ("postgres://u:hunter2?x@h/d", "percent-encode"),
        ("postgres://u:hunter2@h/d?sslmode=full", "an unknown sslmode"),
    ] {
        for args in [&["migrate"][..], &["serve", "--listen", "127.0.0.1:0"]] {
            let talk = fails(url, 1, args);
            assert!(talk.contains(why) && !talk.contains("hunter2"), "{url}: {talk}");
        }
    }
}

/// A command without `--database`, in an empty folder.
fn command(folder: &std::path::Path, variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(BINARY);
    command.args(["migrate"]).current_dir(folder).env_clear();
    command.envs(variables.iter().copied());
    command
}

#[test]
fn the_address_and_the_password_come_from_variables_and_files() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        path.to_str().unwrap().to_owned()
    };
    block_on(async {
        let servers = Servers::start().await;
        servers.primary().execute("CREATE ROLE desk LOGIN PASSWORD 'p@ss'").await;
        servers.primary().execute("CREATE DATABASE desk OWNER desk").await;
        servers.only("host all desk 127.0.0.1/32 scram-sha-256\n").await;
        let place = servers.primary().url("desk").rsplit_once('@').unwrap().1.to_owned();
        let (with, without) =
            (format!("postgres://desk:p%40ss@{place}"), format!("postgres://desk@{place}"));
        let passwords = file("passwords", "*:*:desk:desk:p@ss\n");
        let home = folder.path().to_str().unwrap();
        let url_file = file("url", &format!("{with}\n"));
        let works = |variables: &[(&str, &str)]| {
            let output = command(folder.path(), variables).output().unwrap();
            assert!(output.status.success(), "{variables:?}: {}", text(&output.stderr));
        };
        works(&[("DATABASE_URL", &with)]);
        works(&[("DESKBELL_DATABASE__URL_FILE", &url_file)]);
        works(&[("DATABASE_URL", &without), ("PGPASSWORD", "p@ss")]);
        works(&[("DATABASE_URL", &without), ("PGPASSFILE", &passwords)]);
        let talk = refused(command(folder.path(), &[("DATABASE_URL", &without)]), 1);
        assert!(talk.contains("password"), "{talk}");
        file(".pgpass", "*:*:desk:desk:p@ss\n");
        works(&[("DATABASE_URL", &without), ("HOME", home)]);
        let wrong = [("DATABASE_URL", without.as_str()), ("PGPASSWORD", "hunter2")];
        let talk = refused(command(folder.path(), &wrong), 1);
        assert!(talk.contains("password authentication failed"), "{talk}");
        assert!(!talk.contains("hunter2"), "{talk}");
    });
    assert!(!folder.path().join("deskbell.db").exists());
}
