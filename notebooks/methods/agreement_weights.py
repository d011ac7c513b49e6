"""The networks of figures once they are trained: kept, written where the package looks for them, and read with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from agreement_training import Example, Networks, Tuning, train, write
from attribution_training import Network, exported
from encoder_tuning import read
from passages import Passage

from analysis.agreement import scorer
from analysis.agreement.measures import MEASURES
from analysis.article import Article
from analysis.encoder import encoder
from analysis.frames import figures, frame


def tuning(network: Network, passages: Iterable[Passage], news: Iterable[Article]) -> Tuning:
    """An encoder that learns from the passages, and keeps what it says of the news."""
    windows = {passage.article.article_id: read(network, passage.article) for passage in passages}
    return Tuning(network, windows, [window for article in news for window in read(network, article)])


def trained(
    kept: Path | None, examples: Sequence[Example], epochs: int, seed: int, tuned: Tuning | None = None
) -> Networks:
    """The networks trained (`train`), or taken unseen from the file `kept`, where they are kept once they are trained.

    With `tuned`, its network is the one that was trained with them.
    """
    if kept and kept.exists():
        of_encoder, weights = torch.load(kept)
        if tuned:
            tuned.network.load_state_dict(of_encoder)
        networks = Networks(torch.zeros(MEASURES), torch.ones(MEASURES))
        networks.load_state_dict(weights)
        return networks.eval()
    networks = train(examples, epochs, seed, tuned)
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        torch.save((tuned.network.state_dict() if tuned else None, networks.state_dict()), kept)
    return networks


def written(networks: Networks, tuned: Tuning | None, project: Path) -> dict[str, float]:
    """Write the weights below `project` as below the project's own folder, and return each file's megabytes."""
    package = project / "analysis"
    files = [package / "frames" / figures.WEIGHTS, package / "agreement" / scorer.WEIGHTS]
    if tuned:
        files.append(package / "encoder" / encoder.MODEL)
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
    write(networks, project)
    if tuned:
        files[-1].write_bytes(exported(tuned.network))
    return {file.name: file.stat().st_size / 1e6 for file in files}


def use(project: Path) -> None:
    """Let this process read articles with the weights below `project` instead of the package's."""
    package = project / "analysis"
    looking = _network(figures.Network, package / "frames" / figures.WEIGHTS)
    scoring = _network(scorer.Network, package / "agreement" / scorer.WEIGHTS)
    frame.network, scorer.network = (lambda: looking), (lambda: scoring)
    if (package / "encoder" / encoder.MODEL).exists():
        encoding = encoder.Network((package / "encoder" / encoder.MODEL).read_bytes())
        encoder.network = lambda: encoding
    encoder.encode.cache_clear()


def _network(kind: type[figures.Network | scorer.Network], file: Path) -> figures.Network | scorer.Network:
    with np.load(file) as weights:
        return kind(**{name: weights[name].astype(np.float32) for name in kind._fields})


def of_encoder(attributions: Mapping[str, Mapping[str, float]], news: int) -> dict[str, str]:
    """What the cards say of the encoder: how it came to be, and attributions `before` and `after` it learned too.

    `news`: texts that kept it from forgetting attributions; 0 where it stayed as it was.
    """
    if not news:
        unchanged = "Nothing: the encoder is as it was."
        return {"encoder": "it sees the states of `analysis.encoder`", "attributions": unchanged}
    before, after = attributions["before"], attributions["after"]
    learned = (
        "it sees the states of `analysis.encoder`, whose upper layers learned with it (its scores of attributions were "
        f"drawn to what they had been, on the passages and on {news} texts of PolNeAR's training part)"
    )
    told = (
        f"On PolNeAR's development texts, exact F1 is {after['mean']} (mean of the roles), before {before['mean']}; F1 "
        f"of whole attributions {after['whole']}, before {before['whole']}."
    )
    return {"encoder": learned, "attributions": told}
