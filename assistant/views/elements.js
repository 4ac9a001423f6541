// Makes a view from the tree that elements.py hands over. Strings become text nodes and nothing else.

const TAGS = new Set(
  "article blockquote button caption cite dd details div dl dt em figure footer h2 h3 h4 header hr li mark nav ol p section span strong summary table tbody td th thead time tr ul".split(" "),
);
const ATTRIBUTES = /^(class|datetime|scope|open|role|title|lang|tabindex|type|colspan|data-(name|opens|label)|aria-(label|hidden|describedby|live))$/;

function build(node) {
  if (typeof node === "string") return document.createTextNode(node);
  const [tag, attributes, ...children] = node;
  if (!TAGS.has(tag)) throw new Error(`no such element: ${tag}`);
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (!ATTRIBUTES.test(name)) throw new Error(`no such attribute: ${name}`);
    made.setAttribute(name, value);
  }
  made.append(...children.map(build));
  return made;
}

const calm = matchMedia("(prefers-reduced-motion: reduce)");

function scrollTo(element, block) {
  element.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });
}

// A box that scrolls shows its first highlight, a little below its top edge.
function reveal(details) {
  for (const box of details.querySelectorAll(".page-text")) {
    const mark = box.querySelector("mark");
    if (mark) box.scrollTop += mark.getBoundingClientRect().top - box.getBoundingClientRect().top - 48;
  }
}

function open(view, name) {
  const details = view.querySelector(`details[data-name="${CSS.escape(name)}"]`);
  if (!details) return;
  details.open = true;
  scrollTo(details, details.offsetHeight > 0.6 * innerHeight ? "start" : "nearest");
  details.querySelector("summary").focus({ preventScroll: true });
}

// What has just come is read from its top down. Streamlit runs on to the end of the page unless the reader turns the wheel,
// so it is told that the wheel was turned; a reader who has really begun to scroll is left alone.
function arrive(view) {
  const stop = new AbortController();
  for (const kind of ["wheel", "pointerdown", "keydown"]) {
    document.addEventListener(kind, (event) => event.isTrusted && stop.abort(), { signal: stop.signal, capture: true });
  }
  for (const wait of [50, 150, 300]) {
    setTimeout(() => {
      if (stop.signal.aborted) return;
      view.dispatchEvent(new WheelEvent("wheel", { bubbles: true, composed: true }));
      view.scrollIntoView({ block: "start" });
    }, wait);
  }
  setTimeout(() => stop.abort(), 400);
}

export default function ({ data, parentElement }) {
  // A rerun hands the same tree over again: what the reader has opened stays open.
  const wanted = JSON.stringify(data.elements);
  if (parentElement.shown === wanted) return;
  parentElement.shown = wanted;
  parentElement.querySelector(".view")?.remove();

  const view = document.createElement("div");
  view.className = "view";
  view.append(...data.elements.map(build));
  view.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-opens]");
    if (button) open(view, button.dataset.opens);
  });
  for (const details of view.querySelectorAll("details")) {
    details.addEventListener("toggle", () => details.open && reveal(details));
  }
  parentElement.append(view);
  if (data.arrived) arrive(view);
}
