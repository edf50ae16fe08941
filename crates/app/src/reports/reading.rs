//! The rows of a report, computed from the stored sums.

use std::collections::BTreeMap;

use deskbell_model::limits::{REPORT_DAYS_MAX, REPORT_TAGS_MAX};
use deskbell_model::report::{Durations, Metric};
use deskbell_model::setting::OrganizationSettings;
use deskbell_model::{
    Agent, AgentId, Day, DepartmentId, OrgId, Right, Seconds, Setting, SettingKind, Zone,
};
use deskbell_storage::reports::{self, By, SumRow, SumsQuestion};
use deskbell_storage::settings::SettingRow;
use deskbell_storage::{
    Class, Conn, Listed as _, Read, Result as StorageResult, departments, reads, settings,
};
use deskbell_wire::inbox::reports::{ReportBy, ReportRow, ReportView};

use super::Reports;
use crate::access::Caller;
use crate::actions::settings::document;
use crate::error::{Rejected, Result};

/// A request for a report.
#[derive(Clone, Copy, Debug)]
pub struct AskedReport {
    /// The kind of the report's rows.
    pub by: ReportBy,
    /// The first day of the report; by default six days before the last day.
    pub from: Option<Day>,
    /// The last day of the report; by default today.
    pub to: Option<Day>,
    /// The agent whose work is shown; `None` for every agent.
    pub agent: Option<AgentId>,
    /// The department whose chats are shown; `None` for all chats.
    pub department: Option<DepartmentId>,
}

/// The largest number of agents, and of departments, whose names are read.
const NAMED_MAX: u32 = 10_000;

/// A read of the sums of a report.
pub(super) struct SumsOf(pub(super) OrgId, pub(super) SumsQuestion);

impl Read for SumsOf {
    type Out = Vec<SumRow>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Vec<SumRow>> {
        reports::sums(self.0, conn, self.1).await
    }
}

/// A read of everything that a report shows: the sums of its rows and of its total row, and the
/// names of its rows.
struct Whole {
    org: OrgId,
    question: SumsQuestion,
}

struct Found {
    rows: Vec<SumRow>,
    total: Vec<SumRow>,
    names: BTreeMap<i64, String>,
}

impl Read for Whole {
    type Out = Found;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Found> {
        let Self { org, question } = self;
        let rows = reports::sums(org, conn, question).await?;
        // The sums by tag do not add up to the total, since a customer may have several tags or
        // none.
        let total = match question.by {
            By::Tag => reports::sums(org, conn, SumsQuestion { by: By::Day, ..question }).await?,
            _ => rows.clone(),
        };
        let names = match question.by {
            By::Day => BTreeMap::new(),
            By::Agent => {
                let agents = Agent::list(org, conn, 0, NAMED_MAX).await?;
                agents.into_iter().map(|it| (it.id.get(), it.name)).collect()
            }
            By::Department => {
                // Deleted departments are included, since reports count their chats, too.
                let departments = departments::names(org, conn, 0, NAMED_MAX).await?;
                departments.into_iter().map(|it| (it.id.get(), it.name)).collect()
            }
            By::Tag => {
                let tags = most_used(&rows);
                reports::tag_names(org, conn, &tags).await?.into_iter().collect()
            }
        };
        Ok(Found { rows, total, names })
    }
}

/// Returns the ids of the tags with the most new chats.
fn most_used(rows: &[SumRow]) -> Vec<i64> {
    let mut chats: BTreeMap<i64, i64> = BTreeMap::new();
    for row in rows {
        let is_new = row.metric == Metric::Created;
        *chats.entry(row.key).or_default() += if is_new { row.amount } else { 0 };
    }
    let mut tags: Vec<_> = chats.into_iter().collect();
    tags.sort_by_key(|(tag, chats)| (-chats, *tag));
    tags.truncate(REPORT_TAGS_MAX);
    tags.into_iter().map(|(tag, _)| tag).collect()
}

reads! {
    OrganizationRow(org: OrgId) -> Vec<SettingRow> =
        async |conn| settings::of_agent(org, conn, SettingKind::Organization, None, 1).await;
}

/// Sums the waits for first replies of customers who wrote within the opening hours.
pub(super) fn replies_within_hours(rows: &[SumRow]) -> Durations {
    let mut durations = Durations::default();
    for row in rows.iter().filter(|row| row.metric == Metric::ReplyOpen) {
        let (amount, seconds) = (row.amount.unsigned_abs(), row.seconds.unsigned_abs());
        durations.add(row.bucket, amount, seconds);
    }
    durations
}

