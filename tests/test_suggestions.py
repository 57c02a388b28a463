"""What is found in the words of post-its, French and English: same ideas, themes, and more of a category."""

import random
from typing import NamedTuple

import pytest

from interfaces.models import DISLIKE, LIKE
from interfaces.suggestions import cues, more, propose, same, themes, words
from tests.bench import suggesting

DATED = "Une réponse sous deux jours"
FLOORS = {  # of F1 and purity, per set: a little under what was reached when this was written
    ("fr", "learn"): (0.22, 0.93),
    ("fr", "unseen"): (0.59, 0.82),
    ("fr", "other"): (0.35, 0.68),
    ("fr", "third"): (0.61, 0.84),
    ("fr", "fourth"): (0.27, 0.64),
    ("en", "learn"): (0.22, 0.93),
    ("en", "unseen"): (0.55, 0.82),
    ("en", "other"): (0.28, 0.66),
    ("en", "third"): (0.58, 0.83),
    ("en", "fourth"): (0.41, 0.74),
}


class Card(NamedTuple):
    pk: int
    text: str
    polarity: str = LIKE


def cards(*texts, polarity=LIKE):
    return [Card(n, text, polarity) for n, text in enumerate(texts)]


def stacked(*texts, language="fr"):
    return [[card.text for card in stack] for stack in same.stacks(cards(*texts), language)]


# Same ideas


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Le stock informatique est faux, on va verifier a pied",
            "Le stock info est faux, on vérifie nous-mêmes à pied",
        ),
        (
            "Ils répondent vite à nos demandes",
            "ils repondent vite aux demandes !!",
        ),
        ("On attend trois semaines une réponse", "on attend 3 semaines une reponse"),
        ("Toujours souriants !", "toujours souriant"),
        ("They answer our emails quickly", "they answered our email quikly"),
        ("Nobody picks up the phone", "nobody picks up the phone..."),
    ],
)
def test_the_same_idea_in_other_spellings_is_one_stack(one, other):
    assert stacked(one, other) == [[one, other]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ils répondent à nos mails", "Ils ne répondent pas à nos mails"),
        ("Toujours joignables au téléphone", "Toujours injoignables au téléphone"),
        ("Des délais acceptables pour nous", "Des délais inacceptables pour nous"),
        ("Une procédure simple à suivre", "Une procédure compliquée à suivre"),
        ("On a la réponse avant la réunion", "On a la réponse après la réunion"),
        ("Une réponse en deux jours ouvrés", "Une réponse en cinq jours ouvrés"),
        ("They answer our emails", "They don't answer our emails"),
        ("A helpful and friendly welcome", "An unhelpful and unfriendly welcome"),
        ("They are quick to answer us", "They are slow to answer us"),
        ("On attend trois semaines une réponse", "Ils sont à l’écoute de nos contraintes"),
    ],
)
def test_opposite_or_different_ideas_are_never_one_stack(one, other):
    assert stacked(one, other, language="fr" if "s" in one[:4] or "On" in one else "en") == []


def test_the_same_words_with_two_polarities_are_two_ideas():
    liked, not_liked = Card(1, "Ils sont stricts", LIKE), Card(2, "Ils sont stricts", DISLIKE)
    assert same.stacks([liked, not_liked], "fr") == []
    assert same.stacks([liked, not_liked._replace(polarity=LIKE)], "fr") != []


def test_a_wall_made_to_be_slow_is_read_to_the_letter_from_some_point_on(monkeypatch):
    dice, looked = random.Random(1), []
    monkeypatch.setattr(same, "resembles", lambda one, other: looked.append((one, other)))

    def word(first):
        return first + "".join(dice.choices("bcdfghjklmnpq", k=4))

    common = [word("v") for _each in range(20)]
    texts = (" ".join([*common, *(word("z") for _each in range(26))]) for _each in range(60))
    assert same.stacks(cards(*texts), "fr") == []
    assert 10_000 < len(looked) <= same.SPELLINGS


# Languages


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("On attend toujours la réponse", "fr"),
        ("We never know what they are doing", "en"),
        ("OK", "fr"),
        ("👍", "fr"),
    ],
)
def test_a_card_is_read_in_its_own_language(text, language):
    assert words.read(text, "fr").language == language


