"""Blocks in which a publisher speaks to its readers instead of telling them something.

What gives them away is their style: they ask ("Sign up"), say "you" and "we", lead to a link
("here"), are short, stand at an edge, come back in other articles. Words of what sites deal in
say what they are about. A word that the paragraphs tell of counts for nothing: an article on
newsletters may say so.
"""

import re

from index.cleaning.blocks import ArticleBlocks, Block, words_of

__all__ = ["find_address", "is_edge_appeal"]

LONGEST = 90  # words of a block that is looked at
LONG = 40  # words; where there are more, more must show
SHORT = 20  # words
EDGE_PARAGRAPHS = 2  # beyond a block that stands at an edge
NEWSLETTER = "newsletter"
OUTLET_LINE = "line that the outlet prints in other articles"
FEWEST_OUTLET_WORDS = 5
NEEDED = 3.0  # of the signals
MOST_COUNTED = 3  # site words
MOST_SHARED = 0.5  # of content words with the rest; where it is more, more must show
FEWEST_SPEAKING = 0.05  # share of "you" and "we" in an appeal at an edge
MOST_SHARED_AT_EDGE = 0.25

_READER = frozenset("you your yours yourself you're you've you'll you’re you’ve you’ll".split())
_PUBLISHER = frozenset("we our ours we're we've we’re we’ve".split())
_AUTHOR = frozenset("i my me i'm i've i’m i’ve".split())
_SAYING = re.compile(
    r"pic\.twitter\.com|^\W*@\w+\W.*\s\w+|\b(?:said|says|told|tells|according to|reported"
    r"|announced|wrote|tweeted|posted|added)\b",
    re.IGNORECASE,
)
_SELF = re.compile(r"\bthis (?:story|article|report|post|fact[ -]check)\b", re.IGNORECASE)
_LISTED = re.compile(r"[-•*●▪]\s|\(?\d+[.)]\s|[QA][:.]\s")
_FIRST_SENTENCE = re.compile(r".+?(?:[.!?:](?=\s)|$)")
_US = re.compile(r"\bus\b")  # and not the US
_SPOKEN = re.compile(r"\b(?:said|told)\b")
_ASK = re.compile(
    r"(?:^\W*|[.!?:|►»>–—)]\s*)(?:please |thank you for |to |and |you can )?"
    r"(?:sign ?up|subscribe|join|follow|like|share|donate|support|give|help|get|click|tap|tick"
    r"|download|listen|watch|read|see|check|register|log ?in|contact|e-?mail|send|enter|become"
    r"|consider|visit|don['’]t miss|never miss|want|would you like|take|try|play|tell|let|buy|order"
    r"|save|add|shop|find|accept|manage|enable|upgrade|learn|make|stay|keep up|catch|tune|have your"
    r"|do you|got|like what|need|love|prefer|switch|turn|access|unlock)\b",
    re.IGNORECASE,
)
_LINKED = re.compile(
    r"\b(?:click|tap|tick|sign up|subscribe|register|more|it(?: out)?|detailed|described|right"
    r"|order|download)\b.{0,20}\b(?:here|below|link)\b|\b(?:here|this link|links?)\W*$|>>",
    re.IGNORECASE,
)


def _phrases(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE)


