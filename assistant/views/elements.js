// Makes a view from the tree that elements.py hands over. Strings become text nodes and nothing else.

const TAGS = new Set(
  "a article blockquote button caption cite dd details div dl dt em figure footer h2 h3 h4 header hr li mark nav ol p section span strong summary table tbody td th thead time tr ul".split(" "),
);
const ATTRIBUTES = /^(class|datetime|scope|open|role|title|lang|tabindex|type|colspan|data-(name|opens|finds|field|label|source|copies|shares)|aria-(label|hidden|describedby|live|current|sort))$/;
const SHARE = /^[01](\.\d+)?$/; // from nothing to all, for the bars
const LINK = /^\?[\w.~%&=+*-]*$/; // to another place in the same view, and nowhere else

function build(node) {
  if (typeof node === "string") return document.createTextNode(node);
  const [tag, attributes, ...children] = node;
  if (!TAGS.has(tag)) throw new Error(`no such element: ${tag}`);
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (/^data-(from|to)$/.test(name) && SHARE.test(value)) {
      made.style.setProperty(name.replace("data", "-"), value);
      continue;
    }
    if (!(ATTRIBUTES.test(name) || (name === "href" && LINK.test(value)))) throw new Error(`no such attribute: ${name}`);
    made.setAttribute(name, value);
  }
  made.append(...children.map(build));
  return made;
}

const calm = matchMedia("(prefers-reduced-motion: reduce)");

function scrollTo(element, block) {
  element.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });
}

// Opens what goes by a name: a source in the page viewer, or a part of the view that is folded away.
function open(view, viewer, name, field, opener) {
  const named = view.querySelector(`[data-name="${CSS.escape(name)}"]`);
  if (!named) return;
  if (named.dataset.source) return viewer().open(named, field, opener);
  named.open = true;
  reveal(named);
  scrollTo(named, named.offsetHeight > 0.6 * innerHeight ? "start" : "nearest");
  named.querySelector("summary").focus({ preventScroll: true });
}

// A box that scrolls shows its first highlight, a little below its top edge.
function reveal(details) {
  for (const box of details.querySelectorAll(".page-text")) {
    const mark = box.querySelector("mark");
    if (mark) box.scrollTop += mark.getBoundingClientRect().top - box.getBoundingClientRect().top - 48;
  }
}

// What has just come is read from its top down. Streamlit would run on to the end of the page unless the reader turns the wheel and
// scrolls, so it is told that the wheel was turned, until the view stays where it was put. A reader who really begins to move about
// is left alone.
function arrive(view) {
  view.querySelector("[tabindex='-1']")?.focus({ preventScroll: true });
  const moved = new AbortController();
  for (const kind of ["wheel", "pointerdown", "keydown"]) {
    document.addEventListener(kind, (event) => event.isTrusted && moved.abort(), { signal: moved.signal, capture: true });
  }
  let [put, stayed, looks] = [NaN, 0, 0];
  const look = () => {
    const stays = Math.abs(view.getBoundingClientRect().top - put) < 2;
    stayed = stays ? stayed + 1 : 0;
    if (stayed >= 5 || ++looks > 30 || !view.isConnected) moved.abort();
    if (moved.signal.aborted) return;
    if (!stays) {
      view.dispatchEvent(new WheelEvent("wheel", { bubbles: true, composed: true }));
      view.scrollIntoView({ block: "start" });
      put = view.getBoundingClientRect().top;
    }
    setTimeout(look, 60);
  };
  setTimeout(look, 40);
}

export default function ({ data, parentElement, setTriggerValue }) {
  // A rerun hands the same tree over again: what the reader has opened stays open.
  const wanted = JSON.stringify(data.elements);
  if (parentElement.shown === wanted) return;
  parentElement.shown = wanted;
  const focused = parentElement.querySelector(".view a:focus")?.getAttribute("href");
  parentElement.querySelector(".view")?.remove();

  const viewer = () => (parentElement.viewer ??= new Viewer(parentElement));
  const view = document.createElement("div");
  view.className = "view";
  view.append(...data.elements.map(build));
  view.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.opens) open(view, viewer, button.dataset.opens, button.dataset.finds, button);
    else if (button?.dataset.source) viewer().open(button, null, button);
    else if (button?.dataset.copies) copied(button.dataset.copies, button);
    else if (button?.dataset.shares) copied(location.origin + location.pathname + button.dataset.shares, button);
    // A link is followed within the session, where it can be; a new tab or window is the browser's own affair.
    const link = event.target.closest("a[href]");
    if (!link || !data.follows || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    setTriggerValue("followed", link.getAttribute("href"));
  });
  for (const details of view.querySelectorAll("details")) {
    details.addEventListener("toggle", () => details.open && reveal(details));
  }
  parentElement.append(view);
  if (focused) view.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true }); // still where the reader was
  if (data.arrived) arrive(view);
}
