//! The last state of objects in the change feed, as digests.

use std::collections::{BTreeSet, HashMap};

use deskbell_model::Kind;
use deskbell_storage::changes::ChangeRow;
use deskbell_wire as wire;
use twox_hash::XxHash3_64;

use super::Deep;

pub(super) const AGENT: &str = "agent";
pub(super) const APPLICATION: &str = "application";
pub(super) const CHAT: &str = "chat";
/// The key under which digests of whole chats are stored. When a message of a chat changes, the
/// digest of the whole chat is outdated and is removed.
const CHAT_WHOLE: &str = "whole chat";
pub(super) const CUSTOMER: &str = "customer";
pub(super) const DEPARTMENT: &str = "department";
pub(super) const EVENT: &str = "event";
pub(super) const MESSAGE: &str = "message";

/// The last digest of each object in the feed, by kind and id.
#[derive(Debug, Default)]
pub(super) struct FeedDigests {
    last: HashMap<(&'static str, i64), u64>,
    /// The JSON keys that the feed's objects of each kind have. If an object lacks a key of its
    /// kind, its change in the feed is damaged.
    keys: HashMap<&'static str, BTreeSet<String>>,
}

/// The largest number of JSON keys that are collected for a kind, so that damaged changes cannot
/// fill the memory.
const KEYS_MAX: usize = 100;

impl FeedDigests {
    /// Records the state of an object that a change contains. Changes must be passed in the order
    /// of their numbers.
    pub(super) fn note(&mut self, row: &ChangeRow) {
        let kind = match row.kind {
            Kind::ChatCreated | Kind::ChatUpdated => CHAT,
            Kind::MessageCreated | Kind::MessageUpdated => MESSAGE,
            Kind::CustomerCreated | Kind::CustomerUpdated => CUSTOMER,
            Kind::EventCreated => EVENT,
            Kind::AgentCreated | Kind::AgentUpdated => AGENT,
            Kind::DepartmentCreated | Kind::DepartmentUpdated => DEPARTMENT,
            Kind::ApplicationCreated | Kind::ApplicationUpdated => APPLICATION,
            // These changes are of deleted objects, of several objects, or of objects that are not
            // compared.
            Kind::ChatDeleted
            | Kind::CustomerDeleted
            | Kind::WebhookCreated
            | Kind::WebhookUpdated
            | Kind::WebhookDeleted
            | Kind::DepartmentDeleted
            | Kind::DraftUpdated
            | Kind::MentionUpdated
            | Kind::RatingCommented
            | Kind::SettingUpdated
            | Kind::Reset => return,
        };
        let Some(payload) = &row.payload else { return };
        let json = payload.as_bytes();
        let keys = self.keys.entry(kind).or_default();
        if keys.len() < KEYS_MAX {
            keys.extend(wire::keys(json));
        }
        if kind == CHAT {
            self.last.insert((CHAT_WHOLE, row.subject), digest(wire::own(json), json));
            self.last.insert((kind, row.subject), digest(wire::lasting(json), json));
            return;
        }
        if let Some(chat) = row.chat.filter(|_| kind == MESSAGE) {
            self.last.remove(&(CHAT_WHOLE, chat.get()));
        }
        self.last.insert((kind, row.subject), digest(wire::own(json), json));
    }

    /// Compares the present state of an object with the object's last change in the feed.
    pub(super) fn compare(
        &self,
        kind: &'static str,
        id: i64,
        object: &impl wire::ToJson,
        deep: &mut Deep,
    ) {
        deep.rows += 1;
        let Some(last) = self.last.get(&(kind, id)) else { return };
        let mut json = Vec::new();
        wire::write(&mut json, object);
        let same = if kind == CHAT {
            let whole = self.last.get(&(CHAT_WHOLE, id));
            digest(wire::lasting(&json), &json) == *last
                && whole.is_none_or(|whole| digest(wire::own(&json), &json) == *whole)
        } else {
            digest(wire::own(&json), &json) == *last
        };
        let known = wire::keys(&json);
        let mut keys = self.keys.get(kind).into_iter().flatten();
        if let Some(key) = keys.find(|key| !known.contains(*key)) {
            deep.add(format!("the change feed told of {kind} {id} with the key {key:?}"));
        }
        if !same {
            deep.add(format!("{kind} {id} is not what the change feed told of it last"));
        }
    }

    /// Returns the ids of the objects of a kind in the feed.
    pub(super) fn ids(&self, kind: &'static str) -> impl Iterator<Item = i64> {
        self.last.keys().filter(move |(of, _)| *of == kind).map(|(_, id)| *id)
    }
}

/// Computes the digest of an object's own fields, without embedded objects. If `own` is `None`,
/// computes the digest of all of `json`.
fn digest(own: Option<String>, json: &[u8]) -> u64 {
    own.map_or_else(|| XxHash3_64::oneshot(json), |own| XxHash3_64::oneshot(own.as_bytes()))
}
