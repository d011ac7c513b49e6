"""What an article says, in a few sentences: its main figures, where they differ, what is doubtful, who refuses."""

from analysis.story.story import story

__all__ = ["story"]
