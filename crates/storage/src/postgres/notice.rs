//! The text of a notification, at most [`NOTICE_BYTES_MAX`] bytes without a space. Texts of other
//! forms, of other versions, are ignored.
//!
//! | notification | text |
//! |---|---|
//! | a commit | `ORG:SEQ:HISTORY:TIMELINE` |
//! | a signal | `typing:NODE:ORG:CHAT:AGENT`, and `online:` and `offline:` alike; 0 for none |
//! | about a node | `asks:NODE:ORG`, `lives:NODE`, `begins:NODE`, `stops:NODE` |
//!
//! A node is 32 hexadecimal digits; all other parts are decimal.

use deskbell_model::{AgentId, ChatId, FeedPosition, History, OrgId, Signal};

use crate::limits::NOTICE_BYTES_MAX;
use crate::node_notices::{NodeId, NodeNotice};

/// A notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    /// Changes up to this position are committed.
    Commit(OrgId, FeedPosition),
    /// A notice of a node.
    Node(NodeId, NodeNotice),
}

/// Writes a notification.
pub(super) fn write(notice: Notice) -> String {
    let (node, notice) = match notice {
        Notice::Commit(org, FeedPosition { seq, history: History { id, timeline } }) => {
            return format!("{}:{seq}:{id}:{timeline}", org.get());
        }
        Notice::Node(NodeId(node), notice) => (node, notice),
    };
    let (kind, org, signal) = match notice {
        NodeNotice::Signal(org, signal) => {
            let kind = match signal {
                Signal::Typing { .. } => "typing",
                Signal::Presence { is_online: true, .. } => "online",
                Signal::Presence { is_online: false, .. } => "offline",
            };
            (kind, org, signal)
        }
        NodeNotice::Asks(org) => return format!("asks:{node:032x}:{}", org.get()),
        NodeNotice::Lives => return format!("lives:{node:032x}"),
        NodeNotice::Begins => return format!("begins:{node:032x}"),
        NodeNotice::Stops => return format!("stops:{node:032x}"),
    };
    let chat = signal.chat().map_or(0, ChatId::get);
    let agent = signal.agent().map_or(0, AgentId::get);
    format!("{kind}:{node:032x}:{}:{chat}:{agent}", org.get())
}

/// Reads a notification; `None` for a text of another form.
pub(super) fn read(text: &str) -> Option<Notice> {
    if text.len() > NOTICE_BYTES_MAX {
        return None;
    }
    let (kind, rest) = text.split_once(':')?;
    if kind.starts_with(|first: char| first.is_ascii_digit()) {
        let [org, seq, id, timeline] = numbers(text)?;
        let last = FeedPosition { seq, history: History { id, timeline } };
        return Some(Notice::Commit(OrgId::new(org)?, last));
    }
    let (node, rest) = rest.split_once(':').map_or((rest, None), |(node, rest)| (node, Some(rest)));
    let is_hex = node.len() == 32 && node.bytes().all(|byte| byte.is_ascii_hexdigit());
    let node = is_hex.then(|| u128::from_str_radix(node, 16).ok()).flatten()?;
    let notice = match (kind, rest) {
        ("lives", None) => NodeNotice::Lives,
        ("begins", None) => NodeNotice::Begins,
        ("stops", None) => NodeNotice::Stops,
        ("asks", Some(rest)) => {
            let [org] = numbers(rest)?;
            NodeNotice::Asks(OrgId::new(org)?)
        }
        (kind, Some(rest)) => {
            let [org, chat, agent] = numbers(rest)?;
            NodeNotice::Signal(OrgId::new(org)?, signal(kind, chat, agent)?)
        }
        (_, None) => return None,
    };
    Some(Notice::Node(NodeId(node), notice))
}

fn signal(kind: &str, chat: i64, agent: i64) -> Option<Signal> {
    let chat = if chat == 0 { None } else { Some(ChatId::new(chat)?) };
    let agent = if agent == 0 { None } else { Some(AgentId::new(agent)?) };
    match kind {
        "typing" => Some(Signal::Typing { chat: chat?, agent }),
        "online" | "offline" if chat.is_some() || agent.is_some() => {
            Some(Signal::Presence { chat, agent, is_online: kind == "online" })
        }
        _ => None,
    }
}

fn numbers<const N: usize>(text: &str) -> Option<[i64; N]> {
    let numbers: Option<Vec<i64>> = text.split(':').map(|it| it.parse().ok()).collect();
    numbers?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NODE: NodeId = NodeId(0xA5);
    const HEX: &str = "000000000000000000000000000000a5";

    fn org(id: i64) -> OrgId {
        OrgId::new(id).expect("an id")
    }

    #[test]
    fn each_notice_is_read_as_it_was_written() {
        let (chat, agent) = (ChatId::new(i64::MAX), AgentId::new(i64::MAX));
        let signals = [
            Signal::Typing { chat: chat.expect("an id"), agent: None },
            Signal::Typing { chat: chat.expect("an id"), agent },
            Signal::Presence { chat: None, agent, is_online: true },
            Signal::Presence { chat, agent: None, is_online: false },
            Signal::Presence { chat, agent, is_online: true },
        ];
        let said = signals.map(|signal| NodeNotice::Signal(org(i64::MAX), signal));
        let about = [NodeNotice::Asks(org(7)), NodeNotice::Lives, NodeNotice::Begins];
        let last = FeedPosition { seq: 12, history: History { id: 9, timeline: 2 } };
        let nodes = said.into_iter().chain(about).chain([NodeNotice::Stops]);
        let all = nodes.flat_map(|notice| {
            [Notice::Node(NODE, notice), Notice::Node(NodeId(u128::MAX), notice)]
        });
        for notice in all.chain([Notice::Commit(org(7), last)]) {
            let text = write(notice);
            assert!(text.len() <= NOTICE_BYTES_MAX && !text.contains(' '), "{text}");
            assert_eq!(read(&text), Some(notice), "{text}");
        }
        assert_eq!(write(Notice::Commit(org(7), last)), "7:12:9:2");
        assert_eq!(write(Notice::Node(NODE, NodeNotice::Asks(org(7)))), format!("asks:{HEX}:7"));
    }

    #[test]
    fn other_texts_are_ignored() {
        for other in ["", "7", "7:12", ":12:9:2", "0:1:9:2", "7:12:9:2:1", "7:12:9:", "a:1:9:2"] {
            assert_eq!(read(other), None, "{other:?}");
        }
        for (before, after) in [
            ("typing", ":7:0:4"),
            ("typing", ":7:5"),
            ("typing", ":7:5:4:3"),
            ("typing", ":0:5:4"),
            ("typing", ":7:-5:4"),
            ("typing", ""),
            ("online", ":7:0:0"),
            ("shouting", ":7:5:4"),
            ("lives", ":"),
            ("lives", ":7"),
            ("asks", ""),
            ("asks", ":7:7"),
        ] {
            let text = format!("{before}:{HEX}{after}");
            assert_eq!(read(&text), None, "{text}");
        }
        let long = format!("asks:{HEX}:{}7", "0".repeat(NOTICE_BYTES_MAX));
        for text in ["lives:+0000000000000000000000000000a5", "lives:a5", "lives:é", &long] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
