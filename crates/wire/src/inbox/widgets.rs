//! The settings of applications' widgets in JSON: public ids, sites and identity proofs.

use deskbell_model::limits::{SITE_BYTES_MAX, SITES_MAX};
use deskbell_model::{
    AllowedSite, AllowedSites, AppUuid, ApplicationId, Seconds, Secret, WidgetEdit, WidgetSettings,
};
use serde_json::{Value, json};

use super::fields::{Bad, field, flag, items, whole};
use crate::invalid::Reading;
use crate::json::{array, string};
use crate::object::{named, object, values};
use crate::read;
use crate::schema::{self, Named, about, input, like, reference};

struct Sites<'a>(&'a AllowedSites);

struct Uuid<'a>(&'a AppUuid);

fn uuid_schema() -> Value {
    let pattern = "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$";
    like(json!({"type": "string", "pattern": pattern}), "0b5c7c1e-6f0a-4a36-9d0b-6c6f2f0b8d11")
}

values! { |value, out|
    Sites<'_> => array(out, value.0.lines().lines(), string),
        schema::array(json!({"type": "string"}));
    Uuid<'_> => string(out, value.0.as_str()), uuid_schema();
}

object! {
    "WidgetSettings" for WidgetSettings as widget {
        "application": ApplicationId = widget.application;
        "appId": Uuid<'_> = Uuid(&widget.uuid) => "The id by which a page loads the widget.";
        "sites": Sites<'_> = Sites(&widget.sites)
            => "The sites that may show the widget; empty for all.";
        "enforcesIdentity": bool = widget.enforces_identity
            => "Whether visitors stay anonymous unless the site sends a proof of their identity.";
        "hasSecret": bool = widget.identity_secret.is_some()
            => "Whether there is a secret with which the site can prove who a visitor is.";
    }
}

/// The last arrival of a visitor at an application's widget.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LastArrival {
    /// The time of the arrival; `None` if no visitor came.
    pub at: Option<Seconds>,
    /// The URL that the page reported as its own.
    pub page: Option<String>,
}

object! {
    "LastArrival" for LastArrival as arrival {
        "at": Option<Seconds> = arrival.at => "When a page last loaded the widget.";
        "page": Option<&str> = arrival.page.as_deref() => "Which page, as it says itself.";
    }
}

/// The secret with which a site proves the identity of visitors.
#[derive(Debug)]
pub struct IdentitySecret<'a>(pub &'a Secret);

object! {
    "IdentitySecret" for IdentitySecret<'_> as secret {
        "secret": &str = secret.0.reveal() => "The secret. It is shown only in this answer.";
    }
}

/// Reads the body of a request that changes a widget.
///
/// # Errors
/// Every invalid field.
pub fn read_widget(body: &[u8]) -> Reading<WidgetEdit> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let edit = WidgetEdit {
        uuid: field(&mut body, "appId", |value| {
            value.as_str().and_then(AppUuid::parse).ok_or(whole("it is no UUID"))
        }),
        identity_secret: None,
        enforces_identity: field(&mut body, "enforcesIdentity", flag),
        sites: field(&mut body, "sites", sites),
    };
    body.finish(Some(edit))
}

fn sites(value: &Value) -> Result<AllowedSites, Bad> {
    let site = |value: &Value| {
        let site = value.as_str().and_then(AllowedSite::parse);
        site.ok_or(whole("it is no site, such as example.com or *.example.com"))
    };
    AllowedSites::new(items(value, site)?).ok_or(whole("it has too many sites"))
}

pub(super) fn schemas() -> Named {
    let site = json!({"type": "string", "minLength": 1, "maxLength": SITE_BYTES_MAX});
    let site = like(site, "*.example.com");
    let sites = json!({"type": "array", "maxItems": SITES_MAX, "items": site});
    let edit = input(
        &[],
        vec![("appId", uuid_schema()), ("sites", sites), ("enforcesIdentity", reference("FlagIn"))],
    );
    vec![
        named::<LastArrival>(),
        named::<WidgetSettings>(),
        named::<IdentitySecret<'_>>(),
        ("WidgetEdit", about(edit, "Fields that are left out stay as they are.")),
    ]
}
