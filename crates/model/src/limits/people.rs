//! Limits of agents who sign in: passwords, sessions, links and tries.

/// The shortest sign-in name, in characters.
pub const LOGIN_CHARS_MIN: usize = 3;
/// The longest sign-in name, in characters.
pub const LOGIN_CHARS_MAX: usize = 255;
/// The shortest password, in characters: long enough to resist guessing at the rate that throttles
/// allow.
pub const PASSWORD_CHARS_MIN: usize = 12;
/// The longest password, in bytes: longer than any sentence, short enough to be read and hashed at
/// once.
pub const PASSWORD_BYTES_MAX: usize = 1_024;
/// The fewest different characters of a password.
pub const PASSWORD_KINDS_MIN: usize = 5;
/// The memory of one run of argon2id, in KiB: with two passes what OWASP recommends.
pub const PASSWORD_MEMORY_KIB: u32 = 19_456;
/// The passes of one run of argon2id over its memory.
pub const PASSWORD_PASSES: u32 = 2;
/// The most runs of argon2id at the same time, which bounds their memory to 76 MiB.
pub const PASSWORDS_AT_ONCE: usize = 4;
/// The most passwords that wait for a run; a further one is refused with `Retry-After`. The last
/// one waits for about a second.
pub const PASSWORDS_WAITING_MAX: usize = 64;

/// The time after which a session that nobody uses ends, in seconds.
pub const SESSION_IDLE_S: u32 = 12 * 60 * 60;
/// The longest life of a session, in seconds.
pub const SESSION_S_MAX: u32 = 14 * 24 * 60 * 60;
/// The time for which a session without its second factor waits for the code, in seconds.
pub const HALF_SESSION_S: u32 = 5 * 60;
/// The wrong codes that end a session which waits for its code.
pub const HALF_SESSION_TRIES_MAX: u32 = 5;
/// The shortest time between two notes of a session's last use, in seconds, so that reading costs
/// no write.
pub const SESSION_NOTED_EVERY_S: u32 = 60;
/// The time for which a confirmed password allows what needs one, in seconds.
pub const CONFIRMED_S: u32 = 10 * 60;
/// The most sessions of an agent; a further one ends the one that was used the longest ago.
pub const SESSIONS_OF_AN_AGENT_MAX: usize = 32;
/// The longest name of a session's device, in characters; a longer `User-Agent` is cut.
pub const DEVICE_CHARS_MAX: usize = 255;
/// The requests of a session in one minute.
pub const SESSION_REQUESTS_PER_MINUTE: u32 = 600;

/// The time for which a link to begin or to reset is valid, in seconds.
pub const LINK_S: u32 = 24 * 60 * 60;

/// The wrong passwords or codes, of one sign-in name or from one address, that cost no delay.
pub const TRIES_FREE: u32 = 5;
/// The longest delay between two tries, in seconds.
pub const TRY_DELAY_S_MAX: u64 = 15 * 60;
/// The time after the last failure at which failures are forgotten, in seconds.
pub const TRIES_FORGOTTEN_S: u64 = 60 * 60;
/// The most sign-in names, and the most addresses, whose failures are counted.
pub const TRIES_COUNTED_MAX: usize = 16_384;

/// The most agents, departments and applications that an agent's page is given at once.
pub const TEAM_MAX: u32 = 1_000;

/// The most recovery codes of an agent.
pub const RECOVERY_CODES: usize = 10;
