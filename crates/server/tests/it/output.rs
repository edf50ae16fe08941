//! Output that is not read or cannot be written: the process keeps running.

use std::fs::OpenOptions;
use std::io::{BufRead as _, BufReader, Read as _, Write as _, pipe};
use std::net::TcpStream;
use std::os::unix::fs::MetadataExt as _;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::process::{SERVE, Server, deskbell, first_line, migrated, place, text};

/// The capacity of a pipe, in bytes.
const A_PIPE: usize = 64 * 1024;
/// A number of log lines that exceeds the capacity of a pipe.
const MORE_THAN_A_PIPE: usize = 900;
/// A number of log lines that exceeds the capacity of a pipe and of the server's queue.
const MORE_THAN_WAITS: usize = 7_000;

/// An output to which every write fails.
fn full() -> Stdio {
    OpenOptions::new().write(true).open("/dev/full").unwrap().into()
}

/// Starts a server with `log` as standard error.
fn logging_to(url: &str, log: Stdio) -> Server {
    let mut child = deskbell(url, SERVE).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
    let said = first_line(&mut child).unwrap();
    Server::adopt(child, &said)
}

/// Sends `times` requests without a key on one connection. The server refuses and logs each
/// request.
fn be_refused(server: &Server, times: usize) {
    let host = server.address.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let mut answers = BufReader::new(stream.try_clone().unwrap());
    let request = format!("GET /v1/chats HTTP/1.1\r\nHost: {host}\r\n\r\n");
    for _ in 0..times / 100 {
        stream.write_all(request.repeat(100).as_bytes()).unwrap();
        for _ in 0..100 {
            let (mut line, mut bytes) = (String::new(), 0);
            answers.read_line(&mut line).unwrap();
            assert!(line.starts_with("HTTP/1.1 4"), "{line:?}");
            while line.trim_end() != "" {
                line.clear();
                answers.read_line(&mut line).unwrap();
                if let Some(length) = line.strip_prefix("content-length: ") {
                    bytes = length.trim_end().parse().unwrap();
                }
            }
            answers.read_exact(&mut vec![0; bytes]).unwrap();
        }
    }
}

fn is_well(server: &Server) {
    assert_eq!(server.ask("GET", None, "/healthz").0, 200);
    let key = server.key.clone().unwrap();
    assert_eq!(server.get(&key, "/v1/chats/total").0, 200);
}

#[test]
fn a_log_on_a_full_disk_costs_no_answer_and_no_stop() {
    let (_folder, url) = place();
    let server = logging_to(&url, full());
    be_refused(&server, 100);
    is_well(&server);
    server.stops();
}

#[test]
fn a_log_that_nobody_reads_holds_nothing_up() {
    let (_folder, url) = place();
    let (_unread, log) = pipe().unwrap();
    let server = logging_to(&url, log.into());
    be_refused(&server, MORE_THAN_A_PIPE);
    is_well(&server);
    server.stops();
}

#[test]
fn a_log_whose_reader_went_away_holds_nothing_up() {
    let (_folder, url) = place();
    let (reader, log) = pipe().unwrap();
    let server = logging_to(&url, log.into());
    drop(reader);
    be_refused(&server, 100);
    is_well(&server);
    server.stops();
}

#[test]
fn lines_that_were_dropped_are_counted_once_the_log_is_read_again() {
    let (_folder, url) = place();
    let (log, of_server) = pipe().unwrap();
    let server = logging_to(&url, of_server.into());
    be_refused(&server, MORE_THAN_WAITS);
    is_well(&server);
    let mut told = BufReader::new(log).lines().map(Result::unwrap);
    let lines = |line: &str| line.rsplit_once("were dropped").map(|(_, rest)| rest.to_owned());
    let dropped = told.find_map(|line| lines(&line)).unwrap();
    let dropped: usize = dropped.rsplit_once("lines=").unwrap().1.parse().unwrap();
    assert!((1..MORE_THAN_WAITS).contains(&dropped), "{dropped}");
    server.signal("-TERM");
    // The log is still written to its last line.
    let rest: Vec<String> = told.collect();
    assert!(rest.iter().any(|line| line.contains("stopping")), "{rest:?}");
    assert_eq!(server.wait(), Some(0));
}

