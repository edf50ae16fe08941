//! Runs the calls of curl in the documentation against a server with made-up data.
//!
//! Only the varying parts of a call are replaced: the address, the key, and values of earlier
//! answers. `curl …` is replaced by curl with the options of the page's first call.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::fuzzed::root;
use crate::process::{SERVE, Server, UNLIMITED, data, deskbell, first_line, place, text};

/// The paths of the calls that need the reader's own data and are therefore refused, each with the
/// status.
const REFUSED: [(&str, u16); 1] = [
    // The code of a second factor, which only some agents have.
    ("/app/v1/session/totp", 401),
];

/// The shell functions that a page's commands use. Each call of `curl` prints a line with the
/// status and the URL. Of an endless answer, only the first line is read.
const PRELUDE: &str = r#"
PLAIN="command curl --silent --show-error --max-time 60"
KNOWN="Authorization: Bearer $KEY"
curl() {
    case " $* " in
        *" -N "*) $PLAIN "$@" | head -n 1 | grep -q . && echo "200 a stream" ;;
        *) $PLAIN --output answer --write-out '%{http_code} %{url_effective}\n' "$@" ;;
    esac
}
deskbell() { :; }
given() { sed -n 's/.*"'"$1"'": *"\([^"]*\)".*/\1/p' | head -n 1; }
tag() { $PLAIN --head -X GET -H "$KNOWN" "$URL/v1/chats/1" | tr -d '\r' | sed -n 's/^etag: //p'; }
history() { $PLAIN -H "$KNOWN" "$URL/v1/changes?after=0&limit=1" | given history; }
ticket() { $PLAIN -X POST -H "$KNOWN" "$URL/v1/stream/ticket" | given ticket; }
link() { $PLAIN -H "$KNOWN" "$URL/v1/files/1" | given url; }
P="-H Sec-Fetch-Site:same-origin -H Content-Type:application/json -c $COOKIES -b $COOKIES"
SIGN_IN='"login":"lisa","password":"seven green bottles"'
enter() {
    $PLAIN --fail --output answer $P "$URL/app/v1/session" -d "{$SIGN_IN}" && return
    ACCEPTED='{"token":"'"$WELCOME"'",'"$SIGN_IN}"
    $PLAIN --fail --output answer $P "$URL/app/v1/invitations" -d "$ACCEPTED"
    $PLAIN --fail --output answer $P "$URL/app/v1/session" -d "{$SIGN_IN}"
}
"#;

/// The placeholders in the pages for values of answers, each with the shell text that reads the
/// value. The shell text closes and reopens the quotes around the placeholder.
const PLACES: [(&str, &str); 5] = [
    (r#"W/"…""#, r#"'"$(tag)"'"#),
    ("SEQ", "0"),
    ("history=ID", r#"history='"$(history)"'"#),
    ("TICKET", r#"'"$(ticket)"'"#),
    ("curl …", "curl $P"),
];

/// Runs the blocks of a page that call curl; returns the number of answered calls.
pub fn play(page: &Path, blocks: &[&str]) -> usize {
    let (folder, url) = place();
    data(&url, &["seed", "--chats", "20"]);
    let mut serve = deskbell(&url, SERVE);
    serve.envs(UNLIMITED).env("DESKBELL_METRICS__LISTEN", "127.0.0.1:0");
    serve.env("DESKBELL_STREAMS__HEARTBEAT_MS", "1000");
    let mut child = serve.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let said = first_line(&mut child).unwrap();
    let server = Server::adopt(child, &said);
    let welcome = server.welcome.as_deref().and_then(|it| it.split_once('#')).unwrap().1;
    let script: Vec<_> = blocks.iter().map(|block| adapted(block, &said, welcome)).collect();
    let script = format!("set -u\n{PRELUDE}{}", script.join("\n"));
    std::fs::copy(root().join("docs/pictures/inbox.png"), folder.path().join("photo.png")).unwrap();
    let mut shell = Command::new("sh");
    shell.current_dir(folder.path()).env_clear().args(["-c", &script]);
    shell.env("PATH", "/usr/local/bin:/usr/bin:/bin").env("HOME", folder.path());
    shell.env("KEY", server.key.as_deref().unwrap()).env("URL", &server.address);
    shell.env("COOKIES", folder.path().join("cookies")).env("WELCOME", welcome);
    let output = shell.stdin(Stdio::null()).output().unwrap();
    let (answered, said) = (text(&output.stdout), text(&output.stderr));
    let page = page.display();
    for line in answered.lines() {
        let status: u16 = line.split(' ').next().unwrap().parse().unwrap();
        let expected = REFUSED.iter().find(|(path, _)| line.ends_with(path));
        let is_as_told = match expected {
            Some((_, refused)) => status == *refused,
            None => matches!(status, 200..=299 | 304),
        };
        assert!(is_as_told, "{page}: {line}\n{said}");
    }
    let calls: usize = blocks.iter().map(|it| calls(it)).sum();
    assert_eq!(answered.lines().count(), calls, "{page}: {answered}\n{said}");
    calls
}

fn calls(block: &str) -> usize {
    block.lines().filter(|line| line.starts_with("curl ")).count()
}

/// Replaces the placeholders in a block by the server's address and the values of answers.
fn adapted(block: &str, said: &Value, welcome: &str) -> String {
    let address = said["address"].as_str().unwrap();
    let metrics = said["metrics"].as_str().unwrap();
    let enter = if block.contains("curl …") { "enter\n" } else { "" };
    let mut block = block
        .replace("http://127.0.0.1:8080", address)
        .replace("http://127.0.0.1:9464/metrics", metrics)
        .replace("dbl_…", welcome);
    for (place, value) in PLACES {
        block = block.replace(place, value);
    }
    // The link of a file has a signature.
    if let Some((before, link)) = block.split_once("$URL/files/") {
        let (_, after) = link.split_once('"').unwrap();
        block = format!("{before}$URL$(link)\"{after}");
    }
    format!("{enter}{block}")
}
