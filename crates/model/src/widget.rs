//! The settings of an application's widget: its public id, its secrets, and the sites that may show
//! the widget.

use crate::customer::Assign;
use crate::{AllowedSites, ApplicationId, CustomerId, Seconds, Secret, names};

/// The public id of an application: a UUID in lower case, unique over all organizations.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AppUuid(String);

/// The lengths of a UUID's groups of hexadecimal digits.
const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];

impl AppUuid {
    /// Reads a UUID in either case; `None` for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let groups = || text.split('-');
        let is_group = |group: &str, length| {
            group.len() == length && group.bytes().all(|byte| byte.is_ascii_hexdigit())
        };
        let is_uuid = groups().count() == GROUPS.len()
            && groups().zip(GROUPS).all(|(group, length)| is_group(group, length));
        is_uuid.then(|| Self(text.to_ascii_lowercase()))
    }

    /// Creates the random UUID (RFC 9562, version 4) with these random bytes.
    #[must_use]
    pub fn of_random(bytes: [u8; 16]) -> Self {
        let number = u128::from_be_bytes(bytes);
        let number = number & !(0xf << 76) | 0x4 << 76;
        let number = number & !(0x3 << 62) | 0x2 << 62;
        let digits = format!("{number:032x}");
        let mut at = 0;
        let groups = GROUPS.map(|length| {
            at += length;
            digits.get(at - length..at).unwrap_or_default()
        });
        Self(groups.join("-"))
    }

    /// Returns the text of the UUID in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The settings of an application's widget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WidgetSettings {
    /// The application whose widget has these settings.
    pub application: ApplicationId,
    /// The secret that signs the tokens of visitors about whom nothing is stored yet.
    pub token_secret: Secret,
    /// The public id of the application.
    pub uuid: AppUuid,
    /// The secret with which a site proves who its visitors are; `None` before a secret is created.
    pub identity_secret: Option<Secret>,
    /// True to treat visitors without a proof as anonymous.
    pub enforces_identity: bool,
    /// The sites that may show the widget.
    pub sites: AllowedSites,
}

/// An edit of the settings of a widget; a field that is `None` does not change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WidgetEdit {
    /// The new public id of the application.
    pub uuid: Option<AppUuid>,
    /// The new secret with which a site proves who its visitors are.
    pub identity_secret: Option<Secret>,
    /// True to treat visitors without a proof as anonymous.
    pub enforces_identity: Option<bool>,
    /// The sites that may show the widget from now on.
    pub sites: Option<AllowedSites>,
}

impl WidgetSettings {
    /// Returns the settings after the edit.
    #[must_use]
    pub fn edited(mut self, edit: &WidgetEdit) -> Self {
        let WidgetEdit { uuid, identity_secret, enforces_identity, sites } = edit.clone();
        self.uuid = uuid.unwrap_or(self.uuid);
        self.identity_secret = identity_secret.or(self.identity_secret);
        self.enforces_identity = enforces_identity.unwrap_or(self.enforces_identity);
        self.sites = sites.unwrap_or(self.sites);
        self
    }
}

/// The id by which the script on a page names an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AppName {
    /// The application's public id.
    Uuid(AppUuid),
    /// The application's id within the organization that the page names.
    Number(ApplicationId),
}

/// A visit to a page, as reported by the widget on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageVisit {
    /// The URL of the page.
    pub page: Option<String>,
    /// The URL of the page from which a link led to the visited page.
    pub referrer: Option<String>,
    /// The language of the page or the visitor.
    pub locale: Option<String>,
}

/// A site's statement about the identity of a visitor.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Claim {
    /// The id of the user in the site's own system.
    pub user_id: Option<String>,
    /// The proof: the HMAC-SHA256 of the id in hexadecimal digits, or a token (JWT).
    pub proof: Option<String>,
    /// The site's data about the user.
    pub fields: Vec<Assign>,
}

names! {
    /// The degree to which a visitor's identity is known.
    Identity {
        /// The site made no statement about the visitor's identity.
        Anonymous = "anonymous",
        /// The site stated the visitor's identity without a proof.
        Claimed = "claimed",
        /// The site proved the visitor's identity.
        Verified = "verified",
    }
}

names! {
    /// The reason why a claim is rejected, or is accepted as unproven.
    IdentityDoubt {
        /// A proof is required, and the claim has no proof.
        ProofMissing = "proof_missing",
        /// The proof is not valid for this user and the application's secret.
        ProofWrong = "proof_wrong",
        /// The proof has expired, or is not valid yet.
        ProofExpired = "proof_expired",
        /// The proof uses MD5, which is no longer secure.
        ProofOutdated = "proof_outdated",
        /// The application has no secret for checking the proof.
        SecretMissing = "secret_missing",
    }
}

/// A stored session of a visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VisitorSession {
    /// The application whose widget began the session.
    pub application: ApplicationId,
    /// The customer who uses the session; `None` once the session has ended.
    pub customer: Option<CustomerId>,
    /// True if the site has proved the visitor's identity.
    pub is_verified: bool,
    /// The time at which the session began.
    pub created_at: Seconds,
    /// The time at which the session was last used; updated at intervals.
    pub used_at: Seconds,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_is_read_in_either_case_and_nothing_else_is() {
        let read = |text: &str| AppUuid::parse(text).map(|it| it.as_str().to_owned());
        let lower = "0f0e0d0c-0b0a-4908-8706-050403020100";
        assert_eq!(read(&lower.to_uppercase()).as_deref(), Some(lower));
        for bad in [
            "",
            "0f0e0d0c0b0a49088706050403020100",
            "0f0e0d0c-0b0a-4908-8706-05040302010",
            "0f0e0d0c-0b0a-4908-8706-050403020100-",
            "{0f0e0d0c-0b0a-4908-8706-050403020100}",
            "0f0e0d0g-0b0a-4908-8706-050403020100",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_random_uuid_tells_its_version_and_reads_back() {
        let all = AppUuid::of_random([0xff; 16]);
        assert_eq!(all.as_str(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        let none = AppUuid::of_random([0; 16]);
        assert_eq!(none.as_str(), "00000000-0000-4000-8000-000000000000");
        assert_eq!(AppUuid::parse(all.as_str()), Some(all));
    }
}
