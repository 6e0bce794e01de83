"""The refusals of the Bot Platform."""

from bot.sandbox.platform import Json


class Refused(Exception):
    """An answer with `ok: false`. `http`: a status that is told outside of the body as well, whatever the settings."""

    def __init__(self, code: int, description: str, *, http: int | None = None, key: str = "error_code") -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.http = http
        self.key = key
        """`errorCode` in testWebhook's refusal; empty where the body names no code."""

    def json(self) -> Json:
        answer: Json = {"ok": False}
        if self.description:
            answer["description"] = self.description
        return answer | ({self.key: self.code} if self.key else {})


def bad_request(why: str) -> Refused:
    return Refused(400, why)


def idle(as_http: bool) -> Refused:
    """A long poll that ended without anything new."""
    return Refused(408, "Request timeout", http=408 if as_http else 200, key="")


def no_webhook() -> Refused:
    return Refused(404, "Not Found", http=404, key="")
