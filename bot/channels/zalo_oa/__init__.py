"""Zalo Official Account: what may come in, what goes out and when, and what its refusals mean."""

NAME = "zalo_oa"
