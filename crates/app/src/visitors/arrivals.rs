//! The last arrival of a visitor at each application's widget. The last arrival shows an
//! administrator that the widget on a site works. The arrivals are only in this node's memory, and
//! are lost at a restart.

use std::collections::HashMap;

use deskbell_model::{ApplicationId, OrgId, Seconds};
use deskbell_wire::inbox::widgets::LastArrival;
use parking_lot::Mutex;

use super::{Visitors, written};
use crate::error::Result;

/// The largest number of applications whose last arrival is remembered. Beyond this number, all
/// arrivals are forgotten.
const KEPT_MAX: usize = 10_000;
/// The largest number of bytes of a page's URL that are remembered.
const PAGE_BYTES_MAX: usize = 500;

/// The last arrival of a visitor at each application's widget.
#[derive(Debug, Default)]
pub(super) struct Arrivals(Mutex<HashMap<(OrgId, ApplicationId), LastArrival>>);

impl Arrivals {
    /// Records an arrival of a visitor at an application's widget.
    pub(super) fn note(
        &self,
        org: OrgId,
        application: ApplicationId,
        (at, page): (Seconds, Option<&str>),
    ) {
        let page = page.filter(|it| it.len() <= PAGE_BYTES_MAX).map(str::to_owned);
        let mut kept = self.0.lock();
        if kept.len() >= KEPT_MAX && !kept.contains_key(&(org, application)) {
            kept.clear();
        }
        kept.insert((org, application), LastArrival { at: Some(at), page });
    }

    pub(super) fn last(&self, org: OrgId, application: ApplicationId) -> Option<LastArrival> {
        self.0.lock().get(&(org, application)).cloned()
    }
}

impl Visitors {
    /// Returns the last arrival of a visitor at an application's widget, in JSON. The object is
    /// empty if no visitor came since this node started.
    ///
    /// # Errors
    /// `ApplicationNotFound`, or when the database fails.
    pub async fn last_arrival(&self, org: OrgId, application: ApplicationId) -> Result<Vec<u8>> {
        self.actions.widget_settings(org, application).await?;
        Ok(written(&self.arrivals.last(org, application).unwrap_or_default()))
    }
}
