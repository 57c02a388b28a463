"""The mirror: for each sentence the team would like to hear, does its contact say so today?

Asked when contacts are consulted (step 7), and again at each review (step 9), so that two moments can be compared. What
is asked is only what the facilitator settled (see wished.py); who wrote it is in no row.
"""

from dataclasses import dataclass

from django import forms
from django.utils import timezone

from workshop import gestures

from .models import Echo, Sentence

CONSULT = "consult"


def review_moment(number):
    """The moment of the review of a version of the promise."""
    return f"review-{number}"


@dataclass
class Reflection:
    """One sentence, and what was answered: an Echo, or None. `before` is the Echo of an earlier moment, on demand."""

    sentence: Sentence
    echo: Echo | None
    before: Echo | None = None

    @property
    def depth(self):
        """How far from what the team would like to hear: 0 (yes) to 3 (the opposite); None without an answer."""
        return self.echo.depth if self.echo else None

    @property
    def movement(self):
        """How many answers closer (above 0) or further (below 0) than before; None unless both were given."""
        return self.before.depth - self.echo.depth if self.echo and self.before else None


# Questions


def sentences(interface):
    """The sentences of an interface's mirror, in order."""
    return list(interface.sentences.all())


def reflections(interface, moment, before=None):
    """[Reflection] of every sentence, in order; two queries. `before` is an earlier moment to compare with."""
    found = interface.sentences.prefetch_related("echoes")
    return [reflection(sentence, moment, before) for sentence in found]


def reflection(sentence, moment, before=None):
    """`sentence.echoes` is best prefetched."""
    given = {echo.moment: echo for echo in sentence.echoes.all()}
    return Reflection(sentence, given.get(moment), given.get(before))


def gaps(interface, moment, before=None):
    """The Reflections that are not "yes", the widest gap first; those without an answer are left out."""
    return widest(reflections(interface, moment, before))


def widest(reflections):
    """Those of these Reflections that are a gap, the widest first."""
    return sorted((each for each in reflections if each.depth), key=lambda each: -each.depth)


# Writing


def echo(sentence, moment, answer):
    """Keep what a contact says of one sentence; "" takes it back. Call it inside a change."""
    if answer:
        values = {"answer": answer, "at": timezone.now()}
        Echo.objects.update_or_create(sentence=sentence, moment=moment, defaults=values)
    else:
        Echo.objects.filter(sentence=sentence, moment=moment).delete()


def keep_echoes(interface, moment, answers):
    """Keep several: `answers` is {sentence's primary key: answer or ""}. Call it inside a change.

    What is answered stays: undoing what made its sentence would take the answer away with it.
    """
    known = dict(Echo.objects.filter(sentence__interface=interface, moment=moment).values_list("sentence", "answer"))
    if any(answers.values()):
        gestures.close(interface.workshop, Sentence)
    for sentence in interface.sentences.filter(pk__in=answers):
        if known.get(sentence.pk, "") != answers[sentence.pk]:
            echo(sentence, moment, answers[sentence.pk])


# On a page by link


class MirrorForm(forms.Form):
    """One question per sentence: for a page of its own, or as a base of another form. None has to be answered.

    Show it with `interfaces/mirror.html`, which reads `form.reflected` and `form.answers_offered`.
    """

    answers_offered = Echo.ANSWERS

    def __init__(self, interface, moment, data=None, initial=None, **options):
        reflected = reflections(interface, moment)
        self.sentences = [each.sentence for each in reflected]
        answered = {field_of(each.sentence): each.echo.answer for each in reflected if each.echo}
        super().__init__(data, initial={**answered, **(initial or {})}, **options)
        for sentence in self.sentences:
            self.fields[field_of(sentence)] = forms.ChoiceField(choices=Echo.ANSWERS, required=False)

    @property
    def reflected(self):
        """The questions as rows of (sentence, field)."""
        return [(sentence, self[field_of(sentence)]) for sentence in self.sentences]

    def echoes(self):
        """What `keep_echoes` takes, of a valid form."""
        return {sentence.pk: self.cleaned_data.get(field_of(sentence), "") for sentence in self.sentences}


def field_of(sentence):
    return f"echo-{sentence.pk}"
