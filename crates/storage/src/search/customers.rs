//! Searches for customers: the SQL of each field.

use deskbell_model::{CustomerId, OrgId, Tag};
use deskbell_query::{CustomerField, CustomerSearch, CustomerSort, Filter, Meta};

use super::{SearchColumn, Searched, hits, text};
use crate::conn::Conn;
use crate::customers::{CustomerRow, views};
use crate::error::Result;

/// The SQL expressions of the customer's id in this channel; null for customers of other channels.
macro_rules! channel {
    ($channel:literal) => {
        SearchColumn::Text(
            concat!("CASE WHEN u.created_from = '", $channel, "' THEN u.integration_id END"),
            concat!(
                "CASE WHEN u.created_from = '",
                $channel,
                "' THEN COALESCE(u.integration_id_folded, u.integration_id) END"
            ),
        )
    };
}

impl Searched for CustomerField {
    type Sort = CustomerSort;
    const NAME: &'static str = "search::CUSTOMERS";
    const ID: &'static str = "u.id";

    fn place(self) -> SearchColumn {
        match self {
            Self::Id => SearchColumn::Value("u.id"),
            Self::LastSeen => SearchColumn::Value("u.last_seen"),
            Self::FirstSeen => SearchColumn::Value("u.first_seen"),
            Self::CreatedAt => SearchColumn::Value("u.created_at"),
            Self::Name => text!("name"),
            Self::Email => SearchColumn::Email,
            Self::Company => text!("company"),
            Self::Phone => text!("phone"),
            Self::CountryCode => text!("country_code"),
            Self::City => text!("city"),
            Self::RegionCode => text!("region_code"),
            Self::UserId => text!("user_id"),
            Self::Locale => text!("locale"),
            Self::TelegramId => channel!("telegram"),
            Self::FacebookId => channel!("facebook"),
            Self::InstagramId => channel!("instagram"),
            Self::ViberId => channel!("viber"),
            Self::WhatsappId => channel!("whatsapp"),
            Self::Tags => SearchColumn::Tags("u.id"),
            Self::Anything => SearchColumn::Anything,
        }
    }

    fn key(sort: CustomerSort) -> &'static str {
        match sort {
            CustomerSort::CreatedAt => "u.created_at",
            CustomerSort::FirstSeen => "u.first_seen",
            CustomerSort::LastSeen => "u.last_seen",
        }
    }

    fn from(_: &Filter<Self>) -> &'static str {
        " FROM customers u WHERE u.org_id = $1"
    }
}

/// Returns a page of the customers that match a filter, with their tags, and the total.
///
/// # Errors
/// When the database fails.
pub async fn customers<C: Conn>(
    org: OrgId,
    conn: &mut C,
    search: &CustomerSearch,
) -> Result<(Vec<(CustomerRow, Vec<Tag>)>, Meta)> {
    let (ids, meta) = hits::<_, CustomerId, _>(org, conn, search).await?;
    Ok((views(org, conn, &ids).await?, meta))
}
