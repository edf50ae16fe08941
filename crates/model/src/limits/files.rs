//! Limits of files.

/// The longest name of a file, in bytes; file systems take no longer ones.
pub const FILE_NAME_BYTES_MAX: usize = 255;
/// The most files of one message.
pub const FILES_OF_A_MESSAGE_MAX: usize = 10;
/// The most files of one message of a visitor.
pub const VISITOR_FILES_OF_A_MESSAGE_MAX: usize = 5;
/// The largest file of an agent or a program by default, in MiB.
pub const FILE_MIB_MAX: u32 = 25;
/// The largest file of a visitor by default, in MiB.
pub const VISITOR_FILE_MIB_MAX: u32 = 10;
/// The most files that one visitor uploads in an hour.
pub const VISITOR_FILES_PER_HOUR: u64 = 20;
/// The most bytes that one visitor uploads in a day, in MiB.
pub const VISITOR_MIB_PER_DAY: u64 = 100;
/// The room for the files of one organization by default, in MiB.
pub const FILES_QUOTA_MIB: u32 = 10 * 1024;
/// The time after which a file that no message names is removed, in seconds. Bytes of an upload
/// that broke off go after the same time.
pub const FILE_UNNAMED_S: u32 = 24 * 60 * 60;
/// The shortest time for which a link to a file works, in seconds.
pub const FILE_LINK_S: u32 = 60 * 60;
/// The steps in which a link's end moves on, in seconds: within a step a browser gets the same link
/// again, and knows the file already.
pub const FILE_LINK_STEP_S: u32 = 15 * 60;
/// The most uploads of one process that run at the same time. Each holds up to 5 MiB when the files
/// are kept in a bucket.
pub const UPLOADS_MAX: usize = 32;
/// The most uploads of one organization's agents and programs, and as many of its visitors.
pub const UPLOADS_OF_ONE_MAX: usize = 8;
/// The most removed blobs of an organization whose bytes are deleted in one step.
pub const BLOBS_REMOVED_AT_ONCE: u32 = 100;
