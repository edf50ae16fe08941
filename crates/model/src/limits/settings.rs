//! Limits of settings, opening hours, proactive rules and the appearance of widgets.

/// The largest number of shared canned responses of an organization, and of personal canned
/// responses of an agent. The agent's page receives all canned responses when the page opens.
pub const CANNED_MAX: u32 = 500;
/// The longest shortcut of a canned response, in characters.
pub const SHORTCUT_CHARS_MAX: usize = 50;
/// The longest text of a canned response, in characters.
pub const CANNED_CHARS_MAX: usize = 10_000;
/// The largest number of shared views of an organization, and of personal views of an agent.
pub const VIEWS_MAX: u32 = 100;
/// The largest filter of a saved view as JSON, in bytes.
pub const VIEW_BYTES_MAX: usize = 4 * 1024;
/// The largest number of proactive rules of an organization: a visitor's page checks all rules.
pub const RULES_MAX: u32 = 100;
/// The longest message of a proactive rule, in characters.
pub const RULE_MESSAGE_CHARS_MAX: usize = 2_000;
/// The largest number of page patterns, and of locales, of a proactive rule.
pub const RULE_PATTERNS_MAX: usize = 20;
/// The longest time on a page that a proactive rule can require, in seconds.
pub const RULE_SECONDS_MAX: u32 = 60 * 60;
/// The largest number of visits that a proactive rule can require.
pub const RULE_VISITS_MAX: u32 = 1_000;
/// The longest text in the appearance of a widget, in characters.
pub const LOOK_TEXT_CHARS_MAX: usize = 500;
/// The largest offset of a widget's button from its corner, in pixels.
pub const LOOK_OFFSET_PX_MAX: u32 = 500;
/// The largest number of open intervals of one day.
pub const DAY_INTERVALS_MAX: usize = 8;
/// The largest number of holidays of one calendar.
pub const HOLIDAYS_MAX: usize = 200;
/// The number of days in which the next opening is searched for.
pub const NEXT_OPEN_DAYS: i64 = 400;
/// The default reply target of an organization, in seconds.
pub const REPLY_TARGET_S: u32 = 600;
/// The longest reply target, in seconds.
pub const REPLY_TARGET_S_MAX: u32 = 7 * 24 * 60 * 60;
