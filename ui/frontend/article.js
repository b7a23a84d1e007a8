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

export default function (component) {
  const { root, isNew } = prepare(component);
  if (!isNew) return;
  const { data } = component;
  const article = make("section", "about");
  article.setAttribute("aria-label", `About ${data.title}`);
  article.append(make("h2", "headline", data.title), make("p", "soft small", data.line));
  article.append(drawFacts(data.facts));
  article.append(...data.notes.map((note) => make("p", "note small", note)));
  if (data.relations.length) {
    const list = make("ul", "relations");
    list.append(...data.relations.map((relation) => drawRelation(root, relation)));
    article.append(make("h3", "heading", "Other articles on this"), list);
  }
  if (data.taken_out.length) article.append(drawTakenOut(data.taken_out));
  root.replaceChildren(article);
}
