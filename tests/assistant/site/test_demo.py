"""The demo site is made from the playbook: nothing on it was written for another company."""

import re
from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.knowledge import read_knowledge
from assistant.site import SiteContent, build_demo_router, build_plain_router
from assistant.site.demo import render_page
from tests.support.brands import a_brand
from tests.support.builders import PROMPTS, a_playbook

CONTENT = SiteContent(a_playbook(), a_brand(), read_knowledge(PROMPTS / "knowledge"))


def with_company(**changed):
    company = CONTENT.playbook.company.model_copy(update=changed)
    return replace(CONTENT, playbook=CONTENT.playbook.model_copy(update={"company": company}))


def site(content=CONTENT):
    app = FastAPI()
    app.include_router(build_demo_router(lambda: content))
    return TestClient(app)


def test_the_first_page_says_what_is_sold_and_lists_the_pages_of_the_knowledge():
    html = site(with_company(offer="garden sheds <built> to last")).get("/").text
    assert "<h1>Garden sheds &lt;built&gt; to last</h1>" in html
    assert re.findall(r'<a href="/(\w+)"', html) == [
        *("pricing", "product", "setup", "this_chat"),  # the navigation
        *("pricing", "product", "setup", "this_chat"),  # more answers
    ]


def test_a_page_of_the_knowledge_is_a_page_of_the_site():
    html = site().get("/pricing").text
    for section in (one for one in CONTENT.knowledge.sections["en"] if one.file.stem == "pricing"):
        assert section.title in html
    assert "<title>Plans, trial and contract |" in html


@pytest.mark.parametrize(
    ("accepts", "language"), [("de-AT,de;q=0.9", "de"), ("es", "es"), ("fr", "fr"), ("it", "en"), (None, "en")]
)
def test_it_speaks_the_languages_of_the_playbook(accepts, language):
    html = render_page(CONTENT, None, accepts)
    assert html is not None
    assert f'<html lang="{language}">' in html
    assert CONTENT.playbook.company.get_offer(language)[1:] in html


def test_opening_hours_are_told_by_days_that_are_alike():
    html = site().get("/").text
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", html) == [
        ("Monday – Friday", "09:00 – 18:00"),
        ("Saturday – Sunday", "closed"),
    ]


@pytest.mark.parametrize("path", ["/pricing.html", "/..%2fsecrets", "/no_such_page"])
def test_what_is_no_page_is_not_found(path):
    assert site().get(path).status_code == 404


def test_switched_off_the_address_leads_to_the_chat():
    app = FastAPI()
    app.include_router(build_plain_router())
    answer = TestClient(app).get("/", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, "/chat/")
    assert TestClient(app).get("/pricing").status_code == 404
