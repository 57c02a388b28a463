"""Step services."""

SLUG = "services"


def missing(workshop):
    return []


def context(workshop):
    return {"missing": []}


urlpatterns = []
