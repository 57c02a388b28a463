"""One simulated participant: looks at the page of the step as a person does, and does what it asks, without hurry."""

import random
import re

from django.urls import reverse

from .phone import in_page

LOOK = (4, 11)  # seconds between two looks at a page that asks for nothing
THINK = (14, 40)  # seconds for a thought, written
MISSING = 404, 403
FEW, MANY = 2, 5  # post-its of one person
PLAYED = "mission", "services", "postits", "categories"
HANDS = 3  # times that a person asks for cards


class Player:
    """`way_in` gives the address in the QR, "" while the door is closed; `deck` is shared by the whole troupe."""

    def __init__(self, phone, key, name, words, deck, way_in, dice=random):
        self.phone, self.key, self.name = phone, key, name
        self.words, self.deck, self.way_in, self.dice = words, deck, way_in, dice
        self.is_in = self.has_asked = False
        self.did, self.named, self.ideas = set(), set(), dice.randint(FEW, MANY)
        self.hands = HANDS

    def play(self):
        """Do one thing; returns the seconds until the next one."""
        if not self.is_in:
            return self.come_in()
        answer = self.phone.get(reverse("phone", args=[self.key]))
        if answer.status == 429:
            return answer.wait
        if answer.status in MISSING:
            self.is_in = self.has_asked = False
            return self.rest()
        if '<div id="eyes" class="eyes" hidden>' not in answer.text:
            return self.rest()  # eyes up: nobody writes
        slug = in_page(r'id="screen"[^>]*data-step="(\w+)"', answer.text)
        act = getattr(self, slug, None) if slug in PLAYED else None
        return act(answer.text) if act else self.rest()

    def rest(self):
        return self.dice.uniform(*LOOK)

    def think(self):
        return self.dice.uniform(*THINK)

    def say(self, verb, *where, **fields):
        """Send a form of the step; returns the seconds that the answer asks to wait, or those of a thought."""
        return self.phone.post(reverse(verb, args=[self.key, *where]), **fields).wait or self.think()

    def come_in(self):
        """Scan the code and give a name; at a door that asks, wait on its page."""
        way, here = self.way_in(), reverse("phone", args=[self.key])
        if self.has_asked:
            self.is_in = self.phone.get(reverse("wait", args=[self.key])).place == here
        elif way:
            self.phone.get(way)
            place = self.phone.post(way, name=self.name).place
            self.is_in, self.has_asked = place == here, place == reverse("wait", args=[self.key])
        return self.rest()

    def mission(self, page):
        """Three in four find it clear; the others suggest other words."""
        if "mission" in self.did or 'class="mission-text"><p class="soft"' in page:
            return self.rest()
        self.did.add("mission")
        if self.dice.random() < 0.75:
            return self.say("mission:say", clear="yes")
        return self.say("mission:say", clear="no", suggestion=self.dice.choice(self.words["suggestions"]))

    def services(self, page):
        """Name a service or two, or say "me too" to one that is there."""
        if len(self.named) >= 3:
            return self.rest()
        known = {pk for pk in re.findall(r"/services/too/(\d+)/", page) if pk not in self.named}
        if known and self.named and self.dice.random() < 0.6:
            pk = self.dice.choice(sorted(known))
            self.named.add(pk)
            return self.say("services:too", pk)
        name = self.dice.choice(self.words["services"])
        self.named.add(name)
        return self.say("services:put", name=name)

    def postits(self, page):
        """A few ideas, one by one, each for a service or for all; then "I have finished"."""
        card = self.deck.draw() if self.ideas else None
        if card:
            self.ideas -= 1
            polarity, text = card
            where = self.dice.choice(["", *re.findall(r'data-service="(\d+)"', page)])
            promised = in_page(r'name="anonymous"[^>]*value="(\d)"', page)
            return self.say("postits:write", polarity=polarity, interface=where, text=text, anonymous=promised)
        if "postits" not in self.did:
            self.did.add("postits")
            return self.say("room:finish", "postits", done="1")
        return self.rest()

    def categories(self, page):
        """A place for each card one was dealt, as most would see it; dots where one cares, when there is a vote."""
        card = in_page(r'id="card-(\d+)" class="choose"', page)
        if card:
            return self.propose(card)
        if 'id="more-cards"' in page and self.hands:
            self.hands -= 1
            return self.say("categories:more")
        free = re.findall(r'id="more-(\d+)" name="number" value="(\d)"(?:(?! disabled)[^>])*>', page)
        if free:
            category, number = self.dice.choice(free)
            return self.say("categories:dots", category, number=number)
        return self.rest()

    def propose(self, card):
        """Four in five choose the category that anybody would, the others another one, or do not know."""
        sheet = self.phone.get(reverse("categories:card", args=[self.key, card])).text
        places = re.findall(r'name="category" value="(\d+)"', sheet)
        if not places:
            return self.say("categories:say", card)
        usual, other = places[int(card) % len(places)], self.dice.choice([*places, ""])
        return self.say("categories:say", card, category=usual if self.dice.random() < 0.8 else other)
