//! Tests of the error answer and of its log lines.

use std::fmt::Debug;
use std::sync::Arc;

use parking_lot::Mutex;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::*;

/// A subscriber that records the fields of each log line.
#[derive(Clone, Debug, Default)]
struct Lines(Arc<Mutex<Vec<Line>>>);

type Line = Vec<(&'static str, String)>;

struct Fields<'a>(&'a mut Line);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.push((field.name(), format!("{value:?}")));
    }
}

impl Subscriber for Lines {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line::new();
        event.record(&mut Fields(&mut line));
        self.0.lock().push(line);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Returns the log lines of an error, and the JSON body of its answer.
fn answered(error: ApiError) -> (Vec<Line>, String) {
    let body = String::from_utf8(error.json()).unwrap();
    let lines = Lines::default();
    tracing::subscriber::with_default(lines.clone(), || error.into_response());
    let lines = lines.0.lock().clone();
    (lines, body)
}

fn field(lines: &[Line], name: &str) -> Option<String> {
    let [line] = lines else { panic!("{lines:?}") };
    line.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
}

#[test]
fn every_row_answers_with_its_status_and_the_contracts_form() {
    for code in ErrorCode::ALL {
        let response = ApiError::from(*code).into_response();
        assert_eq!(response.status().as_u16(), code.status());
        assert!(code.status() >= 400);
    }
}

#[test]
fn the_log_says_where_a_fault_of_ours_became_an_answer_and_the_client_is_not_told() {
    fn failing() -> Result<(), ApiError> {
        Err(Error::Rendering)?;
        Ok(())
    }
    fn missing() -> Result<(), ApiError> {
        None.ok_or(ErrorCode::Internal)?
    }
    let before = line!();
    let in_body = || Err::<(), _>(Error::Rendering).map_err(|it| ApiError::in_body(it, &[]));
    for (error, line) in [(failing(), before - 6), (missing(), before - 2), (in_body(), before + 1)]
    {
        let (lines, body) = answered(error.unwrap_err());
        let place = field(&lines, "place").unwrap();
        assert_eq!(place, format!("{}:{line}", file!()));
        assert_eq!(field(&lines, "status").unwrap(), "500");
        assert!(body.contains("internal_error") && !body.contains(".rs"), "{body}");
    }
}

#[test]
fn the_log_is_not_told_of_refusals() {
    for error in [ErrorCode::ChatNotFound.into(), ApiError::retry(ErrorCode::Unavailable, 1)] {
        assert_eq!(answered(error).0, Vec::<Line>::new());
    }
    assert_eq!(answered(Error::Rejected(Rejected::ChatMissing).into()).0, Vec::<Line>::new());
    assert_eq!(field(&answered(Error::NoRoom.into()).0, "status").unwrap(), "503");
}
