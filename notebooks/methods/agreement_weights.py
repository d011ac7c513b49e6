"""The networks of figures once they are trained: kept, written where the package looks for them, and read with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from agreement_training import Example, Networks, train, write

from analysis.agreement import scorer
from analysis.agreement.measures import MEASURES
from analysis.frames import figures, frame


def trained(kept: Path | None, examples: Sequence[Example], epochs: int, seed: int) -> Networks:
    """The networks trained (`train`), or those in the file `kept`, where they are kept once they are trained."""
    if kept and kept.exists():
        networks = Networks(torch.zeros(MEASURES), torch.ones(MEASURES))
        networks.load_state_dict(torch.load(kept))
        return networks.eval()
    networks = train(examples, epochs, seed)
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        torch.save(networks.state_dict(), kept)
    return networks


def written(networks: Networks, project: Path, confidence: tuple[float, float] = (1.0, 0.0)) -> dict[str, float]:
    """Write the weights below `project` as below the project's own folder, and return each file's megabytes."""
    package = project / "analysis"
    files = [package / "frames" / figures.WEIGHTS, package / "agreement" / scorer.WEIGHTS]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
    write(networks, project, confidence)
    return {file.name: file.stat().st_size / 1e6 for file in files}


def use(project: Path) -> None:
    """Let this process read articles with the weights below `project` instead of the package's."""
    package = project / "analysis"
    looking = _network(figures.Network, package / "frames" / figures.WEIGHTS)
    scoring = _network(scorer.Network, package / "agreement" / scorer.WEIGHTS)
    frame.network, scorer.network = (lambda: looking), (lambda: scoring)


def _network(kind: type[figures.Network | scorer.Network], file: Path) -> figures.Network | scorer.Network:
    with np.load(file) as weights:
        return kind(**{name: weights[name].astype(np.float32) for name in kind._fields})
