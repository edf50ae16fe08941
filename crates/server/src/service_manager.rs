//! The messages to the service manager, in the protocol of systemd: the server is ready, it lives,
//! it stops. Without a service manager nothing is told.

use std::time::Duration;

use sd_notify::{NotifyState, notify, watchdog_enabled};
use tokio::time::{MissedTickBehavior, interval};

/// The shortest pause between two signs of life.
const PAUSE_LEAST: Duration = Duration::from_millis(10);

/// Tells that the server answers.
pub(crate) fn ready() {
    tell(NotifyState::Ready);
}

/// Tells that the server stops.
pub(crate) fn stopping() {
    tell(NotifyState::Stopping);
}

/// Tells again and again that the server lives, twice in the time after which the service manager
/// takes it for dead. Ends at once if the service manager does not watch.
pub(crate) async fn watchdog() {
    let Some(within) = watchdog_enabled() else { return };
    let mut ticks = interval((within / 2).max(PAUSE_LEAST));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        tell(NotifyState::Watchdog);
    }
}

fn tell(state: NotifyState<'_>) {
    if let Err(error) = notify(&[state]) {
        tracing::warn!(%error, "the service manager could not be told");
    }
}
