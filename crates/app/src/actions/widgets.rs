//! Changes of applications' widgets: their public ids, sites and identity proofs.

use deskbell_model::{
    ApplicationId, Right, Seconds, Secret, SettingId, SettingKind, WidgetEdit, WidgetSettings,
};
use deskbell_storage::{Conn, Error as StorageError, Stop, Tx, Write, widget_settings};
use deskbell_wire::inbox::documents::SettingTold;

use super::settings::tell;
use super::{Actions, json, refused};
use crate::access::{Caller, secrets};
use crate::error::{Error, Rejected, Result};

struct ChangeWidget {
    application: ApplicationId,
    edit: WidgetEdit,
    at: Seconds,
}

impl Write for ChangeWidget {
    type Out = WidgetSettings;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<WidgetSettings, Stop<Rejected>> {
        let old = widget_settings::find(tx.org, tx.conn, self.application).await?;
        let old = old.ok_or(refused(Rejected::ApplicationNotFound))?;
        let new = old.clone().edited(&self.edit);
        if new == old {
            return Ok(old);
        }
        widget_settings::update(tx.org, tx.conn, &new).await?;
        let id = SettingId::new(self.application.get());
        let id = id.ok_or(refused(Rejected::ApplicationNotFound))?;
        let told = SettingTold { id, kind: SettingKind::Widget, agent: None, removed: false };
        // The recorded JSON does not contain the secrets.
        tell(tx, self.at, told, Some(json(&old))).await?;
        Ok(new)
    }
}

impl Actions {
    /// Changes the public id, the sites or the identity proof of a widget.
    ///
    /// # Errors
    /// [`Rejected::ApplicationNotFound`], [`Rejected::NameTaken`] if another application has the
    /// public id, or when the database fails.
    pub async fn change_widget(
        &self,
        caller: Caller,
        application: ApplicationId,
        edit: WidgetEdit,
    ) -> Result<WidgetSettings> {
        caller.check(Right::Staff)?;
        self.widget_settings(caller.org, application).await?;
        let change = ChangeWidget { application, edit, at: self.context.now() };
        self.write(caller, Right::Staff, change).await.map_err(uuid_taken)
    }

    /// Replaces the secret with which a widget's site proves who its visitors are. Proofs made with
    /// the old secret become invalid.
    ///
    /// # Errors
    /// The errors of [`Actions::change_widget`].
    pub async fn rotate_identity_secret(
        &self,
        caller: Caller,
        application: ApplicationId,
    ) -> Result<Secret> {
        let secret = secrets::generate_widget_secret(&self.context)?;
        let edit = WidgetEdit { identity_secret: Some(secret.clone()), ..WidgetEdit::default() };
        self.change_widget(caller, application, edit).await?;
        Ok(secret)
    }
}

/// Converts the database's error about a taken public id to a refusal.
fn uuid_taken(error: Error) -> Error {
    match error {
        Error::Storage(StorageError::Conflict { constraint })
            if constraint == "widget_settings_uuid" =>
        {
            Rejected::NameTaken.into()
        }
        other => other,
    }
}
