"""What a website shows: the launcher, the chat's look, and a demo company's site to try them on."""

from assistant.site.demo import build_demo_router

__all__ = ["build_demo_router"]
