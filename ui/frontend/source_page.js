// A page as it is printed: a picture with a box around each line of the sentence, and the way to
// the other pages.

const ARROWS = { ArrowLeft: "earlier", ArrowRight: "later" };

function drawPicture(root, data) {
  const { picture } = data;
  const parts = [drawPaging(root, picture)];
  if (picture.note) parts.push(make("p", "picture-note small", picture.note));
  if (!picture.source) return parts;
  const frame = make("button", "frame");
  const image = make("img", "sheet");
  frame.type = "button";
  image.src = picture.source;
  image.alt = picture.alternative;
  image.width = picture.width;
  image.height = picture.height;
  const sheet = make("span", "paper");
  sheet.append(image, ...picture.boxes.map((box, i) => drawBox(box, i, data)));
  frame.append(sheet);
  frame.addEventListener("click", () => zoom(frame));
  frame.setAttribute("aria-pressed", "false");
  frame.setAttribute("aria-label", `${picture.alternative}. Enlarge`);
  parts.push(frame, make("p", "soft small", "Click the page for its full size."));
  return parts;
}

// The way through the pages of the file, and back to the one that is cited.
function drawPaging(root, picture) {
  const paging = make("div", "paging small");
  paging.setAttribute("role", "group");
  paging.setAttribute("aria-label", "Pages");
  paging.append(
    pageButton(root, "earlier", "Previous page", picture.earlier),
    make("span", "page-place", picture.place),
    pageButton(root, "later", "Next page", picture.later),
  );
  if (picture.cited) {
    const back = makeButton(root, "icon page-turn back", `page:${picture.cited}`);
    back.textContent = "Back to the citation";
    paging.append(back);
  }
  return paging;
}

function pageButton(root, way, name, number) {
  const button = makeButton(root, `icon page-turn ${way}`, `page:${number}`, name);
  const icon = way === "earlier" ? "previous" : "next";
  button.append(drawIcon(icon));
  button.title = `${name} (${way === "earlier" ? "←" : "→"})`;
  button.setAttribute("aria-keyshortcuts", way === "earlier" ? "ArrowLeft" : "ArrowRight");
  button.disabled = !number;
  return button;
}

// Left and right turn pages, but for a page that is enlarged: there they move it.
function turnByKey(panel, event) {
  const way = ARROWS[event.key];
  const isPlain = !(event.altKey || event.ctrlKey || event.metaKey || event.shiftKey);
  if (!way || !isPlain || panel.querySelector(".frame.is-full")) return;
  const button = panel.querySelector(`.page-turn.${way}:enabled`);
  if (!button) return;
  event.preventDefault();
  button.click();
}

// In shares of the page, so that a box stays where it is at any size.
function drawBox([left, top, right, bottom], place, data) {
  const { width, height } = data.picture;
  const box = make("span", "box");
  box.style.left = `${(100 * left) / width}%`;
  box.style.top = `${(100 * top) / height}%`;
  box.style.width = `${(100 * (right - left)) / width}%`;
  box.style.height = `${(100 * (bottom - top)) / height}%`;
  if (!place) box.append(make("span", "tag", data.label));
  return box;
}

// Between the width of the panel and the size it was drawn at, with the sentence kept in sight.
function zoom(frame) {
  const isFull = frame.classList.toggle("is-full");
  frame.setAttribute("aria-pressed", String(isFull));
  frame.querySelector(".box")?.scrollIntoView({ block: "center", inline: "start" });
}