fn add(row: &mut ReportRow, sum: &SumRow) {
    let (amount, seconds) = (sum.amount.unsigned_abs(), sum.seconds.unsigned_abs());
    match sum.metric {
        Metric::Created => row.created += amount,
        Metric::Closed => {
            row.closed += amount;
            row.resolution.add(sum.bucket, amount, seconds);
        }
        Metric::Message => row.messages += amount,
        Metric::Joined => row.joined += amount,
        Metric::Reply => row.reply.add(sum.bucket, amount, seconds),
        Metric::ReplyOpen => {}
        Metric::Rated => {
            let place = usize::try_from(sum.bucket).unwrap_or(usize::MAX);
            if let Some(count) = row.ratings.get_mut(place) {
                *count += amount;
            }
        }
    }
}

impl Reports {
    async fn settings(&self, org: OrgId) -> Result<OrganizationSettings> {
        let rows = self.context.store.read(Class::Point, OrganizationRow(org)).await?;
        let own: Option<Setting<OrganizationSettings>> =
            rows.into_iter().next().map(document).transpose()?;
        Ok(own.map(|it| it.value).unwrap_or_default())
    }

    pub(super) async fn zone(&self, org: OrgId) -> Result<Zone> {
        Ok(self.settings(org).await?.zone)
    }

    /// Counts the changed chats, then makes a report. A caller with only [`Right::OwnReports`] gets
    /// a report of the caller's own work.
    ///
    /// # Errors
    /// [`Rejected::Role`] for another agent's work or for tags, [`Rejected::Days`] for too many
    /// days or days out of order, or when the database fails.
    pub async fn report(&self, caller: Caller, asked: AskedReport) -> Result<ReportView> {
        caller.check(Right::OwnReports)?;
        let agent = if caller.rights.allow(Right::AllReports) {
            asked.agent
        } else {
            let own = caller.agent_id();
            let is_others = asked.agent.is_some() && asked.agent != own;
            // The sums by tag are not separate for each agent.
            if own.is_none() || is_others || asked.by == ReportBy::Tag {
                return Err(Rejected::Role.into());
            }
            own
        };
        let org = caller.org;
        let is_complete = self.catch_up(org).await?;
        let settings = self.settings(org).await?;
        let now = self.context.now();
        let (from, to) = days(&settings.zone, now, asked)?;
        let by = match asked.by {
            ReportBy::Day | ReportBy::Hour => By::Day,
            ReportBy::Agent => By::Agent,
            ReportBy::Department => By::Department,
            ReportBy::Tag => By::Tag,
        };
        let question = SumsQuestion { by, from, to, agent, department: asked.department };
        let found = self.context.store.snapshot(Class::Scan, Whole { org, question }).await?;
        let mut report = ReportView {
            by: asked.by,
            from,
            to,
            zone: settings.zone,
            as_of: now,
            is_complete,
            target_s: settings.reply_target_s,
            rows: Vec::new(),
            total: ReportRow::default(),
        };
        found.total.iter().for_each(|sum| add(&mut report.total, sum));
        report.rows = rows(asked.by, &found, (from, to));
        Ok(report)
    }
}

/// Returns the first and the last day of a report; by default the seven days up to today.
fn days(zone: &Zone, now: Seconds, asked: AskedReport) -> Result<(Day, Day)> {
    let to = asked.to.unwrap_or_else(|| zone.local(now).0);
    let from = asked.from.unwrap_or_else(|| Day::new(to.number() - 6));
    let count = to.number() - from.number() + 1;
    if (1..=REPORT_DAYS_MAX).contains(&count) { Ok((from, to)) } else { Err(Rejected::Days.into()) }
}

fn rows(by: ReportBy, found: &Found, (from, to): (Day, Day)) -> Vec<ReportRow> {
    if by == ReportBy::Hour {
        return hours(&found.rows);
    }
    let mut rows: BTreeMap<i64, ReportRow> = BTreeMap::new();
    if by == ReportBy::Day {
        for number in from.number()..=to.number() {
            let day = Some(Day::new(number));
            rows.insert(number, ReportRow { day, ..ReportRow::default() });
        }
    }
    for sum in &found.rows {
        let row = rows.entry(sum.key).or_insert_with(|| ReportRow {
            id: (sum.key > 0).then_some(sum.key),
            name: found.names.get(&sum.key).cloned(),
            ..ReportRow::default()
        });
        add(row, sum);
    }
    if by == ReportBy::Tag {
        rows.retain(|tag, _| found.names.contains_key(tag));
    }
    rows.into_values().collect()
}

/// Returns rows of the new chats by the weekday and the hour at which they began.
fn hours(sums: &[SumRow]) -> Vec<ReportRow> {
    let mut rows: BTreeMap<(u32, u32), ReportRow> = BTreeMap::new();
    for sum in sums.iter().filter(|sum| sum.metric == Metric::Created) {
        let weekday = u32::try_from(Day::new(sum.key).weekday()).unwrap_or(0);
        let row = rows.entry((weekday, sum.bucket)).or_insert_with(|| ReportRow {
            weekday: Some(weekday),
            hour: Some(sum.bucket),
            ..ReportRow::default()
        });
        add(row, sum);
    }
    rows.into_values().collect()
}
