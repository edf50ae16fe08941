//! A customer's row and a tag's: their columns.

use deskbell_model::{Customer, CustomerId, Location, Tag};

use crate::columns::Columns;
use crate::error::Result;
use crate::port::{FromRow, Row};

/// The columns of a customer `c`: where it comes from, which one it is, and in which order.
macro_rules! select {
    ($($part:literal),+; $($tail:tt)*) => {
        concat!(
            "SELECT c.id, c.name, c.email, c.user_id, c.company, c.phone, c.first_seen,
                    c.last_seen, c.region_code, c.country_code, c.city, c.unsubscribed, c.blocked,
                    c.source, c.referer, c.last_page, c.locale, c.notes, c.created_from,
                    c.integration_id, c.custom_data, c.created_at ",
            $($part,)+
            " WHERE c.org_id = $1 AND c.id ",
            $($tail)*
        )
    };
}
pub(super) use select;

/// A customer's row: its custom data as the text it is kept as.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerRow {
    /// The customer; `custom_data` here is not used.
    pub customer: Customer,
    /// A JSON object of scalars.
    pub custom_data: String,
}

impl FromRow for CustomerRow {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "name",
        "email",
        "user_id",
        "company",
        "phone",
        "first_seen",
        "last_seen",
        "region_code",
        "country_code",
        "city",
        "unsubscribed",
        "blocked",
        "source",
        "referer",
        "last_page",
        "locale",
        "notes",
        "created_from",
        "integration_id",
        "custom_data",
        "created_at",
    ];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        let mut customer = Customer::new(columns.id()?, deskbell_model::Seconds::new(0));
        customer.name = columns.opt_text()?;
        customer.email = columns.opt_text()?;
        customer.user_id = columns.opt_text()?;
        customer.company = columns.opt_text()?;
        customer.phone = columns.opt_text()?;
        customer.first_seen = columns.opt_seconds()?;
        customer.last_seen = columns.opt_seconds()?;
        customer.location = Location {
            region_code: columns.opt_text()?,
            country_code: columns.opt_text()?,
            city: columns.opt_text()?,
        };
        customer.unsubscribed = columns.bool()?;
        customer.blocked = columns.bool()?;
        customer.source = columns.opt_text()?;
        customer.referer = columns.opt_text()?;
        customer.last_page = columns.opt_text()?;
        customer.locale = columns.opt_text()?;
        customer.notes = columns.opt_text()?;
        customer.created_from = columns.opt_text()?;
        customer.integration_id = columns.opt_text()?;
        let custom_data = columns.text()?;
        customer.created_at = columns.seconds()?;
        Ok(Self { customer, custom_data })
    }
}

/// A tag's row.
pub(crate) struct TagRow(pub(crate) Tag);

impl FromRow for TagRow {
    const COLUMNS: &'static [&'static str] = &["id", "name", "color"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        Ok(Self(Tag { id: columns.id()?, name: columns.text()?, color: columns.text()? }))
    }
}

/// One tag of one of several customers.
pub(super) struct WornRow {
    pub(super) customer: CustomerId,
    pub(super) tag: Tag,
}

impl FromRow for WornRow {
    const COLUMNS: &'static [&'static str] = &["customer_id", "id", "name", "color"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        Ok(Self { customer: columns.id()?, tag: TagRow::from_row(columns)?.0 })
    }
}
