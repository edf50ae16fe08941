//! The measurements of requests: the times of each operation's answers by status, the refusals by
//! reason, and the open connections and streams.
//!
//! All counters are created at the start, so that a request finds its counter without a search, and
//! no client can cause new counters.

use std::collections::BTreeSet;
use std::sync::OnceLock;
use std::time::Duration;

use axum::http::Method;
use deskbell_meter::{Buckets, Counter, Histogram, Level};

use crate::error::ErrorCode;

/// The upper bounds of requests' times, in nanoseconds: the bounds of OpenTelemetry's
/// `http.server.request.duration`, and five shorter bounds, because a page takes as little as 0.1
/// ms.
const REQUEST_NS: &[u64] = &[
    100_000,
    250_000,
    500_000,
    1_000_000,
    2_500_000,
    5_000_000,
    10_000_000,
    25_000_000,
    50_000_000,
    75_000_000,
    100_000_000,
    250_000_000,
    500_000_000,
    750_000_000,
    1_000_000_000,
    2_500_000_000,
    5_000_000_000,
    7_500_000_000,
    10_000_000_000,
];

/// The statuses of answers that are not errors.
const SUCCESSES: [u16; 11] = [101, 200, 201, 202, 204, 206, 301, 302, 303, 304, 308];
/// The highest status of HTTP plus one.
const STATUS_END: usize = 600;
/// The reason under which refusals of any invalid field are counted together, because their codes
/// contain the field's name.
const INVALID_FIELD: &str = "invalid_field";

/// The number of an operation in [`RequestMeters`], or the number for all requests that match no
/// operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RouteNumber(pub(crate) usize);

/// An operation: its method and the path of its route.
pub(crate) type RouteName = (Method, &'static str);

/// The measurements of requests since the server's start.
#[derive(Debug)]
pub struct RequestMeters {
    routes: Vec<RouteName>,
    /// The statuses that answers have, sorted.
    statuses: Vec<u16>,
    /// For each status from 0 to 599, the index of the status in `statuses`; the length of
    /// `statuses` if the status is not in `statuses`.
    places: Box<[usize]>,
    /// The measured times by route and then by status. Each element is created at its first answer.
    times: Box<[OnceLock<Box<Histogram>>]>,
    /// The counters of refusals, sorted by reason.
    refusals: Vec<(String, Counter)>,
    /// The number of open connections.
    pub connections: Level,
    /// The number of open streams, sockets and long polls.
    pub streams: Level,
}

/// The times of one operation's answers with one status.
#[derive(Clone, Debug)]
pub struct RequestTimes {
    /// The operation's method and route; `None` for requests that matched no operation.
    pub route: Option<(Method, &'static str)>,
    /// The status of the answers; `None` for unexpected statuses.
    pub status: Option<u16>,
    /// The times, in nanoseconds.
    pub times: Buckets,
}

impl RequestMeters {
    pub(crate) fn new(routes: Vec<RouteName>) -> Self {
        let errors = ErrorCode::ALL.iter().map(|code| code.status());
        let statuses: BTreeSet<u16> = SUCCESSES.into_iter().chain(errors).collect();
        let statuses: Vec<u16> = statuses.into_iter().collect();
        let mut places = vec![statuses.len(); STATUS_END];
        for (place, status) in statuses.iter().enumerate() {
            if let Some(of) = places.get_mut(usize::from(*status)) {
                *of = place;
            }
        }
        let own = ErrorCode::ALL.iter().map(|code| code.words().0.into_owned());
        let reasons: BTreeSet<String> = own
            .chain(ErrorCode::WITH_VALUES.map(str::to_owned))
            .chain([INVALID_FIELD.to_owned()])
            .collect();
        let cells = (routes.len() + 1) * (statuses.len() + 1);
        Self {
            routes,
            statuses,
            places: places.into(),
            times: (0..cells).map(|_| OnceLock::new()).collect(),
            refusals: reasons.into_iter().map(|it| (it, Counter::default())).collect(),
            connections: Level::default(),
            streams: Level::default(),
        }
    }

    /// Returns the route number for requests that match no operation.
    pub(crate) const fn no_route(&self) -> RouteNumber {
        RouteNumber(self.routes.len())
    }

    /// Returns the path of an operation's route; `None` for requests that match no operation.
    pub(crate) fn path(&self, route: RouteNumber) -> Option<&'static str> {
        self.routes.get(route.0).map(|it| it.1)
    }

    pub(crate) fn answered(&self, route: RouteNumber, status: u16, time: Duration) {
        let other = self.statuses.len();
        let place = self.places.get(usize::from(status)).copied().unwrap_or(other);
        if let Some(cell) = self.times.get(route.0 * (other + 1) + place) {
            cell.get_or_init(|| Box::new(Histogram::new(REQUEST_NS))).record_time(time);
        }
    }

    pub(crate) fn refused(&self, code: ErrorCode) {
        let (reason, _) = code.words();
        let place = |reason: &str| self.refusals.binary_search_by(|it| it.0.as_str().cmp(reason));
        if let Ok(place) = place(&reason).or_else(|_| place(INVALID_FIELD)) {
            self.refusals[place].1.count();
        }
    }

    /// Returns the times of all answers since the start.
    #[must_use]
    pub fn requests(&self) -> Vec<RequestTimes> {
        let row = self.statuses.len() + 1;
        let of = |(cell, times): (usize, &OnceLock<Box<Histogram>>)| {
            let times = times.get()?.read();
            let route = self.routes.get(cell / row).cloned();
            Some(RequestTimes { route, status: self.statuses.get(cell % row).copied(), times })
        };
        self.times.iter().enumerate().filter_map(of).collect()
    }

    /// Returns the number of refusals for each reason, also for reasons without refusals.
    pub fn refusals(&self) -> impl Iterator<Item = (&str, u64)> {
        self.refusals.iter().map(|(reason, count)| (reason.as_str(), count.get()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_counted_by_route_and_status_and_unexpected_ones_apart() {
        let meters = RequestMeters::new(vec![(Method::GET, "/a"), (Method::POST, "/a")]);
        let millisecond = Duration::from_millis(1);
        for (route, status) in [(0, 200), (0, 200), (1, 404), (2, 404), (1, 599), (0, 999)] {
            meters.answered(RouteNumber(route), status, millisecond);
        }
        let found: Vec<_> = meters
            .requests()
            .into_iter()
            .map(|it| (it.route.map(|it| it.0), it.status, it.times.total()))
            .collect();
        let expected = [
            (Some(Method::GET), Some(200), 2),
            (Some(Method::GET), None, 1),
            (Some(Method::POST), Some(404), 1),
            (Some(Method::POST), None, 1),
            (None, Some(404), 1),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_refusal_has_one_of_the_reasons_that_are_known_before() {
        let meters = RequestMeters::new(Vec::new());
        let of = |reason: &str| meters.refusals().find(|it| it.0 == reason).map(|it| it.1);
        let before = meters.refusals().count();
        for code in ErrorCode::ALL {
            meters.refused(*code);
        }
        meters.refused(ErrorCode::HistoryExpired(4));
        meters.refused(deskbell_wire::invalid::InvalidField::Field("email").into());
        assert_eq!(meters.refusals().count(), before);
        assert_eq!((of("invalid_session"), of("history_expired")), (Some(1), Some(1)));
        assert_eq!((of(INVALID_FIELD), of("invalid_email_value")), (Some(1), None));
        let all: u64 = meters.refusals().map(|it| it.1).sum();
        assert_eq!(all, ErrorCode::ALL.len() as u64 + 2);
    }
}
