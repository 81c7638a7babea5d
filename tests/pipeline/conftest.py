"""Settings for the tests of the rules."""

from __future__ import annotations

from hypothesis import settings

# A busy machine is not a slow rule: how long one example takes says nothing here.
settings.register_profile("no_deadline", deadline=None)
settings.load_profile("no_deadline")
