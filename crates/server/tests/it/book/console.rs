//! Runs the code blocks of the documentation: commands, which begin with `$ `, and below each
//! command its expected output. `…` in the output matches any text; at the end it also matches any
//! further lines.
//!
//! All blocks of a page run in one shell, in an empty folder. Servers run in the background once
//! they have printed the expected number of lines, and use a free port instead of 8080.

use std::path::Path;
use std::process::{Command, Stdio};

use deskbell_lab::postgres::free_port;

use crate::process::{BINARY, text};

/// The line that the shell prints after each command.
const MARK: &str = "@@ end of a command";
const SERVE: &str = "deskbell serve";

struct Step {
    command: String,
    expected: Vec<String>,
}

/// Runs the blocks of a page; `database` is the URL of an empty database on PostgreSQL.
pub fn play(page: &Path, blocks: &[&str], database: &str) {
    let port = free_port().unwrap();
    let here = format!("127.0.0.1:{port}");
    let steps = blocks.iter().flat_map(|it| steps(&it.replace("127.0.0.1:8080", &here)));
    let steps: Vec<_> = steps.collect();
    let folder = tempfile::tempdir().unwrap();
    let bin = Path::new(BINARY).parent().unwrap().display();
    let mut shell = Command::new("sh");
    shell.current_dir(folder.path()).env_clear().args(["-euc", &script(&steps)]);
    shell.env("PATH", format!("{bin}:/usr/local/bin:/usr/bin:/bin")).env("HOME", folder.path());
    shell.env("DESKBELL_SERVER__LISTEN", &here).env("NEW_DATABASE_URL", database);
    let output = shell.stdin(Stdio::null()).output().unwrap();
    let (printed, said) = (text(&output.stdout), text(&output.stderr));
    let page = page.display();
    assert!(output.status.success(), "{page}: {printed}\n{said}");
    let parts: Vec<_> = printed.split(&format!("{MARK}\n")).collect();
    assert_eq!(parts.len(), steps.len() + 1, "{page}: {printed}");
    for (Step { command, expected }, printed) in steps.iter().zip(parts) {
        let mut lines = printed.lines();
        for expected in expected.iter().map(String::as_str) {
            let is_there = lines.any(|line| is_like(line, expected));
            assert!(is_there, "{page}: {command} did not print {expected:?}, but:\n{printed}");
        }
    }
}

fn steps(block: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in block.lines() {
        match line.strip_prefix("$ ") {
            Some(command) => steps.push(Step { command: command.to_owned(), expected: Vec::new() }),
            None => steps.last_mut().unwrap().expected.push(line.to_owned()),
        }
    }
    steps
}

/// Returns a script that runs the commands, and at its end stops every server.
fn script(steps: &[Step]) -> String {
    let mut script = "servers=\ntrap 'for it in $servers; do kill $it; wait $it; done' EXIT\n\
                      stop() { for it in $servers; do kill $it; wait $it; done; servers=; }\n"
        .to_owned();
    for (number, Step { command, expected }) in steps.iter().enumerate() {
        let line = if command.starts_with(SERVE) {
            let lines = expected.len().max(1);
            format!(
                "stop\nmkfifo lines{number}\n{command} >lines{number} &\nservers=$!\n\
                 head -n {lines} lines{number}\n"
            )
        } else {
            format!("{command}\n")
        };
        script.push_str(&format!("{line}echo\necho '{MARK}'\n"));
    }
    script
}

/// Returns true if a line matches `expected`, in which each `…` matches any text.
fn is_like(line: &str, expected: &str) -> bool {
    let mut parts = expected.split('…');
    let Some(mut rest) = line.strip_prefix(parts.next().unwrap()) else { return false };
    let mut last = None;
    for part in parts {
        let Some((_, after)) = rest.split_once(part) else { return false };
        (rest, last) = (after, Some(part));
    }
    rest.is_empty() || last == Some("")
}

#[test]
fn dots_stand_for_anything() {
    assert!(is_like("ok  schema  12", "ok … schema …"));
    assert!(is_like("ok", "ok") && is_like("a b c", "a … c"));
    assert!(!is_like("ok then", "ok") && !is_like("not ok", "ok…") && !is_like("a b d", "a … c"));
}
