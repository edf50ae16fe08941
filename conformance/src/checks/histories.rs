//! Checks of the contract's section 8: the id of the change feed's history, which is the sequence
//! of changes until a failover starts another history. Numbers of changes can be compared only
//! within one history.

use crate::check::{Check, check};
use crate::outcome::Done;
use crate::world::World;

pub fn checks() -> Vec<Check> {
    vec![
        check!("8", told, "The change feed names its history, which goes on while things change"),
        check!("8", replaced, "Past the head, or with another history: 410 history_replaced"),
    ]
}

/// A number that is larger than the number of any change.
const BEYOND: i64 = i64::MAX;

fn told(w: &World) -> Done {
    let before = w.get("/v1/changes?limit=1")?;
    let history = before.at("/meta/history").text()?;
    w.any_customer()?;
    let after = w.get(&format!("/v1/changes?limit=1&after=0&history={history}"))?;
    after.ok()?.at("/meta/history").is(history)?;
    Ok(())
}

fn replaced(w: &World) -> Done {
    let message = "This history is not the one you followed";
    for path in ["changes", "stream"] {
        for asked in [format!("after={BEYOND}"), "after=0&history=no-other".to_owned()] {
            let answer = w.get(&format!("/v1/{path}?{asked}"))?;
            answer.error(410, "history_replaced", message)?;
        }
    }
    Ok(())
}
