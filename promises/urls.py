"""Pages by private link, and documents."""

from django.urls import path

from . import counterpart, manager

urlpatterns = [
    path("m/<int:pk>/", manager.page, name="manager"),
    path("v/<int:pk>/", counterpart.page, name="counterpart"),
    # Documents
]
