//! Tests of files and blobs: equal bytes are stored only once, and every key is recorded as long as
//! the key's bytes may exist.

use std::convert::Infallible;

use deskbell_model::{Actor, File, FileId, MediaType, NewFile, OrgId, Seconds};

use super::engines;
use super::fixture::{self, Db};
use super::samples::{agent, id};
use crate::blobs::{self, Stored};
use crate::files::{self, Added, Served, Uploads};
use crate::pictures::{self, Picture};
use crate::{Class, Conn, Result, Stop, Tx, Write, agents, erasures, integrity, reads, sweeps};

/// A step of an upload, or of the removal of files.
enum Step {
    Begin(&'static str),
    Add(NewFile, &'static str, u64),
    GiveUp(&'static str),
    GiveUpOld,
    Name(File),
    ForgetUnnamed,
    Removed(Vec<String>),
    Erase,
    Secret(&'static str),
    Give(Seconds),
    Hire,
    Picture(Option<FileId>),
    Oldest,
}

#[derive(Debug, PartialEq)]
enum Out {
    Done,
    Number(u64),
    Added(Added),
}

impl Write for Step {
    type Out = Out;
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Out, Stop<Infallible>> {
        let (org, at) = (tx.org, Seconds::new(100));
        match self {
            Self::Begin(key) => Ok(Out::Number(blobs::begin(tx, key, "secret", at).await?)),
            Self::Add(new, key, quota) => {
                Ok(Out::Added(files::add(tx, new, key, *quota, at).await?))
            }
            Self::GiveUp(key) => {
                blobs::give_up(tx, &[(*key).to_owned()], at).await?;
                Ok(Out::Done)
            }
            Self::GiveUpOld => {
                let times = (at, Seconds::new(200));
                Ok(Out::Number(blobs::give_up_old(org, tx.conn, times, 9).await?))
            }
            Self::Name(file) => {
                files::name(org, tx.conn, std::slice::from_ref(file), (id(6), 2)).await?;
                Ok(Out::Done)
            }
            Self::ForgetUnnamed => {
                let times = (at, Seconds::new(200));
                Ok(Out::Number(files::forget_unnamed(tx, times, at, 9).await?))
            }
            Self::Removed(keys) => {
                blobs::removed(org, tx.conn, keys).await?;
                Ok(Out::Done)
            }
            Self::Erase => {
                erasures::step(tx, at, 1_000).await?;
                Ok(Out::Done)
            }
            Self::Give(since) => {
                files::give(org, tx.conn, (id(5), id(4)), *since, 9).await?;
                Ok(Out::Done)
            }
            Self::Hire => {
                agents::insert(tx, &agent()).await?;
                Ok(Out::Done)
            }
            Self::Picture(file) => {
                Ok(Out::Number(pictures::set(tx, agent().id, *file, at).await?.into()))
            }
            Self::Oldest => {
                let oldest = sweeps::oldest(tx).await?.file;
                Ok(Out::Number(oldest.map_or(0, |at| at.get().into())))
            }
            Self::Secret(secret) => {
                blobs::replace_secret(org, tx.conn, secret).await?;
                Ok(Out::Done)
            }
        }
    }
}

reads! {
    ServedFile(org: OrgId, file: FileId) -> Option<Served> =
        async |conn| files::served(org, conn, file).await;
    Removing(org: OrgId) -> Vec<String> = async |conn| blobs::removing(org, conn, 9).await;
    AllStored(org: OrgId) -> Vec<Stored> = async |conn| blobs::stored(org, conn, "", 9).await;
    IsKnown(org: OrgId, key: &'static str) -> bool =
        async |conn| blobs::is_known(org, conn, key).await;
    OfMessages(org: OrgId) -> Vec<(u64, File)> =
        async |conn| files::of_messages(org, conn, id(6), (1, 2)).await;
    Unnamed(org: OrgId, file: FileId) -> Option<File> =
        async |conn| files::unnamed(org, conn, file).await;
    Pictures(org: OrgId) -> Vec<Picture> = async |conn| pictures::all(org, conn).await;
    Check(org: OrgId) -> Vec<String> = async |conn| integrity::check(org, conn).await;
    UploadsOf(org: OrgId, since: Seconds) -> Uploads =
        async |conn| files::uploads(org, conn, id(5), since).await;
}

fn new(sha256: &str, bytes: u64) -> NewFile {
    NewFile {
        sha256: sha256.into(),
        bytes,
        media: MediaType::Png,
        name: "name".into(),
        width: Some(7),
        height: Some(8),
        by: Actor::Customer(id(5)),
    }
}

async fn step(db: &Db, step: Step) -> Out {
    db.write(step).await.expect("a step")
}

async fn upload(db: &Db, key: &'static str, new: NewFile) -> File {
    step(db, Step::Begin(key)).await;
    match step(db, Step::Add(new, key, 1_000)).await {
        Out::Added(Added::File(file)) => file,
        other => panic!("{other:?}"),
    }
}

async fn removing(db: &Db) -> Vec<String> {
    db.store.read(Class::Page, Removing(db.org)).await.expect("keys")
}

async fn stored(db: &Db) -> Vec<String> {
    let stored = db.store.read(Class::Page, AllStored(db.org)).await.expect("keys");
    stored.into_iter().map(|it| it.key).collect()
}

async fn is_known(db: &Db, key: &'static str) -> bool {
    db.store.read(Class::Point, IsKnown(db.org, key)).await.expect("an answer")
}

engines! {
    async fn a_file_is_read_as_it_was_added_with_its_key_and_the_secret(db: &Db) {
        let file = upload(db, "key", new("hash", 9)).await;
        assert_eq!(file, File { id: id(1), new: new("hash", 9), chat: None,
            created_at: Seconds::new(100) });
        let served = db.store.read(Class::Point, ServedFile(db.org, id(1))).await.expect("a file");
        let expected = Served { file: file.clone(), blob_key: "key".into(),
            secret: "secret".into() };
        assert_eq!(served, Some(expected));
        step(db, Step::Secret("another")).await;
        let served = db.store.read(Class::Point, ServedFile(db.org, id(1))).await.expect("a file");
        assert_eq!(served.map(|it| it.secret).as_deref(), Some("another"));
        let other = db.new_organization("two.example").await;
        let of_other = db.store.read(Class::Point, ServedFile(other, id(1))).await;
        assert_eq!(of_other.expect("an answer"), None);
        let of = async |since| {
            let read = UploadsOf(db.org, Seconds::new(since));
            db.store.read(Class::Page, read).await.expect("counts")
        };
        assert_eq!(of(99).await, Uploads { files: 1, bytes: 9, first_at: Seconds::new(100) });
        for (since, left) in [(100, 1), (99, 0)] {
            step(db, Step::Give(Seconds::new(since))).await;
            assert_eq!(of(0).await.files, left, "{since}");
        }
        assert_eq!(of(100).await, Uploads { files: 0, bytes: 0, first_at: Seconds::new(0) });
    }

    async fn the_same_content_is_stored_once_and_goes_with_its_last_file(db: &Db) {
        upload(db, "first", new("hash", 9)).await;
        let second = upload(db, "second", new("hash", 9)).await;
        assert_eq!(step(db, Step::Begin("third")).await, Out::Number(9), "it counts once");
        assert_eq!(stored(db).await, ["first"]);
        assert_eq!(removing(db).await, ["second"], "bytes that are there twice");
        step(db, Step::Removed(vec!["second".into()])).await;
        assert!(!is_known(db, "second").await && is_known(db, "third").await);
        step(db, Step::Name(second.clone())).await;
        assert_eq!(step(db, Step::ForgetUnnamed).await, Out::Number(1), "the first");
        assert_eq!((stored(db).await, removing(db).await), (vec!["first".into()], vec![]));
        let named = db.store.read(Class::Page, OfMessages(db.org)).await.expect("files");
        assert_eq!(named, [(2, File { chat: Some(id(6)), ..second })]);
        db.batch("INSERT INTO erasures (org_id, kind, subject) VALUES (1, 'chat', 6)").await;
        step(db, Step::Erase).await;
        assert_eq!((stored(db).await, removing(db).await), (vec![], vec!["first".into()]));
        assert_eq!(step(db, Step::Begin("fourth")).await, Out::Number(0));
    }

    async fn an_upload_that_was_given_up_gets_no_file(db: &Db) {
        step(db, Step::Begin("early")).await;
        step(db, Step::GiveUp("early")).await;
        let added = step(db, Step::Add(new("hash", 9), "early", 1_000)).await;
        assert_eq!(added, Out::Added(Added::GivenUp));
        step(db, Step::Begin("old")).await;
        assert_eq!(step(db, Step::GiveUpOld).await, Out::Number(1));
        let added = step(db, Step::Add(new("hash", 9), "old", 1_000)).await;
        assert_eq!(added, Out::Added(Added::GivenUp));
        assert_eq!(removing(db).await, ["early", "old"]);
        upload(db, "kept", new("hash", 9)).await;
        step(db, Step::GiveUp("kept")).await;
        assert_eq!(removing(db).await, ["early", "old"], "a file that was added stays");
    }

    async fn a_quota_counts_each_content_once(db: &Db) {
        upload(db, "a", new("a", 600)).await;
        for (hash, bytes, fits) in [("b", 401, false), ("b", 400, true), ("a", 600, true)] {
            step(db, Step::Begin(hash)).await;
            let added = step(db, Step::Add(new(hash, bytes), hash, 1_000)).await;
            assert_eq!(added != Out::Added(Added::Full), fits, "{hash} {bytes}");
            step(db, Step::GiveUp(hash)).await;
            let keys = removing(db).await;
            step(db, Step::Removed(keys)).await;
        }
    }

    async fn a_picture_stays_without_a_message_and_goes_with_the_next_one(db: &Db) {
        step(db, Step::Hire).await;
        let first = upload(db, "first", new("a", 9)).await;
        let unnamed = async |file: &File| {
            db.store.read(Class::Point, Unnamed(db.org, file.id)).await.expect("a file")
        };
        assert_eq!(unnamed(&first).await.as_ref(), Some(&first));
        assert_eq!(step(db, Step::Oldest).await, Out::Number(100));
        assert_eq!(step(db, Step::Picture(None)).await, Out::Number(0), "there was none");
        assert_eq!(step(db, Step::Picture(Some(first.id))).await, Out::Number(1));
        assert_eq!(unnamed(&first).await, None, "no message gets it");
        assert_eq!(step(db, Step::Oldest).await, Out::Number(0), "no sweep waits for it");
        assert_eq!(step(db, Step::ForgetUnnamed).await, Out::Number(0));
        let second = upload(db, "second", new("b", 9)).await;
        step(db, Step::Picture(Some(second.id))).await;
        assert_eq!((stored(db).await, removing(db).await),
            (vec!["second".into()], vec!["first".into()]));
        let all = async || db.store.read(Class::Page, Pictures(db.org)).await.expect("pictures");
        assert_eq!(all().await, [Picture { agent: agent().id, file: second.id }]);
        let findings = async || db.store.read(Class::Scan, Check(db.org)).await.expect("findings");
        assert_eq!(findings().await, Vec::<String>::new());
        db.batch("UPDATE agents SET picture = 9").await;
        assert_eq!(findings().await, ["agent 1 has a picture that is not there"]);
        db.batch("UPDATE agents SET picture = 2").await;
        assert_eq!(step(db, Step::Picture(None)).await, Out::Number(1));
        assert_eq!((stored(db).await, all().await), (vec![], vec![]));
    }

    async fn a_deleted_customer_leaves_no_file_behind(db: &Db) {
        upload(db, "theirs", new("hash", 9)).await;
        let by = Actor::Customer(id(4));
        upload(db, "another's", NewFile { by, ..new("other", 9) }).await;
        db.batch("INSERT INTO erasures (org_id, kind, subject) VALUES (1, 'customer', 5)").await;
        step(db, Step::Erase).await;
        assert_eq!((stored(db).await, removing(db).await),
            (vec!["another's".into()], vec!["theirs".into()]));
    }
}
