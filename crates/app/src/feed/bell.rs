//! A notifier that wakes the registered tasks that want a change. A task registers once for any
//! number of wake-ups, because registering again for each change would cost more than reading the
//! change. Tasks are stored by the chats that they want, so changes of other chats do not wake
//! them.

use std::collections::HashMap;
use std::task::Waker;

use deskbell_model::{ChatId, Kind};
use parking_lot::Mutex;

use super::Interest;

/// An announced change: its number, kind and chat.
pub(super) type Announced = (i64, Kind, Option<ChatId>);

/// The notifier that wakes the tasks that registered with a [`Seat`].
#[derive(Debug)]
pub(super) struct Bell(Mutex<Seats>);

#[derive(Debug)]
struct Seats {
    /// The number of the change that was announced last.
    last: i64,
    /// The registrations of tasks, by the chat that the task wants; `None` for tasks that want
    /// every chat.
    of: HashMap<Option<ChatId>, Row>,
}

/// The registrations of the tasks that want one chat.
#[derive(Debug, Default)]
struct Row {
    places: Vec<Option<Place>>,
    /// The indexes of the elements of `places` that no task uses.
    free: Vec<usize>,
}

#[derive(Debug)]
struct Place {
    waker: Waker,
    interest: Interest,
    /// The number of the first wanted change that was announced after `since`; `None` without such
    /// a change.
    wanted: Option<i64>,
    /// The number of the last announced change at the time when the task registered or last called
    /// [`Bell::skip`].
    since: i64,
}

/// The registration of a task at a [`Bell`], the notifier of changes. [`Bell::leave`] removes the
/// registration.
#[derive(Debug, Default)]
pub(super) struct Seat(Option<Taken>);

#[derive(Debug)]
struct Taken {
    /// The registrations of the task, one for each chat that it wants. Each registration has the
    /// chat and the index in the chat's `Row`.
    places: Vec<(Option<ChatId>, usize)>,
    waker: Waker,
}

impl Seats {
    fn row(&mut self, chat: Option<ChatId>) -> impl Iterator<Item = &mut Place> {
        self.of.get_mut(&chat).into_iter().flat_map(|row| row.places.iter_mut().flatten())
    }

    fn place(&mut self, (row, index): (Option<ChatId>, usize)) -> Option<&mut Place> {
        self.of.get_mut(&row)?.places.get_mut(index)?.as_mut()
    }
}

impl Place {
    fn wake_for(&mut self, (seq, kind, chat): Announced) {
        if self.interest.wants(kind, chat) {
            self.wanted.get_or_insert(seq);
            self.waker.wake_by_ref();
        }
    }
}

impl Bell {
    /// Creates a notifier whose last announced change has this number.
    pub(super) fn new(last: i64) -> Self {
        Self(Mutex::new(Seats { last, of: HashMap::new() }))
    }

    /// Wakes every registered task without announcing a change.
    pub(super) fn ring(&self) {
        let seats = self.0.lock();
        let places = seats.of.values().flat_map(|row| row.places.iter().flatten());
        places.for_each(|place| place.waker.wake_by_ref());
    }

    /// Announces consecutive changes, and wakes the tasks that want one of them.
    pub(super) fn announce(&self, changes: impl IntoIterator<Item = Announced>) {
        let mut seats = self.0.lock();
        for change in changes {
            let (seq, kind, chat) = change;
            seats.last = seq;
            match (kind, chat) {
                (Kind::Reset, _) => {
                    let rows = seats.of.values_mut();
                    let places = rows.flat_map(|row| row.places.iter_mut().flatten());
                    places.for_each(|place| place.wake_for(change));
                }
                (_, Some(_)) => {
                    seats.row(None).for_each(|place| place.wake_for(change));
                    seats.row(chat).for_each(|place| place.wake_for(change));
                }
                (_, None) => seats.row(None).for_each(|place| place.wake_for(change)),
            }
        }
    }

    /// Announces that the changes up to this number are missing, and wakes every task.
    pub(super) fn announce_gap(&self, last: i64) {
        let mut seats = self.0.lock();
        let first = seats.last + 1;
        seats.last = last;
        for place in seats.of.values_mut().flat_map(|row| row.places.iter_mut().flatten()) {
            place.wanted.get_or_insert(first);
            place.waker.wake_by_ref();
        }
    }

    /// Registers a task for all further changes that `interest` wants. A task that registers before
    /// reading changes misses no change.
    pub(super) fn sign_up(&self, seat: &mut Seat, interest: Interest, waker: &Waker) {
        if seat.0.as_ref().is_some_and(|taken| taken.waker.will_wake(waker)) {
            return;
        }
        let mut seats = self.0.lock();
        if let Some(taken) = &mut seat.0 {
            taken.waker = waker.clone();
            for spot in &taken.places {
                if let Some(place) = seats.place(*spot) {
                    place.waker = waker.clone();
                }
            }
            return;
        }
        let since = seats.last;
        let mut places = Vec::with_capacity(1);
        for chat in interest.rows() {
            let row = seats.of.entry(chat).or_default();
            let index = row.free.pop().unwrap_or_else(|| {
                row.places.push(None);
                row.places.len() - 1
            });
            row.places[index] = Some(Place { waker: waker.clone(), interest, wanted: None, since });
            places.push((chat, index));
        }
        seat.0 = Some(Taken { places, waker: waker.clone() });
    }

    /// Returns the number up to which a task at position `after` can skip changes. The task wants
    /// no change above `after`, up to and including the returned number.
    pub(super) fn skip(&self, seat: &Seat, after: i64) -> i64 {
        let mut seats = self.0.lock();
        let last = seats.last;
        let Some(taken) = &seat.0 else { return after };
        let (mut since, mut wanted): (_, Option<i64>) = (last, None);
        for spot in &taken.places {
            let Some(place) = seats.place(*spot) else { return after };
            since = since.min(std::mem::replace(&mut place.since, last));
            wanted = wanted.into_iter().chain(place.wanted.take()).min();
        }
        match wanted {
            // The task may want changes that were announced before it registered or continued
            // reading.
            _ if after < since => after,
            None => last.max(after),
            // A change up to `after` was read before it was announced.
            Some(wanted) => after.max(wanted - 1),
        }
    }

    pub(super) fn leave(&self, seat: &mut Seat) {
        let Some(Taken { places, .. }) = seat.0.take() else { return };
        let mut seats = self.0.lock();
        for (chat, index) in places {
            let Some(row) = seats.of.get_mut(&chat) else { continue };
            row.places[index] = None;
            row.free.push(index);
            if row.free.len() == row.places.len() {
                // The memory is freed once no task is registered.
                seats.of.remove(&chat);
            }
        }
    }
}

#[cfg(test)]
mod tests;
