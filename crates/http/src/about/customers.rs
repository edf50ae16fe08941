//! `/v1/customers`.

use serde_json::{Value, json};

use super::chats::SEARCHING;
use crate::docs::{Operation, example};
use crate::error::Fault;

const TAG: &str = "Customers";

/// Fields whose values may be bad.
const FIELDS: [&str; 21] = [
    "name",
    "email",
    "userId",
    "company",
    "phone",
    "firstSeen",
    "lastSeen",
    "location",
    "regionCode",
    "countryCode",
    "city",
    "unsubscribed",
    "blocked",
    "source",
    "referer",
    "lastPage",
    "locale",
    "notes",
    "createdFrom",
    "integrationId",
    "customData",
];

/// What may be done with one that was made.
const OF_A_CUSTOMER: [&str; 7] = [
    "getCustomer",
    "replaceCustomer",
    "updateCustomer",
    "updateCustomerData",
    "addCustomerTags",
    "removeCustomerTags",
    "deleteCustomer",
];

fn some_fields() -> Value {
    json!({
        "name": "mateus", "email": "mateus@example.com", "lastSeen": 1_593_108_626,
        "location": {"countryCode": "PT", "city": "Porto"}, "tags": [{"name": "trial"}],
        "customData": [{"property": "plan", "value": "gold"}],
    })
}

pub(crate) fn list_customers() -> Operation {
    Operation::read("listCustomers", TAG, "List customers")
        .sorts("customerSort")
        .shows("CustomerPage", example::page_with_total(&example::customer()))
}

pub(crate) fn get_customer() -> Operation {
    Operation::read("getCustomer", TAG, "Get a customer")
        .of_customer()
        .shows("Customer", example::customer())
}

pub(crate) fn create_customer() -> Operation {
    Operation::write("createCustomer", TAG, "Create a customer")
        .may_take("CustomerIn", some_fields())
        .once()
        .edits()
        // Of a customer that was made with the same Idempotency-Key, and deleted since.
        .refuses(&[Fault::CustomerNotFound])
        .answers_object(201, "Customer", example::customer())
        .leads("/id", &OF_A_CUSTOMER)
}

impl Operation {
    /// It refuses bad values of a customer's fields.
    fn edits(self) -> Self {
        self.refuses_fields(&FIELDS).refuses(&[Fault::Tags])
    }
}

pub(crate) fn replace_customer() -> Operation {
    Operation::write("replaceCustomer", TAG, "Replace a customer's fields")
        .says(
            "What is left out is cleared; tags, customData, location, createdFrom and \
             integrationId stay unless they are given.",
        )
        .of_customer()
        .may_take("CustomerIn", some_fields())
        .edits()
        .conditional()
        .answers_object(200, "Customer", example::customer())
}

pub(crate) fn update_customer() -> Operation {
    Operation::write("updateCustomer", TAG, "Change some of a customer's fields")
        .says("What is left out stays.")
        .of_customer()
        .may_take("CustomerIn", json!({"phone": "+351 220 000 000", "notes": null}))
        .edits()
        .conditional()
        .answers_object(200, "Customer", example::customer())
}

pub(crate) fn update_customer_data() -> Operation {
    Operation::write("updateCustomerData", TAG, "Change some of a customer's custom data")
        .says("The properties that are named change alone; null takes one away.")
        .of_customer()
        .may_take("Properties", json!({"plan": "platinum", "seats": null}))
        .refuses(&[Fault::CustomData])
        .conditional()
        .answers_object(200, "Customer", example::customer())
}

pub(crate) fn update_customers() -> Operation {
    Operation::write("updateCustomers", TAG, "Change several customers")
        .says("1 to 10 of them; all are changed, or none.")
        .takes("CustomersIn", json!([{"customer": 1, "company": "Example Ltd"}]))
        .edits()
        .refuses_fields(&["customer"])
        .refuses(&[Fault::NoBatch, Fault::NoObjectWithin, Fault::CustomerNotFound])
        .answers(200, "CustomerBatch", json!({"data": [example::customer()]}))
}

pub(crate) fn delete_customer() -> Operation {
    Operation::write("deleteCustomer", TAG, "Delete a customer")
        .says("The customer's chats, messages and events go with it.")
        .of_customer()
        .refuses_bodies()
        .conditional()
        .answers(200, "Done", json!("Ok"))
}

pub(crate) fn add_customer_tags() -> Operation {
    Operation::write("addCustomerTags", TAG, "Add tags to a customer")
        .of_customer()
        .takes("AddTags", json!({"tags": [{"name": "vip", "color": "#ff0000"}]}))
        .refuses(&[Fault::Tags])
        .conditional()
        .answers_object(200, "Customer", example::customer())
}

pub(crate) fn remove_customer_tags() -> Operation {
    Operation::write("removeCustomerTags", TAG, "Take tags off a customer")
        .of_customer()
        .takes("RemoveTags", json!({"tags": [{"name": "vip"}]}))
        .refuses(&[Fault::Tags])
        .conditional()
        .answers_object(200, "Customer", example::customer())
}

pub(crate) fn search_customers() -> Operation {
    let filter = json!([{"field": "customers.email", "operator": "~", "value": "@example.com"}]);
    Operation::read("searchCustomers", TAG, "Search customers")
        .says(SEARCHING)
        .may_take("CustomerSearch", json!({"filter": filter, "sort": "customers.lastSeen"}))
        .searches()
        .answers(200, "CustomerPage", example::page_with_total(&example::customer()))
}
