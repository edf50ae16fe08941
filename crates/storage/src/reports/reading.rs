//! The sums of a report, grouped by the kind of its rows.

use deskbell_model::report::Metric;
use deskbell_model::{AgentId, Day, DepartmentId, OrgId};

use crate::columns::params;
use crate::conn::Conn;
use crate::error::Result;
use crate::selected::selected;
use crate::sql::text;
use crate::statement::statements;

/// The kind of a report's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// A row for each day.
    Day,
    /// A row for each agent.
    Agent,
    /// A row for each department.
    Department,
    /// A row for each customer tag.
    Tag,
}

/// The question for the sums of a report.
#[derive(Clone, Copy, Debug)]
pub struct SumsQuestion {
    /// The kind of the rows.
    pub by: By,
    /// The first day of the report.
    pub from: Day,
    /// The last day of the report.
    pub to: Day,
    /// The agent whose sums are read; `None` for all agents.
    pub agent: Option<AgentId>,
    /// The department whose sums are read; `None` for all departments.
    pub department: Option<DepartmentId>,
}

/// A sum that belongs to a row of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SumRow {
    /// The number of the day, or the id of the agent, department or tag; 0 for sums without an
    /// agent, department or tag.
    pub key: i64,
    /// The metric that the sum belongs to.
    pub metric: Metric,
    /// The hour, the histogram bucket of a duration, or the rating, depending on the metric.
    pub bucket: u32,
    /// The number of counted occurrences.
    pub amount: i64,
    /// The total of the counted durations, in seconds.
    pub seconds: i64,
}

selected! { SumRow { key, metric, bucket, amount, seconds } }

/// The largest number of sums that one report reads.
const SUMS_MAX: u32 = 200_000;

/// A SELECT of sums by a column; the second argument is the condition on tags.
macro_rules! by {
    ($column:literal, $tags:literal) => {
        text!(join(&[
            "SELECT ",
            $column,
            " AS key, metric, bucket, CAST(SUM(amount) AS BIGINT) AS amount,
                    CAST(SUM(seconds) AS BIGINT) AS seconds
             FROM report_sums
             WHERE org_id = $1 AND day >= $2 AND day <= $3 AND ",
            $tags,
            " AND (CAST($4 AS BIGINT) = 0 OR agent_id = $4)
               AND (CAST($5 AS BIGINT) = 0 OR department_id = $5)
             GROUP BY ",
            $column,
            ", metric, bucket ORDER BY ",
            $column,
            ", metric, bucket LIMIT $6"
        ]))
    };
}

struct Name {
    id: i64,
    name: String,
}

selected! { Name { id, name } }

statements! {
    BY_DAY: Scan => SumRow = by!("day", "tag_id = 0");
    BY_AGENT: Scan => SumRow = by!("agent_id", "tag_id = 0");
    BY_DEPARTMENT: Scan => SumRow = by!("department_id", "tag_id = 0");
    BY_TAG: Scan => SumRow = by!("tag_id", "tag_id > 0");
    TAG_NAME: Point => Name = "SELECT id, name FROM tags WHERE org_id = $1 AND id = $2";
}

/// Returns the sums of a report, sorted by key, metric and bucket.
///
/// # Errors
/// When the database fails.
pub async fn sums<C: Conn>(
    org: OrgId,
    conn: &mut C,
    question: SumsQuestion,
) -> Result<Vec<SumRow>> {
    let SumsQuestion { by, from, to, agent, department } = question;
    let query = match by {
        By::Day => &BY_DAY,
        By::Agent => &BY_AGENT,
        By::Department => &BY_DEPARTMENT,
        By::Tag => &BY_TAG,
    };
    let (agent, department) =
        (agent.map_or(0, AgentId::get), department.map_or(0, DepartmentId::get));
    let values = params![org, from.number(), to.number(), agent, department, SUMS_MAX];
    conn.all(query, &values).await
}

/// Returns the names of tags, sorted by id.
///
/// # Errors
/// When the database fails.
pub async fn tag_names<C: Conn>(
    org: OrgId,
    conn: &mut C,
    tags: &[i64],
) -> Result<Vec<(i64, String)>> {
    let mut names = Vec::new();
    for tag in tags {
        names.extend(conn.opt(&TAG_NAME, &params![org, *tag]).await?);
    }
    Ok(names.into_iter().map(|it: Name| (it.id, it.name)).collect())
}
