//! Links to the bytes of files: `/files/ID/END/SIGNATURE/NAME`. Anyone with the link can download
//! the bytes until the link expires, so browsers can show images.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use deskbell_model::file::PICTURE_NAME;
use deskbell_model::limits::{FILE_LINK_S, FILE_LINK_STEP_S, PICTURE_LINK_S, PICTURE_LINK_STEP_S};
use deskbell_model::{File, FileId, OrgId, Seconds};
use deskbell_storage::files::Served;
use deskbell_storage::{Class, Conn, Stop, Tx, Write, blobs};
use deskbell_wire::files::FileView;
use hmac::{Hmac, KeyInit as _, Mac as _};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::Sha256;

use super::{Files, ServedFile};
use crate::access::Caller;
use crate::context::Context;
use crate::error::{Rejected, Result};

/// The characters of a name that are percent-encoded in a path: all except letters, digits and
/// `-_.~`.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The parts of a file's link, as a request contains them.
#[derive(Clone, Copy, Debug)]
pub struct FileLink<'a> {
    org: OrgId,
    file: FileId,
    end: Seconds,
    signature: &'a str,
    name: &'a str,
}

impl<'a> FileLink<'a> {
    /// Parses the parts of a link's path. Returns `None` if a part is malformed.
    #[must_use]
    pub fn parse(id: &str, end: &str, signature: &'a str, name: &'a str) -> Option<Self> {
        let (org, file) = id.split_once('-')?;
        Some(Self {
            org: OrgId::parse(org)?,
            file: FileId::parse(file)?,
            end: end.parse().ok().map(Seconds::new)?,
            signature,
            name,
        })
    }

    /// Returns the organization of the file.
    #[must_use]
    pub const fn org(&self) -> OrgId {
        self.org
    }

    fn signed(&self, secret: &str) -> Option<Hmac<Sha256>> {
        let Self { org, file, end, name, .. } = self;
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
        mac.update(format!("{org}/{file}/{}/{name}", end.get()).as_bytes());
        Some(mac)
    }

    /// Returns the signed link.
    fn url(&self, context: &Context, secret: &str) -> String {
        let Self { org, file, end, name, .. } = self;
        let signature = self.signed(secret).map(|mac| mac.finalize().into_bytes());
        let signature = URL_SAFE_NO_PAD.encode(signature.unwrap_or_default());
        let name = utf8_percent_encode(name, ENCODED);
        let origin = context.settings.files.origin.trim_end_matches('/');
        format!("{origin}/files/{org}-{file}/{}/{signature}/{name}", end.get())
    }

    /// Tells, in constant time, whether the signature was made with the organization's secret.
    fn is_signed(&self, secret: &str) -> bool {
        let signature = URL_SAFE_NO_PAD.decode(self.signature).unwrap_or_default();
        self.signed(secret).is_some_and(|mac| mac.verify_slice(&signature).is_ok())
    }
}

/// Returns a file with its link.
pub(crate) fn linked(context: &Context, org: OrgId, secret: &str, file: File) -> FileView {
    let end = end_of(context, FILE_LINK_S, FILE_LINK_STEP_S);
    let link = FileLink { org, file: file.id, end, signature: "", name: &file.new.name };
    let url = link.url(context, secret);
    FileView { file, url, url_expires_at: end }
}

/// Returns a link to the picture of an agent.
pub(super) fn to_picture(context: &Context, org: OrgId, secret: &str, file: FileId) -> String {
    let end = end_of(context, PICTURE_LINK_S, PICTURE_LINK_STEP_S);
    FileLink { org, file, end, signature: "", name: PICTURE_NAME }.url(context, secret)
}

/// Returns the time at which a new link expires: `valid_s` from now, rounded up to a multiple of
/// `step_s`.
fn end_of(context: &Context, valid_s: u32, step_s: u32) -> Seconds {
    let until = context.now().plus(valid_s).get();
    Seconds::new(until.checked_next_multiple_of(step_s).unwrap_or(until))
}

struct ReplaceSecret(String);

impl Write for ReplaceSecret {
    type Out = ();
    type Refusal = std::convert::Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<std::convert::Infallible>> {
        Ok(blobs::replace_secret(tx.org, tx.conn, &self.0).await?)
    }
}

impl Files {
    pub(super) fn linked(&self, org: OrgId, secret: &str, file: File) -> FileView {
        linked(&self.context, org, secret, file)
    }

    /// Finds the file of a link.
    ///
    /// # Errors
    /// [`Rejected::FileNotFound`] when the link has expired, has a wrong signature, or refers to a
    /// removed file; or when the database fails.
    pub async fn follow(&self, link: &FileLink<'_>) -> Result<Served> {
        if link.end <= self.context.now() {
            return Err(Rejected::FileNotFound.into());
        }
        let read = ServedFile(link.org, link.file);
        let found = self.context.store.read(Class::Point, read).await?;
        let found = found.filter(|found| link.is_signed(&found.secret));
        Ok(found.ok_or(Rejected::FileNotFound)?)
    }

    /// Returns the time for which a browser may cache the bytes of a link, in seconds. The time is
    /// longer for pictures of agents, whose links are valid for more than a few hours. After this
    /// time the file has another link.
    #[must_use]
    pub fn kept_s(&self, link: &FileLink<'_>) -> u32 {
        let left = link.end.get().saturating_sub(self.context.now().get());
        if left > FILE_LINK_S + FILE_LINK_STEP_S { PICTURE_LINK_STEP_S } else { FILE_LINK_STEP_S }
    }

    /// Makes every existing link to the files of the caller's organization invalid. Clients can
    /// request new links at once.
    ///
    /// # Errors
    /// When the operating system gives no randomness, or the database fails.
    pub async fn end_links(&self, caller: Caller) -> Result<()> {
        let secret = self.secret()?;
        let write = ReplaceSecret(secret);
        Ok(self.context.store.write(caller.org, caller.origin(), write).await?)
    }

    /// Returns a new random secret for links.
    pub(super) fn secret(&self) -> Result<String> {
        let mut secret = [0; 32];
        self.context.entropy.fill(&mut secret)?;
        Ok(URL_SAFE_NO_PAD.encode(secret))
    }
}
