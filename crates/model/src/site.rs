//! The sites that may show an application's widget. This module does not connect and resolves no
//! names.

use crate::limits::{SITE_BYTES_MAX, SITES_MAX};
use crate::webhook::{Host, Target};

/// The origin of a page: scheme, host and port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebOrigin {
    is_secure: bool,
    /// The host in lower case, without a dot at the end.
    host: String,
    port: u16,
}

impl WebOrigin {
    /// Reads the origin of an absolute `http` or `https` URL, or of the header `Origin`; `None` for
    /// any other text, such as `null`.
    #[must_use]
    pub fn of(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        // Browsers treat a backslash like a slash.
        let authority = rest.split(['/', '?', '#', '\\']).next()?;
        let Target { is_secure, host, port, .. } =
            Target::parse(&format!("{scheme}://{authority}/"))?;
        let host = match host {
            Host::Name(name) => name.to_ascii_lowercase(),
            Host::Address(address) => address.to_canonical().to_string(),
        };
        let host = host.strip_suffix('.').map(str::to_owned).unwrap_or(host);
        Some(Self { is_secure, host, port })
    }
}

/// Tells whether a text begins like an `http` or `https` URL. A link with such a text opens a page
/// and runs no script.
#[must_use]
pub fn is_web_address(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, _)| {
        ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
    })
}

/// A site that may show a widget: a host, or all subdomains of a host, with optional scheme and
/// port. Examples are `example.com`, `*.example.com` and `https://example.com:8443`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowedSite {
    /// True if only `https` is allowed, false if only `http` is allowed; `None` if both schemes are
    /// allowed.
    is_secure: Option<bool>,
    has_subdomains: bool,
    host: String,
    port: Option<u16>,
}

impl AllowedSite {
    /// Reads a site; `None` for any other text, such as a URL with a path.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > SITE_BYTES_MAX {
            return None;
        }
        let text = text.strip_suffix('/').unwrap_or(text);
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (Some(scheme), rest),
            None => (None, text),
        };
        let (has_subdomains, authority) = match rest.strip_prefix("*.") {
            Some(authority) => (true, authority),
            None => (false, rest),
        };
        if authority.contains(['/', '?', '#', '\\', '*', ';', ',']) {
            return None;
        }
        let scheme_read = scheme.unwrap_or("https");
        let origin = WebOrigin::of(&format!("{scheme_read}://{authority}"))?;
        let is_address = origin.host.parse::<std::net::IpAddr>().is_ok();
        let has_port = authority.rsplit_once(':').is_some_and(|(_, port)| !port.contains(']'));
        if has_subdomains && is_address {
            return None;
        }
        Some(Self {
            is_secure: scheme.map(|_| origin.is_secure),
            has_subdomains,
            port: has_port.then_some(origin.port),
            host: origin.host,
        })
    }

    /// Tells whether a page of this origin belongs to the site. A site without a port allows only
    /// the default port of the page's scheme.
    #[must_use]
    pub fn allows(&self, origin: &WebOrigin) -> bool {
        let usual = if origin.is_secure { 443 } else { 80 };
        let is_host = if self.has_subdomains {
            origin.host.strip_suffix(&self.host).is_some_and(|before| before.ends_with('.'))
        } else {
            origin.host == self.host
        };
        is_host
            && self.is_secure.is_none_or(|is_secure| is_secure == origin.is_secure)
            && self.port.unwrap_or(usual) == origin.port
    }
}

/// Writes the site in the form that `parse` reads; the text is also a valid source in a content
/// security policy.
impl std::fmt::Display for AllowedSite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.is_secure {
            Some(true) => f.write_str("https://")?,
            Some(false) => f.write_str("http://")?,
            None => {}
        }
        if self.has_subdomains {
            f.write_str("*.")?;
        }
        match self.host.contains(':') {
            true => write!(f, "[{}]", self.host)?,
            false => f.write_str(&self.host)?,
        }
        self.port.map_or(Ok(()), |port| write!(f, ":{port}"))
    }
}

/// The sites that may show a widget. An empty list allows every site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowedSites {
    sites: Vec<AllowedSite>,
    lines: String,
}

impl AllowedSites {
    /// Creates the list of these sites; `None` for more than [`SITES_MAX`] sites.
    #[must_use]
    pub fn new(sites: Vec<AllowedSite>) -> Option<Self> {
        let lines: Vec<_> = sites.iter().map(AllowedSite::to_string).collect();
        let lines = lines.join("\n");
        (sites.len() <= SITES_MAX).then_some(Self { sites, lines })
    }

    /// Reads a list with one site on each line, the form that [`AllowedSites::lines`] returns;
    /// `None` if a site is invalid.
    #[must_use]
    pub fn parse(lines: &str) -> Option<Self> {
        Self::new(lines.lines().map(AllowedSite::parse).collect::<Option<_>>()?)
    }

