"""`{% part %}` and `{% parts %}` mark what may change on its own, `{% still %}` what never does; small filters."""

from uuid import uuid4

import segno
from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..parts import token

register = template.Library()
NAME = '<bdi dir="auto">{}</bdi>'


@register.tag
def part(parser, bits):
    """`{% part "card" card.pk version=card.version %}…{% endpart %}`; inside, `{{ part }}` is its id.

    `{% part "timer" by workshop.timer_left minutes %}`: its version is all that it shows, where that is soon compared.
    """
    names, shown, version = [], [], None
    into = names
    for word in bits.split_contents()[1:]:
        if word == "by":
            into = shown
        elif word.startswith("version="):
            version = parser.compile_filter(word.removeprefix("version="))
        else:
            into.append(parser.compile_filter(word))
    body = parser.parse(("endpart",))
    parser.delete_first_token()
    return PartNode(names, version or (Together(shown) if shown else None), body)


class Together:
    """Several values as one version."""

    def __init__(self, shown):
        self.shown = shown

    def resolve(self, context):
        return tuple(each.resolve(context, ignore_failures=True) for each in self.shown)


@register.tag
def still(parser, _bits):
    """`{% still %}…{% endstill %}`: outside any part, so a page says it once and no frame carries it."""
    body = parser.parse(("endstill",))
    parser.delete_first_token()
    if body.get_nodes_by_type((PartNode, PartsNode)):
        raise template.TemplateSyntaxError("What stands still holds no part: it would never change.")
    return StillNode(body)


class StillNode(template.Node):
    """Nothing for screens that show the step already (Book.follows), unless it is in a part, which is sent whole."""

    def __init__(self, nodelist):
        self.nodelist = nodelist

    def render(self, context):
        book = context.get("book")
        return "" if book and book.follows and "part" not in context else self.nodelist.render(context)


class PartNode(template.Node):
    """Writes its bones into the book of the screen being rendered; without a book, plain HTML."""

    def __init__(self, names, version, nodelist):
        self.names, self.version, self.nodelist = names, version, nodelist

    def render(self, context):
        name = "-".join(str(each.resolve(context)) for each in self.names)
        book = context.get("book")
        if book is None:
            return self.body(context, name)
        version = self.version and self.version.resolve(context)
        if book.stands(name, version):
            book.keep(name)
        else:
            book.write(name, self.body(context, name), version)
        return SafeString(token(name))

    def body(self, context, name):
        with context.push(part=name):
            return self.nodelist.render(context).strip()


@register.tag
def parts(parser, bits):
    """`{% parts "card" card in cards by version %}…{% endparts %}`: a run of parts, one per member, named by its `pk`.

    Members whose attribute (here `version`) stands are not looked at further, so that a long list costs little.
    """
    _tag, name, variable, _in, members, _by, version = bits.split_contents()
    body = parser.parse(("endparts",))
    parser.delete_first_token()
    return PartsNode(parser.compile_filter(name), variable, parser.compile_filter(members), version, body)


class PartsNode(template.Node):
    def __init__(self, name, variable, members, version, nodelist):
        self.name, self.variable, self.members = name, variable, members
        self.version, self.nodelist = version, nodelist

    def render(self, context):
        book, name = context.get("book"), self.name.resolve(context)
        members = self.members.resolve(context)
        write = self.plain if book is None else self.write
        return SafeString("".join([write(context, book, f"{name}-{member.pk}", member) for member in members]))

    def write(self, context, book, name, member):
        version = getattr(member, self.version)
        if book.stands(name, version):
            book.keep(name)
        else:
            book.write(name, self.plain(context, book, name, member), version)
        return token(name)

    def plain(self, context, _book, name, member):
        with context.push(**{"part": name, self.variable: member}):
            return self.nodelist.render(context).strip()


@register.simple_tag(takes_context=True)
def op(context):
    """A hidden operation id, for a form that must work without script."""
    return format_html('<input type="hidden" name="op" value="{}">', context.get("op_id") or uuid4())


@register.filter
def of(mapping, key):
    """The value of a key, for dictionaries in templates: `{{ counts|of:interface.pk }}`."""
    return mapping.get(key)


@register.filter
def keyed(pk, kind):
    """A row told from those of other kinds: `{{ way.pk|keyed:"way" }}` is `way-12`."""
    return f"{kind}-{pk}"


@register.filter
def listed(people):
    """Names as they are read aloud: `Bruno`, `Bruno and Thomas`, `Bruno, Thomas and Fatou`."""
    *others, last = [person.name for person in people]
    if not others:
        return format_html(NAME, last)
    others = format_html_join(", ", NAME, ([name] for name in others))
    return format_html(_("{others} and {last}"), others=others, last=format_html(NAME, last))


@register.filter
def milliseconds(moment):
    """A moment as milliseconds since 1970, for the clocks of screens."""
    return int(moment.timestamp() * 1000)


@register.filter
def clock(length):
    """A duration as minutes and seconds: `7:05`."""
    seconds = max(0, round(length.total_seconds()))
    return f"{seconds // 60}:{seconds % 60:02}"


@register.simple_tag
def qr(path, title=""):
    """The QR of a path of this server as inline SVG, on the address that phones should use; `title` stands for it."""
    code = segno.make(settings.ORIGINS[0] + path, error="m")
    return SafeString(
        code.svg_inline(
            scale=8,
            border=3,
            light="#fff",
            dark="#26211c",
            svgclass="svg-qr",
            omitsize=True,
            title=title or settings.ORIGINS[0],
        )
    )


@register.simple_tag
def host():
    """The address that phones should use, as people type it."""
    return settings.ORIGINS[0].split("://")[1]
