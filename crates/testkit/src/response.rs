//! A complete HTTP answer, for tests.
//!
//! This module must not know how the request was sent.

use axum::http::HeaderMap;
use serde_json::Value;

/// A complete HTTP answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// Parses the body as JSON.
    ///
    /// # Panics
    /// When the body is not JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| {
            panic!("{error}: {}", String::from_utf8_lossy(&self.body));
        })
    }

    /// A header's value; `None` if absent.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("a readable header"))
    }

    /// Returns the JSON pointers of the error items; an empty text for an item without a pointer.
    ///
    /// # Panics
    /// When the body does not have the contract's form.
    #[must_use]
    pub fn pointers(&self) -> Vec<String> {
        let json = self.json();
        let items = json["errors"].as_array().expect("an array").iter();
        items.map(|item| item["pointer"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// The status of an error, and the code and message of each item.
    ///
    /// # Panics
    /// When the body does not have the contract's form.
    #[must_use]
    pub fn errors(&self) -> (u16, Vec<(String, String)>) {
        let json = self.json();
        let object = json.as_object().expect("an object");
        assert_eq!(object.keys().collect::<Vec<_>>(), ["errors"], "{json}");
        let item = |item: &Value| {
            let keys: Vec<_> = item.as_object().expect("an object").keys().cloned().collect();
            assert!(
                keys == ["code", "message"] || keys == ["code", "message", "pointer"],
                "{json}"
            );
            let text = |key: &str| item[key].as_str().expect("a text").to_owned();
            (text("code"), text("message"))
        };
        let items = json["errors"].as_array().expect("an array").iter().map(item).collect();
        (self.status, items)
    }
}
