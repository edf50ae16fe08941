//! Checks of the machine's clock: its plausibility, its difference from the database's clock, and
//! changes recorded in the future.

use deskbell_app::{App, Clock as _, Error};
use deskbell_model::limits::CLOCKS_APART_S;
use deskbell_model::{OrgId, Organization, Seconds};
use deskbell_storage::{Class, changes, reads};

use super::Finding;
use crate::boot::{CLOCK_LEAST, SystemClock};

/// The largest allowed difference between the clocks of the database and this machine, in
/// milliseconds.
const CLOCKS_APART_MAX: u64 = 5_000;

const HINT: &str = "set the clock, or let a time service do it";

/// Checks that the machine's clock shows a plausible time.
pub(super) fn machine() -> Finding {
    let now = SystemClock::start().now().seconds();
    match now.get() {
        ..CLOCK_LEAST => Finding::problem("clock", format!("{} is in the past", now.get()), HINT),
        u32::MAX => Finding::problem("clock", "it is after 2106-02-07", HINT),
        now => Finding::ok("clock", format!("it says {now}")),
    }
}

/// Checks that the database's clock agrees with this machine's clock.
pub(super) fn database(theirs_ms: i64) -> Finding {
    let apart = SystemClock::start().now().millis().abs_diff(theirs_ms);
    if apart <= CLOCKS_APART_MAX {
        return Finding::ok("clocks", format!("the database's is {apart} ms from ours"));
    }
    let found = format!("the database's is {apart} ms from ours");
    Finding::warning("clocks", found, "let a time service set both")
}

reads! {
    Newest(org: OrgId) -> Option<Seconds> = async |conn| changes::newest_at(org, conn).await;
}

/// Checks that no change was recorded with a time later than the current time.
pub(super) async fn newest(
    app: &App,
    organizations: &[Organization],
) -> Result<Option<Finding>, Error> {
    let mut newest = None;
    for organization in organizations {
        newest = newest.max(app.context.store.read(Class::Point, Newest(organization.id)).await?);
    }
    let Some(newest) = newest else { return Ok(None) };
    let (now, newest) = (app.context.now().get(), newest.get());
    if newest <= now.saturating_add(CLOCKS_APART_S) {
        let ago = now.saturating_sub(newest);
        let found = format!("the newest change was recorded {ago} s ago");
        return Ok(Some(Finding::ok("newest", found)));
    }
    let found = format!("the newest change was recorded {} s later than now", newest - now);
    let hint = "set the clock if it is wrong now; if it was wrong then, nothing has to be done";
    Ok(Some(Finding::warning("newest", found, hint)))
}
