//! Parallel work on all processors. This module does not know the kind of work.

use std::panic::resume_unwind;
use std::thread;

use parking_lot::Mutex;

/// Runs all jobs, from the last to the first, until a job fails. `worker` makes a function for each
/// processor; the function runs one job per call, and can reuse memory.
///
/// # Errors
/// The error of the failed job.
pub(crate) fn share<J: Send, E: Send, W: FnMut(J) -> Result<(), E>>(
    jobs: Vec<J>,
    worker: impl Fn() -> W + Sync,
) -> Result<(), E> {
    let threads = thread::available_parallelism().map_or(1, |it| it.get().min(jobs.len()));
    let jobs = Mutex::new(jobs);
    let next = || jobs.lock().pop();
    let work = || {
        let mut work = worker();
        while let Some(job) = next() {
            if let Err(error) = work(job) {
                jobs.lock().clear();
                return Err(error);
            }
        }
        Ok(())
    };
    thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let own = work();
        let others =
            others.into_iter().map(|it| it.join().unwrap_or_else(|why| resume_unwind(why)));
        others.fold(own, Result::and)
    })
}
