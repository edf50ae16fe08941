//! The integration tests of the interface for agents, `/app/v1`: one file per subject.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

mod act;
mod applications;
mod audit;
mod canned;
mod chats;
mod credentials;
mod csrf;
mod customers;
mod departments;
mod drafts;
mod factors_random;
mod files;
mod hours;
mod keys;
mod links;
mod links_random;
mod list;
mod made;
mod me;
mod mentions;
mod people;
mod pictures;
mod play;
mod presence;
mod ratings;
mod replies;
mod reports;
mod search;
mod second_factor;
mod sees_all;
mod sessions;
mod sessions_random;
mod set_up_random;
mod settings;
mod sign_in;
mod socket;
mod strangers;
mod throttles;
mod webhooks;
mod webhooks_random;
