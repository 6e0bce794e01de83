"""What a deployment decides, as dated data: names of the agencies, waits, limits. Never code (design.md section 6)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """Seconds unless said otherwise. Training and benches state their own."""

    agency: str = "Công an thành phố Cần Thơ"
    paper: str = ""  # number and day of what orders prevention, for the consent of groups; doctor names an empty one
    plan: str = "soc-trang-2022-2025"  # whose demands are counted: a file of content/plans
    page_url: str = ""  # where the commander's page is reached, without its path; empty: there is none
    seat: str = "Cần Thơ"  # the place that a paper of the province names before its date
    bot_title: str = "Xóm Bình An"  # neutral: having it on a phone means nothing (users.md A6)
    province_station: str = "PC04"
    inspectorate_station: str = "THANH-TRA"
    card_wait_from: float = 60.0  # so that nobody who watches a phone can match it with a card (vault.md)
    card_wait_to: float = 300.0
    idle_screen: float = 600.0
    reading: float = 1.0  # nobody has read a new list of numbers in less: what is typed by then meant the one before
    draft_life: float = 24 * 3600.0
    read_time: float = 900.0
    shift: float = 12 * 3600.0
    keypad_life: float = 120.0  # a PIN is typed in one go or begun again
    invite_life: float = 24 * 3600.0
    quiet_from: int = 22  # local hours in which only danger rings
    quiet_to: int = 6
    unclaimed_station: float = 180.0  # danger rings again every three minutes, the head from the first (users.md A8)
    unopened: float = 600.0  # somebody has taken a danger, but nobody has opened what it says: rings go on, more slowly
    unclaimed_ordinary: float = 1800.0
    claim_idle: float = 12 * 3600.0  # a tip that was taken and left alone goes back to the others; its holder is told
    claim_warning: float = 2 * 3600.0  # so long before
    tips_at_once: int = 6  # of one chat; then one every
    tip_pace: float = 600.0  # is shown to officers at once, the others wait their turn
    files_at_once: int = 30
    file_pace: float = 20.0
    question_life: float = 7 * 86400.0
    mute: float = 7 * 86400.0  # how long nothing is taken from a chat that two officers muted; seven days at most
    reward_life: float = 90 * 86400.0  # as long as a granted reward can be fetched
    news_hour: int = 8  # every change of a status becomes visible at the next 08:00 (users.md A2)
    anchor_hour: int = 7  # when the end of the audit is noted and told to the province
    day_from: int = 7  # the roster's day begins, and its night
    night_from: int = 19
    shift_reminder: float = 1800.0
    send_from: int = 7  # local hours between which groups get messages (users.md B6)
    send_to: int = 20
    messages_a_week: int = 1  # to one group, as it agreed to
    lateness: float = 3 * 3600.0  # a sending that is later than this is told as missed, never sent silently
    same_text: float = 30 * 86400.0  # who sends the same words to the same people again within it is asked
    utc_offset: float = 7 * 3600.0
    training: bool = False


def next_news(policy: Policy, now: float) -> float:
    """The next 08:00, local time: when what an officer did becomes visible to a reporter (users.md A2)."""
    return next_hour(policy, now, policy.news_hour)


def next_hour(policy: Policy, now: float, hour: int) -> float:
    """The next time that the local clock strikes this hour (seconds)."""
    local = now + policy.utc_offset
    midnight = local - local % 86400
    at = midnight + hour * 3600
    return (at if at > local else at + 86400) - policy.utc_offset
