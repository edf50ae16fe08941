//! PostgreSQL that accepts only TLS connections.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use deskbell_lab::certificates::{Authority, ECDSA, ED25519, EXPIRED, Issued, LASTING, P521, RSA};
use deskbell_lab::postgres::standby::Servers;
use deskbell_testkit::block_on;

use crate::process::{Server, data, deskbell, fails, refused, text};

/// The names and addresses in the server's certificates.
const NAMES: &str = "DNS:localhost,IP:127.0.0.1";
/// Lines of `pg_hba.conf` that require TLS for both roles.
const ACCOUNTS: &str = "hostssl all desk 127.0.0.1/32 scram-sha-256\n\
    hostssl all certified 127.0.0.1/32 cert\n";

/// Starts a server with a database, a role that owns the database, and a role that is a member of
/// the owner.
async fn server() -> Servers {
    let servers = Servers::start().await;
    let sql = "SET password_encryption = 'scram-sha-256';
        CREATE ROLE desk LOGIN PASSWORD 'p@ss'; CREATE ROLE certified LOGIN IN ROLE desk;";
    servers.primary().execute(sql).await;
    servers.primary().execute("CREATE DATABASE desk OWNER desk").await;
    servers
}

/// The URL of the server's database, with these parameters.
fn url(servers: &Servers, account: &str, host: &str, parameters: &str) -> String {
    let plain = servers.primary().url("desk");
    let (_, port) = plain.rsplit_once(':').unwrap();
    format!("postgres://{account}@{host}:{port}?{parameters}")
}

fn folder(outer: &Path, name: &str) -> std::path::PathBuf {
    let folder = outer.join(name);
    std::fs::create_dir(&folder).unwrap();
    folder
}

#[test]
fn every_sslmode_works_with_rsa_ecdsa_and_ed25519() {
    let outer = tempfile::tempdir().unwrap();
    block_on(async {
        let servers = server().await;
        for (name, algorithm) in [("rsa", RSA), ("ecdsa", ECDSA), ("ed25519", ED25519)] {
            let authority = Authority::make(&folder(outer.path(), name), algorithm);
            let shown = authority.issue("server", NAMES, LASTING);
            servers.secure(&shown, &authority.certificate(), ACCOUNTS).await;
            let roots = format!("sslrootcert={}", authority.certificate().display());
            let to = |parameters: &str| url(&servers, "desk:p%40ss", "localhost", parameters);
            for mode in ["", "sslmode=prefer", "sslmode=require"] {
                data(&to(mode), &["migrate"]);
            }
            for mode in ["require", "verify-ca", "verify-full"] {
                data(&to(&format!("sslmode={mode}&{roots}")), &["org", "list"]);
            }
            let server = Server::start(&to(&format!("sslmode=verify-full&{roots}")), &[]);
            let key = data(&to(""), &["key", "create"]);
            assert_eq!(server.get(&key, "/v1/chats").0, 200, "{name}");
            server.stops();
            let talk = fails(&to("sslmode=disable"), 1, &["migrate"]);
            assert!(talk.contains("no encryption"), "{talk}");
            // Channel binding uses the hash of the certificate's signature; Ed25519 has none (RFC
            // 5929).
            let bound = to("sslmode=require&channel_binding=require");
            if name == "ed25519" {
                let talk = fails(&bound, 1, &["migrate"]);
                assert!(talk.contains("channel binding"), "{talk}");
            } else {
                data(&bound, &["org", "list"]);
            }
        }
    });
}

#[test]
fn a_certificate_that_proves_nothing_is_refused_in_words() {
    let outer = tempfile::tempdir().unwrap();
    block_on(async {
        let servers = server().await;
        let authority = Authority::make(&folder(outer.path(), "one"), ECDSA);
        let other = Authority::make(&folder(outer.path(), "other"), ECDSA);
        let roots = |of: &Authority| format!("sslrootcert={}", of.certificate().display());
        let to = |parameters: &str| url(&servers, "desk:p%40ss", "127.0.0.1", parameters);
        let shows = async |shown: &Issued| {
            servers.secure(shown, &authority.certificate(), ACCOUNTS).await;
        };
        let refused = |parameters: &str, why: &str| {
            let talk = fails(&to(parameters), 1, &["migrate"]);
            assert!(talk.contains(why), "{parameters}: {talk}");
            assert!(!talk.contains("p@ss") && !talk.contains("p%40ss"), "{talk}");
        };
        shows(&authority.issue("server", NAMES, LASTING)).await;
        for mode in ["require", "verify-ca", "verify-full"] {
            refused(&format!("sslmode={mode}&{}", roots(&other)), "of an unknown authority");
        }
        refused("sslmode=verify-full&sslrootcert=system", "of an unknown authority");
        refused("sslmode=verify-full", "of an unknown authority");
        shows(&authority.issue("server", "DNS:db.example.com", LASTING)).await;
        let own = roots(&authority);
        refused(&format!("sslmode=verify-full&{own}"), "for another name: it has");
        data(&to(&format!("sslmode=verify-ca&{own}")), &["migrate"]);
        shows(&authority.issue("server", NAMES, EXPIRED)).await;
        for mode in ["verify-ca", "verify-full"] {
            refused(&format!("sslmode={mode}&{own}"), "has expired");
        }
        data(&to("sslmode=require"), &["migrate"]);
        // A certificate that signs itself is its own authority.
        let alone = Issued {
            certificate: authority.certificate(),
            key: authority.certificate().with_extension("key"),
        };
        shows(&alone).await;
        data(&to(&format!("sslmode=verify-ca&{own}")), &["org", "list"]);
        refused(&format!("sslmode=verify-full&{own}"), "for another name");
    });
}

