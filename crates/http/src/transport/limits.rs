//! The limits of connections.

/// What connections may use.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at once; more wait for a place, and those whose clients are waited for make it.
    pub connections: usize,
    /// Connections of one address; 0 for half of all, and for all of them from this machine.
    pub per_address: usize,
    /// What of the connections one organization may have as streams, sockets and long polls, in
    /// percent.
    pub share_percent: usize,
    /// How long a request's headers may take to arrive, in milliseconds, counted from the end of
    /// the request before: an idle connection is closed by then, too.
    pub header_read_ms: u64,
    /// How long a request's body may take to arrive, in milliseconds, counted from its headers.
    pub body_read_ms: u64,
    /// How long an answer may wait for a client that reads nothing of it, in milliseconds.
    pub write_stall_ms: u64,
    /// How often a WebSocket is asked whether its client is still there, in milliseconds.
    pub heartbeat_ms: u64,
    /// How long requests may still arrive on open connections when the server stops, in
    /// milliseconds: what was sent before is answered.
    pub last_requests_ms: u64,
    /// How long running requests may take to finish when the server stops, in milliseconds.
    pub drain_ms: u64,
}

/// The bytes of a request's line and headers together; a longer one is refused.
pub(super) const HEAD_BYTES_MAX: usize = 64 * 1024;
