//! The services of the application as router state, from which each handler extracts the services
//! that it needs.

use std::sync::Arc;

use axum::extract::FromRef;
use deskbell_app::{
    Access, Actions, App, Exports, Feed, Files, Indexes, Lists, Reports, Steady, Visitors,
};

/// The state of the router, from which each handler extracts the services that it needs.
#[derive(Clone, Debug)]
pub struct Services(Arc<App>);

impl Services {
    pub(crate) fn of(app: &Arc<App>) -> Self {
        Self(Arc::clone(app))
    }
}

impl FromRef<Services> for Arc<Steady> {
    fn from_ref(services: &Services) -> Self {
        Arc::clone(&services.0.context.clock)
    }
}

macro_rules! services {
    ($($Service:ty, $field:ident;)*) => {$(
        impl FromRef<Services> for $Service {
            fn from_ref(services: &Services) -> Self {
                services.0.$field.clone()
            }
        }
    )*};
}
services! {
    Arc<Access>, access;
    Actions, actions;
    Arc<Indexes>, indexes;
    Arc<Lists>, lists;
    Arc<Exports>, exports;
    Arc<Feed>, feed;
    Arc<Reports>, reports;
    Arc<Files>, files;
    Arc<Visitors>, visitors;
}
