"""Frames: what each figure is about, told by a network that looks at the words around it."""

from analysis.frames.figures import Views
from analysis.frames.frame import NOTHING, Frame, find_frames, look

__all__ = ["NOTHING", "Frame", "Views", "find_frames", "look"]
