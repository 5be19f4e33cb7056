// Keys, the side panel, why a status stands, and drafts that survive; everything else is the server's.
"use strict";

const inField = (el) => el.closest("input, textarea, select, [contenteditable]") !== null;

// Search: arrow keys go through what was found and back to the field, Escape closes it. What was
// found is links, which take the focus themselves, so that Enter opens one and a reader says it.
document.addEventListener("keydown", (event) => {
  const box = event.target.closest("[data-picks]");
  if (!box) return;
  const found = box.querySelector("[aria-live]");
  const stops = [box.querySelector("input[type=search]"), ...found.querySelectorAll("a")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape" && stops.length > 1) {
    if (box.matches("form")) found.replaceChildren();
    stops[0].focus();
  } else if (step && stops.length > 1) {
    const here = stops.indexOf(document.activeElement);
    stops[(here + step + stops.length) % stops.length].focus();
  } else return;
  event.preventDefault();
  event.stopImmediatePropagation();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    document.getElementById("tip")?.hidePopover();
    return closeSide();
  }
  if (inField(event.target)) return;
  if (event.key === "/") {
    event.preventDefault();
    document.getElementById("q")?.focus();
    return;
  }
  const link = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (link) {
    event.preventDefault();
    link.click();
  }
});

// The side panel: it takes the focus when it opens and gives it back when it closes.
let openedBy = null;

function closeSide() {
  const side = document.getElementById("side");
  if (!side || !side.firstElementChild) return;
  side.replaceChildren();
  openedBy?.focus();
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close-side]")) closeSide();
  const menu = document.querySelector("details.menu[open]");
  if (menu && !menu.contains(event.target)) menu.open = false;
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target?.id === "side") openedBy = event.detail.elt;
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id === "side") document.getElementById("side").focus();
});

// In a list the value of a decision opens its trace at the side.
document.addEventListener("click", (event) => {
  const link = event.target.closest("table.list a.why:not([hx-get])");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  htmx.ajax("GET", link.getAttribute("href"), { source: link, target: "#side" });
});

// Who rests on a status of a list, or comes to it by keyboard, reads why: asked for when wanted, and
// once. What else was said of it there stands below.
let resting = null;

async function because(link) {
  if (link.dataset.because === undefined) {
    link.dataset.because = "";
    const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
    const panel = new DOMParser().parseFromString(await answer.text(), "text/html");
    const cell = link.closest("td");
    const said = [panel.querySelector(".lead > span")?.textContent, cell?.title];
    link.dataset.because = said.filter(Boolean).join("\n");
    cell?.removeAttribute("title");
  }
  const tip = document.getElementById("tip");
  if (!link.dataset.because || !link.matches(":hover, :focus")) return;
  tip.textContent = link.ariaDescription = link.dataset.because;
  tip.showPopover();
  const { left, top, bottom } = link.getBoundingClientRect();
  const below = bottom + tip.offsetHeight < innerHeight;
  tip.style.left = `${Math.max(0, Math.min(left, innerWidth - tip.offsetWidth))}px`;
  tip.style.top = `${below ? bottom : top - tip.offsetHeight}px`;
}

function rest(event) {
  const tip = document.getElementById("tip");
  if (!tip || tip.contains(event.target)) return;
  clearTimeout(resting);
  tip.hidePopover();
  const link = event.target.closest?.("table.list a.why:not([title]), .owed-row a.why");
  if (link && event.type !== "click") resting = setTimeout(because, 300, link);
}

["mouseover", "focusin", "click"].forEach((name) => document.addEventListener(name, rest));

// A page that refreshes itself waits while somebody types or chooses in it.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, elt } = event.detail;
  if (elt.id === "desk" && target.contains(document.activeElement)) event.detail.shouldSwap = false;
});

// A form that was sent is not sent again by a second click.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 4000);
});

// What is typed into a form marked `data-draft` is kept on this computer until it is saved.
const draftName = (form) => `draft:${form.dataset.draft}`;

function restoreDraft(form) {
  const kept = JSON.parse(localStorage.getItem(draftName(form)) || "null");
  if (!kept || form.querySelector(".field.wrong")) return;
  for (const [name, value] of Object.entries(kept)) {
    const field = form.elements.namedItem(name);
    if (field && field.type !== "hidden" && !field.value) field.value = value;
  }
}

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-draft]");
  if (!form) return;
  const typed = [...form.elements].filter((el) => el.matches("textarea, input[type=text]") && el.value);
  localStorage.setItem(draftName(form), JSON.stringify(Object.fromEntries(typed.map((el) => [el.name, el.value]))));
});

document.addEventListener("DOMContentLoaded", () => {
  for (const done of document.querySelectorAll("[data-draft-done]")) {
    localStorage.removeItem(`draft:${done.dataset.draftDone}`);
  }
  document.querySelectorAll("form[data-draft]").forEach(restoreDraft);
});

// A box that ticks every row of its table.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-all]")) return;
  const boxes = event.target.closest("form").querySelectorAll("input[name=chosen]");
  boxes.forEach((box) => (box.checked = event.target.checked));
});
