"""Before anything leaves: what in it may give its teller away, and what they want done about it (users.md A7).

An own number and a name are the smaller part: home, kin, work, a voice, the spot where a camera stood.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from content.locales import _
from handlers.citizen.exposure_rules import Clue, Trace, hide, traces
from handlers.citizen.phrase_rules import plain
from handlers.citizen.rest import Rest
from handlers.citizen.story import NOW, Story
from handlers.effects import ChangeVoice, DropFiles, Effect
from handlers.questions import Choice, Many

MOST_QUOTED = 3


@dataclass(frozen=True)
class Guarded:
    """What may leave, what must be done to its files, and whether the camera's spot gives the teller away."""

    story: Story
    effects: tuple[Effect, ...] = ()
    standpoint: bool = False


async def guard(rest: Rest, story: Story) -> Guarded:
    """Ask about every trace that was found; nothing is asked where nothing was."""
    story = await _words(rest, story)
    voiced = await _voice(rest, Guarded(story))
    seen = await _camera(rest, voiced)
    if seen.story.parts:
        return seen
    instead = await rest("instead", Many(_("Nothing is left. Please tell it in a few words.")), rest.parts("instead"))
    return replace(seen, story=Story.of(instead))


def hurry() -> dict[str, str]:
    """The option that ends the questions."""
    return {f"edit:{NOW}": _("Send now")}


async def _words(rest: Rest, story: Story, *, retold: bool = False) -> Story:
    found = traces(story.text)
    if not found:
        return story
    options = {"hide": _("Hide it for me")}
    if {trace.clue for trace in found} > {Clue.PHONE}:
        options["hide_words"] = _("Hide, keep numbers")
    options |= {} if retold else {"retell": _("I write it anew")}
    options |= {"keep": _("It's fine, keep it"), **hurry()}
    # The key counts the traces: what is added later is asked about anew.
    key = f"{'retold_' if retold else ''}exposure{len(found)}"
    said = await rest(key, Choice(_("Traces of you"), options, _warning(found)), "hide")
    if said == "retell":
        text = _("Write it anew, without what leads to you. Press Done at the end.")
        told = await rest("retold", Many(_("Told anew"), text), rest.parts("retold"))
        if told:
            return await _words(rest, story.retold(Story.of(told)), retold=True)
    if said == "keep":
        return story
    return hidden(story, keep_numbers=said == "hide_words")


def _warning(found: Sequence[Trace]) -> str:
    """What was found, in our words, and the one question that counts."""
    named = {
        Clue.PHONE: _("a phone number"),
        Clue.NAME: _("a name"),
    }
    quoted = dict.fromkeys(named.get(trace.clue) or f"“{trace.phrase}”" for trace in found)
    return "\n".join(
        (
            _("Wait a moment. In your words there is: {traces}.").format(traces=", ".join([*quoted][:MOST_QUOTED])),
            _("If the person it is about reads it, could they guess it was you?"),
            *([_("A number of the person it is about can stay.")] if Clue.PHONE in {t.clue for t in found} else []),
        )
    )


def hidden(story: Story, *, keep_numbers: bool) -> Story:
    """The story with every trace masked."""
    return Story(
        tuple(
            {**part, "text": masked(str(part["text"]), keep_numbers=keep_numbers)} if part.get("text") else part
            for part in story.parts
        )
    )


def masked(text: str, *, keep_numbers: bool = False) -> str:
    """A text with every trace masked. In an answer beside the story this is done unasked: hiding is the safe default."""
    text = plain(text)
    return hide(text, (one for one in traces(text) if not (keep_numbers and one.clue is Clue.PHONE)))


async def _voice(rest: Rest, guarded: Guarded) -> Guarded:
    voices = guarded.story.files_of("voice")
    if not voices:
        return guarded
    text = _("Hello again. People who know you may know your voice.")
    text += "\n" + _("Another voice lowers the risk, it does not remove it.")
    options = {"change": _("Change the voice"), "keep": _("Keep it"), "drop": _("Drop the recording")}
    said = await rest(f"voice{len(voices)}", Choice(_("Your voice"), {**options, **hurry()}, text), "change")
    if said == "keep":
        return guarded
    if said == "drop":
        dropped = DropFiles(tuple(str(part["blob"]) for part in voices))
        return replace(guarded, story=guarded.story.without("voice"), effects=(*guarded.effects, dropped))
    changed = tuple(ChangeVoice(str(part["blob"]), str(part["key"])) for part in voices)
    return replace(guarded, effects=(*guarded.effects, *changed))


async def _camera(rest: Rest, guarded: Guarded) -> Guarded:
    pictures = guarded.story.files_of("photo", "video")
    if not pictures:
        return guarded
    text = _("Look at the picture once more: does it show where the camera stood?")
    options = {"yes": _("Yes, but send it"), "no": _("No, it doesn't"), "drop": _("Drop the picture")}
    said = await rest(f"camera{len(pictures)}", Choice(_("The picture"), {**options, **hurry()}, text), "yes")
    if said == "drop":
        dropped = DropFiles(tuple(str(part["blob"]) for part in pictures))
        return replace(guarded, story=guarded.story.without("photo", "video"), effects=(*guarded.effects, dropped))
    return replace(guarded, standpoint=said == "yes")
