"""One network over an article: its words as word pieces, and what the network tells of each."""

from analysis.encoder.encoder import Encoding, encode

__all__ = ["Encoding", "encode"]
