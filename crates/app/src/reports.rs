//! Reports: the counting of chats, and the sums that reports show. The counting follows the change
//! feed. The facts of a chat (the values that reports count) depend only on its rows, and replace
//! the chat's earlier facts. Therefore a chat may be counted twice without harm.

mod calendar;
mod count;
mod reading;

use std::collections::BTreeMap;
use std::time::Duration;

use deskbell_model::limits::{
    REPORT_STEPS_OF_A_REQUEST, USUAL_REPLY_DAYS, USUAL_REPLY_KEPT_MS, USUAL_REPLY_LEAST,
};
use deskbell_model::report::Sums;
use deskbell_model::{Day, OrgId, Origin};
use deskbell_storage::reports::{self, By, SumsQuestion};
use deskbell_storage::{Class, reads};
use parking_lot::Mutex;

use crate::access::Caller;
use crate::context::Context;
use crate::error::Result;
use count::{Count, Forget};

pub use reading::AskedReport;

/// The service that counts chats and makes reports.
#[derive(Debug)]
pub struct Reports {
    context: Context,
    /// For each organization, the median time to a first reply, in seconds, and the uptime at which
    /// the median was computed.
    usual: Mutex<BTreeMap<OrgId, (Duration, Option<u32>)>>,
}

/// The largest number of organizations whose median reply times are cached.
const USUAL_MAX: usize = 16_384;

reads! {
    Kept(org: OrgId) -> Sums = async |conn| reports::all_sums(org, conn).await;
}

impl Reports {
    pub(crate) const fn new(context: Context) -> Self {
        Self { context, usual: Mutex::new(BTreeMap::new()) }
    }

    /// Counts some of an organization's changed chats, and returns whether more changed chats
    /// remain. If `node` is `Some`, counts only if the node has the organization's lease.
    pub(crate) async fn step(&self, org: OrgId, node: Option<String>) -> Result<bool> {
        Ok(self.context.store.write(org, Origin::JOB, Count { node }).await?)
    }

    /// Counts changed chats within the limits of one request. Returns whether all changed chats are
    /// counted.
    async fn catch_up(&self, org: OrgId) -> Result<bool> {
        for _ in 0..REPORT_STEPS_OF_A_REQUEST {
            if !self.step(org, None).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Counts all changed chats.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_all(&self, org: OrgId) -> Result<()> {
        while self.step(org, None).await? {}
        Ok(())
    }

    /// Deletes all sums and the facts (counted values) of all chats, so that every chat is counted
    /// again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rebuild(&self, caller: Caller) -> Result<()> {
        self.context.store.write(caller.org, caller.origin(), Forget).await?;
        self.count_all(caller.org).await
    }

    /// Compares the stored facts (counted values) and sums with a fresh count of every chat.
    /// Returns a sentence for each difference. While chats remain to be counted, compares nothing
    /// and returns no sentence.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn compare(&self, org: OrgId) -> Result<Vec<String>> {
        Ok(self.context.store.unhurried_snapshot(count::Compare(org)).await?)
    }

    /// Reads the stored sums, for tests.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sums(&self, org: OrgId) -> Result<Sums> {
        Ok(self.context.store.read(Class::Scan, Kept(org)).await?)
    }

    /// Computes the median time to a first reply in the last seven days, in seconds, for customers
    /// who wrote within the opening hours. `None` if there were too few replies.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn usual_reply(&self, org: OrgId) -> Result<Option<u32>> {
        let now = self.context.clock.uptime();
        let kept = self.usual.lock().get(&org).copied();
        let is_fresh =
            |at: Duration| now.saturating_sub(at) < Duration::from_millis(USUAL_REPLY_KEPT_MS);
        if let Some((at, usual)) = kept
            && is_fresh(at)
        {
            return Ok(usual);
        }
        let (today, _) = self.zone(org).await?.local(self.context.now());
        let from = Day::new(today.number() - USUAL_REPLY_DAYS + 1);
        let question = SumsQuestion { by: By::Day, from, to: today, agent: None, department: None };
        let rows = self.context.store.read(Class::Scan, reading::SumsOf(org, question)).await?;
        let replies = reading::replies_within_hours(&rows);
        let median = replies.quantile(500).filter(|_| replies.count() >= USUAL_REPLY_LEAST);
        let usual = median.and_then(|it| u32::try_from(it).ok());
        let mut all = self.usual.lock();
        if all.len() >= USUAL_MAX {
            all.clear();
        }
        all.insert(org, (now, usual));
        Ok(usual)
    }
}
