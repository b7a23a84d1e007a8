"""Short lines that a site puts beside its articles: buttons, players, menus, end signs, notices."""

import re

from index.cleaning.blocks import ArticleBlocks, Block, words_of

__all__ = ["is_legal_line", "is_player_line", "is_sign", "is_site_line"]

LONGEST_SITE_LINE = 12  # words
LONGEST_NAMING = 8  # words of a line with a name in it
LONGEST_NAME = 3
LONGEST_PLAYER_LINE = 45
SHORT_PLAYER_LINE = 10
LONGEST_LEGAL_LINE = 90  # at the edge of an article
LONGEST_INNER_LEGAL_LINE = 40
EDGE_PARAGRAPHS = 2  # beyond a line that stands at an edge
MOST_SHARED = 0.5  # of a legal line's content words with the rest of the article

# A line of nothing but such words serves the site. The first kind says so alone, unless the
# article tells of it; the second needs a verb that tells the reader what to press.
_SITE_WORDS = frozenset(
    """share shares tweet retweet facebook twitter whatsapp instagram linkedin pinterest reddit
    tiktok youtube flipboard snapchat spotify email mail newsletter newsletters subscribe
    subscriber subscribers subscription subscriptions unsubscribe advertisement advertisements
    advertising advertise ad ads sponsored promoted comment comments reply login logout logged
    register registration cookie cookies privacy javascript menu sitemap navigation contents print
    printer bookmark bookmarks unmute autoplay playback fullscreen captions copyright disclaimer
    accessibility terms faq faqs rss podcast podcasts app android ios iphone ipad browser inbox
    password username signup login commenters""".split()
)
_PRESSED_WORDS = frozenset(
    """read watch listen play replay view see click tap continue follow skip jump back scroll search
    sign log join like save copy close load next previous home related recommended popular
    trending topics tags filed edit send get leave rate enlarge expand hide toggle explore discover
    browse download upgrade buy shop thank thanks notify""".split()
)
_OTHER_WORDS = frozenset(
    """also this that the a an to of in into on for by via with from and or our us your you we me my
    more all any up out off here now new not be is are was it its if so might may must can cannot
    please story stories article articles page post posts link links full video videos audio gallery
    galleries photo photos picture pictures image images slide slides slideshow loading live
    previous next reading below above main content top window news updates free daily weekly account
    already first last most latest other older newer section topic under report reports media player
    site website policy settings preferences use service services conditions rights info contact
    about help feedback have has been closed opens required ago min mins minute minutes hour hours
    updated text size later continues e phone mobile list clipboard button what was helpful thing
    editors picks choice headlines signing subscribing reading try again confirm address form
    transcript episode caption sponsor offer offers member members become today
    everyone support seconds successfully shared posted tab friend friends name required blog blogs
    options apps code country zip submit install upload activate manage enter select
    visit follow activity stay connected notified""".split()
)
_SURE_WORDS = frozenset("related recommended popular continues gallery slideshow".split())
_SURE_END = re.compile(r"\b(?:us|also like)\W*$")
_SECTIONS = frozenset(
    """news sport sports business culture opinion politics world local national international tech
    technology science health lifestyle life style entertainment travel weather arts money education
    environment obituaries jobs puzzles video live home food books film music tv more""".split()
)
FEWEST_SECTIONS = 4
_BOX = re.compile(
    r"(?:(?:sponsored|presented|powered|brought to you) by|(?:topics?|tags?|filed under"
    r"|categor(?:y|ies)|edition|sections?)\s*:)\s*\S",
    re.IGNORECASE,
)
_ORDERS = _PRESSED_WORDS | {"share", "subscribe"}
_KNOWN_WORDS = _SITE_WORDS | _PRESSED_WORDS | _OTHER_WORDS | _SECTIONS
# With one name beside them these are known for what they are at the foot, too.
_WITH_NAME = frozenset(
    "advertise follow subscribe share download join related more trending connect".split()
)
_MENU = re.compile(r"[^|·•»\d]{1,40}(?:\s[|·•»]\s?[^|·•»\d]{1,40}){4,}")
_NO_SITE_LINE = re.compile(r"\?$|[%$€£]|^(?:\(?\w{1,2}[.)]|[-•*●▪])\s")
_TIME = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?\b(?!\s*[ap]\.?m)", re.IGNORECASE)
_PLAYER = re.compile(
    r"\b(?:video ad|ad feedback|just watched|must watch|now playing|up next|watch now|replay"
    r"|media playback|video player|audio player|play (?:the )?(?:video|audio)|unmute"
    r"|(?:does not|doesn['’]t) support (?:the )?(?:audio|video)|(?:video|audio) (?:element|cannot)"
    r"|player (?:above|below)|video content|slide \d+ of \d+|skip ad)\b",
    re.IGNORECASE,
)
_PLAYER_WORDS = frozenset(
    "video ad watched watch playing next replay playback player unmute audio slide skip".split()
)
_SOURCE = re.compile(r"\bsource:", re.IGNORECASE)
_LEGAL_WORDS = frozenset(
    """copyright reserved terms privacy permission commons registered expressed stated reflect
    represent partner independently syndicated syndication responsible advice published reproduced
    broadcast appeared ran delayed provided disclaimer protected available sell""".split()
)
_LEGAL = re.compile(
    r"©|\b(?:all rights reserved|copyright|may not be (?:re)?(?:published|produced|broadcast)"
    r"|terms of (?:use|service)|privacy (?:policy|notice|statement)|creative commons"
    r"|(?:re)?(?:printed|published|posted) (?:here )?(?:with|by) (?:the )?permission"
    r"|registered (?:office|trademark)|(?:views?|opinions?) (?:expressed|stated)"
    r"|necessarily (?:reflect|represent)|content partner|produced independently of"
    r"|syndicated feed|syndication (?:department|team|desk)"
    r"|includes material from|not responsible for (?:the )?(?:content|comments)"
    r"|does not (?:provide|constitute|offer) (?:medical|legal|financial|investment) advice"
    r"|(?:at the time|when|since) this (?:article|story|post|guide) was published"
    r"|(?:article|story|post) (?:originally|first) (?:appeared|ran|published)"
    r"|(?:data|quotes|prices) (?:is |are )?(?:delayed|provided by)|data disclaimer"
    r"|content (?:is )?(?:protected by|available under)|do not sell my)\b",
    re.IGNORECASE,
)
_RIGHTS = frozenset("all rights reserved".split())
_REPORTED = frozenset("said says told court judge lawsuit sued ruled according".split())
_END = re.compile(r"\W*(?:30|ends?|more|end of (?:article|story|text)|finis)\W*", re.IGNORECASE)
_INITIALS = re.compile(r"[a-z]{1,3}(?:/[a-z]{1,3}){1,3}|[-–—(]+\s*[A-Z][\w ]{1,24}\)?")
_LONE_WORD = re.compile(r"[A-Za-z][^\W\d]{1,15}\.{0,3}")


