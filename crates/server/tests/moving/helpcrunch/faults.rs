//! The faults of a source: rate limits, errors, closed connections, and answers of unexpected form.

use std::time::Duration;

use deskbell_testkit::engines;
use deskbell_transfer::helpcrunch::{Failed, SourceAnswer, SourceRequest, estimate, import};
use serde_json::{Value, json};

use super::source::{Fate, Line, Told, Waits, same};
use super::{imported, kinds, options, source};

fn status(status: u16, retry_after: Option<&str>) -> Fate {
    let retry_after = retry_after.map(str::to_owned);
    Fate::Instead(SourceAnswer { status, retry_after, ..SourceAnswer::default() })
}

fn is_search(request: &SourceRequest) -> bool {
    request.path.ends_with("/search")
}

engines! {
    async fn every_third_request_fails_in_another_way_and_nothing_is_missing(t: &Test) {
        let source = source(150).await;
        let line = Line::new(&source).fates(|asked, _| match asked % 21 {
            3 => status(429, Some("7")),
            6 => status(429, None),
            9 => status(502, None),
            12 => Fate::Cut,
            15 => Fate::Broken,
            18 => status(200, None),
            _ => Fate::Answered,
        });
        let report = imported(t, line, &options()).await.unwrap();
        same(&source, t).await;
        assert!(report.limited > 10 && report.broken > 20, "{report:?}");
        source.finish().await;
    }

    async fn the_rate_is_kept_and_the_sources_wishes_are_waited_for(t: &Test) {
        let source = source(20).await;
        let line = Line::new(&source).fates(|asked, _| match asked {
            2 => status(429, Some("7")),
            3 => status(429, None),
            4 => status(429, Some("a while")),
            5 => status(429, Some("Fri, 15 Jan 2027 08:10:00 GMT")),
            6 => status(503, None),
            7 => Fate::Broken,
            _ => Fate::Answered,
        });
        let (mut waits, mut told) = (Waits::default(), Told::default());
        let report = import(&t.app, t.org, &options(), line, &mut waits, &mut told).await.unwrap();
        let seconds = |it: &Duration| it.as_secs();
        let longer: Vec<_> = waits.waits.iter().map(seconds).filter(|it| *it > 0).collect();
        // The date is 600 seconds after the beginning, of which 127.1 are over.
        assert_eq!(longer, [7, 60, 60, 472, 1, 2]);
        assert_eq!(waits.delays.iter().map(|(_, it)| seconds(it)).collect::<Vec<_>>(), longer);
        // 600 requests a minute are one in 100 ms.
        let least = Duration::from_millis(100) * u32::try_from(report.requests - 7).unwrap();
        let took = waits.clock.now();
        assert!(took >= least + Duration::from_secs(600), "{took:?}");
        assert_eq!(told.standings[0].phase, "open chats", "what a team needs comes first");
        assert!(told.standings.iter().all(|it| it.total == 0 || it.done <= it.total));
        source.finish().await;
    }

    async fn an_import_that_is_told_to_stop_stops_and_goes_on_later(t: &Test) {
        let source = source(80).await;
        let (mut waits, mut told) = (Waits { left: Some(60), ..Waits::default() }, Told::default());
        let line = Line::new(&source);
        let ended = import(&t.app, t.org, &options(), line, &mut waits, &mut told).await;
        assert!(matches!(ended, Err(Failed::Stopped)), "{ended:?}");
        let (kinds, _) = kinds(t, 0).await;
        assert_eq!(kinds.last().map(String::as_str), Some("reset"), "its followers hear of it");
        let report = imported(t, Line::new(&source), &options()).await.unwrap();
        assert!(report.chats.new < 80 && report.chats.new > 0, "{report:?}");
        same(&source, t).await;
        source.finish().await;
    }

    async fn what_changed_after_a_later_run_was_interrupted_is_taken_by_the_next_run(t: &Test) {
        let source = source(30).await;
        imported(t, Line::new(&source), &options()).await.unwrap();
        // The customers are done when this run ends.
        let line = Line::new(&source).fates(|_, request| {
            let is_last = is_search(request) && request.path.starts_with("chats");
            if is_last { status(401, None) } else { Fate::Answered }
        });
        assert!(matches!(imported(t, line, &options()).await, Err(Failed::KeyRefused(401))));
        let customer = source.get("/v1/chats/3").await.json()["customer"]["id"].clone();
        let path = format!("/v1/customers/{customer}");
        assert_eq!(source.patch(&path, &json!({"company": "Newer"})).await.status, 200);
        let body = json!({"customer": customer, "application": 1});
        let chat = source.post("/v1/chats", &body).await.json();
        let body = json!({"chat": chat["id"], "text": "Hello?"});
        assert_eq!(source.post("/v1/messages", &body).await.status, 201);
        imported(t, Line::new(&source), &options()).await.unwrap();
        same(&source, t).await;
        source.finish().await;
    }

    async fn a_source_that_never_recovers_ends_the_import_with_what_to_do(t: &Test) {
        let source = source(5).await;
        let line = Line::new(&source).fates(|asked, _| {
            if asked < 12 { Fate::Answered } else { status(500, None) }
        });
        let failed = imported(t, line, &options()).await.unwrap_err();
        assert!(matches!(failed, Failed::Broken { tries: 10, .. }), "{failed}");
        let line = Line::new(&source).fates(|_, _| status(429, Some("1")));
        assert!(matches!(imported(t, line, &options()).await, Err(Failed::Limited)));
        let line = Line::new(&source).fates(|_, _| status(401, None));
        assert!(matches!(imported(t, line, &options()).await, Err(Failed::KeyRefused(401))));
        let line = Line::new(&source).fates(|_, _| status(302, None));
        let refused = imported(t, line, &options()).await;
        assert!(matches!(refused, Err(Failed::Refused { status: 302, .. })), "{refused:?}");
        let line = Line::new(&source).fates(|_, _| {
            let location = Some("https://elsewhere.example/v1".to_owned());
            Fate::Instead(SourceAnswer { status: 301, location, ..SourceAnswer::default() })
        });
        assert!(matches!(imported(t, line, &options()).await, Err(Failed::Moved(_))));
        let line = Line::new(&source).shape(|_, answer| *answer = json!({"hello": "world"}));
        assert!(matches!(imported(t, line, &options()).await, Err(Failed::NoList(_))));
        imported(t, Line::new(&source), &options()).await.unwrap();
        same(&source, t).await;
        source.finish().await;
    }

    async fn a_page_for_browsers_ends_the_import_at_once_and_a_later_one_is_a_fault(t: &Test) {
        let page = || {
            let body = b"\n<!doctype html><title>Welcome</title>".to_vec();
            Fate::Instead(SourceAnswer { status: 200, body, ..SourceAnswer::default() })
        };
        let source = source(5).await;
        let mut asked_in_all = 0;
        let line = Line::new(&source).fates(|asked, _| {
            asked_in_all = asked;
            page()
        });
        let failed = imported(t, line, &options()).await.unwrap_err();
        assert!(failed.to_string().contains("is this the URL of its API?"), "{failed}");
        assert_eq!(asked_in_all, 1);
        let line = Line::new(&source)
            .fates(|asked, _| if asked == 3 { page() } else { Fate::Answered });
        let (mut waits, mut told) = (Waits::default(), Told::default());
        import(&t.app, t.org, &options(), line, &mut waits, &mut told).await.unwrap();
        let (why, time) = &waits.delays[0];
        assert!(why.contains("no JSON"), "{why}");
        assert_eq!((*time, waits.delays.len()), (Duration::from_secs(1), 1));
        same(&source, t).await;
        source.finish().await;
    }

    async fn a_source_that_ignores_its_filters_is_noticed_and_read_in_pages(t: &Test) {
        let source = source(230).await;
        // Such a source answers a search as it answers the plain list.
        let rows = source.get("/v1/chats?limit=100").await.json();
        let line = Line::new(&source).shape(move |request, answer| {
            if is_search(request) && request.path.starts_with("chats") {
                *answer = rows.clone();
            }
        });
        let (mut waits, mut told) = (Waits::default(), Told::default());
        let report = import(&t.app, t.org, &options(), line, &mut waits, &mut told).await.unwrap();
        assert!(report.by_offsets && told.warnings[0].contains("ignores its filter"));
        same(&source, t).await;
        source.finish().await;
    }

    async fn chats_whose_ends_have_no_readable_time_are_read_in_pages(t: &Test) {
        let source = source(130).await;
        for (at, new) in [(json!(null), 129), (json!("soon"), 0), (json!(-5), 0)] {
            let at = &at;
            let line = Line::new(&source).shape(move |_, answer| {
                for row in answer["data"].as_array_mut().into_iter().flatten() {
                    if row["id"] == 1 && row.get("createdAt").is_some() {
                        row["createdAt"] = at.clone();
                    }
                }
            });
            let (mut waits, mut told) = (Waits::default(), Told::default());
            let report = import(&t.app, t.org, &options(), line, &mut waits, &mut told).await;
            let report = report.unwrap();
            assert_eq!((report.by_offsets, report.chats.new), (true, new), "{at}: {report:?}");
            assert!(report.chats.same <= 2 * 129, "of the last walk alone: {report:?}");
            let last = told.standings.last().unwrap();
            assert_eq!(last.phase, "chats", "{at}");
            assert!(report.odd.keys().any(|it| it.contains("a time, left out")), "{report:?}");
        }
        source.finish().await;
    }

    async fn totals_without_measure_are_counted_with(t: &Test) {
        for total in [9_223_372_036_854_775_807, 5_000_000_000_u64] {
            let line = Line::new(t).shape(move |_, answer| answer["total"] = total.into());
            let found = estimate(line, &mut Waits::default(), 60_000).await.unwrap();
            assert_eq!(found.chats, total);
            assert!(found.requests >= total, "{found:?}");
            // 60,000 requests a minute are one in a millisecond.
            let time = Duration::from_micros(found.requests.saturating_mul(1_000));
            assert_eq!(found.time, time);
        }
    }

    async fn a_source_without_searches_is_read_in_pages(t: &Test) {
        let source = source(130).await;
        let line = Line::new(&source).fates(|_, request| {
            if is_search(request) { status(405, None) } else { Fate::Answered }
        });
        let report = imported(t, line, &options()).await.unwrap();
        assert!(report.by_offsets);
        same(&source, t).await;
        source.finish().await;
    }

    async fn totals_that_are_missing_or_count_more_than_the_window_mislead_nobody(t: &Test) {
        let source = source(250).await;
        let line = Line::new(&source).shape(|request, answer| {
            let object = answer.as_object_mut().unwrap();
            match request.path.as_str() {
                "chats/search" => {
                    object.insert("total".into(), json!(250));
                    object["meta"]["total"] = json!(250);
                }
                "customers/search" => {
                    object.remove("total");
                    object.remove("meta");
                }
                _ => {}
            }
        });
        let report = imported(t, line, &options()).await.unwrap();
        same(&source, t).await;
        assert!(report.requests < 2 * 250, "{}", report.requests);
        source.finish().await;
    }

    async fn a_source_that_gives_fewer_at_once_than_asked_for_is_read_whole(t: &Test) {
        let source = source(150).await;
        let line = Line::new(&source).shape(|request, answer| {
            let lists = ["chats", "customers"];
            let is_list = lists.iter().any(|list| request.path.starts_with(list));
            for key in ["data", "messages"] {
                if let Some(rows) = answer[key].as_array_mut().filter(|_| is_list) {
                    rows.truncate(25);
                }
            }
        });
        imported(t, line, &options()).await.unwrap();
        same(&source, t).await;
        source.finish().await;
    }

    async fn both_shapes_of_messages_and_times_as_texts_are_read(t: &Test) {
        let source = source(60).await;
        let line = Line::new(&source).shape(|request, answer| {
            if request.path.contains("/messages") {
                let is_even = answer["total"].as_u64().unwrap_or(0) % 2 == 0;
                let unused = if is_even { "messages" } else { "data" };
                answer.as_object_mut().unwrap().remove(unused);
            }
            for row in answer["data"].as_array_mut().into_iter().flatten() {
                for key in ["createdAt", "closedAt", "lastMessageAt", "id"] {
                    if let Value::Number(number) = &row[key] {
                        row[key] = number.to_string().into();
                    }
                }
            }
        });
        imported(t, line, &options()).await.unwrap();
        same(&source, t).await;
        source.finish().await;
    }

    async fn unknown_words_are_kept_or_told(t: &Test) {
        let source = source(40).await;
        let line = Line::new(&source).shape(|request, answer| {
            if request.path.starts_with("chats/search") {
                for row in answer["data"].as_array_mut().unwrap() {
                    if row["id"] == 1 {
                        row["status"] = "frozen".into();
                        row["rating"] = "five stars".into();
                        row["createdWith"] = "telepathy".into();
                    }
                }
            }
            for row in answer["data"].as_array_mut().into_iter().flatten() {
                if request.path.starts_with("chats/2/messages") {
                    row["type"] = "sticker".into();
                    row["agent"] = json!({"id": 4711, "name": "Someone who left"});
                    row["text"] = format!("a\0b{}", "x".repeat(70_000)).into();
                }
            }
        });
        let mut line = line;
        line = line.fates(|_, _| Fate::Answered);
        let report = imported(t, line, &options()).await.unwrap();
        let odd: Vec<_> = report.odd.keys().cloned().collect();
        for word in ["\"frozen\"", "\"five stars\"", "\"telepathy\"", "\"sticker\"", "U+0000"] {
            assert!(odd.iter().any(|it| it.contains(word)), "{word}: {odd:?}");
        }
        let messages = t.get("/v1/chats/2/messages").await.json();
        let first = &messages["messages"][0];
        assert_eq!((&first["type"], &first["agent"]["id"]), (&json!("sticker"), &json!(4711)));
        assert_eq!(first["text"].as_str().unwrap().chars().count(), 65_536);
        let agents = t.get("/v1/agents").await.json();
        let former = agents["data"].as_array().unwrap().iter().find(|it| it["id"] == 4711);
        assert_eq!(former.unwrap()["name"], "Someone who left");
        source.finish().await;
    }

    async fn a_dry_run_counts_and_writes_nothing(t: &Test) {
        let source = source(240).await;
        let mut waits = Waits::default();
        let found = estimate(Line::new(&source), &mut waits, 100).await.unwrap();
        assert_eq!((found.chats, found.customers, found.agents), (240, 80, 12));
        let report = imported(t, Line::new(&source), &options()).await.unwrap();
        let off = report.requests.abs_diff(found.requests);
        assert!(off * 10 < report.requests, "{} were needed: {found:?}", report.requests);
        assert_eq!(found.time.as_millis(), u128::from(found.requests) * 600);
        source.finish().await;
    }
}
