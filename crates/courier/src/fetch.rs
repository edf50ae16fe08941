//! Downloads by URL, through the same guard as webhooks: only from public addresses and addresses
//! that the operator allowed, without redirects, within one time limit.

use std::sync::Arc;
use std::time::Duration;

use deskbell_model::OrgId;
use deskbell_model::network::Range;
use deskbell_tls::Authorities;

use crate::attempt::DeliveryError;
use crate::client::GuardedClient;
use crate::client::guard::Resolve;
use crate::client::pool::TargetPool;
use crate::limits::FETCH_S_MAX;

/// A client that downloads files by URL.
#[derive(Clone, Debug)]
pub struct Fetcher {
    client: GuardedClient,
}

impl Fetcher {
    /// Creates a client that may call public addresses and the addresses in `opened`. The client
    /// trusts these certificate authorities, or for `None` the system's.
    ///
    /// # Errors
    /// When the TLS configuration cannot be made.
    pub fn new(
        resolver: Arc<dyn Resolve>,
        opened: Vec<Range>,
        authorities: Option<Authorities>,
    ) -> std::io::Result<Self> {
        let client = GuardedClient::new(resolver, opened)?;
        let client = client.within(Duration::from_secs(FETCH_S_MAX));
        let client = match authorities {
            Some(authorities) => client.trusting(authorities)?,
            None => client,
        };
        Ok(Self { client })
    }

    /// Downloads a file of up to `bytes_max` bytes.
    ///
    /// # Errors
    /// The reason, in words: the URL leads to no allowed address, or the answer has a status other
    /// than 200, is too large, or is not complete in time.
    pub async fn get(&self, org: OrgId, url: &str, bytes_max: usize) -> Result<Vec<u8>, String> {
        let pool = TargetPool::new(url);
        let permit = self.client.permit(&pool, org).await.ok_or(DeliveryError::NoConnection);
        let permit = permit.map_err(|error| error.to_string())?;
        let answer = self.client.get(&pool, permit, bytes_max).await;
        let (answer, is_whole) = answer.map_err(|error| error.to_string())?;
        match answer.status {
            200 if is_whole => Ok(answer.body),
            200 if answer.body.len() >= bytes_max => Err("the file is too large".into()),
            200 => Err("the answer is cut off".into()),
            status => Err(format!("the answer is {status}")),
        }
    }
}
