//! The limits of the server, each with its unit and its reason.

mod feed;
mod files;
mod people;
mod reports;
mod settings;
mod visitors;

pub use feed::{
    FEED_AROUND_BYTES, FEED_BYTES_AT_ONCE, FEED_BYTES_LOOKED_AT, FEED_BYTES_MAX,
    FEED_BYTES_SHARED_MAX, FEED_BYTES_WITHOUT_ROOM, FEED_FRAMES_AT_ONCE, FEED_FRAMES_SHARED_MAX,
    FEED_IN_PLACE_BYTES, FEED_POLL_POSTGRES_MS, FEED_POLL_SQLITE_MS, FEED_POLLED_AT_ONCE,
    FEED_RETRY_MS, FEED_ROWS_ALONE, FEED_ROWS_AT_ONCE, FEED_ROWS_DEFAULT, FEED_ROWS_FIRST,
    FEED_ROWS_LOOKED_AT_MAX, FEED_ROWS_MAX, FEED_WAIT_SECONDS_MAX,
};
pub use files::{
    ADDRESS_FILES_PER_HOUR, BLOBS_REMOVED_AT_ONCE, FILE_LINK_S, FILE_LINK_STEP_S, FILE_MIB_MAX,
    FILE_NAME_BYTES_MAX, FILE_UNNAMED_S, FILES_OF_A_MESSAGE_MAX, FILES_QUOTA_MIB, MERGED_FILES_MAX,
    PICTURE_LINK_S, PICTURE_LINK_STEP_S, PICTURE_MIB_MAX, PICTURE_SIDE_MAX, PICTURES_KEPT_MAX,
    PICTURES_KEPT_MS, UPLOADS_MAX, UPLOADS_OF_ONE_MAX, VISITOR_FILE_MIB_MAX,
    VISITOR_FILES_OF_A_MESSAGE_MAX, VISITOR_FILES_PER_HOUR, VISITOR_MIB_PER_DAY,
    VISITOR_UPLOADS_MAX,
};
pub use visitors::{
    ADDRESS_STREAMS_MAX, ADDRESS_UPLOADS_AT_ONCE, CHATS_FOLLOWED_MAX, MERGED_EVENTS_MAX,
    NEW_VISITORS_OF_ALL_PER_MINUTE, NEW_VISITORS_PER_MINUTE, PRESENCE_FIRST_MS, PRESENCE_KEPT_MS,
    PRESENCE_WATCHED_MAX, PRESENCE_WATCHED_S, PROOF_BYTES_MAX, PROOF_LEEWAY_S,
    SESSIONS_OF_A_CUSTOMER_MAX, SITE_BYTES_MAX, SITES_MAX, STREAMS_RETRY_S, UNANSWERED_MAX,
    UNANSWERED_RETRY_S, VISITOR_CHATS_MAX, VISITOR_CHATS_PER_WINDOW, VISITOR_CHATS_WINDOW_S,
    VISITOR_EVENT_BYTES_MAX, VISITOR_EVENTS_MAX, VISITOR_EVENTS_PER_MINUTE, VISITOR_HELLO_MS,
    VISITOR_MESSAGES, VISITOR_MESSAGES_MAX, VISITOR_MESSAGES_PER_HOUR, VISITOR_MESSAGES_PER_MINUTE,
    VISITOR_NOTED_EVERY_S, VISITOR_PAGE_BYTES, VISITOR_PREVIEW_CHARS, VISITOR_REQUESTS_PER_MINUTE,
    VISITOR_SAID_BYTES_MAX, VISITOR_SEEN_EVERY_S, VISITOR_SESSION_S, VISITOR_STREAMS_MAX,
    VISITOR_TEXT_CHARS_MAX, VISITOR_TOKEN_BYTES_MAX, VISITOR_UNREAD_MAX, VISITOR_UNWRITTEN_S,
    VISITOR_UPLOADS_AT_ONCE, VISITORS_COUNTED_MAX, VISITS_PER_MINUTE,
};

