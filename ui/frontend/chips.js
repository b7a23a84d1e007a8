// The filters of the next question, each a button that takes it off.

export default function (component) {
  const { root, isNew } = prepare(component);
  if (!isNew) return;
  root.classList.add("chips");
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", "Filters of the next question");
  const chips = component.data.chips.map(({ name, text }) => {
    const chip = makeButton(root, "chip", name, `${text}: take this filter off`);
    chip.append(make("bdi", "", text));
    return chip;
  });
  root.replaceChildren(make("span", "soft small", "Filters"), ...chips);
}