    /// Returns the list as text, with one site on each line.
    #[must_use]
    pub fn lines(&self) -> &str {
        &self.lines
    }

    /// Returns the listed sites; an empty list allows every site.
    #[must_use]
    pub fn named(&self) -> &[AllowedSite] {
        &self.sites
    }

    /// Tells whether a page of this origin may show the widget. A page without an origin may show
    /// the widget only if the list allows every site.
    #[must_use]
    pub fn allow(&self, origin: Option<&WebOrigin>) -> bool {
        let is_named = |origin| self.sites.iter().any(|site| site.allows(origin));
        self.sites.is_empty() || origin.is_some_and(is_named)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn allows(site: &str, url: &str) -> bool {
        let origin = WebOrigin::of(url);
        origin.is_some_and(|origin| AllowedSite::parse(site).unwrap().allows(&origin))
    }

    #[test]
    fn a_site_is_a_host_or_its_subdomains_with_the_usual_port_unless_another_is_named() {
        for (site, url) in [
            ("example.com", "https://example.com/prices?a=b#c"),
            ("example.com", "http://EXAMPLE.com."),
            ("example.com", "https://example.com:443"),
            ("*.example.com", "https://a.b.example.com/"),
            ("https://example.com", "https://example.com"),
            ("http://localhost:3000/", "http://localhost:3000/x"),
            ("[::1]:8080", "http://[::1]:8080/"),
            ("127.0.0.1", "http://127.0.0.1/"),
        ] {
            assert!(allows(site, url), "{site} {url}");
        }
        for (site, url) in [
            ("example.com", "https://example.com.evil.org"),
            ("example.com", "https://evil.org/example.com"),
            ("example.com", "https://evil.org\\@example.com"),
            ("example.com", "https://example.com@evil.org/"),
            ("example.com", "https://notexample.com"),
            ("example.com", "https://www.example.com"),
            ("example.com", "https://example.com:8443"),
            ("*.example.com", "https://example.com"),
            ("*.example.com", "https://evilexample.com"),
            ("https://example.com", "http://example.com"),
            ("example.com", "null"),
            ("example.com", "file:///example.com"),
        ] {
            assert!(!allows(site, url), "{site} {url}");
        }
    }

    #[test]
    fn what_is_no_site_is_refused() {
        for bad in [
            "",
            "*",
            "*.",
            "https://",
            "example.com/path",
            "https://*",
            "a b",
            "ftp://example.com",
            "example.com; script-src *",
            "example.com,evil.org",
            "*.127.0.0.1",
            "ex*mple.com",
            "user@example.com",
            "example.com\nevil.org",
            "example.com:0",
            "'self'",
        ] {
            assert_eq!(AllowedSite::parse(bad), None, "{bad:?}");
        }
        let many = vec![AllowedSite::parse("example.com").unwrap(); SITES_MAX + 1];
        assert_eq!(AllowedSites::new(many), None);
    }

    #[test]
    fn without_named_sites_every_page_may_show_the_widget() {
        let all = AllowedSites::default();
        assert!(all.allow(None) && all.allow(WebOrigin::of("https://a.example").as_ref()));
        let one = AllowedSites::parse("example.com\n*.example.org").unwrap();
        assert!(!one.allow(None) && !one.allow(WebOrigin::of("https://a.example").as_ref()));
        assert!(one.allow(WebOrigin::of("https://a.example.org").as_ref()));
        assert_eq!(one.lines(), "example.com\n*.example.org");
        assert_eq!(AllowedSites::parse("example.com\n\n"), None);
    }

    proptest! {
        #[test]
        fn a_site_reads_back_from_its_own_text(
            scheme in "(https?://)?",
            stars in "([*]\\.)?",
            host in "[a-z]{1,9}(\\.[a-z0-9-]{1,9}){0,3}\\.[a-z]{2,5}",
            port in "(:[1-9][0-9]{0,3})?",
        ) {
            let Some(site) = AllowedSite::parse(&format!("{scheme}{stars}{host}{port}")) else {
                return Ok(());
            };
            prop_assert_eq!(AllowedSite::parse(&site.to_string()), Some(site.clone()));
            let sites = AllowedSites::new(vec![site.clone(), site]).unwrap();
            prop_assert_eq!(AllowedSites::parse(sites.lines()), Some(sites));
        }

        #[test]
        fn whatever_is_read_as_a_site_is_one_source_of_a_policy(text: String) {
            if let Some(site) = AllowedSite::parse(&text) {
                let text = site.to_string();
                prop_assert!(text.bytes().all(|byte| byte.is_ascii_graphic()), "{}", text);
                prop_assert!(!text.contains([';', ',', '\'', '"']), "{}", text);
            }
        }
    }
}
