"""Simulated participants: phones that this server plays by its own public addresses, with words of their own.

texts.py is what they say, phone.py how they ask and send, player.py what each does of a step, troupe.py when.
"""
