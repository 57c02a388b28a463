"""Pages by private link; a workshop from another one: the same again, a rehearsal."""

from django.urls import include, path

from . import contact

urlpatterns = [
    path("c/<int:pk>/", contact.page, name="contact"),
    path("", include("interfaces.copies")),
    path("", include("interfaces.rehearsal.screens")),
]
