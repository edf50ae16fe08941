//! The time until a server takes over the deliveries of killed servers.

use std::time::{Duration, Instant};

use deskbell_lab::Result;

use crate::act::Client;
use crate::fleet::Fleet;
use crate::pause;
use crate::targets::Listening;

/// The maximal wait for a delivery: the duration of a lease, and some time to begin.
const TAKES_MOST: Duration = Duration::from_secs(60);
/// The pause between two checks whether the message was delivered.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// In each round, kills all servers except one, posts a message, and measures the time from the
/// kills to the message's delivery. Each round spares another server. The time is short if the
/// spared server already had the lease.
///
/// # Errors
/// When no server takes over.
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
