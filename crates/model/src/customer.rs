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
    /// The code of the customer's region.
    pub region_code: Option<String>,
    /// The code of the customer's country.
    pub country_code: Option<String>,
    /// The city of the customer.
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
    /// A finite floating-point number.
    Float(f64),
    /// A text.
    Text(String),
}

/// A customer as stored, without tags.
#[derive(Clone, Debug, PartialEq)]
pub struct Customer {
    /// The id of the customer.
    pub id: CustomerId,
    /// The name of the customer.
    pub name: Option<String>,
    /// The customer's e-mail address, which is not unique.
    pub email: Option<String>,
    /// The customer's id in the organization's own system; unique when present.
    pub user_id: Option<String>,
    /// The company of the customer.
    pub company: Option<String>,
    /// The phone number of the customer.
    pub phone: Option<String>,
    /// The time of the customer's first visit.
    pub first_seen: Option<Seconds>,
    /// The time of the customer's last visit.
    pub last_seen: Option<Seconds>,
    /// The location of the customer.
    pub location: GeoLocation,
    /// True when the customer has unsubscribed from mail.
    pub unsubscribed: bool,
    /// True when the customer is blocked.
    pub blocked: bool,
    /// The source from which the customer came, as any text.
    pub source: Option<String>,
    /// The page that led the customer to the site.
    pub referer: Option<String>,
    /// The last page that the customer saw.
    pub last_page: Option<String>,
    /// The language of the customer.
    pub locale: Option<String>,
    /// The agents' notes about the customer.
    pub notes: Option<String>,
    /// The channel through which the customer came.
    pub created_from: Option<String>,
    /// The customer's id in the channel `created_from`.
    pub integration_id: Option<String>,
    /// The custom properties, in the order in which the properties were set; no name occurs twice.
    pub custom_data: Vec<(String, Scalar)>,
    /// The time at which the customer was created; used by searches and sorts, not shown in
    /// answers.
    pub created_at: Seconds,
    /// The time at which a site first proved that a visitor is this customer; not shown in answers.
    /// After this time, a visitor needs a proof to be recognized as this customer.
    pub verified_at: Option<Seconds>,
}

impl Customer {
    /// Creates a customer without any data yet.
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
    /// The id of the tag.
    pub id: TagId,
    /// The name of the tag: case-sensitive, not trimmed.
    pub name: String,
    /// The colour of the tag, `#rrggbb`.
    pub color: String,
}

/// The colour that a tag gets if the request names no colour (contract §3).
pub const TAG_COLOR_DEFAULT: &str = "#c377e0";

/// A customer and its tags, in the order in which the tags were added (contract §3, Customer).
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerView {
    /// The customer without the tags.
    pub customer: Customer,
    /// The tags of the customer, in the order in which they were added.
    pub tags: Vec<Tag>,
}
