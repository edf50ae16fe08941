//! Files in an S3 bucket. The tests start moto, a server for the S3 protocol.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use axum::http::Method;
use deskbell_app::App;
use deskbell_app::files::{BucketSettings, Place};
use deskbell_http::Http;
use deskbell_model::Secret;
use deskbell_testkit::{Answer, Test, client, engines};

/// A server with the S3 protocol and an empty bucket.
struct Moto {
    child: Child,
    address: String,
}

impl Moto {
    fn start() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let program = root.join("target/tools/api/bin/moto_server");
        assert!(program.exists(), "moto_server is not there: `cargo xtask tools` installs it");
        let mut command = Command::new(program);
        command.args(["-H", "127.0.0.1", "-p", "0"]).stdin(Stdio::null()).stdout(Stdio::null());
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
        let address = lines.by_ref().find_map(|line| {
            line.split_once("Running on http://").map(|(_, address)| address.trim().to_owned())
        });
        // Its log is read to the end, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        let moto = Self { child, address: address.unwrap() };
        assert!(moto.ask("PUT", "/files").starts_with("HTTP/1.1 200"));
        moto
    }

    /// Sends a request without a body; returns the complete answer.
    fn ask(&self, method: &str, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let host = &self.address;
        let head = "Content-Length: 0\r\nConnection: close\r\n\r\n";
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: {host}\r\n{head}").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Returns the keys of all objects in the bucket.
    fn keys(&self) -> Vec<String> {
        let list = self.ask("GET", "/files?list-type=2");
        let keys = list.split("<Key>").skip(1);
        keys.map(|rest| rest.split('<').next().unwrap().to_owned()).collect()
    }

    fn place(&self) -> Place {
        Place::Bucket(BucketSettings {
            bucket: "files".into(),
            endpoint: format!("http://{}", self.address),
            region: "us-east-1".into(),
            prefix: "desk".into(),
            access_key: "key".into(),
            secret_key: Secret::new("secret".into()),
        })
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// A server under test that stores files in the bucket.
struct Node {
    app: Arc<App>,
    http: Http,
    key: String,
}

impl Node {
    async fn of(t: &Test, place: Place) -> Self {
        let app = t.node_with_files(|files| files.place = place).await;
        let http = deskbell_web::http(Arc::clone(&app)).unwrap();
        Self { app, http, key: t.key.clone() }
    }

    async fn upload(&self, bytes: Vec<u8>) -> Answer {
        let request = client::request_as(&self.key, Method::POST, "/v1/files", &[], bytes);
        client::send(&self.http, request).await
    }

    async fn load(&self, answer: &Answer, headers: &[(&str, &str)]) -> Answer {
        let link = answer.json()["url"].as_str().unwrap().to_owned();
        client::send(&self.http, client::request(Method::GET, &link, headers)).await
    }

    async fn close(self) {
        drop(self.http);
        self.app.close().await;
    }
}

engines! {
    async fn a_bucket_keeps_files_small_and_large_and_gives_ranges_of_them(t: &Test) {
        let moto = Moto::start();
        let node = Node::of(t, moto.place()).await;
        let large: Vec<u8> = (0..12_000_000_u32).map(|it| it.to_le_bytes()[1]).collect();
        // Exactly one part, and exactly two.
        let (part, parts) = (large[..5 * 1024 * 1024].to_vec(), large[..10 * 1024 * 1024].to_vec());
        for bytes in [b"small".to_vec(), part, parts, large.clone()] {
            let file = node.upload(bytes.clone()).await;
            assert_eq!(file.status, 201, "{}", String::from_utf8_lossy(&file.body));
            let whole = node.load(&file, &[]).await;
            assert!(whole.status == 200 && whole.body == bytes, "{}", whole.body.len());
            let range = node.load(&file, &[("range", "bytes=2-4")]).await;
            assert_eq!((range.status, &range.body[..]), (206, &bytes[2..5]));
        }
        let keys = moto.keys();
        assert_eq!(keys.len(), 4);
        assert!(keys.iter().all(|key| key.starts_with(&format!("desk/{}/", t.org))), "{keys:?}");
        let compared = node.app.files.compare(t.org).await.unwrap();
        assert_eq!((compared.blobs, compared.missing, compared.unknown.len()), (4, 0, 0));
        // What is lost is found, and what nobody knows is removed.
        assert!(moto.ask("DELETE", &format!("/files/{}", keys[0])).starts_with("HTTP/1.1 204"));
        let stray = format!("/files/desk/{}/01/01230123012301230123012301230123", t.org);
        assert!(moto.ask("PUT", &stray).starts_with("HTTP/1.1 200"));
        let compared = node.app.files.compare(t.org).await.unwrap();
        assert_eq!((compared.missing, compared.unknown.len()), (1, 1));
        assert_eq!(node.app.files.remove_unknown(t.org).await.unwrap(), 1);
        assert_eq!(moto.keys().len(), 3);
        node.close().await;
    }

    async fn an_upload_to_a_bucket_that_fails_is_passing_and_leaves_nothing(t: &Test) {
        let moto = Moto::start();
        let node = Node::of(t, moto.place()).await;
        assert_eq!(node.upload(b"first".to_vec()).await.status, 201);
        assert_eq!(node.upload(b"first".to_vec()).await.status, 201);
        assert_eq!(moto.keys().len(), 2, "the same bytes are noted as superfluous");
        node.app.files.remove_loose().await.unwrap();
        let place = moto.place();
        drop(moto);
        let refused = node.upload(b"second".to_vec()).await;
        assert_eq!(refused.status, 503);
        node.close().await;
        let Place::Bucket(settings) = place else { unreachable!("it is a bucket") };
        let missing = Place::Bucket(BucketSettings { bucket: "a b".into(), ..settings });
        let node = Node::of(t, missing).await;
        assert_eq!(node.upload(b"third".to_vec()).await.status, 503);
        node.close().await;
    }
}
