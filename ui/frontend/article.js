// One article of the library: its facts, its notes, what it has to do with others, what was taken out.

function drawFacts(facts) {
  const list = make("dl", "facts small");
  for (const [name, value] of facts) {
    list.append(make("dt", "soft", name), make("dd", "", value));
  }
  return list;
}

function drawSaid([one, other]) {
  const pair = make("div", "said");
  pair.append(make("p", "theirs", one), make("p", "theirs", other));
  return pair;
}

function drawRelation(root, relation) {
  const node = make("li", "relation");
  const other = makeButton(root, "other", relation.choice);
  other.append(make("span", "link", relation.title));
  node.append(other, make("p", "soft small", relation.line), make("p", "small", relation.kind));
  if (!relation.why.length) return node;
  const why = make("details", "why small");
  why.append(make("summary", "soft", "Why"));
  why.append(...relation.why.map((line) => make("p", "", line)));
  why.append(...relation.said.map(drawSaid));
  node.append(why);
  return node;
}

function drawTakenOut(pieces) {
  const taken = make("details", "taken small");
  const title = pieces.length === 1 ? "1 piece was taken out" : `${pieces.length} pieces were taken out`;
  taken.append(make("summary", "soft", title));
  for (const [reason, text] of pieces) {
    taken.append(make("p", "soft reason", reason), make("p", "theirs", text));
  }
  return taken;
}

// Where the keyboard is, inside our own elements too.
function findFocused() {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused;
}

// The list stands in the column before, above on a narrow page.
function findList(root) {
  return root.getRootNode().host.closest("[data-testid=stColumn]")?.previousElementSibling;
}

function drawBack(root) {
  const back = make("button", "back small", "↑ Back to the list");
  back.type = "button";
  back.addEventListener("click", () => {
    const list = findList(root);
    const cameFrom = root.cameFrom?.isConnected ? root.cameFrom : list;
    list.tabIndex = -1;
    Object.assign(list.style, { scrollMarginTop: "4.5rem", outline: "none" });
    list.scrollIntoView({ block: "start" });
    cameFrom.focus({ preventScroll: true });
  });
  return back;
}

// Beside the list it is only said; below the list, out of sight, the page scrolls to it.
function show(root, heading, title) {
  const list = findList(root);
  const from = findFocused();
  if (list?.contains(from) || list?.contains(from?.getRootNode().host)) root.cameFrom = from;
  setTimeout(() => {
    if (!heading.isConnected) return;
    const isBelow = list && list.getBoundingClientRect().bottom <= heading.getBoundingClientRect().top;
    if (!isBelow) return say(root, `${title} is shown beside the list`);
    heading.scrollIntoView({ block: "start" });
    heading.focus({ preventScroll: true });
  }, 200); // what stands around it is drawn by then
}

export default function (component) {
  const { root, isNew } = prepare(component, ["is_fresh"]);
  if (!isNew) return;
  const { data } = component;
  const article = make("section", "about");
  article.setAttribute("aria-label", `About ${data.title}`);
  const heading = make("h2", "headline", data.title);
  heading.tabIndex = -1;
  article.append(drawBack(root), heading, make("p", "soft small", data.line));
  article.append(drawFacts(data.facts));
  article.append(...data.notes.map((note) => make("p", "note small", note)));
  if (data.relations.length) {
    const list = make("ul", "relations");
    list.append(...data.relations.map((relation) => drawRelation(root, relation)));
    article.append(make("h3", "heading", "Other articles on this"), list);
  }
  if (data.taken_out.length) article.append(drawTakenOut(data.taken_out));
  root.replaceChildren(article);
  if (data.is_fresh) show(root, heading, data.title);
}
