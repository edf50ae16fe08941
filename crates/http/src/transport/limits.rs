//! The limits of connections and requests.

/// The configurable limits of connections and requests.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The largest number of connections. Further clients wait for a slot, and idle connections are
    /// evicted.
    pub connections: usize,
    /// The largest number of connections per address, including loopback addresses. If 0, loopback
    /// has no limit, and any other address may have half of all connections.
    pub per_address: usize,
    /// The share of connections that one organization may use for streams, sockets and long polls,
    /// in percent.
    pub share_percent: usize,
    /// The time for a request's headers to arrive, in milliseconds, counted from the end of the
    /// previous request. This time also limits idle connections.
    pub header_read_ms: u64,
    /// The time for a request's body to arrive, in milliseconds, counted from the end of its
    /// headers.
    pub body_read_ms: u64,
    /// The time after which a connection is cut if its client takes no bytes of an answer, in
    /// milliseconds.
    pub write_stall_ms: u64,
    /// The period of WebSocket pings and stream heartbeats, in milliseconds.
    pub heartbeat_ms: u64,
    /// The time after the stop signal in which requests on open connections are still answered, in
    /// milliseconds. Clients may have sent these requests before the signal.
    pub last_requests_ms: u64,
    /// The time for running requests to finish, in milliseconds, counted from the end of
    /// `last_requests_ms`.
    pub drain_ms: u64,
}

/// The longest head of a request (the request line and the headers), in bytes. A longer head is
/// refused.
pub(super) const HEAD_BYTES_MAX: usize = 64 * 1024;
