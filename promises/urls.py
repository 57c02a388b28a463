"""Pages by private link, and documents."""

from django.urls import path

from . import archive, arrivals, checking, counterpart, dates, downloads, history, manager, signing
from .reciprocal import desk, opening, outcome, pages
from .reciprocal import downloads as round_downloads

urlpatterns = [
    path("m/<int:pk>/", manager.page, name="manager"),
    path("v/<int:pk>/", counterpart.page, name="counterpart"),
    path("m/<int:pk>/review.ics", dates.manager_calendar, name="manager-calendar"),
    path("v/<int:pk>/review.ics", dates.counterpart_calendar, name="counterpart-calendar"),
    path("m/<int:pk>/versions/", history.manager_versions, name="manager-versions"),
    path("s/<int:pk>/", signing.page, name="signing"),
    # Whether a printed copy is still in force
    path("check/", checking.ask, name="ask-code"),
    path("check/<slug:code>/", checking.page, name="check"),
    # Documents
    path("w/<slug:key>/booklet/<int:number>.pdf", downloads.booklet, name="booklet"),
    path("w/<slug:key>/documents/", downloads.page, name="documents"),
    path("w/<slug:key>/documents/v<int:number>/<slug:name>.pdf", downloads.paper, name="paper"),
    path("w/<slug:key>/documents/v<int:number>/table.<slug:ending>", downloads.table, name="table"),
    path("m/<int:pk>/booklet.pdf", downloads.manager_paper, name="manager-booklet"),
    path("m/<int:pk>/documents/", downloads.manager_page, name="manager-documents"),
    path("m/<int:pk>/documents/<slug:name>.pdf", downloads.manager_paper, name="manager-paper"),
    *archive.urlpatterns,
    *arrivals.urlpatterns,
    *round_downloads.doors,
    *outcome.doors,
    *desk.urlpatterns,
    *opening.urlpatterns,
    *pages.urlpatterns,
]
