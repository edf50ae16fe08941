//! A play for the demo server: made-up visitors who write slowly while an agent is present, and
//! answer the agent's replies. The owner calls [`Play::step`] about once a second. A play takes its
//! times from the application's clock, and its pseudo-random numbers from a fixed seed. A play ends
//! after [`PLAY_S`] seconds, or when every scene was played.

mod scenes;

use deskbell_app::actions::recorded::Created;
use deskbell_app::feed::Listening;
use deskbell_app::{App, Caller, Error};
use deskbell_model::customer::{Assign, TextField};
use deskbell_model::{
    AgentId, ApplicationId, ChatId, CustomerEdit, NewChat, NewMessage, OrgId, Seconds, Signal,
};

use crate::splitmix::SplitMix;
use scenes::{SCENES, Scene};

/// The longest duration of a play, in seconds.
pub const PLAY_S: u32 = 30 * 60;
/// The largest number of scenes that are played at once, so that a new user can follow the chats.
const AT_ONCE_MAX: usize = 3;
/// The time between the beginnings of two scenes, in seconds.
const BEGIN_EVERY_S: u32 = 40;
/// The time for which a visitor waits for a reply before leaving, in seconds.
const PATIENCE_S: u32 = 4 * 60;
/// The interval, in seconds, at which a typing visitor sends the typing signal.
const TYPING_EVERY_S: u32 = 3;

/// The next action of a visitor.
#[derive(Clone, Copy, Debug)]
enum Next {
    /// The visitor types until this time, then sends the next line.
    Sends(Seconds),
    /// The visitor waits for a reply until this time, then leaves.
    Leaves(Seconds),
}

/// A visitor whose scene is being played.
#[derive(Debug)]
struct Visitor {
    scene: &'static Scene,
    chat: ChatId,
    /// The index of the next turn; `line` is the index of the next line in the turn.
    turn: usize,
    line: usize,
    /// The id of the visitor's last message.
    said: i64,
    typed_at: Seconds,
    next: Next,
}

/// A play of some chats for the demo server: made-up visitors write while an agent is present.
#[derive(Debug)]
pub struct Play {
    org: OrgId,
    application: ApplicationId,
    /// The agent to whom some of the chats are assigned.
    agent: AgentId,
    listening: Listening,
    dice: SplitMix,
    began_at: Option<Seconds>,
    begins_next: Seconds,
    begun: usize,
    visitors: Vec<Visitor>,
}

impl Play {
    /// Begins a play in an organization.
    ///
    /// # Errors
    /// When the operating system returns no random bytes for the name of this node.
    pub fn new(
        app: &App,
        org: OrgId,
        (application, agent): (ApplicationId, AgentId),
    ) -> Result<Self, Error> {
        Ok(Self {
            org,
            application,
            agent,
            listening: app.feed.listen(org, None)?,
            dice: SplitMix::new(1, 1),
            began_at: None,
            begins_next: Seconds::new(0),
            begun: 0,
            visitors: Vec::new(),
        })
    }

