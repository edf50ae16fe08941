//! The printed forms of an estimate and of the report of an import.

use std::time::Duration;

use deskbell_app::actions::takeover::Kept;
use deskbell_transfer::helpcrunch::{Counts, Estimate, Report};
use serde_json::{Map, Value, json};

use crate::cli::print;

/// The largest number of linked hosts that the printed report lists.
const HOSTS_TOLD: usize = 20;

/// Describes a duration in words, for people.
pub(super) fn hours(time: Duration) -> String {
    let minutes = time.as_secs().div_ceil(60);
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

pub(super) fn show_estimate(is_json: bool, found: &Estimate) {
    let Estimate { agents, departments, applications, customers, chats, requests, time } = *found;
    let seconds = time.as_secs();
    let row = [agents, departments, applications, customers, chats, requests, seconds];
    let names =
        ["agents", "departments", "applications", "customers", "chats", "requests", "seconds"];
    let text = format!(
        "{chats} chats and {customers} customers, {agents} agents, {departments} departments, \
         {applications} applications: at least {requests} requests, which take {}",
        hours(time)
    );
    print::one(is_json, &names, &row.map(|it| json!(it)), &text);
}

const KINDS: [&str; 5] = ["agents", "departments", "applications", "customers", "chats"];

const fn why_kept(why: Kept) -> &'static str {
    match why {
        Kept::IdTaken => "not taken, since others have their ids here",
        Kept::Continued => "kept as they are here, since somebody wrote in them here",
        Kept::Deleted => "not taken again, since they were deleted here",
        Kept::Shifted => "not taken, since their messages are in another order",
        Kept::NoCustomer => "not taken, since their customers are gone",
    }
}

pub(super) fn show_report(is_json: bool, report: &Report, time: Duration) {
    let counts =
        [report.agents, report.departments, report.applications, report.customers, report.chats];
    if is_json {
        return print::data(&json_report(report, &counts, time).to_string());
    }
    for (kind, Counts { new, changed, same, gone, removed }) in KINDS.iter().zip(counts) {
        print::data(&format!(
            "{kind}: {new} new, {changed} changed, {same} unchanged at the last look, {gone} gone \
             in the account, {removed} deleted"
        ));
    }
    print::data(&format!("messages: {} written, {} files fetched", report.messages, report.files));
    for (why, count) in &report.kept {
        print::data(&format!("{count} chats or customers were {}", why_kept(*why)));
    }
    for (what, count) in &report.odd {
        print::data(&format!("{count} times: {what}"));
    }
    for it in report.hosts.iter().take(HOSTS_TOLD) {
        let host = if it.host.is_empty() { "other hosts" } else { &it.host };
        print::data(&format!("{} messages link to {host}", it.messages));
    }
    print::data(
        "files stay where the links lead, and may end with the account; no API gives devices, \
         events, saved replies, the knowledge base, bots and broadcasts",
    );
    print::talk(&format!(
        "{} requests in {}, {} refused by the limit, {} sent again",
        report.requests,
        hours(time),
        report.limited,
        report.broken
    ));
}

fn json_report(report: &Report, counts: &[Counts; 5], time: Duration) -> Value {
    let mut all = Map::new();
    for (kind, it) in KINDS.iter().zip(counts) {
        let counts = json!({"new": it.new, "changed": it.changed, "same": it.same,
            "gone": it.gone, "removed": it.removed});
        all.insert((*kind).to_owned(), counts);
    }
    let kept = report.kept.iter().map(|(why, it)| (why_kept(*why).to_owned(), json!(it)));
    let hosts = report.hosts.iter().map(|it| (it.host.clone(), json!(it.messages)));
    let odd = report.odd.iter().map(|(what, it)| (what.clone(), json!(it)));
    all.insert("messages".into(), json!(report.messages));
    all.insert("files".into(), json!(report.files));
    all.insert("kept".into(), Value::Object(kept.collect()));
    all.insert("odd".into(), Value::Object(odd.collect()));
    all.insert("hosts".into(), Value::Object(hosts.collect()));
    all.insert("requests".into(), json!(report.requests));
    all.insert("limited".into(), json!(report.limited));
    all.insert("broken".into(), json!(report.broken));
    all.insert("byOffsets".into(), json!(report.by_offsets));
    all.insert("seconds".into(), json!(time.as_secs()));
    Value::Object(all)
}
