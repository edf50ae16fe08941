//! Limits of visitors: their sessions, what they write, and the sites that show the widget.

/// The most sites that an application names.
pub const SITES_MAX: usize = 50;
/// The longest site, in bytes: a host name with scheme and port.
pub const SITE_BYTES_MAX: usize = 280;

/// The time after which a session that nobody uses ends, in seconds: 90 days.
pub const VISITOR_SESSION_S: u32 = 90 * 24 * 60 * 60;
/// The time for which a token of which nothing is stored stands for a visitor, in seconds. An ended
/// token is remembered for longer.
pub const VISITOR_UNWRITTEN_S: u32 = 24 * 60 * 60;
/// The shortest time between two notes of a session's last use, in seconds.
pub const VISITOR_NOTED_EVERY_S: u32 = 60 * 60;
/// The most sessions of a customer; a further one ends the one that was used the longest ago.
pub const SESSIONS_OF_A_CUSTOMER_MAX: u32 = 100;

/// The most chats of a customer that the widget shows: the latest.
pub const VISITOR_CHATS_MAX: u32 = 20;
/// The default number of messages on a page of the widget.
pub const VISITOR_MESSAGES: u32 = 30;
/// The most messages on a page of the widget.
pub const VISITOR_MESSAGES_MAX: u32 = 50;
/// The most bytes of texts on a page of the widget; a longer message stands alone.
pub const VISITOR_PAGE_BYTES: u64 = 256 * 1024;
/// The most unread messages of a chat that are counted.
pub const VISITOR_UNREAD_MAX: u32 = 99;
/// The most messages of a visitor without an answer.
pub const UNANSWERED_MAX: u64 = 50;

/// The most events of an anonymous visitor that move to the identified customer: the latest.
pub const MERGED_EVENTS_MAX: u64 = 10_000;

/// The longest message of a visitor, in characters.
pub const VISITOR_TEXT_CHARS_MAX: usize = 4_096;
/// The most events in one request of a visitor.
pub const VISITOR_EVENTS_MAX: usize = 20;
/// The largest data of a visitor's event as JSON, in bytes.
pub const VISITOR_EVENT_BYTES_MAX: usize = 4 * 1024;
/// The longest last message that a list of chats shows to a visitor, in characters.
pub const VISITOR_PREVIEW_CHARS: usize = 160;
/// The time for which a customer on the same page is not noted as seen again, in seconds.
pub const VISITOR_SEEN_EVERY_S: u32 = 5 * 60;
/// The longest token of a visitor, in bytes.
pub const VISITOR_TOKEN_BYTES_MAX: usize = 256;
/// The longest proof of identity, in bytes.
pub const PROOF_BYTES_MAX: usize = 4 * 1024;
/// The tolerated difference between the clocks of a site and of this server, in seconds.
pub const PROOF_LEEWAY_S: u32 = 60;
/// The pause that a visitor is asked for whose messages wait for an answer, in seconds.
pub const UNANSWERED_RETRY_S: u64 = 10 * 60;

/// The sessions that an address may begin in one minute.
pub const VISITS_PER_MINUTE: u32 = 60;
/// The new visitors of whom an address may let something be stored in one minute.
pub const NEW_VISITORS_PER_MINUTE: u32 = 10;
/// The new visitors of whom an organization stores something in one minute.
pub const NEW_VISITORS_OF_ALL_PER_MINUTE: u32 = 600;
/// The messages of a visitor in one minute.
pub const VISITOR_MESSAGES_PER_MINUTE: u32 = 20;
/// The messages of a visitor in one hour.
pub const VISITOR_MESSAGES_PER_HOUR: u32 = 200;
/// The chats that an address may begin in [`VISITOR_CHATS_WINDOW_S`].
pub const VISITOR_CHATS_PER_WINDOW: u32 = 5;
/// The window in which begun chats are counted, in seconds.
pub const VISITOR_CHATS_WINDOW_S: u64 = 10 * 60;
/// The events, page views and changes of own data of a visitor in one minute.
pub const VISITOR_EVENTS_PER_MINUTE: u32 = 60;
/// The reads and other requests of a visitor in one minute.
pub const VISITOR_REQUESTS_PER_MINUTE: u32 = 240;
/// The most visitors, and the most addresses, whose requests are counted.
pub const VISITORS_COUNTED_MAX: usize = 65_536;

/// The time for which a node listens to the signals of an organization whose widget was asked for,
/// in seconds.
pub const PRESENCE_WATCHED_S: u64 = 10 * 60;
/// The most organizations to which a node listens for their widgets.
pub const PRESENCE_WATCHED_MAX: usize = 1_024;
/// The time for which the first question after an agent's presence waits for other nodes, in
/// milliseconds.
pub const PRESENCE_FIRST_MS: u64 = 250;

/// The most chats of one follower that does not follow all chats.
pub const CHATS_FOLLOWED_MAX: usize = 8;
/// The most sockets, streams and waiting requests of a visitor.
pub const VISITOR_STREAMS_MAX: u32 = 3;
/// The most sockets, streams and waiting requests of visitors at one address.
pub const ADDRESS_STREAMS_MAX: u32 = 20;
/// The pause that is asked for where too many of them are open, in seconds.
pub const STREAMS_RETRY_S: u64 = 10;
/// The time in which a visitor's socket must say its token, in milliseconds.
pub const VISITOR_HELLO_MS: u64 = 5_000;
/// The time for which the answer whether an agent is present is kept, in milliseconds.
pub const PRESENCE_KEPT_MS: u64 = 1_000;
