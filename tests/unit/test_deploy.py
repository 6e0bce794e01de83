"""The samples for a reverse proxy pass what platforms deliver and the commander's page, and nothing else of ours."""

from __future__ import annotations

import re
from pathlib import Path

from bot.cli.firewall import PATHS
from handlers.coverage.page_link import PATH

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"


def test_nginx_passes_the_webhooks_by_their_exact_paths_and_the_page_and_answers_404_to_everything_else() -> None:
    sample = (DEPLOY / "nginx.conf").read_text("utf8")
    passed = re.findall(r"location\s+(\S+)\s+(\S+)\s*\{[^}]*proxy_pass", sample)
    assert passed == [*(("=", path) for path in PATHS.values()), ("^~", PATH)]
    assert re.search(r"location / \{ return 404; \}", sample)
    assert "access_log off;" in sample


def test_caddy_passes_only_what_is_posted_to_the_webhooks_and_the_page_and_answers_404_to_everything_else() -> None:
    sample = (DEPLOY / "Caddyfile").read_text("utf8")
    (passed,) = re.findall(r"@updates \{\s*method POST\s*path ([^\n]+)\n\s*\}", sample)
    assert passed.split() == list(PATHS.values())
    (looked_at,) = re.findall(r"@page \{\s*method GET\s*path ([^\n]+)\n\s*\}", sample)
    assert looked_at.split() == [PATH, f"{PATH}/*", f"{PATH}.css"]
    assert sample.count("reverse_proxy") == 2
    assert "respond 404" in sample
