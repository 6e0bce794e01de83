"""The page's addresses: a link is exchanged for a cookie that no script reads, then the address tells nothing any more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from bot.page.guests import Guest, Guests, Turned
from bot.page.look import chosen_year
from bot.page.writing import style, told, written
from bot.page.year import year_sheet
from content.locales import DEFAULT, _, speaking
from content.plans import shipped
from content.policy import Policy
from content.terms import N_
from handlers.coverage.page_link import PATH
from handlers.triage.hours import local
from storage.engine import Broken, Busy, Database
from storage.vault.keyring import Keyring
from storage.vault.ticket import Purpose, issue

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]

COOKIE = "trang"
STYLE = f"{PATH}.css"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
TURNED: Mapping[Turned, tuple[int, str]] = {
    Turned.CLOSED: (403, N_("This link has ended, or it is not yours. Open a new one from the chat.")),
    Turned.TOO_OFTEN: (429, N_("Too often. Wait a minute.")),
}


def routes(database: Database, keyring: Keyring, policy: Policy, clock: Callable[[], float]) -> list[web.RouteDef]:
    """GET /trang/<ticket>, /trang, /trang.css; none of them where no address of the page is set."""
    if not policy.page_url:
        return []
    guests, plan = Guests(keyring, clock), shipped(policy.plan)

    async def enter(request: web.Request) -> web.Response:
        async with database.read() as rows:
            found = await guests.admit(rows, request.match_info["ticket"], Purpose.LINK)
        if not isinstance(found, Guest):
            return _turned(found)
        year = chosen_year(plan, request.query, local(clock(), policy).date())
        answer = web.Response(status=303, headers={**HEADERS, "Location": f"{PATH}?nam={year}"})
        answer.set_cookie(
            COOKIE,
            issue(keyring, found.ticket, Purpose.VISIT),
            max_age=max(0, int(found.ticket.until - clock())),
            path=PATH,
            secure=policy.page_url.startswith("https://"),
            httponly=True,
            samesite="Lax",  # Strict would not be sent on the way from the chat
        )
        return answer

    async def look(request: web.Request) -> web.Response:
        async with database.read() as rows:
            found = await guests.admit(rows, request.cookies.get(COOKIE, ""), Purpose.VISIT)
            if not isinstance(found, Guest):
                return _turned(found)
            with speaking(DEFAULT):
                sheet = await year_sheet(rows, keyring, policy, found, request.query, clock())
        return _html(written(sheet))

    async def look_of_it(_request: web.Request) -> web.Response:
        return web.Response(text=style(), content_type="text/css", headers={**HEADERS, "Cache-Control": "max-age=3600"})

    return [web.get(PATH, _patient(look)), web.get(STYLE, look_of_it), web.get(PATH + "/{ticket}", _patient(enter))]


def _patient(answer: Answer) -> Answer:
    """The same; where the database can't be read just now, that is said."""

    async def answered(request: web.Request) -> web.StreamResponse:
        try:
            return await answer(request)
        except (Busy, Broken):
            with speaking(DEFAULT):
                return _told(503, _("The figures can't be read just now. Try again in a minute."))

    return answered


def _turned(why: Turned) -> web.Response:
    status, text = TURNED[why]
    with speaking(DEFAULT):
        return _told(status, _(text))


def _told(status: int, text: str) -> web.Response:
    return _html(told(_("The year in figures"), text), status)


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html", headers=HEADERS)