/// Starts a server with `out` as standard output; returns the process, and the address that its log
/// reports.
fn saying_to(url: &str, out: Stdio) -> (Child, String) {
    let mut command = deskbell(url, SERVE);
    command.env("DESKBELL_LOG__FORMAT", "json");
    let mut child = command.stdout(out).stderr(Stdio::piped()).spawn().unwrap();
    let log = BufReader::new(child.stderr.take().unwrap());
    let said: Value = log
        .lines()
        .map(|line| serde_json::from_str::<Value>(&line.unwrap()).unwrap())
        .find(|line| line["message"] == "serving")
        .unwrap();
    let address = said["address"].as_str().unwrap().to_owned();
    (child, address)
}

#[test]
fn a_server_whose_output_nobody_takes_serves_all_the_same() {
    let (unread, mut out) = pipe().unwrap();
    // Fills the pipe.
    out.write_all(&[b'x'; A_PIPE]).unwrap();
    for out in [out.into(), full()] {
        let (_folder, url) = place();
        let (child, address) = saying_to(&url, out);
        let server = Server::adopt(child, &serde_json::json!({"address": address}));
        // The server listens even before it gives up writing its first lines.
        assert_eq!(server.ask("GET", None, "/healthz").0, 200);
        server.stops();
    }
    drop(unread);
}

/// Runs a command with `out` as standard output and `talk` as standard error; returns its exit
/// code.
fn code(url: &str, args: &[&str], out: Stdio, talk: Stdio) -> Option<i32> {
    deskbell(url, args).stdout(out).stderr(talk).status().unwrap().code()
}

#[test]
fn data_without_room_is_a_sentence_and_without_a_reader_a_quiet_end() {
    let (_folder, url) = migrated();
    for args in
        [&["openapi"][..], &["--help"], &["config", "show"], &["org", "create", "a.example"]]
    {
        let output = deskbell(&url, args).stdout(full()).stderr(Stdio::piped()).output().unwrap();
        let talk = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{args:?}: {talk}");
        assert!(talk.contains("the output could not be written"), "{args:?}: {talk}");
    }
    for args in [&["openapi"][..], &["--help"], &["config", "show"], &["org", "list"]] {
        let (reader, out) = pipe().unwrap();
        drop(reader);
        let output = deskbell(&url, args).stdout(out).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(
            (output.status.code(), text(&output.stderr).as_str()),
            (Some(0), ""),
            "{args:?}"
        );
    }
}

#[test]
fn a_command_whose_talk_nobody_takes_does_its_work() {
    let (_folder, url) = place();
    let seed = ["seed", "--chats", "50", "-vv"];
    assert_eq!(code(&url, &seed, Stdio::null(), full()), Some(0));
    let (_unread, talk) = pipe().unwrap();
    // The pipe is full, so no line of the command can be written to it.
    let mut filled = talk.try_clone().unwrap();
    filled.write_all(&[b'x'; A_PIPE]).unwrap();
    assert_eq!(code(&url, &seed, Stdio::null(), talk.into()), Some(0));
    assert_eq!(code(&url, &["nonsense"], Stdio::null(), full()), Some(2));
    let mut list = deskbell(&url, &["org", "list"]);
    assert_eq!(text(&list.output().unwrap().stdout).lines().count(), 2);
}

/// Starts a server; returns the server and a function that reads its log to the end.
fn started(url: &str) -> (Server, impl FnOnce() -> String) {
    let (mut log, of_server) = pipe().unwrap();
    let server = logging_to(url, of_server.into());
    let read = move || {
        let mut said = String::new();
        log.read_to_string(&mut said).unwrap();
        said
    };
    (server, read)
}

#[test]
fn signals_stop_a_server_as_they_should_or_do_nothing() {
    let (_folder, url) = place();
    for stop in ["-TERM", "-INT", "-QUIT"] {
        let (server, log) = started(&url);
        for harmless in
            ["-HUP", "-USR1", "-USR2", "-PIPE", "-ALRM", "-VTALRM", "-PROF", "-IO", "-XFSZ"]
        {
            server.signal(harmless);
            assert_eq!(server.ask("GET", None, "/healthz").0, 200, "{harmless}");
        }
        server.signal(stop);
        assert_eq!(server.wait(), Some(0), "{stop}");
        let log = log();
        assert_eq!(log.matches("stopping").count(), 1, "{log}");
    }
}

