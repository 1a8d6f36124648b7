"""Quality assurance on a finished roster: who listens to whom on which duties, and what the marks say (质检)."""

from roster.qa.plan import QaPlan, Sample, plan_samples
from roster.qa.shares import Mark, QaPolicy, wanted_samples

__all__ = ["Mark", "QaPlan", "QaPolicy", "Sample", "plan_samples", "wanted_samples"]
