//! Which addresses a webhook may reach. A target's name is looked up once for each connection,
//! every address that comes of it is judged, and the connection goes to one of those that were:
//! what the name says a moment later does not matter.

use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};

use deskbell_model::limits::DELIVERY_ADDRESSES_MAX;
use deskbell_model::network::{self, Range};
use deskbell_model::webhook::{Host, Target};
use futures_util::future::BoxFuture;
use tokio::task::spawn_blocking;

use crate::send::Failure;
use crate::share::Share;

/// What a name stands for.
pub type Addresses = std::io::Result<Vec<IpAddr>>;

/// Looks names up.
pub trait Resolve: Send + Sync + std::fmt::Debug {
    /// The addresses of a name. The place is given back when the look-up has ended, even if nobody
    /// waits for it any longer.
    fn resolve(&self, name: String, place: Option<Share>) -> BoxFuture<'_, Addresses>;
}

/// Looks names up as the operating system does.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemResolver;

impl Resolve for SystemResolver {
    fn resolve(&self, name: String, place: Option<Share>) -> BoxFuture<'_, Addresses> {
        Box::pin(async move {
            // Nobody can break a look-up off: it has its place until it ends, whoever waits for it.
            let found = spawn_blocking(move || {
                let found = (name.as_str(), 0).to_socket_addrs();
                drop(place);
                found.map(|found| found.map(|address| address.ip()).collect())
            });
            found.await.map_err(std::io::Error::other)?
        })
    }
}

/// Where a target may be connected to, in the order to be tried. Whether its name is unknown or
/// stands for a forbidden address is told apart by the log alone: tenants learn nothing of the
/// names of the operator's network.
pub(crate) async fn addresses(
    resolver: &dyn Resolve,
    target: &Target,
    place: impl Future<Output = Option<Share>>,
    opened: &[Range],
) -> Result<Vec<SocketAddr>, Failure> {
    let found = match &target.host {
        Host::Address(address) => vec![*address],
        Host::Name(name) => resolver.resolve(name.clone(), place.await).await.map_err(|error| {
            tracing::debug!(%error, name, "a webhook's name is not known");
            Failure::Unreachable
        })?,
    };
    let is_open = |address: &IpAddr| network::is_open(*address, opened);
    let open: Vec<IpAddr> = found.iter().copied().filter(is_open).collect();
    if open.is_empty() {
        tracing::info!(?found, host = ?target.host, "a webhook may not reach this address");
        return Err(Failure::Unreachable);
    }
    let open = open.into_iter().take(DELIVERY_ADDRESSES_MAX);
    Ok(open.map(|address| SocketAddr::new(address, target.port)).collect())
}
