"""A new company's prompts folder: made from a dozen answers, or copied from an example."""
