// The page viewer: a page of a paper as a picture, or as text, with the words of a source marked on it. A source says where its pages
// are (an address of this app each); what comes back from there is set as text nodes and as numbers, never as markup.

const PAGE = /^(\/[\w.~-]+)*\/paper\/[\w-]+\/page\/\d+(\/picture)?(\?[\w=,.-]*)?$/;
const FILE = /^(\/[\w.~-]+)*\/paper\/[\w-]+\/file(#page=\d+)?$/;
const ZOOMS = [1, 1.25, 1.5, 2, 2.5, 3];
const LEGIBLE = 640; // pixels of width below which a page of A4 cannot be read; it is then shown wider than its frame

function made(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== undefined) element.setAttribute(name, value);
  element.append(...children.filter((each) => each !== null && each !== undefined));
  return element;
}

function button(words, name, pressed) {
  const element = made("button", { type: "button", "aria-label": name === words ? null : name }, words);
  element.addEventListener("click", pressed);
  return element;
}

function checked(address, pattern) {
  if (!pattern.test(address)) throw new Error(`no such address: ${address}`);
  return address;
}

async function copied(words, button) {
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    // Without a secure connection there is no clipboard to write to: copied as a reader would, from a field.
    const field = made("textarea", { class: "away", "aria-hidden": "true" });
    field.value = words;
    button.after(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    button.focus({ preventScroll: true });
  }
  const before = button.dataset.words ?? button.textContent;
  button.dataset.words = before;
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = before), 2000);
}

// One viewer a view; it outlives what the view shows, so that a rerun does not close it.
class Viewer {
  constructor(root) {
    this.root = root;
    this.asText = false;
    this.zoom = null; // until the reader chooses one
    this.dialog = made("dialog", { class: "viewer", "aria-labelledby": "viewer-title" });
    this.title = made("h2", { id: "viewer-title", tabindex: "-1" });
    this.place = made("span", { class: "place", role: "status" });
    this.before = button("‹", "Previous page", () => this.turn(-1));
    this.after = button("›", "Next page", () => this.turn(1));
    this.smaller = button("−", "Smaller", () => this.scale(-1));
    this.larger = button("+", "Larger", () => this.scale(1));
    this.kind = button("Show as text", "Show as text", () => this.change());
    this.sheet = made("div", { class: "sheet", tabindex: "0", role: "region", "aria-label": "The page" });
    this.aside = made("div", { class: "aside" });
    const close = button("Close", "Close", () => this.dialog.close());
    close.className = "close";
    const bar = made(
      "div", { class: "bar" },
      made("span", { class: "group" }, this.before, this.place, this.after),
      made("span", { class: "group zoom" }, this.smaller, this.larger),
      this.kind,
    );
    this.dialog.append(made("header", {}, this.title, close), bar, this.sheet, this.aside);
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
    this.dialog.addEventListener("keydown", (event) => this.key(event));
    this.dialog.addEventListener("close", () => this.opener?.isConnected && this.opener.focus({ preventScroll: true }));
    root.append(this.dialog);
  }

  // Arrows turn the pages when the sheet is not being scrolled by them; the keys are kept from the app's own shortcuts.
  key(event) {
    event.stopPropagation();
    if (event.target.closest("textarea, input")) return;
    if (event.key === "PageDown" || (event.key === "ArrowRight" && this.sheet.scrollWidth <= this.sheet.clientWidth)) this.turn(1);
    else if (event.key === "PageUp" || (event.key === "ArrowLeft" && this.sheet.scrollWidth <= this.sheet.clientWidth)) this.turn(-1);
    else return;
    event.preventDefault();
  }

  open(holder, field, opener) {
    this.holder = holder;
    this.opener = opener ?? holder;
    this.source = JSON.parse(holder.dataset.source);
    this.field = field ?? null;
    this.title.textContent = this.source.title;
    this.zoom = null;
    this.tell();
    this.empty();
    if (!this.dialog.open) this.dialog.showModal();
    this.title.focus({ preventScroll: true });
    const own = this.source.pages.filter((address) => field && new RegExp(`-${field}(,|$)`).test(address));
    this.show(own.length ? own : this.source.pages, true);
  }

