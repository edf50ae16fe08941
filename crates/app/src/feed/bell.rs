//! A notifier that wakes all registered tasks, any number of times. A task registers once, because
//! registering again for each change would cost more than reading the change.

use std::task::Waker;

use parking_lot::Mutex;

/// The notifier of the tasks that have a [`Seat`].
#[derive(Debug, Default)]
pub(super) struct Bell(Mutex<Places>);

#[derive(Debug, Default)]
struct Places {
    wakers: Vec<Option<Waker>>,
    /// The indexes that are free.
    free: Vec<usize>,
}

/// The registration of a task at one bell: its index and waker. [`Bell::leave`] removes the
/// registration.
#[derive(Debug, Default)]
pub(super) struct Seat(Option<(usize, Waker)>);

impl Bell {
    /// Wakes every registered task.
    pub(super) fn ring(&self) {
        let places = self.0.lock();
        places.wakers.iter().flatten().for_each(Waker::wake_by_ref);
    }

    /// Registers a task for all further rings. A task that registers before looking for changes
    /// misses no change.
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

    /// Removes the registration of a task.
    pub(super) fn leave(&self, place: &mut Seat) {
        let Some((index, _)) = place.0.take() else { return };
        let mut places = self.0.lock();
        places.wakers[index] = None;
        places.free.push(index);
        if places.free.len() == places.wakers.len() {
            // The memory is freed once no task is registered.
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
        // Each seat registers again, now with the other task's waker.
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
