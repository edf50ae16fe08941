//! The error code of each rejection of the domain.

use deskbell_app::Rejected;
use deskbell_wire::invalid::InvalidField;

use super::ErrorCode;

impl From<Rejected> for ErrorCode {
    fn from(refused: Rejected) -> Self {
        match refused {
            Rejected::ChatNotFound => Self::ChatNotFound,
            Rejected::ChatMissing => Self::ChatMissing,
            Rejected::MessagesMissing => Self::MessagesMissing,
            Rejected::CursorTooOld => Self::Cursor,
            Rejected::CustomerNotFound => Self::CustomerNotFound,
            Rejected::AgentNotFound | Rejected::HeirNotFound => Self::AgentNotFound,
            Rejected::DepartmentNotFound => Self::DepartmentNotFound,
            Rejected::ApplicationNotFound => Self::ApplicationNotFound,
            Rejected::FileNotFound => Self::FileNotFound,
            Rejected::NotAPicture => Self::NotAPicture,
            Rejected::FileTooLarge(mib) => Self::FileTooLarge(mib),
            Rejected::FileEmpty => Self::FileEmpty,
            Rejected::FilesFull => Self::FilesFull,
            Rejected::TooManyFiles(_) => Self::TooManyFiles,
            Rejected::WebhookNotFound => Self::WebhookNotFound,
            Rejected::DeliveryNotFound => Self::DeliveryNotFound,
            Rejected::TooManyWebhooks => Self::TooManyWebhooks,
            Rejected::TooManyDeliveries => Self::TooManyDeliveries,
            Rejected::SettingNotFound => Self::SettingNotFound,
            Rejected::NameTaken => Self::NameTaken,
            Rejected::Days => Self::Days,
            Rejected::AsManyAsAllowed => Self::AsManyAsAllowed,
            Rejected::UserIdTaken => Self::UserIdTaken,
            Rejected::NotRatable => Self::Rating,
            Rejected::Forbidden => Self::ReadOnly,
            Rejected::Role => Self::Role,
            Rejected::WrongCredentials => Self::SignIn,
            Rejected::TooManyTries(_) => Self::TooManyTries,
            Rejected::LinkExpired => Self::LinkExpired,
            Rejected::LoginTaken => Self::LoginTaken,
            Rejected::BadLogin(why) => InvalidField::Because("login", why).into(),
            Rejected::BadPassword(why) => InvalidField::Because("password", why).into(),
            Rejected::WrongPassword => Self::WrongPassword,
            Rejected::WrongCode => Self::WrongCode,
            Rejected::NoFactor => Self::NoFactor,
            Rejected::SessionEnded => Self::Session,
            Rejected::LastAdmin => Self::LastAdmin,
            Rejected::SessionNotFound => Self::SessionNotFound,
            Rejected::KeyNotFound => Self::KeyNotFound,
            Rejected::NewerReply { by, at } => Self::NewerReply(by, at),
            Rejected::MentionUnseen => Self::MentionUnseen,
            Rejected::Identified => Self::Identified,
            Rejected::TooManyTags => Self::Tags,
            Rejected::Changed => Self::Changed,
            Rejected::CustomDataTooLarge => Self::CustomData,
            Rejected::KeyReused => Self::KeyReused,
            Rejected::VisitorUnknown => Self::Visitor,
            Rejected::SiteNotAllowed => Self::SiteNotAllowed,
            Rejected::Blocked => Self::Blocked,
            Rejected::WaitsForAnswer => Self::WaitsForAnswer,
            Rejected::HistoryReplaced => Self::HistoryReplaced,
            Rejected::HistoryExpired(oldest) => Self::HistoryExpired(oldest),
            // Only commands of the command line cause these rejections, and a claim that is not
            // believed is no error.
            Rejected::DomainTaken
            | Rejected::IdentityUnproved
            | Rejected::OrganizationNotFound
            | Rejected::IdTaken => Self::Internal,
        }
    }
}
