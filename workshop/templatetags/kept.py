"""`{% kept "card.html" by each.stamp voice.prefix %}`: an include that is rendered once for what it shows.

For long own parts, in which one change touches one card of sixty. All that the included template shows is named after
`by`, the language aside. What is of one answer only, its CSRF token and its operation's id, is put in afterwards.
"""

from collections import OrderedDict
from uuid import uuid4

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
MOST = 3000  # pieces of HTML, a few kB each
TOKEN, OP = "\x00csrf\x00", "\x00op\x00"  # no text of anybody holds U+0000: see text.normalise
pieces = OrderedDict()  # {(template, language, what it shows): HTML}, the one that was wanted last at the end


@register.tag
def kept(parser, bits):
    _tag, name, _by, *shown = bits.split_contents()
    return KeptNode(name.strip('"'), [parser.compile_filter(each) for each in shown])


class KeptNode(template.Node):
    def __init__(self, name, shown):
        self.name, self.shown = name, shown

    def render(self, context):
        key = self.name, get_language(), *(each.resolve(context) for each in self.shown)
        html = pieces.pop(key, None)
        if html is None:
            included = context.template.engine.get_template(self.name)
            with context.push(csrf_token=TOKEN, op_id=OP):
                html = included.render(context)
        pieces[key] = html
        while len(pieces) > MOST:
            pieces.popitem(last=False)
        return SafeString(html.replace(TOKEN, str(context.get("csrf_token", ""))).replace(OP, str(uuid4())))
