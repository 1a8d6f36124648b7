"""Quality assurance on a finished roster: who listens to whom on which duties, and what the marks say (质检)."""

from roster.qa.plan import QaPlan, Sample, plan_samples
from roster.qa.shares import QaPolicy, QualityMark, wanted_samples

__all__ = ["QaPlan", "QaPolicy", "QualityMark", "Sample", "plan_samples", "wanted_samples"]
