//! Customers in JSON (contract §3), and the stored text of their custom data.

mod custom_data;
pub mod export;
mod read;

pub(crate) use custom_data::CustomData;
pub use custom_data::{custom_data, read_custom_data};
pub(crate) use read::{custom_data as custom_data_of, edit, tag_name_in};
pub use read::{
    read_batch, read_edit, read_more_tags, read_properties, read_replacement, read_tags_to_remove,
};

use deskbell_model::{Customer, CustomerId, CustomerRef, CustomerView, GeoLocation, Seconds, Tag};
use serde_json::json;

use crate::json::{array, null, raw};
use crate::object::{Rendered, ToJson, named, object, values};
use crate::schema::{self, Named, page_with_total, reference};

object! {
    "Customer" for CustomerView as view,
    pieces of Customer as customer = view.customer, joined by Joined<impl Rendered> {
        piece opening {
            "id": CustomerId = customer.id;
            "name": Option<String> = customer.name;
            "email": Option<String> = customer.email;
            "userId": Option<String> = customer.user_id;
            "company": Option<String> = customer.company;
            "phone": Option<String> = customer.phone;
            "firstSeen": Option<Seconds> = customer.first_seen;
            "lastSeen": Option<Seconds> = customer.last_seen;
            "location": GeoLocation = customer.location;
            "device": Null = Null => "Not known yet: always null.";
            "unsubscribed": bool = customer.unsubscribed;
            "blocked": bool = customer.blocked;
            "source": Option<String> = customer.source;
            "referer": Option<String> = customer.referer;
            "lastPage": Option<String> = customer.last_page;
            "locale": Option<String> = customer.locale;
            "notes": Option<String> = customer.notes;
            "createdFrom": Option<String> = customer.created_from;
            "integrationId": Option<String> = customer.integration_id;
        }
        joined tags { "tags": Vec<Tag> = view.tags => "In the order in which they were added."; }
        piece closing {
            "customData": CustomData<'_> = CustomData(&customer.custom_data);
        }
    }
}

/// The rendered JSON of the other objects that are shown in a customer's JSON.
#[derive(Clone, Copy, Debug)]
pub struct Joined<T> {
    /// The customer's tags.
    pub tags: T,
}

object! {
    "ChatCustomer" => "The customer of the chat." for CustomerRef as customer {
        "id": CustomerId = customer.id;
        "name": Option<String> = customer.name;
        "email": Option<String> = customer.email;
        "userId": Option<String> = customer.user_id => "The customer's id in your own system.";
    }
}

object! {
    "Location" for GeoLocation as location {
        "regionCode": Option<String> = location.region_code;
        "countryCode": Option<String> = location.country_code;
        "city": Option<String> = location.city;
    }
}

object! {
    "Tag" for Tag as tag {
        "name": String = tag.name;
        "color": String = tag.color
            => "`#rgb`, `#rrggbb`, `#rrggbbaa` or a CSS name, in lower case.", like "#c377e0";
    }
}

struct Null;

values! { |_value, out|
    Null => null(out), json!({"type": "null"});
}

pub(crate) fn schemas() -> Named {
    let batch = schema::object(vec![("data", schema::array(reference("Customer")))]);
    let written = vec![
        named::<CustomerView>(),
        ("CustomerPage", page_with_total("Customer")),
        ("CustomerBatch", batch),
        named::<GeoLocation>(),
        named::<Tag>(),
    ];
    written.into_iter().chain(read::schemas()).chain(export::schemas()).collect()
}

/// Writes customers without a total, `{"data":[…]}`, from the JSON of each customer.
pub fn write_batch<'a>(out: &mut Vec<u8>, customers: impl IntoIterator<Item = &'a str>) {
    raw(out, r#"{"data":"#);
    array(out, customers, raw);
    out.push(b'}');
}

/// Writes a customer in the form shown in chats, followed by the customer's notes. Returns the
/// length of the JSON without the notes.
pub fn write_ref_and_notes(out: &mut Vec<u8>, customer: &CustomerRef) -> usize {
    let start = out.len();
    customer.write(out);
    let notes = out.len() - start;
    customer.notes.write(out);
    notes
}
