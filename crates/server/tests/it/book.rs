//! The code blocks of the documentation. Every `sh` block is run, and must succeed. Every call of
//! curl is sent to a server, which must answer. Every `console` block is run, and must print the
//! documented output.

mod console;
mod curl;
mod shell;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, block_on};

use crate::fuzzed::root;

struct Page {
    path: PathBuf,
    text: String,
}

fn pages() -> Vec<Page> {
    let mut paths = vec![root().join("README.md"), root().join("CONTRIBUTING.md")];
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

/// The number of pages that are played at the same time.
const PAGES_AT_ONCE: usize = 4;

#[test]
fn every_command_of_every_page_works_as_it_stands() {
    let (pages, prepared) = (pages(), shell::Prepared::new());
    let (next, played) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..PAGES_AT_ONCE {
            scope.spawn(|| {
                while let Some(page) = pages.get(next.fetch_add(1, Ordering::Relaxed)) {
                    played.fetch_add(shell::play(page, &prepared), Ordering::Relaxed);
                }
            });
        }
    });
    let played = played.into_inner();
    assert!(played > 150, "{played}");
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

/// Does not check the pages of decisions, which `cargo xtask book` adds to the summary.
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