#[test]
fn the_start_says_which_database_it_serves_and_which_variables_are_no_settings() {
    let (folder, url) = place();
    let mut command: Command = deskbell(&url, SERVE);
    command.env("DESKBELL_DATABASE_URL", "postgres://u:hunter2@db.example/desk");
    command.env("DESKBELL_PORT", "tcp://10.0.0.1:80").env("DESKBELL_SERVICE_HOST", "10.0.0.1");
    command.env("DESKBELL_TEST_POSTGRES", "x").current_dir(folder.path());
    let (log, of_server) = pipe().unwrap();
    let mut child = command.stdout(Stdio::piped()).stderr(of_server).spawn().unwrap();
    drop(command);
    let said = first_line(&mut child).unwrap();
    assert_eq!(said["database"], url.as_str());
    let server = Server::adopt(child, &said);
    server.stops();
    let log = std::io::read_to_string(log).unwrap();
    assert!(log.contains("serving") && log.contains(&url), "{log}");
    let hint = "did you mean DESKBELL_DATABASE__URL (database.url)?";
    assert!(log.contains("variable=DESKBELL_DATABASE_URL") && log.contains(hint), "{log}");
    assert_eq!(log.matches("is no setting").count(), 1, "{log}");
    assert!(!log.contains("hunter2"), "{log}");
}

#[test]
fn the_log_of_a_server_goes_on_in_a_new_file_when_the_old_one_is_renamed() {
    let (folder, url) = migrated();
    let (path, old) = (folder.path().join("d.log"), folder.path().join("d.log.1"));
    let mut command = deskbell(&url, SERVE);
    command.env("DESKBELL_LOG__FILE", &path).stderr(Stdio::piped());
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let said = first_line(&mut child).unwrap();
    let mut talk = child.stderr.take().unwrap();
    let server = Server::adopt(child, &said);
    std::fs::rename(&path, &old).unwrap();
    be_refused(&server, 100);
    server.stops();
    let (first, then) = (std::fs::read_to_string(&old).unwrap(), std::fs::read_to_string(&path));
    assert!(first.contains("starting") && !first.contains("stopping"), "{first}");
    assert!(then.unwrap().lines().count() > 100);
    let mut told = String::new();
    talk.read_to_string(&mut told).unwrap();
    assert!(!told.contains("starting"), "{told}");
    let nowhere = folder.path().join("none/d.log");
    let mut command = deskbell(&url, SERVE);
    let told = command.env("DESKBELL_LOG__FILE", &nowhere).output().unwrap();
    assert_eq!(told.status.code(), Some(2));
    assert!(text(&told.stderr).contains("`log.file`"), "{told:?}");
}

#[test]
fn lines_in_the_journal_have_their_priority_and_no_others_do() {
    let (folder, url) = migrated();
    let path = folder.path().join("journal");
    let journal = std::fs::File::create(&path).unwrap();
    let found = journal.metadata().unwrap();
    let stream = format!("{}:{}", found.dev(), found.ino());
    for (stream, prefixes) in [(stream.as_str(), ["<6>", "<4>"]), ("1:2", ["", ""])] {
        std::fs::write(&path, "").unwrap();
        let log = OpenOptions::new().append(true).open(&path).unwrap();
        let mut command = deskbell(&url, SERVE);
        command.env("JOURNAL_STREAM", stream).env("DESKBELL_PORT", "1").stderr(log);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let said = first_line(&mut child).unwrap();
        Server::adopt(child, &said).stops();
        let log = std::fs::read_to_string(&path).unwrap();
        let line = |event: &str| log.lines().find(|line| line.contains(event)).unwrap().to_owned();
        let begins = |event: &str, prefix: &str| line(event).starts_with(&format!("{prefix}20"));
        assert!(begins("starting", prefixes[0]), "{log}");
        assert!(begins("is no setting", prefixes[1]), "{log}");
    }
}
