//! Webhook targets with TLS: a server trusts only the system's authorities and the authorities in
//! the file `webhooks.ca`.

use std::sync::Arc;

use deskbell_lab::certificates::{Authority, ECDSA, Issued, LASTING};
use deskbell_testkit::{Receiver, block_on};
use serde_json::{Value, json};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::nodes::ENVIRONMENT;
use crate::process::{Server, data, migrated};

/// The complete error message of a delivery to a target without a valid certificate.
const ERROR: &str = "no secure connection to the target: see its certificate";

/// A port with TLS in front of a receiver, closed when dropped.
struct SecurePort {
    port: u16,
    /// Receives an item for each client that refused the certificate.
    refusals: mpsc::UnboundedReceiver<()>,
    _tasks: JoinSet<()>,
}

impl SecurePort {
    /// Opens a port that presents this certificate.
    async fn open(receiver: &Receiver, shown: &Issued) -> Self {
        let certificate = CertificateDer::from_pem_file(&shown.certificate).unwrap();
        let key = PrivateKeyDer::from_pem_file(&shown.key).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (refused, refusals) = mpsc::unbounded_channel();
        let mut tasks = JoinSet::new();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        tasks.spawn(forward(listener, acceptor, receiver.port(), refused));
        Self { port, refusals, _tasks: tasks }
    }
}

/// Accepts TLS connections, and forwards their bytes to a port without TLS.
async fn forward(
    listener: TcpListener,
    acceptor: TlsAcceptor,
    to: u16,
    refused: mpsc::UnboundedSender<()>,
) {
    let mut connections = JoinSet::new();
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let (acceptor, refused) = (acceptor.clone(), refused.clone());
        connections.spawn(async move {
            let Ok(mut secure) = acceptor.accept(stream).await else {
                // The test may have ended.
                let _ = refused.send(());
                return;
            };
            let mut plain = TcpStream::connect(("127.0.0.1", to)).await.unwrap();
            // Both sides may close the connection at any time.
            let _ = copy_bidirectional(&mut secure, &mut plain).await;
        });
    }
}

/// The deliveries of the first webhook, newest first.
fn deliveries(url: &str) -> Vec<Value> {
    serde_json::from_str(&data(url, &["webhook", "deliveries", "1", "--json"])).unwrap()
}

#[test]
fn a_target_by_https_is_told_once_the_server_trusts_its_authority_and_is_refused_in_words_before() {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::make(folder.path(), ECDSA);
    let shown = authority.issue("hooks", "IP:127.0.0.1", LASTING);
    let authority = authority.certificate();
    let authority = authority.to_str().unwrap();
    block_on(async {
        let mut receiver = Receiver::start().await;
        let mut secure = SecurePort::open(&receiver, &shown).await;
        let (_database, url) = migrated();
        let key = data(&url, &["key", "create"]);
        let post = |server: &Server, target: &str, body: &Value, status: u16| {
            let answer = server.exchange("POST", Some(&key), target, &body.to_string());
            assert_eq!(answer.status, status, "{}", String::from_utf8_lossy(&answer.body));
        };

        let server = Server::start(&url, ENVIRONMENT);
        let target = format!("https://127.0.0.1:{}/hook", secure.port);
        let webhook = json!({"url": target, "events": ["customer.new"]});
        post(&server, "/v1/webhooks", &webhook, 201);
        assert!(server.makes_a_customer(&key));
        secure.refusals.recv().await.unwrap();
        server.stops();
        let refused = deliveries(&url);
        let is_refused = refused[0]["error"] == ERROR && refused[0]["ended"] == false;
        assert!(is_refused && refused.len() == 1, "{refused:?}");
        assert!(receiver.take().is_empty());

        // The file has the authority in addition to the system's.
        let of_file = [ENVIRONMENT, &[("DESKBELL_WEBHOOKS__CA", authority)]].concat();
        let server = Server::start(&url, &of_file);
        post(&server, "/v1/webhooks/1/replay", &json!({"since": 0}), 200);
        let told = receiver.next().await;
        assert_eq!((told.path.as_str(), told.event().as_str()), ("/hook", "customer.new"));
        let first = told.header("webhook-id").map(str::to_owned);
        server.stops();

        // The system's own authorities are those that `SSL_CERT_FILE` names.
        let of_system = [ENVIRONMENT, &[("SSL_CERT_FILE", authority)]].concat();
        let server = Server::start(&url, &of_system);
        assert!(server.makes_a_customer(&key));
        while receiver.next().await.header("webhook-id") == first.as_deref() {}
        server.stops();
        let ended = deliveries(&url);
        assert!(ended.iter().all(|it| it["status"] == 200 && it["error"].is_null()), "{ended:?}");
    });
}
