"""Who lasts longer than a workshop: facilitators, organisations and their teams."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from ..accounts import FacilitatorAccounts

FR, EN = "fr", "en"
LANGUAGES = [(FR, "Français"), (EN, "English")]


class Facilitator(AbstractBaseUser):
    """The only person with an account."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=60)
    is_active = models.BooleanField(default=True)

    objects = FacilitatorAccounts()
    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self):
        return self.name


class Organisation(models.Model):
    name = models.CharField(max_length=120, unique=True)

    def __str__(self):
        return self.name


class Team(models.Model):
    """A service of the organisation: it makes promises, and is served by others."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="teams")
    name = models.CharField(max_length=80)
    whole = models.BooleanField(default=False)  # the organisation itself, which a reciprocal table belongs to

    class Meta:
        constraints = [models.UniqueConstraint("organisation", "whole", Lower("name"), name="one_team_per_name")]

    def __str__(self):
        return self.name
