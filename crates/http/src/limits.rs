//! The numbers that limit connections, streams, bodies and answers on their way. The contract's own
//! are in `deskbell_model::limits`.

/// The memory that all bodies may hold while they are read, in KiB; a body that finds no room is
/// refused with `Retry-After`.
pub(crate) const BODIES_KIB_MAX: usize = 64 * 1024;
/// The part of that memory for the bodies of one organization, in KiB.
pub(crate) const BODIES_OF_ONE_KIB_MAX: usize = BODIES_KIB_MAX / 8;
/// The steps in which a body takes of that memory, in KiB.
pub(crate) const BODY_KIB_AT_ONCE: u32 = 16;
/// The part of each body that needs none of that memory, in KiB.
pub(crate) const BODY_FREE_KIB: usize = 16;
/// A parameter or a key that is ignored, as the answer names it, in bytes.
pub(crate) const IGNORED_NAME_BYTES_MAX: usize = 64;
/// All ignored names that an answer lists in one header, in bytes.
pub(crate) const IGNORED_BYTES_MAX: usize = 512;
/// The headers that a browser is told it may send because it asked, in bytes: no client sends more
/// than some ten.
pub(crate) const CORS_ECHO_BYTES_MAX: usize = 1_024;
/// The names in a preflight that are looked at: each is compared with those before it.
pub(crate) const CORS_NAMES_MAX: usize = 128;
/// Bytes of a request's path that the log is told.
pub(crate) const LOGGED_PATH_BYTES_MAX: usize = 256;
/// The memory of a compressor that works on an answer piece by piece, in bytes.
pub(crate) const CODER_BYTES: u64 = 1024 * 1024;
/// Answers up to this size need none of the memory for large ones, in KiB.
pub(crate) const ANSWER_FREE_KIB: usize = 128;
/// Answers below this size are not compressed: they fit into one packet as they are.
pub(crate) const COMPRESSED_BYTES_MIN: usize = 1_400;
/// Answers above this size are compressed beside the others, not between them: piece by piece where
/// they hold room.
pub(crate) const COMPRESSED_IN_PLACE_BYTES_MAX: usize = 128 * 1024;
/// The memory of all compressed answers that are kept for the next request, in bytes; when there is
/// more, all are forgotten.
pub(crate) const COMPRESSED_KEPT_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Characters of a request id that a caller gave; a longer one is replaced.
pub(crate) const REQUEST_ID_CHARS_MAX: usize = 64;
/// Pings in a row that a WebSocket's client may leave unanswered; one more and it is gone.
pub(crate) const PINGS_UNANSWERED_MAX: u32 = 2;
/// A message of a client on a WebSocket, in bytes.
pub(crate) const SOCKET_MESSAGE_BYTES_MAX: usize = 4 * 1024;
/// Messages of a client on a WebSocket in a second.
pub(crate) const SOCKET_MESSAGES_PER_SECOND: u32 = 10;
/// Frames of any kind and length in a second: a message may come in some.
pub(crate) const SOCKET_FRAMES_PER_SECOND: u32 = 4 * SOCKET_MESSAGES_PER_SECOND;
/// The time in which a client must leave after a WebSocket was closed, in milliseconds.
pub(crate) const SOCKET_CLOSING_MS: u64 = 2_000;
/// The part of an unread body that is thrown away, in bytes, so that its client reads the answer.
pub(crate) const LINGER_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// The time that this may take, in milliseconds.
pub(crate) const LINGER_MS: u64 = 2_000;
/// The share of streams, sockets and long polls among all connections, in percent.
pub(crate) const STAYS_PERCENT_MAX: usize = 75;
/// The time to wait for a client that finds no place for one, in seconds.
pub(crate) const STAY_AGAIN_SECONDS: u64 = 5;
/// One in so many places for connections is among the last: a client that gets one of these may ask
/// once, and clients that ask nothing give way.
pub(crate) const PLACES_A_LAST: usize = 8;
/// The time that a silent client keeps its connection when places run out, in milliseconds.
pub(crate) const GIVES_WAY_AFTER_MS: u64 = 50;
