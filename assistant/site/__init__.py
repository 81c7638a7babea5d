"""What a website shows: the launcher, the chat's look, and a demo site of the company to try them on."""

from assistant.site.demo import SiteContent, build_demo_router, build_plain_router
from assistant.site.texts import SITE_TEXTS

__all__ = ["SITE_TEXTS", "SiteContent", "build_demo_router", "build_plain_router"]
