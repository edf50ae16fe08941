//! The widget: the script for a site's pages, at three URLs, and the frame that the script opens.
//!
//! A site that migrates from HelpCrunch only changes the host in one URL, so each of HelpCrunch's
//! three paths serves the same script. Only the application's sites may embed the frame.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use axum::http::{HeaderName, HeaderValue, Response};
use deskbell_app::{Files, Visitors};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{IfNoneMatch, QueryString};
use deskbell_model::AllowedSites;

use crate::shell::{built, images};

/// The content security policy of the frame, without the rules for images and for embedding: only
/// resources and requests of the frame's own origin, and no inline scripts.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

/// The value of `Cache-Control` for the script, whose URL does not change with its bytes. Browsers
/// cache the script for ten minutes, and may use an outdated script while they revalidate it.
const SOON: HeaderValue =
    HeaderValue::from_static("public, max-age=600, stale-while-revalidate=86400");

/// The header that permits pages of any origin to load the script, even pages with cross-origin
/// isolation.
const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

pub(crate) fn describe_script() -> Operation {
    Operation::open("getWidgetScript", "Pages", "The script of a page with the widget")
}

/// `GET /sdk.js`, `/widget/` and `/compiled/sdk.js`: the script for a site's pages.
pub(crate) async fn script(if_none_match: IfNoneMatch) -> Response<Body> {
    let mut response = built(&if_none_match, "sdk.js");
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, SOON);
    headers.insert(CORP, HeaderValue::from_static("cross-origin"));
    response
}

pub(crate) fn describe_frame() -> Operation {
    Operation::open("getWidgetFrame", "Pages", "The frame of the widget")
}

/// `GET /widget/frame`: the page within the frame, for an application's sites.
pub(crate) async fn frame(
    (State(visitors), State(files)): (State<Arc<Visitors>>, State<Arc<Files>>),
    query: QueryString,
    if_none_match: IfNoneMatch,
) -> Result<Response<Body>, ApiError> {
    let (app, organization) = query.widget().ok_or(ErrorCode::ApplicationNotFound)?;
    let sites = visitors.sites(&app, organization.as_deref()).await?;
    let policy = format!("{POLICY}; {}; frame-ancestors {}", images(&files), ancestors(&sites));
    let policy = HeaderValue::from_str(&policy).map_err(|_| ErrorCode::Internal)?;
    let mut response = built(&if_none_match, "widget.html");
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    headers.insert(CORP, HeaderValue::from_static("cross-origin"));
    Ok(response)
}

/// Returns the sites as sources of `frame-ancestors`; if no sites are listed, every page may embed
/// the frame.
fn ancestors(sites: &AllowedSites) -> String {
    match sites.named() {
        [] => "*".to_owned(),
        named => {
            let sources: Vec<_> = named.iter().map(ToString::to_string).collect();
            sources.join(" ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frame_is_for_the_sites_of_its_application() {
        assert_eq!(ancestors(&AllowedSites::default()), "*");
        let sites = AllowedSites::parse("example.com\nhttps://*.example.org:8443").unwrap();
        assert_eq!(ancestors(&sites), "example.com https://*.example.org:8443");
    }
}
