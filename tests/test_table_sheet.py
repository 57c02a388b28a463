"""A row as a table: what of a cell stays, changes, comes or goes; pastes; who may read the whole table."""

import pytest
from django.urls import reverse

from promises.models import Entry, Party, ReciprocalTable, Reply
from promises.reciprocal import entries, lines, past, pasting, replies, row, services
from tests.screens import post
from tests.tables import laid
from workshop import gestures, links
from workshop.change import Refused, change
from workshop.models import Link

OLD = ["Prévenir la veille", "Un seul numéro", "Livrer avant midi"]


@pytest.mark.parametrize(
    ("after", "found"),
    [
        (OLD, [0, 1, 2]),
        ([OLD[2], OLD[0], OLD[1]], [2, 0, 1]),
        ([OLD[0], "Un seul numéro de téléphone", OLD[2]], [0, 1, 2]),
        (["Un seul numéro direct", OLD[2]], [1, 2]),  # the first one went, the second was reworded
        ([*OLD, "Tout autre chose"], [0, 1, 2, None]),
        ([OLD[0], "Zzz", OLD[2]], [0, 1, 2]),  # as many as before: other words for the same line
        ([OLD[0], OLD[1], OLD[2], OLD[2]], [0, 1, 2, None]),
        ([], []),
    ],
)
def test_a_line_keeps_its_identity(after, found):
    assert lines.match(OLD, after) == found


def typed(table, name, other, kind, text, was=None):
    """A Typed cell whose editor began with what is there now, or with `was`: rows seen earlier."""
    seen = was if was is not None else list(entries.cell(table.party(name), table.party(other), kind))
    rows = " ".join(f"{each.pk}.{each.version}" for each in seen)
    cell = f"{kind}-{table.party(other).pk}"
    data = {cell: text, f"was-{cell}": "\n".join(each.text for each in seen), f"rows-{cell}": rows}
    return row.typed(data)


def texts(table, name, other, kind=Entry.EXPECTS):
    return [each.text for each in entries.cell(table.party(name), table.party(other), kind)]


@pytest.fixture
def written(table):
    """Ventes expects OLD from Logistique."""
    table.to("fill")
    table.rows = table.expects("Ventes", "Logistique", *OLD)
    return table


def test_a_cell_becomes_what_was_typed_and_lines_stay_themselves(written):
    first, second, third = written.rows
    cells = typed(written, "Ventes", "Logistique", "expects", f"{OLD[2]}\n\n Un seul numéro direct \nNouveau")
    written.assert_follows(lambda: row.write(written.voice("Ventes"), cells))
    standing = list(entries.cell(written.party("Ventes"), written.party("Logistique"), "expects"))
    assert [each.text for each in standing] == [OLD[2], "Un seul numéro direct", "Nouveau"]
    assert [each.pk for each in standing[:2]] == [third.pk, second.pk]
    first.refresh_from_db()
    assert first.dropped_at


def test_what_was_not_touched_is_not_written(written):
    assert typed(written, "Ventes", "Logistique", "expects", "\n".join(OLD)) == []


def test_two_who_write_in_one_cell_lose_nothing(written):
    was = list(written.rows)
    entries.add(written.voice("Ventes"), written.party("Logistique").pk, "expects", ["Entre-temps"])
    cells = typed(written, "Ventes", "Logistique", "expects", "\n".join([*OLD, "Et moi"]), was)
    row.write(written.voice("Ventes"), cells)
    assert texts(written, "Ventes", "Logistique") == [*OLD, "Et moi", "Entre-temps"]


def test_two_who_change_one_line_see_both_texts(written):
    was = list(written.rows)
    entries.reword(written.voice("Ventes"), was[0].pk, "Prévenir à midi", 0)
    cells = typed(
        written, "Ventes", "Logistique", "expects", "\n".join(["Prévenir le matin", *OLD[1:], "En plus"]), was
    )
    with pytest.raises(Refused) as refused:
        row.write(written.voice("Ventes"), cells)
    assert (refused.value.mine, refused.value.theirs) == ("Prévenir le matin", "Prévenir à midi")
    assert refused.value.field == f"expects-{written.party('Logistique').pk}"
    assert texts(written, "Ventes", "Logistique") == ["Prévenir à midi", *OLD[1:]]  # nothing of it was written
    left = typed(written, "Ventes", "Logistique", "expects", "\n".join(OLD[1:]), was)
    with pytest.raises(Refused):
        row.write(written.voice("Ventes"), left)  # nor is a line dropped whose new words one has not seen