def is_sign(blocks: ArticleBlocks, i: int) -> bool:
    """Tell a line that says nothing, or that says at the end that this is the end."""
    block = blocks[i]
    if not block.words or (block.is_repeated and len(block.words) == 1 and block.is_sentence):
        return True
    if i + 1 < len(blocks) or i == 0 or len(block.words) > 3:
        return False
    if _END.fullmatch(block.text) or _INITIALS.fullmatch(block.text):
        return True
    above = blocks[i - 1]
    is_listed = len(above.words) == 1
    may_end_sentence = block.text[0].islower() or block.text.count(".") == 1
    goes_on = may_end_sentence and not above.is_sentence
    return _LONE_WORD.fullmatch(block.text) is not None and not is_listed and not goes_on


def is_site_line(blocks: ArticleBlocks, i: int) -> bool:
    """Tell a line made of nothing but words that sites use for their buttons and boxes."""
    block = blocks[i]
    if _is_box(block):
        return True
    if len(block.words) > LONGEST_SITE_LINE or _NO_SITE_LINE.search(block.text):
        return False
    words = [word for word in block.words if not word.isdigit()]
    if not words or not _KNOWN_WORDS.issuperset(words):
        return _names_something(blocks, i)
    named = _SITE_WORDS.intersection(words)
    if any(blocks.is_subject(word, i) for word in named):
        return len(words) > 2 and words[0] in _ORDERS
    # With nothing under it a line like "Top stories" is no heading.
    is_last = len(words) > 1 and i > 0 and blocks.paragraphs_below(i) == 0
    is_order = words[0] in _PRESSED_WORDS or _SURE_END.search(block.text) is not None
    is_order = is_order or not _SURE_WORDS.isdisjoint(words)
    return bool(named) or is_order or (is_last and not block.is_sentence)


