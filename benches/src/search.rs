//! The measured chat searches, and copies of data with every SQL index that can help these
//! searches.
//!
//! The searched values occur in the data of `deskbell seed`.

use deskbell_lab::{Result, While as _};
use serde_json::{Value, json};

use crate::client::{Connection, post};
use crate::data::Data;
use crate::list::{self, PAGE, Wanted};

/// A measured search: a filter, and the sort key, whose order is descending.
#[derive(Clone, Copy, Debug)]
pub struct Search {
    /// The display name of the search.
    pub name: &'static str,
    /// `AND` or `OR`.
    pub comparison: &'static str,
    /// The filter's conditions, as JSON.
    pub filter: &'static str,
    /// The sort key, without the prefix `chats.`.
    pub sort: &'static str,
}

/// Searches by two to four attributes, in the default order of lists.
pub const SEARCHES: [Search; 6] = [
    Search {
        name: "status AND department",
        comparison: "AND",
        filter: r#"[{"field":"chats.status","operator":"=","value":"closed"},
            {"field":"chats.department","operator":"=","value":2}]"#,
        sort: "createdAt",
    },
    Search {
        name: "assignee OR department",
        comparison: "OR",
        filter: r#"[{"field":"chats.assignee","operator":"=","value":3},
            {"field":"chats.department","operator":"=","value":2}]"#,
        sort: "createdAt",
    },
    Search {
        name: "status AND assignee AND from a date to a date",
        comparison: "AND",
        filter: r#"[{"field":"chats.status","operator":"=","value":"opened"},
            {"field":"chats.assignee","operator":"=","value":7},
            {"field":"chats.createdAt","operator":">=","value":1710000000},
            {"field":"chats.createdAt","operator":"<","value":1750000000}]"#,
        sort: "createdAt",
    },
    Search {
        name: "status AND tag AND department, not the assignee",
        comparison: "AND",
        filter: r#"[{"field":"chats.status","operator":"=","value":"closed"},
            {"field":"chats.customer.tagsData","operator":"=","value":[{"name":"vip"}]},
            {"field":"chats.department","operator":"=","value":1},
            {"field":"chats.assignee","operator":"!=","value":5}]"#,
        sort: "createdAt",
    },
    Search {
        name: "status AND the customer's name contains",
        comparison: "AND",
        filter: r#"[{"field":"chats.status","operator":"=","value":"pending"},
            {"field":"chats.customer.name","operator":"~","value":"NOVÁK"}]"#,
        sort: "createdAt",
    },
    Search {
        name: "status OR assignee OR tag OR the customer's e-mail contains",
        comparison: "OR",
        filter: r#"[{"field":"chats.status","operator":"=","value":"new"},
            {"field":"chats.assignee","operator":"=","value":7},
            {"field":"chats.customer.tagsData","operator":"=","value":[{"name":"beta"}]},
            {"field":"chats.customer.email","operator":"~","value":"99@"}]"#,
        sort: "createdAt",
    },
];

/// A search for two fifths of all chats, sorted by a key that [`SEARCHES`] do not use.
pub const CLOSED: Search = Search {
    name: "closed ones by their last message",
    comparison: "AND",
    filter: r#"[{"field":"chats.status","operator":"=","value":"closed"}]"#,
    sort: "lastMessageAt",
};

impl Search {
    /// The bytes of the request for the page at an offset.
    ///
    /// # Errors
    /// When the filter is not JSON.
    pub fn request(&self, key: &str, offset: u64) -> Result<Vec<u8>> {
        let filter: Value = serde_json::from_str(self.filter).while_at(self.name)?;
        let body = json!({
            "filter": filter,
            "comparison": self.comparison,
            "sort": format!("chats.{}", self.sort),
            "order": "desc",
            "offset": offset,
        });
        Ok(post("/v1/chats/search", key, &body.to_string()))
    }

