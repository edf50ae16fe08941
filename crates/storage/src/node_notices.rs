//! Notices between the nodes of one database about typing and presence. They may be lost, and are
//! stored nowhere.

use deskbell_model::{OrgId, Who};
use tokio::sync::{broadcast, mpsc, watch};

/// The name of a node, which is random.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u128);

/// A notice of one node to all others, about one organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeNotice {
    /// The node that gives the notice.
    pub node: NodeId,
    /// The organization.
    pub org: OrgId,
    /// The content.
    pub news: NodeNews,
}

/// The content of a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeNews {
    /// These clients are typing.
    Typing(Vec<Who>),
    /// These clients are present through the node.
    Present(Vec<Who>),
    /// These clients are no more present through the node.
    Absent(Vec<Who>),
    /// The node asks who is present through other nodes.
    Asks,
}

/// The state of a [`NodeLink`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinkState {
    /// True while notices are sent and received.
    pub is_connected: bool,
    /// The number of times that the connection was made.
    pub times: u64,
}

/// The connection of this node to the other nodes of its database.
#[derive(Debug)]
pub struct NodeLink {
    /// The notices to send, in batches. A batch waits until the one before it is taken; a batch
    /// that still waits when the connection is made anew is dropped.
    pub outgoing: mpsc::Sender<Vec<NodeNotice>>,
    /// The notices of all nodes, also of this one; a slow receiver misses the oldest.
    pub heard: broadcast::Receiver<NodeNotice>,
    /// The state of the connection.
    pub state: watch::Receiver<LinkState>,
}
