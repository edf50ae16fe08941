//! The demonstration pages: a made-up shop that shows the widget like any other site, and a page
//! that signs in to the inbox.
//!
//! Only `deskbell serve --demo` serves these pages.

use axum::body::Body;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::{HeaderValue, Response};
use deskbell_http::docs::Operation;
use deskbell_http::extract::IfNoneMatch;

use crate::shell::built;

/// The content security policy of the made-up shop: scripts, styles, images and frames only of the
/// server's own origin.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; frame-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// The content security policy of the page that signs in to the inbox.
const DOOR_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; img-src 'self'; connect-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

pub(crate) fn describe_door() -> Operation {
    Operation::open("openDemoInbox", "Pages", "The page that signs in to the demonstration")
}

/// `GET /demo/inbox`: a page that signs in with the name and the password after `#` in its URL, and
/// opens the inbox.
pub(crate) async fn door(if_none_match: IfNoneMatch) -> Response<Body> {
    let mut response = built(&if_none_match, "demo-inbox.html");
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, DOOR_POLICY);
    response
}

pub(crate) fn describe_shop() -> Operation {
    Operation::open("getDemoShop", "Pages", "The shop of the demonstration")
}

/// `GET /demo` and every path below it: the page of the made-up shop.
pub(crate) async fn shop(if_none_match: IfNoneMatch) -> Response<Body> {
    let mut response = built(&if_none_match, "demo.html");
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, POLICY);
    response
}
