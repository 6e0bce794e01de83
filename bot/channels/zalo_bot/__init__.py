"""Zalo Bot Platform: what may come in, what goes out, how much of it in a month, and what its refusals mean."""

NAME = "zalo_bot"