_NETWORKS = (
    "facebook|twitter|instagram|whatsapp|linkedin|tiktok|youtube|telegram|pinterest|reddit"
    "|flipboard|snapchat"
)
_OUR_WORK = "journalis[mt]s?|reporting|reporters|newsroom|work|news"
_TOPICS = {
    NEWSLETTER: _phrases(
        r"newsletters?|inbox|(?:our|join the) mailing list|unsubscribe|notifications?|by email",
        r"sign(?:ing)? ?up|your e-?mail|e-?mail address|(?:daily|weekly) e?-?mail",
        r"(?:text|text message|news|email|breaking news) alerts?",
        r"delivered\b.{0,25}\b(?:to (?:you|your)|daily|weekly|\w+days?)",
        r"(?:daily|breaking|latest|top) (?:news|headlines|stories)",
        r"(?:morning|daily|weekly|evening) (?:briefing|digest|roundup)|(?:our|weekly) letter",
    ),
    "appeal": _phrases(
        r"subscri(?:be|bers?|bing|ptions?)|donat(?:e|es|ions?|ing)|tax-deductible|chip in",
        r"(?:support|back|fund|help)(?:ing|s|ed)? (?:us|our|local|independent|quality|free)",
        rf"(?:local|independent|quality|public-interest|free|non-?profit|our) (?:{_OUR_WORK})",
        r"become a member|our members?|membership|paywall|newsroom|contribut(?:e|ions?)|funded by",
        r"free trial|cancel any ?time|free articles|log ?in|an account|your gift|payment",
        r"(?:by|of our) readers|fewer ads",
    ),
    "share line": _phrases(rf"{_NETWORKS}|social media|follow us|our page|(?<=@)\w{{3,}}"),
    "cookie notice": _phrases(
        r"cookies?|ad[ -]?block(?:er|ing)|privacy|personali[sz]ed ads|terms of (?:use|service)",
        r"(?:enable|enabled|disable|disabled|turn on|without) javascript",
        r"your browser (?:is|does|settings)",
        r"your (?:data|consent|choices|details|information|device|preferences)|use of your",
        r"(?:details|information) you have shared|this (?:web)?site",
    ),
    "call for comments": _phrases(
        r"comments?|join the (?:conversation|discussion)|house rules|moderat(?:ed|ion)|our poll",
        r"have your say|what do you think|hear from you|(?:news |story )?tips?|get in touch",
        r"(?:share|send us|tell us) your (?:\w+ ){0,2}"
        r"(?:thoughts|views|opinion|story|stories|experiences?|photos|questions)",
        r"(?:contact|write to|message|email|call) us|our newsdesk|more about this story",
        r"corrections|complaints",
        r"(?:editorial|submission|community|our) (?:code|guidelines|standards|policy)",
    ),
    "promotion": _phrases(
        r"podcasts?|google play|crossword|commission|affiliate|sponsored|exclusive deals",
        r"our (?:\w+ )?(?:app|shop|store|book|quiz|crossword|experts?|editors?|links?|guide)",
        r"app (?:for|store)|(?:news|weekly|daily) quiz|code \w+|\d+% off|special offer|add to cart",
        r"the \w+ issue|issues? a year|our (?:annual|readers)|gift card|every game|forecast",
        r"wherever you (?:get|listen)|page with",
    ),
    "link to another story": _phrases(
        r"(?:full|whole|entire|complete|original|special) (?:\w+ ){0,3}"
        r"(?:story|report|article|interview|list|coverage|version)",
        r"(?:read|see) more|more (?:news|stories|highlights)|live updates|version of this",
        r"our (?:full|special|guide|coverage|live)|(?:click|tap) here|here(?=\W*$)",
    ),
}


_DOUBTFUL = ("share line", "link to another story")  # of these paragraphs speak, too


def find_address(blocks: ArticleBlocks, i: int) -> str:
    """Give what a block that speaks to the reader is about; "" for one that does not."""
    block = blocks[i]
    words = block.own_words
    if not 0 < len(words) <= LONGEST or 2 * len(words) < len(block.words):
        return ""
    if not _speaks(block) or _SAYING.search(block.own_text):
        return ""
    found = {name: _count_words(blocks, i, topic) for name, topic in _TOPICS.items()}
    topic = max(found, key=lambda name: found[name])
    is_long = len(words) > SHORT
    if not found[topic]:
        tells = is_long and blocks.shared(i) > MOST_SHARED_AT_EDGE
        return OUTLET_LINE if _is_outlet_line(block) and not tells else ""
    is_doubtful = topic in _DOUBTFUL or not _is_at_edge(blocks, i)
    if is_long and is_doubtful and _begins_with_report(block, topic):
        return ""
    is_personal = not _AUTHOR.isdisjoint(words)
    tells = (is_long and blocks.shared(i) > MOST_SHARED) or is_personal or _is_item(block)
    needed = NEEDED + (len(words) > LONG) + tells
    return topic if min(sum(found.values()), MOST_COUNTED) + _weigh(blocks, i) >= needed else ""


