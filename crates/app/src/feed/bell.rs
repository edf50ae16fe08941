//! A bell that wakes every task waiting for one thing, again and again. A task signs up once: a
//! crowd that signed up anew for each change would pay more for that than for the change.

use std::task::Waker;

use parking_lot::Mutex;

/// The bell, which wakes the tasks that have a [`Seat`].
#[derive(Debug, Default)]
pub(super) struct Bell(Mutex<Places>);

#[derive(Debug, Default)]
struct Places {
    wakers: Vec<Option<Waker>>,
    /// The places that were left.
    free: Vec<usize>,
}

/// A task's place at one bell, once it signed up; it is given back with [`Bell::leave`].
#[derive(Debug, Default)]
pub(super) struct Seat(Option<(usize, Waker)>);

impl Bell {
    /// Wakes every task that signed up.
    pub(super) fn ring(&self) {
        let places = self.0.lock();
        places.wakers.iter().flatten().for_each(Waker::wake_by_ref);
    }

    /// Makes each ring from now on wake this task. A task that signs up before it looks misses
    /// nothing.
    pub(super) fn sign_up(&self, place: &mut Seat, waker: &Waker) {
        if place.0.as_ref().is_some_and(|(_, signed_up)| signed_up.will_wake(waker)) {
            return;
        }
        let mut places = self.0.lock();
        let index = match &place.0 {
            Some((index, _)) => *index,
            None => places.free.pop().unwrap_or_else(|| {
                places.wakers.push(None);
                places.wakers.len() - 1
            }),
        };
        places.wakers[index] = Some(waker.clone());
        place.0 = Some((index, waker.clone()));
    }

    /// Gives a place back.
    pub(super) fn leave(&self, place: &mut Seat) {
        let Some((index, _)) = place.0.take() else { return };
        let mut places = self.0.lock();
        places.wakers[index] = None;
        places.free.push(index);
        if places.free.len() == places.wakers.len() {
            // A crowd that left leaves no memory behind.
            *places = Places::default();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::Wake;

    use super::*;

    #[derive(Default)]
    struct Count(AtomicUsize);

    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn wakes(count: &Arc<Count>) -> usize {
        count.0.load(Ordering::Relaxed)
    }

    #[test]
    fn whoever_signed_up_once_is_woken_at_each_ring_until_they_leave() {
        let bell = Bell::default();
        let (one, two) = (Arc::new(Count::default()), Arc::new(Count::default()));
        let (mut first, mut second) = (Seat::default(), Seat::default());
        for _ in 0..3 {
            bell.sign_up(&mut first, &Arc::clone(&one).into());
        }
        bell.sign_up(&mut second, &Arc::clone(&two).into());
        bell.ring();
        bell.ring();
        assert_eq!((wakes(&one), wakes(&two)), (2, 2));
        bell.leave(&mut first);
        bell.leave(&mut first);
        bell.ring();
        assert_eq!((wakes(&one), wakes(&two)), (2, 3));
        // The place belongs to another task now, and each signs up the other's waker.
        bell.sign_up(&mut first, &Arc::clone(&two).into());
        bell.sign_up(&mut second, &Arc::clone(&one).into());
        bell.ring();
        assert_eq!((wakes(&one), wakes(&two)), (3, 4));
        assert_eq!(bell.0.lock().wakers.len(), 2);
        bell.leave(&mut first);
        bell.leave(&mut second);
        assert_eq!((Arc::strong_count(&one), Arc::strong_count(&two)), (1, 1));
        assert_eq!(bell.0.lock().wakers.capacity(), 0);
    }
}