#[test]
fn the_systems_authorities_prove_a_server_whether_they_are_asked_for_by_name_or_not() {
    let outer = tempfile::tempdir().unwrap();
    block_on(async {
        let servers = server().await;
        let authority = Authority::make(&folder(outer.path(), "one"), ECDSA);
        let other = Authority::make(&folder(outer.path(), "other"), ECDSA);
        let shown = authority.issue("server", NAMES, LASTING);
        servers.secure(&shown, &authority.certificate(), ACCOUNTS).await;
        let to = |parameters: &str| url(&servers, "desk:p%40ss", "localhost", parameters);
        // The system's authorities are those that `SSL_CERT_FILE` names.
        let on_a_system_of = |of: &Authority, parameters: &str| {
            let mut command = deskbell(&to(parameters), &["migrate"]);
            command.env("SSL_CERT_FILE", of.certificate());
            command
        };
        for parameters in ["sslmode=verify-full&sslrootcert=system", "sslmode=verify-full"] {
            let made = on_a_system_of(&authority, parameters).output().unwrap();
            assert!(made.status.success(), "{parameters}: {}", text(&made.stderr));
            let talk = refused(on_a_system_of(&other, parameters), 1);
            assert!(talk.contains("of an unknown authority"), "{parameters}: {talk}");
        }
        let shown = authority.issue("elsewhere", "DNS:db.example.com", LASTING);
        servers.secure(&shown, &authority.certificate(), ACCOUNTS).await;
        let talk = refused(on_a_system_of(&authority, "sslmode=verify-full"), 1);
        assert!(talk.contains("for another name"), "{talk}");
    });
}

#[test]
fn a_certificate_of_ours_lets_us_in() {
    let outer = tempfile::tempdir().unwrap();
    block_on(async {
        let servers = server().await;
        let authority = Authority::make(&folder(outer.path(), "one"), RSA);
        let shown = authority.issue("server", NAMES, LASTING);
        servers.secure(&shown, &authority.certificate(), ACCOUNTS).await;
        let ours = authority.issue("certified", "DNS:nowhere", LASTING);
        let files = format!(
            "sslmode=verify-full&sslrootcert={}&sslcert={}&sslkey={}",
            authority.certificate().display(),
            ours.certificate.display(),
            ours.key.display()
        );
        let to = |parameters: &str| url(&servers, "certified", "localhost", parameters);
        data(&to(&files), &["migrate"]);
        let talk = fails(&to("sslmode=require"), 1, &["migrate"]);
        assert!(talk.contains("requires a valid client certificate"), "{talk}");
        std::fs::set_permissions(&ours.key, std::fs::Permissions::from_mode(0o644)).unwrap();
        let talk = fails(&to(&files), 1, &["migrate"]);
        assert!(talk.contains("can be read by others: chmod"), "{talk}");
    });
}

#[test]
fn a_key_or_a_certificate_that_is_not_understood_is_refused_with_what_to_use_instead() {
    let outer = tempfile::tempdir().unwrap();
    block_on(async {
        let servers = server().await;
        let authority = Authority::make(&folder(outer.path(), "one"), ECDSA);
        let large = Authority::make(&folder(outer.path(), "large"), P521);
        let refused = |of: &Authority, parameters: &str, why: &str| {
            let roots = format!("sslmode=verify-full&sslrootcert={}", of.certificate().display());
            let url = url(&servers, "certified", "localhost", &format!("{roots}{parameters}"));
            let talk = fails(&url, 1, &["migrate"]);
            assert!(talk.contains(why), "{talk}");
            let is_told = ["P-256 or P-384", "one of version 3"].iter().any(|it| talk.contains(it));
            assert!(is_told, "{talk}");
        };
        for (shown, of, why) in [
            (large.issue("server", NAMES, LASTING), &large, "such as P-521: use RSA"),
            (
                large.for_keys_of(ECDSA).issue("short", NAMES, LASTING),
                &large,
                "an authority with a key of P-521: use RSA",
            ),
            (authority.issue_version_1("old"), &authority, "the server's certificate is of"),
        ] {
            servers.secure(&shown, &of.certificate(), ACCOUNTS).await;
            refused(of, "", why);
        }
        let shown = authority.issue("server", NAMES, LASTING);
        servers.secure(&shown, &authority.certificate(), ACCOUNTS).await;
        let old = authority.issue_version_1("certified");
        let long = authority.for_keys_of(P521).issue("long", NAMES, LASTING);
        for (ours, why) in
            [(old, "our certificate is of X.509 version 1"), (long, "one of P-521: use RSA")]
        {
            let (certificate, key) = (ours.certificate.display(), ours.key.display());
            refused(&authority, &format!("&sslcert={certificate}&sslkey={key}"), why);
        }
    });
}

#[test]
fn a_server_that_lets_nobody_in_by_tls_is_spoken_to_without_where_that_is_allowed() {
    let outer = tempfile::tempdir().unwrap();
    block_on(async {
        let servers = server().await;
        let authority = Authority::make(&folder(outer.path(), "one"), ECDSA);
        let shown = authority.issue("server", NAMES, LASTING);
        let accounts = "hostnossl all desk 127.0.0.1/32 scram-sha-256\n";
        servers.secure(&shown, &authority.certificate(), accounts).await;
        let to = |parameters: &str| url(&servers, "desk:p%40ss", "localhost", parameters);
        data(&to("sslmode=prefer"), &["migrate"]);
        let talk = fails(&to("sslmode=require"), 1, &["migrate"]);
        assert!(talk.contains("no pg_hba.conf entry"), "{talk}");
    });
}
