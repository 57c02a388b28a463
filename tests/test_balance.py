"""The balance and the map: who gives and receives, drawn from whole numbers; names that never meet."""

import re
from itertools import combinations, pairwise

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from promises.models import Entry, Reply
from promises.reciprocal import labels, network, replies
from promises.reciprocal.balance import HALF, balance
from promises.reciprocal.grid import Service, grid
from promises.reciprocal.matrix import Matrix
from promises.reciprocal.network import Network
from tests.screens import fresh, screen

LONG = [
    "Administration des ventes et des achats",
    "Anticonstitutionnellementissime-département-de-la-maison",
    "Service après-vente (SAV) et garanties",
    "🚚🚚🚚 Logistique internationale 🚀🚀🚀🚀",
    "قسم المبيعات والتصدير الدولي الكبير",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
]


def weight(table, name):
    return balance(fresh(table.workshop)).by_pk[table.party(name).pk]


@pytest.fixture
def met(table):
    table.to("fill")
    kept, _open = table.expects("Ventes", "Logistique", "Prévenir la veille", "Livrer le dimanche")
    table.commits("Comptabilité", "Ventes", "Les chiffres le 5")
    table.to("meet")
    replies.answer(table.voice("Logistique"), kept.pk, Reply.ACCEPT)
    return table


def test_what_a_service_gives_another_one_receives(met):
    ventes, logistique = weight(met, "Ventes"), weight(met, "Logistique")
    assert (ventes.gives, ventes.receives, ventes.met_its, ventes.open_its) == (0, 2, 1, 1)
    assert (logistique.gives, logistique.receives, logistique.met_of_it, logistique.open_of_it) == (1, 0, 1, 1)
    weights = balance(fresh(met.workshop)).weights
    assert sum(each.gives for each in weights) == sum(each.receives for each in weights) == 2


def test_bars_are_on_one_scale_and_none_leaves_its_place(met):
    for each in balance(fresh(met.workshop)).weights:
        assert each.given + each.owed <= HALF
        assert each.received + each.awaited <= HALF
        assert each.owed_from == each.given_from - each.owed
    assert weight(met, "Ventes").received == 2 * HALF // 3


def test_the_counts_are_of_expectations(met):
    found = balance(fresh(met.workshop))
    assert {state: n for state, _sign, _word, n in found.counts} == {
        "matched": 1,
        "unanswered": 1,
        "contradictory": 0,
        "refused": 0,
    }
    assert (found.open, found.commitments) == (1, 2)


def test_pictures_hold_whole_numbers_in_french_too(met):
    for language in ("fr", "en"):
        with override(language):
            shown = screen(met.workshop, "console", language, "table")
        drawn = re.findall(r' (?:d|c?x|c?y|width|points|stroke-width|transform)="([^"]*)"', shown)
        assert len(drawn) > 20
        assert not [each for each in drawn if re.search(r"\d,\d|nan|inf", each)]


# The map


def made(names, lines=()):
    """The Network of services by these names, and lines (giver, taker) that commit."""
    services = [Service(pk, name, 0, True, True) for pk, name in enumerate(names)]
    rest = ("", None, None, None, None, None, None, None)  # never judged, nobody answers it
    marks = [(giver, taker, Entry.COMMITS, pk, 0, 0, False, *rest) for pk, (giver, taker) in enumerate(lines)]
    return Network(Matrix(services, marks))


def apart(one, other):
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@pytest.mark.parametrize("many", range(2, network.NAMED + 1))
def test_names_never_meet_however_long(many):
    nodes = made([LONG[n % len(LONG)] + str(n) for n in range(many)]).nodes
    boxes = [node.label.box for node in nodes]
    assert all(apart(one, other) for one, other in combinations(boxes, 2))
    assert all(
        left >= 0 and right <= network.WIDE and top >= 0 and low <= network.HIGH for left, top, right, low in boxes
    )
    points = [(node.x - 9, node.y - 9, node.x + 9, node.y + 9) for node in nodes]
    assert all(apart(box, point) for box in boxes for point in points)


