//! The reading of secrets: a secret is the value of a setting, or is in a file that another setting
//! names.

use std::fs::File;
use std::io::Read as _;

use super::layers::Layers;
use super::secrets;

/// The largest size of a file with a secret, in bytes.
const FILE_MAX: u64 = 64 * 1024;

/// A secret that was read, and the beginning of the error message in case the secret is invalid.
pub(super) struct SecretText {
    pub(super) text: String,
    refusal: String,
}

impl SecretText {
    /// Returns the error about a secret that has none of the forms in `expected`.
    pub(super) fn refuse(&self, expected: &str) -> String {
        format!("{} {expected}", self.refusal)
    }
}

/// Reads a secret: the text of a setting, or the content of the file that the setting with the
/// suffix `_file` names. If both settings are set, the setting of the later layer counts. Two
/// settings in one layer are an error.
pub(super) fn read(layers: &Layers, key: &str, expected: &str) -> Result<SecretText, String> {
    let file_key = secrets::file_key(key);
    let path = layers.text(&file_key)?;
    let (by_text, by_file) = (layers.origin(key)?, layers.origin(&file_key)?);
    if path.is_empty() || by_text.layer > by_file.layer {
        let refusal = format!("{by_text}: `{key}` must be");
        return Ok(SecretText { text: layers.text(key)?.trim().to_owned(), refusal });
    }
    if by_text.layer == by_file.layer {
        return Err(format!(
            "`{key}` ({by_text}) and `{file_key}` ({by_file}) are both set: remove one"
        ));
    }
    let mut text = String::new();
    let read = File::open(path).and_then(|it| it.take(FILE_MAX).read_to_string(&mut text));
    let path = secrets::path(path);
    read.map_err(|error| format!("{by_file}: {path} cannot be read: {error}"))?;
    let text = text.trim().to_owned();
    let secret = SecretText { refusal: format!("{by_file}: {path} must hold one line:"), text };
    if secret.text.lines().count() == 1 { Ok(secret) } else { Err(secret.refuse(expected)) }
}
