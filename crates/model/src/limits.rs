//! The limits of everything, each with its reason.

mod feed;

pub use feed::{
    FEED_AROUND_BYTES, FEED_BYTES_AT_ONCE, FEED_BYTES_LOOKED_AT, FEED_BYTES_MAX,
    FEED_BYTES_SHARED_MAX, FEED_BYTES_WITHOUT_ROOM, FEED_FRAMES_AT_ONCE, FEED_FRAMES_SHARED_MAX,
    FEED_IN_PLACE_BYTES, FEED_POLL_POSTGRES_MS, FEED_POLL_SQLITE_MS, FEED_RETRY_MS,
    FEED_ROWS_ALONE, FEED_ROWS_AT_ONCE, FEED_ROWS_DEFAULT, FEED_ROWS_FIRST,
    FEED_ROWS_LOOKED_AT_MAX, FEED_ROWS_MAX, FEED_WAIT_SECONDS_MAX,
};

/// Items on one page of a list: the contract's maximum and default (§4).
pub const PAGE_ITEMS_MAX: u32 = 100;
/// The largest offset that is read in place; a larger one, without an index, is a scan.
pub const OFFSET_IN_PLACE_MAX: u64 = 1_000;

/// The body of a request, in bytes (contract §1).
pub const BODY_BYTES_MAX: usize = 1024 * 1024;
/// An Idempotency-Key, in characters (contract §8).
pub const IDEMPOTENCY_KEY_CHARS_MAX: usize = 255;
/// Ignored keys of one body that are looked at.
pub const IGNORED_KEYS_MAX: usize = 32;
/// The time for which a request with an Idempotency-Key is remembered, in seconds (contract §8).
pub const IDEMPOTENCY_SECONDS: u32 = 24 * 60 * 60;
/// The text of a message, in characters (contract §1).
pub const MESSAGE_TEXT_CHARS_MAX: usize = 65_536;
/// Any text without a limit of its own, in characters (contract §1).
pub const TEXT_CHARS_MAX: usize = 255;
/// The address of a page a customer came from or saw, in characters (contract §1).
pub const ADDRESS_CHARS_MAX: usize = 2_048;
/// A customer's notes, in characters (contract §3).
pub const NOTES_CHARS_MAX: usize = 255;
/// A tag's name, in characters (contract §1).
pub const TAG_NAME_CHARS_MAX: usize = 100;

/// A property of a customer's custom data, its name and its value, in characters (contract §3).
pub const CUSTOM_DATA_CHARS_MAX: usize = 255;
/// A customer's custom data as JSON, in bytes: as much as an event's.
pub const CUSTOM_DATA_BYTES_MAX: usize = 16 * 1024;
/// The memory that all large answers may hold while they wait to be sent, in KiB; one that finds no
/// room is refused with `Retry-After`.
pub const ANSWERS_KIB_MAX: u32 = 256 * 1024;
/// The part of that memory for the answers to one organization, in KiB; a larger answer is the only
/// one.
pub const ANSWERS_OF_ONE_KIB_MAX: u32 = ANSWERS_KIB_MAX / 8;
/// Reads for one organization at once that may be long; further ones wait for their turn.
pub const LONG_READS_OF_ONE_MAX: u32 = 4;
/// The time that an answer waits for room before it is refused, in milliseconds.
pub const ANSWER_WAIT_MS: u64 = 2_000;
/// The size up to which a page is rendered in its request, in bytes; a larger one is rendered
/// beside the other requests, in pieces, once there is room for it.
pub const ANSWER_IN_PLACE_BYTES_MAX: usize = 256 * 1024;
/// The size up to which the texts of a page make no large one, in bytes: each character takes six
/// at the most, and stands in some pages twice.
pub const PAGE_TEXT_BYTES_MAX: u64 = 64 * 1024;
/// The memory of a row without its texts, in bytes, about.
pub const ROW_BYTES: u64 = 1024;
/// The memory of the work on a large answer, in bytes, about.
pub const ANSWER_WORK_BYTES: u64 = 512 * 1024;
/// The size of the pieces in which a large answer is sent, in bytes.
pub const ANSWER_PIECE_BYTES: usize = 64 * 1024;
/// Tags of one customer (contract §1).
pub const CUSTOMER_TAGS_MAX: usize = 100;
/// An event's data as JSON, in bytes (contract §1).
pub const EVENT_DATA_BYTES_MAX: usize = 16 * 1024;
/// Customers in one batch (contract §5).
pub const BATCH_CUSTOMERS_MAX: usize = 10;
/// Filters of one search (contract §1).
pub const FILTERS_MAX: usize = 50;

