"""What keeps the promises, how each of it is switched off, and which tests notice."""

from __future__ import annotations

from tests.protections.hearing import HEARING
from tests.protections.seeing import SEEING
from tests.protections.sending import SENDING
from tests.protections.turns import TURNS

PROTECTIONS = (*SENDING, *TURNS, *SEEING, *HEARING)
