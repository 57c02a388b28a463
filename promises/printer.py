"""Inside a press: HTML becomes a PDF that is archivable (PDF/A-3a) and accessible (PDF/UA-1) at once.

Knows WeasyPrint, not Django. It reads the package's print sheets, pictures and fonts by name, and nothing else: no
file, no network, whatever the HTML asks for (a style sheet, an image, an attachment).
"""

import logging
from functools import cache
from pathlib import Path

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

STATIC = Path(__file__).resolve().parent.parent / "static"
TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
ASSETS = {
    f"asset:///{file.relative_to(STATIC).as_posix()}": (file, TYPES[file.suffix])
    for folder in ("print", "fonts")
    for file in sorted((STATIC / folder).iterdir())
    if file.suffix in TYPES
}
VARIANT = "pdf/a-3a"

# WeasyPrint writes one conformance; XMP may claim both, with the schema of the second one (ISO 19005-3, 6.6.2.3).
UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"""

logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # its warnings quote the document


class Denied(ValueError):
    """The document asked for something that is not an asset of the package."""


class Assets(URLFetcher):
    """Looks a name up in a dictionary; never opens an address or a path."""

    def __init__(self):
        super().__init__(allowed_protocols=("asset",), allow_redirects=False)

    def fetch(self, url, headers=None):
        if url not in ASSETS:
            raise Denied
        file, mime = ASSETS[url]
        return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": mime})


@cache
def fonts():
    return FontConfiguration()


@cache
def sheet(name):
    return CSS(url=f"asset:///print/{name}.css", url_fetcher=Assets(), font_config=fonts())


def printed(html, sheets, files=()):
    """PDF bytes of a whole HTML page, with sheets of `static/print`; `files` are (name, description, bytes)."""
    page = HTML(string=html, base_url="asset:/", url_fetcher=Assets())
    document = page.render(pdf_variant=VARIANT, font_config=fonts(), stylesheets=[sheet(name) for name in sheets])
    claims = document.metadata.generate_rdf_metadata
    document.metadata.generate_rdf_metadata = lambda *variant: claims(*variant).replace(b"</rdf:RDF>", UA)
    document.metadata.attachments = [attached(*file) for file in files]  # ours, never those of the HTML
    return document.write_pdf(pdf_variant=VARIANT, finisher=sharpen)


def sharpen(document, pdf):
    """No picture may be smoothed (ISO 19005-3, 6.2.8); WeasyPrint asks for it for colour emoji."""
    for each in pdf.objects:
        if "Interpolate" in getattr(each, "extra", ()):
            each.extra["Interpolate"] = "false"


def attached(name, description, content):
    return Attachment(string=content, url_fetcher=Assets(), name=name, description=description, relationship="Data")
