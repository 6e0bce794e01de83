"""How the emulated Official Account is set up, and every behaviour on which the public sources disagree or are silent.

Each of the latter is a setting with the default that is safest to build against. docs/sandbox.md lists them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class OaSettings:
    # The account and its app
    app_id: str = "360846524940903967"
    oa_id: str = "388613280878808645"
    oa_name: str = "Đường dây tập huấn"
    app_secret: str = "training-app-secret-of-no-value"  # noqa: S105
    oa_secret_key: str = "training-oa-secret-of-no-value"  # noqa: S105
    redirect_uri: str = ""
    """The callback of the console; empty takes any."""
    code_challenge: str = ""
    """The fixed challenge of the console; empty takes one per request. Sources disagree."""
    verified: bool = True
    """An account that is not verified gets -221 for every message."""
    package: str = "Advanced"
    package_opens_api: bool = True
    """False: the package does not open the send API, -224. Reported by one deployer of the basic package."""
    menu: Mapping[str, str] = field(default_factory=dict)
    """The account's menu: what each entry is called, and the words it says when it is tapped."""

    # Money and quotas
    zca_linked: bool = True
    zca_balance: int = 0
    """VND. A message in the paid window costs `reply_price`; without money -321, without ZCA -320."""
    reply_price: int = 55
    template_price: int = 200
    replies_per_interaction: int | None = None
    """Free replies after each interaction; None: unlimited since 2026-01-01, 8 before."""
    broadcasts_per_month: int = 4
    articles_per_month: int = 30
    uploads_per_month: int = 5_000
    group_messages_per_month: int | None = 1_000
    """None: the account has no GMF package, group calls get -237."""
    app_calls_per_minute: int = 4_000
    oa_calls_per_minute: int | None = None
    templates: Mapping[str, str] = field(default_factory=lambda: {"357211": "Có tin mới cho mã <ma>. Nhắn mã để xem."})
    """Approved ZBS templates by id, with <names> of their data."""
    templates_by_phone_only: tuple[str, ...] = ("357299",)
    """Templates that do not support a user id: -249."""

    # Messages
    title_limit: int = 100
    """Characters of a button's title; sources say 100, 35 (promotion) or keep to 20."""
    buttons_on_cs: bool = True
    """Buttons on v3 messages: production code uses them, the pages do not tell. False: -201."""
    list_template: bool = False
    """The list template on v3: one source shows it, another calls it undocumented."""
    quota_in_answer: bool = True
    quota_numbers: bool = False
    """`remain` and `total` in the answer's quota: withdrawn on 2026-03-01."""
    closed_code: int = -230
    """After 7 days; -230 or -232."""
    never_code: int = -232
    """Without any interaction; -230 or -232."""
    restricted_code: int = -244
    """A user who restricts the account: -244, -217 or -213."""
    echo: bool = True
    """Every message of the account comes back as an `oa_send_*` event."""
    receipts: bool = True
    """`user_received_message` after each message to a user."""

    # OAuth
    code_lifetime_s: int = 600
    access_lifetime_s: int = 90_000
    refresh_lifetime_s: int = 90 * 86_400
    state_echoed: bool = True
    """Whether the callback repeats `state`: not verified by any source."""
    code_name: str = "code"
    """`code`, or `oa_code` as one deployer saw it."""
    replaced_token_code: int = -216
    """For an access token that a newer one replaced; -216, -220 or -124."""
    expired_token_code: int = -220
    oauth_failure_status: int = 200
    oauth_failure_number: bool = True
    """Failures of the token endpoint carry a number in `error` where one is known; sometimes it is missing."""
    refresh_failure_code: int | None = None
    """The number for a used or expired refresh token: found in no source, so none."""

    # Webhook
    webhook_url: str = ""
    webhook_key: str = "oa_secret_key"
    """Which secret signs: `oa_secret_key` (five sources) or `app_secret` (one)."""
    mac_begins_with: str = "app_id"
    """`app_id`, or `oa_id` as some community code has it."""
    timestamp_header: bool = False
    """Also send X-ZEvent-Timestamp; one source claims it, captured headers have none."""
    answer_within_s: float = 2.0
    """Real seconds; slower is no answer."""
    retry_ladder_s: tuple[float, ...] = (30.0, 300.0, 900.0, 1800.0, 3600.0)
    retry_on: str = "connection"
    """`connection`: only where nobody could be reached; `any`: also after an answer other than 200 or a slow one."""
    ids_as_numbers: bool = False
    user_id_by_app: bool = True
    """False leaves the field out, as in the captured events."""
    media_host: str = ""
    """Begins the addresses of media in events; empty: the emulator's own, which can be fetched."""
    voice_ending: str = "amr"
    group_event_names: str = "long"
    """Who comes and goes in groups: `long` (accept_request_join_group, user_out_group) or `short`
    (react_request_join_group_accept, user_leave_group)."""
