//! The pictures of agents: small images that visitors and colleagues see next to an agent's name. A
//! picture is a file. Its link does not reveal the agent.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use deskbell_files::BlobKey;
use deskbell_model::file::PICTURE_NAME;
use deskbell_model::limits::{PICTURE_MIB_MAX, PICTURES_KEPT_MAX, PICTURES_KEPT_MS};
use deskbell_model::{AgentId, FileId, Kind, NewFile, OrgId, Right, Seconds, StaffMember};
use deskbell_storage::changes::{self, Notice};
use deskbell_storage::{
    Class, Conn, Read, Result as StorageResult, Stop, Tx, Write, agents, blobs, pictures,
};
use deskbell_wire::inbox::people::{PictureLink, StaffView};
use futures_util::Stream;
use parking_lot::Mutex;

use super::links::to_picture;
use super::upload::{UploadError, add_file};
use super::{FileOwner, Files};
use crate::access::Caller;
use crate::actions::{change, refused};
use crate::context::Context;
use crate::error::{Rejected, Result};

/// The pictures of an organization's agents.
#[derive(Debug, Default)]
pub(crate) struct Pictures {
    /// The secret that signs the links.
    secret: String,
    files: BTreeMap<AgentId, FileId>,
}

impl Pictures {
    /// Returns a link to the picture of an agent; `None` for an agent without a picture.
    pub(crate) fn link(&self, context: &Context, org: OrgId, agent: AgentId) -> Option<String> {
        let file = self.files.get(&agent)?;
        Some(to_picture(context, org, &self.secret, *file))
    }

    /// Converts an agent to the form shown to administrators, with a link to the picture.
    pub(crate) fn shown(&self, context: &Context, org: OrgId, member: StaffMember) -> StaffView {
        let picture = self.link(context, org, member.agent.id);
        StaffView { member, picture }
    }
}

pub(crate) struct ReadPictures(pub(crate) OrgId);

impl Read for ReadPictures {
    type Out = Pictures;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Pictures> {
        let found = pictures::all(self.0, conn).await?;
        if found.is_empty() {
            return Ok(Pictures::default());
        }
        let secret = blobs::secret(self.0, conn).await?.unwrap_or_default();
        let files = found.into_iter().map(|it| (it.agent, it.file)).collect();
        Ok(Pictures { secret, files })
    }
}

/// The pictures that visitors are shown, by organization, each with the uptime at which they were
/// read. Every message to a visitor needs pictures, so they are cached.
#[derive(Debug, Default)]
pub(super) struct KnownPictures(Mutex<HashMap<OrgId, (Duration, Arc<Pictures>)>>);

/// A change of an agent's picture; `None` removes the picture.
struct SetPicture {
    agent: AgentId,
    picture: Option<(NewFile, BlobKey)>,
    quota: u64,
    at: Seconds,
}

impl Write for SetPicture {
    type Out = ();
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Rejected>> {
        let Self { agent, picture, quota, at } = self;
        let agent = agents::find(tx.org, tx.conn, *agent).await?;
        let agent = agent.ok_or(refused(Rejected::AgentNotFound))?;
        let file = match picture {
            Some((new, key)) => Some(add_file(tx, new, key, *quota, *at).await?.id),
            None => None,
        };
        if pictures::set(tx, agent.id, file, *at).await? {
            let updated = change(Kind::AgentUpdated, agent.id, &agent);
            changes::append_one(tx, *at, Notice::Notify, &updated).await?;
        }
        Ok(())
    }
}

/// Refuses a caller who may not change this agent's picture. Agents may change their own picture,
/// and administrators every picture.
fn check(caller: Caller, agent: AgentId) -> Result<(), Rejected> {
    if caller.agent_id() == Some(agent) { Ok(()) } else { caller.check(Right::Staff) }
}

impl Files {
    /// Stores an agent's picture, replacing any earlier picture, and returns its link. `length` is
    /// the announced number of bytes, if any.
    ///
    /// # Errors
    /// [`Rejected::Role`], [`Rejected::Forbidden`], [`Rejected::AgentNotFound`],
    /// [`Rejected::NotAPicture`], or the errors of [`Files::upload`].
    pub async fn set_picture<E>(
        &self,
        caller: Caller,
        agent: AgentId,
        length: Option<u64>,
        body: impl Stream<Item = Result<Bytes, E>> + Unpin + Send,
    ) -> Result<PictureLink, UploadError<E>> {
        check(caller, agent)?;
        let by = FileOwner::Caller(caller);
        let stored = self.store(by, PICTURE_NAME, (length, PICTURE_MIB_MAX), body).await?;
        if !stored.new.is_picture() {
            return Err(Rejected::NotAPicture.into());
        }
        let picture = Some((stored.new.clone(), stored.key.clone()));
        let (quota, at) = (self.quota(), self.context.now());
        let set = SetPicture { agent, picture, quota, at };
        self.context.store.write(caller.org, caller.origin(), set).await?;
        stored.keep();
        self.look_at(caller.org);
        self.known_pictures.0.lock().remove(&caller.org);
        let read = ReadPictures(caller.org);
        let pictures = self.context.store.snapshot(Class::Page, read).await?;
        let link = pictures.link(&self.context, caller.org, agent);
        Ok(PictureLink(link.ok_or(Rejected::FileNotFound)?))
    }

    /// Removes an agent's picture, if there is one.
    ///
    /// # Errors
    /// [`Rejected::Role`], [`Rejected::Forbidden`], [`Rejected::AgentNotFound`], or when the
    /// database fails.
    pub async fn remove_picture(&self, caller: Caller, agent: AgentId) -> Result<()> {
        check(caller, agent)?;
        let set = SetPicture { agent, picture: None, quota: 0, at: self.context.now() };
        self.context.store.write(caller.org, caller.origin(), set).await?;
        self.look_at(caller.org);
        self.known_pictures.0.lock().remove(&caller.org);
        Ok(())
    }

    /// Returns the pictures of an organization's agents, as of some moment within the last minute.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn pictures(&self, org: OrgId) -> Result<Arc<Pictures>> {
        let now = self.context.clock.uptime();
        let is_new = |at: Duration| now < at + Duration::from_millis(PICTURES_KEPT_MS);
        let known = self.known_pictures.0.lock().get(&org).cloned();
        if let Some((_, pictures)) = known.filter(|(at, _)| is_new(*at)) {
            return Ok(pictures);
        }
        let found = self.context.store.snapshot(Class::Page, ReadPictures(org)).await?;
        let found = Arc::new(found);
        let mut known = self.known_pictures.0.lock();
        if known.len() >= PICTURES_KEPT_MAX && !known.contains_key(&org) {
            known.clear();
        }
        known.insert(org, (now, Arc::clone(&found)));
        drop(known);
        Ok(found)
    }
}

/// Converts an agent to the form shown to administrators, with a link to the picture.
///
/// # Errors
/// When the database fails.
pub(crate) async fn with_picture(
    context: &Context,
    org: OrgId,
    member: StaffMember,
) -> Result<StaffView> {
    let pictures = context.store.snapshot(Class::Page, ReadPictures(org)).await?;
    Ok(pictures.shown(context, org, member))
}
