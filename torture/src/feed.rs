//! A reader of `/v1/changes` and of all lists.

use deskbell_lab::Result;
use deskbell_lab::random::Random;
use serde_json::Value;

use crate::ask::Request;
use crate::clients::Clients;
use crate::pause;

/// The maximal number of attempts at a refused request.
const ATTEMPTS: u32 = 100;
/// The number of objects per page of a list.
const PAGE: usize = 100;

/// A reader of the public interface, for the checks.
#[derive(Debug)]
pub struct Reader<'a> {
    /// The servers' addresses and the key.
    pub clients: &'a Clients,
    /// The random numbers that choose a server.
    pub random: Random,
}

impl Reader<'_> {
    /// Sends a request whose answer must have status 200; returns the JSON of the answer.
    ///
    /// # Errors
    /// When the status is not 200, or no server answers.
    pub async fn get(&mut self, target: &str) -> Result<Value> {
        let (status, value) = self.ask(target).await?;
        if status == 200 { Ok(value) } else { Err(format!("{target}: {status} {value}")) }
    }

    /// Repeats a request until the status is not 503; returns the status and the JSON of the
    /// answer.
    ///
    /// # Errors
    /// When no server answers.
    pub async fn ask(&mut self, target: &str) -> Result<(u16, Value)> {
        for _ in 0..ATTEMPTS {
            match self.clients.ask(&mut self.random, &Request::get(target)).await {
                Some(answer) if answer.status != 503 => return Ok((answer.status, answer.json())),
                _ => pause(std::time::Duration::from_millis(100)).await,
            }
        }
        Err(format!("nobody answers {target}"))
    }

    /// Appends all changes after the last change in `feed`.
    ///
    /// # Errors
    /// When the numbers of a page are not consecutive.
    pub async fn read_on(&mut self, feed: &mut Vec<Value>) -> Result<()> {
        loop {
            let after = feed.len();
            let mut page = self.get(&format!("/v1/changes?after={after}&limit=1000")).await?;
            let Value::Array(changes) = page["data"].take() else {
                return Err(format!("the feed answers {page}"));
            };
            if changes.is_empty() {
                return Ok(());
            }
            for change in changes {
                if change["seq"] != feed.len() + 1 {
                    return Err(format!("behind change {} comes {change}", feed.len()));
                }
                feed.push(change);
            }
        }
    }

    /// Reads all objects of a list. The number of objects must equal the list's total.
    ///
    /// # Errors
    /// When the total differs.
    pub async fn list(&mut self, target: &str) -> Result<Vec<Value>> {
        let mut all = Vec::new();
        loop {
            let place = if target.contains('?') { '&' } else { '?' };
            let offset = all.len();
            let target = format!("{target}{place}limit={PAGE}&offset={offset}");
            let mut page = self.get(&target).await?;
            let total = page["total"].as_u64().or(page["meta"]["total"].as_u64());
            let Value::Array(objects) = page["data"].take() else {
                return Err(format!("{target} answers {page}"));
            };
            let is_last = objects.len() < PAGE;
            all.extend(objects);
            if is_last {
                let is_all = total == Some(all.len() as u64);
                return if is_all { Ok(all) } else { Err(format!("{target} has {total:?}")) };
            }
        }
    }
}
