//! The traces in which changes were recorded, so that a delivery about a change continues the trace
//! of the change.

use std::collections::VecDeque;
use std::fmt;

use parking_lot::Mutex;
use tracing::field::{Field, Visit};
use tracing::{Event, Metadata};

use crate::context::TraceContext;

/// The target of the event that reports a recorded change, with the change's organization and
/// number in the fields `org` and `seq`.
const TARGET: &str = "deskbell::recorded";
/// The number of the latest changes whose traces are stored, in about 300 KiB. Most deliveries
/// begin within a second after their change.
const CHANGES_MAX: usize = 4_096;

/// The id of an organization, and the number of one of its changes.
pub(crate) type ChangeOf = (i64, i64);

/// The contexts in which the latest changes were recorded, in the order of the changes.
#[derive(Debug, Default)]
pub(crate) struct Origins(Mutex<VecDeque<(ChangeOf, TraceContext)>>);

impl Origins {
    /// Tells whether an event of this kind reports a recorded change.
    pub(crate) fn wants(of: &Metadata<'_>) -> bool {
        of.is_event() && of.target() == TARGET
    }

    /// Stores the context in which the change of an event was recorded. If an undone transaction
    /// recorded a change with the same number, removes the context of that change.
    pub(crate) fn note(&self, event: &Event<'_>, context: Option<TraceContext>) {
        let mut change = Numbers::default();
        event.record(&mut change);
        let of = (change.org, change.seq);
        let mut all = self.0.lock();
        if let Some(place) = all.iter().rposition(|(known, _)| *known == of) {
            all.remove(place);
        }
        let Some(context) = context else { return };
        if all.len() == CHANGES_MAX {
            all.pop_front();
        }
        all.push_back((of, context));
    }

    /// Returns the context in which a change was recorded, if it is known.
    pub(crate) fn find(&self, of: ChangeOf) -> Option<TraceContext> {
        let all = self.0.lock();
        all.iter().rev().find(|(known, _)| *known == of).map(|(_, context)| *context)
    }
}

#[derive(Default)]
struct Numbers {
    org: i64,
    seq: i64,
}

impl Visit for Numbers {
    fn record_i64(&mut self, field: &Field, value: i64) {
        match field.name() {
            "org" => self.org = value,
            "seq" => self.seq = value,
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}
}
