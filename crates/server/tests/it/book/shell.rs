//! Runs the `sh` blocks of a page in one shell, with `deskbell` on a prepared database. The script
//! `stand_in.sh` replaces the programs that cannot run on a test machine.
//!
//! The commands run unchanged, except for absolute paths, addresses, and placeholders of values.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use deskbell_lab::postgres::{free_port, programs};
use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, block_on, dialogs};
use tempfile::TempDir;

use super::Page;
use crate::fuzzed::root;
use crate::process::{BINARY, Server, UNLIMITED, data, file_url, text};

/// The time limit for all blocks of a page, in seconds.
const PAGE_MAX_S: &str = "600";

/// The programs that `stand_in.sh` replaces in `PATH`.
const STAND_INS: [&str; 13] = [
    "apt",
    "caddy",
    "cargo",
    "curl",
    "deskbell",
    "docker",
    "dpkg",
    "haproxy",
    "nginx",
    "promtool",
    "stop",
    "sudo",
    "systemctl",
];

/// The beginnings of absolute paths that are replaced by paths in the page's home folder.
const PLACES: [&str; 9] = [
    "/backups",
    "/data/",
    "/etc/",
    "/root/",
    "/run/",
    "/srv/",
    "/usr/bin/",
    "/usr/share/",
    "/var/",
];

/// The placeholders in the pages, each with the text that replaces the placeholder.
const VALUES: [(&str, &str); 8] = [
    ("$(date +%F)", "2026-11-28"),
    ("127.0.0.1:9464", "127.0.0.1:0"),
    ("10.0.0.7:8080", "127.0.0.1:8080"),
    ("-TERM PID", "-TERM \"$(cat \"$STATE/pid\")\""),
    ("https://api.helpcrunch.com/v1 --key-file", "\"$SOURCE\" --key-file"),
    ("--url URL --key-file FILE", "--url \"$SOURCE\" --key-file key.txt --org fresh.example"),
    ("helpcrunch …", "helpcrunch --url \"$SOURCE\" --key-file key.txt --org acme.example"),
    ("/run/secrets/otlp …", "/run/secrets/otlp deskbell serve"),
];

/// The commands of the pages that need a preparation, each with the shell commands to run before
/// it. The page's reader already has the prepared objects.
const BEFORE: [(&str, &str); 10] = [
    ("# exit code 0 if it can answer, else 1", "deskbell serve"),
    ("deskbell restore /backups", "stop; rm -r \"$HOME\"/deskbell.db*"),
    ("deskbell export /data/desk --follow", "rm -r \"$HOME/data/desk\""),
    (
        "sudo deskbell migrate",
        "export DESKBELL_DATABASE__URL=$NEW_DATABASE_URL DESKBELL_FILES__FOLDER=$HOME/files",
    ),
    ("deskbell import helpcrunch --url URL", "deskbell org create fresh.example"),
    ("deskbell report rebuild --org company.com", "deskbell org create company.com"),
    ("find /backups", "mkdir -p backups; touch -d '40 days ago' backups/desk-old.db"),
    ("iconv -f UTF-16", "cp utf16.csv people.csv"),
    // The settings are whole; another test has a bucket.
    ("deskbell files check", "deskbell config check; unset ${!DESKBELL_S3__*}"),
    ("cat certificate.pem", "cp \"$HOME\"/certificate.pem \"$HOME\"/key.pem ."),
];

/// The commands of the pages whose effect is checked, each with the shell command that checks the
/// effect.
const AFTER: [(&str, &str); 3] = [
    ("find /backups", "test ! -e backups/desk-old.db; ls backups/desk-2026-11-28.db"),
    ("deskbell man", "ls \"$HOME\"/usr/share/man/man1/deskbell-serve.1"),
    ("iconv -f UTF-16", "grep -q una@example.com new.csv"),
];

/// The commands that fail in this test, each with a pattern of the expected error message.
const REFUSED: [(&str, &str); 2] = [
    // No server of Citus is here; another test has one.
    ("deskbell migrate --distribute", "citus|PostgreSQL"),
    ("# says what would go", "say --yes to do it"),
];

/// The objects that all pages share: a database, a server of HelpCrunch's API, and example files.
pub struct Prepared {
    folder: TempDir,
    source: Server,
}

