//! A bounded queue of lines. A thread writes the lines, so that queueing never waits. When the
//! queue is full or writing fails, lines are dropped, and the number of dropped lines is reported
//! before the next written line.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Write};
use std::os::fd::AsFd;
use std::sync::Arc;
use std::time::Duration;

use deskbell_model::limits::{LOG_BYTES_WAITING_MAX, LOG_LINES_WAITING_MAX};
use parking_lot::{Condvar, Mutex, MutexGuard};
use rustix::event::{PollFd, PollFlags, poll};

/// A function that makes the report about a number of dropped lines.
type DropReport = fn(u64) -> String;

/// A queue of lines that a thread writes.
#[derive(Debug)]
pub(crate) struct LineQueue {
    queue: Mutex<Queue>,
    changed: Condvar,
}

#[derive(Debug)]
struct Queue {
    waiting: VecDeque<Box<[u8]>>,
    bytes: usize,
    /// True while a line is being written.
    is_busy: bool,
    /// The number of dropped lines not yet reported.
    dropped: u64,
    /// The function that makes the report about dropped lines; `None` to report no dropped lines.
    report: Option<DropReport>,
}

impl LineQueue {
    /// Starts a thread that writes the queued lines to `out`.
    pub(crate) fn start(out: impl Write + Send + 'static) -> Arc<Self> {
        let queue =
            Queue { waiting: VecDeque::new(), bytes: 0, is_busy: false, dropped: 0, report: None };
        let lines = Arc::new(Self { queue: Mutex::new(queue), changed: Condvar::new() });
        let of_thread = Arc::clone(&lines);
        let thread = std::thread::Builder::new().name("lines".to_owned());
        // Without a thread no line is written, but the process works as usual.
        let _ = thread.spawn(move || of_thread.write_to(Pen { out, is_torn: false }));
        lines
    }

    /// Sets the function that makes the report about dropped lines.
    pub(crate) fn report_with(&self, report: DropReport) {
        self.queue().report = Some(report);
    }

    /// Queues a line including its line break. Drops the line when the queue is full.
    pub(crate) fn push(&self, line: &[u8]) {
        let mut queue = self.queue();
        let bytes = queue.bytes.saturating_add(line.len());
        if queue.waiting.len() >= LOG_LINES_WAITING_MAX || bytes > LOG_BYTES_WAITING_MAX {
            queue.dropped = queue.dropped.saturating_add(u64::from(!line.is_empty()));
            return;
        }
        queue.bytes = bytes;
        queue.waiting.push_back(line.into());
        self.changed.notify_all();
    }

    /// Waits at most `within` until the queue is empty. Returns whether every line was written or
    /// reported as dropped.
    pub(crate) fn finish(&self, within: Duration) -> bool {
        // The empty line makes the thread report the dropped lines.
        self.push(b"");
        let is_busy = |queue: &mut Queue| queue.is_busy || !queue.waiting.is_empty();
        let mut queue = self.queue();
        let waited = self.changed.wait_while_for(&mut queue, is_busy, within);
        !waited.timed_out() && queue.dropped == 0
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock()
    }

    /// Waits for the next line. If lines were dropped before this line, also returns the number of
    /// dropped lines and the report.
    fn next(&self) -> (Option<(String, u64)>, Box<[u8]>) {
        let mut queue = self.queue();
        queue.is_busy = false;
        self.changed.notify_all();
        loop {
            if let Some(line) = queue.waiting.pop_front() {
                queue.bytes = queue.bytes.saturating_sub(line.len());
                queue.is_busy = true;
                let dropped = queue.dropped;
                let report = queue.report.filter(|_| dropped > 0);
                return (report.map(|report| (report(dropped), dropped)), line);
            }
            self.changed.wait(&mut queue);
        }
    }

    fn write_to(&self, mut pen: Pen<impl Write>) -> ! {
        loop {
            let (report, line) = self.next();
            let mut is_written = true;
            if let Some((report, dropped)) = report {
                is_written = pen.write(report.as_bytes()).is_ok();
                if is_written {
                    let mut queue = self.queue();
                    queue.dropped = queue.dropped.saturating_sub(dropped);
                }
            }
            // A line whose report cannot be written is dropped, too.
            if (!is_written || pen.write(&line).is_err()) && !line.is_empty() {
                let mut queue = self.queue();
                queue.dropped = queue.dropped.saturating_add(1);
            }
        }
    }
}

