//! The connection slots: their number, the share of each address, and the eviction of idle
//! connections when slots run out.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use deskbell_app::access::limits::network;
use parking_lot::{Mutex, MutexGuard};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout};

use super::activity::Activity;
use super::limits::Limits;
use crate::limits::{GIVES_WAY_AFTER_MS, SLOTS_PER_RESERVED_SLOT};

const GIVES_WAY_AFTER: Duration = Duration::from_millis(GIVES_WAY_AFTER_MS);
/// The shortest time between two searches for idle connections. A search reads the state of all
/// connections.
const LOOKS_EVERY: Duration = Duration::from_millis(5);
/// Each search for idle connections evicts enough of them to free the reserved slots and a 128th of
/// all slots.
const SLOTS_A_TURN: usize = 128;

#[derive(Debug)]
pub(super) struct ConnectionSlots {
    free: Arc<Semaphore>,
    most: usize,
    /// The number of reserved slots. A connection in a reserved slot closes after one answer.
    reserved: usize,
    /// The largest number of slots per address, including loopback addresses. If 0, loopback has no
    /// limit, and any other address may have half of all slots.
    per_address: usize,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    next: u64,
    /// The time of the last search for idle connections; `None` before the first search.
    looked_at: Option<Instant>,
    /// The activity of each connection, by the connection's number. Older connections have smaller
    /// numbers.
    activities: BTreeMap<u64, Arc<Activity>>,
    of: HashMap<IpAddr, usize>,
}

/// The permit for a slot that no connection uses yet. Dropping the permit frees the slot.
#[derive(Debug)]
pub(super) struct SlotPermit(OwnedSemaphorePermit);

impl ConnectionSlots {
    pub(super) fn new(limits: &Limits) -> Arc<Self> {
        let most = limits.connections.min(Semaphore::MAX_PERMITS);
        let (free, reserved) = (Arc::new(Semaphore::new(most)), most / SLOTS_PER_RESERVED_SLOT);
        Arc::new(Self {
            free,
            most,
            reserved,
            per_address: limits.per_address,
            taken: Mutex::default(),
        })
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock()
    }

    pub(super) fn try_slot(&self) -> Option<SlotPermit> {
        Arc::clone(&self.free).try_acquire_owned().ok().map(SlotPermit)
    }

    /// Waits for a free slot and takes the slot. While only reserved slots are free, evicts idle
    /// connections.
    pub(super) async fn slot(&self) -> SlotPermit {
        loop {
            self.evict_idle();
            let free = Arc::clone(&self.free).acquire_owned();
            if let Ok(Ok(slot)) = timeout(LOOKS_EVERY, free).await {
                return SlotPermit(slot);
            }
        }
    }

    fn evict_idle(&self) {
        let free = self.free.available_permits();
        if free > self.reserved {
            return;
        }
        let mut taken = self.taken();
        let now = Instant::now();
        if taken.looked_at.is_some_and(|at| now.duration_since(at) < LOOKS_EVERY) {
            return;
        }
        taken.looked_at = Some(now);
        let leaving = taken.activities.values().filter(|activity| activity.is_evicting()).count();
        let wanted = (self.most / SLOTS_A_TURN).max(1) + self.reserved;
        let missing = wanted.saturating_sub(free + leaving);
        let idle_since = |activity: &Arc<Activity>| {
            let since = activity.idle_since().filter(|it| it.elapsed() >= GIVES_WAY_AFTER)?;
            (!activity.is_evicting()).then(|| ((activity.has_asked(), since), Arc::clone(activity)))
        };
        let mut waiting: Vec<_> = taken.activities.values().filter_map(idle_since).collect();
        drop(taken);
        // Clients that never sent a request are evicted first.
        waiting.sort_by_key(|(rank, _)| *rank);
        for (_, activity) in waiting.into_iter().take(missing) {
            activity.evict();
        }
    }

    /// Assigns a slot to a connection; `None` if the address has used up its share.
    pub(super) fn take(
        self: &Arc<Self>,
        SlotPermit(permit): SlotPermit,
        peer: IpAddr,
    ) -> Option<TakenSlot> {
        let address = network(peer);
        let per_address = match (self.per_address, peer.to_canonical().is_loopback()) {
            (0, true) => usize::MAX,
            (0, false) => (self.most / 2).max(1),
            (most, _) => most,
        };
        let activity = Activity::new(self.free.available_permits() < self.reserved);
        let mut taken = self.taken();
        let of = taken.of.get(&address).copied().unwrap_or_default();
        if of >= per_address {
            return None;
        }
        taken.of.insert(address, of + 1);
        let number = taken.next;
        taken.next += 1;
        taken.activities.insert(number, Arc::clone(&activity));
        let slots = Arc::clone(self);
        Some(TakenSlot { activity, slots, number, address, _permit: permit })
    }
}

/// A slot that a connection uses.
#[derive(Debug)]
pub(super) struct TakenSlot {
    pub(super) activity: Arc<Activity>,
    slots: Arc<ConnectionSlots>,
    number: u64,
    address: IpAddr,
    _permit: OwnedSemaphorePermit,
}

impl Drop for TakenSlot {
    fn drop(&mut self) {
        let mut taken = self.slots.taken();
        taken.activities.remove(&self.number);
        match taken.of.get(&self.address).map_or(0, |it| it.saturating_sub(1)) {
            0 => taken.of.remove(&self.address),
            left => taken.of.insert(self.address, left),
        };
    }
}
