"""Classification: who writes, what about, how soon and how sure that is, by rules (K1)."""

from pipeline.qualification.classification.profile import classify_submission

__all__ = ["classify_submission"]
