"""The fast attacks on what SECURITY.md promises; `make chaos` runs all."""

from __future__ import annotations

import chaos
import pytest


@pytest.mark.parametrize(
    "attack", [attack for attack in chaos.registered() if not attack.slow], ids=lambda attack: attack.name
)
def test_an_attack_is_held(attack, tmp_path):
    attack.run(tmp_path)
