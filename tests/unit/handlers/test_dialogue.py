"""The engine of dialogues: replays over stored answers, loses nothing that was said, answers nothing by accident."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.dialogue import (
    LATE_LINE_S,
    MOST_FILES,
    MOST_PARTS,
    Ask,
    Dialogue,
    Event,
    Pause,
    Talk,
    turn,
)
from handlers.questions import Choice, Many, Text

Told = tuple[str, str, list[object]]
PLACES = {"my": {"my-tu": "Mỹ Tú", "my-xuyen": "Mỹ Xuyên"}, "my tu": {"my-tu": "Mỹ Tú"}}


async def report(ask: Ask) -> Told:
    """A small report: what, where (which), a branch, parts, a review."""
    topic = await ask("topic", Choice("About?", {"sell": "Selling", "use": "Using"}))
    found = PLACES.get(await ask("place", Text("Where?")), {"unknown": "Unknown"})
    where = await ask("place.which", Choice("Which?", found)) if len(found) > 1 else next(iter(found))
    if topic == "use":
        await ask("use.venue", Choice("Venue?", {"bar": "Bar", "home": "Home"}))
    try:
        seen = await ask("seen", Many("What was seen?"))
    except Exception:  # what a careless dialogue might do: a pause must pass it
        seen = []
    await ask.optional("when", Choice("When?", {"now": "Now", "past": "Past"}), "unknown")
    await ask("send", Choice("Send?", {"send": "Send", "edit:topic": "Change topic", "edit:when": "Change when"}))
    return topic, where, seen


async def play(talk: Talk, *events: Event | None, dialogue: Dialogue[Told] = report) -> tuple[Talk, list[Pause | Told]]:
    """Events one by one, with a restart between any two."""
    results: list[Pause | Told] = []
    for event in events:
        talk = Talk.from_json(json.loads(json.dumps(talk.to_json())))
        results.append(await turn(dialogue, talk, event))
    return talk, results


def press(key: str, screen: int | None = None) -> Event:
    return Event(option=key, screen=screen)


def open_key(result: Pause | Told) -> str:
    assert isinstance(result, Pause)
    return result.key


async def to_review(**more: object) -> tuple[Talk, Pause]:
    talk, results = await play(
        Talk("report"), None, press("sell"), Event(text="my tu"), Event(text="two men"), press("done")
    )
    assert isinstance(results[-1], Pause)
    return talk, results[-1]


async def test_questions_are_asked_from_top_to_bottom_and_the_dialogue_returns() -> None:
    talk, results = await play(
        Talk("report"), None, press("sell"), Event(text="my"), press("my-xuyen"), Event(text="two men"), press("done")
    )
    assert [open_key(result) for result in results] == ["topic", "place", "place.which", "seen", "seen", "send"]
    _talk, (end,) = await play(talk, press("send"))
    assert end == ("sell", "my-xuyen", [{"kind": "text", "text": "two men"}])


async def test_a_changed_answer_asks_only_what_its_branch_adds() -> None:
    talk, _pause = await to_review()
    talk, results = await play(talk, Event(edit="topic"), press("use"), press("bar"))
    assert [open_key(result) for result in results] == ["topic", "use.venue", "send"]


async def test_what_hangs_on_an_answer_is_asked_anew_when_that_answer_changes() -> None:
    talk, _results = await play(Talk("report"), None, press("sell"), Event(text="my"), press("my-tu"))
    talk, results = await play(talk, Event(edit="place"), Event(text="my"))
    assert open_key(results[-1]) == "place.which"


async def test_back_out_of_an_edit_leaves_everything_as_it_was() -> None:
    talk, _results = await play(Talk("report"), None, press("sell"), Event(text="my"), press("my-xuyen"))
    talk, _results = await play(talk, Event(text="two men"), press("done"))
    before = talk.answers
    talk, results = await play(talk, Event(edit="place"), Event(back=True))
    assert open_key(results[-1]) == "send"
    assert talk.answers == before


async def test_back_out_of_an_optional_question_takes_its_default() -> None:
    talk, _pause = await to_review()
    talk, results = await play(talk, Event(edit="when"), Event(back=True))
    assert [open_key(result) for result in results] == ["when", "send"]
    assert "when" not in talk.answers


async def test_an_edit_opened_from_another_edit_restores_the_first() -> None:
    talk, _pause = await to_review()
    talk, results = await play(talk, Event(edit="topic"), Event(edit="when"), press("now"))
    assert open_key(results[-1]) == "send"
    assert talk.answers["topic"] == ["sell", True]


async def test_back_keeps_the_parts_of_an_answer_that_was_not_done() -> None:
    talk, _results = await play(Talk("report"), None, press("sell"), Event(text="my tu"), Event(text="two men"))
    talk, results = await play(talk, Event(back=True), Event(text="my tu"))
    pause = results[-1]
    assert isinstance(pause, Pause)
    assert (pause.key, pause.so_far) == ("seen", [{"kind": "text", "text": "two men"}])


async def test_back_at_the_first_question_asks_it_again() -> None:
    _talk, results = await play(Talk("report"), None, Event(back=True))
    assert open_key(results[-1]) == "topic"


async def test_an_old_button_and_a_double_tap_answer_nothing_later() -> None:
    talk, _results = await play(Talk("report"), None)
    shown = talk.screen
    _talk, results = await play(talk, press("sell", shown), press("sell", shown))
    pause = results[-1]
    assert isinstance(pause, Pause)
    assert pause.key == "place"
    assert pause.note


async def test_a_typed_number_opens_what_an_edit_button_opens() -> None:
    talk, _pause = await to_review()
    _talk, results = await play(talk, Event(text="2"))
    assert open_key(results[-1]) == "topic"


async def test_an_upgrade_that_inserts_a_question_keeps_the_answers() -> None:
    talk, _pause = await to_review()

    async def newer(ask: Ask) -> Told:
        await ask("danger", Choice("Danger?", {"y": "Yes", "n": "No"}))
        return await report(ask)

    talk, results = await play(talk, None, press("n"), dialogue=newer)
    assert [open_key(result) for result in results] == ["danger", "send"]


async def test_an_answer_that_is_no_longer_valid_is_asked_again_and_says_so() -> None:
    talk, _pause = await to_review()

    async def newer(ask: Ask) -> Told:
        await ask("topic", Choice("About?", {"other": "Other"}))
        return await report(ask)

    _talk, results = await play(talk, None, dialogue=newer)
    pause = results[-1]
    assert isinstance(pause, Pause)
    assert pause.key == "topic"
    assert pause.note


async def test_a_loop_that_reuses_its_key_is_refused() -> None:
    async def bad(ask: Ask) -> Told:
        while True:
            await ask("x", Text("?"))

    with pytest.raises(RuntimeError, match="asked twice"):
        await play(Talk("bad"), None, Event(text="a"), dialogue=bad)


# --- What is said while another question is open ---------------------------------------------------------------------


async def storied(ask: Ask) -> Told:
    """A story that is known already, then questions of each kind."""
    seen = await ask("story", Many("Tell."))
    where = await ask("place", Text("Where?"))
    known = await ask("known", Choice("Known?", {"few": "Few", "many": "Many"}))
    return known, where, seen


def begun(at: float = 100.0) -> Talk:
    story = [[{"kind": "text", "text": "a man sells"}], True]
    return Talk("report", {"story": story}, spill="story", last_part=at)


async def test_a_late_line_joins_the_story_and_never_answers_a_question_that_hears_all() -> None:
    talk, results = await play(begun(), None, Event(text="every night", at=103.0), dialogue=storied)
    pause = results[-1]
    assert isinstance(pause, Pause)
    assert (pause.key, bool(pause.note)) == ("place", True)
    assert [part["text"] for part in talk.answers["story"][0]] == ["a man sells", "every night"]


async def test_the_same_line_later_is_the_answer() -> None:
    talk, _results = await play(begun(), None, Event(text="my tu", at=101 + LATE_LINE_S), dialogue=storied)
    assert talk.answers["place"] == ["my tu", True]


async def test_a_late_line_that_names_an_option_is_the_answer() -> None:
    talk, _results = await play(begun(), None, Event(text="my tu", at=110.0), dialogue=storied)
    talk.last_part = 110.0
    _talk, results = await play(talk, Event(text="few", at=111.0), dialogue=storied)
    assert results[-1] == ("few", "my tu", [{"kind": "text", "text": "a man sells"}])


async def test_a_file_or_a_long_text_that_is_no_answer_joins_the_story() -> None:
    talk, _results = await play(begun(), None, Event(text="my tu", at=200.0), dialogue=storied)
    photo = {"kind": "photo", "blob": "b", "key": "k", "text": ""}
    long = "they come by motorbike every night at ten o'clock"
    talk, results = await play(talk, Event(part=photo, at=300.0), Event(text=long, at=400.0), dialogue=storied)
    assert [open_key(result) for result in results] == ["known", "known"]
    assert talk.answers["story"][0][1:] == [photo, {"kind": "text", "text": long}]


async def test_a_short_text_that_is_no_answer_is_asked_about_again() -> None:
    talk, _results = await play(begun(), None, Event(text="my tu", at=200.0), dialogue=storied)
    talk, results = await play(talk, Event(text="what?", at=300.0), dialogue=storied)
    pause = results[-1]
    assert isinstance(pause, Pause)
    assert pause.note
    assert len(talk.answers["story"][0]) == 1


async def test_an_edited_message_is_a_revision_however_late_and_never_an_answer() -> None:
    talk, _results = await play(begun(), None, Event(text="my tu", at=200.0), dialogue=storied)
    talk, results = await play(talk, Event(text="few", at=9000.0, revised=True), dialogue=storied)
    assert open_key(results[-1]) == "known"
    assert talk.answers["story"][0][-1] == {"kind": "text", "text": "few", "how": "edited"}


@pytest.mark.parametrize(
    ("event", "most"),
    [
        (Event(part={"kind": "photo", "blob": "b", "key": "k", "text": ""}, at=1.0), MOST_FILES),
        (Event(text="one more line of the story, and a long one", at=1.0), MOST_PARTS),
    ],
)
async def test_a_story_does_not_grow_without_end_and_says_so(event: Event, most: int) -> None:
    talk, results = await play(begun(at=0.0), *[event] * (most + 3), dialogue=storied)
    pause = results[-1]
    assert isinstance(pause, Pause)
    assert "Thêm" not in pause.note
    assert len(talk.answers["story"][0]) <= most + 1


async def test_forged_edits_do_not_make_a_talk_grow_without_end() -> None:
    talk = Talk("report")
    forged = [Event(edit=f"key{number}") for number in range(200)]
    talk, _results = await play(talk, None, *forged)
    assert len(talk.answers) <= 61


# --- Any walk ------------------------------------------------------------------------------------------------------

EVENTS = st.one_of(
    st.sampled_from(
        [
            *(press(key) for key in ("sell", "use", "bar", "done", "my-tu", "now", "nonsense")),
            *(Event(text=text, at=float(at)) for text in ("my", "my tu", "nowhere", "2", "3") for at in (0, 50)),
            Event(part={"kind": "photo", "blob": "b", "key": "k", "text": ""}, at=3.0),
            Event(text="few", revised=True),
            Event(back=True),
            *(Event(edit=key) for key in ("topic", "place", "place.which", "seen", "when", "send", "forged")),
            None,
        ]
    ),
    st.builds(press, st.sampled_from(["sell", "use", "done"]), st.integers(0, 20)),
)
BEST = {
    "topic": press("sell"),
    "place": Event(text="my tu", at=1e6),
    "place.which": press("my-tu"),
    "use.venue": press("bar"),
    "seen": press("done"),
    "when": press("now"),
    "send": press("send"),
}


@given(st.lists(EVENTS, max_size=16))
async def test_any_walk_replays_the_same_and_can_be_finished(events: Sequence[Event | None]) -> None:
    talk, _results = await play(Talk("report", spill="seen"), None, *events)
    assert await replayed(talk) == await replayed(talk)
    assert await finished(talk)


async def replayed(talk: Talk) -> object:
    """Where a talk stands after a restart, without touching it."""
    _copy, (result,) = await play(talk, None)
    return (result.key, result.so_far) if isinstance(result, Pause) else result


async def finished(talk: Talk) -> bool:
    """Whether somebody who now answers sensibly comes to the end."""
    for _step in range(12):
        talk, (result,) = await play(talk, None)
        if not isinstance(result, Pause):
            return True
        best = Event(text="two men", at=1e6) if result.key == "seen" and not result.so_far else BEST[result.key]
        talk, (result,) = await play(talk, best)
        if not isinstance(result, Pause):
            return True
    return False


async def test_back_works_where_what_was_opened_out_of_its_order_was_taken_away_by_another_answer() -> None:
    _talk, results = await play(
        Talk("report"), press("sell"), Event(edit="place.which"), Event(text="my"), Event(back=True)
    )
    assert open_key(results[-1]) == "place"


async def test_a_question_shown_again_for_an_old_button_keeps_its_number_so_that_what_is_on_screen_still_counts() -> (
    None
):
    talk, results = await play(Talk("report"), None, press("sell", 1), press("sell", 1), press("use", 1))
    assert [open_key(result) for result in results[1:]] == ["place"] * 3
    assert talk.screen == 2
