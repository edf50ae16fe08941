//! The proxies of `docs/operate/proxies.md`, each with its documented configuration, in front of
//! two servers on one database.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use deskbell_lab::certificates::{Authority, ECDSA, LASTING};
use deskbell_lab::postgres::free_port;
use deskbell_lab::proxy::{CADDY, HAPROXY, Kind, NGINX, Proxy};
use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, block_on};
use tempfile::TempDir;

use crate::process::{Server, data, text};

const HOST: &str = "desk.example.com";
/// The number of changes made before a server stops or the proxy is reloaded; the same number of
/// changes is made afterwards.
const CHANGES: usize = 30;
/// The number of requests within which a reloaded proxy must use its new configuration.
const RELOADED_WITHIN: usize = 1_000;
/// The number of requests within which a client that repeats a refused request gets an answer.
const ANSWERED_WITHIN: usize = 1_000;
/// A part of each documented configuration that clients see, and what replaces it.
const AGES: [&str; 2] = ["max-age=31536000", "max-age=31536001"];

/// The exit code of `curl` for a GOAWAY frame. nginx sends one when it ends a connection of which
/// it has taken no request, and a client may repeat its request (RFC 9113, section 6.8).
const GONE_AWAY: i32 = 16;
/// The largest number of attempts at a request that nginx does not take.
const ATTEMPTS_MAX: usize = 3;

const STREAM: &str = "/v1/stream?after=0";
const SOCKET: &str = "/v1/ws?after=0";
/// The arguments of `curl` that ask for a WebSocket.
const UPGRADE: [&str; 9] = [
    "--http1.1",
    "--header",
    "Connection: Upgrade",
    "--header",
    "Upgrade: websocket",
    "--header",
    "Sec-WebSocket-Version: 13",
    "--header",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
];

/// The first code block of `docs/operate/proxies.md` in this language.
fn documented(language: &str) -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/operate/proxies.md");
    let page = std::fs::read_to_string(page).unwrap();
    let (_, block) = page.split_once(&format!("```{language}\n")).unwrap();
    block.split_once("\n```\n").unwrap().0.to_owned()
}

/// Two servers, with a proxy in front.
struct Setup {
    database: Database,
    key: String,
    servers: [Option<Server>; 2],
    proxy: Proxy,
    repeated: Option<&'static str>,
    configuration: String,
    port: u16,
    authority: PathBuf,
    folder: TempDir,
}

impl Setup {
    /// Starts the servers and the proxy; `adapt` puts a port and a folder with `desk.crt`,
    /// `desk.key` and `desk.pem` into the documented configuration.
    /// `repeated` is the status of requests that no server got, if clients must repeat them.
    fn start(
        kind: &Kind,
        language: &str,
        repeated: Option<&'static str>,
        adapt: impl Fn(&str, u16, &Path) -> String,
    ) -> Self {
        let database = block_on(Database::migrated(Engine::Postgres));
        let folder = tempfile::tempdir().unwrap();
        let files = folder.path().join("files");
        let settings = [
            ("DESKBELL_SERVER__TRUSTED_PROXIES", "127.0.0.1"),
            ("DESKBELL_LIMITS__REQUESTS_PER_MINUTE", "0"),
            ("DESKBELL_FILES__FOLDER", files.to_str().unwrap()),
        ];
        std::fs::create_dir(&files).unwrap();
        let key = data(&database.url, &["key", "create"]);
        let servers = [(); 2].map(|()| Server::start(&database.url, &settings));
        let authority = Authority::make(folder.path(), ECDSA);
        let issued = authority.issue("desk", &format!("DNS:{HOST}"), LASTING);
        let pem = [&issued.certificate, &issued.key];
        let pem = pem.map(|path| std::fs::read_to_string(path).unwrap()).concat();
        std::fs::write(folder.path().join("desk.pem"), pem).unwrap();
        let port = free_port().unwrap();
        let mut configuration = adapt(&documented(language), port, folder.path());
        for (documented, server) in ["127.0.0.1:8080", "127.0.0.1:8081"].iter().zip(&servers) {
            let address = server.address.strip_prefix("http://").unwrap();
            assert!(configuration.contains(documented), "{configuration}");
            configuration = configuration.replace(documented, address);
        }
        let proxy = Proxy::start(kind, &configuration, folder.path());
        Self {
            database,
            key,
            servers: servers.map(Some),
            proxy,
            repeated,
            configuration,
            port,
            authority: authority.certificate(),
            folder,
        }
    }

    /// A call of `curl` through the proxy, with an API key.
    fn curl(&self, target: &str, words: &[&str]) -> Command {
        let mut curl = Command::new("curl");
        curl.args(["--silent", "--show-error", "--no-buffer", "--max-time", "20", "--cacert"]);
        curl.arg(&self.authority).arg("--resolve").arg(format!("{HOST}:{}:127.0.0.1", self.port));
        curl.arg("--header").arg(format!("Authorization: Bearer {}", self.key)).args(words);
        curl.arg(format!("https://{HOST}:{}{target}", self.port)).stdin(Stdio::null());
        curl
    }

