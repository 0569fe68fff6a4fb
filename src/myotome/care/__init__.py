"""Plans: what would harm, what to check, what to do first. Decides nothing that data do not say."""

from myotome.care.plan import plan_for, plans, plausible

__all__ = ["plan_for", "plans", "plausible"]
