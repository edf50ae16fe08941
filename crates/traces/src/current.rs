//! The trace of the running code, for requests to other servers.

use tracing::{Span, dispatcher};
use tracing_subscriber::Registry;
use tracing_subscriber::registry::LookupSpan as _;

use crate::layer::{OpenSpan, TraceLayer};

/// The `traceparent` of the current span; `None` when the span is not recorded.
#[must_use]
pub fn traceparent() -> Option<String> {
    let found = Span::current().with_subscriber(|(id, subscriber)| {
        let span = subscriber.downcast_ref::<Registry>()?.span(id)?;
        // A span that is not recorded itself passes on the nearest one around it that is.
        span.scope().find_map(|it| it.extensions().get::<OpenSpan>().map(|open| open.context))
    });
    found.flatten().map(|context| context.to_string())
}

/// The `traceparent` of the span in which an organization's change was recorded; `None` when that
/// span was not recorded, was on another server, or is too long ago.
#[must_use]
pub fn traceparent_of_change(org: i64, seq: i64) -> Option<String> {
    let found = dispatcher::get_default(|it| {
        it.downcast_ref::<TraceLayer>().and_then(|layer| layer.origins.find((org, seq)))
    });
    found.map(|context| context.to_string())
}
