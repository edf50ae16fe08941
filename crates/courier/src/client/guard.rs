//! The guard chooses the addresses that a delivery may connect to. A target's name is looked up
//! once for each connection. The connection goes to one of the checked addresses, so a later change
//! in the DNS has no effect.

use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};

use deskbell_model::network::{self, Range};
use deskbell_model::webhook::{Host, Target};
use futures_util::future::BoxFuture;
use tokio::task::spawn_blocking;

use crate::attempt::DeliveryError;
use crate::fair::FairPermit;
use crate::limits::DELIVERY_ADDRESSES_MAX;

/// The result of a look-up: the addresses of a name.
pub type Addresses = std::io::Result<Vec<IpAddr>>;

/// A resolver of host names.
pub trait Resolve: Send + Sync + std::fmt::Debug {
    /// Looks up the addresses of a name. The permit is held until the look-up ends, even if the
    /// future is dropped earlier.
    fn resolve(&self, name: String, permit: Option<FairPermit>) -> BoxFuture<'_, Addresses>;
}

/// The resolver of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemResolver;

impl Resolve for SystemResolver {
    fn resolve(&self, name: String, permit: Option<FairPermit>) -> BoxFuture<'_, Addresses> {
        Box::pin(async move {
            // A look-up cannot be cancelled, so the permit is kept until the look-up ends.
            let found = spawn_blocking(move || {
                let found = (name.as_str(), 0).to_socket_addrs();
                drop(permit);
                found.map(|found| found.map(|address| address.ip()).collect())
            });
            found.await.map_err(std::io::Error::other)?
        })
    }
}

/// The allowed addresses of a target, in the order in which they are tried. An unknown name and a
/// name with only forbidden addresses give the same error. Therefore an organization learns nothing
/// about the names in the operator's network.
pub(crate) async fn addresses(
    resolver: &dyn Resolve,
    target: &Target,
    permit: impl Future<Output = Option<FairPermit>>,
    opened: &[Range],
) -> Result<Vec<SocketAddr>, DeliveryError> {
    let found = match &target.host {
        Host::Address(address) => vec![*address],
        Host::Name(name) => {
            resolver.resolve(name.clone(), permit.await).await.map_err(|error| {
                tracing::debug!(%error, name, "a webhook's name is not known");
                DeliveryError::Unreachable
            })?
        }
    };
    let is_open = |address: &IpAddr| network::is_open(*address, opened);
    let open: Vec<IpAddr> = found.iter().copied().filter(is_open).collect();
    if open.is_empty() {
        tracing::info!(?found, host = ?target.host, "a webhook may not reach this address");
        return Err(DeliveryError::Unreachable);
    }
    let open = open.into_iter().take(DELIVERY_ADDRESSES_MAX);
    Ok(open.map(|address| SocketAddr::new(address, target.port)).collect())
}