pub use people::{
    CONFIRMED_S, DEVICE_CHARS_MAX, HALF_SESSION_S, HALF_SESSION_TRIES_MAX, LINK_S, LOGIN_CHARS_MAX,
    LOGIN_CHARS_MIN, OWN_SETTINGS_CHARS_MAX, PASSWORD_BYTES_MAX, PASSWORD_CHARS_MIN,
    PASSWORD_KINDS_MIN, PASSWORD_MEMORY_KIB, PASSWORD_PASSES, PASSWORDS_AT_ONCE,
    PASSWORDS_WAITING_MAX, RECOVERY_CODES, SESSION_IDLE_S, SESSION_NOTED_EVERY_S,
    SESSION_REQUESTS_PER_MINUTE, SESSION_S_MAX, SESSIONS_OF_AN_AGENT_MAX, TEAM_MAX,
    TRIES_COUNTED_MAX, TRIES_FORGOTTEN_S, TRIES_FREE, TRY_DELAY_S_MAX,
};
pub use reports::{
    RATING_COMMENT_CHARS_MAX, REPORT_CHANGES_AT_ONCE, REPORT_CHATS_AT_ONCE,
    REPORT_CHATS_OF_CUSTOMER_MAX, REPORT_DAYS_MAX, REPORT_MESSAGES_AT_ONCE, REPORT_RATINGS_MAX,
    REPORT_STEPS_OF_A_REQUEST, REPORT_TAGS_MAX, REPORTS_EVERY_MS, USUAL_REPLY_DAYS,
    USUAL_REPLY_KEPT_MS, USUAL_REPLY_LEAST,
};
pub use settings::{
    CANNED_CHARS_MAX, CANNED_MAX, DAY_INTERVALS_MAX, HOLIDAYS_MAX, LOOK_OFFSET_PX_MAX,
    LOOK_TEXT_CHARS_MAX, NEXT_OPEN_DAYS, REPLY_TARGET_S, REPLY_TARGET_S_MAX,
    RULE_MESSAGE_CHARS_MAX, RULE_PATTERNS_MAX, RULE_SECONDS_MAX, RULE_VISITS_MAX, RULES_MAX,
    SHORTCUT_CHARS_MAX, VIEW_BYTES_MAX, VIEWS_MAX,
};

/// The maximum number of items on one page of a list, which is also the default (contract §4).
pub const PAGE_ITEMS_MAX: u32 = 100;
/// The largest offset at which a page is read in the request's own task; a page at a larger offset
/// is read on another thread.
pub const OFFSET_IN_PLACE_MAX: u64 = 1_000;

/// The largest body of a request, in bytes (contract §1).
pub const BODY_BYTES_MAX: usize = 1024 * 1024;
/// The longest Idempotency-Key, in characters (contract §8).
pub const IDEMPOTENCY_KEY_CHARS_MAX: usize = 255;
/// The largest number of unknown keys of one body that are reported.
pub const IGNORED_KEYS_MAX: usize = 32;
/// The time for which a request with an Idempotency-Key is remembered, in seconds (contract §8).
pub const IDEMPOTENCY_SECONDS: u32 = 24 * 60 * 60;
/// The longest text of a message, in characters (contract §1).
pub const MESSAGE_TEXT_CHARS_MAX: usize = 65_536;
/// The longest text for which no other limit is declared, in characters (contract §1).
pub const TEXT_CHARS_MAX: usize = 255;
/// The longest `lastPage`, `referer` or `source` of a customer, in characters (contract §1).
pub const ADDRESS_CHARS_MAX: usize = 2_048;
/// The longest notes of a customer, in characters (contract §3).
pub const NOTES_CHARS_MAX: usize = 255;
/// The longest name of a tag, in characters (contract §1).
pub const TAG_NAME_CHARS_MAX: usize = 100;

