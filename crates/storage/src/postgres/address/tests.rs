//! Tests of the parsing of PostgreSQL addresses.

use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use tokio_postgres::config::{Config, Host, SslMode};

use super::{Address, passfile};
use crate::error::Error;
use crate::options::ConnectionDefaults;

fn read(url: &str) -> Result<Config, String> {
    match Address::read(url, &ConnectionDefaults::default()) {
        Ok(mut address) => Ok(address.hosts.swap_remove(0)),
        Err(Error::Misconfigured(why)) => Err(why),
        Err(other) => Err(format!("{other:?}")),
    }
}

#[test]
fn an_address_is_read_with_its_parameters() {
    let config = read(
        "postgresql://us%40er:p%40ss%2Fw@one:5433,[::1]:5434/na%20me?application_name=x%26y\
         &connect_timeout=7&channel_binding=require&sslmode=disable\
         &options=-csearch_path%3Da",
    )
    .unwrap();
    assert_eq!(config.get_user(), Some("us@er"));
    assert_eq!(config.get_password(), Some(&b"p@ss/w"[..]));
    assert_eq!(config.get_dbname(), Some("na me"));
    assert_eq!(config.get_application_name(), Some("x&y"));
    assert_eq!(config.get_options(), Some("-csearch_path=a"));
    assert_eq!(config.get_hosts(), [Host::Tcp("one".to_owned())]);
    assert_eq!(config.get_ports(), [5433]);
    assert_eq!(config.get_ssl_mode(), SslMode::Disable);
    assert_eq!(read("postgres://u@h/d").unwrap().get_ssl_mode(), SslMode::Prefer);
    assert_eq!(
        read("postgres://u@h/d?sslmode=verify-full").unwrap().get_ssl_mode(),
        SslMode::Require
    );
    // A user's name can contain an @, which a parameter need not encode.
    assert_eq!(read("postgres://h/d?user=me@there").unwrap().get_user(), Some("me@there"));
}

#[test]
fn each_host_is_tried_with_its_own_port_and_password() {
    let folder = tempfile::tempdir().unwrap();
    let passfile = folder.path().join("passfile");
    std::fs::write(&passfile, "one:*:*:*:first\n*:6:*:*:second\n").unwrap();
    std::fs::set_permissions(&passfile, std::fs::Permissions::from_mode(0o600)).unwrap();
    let shown = passfile.display();
    let several = |url: &str| {
        let address = Address::read(url, &ConnectionDefaults::default()).unwrap();
        let told = |host: &Config| {
            let password = host.get_password().map(|it| String::from_utf8_lossy(it).into_owned());
            (
                host.get_hosts().to_vec(),
                host.get_hostaddrs().to_vec(),
                host.get_ports()[0],
                password,
            )
        };
        address.hosts.iter().map(told).collect::<Vec<_>>()
    };
    let tcp = |name: &str| vec![Host::Tcp(name.to_owned())];
    assert_eq!(
        several(&format!("postgres://u@one,two:6,three/d?keepalives=0&passfile={shown}")),
        [
            (tcp("one"), vec![], 5432, Some("first".to_owned())),
            (tcp("two"), vec![], 6, Some("second".to_owned())),
            (tcp("three"), vec![], 5432, None),
        ]
    );
    let address = |text: &str| vec![text.parse().unwrap()];
    assert_eq!(
        several("postgres:///d?user=u&host=a,b&hostaddr=127.0.0.1,::1&port=7"),
        [(tcp("a"), address("127.0.0.1"), 7, None), (tcp("b"), address("::1"), 7, None),]
    );
    assert_eq!(
        several("postgres:///d?user=u&hostaddr=127.0.0.2"),
        [(vec![], address("127.0.0.2"), 5432, None)]
    );
}

#[test]
fn the_variables_of_libpq_stand_in_for_missing_parameters() {
    let environment =
        ConnectionDefaults { mode: Some("require".into()), ..ConnectionDefaults::default() };
    let mode = |url: &str| Address::read(url, &environment).unwrap().hosts[0].get_ssl_mode();
    assert_eq!(mode("postgres://u@h/d"), SslMode::Require);
    assert_eq!(mode("postgres://u@h/d?sslmode=disable"), SslMode::Disable);
    let wrong = ConnectionDefaults { mode: Some("on".into()), ..ConnectionDefaults::default() };
    let told = Address::read("postgres://u@h/d", &wrong).unwrap_err().to_string();
    assert!(told.contains("unknown sslmode"), "{told}");
}

#[test]
fn a_socket_needs_no_tls() {
    for url in [
        "postgres://u@%2Fvar%2Frun%2Fpostgresql/d?sslmode=verify-full",
        "postgres:///d?user=u&host=%2Fvar%2Frun%2Fpostgresql",
        "postgres:///d?user=u&host=/var/run/postgresql",
    ] {
        let config = read(url).unwrap();
        assert_eq!(config.get_hosts(), [Host::Unix(PathBuf::from("/var/run/postgresql"))], "{url}");
        assert_eq!(config.get_ssl_mode(), SslMode::Disable, "{url}");
    }
}

