"""Pages by private link, and documents."""

from django.urls import path

from . import counterpart, dates, document, manager

urlpatterns = [
    path("m/<int:pk>/", manager.page, name="manager"),
    path("v/<int:pk>/", counterpart.page, name="counterpart"),
    path("m/<int:pk>/review.ics", dates.manager_calendar, name="manager-calendar"),
    path("v/<int:pk>/review.ics", dates.counterpart_calendar, name="counterpart-calendar"),
    # Documents
    path("w/<slug:key>/booklet/<int:number>.pdf", document.booklet_page, name="booklet"),
    path("m/<int:pk>/booklet.pdf", document.manager_booklet_page, name="manager-booklet"),
]
