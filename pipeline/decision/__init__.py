"""The whole chain of conclusions about one submission, and what is concluded later."""
