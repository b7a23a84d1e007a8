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

