//! The commands in the documentation. The program must accept every call of `deskbell` in a `sh`
//! block. Every call of curl is sent to a server, which must answer. Every `console` block is run,
//! and must print the documented output.

mod console;
mod curl;
mod lines;

use std::path::{Path, PathBuf};
use std::process::Command;

use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, block_on};

use crate::fuzzed::root;
use crate::process::{BINARY, text};

/// A page of the documentation.
struct Page {
    path: PathBuf,
    text: String,
}

fn pages() -> Vec<Page> {
    let mut paths = vec![root().join("README.md")];
    collect(&root().join("docs"), &mut paths);
    paths.sort();
    let page = |path: PathBuf| Page { text: std::fs::read_to_string(&path).unwrap(), path };
    paths.into_iter().map(page).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|end| end == "md") {
            paths.push(path);
        }
    }
}

impl Page {
    /// Returns the page's code blocks in a language.
    fn blocks(&self, language: &str) -> Vec<&str> {
        let start = format!("\n```{language}\n");
        let blocks = self.text.split(start.as_str()).skip(1);
        blocks.map(|rest| rest.split("\n```").next().unwrap()).collect()
    }
}

#[test]
fn the_program_understands_every_command_of_every_page() {
    let mut commands = 0;
    for page in pages() {
        for words in page.blocks("sh").into_iter().flat_map(lines::commands) {
            commands += 1;
            let mut command = Command::new(BINARY);
            let output = command.args(&words).arg("--help").output().unwrap();
            let said = text(&output.stderr);
            // A word in capitals stands for a value.
            let value = said.split_once("invalid value '").and_then(|it| it.1.split('\'').next());
            let is_placeholder = value.is_some_and(|it| it == it.to_uppercase());
            let is_understood = output.status.success() || is_placeholder;
            assert!(is_understood, "{}: {words:?}: {said}", page.path.display());
        }
    }
    assert!(commands > 80, "{commands}");
}

#[test]
fn what_can_be_tried_prints_what_the_page_says() {
    let pages: Vec<_> = pages().into_iter().filter(|it| !it.blocks("console").is_empty()).collect();
    assert!(pages.len() >= 3);
    std::thread::scope(|scope| {
        for page in &pages {
            scope.spawn(|| {
                let database = block_on(Database::empty(Engine::Postgres));
                console::play(&page.path, &page.blocks("console"), &database.url);
                block_on(database.remove());
            });
        }
    });
}

#[test]
fn every_call_of_curl_is_answered_as_it_stands() {
    let calls_curl = |block: &&str| block.lines().any(|line| line.starts_with("curl "));
    let pages = pages();
    let playing: Vec<_> = pages
        .iter()
        .map(|page| (page, page.blocks("sh").into_iter().filter(calls_curl).collect::<Vec<_>>()))
        .filter(|(_, blocks)| !blocks.is_empty())
        .collect();
    let answered: usize = std::thread::scope(|scope| {
        let play = |(page, blocks): &(&Page, Vec<&str>)| curl::play(&page.path, blocks);
        let played: Vec<_> = playing.iter().map(|it| scope.spawn(move || play(it))).collect();
        played.into_iter().map(|it| it.join().unwrap()).sum()
    });
    assert!(answered > 30, "{answered}");
}

/// The pages of decisions are not checked here, because `cargo xtask book` lists them.
#[test]
fn every_page_of_the_documentation_is_in_the_summary() {
    let docs = root().join("docs");
    let summary = std::fs::read_to_string(docs.join("SUMMARY.md")).unwrap();
    for page in pages() {
        let Ok(path) = page.path.strip_prefix(&docs) else { continue };
        let is_apart = path == Path::new("SUMMARY.md") || path.starts_with("adr");
        let link = format!("]({})", path.display());
        assert!(is_apart || summary.contains(&link), "{link}");
    }
}
