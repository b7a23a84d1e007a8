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
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[choice]);
  picture.append(path);
  button.append(picture);
  return button;
}

function drawBar(root, data) {
  const bar = make("div", "bar");
  const name = make("span", "name soft small");
  name.append(make("span", "number is-open", data.label), " Source");
  bar.append(
    name,
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

function drawParagraph(paragraph) {
  const node = make(paragraph.is_heading ? "h3" : "p", "paragraph");
  node.dir = "auto";
  for (const [text, isMarked] of paragraph.segments) {
    const target = isMarked ? document.createElement("mark") : node;
    setText(target, text);
    if (isMarked) node.append(target);
  }
  return node;
}

function drawGap(root, text) {
  const button = makeButton(root, "gap small", "whole");
  button.append(make("span", "soft", text), make("span", "link", "Show the whole article"));
  return button;
}

function drawTakenOut(pieces) {
  const taken = make("details", "taken small");
  const title = pieces.length === 1 ? "1 piece was taken out" : `${pieces.length} pieces were taken out`;
  taken.append(make("summary", "soft", `${title} of this article`));
  for (const [reason, text] of pieces) {
    const words = make("p", "out");
    words.dir = "auto";
    setText(words, text);
    taken.append(make("p", "why-out soft", reason), words);
  }
  return taken;
}

function drawBody(root, data) {
  const body = make("div", "body");
  body.tabIndex = 0;
  body.setAttribute("role", "region");
  body.setAttribute("aria-label", `Text of ${data.title}`);
  if (data.problem) body.append(make("p", "problem", data.problem));
  if (data.before) body.append(drawGap(root, data.before));
  body.append(...data.paragraphs.map(drawParagraph));
  if (data.after) body.append(drawGap(root, data.after));
  if (data.taken_out.length) body.append(drawTakenOut(data.taken_out));
  body.append(make("p", "file soft small", data.file));
  return body;
}

// Beside the chat the article scrolls in its own frame; below the chat the page scrolls to it.
function scrollToMark(root, body) {
  const mark = body.querySelector("mark");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (getComputedStyle(body).overflowY === "auto") {
    if (mark) {
      const above = mark.getBoundingClientRect().top - body.getBoundingClientRect().top;
      body.scrollTop += above - body.clientHeight / 4;
    }
    return;
  }
  const target = mark ?? root;
  target.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
}

export default function (component) {
  const { root, isNew } = prepare(component);
  if (!isNew) return;
  const { data } = component;
  const panel = make("section", "panel");
  panel.tabIndex = -1;
  panel.setAttribute("aria-label", `Source ${data.label}`);
  const body = drawBody(root, data);
  panel.append(drawBar(root, data), drawHeading(data), body);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") root.choose("close");
  });
  root.replaceChildren(panel);
  requestAnimationFrame(() => {
    scrollToMark(root, body);
    panel.focus({ preventScroll: true });
  });
}
