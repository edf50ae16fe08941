//! The settings that hold secrets, and all settings without their secrets, for display.

/// The settings that hold secrets. A setting with the suffix `_file` can name a file with the
/// secret. Alternatively systemd passes a credential with the name of the setting.
pub(super) const SECRETS: [&str; 3] = ["database.url", "postgres.listen_url", "s3.secret_key"];
/// Returns the key of the setting that names the file of a secret setting.
pub(super) fn file_key(key: &str) -> String {
    format!("{key}_file")
}

/// Replaces the password and the parameter values of a URL by `***`.
pub(super) fn without_password(url: &str) -> String {
    if let Some((address, parameters)) = url.split_once('?') {
        // A password may contain a question mark, and then the end of the password is unknown.
        return match address.split_once(':') {
            Some((scheme, _)) if parameters.contains('@') => format!("{scheme}:***"),
            _ => format!("{}?***", without_password(address)),
        };
    }
    let Some((scheme, rest)) = url.split_once("://") else {
        // libpq's form without a scheme (`password=… host=…`) may hold a password.
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

/// Returns the value of a text setting for display, without secrets.
pub(super) fn shown(key: &str, text: &str) -> String {
    match key {
        file if file.ends_with("_file") => path(text).to_owned(),
        "s3.secret_key" if !text.is_empty() => "***".to_owned(),
        url if url.ends_with("url") => without_password(text),
        _ => text.to_owned(),
    }
}

/// Returns a path for display; `***` for a text that looks like an address, which may contain a
/// password.
pub(super) fn path(text: &str) -> &str {
    if text.contains("://") || text.contains('=') { "***" } else { text }
}
