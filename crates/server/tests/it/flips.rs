//! Single flipped bits in a database file: the server's answers, and the findings of `doctor
//! --deep`.
//!
//! `DESKBELL_FLIPS=400` flips 400 bits instead of 40, `DESKBELL_FLIPS_SEED` sets the seed.

use std::path::Path;
use std::process::Stdio;

use deskbell_lab::http::exchange;
use deskbell_storage::Location;
use deskbell_testkit::{Engine, Test, block_on};

use crate::erased::talk;
use crate::process::{SERVE, Server, UNLIMITED, deskbell, first_line, run, text};

/// The maximal percentage of undetected flips. A flip can stay undetected if the flipped value is
/// stored only once.
const UNSEEN_PERCENT_MAX: usize = 15;

/// The flips, counted by outcome; the undetected flips are listed.
#[derive(Debug, Default)]
struct Outcomes {
    /// The number of flips after which all answers are unchanged.
    harmless: usize,
    /// The number of flips after which the server does not start, or answers some requests with 5xx
    /// while `doctor --deep` reports the damage. All other answers are unchanged.
    refused: usize,
    /// The number of flips after which an answer differs, and `doctor --deep` reports the damage.
    found: usize,
    /// The flips after which an answer differs, and `doctor --deep` does not report the damage.
    unseen: Vec<String>,
    /// The number of flips after which a request fails, and `doctor --deep` does not report the
    /// damage.
    untold: usize,
}

fn targets() -> Vec<String> {
    let mut targets: Vec<String> =
        ["agents", "departments", "applications", "organization", "chats/total", "webhooks"]
            .iter()
            .map(|name| format!("/v1/{name}"))
            .collect();
    for sort in ["createdAt", "closedAt", "lastMessageAt", "lastCustomerMessageAt"] {
        targets.push(format!("/v1/chats?limit=100&sort=chats.{sort}"));
    }
    targets.push("/v1/customers?limit=100".into());
    for id in 1..=12 {
        targets.push(format!("/v1/customers/{id}"));
        targets.push(format!("/v1/chats/{id}"));
        targets.push(format!("/v1/chats/{id}/messages?limit=100"));
    }
    (0..9).for_each(|page| targets.push(format!("/v1/changes?after={}&limit=100", page * 100)));
    targets
}

/// Returns all answers of a server on this file; `None` if the server does not start.
fn answers(path: &Path, key: &str) -> Option<Vec<(u16, Vec<u8>)>> {
    let mut command = deskbell(&format!("sqlite:{}", path.display()), SERVE);
    command.envs(UNLIMITED).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let Ok(said) = first_line(&mut child) else {
        assert_eq!(child.wait().unwrap().code(), Some(1), "it refuses in words");
        return None;
    };
    let server = Server::adopt(child, &said);
    Some(targets().iter().map(|target| get(&server, key, target)).collect())
}

/// The status and body of an answer of any media type; status 0 if there is no answer.
fn get(server: &Server, key: &str, target: &str) -> (u16, Vec<u8>) {
    let host = server.address.strip_prefix("http://").unwrap();
    let request = format!(
        "GET {target} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {key}\r\n\
         Connection: close\r\n\r\n"
    );
    let answer = exchange(&[host.parse().unwrap()], request.as_bytes()).unwrap_or_default();
    (answer.status, answer.body)
}

#[test]
fn a_bit_that_turns_over_is_harmless_refused_or_found_but_where_it_stands_once() {
    let number = |name: &str, otherwise: usize| {
        std::env::var(name).map_or(otherwise, |text| text.parse().unwrap())
    };
    let flips = number("DESKBELL_FLIPS", 40);
    let mut random = number("DESKBELL_FLIPS_SEED", 8) as u64;
    let (folder, key) = block_on(async {
        let t = Test::new(Engine::Sqlite).await;
        talk(&t).await;
        t.app.close().await;
        let Location::Sqlite(path) = &t.database.location else { panic!("a file") };
        let folder = tempfile::tempdir().unwrap();
        std::fs::copy(path, folder.path().join("whole")).unwrap();
        let key = t.key.clone();
        t.database.remove().await;
        (folder, key)
    });
    let whole = std::fs::read(folder.path().join("whole")).unwrap();
    let path = folder.path().join("a.db");
    let url = format!("sqlite:{}", path.display());
    std::fs::write(&path, &whole).unwrap();
    let doctor = run(&url, &["doctor", "--deep"]);
    assert!(doctor.status.success(), "{}", text(&doctor.stdout));
    let expected = answers(&path, &key).unwrap();
    for (target, (status, _)) in targets().iter().zip(&expected) {
        assert_eq!(*status, 200, "{target}");
    }
    let mut outcomes = Outcomes::default();
    for _ in 0..flips {
        random =
            random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let bit = usize::try_from(random >> 20).unwrap() % (whole.len() * 8);
        let mut bytes = whole.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        for suffix in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{suffix}", path.display()));
        }
        std::fs::write(&path, &bytes).unwrap();
        let is_told = !run(&url, &["doctor", "--deep"]).status.success();
        let Some(given) = answers(&path, &key) else {
            outcomes.refused += 1;
            continue;
        };
        let differ: Vec<_> = (0..given.len()).filter(|at| given[*at] != expected[*at]).collect();
        let is_answer = |at: &&usize| (1..500).contains(&given[**at].0);
        let wrong = differ.iter().find(is_answer);
        match wrong {
            _ if differ.is_empty() => outcomes.harmless += 1,
            Some(_) if is_told => outcomes.found += 1,
            Some(at) => {
                let around = &bytes[(bit / 8).saturating_sub(30)..(bit / 8 + 10).min(bytes.len())];
                let around = String::from_utf8_lossy(around);
                outcomes.unseen.push(format!("{} near {around:?}", targets()[*at]));
            }
            None if is_told => outcomes.refused += 1,
            None => outcomes.untold += 1,
        }
    }
    assert_eq!(outcomes.untold, 0, "{outcomes:?}");
    // Undetected errors are only allowed in old versions of objects in the feed.
    let is_history = |it: &String| it.starts_with("/v1/changes");
    assert!(outcomes.unseen.iter().all(is_history), "{outcomes:?}");
    assert!(outcomes.unseen.len() * 100 <= flips * UNSEEN_PERCENT_MAX, "{outcomes:?}");
}
