//! The exchange of signals with the other nodes of the database.
//!
//! Messages may be lost. Therefore each node repeats its presences regularly, and asks the other
//! nodes for their presences when messages may be lost. A presence that no node repeats ends, for
//! example after its node was killed.

use std::sync::Arc;
use std::time::Duration;

use deskbell_model::limits::{
    NODE_BATCH_EVERY_MS, NODE_STOPS_MS, PRESENCES_LOOKED_AT_EVERY_MS, PRESENCES_REPEATED_EVERY_MS,
};
use deskbell_storage::{LinkState, NodeId, NodeLink, NodeNotice};
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::sync::{mpsc, watch};
use tokio::time::{Interval, MissedTickBehavior, interval, timeout};

use super::Feed;
use super::channels::Signals;
use crate::Steady;
use crate::error::Result;

impl Feed {
    /// Starts the exchange of signals with the other nodes, unless it runs already or the database
    /// can have no other nodes.
    pub(super) fn link_nodes(&self) -> Result<()> {
        let mut is_linked = self.is_linked.lock();
        if *is_linked || *self.context.closing().borrow() {
            return Ok(());
        }
        let Some(link) = self.context.store.node_link() else { return Ok(()) };
        let mut name = [0; 16];
        self.context.entropy.fill(&mut name)?;
        let me = NodeId(u128::from_be_bytes(name));
        *is_linked = true;
        let (signals, clock) = (Arc::clone(&self.signals), Arc::clone(&self.context.clock));
        self.tasks.lock().spawn(exchange(signals, clock, me, link, self.context.closing()));
        Ok(())
    }
}

/// Exchanges signals until the application closes.
async fn exchange(
    signals: Arc<Signals>,
    clock: Arc<Steady>,
    me: NodeId,
    link: NodeLink,
    mut closing: watch::Receiver<bool>,
) {
    let NodeLink { outgoing, heard, state } = link;
    let looked = state.clone();
    tokio::select! {
        _ = closing.wait_for(|is_closing| *is_closing) => {}
        () = follow(&signals, state) => {}
        () = hear(&signals, me, heard) => {}
        () = send(&signals, me, &outgoing) => {}
        () = repeat(&signals) => {}
        () = look(&signals, &clock, looked) => {}
    }
    // The last clients have disconnected. The other nodes are told now, or end the presences later
    // because no node repeats them.
    let last = async {
        while let Ok(place) = outgoing.reserve().await {
            let batch = signals.next_batch(me);
            if batch.is_empty() {
                return;
            }
            place.send(batch);
        }
    };
    let _ = timeout(Duration::from_millis(NODE_STOPS_MS), last).await;
    signals.connected(false);
}

/// Follows the state of the connection to the other nodes.
async fn follow(signals: &Signals, mut state: watch::Receiver<LinkState>) {
    loop {
        let LinkState { is_connected, .. } = *state.borrow_and_update();
        signals.connected(is_connected);
        if state.changed().await.is_err() {
            return;
        }
    }
}

/// Receives the messages of the other nodes.
async fn hear(signals: &Signals, me: NodeId, mut heard: broadcast::Receiver<NodeNotice>) {
    loop {
        match heard.recv().await {
            Ok(notice) if notice.node == me => {}
            Ok(notice) => signals.hear(notice),
            // The other nodes repeat the missed presences soon. A request for them would only add
            // messages.
            Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return,
        }
    }
}

/// Sends this node's messages to the other nodes, in batches.
async fn send(signals: &Signals, me: NodeId, outgoing: &mpsc::Sender<Vec<NodeNotice>>) {
    let mut batches = ticks(NODE_BATCH_EVERY_MS);
    loop {
        signals.untold.notified().await;
        batches.tick().await;
        let Ok(place) = outgoing.reserve().await else { return };
        let batch = signals.next_batch(me);
        if !batch.is_empty() {
            place.send(batch);
        }
    }
}

/// Repeats this node's presences at a fixed interval.
async fn repeat(signals: &Signals) {
    let mut rounds = ticks(PRESENCES_REPEATED_EVERY_MS);
    loop {
        rounds.tick().await;
        signals.repeat_all();
    }
}

/// Ends presences that no node repeats any more; runs until the future is dropped.
async fn look(signals: &Signals, clock: &Steady, mut state: watch::Receiver<LinkState>) {
    let mut looks = ticks(PRESENCES_LOOKED_AT_EVERY_MS);
    let grace = PRESENCES_REPEATED_EVERY_MS / PRESENCES_LOOKED_AT_EVERY_MS;
    let (mut last, mut waits) = (clock.uptime(), 0);
    loop {
        looks.tick().await;
        let now = clock.uptime();
        // After a pause of this process or of its connection, all nodes first get time to repeat
        // their presences.
        let is_late = now.saturating_sub(last) > 5 * looks.period();
        last = now;
        if is_late || state.has_changed().unwrap_or(false) {
            state.mark_unchanged();
            waits = grace;
        }
        if waits > 0 {
            waits -= 1;
        } else {
            signals.end_silent();
        }
    }
}

fn ticks(period_ms: u64) -> Interval {
    let mut ticks = interval(Duration::from_millis(period_ms));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}
