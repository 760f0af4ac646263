// Reads pairs of HTML texts, a JSON array a line, and writes what visual-dom-diff makes of each, with the milliseconds.
const { JSDOM } = require("jsdom");
const { visualDomDiff } = require("visual-dom-diff");
const { window } = new JSDOM("");
Object.assign(globalThis, { window, document: window.document, Node: window.Node, NodeFilter: window.NodeFilter });

require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const [before, after] = JSON.parse(line).map((html) => {
    const element = document.createElement("div");
    element.innerHTML = html;
    return element;
  });
  const started = performance.now();
  const shown = document.createElement("div");
  shown.append(visualDomDiff(before, after));
  console.log(JSON.stringify([shown.innerHTML, performance.now() - started]));
});