def test_what_somebody_dropped_meanwhile_stays_away_unless_it_was_changed(written):
    was = list(written.rows)
    for entry in was[:2]:
        entries.drop(written.voice("Ventes"), entry.pk)
    cells = typed(
        written, "Ventes", "Logistique", "expects", "\n".join([OLD[0], "Un seul numéro direct", OLD[2], "x1"]), was
    )
    row.write(written.voice("Ventes"), cells)
    assert texts(written, "Ventes", "Logistique") == ["Un seul numéro direct", OLD[2], "x1"]


def test_words_sent_twice_are_there_once(written):
    was = list(written.rows)
    for more in ("Et moi", "Et moi\nEt encore"):  # the first answer was lost, and its author went on
        row.write(
            written.voice("Ventes"), typed(written, "Ventes", "Logistique", "expects", "\n".join([*OLD, more]), was)
        )
    assert texts(written, "Ventes", "Logistique") == [*OLD, "Et moi", "Et encore"]


def test_several_cells_are_written_together_or_not_at_all(written):
    good = typed(written, "Ventes", "Comptabilité", "commits", "Rendre les notes de frais")
    bad = typed(written, "Ventes", "Logistique", "commits", "\n".join(f"Ligne {n}" for n in range(entries.MOST + 1)))
    with pytest.raises(Refused):
        row.write(written.voice("Ventes"), good + bad)
    assert texts(written, "Ventes", "Comptabilité", "commits") == []


def test_a_reworded_line_loses_its_answer_and_a_moved_one_does_not(written):
    for entry in written.rows[:2]:
        written.to("meet")
        replies.answer(written.voice("Logistique"), entry.pk, Reply.CANNOT, "Nous ne pouvons pas")
    cells = typed(written, "Ventes", "Logistique", "expects", f"{OLD[1]}\nPrévenir la veille au soir\n{OLD[2]}")
    row.write(written.voice("Ventes"), cells)
    assert set(Reply.objects.values_list("expectation", flat=True)) == {written.rows[1].pk}


@pytest.mark.parametrize("data", [{"rows-expects-1": "x"}, {"rows-expects-1": "3.0"}, {"rows-expects-1": "3.0 4"}])
def test_a_page_that_is_not_ours_is_refused(data):
    with pytest.raises(Refused):
        row.typed({"expects-1": "Une ligne", "was-expects-1": "", **data})


def test_a_cell_of_very_many_lines_is_refused_before_they_are_compared(db):
    many = "\n".join(f"Ligne {number}" for number in range(49))
    seen = " ".join(f"{number}.0" for number in range(1, 50))
    for data in ({"expects-1": many}, {"expects-1": "", "was-expects-1": many, "rows-expects-1": seen}):
        with pytest.raises(Refused, match="12 lines") as told:
            row.typed(data)
        assert (told.value.field, told.value.status) == ("expects-1", 422)


def test_a_line_that_is_too_long_is_refused_beside_its_cell(db):
    with pytest.raises(Refused) as refused:
        row.typed({"commits-7": "x" * (entries.LIMIT + 1)})
    assert (refused.value.field, refused.value.status) == ("commits-7", 422)


# Pasted


def planned(table, text, at=""):
    plan = pasting.plan(table.voice("Ventes"), text, at)
    return plan, [(other.name, kind, fresh) for other, kind, _held, fresh in plan.cells]


def test_a_paste_with_names_goes_to_each_service(written):
    text = 'Service\tAttend\tEngage\nlogistique\t"Un seul numéro\nUn quai libre"\tPrévenir\nAchats\tRien\t\n\t\t\n'
    plan, cells = planned(written, text.replace("\n", "\r\n"))
    assert cells == [("Logistique", "expects", ["Un quai libre"]), ("Logistique", "commits", ["Prévenir"])]
    assert (plan.lines, plan.services) == (2, 1)
    assert plan.unknown == [("Achats", ["Rien"])]
    row.write(written.voice("Ventes"), pasting.as_typed(written.voice("Ventes"), plan))
    assert texts(written, "Ventes", "Logistique") == [*OLD, "Un quai libre"]