/// The longest name and the longest value in a customer's custom data, in characters each (contract
/// §3).
pub const CUSTOM_DATA_CHARS_MAX: usize = 255;
/// The largest custom data of a customer as JSON, in bytes; equal to the limit for an event's data.
pub const CUSTOM_DATA_BYTES_MAX: usize = 16 * 1024;
/// The largest number of bytes that searches read of the values in a customer's custom data. The
/// index holds these bytes of all customers in memory, in a column of at most 4 GiB.
pub const CUSTOM_DATA_SEARCHED_BYTES_MAX: usize = 1_024;
/// The memory that all large answers together may hold while they wait to be sent, in KiB. An
/// answer for which no memory is free is refused with `Retry-After`.
pub const ANSWERS_KIB_MAX: u32 = 256 * 1024;
/// The part of [`ANSWERS_KIB_MAX`] that one organization may hold, in KiB. A larger answer is sent
/// only while the organization has no other large answer.
pub const ANSWERS_OF_ONE_KIB_MAX: u32 = ANSWERS_KIB_MAX / 8;
/// The largest number of long reads that one organization runs at the same time; further reads
/// wait.
pub const LONG_READS_OF_ONE_MAX: u32 = 4;
/// The time that an answer waits for free memory before the server refuses the answer, in
/// milliseconds.
pub const ANSWER_WAIT_MS: u64 = 2_000;
/// The size up to which the index renders a page in the request's own task, in bytes. A larger
/// page waits for memory and is rendered on another thread.
pub const ANSWER_IN_PLACE_BYTES_MAX: usize = 256 * 1024;
/// The largest total size of the texts of a page that needs no memory permit, in bytes. The JSON of
/// the page can be many times longer, because of escapes, and because some pages show a text twice.
pub const PAGE_TEXT_BYTES_MAX: u64 = 64 * 1024;
/// The approximate memory of a row of a page, without the row's texts, in bytes.
pub const ROW_BYTES: u64 = 1024;
/// The approximate memory for the work on a large answer, in bytes.
pub const ANSWER_WORK_BYTES: u64 = 512 * 1024;
/// The size of the pieces in which a large answer is sent, in bytes.
pub const ANSWER_PIECE_BYTES: usize = 64 * 1024;
/// The largest number of tags of one customer (contract §1).
pub const CUSTOMER_TAGS_MAX: usize = 100;
/// The largest data of an event as JSON, in bytes (contract §1).
pub const EVENT_DATA_BYTES_MAX: usize = 16 * 1024;
/// The longest draft of a message, in bytes.
pub const DRAFT_BYTES_MAX: usize = 64 * 1024;
/// The largest number of drafts of one agent. A further draft replaces the draft that was stored
/// longest ago.
pub const DRAFTS_OF_AGENT_MAX: u32 = 200;
/// The time for which a draft is stored after the draft's last change, in seconds.
pub const DRAFT_SECONDS: u32 = 30 * 24 * 60 * 60;
/// The largest number of agents whom one note mentions.
pub const MENTIONS_OF_NOTE_MAX: usize = 20;
/// The largest number of chats in which one agent is mentioned. A further mention replaces the
/// oldest mention.
pub const MENTIONS_OF_AGENT_MAX: u32 = 200;
/// The largest number of views whose chats one request can count: enough for an agent's menu with
/// 20 departments and 20 saved views.
pub const WINDOW_COUNTS_MAX: usize = 64;
/// The largest number of characters of a chat's last message that a row of the agents' chat list
/// shows.
pub const PREVIEW_CHARS_MAX: usize = 160;
/// The longest text that an agent searches for, in characters.
pub const SEARCH_CHARS_MAX: usize = 200;
/// The largest number of customers, and of chats, in the results of one search by an agent.
pub const SEARCH_ROWS_MAX: u64 = 20;
/// The largest number of messages that are loaded when an agent opens a chat.
pub const MESSAGES_OPENED_MAX: u64 = 50;
/// The largest number of other chats of the customer that are shown with an opened chat.
pub const CHATS_BESIDE_MAX: u32 = 20;
/// The largest number of events of a customer that an agent is shown. The data of this many events
/// fits into one small answer.
pub const EVENTS_SHOWN_MAX: u32 = 20;
/// The largest number of tags of a customer that a row of the agents' chat list shows.
pub const ROW_TAGS_MAX: usize = 8;
/// The largest number of customers in one batch (contract §5).
pub const BATCH_CUSTOMERS_MAX: usize = 10;
/// The largest number of filters of one search (contract §1).
pub const FILTERS_MAX: usize = 50;

