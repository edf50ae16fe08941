//! The limits of connections, streams, bodies and answers in transit. The contract's own limits are
//! in `deskbell_model::limits`.

use std::time::Duration;

/// The memory for all request bodies that are being read or in use, in KiB. A body that does not
/// fit is refused with `Retry-After`.
pub const BODIES_KIB_MAX: usize = 64 * 1024;
/// The part of `BODIES_KIB_MAX` that the bodies of one organization may use, in KiB.
pub const BODIES_OF_ONE_KIB_MAX: usize = BODIES_KIB_MAX / 8;
/// The step in which a growing body reserves memory, in KiB.
pub const BODY_KIB_AT_ONCE: u32 = 16;
/// The additional time that a request's body gets for each KiB that arrives. With this time, a
/// client must send at least 32 KiB per second.
pub const BODY_TIME_OF_A_KIB: Duration = Duration::from_micros(31_250);
/// The part of each body that is not counted in `BODIES_KIB_MAX`, in KiB.
pub const BODY_FREE_KIB: usize = 16;
/// The longest name of an ignored field or parameter in an answer, in bytes. Longer names are cut.
pub const IGNORED_NAME_BYTES_MAX: usize = 64;
/// The longest list of ignored names in one header, in bytes.
pub const IGNORED_BYTES_MAX: usize = 512;
/// The largest size of the requested header names that a preflight's answer repeats, in bytes.
/// Browsers send about ten names.
pub const CORS_ECHO_BYTES_MAX: usize = 1_024;
/// The largest number of header names that are read from a preflight, since each name is compared
/// with all others.
pub const CORS_NAMES_MAX: usize = 128;
/// The longest path of a request in the log, in bytes. Longer paths are cut.
pub const LOGGED_PATH_BYTES_MAX: usize = 256;
/// The maximal length of a method in the log, in bytes: a client may make up methods.
pub const LOGGED_METHOD_BYTES_MAX: usize = 16;
/// The memory of a compressor while it compresses one answer in pieces, in bytes.
pub const CODER_BYTES: u64 = 1024 * 1024;
/// The size up to which an answer is not counted in the memory budget of answers, in KiB.
pub const ANSWER_FREE_KIB: usize = 128;
/// The size below which answers are not compressed, in bytes. Such an answer fits into one packet.
pub const COMPRESSED_BYTES_MIN: usize = 1_400;
/// The largest size of an answer that is compressed on the request's own thread, in bytes. Larger
/// answers are compressed on another thread, in pieces if they hold a memory permit.
pub const COMPRESSED_IN_PLACE_BYTES_MAX: usize = 128 * 1024;
/// The size of the cache of compressed answers, in bytes. The cache is cleared when it is full.
pub const COMPRESSED_KEPT_BYTES_MAX: usize = 8 * 1024 * 1024;
/// The longest request id accepted from a client, in characters. A longer id is replaced.
pub const REQUEST_ID_CHARS_MAX: usize = 64;
/// The largest number of signals that a socket writes before it flushes.
pub const SIGNALS_FLUSHED_TOGETHER: usize = 64;
/// The number of consecutive unanswered pings after which the next heartbeat closes a WebSocket.
pub const PINGS_UNANSWERED_MAX: u32 = 2;
/// The longest WebSocket message of a client, in bytes.
pub const SOCKET_MESSAGE_BYTES_MAX: usize = 4 * 1024;
/// The limit of a client's WebSocket messages per second.
pub const SOCKET_MESSAGES_PER_SECOND: u32 = 10;
/// The limit of a client's WebSocket frames per second. A message may consist of several frames.
pub const SOCKET_FRAMES_PER_SECOND: u32 = 4 * SOCKET_MESSAGES_PER_SECOND;
/// The time for the client to close its side after the server closed a WebSocket, in milliseconds.
pub const SOCKET_CLOSING_MS: u64 = 2_000;
/// The limit of unread bytes that are discarded before a connection closes, so that the client can
/// read the last answer.
pub const LINGER_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// The time limit for discarding unread bytes, in milliseconds.
pub const LINGER_MS: u64 = 2_000;
/// The share of all connections that streams, sockets and long polls together may use, in percent.
pub const STAYS_PERCENT_MAX: usize = 75;
/// The `Retry-After` of a refused stream, socket or long poll, in seconds.
pub const STAY_AGAIN_SECONDS: u64 = 5;
/// The divisor for the share of reserved connection slots: an eighth of all slots is reserved. A
/// connection in a reserved slot is closed after one answer. While only reserved slots are free,
/// idle connections are evicted.
pub const SLOTS_PER_RESERVED_SLOT: usize = 8;
/// The idle time after which a connection can be evicted, in milliseconds.
pub const GIVES_WAY_AFTER_MS: u64 = 50;
