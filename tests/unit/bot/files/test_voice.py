"""The amounts by which a voice is changed are random, and never so small that nothing changes."""

from dataclasses import replace

from bot.files.voice import Shift, draw_shift, shift_filters


def test_no_drawn_shift_is_near_the_own_voice() -> None:
    for shift in (draw_shift() for _ in range(500)):
        assert 0.74 <= shift.pitch <= 0.86 or 1.17 <= shift.pitch <= 1.34
        assert 12 <= abs(shift.hertz) <= 30
        assert 0.93 <= shift.speed <= 1.07


def test_two_drawn_shifts_are_never_the_same() -> None:
    drawn = {(shift.pitch, shift.hertz, shift.speed) for shift in (draw_shift() for _ in range(500))}
    assert len(drawn) == 500


def test_a_voice_goes_both_ways() -> None:
    shifts = [draw_shift() for _ in range(200)]
    assert {shift.pitch > 1 for shift in shifts} == {shift.hertz > 0 for shift in shifts} == {True, False}


def test_a_shift_does_not_show_its_amounts() -> None:
    assert "0.8" not in repr(Shift(0.8, 20.0, 1.0))


def test_the_speed_is_changed_apart_from_the_pitch() -> None:
    shift = Shift(0.8, 20.0, 1.0)
    assert dict(shift_filters(shift, 48000))["atempo"] == "1.250000"
    assert dict(shift_filters(replace(shift, speed=1.04), 48000))["atempo"] == "1.300000"
