//! The only list of metrics: names, kinds, labels and meanings. `docs/operate/metrics.md` has the
//! same list, and a test compares the two.
//!
//! The names follow Prometheus' rules: a name ends in its base unit, and the text adds `_total` to
//! the name of a counter.

use std::fmt::Write as _;

/// The kind of a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricKind {
    /// A number that only grows.
    Counter,
    /// A number that rises and falls.
    Gauge,
    /// Numbers in buckets, with their sum and count.
    Histogram,
}

impl MetricKind {
    /// Returns the kind's name in the table of metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
        }
    }
}

/// The declaration of a metric.
#[derive(Clone, Copy, Debug)]
pub struct Declared {
    /// The name of the metric, without the `_total` of counters.
    pub(crate) name: &'static str,
    /// The kind of the metric.
    pub kind: MetricKind,
    /// The names of the metric's labels.
    pub labels: &'static [&'static str],
    /// The meaning of the metric, in words.
    pub help: &'static str,
}

impl Declared {
    /// Returns the name that the text for Prometheus shows, with the `_total` of counters.
    #[must_use]
    pub fn name(&self) -> String {
        match self.kind {
            MetricKind::Counter => format!("{}_total", self.name),
            MetricKind::Gauge | MetricKind::Histogram => self.name.to_owned(),
        }
    }
}

macro_rules! metrics {
    ($($NAME:ident: $Kind:ident $name:literal [$($label:literal),*] $help:literal;)*) => {
        $(pub(crate) const $NAME: Declared = Declared {
            name: $name,
            kind: MetricKind::$Kind,
            labels: &[$($label),*],
            help: $help,
        };)*

        /// Every metric, in the order in which the text for Prometheus shows the metrics.
        pub const ALL: &[Declared] = &[$($NAME),*];
    };
}

metrics! {
    BUILD: Gauge "deskbell_build_info" ["version", "database"]
        "1, with the version and the engine of the database in labels";
    REQUESTS: Histogram "http_server_request_duration_seconds"
        ["http_request_method", "http_route", "http_response_status_code"]
        "Seconds from a request's head to the beginning of its answer, by operation and status";
    REFUSED: Counter "deskbell_requests_refused" ["reason"]
        "Answers that are errors, by the code of the error";
    CONNECTIONS: Gauge "deskbell_connections" []
        "Open connections of clients";
    FOLLOWERS: Gauge "deskbell_feed_followers" []
        "Open streams, sockets and long polls";
    STATEMENTS: Histogram "db_client_operation_duration_seconds"
        ["db_system_name", "db_operation_name"]
        "Seconds that a statement of the database took, by the name of the statement";
    QUEUE: Gauge "deskbell_writer_queue" ["lane"]
        "Changes that wait for a writer on this node: interactive (requests) and bulk (jobs)";
    COMMIT_ROWS: Histogram "deskbell_commit_rows" []
        "Rows that a commit changed; on PostgreSQL, the statements of it that may change rows";
    COMMIT_TIMES: Histogram "deskbell_commit_duration_seconds" []
        "Seconds that COMMIT took";
    WAL: Gauge "deskbell_wal_bytes" []
        "Bytes of SQLite's write-ahead log in use; absent on PostgreSQL";
    INDEX_MEMORY: Gauge "deskbell_index_memory_bytes" []
        "Bytes that the indexes in memory take";
    INDEX_MEMORY_MAX: Gauge "deskbell_index_memory_limit_bytes" []
        "Bytes that the indexes in memory may take (index.memory_mib)";
    INDEXES: Gauge "deskbell_indexes" ["state"]
        "Indexes in memory, one an organization, by state: ready, building, too_large";
    INDEX_BEHIND: Gauge "deskbell_index_behind_seconds" []
        "Seconds for which some index has lacked a commit, exact to the time between two scrapes";
    DUE: Gauge "deskbell_work_due" ["work"]
        "Work that is due and not done, of all nodes: sweeps, timers, deliveries, erasures";
    OUTBOX_AGE: Gauge "deskbell_outbox_oldest_seconds" []
        "Seconds since the oldest due delivery became due, of all nodes; 0 when none is due";
    DELIVERIES: Gauge "deskbell_deliveries_waiting" []
        "Deliveries with a planned attempt, due or not, of all nodes: the first of each lane";
    ATTEMPTS: Counter "deskbell_delivery_attempts" ["outcome"]
        "Attempts at deliveries of this node: delivered, failed, gone, undeliverable";
    SESSIONS: Gauge "deskbell_sessions" []
        "Sessions of agents that have not ended, of all nodes";
    IDEMPOTENCY: Counter "deskbell_idempotency_hits" []
        "Requests that were answered from an earlier one with the same Idempotency-Key";
    SPANS_DROPPED: Counter "deskbell_spans_dropped" []
        "Spans that were dropped: too many waited, or could not be sent; absent without traces";
    DATABASE_UP: Gauge "deskbell_database_up" []
        "1 if the database answers a read of one row within two seconds, else 0";
    CPU: Counter "process_cpu_seconds" []
        "Seconds of processor time of this process";
    RESIDENT: Gauge "process_resident_memory_bytes" []
        "Bytes of memory that this process holds";
    VIRTUAL: Gauge "process_virtual_memory_bytes" []
        "Bytes of address space that this process has";
    THREADS: Gauge "process_threads" []
        "Threads of this process";
    OPEN_FILES: Gauge "process_open_fds" []
        "Open files and connections of this process";
    MAX_FILES: Gauge "process_max_fds" []
        "Files and connections that this process may have open";
    START: Gauge "process_start_time_seconds" []
        "Unix time at which this process started";
}

