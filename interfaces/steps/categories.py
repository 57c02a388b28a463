"""Step categories."""

SLUG = "categories"


def missing(workshop):
    return []


def context(workshop):
    return {"missing": []}


urlpatterns = []
