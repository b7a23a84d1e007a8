// The filters under which a question was answered; a click on one asks again without it.

function drawScope(root, data) {
  const scope = make("div", "scope chips");
  scope.setAttribute("role", "group");
  scope.setAttribute("aria-label", data.scope);
  for (const { name, text } of data.chips) {
    const chip = makeButton(root, "chip", `without:${name}`, `${text}: ask again without this filter`);
    chip.title = "Ask again without this filter";
    chip.append(make("bdi", "", text));
    scope.append(chip);
  }
  return scope;
}
