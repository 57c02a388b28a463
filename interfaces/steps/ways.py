"""Step ways."""

SLUG = "ways"


def missing(workshop):
    return []


def context(workshop):
    return {"missing": []}


urlpatterns = []
