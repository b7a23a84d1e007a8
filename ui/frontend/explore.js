// What the library is about: topics, one of them opened, sentences by day, and questions.

// A list that is closed at first; a click on an article opens it.
function drawAlone(root, title, articles) {
  const part = make("details", "alone");
  part.append(make("summary", "", title), listArticles(root, articles));
  return part;
}

function listArticles(root, articles, opened) {
  const list = make("ul", "articles");
  for (const article of articles) {
    const item = make("li");
    const button = makeButton(root, "article", article.key);
    button.setAttribute("aria-expanded", String(opened === article.key));
    button.append(make("bdi", "headline", article.title), make("bdi", "soft small", article.line));
    item.append(button);
    list.append(item);
  }
  return list;
}

// A sentence with its number, which opens the source where it stands.
function drawQuote(root, quote, opened) {
  const line = make("p", "quote");
  const number = makeButton(root, "cite", quote.key, `Source ${quote.label}: ${quote.where}`);
  const isOpen = opened === quote.key;
  number.setAttribute("aria-expanded", String(isOpen));
  number.append(make("span", isOpen ? "number is-open" : "number", quote.label));
  line.append(make("bdi", "said", quote.text), " ", number);
  return line;
}

function drawTopic(root, topic) {
  const card = make("li", "topic");
  const button = makeButton(root, "label", `topic:${topic.number}`);
  button.append(make("bdi", "", topic.label));
  const heading = make("h2");
  heading.append(button);
  card.append(heading, make("p", "soft small", topic.facts));
  if (topic.lead) {
    card.append(make("p", "lead", topic.lead), make("p", "soft small", topic.where));
  }
  return card;
}

function drawTopics(root, data) {
  const parts = [make("p", "summary", data.summary)];
  const list = make("ul", "topics");
  list.setAttribute("aria-label", "Topics");
  list.append(...data.topics.map((topic) => drawTopic(root, topic)));
  parts.push(list);
  if (data.more) {
    const more = makeButton(root, "more", "more");
    more.append(data.more);
    parts.push(more);
  }
  if (data.alone.length) parts.push(drawAlone(root, data.alone_title, data.alone));
  return parts;
}

function drawOpened(root, data) {
  const back = makeButton(root, "back small", "back");
  back.append("← All topics");
  const parts = [back, make("h1", "title", data.label), make("p", "soft", data.facts)];
  for (const quote of data.lead) {
    parts.push(drawQuote(root, quote, data.opened), make("p", "soft small", quote.where));
  }
  parts.push(make("h2", "part", data.articles_title), listArticles(root, data.articles, data.opened));
  return parts;
}

function drawStatement(root, entry, opened) {
  const item = make("li", "statement");
  const when = make("p", "when");
  when.append(make("bdi", "day", entry.day), make("bdi", "soft small", entry.basis));
  const what = make("div", "what");
  what.append(drawQuote(root, entry, opened), make("p", "soft small", entry.where));
  item.append(when, what);
  return item;
}

function drawStatements(root, data) {
  const list = make("ol", "statements");
  list.append(...data.entries.map((entry) => drawStatement(root, entry, data.opened)));
  const parts = [make("h2", "part", data.title)];
  if (data.about) parts.push(make("p", "soft small about", data.about));
  return [...parts, list];
}

function drawQuestions(root, data) {
  return [make("h2", "part", data.title), makeQuestions(root, data)];
}

const PARTS = {
  topics: drawTopics,
  topic: drawOpened,
  statements: drawStatements,
  questions: drawQuestions,
};

export default function (component) {
  const { root, isNew } = prepare(component);
  if (!isNew) return;
  const { data } = component;
  const isFirst = !root.childElementCount;
  root.replaceChildren(...PARTS[data.part](root, data));
  // What was clicked is gone: the topic that comes in its place has the keyboard.
  const title = root.querySelector(".title");
  if (title && isFirst) {
    title.tabIndex = -1;
    title.focus();
  }
}
