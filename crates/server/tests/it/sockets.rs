//! The interface on sockets of its own, and a client that speaks WebSocket.

use std::net::SocketAddr;

use deskbell_http::{Http, Limits, serve};
use deskbell_testkit::Test;
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::Value;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

/// Patient ones.
pub const LIMITS: Limits = Limits {
    connections: 10,
    header_read_ms: 60_000,
    body_read_ms: 60_000,
    write_stall_ms: 60_000,
    heartbeat_ms: 60_000,
    drain_ms: 60_000,
};

/// The interface on a socket of its own.
pub struct Served {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinSet<()>,
}

impl Served {
    pub async fn new(http: Http, limits: Limits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let mut serving = JoinSet::new();
        serving.spawn(async move {
            serve(http, listener, limits, async { drop(stopped.await) }).await;
        });
        Self { address, stop: Some(stop), serving }
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Tells it to stop.
    pub fn stop(&mut self) {
        self.stop.take().unwrap().send(()).unwrap();
    }

    /// Waits until every connection has ended.
    pub async fn ended(mut self) {
        if self.stop.is_some() {
            self.stop();
        }
        self.serving.join_next().await.unwrap().unwrap();
    }

    /// Asks for a WebSocket; the status and the body of what is none.
    pub async fn ask(&self, key: Option<&str>, query: &str) -> Result<Client, (u16, Value)> {
        let url = format!("ws://{}/v1/ws?{query}", self.address);
        let mut request = url.into_client_request().unwrap();
        if let Some(key) = key {
            let bearer = format!("Bearer {key}").parse().unwrap();
            request.headers_mut().insert("authorization", bearer);
        }
        let stream = TcpStream::connect(self.address).await.unwrap();
        match client_async(request, stream).await {
            Ok((socket, _)) => Ok(Client(socket)),
            Err(Error::Http(response)) => {
                let body = response.body().clone().unwrap_or_default();
                let body = serde_json::from_slice(&body).unwrap_or_default();
                Err((response.status().as_u16(), body))
            }
            Err(error) => panic!("{error}"),
        }
    }

    pub async fn open(&self, t: &Test, query: &str) -> Client {
        self.ask(Some(&t.key), query).await.unwrap()
    }
}

/// A WebSocket's client.
pub struct Client(pub WebSocketStream<TcpStream>);

impl Client {
    /// The next text, as JSON.
    pub async fn hear(&mut self) -> Value {
        loop {
            match self.0.next().await.expect("the connection goes on").unwrap() {
                Message::Text(text) => return serde_json::from_str(&text).unwrap(),
                Message::Ping(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    pub async fn say(&mut self, said: &Value) {
        self.0.send(Message::text(said.to_string())).await.unwrap();
    }

    /// Reads to the end: the close frame, and how many texts stood before it.
    pub async fn closed(&mut self) -> (u16, String, Vec<Value>) {
        let mut texts = Vec::new();
        loop {
            match self.0.next().await.expect("a close frame").unwrap() {
                Message::Text(text) => texts.push(serde_json::from_str(&text).unwrap()),
                Message::Close(Some(CloseFrame { code, reason })) => {
                    let reason = reason.as_str().to_owned();
                    assert!(self.0.next().await.is_none(), "nothing follows");
                    return (code.into(), reason, texts);
                }
                Message::Ping(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }
}
