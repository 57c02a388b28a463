"""FI-10: two facilitators at the same text, the same operation twice at once, and one name for two texts."""

import asyncio
from html import unescape
from uuid import uuid4

from workshop.models import Workshop

from .phone import CSRF, Screen
from .room import in_thread


async def races(run):
    rounds = run.many(20, 200)
    async with run.stage("races", people=run.many(20, 60), beside=False, others=rounds) as room:
        run.fault(f"{rounds} races for a text")
        unfair = [result for number in range(rounds) if (result := await race(room, number))]
        run.demand(not unfair, f"{len(unfair)} unfair races: {unfair[:3]}")
        run.fault(f"{rounds} operations twice at once")
        twice = [result for number in range(rounds) if (result := await both(room, number))]
        run.demand(not twice, f"{len(twice)} operations answered wrongly: {twice[:3]}")
        run.fault("one name for two texts")
        run.demand(await another(room), "the second text of an operation was not refused")


async def act(screen, path, op=None, **fields):
    headers = {"X-CSRFToken": CSRF, "X-Op": op or str(uuid4()), "HX-Request": "true"}
    return await screen.fetch("POST", screen.room.url(path), fields=fields, headers=headers)


async def race(room, number):
    """Both facilitators rewrite the mission they both saw; what is wrong, None when one won and the other was told."""
    version, texts = await asyncio.to_thread(mission, room), [f"Mission {number} de {who}" for who in ("Anne", "Zoé")]
    runners = [Screen(room, "console", cookie) for cookie in room.facilitators]
    posts = [act(who, "mission/save/", text=text, version=version[1]) for who, text in zip(runners, texts, strict=True)]
    answers = await asyncio.gather(*posts)
    statuses = sorted(answer.status for answer in answers)
    if statuses != [204, 409]:
        return statuses
    won = texts[[answer.status for answer in answers].index(204)]
    loser = unescape(next(answer.text for answer in answers if answer.status == 409))
    stored = (await asyncio.to_thread(mission, room))[0]
    return None if stored == won and all(text in loser for text in texts) else (stored, won)


@in_thread
def mission(room):
    return Workshop.objects.values_list("mission", "mission_version").get(pk=room.workshop.pk)


async def both(room, number):
    """One operation is sent twice at the same moment: two same answers."""
    phone = room.phones[number % len(room.phones)]
    item = phone.note(room.text())
    fields = {"polarity": "like", "interface": "", "text": item.text, "anonymous": "1"}
    answers = await asyncio.gather(*(act(phone, "postits/write/", item.op, **fields) for _each in range(2)))
    said = [(answer.status, answer.headers.get("x-ack")) for answer in answers]
    if said != [(200, item.op)] * 2:
        return said
    item.settle()
    return None


async def another(room):
    item = room.phones[0].sent[0]
    fields = {"polarity": "like", "interface": "", "text": "Un autre texte", "anonymous": "1"}
    answer = await act(room.phones[0], "postits/write/", item.op, **fields)
    return answer.status == 409 and "x-ack" not in answer.headers
