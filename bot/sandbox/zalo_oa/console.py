"""The consoles of the account: what its managers and the app's developers set up by hand, outside of any API."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.platform import ConsoleCall, Json, Wrong
from bot.sandbox.tuning import tuned
from bot.sandbox.zalo_oa.errors import Refused
from bot.sandbox.zalo_oa.state import Article
from bot.sandbox.zalo_oa.world import World


class OaConsole:
    """By the name that ends the call `POST /api/platforms/zalo_oa/{call}`."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.calls: Mapping[str, ConsoleCall] = {
            "settings": self.settings,
            "webhook": self.webhook,
            "tokens": self.tokens,
            "revoke": self.revoke,
            "grant": self.grant,
            "article": self.article,
            "forge": self.forge,
            "status": self.status,
        }

    async def settings(self, given: Mapping[str, Any]) -> Json:
        """Any of OaSettings by name: from now on the account behaves so."""
        self._world.settings = tuned(self._world.settings, given)
        return await self.status({})

    async def webhook(self, given: Mapping[str, Any]) -> Json:
        """`{url}` -> `{saved}`: asks the address with an unsigned `{}` first; also switches a dead webhook on again."""
        return {"saved": await self._world.webhook.save(str(given.get("url") or self._world.webhook.url))}

    async def tokens(self, given: Mapping[str, Any]) -> Json:  # noqa: ARG002  (calls are called alike)
        """A first pair without OAuth, as the API Explorer gives it."""
        return self._world.tokens.issue(self._world.settings)

    async def revoke(self, given: Mapping[str, Any]) -> Json:  # noqa: ARG002
        """The account takes back what it granted the app."""
        self._world.tokens.revoke()
        return {}

    async def grant(self, given: Mapping[str, Any]) -> Json:
        """`{code_challenge?}` -> `{code, oa_id}`, as they arrive at the callback."""
        code = self._world.tokens.grant(self._world.settings, str(given.get("code_challenge") or ""))
        return {"code": code, "oa_id": self._world.settings.oa_id}

    async def article(self, given: Mapping[str, Any]) -> Json:
        """`{title, ready_in_s?}` -> `{id}`: publishes an article, which can be broadcast once it is processed."""
        title, world = str(given.get("title") or "").strip(), self._world
        if not title:
            raise Wrong("an article has a title")
        try:
            world.spend("article", world.settings.articles_per_month)
        except Refused:
            raise Wrong("no article is left this month") from None
        ready_at = world.clock.now() + float(given.get("ready_in_s", 0))
        article = Article(world.new_id(), title, ready_at)
        world.articles[article.id] = article
        return {"id": article.id}

    async def forge(self, given: Mapping[str, Any]) -> Json:
        """`{event, signed: "missing" | "wrong" | "right"}` -> `{status}`: somebody else posts to the webhook."""
        event = given.get("event")
        if not isinstance(event, dict):
            raise Wrong("event is an object")
        return {"status": await self._world.webhook.forge(event, str(given.get("signed", "missing")))}

    async def status(self, given: Mapping[str, Any]) -> Json:  # noqa: ARG002
        """Webhook, money and warnings now."""
        world = self._world
        return {
            "webhook": {"url": world.webhook.url, "enabled": world.webhook.enabled, "missed": world.webhook.missed},
            "warnings": list(world.webhook.warnings),
            "balance": world.balance,
        }
