"""Telegram: what may come in, what goes out, and what its errors mean."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library's future type for waits; without it every flood-wait warns
