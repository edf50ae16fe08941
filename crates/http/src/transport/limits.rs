//! The limits of connections.

/// The limits of connections.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The number of connections; more wait for a slot, which idle ones give up.
    pub connections: usize,
    /// The connections allowed for an address. 0 stands for half of all, and no limit for loopback.
    pub per_address: usize,
    /// The share of the connections for one organization's streams, sockets and long polls, in
    /// percent.
    pub share_percent: usize,
    /// The time for a request's headers to arrive, in milliseconds, counted from the end of the
    /// request before: an idle connection is closed by then, too.
    pub header_read_ms: u64,
    /// The time for a request's body to arrive, in milliseconds, counted from its headers.
    pub body_read_ms: u64,
    /// The time that an answer waits for a client that reads nothing of it, in milliseconds.
    pub write_stall_ms: u64,
    /// The period of a WebSocket's pings and a stream's heartbeats, in milliseconds.
    pub heartbeat_ms: u64,
    /// The time in which requests may still arrive on open connections when the server stops, in
    /// milliseconds: those sent before are answered.
    pub last_requests_ms: u64,
    /// The time for running requests to finish when the server stops, in milliseconds.
    pub drain_ms: u64,
}

/// The length of a request's line and headers, in bytes; a longer head is refused.
pub(super) const HEAD_BYTES_MAX: usize = 64 * 1024;
