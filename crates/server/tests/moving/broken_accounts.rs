//! Imports of exported accounts that are damaged or incomplete.

use axum::http::Method;
use deskbell_app::accounts::Readiness;
use deskbell_testkit::{Engine, Test, run};
use deskbell_transfer::account::{self, Failed};
use serde_json::{Value, json};

use crate::account::{Unseen, exported, tables};
use crate::process::{fails, file_url};

#[test]
fn an_import_that_broke_late_can_be_run_again() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        run(engine, async |t: &Test| {
            let file = t.call_with(Method::POST, "/v1/files?name=a.txt", &[], "some bytes").await;
            assert_eq!(file.status, 201);
            t.visitor().await.say(None, "Is anybody there?").await;
            t.app.reports.rebuild(t.caller).await.unwrap();
            let place = tempfile::tempdir().unwrap();
            exported(t, place.path()).await;
            let rows = tables(place.path());
            for table in ["file_heads", "report_states", "visitor_sessions"] {
                assert!(rows[&format!("{table}.ndjson.gz")].lines().count() > 1, "{table}");
            }
            let sessions = place.path().join("account/visitor_sessions.ndjson.gz");
            let good = std::fs::read(&sessions).unwrap();
            let heading = rows["visitor_sessions.ndjson.gz"].lines().next().unwrap();
            std::fs::write(&sessions, format!("{heading}\n[1]\n")).unwrap();
            let other = t.moved_to(engine).await;
            let failed = account::import(&other.app, place.path(), &mut Unseen).await.unwrap_err();
            assert!(failed.to_string().contains("line 2: "), "{failed}");
            std::fs::write(&sessions, good).unwrap();
            account::import(&other.app, place.path(), &mut Unseen).await.unwrap();
            other.finish().await;
        });
    }
}

#[test]
fn an_export_that_did_not_end_is_named_so_and_makes_no_database() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("account");
    let claimed = account::ClaimedFolder::new(&folder).unwrap();
    std::fs::create_dir(folder.join("account")).unwrap();
    std::fs::write(folder.join("account/chats.ndjson.gz"), "").unwrap();
    drop(claimed);
    let url = file_url(&place.path().join("new.db"));
    let said = fails(&url, 1, &["import", folder.to_str().unwrap()]);
    assert!(said.contains("the export to it did not end"), "{said}");
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 1);
}

#[test]
fn an_account_whose_files_are_damaged_is_not_imported() {
    run(Engine::Sqlite, async |t: &Test| {
        let file = t.call_with(Method::POST, "/v1/files?name=a.txt", &[], "some bytes").await;
        assert_eq!(file.status, 201);
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("account");
        assert_eq!(exported(t, &folder).await.files, 1);
        let key = &t.app.accounts.blobs(t.org, "").await.unwrap()[0].key;
        let (files, file) = (folder.join("files"), folder.join("files").join(&key[..2]).join(key));
        let (aside, table) = (place.path().join("aside"), folder.join("account/files.ndjson.gz"));
        let other = t.moved_to(Engine::Sqlite).await;
        let refused = async |why: &str| {
            let failed = account::import(&other.app, &folder, &mut Unseen).await.unwrap_err();
            assert!(failed.to_string().contains(why), "{why}: {failed}");
            assert_eq!(other.app.lists.organizations(None, 10).await.unwrap(), []);
        };
        for bytes in ["", "some", "some bytes, and more"] {
            std::fs::write(&file, bytes).unwrap();
            refused("does not have the 10 bytes").await;
        }
        std::fs::write(&file, "some bytes").unwrap();
        for path in [&file, &files, &table] {
            std::fs::rename(path, &aside).unwrap();
            if *path != table {
                refused("has 0 of 1 files").await;
            }
            std::os::unix::fs::symlink(&aside, path).unwrap();
            refused("is no regular file or folder").await;
            std::fs::remove_file(path).unwrap();
            std::fs::rename(&aside, path).unwrap();
        }
        let imported = account::import(&other.app, &folder, &mut Unseen).await.unwrap();
        assert_eq!(imported.files, 1);
        other.finish().await;
    });
}

#[test]
fn an_account_whose_rows_contradict_each_other_is_never_seen() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        run(engine, async |t: &Test| {
            t.visitor().await.say(None, "Is anybody there?").await;
            let place = tempfile::tempdir().unwrap();
            exported(t, place.path()).await;
            let good = tables(place.path())["heads.ndjson.gz"].clone();
            let (heading, row) = good.trim_end().split_once('\n').unwrap();
            let names: Vec<String> = serde_json::from_str(heading).unwrap();
            let mut row: Vec<Value> = serde_json::from_str(row).unwrap();
            row[names.iter().position(|name| name == "chats").unwrap()] = json!(5);
            let file = place.path().join("account/heads.ndjson.gz");
            std::fs::write(&file, format!("{heading}\n{}\n", json!(row))).unwrap();
            let other = t.moved_to(engine).await;
            let failed = account::import(&other.app, place.path(), &mut Unseen).await.unwrap_err();
            assert!(matches!(failed, Failed::Unsound(_)), "{failed}");
            assert_eq!(other.app.lists.organizations(None, 10).await.unwrap(), []);
            std::fs::write(&file, good).unwrap();
            account::import(&other.app, place.path(), &mut Unseen).await.unwrap();
            other.finish().await;
        });
    }
}

#[test]
fn two_processes_do_not_import_an_account_at_once() {
    // A second process cannot open an SQLite file that is served or imported into.
    run(Engine::Postgres, async |t: &Test| {
        t.visitor().await.say(None, "Is anybody there?").await;
        let place = tempfile::tempdir().unwrap();
        exported(t, place.path()).await;
        let other = t.moved_to(Engine::Postgres).await;
        let stalled = other.another_node().await;
        let begun = stalled.accounts.begin(t.org, "test.example").await.unwrap();
        assert_eq!(begun, Readiness::Ready);
        let failed = account::import(&other.app, place.path(), &mut Unseen).await.unwrap_err();
        assert!(matches!(failed, Failed::Busy), "{failed}");
        // The other one says nothing for half a minute, and finds that it is too late.
        other.database.end_leases().await;
        account::import(&other.app, place.path(), &mut Unseen).await.unwrap();
        assert!(!stalled.accounts.keep(t.org).await.unwrap());
        assert!(!stalled.accounts.apply(t.org, Vec::new()).await.unwrap());
        assert!(!stalled.accounts.finish(t.org, Vec::new()).await.unwrap());
        stalled.accounts.give_up(t.org).await.unwrap();
        stalled.close().await;
        other.finish().await;
    });
}
