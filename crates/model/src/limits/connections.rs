//! Connections: who has a place, and how they end.

/// Connections that were accepted and wait for a place; of more the first that says nothing leaves.
pub const CONNECTIONS_COME_MAX: usize = 128;
/// Connections that may wait to be accepted.
pub const CONNECTIONS_WAITING_MAX: u32 = 4_096;
/// What is thrown away of a body that nobody reads, in bytes, so that its client reads the answer.
pub const LINGER_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// How long that may take, in milliseconds.
pub const LINGER_MS: u64 = 2_000;
/// What of all connections may be streams, sockets and long polls together, in percent.
pub const STAYS_PERCENT_MAX: usize = 75;
/// How long whoever finds no place for one should wait, in seconds.
pub const STAY_AGAIN_SECONDS: u64 = 5;
/// Of so many places for connections one is of the last: whoever comes to one of these may ask
/// once, and those who ask nothing give way.
pub const PLACES_A_LAST: usize = 8;
/// How long a connection's client may be waited for before it gives way when places run out, in
/// milliseconds.
pub const GIVES_WAY_AFTER_MS: u64 = 50;
