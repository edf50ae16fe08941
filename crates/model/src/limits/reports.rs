//! Limits of reports.

/// The largest number of changes that one step of counting for reports reads.
pub const REPORT_CHANGES_AT_ONCE: u32 = 128;
/// The largest number of chats that one step of counting for reports recounts; other writes wait
/// meanwhile.
pub const REPORT_CHATS_AT_ONCE: u32 = 32;
/// The largest number of messages of a chat that one query reads when chats are counted for
/// reports.
pub const REPORT_MESSAGES_AT_ONCE: u32 = 1_000;
/// The largest number of chats of a customer that are recounted when the customer's tags change.
pub const REPORT_CHATS_OF_CUSTOMER_MAX: u32 = 1_000;
/// The largest number of ratings of one chat that are counted.
pub const REPORT_RATINGS_MAX: u32 = 100;
/// The largest number of steps of counting that a request for a report takes. If changes remain
/// uncounted, the report is marked as incomplete.
pub const REPORT_STEPS_OF_A_REQUEST: u32 = 16;
/// The largest number of days in one report.
pub const REPORT_DAYS_MAX: i64 = 400;
/// The largest number of rows of a report by tags; the tags with the most chats are shown.
pub const REPORT_TAGS_MAX: usize = 1_000;
/// The pause between two searches for organizations with uncounted changes, in milliseconds.
pub const REPORTS_EVERY_MS: u64 = 5_000;
/// The number of past days from which the usual time to a first reply is computed.
pub const USUAL_REPLY_DAYS: i64 = 7;
/// The number of first replies that are needed to show a usual time.
pub const USUAL_REPLY_LEAST: u64 = 5;
/// The time for which the usual time to a first reply is cached, in milliseconds.
pub const USUAL_REPLY_KEPT_MS: u64 = 60_000;
/// The longest comment of a rating, in characters.
pub const RATING_COMMENT_CHARS_MAX: usize = 1_000;