/// Requests an organization may make in one window, unless it is set otherwise (contract §1).
pub const REQUESTS_PER_MINUTE: u32 = 120;
/// The limit up to which nodes take requests from a shared window one by one, above it in blocks.
pub const REQUESTS_ONE_BY_ONE_MAX: u32 = 1_000;
/// The length of a rate limit's window, in seconds (contract §1).
pub const RATE_WINDOW_SECONDS: u64 = 60;
/// Wrong keys an address may send in one window before it is throttled (contract §1).
pub const WRONG_KEYS_PER_MINUTE: u32 = 60;
/// Addresses whose wrong keys are remembered; when there are more, all are forgotten.
pub const WRONG_KEY_ADDRESSES_MAX: usize = 16_384;
/// Keys and organizations remembered in memory between requests.
pub const KEYS_CACHED_MAX: usize = 16_384;
/// The time for which a key is trusted without asking the database, in milliseconds: well within
/// the second after which a revoked key must be dead.
pub const KEY_CACHED_MS: u64 = 500;
/// The longest key looked at, in bytes; anything longer is a wrong key.
pub const KEY_BYTES_MAX: usize = 512;

/// Rows that a bulk job may write. Only a conversation with more rows makes a longer one: it is
/// stored whole or not at all.
pub const BULK_JOB_ROWS_MAX: usize = 256;
/// Rows that one step of an erasure removes, so that others work in between.
pub const ERASE_ROWS_MAX: u64 = 1_000;
/// Chats of a customer that are deleted at once, so that a customer with many needs little memory.
pub const DELETE_CHATS_AT_ONCE: u32 = 256;

/// Places of a chat that one change looks through for unread messages. Each may be recorded with
/// hundreds of kilobytes.
pub const UNREAD_PLACES_AT_ONCE: u64 = 16;
/// Due timers that one look finds; when there are more it looks again.
pub const TIMERS_AT_ONCE: u32 = 100;
/// The time that a background job waits for one organization's writer before it turns to the next,
/// in milliseconds.
pub const JOB_PATIENCE_MS: u64 = 2_000;
/// The pause between two looks for jobs that are due, in milliseconds.
pub const JOBS_EVERY_MS: u64 = 1_000;

/// The pause between two renewals of a node's leases, in milliseconds: two attempts may fail.
pub const LEASES_RENEWED_EVERY_MS: u64 = 9_000;

/// Characters of a `history` in a request: those that are given out are shorter.
pub const HISTORY_CHARS_MAX: usize = 64;
/// The pause between two heartbeats of a live stream, each of which asks for its key anew, in
/// milliseconds, unless it is set otherwise.
pub const HEARTBEAT_MS: u64 = 15_000;
/// The time in which requests may still arrive on open connections when the server stops, in
/// milliseconds.
pub const LAST_REQUESTS_MS: u64 = 250;
/// Signals of an organization that wait in memory for listeners; a slow listener misses the oldest.
pub const SIGNALS_SHARED_MAX: usize = 256;
/// The lifetime of a ticket, in seconds.
pub const TICKET_SECONDS: u32 = 60;
/// Lines of the log that wait to be written; one more is dropped and counted.
pub const LOG_LINES_WAITING_MAX: usize = 4_096;
/// Bytes of those lines.
pub const LOG_BYTES_WAITING_MAX: usize = 1024 * 1024;
/// The time that the end of a process waits for those lines, in milliseconds.
pub const LOG_WAITED_FOR_MS: u64 = 1_000;

/// The time for which changes are kept, in days, unless it is set otherwise.
pub const CHANGES_KEPT_DAYS: u32 = 30;
/// The largest step of the clock that is no jump, in milliseconds.
pub const CLOCK_JUMP_MS: u64 = 10_000;
/// The time for which a clock that jumped must keep to its new time until it is followed, in
/// seconds.
pub const CLOCK_OBEYED_S: u64 = 60;
/// The time for which a clock must keep to its time until anything is old enough to be forgotten,
/// in seconds.
pub const CLOCK_TRUSTED_S: u64 = 60 * 60;
/// The distance that the clocks of nodes may be apart, in seconds: a later time is in the future.
pub const CLOCKS_APART_S: u32 = 60 * 60;
/// The pause between two sweeps of old changes and requests, in seconds.
pub const SWEEP_EVERY_SECONDS: u32 = 60;
/// Rows one step of a sweep removes.
pub const SWEEP_ROWS_MAX: u32 = 1_000;

