//! How long it takes until a server goes on with what others did that died.

use std::time::{Duration, Instant};

use deskbell_lab::Result;

use crate::act::Client;
use crate::fleet::Fleet;
use crate::pause;
use crate::targets::Listening;

/// How long a delivery may be waited for: a lease, and some time to start on it.
const TAKES_MOST: Duration = Duration::from_secs(60);
/// How often one looks.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Kills all servers but one, again and again another one; how long it took each time from then to
/// the next delivery, of a message that was said at once. Whoever survives may be the one that
/// delivered before: then it takes no time.
///
/// # Errors
/// When nobody goes on.
pub async fn measure(
    fleet: &mut Fleet,
    prober: &mut Client,
    target: &Listening,
    rounds: u32,
) -> Result<Vec<Duration>> {
    let mut took = Vec::new();
    let mut survivors = (0..fleet.count()).cycle();
    for _ in 0..rounds {
        let survivor = survivors.next().unwrap_or(0);
        for place in (0..fleet.count()).filter(|place| *place != survivor) {
            fleet.kill(place).await?;
        }
        let began = Instant::now();
        let message = prober.say().await?;
        while !target.heard().messages.contains(&message) {
            if began.elapsed() > TAKES_MOST {
                return Err(format!("nobody delivers for {TAKES_MOST:?} after a death"));
            }
            pause(LOOK_EVERY).await;
        }
        took.push(began.elapsed());
        for place in (0..fleet.count()).filter(|place| *place != survivor) {
            fleet.revive(place).await?;
        }
    }
    Ok(took)
}
