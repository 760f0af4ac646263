// Scrolls to the section that was saved, and says when the preview has ended.
// Without it the preview works all the same; on the published site there is no script at all.
"use strict";

const frame = document.querySelector(".editor-frame");
const gone = frame.querySelector(".editor-gone");
let waiting;

// Builds have numbers of equal length, too large for arithmetic: they are compared as texts.
function follow() {
  const before = sessionStorage.getItem("build");
  sessionStorage.setItem("build", frame.dataset.build);
  const section = frame.dataset.saved && document.getElementById(frame.dataset.saved);
  if (!section || before === null || frame.dataset.savedIn <= before) return;
  const { top, bottom } = section.getBoundingClientRect();
  const isSeen = top >= 0 && top < innerHeight / 2;
  const isReadIn = top < 0 && bottom > innerHeight;
  if (!isSeen && !isReadIn) section.scrollIntoView();
}

// After the browser has put the page back to where it was.
addEventListener("load", () => requestAnimationFrame(follow));

document.addEventListener("LiveReloadDisconnect", () => {
  waiting ??= setTimeout(() => {
    gone.textContent = "The preview has ended, or cannot be reached: this page no longer follows what you save.";
  }, 1500);
});
document.addEventListener("LiveReloadConnect", () => {
  clearTimeout(waiting);
  waiting = undefined;
  gone.textContent = "";
});
