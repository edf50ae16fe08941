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
