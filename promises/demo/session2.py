"""After the first session: the contacts' answers, the promise, the review. Steps 7 to 9, played by their rules."""

from datetime import timedelta

from django.utils import timezone

from interfaces import mirror, processes, telling, wished
from interfaces.steps import consult
from promises.models import Commitment
from promises.steps import promise, review
from workshop import links

from . import story


def consultation(room, whole):
    """Everybody is asked; left in the middle, four have answered."""
    wished.fill_mirrors(room.workshop, by=room.facilitator)
    for process in story("room")["processes"]:
        name_process(room, **process)
    for number, (name, told) in enumerate(story("answers").items()):
        interface = room.interface(name)
        give_letters(room, interface, told["raci"])
        said = judged_ways(interface, told["verdicts"]), told["expects"], told["commits"]
        echoes = dict(zip([each.pk for each in mirror.sentences(interface)], told["echoes"], strict=False))
        if "asks" in told:
            telling.tell(room.workshop, interface, told["asks"], told["offers"], 0, by=room.facilitator)
        if "collected" in told:
            consult.collect(room.in_charge(interface)[0], interface, *said, echoes=echoes)
            continue
        secret = consult.invite(room.workshop, interface, by=room.facilitator)
        if whole or number < 4:
            consult.answer(links.link_of(secret), *said, echoes=echoes)


def name_process(room, name, interface, raci):
    """A process of the matrix, with its letters."""
    serves = room.interface(interface) if interface else None
    processes.name_process(room.workshop, name, serves, by=room.facilitator)
    process = room.workshop.named_processes.get(name=name)
    for rank, letter in raci.items():
        who = "participant", room.person(int(rank)).pk
        consult.letter(room.workshop, process, who, letter, by=room.facilitator)


def give_letters(room, interface, letters):
    for rank, letter in letters.items():
        who = ("contact", interface.contact.pk) if rank == "contact" else ("participant", room.person(int(rank)).pk)
        consult.letter(room.workshop, interface, who, letter, by=room.facilitator)


def judged_ways(interface, verdicts):
    """{way's primary key: (verdict, text)}, told in the order acceptable, then unacceptable."""
    pairs = zip(in_order(interface), verdicts, strict=False)
    return {way.pk: (verdict[0], verdict[1] if verdict[1:] else "") for way, verdict in pairs}


def in_order(interface):
    return list(interface.ways.order_by("-acceptable", "position", "pk"))


def promising(room, whole):
    version = promise.open_version(room.workshop)
    for name, told in story("promise").items():
        write_promise(room, room.interface(name), told)
    ask_consent(room, version, room.people if whole else room.people[:6])
    for told in story("judged")["wordings"]:
        promise.suggest(room.person(told["person"]), room.interface(told["interface"]), told["text"])
    if whole:
        promise.seal(room.workshop, by=room.facilitator)
        secret = promise.invite_manager(room.workshop, by=room.facilitator)
        promise.approve(links.link_of(secret), **story("judged")["approval"])


def write_promise(room, interface, told):
    texts = (told["text"], told["needs"], told["reach"])
    promise.write(room.workshop, interface, *texts, version=0, by=room.facilitator)
    ways = in_order(interface)
    for line in told["commitments"]:
        data = {key: value for key, value in line.items() if key != "from"}
        data["ways"] = [ways[rank].pk for rank in line["from"] if rank < len(ways)]
        promise.commit(room.workshop, interface, data, by=room.facilitator)
    for process in told.get("processes", []):
        promise.describe(room.workshop, interface, process, by=room.facilitator)


def ask_consent(room, version, people):
    said = {}
    for answer in ("reservation", "cannot"):
        for told in story("judged")["reservations" if answer == "reservation" else "refusals"]:
            said[room.person(told["person"]).pk, commitment(version, *told["commitment"]).pk] = answer, told["reason"]
    for person in people:
        for line in Commitment.objects.filter(promise__version=version):
            answer, reason = said.get((person.pk, line.pk), ("can", ""))
            promise.consent(person, line, answer, reason)


def commitment(version, name, rank):
    return Commitment.objects.filter(promise__version=version, promise__interface__name=name)[rank]


def judgement(room, whole):
    """Five of seven client services are heard; whole, the next version is opened from what was decided."""
    workshop, by, told = room.workshop, room.facilitator, story("judged")
    opened = review.open_review(workshop, by=by)
    for scores in told["scores"]:
        hear(room, opened.version, scores)
    for line in told["decisions"]:
        review.decide(workshop, commitment(opened.version, *line["commitment"]), line["choice"], by=by)
    for line in told["new"]:
        review.ask_for(workshop, room.interface(line["interface"]), line["what"], line["reason"], by=by)
    for line in told["actions"]:
        act(workshop, line, by)
    if whole:
        review.next_version(workshop, by=by)


def hear(room, version, told):
    """Both sides of one client service say what was kept."""
    interface = room.interface(told["interface"])
    lines = [commitment(version, told["interface"], rank) for rank in range(len(told["team"]))]
    for line, (verdict, comment) in zip(lines, told["team"], strict=True):
        review.score(room.in_charge(interface)[0], line, verdict, comment)
    secret = review.invite_counterpart(room.workshop, interface, by=room.facilitator)
    scores = {line.pk: tuple(said) for line, said in zip(lines, told["client"], strict=True)}
    review.answer(links.link_of(secret), scores, look(room, interface, told), told.get("wishes", ""))


def look(room, interface, told):
    """Both sides look into the mirror: {sentence's primary key: what the client service answers}."""
    sentences = list(interface.sentences.all())
    for sentence, answer in zip(sentences, told["believed"], strict=False):
        review.guess(room.in_charge(interface)[0], sentence.pk, answer)
    return {each.pk: answer for each, answer in zip(sentences, told["mirror"], strict=False)}


def act(workshop, told, by):
    due = timezone.localdate() + timedelta(days=told["days"])
    action = review.act(workshop, told["text"], told["owner"], due, by=by)
    if told.get("done"):
        review.finish_action(workshop, action.pk, by=by)
