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
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  details.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  details.querySelector("summary").focus({ preventScroll: true });
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
}