/// A writer with a flag that is true while the last line was written only in part.
struct Pen<W> {
    out: W,
    is_torn: bool,
}

impl<W: Write> Pen<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<()> {
        if self.is_torn && !line.is_empty() {
            self.out.write_all(b"\n")?;
            self.is_torn = false;
        }
        let mut rest = line;
        while !rest.is_empty() {
            let written = match self.out.write(rest) {
                Ok(0) => Err(ErrorKind::WriteZero.into()),
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                other => other,
            };
            match written {
                Ok(count) => rest = rest.get(count..).unwrap_or_default(),
                Err(error) => {
                    self.is_torn |= rest.len() < line.len();
                    return Err(error);
                }
            }
        }
        Ok(())
    }
}

/// A standard stream without buffer or lock. Writes wait even on a non-blocking stream.
#[derive(Debug)]
pub(crate) struct Direct<F>(pub(crate) F);

impl<F: AsFd> Write for Direct<F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            match rustix::io::write(&self.0, bytes) {
                Err(error) if error == rustix::io::Errno::AGAIN => {
                    poll(&mut [PollFd::new(&self.0, PollFlags::OUT)], None)?;
                }
                other => return Ok(other?),
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

    use super::*;

    /// A time limit that no step of these tests reaches.
    const PATIENCE: Duration = Duration::from_secs(60);

    /// A writer that simulates the reader of the lines. The test decides the result of each write.
    struct Reader {
        answers: Receiver<io::Result<usize>>,
        taken: SyncSender<String>,
    }

    impl Write for Reader {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let count = self.answers.recv().unwrap_or(Ok(usize::MAX))?.min(bytes.len());
            let text = String::from_utf8(bytes[..count].to_vec()).unwrap();
            let _ = self.taken.send(text);
            Ok(count)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn lines() -> (Arc<LineQueue>, SyncSender<io::Result<usize>>, Receiver<String>) {
        let (answer, answers) = sync_channel(100);
        let (taken, told) = sync_channel(100_000);
        let lines = LineQueue::start(Reader { answers, taken });
        lines.report_with(|dropped| format!("{dropped} dropped\n"));
        (lines, answer, told)
    }

    #[test]
    fn a_reader_that_takes_nothing_costs_lines_and_no_time_and_hears_how_many() {
        let (lines, answer, told) = lines();
        lines.push(b"first\n");
        // The thread must already have taken the first line.
        while !lines.queue().is_busy {}
        for _ in 0..LOG_LINES_WAITING_MAX + 7 {
            lines.push(b"line\n");
        }
        assert!(!lines.finish(Duration::ZERO));
        drop(answer);
        assert!(lines.finish(PATIENCE));
        let told: Vec<_> = told.try_iter().collect();
        assert_eq!(told[..3], ["first\n", "7 dropped\n", "line\n"]);
        assert_eq!(told.len(), 2 + LOG_LINES_WAITING_MAX);
    }

    #[test]
    fn bytes_that_wait_are_bounded_too() {
        let (lines, answer, told) = lines();
        for _ in 0..5 {
            lines.push(&vec![b'x'; LOG_BYTES_WAITING_MAX / 3]);
        }
        lines.push(&vec![b'x'; 2 * LOG_BYTES_WAITING_MAX]);
        assert!(lines.queue().bytes <= LOG_BYTES_WAITING_MAX && lines.queue().dropped >= 2);
        drop(answer);
        assert!(lines.finish(PATIENCE));
        assert!(told.try_iter().any(|line| line.ends_with(" dropped\n")));
    }

    #[test]
    fn lines_that_a_full_disk_refuses_are_counted_and_one_that_was_cut_is_ended() {
        let (lines, answer, told) = lines();
        let full = || Err(ErrorKind::StorageFull.into());
        for step in [Ok(2), full(), full(), full()] {
            answer.send(step).unwrap();
        }
        for line in ["one\n", "two\n", "three\n"] {
            lines.push(line.as_bytes());
        }
        drop(answer);
        lines.push(b"four\n");
        assert!(lines.finish(PATIENCE));
        let told: String = told.try_iter().collect();
        assert_eq!(told, "on\n3 dropped\nfour\n");
    }
}
