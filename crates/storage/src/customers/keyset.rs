//! The statements that read the customer list from a given sort key on.

use deskbell_query::CustomerSort;

use crate::pages;

pages::keyset! { CustomerSort in "customers" {
    CreatedAt = created_at "created_at" never null,
    FirstSeen = first_seen "first_seen",
    LastSeen = last_seen "last_seen",
} }
