-- The look of a widget is a setting.

ALTER TABLE widget_settings DROP COLUMN look;
