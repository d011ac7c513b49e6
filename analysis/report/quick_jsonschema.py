"""Imports jsonschema, which nbformat needs, without what checks formats that no notebook's schema asks for."""

import sys

_CHECKS = (
    "fqdn",
    "isoduration",
    "rfc3339_validator",
    "rfc3986_validator",
    "rfc3987_syntax",  # builds a grammar when it is imported, which alone takes a second
    "uri_template",
    "webcolors",
)
"""jsonschema does without where they are missing."""

_kept_out = [name for name in _CHECKS if sys.modules.setdefault(name, None) is None]
import jsonschema  # noqa: E402, F401

for _name in _kept_out:
    del sys.modules[_name]
