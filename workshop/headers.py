"""Headers that every answer carries, beside Django's and the content security policy; one encoding for requests."""

from django.core.exceptions import BadRequest

PERMISSIONS = ", ".join(
    f"{name}=()" for name in ("camera", "microphone", "geolocation", "payment", "usb", "midi", "serial")
)


def headers(get_response):
    """Nothing of a workshop is cached, indexed or embedded elsewhere."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        response.headers["X-From"] = "promesse"  # believed by our scripts (ask.js); a captive portal does not say it
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers["Cache-Control"] = "no-store"
        return response

    return middleware


def utf_8_only(get_response):
    """Our forms are UTF-8; another codec named by a request would decode into what the database cannot keep."""

    def middleware(request):
        if request.content_params.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
            raise BadRequest
        return get_response(request)

    return middleware
