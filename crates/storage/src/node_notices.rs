//! Messages between the nodes of one database about typing and presence. These messages may be
//! lost, and are not stored.

use deskbell_model::{OrgId, Who};
use tokio::sync::{broadcast, mpsc, watch};

/// The random id of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u128);

/// A message of one node to all other nodes, about one organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeNotice {
    /// The node that sends the message.
    pub node: NodeId,
    /// The organization that the message is about.
    pub org: OrgId,
    /// The content of the message.
    pub news: NodeNews,
}

/// The content of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeNews {
    /// The clients that are typing.
    Typing(Vec<Who>),
    /// The clients that have a connection to the sending node.
    Present(Vec<Who>),
    /// The clients that no longer have a connection to the sending node.
    Absent(Vec<Who>),
    /// A request to the other nodes to send their connected clients.
    Asks,
}

/// The state of a [`NodeLink`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinkState {
    /// True while messages are sent and received.
    pub is_connected: bool,
    /// The number of times that the connection was opened.
    pub times: u64,
}

/// The connection of this node to the other nodes of its database.
#[derive(Debug)]
pub struct NodeLink {
    /// The messages to send, in batches, which are sent in order. Batches that still wait when the
    /// connection is reopened are dropped.
    pub outgoing: mpsc::Sender<Vec<NodeNotice>>,
    /// The messages of all nodes, including this node; a slow receiver misses the oldest messages.
    pub heard: broadcast::Receiver<NodeNotice>,
    /// The state of the connection.
    pub state: watch::Receiver<LinkState>,
}
