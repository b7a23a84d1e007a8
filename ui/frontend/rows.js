// Rows of plain text, each with what there is to know of it and, where there is one, a button.

function drawRow(root, row) {
  const node = make("li", row.is_problem ? "row problem" : "row");
  const words = make("div", "words");
  words.append(make("p", "title", row.title), make("p", "soft small", row.line));
  node.append(words);
  if (row.action) {
    const button = makeButton(root, "action small", row.action.choice);
    button.append(row.action.label);
    button.setAttribute("aria-label", `${row.action.label}: ${row.title}`);
    node.append(button);
  }
  return node;
}

export default function (component) {
  const { root, isNew } = prepare(component);
  if (!isNew) return;
  const { data } = component;
  const list = make("ul", "rows");
  list.append(...data.rows.map((row) => drawRow(root, row)));
  root.replaceChildren(...(data.heading ? [make("h2", "heading", data.heading)] : []), list);
}
