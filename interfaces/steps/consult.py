"""Step consult."""

SLUG = "consult"


def missing(workshop):
    return []


def context(workshop):
    return {"missing": []}


urlpatterns = []
