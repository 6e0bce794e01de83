"""The emulated Zalo Bot Platform: eleven methods, its quirks, its webhook, and the phones of its users."""
