"""Pages by private link, and documents."""

from django.urls import path

from . import checking, counterpart, document, history, manager, signing

urlpatterns = [
    path("m/<int:pk>/", manager.page, name="manager"),
    path("v/<int:pk>/", counterpart.page, name="counterpart"),
    path("m/<int:pk>/versions/", history.manager_versions, name="manager-versions"),
    path("s/<int:pk>/", signing.page, name="signing"),
    # Whether a printed copy is still in force
    path("check/", checking.ask, name="ask-code"),
    path("check/<slug:code>/", checking.page, name="check"),
    # Documents
    path("w/<slug:key>/booklet/<int:number>.pdf", document.booklet_page, name="booklet"),
    path("m/<int:pk>/booklet.pdf", document.manager_booklet_page, name="manager-booklet"),
]
