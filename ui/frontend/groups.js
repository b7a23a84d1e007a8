// Groups of articles that belong together; each opens to its articles, and each of these by a click.

function drawArticle(root, article) {
  const node = make("li", "article");
  const button = makeButton(root, "choose", article.choice);
  button.append(make("span", "link", article.title), make("span", "soft small", article.line));
  node.append(button);
  return node;
}

function drawGroup(root, group) {
  const node = make("details", "group");
  const summary = make("summary", "");
  summary.append(make("span", "title", group.title), make("span", "soft small", group.line));
  const list = make("ul", "articles");
  list.append(...group.articles.map((article) => drawArticle(root, article)));
  node.append(summary, list);
  return node;
}

export default function (component) {
  const { root, isNew } = prepare(component);
  if (!isNew) return;
  const { data } = component;
  root.replaceChildren(make("h2", "heading", data.title), make("p", "soft small", data.text));
  root.append(...data.groups.map((group) => drawGroup(root, group)));
  if (data.more) root.append(make("p", "soft small more", data.more));
}
