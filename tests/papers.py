"""Every document of a finished promise, printed once for all tests that only read: sealed, with its review."""

import io
from datetime import date

import pikepdf

from interfaces.mirror import CONSULT, review_moment
from interfaces.models import Echo, Sentence
from promises import content, document, press
from promises.models import Action, Commitment, Decision, Review, Score
from tests import booklets

ANSWERS = [(Echo.NO, Echo.YES), (Echo.PARTLY, Echo.PARTLY), (Echo.YES, Echo.OPPOSITE), (Echo.YES,)]
PRINTED = {}  # (name, language): bytes


def judged(workshop):
    """The booklets' version, reviewed by both sides, with gaps, decisions and actions."""
    version = workshop.versions.first() or booklets.written(workshop)
    review = Review.objects.create(version=version, shown_at=booklets.SEALED_AT)
    verdicts = [Score.KEPT, Score.PARTLY, Score.BROKEN, Score.KEPT]
    for number, line in enumerate(Commitment.objects.filter(promise__version=version).order_by("pk")):
        Score.objects.create(
            commitment=line, side=Score.TEAM, verdict=verdicts[number % 4], comment="Nous avons compté."
        )
        if number % 3:
            Score.objects.create(commitment=line, side=Score.CLIENT, verdict=verdicts[(number + 1) % 4])
        Decision.objects.create(commitment=line, choice=Decision.CHOICES[number % 3][0])
    mirrored(version)
    Action.objects.create(review=review, text="acheter un second scanner", owner="Karim", due=date(2027, 6, 30))
    return version


def mirrored(version):
    """Three sentences answered before and at the review: better, the same, worse; and one answered once."""
    for number, promise in enumerate(version.promises.order_by("pk")[:4]):
        sentence = Sentence.objects.create(interface=promise.interface, text=f"Ils tiennent parole, {number}")
        for moment, answer in zip((CONSULT, review_moment(1)), ANSWERS[number], strict=False):
            Echo.objects.create(sentence=sentence, moment=moment, answer=answer)


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
