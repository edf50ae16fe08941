//! The sockets of a server: ports, Unix sockets, and sockets that the service manager passes.

use std::fs::{self, Permissions};
use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

use deskbell_http::Listener;
use deskbell_model::limits::CONNECTIONS_WAITING_MAX;
use listenfd::ListenFd;
use tokio::net::{TcpListener, TcpSocket, UnixListener, UnixSocket, lookup_host};

use crate::config::Listen;

#[derive(Debug)]
pub(crate) struct Listeners {
    pub(crate) sockets: Vec<Listener>,
    /// The address of each socket: `http://ADDRESS:PORT` or `unix:PATH`.
    pub(crate) addresses: Vec<String>,
    /// The files of the server's Unix sockets, which are removed when the server ends.
    files: Vec<SocketFile>,
}

/// Listens on the addresses of the settings, or on the sockets that the service manager passed.
pub(crate) async fn listen(settings: &[Listen], passed: ListenFd) -> Result<Listeners, String> {
    let mut found = Listeners { sockets: Vec::new(), addresses: Vec::new(), files: Vec::new() };
    if passed.len() > 0 {
        let adopted = found.adopt(passed);
        adopted.map_err(|error| format!("a socket of systemd cannot be used: {error}"))?;
        return Ok(found);
    }
    for listen in settings {
        found.add(listen).await.map_err(|error| {
            format!(
                "{listen} cannot be listened on: {error}; choose another with --listen ADDRESS:PORT"
            )
        })?;
    }
    Ok(found)
}

impl Listeners {
    /// Adds the sockets that the service manager passed.
    fn adopt(&mut self, mut passed: ListenFd) -> io::Result<()> {
        for index in 0..passed.len() {
            if let Ok(Some(listener)) = passed.take_tcp_listener(index) {
                listener.set_nonblocking(true)?;
                self.port(TcpListener::from_std(listener)?)?;
                continue;
            }
            // The error says which descriptor is no socket.
            if let Some(listener) = passed.take_unix_listener(index)? {
                listener.set_nonblocking(true)?;
                self.unix(UnixListener::from_std(listener)?)?;
            }
        }
        Ok(())
    }

    async fn add(&mut self, listen: &Listen) -> io::Result<()> {
        match listen {
            Listen::Port { host: None, port } => self.port(everywhere(*port)?),
            Listen::Port { host: Some(host), port } => {
                let mut addresses: Vec<_> = lookup_host((host.as_str(), *port)).await?.collect();
                addresses.sort_unstable();
                addresses.dedup();
                if addresses.is_empty() {
                    return Err(io::Error::new(ErrorKind::NotFound, "the name has no address"));
                }
                addresses.into_iter().try_for_each(|address| self.port(tcp(address)?))
            }
            Listen::Unix { path, mode } => {
                let (listener, file) = unix(path, *mode)?;
                self.files.push(file);
                self.unix(listener)
            }
        }
    }

    fn port(&mut self, listener: TcpListener) -> io::Result<()> {
        self.addresses.push(format!("http://{}", listener.local_addr()?));
        self.sockets.push(Listener::Tcp(listener));
        Ok(())
    }

    fn unix(&mut self, listener: UnixListener) -> io::Result<()> {
        let address = listener.local_addr()?;
        let path = address.as_pathname().unwrap_or(Path::new("")).display();
        self.addresses.push(format!("unix:{path}"));
        self.sockets.push(Listener::Unix(listener));
        Ok(())
    }
}

/// Listens on a port of every address of the machine. Without IPv6, listens only on the IPv4
/// addresses.
fn everywhere(port: u16) -> io::Result<TcpListener> {
    let all = tcp((Ipv6Addr::UNSPECIFIED, port).into());
    all.or_else(|error| match error.kind() {
        ErrorKind::AddrInUse | ErrorKind::PermissionDenied => Err(error),
        _ => tcp((Ipv4Addr::UNSPECIFIED, port).into()),
    })
}

