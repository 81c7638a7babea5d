"""`fields.yaml`: the fields of a lead, in the order of asking; built-in ones and the company's own."""

from pipeline.playbook.fields.order import Fields
from pipeline.playbook.fields.rules import FieldRule

__all__ = ["FieldRule", "Fields"]
