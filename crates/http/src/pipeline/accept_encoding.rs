//! The parser of `Accept-Encoding` (RFC 9110, 12.5.3).

use axum::http::header::ACCEPT_ENCODING;
use axum::http::{HeaderMap, HeaderValue};

/// A content coding. The variants are in the order of preference: first the coding that needs the
/// least time for each saved byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Coding {
    /// Zstandard (RFC 8878).
    Zstd,
    /// Brotli (RFC 7932).
    Brotli,
    /// Gzip (RFC 1952).
    Gzip,
}

impl Coding {
    const ALL: [Self; 3] = [Self::Zstd, Self::Brotli, Self::Gzip];

    const fn name(self) -> &'static str {
        match self {
            Self::Zstd => "zstd",
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    pub const fn header(self) -> HeaderValue {
        HeaderValue::from_static(self.name())
    }
}

/// The content codings that a client accepts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AcceptEncoding {
    /// The preferred coding; `None` if the client accepts no coding or prefers unencoded answers.
    pub coding: Option<Coding>,
    /// True if the client accepts a coding, but no unencoded answers.
    pub refuses_identity: bool,
}

impl AcceptEncoding {
    /// Reads the accepted codings from a request's headers. Without `Accept-Encoding`, answers are
    /// not encoded.
    pub fn of(headers: &HeaderMap) -> Self {
        let mut weights = Weights::default();
        for value in headers.get_all(ACCEPT_ENCODING) {
            let Ok(list) = value.to_str() else { continue };
            list.split(',').for_each(|item| weights.note(item));
        }
        weights.accepts()
    }
}

/// The weights of the codings, in thousandths; `None` for codings that the header does not name.
#[derive(Debug, Default)]
struct Weights {
    codings: [Option<u16>; 3],
    identity: Option<u16>,
    others: Option<u16>,
}

impl Weights {
    fn note(&mut self, item: &str) {
        let (name, weight) = match item.split_once(';') {
            Some((name, weight)) => (name, quality(weight)),
            None => (item, Some(1_000)),
        };
        let name = name.trim();
        let Some(weight) = weight.filter(|_| !name.is_empty()) else { return };
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        if is("*") {
            self.others = Some(weight);
        } else if is("identity") {
            self.identity = Some(weight);
        } else if let Some(place) =
            Coding::ALL.iter().position(|it| is(it.name()) || (*it == Coding::Gzip && is("x-gzip")))
        {
            self.codings[place] = Some(weight);
        }
    }

    fn accepts(&self) -> AcceptEncoding {
        let weight = |said: Option<u16>| said.or(self.others).unwrap_or(0);
        let mut best: Option<(u16, Coding)> = None;
        for (coding, said) in Coding::ALL.into_iter().zip(self.codings) {
            let weight = weight(said);
            if weight > best.map_or(0, |(weight, _)| weight) {
                best = Some((weight, coding));
            }
        }
        // If identity is not named, it is acceptable, but ranks below every named coding.
        let identity = self.identity.unwrap_or(0);
        let coding = best.filter(|(weight, _)| *weight >= identity).map(|(_, coding)| coding);
        AcceptEncoding {
            coding,
            refuses_identity: coding.is_some() && self.identity.or(self.others) == Some(0),
        }
    }
}

/// Parses the weight in `q=…`, in thousandths. The weight is 0 to 1 with at most three digits after
/// the point.
fn quality(weight: &str) -> Option<u16> {
    let (name, number) = weight.trim().split_once('=')?;
    if !name.trim_end().eq_ignore_ascii_case("q") {
        return None;
    }
    let number = number.trim_start();
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    if part.len() > 3 || !part.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let part: u16 = format!("{part:0<3}").parse().ok()?;
    match (whole, part) {
        ("0", part) => Some(part),
        ("1", 0) => Some(1_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn accepts(list: &str) -> AcceptEncoding {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, list.parse().unwrap());
        AcceptEncoding::of(&headers)
    }

    #[test]
    fn the_coding_that_is_liked_best_wins_and_of_equals_the_cheapest() {
        use Coding::{Brotli, Gzip, Zstd};
        for (list, expected) in [
            ("", None),
            ("gzip", Some(Gzip)),
            ("x-gzip", Some(Gzip)),
            ("GZIP, Br", Some(Brotli)),
            ("gzip, deflate, br, zstd", Some(Zstd)),
            ("gzip;q=1.0, br;q=0.9, zstd;q=0.5", Some(Gzip)),
            ("gzip;q=0.001", Some(Gzip)),
            ("gzip;q=0", None),
            ("gzip;q=0.000, br", Some(Brotli)),
            ("*", Some(Zstd)),
            ("*;q=0.1, br;q=0.2", Some(Brotli)),
            ("zstd;q=0, *", Some(Brotli)),
            ("*;q=0", None),
            ("gzip;q=0.5, identity", None),
            ("gzip;q=0.5, identity;q=0.5", Some(Gzip)),
            ("identity", None),
            ("deflate, compress", None),
            ("gzip ; q = 0.5 , br ;Q=0.4", Some(Gzip)),
            ("gzip;q=2, br;q=0.1", Some(Brotli)),
            ("gzip;q=0.1234", None),
            ("gzip;level=9", None),
            ("gzip;q=", None),
            (",,gzip,,", Some(Gzip)),
        ] {
            assert_eq!(accepts(list).coding, expected, "{list}");
        }
    }

    #[test]
    fn who_refuses_what_is_not_coded_is_heard_where_there_is_a_coding() {
        for list in ["gzip, identity;q=0", "*, identity;q=0", "br, *;q=0"] {
            assert!(accepts(list).refuses_identity, "{list}");
        }
        for list in ["gzip", "identity;q=0", "*;q=0", "br, *;q=0, identity;q=0.1", "deflate, *;q=0"]
        {
            assert!(!accepts(list).refuses_identity, "{list}");
        }
    }

    #[test]
    fn several_headers_are_one_list() {
        let mut headers = HeaderMap::new();
        headers.append(ACCEPT_ENCODING, HeaderValue::from_static("gzip;q=0.5"));
        headers.append(ACCEPT_ENCODING, HeaderValue::from_static("br"));
        assert_eq!(AcceptEncoding::of(&headers).coding, Some(Coding::Brotli));
        assert_eq!(AcceptEncoding::of(&HeaderMap::new()), AcceptEncoding::default());
    }

    proptest! {
        #[test]
        fn nothing_that_is_sent_makes_it_panic(
            list in "[ -~]{0,40}|([a-z*]{0,5}[;,=q.0-9 ]{0,4}){0,5}",
        ) {
            accepts(&list);
        }

        #[test]
        fn what_is_refused_is_never_chosen(
            refused in prop::sample::subsequence(vec!["zstd", "br", "gzip"], 0..=3),
            others in "|, [*]|, gzip|, [*];q=0[.]3",
        ) {
            let mut list: Vec<_> = refused.iter().map(|name| format!("{name};q=0")).collect();
            list.insert(0, "deflate".to_owned());
            let chosen = accepts(&(list.join(",") + &others)).coding.map(Coding::name);
            let again = others.contains("gzip") && chosen == Some("gzip");
            prop_assert!(again || chosen.is_none_or(|name| !refused.contains(&name)));
        }
    }
}