impl Prepared {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = file_url(&folder.path().join("deskbell.db"));
        data(&url, &["migrate"]);
        for number in 1..=7 {
            data(&url, &["agent", "add", "--name", &format!("Agent {number}"), "--role", "admin"]);
        }
        for _ in 0..4 {
            data(&url, &["department", "add", "--name", "Care"]);
        }
        data(&url, &["application", "add", "--name", "Shop"]);
        for _ in 0..3 {
            data(&url, &["key", "create"]);
        }
        data(&url, &["seed", "--chats", "300"]);
        let far = file_url(&folder.path().join("source.db"));
        data(&far, &["seed", "--chats", "3"]);
        let source = Server::start(&far, &UNLIMITED);
        std::fs::write(folder.path().join("key.txt"), source.key.as_deref().unwrap()).unwrap();
        let dialogs: Vec<_> = (0..3).map(|it| dialogs::dialog(it).to_string()).collect();
        std::fs::write(folder.path().join("dialogs.ndjson"), dialogs.join("\n")).unwrap();
        let format = std::fs::read_to_string(root().join("docs/format.md")).unwrap();
        let lines = Page { path: PathBuf::new(), text: format }.blocks("json")[0].to_owned();
        std::fs::write(folder.path().join("history.ndjson"), lines).unwrap();
        let people = "userId,name,Mail 1,Plan\nu1,Una Bell,una@example.com,pro\n";
        std::fs::write(folder.path().join("people.csv"), people).unwrap();
        Self { folder, source }
    }
}

/// A script that fills a page's home folder with the files that the page's reader already has.
const HOME: &str = r#"
cp -r "$SHARED"/deskbell.db* "$SHARED"/key.txt "$SHARED"/people.csv "$SHARED"/dialogs.ndjson .
gzip --stdout "$SHARED"/dialogs.ndjson >FILE.ndjson.gz
gzip --stdout "$SHARED"/history.ndjson >history.ndjson.gz
iconv -t UTF-16 people.csv >utf16.csv
mkdir -p backups data etc/prometheus etc/systemd/system root run/deskbell run/secrets \
    srv/deskbell/files usr/bin usr/share/bash-completion/completions \
    usr/share/doc/deskbell/examples var/log/deskbell
cp -r "$ROOT/examples/operate" usr/share/doc/deskbell/examples
echo token >run/secrets/otlp
echo token >run/secrets/s3
echo certificate >certificate.pem
echo key >key.pem
release=deskbell-$VERSION
mkdir -p "$release/packaging"
for part in systemd compose.yaml haproxy.cfg; do
    cp -r "$ROOT/packaging/$part" "$release/packaging"
done
printf '#!/bin/sh\nexec "%s" "$@"\n' "$PROGRAM" >"$release/deskbell"
chmod +x "$release/deskbell"
tar --create --gzip --file "$release-x86_64-linux.tar.gz" "$release"
rm -r "$release"
touch "$release-x86_64-image.tar"
sha256sum "$release"-* >SHA256SUMS
"#;

