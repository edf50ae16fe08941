//! The model of Deskbell: ids, times, chats, messages, customers, agents and their rules.
//!
//! This crate does no IO, reads no clock, draws no random number, and depends on neither JSON, SQL
//! nor HTTP. No input causes a panic.

pub mod act;
pub mod actor;
pub mod agent;
pub mod application;
pub mod change;
pub mod channel;
pub mod chat;
pub mod chat_scope;
pub mod customer;
pub mod department;
pub mod draft;
pub mod event;
pub mod exchange;
pub mod file;
pub mod history;
pub mod hours;
pub mod id;
pub mod import;
pub mod limits;
pub mod login;
pub mod mention;
mod message;
pub mod network;
pub mod organization;
pub mod password;
pub mod report;
pub mod right;
pub mod rules;
pub mod secret;
pub mod setting;
pub mod signal;
pub mod site;
pub mod time;
pub mod webhook;
pub mod widget;
pub mod zone;

pub use act::{ActSet, Acted};
pub use actor::{Actor, ActorKind, Cause, Origin, Via};
pub use agent::{Agent, AgentRef, Role, StaffMember};
pub use application::Application;
pub use change::{Audience, Kind, Subject};
pub use channel::Channel;
pub use chat::{
    Chat, ChatSet, ChatView, CreatedWith, CustomerRef, DepartmentRef, NewChat, Rating, Side, Status,
};
pub use chat_scope::ChatScope;
pub use customer::{Customer, CustomerEdit, CustomerView, GeoLocation, NewTag, Retag, Scalar, Tag};
pub use department::Department;
pub use draft::{DraftBy, ReplyDraft};
pub use event::{Event, NewEvent};
pub use file::{File, MediaType, NewFile};
pub use history::{FeedPosition, History};
pub use hours::Hours;
pub use id::{
    AgentId, ApplicationId, ChatId, CustomerId, DeliveryId, DepartmentId, EventId, FileId,
    ImportId, KeyId, MessageId, OrgId, Seq, SessionId, SettingId, TagId, WebhookId,
};
pub use import::{ImportKind, linked_hosts, links_to};
pub use login::LoginName;
pub use mention::Mention;
pub use message::{
    Author, BroadcastType, Message, MessageChannel, MessageKind, MessageView, NewMessage, NewReply,
};
pub use organization::Organization;
pub use password::Password;
pub use right::{Right, Rights, Scope};
pub use secret::Secret;
pub use setting::{Setting, SettingKind};
pub use signal::{Signal, Who};
pub use site::{AllowedSite, AllowedSites, WebOrigin, is_web_address};
pub use time::{Seconds, Timestamp};
pub use webhook::{NewWebhook, Webhook, WebhookEdit, WebhookEvent};
pub use widget::{
    AppName, AppUuid, Claim, Identity, IdentityDoubt, PageVisit, VisitorSession, WidgetEdit,
    WidgetSettings,
};
pub use zone::{Day, Zone};

/// Defines an enumeration with the names of the contract: `as_str` returns a value's name, and
/// `parse` reads exactly the declared names.
macro_rules! names {
    ($(#[$meta:meta])* $Name:ident {
        $($(#[$doc:meta])* $Variant:ident = $text:literal),* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $Name { $($(#[$doc])* $Variant),* }

        impl $Name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [$Name] = &[$($Name::$Variant),*];

            /// Returns the name in the contract.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($Name::$Variant => $text),* }
            }

            /// Reads the exact name of the contract; `None` for another text.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some($Name::$Variant),)* _ => None }
            }
        }
    };
}
pub(crate) use names;
