//! Connections to the hosts of an address. The hosts are tried in turn, each for a share of the
//! time, since a host may accept connections without answering.

use std::pin::Pin;
use std::time::Duration;

use deadpool_postgres::Connect;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_postgres::config::{Config, Host, SslMode};
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{Client, Connection, Error, Socket};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::Address;

/// A connected client, and the connection, which has to be polled.
pub(crate) type Connected =
    (Client, Connection<Socket, <MakeRustlsConnect as MakeTlsConnect<Socket>>::Stream>);

impl Address {
    /// Limits the time for connecting, over all hosts, to `wait`. Each host has an equal share of
    /// this time, or the address's own `connect_timeout` if the timeout is shorter than the share.
    pub(crate) fn limit(&mut self, wait: Duration) {
        let share = wait / u32::try_from(self.hosts.len().max(1)).unwrap_or(u32::MAX);
        self.each(|host| {
            let own = host.get_connect_timeout().copied();
            host.connect_timeout(own.map_or(share, |own| own.min(share)));
        });
    }

    pub(crate) fn each(&mut self, change: impl FnMut(&mut Config)) {
        self.hosts.iter_mut().for_each(change);
    }

    /// Returns the TLS mode, which all hosts share.
    pub(crate) fn ssl_mode(&self) -> SslMode {
        self.hosts.first().map_or(SslMode::Disable, Config::get_ssl_mode)
    }

    /// Connects to the first host that accepts writes. The future does not end while all hosts are
    /// silent, so the caller must limit the time.
    ///
    /// # Errors
    /// The error of the last host that refused.
    pub(crate) async fn connect(&self) -> Result<Connected, Error> {
        loop {
            let mut refused = None;
            for host in &self.hosts {
                // The driver's own limit covers only the TCP connection.
                let share = host.get_connect_timeout().copied().unwrap_or(Duration::MAX);
                match timeout(share, host.connect(self.tls.clone())).await {
                    Ok(Ok(connected)) => return Ok(connected),
                    Ok(Err(cause)) => refused = Some(cause),
                    // The next host is tried.
                    Err(_) => {}
                }
            }
            if let Some(cause) = refused {
                return Err(cause);
            }
        }
    }
}

impl Connect for Address {
    #[expect(clippy::disallowed_methods, reason = "the pool ends the task with its client")]
    fn connect(
        &self,
        _: &Config,
    ) -> Pin<Box<dyn Future<Output = Result<(Client, JoinHandle<()>), Error>> + Send + '_>> {
        Box::pin(async move {
            let (client, connection) = Self::connect(self).await?;
            // The client's next statement reports the end of the connection.
            let driven = tokio::spawn(async move { drop(connection.await) });
            Ok((client, driven))
        })
    }
}

/// Splits the settings of several hosts into one set of settings for each host.
pub(super) fn each_alone(config: &Config) -> Vec<Config> {
    let (hosts, addresses) = (config.get_hosts(), config.get_hostaddrs());
    let ports = config.get_ports();
    let alone = |place: usize| {
        let mut one = without_hosts(config);
        match hosts.get(place) {
            Some(Host::Tcp(name)) => drop(one.host(name)),
            Some(Host::Unix(path)) => drop(one.host_path(path)),
            None => {}
        }
        if let Some(address) = addresses.get(place) {
            one.hostaddr(*address);
        }
        // If there is only one port, it applies to all hosts.
        one.port(ports.get(place).or(ports.first()).copied().unwrap_or(PORT));
        one
    };
    (0..hosts.len().max(addresses.len())).map(alone).collect()
}

const PORT: u16 = 5432;

/// Copies all settings except the hosts, addresses and ports.
fn without_hosts(config: &Config) -> Config {
    let mut copy = Config::new();
    if let Some(user) = config.get_user() {
        copy.user(user);
    }
    if let Some(password) = config.get_password() {
        copy.password(password);
    }
    if let Some(database) = config.get_dbname() {
        copy.dbname(database);
    }
    if let Some(options) = config.get_options() {
        copy.options(options);
    }
    if let Some(name) = config.get_application_name() {
        copy.application_name(name);
    }
    if let Some(time) = config.get_connect_timeout() {
        copy.connect_timeout(*time);
    }
    if let Some(time) = config.get_tcp_user_timeout() {
        copy.tcp_user_timeout(*time);
    }
    if let Some(time) = config.get_keepalives_interval() {
        copy.keepalives_interval(time);
    }
    if let Some(number) = config.get_keepalives_retries() {
        copy.keepalives_retries(number);
    }
    copy.keepalives(config.get_keepalives())
        .keepalives_idle(config.get_keepalives_idle())
        .channel_binding(config.get_channel_binding())
        .target_session_attrs(config.get_target_session_attrs())
        .ssl_negotiation(config.get_ssl_negotiation())
        .ssl_mode(config.get_ssl_mode());
    copy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_setting_of_a_host_is_left_out() {
        let url = "postgres://u:secret@h:5433/d?application_name=a&channel_binding=require\
                   &connect_timeout=3&keepalives=0&keepalives_idle=4&keepalives_interval=5\
                   &keepalives_retries=6&options=-cx%3Dy&sslmode=require&sslnegotiation=direct\
                   &target_session_attrs=read-write&tcp_user_timeout=7&hostaddr=127.0.0.1";
        let whole: Config = url.parse().unwrap();
        let alone = each_alone(&whole);
        assert_eq!(format!("{alone:?}"), format!("[{whole:?}]"));
        assert_eq!(alone[0].get_password(), whole.get_password());
    }
}
