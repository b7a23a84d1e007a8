// What the library holds: facts by name.

export default function (component) {
  const { root, isNew } = prepare(component);
  if (!isNew) return;
  const { data } = component;
  const facts = make("dl", "facts small");
  for (const [name, value] of data.facts) {
    const fact = make("div", "fact");
    fact.append(make("dt", "soft", name), make("dd", "", value));
    facts.append(fact);
  }
  root.replaceChildren(facts);
  if (data.notice) root.append(make("p", "foreign small", data.notice));
}
