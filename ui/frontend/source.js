// The open source: an article with the cited sentence marked and scrolled into view.

const ICONS = {
  previous: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  close: "M6 6l12 12M18 6L6 18",
};

function iconButton(root, choice, name, isOff = false) {
  const button = makeButton(root, "icon", choice, name);
  button.title = name;
  button.disabled = isOff;
  button.append(drawIcon(choice));
  return button;
}

function drawIcon(name) {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  picture.append(path);
  return picture;
}

function drawBar(root, data) {
  const bar = make("div", "bar");
  const name = make("span", "name soft small");
  name.append(make("span", "number is-open", data.label), " Source");
  bar.append(
    name,
    makeCopyButton(root, "Copy quote", data.copy),
    iconButton(root, "previous", "Previous citation", !data.has_previous),
    iconButton(root, "next", "Next citation", !data.has_next),
    iconButton(root, "close", "Close the source"),
  );
  return bar;
}

function drawHeading(data) {
  const heading = make("div", "heading");
  const about = make("p", "soft small");
  const facts = [data.outlet, data.date, data.page, data.kind].filter(Boolean);
  facts.forEach((fact, i) => about.append(i ? " · " : "", make("bdi", "", fact)));
  heading.append(make("h2", "headline", data.title), about);
  if (data.other_dates.length) {
    const others = `It also says ${data.other_dates.join("; ")}`;
    heading.append(make("p", "soft small", others));
  }
  if (data.copies.length) {
    heading.append(make("p", "soft small", `Also word for word in ${data.copies.join("; ")}`));
  }
  if (data.family.length) {
    heading.append(make("p", "soft small", `One source with ${data.family.join("; ")}`));
  }
  return heading;
}

// The two ways to see an article with pages.
function drawViews(root, data) {
  const views = make("div", "views");
  views.setAttribute("role", "group");
  views.setAttribute("aria-label", "Show the article as");
  const names = { text: "Text", page: "Printed page" };
  for (const view of data.views) {
    const button = makeButton(root, "view small", view);
    button.textContent = names[view];
    button.setAttribute("aria-pressed", String((view === "page") === Boolean(data.picture)));
    views.append(button);
  }
  return views;
}

function drawParagraph(paragraph, language) {
  const node = make(paragraph.is_heading ? "h3" : "p", "paragraph");
  node.dir = "auto";
  node.lang = language;
  node.dataset.at = paragraph.at;
  setSegments(node, paragraph.segments);
  return paragraph.fold ? drawFold(paragraph, node) : node;
}

// What stands apart from the report, or was taken out of it: a line that opens where it stood.
function drawFold(paragraph, node) {
  const fold = make("details", paragraph.is_out ? "fold is-out" : "fold");
  fold.append(make("summary", "soft small", paragraph.fold), node);
  return fold;
}

function drawMore(root, choice, text) {
  const button = makeButton(root, "more small", choice);
  button.textContent = text;
  return button;
}

// What was quoted, where the article does not say it any more.
function drawKept(data) {
  const kept = make("figure", "kept");
  const words = make("blockquote", "words");
  words.dir = "auto";
  words.lang = data.language;
  setText(words, data.kept.text);
  kept.append(words, make("figcaption", "soft small", data.kept.line));
  return kept;
}

function drawProblem(data) {
  const problem = make("div", "problem small");
  problem.setAttribute("role", "note");
  problem.append(make("p", "", data.problem));
  if (data.kept) problem.append(drawKept(data));
  if (data.kept && data.paragraphs.length) {
    const hasNearest = data.paragraphs.some(({ segments }) => segments.some((part) => part[1]));
    const nearest = hasNearest ? " The paragraph that comes nearest is marked." : "";
    problem.append(make("p", "", `Below is what it says now.${nearest}`));
  }
  return problem;
}

function drawBody(root, data) {
  const body = make("div", "body");
  body.tabIndex = 0;
  body.setAttribute("role", "region");
  body.setAttribute("aria-label", `Text of ${data.title}`);
  if (data.problem) body.append(drawProblem(data));
  if (data.picture) body.append(...drawPicture(root, data));
  if (data.has_earlier) body.append(drawMore(root, "earlier", "Show what stands before"));
  body.append(...data.paragraphs.map((paragraph) => drawParagraph(paragraph, data.language)));
  if (data.has_later) body.append(drawMore(root, "later", "Show what follows"));
  body.append(make("p", "file soft small", data.file));
  return body;
}

// Where the reader is: the first paragraph in sight, and how far below the top it stands.
function findPlace(root, data) {
  const body = root.querySelector(".body");
  const wasOpened = root.wasOpened;
  root.wasOpened = `${data.opened} ${data.picture?.number}`;
  if (!body || wasOpened !== root.wasOpened) return null;
  const top = scrolls(body) ? body.getBoundingClientRect().top : 0;
  const inSight = [...body.querySelectorAll("[data-at]")].find(
    (node) => node.getBoundingClientRect().bottom > top,
  );
  return inSight && { at: inSight.dataset.at, top: inSight.getBoundingClientRect().top };
}

function scrolls(body) {
  return getComputedStyle(body).overflowY === "auto";
}

// Keeps what was being read where it is while more of the article comes in around it.
function keepPlace(body, place) {
  const node = body.querySelector(`[data-at="${place.at}"]`);
  const moved = node ? node.getBoundingClientRect().top - place.top : 0;
  if (scrolls(body)) body.scrollTop += moved;
  else findScroller(body)?.scrollBy(0, moved);
}

// Beside the chat the article scrolls in its own frame; below the chat the page scrolls to it.
function scrollToMark(root, body) {
  const mark = body.querySelector("mark, .box");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (scrolls(body)) {
    if (mark) {
      const above = mark.getBoundingClientRect().top - body.getBoundingClientRect().top;
      body.scrollTop += above - body.clientHeight / 4;
    }
    return;
  }
  const target = mark ?? body.querySelector(".paging") ?? root;
  const block = mark ? "center" : "start";
  target.scrollIntoView({ block, behavior: calm ? "auto" : "smooth" });
  // What stands below the article comes later, and Streamlit then scrolls a chat to its end.
  for (const wait of [500, 1000]) {
    setTimeout(() => target.isConnected && target.scrollIntoView({ block }), wait);
  }
}

// Who turns pages with a button goes on with it; else the panel has the keyboard.
function giveFocus(panel, wasFocused) {
  const way = ["earlier", "later"].find((one) => wasFocused?.matches(`.page-turn.${one}`));
  const button = way && panel.querySelector(`.page-turn.${way}:enabled`);
  (button || panel).focus({ preventScroll: true });
}

export default function (component) {
  const { root, isNew } = prepare(component);
  if (!isNew) return;
  const { data } = component;
  const place = findPlace(root, data);
  const wasFocused = root.getRootNode().activeElement;
  const hasTurned = root.wasTurned === data.opened && data.picture;
  root.wasTurned = data.picture && data.opened;
  const panel = make("section", "panel");
  panel.tabIndex = -1;
  panel.setAttribute("aria-label", `Source ${data.label}`);
  const body = drawBody(root, data);
  const heading = drawHeading(data);
  if (data.views.length) heading.append(drawViews(root, data));
  panel.append(drawBar(root, data), heading, body);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") root.choose("close");
    else turnByKey(panel, event);
  });
  root.replaceChildren(panel);
  requestAnimationFrame(() => {
    if (place) keepPlace(body, place);
    else scrollToMark(root, body);
    giveFocus(panel, wasFocused);
  });
  if (hasTurned) say(root, `${data.picture.place}. ${data.picture.note}`);
}
