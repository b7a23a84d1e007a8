// A question and its answer: sentences in one paragraph, each with a number that opens its source.

function drawQuestion(root, data) {
  const question = make("div", "question");
  question.append(make("h2", "asked", data.question));
  if (data.standalone) question.append(drawUnderstood(root, data.standalone));
  if (data.period) question.append(make("p", "period soft small", data.period));
  if (data.chips.length) question.append(drawScope(root, data));
  return question;
}

// A follow-up as it was looked for; the reader corrects it in place.
function drawUnderstood(root, standalone) {
  const understood = make("div", "understood soft small");
  const change = make("button", "change", "Change");
  change.type = "button";
  change.setAttribute("aria-label", `Change how the question was understood: ${standalone}`);
  change.addEventListener("click", () => understood.replaceWith(drawCorrection(root, standalone)));
  const text = make("p", "", "Understood as: ");
  text.append(make("bdi", "standalone", standalone), " ", change);
  understood.append(text);
  return understood;
}

function drawCorrection(root, standalone) {
  const form = make("form", "correction");
  const field = make("textarea", "field");
  field.value = standalone;
  field.rows = 2;
  field.maxLength = 1000;
  field.setAttribute("aria-label", "The question, standing alone");
  const ask = make("button", "ask", "Ask this");
  const leave = make("button", "leave", "Leave it");
  ask.type = "submit";
  leave.type = "button";
  const close = () => {
    const understood = drawUnderstood(root, standalone);
    form.replaceWith(understood);
    understood.querySelector(".change").focus();
  };
  const submit = () => field.value.trim() && root.choose(`ask:${field.value.trim()}`);
  leave.addEventListener("click", close);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  field.addEventListener("keydown", (event) => {
    event.stopPropagation(); // the page has shortcuts of single letters
    if (event.key === "Escape") close();
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  });
  form.append(field, ask, leave);
  setTimeout(() => field.focus());
  return form;
}

function drawVerdict(data) {
  const verdict = make("h3", `verdict small ${data.status}`);
  verdict.append(make("span", "dot"), make("span", "", data.verdict));
  if (!data.likelihood) return verdict;
  const hint = make("span", "hint");
  const tip = make("span", "tip", data.likelihood);
  const mark = make("button", "why", "?");
  mark.type = "button";
  mark.setAttribute("aria-label", data.likelihood);
  tip.setAttribute("aria-hidden", "true");
  hint.append(mark, tip);
  verdict.append(hint);
  return verdict;
}

function numberButton(root, quote) {
  const button = makeButton(root, "number", quote.key, `Source ${quote.label}: ${quote.where}`);
  button.dataset.key = quote.key;
  button.addEventListener("click", () => (root.pressed = button));
  button.textContent = quote.label;
  return button;
}

// The number is kept on one line with the last word, so that it never begins a line alone.
function drawSentence(root, quote) {
  const sentence = make("span", "sentence");
  sentence.dataset.key = quote.key;
  const cut = quote.text.lastIndexOf(" ") + 1;
  const isShort = quote.text.length - cut < 24;
  const last = make("span", "last");
  if (isShort) setText(last, quote.text.slice(cut));
  last.append("\u2009", numberButton(root, quote));
  const words = make("bdi", "words");
  words.lang = quote.language;
  setText(words, isShort ? quote.text.slice(0, cut) : quote.text);
  words.append(last);
  if (quote.kind) sentence.append(make("span", "kind", quote.kind), " ");
  sentence.append(words);
  return sentence;
}

// The few words that answer, ahead of the sentence they stand in.
function drawShort(root, quote) {
  const short = make("p", "short");
  short.dir = "auto";
  short.append(make("bdi", "words", quote.text), "\u2009", numberButton(root, quote));
  return short;
}

// A count, what was counted one by one below it, and what counts.
function drawTally(tally) {
  const box = make("div", "tally");
  box.append(make("p", "short", tally.count));
  if (tally.labels) box.append(make("p", "labels", tally.labels));
  box.append(make("p", "predicate soft small", tally.predicate));
  return box;
}

function drawSentences(root, data) {
  const paragraph = make("p", "sentences");
  paragraph.dir = "auto";
  for (const quote of data.sentences) paragraph.append(drawSentence(root, quote), " ");
  return paragraph;
}

// Two sources that give different figures: their quotes side by side, the newer one marked.
function drawDifferences(root, differences) {
  const box = make("section", "differences");
  box.append(make("h3", "differ small", "The sources differ"));
  for (const sides of differences) {
    const pair = make("div", "sides");
    pair.append(...sides.map((side) => drawSide(root, side)));
    box.append(pair);
  }
  return box;
}

function drawSide(root, side) {
  const item = make("figure", "side");
  const words = make("blockquote", "words");
  words.dir = "auto";
  words.lang = side.language;
  setText(words, side.before);
  words.append(make("mark", "figure", side.figure));
  setText(words, side.after);
  words.append("\u2009", numberButton(root, side));
  const source = make("figcaption", "soft small", side.line);
  if (side.is_newer) source.append(" ", make("span", "newer", "newer"));
  item.append(words, source);
  return item;
}

