//! Limits of agents' sign-in: passwords, sessions, links and failed attempts.

/// The shortest sign-in name, in characters.
pub const LOGIN_CHARS_MIN: usize = 3;
/// The longest sign-in name, in characters.
pub const LOGIN_CHARS_MAX: usize = 255;
/// The shortest password, in characters: long enough to resist guessing at the rate that throttles
/// allow.
pub const PASSWORD_CHARS_MIN: usize = 12;
/// The longest password, in bytes: longer than any sentence, but quick to hash.
pub const PASSWORD_BYTES_MAX: usize = 1_024;
/// The smallest number of different characters in a password.
pub const PASSWORD_KINDS_MIN: usize = 5;
/// The memory of one argon2id hash, in KiB; OWASP recommends this value with two passes.
pub const PASSWORD_MEMORY_KIB: u32 = 19_456;
/// The number of passes of one argon2id hash.
pub const PASSWORD_PASSES: u32 = 2;
/// The largest number of concurrent argon2id hashes, which limits their memory to 76 MiB.
pub const PASSWORDS_AT_ONCE: usize = 4;
/// The largest number of passwords that wait to be hashed; a further password is refused with
/// `Retry-After`. The last waiting password waits for about a second.
pub const PASSWORDS_WAITING_MAX: usize = 64;

/// The time without use after which a session ends, in seconds.
pub const SESSION_IDLE_S: u32 = 12 * 60 * 60;
/// The longest lifetime of a session, in seconds.
pub const SESSION_S_MAX: u32 = 14 * 24 * 60 * 60;
/// The time for which a session waits for the code of the second factor, in seconds.
pub const HALF_SESSION_S: u32 = 5 * 60;
/// The number of wrong codes after which a session that waits for a code ends.
pub const HALF_SESSION_TRIES_MAX: u32 = 5;
/// The shortest time between two updates of a session's last use, in seconds, so that most reads
/// need no write.
pub const SESSION_NOTED_EVERY_S: u32 = 60;
/// The time for which a confirmed password permits sensitive changes, in seconds.
pub const CONFIRMED_S: u32 = 10 * 60;
/// The largest number of sessions of an agent; a further session ends the least recently used
/// session.
pub const SESSIONS_OF_AN_AGENT_MAX: usize = 32;
/// The longest name of a session's device, in characters; a longer `User-Agent` is cut.
pub const DEVICE_CHARS_MAX: usize = 255;
/// The largest number of requests of one session in one minute.
pub const SESSION_REQUESTS_PER_MINUTE: u32 = 600;

/// The time for which an invitation or a password reset link is valid, in seconds.
pub const LINK_S: u32 = 24 * 60 * 60;

/// The number of failed attempts for one sign-in name, or from one address, that cause no delay.
pub const TRIES_FREE: u32 = 5;
/// The longest delay between two attempts, in seconds.
pub const TRY_DELAY_S_MAX: u64 = 15 * 60;
/// The time without a failed attempt after which all failed attempts are forgotten, in seconds.
pub const TRIES_FORGOTTEN_S: u64 = 60 * 60;
/// The largest number of sign-in names, and of addresses, whose failed attempts are counted.
pub const TRIES_COUNTED_MAX: usize = 16_384;

/// The largest number of agents of an organization. The same limit applies separately to
/// departments, to applications, and to the tags in an agent's page. The page receives all these
/// objects at once, for the menus.
pub const TEAM_MAX: u32 = 1_000;
/// The largest number of characters of canned responses, and of saved views, that are sent together
/// with the signed-in agent. Beyond this limit, the page requests the responses or views
/// separately.
pub const OWN_SETTINGS_CHARS_MAX: i64 = 256 * 1024;

/// The number of recovery codes that an agent gets.
pub const RECOVERY_CODES: usize = 10;
