//! The deep check, which reads all rows and reports contradictions.

use deskbell_app::{App, Error};
use deskbell_model::OrgId;
use deskbell_transfer::Progress as _;

use super::super::progress::Shown;
use super::Finding;

/// Compares an organization's rows with the rows that refer to them, and the counts of reports with
/// the chats.
pub(super) async fn everything(app: &App, org: OrgId, name: &str) -> Result<Vec<Finding>, Error> {
    let mut shown = Shown::new("doctor");
    let about = app.lists.row_estimate(org).await?;
    let deep = app
        .lists
        .read_everything(org, |rows| shown.at(rows.min(about), about, "rows of it"))
        .await?;
    shown.at(about, about, "rows of it");
    let counted = app.reports.compare(org).await?;
    if deep.found == 0 && counted.is_empty() {
        let found = format!("{} rows of {name} were read, and agree with each other", deep.rows);
        return Ok(vec![Finding::ok("contents", found)]);
    }
    let hint = "restore a backup made before, or mend what is named through the API";
    let problem = |it: String| Finding::problem("contents", format!("{name}: {it}"), hint);
    let more = deep.found - deep.findings.len() as u64;
    let mut findings: Vec<_> = deep.findings.into_iter().map(problem).collect();
    let anew = "`deskbell report rebuild` counts every chat anew";
    let sums = |it| Finding::problem("reports", format!("{name}: {it}"), anew);
    findings.extend(counted.into_iter().map(sums));
    findings.extend((more > 0).then(|| problem(format!("{more} more do not agree"))));
    Ok(findings)
}
