// A page as it is printed: a picture with a box around each line of the sentence.

function drawPicture(root, data) {
  const { picture } = data;
  const parts = [];
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
