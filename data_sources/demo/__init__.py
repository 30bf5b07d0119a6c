"""A believable French operator with stories hidden in its complaints; see docs/demo.md."""

from __future__ import annotations

from data_sources.demo.generator import Generated, generate
from data_sources.demo.stories import Kind, Story, stories

__all__ = ["Generated", "Kind", "Story", "generate", "stories"]