    /// Performs the due actions of the play. Returns false when the play is over. Nothing happens
    /// while no agent is present.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn step(&mut self, app: &App) -> Result<bool, Error> {
        let now = app.context.now();
        if !app.feed.has_agent(self.org) {
            return Ok(true);
        }
        let began_at = *self.began_at.get_or_insert(now);
        let is_late = now >= began_at.plus(PLAY_S);
        let is_played = self.begun == SCENES.len() && self.visitors.is_empty();
        if is_late || is_played {
            return Ok(false);
        }
        for mut visitor in std::mem::take(&mut self.visitors) {
            if self.act(app, &mut visitor, now).await? {
                self.visitors.push(visitor);
            }
        }
        let may_begin = self.visitors.len() < AT_ONCE_MAX && now >= self.begins_next;
        if may_begin && let Some(scene) = SCENES.get(self.begun) {
            self.begun += 1;
            self.begins_next = now.plus(BEGIN_EVERY_S);
            let visitor = self.enter(app, scene, now).await?;
            self.visitors.push(visitor);
        }
        Ok(true)
    }

    /// Begins a scene: creates its visitor, who begins to type.
    async fn enter(
        &mut self,
        app: &App,
        scene: &'static Scene,
        now: Seconds,
    ) -> Result<Visitor, Error> {
        let caller = Caller::command(self.org);
        let text = |field, text: &str| Assign::Text(field, Some(text.to_owned()));
        let mut fields = vec![
            text(TextField::LastPage, scene.page),
            Assign::FirstSeen(Some(now)),
            Assign::LastSeen(Some(now)),
        ];
        if let Some((name, email)) = scene.who {
            fields.extend([text(TextField::Name, name), text(TextField::Email, email)]);
        }
        let edit = CustomerEdit { fields, ..CustomerEdit::default() };
        let customer = made(app.actions.create_customer(caller, edit, None).await?)?.customer.id;
        let assignee = scene.is_assigned.then_some(self.agent);
        let new = NewChat { customer, application: self.application, assignee, department: None };
        let chat = made(app.actions.create_chat(caller, new, None).await?)?.chat.id;
        self.listening.give(Signal::Presence { chat: Some(chat), agent: None, is_online: true });
        let typed_at = Seconds::new(0);
        let next = Next::Sends(now.plus(4));
        Ok(Visitor { scene, chat, turn: 0, line: 0, said: 0, typed_at, next })
    }

    /// Performs the next action of a visitor. Returns false when the visitor has left.
    async fn act(&mut self, app: &App, it: &mut Visitor, now: Seconds) -> Result<bool, Error> {
        match it.next {
            Next::Sends(at) if now < at => {
                if now >= it.typed_at.plus(TYPING_EVERY_S) {
                    it.typed_at = now;
                    self.listening.give(Signal::Typing { chat: it.chat, agent: None });
                }
            }
            Next::Sends(_) => self.say(app, it, now).await?,
            Next::Leaves(at) => {
                let is_answered = newest(app, self.org, it.chat).await? > it.said;
                if is_answered && it.turn < it.scene.turns.len() {
                    it.next = Next::Sends(now.plus(3 + self.dice.below(5)));
                } else if is_answered || now >= at {
                    let (chat, agent) = (Some(it.chat), None);
                    self.listening.give(Signal::Presence { chat, agent, is_online: false });
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// Sends the next line of a visitor.
    async fn say(&mut self, app: &App, it: &mut Visitor, now: Seconds) -> Result<(), Error> {
        let turn = it.scene.turns.get(it.turn).copied().unwrap_or_default();
        if let Some(line) = turn.get(it.line) {
            let (chat, text) = (it.chat, (*line).to_owned());
            let new = NewMessage { chat, text, is_private: false, agent: None, files: Vec::new() };
            let caller = Caller::command(self.org);
            it.said = made(app.actions.post_message(caller, new, None).await?)?.message.id.get();
            it.line += 1;
        }
        if it.line < turn.len() {
            it.next = Next::Sends(now.plus(3 + self.dice.below(4)));
        } else {
            (it.turn, it.line) = (it.turn + 1, 0);
            it.next = Next::Leaves(now.plus(PATIENCE_S));
        }
        Ok(())
    }
}

/// Returns the newly created object. Fails if an earlier request created the object, which can
/// happen only with an Idempotency-Key.
fn made<T>(created: Created<T>) -> Result<T, Error> {
    match created {
        Created::Now(recorded) => Ok(recorded.value),
        Created::Before(_) => Err(deskbell_storage::Error::NotFound.into()),
    }
}

/// Returns the id of the newest message that the customer can see in a chat; 0 without messages.
async fn newest(app: &App, org: OrgId, chat: ChatId) -> Result<i64, Error> {
    let json = app.lists.chat(org, chat).await?;
    let chat: serde_json::Value = serde_json::from_slice(&json).unwrap_or_default();
    Ok(chat["lastMessageId"].as_i64().unwrap_or_default())
}
