//! Customers: the people who write to an organization.

mod color;
mod edit;

pub use color::{COLOR_NAMES, parse_color};
pub use edit::{Assign, CustomerEdit, NewTag, Retag, TextField};

use crate::{CustomerId, Seconds, TagId};

/// The location of a customer; answers show the location even when all fields are null (contract
/// §3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GeoLocation {
    /// The region's code.
    pub region_code: Option<String>,
    /// The country's code.
    pub country_code: Option<String>,
    /// The city.
    pub city: Option<String>,
}

/// A value of a customer's custom data: scalars only (contract §3).
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    /// No value.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A finite number that is not stored as a whole number.
    Float(f64),
    /// A text.
    Text(String),
}

/// A customer as stored, without tags.
#[derive(Clone, Debug, PartialEq)]
pub struct Customer {
    /// The id.
    pub id: CustomerId,
    /// The name.
    pub name: Option<String>,
    /// The e-mail address; not unique.
    pub email: Option<String>,
    /// The id in the organization's own system; unique when present.
    pub user_id: Option<String>,
    /// The company.
    pub company: Option<String>,
    /// The phone number.
    pub phone: Option<String>,
    /// The time of the first visit.
    pub first_seen: Option<Seconds>,
    /// The time of the last visit.
    pub last_seen: Option<Seconds>,
    /// The location.
    pub location: GeoLocation,
    /// True when the customer has unsubscribed from mail.
    pub unsubscribed: bool,
    /// True when the customer is blocked.
    pub blocked: bool,
    /// The source of the customer, as a free text.
    pub source: Option<String>,
    /// The page that led the customer to the site.
    pub referer: Option<String>,
    /// The last page that the customer saw.
    pub last_page: Option<String>,
    /// The language.
    pub locale: Option<String>,
    /// The agents' notes.
    pub notes: Option<String>,
    /// The channel through which the customer came.
    pub created_from: Option<String>,
    /// The customer's id in the channel `created_from`.
    pub integration_id: Option<String>,
    /// The custom properties, in the order in which the properties were set; no name occurs twice.
    pub custom_data: Vec<(String, Scalar)>,
    /// The time of creation; used by searches and sorts, not shown in answers.
    pub created_at: Seconds,
    /// The time at which a site first proved that a visitor is this customer, not shown in answers.
    /// After this time, a visitor needs a proof to be recognized as this customer.
    pub verified_at: Option<Seconds>,
}

impl Customer {
    /// A customer without any data yet.
    #[must_use]
    pub fn new(id: CustomerId, created_at: Seconds) -> Self {
        Self {
            id,
            name: None,
            email: None,
            user_id: None,
            company: None,
            phone: None,
            first_seen: None,
            last_seen: None,
            location: GeoLocation::default(),
            unsubscribed: false,
            blocked: false,
            source: None,
            referer: None,
            last_page: None,
            locale: None,
            notes: None,
            created_from: None,
            integration_id: None,
            custom_data: Vec::new(),
            created_at,
            verified_at: None,
        }
    }
}

/// A tag of an organization, with the same colour for all customers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The id.
    pub id: TagId,
    /// The name: case-sensitive, not trimmed.
    pub name: String,
    /// The colour, `#rrggbb`.
    pub color: String,
}

/// The colour of a tag without a requested colour (contract §3).
pub const TAG_COLOR_DEFAULT: &str = "#c377e0";

/// A customer and its tags, in the order in which the tags were added (contract §3, Customer).
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerView {
    /// The customer.
    pub customer: Customer,
    /// The tags.
    pub tags: Vec<Tag>,
}
