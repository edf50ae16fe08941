//! The tokens of visitors. Before anything is stored about a visitor, the token contains signed
//! data: the application, the time of issue, and the site's fields. Later the database has the
//! token's hash, and decides whether the token is valid.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use deskbell_model::customer::Assign;
use deskbell_model::limits::{
    CLOCKS_APART_S, VISITOR_SESSION_S, VISITOR_TOKEN_BYTES_MAX, VISITOR_UNWRITTEN_S,
};
use deskbell_model::{ApplicationId, OrgId, Seconds, Secret, WidgetSettings};
use deskbell_storage::cross_org::{self, VisitorSessionOwner};
use deskbell_storage::{Class, Conn, Read, Result as StorageResult, applications, widget_settings};
use deskbell_wire as wire;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::Visitors;
use crate::access::{Visitor, secrets};
use crate::context::Context;
use crate::error::Result;

const SIGNATURE_BYTES: usize = 16;

/// A token that has no row in the database. The content of the token is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Unwritten<'t> {
    org: OrgId,
    application: ApplicationId,
    issued_at: Seconds,
    /// The token without the site's fields. The hash of this part identifies the visitor, so that
    /// the site can send other fields for the same visitor.
    plain: &'t str,
    /// The encoded fields that the site sent for the visitor.
    said: Option<&'t str>,
    /// The part of the token's text that the signature covers.
    signed: &'t str,
    signature: [u8; SIGNATURE_BYTES],
}

impl<'t> Unwritten<'t> {
    /// Parses a token: the random part, the organization, the application, the time and the
    /// signature, separated by dots. If the site sent fields, the fields and a second signature
    /// over the whole text follow.
    fn parse(text: &'t str) -> Option<Self> {
        let (signed, signature) = text.rsplit_once('.')?;
        let parts: Vec<_> = signed.split('.').collect();
        let (org, application, at, plain, said) = match parts[..] {
            [_, org, application, at] => (org, application, at, text, None),
            [_, org, application, at, _, said] => {
                let (plain, _) = signed.rsplit_once('.')?;
                (org, application, at, plain, Some(said))
            }
            _ => return None,
        };
        let (org, application) = (OrgId::parse(org)?, ApplicationId::parse(application)?);
        let issued_at = Seconds::new(u32::from_str_radix(at, 16).ok()?);
        let signature = unhex(signature)?;
        Some(Self { org, application, issued_at, plain, said, signed, signature })
    }

    /// Tells whether the secret signed the token.
    fn is_signed_by(&self, secret: &Secret) -> bool {
        let mac = mac(secret).map(|mac| mac.chain_update(self.signed));
        mac.is_some_and(|mac| mac.verify_truncated_left(&self.signature).is_ok())
    }

    /// Tells whether a token without a row in the database is recent enough to be valid. An ended
    /// session is remembered for longer than such a token is valid, so an ended token stays
    /// invalid.
    fn is_fresh(&self, now: Seconds) -> bool {
        let (from, to) = (self.issued_at, self.issued_at.plus(VISITOR_UNWRITTEN_S));
        from <= now.plus(CLOCKS_APART_S) && now < to
    }
}

const _: () = assert!(VISITOR_UNWRITTEN_S + 2 * CLOCKS_APART_S < VISITOR_SESSION_S);

fn mac(secret: &Secret) -> Option<Hmac<Sha256>> {
    // HMAC takes a key of any length.
    Hmac::<Sha256>::new_from_slice(secret.reveal().as_bytes()).ok()
}

/// Parses a fixed number of bytes from lower-case hexadecimal digits.
pub(super) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if pairs.len() != N || !rest.is_empty() {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Some(bytes)
}

/// Makes a token for a visitor about whom nothing is stored.
pub(super) fn unwritten(
    context: &Context,
    org: OrgId,
    settings: &WidgetSettings,
) -> Result<Secret> {
    let random = secrets::generate_visitor(context)?;
    let (random, at) = (random.reveal(), context.now().get());
    let token = format!("{random}.{org}.{}.{at:x}", settings.application);
    Ok(signed(&settings.token_secret, token))
}

/// Makes a token that adds the site's fields to the token of a visitor about whom nothing is
/// stored.
pub(super) fn saying(token: &str, fields: &[Assign], settings: &WidgetSettings) -> Secret {
    let said = URL_SAFE_NO_PAD.encode(wire::widget::write_said_of(fields));
    signed(&settings.token_secret, format!("{}.{said}", plain(token)))
}

/// Returns the part of a token whose hash identifies the visitor.
fn plain(token: &str) -> &str {
    Unwritten::parse(token).map_or(token, |unwritten| unwritten.plain)
}

fn signed(secret: &Secret, token: String) -> Secret {
    let signature = mac(secret).map(|mac| mac.chain_update(&token).finalize().into_bytes());
    let signature = signature.as_deref().and_then(|it| it.get(..SIGNATURE_BYTES));
    Secret::new(format!("{token}.{}", secrets::hex(signature.unwrap_or_default())))
}

/// The row that identifies a token's visitor.
enum Found {
    Session(VisitorSessionOwner),
    Widget(Box<WidgetSettings>),
    Nothing,
}

struct Find {
    hash: String,
    widget: Option<(OrgId, ApplicationId)>,
}