def _is_box(block: Block) -> bool:
    """Tell a menu, the names of sections, or a label with what belongs to it."""
    if _MENU.fullmatch(block.text):
        return True
    is_short = len(block.words) <= LONGEST_SITE_LINE and not block.is_sentence
    if is_short and _BOX.match(block.text):
        return True
    return len(block.words) >= FEWEST_SECTIONS and _SECTIONS.issuperset(block.words)


def _names_something(blocks: ArticleBlocks, i: int) -> bool:
    """Tell "Follow the Quayside Post" and the like behind the last paragraph."""
    block = blocks[i]
    if i == 0 or blocks.paragraphs_below(i) > 0 or block.is_sentence or not block.words:
        return False
    strange = [word for word in block.text.split() if not _KNOWN_WORDS.issuperset(words_of(word))]
    is_name = len(strange) <= LONGEST_NAME and all(word[0].isupper() for word in strange)
    return is_name and len(block.words) <= LONGEST_NAMING and block.words[0] in _WITH_NAME


def is_player_line(blocks: ArticleBlocks, i: int) -> bool:
    """Tell what a player or a gallery shows: its name, its length, its complaints."""
    block = blocks[i]
    if len(block.words) > LONGEST_PLAYER_LINE:
        return False
    phrases = 0 if _PLAYER_WORDS.isdisjoint(block.words) else len(_PLAYER.findall(block.text))
    if ":" not in block.text or _TIME.search(block.text) is None:
        return phrases >= 2 or (phrases == 1 and len(block.words) <= SHORT_PLAYER_LINE)
    is_clock = len(block.words) <= 5 and sum(word.isalpha() for word in block.words) <= 1
    return phrases > 0 or is_clock or _SOURCE.search(block.text) is not None


def is_legal_line(blocks: ArticleBlocks, i: int) -> bool:
    """Tell a copyright line, a disclaimer or a note on where a text may be used."""
    block = blocks[i]
    is_marked = "©" in block.text or "™ &" in block.text or _RIGHTS.issubset(block.words)
    if is_marked and len(block.words) <= LONGEST_INNER_LEGAL_LINE:
        return True
    is_edge = min(blocks.paragraphs_above(i), blocks.paragraphs_below(i)) <= EDGE_PARAGRAPHS
    longest = LONGEST_LEGAL_LINE if is_edge or block.is_repeated else LONGEST_INNER_LEGAL_LINE
    if len(block.words) > longest or _LEGAL_WORDS.isdisjoint(block.own_words):
        return False
    if not _REPORTED.isdisjoint(block.own_words):
        return False
    phrases = {match[0] for match in _LEGAL.finditer(block.own_text)}
    found = sum(not blocks.is_subject(phrase, i) for phrase in phrases)
    return found >= 2 or (found == 1 and is_edge and blocks.shared(i) <= MOST_SHARED)
