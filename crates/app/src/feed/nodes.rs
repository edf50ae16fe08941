//! The exchange of signals with the other nodes of the database.
//!
//! Notices may be lost. So a node that connects anew ends the presences of the others, and says
//! that it begins: the others end its presences and tell theirs, and it tells its own. A node with
//! presences tells regularly that it lives; the presences of a silent node end.

use std::sync::Arc;
use std::time::Duration;

use deskbell_model::limits::{
    NODE_BATCH_EVERY_MS, NODE_LIVES_EVERY_MS, NODE_STOPS_MS, NODES_LOOKED_AT_EVERY_MS,
};
use deskbell_storage::{Heard, NodeId, NodeLink, NodeNotice};
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::sync::{mpsc, watch};
use tokio::time::{Interval, MissedTickBehavior, interval, timeout};

use super::Feed;
use super::channels::Signals;
use crate::error::Result;

impl Feed {
    /// Starts the exchange of signals with the other nodes, if the database can have any and the
    /// exchange has not started.
    pub(super) fn link_nodes(&self) -> Result<()> {
        let mut tasks = self.tasks.lock();
        if self.signals.with(|state, _| state.is_linked()) {
            return Ok(());
        }
        let Some(link) = self.context.store.node_link() else { return Ok(()) };
        let mut name = [0; 16];
        self.context.entropy.fill(&mut name)?;
        let me = NodeId(u128::from_be_bytes(name));
        self.signals.with(|state, _| state.link());
        tasks.spawn(exchange(Arc::clone(&self.signals), me, link, self.context.closing()));
        Ok(())
    }
}

/// Exchanges signals until the application closes.
async fn exchange(
    signals: Arc<Signals>,
    me: NodeId,
    link: NodeLink,
    mut closing: watch::Receiver<bool>,
) {
    let NodeLink { outgoing, heard } = link;
    tokio::select! {
        _ = closing.wait_for(|is_closing| *is_closing) => {}
        () = hear(&signals, me, heard) => {}
        () = send(&signals, me, &outgoing) => {}
        () = keep_alive(&signals) => {}
    }
    let stops = outgoing.send(vec![(me, NodeNotice::Stops)]);
    // Without this notice, the other nodes notice the silence.
    let _ = timeout(Duration::from_millis(NODE_STOPS_MS), stops).await;
}

/// Receives the notices of the other nodes.
async fn hear(signals: &Signals, me: NodeId, mut heard: broadcast::Receiver<Heard>) {
    loop {
        match heard.recv().await {
            Ok(Heard::Notice(node, _)) if node == me => {}
            Ok(Heard::Notice(node, notice)) => {
                signals.with(|state, now| state.hear(node, notice, now));
            }
            // Notices may be lost.
            Ok(Heard::Connected) | Err(RecvError::Lagged(_)) => {
                signals.with(|state, _| state.begin());
            }
            Err(RecvError::Closed) => return,
        }
    }
}

/// Sends the notices of this node, a batch at a time.
async fn send(signals: &Signals, me: NodeId, outgoing: &mpsc::Sender<Vec<(NodeId, NodeNotice)>>) {
    let mut batches = ticks(NODE_BATCH_EVERY_MS);
    loop {
        signals.untold.notified().await;
        batches.tick().await;
        // While there is no connection, notices wait where later ones replace them.
        let Ok(place) = outgoing.reserve().await else { return };
        let batch = signals.with(|state, _| state.next_batch());
        if !batch.is_empty() {
            place.send(batch.into_iter().map(|notice| (me, notice)).collect());
        }
    }
}

/// Tells regularly that this node lives, and ends the presences of silent nodes.
async fn keep_alive(signals: &Signals) {
    let mut looks = ticks(NODES_LOOKED_AT_EVERY_MS);
    let mut told = Duration::ZERO;
    loop {
        looks.tick().await;
        signals.with(|state, now| {
            state.end_silent(now);
            if now.saturating_sub(told) >= Duration::from_millis(NODE_LIVES_EVERY_MS) {
                told = now;
                state.live();
            }
        });
    }
}

fn ticks(period_ms: u64) -> Interval {
    let mut ticks = interval(Duration::from_millis(period_ms));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}
