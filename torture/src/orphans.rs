//! The sweep of what must be gone a day later: the bytes of uploads that a kill cut off, and files
//! that no message names. The database is told that they are older than that, and the servers
//! sweep.
//!
//! This module must not know the faults.

use std::time::{Duration, Instant};

use deskbell_lab::postgres::database::{connected, execute};
use deskbell_lab::random::Random;
use deskbell_lab::{Result, While as _, say};
use rusqlite::Connection;
use serde_json::Value;

use crate::ask::Asker;
use crate::pause;
use crate::people::{Desk, Kept};
use crate::program::Program;

const AGE: &str = include_str!("orphans/age.sql");
const LEFT: &str = include_str!("orphans/left.sql");
/// The time within which the servers sweep: a minute until they trust a clock, and some rounds.
const TAKES_MOST: Duration = Duration::from_secs(300);
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// The time for which this waits for a server that writes to an SQLite file.
const PATIENCE: Duration = Duration::from_secs(30);

/// Opens an SQLite file; `None` for another engine's URL.
fn file(url: &str) -> Result<Option<Connection>> {
    let Some(path) = url.strip_prefix("sqlite:") else { return Ok(None) };
    let opened = Connection::open(path).while_at("the database's file")?;
    opened.busy_timeout(PATIENCE).while_at("the database's file")?;
    Ok(Some(opened))
}

/// The number of uploads and files that are to go.
async fn left(url: &str) -> Result<usize> {
    let count: i64 = match file(url)? {
        Some(file) => file.query_row(LEFT, [], |row| row.get(0)).while_at("a count")?,
        None => {
            let row = connected(url, async |client| client.query_one(LEFT, &[]).await).await;
            row.while_at("a count")?.get(0)
        }
    };
    usize::try_from(count).while_at("a count")
}

/// Lets a day pass for what no message names, waits until the servers have removed it, and checks
/// that every other file is there, and rows and bytes agree. Gives the number of what went.
///
/// # Errors
/// With what is missing, or was left.
pub async fn sweep(
    (desk, kept): (&Desk, &Kept),
    random: &mut Random,
    program: &Program,
    url: &str,
) -> Result<usize> {
    let many = left(url).await?;
    match file(url)? {
        Some(file) => file.execute_batch(AGE).while_at("a day")?,
        None => execute(url, AGE).await,
    }
    say::talk(format!("waiting for {many} uploads and files to be swept"));
    let began = Instant::now();
    while left(url).await? > 0 {
        if began.elapsed() > TAKES_MOST {
            return Err(format!("of {many} uploads and files {} were left", left(url).await?));
        }
        pause(LOOK_EVERY).await;
    }
    for number in kept.files.keys() {
        let is_named = kept.messages.values().any(|said| said.file == Some(*number));
        let asker = Asker::bearer(&desk.clients.key);
        let shown = desk.see(random, asker, &format!("/v1/files/{number}")).await?;
        let is_there = match shown.json()["url"].as_str() {
            Some(link) => desk.see(random, Asker::nobody(), link).await?.status == 200,
            None => false,
        };
        if is_there != is_named {
            return Err(format!("file {number}, named: {is_named}, is {shown:?}"));
        }
    }
    let said = program.data(url, &["files", "check", "--org", crate::people::DOMAIN, "--json"]);
    let said = said.await?;
    let said: Value = serde_json::from_str(&said).map_err(|_| format!("files check: {said}"))?;
    let said = said.get(0).unwrap_or(&said);
    match said["missing"] == 0 && said["unknown"] == 0 {
        true => Ok(many),
        false => Err(format!("after the sweep rows and bytes of files differ: {said}")),
    }
}