/// Webhooks of one organization.
pub const WEBHOOKS_MAX: i64 = 50;
/// Fixed headers of a webhook (contract §7).
pub const WEBHOOK_HEADERS_MAX: usize = 10;
/// The name of such a header, in bytes.
pub const WEBHOOK_HEADER_NAME_BYTES_MAX: usize = 100;
/// The value of such a header, in bytes.
pub const WEBHOOK_HEADER_VALUE_BYTES_MAX: usize = 1_024;
/// A webhook's URL, in bytes.
pub const WEBHOOK_URL_BYTES_MAX: usize = 2_048;
/// A delivery in all, from looking its name up to the last byte of the answer, in milliseconds
/// (contract §7).
pub const DELIVERY_DEADLINE_MS: u64 = 15_000;
/// The wait after each failed attempt before the next, in seconds (contract §7); after the attempt
/// that follows the last of them an event is given up.
pub const DELIVERY_RETRIES_S: [u32; 7] = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000];
/// The most that is added to such a wait, in thousandths: many that failed at once come apart.
pub const DELIVERY_JITTER_THOUSANDTHS: u64 = 100;
/// The longest wait that a target can ask for with `Retry-After`, in seconds.
pub const DELIVERY_RETRY_AFTER_S_MAX: u32 = 24 * 60 * 60;
/// A time longer than any wait between two attempts, in seconds.
pub const DELIVERY_WAIT_S_MAX: u32 = DELIVERY_RETRY_AFTER_S_MAX + 60 * 60;
/// The time for which a target may fail, without a success between, before it is disabled, in
/// seconds.
pub const WEBHOOK_FAILING_S_MAX: u32 = 5 * 24 * 60 * 60;
/// The time for which the secret before a rotation goes on signing, in seconds (contract §7).
pub const WEBHOOK_OLD_SECRET_S: u32 = 24 * 60 * 60;
/// Connections to the targets of all webhooks of a node; one more waits for one of them to end.
pub const DELIVERY_CONNECTIONS_MAX: usize = 1_024;
/// The part of the deliveries' objects that one page of their log shows, in bytes.
pub const DELIVERY_LOG_BYTES_MAX: usize = 1024 * 1024;
/// Deliveries to one webhook that are taken together and noted together.
pub const DELIVERIES_TAKEN: u32 = 64;
/// Changes that are read first: twice as many are next, until they are long.
pub const DELIVERIES_TAKEN_FIRST: u32 = 4;
/// The size of changes, in bytes, after which no more deliveries are taken together.
pub const DELIVERIES_TAKEN_BYTES: u64 = 1024 * 1024;
/// Changes that are looked through together for a webhook's events.
pub const DELIVERY_CHANGES_LOOKED_AT: i64 = 1_000;
/// Deliveries to one webhook that wait to be tried again; when there are more, new ones are not
/// taken from the feed.
pub const DELIVERIES_WAITING_MAX: i64 = 1_000;
/// Ended deliveries that the log of one webhook keeps.
pub const DELIVERIES_LOGGED_MAX: u32 = 200;
/// Webhooks one node delivers to.
pub const COURIER_WEBHOOKS_MAX: u32 = 10_000;

/// The largest id a person may give by hand: every JSON reader holds it exactly, and the ids that
/// follow it never run out.
pub const GIVEN_ID_MAX: i64 = (1 << 53) - 1;

/// One line of an import file, in bytes.
pub const IMPORT_LINE_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Turns of one imported dialog, which is one job.
pub const IMPORT_TURNS_MAX: usize = 10_000;
/// Agents that take turns at imported dialogs.
pub const IMPORT_AGENTS_MAX: u32 = 1_000;
/// Chats one `seed` makes at the most.
pub const SEED_CHATS_MAX: u64 = 100_000_000;
/// Messages per chat a `seed` makes at the most.
pub const SEED_MESSAGES_PER_CHAT_MAX: u32 = 2_000_000;

/// The memory of the indexes of all organizations unless it is set otherwise, in MiB.
pub const INDEX_MEMORY_MIB: usize = 1_024;
/// The last answers of an index that are kept.
pub const INDEX_ANSWERS_MAX: usize = 16;

/// Accepted connections that wait for a place; with more, the first that sends nothing is closed.
pub const CONNECTIONS_COME_MAX: usize = 128;
/// Connections that may wait to be accepted.
pub const CONNECTIONS_WAITING_MAX: u32 = 4_096;
