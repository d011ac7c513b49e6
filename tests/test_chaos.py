"""The fast attacks on what SECURITY.md promises; `make chaos` runs all."""

from __future__ import annotations

from pathlib import Path

import chaos
import pytest

ATTACKS = chaos.registered()


@pytest.mark.parametrize("attack", [attack for attack in ATTACKS if not attack.slow], ids=lambda attack: attack.name)
def test_an_attack_is_held(attack, tmp_path):
    attack.run(tmp_path)


def test_every_module_of_attacks_registers_them():
    registering = [path for path in Path(chaos.attacks.__file__).parent.glob("*.py") if "@attack(" in path.read_text()]
    assert {attack.function.__module__ for attack in ATTACKS} == {f"attacks.{path.stem}" for path in registering}
