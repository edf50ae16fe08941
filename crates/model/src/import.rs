//! Kinds of imported objects, and the links in imported texts.

use std::collections::BTreeSet;

use crate::names;
use crate::webhook::{Host, Target};

names! {
    /// A kind of imported object.
    ImportKind {
        /// An agent.
        Agent = "agent",
        /// A department.
        Department = "department",
        /// An application.
        Application = "application",
        /// A customer.
        Customer = "customer",
        /// A chat with its messages.
        Chat = "chat",
    }
}

/// Returns the hosts to which the `http` and `https` links of a text lead, in lower case.
#[must_use]
pub fn linked_hosts(text: &str) -> BTreeSet<String> {
    links(text).filter_map(host).collect()
}

/// Returns the `http` and `https` links of a text whose hosts satisfy `is_wanted`, in order and
/// without duplicates.
pub fn links_to(text: &str, is_wanted: impl Fn(&str) -> bool) -> Vec<&str> {
    let mut found = Vec::new();
    for link in links(text) {
        if !found.contains(&link) && host(link).is_some_and(|host| is_wanted(&host)) {
            found.push(link);
        }
    }
    found
}

/// Returns the complete links of a text.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let is_end = |c: char| c.is_whitespace() || c.is_control() || "\"<>()[]{}|\\^`".contains(c);
    text.match_indices("://").filter_map(move |(at, separator)| {
        let scheme = ["https", "http"].into_iter().find_map(|scheme| {
            let begin = at.checked_sub(scheme.len())?;
            text.get(begin..at)?.eq_ignore_ascii_case(scheme).then_some(begin)
        })?;
        let is_inside = text[..scheme].ends_with(|c: char| c.is_ascii_alphanumeric());
        let rest = &text[at + separator.len()..];
        let end = rest.find(is_end).unwrap_or(rest.len());
        let link = &text[scheme..at + separator.len() + end];
        let link = link.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']);
        (!is_inside).then_some(link)
    })
}

/// Returns the host to which a client would connect for a link; `None` when this host is uncertain.
fn host(link: &str) -> Option<String> {
    let begin = link.find("://")? + "://".len();
    let end = link[begin..].find(['/', '?', '#']).map_or(link.len(), |end| begin + end);
    match Target::parse(&link[..end])?.host {
        Host::Name(name) => name.contains('.').then_some(name),
        Host::Address(address) => Some(address.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(text: &str) -> Vec<String> {
        linked_hosts(text).into_iter().collect()
    }

    #[test]
    fn a_text_names_the_hosts_of_its_links_once_each() {
        let text = "See https://Ucarecdn.com/a.png, (http://a.example:8080/x) and\n\
                    [it](https://ucarecdn.com/b.pdf). https://b.example?q https://192.0.2.7/é#c";
        assert_eq!(hosts(text), ["192.0.2.7", "a.example", "b.example", "ucarecdn.com"]);
    }

    #[test]
    fn links_are_found_whole_and_once() {
        let text = "![a](https://files.example/a%20b.png?x=1) https://other.example/c, \
                    HTTPS://FILES.EXAMPLE/d.pdf. https://files.example/a%20b.png?x=1";
        let found = links_to(text, |host| host == "files.example");
        assert_eq!(found, ["https://files.example/a%20b.png?x=1", "HTTPS://FILES.EXAMPLE/d.pdf"]);
    }

    #[test]
    fn a_host_is_never_cut_short() {
        for link in [
            "https://files.example.com_x.evil.example/a.png",
            "https://files.example.com%2e.evil.example/a.png",
            "https://files.example.com@evil.example/a.png",
            "https://files.example.com:80:x.evil.example/a.png",
            "https://evil.example?files.example.com",
            "https://evil.example#.files.example.com/a.png",
        ] {
            assert_eq!(links_to(link, |host| host == "files.example.com"), [""; 0], "{link}");
        }
    }

    #[test]
    fn what_is_no_link_to_a_named_host_is_passed_over() {
        for text in
            ["", "://", "ftp://a.example", "https://", "https://localhost/", "https://é.com"]
        {
            assert_eq!(hosts(text), [""; 0], "{text}");
        }
        let long = format!("https://{}.example", "a".repeat(300));
        assert_eq!(hosts(&long), [""; 0]);
    }
}
