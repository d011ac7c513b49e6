// Tables that can be sorted and searched, and the card of a figure beside whatever leads to it.
// Without this script the page shows the same, only still.

const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark", dark.matches);
dark.addEventListener("change", follow);
follow();

const library = new Blob([document.getElementById("tables-library").textContent], { type: "text/javascript" });
const { ITable } = await import(URL.createObjectURL(library));
for (const table of document.querySelectorAll("table.analysis-table:not(.plain)")) {
  const rows = table.tBodies[0].rows.length;
  if (rows < 2) continue;
  const name = table.closest("[aria-label]").getAttribute("aria-label");
  new ITable(table, {
    order: [],
    paging: rows > 25,
    pageLength: 25,
    lengthChange: false,
    autoWidth: false,
    layout: { topStart: null, topEnd: rows > 3 ? "search" : null, bottomStart: rows > 25 ? "info" : null },
    language: { search: `Search ${name}:`, info: "_START_ to _END_ of _TOTAL_", zeroRecords: "Nothing matches." },
  });
}

const card = document.getElementById("card");
let shown = null;

function show(link) {
  const note = document.getElementById(`note-${link.dataset.quantity}`);
  if (!note || note.contains(link)) return;
  card.replaceChildren(...["sentence", "stated", "who", "hedges"].flatMap((part) => copy(note, part)));
  card.hidden = false;
  place(link.getBoundingClientRect());
  link.setAttribute("aria-describedby", "card");
  shown = link;
}

function copy(note, part) {
  const found = note.querySelector(`.${part}`);
  if (!found) return [];
  const copied = found.cloneNode(true);
  copied.hidden = false;
  for (const link of copied.querySelectorAll("a")) link.replaceWith(...link.childNodes);
  for (const marked of copied.querySelectorAll("[id], [title]")) ["id", "title"].forEach((name) => marked.removeAttribute(name));
  return [copied];
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
document.documentElement.dataset.ready = "yes";
