//! The check of background work. Long overdue work shows that no server is running.

use deskbell_app::App;
use deskbell_model::Seconds;
use deskbell_model::limits::OVERDUE_SECONDS;
use deskbell_storage::cross_org::{self, Overdue};
use deskbell_storage::{Class, reads};

use super::Finding;

reads! {
    Count(since: Seconds) -> Overdue = async |conn| cross_org::overdue(conn, since).await;
}

/// Counts the work that has been due for at least [`OVERDUE_SECONDS`].
pub(super) async fn overdue(app: &App) -> deskbell_app::Result<Finding> {
    let now = app.context.now().get();
    let since = Seconds::new(now.saturating_sub(OVERDUE_SECONDS));
    let counted = app.context.store.read(Class::Scan, Count(since)).await?;
    Ok(finding(counted))
}

fn finding(Overdue { sweeps, timers, deliveries, erasures }: Overdue) -> Finding {
    if sweeps + timers + deliveries + erasures == 0 {
        return Finding::ok("due", "everything that was due is done".to_owned());
    }
    let minutes = OVERDUE_SECONDS / 60;
    let found = format!(
        "due for more than {minutes} minutes: {sweeps} organizations to sweep, {timers} timers, \
         {deliveries} deliveries, {erasures} deleted objects to erase"
    );
    let hint = "while a server runs, its log says why; without one this is as it should be";
    Finding::warning("due", found, hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_work_is_told() {
        let done = Overdue { sweeps: 0, timers: 0, deliveries: 0, erasures: 0 };
        assert!(format!("{:?}", finding(done)).contains("is done"));
        for counted in [
            Overdue { sweeps: 7, ..done },
            Overdue { timers: 7, ..done },
            Overdue { deliveries: 7, ..done },
            Overdue { erasures: 7, ..done },
        ] {
            assert!(format!("{:?}", finding(counted)).contains(" 7 "), "{counted:?}");
        }
    }
}
