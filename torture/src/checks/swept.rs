//! The check of a sweep of files after the servers were killed. Files of messages and their bytes
//! stay, all other files are deleted, and no bytes of interrupted uploads remain.

use std::collections::BTreeSet;

use deskbell_lab::Result;
use deskbell_lab::random::Random;
use serde_json::Value;

use super::Findings;
use crate::ask::Asker;
use crate::people::{DOMAIN, Desk, Kept};
use crate::program::Program;

/// Runs a command of `deskbell files`; returns its output.
async fn command(program: &Program, url: &str, words: &[&str]) -> Result<Value> {
    let words = [&["files"][..], words, &["--org", DOMAIN, "--json"]].concat();
    let said = program.data(url, &words).await?;
    let mut said: Value =
        serde_json::from_str(&said).map_err(|_| format!("{words:?} said {said}"))?;
    Ok(if said.is_array() { said[0].take() } else { said })
}

/// Sweeps the files that no message has, and checks the remaining files. Returns the number of
/// files and uploads that were swept.
///
/// # Errors
/// Returns the errors found.
pub async fn swept(
    (desk, kept): (&Desk, &Kept),
    random: &mut Random,
    program: &Program,
    url: &str,
) -> Result<u64> {
    let before = command(program, url, &["check"]).await?;
    let swept = command(program, url, &["sweep", "--older-than", "0"]).await?;
    let after = command(program, url, &["check"]).await?;
    let mut findings = Findings::default();
    let named: BTreeSet<i64> = kept.messages.values().filter_map(|said| said.file).collect();
    for (number, stored) in &kept.files {
        let asker = Asker::bearer(&desk.clients.key);
        let shown = desk.see(random, asker, &format!("/v1/files/{number}")).await?;
        let is_there = match shown.json()["url"].as_str() {
            Some(link) => {
                let answer = desk.see(random, Asker::nobody(), link).await?;
                answer.status == 200 && answer.body == stored.text
            }
            None => false,
        };
        findings.expect(is_there == named.contains(number), || {
            let is_named = named.contains(number);
            format!("file {number}, which a message has: {is_named}, is {shown:?}")
        });
    }
    // Uploads without an answer may have added further files.
    let unnamed = kept.files.keys().filter(|number| !named.contains(number)).count() as u64;
    let count = |answer: &Value, key: &str| answer[key].as_u64().unwrap_or(u64::MAX);
    findings.expect(count(&swept, "files") >= unnamed, || {
        format!("{unnamed} files were in no message, and swept were {swept}")
    });
    findings.expect(count(&swept, "uploads") <= count(&before, "loose"), || {
        format!("swept were {swept} of {before}")
    });
    for key in ["missing", "unknown", "loose"] {
        findings.expect(after[key] == 0, || format!("rows and bytes of files differ: {after}"));
    }
    findings.verdict("the sweep of files")?;
    Ok(count(&swept, "files") + count(&swept, "uploads"))
}