def test_a_paste_without_names_goes_on_from_its_cell(written):
    plan, cells = planned(written, "Un", f"commits-{written.party('Logistique').pk}")
    assert cells == [("Logistique", "commits", ["Un"])]
    at = f"commits-{written.party('Comptabilité').pk}"
    plan, cells = planned(written, "Un\tde trop\nDeux\nTrois", at)
    assert cells == [("Comptabilité", "commits", ["Un"]), ("Logistique", "commits", ["Deux"])]
    assert plan.unknown == [("", ["de trop"]), ("", ["Trois"])]


def test_a_paste_that_does_not_fit_says_so(written):
    plan, _cells = planned(written, 'Logistique\t"' + "\n".join(f"Ligne {n}" for n in range(entries.MOST)) + '"')
    assert [(other.name, n) for other, _kind, n in plan.crowded] == [("Logistique", entries.MOST + 3)]


# Through the doors


@pytest.fixture
def browser(written, as_):
    return as_(written.speaker("Ventes"))


def fields(table, name, other, kind, text):
    cell = f"{kind}-{table.party(other).pk}"
    seen = list(entries.cell(table.party(name), table.party(other), kind))
    rows = " ".join(f"{each.pk}.{each.version}" for each in seen)
    return {cell: text, f"was-{cell}": "\n".join(each.text for each in seen), f"rows-{cell}": rows}


def test_a_script_gets_its_cell_back_and_a_form_the_whole_row(written, browser):
    save = reverse("own:row-save", args=[written.workshop.key])
    answer = post(browser, save, **fields(written, "Ventes", "Logistique", "commits", "Commander avant midi"))
    assert f'id="cell-commits-{written.party("Logistique").pk}"' in answer.content.decode()
    assert "Commander avant midi" in answer.content.decode()
    plain = fields(written, "Ventes", "Logistique", "commits", "Commander avant dix heures")
    answer = browser.post(save, plain | {"op": "6a2f41a3-c54c-4ab7-8a8d-8f0f2a0a6a11"})
    assert answer.url == reverse("own-row", args=[written.workshop.key])
    assert texts(written, "Ventes", "Logistique", "commits") == ["Commander avant dix heures"]


@pytest.mark.parametrize("script", [True, False])
def test_a_refused_cell_comes_back_with_both_texts_and_can_be_saved_again(written, browser, script):
    save = reverse("own:row-save", args=[written.workshop.key])
    stale = fields(written, "Ventes", "Logistique", "expects", "\n".join(["Prévenir le matin", *OLD[1:]]))
    entries.reword(written.voice("Ventes"), written.rows[0].pk, "Prévenir à midi", 0)
    ops = ["6a2f41a3-c54c-4ab7-8a8d-8f0f2a0a6a11", "6a2f41a3-c54c-4ab7-8a8d-8f0f2a0a6a12"]

    def send(op, data):
        return post(browser, save, op, **data) if script else browser.post(save, data | {"op": op})

    answer = send(ops[0], stale)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Prévenir à midi" in shown
    assert ">Prévenir le matin\n" in shown
    again = fields(written, "Ventes", "Logistique", "expects", "\n".join(["Prévenir le matin", *OLD[1:]]))
    assert again[f"rows-expects-{written.party('Logistique').pk}"] in shown
    send(ops[1], again)
    assert texts(written, "Ventes", "Logistique")[0] == "Prévenir le matin"


def test_a_paste_of_nothing_that_is_seen_is_no_accident(written, browser):
    where = reverse("own:row-paste", args=[written.workshop.key])
    answer = post(browser, where, text="Logistique\t" + "\u200b" * 140_000)
    assert answer.status_code == 422
    assert texts(written, "Ventes", "Logistique") == OLD


def test_a_paste_is_shown_before_it_is_written(written, browser):
    where = reverse("own:row-paste", args=[written.workshop.key])
    text = "Logistique\tUn quai libre\nAchats\tRien"
    shown = post(browser, where, text=text).content.decode()
    assert "1 row not recognised" in shown
    assert texts(written, "Ventes", "Logistique") == OLD
    plan = pasting.plan(written.voice("Ventes"), text)
    entries.drop(written.voice("Ventes"), written.rows[0].pk)
    post(browser, where, text=text, plan=plan.stamp)  # the row is no longer what was shown
    assert texts(written, "Ventes", "Logistique") == OLD[1:]
    plan = pasting.plan(written.voice("Ventes"), text)
    post(browser, where, text=text, plan=plan.stamp)
    assert texts(written, "Ventes", "Logistique") == [*OLD[1:], "Un quai libre"]


