"""Every document of a finished promise, printed once for all tests that only read: sealed, with its review."""

import io
from datetime import date

import pikepdf

from promises import content, document, press
from promises.models import Action, Commitment, Decision, Review, Score
from tests import booklets

PRINTED = {}  # (name, language): bytes


def judged(workshop):
    """The booklets' version, reviewed by both sides, with gaps, decisions and actions."""
    version = workshop.versions.first() or booklets.written(workshop)
    review = Review.objects.create(version=version)
    verdicts = [Score.KEPT, Score.PARTLY, Score.BROKEN, Score.KEPT]
    for number, line in enumerate(Commitment.objects.filter(promise__version=version).order_by("pk")):
        Score.objects.create(
            commitment=line, side=Score.TEAM, verdict=verdicts[number % 4], comment="Nous avons compté."
        )
        if number % 3:
            Score.objects.create(commitment=line, side=Score.CLIENT, verdict=verdicts[(number + 1) % 4])
        Decision.objects.create(commitment=line, choice=Decision.CHOICES[number % 3][0])
    Action.objects.create(review=review, text="acheter un second scanner", owner="Karim", due=date(2027, 6, 30))
    return version


def printed(workshop, name, language="fr"):
    """The bytes of a document by its name."""
    if (name, language) not in PRINTED:
        version = workshop.versions.filter(review__isnull=False).first() or judged(workshop)
        words = content.of(version)
        (paper,) = [each for each in document.documents(version, words) if each.name == name]
        PRINTED[name, language] = press.pdf(*document.order(version, paper, language, words))
    return PRINTED[name, language]


def opened(workshop, name, language="fr"):
    return pikepdf.open(io.BytesIO(printed(workshop, name, language)))


def structure(pdf):
    """Every structure element of a PDF, in reading order: (type, element)."""
    stack, found = [pdf.Root.StructTreeRoot.K], []
    while stack:
        node = stack.pop()
        if isinstance(node, pikepdf.Array):
            stack.extend(reversed(list(node)))
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            found.append((str(node.S), node))
            stack.append(node.get("/K", pikepdf.Array()))
    return found
