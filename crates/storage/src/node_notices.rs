//! Notices between the nodes of one database about typing and presence. They may be lost, and are
//! stored nowhere.

use deskbell_model::{OrgId, Signal};
use tokio::sync::{broadcast, mpsc};

/// The name of a node, which is random.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u128);

/// A notice of one node to all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeNotice {
    /// A client of the node gave a signal.
    Signal(OrgId, Signal),
    /// The node now has clients of this organization, and asks who is present elsewhere.
    Asks(OrgId),
    /// The node lives, and so do its presences.
    Lives,
    /// The node connected anew: its earlier presences are over, and it asks who is present in
    /// every organization.
    Begins,
    /// The node stops: its presences are over.
    Stops,
}

/// An event that a [`NodeLink`] receives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// The connection was made, now or anew: notices before it may be lost.
    Connected,
    /// A notice of a node, maybe of this one.
    Notice(NodeId, NodeNotice),
}

/// The connection of this node to the other nodes of its database.
#[derive(Debug)]
pub struct NodeLink {
    /// The notices to send, in batches. A batch waits until the one before it is taken.
    pub outgoing: mpsc::Sender<Vec<(NodeId, NodeNotice)>>,
    /// The notices of all nodes; a slow receiver misses the oldest.
    pub heard: broadcast::Receiver<Heard>,
}
