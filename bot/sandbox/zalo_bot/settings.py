"""How the emulated bot is set up, and every behaviour on which the public sources disagree or are silent.

Each of the latter is a setting with the default that is safest to build against. docs/sandbox.md lists them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BotSettings:
    # The bot
    token: str = "12345689:training-bot-token-of-no-value"  # noqa: S105
    bot_id: str = "1459232241454765289"
    account_name: str = "bot.TapHuan"
    display_name: str = "Bot Tập Huấn"
    can_join_groups: bool = False
    """What getMe says; the pages show false even where groups work."""

    # Quotas of the free plan
    messages_per_month: int = 3_000
    user_limit: int = 50
    """What later people write never reaches the bot, and it cannot write to them. How they are refused is inferred."""
    group_limit: int = 3
    set_webhook_per_day: int | None = None
    """A daily cap is reported by one deployer."""
    test_webhook_per_day: int = 10
    has_test_webhook: bool = True
    """It was absent from the pages for a while, though used: False answers 404."""

    # Answers
    errors_as_200: bool = True
    """Refusals come as HTTP 200 with `ok: false`, as measured for a wrong token; False: the HTTP status tells, too."""
    idle: str = "http_408"
    """How an idle poll ends: `http_408`, or `body_408` (HTTP 200, the same body). Both were measured."""
    length_unit: str = "utf16"
    """What the 2,000 of a text count: `utf16` units (strictest) or `chars`."""
    blocked_answer: int = 0
    """Sending to somebody who blocked the bot: 0, accepted and not delivered; else the error code. Uncertain."""
    webhook_set_words: str = "Conflict: can't use getUpdates while a webhook is set"
    """How getUpdates is refused meanwhile: the exact words are unknown, one client expects `webhook` in them."""
    group_voice_lost: bool = True
    """sendVoice to a group is accepted and delivers nothing."""

    # Polling
    replay: bool = False
    """Updates that were handed out come again, at once, for a day (measured by one); another never saw that."""
    kept_while_offline: bool = True
    """False: what comes while nobody polls is lost (measured by one)."""
    updates_as_list: bool = False
    """The result is one object; some expect a list."""

    # Webhook
    public_https_only: bool = False
    """The real platform takes only public https addresses; here the bot runs on this machine."""
    probe: str = "empty"
    """What setWebhook and testWebhook send: `empty` (no body, no type), or `ping` (a body without the secret)."""
    verification: str = ""
    """Empty: what really came of the probe; else this outcome, such as `webhook.http.403`."""
    envelope: str = "flat"
    """`flat`, as captured from real bots; `wrapped` in ok and result, as the pages say; `both`: in turns."""
    redeliver_after_s: tuple[float, ...] = (10.0, 60.0, 300.0)
    """Redelivery is undocumented, at-least-once is assumed. Empty: what fails is lost."""
    answer_within_s: float = 5.0

    # Events
    photo_field: str = "photo_url"
    """`photo_url` on the wire, `photo` in the pages."""
    unsupported_message: bool = True
    """False: `message.unsupported.received` comes without any `message`."""
    links_unsupported: bool = True
    """A text with a link in it arrives as unsupported."""
    sticker_shape: str = "string"
    """`string` as in the pages, `object`, or `absent`: no source captured one."""
    media_host: str = ""
    """Begins the addresses of media; empty: the emulator's own, which can be fetched."""
