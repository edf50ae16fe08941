//! `deskbell health`: asks a running server whether it can answer.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpStream, UnixStream};
use tokio::time::timeout;

use super::{Failure, Global, context, print};
use crate::config::Listen;

/// The time limit for the whole answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// The largest size of the answer, in bytes.
const ANSWER_MAX: u64 = 64 * 1024;

/// Ask a running server whether it can answer: exit code 0 if it can, else 1
#[derive(Debug, clap::Args)]
#[command(long_about = "Asks `GET /readyz` of the server that the settings describe, for at most \
    five seconds, without a key: exit code 0 if it can answer, else 1. Meant for health checks of \
    containers and of service managers.")]
pub(crate) struct Args {
    /// Ask this server instead of the server in the settings: http://HOST:PORT or unix:PATH
    #[arg(long, value_name = "URL", value_parser = target)]
    url: Option<Listen>,
}

fn target(text: &str) -> Result<Listen, String> {
    let address = text.strip_prefix("http://").map(|rest| rest.trim_end_matches('/'));
    let address = address.filter(|host| !host.is_empty());
    let address = address.map(|host| match host.rsplit_once(':') {
        Some((_, port)) if port.bytes().all(|it| it.is_ascii_digit()) => host.to_owned(),
        _ => format!("{host}:80"),
    });
    let text = address.as_deref().or_else(|| text.starts_with("unix:").then_some(text));
    let parsed = text.and_then(Listen::parse_many).filter(|all| all.len() == 1);
    let wrong = "it must be http://HOST:PORT or unix:PATH";
    parsed.and_then(|all| all.into_iter().next()).ok_or_else(|| wrong.to_owned())
}

pub(crate) async fn run(global: &Global, args: Args) -> Result<(), Failure> {
    let (target, hint) = match args.url {
        Some(url) => (url, ""),
        None => (first(context::config(global, None)?.listen)?, "; --url names a server elsewhere"),
    };
    let told = |why: &str| Failure::Failed(format!("{target}: {why}{hint}"));
    let answer = timeout(PATIENCE, ask(&target)).await;
    let answer = answer.map_err(|_| told("it did not answer within 5 seconds"))?;
    let answer = answer.map_err(|error| told(&error.to_string()))?;
    let (status, body) = parsed(&answer).ok_or_else(|| told("it does not speak HTTP"))?;
    if status != 200 {
        return Err(told(&format!("not ready ({status}): {body}")));
    }
    let json = serde_json::from_str::<Value>(&body).unwrap_or(Value::Null);
    print::one(global.json, &["ready", "answer"], &[json!(true), json], "ready");
    Ok(())
}

/// Returns the first listening address in the settings.
fn first(listen: Vec<Listen>) -> Result<Listen, Failure> {
    let first = listen.into_iter().next();
    first.ok_or_else(|| Failure::Usage("the settings have no address".into()))
}

/// Sends the health request to a server, and returns the answer as bytes.
async fn ask(target: &Listen) -> std::io::Result<Vec<u8>> {
    match target {
        Listen::Port { host, port } => {
            let host = host.as_deref().unwrap_or("127.0.0.1");
            let host = match host.parse() {
                // A server that listens on every address is also on this machine's own.
                Ok(IpAddr::V4(Ipv4Addr::UNSPECIFIED)) => "127.0.0.1",
                Ok(IpAddr::V6(Ipv6Addr::UNSPECIFIED)) => "::1",
                _ => host,
            };
            exchange(TcpStream::connect((host, *port)).await?).await
        }
        Listen::Unix { path, .. } => exchange(UnixStream::connect(path).await?).await,
    }
}

async fn exchange(mut stream: impl AsyncRead + AsyncWrite + Unpin) -> std::io::Result<Vec<u8>> {
    let request = "GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.take(ANSWER_MAX).read_to_end(&mut answer).await?;
    Ok(answer)
}

/// Parses the status and the body of an HTTP/1.1 answer without chunks.
fn parsed(answer: &[u8]) -> Option<(u16, String)> {
    let text = String::from_utf8_lossy(answer);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.strip_prefix("HTTP/1.1 ")?.split(' ').next()?.parse().ok()?;
    // What a stranger answers goes to a terminal.
    Some((status, body.trim().replace(char::is_control, " ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_named_by_a_url_or_a_unix_socket() {
        let shown = |text: &str| target(text).map(|it| it.to_string());
        assert_eq!(shown("http://127.0.0.1:8080"), Ok("127.0.0.1:8080".into()));
        assert_eq!(shown("http://[::1]:8080/"), Ok("[::1]:8080".into()));
        assert_eq!(shown("http://desk.example.com"), Ok("desk.example.com:80".into()));
        assert_eq!(shown("unix:/run/d.sock"), Ok("unix:/run/d.sock".into()));
        for wrong in ["https://a", "127.0.0.1:80", "http://", "http://a:1,b:2", "http://a/b"] {
            assert!(target(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_answer_has_a_status_and_a_body_without_control_characters() {
        let answer = b"HTTP/1.1 503 Service Unavailable\r\na: b\r\n\r\n{\"a\":\x1b1}";
        assert_eq!(parsed(answer), Some((503, "{\"a\": 1}".into())));
        assert_eq!(parsed(b"SSH-2.0-OpenSSH\r\n\r\n"), None);
    }
}
