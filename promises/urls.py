"""Pages by private link, and documents."""

from django.urls import path

from . import counterpart, document, manager

urlpatterns = [
    path("m/<int:pk>/", manager.page, name="manager"),
    path("v/<int:pk>/", counterpart.page, name="counterpart"),
    # Documents
    path("w/<slug:key>/booklet/<int:number>.pdf", document.booklet_page, name="booklet"),
    path("m/<int:pk>/booklet.pdf", document.manager_booklet_page, name="manager-booklet"),
]