def test_a_mixed_wall_is_grouped_across_languages():
    mixed = cards("On attend trois semaines", "We wait three weeks for an answer", "Ils sont souriants", "🎉")
    assert [card.pk for card in themes.grouped(mixed, "fr")["delay"]] == [0, 1]


# The lexicon


SAYINGS = {
    "fr": {
        "On attend trois semaines pour un devis": "delay",
        "Ils font ce qu’ils disent": "word",
        "Ils tiennent compte de nos contraintes": "listening",
        "Ils nous prennent de haut": "courtesy",
        "Jamais joignables": "reach",
        "C’est du chinois, leurs explications": "clarity",
        "On ne sait jamais où en est notre demande": "informed",
        "Ils connaissent leur métier": "competence",
        "Ils se cachent derrière la procédure": "flexibility",
        "Ils anticipent et nous conseillent": "anticipation",
        "Il faut tout refaire derrière eux": "quality",
        "Trop de formulaires à remplir": "simplicity",
        "On se renvoie la balle": "cooperation",
        "C’est à la tête du client": "fairness",
        "Jamais un merci": "recognition",
    },
    "en": {
        "We wait three weeks for a quote": "delay",
        "They do what they say": "word",
        "They listen to our needs": "listening",
        "They talk down to us": "courtesy",
        "You can never get hold of anyone": "reach",
        "Too much jargon": "clarity",
        "You never know where your request stands": "informed",
        "They know their stuff": "competence",
        "They hide behind the rules": "flexibility",
        "They think ahead and give us advice": "anticipation",
        "We have to redo everything": "quality",
        "So many forms to fill in": "simplicity",
        "They pass the buck": "cooperation",
        "It depends who you know": "fairness",
        "Never a thank you": "recognition",
    },
}


@pytest.mark.parametrize(("language", "text"), [(each, text) for each in SAYINGS for text in SAYINGS[each]])
def test_turns_of_phrase_tell_their_theme(language, text):
    assert themes.theme_of(text, language) == SAYINGS[language][text]


def test_both_lexicons_have_the_same_themes_and_names_that_fit():
    assert cues.themes("fr").keys() == cues.themes("en").keys()
    for language in ("fr", "en"):
        names = [cues.name(theme, language) for theme in cues.themes(language)]
        assert len(set(names)) == len(names)
        assert max(map(len, names)) <= 60


def test_every_cue_is_folded_and_can_be_met():
    """A cue with a capital or an accent would never be found, silently."""
    for language in ("fr", "en"):
        for theme, row in cues.themes(language).items():
            for line in "\n".join(row.get(loudness, "") for loudness in cues.WEIGHTS).splitlines():
                plain = line.replace("*", "").replace("|", " ").replace("_", " ").replace("~", " ")
                assert plain.split() == words.split(plain), (language, theme, line)


def test_a_cue_says_how_far_its_words_may_be():
    def stands(line, text):
        return any(cues.stands(slots, tuple(text.split()), 0) for slots in cues.rows(line))

    assert stands("attend* semaine*", "attendre encore deux semaines")
    assert not stands("attend* semaine*", "attend et puis encore une semaine")
    assert stands("attend* ~ semaine*", "attend et puis encore une semaine")
    assert stands("a_temps", "a temps")
    assert not stands("a_temps", "a peu temps")
    assert stands("de_haut|bas", "de haut")
    assert stands("de_haut|bas", "bas")
    assert not stands("de_haut|bas", "haut")


# Groups


def test_a_group_takes_two_cards_and_what_fits_no_theme_stays_loose():
    wall = noted(
        "On attend trois semaines", "Réponse le jour même", "Ils nous prennent de haut", "Les croissants 🥐", ""
    )
    assert [(each.about, each.pks) for each in propose.new(wall, (), "fr", propose.Refused())] == [("delay", (0, 1))]


