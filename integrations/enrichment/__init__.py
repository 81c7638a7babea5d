"""Providers of facts about people and companies: a vendor's HTTP interface, and the company's own website."""
