// Why a passage was found: folded, since an answer is read for what it says.

function drawWhy(root, quotes) {
  const told = quotes.filter((quote) => quote.why);
  const folded = make("details", "reasons small");
  const title = told.length > 1 ? "Why these passages" : "Why this passage";
  folded.append(makeSummary(root, "soft", title), ...told.map((quote) => drawReason(root, quote)));
  return told.length ? folded : "";
}

function drawReason(root, quote) {
  const reason = make("div", "reason");
  const words = make("p", "reason-words");
  words.dir = "auto";
  words.lang = quote.language;
  words.append(make("span", "soft", `${quote.label} `));
  setSegments(words, quote.why.segments);
  reason.append(words, ...quote.why.lines.map((line) => make("p", "soft", line)));
  reason.append(makeCopyButton(root, "Copy this quote", quote.copy));
  return reason;
}
