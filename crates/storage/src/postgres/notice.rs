//! The text of a notification: at most [`NOTICE_BYTES_MAX`] bytes without a space. Texts in other
//! forms, which other versions may send, are ignored.
//!
//! | notification | text |
//! |---|---|
//! | a commit | `ORG:SEQ:HISTORY:TIMELINE` |
//! | signals | `typing:NODE:ORG:CHAT.AGENT,CHAT.AGENT…`, likewise `present:` and `absent:` |
//! | a request for presences | `asks:NODE:ORG` |
//!
//! A node is 32 hexadecimal digits; all other numbers are decimal. 0 stands for no chat or agent.

use std::fmt::Write as _;

use deskbell_model::{AgentId, ChatId, FeedPosition, History, OrgId, Who};

use crate::limits::NOTICE_BYTES_MAX;
use crate::node_notices::{NodeId, NodeNews, NodeNotice};

/// A notification that nodes send to each other through PostgreSQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    /// A commit of an organization's changes up to this position.
    Commit(OrgId, FeedPosition),
    /// A message of one node to the other nodes.
    Node(NodeNotice),
}

pub(super) fn write_commit(org: OrgId, last: FeedPosition) -> String {
    let FeedPosition { seq, history: History { id, timeline } } = last;
    format!("{}:{seq}:{id}:{timeline}", org.get())
}

/// Writes a message of a node, as several texts if one text would be too long.
pub(super) fn write_node(notice: &NodeNotice) -> Vec<String> {
    let NodeNotice { node: NodeId(node), org, news } = notice;
    let head = |kind: &str| format!("{kind}:{node:032x}:{}", org.get());
    let (head, who) = match news {
        NodeNews::Typing(who) => (head("typing"), who),
        NodeNews::Present(who) => (head("present"), who),
        NodeNews::Absent(who) => (head("absent"), who),
        NodeNews::Asks => return vec![head("asks")],
    };
    let mut texts: Vec<String> = Vec::new();
    for (chat, agent) in who {
        let (chat, agent) = (chat.map_or(0, ChatId::get), agent.map_or(0, AgentId::get));
        let one = format!("{chat}.{agent}");
        match texts.last_mut() {
            Some(text) if text.len() + 1 + one.len() <= NOTICE_BYTES_MAX => {
                let _ = write!(text, ",{one}");
            }
            _ => texts.push(format!("{head}:{one}")),
        }
    }
    texts
}

/// Reads a notification; `None` for a text of another form.
pub(super) fn read(text: &str) -> Option<Notice> {
    if text.len() > NOTICE_BYTES_MAX {
        return None;
    }
    let parts: Vec<&str> = text.split(':').collect();
    match parts[..] {
        [org, seq, id, timeline] if org.starts_with(|first: char| first.is_ascii_digit()) => {
            let history = History { id: id.parse().ok()?, timeline: timeline.parse().ok()? };
            let last = FeedPosition { seq: seq.parse().ok()?, history };
            Some(Notice::Commit(OrgId::new(org.parse().ok()?)?, last))
        }
        ["asks", node, org] => notice(node, org, NodeNews::Asks),
        ["typing", node, org, who] => {
            let who: Vec<Who> = read_who(who)?;
            let is_valid = who.iter().all(|(chat, _)| chat.is_some());
            is_valid.then(|| notice(node, org, NodeNews::Typing(who)))?
        }
        ["present", node, org, who] => notice(node, org, NodeNews::Present(read_who(who)?)),
        ["absent", node, org, who] => notice(node, org, NodeNews::Absent(read_who(who)?)),
        _ => None,
    }
}

fn notice(node: &str, org: &str, news: NodeNews) -> Option<Notice> {
    let is_hexadecimal = node.len() == 32 && node.bytes().all(|byte| byte.is_ascii_hexdigit());
    let node = is_hexadecimal.then(|| u128::from_str_radix(node, 16).ok())??;
    let org = OrgId::new(org.parse().ok()?)?;
    Some(Notice::Node(NodeNotice { node: NodeId(node), org, news }))
}

