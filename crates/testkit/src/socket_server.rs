//! The interface on a real socket, and a WebSocket client.

use std::net::SocketAddr;

use deskbell_http::{Http, Limits, serve};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::Value;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

/// The limits of a server in tests, with long timeouts.
pub const LIMITS: Limits = Limits {
    connections: 40,
    per_address: 0,
    share_percent: 75,
    header_read_ms: 60_000,
    body_read_ms: 60_000,
    write_stall_ms: 60_000,
    heartbeat_ms: 60_000,
    last_requests_ms: 250,
    drain_ms: 60_000,
};

/// A server on a listening socket.
#[derive(Debug)]
pub struct SocketServer {
    /// The address that the server listens on.
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    /// The server's task, and tasks of a test that end with the server.
    pub tasks: JoinSet<()>,
}

impl SocketServer {
    /// Serves the interface on a free port.
    ///
    /// # Panics
    /// When no port is free.
    pub async fn new(http: Http, limits: Limits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel::<()>();
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            serve(http, vec![listener.into()], limits, async { drop(stopped.await) }).await;
        });
        Self { address, stop: Some(stop), tasks }
    }

    /// The base URL of the server.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Opens a connection.
    ///
    /// # Panics
    /// When the connection fails.
    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.expect("a connection")
    }

    /// Signals the server to stop. Further calls do nothing.
    pub fn stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }

    /// Stops the server and waits until all connections have ended.
    ///
    /// # Panics
    /// When the server panics.
    pub async fn ended(mut self) {
        self.stop();
        self.tasks.join_all().await;
    }

    /// Opens a WebSocket with these headers.
    ///
    /// # Errors
    /// The status and the body of a refusal.
    ///
    /// # Panics
    /// When the connection fails.
    pub async fn open(
        &self,
        target: &str,
        headers: &[(&str, &str)],
    ) -> Result<SocketClient, (u16, Value)> {
        let url = format!("ws://{}{target}", self.address);
        let mut request = url.into_client_request().expect("a request");
        for (name, value) in headers {
            let name = HeaderName::try_from(*name).expect("a header");
            let value = HeaderValue::try_from(*value).expect("a value");
            request.headers_mut().insert(name, value);
        }
        match client_async(request, self.connect().await).await {
            Ok((socket, _)) => Ok(SocketClient(socket)),
            Err(Error::Http(response)) => {
                let body = response.body().clone().unwrap_or_default();
                let body = serde_json::from_slice(&body).unwrap_or_default();
                Err((response.status().as_u16(), body))
            }
            Err(error) => panic!("{error}"),
        }
    }
}

/// The client's side of a WebSocket.
#[derive(Debug)]
pub struct SocketClient(pub WebSocketStream<TcpStream>);

impl SocketClient {
    /// Waits for the next text message; returns its JSON.
    ///
    /// # Panics
    /// When the connection ends.
    pub async fn hear(&mut self) -> Value {
        loop {
            match self.0.next().await.expect("the connection goes on").expect("a message") {
                Message::Text(text) => return serde_json::from_str(&text).expect("JSON"),
                Message::Ping(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// Waits for the next text message of this kind; appends earlier messages of other kinds to
    /// `others`.
    pub async fn hear_kind(&mut self, kind: &str, others: &mut Vec<Value>) -> Value {
        loop {
            let heard = self.hear().await;
            if heard["kind"] == kind {
                return heard;
            }
            others.push(heard);
        }
    }

    /// Sends a text message.
    ///
    /// # Panics
    /// When the connection has ended.
    pub async fn say(&mut self, said: &Value) {
        self.0.send(Message::text(said.to_string())).await.expect("an open connection");
    }

    /// Reads up to the close frame; returns its code and reason, and the earlier text messages.
    ///
    /// # Panics
    /// When the connection ends without a close frame.
    pub async fn closed(&mut self) -> (u16, String, Vec<Value>) {
        let mut texts = Vec::new();
        loop {
            match self.0.next().await.expect("a close frame").expect("a message") {
                Message::Text(text) => texts.push(serde_json::from_str(&text).expect("JSON")),
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
