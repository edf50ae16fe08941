//! Password hashing with argon2id, with a limit on concurrent hashes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use deskbell_model::Password;
use deskbell_model::limits::{
    PASSWORD_MEMORY_KIB, PASSWORD_PASSES, PASSWORDS_AT_ONCE, PASSWORDS_WAITING_MAX,
};
use deskbell_storage::Error as StorageError;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::Entropy;
use crate::error::{Error, Result};

const SALT_BYTES: usize = 16;
/// A made-up salt and hash in base64 for unknown sign-in names. Practically no password matches
/// this hash.
const NOBODY: &str = "AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The cost of one hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordCost {
    /// The memory of one hash, in KiB.
    pub memory_kib: u32,
    /// The number of passes over the memory.
    pub passes: u32,
}

impl Default for PasswordCost {
    /// Returns the cost that OWASP recommends, which takes about 30 to 60 ms per hash.
    fn default() -> Self {
        Self { memory_kib: PASSWORD_MEMORY_KIB, passes: PASSWORD_PASSES }
    }
}

/// The service that hashes passwords and compares them with hashes.
#[derive(Debug)]
pub struct Passwords {
    params: Params,
    waiting: Semaphore,
    running: Arc<Semaphore>,
    runs: AtomicU64,
}

impl Passwords {
    pub(crate) fn new(cost: PasswordCost) -> Self {
        let params = Params::new(cost.memory_kib, cost.passes, 1, None).unwrap_or_default();
        Self {
            params,
            waiting: Semaphore::new(PASSWORDS_AT_ONCE + PASSWORDS_WAITING_MAX),
            running: Arc::new(Semaphore::new(PASSWORDS_AT_ONCE)),
            runs: AtomicU64::new(0),
        }
    }

    /// Returns the number of hashes computed since the start.
    pub fn runs(&self) -> u64 {
        self.runs.load(Ordering::Relaxed)
    }

    /// Hashes a password with a new salt; the result is in PHC format.
    ///
    /// # Errors
    /// [`Error::NoRoom`] when too many passwords wait, or when the operating system gives no
    /// randomness.
    pub(crate) async fn hash(&self, password: &Password, entropy: &dyn Entropy) -> Result<String> {
        let mut salt = [0; SALT_BYTES];
        entropy.fill(&mut salt)?;
        let password = password.clone();
        let hashed = self.run(move |argon2| {
            let text = password.reveal().as_bytes();
            let hashed: Result<PasswordHash, _> = argon2.hash_password_with_salt(text, &salt);
            hashed.map(|hash| hash.to_string())
        });
        hashed.await?.map_err(|error| internal(&error))
    }

    /// Tells whether a password matches a hash. Without a hash the call takes equally long and
    /// returns `false`.
    ///
    /// # Errors
    /// [`Error::NoRoom`] when too many passwords wait.
    pub(crate) async fn verify(&self, password: &Password, hash: Option<&str>) -> Result<bool> {
        let nobody = || self.beginning() + NOBODY;
        let (is_somebody, hash) = (hash.is_some(), hash.map_or_else(nobody, str::to_owned));
        let password = password.clone();
        let verified = self
            .run(move |argon2| argon2.verify_password(password.reveal().as_bytes(), hash.as_str()));
        Ok(verified.await?.is_ok() && is_somebody)
    }

    /// Tells whether a hash has the cost that new hashes have.
    pub(crate) fn is_current(&self, hash: &str) -> bool {
        hash.starts_with(&self.beginning())
    }

    /// Returns the beginning of every new hash: the algorithm and its cost.
    fn beginning(&self) -> String {
        let (memory, passes) = (self.params.m_cost(), self.params.t_cost());
        format!("$argon2id$v=19$m={memory},t={passes},p=1$")
    }

    /// Runs argon2id on a blocking thread, after a permit for its memory is free. Even if the
    /// caller stops waiting, the permit is held until the hash is computed.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(Argon2<'static>) -> T + Send + 'static,
    ) -> Result<T> {
        let _place = self.waiting.try_acquire().map_err(|_| Error::NoRoom)?;
        let running = Arc::clone(&self.running).acquire_owned().await;
        let permit = running.map_err(|_| Error::NoRoom)?;
        self.runs.fetch_add(1, Ordering::Relaxed);
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, self.params.clone());
        let ran = spawn_blocking(move || {
            let _permit = permit;
            work(argon2)
        });
        ran.await.map_err(|_| Error::Storage(StorageError::Panicked))
    }
}

fn internal(error: &argon2::password_hash::Error) -> Error {
    Error::Storage(StorageError::Internal(format!("a password could not be hashed: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Sevens;

    impl Entropy for Sevens {
        fn fill(&self, bytes: &mut [u8]) -> std::io::Result<()> {
            bytes.fill(7);
            Ok(())
        }
    }

    #[tokio::test]
    async fn a_password_leads_to_its_hash_and_nobody_costs_as_much_as_somebody() {
        let passwords = Passwords::new(PasswordCost { memory_kib: 8, passes: 1 });
        let [right, wrong] = ["a good long one", "another long one"].map(Password::tried);
        let (right, wrong) = (right.unwrap(), wrong.unwrap());
        let hash = passwords.hash(&right, &Sevens).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{hash}");
        let dearer = Passwords::new(PasswordCost { memory_kib: 16, passes: 1 });
        assert!(passwords.is_current(&hash) && !dearer.is_current(&hash));
        assert_eq!(passwords.runs(), 1);
        for (password, hash, expected) in [
            (&right, Some(hash.as_str()), true),
            (&wrong, Some(hash.as_str()), false),
            (&right, None, false),
        ] {
            let before = passwords.runs();
            assert_eq!(passwords.verify(password, hash).await.unwrap(), expected);
            assert_eq!(passwords.runs(), before + 1);
        }
    }

    #[test]
    fn the_hash_of_nobody_is_one_that_argon2id_reads() {
        let passwords = Passwords::new(PasswordCost::default());
        let hash = passwords.beginning() + NOBODY;
        let read = PasswordHash::new(&hash).unwrap();
        assert_eq!(read.hash.unwrap().as_bytes().len(), 32);
    }
}
