// Questions to go on with, each a button that asks it.

// They come while the last answer is read, and Streamlit would scroll a page that stands at its end
// to its new end: what is read stays where it is.
function keepInPlace(root) {
  const scroller = findScroller(root);
  const top = scroller?.scrollTop;
  const reader = new AbortController(); // who scrolls or types meanwhile is left alone
  for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    addEventListener(kind, () => reader.abort(), { signal: reader.signal, passive: true });
  }
  const stay = () => reader.signal.aborted || scroller?.scrollTo({ top });
  scroller?.addEventListener("scroll", stay, { signal: reader.signal }); // before it is painted
  setTimeout(() => reader.abort(), 700);
}

export default function (component) {
  const { root, isNew } = prepare(component);
  if (!isNew) return;
  keepInPlace(root);
  const { data } = component;
  root.replaceChildren(make("h3", "heading soft small", data.title), makeQuestions(root, data));
}
