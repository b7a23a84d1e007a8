// Shared by every element: nodes are made one by one and text is only ever set as text.

const CONTROL = /(⟦[A-Z0-9+]+⟧)/;

// Puts text into a node; labels of invisible characters get a look of their own.
function setText(node, text) {
  for (const piece of text.split(CONTROL)) {
    if (CONTROL.test(piece)) {
      const mark = document.createElement("span");
      mark.className = "control";
      mark.textContent = piece;
      node.append(mark);
    } else if (piece) {
      node.append(piece);
    }
  }
  return node;
}

// Makes an element with text; the text decides whether it runs left to right.
function make(tag, className, text = "") {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) {
    node.dir = "auto";
    setText(node, text);
  }
  return node;
}

// Makes a button that tells the page which choice was made.
function makeButton(root, className, choice, name) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = className;
  if (name) button.setAttribute("aria-label", name);
  button.addEventListener("click", () => root.choose(choice));
  return button;
}

// Sets pieces of a text, [words, is it marked]; a mark is no colour alone.
function setSegments(node, segments) {
  for (const [text, isMarked] of segments) {
    const target = isMarked ? document.createElement("mark") : node;
    setText(target, text);
    if (isMarked) node.append(target);
  }
  return node;
}

// Has a screen reader say something once, without moving anybody's focus.
function say(root, words) {
  const said = make("p", "unseen");
  said.setAttribute("role", "status");
  root.append(said);
  setTimeout(() => (said.textContent = words), 150); // a region has to be there to be listened to
  setTimeout(() => said.remove(), 10000);
}

// Puts text on the clipboard; without the browser's own way, which asks for a safe address, by hand.
async function copyText(root, text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = make("textarea", "unseen");
    const focused = root.getRootNode().activeElement;
    field.value = text;
    root.append(field);
    field.select();
    const isDone = document.execCommand("copy");
    field.remove();
    focused?.focus({ preventScroll: true });
    return isDone;
  }
}

// Makes a button that copies a text and says so.
function makeCopyButton(root, name, text) {
  const button = make("button", "quiet copy", name);
  button.type = "button";
  button.addEventListener("click", async () => {
    const words = (await copyText(root, text)) ? "Copied" : "The browser does not let us copy";
    button.textContent = words;
    say(root, words);
    setTimeout(() => (button.textContent = name), 2000);
  });
  return button;
}

// Makes a list of questions, each a button that chooses it by its place.
function makeQuestions(root, data) {
  const list = make("ul", "questions");
  list.setAttribute("aria-label", data.title);
  data.questions.forEach((text, i) => {
    const item = make("li");
    const button = makeButton(root, "suggested", String(i));
    button.append(make("bdi", "", text));
    item.append(button);
    list.append(item);
  });
  return list;
}

// Gives what scrolls around the element: the page.
function findScroller(root) {
  let node = root.getRootNode().host;
  while (node && !/auto|scroll/.test(getComputedStyle(node).overflowY)) node = node.parentElement;
  return node ?? document.scrollingElement;
}

// Makes the line that opens a fold. It stays under the pointer: Streamlit would scroll a page that
// stands at its end to its new end.
function makeSummary(root, className, text) {
  const summary = make("summary", className, text);
  summary.addEventListener("click", () => {
    const before = summary.getBoundingClientRect().top;
    const stay = () => {
      findScroller(root)?.scrollBy(0, summary.getBoundingClientRect().top - before);
    };
    for (const wait of [0, 50, 150, 300]) setTimeout(stay, wait);
  });
  return summary;
}

// Gives the element's root, and whether its content differs from what is drawn there.
function prepare(component, ignored = []) {
  const root = component.parentElement.querySelector(".root");
  root.choose = (choice) => component.setTriggerValue("choice", choice);
  const lasting = Object.entries(component.data).filter(([name]) => !ignored.includes(name));
  const content = JSON.stringify(lasting);
  const isNew = root.drawnFrom !== content;
  root.drawnFrom = content;
  return { root, isNew };
}

