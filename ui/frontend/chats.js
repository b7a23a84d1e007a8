// The last chats, by name: a click opens one. Below them, where they are kept.

export default function (component) {
  const { root, isNew } = prepare(component);
  if (!isNew) return;
  const { data } = component;
  const list = make("ul", "chats");
  list.setAttribute("aria-label", "Chats");
  for (const chat of data.chats) {
    const item = make("li");
    const button = makeButton(root, "chat", chat.id);
    if (chat.is_open) button.setAttribute("aria-current", "page");
    button.append(make("span", "name", chat.name), make("span", "soft small", chat.about));
    item.append(button);
    list.append(item);
  }
  root.replaceChildren(list, make("p", "kept soft small", data.kept));
}
