"""An emulator of the Telegram Bot API, as the server's own source behaves, for one bot."""