def test_a_facilitator_writes_a_row_at_any_time_and_can_undo_it(written, facilitator, as_):
    written.to("parties")
    where = reverse("for:row-save", args=[written.workshop.key, written.party("Ventes").pk])
    post(as_(facilitator), where, **fields(written, "Ventes", "Comptabilité", "commits", "Rendre les notes de frais"))
    assert texts(written, "Ventes", "Comptabilité", "commits") == ["Rendre les notes de frais"]
    gestures.undo_own(written.workshop, by=facilitator)
    assert texts(written, "Ventes", "Comptabilité", "commits") == []
    page = reverse("own-row", args=[written.workshop.key])
    assert "readonly" in as_(written.speaker("Ventes")).get(page).content.decode()
    assert "readonly" not in as_(facilitator).get(where.replace("save/", "")).content.decode()


def test_a_service_at_its_desk_writes_its_row_by_private_link(written, as_):
    with change(written.workshop):
        link, secret = links.make_link(written.workshop, Link.TABLE, 30)
        Party.objects.filter(pk=written.party("Ventes").pk).update(link=link)
    browser = as_()
    desk = browser.post(reverse("link", args=[secret])).url
    assert OLD[0] in browser.get(desk).content.decode()
    data = fields(written, "Ventes", "Comptabilité", "commits", "Rendre les notes de frais")
    answer = browser.post(f"{desk}row/save/", data | {"op": "6a2f41a3-c54c-4ab7-8a8d-8f0f2a0a6a11"})
    assert "Rendre les notes de frais" in browser.get(answer.url).content.decode()
    assert browser.get(f"{desk}everybody/").url == desk
    written.to("meet")
    assert OLD[0] in browser.get(f"{desk}everybody/").content.decode()


def test_nobody_reads_the_rows_of_others_before_they_meet(written, browser, facilitator, as_):
    page = reverse("own-whole", args=[written.workshop.key])
    other = as_(written.speaker("Logistique"))
    assert other.get(page).status_code == 302
    assert OLD[0] not in other.get(reverse("own-row", args=[written.workshop.key])).content.decode()
    assert OLD[0] in as_(facilitator).get(reverse("whole", args=[written.workshop.key])).content.decode()
    written.to("meet")
    assert OLD[0] in other.get(page).content.decode()


def test_the_whole_table_can_be_cut_down_to_one_service(written, facilitator, as_):
    written.expects("Comptabilité", "Ventes", "Des notes de frais complètes")
    browser, page = as_(facilitator), reverse("whole", args=[written.workshop.key])
    shown = browser.get(page, {"service": written.party("Comptabilité").pk}).content.decode()
    assert "Des notes de frais" in shown
    assert OLD[0] not in shown
    assert OLD[0] in browser.get(page, {"service": "x"}).content.decode()


# The last round


def test_who_judges_reads_the_words_of_last_time(written, facilitator):
    (given,) = written.commits("Logistique", "Ventes", "Un message la veille")
    later = laid(facilitator, [], ReciprocalTable.objects.get().next_on, previous=ReciprocalTable.objects.get())
    later.to("fill")
    line = Entry.objects.get(earlier=given)
    entries.reword(later.voice("Logistique"), line.pk, "Un message à midi", 0)
    judged = past.judged(later.voice("Ventes"))[later.party("Logistique").pk]
    (read,) = [each for each in judged if each.kind == "commits"]
    assert (read.pk, read.text) == (line.pk, "Un message la veille")
    entries.drop(later.voice("Logistique"), line.pk)
    entries.judge(later.voice("Ventes"), line.pk, Entry.WORSE)
    assert "worse" in [each.movement for each in past.judged(later.voice("Ventes"))[later.party("Logistique").pk]]
    assert past.judged(later.voice("Comptabilité")) == {}
    services.unseat(later.workshop, later.party("Logistique").pk, by=facilitator)
    assert past.judged(later.voice("Ventes")) == {}
