// The empty page: a sentence, a few facts, and questions that ask themselves when clicked.

export default function (component) {
  const { root, isNew } = prepare(component);
  if (!isNew) return;
  const { data } = component;
  const list = make("ul", "examples");
  list.setAttribute("aria-label", "Example questions");
  data.examples.forEach((text, i) => {
    const item = make("li");
    const button = makeButton(root, "example", String(i));
    button.append(make("bdi", "", text));
    item.append(button);
    list.append(item);
  });
  root.replaceChildren(
    make("h1", "title", data.title),
    make("p", "purpose", data.purpose),
    make("p", "facts soft small", data.facts),
    list,
  );
}
