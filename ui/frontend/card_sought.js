// What a search of the chats found: the page shows it from its question on, and says which it is.

function showSought(root, data) {
  const asked = root.querySelector(".asked");
  asked.tabIndex = -1;
  leaveSidebar();
  showFromQuestion(root);
  // The list of chats gives the keyboard back to its button as it closes.
  for (const wait of [400, 1000]) setTimeout(() => asked.focus({ preventScroll: true }), wait);
  say(root, `Found in the chat: ${data.question}`);
}

// On a narrow page the sidebar lies over the chat until it is closed.
function leaveSidebar() {
  const bar = document.querySelector("[data-testid=stSidebar]");
  if (!bar || bar.getBoundingClientRect().width < innerWidth / 2) return;
  bar.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
}
