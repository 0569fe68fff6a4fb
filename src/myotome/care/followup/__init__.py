"""Follow-up: scores, laboratory, images, treatments on one time line; responses, alarms, tests due."""

from myotome.care.followup.judge import follow_up
from myotome.care.followup.record import Record, read_record, until
from myotome.care.followup.settings import followup_settings

__all__ = ["Record", "follow_up", "followup_settings", "read_record", "until"]