    /// The number of matching chats.
    ///
    /// # Errors
    /// When the answer has no total.
    pub fn total(&self, conn: &mut Connection, key: &str) -> Result<u64> {
        let body = conn.ask(&self.request(key, 0)?)?.ok().while_at(self.name)?;
        let value: Value = serde_json::from_slice(body).while_at(self.name)?;
        if value["total"] != value["meta"]["total"] {
            return Err(format!("{}: two totals", self.name));
        }
        value["total"].as_u64().ok_or_else(|| format!("{}: no total", self.name))
    }

    /// Checks that a body is a full page of the search, in order and with this total.
    ///
    /// # Errors
    /// Returns the first error found.
    pub fn check(&self, body: &[u8], offset: u64, total: u64) -> Result<()> {
        let wanted = Wanted { key: self.sort, is_ascending: false, offset };
        list::check(wanted, body, total).while_at(self.name).map(drop)
    }

    /// The offsets of the first, middle and last page.
    ///
    /// # Errors
    /// When there are fewer than three pages of hits.
    pub fn offsets(&self, total: u64) -> Result<[u64; 3]> {
        if total < 3 * PAGE {
            return Err(format!("{}: {total} hits are too few", self.name));
        }
        Ok([0, total / 2, total - PAGE])
    }
}

/// SQL indexes over the attributes and sort keys of the searches. For each attribute of a chat, an
/// index begins with this attribute and also has the other attributes. Thus a search needs only one
/// index on chats.
const INDEXES: &str = "
    CREATE INDEX bench_status ON chats
        (org_id, status, assignee_id, department_id, created_at, customer_id);
    CREATE INDEX bench_status_last ON chats (org_id, status, last_message_at);
    CREATE INDEX bench_status_created ON chats
        (org_id, status, created_at, assignee_id, department_id, customer_id);
    CREATE INDEX bench_assignee ON chats
        (org_id, assignee_id, status, created_at, department_id, customer_id);
    CREATE INDEX bench_department ON chats
        (org_id, department_id, status, created_at, assignee_id, customer_id);
    CREATE INDEX bench_created ON chats
        (org_id, created_at, status, assignee_id, department_id, customer_id);
    CREATE INDEX bench_customer ON chats
        (org_id, customer_id, status, assignee_id, department_id, created_at);
    CREATE INDEX bench_name ON customers (org_id, id, name_folded, name);
    CREATE INDEX bench_email ON customers (org_id, id, email_folded, email);
";

/// Indexes for searches for a part of a text; only PostgreSQL has such indexes.
const TEXT_INDEXES: &str = "
    CREATE EXTENSION pg_trgm;
    CREATE INDEX bench_name_parts ON customers
        USING gin (COALESCE(name_folded, name) gin_trgm_ops);
    CREATE INDEX bench_email_parts ON customers
        USING gin (COALESCE(email_folded, email) gin_trgm_ops);
";

/// Copies a data set, and adds to the copy every SQL index that helps the searches. No server may
/// use the original meanwhile. The original's API keys are also valid for the copy.
///
/// # Errors
/// When the database reports an error.
pub fn with_indexes(data: &Data) -> Result<Data> {
    let copy = data.copied()?;
    let (sqlite, postgres) = (format!("{INDEXES} ANALYZE;"), format!("{INDEXES} {TEXT_INDEXES}"));
    copy.execute(&sqlite, &postgres).while_at("indexes of the copy")?;
    Ok(copy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_search_has_a_filter_that_can_be_sent() {
        for search in SEARCHES.iter().chain([&CLOSED]) {
            let request = search.request("k", 300).expect("a filter that is JSON");
            let text = String::from_utf8(request).expect("text");
            assert!(text.contains("\"offset\":300") && text.contains("\"value\""));
        }
    }

    #[test]
    fn pages_lie_at_both_ends_and_in_the_middle() {
        assert_eq!(CLOSED.offsets(1_000), Ok([0, 500, 900]));
        assert!(CLOSED.offsets(299).is_err());
    }
}
