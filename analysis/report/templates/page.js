// Steps from figure to figure, the card of a figure, and tables that are sorted and chosen from.
// Without this script the page shows the same, only still.

// On a telephone a second chart is folded away too.
if (innerWidth <= 480) for (const chart of document.querySelectorAll("details.second")) chart.open = false;

// From figure to figure: by the buttons, and by Alt with an arrow.
const marks = [...document.querySelectorAll("mark.quantity[id]")];
const steps = document.querySelector(".steps");
let current = -1;

function step(by) {
  current = (current + by + marks.length + (current < 0 && by < 0)) % marks.length;
  location.hash = marks[current].id;
  marks[current].querySelector("a")?.focus({ preventScroll: true });
}

function follow() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const found = marks.findIndex((mark) => location.hash.endsWith(`-${mark.id}`) || mark === target);
  if (found >= 0) current = found;
  if (steps && found >= 0) steps.querySelector("output").textContent = `${found + 1} of ${marks.length}`;
  if (table?.hidden && target && table.contains(target)) unfold();
  if (target?.closest("tr")?.hidden) everything();
}

if (steps) {
  steps.hidden = false;
  for (const button of steps.querySelectorAll("button")) {
    button.addEventListener("click", () => step(Number(button.dataset.step)));
  }
  addEventListener("keydown", (pressed) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[pressed.key];
    if (!by || !pressed.altKey || pressed.ctrlKey || pressed.metaKey || pressed.shiftKey) return;
    if (pressed.target.matches?.("select, input")) return;
    pressed.preventDefault();
    step(by);
  });
}
addEventListener("hashchange", follow);

// A link to a figure counts the characters before its number, which stay whatever else is found in the text.
function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = words;
  made.addEventListener("click", () => act(made));
  return made;
}

for (const note of document.querySelectorAll(".note")) {
  const place = note.querySelector(".stated").id;
  const copying = button("link", async (pressed) => {
    const link = `${location.href.split("#")[0]}#${place}`;
    try {
      await navigator.clipboard.writeText(link);
      pressed.textContent = "copied";
    } catch {
      history.replaceState(null, "", `#${place}`);
      pressed.textContent = "in the address bar";
    }
  });
  copying.prepend(Object.assign(document.createElement("span"), { className: "wide", textContent: "copy " }));
  note.querySelector(".ways").append(" ", copying);
}

function lead() {
  const note = /^#at-\d+$/.test(location.hash) && document.querySelector(location.hash)?.closest(".note");
  if (note) location.replace(`#${note.id.slice("note-".length)}`);
}
addEventListener("hashchange", lead);

// Charts are saved with the article's name and a credit line below them.
const MARGIN = 12;

function credited(chart) {
  const drawn = chart.cloneNode(true);
  const { width, height } = chart.viewBox.baseVal;
  const whole = height + 3.5 * MARGIN;
  drawn.setAttribute("viewBox", `0 0 ${width} ${whole}`);
  drawn.setAttribute("width", width);
  drawn.setAttribute("height", whole);
  for (const link of drawn.querySelectorAll("a")) link.replaceWith(...link.childNodes);
  const add = (name, settings, words = "", before = null) => {
    const added = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [setting, value] of Object.entries(settings)) added.setAttribute(setting, value);
    added.textContent = words;
    drawn.insertBefore(added, before);
  };
  const style = { x: MARGIN, fill: "#555555", "font-size": 8, "font-family": "Verdana, sans-serif" };
  const room = Math.floor(width / 5.2);
  const title = document.querySelector("h1").textContent.trim();
  add("text", { ...style, y: height + MARGIN }, title.length > room ? `${title.slice(0, room - 1)}…` : title);
  add("text", { ...style, y: height + 2.2 * MARGIN }, document.querySelector("footer").dataset.credit);
  add("rect", { width, height: whole, fill: "#ffffff" }, "", drawn.querySelector("title")?.nextSibling);
  return drawn;
}

