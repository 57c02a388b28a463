"""Argon2id at the cost a laptop can pay while a room is working (RFC 9106; OWASP 2026: 19 MiB, 2, 1)."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    memory_cost = 19456  # KiB
    time_cost = 2
    parallelism = 1