  // What stands beside the page: the quote, the facts, the reference; and the way to the sources before and after.
  tell() {
    const facts = this.source.facts.map(([term, value]) => made("div", {}, made("dt", {}, term), made("dd", {}, value)));
    const parts = [];
    if (this.source.quote) parts.push(made("h3", {}, "The words quoted"), made("blockquote", {}, this.source.quote));
    if (facts.length) parts.push(made("dl", { class: "particulars" }, ...facts));
    if (this.source.reference) {
      const copy = button("Copy reference", "Copy reference", () => copied(this.source.reference, copy));
      parts.push(made("h3", {}, "Reference"), made("p", { class: "reference" }, this.source.reference), copy);
    }
    this.file = made("p", { class: "file" });
    parts.push(this.file);
    const all = [...this.root.querySelectorAll(".view .sources [data-source]")];
    const at = all.indexOf(this.holder);
    if (at >= 0 && all.length > 1) {
      const go = (step) => this.open(all[at + step], null, this.opener);
      const previous = button("‹ Previous source", "Previous source", () => go(-1));
      const next = button("Next source ›", "Next source", () => go(1));
      previous.disabled = at <= 0;
      next.disabled = at >= all.length - 1;
      parts.push(made("div", { class: "bar sources-bar" }, previous, made("span", { class: "place" }, `${at + 1} of ${all.length}`), next));
    }
    this.aside.replaceChildren(...parts);
  }

  // The pages of the source before are not shown beside the words of this one, however long its own take to come.
  empty() {
    this.pages = [];
    this.place.textContent = "";
    this.before.disabled = this.after.disabled = true;
    this.sheet.replaceChildren();
  }

  // Shows pages, those of a source one below the other; what was asked for in between is forgotten.
  async show(addresses, first) {
    const asked = (this.asked = Symbol());
    this.sheet.setAttribute("aria-busy", "true");
    let held;
    try {
      held = await Promise.all(addresses.map(async (address) => {
        const reply = await fetch(checked(address, PAGE), { credentials: "same-origin" });
        if (!reply.ok && reply.status !== 404) throw new Error(`${reply.status}`);
        const page = await (reply.headers.get("content-type")?.includes("json") ? reply.json() : { notice: await reply.text() });
        return { ...page, address };
      }));
    } catch {
      held = [{ notice: "The page could not be fetched. Is Scrutiny Desk still running? Close this and try again." }];
    }
    if (this.asked !== asked) return;
    this.pages = held;
    this.draw(first);
    this.sheet.removeAttribute("aria-busy");
  }

  draw(first) {
    const pages = this.pages;
    const drawn = pages.every((page) => page.picture);
    const some = pages.filter((page) => page.name);
    this.place.textContent = some.length ? `${some.map((page) => page.name).join("; ")} of ${some[0].last}` : "";
    if (some.length && some[0].last === 1) this.place.textContent = some[0].name;
    this.before.disabled = !some.length || some[0].ordinal <= 1;
    this.after.disabled = !some.length || some.at(-1).ordinal >= some[0].last;
    this.kind.hidden = !drawn;
    this.smaller.hidden = this.larger.hidden = !drawn || this.asText;
    this.nameKind();
    const picture = drawn && !this.asText;
    this.sheet.replaceChildren(...pages.flatMap((page) => this.drawPage(page, picture, pages.length > 1)));
    const file = pages.find((page) => page.file)?.file;
    this.file.replaceChildren();
    if (file) {
      const words = file.includes("#page=") ? `Open the PDF at page ${file.split("#page=")[1]}` : "Save the file";
      this.file.append(made("a", { href: checked(file, FILE), target: "_blank", rel: "noopener" }, words));
    }
    this.sheet.scrollTo(0, 0);
    if (picture) this.fit(first);
    else this.reveal();
  }

  drawPage(page, picture, named) {
    const parts = named && page.name ? [made("p", { class: "page-name" }, page.name)] : [];
    if (page.notice) parts.push(made("p", { class: "notes" }, page.notice));
    if (page.unread) parts.push(made("p", { class: "notes" }, "No text could be read on this page; it is not searched."));
    if (page.recognised !== null) {
      parts.push(made("p", { class: "notes" }, `A scan: its words were read by text recognition, confidence ${page.recognised}%. Compare them with the picture.`));
    }
    if (picture) parts.push(this.drawPicture(page));
    else if (page.text) parts.push(made("div", { class: "page-text" }, ...page.text.map(([words, marked, field]) => this.run(words, marked, field))));
    return parts;
  }

