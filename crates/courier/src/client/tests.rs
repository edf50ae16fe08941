//! Tests of TLS connections, which are made only to a target that proves its name.

use std::path::Path;
use std::process::Command;

use deskbell_tls::Authorities;
use futures_util::future::BoxFuture;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::guard::Addresses;
use super::*;

#[derive(Debug)]
struct Here;

impl Resolve for Here {
    fn resolve(&self, _: String, _: Option<FairPermit>) -> BoxFuture<'_, Addresses> {
        Box::pin(std::future::ready(Ok(vec!["127.0.0.1".parse().unwrap()])))
    }
}

/// Creates a self-signed certificate of the name `hooks.example.com`; returns the certificate and
/// its key.
fn certificate(folder: &Path) -> (CertificateDer<'static>, PrivateKeyDer<'static>) {
    let (certificate, key) = (folder.join("certificate.pem"), folder.join("key.pem"));
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"])
        .args(["-subj", "/CN=hooks", "-addext", "subjectAltName=DNS:hooks.example.com"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .arg("-out")
        .arg(&certificate)
        .arg("-keyout")
        .arg(&key)
        .output()
        .expect("this test needs the program `openssl`");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let read = |path| std::fs::read(path).unwrap();
    let certificate = CertificateDer::from_pem_slice(&read(certificate)).unwrap();
    (certificate, PrivateKeyDer::from_pem_slice(&read(key)).unwrap())
}

/// Accepts TLS connections, and answers each with status 204.
async fn serve(listener: TcpListener, acceptor: TlsAcceptor) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        // A client that does not trust the certificate ends the handshake.
        let Ok(mut stream) = acceptor.accept(stream).await else { continue };
        let mut bytes = [0; 4_096];
        let read = stream.read(&mut bytes).await.unwrap_or(0);
        if bytes[..read].starts_with(b"POST /x HTTP/1.1\r\n") {
            stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_who_proves_the_name_is_told_anything() {
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key) = certificate(folder.path());
    let provider = Arc::new(ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let mut server = JoinSet::new();
    server.spawn(serve(listener, TlsAcceptor::from(Arc::new(config))));
    let opened = Range::parse_many("127.0.0.0/8").unwrap();
    let public = GuardedClient::new(Arc::new(Here), opened).unwrap();
    let authorities =
        Authorities::of_system().unwrap().and_file(&folder.path().join("certificate.pem"));
    let trusting = public.trusting(authorities.unwrap()).unwrap();
    let post = async |client: &GuardedClient, host: &str| {
        let url = format!("https://{host}:{port}/x");
        let pool = TargetPool::new(&url);
        let permit = client.permit(&pool, OrgId::new(1).unwrap()).await.unwrap();
        let response = client.post(&pool, permit, Vec::new(), b"{}".to_vec()).await;
        response.map(|response| response.status)
    };
    assert_eq!(post(&trusting, "hooks.example.com").await, Ok(204));
    assert_eq!(post(&trusting, "other.example.com").await, Err(DeliveryError::NotSecure));
    assert_eq!(post(&trusting, "127.0.0.1").await, Err(DeliveryError::NotSecure));
    assert_eq!(post(&public, "hooks.example.com").await, Err(DeliveryError::NotSecure));
}

#[test]
fn whatever_is_taken_as_a_url_can_be_asked_for() {
    let mut taken = 0;
    for odd in (0x21..0x7f).map(char::from) {
        for url in
            [format!("http://a/{odd}"), format!("https://a/?{odd}"), format!("http://a{odd}")]
        {
            if let Some(target) = Target::parse(&url) {
                assert!(request(&target, Vec::new(), Vec::new()).is_some(), "{url}");
                taken += 1;
            }
        }
    }
    assert!(taken > 150, "{taken}");
}
