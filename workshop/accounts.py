"""How accounts of facilitators are made and found: an e-mail address is one account, however it is typed."""

from django.contrib.auth.base_user import BaseUserManager


class FacilitatorAccounts(BaseUserManager):
    def create_user(self, email, password, **fields):
        facilitator = self.model(email=self.normalize_email(email).lower(), **fields)
        facilitator.set_password(password)
        facilitator.save()
        return facilitator

    def get_by_natural_key(self, email):
        return self.get(email=email.strip().lower())
