//! The connections to one webhook's target while there is something to tell it: one for each of
//! its lanes, used again as long as the target leaves it open. It must not know what is sent.

use deskbell_model::webhook::Target;
use parking_lot::Mutex;

use crate::connection::Connection;
use crate::share::Share;

/// What leads to a target.
#[derive(Debug)]
pub(crate) struct Line {
    url: String,
    /// What the URL says; none when it says nothing.
    pub(crate) target: Option<Target>,
    kept: Mutex<Vec<Connection>>,
    /// Held while the target's name is looked up: a webhook looks up once at a time.
    pub(crate) looking: tokio::sync::Mutex<()>,
}

/// What a delivery goes over: a connection that was kept, or a new one in this place.
#[derive(Debug)]
pub(crate) enum Turn {
    Kept(Connection),
    New(Share),
}

impl Line {
    /// A line to a URL, without a connection.
    pub(crate) fn to(url: &str) -> Self {
        let (kept, looking) = (Mutex::default(), tokio::sync::Mutex::default());
        Self { url: url.to_owned(), target: Target::parse(url), kept, looking }
    }

    /// Lets it lead to a URL: connections to another are ended.
    pub(crate) fn lead_to(&mut self, url: &str) {
        if self.url != url {
            *self = Self::to(url);
        }
    }

    /// Ends what was kept.
    pub(crate) fn hang_up(&mut self) {
        self.kept.get_mut().clear();
    }

    /// A connection that was kept.
    pub(crate) fn take(&self) -> Option<Connection> {
        self.kept.lock().pop()
    }

    /// Keeps a connection that can be used again.
    pub(crate) fn keep(&self, connection: Connection) {
        if connection.is_open() {
            self.kept.lock().push(connection);
        }
    }
}
