"""The emulated Zalo Official Account: OpenAPI, OAuth, webhook, interaction windows, and the phones of its users."""
