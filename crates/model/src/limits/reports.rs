//! Limits of reports.

/// The most changes whose chats one step of the counting looks at.
pub const REPORT_CHANGES_AT_ONCE: u32 = 128;
/// The most chats that one step of the counting counts anew: other writes wait for it.
pub const REPORT_CHATS_AT_ONCE: u32 = 32;
/// The most messages of a chat that one query reads to be counted.
pub const REPORT_MESSAGES_AT_ONCE: u32 = 1_000;
/// The most chats of a customer that are counted anew when the customer's tags change.
pub const REPORT_CHATS_OF_CUSTOMER_MAX: u32 = 1_000;
/// The most ratings of a chat that are counted.
pub const REPORT_RATINGS_MAX: u32 = 100;
/// The most steps that a request for a report takes to count what is new. Behind them the report
/// says that it is not complete.
pub const REPORT_STEPS_OF_A_REQUEST: u32 = 16;
/// The most days of a report.
pub const REPORT_DAYS_MAX: i64 = 400;
/// The most rows of a report by tags: those with the most chats.
pub const REPORT_TAGS_MAX: usize = 1_000;
/// The pause between two looks for organizations with something to count, in milliseconds.
pub const REPORTS_EVERY_MS: u64 = 5_000;
/// The days of which the usual time of a first reply is told.
pub const USUAL_REPLY_DAYS: i64 = 7;
/// The first replies that must have been counted before a usual time is told.
pub const USUAL_REPLY_LEAST: u64 = 5;
/// The time for which a usual time of a first reply is kept in memory, in milliseconds.
pub const USUAL_REPLY_KEPT_MS: u64 = 60_000;
/// The longest comment of a rating, in characters.
pub const RATING_COMMENT_CHARS_MAX: usize = 1_000;
