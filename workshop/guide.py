"""What the facilitator is told of each step: its aim, a sentence to say aloud, traps, and what phones are asked.

Read by the console alone. Where a trap comes from the field, tests/test_guide.py says from which complaint.
"""

from typing import NamedTuple

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _


class Guide(NamedTuple):
    aim: LazyText
    say: LazyText
    traps: tuple[LazyText, ...]
    phones: LazyText


GUIDE = {
    "gather": Guide(
        _("Everybody is in, on their own phone, and knows why they are here."),
        _(
            "We have half a day to decide how we want to be seen by the services we work for. Scan the code, give your "
            "first name and keep the page open: it follows us by itself."
        ),
        (
            _("Starting while somebody is still struggling with the network: wait two minutes, they will be repaid."),
            _("Letting the boss open with a speech: two sentences of welcome, then the floor is the team’s."),
            _("Forgetting to say what becomes of the post-its: nobody will know who wrote what."),
        ),
        _("Phones say “you are in” and ask nothing more."),
    ),
    "mission": Guide(
        _("One sentence that says what the service is for, and for whom, and that nobody here would disown."),
        _(
            "Read it in silence. If it is clear, press the button. If a word bothers you, say so now: everything that "
            "follows rests on it."
        ),
        (
            _("Polishing words for half an hour: what counts is what for and for whom. Style can wait."),
            _("Taking silence for agreement: look at the count, and let those who want to discuss speak first."),
            _("Saying what you do (“we process orders”) rather than what it is good for."),
        ),
        _("Phones show the mission: “it is clear”, or “to discuss” with another wording."),
    ),
    "services": Guide(
        _("The services that use what you produce, and among them those you will work on today."),
        _(
            "If we stopped working tomorrow morning, who would notice first? Name services, not people. One name at a "
            "time, from your phones."
        ),
        (
            _("Forgetting the one that never complains: it has often given up."),
            _("Mixing up clients and suppliers: we look for those who use our work, not for those whose work we use."),
            _("Keeping them all: beyond six or seven, each gets too little time. Choose; the others have their turn."),
        ),
        _("Phones propose names, and tap those they see too."),
    ),
    "postits": Guide(
        _("What each of you would like, and would not like, to hear them say of you: written alone, in silence."),
        _(
            "Picture them at the coffee machine, and we are not there. What would we love to hear them say of us? And "
            "what would hurt? One idea per post-it, in their own words, without a sound."
        ),
        (
            _("Talking while people write: not a word, not even yours. The silence is long for you only."),
            _("Slogans (“be professional”): ask for a sentence that somebody could really say."),
            _("Revealing too early: look at how many have finished, and give one more minute."),
            _("Wondering aloud who wrote what: nobody knows, and that is why they dare."),
        ),
        _("Phones write post-its, which nobody reads before you reveal the wall."),
    ),
    "categories": Guide(
        _("Five to nine groups, each with a name that the team would say aloud."),
        _("What goes together? Do not look for the right word yet: tell me which ones, the name will come."),
        (
            _("Sorting alone, your back to the room: ask, wait, move the post-it, read it aloud."),
            _("Naming too soon (“communication”): a name that suits every team says nothing of yours."),
            _("Forcing the last ones in: a post-it that stands alone may stay alone."),
        ),
        _("Phones let everybody read the groups while the room talks."),
    ),
    "ways": Guide(
        _("For each client service, what is acceptable and what is not, in lines that anybody could check."),
        _(
            "In pairs, for each of your services: what may they count on, and we on them? What must not happen any "
            "more? One line, one fact that somebody could see."
        ),
        (
            _("Wishes (“communicate better”): ask “how would we see it?” until there is a verb and a delay."),
            _("Writing duties for the others only: at least one acceptable line must commit us."),
            _("A pair in which one writes and the other watches: swap phones half-way."),
            _("Sharing it all at the end in one go: one service at a time, alone on the board, two minutes each."),
        ),
        _("Phones show each pair its services and their two lists."),
    ),
    "consult": Guide(
        _("Each pair knows whom it will meet, before what date, and what it will ask."),
        _(
            "What we have written is only our idea of them. Now each pair goes and asks: does this work for you, what "
            "would you change, what do you expect of us?"
        ),
        (
            _("Sending the link without a word: five minutes together or a call first, the link afterwards."),
            _("Defending yourselves: you are there to listen. Note, thank, and do not argue."),
            _("Leaving without a date: say now on which day the answers must be in."),
        ),
        _("Phones show each pair its services: a link to share, or answers to type in."),
    ),
    "promise": Guide(
        _("For each client service, a promise and commitments that can be measured, and that all of you can keep."),
        _(
            "We promise only what we can keep. For each line, tell the truth: I can, I can if…, I cannot. One “I "
            "cannot”, and the line waits."
        ),
        (
            _("Promising the ideal: three commitments that are kept are worth more than ten that are forgotten."),
            _("Vague words (“quickly”, “as far as possible”): a delay, a day, a number."),
            _("Hurrying past a reservation: the reason behind it is often the process that is missing."),
        ),
        _("Phones ask of each line: I can keep it, with a reservation, I cannot."),
    ),
    "review": Guide(
        _("Each commitment judged by both sides, and a decision for each: keep, reword or drop."),
        _(
            "Six months ago, this is what we promised. Let us read what they say of it, then what we say. Where the "
            "two differ, there is something to learn."
        ),
        (
            _("Looking for the culprit: the commitment is judged, not the person who carried it."),
            _("Explaining before reading: first all that they say, then us."),
            _("Parting without a name and a date beside each decision."),
        ),
        _("Phones let each pair judge its own commitments."),
    ),
    "parties": Guide(
        _("Every service that works with the others is at the table, with somebody who may speak for it."),
        _(
            "Twice a year we say aloud what we expect from each other and what we commit to. Scan the code and say "
            "which service you speak for."
        ),
        (
            _("Leaving out a service because it is difficult: it is the one the others have most to say to."),
            _("A representative who may commit to nothing: ask for somebody who can say yes."),
            _("Too many at once: with more than ten services, let most answer at their desk and meet on what is open."),
        ),
        _("Phones ask which service one speaks for, and nothing more."),
    ),
    "fill": Guide(
        _("For each other service, what we expect from it and what we commit to towards it, in lines one can check."),
        _(
            "Take one service after the other. Write first what you commit to, then what you expect. A line is a fact "
            "that somebody could see; what does not concern you stays empty."
        ),
        (
            _("Expecting only: a row without commitments is half a row. Ask for one commitment to each service."),
            _("Copying the organisation chart: write what you need on a working day, not what a service is for."),
            _("Waiting for the last one: when most rows are complete, go on; the silent ones have their link."),
        ),
        _("Phones show one service at a time: what we expect from it, what we commit to towards it."),
    ),
    "meet": Guide(
        _("Each expectation has an answer: accepted, something else proposed, or a plain no with its reason."),
        _(
            "One pair at a time. I read what is expected; whoever is asked answers: we accept, we propose something "
            "else, or we cannot, and why. A clear no is worth more than a yes that is not kept."
        ),
        (
            _("Bargaining in front of everybody for ten minutes: note the proposal and go on, they will meet."),
            _("Letting somebody answer for a service that is not theirs: wait for its representative."),
            _("Reading every line aloud: only what is new, changed or without answer is discussed."),
        ),
        _("Phones show what is expected of one’s service, and what the others answered."),
    ),
    "table": Guide(
        _("Everybody sees what stands, who gives and receives what, and when we meet again."),
        _(
            "This is what we have promised each other. Look at who gives much and receives little. We meet again in "
            "six months, with this table in hand."
        ),
        (
            _("Parting without a day for the next round: choose it now, while everybody is here."),
            _("Leaving a pair that is all refusals as it is: propose it a workshop of its own."),
            _("Keeping the table for managers: each service leaves with its own page."),
        ),
        _("Phones show each service what it committed to and what was committed to towards it."),
    ),
}
