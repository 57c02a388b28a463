"""Step 3 of the reciprocal table: each expectation has an answer."""

from promises.models import Reply
from promises.reciprocal import replies
from promises.steps import meet


def test_expectations_without_an_answer_are_missing(table):
    table.to("fill")
    first, _second = table.expects("Ventes", "Logistique", "Prévenir la veille", "Un seul numéro")
    table.to("meet")
    assert meet.missing(table.workshop) == ["2 expectations have no answer yet."]
    replies.answer(table.voice("Logistique"), first.pk, Reply.CANNOT, "Nous ne le savons pas")
    table.workshop.refresh_from_db()
    assert meet.missing(type(table.workshop).objects.get()) == ["1 expectation has no answer yet."]
