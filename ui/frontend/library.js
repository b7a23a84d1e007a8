// What the library holds: facts by name, and the files that could not be read.

export default function (component) {
  const { root, isNew } = prepare(component);
  if (!isNew) return;
  const { data } = component;
  const facts = make("dl", "facts small");
  for (const [name, value] of data.facts) {
    facts.append(make("dt", "soft", name), make("dd", "", value));
  }
  root.replaceChildren(facts);
  if (data.notice) root.append(make("p", "foreign small", data.notice));
  if (!data.skipped.length) return;
  const skipped = make("details", "skipped small");
  skipped.append(make("summary", "", data.skipped_title));
  for (const [path, reason] of data.skipped) {
    skipped.append(make("p", "path", path), make("p", "soft", reason));
  }
  root.append(skipped);
}
