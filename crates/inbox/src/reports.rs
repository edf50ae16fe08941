//! `/app/v1/reports`: sums of chats, replies and ratings, as JSON and as comma-separated values.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::Response;
use deskbell_app::Reports;
use deskbell_app::reports::AskedReport;
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Errors, QueryString};
use deskbell_http::pipeline::reply::json as answer;
use deskbell_model::{AgentId, Day, DepartmentId};
use deskbell_wire as wire;
use deskbell_wire::inbox::reports::{ReportBy, write_csv};
use serde_json::{Value, json};

use crate::agent::ByAgent;
use crate::rights::OwnReports;

const TAG: &str = "Reports";

fn row() -> Value {
    json!({
        "day": "2026-11-27", "weekday": null, "hour": null, "id": null, "name": null,
        "new": 231, "closed": 219, "messages": 1804, "repliedTo": 204,
        "firstReply": {
            "count": 198, "median": 202, "p90": 710, "mean": 290, "withinTarget": 172,
        },
        "resolution": {
            "count": 219, "median": 5400, "p90": 90000, "mean": 22000, "withinTarget": null,
        },
        "ratings": {
            "count": 61, "perfect": 40, "great": 15, "average": 3, "poor": 2, "veryPoor": 1,
        },
    })
}

fn report() -> Value {
    let class =
        |from: u32, to: Option<u32>, count: u64| json!({"from": from, "to": to, "count": count});
    let mut total = row();
    total["day"] = Value::Null;
    json!({
        "by": "day", "from": "2026-11-27", "to": "2026-11-27", "zone": "Europe/Berlin",
        "asOf": 1_795_791_600, "complete": true, "targetSeconds": 600,
        "rows": [row()], "total": total,
        "firstReplyTimes": [
            class(0, Some(60), 33), class(60, Some(120), 44), class(120, Some(300), 63),
            class(300, Some(600), 32), class(600, Some(1800), 18), class(1800, Some(3600), 5),
            class(3600, None, 3),
        ],
    })
}

fn of_reports(operation: Operation) -> Operation {
    operation.for_some_roles().with(&["reportBy", "from", "to", "agent", "department"]).refuses(&[
        ErrorCode::By,
        ErrorCode::Days,
        ErrorCode::Agent,
        ErrorCode::Department,
    ])
}

pub(crate) fn describe_get() -> Operation {
    Operation::signed_in("getReport", TAG, "Get a report")
        .says(
            "Includes all changes until now. A chat counts for its assignee, or else for the agent \
             who wrote last, and for its department. Agents see their own work, supervisors \
             everybody's.",
        )
        .also(of_reports)
        .answers(200, "Report", report())
}

/// `GET /app/v1/reports`: a report as JSON.
pub(crate) async fn get(
    by: ByAgent<OwnReports>,
    State(reports): State<Arc<Reports>>,
    query: QueryString,
) -> Result<Response, ApiError> {
    let report = reports.report(by.caller, asked(&query)?).await?;
    let mut json = Vec::new();
    wire::write(&mut json, &report);
    Ok(answer(json))
}

pub(crate) fn describe_csv() -> Operation {
    let content = json!({"schema": {"type": "string"}, "example": "day,new\r\n2026-11-27,231\r\n"});
    Operation::signed_in("getReportCsv", TAG, "Get a report as comma-separated values")
        .says("RFC 4180 in UTF-8. A name that a spreadsheet takes for a formula begins with `'`.")
        .also(of_reports)
        .answers_with(200, "As asked.", Some(("text/csv", content)))
}

/// `GET /app/v1/reports.csv`: a report as comma-separated values.
pub(crate) async fn csv(
    by: ByAgent<OwnReports>,
    State(reports): State<Arc<Reports>>,
    query: QueryString,
) -> Result<Response, ApiError> {
    let report = reports.report(by.caller, asked(&query)?).await?;
    let mut csv = Vec::new();
    write_csv(&mut csv, &report);
    let mut response = answer(csv);
    let headers = response.headers_mut();
    headers
        .insert(CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8; header=present"));
    let name = format!("attachment; filename=\"report-{}-{}.csv\"", report.from, report.to);
    if let Ok(name) = HeaderValue::try_from(name) {
        headers.insert(CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

fn asked(query: &QueryString) -> Result<AskedReport, ApiError> {
    let mut errors = Errors::default();
    let by = query.parsed("by", ReportBy::parse, ErrorCode::By, &mut errors);
    let day = |text: &str| Day::parse(text).map(Some);
    let from = query.parsed("from", day, ErrorCode::Days, &mut errors);
    let to = query.parsed("to", day, ErrorCode::Days, &mut errors);
    let agent = |text: &str| AgentId::parse(text).map(Some);
    let agent = query.parsed("agent", agent, ErrorCode::Agent, &mut errors);
    let department = |text: &str| DepartmentId::parse(text).map(Some);
    let department = query.parsed("department", department, ErrorCode::Department, &mut errors);
    errors.check()?;
    Ok(AskedReport { by, from, to, agent, department })
}
