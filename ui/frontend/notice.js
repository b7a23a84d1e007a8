// A notice: what happened, and the command that helps; what stands in `backticks` is a command.

function drawText(text) {
  const line = make("p", "text small");
  text.split(/`([^`]+)`/).forEach((piece, i) => {
    if (piece) line.append(i % 2 ? make("code", "", piece) : piece);
  });
  return line;
}

export default function (component) {
  const { root, isNew } = prepare(component);
  if (!isNew) return;
  const { data } = component;
  const notice = make("div", `notice ${data.tone}`);
  notice.setAttribute("role", data.tone === "trouble" ? "alert" : "status");
  notice.append(make("p", "title", data.title), drawText(data.text));
  root.replaceChildren(notice);
}
