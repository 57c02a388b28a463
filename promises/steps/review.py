"""Step review."""

SLUG = "review"


def missing(workshop):
    return []


def context(workshop):
    return {"missing": []}


urlpatterns = []