def test_what_nobody_wrote_a_cue_for_follows_the_words_it_shares():
    wall = [*noted("Les zibelines en retard", "Encore une zibeline en retard", "Les zibelines"), *OTHERS]
    assert {card.pk for card in themes.grouped(wall, "fr")["delay"]} >= {0, 1, 2}


# More of a category


def noted(*texts, first=0):
    return tuple(propose.Note(n, text, LIKE) for n, text in enumerate(texts, first))


def offered(categories, refused=(), loose=()):
    """The primary keys that the categories are offered, of LOOSE, of `loose`, and of a wall of other things."""
    found = more.closest([*LOOSE, *loose, *OTHERS], categories, "fr", {5: list(refused)})
    return {category: [card.pk for card in held] for category, held in found.items()}


RACK = noted("Les navettes sont pleines", "La navette", "Plus de place dans la navette")
LOOSE = noted("Une navette le samedi", "Ils sont souriants", first=10)
THINGS = "🥐 parking cantine chat lundi wagon lampe sable piano livre jardin orage chaise fleuve bougie tambour poire"
OTHERS = noted(*THINGS.split(), first=90)


def test_a_category_of_three_attracts_loose_cards_like_its_own():
    assert offered({5: RACK}) == {5: [10]}
    assert offered({5: RACK[:2]}) == {}


def test_a_refused_card_is_not_asked_again_and_speaks_against_others_like_it():
    like_it = noted("Encore une navette le samedi", first=20)
    assert offered({5: RACK}, loose=like_it) == {5: [10, 20]}
    assert offered({5: RACK}, loose=like_it, refused=LOOSE[:1]) == {}


def test_what_is_accepted_makes_its_words_count():
    """ "guichet" means nothing to the category until cards with it were put there."""
    loose = noted("Le guichet du soir", first=20)
    accepted = noted("Un guichet pour les navettes", "Le guichet", "Au guichet, une navette", first=30)
    assert offered({5: RACK}, loose=loose) == {5: [10]}
    assert 20 in offered({5: RACK + accepted}, loose=loose)[5]


# All of it


def test_suggestions_come_in_order_and_refusals_are_kept():
    wall = noted(
        "On attend trois semaines",
        "on attend 3 semaines !",
        "Réponse le jour même",
        "Ils sont souriants",
        "Un accueil aimable",
    )
    everything = propose.propose(wall, (), "fr", propose.Refused())
    assert [(each.kind, each.about, each.pks) for each in everything] == [
        ("same", "0", (0, 1)),
        ("theme", "delay", (0, 1, 2)),
        ("theme", "courtesy", (3, 4)),
    ]
    refused = propose.Refused(
        themes=frozenset({"courtesy"}), twins=frozenset({frozenset((0, 1))}), themed=frozenset({("delay", 1)})
    )
    left = propose.propose(wall, (), "fr", refused)
    assert [(each.kind, each.about, each.pks) for each in left] == [("theme", "delay", (0, 2))]


def test_a_category_with_the_name_of_a_theme_is_where_it_goes():
    wall = noted("On attend trois semaines")
    group = propose.Group(7, cues.name("delay", "en").upper(), ())
    (only,) = propose.propose(wall, (group,), "fr", propose.Refused())
    assert (only.target, only.pks) == (7, (0,))


# How good it is: figures on labelled post-its, printed by bin/bench too


@pytest.mark.parametrize(("language", "which"), suggesting.SETS)
def test_groups_are_as_good_as_they_were(language, which):
    """Lesson 20: what is suggested leaves the loose cards apart, so that a group can be trusted as it stands."""
    found = suggesting.judged(language, which)
    f1, purity = FLOORS[language, which]
    assert found["ours"]["f1"] >= f1
    assert found["ours"]["purity"] >= purity
    assert all(found["ours"]["f1"] > 1.4 * other["f1"] for way, other in found.items() if way != "ours")


def test_figures_count_pairs():
    known = [suggesting.Card(n, "", LIKE, label) for n, label in enumerate("aaab")]
    found = suggesting.figures(known, [{0, 1, 3}])
    assert found == pytest.approx({"f1": 1 / 3, "precision": 1 / 3, "recall": 1 / 3, "purity": 2 / 3, "coverage": 0.75})
