"""Topics: which figures of an article are about the same thing, and which of them revises another."""

from analysis.topics.topics import Topic, find_topics

__all__ = ["Topic", "find_topics"]