    /// Sends a request with `curl`, as clients do: again if a reloaded proxy has not taken it.
    fn output(&self, target: &str, words: &[&str]) -> Output {
        let output = || self.curl(target, words).output().unwrap();
        let is_taken = |output: &Output| output.status.code() != Some(GONE_AWAY);
        (1..ATTEMPTS_MAX).map(|_| output()).find(is_taken).unwrap_or_else(output)
    }

    /// Sends a request; returns the body and the status.
    fn answer(&self, target: &str, words: &[&str]) -> (String, String) {
        let output = self.output(target, &[words, &["--write-out", "\n%{http_code}"]].concat());
        let answer = text(&output.stdout);
        let (body, status) = answer.rsplit_once('\n').unwrap();
        (body.to_owned(), format!("{status}{}", text(&output.stderr)))
    }

    /// Creates a customer with this name; returns the status of the answer.
    fn makes(&self, name: &str) -> String {
        self.makes_despite(None, name)
    }

    /// Creates a customer with this name, again after answers with the status `repeated`.
    fn makes_despite(&self, repeated: Option<&str>, name: &str) -> String {
        let body = format!(r#"{{"name":"{name}"}}"#);
        let answer = || self.answer("/v1/customers", &["--data", &body]);
        let is_final = |(_, status): &(String, String)| Some(status.as_str()) != repeated;
        let found = (1..ANSWERED_WITHIN).map(|_| answer()).find(is_final);
        let (made, status) = found.unwrap_or_else(answer);
        assert!(status != "201" || made.contains(&body[1..body.len() - 1]), "{name}: {made}");
        status
    }

    /// Follows the feed with `curl`, for as long as a slow machine may need for the whole test.
    fn follows(&self, target: &str) -> Follower {
        let words: &[&str] = if target == SOCKET { &UPGRADE } else { &[] };
        let mut curl = self.curl(target, words);
        let mut child = curl.args(["--max-time", "600"]).stdout(Stdio::piped()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        Follower { child, out }
    }

    /// Checks the documented behaviour of this proxy; stops one server at the end.
    fn keeps_its_promises(mut self) {
        assert_eq!(self.answer("/v1/chats", &[]).1, "200");
        let (page, status) = self.answer("/inbox", &["--location"]);
        assert!(status == "200" && page.contains("<!doctype html>"), "{status}: {page}");
        self.takes_a_large_file();
        self.passes_events_on_at_once(STREAM);
        self.passes_events_on_at_once(SOCKET);
        self.loses_no_request_when_a_server_stops();
        self.ends();
    }

    fn ends(self) {
        let Self { database, servers, .. } = self;
        drop(servers);
        block_on(database.remove());
    }

    /// Uploads a file that exceeds the default limit of nginx.
    fn takes_a_large_file(&self) {
        let file = self.folder.path().join("large.bin");
        std::fs::write(&file, vec![b'x'; 2_000_000]).unwrap();
        let body = format!("@{}", file.display());
        let (answer, status) = self.answer("/v1/files?name=large.bin", &["--data-binary", &body]);
        assert_eq!(status, "201", "{answer}");
    }

    /// Follows the feed and makes two changes: the second change is made only when the first change
    /// has arrived.
    fn passes_events_on_at_once(&self, target: &str) {
        let mut follower = self.follows(target);
        for name in ["first", "second"] {
            assert_eq!(self.makes(name), "201");
            assert!(follower.hears_of(name), "{target} ended without {name}");
        }
    }

    fn loses_no_request_when_a_server_stops(&mut self) {
        let stopping = self.servers[0].take().unwrap();
        self.loses_no_request_during(self.repeated, || stopping.stops());
    }

    /// The number of customers.
    fn customers(&self) -> u64 {
        let (answer, status) = self.answer("/v1/customers?limit=1", &[]);
        assert_eq!(status, "200", "{answer}");
        let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
        answer["total"].as_u64().unwrap()
    }

    /// Makes changes one after the other while something is done, and checks that each change is
    /// answered and made once. A change is made again after answers with the status `repeated`.
    fn loses_no_request_during(&self, repeated: Option<&str>, work: impl FnOnce()) {
        let before = self.customers();
        let makes = |name: String| assert_eq!(self.makes_despite(repeated, &name), "201");
        let is_over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let writer = scope.spawn(|| {
                let mut after = 0;
                let mut all = 0;
                while after < CHANGES {
                    makes(format!("Una {all}"));
                    all += 1;
                    after += usize::from(is_over.load(Ordering::Relaxed));
                }
                all
            });
            (0..CHANGES).for_each(|all| makes(format!("Ada {all}")));
            work();
            is_over.store(true, Ordering::Relaxed);
            let made = CHANGES as u64 + writer.join().unwrap();
            assert_eq!(self.customers(), before + made);
        });
    }