  drawPicture(page) {
    const image = made("img", { alt: `${page.name}, as printed. “Show as text” gives its words.`, draggable: "false" });
    image.src = `${checked(page.picture, PAGE)}?width=${Math.ceil(Math.max(LEGIBLE, this.sheet.clientWidth) * devicePixelRatio)}`;
    image.addEventListener("error", () => {
      image.replaceWith(made("p", { class: "notes" }, "The picture of this page could not be made. “Show as text” gives its words."));
    });
    const boxes = page.boxes.map(({ field, left, top, right, bottom }) => {
      const box = made("span", { class: this.field && field === this.field ? "box here" : "box" });
      Object.assign(box.style, {
        left: `${100 * left}%`, top: `${100 * top}%`, width: `${100 * (right - left)}%`, height: `${100 * (bottom - top)}%`,
      });
      return box;
    });
    return made("div", { class: "picture" }, image, ...boxes);
  }

  run(words, marked, field) {
    const [head, ...cells] = words.split("\t");
    const run = made(marked ? "mark" : "span", { class: marked && this.field && field === this.field ? "here" : null }, head);
    for (const cell of cells) run.append(made("span", { class: "gap" }, "\t"), cell);
    return run;
  }

  // A picture is as wide as its frame, or as wide as it must be to be read; then the mark is brought into sight.
  fit(first) {
    if (this.zoom === null) this.zoom = Math.max(1, LEGIBLE / Math.max(1, this.sheet.clientWidth));
    this.sheet.style.setProperty("--zoom", this.zoom);
    const images = [...this.sheet.querySelectorAll("img")];
    const seen = () => this.reveal();
    for (const image of images) image.complete ? null : image.addEventListener("load", seen, { once: true });
    seen();
    if (first) this.ahead();
  }

  // The neighbours' pictures are fetched meanwhile, so that turning a page takes no time.
  ahead() {
    const page = this.pages.at(-1);
    const width = `?width=${Math.ceil(Math.max(LEGIBLE, this.sheet.clientWidth) * devicePixelRatio)}`;
    if (page.picture && page.ordinal < page.last) {
      new Image().src = checked(page.picture.replace(/\/page\/\d+\//, `/page/${page.ordinal + 1}/`), PAGE) + width;
    }
  }

  reveal() {
    const mark = this.sheet.querySelector(".here") ?? this.sheet.querySelector("mark, .box");
    if (!mark) return;
    const [box, frame] = [mark.getBoundingClientRect(), this.sheet.getBoundingClientRect()];
    this.sheet.scrollTop += box.top - frame.top - Math.min(96, frame.height / 4);
    const over = box.right - frame.right + 16;
    this.sheet.scrollLeft += box.left < frame.left || over > 0 ? Math.min(box.left - frame.left - 16, Math.max(over, box.left - frame.left - 16)) : 0;
  }

  turn(step) {
    const edge = step < 0 ? this.pages?.[0] : this.pages?.at(-1);
    if (!edge?.name) return;
    const to = edge.ordinal + step;
    if (to < 1 || to > edge.last) return;
    // A page that the source stands on has its marks, from whichever side it is come to.
    const own = this.source.pages.find((address) => address.includes(`/page/${to}?`));
    this.show([own ?? edge.address.replace(/\/page\/\d+\?.*$/, `/page/${to}?at=`)], true);
  }

  scale(step) {
    const near = ZOOMS.reduce((best, each, n) => (Math.abs(each - this.zoom) < Math.abs(ZOOMS[best] - this.zoom) ? n : best), 0);
    this.zoom = ZOOMS[Math.min(ZOOMS.length - 1, Math.max(0, near + step))];
    this.fit(false);
  }

  nameKind() {
    this.kind.textContent = this.asText ? "Show as picture" : "Show as text";
    this.kind.setAttribute("aria-label", this.kind.textContent);
  }

  change() {
    this.asText = !this.asText;
    if (this.pages.length) this.draw(false);
    else this.nameKind();
  }
}
