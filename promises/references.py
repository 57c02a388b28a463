"""Reference numbers: `P-COMPTA-03` is the third commitment to accounting, in speech, in mails and on paper."""

import re
import unicodedata

LONGEST = 6
USUAL = {
    "accounting": "ACCT", "commercial": "COM", "communication": "COMM", "comptabilite": "COMPTA", "engineering": "ENG",
    "facturation": "FACT", "informatique": "INFO", "logistics": "LOG", "logistique": "LOG", "maintenance": "MAINT",
    "marketing": "MKT", "production": "PROD", "purchasing": "PURCH", "qualite": "QUAL", "quality": "QUAL",
    "securite": "SECU", "tresorerie": "TRESO",
}  # fmt: skip
SMALL_WORDS = {"a", "and", "au", "aux", "d", "de", "des", "du", "et", "for", "l", "la", "le", "les", "of", "the"}


def codes(interfaces):
    """A short code per client service, unique among them: {interface.pk: "COMPTA"}."""
    taken, answer = set(), {}
    for place, interface in enumerate(interfaces, 1):
        wanted = code(interface.name) or f"S{place}"
        free = [wanted, *(f"{wanted}{n}" for n in range(2, len(taken) + 3))]
        answer[interface.pk] = next(each for each in free if each not in taken)
        taken.add(answer[interface.pk])
    return answer


def code(name):
    """Its acronym when the name holds one (`Après-vente (SAV)`), its initials, or its first letters; may be empty."""
    words = re.findall("[A-Za-z0-9]+", plain(name))
    acronyms = [word for word in words if 2 <= len(word) <= LONGEST and word.isupper()]
    long_words = [word for word in words if word not in SMALL_WORDS]
    if acronyms and not name.isupper():
        return acronyms[-1]
    if len(long_words) > 1:
        return "".join(word[0] for word in long_words).upper()[:LONGEST]
    word = "".join(long_words)
    return USUAL.get(word.lower(), word.upper()[:LONGEST])


def plain(name):
    """Without accents."""
    apart = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(char for char in apart if not unicodedata.combining(char))


def reference(code, number):
    return f"P-{code}-{number:02}"


def numbered(version):
    """{commitment.pk: "P-COMPTA-03"} of a version's lines as its record numbers them: see content.py."""
    if version.kept:
        return {each["line"]: each["reference"] for each in version.kept.get("threads", [])}
    order = ("interface__position", "interface__pk")
    promises = version.promises.filter(interface__dropped_at=None).select_related("interface").order_by(*order)
    promises = promises.prefetch_related("commitments")
    code_of = codes([promise.interface for promise in promises])
    return {
        line.pk: reference(code_of[promise.interface_id], number)
        for promise in promises
        for number, line in enumerate((each for each in promise.commitments.all() if not each.left_out), 1)
    }
