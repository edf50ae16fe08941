//! Limits of files.

/// The longest name of a file, in bytes: the limit of most file systems.
pub const FILE_NAME_BYTES_MAX: usize = 255;
/// The largest number of files of one message.
pub const FILES_OF_A_MESSAGE_MAX: usize = 10;
/// The largest number of files of one message of a visitor.
pub const VISITOR_FILES_OF_A_MESSAGE_MAX: usize = 5;
/// The default size limit for a file of an agent or a program, in MiB.
pub const FILE_MIB_MAX: u32 = 25;
/// The default size limit for a file of a visitor, in MiB.
pub const VISITOR_FILE_MIB_MAX: u32 = 10;
/// The largest number of files that one visitor may upload in an hour.
pub const VISITOR_FILES_PER_HOUR: u64 = 20;
/// The default for the number of files that the visitors at one address may upload in an hour. The
/// limit stops a program that pretends to be many visitors.
pub const ADDRESS_FILES_PER_HOUR: u32 = 100;
/// The largest total size of the files that one visitor may upload in a day, in MiB.
pub const VISITOR_MIB_PER_DAY: u64 = 100;
/// The largest number of files that are moved when customers are merged: more files than a visitor
/// can upload in a day.
pub const MERGED_FILES_MAX: u64 = 1_000;
/// The default quota for the files of one organization, in MiB.
pub const FILES_QUOTA_MIB: u32 = 10 * 1024;
/// The time after which a file that is in no message is removed, in seconds. The bytes of an
/// interrupted upload are removed after the same time.
pub const FILE_UNNAMED_S: u32 = 24 * 60 * 60;
/// The shortest time for which a link to a file is valid, in seconds.
pub const FILE_LINK_S: u32 = 60 * 60;
/// The step to which a link's expiry is rounded, in seconds: links within one step are equal, so
/// that browsers can cache the file.
pub const FILE_LINK_STEP_S: u32 = 15 * 60;
/// The size limit for the picture of an agent, in MiB. Pages scale a picture down before the
/// upload, so that only other programs reach the limit.
pub const PICTURE_MIB_MAX: u32 = 1;
/// The longest side of an agent's picture, in pixels: visitors' browsers must decode the picture.
pub const PICTURE_SIDE_MAX: u32 = 1_024;
/// The shortest time for which a link to an agent's picture is valid, in seconds. Most pages stay
/// open for a shorter time.
pub const PICTURE_LINK_S: u32 = 7 * 24 * 60 * 60;
/// The step to which the expiry of a link to a picture is rounded, in seconds: links within one
/// step are equal, so that browsers can cache the picture.
pub const PICTURE_LINK_STEP_S: u32 = 24 * 60 * 60;
/// The time for which a node caches the pictures of agents, in milliseconds. Within this time,
/// visitors may miss a new picture from another node.
pub const PICTURES_KEPT_MS: u64 = 60_000;
/// The largest number of organizations whose pictures a node remembers; with more organizations,
/// the node forgets all pictures. Each organization takes up to 16 KiB.
pub const PICTURES_KEPT_MAX: usize = 1_024;
/// The largest number of concurrent uploads of agents and programs in one process. Each upload
/// takes up to 5 MiB of memory when files are stored in a bucket.
pub const UPLOADS_MAX: usize = 32;
/// The largest number of concurrent uploads of visitors in one process. The uploads of agents and
/// programs have a separate limit.
pub const VISITOR_UPLOADS_MAX: usize = 16;
/// The largest number of concurrent uploads by the agents and programs of one organization. The
/// same limit applies separately to the uploads by its visitors.
pub const UPLOADS_OF_ONE_MAX: usize = 8;
/// One step deletes the bytes of at most this many removed blobs of an organization.
pub const BLOBS_REMOVED_AT_ONCE: u32 = 100;
