// The whole text of an article, to be read.

function drawParagraph([text, isHeading]) {
  return make(isHeading ? "h3" : "p", "paragraph", text);
}

export default function (component) {
  const { root, isNew } = prepare(component);
  if (!isNew) return;
  const { data } = component;
  const article = make("article", "reading");
  article.append(make("h2", "headline", data.title), make("p", "soft small", data.line));
  article.append(...data.paragraphs.map(drawParagraph));
  root.replaceChildren(article);
}