#[test]
fn what_an_address_lacks_or_has_too_much_is_named() {
    for (url, why) in [
        ("postgres://h/d", "the address names no user"),
        ("postgres://:p@h/d", "the address names no user"),
        ("postgres://u@:1/d", "the address names no host"),
        ("postgres://u@h", "the address names no database"),
        ("postgres://u@h/", "the address names no database"),
        ("postgres://u@/d", "the address names no host"),
        (
            "postgres://u@h/d?schema=a",
            "the parameter `schema`, which Deskbell does not know: remove it, and run ALTER ROLE",
        ),
        ("postgres://u@h/d?search_path=a", "the parameter `search_path`"),
        ("postgres://u@h/d?pgbouncer=true", "set postgres.pooling to \"transaction\""),
        ("postgres://u@h/d?client_encoding=UTF8", "always speaks UTF-8"),
        (
            "postgres://u@h/d?sslcrl=x",
            "the parameter `sslcrl`, which Deskbell does not know: remove it; it may have ",
        ),
        ("postgres://u@h/d?port=6432", "also the parameter `host` or `port`"),
        ("postgres://u@h/d?host=i", "also the parameter `host` or `port`"),
        ("postgres://u@h/d?sslmode=verify-ca", "verify-ca without sslrootcert"),
        ("postgres://u@h/d?sslmode=allow", "an unknown sslmode: use disable, prefer, require"),
        ("postgres://u@h/d?sslrootcert=system&sslmode=require", "use sslmode=verify-full"),
        (
            "postgres://u@h/d?sslmode=require&sslrootcert=/nowhere/a.crt",
            "asks for TLS, but /nowhere/a.crt cannot be read",
        ),
        ("postgres://u@h/d?sslcert=/nowhere/a.crt", "sslcert without sslkey"),
        ("postgres://u@h/d?passfile=/nowhere/p", "the passfile /nowhere/p: No such file"),
        ("postgres://u@h:port/d", "malformed (invalid value for option `port`)"),
        (
            "postgres://u@h/d?connect_timeout=soon",
            "malformed (invalid value for option `connect_timeout`)",
        ),
        (
            "postgres://u@h/d?application_name=%FF",
            "a value of `application_name` that is not UTF-8",
        ),
    ] {
        let told = read(url).unwrap_err();
        assert!(told.contains(why), "{url}: {told}");
    }
}

#[test]
fn a_password_that_was_not_encoded_is_told_so_and_not_shown() {
    for password in
        ["SE@CRET", "SE/CRET", "SE?CRET", "SE?X=CRET", "SE@/?CRET", "SE[CRET", "SE?CR&ET"]
    {
        let told = read(&format!("postgres://u:{password}@h/d")).unwrap_err();
        assert!(told.contains("percent-encode"), "{password}: {told}");
        assert!(!told.contains("CR") && !told.contains("SE"), "{password}: {told}");
    }
    for password in ["a:b", "50%off", "a#b", "a+b", "%40"] {
        assert!(read(&format!("postgres://u:{password}@h/d")).is_ok(), "{password}");
    }
}

#[test]
fn a_password_comes_from_where_libpq_looks_in_its_order() {
    let home = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = home.path().join(name);
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        path
    };
    file(".pgpass", "h:5432:d:u:home\n");
    let named = file("named", "*:*:*:*:named\n");
    let parameter = file("parameter", "*:*:*:*:parameter\n");
    let mut account =
        ConnectionDefaults { home: Some(home.path().to_owned()), ..ConnectionDefaults::default() };
    let password = |url: &str, defaults: &ConnectionDefaults| {
        let address = Address::read(url, defaults).unwrap();
        address.hosts[0].get_password().map(|it| String::from_utf8_lossy(it).into_owned())
    };
    let (plain, with_parameter) =
        ("postgres://u@h/d", format!("postgres://u@h/d?passfile={}", parameter.display()));
    assert_eq!(password(plain, &account).as_deref(), Some("home"));
    assert_eq!(password("postgres://other@h/d", &account), None);
    account.passfile = Some(named);
    assert_eq!(password(plain, &account).as_deref(), Some("named"));
    assert_eq!(password(&with_parameter, &account).as_deref(), Some("parameter"));
    account.password = Some("variable".into());
    assert_eq!(password(&with_parameter, &account).as_deref(), Some("variable"));
    assert_eq!(password("postgres://u:url@h/d", &account).as_deref(), Some("url"));
    // A file that others can read is refused.
    std::fs::set_permissions(&parameter, std::fs::Permissions::from_mode(0o640)).unwrap();
    account.password = None;
    let told = Address::read(&with_parameter, &account).unwrap_err().to_string();
    assert!(told.contains("others can read the passfile"), "{told}");
}

#[test]
fn a_passfile_has_wildcards_escapes_and_comments() {
    let text = "# h:5432:d:u:comment\nonly:three:fields\nother:*:*:*:other\n\
                h:5433:d:u:port\nh:5432:x\\:y:u:na\\\\me\r\n\
                localhost:*:*:*:local\nh:*:d:*:a:b\\:c\n";
    let find = |url: &str, database: &str| {
        let config: Config = url.parse().unwrap();
        passfile::find(text, &config, database, "u")
    };
    assert_eq!(find("postgres://h:5433", "d").as_deref(), Some("port"));
    assert_eq!(find("postgres://h", "x:y").as_deref(), Some("na\\me"));
    assert_eq!(find("postgres://h", "d").as_deref(), Some("a:b:c"));
    assert_eq!(find("postgres://one,other", "d").as_deref(), Some("other"));
    assert_eq!(find("postgres://%2Ftmp", "d").as_deref(), Some("local"));
    assert_eq!(find("postgres://h", "e"), None);
}