/// The default number of requests that an organization may make in one minute (contract §1).
pub const REQUESTS_PER_MINUTE: u32 = 120;
/// The largest rate limit at which a node on PostgreSQL asks the database for each single request.
/// At a larger limit, a node reserves several requests at once.
pub const REQUESTS_ONE_BY_ONE_MAX: u32 = 1_000;
/// The length of a rate limit's window, in seconds (contract §1).
pub const RATE_WINDOW_SECONDS: u64 = 60;
/// The number of wrong keys that an address may send in one minute before the server throttles the
/// address (contract §1).
pub const WRONG_KEYS_PER_MINUTE: u32 = 60;
/// The largest number of addresses for which wrong keys are counted. When a further address sends a
/// wrong key, the counts whose minute has ended are removed. Without an ended minute, all counts
/// are removed.
pub const WRONG_KEY_ADDRESSES_MAX: usize = 16_384;
/// The largest number of keys that are cached in memory, and of organizations whose requests are
/// counted in memory.
pub const KEYS_CACHED_MAX: usize = 16_384;
/// The time for which a cached key is valid without a query of the database, in milliseconds:
/// short, since a revoked key must stop working within a second.
pub const KEY_CACHED_MS: u64 = 500;
/// The shortest time between two updates of a key's last use, in seconds: operators only need to
/// see which keys are still in use.
pub const KEY_USE_NOTED_EVERY_S: u32 = 60;
/// The longest key that is read, in bytes; a longer key is wrong.
pub const KEY_BYTES_MAX: usize = 512;

/// The largest number of rows that a bulk job writes. Only a job that imports a single long dialog,
/// or lines of the exchange format, may write more rows.
pub const BULK_JOB_ROWS_MAX: usize = 256;
/// The largest number of rows that one step of an erasure removes; other jobs run between two
/// steps.
pub const ERASE_ROWS_MAX: u64 = 1_000;
/// The largest number of chats that one step of a customer's deletion deletes; the limit bounds the
/// memory.
pub const DELETE_CHATS_AT_ONCE: u32 = 256;

/// The largest number of consecutive messages of a chat that one change marks as read: few, since
/// the record of one marked message can take hundreds of kilobytes. Further changes mark the other
/// messages.
pub const UNREAD_PLACES_AT_ONCE: u64 = 16;
/// The largest number of due timers that one query finds; further queries find the rest.
pub const TIMERS_AT_ONCE: u32 = 100;
/// The time that a background job waits for one organization's writer before the job turns to the
/// next organization, in milliseconds.
pub const JOB_PATIENCE_MS: u64 = 2_000;
/// The pause between two queries for due jobs, in milliseconds.
pub const JOBS_EVERY_MS: u64 = 1_000;

/// The pause between two renewals of a node's leases, in milliseconds; a lease survives two failed
/// renewals.
pub const LEASES_RENEWED_EVERY_MS: u64 = 9_000;

/// The longest `history` that a request may name, in bytes; the texts of the server's histories are
/// shorter.
pub const HISTORY_BYTES_MAX: usize = 64;
/// The default pause between two heartbeats of a live stream, in milliseconds. Each heartbeat
/// verifies the stream's key again.
pub const HEARTBEAT_MS: u64 = 15_000;
/// The time for which open connections still accept requests when the server stops, in
/// milliseconds.
pub const LAST_REQUESTS_MS: u64 = 250;
/// The largest number of presence signals that wait for one listener; a listener with more waiting
/// signals is disconnected.
pub const PRESENCES_WAITING_MAX: usize = 256;
/// The largest number of typing signals that wait for one listener; a slow listener misses the
/// oldest signals.
pub const TYPING_WAITING_MAX: usize = 64;
/// The largest number of presences of one connection; a further presence ends the oldest presence.
pub const PRESENCES_OF_A_CONNECTION_MAX: usize = 16;
/// The largest number of presences of an organization; further presences are not announced.
pub const PRESENCES_MAX: usize = 1_024;
/// The largest number of other nodes on which the server remembers one client as present.
pub const NODES_OF_A_PRESENCE_MAX: usize = 64;
/// The shortest time between two messages to other nodes about one client who is typing in one
/// chat, in milliseconds.
pub const TYPING_NOTICE_EVERY_MS: u64 = 3_000;
/// The age at which a typing signal is too old to be sent to other nodes, in milliseconds.
pub const TYPING_LATE_MAX_MS: u64 = 1_000;
/// The largest number of typing clients of an organization that are remembered; the signals of a
/// further client are not sent to other nodes.
pub const TYPING_REMEMBERED_MAX: usize = 256;
/// The pause between two batches of signals to other nodes, in milliseconds.
pub const NODE_BATCH_EVERY_MS: u64 = 50;
/// The number of signals at which a batch to other nodes is full. The signals of further
/// organizations wait for the next batch.
pub const NODE_BATCH_MAX: usize = 256;
/// The largest number of clients in one message to other nodes.
pub const WHO_OF_A_NOTICE: usize = 8;
/// The interval at which a node sends all its presences to the other nodes, in milliseconds.
pub const PRESENCES_REPEATED_EVERY_MS: u64 = 10_000;
/// The time after which a presence on another node ends unless a node repeats the presence, in
/// milliseconds.
pub const NODE_SILENT_MAX_MS: u64 = 30_000;
/// The pause between two searches for presences that no node has repeated, in milliseconds.
pub const PRESENCES_LOOKED_AT_EVERY_MS: u64 = 1_000;
/// One search for unrepeated presences ends at most this many presences of an organization, so that
/// listeners keep up.
pub const PRESENCES_ENDED_AT_ONCE: usize = 128;
/// The time for which a stopping node waits until its last signals are sent, in milliseconds.
pub const NODE_STOPS_MS: u64 = 250;
/// The lifetime of a ticket, in seconds.
pub const TICKET_SECONDS: u32 = 60;
/// The largest number of log lines that wait to be written; a further line is dropped and counted.
pub const LOG_LINES_WAITING_MAX: usize = 4_096;
/// The largest number of bytes of log lines that wait to be written.
pub const LOG_BYTES_WAITING_MAX: usize = 1024 * 1024;
/// The longest time that an ending process waits until its log lines are written, in milliseconds.
pub const LOG_WAITED_FOR_MS: u64 = 1_000;

