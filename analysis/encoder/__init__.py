"""One network over an article, whose states several heads share.

`wordpieces` cuts the words of an article into the network's pieces and windows, `encoder` runs the network, `spans`
puts its states together for heads that judge stretches of words.
"""

from analysis.encoder.encoder import Encoding, encode

__all__ = ["Encoding", "encode"]