    /// Reloads the proxy with another configuration while others write and follow; `kept` are the
    /// targets whose followers keep their connection. The others must hear of all changes when they
    /// connect again.
    fn loses_nothing_when_reloaded(self, kept: &[&str]) {
        let mut followers = [STREAM, SOCKET].map(|target| (target, self.follows(target)));
        assert_eq!(self.makes("before"), "201");
        for (target, follower) in &mut followers {
            assert!(follower.hears_of("before"), "{target}");
        }
        let [old, new] = AGES;
        assert!(self.configuration.contains(old), "{}", self.configuration);
        self.loses_no_request_during(None, || {
            self.proxy.reload(&self.configuration.replace(old, new));
            assert!((0..RELOADED_WITHIN).any(|_| self.age() == new), "nothing is reloaded");
        });
        assert_eq!(self.makes("after"), "201");
        for (target, mut follower) in followers {
            let is_kept = follower.hears_of("after");
            assert_eq!(is_kept, kept.contains(&target), "{target}");
            assert!(is_kept || self.follows(target).hears_of("after"), "{target} again");
        }
        self.ends();
    }

    /// The part of the configuration that answers a request.
    fn age(&self) -> String {
        let header = "%header{strict-transport-security}";
        let words = ["--output", "/dev/null", "--write-out", header];
        let output = self.output("/v1/chats", &words);
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    }
}

/// A program that follows a feed, killed when dropped.
struct Follower {
    child: Child,
    out: BufReader<ChildStdout>,
}

impl Follower {
    /// Waits for a change of the customer with this name; returns false when the connection ends.
    fn hears_of(&mut self, name: &str) -> bool {
        let mut heard = Vec::new();
        while !String::from_utf8_lossy(&heard).contains(&format!(r#""name":"{name}""#)) {
            if self.out.read_until(b'}', &mut heard).unwrap() == 0 {
                return false;
            }
        }
        true
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn nginx() -> Setup {
    let adapt = |block: &str, port: u16, folder: &Path| {
        let folder = folder.display();
        let block = block.replace("listen 443", &format!("listen 127.0.0.1:{port}"));
        let block = block.replace("/etc/ssl/", &format!("{folder}/"));
        let paths: Vec<_> = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|name| format!("{name}_temp_path {folder}/{name};"))
            .to_vec();
        format!(
            "user root;\npid {folder}/proxy.pid;\nworker_processes 1;\nevents {{}}\n\
             http {{\naccess_log off;\n{}\n{block}\n}}\n",
            paths.join("\n")
        )
    };
    Setup::start(&NGINX, "nginx", None, adapt)
}

fn haproxy() -> Setup {
    let adapt = |block: &str, port: u16, folder: &Path| {
        let block = block.replace("bind :443", &format!("bind 127.0.0.1:{port}"));
        block.replace("/etc/haproxy/", &format!("{}/", folder.display())) + "\n"
    };
    Setup::start(&HAPROXY, "haproxy", None, adapt)
}

fn caddy() -> Setup {
    let adapt = |block: &str, port: u16, folder: &Path| {
        let folder = folder.display();
        // In place of a certificate from the internet.
        let site = format!(
            "https://{HOST}:{port} {{\n\tbind 127.0.0.1\n\t\
             tls {folder}/desk.crt {folder}/desk.key\n"
        );
        let block = block.replacen(&format!("{HOST} {{\n"), &site, 1);
        format!(
            "{{\n\tadmin unix/{folder}/admin.sock\n\tauto_https disable_redirects\n}}\n{block}\n"
        )
    };
    Setup::start(&CADDY, "caddy", Some("502"), adapt)
}

#[test]
fn nginx_as_documented_keeps_what_the_page_promises() {
    nginx().keeps_its_promises();
}

#[test]
fn haproxy_as_documented_keeps_what_the_page_promises() {
    haproxy().keeps_its_promises();
}

#[test]
fn caddy_as_documented_keeps_what_the_page_promises() {
    caddy().keeps_its_promises();
}

#[test]
fn nginx_is_reloaded_without_a_lost_request_or_a_broken_stream() {
    nginx().loses_nothing_when_reloaded(&[STREAM, SOCKET]);
}

#[test]
fn haproxy_is_reloaded_without_a_lost_request_or_a_broken_stream() {
    haproxy().loses_nothing_when_reloaded(&[STREAM, SOCKET]);
}

#[test]
fn caddy_is_reloaded_without_a_lost_request_and_ends_websockets_alone() {
    caddy().loses_nothing_when_reloaded(&[STREAM]);
}
