"""Static files under hashed names, the imports between our scripts included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = (r'(?P<matched>from "(?P<url>\./\w+\.js)")', 'from "%(url)s"')


class Assets(CompressedManifestStaticFilesStorage):
    """Django's own rewriting of imports also reads those in other packages' comments: ours reads one form only."""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("*.js", (IMPORT,)))
