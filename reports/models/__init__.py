"""The tables of reports: what is meant to be reached."""

from .targets import Leaderboard, Target

__all__ = ["Leaderboard", "Target"]