function drawRelatives(about, { copies, family }) {
  if (copies.length) {
    about.append(make("p", "copies soft small", `Also word for word in ${copies.join("; ")}`));
  }
  if (family.length) {
    about.append(make("p", "family soft small", `One source with ${family.join("; ")}`));
  }
}

function drawSource(root, source) {
  const item = make("li", "source");
  const numbers = make("span", "numbers");
  for (const number of source.numbers) {
    numbers.append(numberButton(root, { ...number, where: source.title }));
  }
  const about = make("div", "about");
  about.append(make("p", "title", source.title), make("p", "soft small", source.line));
  drawRelatives(about, source);
  about.append(drawWhy(root, source.quotes));
  item.append(numbers, about);
  return item;
}

function drawNearest(root, quote) {
  const item = make("li", "nearby");
  const text = make("p", "snippet");
  text.append(make("bdi", "words", quote.text));
  text.lang = quote.language;
  if (quote.kind) text.prepend(make("span", "kind", quote.kind), " ");
  const number = numberButton(root, quote);
  const about = make("div", "about");
  about.append(text, make("p", "title soft", quote.title), make("p", "soft small", quote.line));
  if (quote.lacking) about.append(make("p", "lacking small", quote.lacking));
  drawRelatives(about, quote);
  about.append(drawWhy(root, [quote]));
  item.append(number, about);
  return item;
}

function drawList(className, items) {
  const list = make("ul", className);
  list.append(...items);
  return list;
}

function drawAlsoFound(root, data) {
  const found = make("details", "found");
  found.open = data.status === "unanswered" || data.tally !== null;
  const title = `${data.nearest_title} (${data.nearest.length})`;
  const list = drawList("nearest", data.nearest.map((quote) => drawNearest(root, quote)));
  found.append(makeSummary(root, "small", title), list);
  return found;
}

function drawAnswer(root, data) {
  const answer = make("div", `answer ${data.status}`);
  answer.append(drawVerdict(data));
  if (data.tally) answer.append(drawTally(data.tally));
  if (data.short) answer.append(drawShort(root, data.short));
  if (data.sentences.length) answer.append(drawSentences(root, data));
  if (data.differences.length) answer.append(drawDifferences(root, data.differences));
  if (data.missing) answer.append(make("p", "missing", data.missing));
  if (data.note) answer.append(make("p", "note soft small", data.note));
  if (data.sources.length) {
    const sources = drawList("sources", data.sources.map((source) => drawSource(root, source)));
    sources.setAttribute("aria-label", "Sources");
    answer.append(sources);
  }
  if (data.nearest.length) answer.append(drawAlsoFound(root, data));
  answer.append(drawActions(root, data));
  return answer;
}

function drawActions(root, data) {
  const actions = make("div", "actions");
  actions.append(makeCopyButton(root, "Copy the answer", data.copy));
  return actions;
}

// Marks what lies open; closing gives the keyboard back to the number that opened it.
function showOpened(root, opened, isAnyOpen) {
  for (const node of root.querySelectorAll("[data-key]")) {
    const isOpen = node.dataset.key === opened;
    node.classList.toggle("is-open", isOpen);
    if (node.tagName === "BUTTON") node.setAttribute("aria-expanded", String(isOpen));
  }
  if (root.opened && !isAnyOpen) {
    // Below the chat the source was out of sight of its number: then the page scrolls back.
    const isBeside = root.getRootNode().host.closest(".st-key-desk")?.clientWidth > 800;
    // A source has several numbers: that of the short answer, of its sentence, of its line.
    const pressed = root.pressed?.isConnected && root.pressed.dataset.key === root.opened;
    const number = pressed ? root.pressed : root.querySelector(`button[data-key="${root.opened}"]`);
    number?.focus({ preventScroll: isBeside });
  }
  root.opened = opened;
  root.isAnyOpen = isAnyOpen;
}

// A new answer is read from its question on. Streamlit scrolls a chat to its last line while it
// grows, so the page is set right again while it does; not any more once a source is open.
function showFromQuestion(root) {
  const reader = new AbortController(); // who scrolls or types meanwhile is left alone
  for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    addEventListener(kind, () => reader.abort(), { signal: reader.signal, passive: true });
  }
  const show = () =>
    reader.signal.aborted || root.isAnyOpen || root.scrollIntoView({ block: "start" });
  for (const wait of [100, 400, 1000]) setTimeout(show, wait);
  setTimeout(() => reader.abort(), 1500);
}

// What a card shows without being drawn anew.
const STATES = ["opened", "is_any_open", "is_newest", "is_fresh", "is_sought"];

export default function (component) {
  const { root, isNew } = prepare(component, STATES);
  const { data } = component;
  if (isNew) {
    root.replaceChildren(drawQuestion(root, data), drawAnswer(root, data));
    if (data.is_newest) showFromQuestion(root);
    if (data.is_fresh) say(root, data.announcement);
  }
  if (data.is_sought && !root.wasSought) showSought(root, data);
  root.wasSought = data.is_sought;
  showOpened(root, data.opened, data.is_any_open);
}
