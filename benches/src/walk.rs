//! The complete chat list in its default order, with which pages at any offset are compared.

use std::time::Instant;

use deskbell_lab::{Result, say};

use crate::client::{Connection, get};
use crate::list::{self, Ids, PAGE, Wanted};

/// A page's request and its expected body.
#[derive(Debug)]
pub struct Page {
    /// The request for the page.
    pub request: Vec<u8>,
    /// The answer's body.
    pub body: Vec<u8>,
    /// The seconds until the answer arrived.
    pub seconds: f64,
}

/// The complete chat list, with the connection and key to read pages.
#[derive(Debug)]
pub struct Walk<'a> {
    /// The connection for the pages.
    pub conn: Connection,
    /// The API key for the requests.
    pub key: &'a str,
    chats: u64,
    /// The ids of all chats, in the order of the list.
    ids: Ids,
}

impl<'a> Walk<'a> {
    /// Reads the whole list, page by page.
    ///
    /// # Errors
    /// When a page is invalid, or a chat is on two pages.
    pub fn over(conn: Connection, key: &'a str, chats: u64) -> Result<Self> {
        say::talk("reading all pages once");
        let mut walk = Self { conn, key, chats, ids: Ids::new() };
        for offset in (0..chats).step_by(usize::try_from(PAGE).unwrap_or(1)) {
            let (_, ids) = walk.ask(offset)?;
            walk.ids.extend(ids);
        }
        let mut distinct = walk.ids.clone();
        distinct.sort_unstable();
        distinct.dedup();
        if distinct.len() != walk.ids.len() {
            return Err("a chat is on two pages".into());
        }
        Ok(walk)
    }

    /// Reads a page; checks that the page has the same chats as the complete list.
    ///
    /// # Errors
    /// When the chats differ.
    pub fn page(&mut self, offset: u64) -> Result<Page> {
        let (page, ids) = self.ask(offset)?;
        let from = usize::try_from(offset).unwrap_or(usize::MAX);
        if self.ids.get(from..from + ids.len()) != Some(&ids) {
            return Err(format!("the page at {offset} holds other chats than when all were read"));
        }
        Ok(page)
    }

    fn ask(&mut self, offset: u64) -> Result<(Page, Ids)> {
        let request = get(&format!("/v1/chats?offset={offset}"), Some(self.key));
        let began = Instant::now();
        let body = self.conn.ask(&request)?.ok()?.to_vec();
        let seconds = began.elapsed().as_secs_f64();
        let wanted = Wanted { key: "createdAt", is_ascending: false, offset };
        let ids = list::check(wanted, &body, self.chats)?;
        Ok((Page { request, body, seconds }, ids))
    }
}