/// The default time for which changes stay in the feed, in days.
pub const CHANGES_KEPT_DAYS: u32 = 30;
/// The largest step of the clock that does not count as a jump, in milliseconds.
pub const CLOCK_JUMP_MS: u64 = 10_000;
/// The time that the server waits after a jump of the clock before the server uses the new time, in
/// seconds. A further jump restarts the wait.
pub const CLOCK_OBEYED_S: u64 = 60;
/// The time for which a clock must run without a jump before the server forgets anything by age, in
/// seconds.
pub const CLOCK_TRUSTED_S: u64 = 60 * 60;
/// The tolerated difference between the clocks of two nodes, in seconds. A stored time that is
/// further in the future must come from a wrong clock.
pub const CLOCKS_APART_S: u32 = 60 * 60;
/// The longest time until an organization's next sweep (removal of old rows), in seconds. An
/// organization without rows that can become old is not swept.
pub const SWEEP_LEAD_SECONDS_MAX: u32 = 24 * 60 * 60;
/// The shortest delay of due work that `doctor` reports, in seconds.
pub const OVERDUE_SECONDS: u32 = 10 * 60;
/// The pause between two searches for sweeps that are due, in seconds.
pub const SWEEP_EVERY_SECONDS: u32 = 60;
/// The largest number of changes that one step of a sweep removes. The same limit applies
/// separately to Idempotency-Keys and to tickets.
pub const SWEEP_ROWS_MAX: u32 = 1_000;