def _begins_with_report(block: Block, topic: str) -> bool:
    """Whether a longer block tells something first, or advises the reader on another's business."""
    if block.is_repeated:
        return False
    first = _FIRST_SENTENCE.match(block.own_text)
    is_addressed = first is not None and (_addresses(first[0]) or _ASK.match(first[0]) is not None)
    is_from_outlet = _names_publisher(block) or _LINKED.search(block.own_text) is not None
    return not is_addressed or not (is_from_outlet or topic == NEWSLETTER)


def _addresses(text: str) -> bool:
    return not (_READER | _PUBLISHER).isdisjoint(words_of(text)) or _US.search(text) is not None


def _names_publisher(block: Block) -> bool:
    words = block.own_words
    return not _PUBLISHER.isdisjoint(words) or ("us" in words and bool(_US.search(block.own_text)))


def _is_item(block: Block) -> bool:
    """Whether a block is an item of a list, or a question or answer of an interview."""
    return _LISTED.match(block.text) is not None


def _is_outlet_line(block: Block) -> bool:
    """Tell what an outlet says to its readers, or of its article, in many articles."""
    is_addressed = _addresses(block.own_text)
    is_long_enough = len(block.words) >= FEWEST_OUTLET_WORDS
    is_plain = block.own_text == block.text and not block.is_heading and is_long_enough
    return block.is_repeated and is_plain and (is_addressed or bool(_SELF.search(block.text)))


def _speaks(block: Block) -> bool:
    """Whether a block asks or addresses somebody at all."""
    spoken = not _READER.isdisjoint(block.own_words) or _names_publisher(block)
    is_short = len(block.words) <= LONG
    return spoken or block.is_repeated or (is_short and _ASK.search(block.own_text) is not None)


def _count_words(blocks: ArticleBlocks, i: int, topic: re.Pattern[str]) -> int:
    """How many phrases of a topic a block has that are no subject of the article."""
    block = blocks[i]
    found = {match[0].casefold() for match in topic.finditer(block.own_text)}
    return sum(block.is_repeated or not blocks.is_subject(phrase, i) for phrase in found)


def _weigh(blocks: ArticleBlocks, i: int) -> float:
    block = blocks[i]
    words = block.own_words
    strong = (
        _ASK.search(block.own_text) is not None,
        not _READER.isdisjoint(words),
        _names_publisher(block),
        _LINKED.search(block.own_text) is not None,
        block.is_repeated,
    )
    return sum(strong) + 0.5 * (len(words) <= SHORT) + 0.5 * _is_at_edge(blocks, i)


def _is_at_edge(blocks: ArticleBlocks, i: int) -> bool:
    return min(blocks.paragraphs_above(i), blocks.paragraphs_below(i)) <= EDGE_PARAGRAPHS


def is_edge_appeal(blocks: ArticleBlocks, i: int) -> bool:
    """Tell a block that speaks to the reader and for the publisher, and not of the subject."""
    block = blocks[i]
    words = block.own_words
    if not words or len(blocks) < 3 or _SPOKEN.search(block.own_text):
        return False
    reader = sum(word in _READER for word in words)
    publisher = sum(word in _PUBLISHER for word in words) + len(_US.findall(block.own_text))
    is_speaking = reader > 0 < publisher and reader + publisher >= FEWEST_SPEAKING * len(words)
    return is_speaking and blocks.shared(i) <= MOST_SHARED_AT_EDGE
