// Chats by name: a click opens one; of a search each with the words that were found. Below them,
// where they are kept.

export default function (component) {
  const { root, isNew } = prepare(component);
  if (!isNew) return;
  const { data } = component;
  const list = make("ul", "chats");
  list.setAttribute("aria-label", "Chats");
  for (const chat of data.chats) {
    const item = make("li");
    const button = makeButton(root, "chat", chat.choice ?? chat.id);
    if (chat.is_open) button.setAttribute("aria-current", "page");
    button.append(make("span", "name", chat.name), make("span", "soft small", chat.about));
    if (chat.snippet) button.append(drawSnippet(chat.snippet));
    item.append(button);
    list.append(item);
  }
  root.replaceChildren(list);
  if (data.kept) root.append(make("p", "kept soft small", data.kept));
}

function drawSnippet([before, found, after]) {
  const snippet = make("span", "snippet small");
  snippet.dir = "auto";
  setText(snippet, before);
  snippet.append(make("mark", "found", found));
  setText(snippet, after);
  return snippet;
}