/// The largest number of webhooks of one organization.
pub const WEBHOOKS_MAX: i64 = 50;
/// The largest number of fixed headers of a webhook (contract §7).
pub const WEBHOOK_HEADERS_MAX: usize = 10;
/// The longest name of a fixed header, in bytes.
pub const WEBHOOK_HEADER_NAME_BYTES_MAX: usize = 100;
/// The longest value of a fixed header, in bytes.
pub const WEBHOOK_HEADER_VALUE_BYTES_MAX: usize = 1_024;
/// The longest URL of a webhook, in bytes.
pub const WEBHOOK_URL_BYTES_MAX: usize = 2_048;
/// The time for a whole delivery, from resolving the host's name to the last byte of the answer, in
/// milliseconds (contract §7).
pub const DELIVERY_DEADLINE_MS: u64 = 15_000;
/// The waits between attempts of a delivery, in seconds (contract §7). If the attempt that follows
/// the last wait fails, the delivery has failed.
pub const DELIVERY_RETRIES_S: [u32; 7] = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000];
/// The largest random addition to a wait, in thousandths of the wait: the addition spreads the next
/// attempts of deliveries that failed together.
pub const DELIVERY_JITTER_THOUSANDTHS: u64 = 100;
/// The longest wait that a target can ask for with `Retry-After`, in seconds.
pub const DELIVERY_RETRY_AFTER_S_MAX: u32 = 24 * 60 * 60;
/// A time longer than any wait between two attempts, in seconds.
pub const DELIVERY_WAIT_S_MAX: u32 = DELIVERY_RETRY_AFTER_S_MAX + 60 * 60;
/// The time without any success, in seconds, after which a failing webhook is disabled.
pub const WEBHOOK_FAILING_S_MAX: u32 = 5 * 24 * 60 * 60;
/// The time for which the old secret still signs after a rotation, in seconds (contract §7).
pub const WEBHOOK_OLD_SECRET_S: u32 = 24 * 60 * 60;
/// The largest number of connections of a node to the targets of all webhooks; a further delivery
/// waits.
pub const DELIVERY_CONNECTIONS_MAX: usize = 1_024;
/// The largest number of bytes of event data on one page of the delivery log.
pub const DELIVERY_LOG_BYTES_MAX: usize = 1024 * 1024;
/// The largest number of due deliveries, and of changes with events, that one round of deliveries
/// to a webhook reads.
pub const DELIVERIES_TAKEN: u32 = 64;
/// The number of changes that a round of deliveries reads first. Each further read of the round
/// reads twice as many changes as the previous read.
pub const DELIVERIES_TAKEN_FIRST: u32 = 4;
/// The total size of changes, in bytes, at which a round of deliveries stops reading further
/// changes.
pub const DELIVERIES_TAKEN_BYTES: u64 = 1024 * 1024;
/// The largest number of changes that one round of deliveries searches for a webhook's events.
pub const DELIVERY_CHANGES_LOOKED_AT: i64 = 1_000;
/// The number of waiting deliveries to one webhook at which the server stops reading the webhook's
/// events from the feed.
pub const DELIVERIES_WAITING_MAX: i64 = 1_000;
/// The largest number of ended deliveries in the log of one webhook.
pub const DELIVERIES_LOGGED_MAX: u32 = 200;
/// The largest number of webhooks to which one node delivers.
pub const COURIER_WEBHOOKS_MAX: u32 = 10_000;

/// The largest id that a command of the operator accepts. It is small enough for exact numbers in
/// every JSON reader, and leaves many greater ids for further objects.
pub const GIVEN_ID_MAX: i64 = (1 << 53) - 1;

/// The longest line of an import file, in bytes.
pub const IMPORT_LINE_BYTES_MAX: usize = 16 * 1024 * 1024;
/// The largest number of messages in one imported dialog or in one imported line of a chat. One job
/// stores all of these messages.
pub const IMPORT_TURNS_MAX: usize = 10_000;
/// An import counts, for each of at most this many hosts, the messages with links to the host.
/// Messages with links to further hosts are counted together.
pub const IMPORT_HOSTS_MAX: u32 = 1_000;
/// The number of ids that an import leaves free above the highest imported id. The other system may
/// still be in use and assign further ids, which a later import needs in Deskbell.
pub const IMPORT_IDS_LEFT: i64 = 1_000_000;
/// The largest number of imported objects that one step of an import compares with the source. The
/// comparison finds objects that no longer exist in the source.
pub const IMPORT_WINDOW_MAX: u32 = 10_000;
/// The largest number of attachments of one imported message. Each attachment becomes a line of the
/// message's text.
pub const ATTACHMENTS_OF_A_LINE_MAX: usize = 100;
/// The largest number of agents among whom imported dialogs are distributed.
pub const IMPORT_AGENTS_MAX: u32 = 1_000;
/// The largest number of chats that one run of `seed` makes.
pub const SEED_CHATS_MAX: u64 = 100_000_000;
/// The largest number of messages per chat that one run of `seed` makes.
pub const SEED_MESSAGES_PER_CHAT_MAX: u32 = 2_000_000;

/// The default memory for the indexes of all organizations, in MiB.
pub const INDEX_MEMORY_MIB: usize = 1_024;
/// The largest number of answers that one index caches; the oldest answer is dropped first.
pub const INDEX_ANSWERS_MAX: usize = 16;

/// The largest number of accepted connections that wait for a connection slot of the server. When a
/// further connection arrives, the oldest waiting connection that has sent nothing is closed.
pub const CONNECTIONS_COME_MAX: usize = 128;
/// The largest number of connections that wait in the kernel to be accepted.
pub const CONNECTIONS_WAITING_MAX: u32 = 4_096;