/// Listens on an address with a long backlog. When a backlog is full, the system drops the first
/// packet of a connection, and the client repeats the packet only after a second.
pub(crate) fn tcp(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(CONNECTIONS_WAITING_MAX)
}

/// The file of a Unix socket. The file is removed when this value is dropped, unless another file
/// has replaced the file.
#[derive(Debug)]
struct SocketFile {
    path: PathBuf,
    id: (u64, u64),
}

impl SocketFile {
    fn of(path: &Path) -> io::Result<Self> {
        Ok(Self { path: path.to_owned(), id: id(path)? })
    }
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        if id(&self.path).is_ok_and(|id| id == self.id) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn id(path: &Path) -> io::Result<(u64, u64)> {
    fs::symlink_metadata(path).map(|it| (it.dev(), it.ino()))
}

/// Listens on a Unix socket. The mode is set before the first client can connect.
fn unix(path: &Path, mode: Option<u32>) -> io::Result<(UnixListener, SocketFile)> {
    remove_stale(path)?;
    let socket = UnixSocket::new_stream()?;
    socket.bind(path)?;
    let file = SocketFile::of(path)?;
    if let Some(mode) = mode {
        fs::set_permissions(path, Permissions::from_mode(mode))?;
    }
    Ok((socket.listen(CONNECTIONS_WAITING_MAX)?, file))
}

/// Removes the file of a Unix socket that a killed server left.
///
/// # Errors
/// When a process listens on the socket, or the file is not a socket.
fn remove_stale(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
        Ok(found) if !found.file_type().is_socket() => {
            Err(io::Error::new(ErrorKind::AlreadyExists, "a file that is no socket is there"))
        }
        Ok(_) if UnixStream::connect(path).is_ok() => Err(ErrorKind::AddrInUse.into()),
        Ok(_) => fs::remove_file(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unix_setting(path: &Path, mode: Option<u32>) -> [Listen; 1] {
        [Listen::Unix { path: path.to_owned(), mode }]
    }

    #[tokio::test]
    async fn a_unix_socket_has_its_mode_takes_the_place_of_a_dead_one_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("d.sock");
        // A process that ended left the socket's file.
        drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
        let setting = unix_setting(&path, Some(0o640));
        let first = listen(&setting, ListenFd::empty()).await.unwrap();
        assert_eq!(first.addresses, [format!("unix:{}", path.display())]);
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o640);
        let told = listen(&setting, ListenFd::empty()).await.unwrap_err();
        assert!(told.contains("in use"), "{told}");
        drop(first);
        assert!(!path.exists());
        fs::write(&path, "kept").unwrap();
        let told = listen(&setting, ListenFd::empty()).await.unwrap_err();
        assert!(told.contains("no socket"), "{told}");
        assert_eq!(fs::read(&path).unwrap(), b"kept");
    }

    #[tokio::test]
    async fn a_name_and_every_address_are_listened_on() {
        let all = Listen::parse_many("localhost:0,:0").unwrap();
        let found = listen(&all, ListenFd::empty()).await.unwrap();
        let Some((everywhere, named)) = found.addresses.split_last() else { panic!("{found:?}") };
        let is_local =
            |it: &String| it.starts_with("http://127.0.0.1:") || it.starts_with("http://[::1]:");
        assert!(!named.is_empty() && named.iter().all(is_local), "{named:?}");
        let is_everywhere =
            ["http://[::]:", "http://0.0.0.0:"].iter().any(|it| everywhere.starts_with(it));
        assert!(is_everywhere, "{everywhere}");
        let nobody = Listen::parse_many("nobody.invalid:80").unwrap();
        let told = listen(&nobody, ListenFd::empty()).await.unwrap_err();
        assert!(told.starts_with("nobody.invalid:80 cannot be listened on"), "{told}");
    }
}