/// Returns the list of metrics as a Markdown table.
#[must_use]
pub fn table() -> String {
    let mut table = "| metric | kind | labels | meaning |\n|---|---|---|---|\n".to_owned();
    for metric in ALL {
        let labels: Vec<_> = metric.labels.iter().map(|label| format!("`{label}`")).collect();
        let (name, kind, labels) = (metric.name(), metric.kind.as_str(), labels.join(", "));
        // Writing into a text does not fail.
        let _ = writeln!(table, "| `{name}` | {kind} | {labels} | {} |", metric.help);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the documentation page with the table of metrics inserted between the page's
    /// markers.
    fn with_table(page: &str) -> String {
        let (before, rest) = page.split_once("<!-- metrics -->\n").expect("the first mark");
        let (_, after) = rest.split_once("<!-- end -->").expect("the last mark");
        format!("{before}<!-- metrics -->\n{}<!-- end -->{after}", table())
    }

    #[test]
    fn the_page_lists_the_metrics_that_are_declared() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/operate/metrics.md");
        let page = std::fs::read_to_string(path).expect("a page");
        if std::env::var_os("DESKBELL_WRITE_DOCS").is_some() {
            std::fs::write(path, with_table(&page)).expect("a page that can be written");
            return;
        }
        assert!(page == with_table(&page), "DESKBELL_WRITE_DOCS=1 writes the table anew");
    }

    #[test]
    fn no_label_is_about_an_organization_or_a_person() {
        for metric in ALL {
            for label in metric.labels {
                for banned in ["org", "agent", "customer", "visitor", "chat", "peer", "address"] {
                    assert!(!label.contains(banned), "{}: {label}", metric.name);
                }
            }
        }
    }

    #[test]
    fn names_have_one_form() {
        for metric in ALL {
            let is_fit = |it: u8| it.is_ascii_lowercase() || it == b'_';
            assert!(metric.name.bytes().all(is_fit), "{}", metric.name);
            assert!(!metric.name.ends_with("_total"), "{}", metric.name);
            assert!(!metric.help.ends_with('.'), "{}", metric.name);
        }
    }
}
