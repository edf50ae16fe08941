//! Database addresses without passwords, for display.

/// A URL whose password and parameter values are replaced by `***`.
pub(super) fn without_password(url: &str) -> String {
    if let Some((address, parameters)) = url.split_once('?') {
        // A password may contain a question mark. Its end is then unknown.
        return match address.split_once(':') {
            Some((scheme, _)) if parameters.contains('@') => format!("{scheme}:***"),
            _ => format!("{}?***", without_password(address)),
        };
    }
    let Some((scheme, rest)) = url.split_once("://") else {
        // Only a file's address is shown as it is: libpq has a form without a scheme.
        return if url.is_empty() || url.starts_with("sqlite:") {
            url.to_owned()
        } else {
            "***".into()
        };
    };
    let Some((user, host)) = rest.rsplit_once('@') else { return url.to_owned() };
    match user.split_once(':') {
        Some((user, _)) => format!("{scheme}://{user}:***@{host}"),
        None => url.to_owned(),
    }
}

/// A path, unless it is an address that stands in place of one.
pub(super) fn path(text: &str) -> &str {
    if text.contains("://") || text.contains('=') { "***" } else { text }
}
