"""The first session, a half-day: steps 1 to 6. Each function plays one step by its rules.

`whole` is true when the room goes on afterwards, false when it is left in the middle of this step.
"""

from interfaces import wishes
from interfaces.steps import postits, services, ways
from interfaces.steps.categories import create as make_category
from workshop import moves
from workshop.models import MissionOpinion
from workshop.steps import gather as gathering
from workshop.steps import mission as recalling

from . import story
from .room import join, posted

STRIDE = 5  # reads the wall's story by every fifth line, so that authors mix subjects


def gather(room, whole):
    gathering.invite(room.workshop, "\n".join(room.names), by=room.facilitator)
    for name in room.names if whole else room.names[:-2]:
        join(room, name)


def mission(room, whole):
    told = story("room")["mission"]
    recalling.write(room.workshop, told["draft"], room.workshop.mission_version, by=room.facilitator)
    recalling.react(room.person(4), False, told["suggestion"])
    if whole:
        opinion = MissionOpinion.objects.get(participant=room.person(4))
        recalling.accept(room.workshop, opinion.pk, by=room.facilitator)
    for person in room.people if whole else room.people[5:]:
        recalling.react(person, True)
    for rank, doubt in told["doubts"]:
        recalling.react(room.person(rank), False, doubt)


def client_services(room, whole):
    told = story("room")["services"]
    for rank, name in told["proposed"]:
        services.propose(room.person(rank), name)
    if whole:
        settle_services(room, told)


def settle_services(room, told):
    workshop, by = room.workshop, room.facilitator
    for name in told["offered"]:
        services.offer(workshop, name, by=by)
    for name, into in told["merged"]:
        services.merge(workshop, room.interface(name).pk, room.interface(into).pk, by=by)
    for name in told["dropped"]:
        services.drop(workshop, room.interface(name).pk, by=by)
    for position, name in enumerate(told["treated"]):
        services.treat(workshop, room.interface(name).pk, True, by=by)
        services.place(workshop, room.interface(name).pk, position, by=by)
    for name, (contact, email, language) in story("room")["contacts"].items():
        services.name_contact(workshop, room.interface(name).pk, contact, email, language, by=by)


def wall():
    """What is written on the post-its, subjects mixed: [service or "", polarity, text]."""
    told = story("wall")
    entries = [entry for group in told["categories"] + told["aside"] for entry in group["postits"]]
    return [entry for start in range(STRIDE) for entry in entries[start::STRIDE]]


def post_its(room, whole):
    entries = wall() if whole else wall()[:44]
    for number, (service, polarity, text) in enumerate(entries):
        with posted():
            postits.add(room.person(number), polarity, room.interface(service) if service else None, text)
    for person in room.people if whole else room.people[:4]:
        moves.finish(person, postits.SLUG)
    if whole:
        postits.reveal(room.workshop, by=room.facilitator)
        for _service, _polarity, text in story("wall")["aside"][0]["postits"]:
            postits.set_aside(room.workshop, room.workshop.postits.get(text=text).pk, by=room.facilitator)


def synthesis(room, whole):
    told = story("wall")["categories"]
    for group in told if whole else told[:5]:
        texts = [text for _service, _polarity, text in group["postits"]]
        pks = list(room.workshop.postits.filter(text__in=texts).values_list("pk", flat=True))
        make_category(room.workshop, group["name"], pks, by=room.facilitator)


def ways_of_working(room, whole):
    told = story("ways")
    for name, ranks in told["knows"].items():
        for rank in ranks:
            wishes.know(room.person(rank), room.interface(name), True)
    pair_up(room, told)
    for number, (name, lists) in enumerate(told["ways"].items()):
        if whole or number < 5:
            write_lines(room, name, True, lists["acceptable"])
            write_lines(room, name, False, lists["unacceptable"])


def pair_up(room, told):
    if len(room.people) == len(story("room")["finished"]["people"]):
        for ranks in told["pairs"]:
            ways.pair_up(room.workshop, [room.person(rank).pk for rank in ranks], by=room.facilitator)
    else:
        ways.draw(room.workshop, by=room.facilitator)
    pairs = list(room.workshop.pairs.all())
    for name, number in told["shares"].items():
        pair = pairs[number % len(pairs)]
        ways.assign(room.workshop, room.interface(name).pk, pair.pk, by=room.facilitator)


def write_lines(room, name, acceptable, lines):
    interface = room.interface(name)
    writers = room.in_charge(interface)
    for number, (text, category) in enumerate(lines):
        said = room.workshop.postits.on_the_wall().filter(interface=interface, category__name=category)
        named = room.workshop.categories.filter(name=category).values_list("pk", flat=True)
        ways.write(writers[number % len(writers)], interface, acceptable, text, [postit.pk for postit in said], named)
