"""What the facilitator is told of each step, the timer's soft end, and a participant's eyes."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from interfaces.models import LIKE, Interface
from interfaces.steps import postits
from tests.screens import operation, post, screen
from workshop import method, moves, plan
from workshop.guide import GUIDE
from workshop.models import MissionOpinion, Workshop
from workshop.steps import mission

SECRET = "jamais-vu-avant-42"


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("slug", method.BY_SLUG)
def test_every_step_has_an_aim_a_sentence_traps_and_what_phones_are_asked(slug, language):
    with override(language):
        guide = GUIDE[slug]
        assert 2 <= len(guide.traps) <= 4
        for text in (guide.aim, guide.say, guide.phones, *guide.traps):
            assert 20 < len(str(text)) <= 260, text
        assert len(re.findall(r"[.!?…](?: |$)", str(guide.aim))) == 1  # one sentence


def test_the_aim_is_on_the_console_and_on_no_other_screen(workshop, at):
    at("mission")
    shown = screen(workshop, "console")
    assert str(GUIDE["mission"].aim) in shown
    assert str(GUIDE["services"].aim) in shown  # the next step's preview
    for audience in ("board", "phone"):
        assert "nobody here would disown" not in screen(workshop, audience)


def test_the_next_steps_preview_says_its_minutes_and_moves_nobody(as_, workshop, facilitator, at):
    """Lesson 1: to preview and to take everyone there are two controls."""
    at("mission")
    plan.plan(workshop, {"services": 27}, by=facilitator)
    assert "27 min planned." in screen(workshop, "console")
    as_(facilitator).get(reverse("console", args=[workshop.key, "services"]))
    assert Workshop.objects.get().step == "mission"


@pytest.mark.parametrize("slug", [step.slug for step in method.METHOD])
def test_a_participants_eyes_see_each_step(as_, workshop, facilitator, alice, slug):
    """Lesson 26: the facilitator need not ask what people see."""
    answer = as_(facilitator).get(reverse("room:glance", args=[workshop.key, slug]))
    assert answer.status_code == 200
    assert f"stage-{slug}" in answer.content.decode()
    assert 'id="mine"' in answer.content.decode()


def test_a_participants_eyes_see_nobodys_own_part(as_, workshop, facilitator, alice, at):
    at("mission")
    mission.react(alice, False, SECRET)
    shown = as_(facilitator).get(reverse("room:glance", args=[workshop.key, "mission"])).content.decode()
    assert "It is clear" in shown
    assert SECRET not in shown
    assert MissionOpinion.objects.count() == 1
    at("postits")
    with operation():
        postits.add(alice, LIKE, None, SECRET)
    shown = as_(facilitator).get(reverse("room:glance", args=[workshop.key, "postits"])).content.decode()
    assert 'id="composer"' in shown
    assert SECRET not in shown
    assert "Alice" not in shown


def test_a_participants_eyes_see_eyes_up(as_, workshop, facilitator):
    url = reverse("room:glance", args=[workshop.key, "mission"])
    assert "Eyes up" not in as_(facilitator).get(url).content.decode()
    moves.look_up(workshop, by=facilitator)
    assert "Eyes up" in as_(facilitator).get(url).content.decode()


@pytest.mark.parametrize("audience", ["board", "phone", "console"])
def test_the_timers_end_is_soft_on_every_screen(workshop, facilitator, audience):
    """Lesson 23: only the end is kept; devices count down, and 30 s more, from the same instant."""
    moves.start_timer(workshop, 5, by=facilitator)
    shown = screen(workshop, audience)
    ends = int(Workshop.objects.get().timer_ends_at.timestamp() * 1000)
    assert f'data-ends="{ends}" data-soft="30"' in shown
    assert "Time is up: finish your sentence." in shown


def test_one_more_minute_is_offered_to_the_facilitator_alone(workshop, facilitator):
    """Lesson 24: the end of the timer asks whether one more minute is needed."""
    moves.start_timer(workshop, 5, by=facilitator)
    assert "One more minute?" in screen(workshop, "console")
    assert "One more minute?" not in screen(workshop, "board") + screen(workshop, "phone")


def test_the_timer_starts_with_the_planned_minutes_or_others(as_, workshop, facilitator, at):
    at("mission")
    plan.plan(workshop, {"mission": 17}, by=facilitator)
    assert 'name="minutes" value="17"' in screen(workshop, "console")
    sheet = as_(facilitator).get(reverse("room:length", args=[workshop.key])).content.decode()
    assert 'value="17"' in sheet
    assert post(as_(facilitator), reverse("room:start", args=[workshop.key]), minutes=3).status_code == 204
    workshop.refresh_from_db()
    assert workshop.timer_ends_at is not None
    assert post(as_(facilitator), reverse("room:start", args=[workshop.key]), minutes=0)["X-Field"] == "minutes"


def test_the_keys_are_listed(as_, workshop, facilitator):
    sheet = as_(facilitator).get(reverse("room:keys", args=[workshop.key])).content.decode()
    for key in ("Q", "E", "N", "?", "Esc"):
        assert f"<kbd>{key}</kbd>" in sheet


def test_no_hidden_word_reaches_the_conductor(as_, workshop, facilitator, alice, at):
    Interface.objects.create(workshop=workshop, name="Ventes")
    at("postits")
    with operation():
        postits.add(alice, LIKE, None, SECRET)
    for url in (reverse("room:pace", args=[workshop.key, "postits"]), reverse("room:plan", args=[workshop.key])):
        assert SECRET not in as_(facilitator).get(url).content.decode()
    assert SECRET not in screen(workshop, "console")