impl Read for Find {
    type Out = Found;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Found> {
        let session = cross_org::visitor_session(conn, &self.hash).await?;
        let of = session.map(|it| (it.org, it.session.application)).or(self.widget);
        let Some((org, application)) = of else { return Ok(Found::Nothing) };
        let application_row = applications::find(org, conn, application).await?;
        if !application_row.is_some_and(|it| it.active) {
            return Ok(Found::Nothing);
        }
        if let Some(session) = session {
            return Ok(Found::Session(session));
        }
        let settings = widget_settings::find(org, conn, application).await?;
        Ok(settings.map_or(Found::Nothing, |settings| Found::Widget(Box::new(settings))))
    }
}

/// Decodes the fields that the site sent for a visitor and that the token contains.
fn decoded(said: &str) -> Vec<Assign> {
    let json = URL_SAFE_NO_PAD.decode(said).unwrap_or_default();
    wire::widget::read_said_of(&json)
}

impl Visitors {
    /// Finds the visitor of a token. Returns `None` for a token that is unknown, ended or too old,
    /// or belongs to an application that was switched off.
    pub(super) async fn recognize(&self, token: &str) -> Result<Option<Visitor>> {
        if token.len() > VISITOR_TOKEN_BYTES_MAX || !token.starts_with(secrets::VISITOR) {
            return Ok(None);
        }
        let (hash, unwritten) = (secrets::hash(plain(token)), Unwritten::parse(token));
        let widget = unwritten.map(|it| (it.org, it.application));
        let find = Find { hash: hash.clone(), widget };
        Ok(match self.context.store.read(Class::Point, find).await? {
            Found::Session(VisitorSessionOwner { org, session }) => {
                let oldest = self.context.clock.ago(VISITOR_SESSION_S);
                let is_old = oldest.is_some_and(|oldest| session.used_at < oldest);
                session.customer.filter(|_| !is_old).map(|customer| Visitor {
                    org,
                    application: session.application,
                    customer: Some(customer),
                    is_verified: session.is_verified,
                    said: Vec::new(),
                    hash,
                })
            }
            Found::Widget(settings) => {
                let is_valid = |it: &Unwritten<'_>| {
                    it.is_fresh(self.context.now()) && it.is_signed_by(&settings.token_secret)
                };
                let valid = unwritten.filter(is_valid);
                valid.map(|Unwritten { org, application, said, .. }| Visitor {
                    org,
                    application,
                    customer: None,
                    is_verified: false,
                    said: said.map(decoded).unwrap_or_default(),
                    hash,
                })
            }
            Found::Nothing => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_in_lower_case_and_in_their_number() {
        assert_eq!(unhex::<2>("00ff"), Some([0, 255]));
        for bad in ["", "00f", "00FF", "00ff00", "0g00", "é0é0"] {
            assert_eq!(unhex::<2>(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_token_says_its_parts_and_nothing_else_is_read() {
        let signature = "0".repeat(32);
        let text = format!("dbv_ab.3.4.ff.{signature}");
        let read = Unwritten::parse(&text).unwrap();
        assert_eq!((read.org.get(), read.application.get()), (3, 4));
        assert_eq!((read.issued_at.get(), read.signed), (255, "dbv_ab.3.4.ff"));
        assert_eq!((read.plain, read.said), (text.as_str(), None));
        let more = format!("{text}.e30.{}", "1".repeat(32));
        let read = Unwritten::parse(&more).unwrap();
        assert_eq!((read.plain, read.said, plain(&more)), (&text[..], Some("e30"), &text[..]));
        assert_eq!(read.signed, format!("{text}.e30"));
        for bad in [
            "dbv_ab".to_owned(),
            format!("dbv_ab.3.4.{signature}"),
            format!("dbv_ab.3.4.ff.ff.{signature}"),
            format!("dbv_ab.0.4.ff.{signature}"),
            format!("dbv_ab.3.x.ff.{signature}"),
            format!("dbv_ab.3.4.fffffffff.{signature}"),
            format!("dbv_ab.3.4.ff.{signature}0"),
            format!("dbv_ab.3.4.ff.{signature}.e30"),
            format!("dbv_ab.3.4.ff.{signature}.e30.e30.{signature}"),
        ] {
            assert_eq!(Unwritten::parse(&bad), None, "{bad}");
        }
    }

    #[test]
    fn a_token_stands_for_a_day() {
        let text = format!("dbv_ab.3.4.{:x}.{}", 100_000, "0".repeat(32));
        let token = Unwritten::parse(&text).unwrap();
        for (now, expected) in [(100_000 - 3_601, false), (100_000 - 3_600, true), (100_000, true)]
        {
            assert_eq!(token.is_fresh(Seconds::new(now)), expected, "{now}");
        }
        assert!(token.is_fresh(Seconds::new(100_000 + VISITOR_UNWRITTEN_S - 1)));
        assert!(!token.is_fresh(Seconds::new(100_000 + VISITOR_UNWRITTEN_S)));
    }

    #[test]
    fn only_the_secret_that_signed_it_knows_a_token() {
        let secret = |text: &str| Secret::new(text.to_owned());
        let signed = "dbv_ab.3.4.ff";
        let signature = mac(&secret("a")).unwrap().chain_update(signed).finalize().into_bytes();
        let text = format!("{signed}.{}", secrets::hex(&signature[..SIGNATURE_BYTES]));
        let token = Unwritten::parse(&text).unwrap();
        assert!(token.is_signed_by(&secret("a")) && !token.is_signed_by(&secret("b")));
        let other = text.replace(".4.", ".5.");
        assert!(!Unwritten::parse(&other).unwrap().is_signed_by(&secret("a")));
    }
}
