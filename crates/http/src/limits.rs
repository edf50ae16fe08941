//! The limits of connections, streams, bodies and answers in transit. The contract's own limits are
//! in `deskbell_model::limits`.

/// The memory of all request bodies while they are read, in KiB; a body beyond it is refused with
/// `Retry-After`.
pub(crate) const BODIES_KIB_MAX: usize = 64 * 1024;
/// The part of that memory for the bodies of one organization, in KiB.
pub(crate) const BODIES_OF_ONE_KIB_MAX: usize = BODIES_KIB_MAX / 8;
/// The step by which a body takes that memory, in KiB.
pub(crate) const BODY_KIB_AT_ONCE: u32 = 16;
/// The part of each body that takes none of that memory, in KiB.
pub(crate) const BODY_FREE_KIB: usize = 16;
/// The length of one ignored name in an answer, in bytes.
pub(crate) const IGNORED_NAME_BYTES_MAX: usize = 64;
/// The length of all ignored names in one header of an answer, in bytes.
pub(crate) const IGNORED_BYTES_MAX: usize = 512;
/// The length of the requested headers that a preflight's answer repeats, in bytes: clients send
/// some ten headers at the most.
pub(crate) const CORS_ECHO_BYTES_MAX: usize = 1_024;
/// The number of names read from a preflight: each is compared with the ones before it.
pub(crate) const CORS_NAMES_MAX: usize = 128;
/// The length of a request's path in the log, in bytes.
pub(crate) const LOGGED_PATH_BYTES_MAX: usize = 256;
/// The memory of a compressor that works on an answer piece by piece, in bytes.
pub(crate) const CODER_BYTES: u64 = 1024 * 1024;
/// The size up to which an answer takes none of the memory for large ones, in KiB.
pub(crate) const ANSWER_FREE_KIB: usize = 128;
/// The size below which answers are not compressed, in bytes: they fit into one packet.
pub(crate) const COMPRESSED_BYTES_MIN: usize = 1_400;
/// The size above which answers are compressed on another thread, in bytes: piece by piece if they
/// hold budgeted memory.
pub(crate) const COMPRESSED_IN_PLACE_BYTES_MAX: usize = 128 * 1024;
/// The memory of all cached compressed answers, in bytes; beyond it the whole cache is cleared.
pub(crate) const COMPRESSED_KEPT_BYTES_MAX: usize = 8 * 1024 * 1024;
/// The length of a caller's request id, in characters; a longer one is replaced.
pub(crate) const REQUEST_ID_CHARS_MAX: usize = 64;
/// The number of unanswered pings in a row on a WebSocket; one more ends it.
pub(crate) const PINGS_UNANSWERED_MAX: u32 = 2;
/// The length of a client's message on a WebSocket, in bytes.
pub(crate) const SOCKET_MESSAGE_BYTES_MAX: usize = 4 * 1024;
/// The number of a client's messages on a WebSocket in a second.
pub(crate) const SOCKET_MESSAGES_PER_SECOND: u32 = 10;
/// The number of frames of any kind and length in a second: a message may have several.
pub(crate) const SOCKET_FRAMES_PER_SECOND: u32 = 4 * SOCKET_MESSAGES_PER_SECOND;
/// The time for a client to leave after a WebSocket was closed, in milliseconds.
pub(crate) const SOCKET_CLOSING_MS: u64 = 2_000;
/// The part of an unread body that is discarded, in bytes, so that its client reads the answer.
pub(crate) const LINGER_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// The time for discarding it, in milliseconds.
pub(crate) const LINGER_MS: u64 = 2_000;
/// The share of streams, sockets and long polls among all connections, in percent.
pub(crate) const STAYS_PERCENT_MAX: usize = 75;
/// The `Retry-After` of a client that finds no slot for a stream, in seconds.
pub(crate) const STAY_AGAIN_SECONDS: u64 = 5;
/// The number of all slots for each of the last ones: a client that gets one of those may ask
/// once, and clients that ask nothing give way.
pub(crate) const PLACES_A_LAST: usize = 8;
/// The time that a silent client keeps its connection when slots run out, in milliseconds.
pub(crate) const GIVES_WAY_AFTER_MS: u64 = 50;
