//! Limits of visitors: their sessions, their messages, and the sites that show the widget.

/// The largest number of sites of one application.
pub const SITES_MAX: usize = 50;
/// The longest entry for a site, in bytes: a host name with scheme and port.
pub const SITE_BYTES_MAX: usize = 280;

/// The time without use after which a visitor's session ends, in seconds: 90 days.
pub const VISITOR_SESSION_S: u32 = 90 * 24 * 60 * 60;
/// The lifetime of the token of a visitor without stored data, in seconds. An ended token is
/// remembered for a longer time, so that nobody can use the token again.
pub const VISITOR_UNWRITTEN_S: u32 = 24 * 60 * 60;
/// The shortest time between two updates of the last use of a visitor's session, in seconds.
pub const VISITOR_NOTED_EVERY_S: u32 = 60 * 60;
/// The largest number of sessions of a customer; a further session ends the least recently used
/// session.
pub const SESSIONS_OF_A_CUSTOMER_MAX: u32 = 100;

/// The largest number of chats of a customer that the widget shows: the latest chats.
pub const VISITOR_CHATS_MAX: u32 = 20;
/// The default number of messages on a page of the widget.
pub const VISITOR_MESSAGES: u32 = 30;
/// The largest number of messages on a page of the widget.
pub const VISITOR_MESSAGES_MAX: u32 = 50;
/// The largest number of bytes of text on a page of the widget; a longer message gets a page
/// without other messages.
pub const VISITOR_PAGE_BYTES: u64 = 256 * 1024;
/// The largest number of unread messages that the widget shows for a chat. Larger numbers are shown
/// as this number.
pub const VISITOR_UNREAD_MAX: u32 = 99;
/// The largest number of messages that a visitor may send without an answer.
pub const UNANSWERED_MAX: u64 = 50;

/// The largest number of events of an anonymous visitor that move to the identified customer; the
/// latest events move.
pub const MERGED_EVENTS_MAX: u64 = 10_000;

/// The longest message of a visitor, in characters.
pub const VISITOR_TEXT_CHARS_MAX: usize = 4_096;
/// The largest number of events in one request of a visitor.
pub const VISITOR_EVENTS_MAX: usize = 20;
/// The largest data of a visitor's event as JSON, in bytes.
pub const VISITOR_EVENT_BYTES_MAX: usize = 4 * 1024;
/// The length to which the last message in a visitor's list of chats is cut, in characters.
pub const VISITOR_PREVIEW_CHARS: usize = 160;
/// The shortest time between two updates of a customer's last visit while the customer stays on one
/// page, in seconds.
pub const VISITOR_SEEN_EVERY_S: u32 = 5 * 60;
/// The largest size of a site's data about a visitor in the visitor's token, as JSON, in bytes. In
/// base64, this JSON and the rest of the token fit into a cookie.
pub const VISITOR_SAID_BYTES_MAX: usize = 1_024;
/// The longest token of a visitor, in bytes.
pub const VISITOR_TOKEN_BYTES_MAX: usize = 2 * 1_024;
/// The longest proof of identity, in bytes.
pub const PROOF_BYTES_MAX: usize = 4 * 1024;
/// The tolerated difference between the clocks of a site and of this server, in seconds.
pub const PROOF_LEEWAY_S: u32 = 60;
/// The pause before a visitor with too many unanswered messages may write again, in seconds.
pub const UNANSWERED_RETRY_S: u64 = 10 * 60;

/// The largest number of sessions that may begin from one address in one minute.
pub const VISITS_PER_MINUTE: u32 = 60;
/// The largest number of new visitors from one address that may be stored in one minute.
pub const NEW_VISITORS_PER_MINUTE: u32 = 10;
/// The largest number of new visitors of one organization that are stored in one minute.
pub const NEW_VISITORS_OF_ALL_PER_MINUTE: u32 = 600;
/// The largest number of messages that a visitor may send in one minute.
pub const VISITOR_MESSAGES_PER_MINUTE: u32 = 20;
/// The largest number of messages that a visitor may send in one hour.
pub const VISITOR_MESSAGES_PER_HOUR: u32 = 200;
/// The largest number of chats that may be begun from one address within
/// [`VISITOR_CHATS_WINDOW_S`].
pub const VISITOR_CHATS_PER_WINDOW: u32 = 5;
/// The length of the time window of [`VISITOR_CHATS_PER_WINDOW`], in seconds.
pub const VISITOR_CHATS_WINDOW_S: u64 = 10 * 60;
/// The largest number of events, page views and changes of own data that a visitor may send in one
/// minute.
pub const VISITOR_EVENTS_PER_MINUTE: u32 = 60;
/// The largest number of reads and other requests that a visitor may send in one minute.
pub const VISITOR_REQUESTS_PER_MINUTE: u32 = 240;
/// The largest number of visitors, and of addresses, whose requests are counted.
pub const VISITORS_COUNTED_MAX: usize = 65_536;

/// The time for which a node receives an organization's signals after the last request of the
/// organization's widget, in seconds.
pub const PRESENCE_WATCHED_S: u64 = 10 * 60;
/// The largest number of organizations whose signals a node receives for their widgets.
pub const PRESENCE_WATCHED_MAX: usize = 1_024;
/// The time that the first request for agents' presence waits for the other nodes' presences, in
/// milliseconds.
pub const PRESENCE_FIRST_MS: u64 = 250;

/// The largest number of chats that a follower of the change feed can select; the follower then
/// receives only these chats' changes.
pub const CHATS_FOLLOWED_MAX: usize = 8;
/// The largest number of sockets, streams and waiting requests of a visitor.
pub const VISITOR_STREAMS_MAX: u32 = 3;
/// The largest number of sockets, streams and waiting requests of visitors at one address.
pub const ADDRESS_STREAMS_MAX: u32 = 20;
/// The largest number of concurrent uploads of a visitor. Without this limit, one visitor could use
/// up the uploads of all visitors of an organization.
pub const VISITOR_UPLOADS_AT_ONCE: u32 = 2;
/// The largest number of concurrent uploads of visitors at one address: half of an organization's
/// limit.
pub const ADDRESS_UPLOADS_AT_ONCE: u32 = 4;
/// The value of `Retry-After` for a visitor or an address with too many sockets, streams, waiting
/// requests or uploads, in seconds.
pub const STREAMS_RETRY_S: u64 = 10;
/// The time within which a visitor's socket must send its token, in milliseconds.
pub const VISITOR_HELLO_MS: u64 = 5_000;
/// The time for which the server caches whether an agent is present, in milliseconds.
pub const PRESENCE_KEPT_MS: u64 = 1_000;
