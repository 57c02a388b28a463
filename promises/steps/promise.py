"""Step promise."""

SLUG = "promise"


def missing(workshop):
    return []


def context(workshop):
    return {"missing": []}


urlpatterns = []
