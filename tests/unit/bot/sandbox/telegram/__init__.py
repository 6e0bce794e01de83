"""The emulated Telegram, rule by rule."""
