"""A reader in a real browser goes from a topic to its articles, a source and a question."""

import pytest
from support_browser import Reader, wait_for

pytestmark = [
    pytest.mark.browser,
    pytest.mark.allow_hosts(["127.0.0.1", "localhost"]),
    pytest.mark.xdist_group("sample page"),
]


@pytest.mark.parametrize("size", [(1440, 900)], ids=["wide"])
def test_a_topic_leads_to_its_articles_and_to_an_answer(reader: Reader) -> None:
    """Its address outlives a reload; a number opens a source; a question is asked and answered."""
    reader.go("Explore")
    topic = next(one for one in reader.see(".label", 4) if "Xi Jinping" in one.text)
    topic.click()

    assert len(reader.see(".article", 5)) == 5
    assert "topic=1-" in reader.browser.current_url
    reader.browser.back()
    wait_for(lambda: len(reader.all(".topic")) == 4, "all topics")
    reader.browser.forward()
    wait_for(lambda: reader.read(".title"), "the topic")
    reader.browser.refresh()
    assert len(reader.see(".article", 5)) == 5
    reader.complaints()  # at this address Streamlit first looks for itself in the wrong place
    reader.see(".cite")[0].click()
    mark = reader.see(".panel mark")[0]
    wait_for(lambda: mark.text in " ".join(reader.read(".said")), "the marked sentence", 10)

    question = reader.see(".suggested")[0]
    asked = question.text
    question.click()
    wait_for(lambda: asked in reader.read(".asked"), "the question on the page to ask on")
    assert reader.see(".sentence button.number")
