"""The rows of what people do."""
