"""What a promise is written from: post-its on its client service, ways of working, the contact's answers."""

from interfaces.models import Consultation, WayOfWorking


def of(workshop, interfaces):
    """The sources of each interface: {interface.pk: {groups, acceptable, unacceptable, answer}}, in four queries."""
    shown = workshop.postits.on_the_wall().select_related("category") if workshop.revealed_at else []
    ways = list(WayOfWorking.objects.filter(interface__in=interfaces).prefetch_related("feedback"))
    answers = Consultation.objects.filter(interface__in=interfaces).exclude(answered_at=None)
    answer_of = {answer.interface_id: answer for answer in answers}
    postits = list(shown)
    return {
        interface.pk: {
            "groups": groups([each for each in postits if each.interface_id in (interface.pk, None)]),
            "acceptable": [way for way in ways if way.interface_id == interface.pk and way.acceptable],
            "unacceptable": [way for way in ways if way.interface_id == interface.pk and not way.acceptable],
            "answer": answer_of.get(interface.pk),
        }
        for interface in interfaces
    }


def groups(postits):
    """Post-its by category, in the categories' order, loose ones last: [(Category or None, [PostIt])]."""
    categories = {postit.category for postit in postits if postit.category}
    ordered = [*sorted(categories, key=lambda category: (category.position, category.pk)), None]
    sorted_out = [(category, [each for each in postits if each.category == category]) for category in ordered]
    return [(category, here) for category, here in sorted_out if here]