async function save(chart, kind) {
  const drawn = credited(chart);
  const svg = new XMLSerializer().serializeToString(drawn);
  let file = new Blob([svg], { type: "image/svg+xml" });
  if (kind === "png") {
    const picture = new Image();
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    await picture.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [2 * picture.width, 2 * picture.height];
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    file = await new Promise((made) => canvas.toBlob(made, "image/png"));
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `${document.documentElement.dataset.article}-${chart.querySelector("g").id.split("-figure")[0]}.${kind}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

for (const chart of document.querySelectorAll(".chart > svg")) {
  const line = document.createElement("p");
  line.className = "saves";
  line.append("Save as ", button("SVG", () => save(chart, "svg")), button("PNG", () => save(chart, "png")));
  chart.after(line);
}
for (const told of document.querySelectorAll(".scripted")) told.hidden = false;

// Tables are sorted by their headings.
const order = (row, column) => row.cells[column].dataset.order ?? row.cells[column].textContent.trim();
const value = (words) => (words === "-inf" || words === "nan" ? -Infinity : words === "" ? NaN : Number(words));
const { compare } = new Intl.Collator("en", { numeric: true });

function sort(table, heading, column) {
  const up = heading.getAttribute("aria-sort") !== "ascending";
  const rows = [...table.tBodies[0].rows].sort((one, other) => {
    const [first, second] = [order(one, column), order(other, column)];
    const difference = value(first) - value(second);
    return (up ? 1 : -1) * (value(first) === value(second) ? 0 : Number.isNaN(difference) ? compare(first, second) : difference);
  });
  table.tBodies[0].append(...rows);
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", up ? "ascending" : "descending");
}

for (const table of document.querySelectorAll("table.analysis-table:not(.plain)")) {
  if (table.tBodies[0].rows.length < 2) continue;
  [...table.tHead.rows[0].cells].forEach((heading, column) => {
    const button = document.createElement("button");
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sort(table, heading, column));
    heading.append(button);
  });
}

// The figures are chosen by their words, source, topic, kind and doubt.
const filters = document.querySelector(".filters");
const inputs = filters ? [...filters.querySelectorAll("input, select")] : [];
const rows = [...document.querySelectorAll("table.figures tbody tr")];

function choose() {
  for (const row of rows) {
    row.hidden = !inputs.every((input) => {
      if (input.type === "search") return row.textContent.toLowerCase().includes(input.value.trim().toLowerCase());
      if (input.dataset.choice === "also") return input.checked || !row.dataset.mentioned;
      if (input.type === "checkbox") return !input.checked || row.dataset[input.dataset.choice];
      return !input.value || row.dataset[input.dataset.choice] === input.value;
    });
  }
  filters.querySelector("output").textContent = `${rows.filter((row) => !row.hidden).length} of ${rows.length} figures`;
}

// On a telephone, where the notes tell the same, a long table is folded away.
const table = document.querySelector("table.figures");
const LONG = 12;
const unfolding = button(`Show all ${rows.length} figures as a table`, unfold);

function unfold() {
  unfolding.remove();
  table.hidden = filters.hidden = false;
  document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

function everything() {
  for (const input of inputs) input.type === "checkbox" ? (input.checked = input.dataset.choice === "also") : (input.value = "");
  choose();
  document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

if (filters) {
  filters.hidden = false;
  filters.addEventListener("input", choose);
  choose();
}
if (innerWidth <= 480 && filters && rows.length > LONG) {
  table.hidden = filters.hidden = true;
  unfolding.className = "unfold";
  table.before(unfolding);
}

// The card of a figure stands beside whatever leads to it.
const card = document.getElementById("card");
let shown = null;

function show(link) {
  const note = document.getElementById(`note-${link.dataset.quantity}`);
  const row = document.getElementById(`claims-row-${link.dataset.quantity}`);
  if (!note || note.contains(link)) return;
  card.replaceChildren(copy(row, "sentence"), ...["stated", "who", "hedges"].map((part) => copy(note, part)).filter(Boolean));
  card.querySelector(".ways")?.remove();
  card.hidden = false;
  place(link.getBoundingClientRect());
  link.setAttribute("aria-describedby", "card");
  shown = link;
}

function copy(from, part) {
  const copied = from.querySelector(`.${part}`)?.cloneNode(true);
  copied?.removeAttribute("id");
  for (const link of copied?.querySelectorAll("a") ?? []) link.replaceWith(...link.childNodes);
  for (const marked of copied?.querySelectorAll("[id], [title]") ?? []) ["id", "title"].forEach((name) => marked.removeAttribute(name));
  return copied;
}

function place(beside) {
  const { width, height } = card.getBoundingClientRect();
  const left = Math.min(Math.max(8, beside.left), document.documentElement.clientWidth - width - 8);
  const below = beside.bottom + 8;
  card.style.left = `${Math.max(8, left)}px`;
  card.style.top = `${below + height < innerHeight ? below : Math.max(8, beside.top - height - 8)}px`;
}

function hide() {
  card.hidden = true;
  shown?.removeAttribute("aria-describedby");
  shown = null;
}

for (const link of document.querySelectorAll('a[href^="#q"]')) {
  const found = /^#(q\d+)$/.exec(link.getAttribute("href"));
  if (!found) continue;
  link.dataset.quantity = found[1];
  link.addEventListener("pointerenter", () => show(link));
  link.addEventListener("pointerleave", hide);
  link.addEventListener("focus", () => link.matches(":focus-visible") && show(link));
  link.addEventListener("blur", hide);
  link.addEventListener("click", hide);
}
addEventListener("keydown", (pressed) => pressed.key === "Escape" && hide());
addEventListener("scroll", () => shown && place(shown.getBoundingClientRect()), { passive: true });
lead();
follow();
document.documentElement.dataset.ready = "yes";
