//! The stamp of a saved index: the organization, and the state of the database that the index
//! contains. A saved index is used only if the database has the described state, or a later state
//! of the same history.

use std::hash::Hasher as _;

use deskbell_model::{FeedPosition, History, OrgId};
use deskbell_storage::changes::{self, ChangeRow};
use deskbell_storage::{chats, reads, schema_version};
use twox_hash::XxHash3_64;

use crate::index::limits::INDEX_CHANGES_AT_ONCE;

/// The organization's number of chats, divided by this value, limits how many changes a saved index
/// may lack. An index that lacks more changes is built from rows.
const CHATS_PER_CHANGE: u64 = 8;

/// The state of an organization in the database.
#[derive(Debug)]
pub(super) struct OrgState {
    last: FeedPosition,
    /// The change with the requested number; `None` if the database lacks this change.
    change: Option<ChangeRow>,
    chats: u64,
}

reads! {
    /// A read of an organization's state, with the change of the given number.
    pub(super) StateAt(org: OrgId, seq: i64) -> OrgState = async |conn| {
        let last = changes::last(org, conn).await?;
        let change = changes::after(org, conn, seq.saturating_sub(1), 1).await?.pop();
        let change = change.filter(|change| change.seq.get() == seq);
        Ok(OrgState { last, change, chats: chats::total(org, conn).await? })
    };
}

/// A digest of a change. If two changes have equal numbers and different digests, another copy of
/// the database is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ChangeDigest {
    /// The digest of the columns that never change.
    fixed: u64,
    /// The digest of the JSON; 0 if the JSON was erased.
    payload: u64,
}

impl ChangeDigest {
    fn of(change: &ChangeRow) -> Self {
        let mut hasher = XxHash3_64::new();
        hasher.write(&change.at.get().to_le_bytes());
        hasher.write(&change.subject.to_le_bytes());
        hasher.write(&[change.quiet.into()]);
        hasher.write(change.kind.as_str().as_bytes());
        let payload = change.payload.as_ref();
        let payload = payload.map_or(0, |json| XxHash3_64::oneshot(json.as_bytes()).max(1));
        Self { fixed: hasher.finish(), payload }
    }

    /// Tells whether this is the digest of a change. The change's JSON may have been erased after
    /// the digest was made.
    fn is_of(self, change: &ChangeRow) -> bool {
        let now = Self::of(change);
        self.fixed == now.fixed && (now.payload == 0 || self.payload == now.payload)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    org: OrgId,
    /// The position of the last change in the index.
    pub(super) place: FeedPosition,
    change: ChangeDigest,
    /// The version of the database's schema, since a migration may change rows without recording a
    /// change.
    schema: i64,
    pub(super) memory_bytes: u64,
}

/// The number of integers in the stamp of a saved index.
const NUMBERS: usize = 8;

impl Stamp {
    /// Makes the stamp (the description of the database's state) for an index whose last change is
    /// at this position; `None` when the database lacks the last change of the index.
    pub(super) fn of(
        org: OrgId,
        place: FeedPosition,
        memory_bytes: u64,
        found: &OrgState,
    ) -> Option<Self> {
        let change = found.change.as_ref().map(ChangeDigest::of)?;
        let is_there = found.last.history == place.history && place.seq <= found.last.seq;
        is_there.then_some(Self { org, place, change, schema: schema_version(), memory_bytes })
    }

    /// Writes the stamp (the description of the database's state) as bytes.
    pub(super) fn written(self) -> Vec<u8> {
        let Self { org, place, change, schema, memory_bytes } = self;
        let numbers: [u64; NUMBERS] = [
            org.get().cast_unsigned(),
            place.history.id.cast_unsigned(),
            place.history.timeline.cast_unsigned(),
            place.seq.cast_unsigned(),
            change.fixed,
            change.payload,
            schema.cast_unsigned(),
            memory_bytes,
        ];
        numbers.into_iter().flat_map(u64::to_le_bytes).collect()
    }

    /// Parses a stamp (the description of the database's state); `None` for invalid bytes.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (numbers, []) = bytes.as_chunks() else { return None };
        let numbers: Vec<_> = numbers.iter().map(|bytes| u64::from_le_bytes(*bytes)).collect();
        let numbers: [u64; NUMBERS] = numbers.try_into().ok()?;
        let [org, id, timeline, seq, fixed, payload, schema, memory_bytes] = numbers;
        let history = History { id: id.cast_signed(), timeline: timeline.cast_signed() };
        Some(Self {
            org: OrgId::new(org.cast_signed())?,
            place: FeedPosition { history, seq: seq.cast_signed() },
            change: ChangeDigest { fixed, payload },
            schema: schema.cast_signed(),
            memory_bytes,
        })
    }

    /// Checks that the index belongs to this organization, and to the present or an earlier state
    /// of the database.
    ///
    /// # Errors
    /// The reason why the index does not belong to the organization or the database, or is too old
    /// to be loaded.
    pub(super) fn check(self, org: OrgId, found: &OrgState) -> Result<(), &'static str> {
        let Self { place, .. } = self;
        if self.org != org {
            return Err("it is another organization's");
        }
        if self.schema != schema_version() {
            return Err("the schema of the database is another one since");
        }
        if found.last.history != place.history {
            return Err("the database follows another history");
        }
        let Some(behind) = found.last.seq.checked_sub(place.seq).filter(|behind| *behind >= 0)
        else {
            return Err("the database is older");
        };
        let Some(change) = &found.change else { return Err("its last change is no longer kept") };
        if !self.change.is_of(change) {
            return Err("the database has other changes");
        }
        let behind_max = u64::from(INDEX_CHANGES_AT_ONCE) + found.chats / CHATS_PER_CHANGE;
        if behind.cast_unsigned() > behind_max {
            return Err("too many changes came after it");
        }
        Ok(())
    }
}
