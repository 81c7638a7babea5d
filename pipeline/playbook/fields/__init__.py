"""`fields.yaml`: the fields of a lead, in the order of asking; built-in ones and the company's own."""

from pipeline.playbook.fields.order import Fields
from pipeline.playbook.fields.rules import FieldRule
from pipeline.playbook.fields.urgent import URGENT, UrgentRule

__all__ = ["URGENT", "FieldRule", "Fields", "UrgentRule"]
