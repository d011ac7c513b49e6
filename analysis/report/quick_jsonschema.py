"""Imports jsonschema, which nbformat needs, without what takes it a second and no notebook's schema asks for."""

import sys

_GRAMMAR = "rfc3987_syntax"
"""Builds a grammar of international web addresses when it is imported; jsonschema does without where it is missing."""

if sys.modules.setdefault(_GRAMMAR, None) is None:
    import jsonschema  # noqa: F401

    del sys.modules[_GRAMMAR]
