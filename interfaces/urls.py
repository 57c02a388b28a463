"""Pages by private link."""

from django.urls import path

from . import contact

urlpatterns = [path("c/<int:pk>/", contact.page, name="contact")]