@pytest.mark.parametrize("many", [13, 30, 40])
def test_many_services_stand_as_spokes_with_a_short_code(many):
    nodes = made([f"Service numéro {n}" for n in range(many)]).nodes
    texts = [node.label.lines for node in nodes]
    assert all(len(lines) == 1 and len(lines[0][0]) <= 7 for lines in texts)
    assert len({lines[0][0] for lines in texts}) == many
    between = [((a.x - b.x) ** 2 + (a.y - b.y) ** 2) ** 0.5 for a, b in pairwise(nodes)]
    assert min(between) > labels.SIZE
    assert all(-90 <= node.label.turned <= 90 for node in nodes)


def test_a_label_says_that_it_was_cut_and_cuts_no_letter_in_two():
    assert labels.wrapped("Ventes") == ["Ventes"]
    assert labels.wrapped("Administration des ventes (ADV)") == ["Administration", "des ventes (ADV)"]
    first, second = labels.wrapped("Ressources humaines et formation du personnel")
    assert (first, second[-1]) == ("Ressources", "…")
    assert labels.width(second) <= labels.LONGEST
    family = "👨‍👩‍👧"
    assert labels.cut(family * 9, 9) == (family, family * 8)
    assert labels.cut("é" * 3, 2) == ("é" * 2, "é")


def test_those_who_give_each_other_much_are_near():
    names = [f"S{n}" for n in range(8)]
    ring = [0, 4, 1, 5, 2, 6, 3, 7]
    found = made(names, [(a, b) for a, b in pairwise(ring)] * 2)
    order = [node.service.pk for node in found.nodes]
    near = [abs(order.index(a) - order.index(b)) for a, b in pairwise(ring)]
    assert all(gap in (1, 7) for gap in near)
    assert order[0] == 0
    assert [node.service.pk for node in made(names, [(a, b) for a, b in pairwise(ring)] * 2).nodes] == order


def test_a_line_says_its_state_without_colour_and_its_width_the_commitments(met):
    found = Network(grid(fresh(met.workshop)).matrix)
    drawn = {stroke.state: stroke for stroke in found.strokes}
    assert set(drawn) == {"unanswered", "offered"}
    assert drawn["unanswered"].dashes != drawn["offered"].dashes == ""
    assert drawn["unanswered"].width == network.WIDTHS[1]
    dashes = [network.LINES[state] for state in network.OPEN]
    assert len({*dashes, ""}) == len(dashes) + 1
    links = {(link.giver.name, link.taker.name): link.commitments for link in found.links}
    assert links == {("Logistique", "Ventes"): 1, ("Comptabilité", "Ventes"): 1}


def test_among_many_only_what_is_open_is_drawn_strongly():
    lines = [(giver, taker) for giver in range(30) for taker in range(30) if giver != taker]
    found = made([f"Service {n}" for n in range(30)], lines)
    assert all(stroke.is_faint for stroke in found.strokes)
    open_one = found.stroke("refused", 1, "", "")
    assert not open_one.is_faint


def test_the_map_and_its_table_say_the_same(met):
    found = Network(grid(fresh(met.workshop)).matrix)
    told = {(service.name, link.taker.name) for service, _code, links, _stamp in found.giving for link in links}
    assert told == {(link.giver.name, link.taker.name) for link in found.links}


def test_a_name_that_paper_cannot_draw_has_its_code_there():
    found = made(["Ventes", "قسم المبيعات", "👨\u200d👩\u200d👧 Crèche", "🚚 Logistique"])
    assert [node.is_coded_on_paper for node in sorted(found.nodes, key=lambda node: node.service.pk)] == [0, 1, 1, 0]
    assert [service.name for _code, service in found.coded_on_paper] == ["قسم المبيعات", "👨\u200d👩\u200d👧 Crèche"]
    values = {"network": found}
    paper, live = (render_to_string("reciprocal/map.html", values | {"on_paper": is_it}) for is_it in (True, False))
    assert ">قسم" in live
    assert ">قسم" not in paper
    assert f">{found.matrix.codes[1]}</tspan>" in paper