/// Runs the blocks of a page; returns the number of commands.
pub fn play(page: &Page, prepared: &Prepared) -> usize {
    let blocks: Vec<_> = page.blocks("sh").into_iter().filter(|it| is_run(it)).collect();
    let commands: usize = blocks.iter().map(|block| commands(block).count()).sum();
    if commands == 0 {
        return 0;
    }
    let from = block_on(Database::migrated(Engine::Postgres));
    let to = block_on(Database::empty(Engine::Postgres));
    data(&from.url, &["org", "create", "company.example"]);
    let folder = tempfile::tempdir().unwrap();
    let [home, state, bin] = ["home", "state", "bin"].map(|name| folder.path().join(name));
    for folder in [&home, &state, &bin] {
        std::fs::create_dir(folder).unwrap();
    }
    for name in STAND_INS {
        std::fs::write(bin.join(name), include_str!("stand_in.sh")).unwrap();
        let mode = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(bin.join(name), mode).unwrap();
    }
    let port = free_port().unwrap().to_string();
    let blocks: Vec<_> = blocks.iter().map(|block| adapted(block, &home, &port)).collect();
    let script = format!("trap stop EXIT\n{HOME}\n{}", blocks.join("\n"));
    let path = folder.path().join("page.sh");
    std::fs::write(&path, script).unwrap();
    let programs = programs::find().unwrap().unwrap();
    let folders = format!("{}:{}:/usr/local/bin:/usr/bin:/bin", bin.display(), programs.display());
    let mut shell = Command::new("timeout");
    shell.current_dir(&home).env_clear().args([PAGE_MAX_S, "bash", "-euv", "-o", "pipefail"]);
    shell.arg(&path);
    shell.env("PATH", folders).env("HOME", &home).env("STATE", &state).env("PROGRAM", BINARY);
    shell.env("ROOT", root()).env("UNITS", root().join("packaging/systemd"));
    shell.env("SHARED", prepared.folder.path()).env("VERSION", env!("CARGO_PKG_VERSION"));
    shell.env("SOURCE", format!("{}/v1", prepared.source.address));
    shell.env("DESKBELL_DATABASE__URL", file_url(&home.join("deskbell.db")));
    shell.env("DESKBELL_SERVER__LISTEN", format!("127.0.0.1:{port}"));
    shell.env("URL", "http://127.0.0.1").env("KEY", "dbk_none");
    shell.env("DATABASE_URL", &from.url).env("NEW_DATABASE_URL", &to.url);
    let output = shell.stdin(Stdio::null()).output().unwrap();
    let said = format!("{}\n{}", text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{}: {said}", page.path.display());
    block_on(from.remove());
    block_on(to.remove());
    commands
}

/// Returns whether this module runs a block. The module `curl` runs the blocks that only call curl.
fn is_run(block: &str) -> bool {
    let (calls, others): (Vec<_>, Vec<_>) =
        block.lines().partition(|line| line.starts_with("curl "));
    calls.is_empty() || others.iter().any(|line| line.contains("deskbell "))
}

/// The commands of a block; a command of several lines is joined to one line.
fn commands(block: &str) -> impl Iterator<Item = String> {
    let joined = block.replace("\\\n", " ");
    let is_command = |line: &&str| !line.trim_start().starts_with('#') && !line.trim().is_empty();
    joined.lines().filter(is_command).map(str::to_owned).collect::<Vec<_>>().into_iter()
}

/// Replaces the paths and placeholders in a block, and adds the preparations and checks of the
/// block's commands.
fn adapted(block: &str, home: &Path, port: &str) -> String {
    let mut script = "cd \"$HOME\"\n".to_owned();
    for command in commands(block) {
        for (_, before) in BEFORE.iter().filter(|(start, _)| command.contains(start)) {
            script.push_str(&format!("{before}\n"));
        }
        let refused = REFUSED.iter().find(|(start, _)| command.contains(start));
        let changed = changed(&command, home, port);
        match refused {
            None => script.push_str(&format!("{changed}\n")),
            Some((_, said)) => script.push_str(&format!(
                "if {{ {changed}\n}} >said 2>&1; then exit 9; fi\ngrep -E '{said}' said\n"
            )),
        }
        for (_, after) in AFTER.iter().filter(|(start, _)| command.contains(start)) {
            script.push_str(&format!("{after}\n"));
        }
    }
    script
}

fn changed(command: &str, home: &Path, port: &str) -> String {
    let mut command = databases(command);
    for (value, given) in VALUES {
        command = command.replace(value, given);
    }
    for place in PLACES {
        command = moved(&command, place, home);
    }
    command.replace(":8080", &format!(":{port}"))
}

/// Replaces each URL of PostgreSQL, including quotes, by the variable with the URL of an empty
/// database.
fn databases(command: &str) -> String {
    let Some((before, rest)) = command.split_once("postgres://") else { return command.to_owned() };
    let end = rest.find([' ', '\'']).unwrap_or(rest.len());
    let rest = rest[end..].strip_prefix('\'').unwrap_or(&rest[end..]);
    let before = before.strip_suffix('\'').unwrap_or(before);
    format!("{before}\"$NEW_DATABASE_URL\"{}", databases(rest))
}

/// Replaces the paths that begin with `place` by paths in the home folder.
fn moved(command: &str, place: &str, home: &Path) -> String {
    let mut parts = command.split(place);
    let mut moved = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        if moved.is_empty() || moved.ends_with([' ', '"', '\'', '=', ':', '>']) {
            moved.push_str(&home.display().to_string());
        }
        moved.push_str(place);
        moved.push_str(part);
    }
    moved
}

#[test]
fn paths_urls_and_values_are_replaced_and_nothing_else() {
    let home = Path::new("/h");
    for (command, expected) in [
        ("ls /data/desk ./data/x", "ls /h/data/desk ./data/x"),
        ("A=/run/x unix:/run/d >/etc/x", "A=/h/run/x unix:/h/run/d >/h/etc/x"),
        ("a 'postgres://u:p@h/n?x=y' b", "a \"$NEW_DATABASE_URL\" b"),
        ("a postgres://one postgres://two", "a \"$NEW_DATABASE_URL\" \"$NEW_DATABASE_URL\""),
        ("serve --listen :8080", "serve --listen :9"),
    ] {
        assert_eq!(changed(command, home, "9"), expected);
    }
}