fn read_who(text: &str) -> Option<Vec<Who>> {
    let one = |text: &str| -> Option<Who> {
        let (chat, agent) = text.split_once('.')?;
        let (chat, agent): (i64, i64) = (chat.parse().ok()?, agent.parse().ok()?);
        let chat = if chat == 0 { None } else { Some(ChatId::new(chat)?) };
        let agent = if agent == 0 { None } else { Some(AgentId::new(agent)?) };
        (chat.is_some() || agent.is_some()).then_some((chat, agent))
    };
    text.split(',').map(one).collect()
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
    fn a_commit_is_read_as_it_was_written() {
        let last = FeedPosition { seq: 12, history: History { id: 9, timeline: 2 } };
        assert_eq!(write_commit(org(7), last), "7:12:9:2");
        assert_eq!(read("7:12:9:2"), Some(Notice::Commit(org(7), last)));
    }

    #[test]
    fn each_notice_of_a_node_is_read_as_it_was_written() {
        let (chat, agent) = (ChatId::new(5), AgentId::new(4));
        let who: Vec<Who> = vec![(chat, None), (chat, agent), (ChatId::new(6), agent)];
        let present = vec![(None, agent), (chat, None)];
        for (news, text) in [
            (NodeNews::Typing(who), format!("typing:{HEX}:7:5.0,5.4,6.4")),
            (NodeNews::Present(present.clone()), format!("present:{HEX}:7:0.4,5.0")),
            (NodeNews::Absent(present), format!("absent:{HEX}:7:0.4,5.0")),
            (NodeNews::Asks, format!("asks:{HEX}:7")),
        ] {
            let notice = NodeNotice { node: NODE, org: org(7), news };
            assert_eq!(write_node(&notice), std::slice::from_ref(&text));
            assert_eq!(read(&text), Some(Notice::Node(notice)));
        }
    }

    #[test]
    fn a_long_notice_is_several_texts() {
        let who = (ChatId::new(i64::MAX), AgentId::new(i64::MAX));
        let news = NodeNews::Present(vec![who; 10]);
        let notice = NodeNotice { node: NodeId(u128::MAX), org: org(i64::MAX), news };
        let texts = write_node(&notice);
        assert!(texts.iter().all(|text| text.len() <= NOTICE_BYTES_MAX), "{texts:?}");
        let mut read_again = Vec::new();
        for text in &texts {
            let Some(Notice::Node(NodeNotice { news: NodeNews::Present(who), .. })) = read(text)
            else {
                panic!("{text}");
            };
            read_again.extend(who);
        }
        assert_eq!(read_again, vec![who; 10]);
    }

    #[test]
    fn other_texts_are_ignored() {
        for other in ["", "7", "7:12", ":12:9:2", "0:1:9:2", "7:12:9:2:1", "7:12:9:", "a:1:9:2"] {
            assert_eq!(read(other), None, "{other:?}");
        }
        for (before, after) in [
            ("typing", ":7:0.4"),
            ("typing", ":7:5"),
            ("typing", ":7:5.4.3"),
            ("typing", ":7:5.4,"),
            ("typing", ":0:5.4"),
            ("typing", ":7:-5.4"),
            ("typing", ":7:5.4:"),
            ("typing", ""),
            ("present", ":7:0.0"),
            ("shouting", ":7:5.4"),
            ("asks", ""),
            ("asks", ":7:7"),
        ] {
            let text = format!("{before}:{HEX}{after}");
            assert_eq!(read(&text), None, "{text}");
        }
        let long = format!("asks:{HEX}:{}7", "0".repeat(NOTICE_BYTES_MAX));
        for text in ["asks:+0000000000000000000000000000a5:7", "asks:a5:7", "asks:é:7", &long] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
