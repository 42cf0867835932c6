// The console works without this file: it adds keys, the shrinking ring, and closing by itself.
// Values that are closed are taken out of the page, not hidden in it.
(() => {
  "use strict";

  const keysOff = () => document.documentElement.dataset.keys === "off";
  const typing = (at) => at && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName));

  // Keys: / search, j k through the rows, Escape leaves a field or closes the menu.
  const queue = () => [...document.querySelectorAll("[data-queue] .row")].filter((row) => row.offsetParent !== null);
  const step = (by) => {
    const rows = queue();
    if (!rows.length) return false;
    const at = rows.indexOf(document.activeElement);
    const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by));
    rows[next].focus();
    return true;
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      const menu = document.querySelector("details.who[open]");
      if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
      else if (typing(document.activeElement)) document.activeElement.blur();
      return;
    }
    if (keysOff() || typing(event.target)) return;
    if (event.key === "/") {
      const search = document.getElementById("search") || document.getElementById("filter");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    } else if (event.key === "j" || event.key === "k") {
      if (step(event.key === "j" ? 1 : -1)) event.preventDefault();
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.who[open]")) if (!menu.contains(event.target)) menu.open = false;
  });

  // On a narrow screen the bar scrolls: the page one is on is brought into sight.
  document.querySelector(".bar > nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

  // What is wider than the screen begins with what is newest.
  for (const wide of document.querySelectorAll("[data-latest]")) wide.scrollLeft = wide.scrollWidth;

  // Deadlines by the clock, not by counting ticks: a sleeping computer wakes to a closed card.
  const deadlines = new Map();
  const watch = (root) => {
    for (const part of root.querySelectorAll("[data-seconds]")) {
      if (deadlines.has(part)) continue;
      const seconds = Number(part.dataset.seconds);
      if (seconds > 0) deadlines.set(part, { start: Date.now(), end: Date.now() + seconds * 1000 });
    }
    tick();
  };
  const closeCard = (card) => {
    const words = document.getElementById("closed-card");
    offered.clear();
    card.replaceWith(words ? words.content.cloneNode(true) : "");
    for (const row of document.querySelectorAll(".row[aria-current]")) row.removeAttribute("aria-current");
  };
  // What a field offered before it was revealed, by the row's id; never a row that shows a revealed value.
  const offered = new Map();
  const coverField = (field) => {
    const { after = "" } = field.dataset;
    const part = field.querySelector("dd");
    const before = offered.get(field.id);
    offered.delete(field.id);
    field.classList.remove("revealed");
    field.removeAttribute("data-seconds");
    part.replaceChildren(...(before ? before.children : []));
    const value = part.querySelector(".value") || part.appendChild(Object.assign(document.createElement("div"), { className: "value" }));
    const words = value.querySelector(".why") || value.appendChild(Object.assign(document.createElement("span"), { className: "why" }));
    words.textContent = [words.textContent, after].filter(Boolean).join("; ");
    if (before) window.htmx?.process(part);
  };
  document.addEventListener("htmx:beforeSwap", (event) => {
    const row = event.detail.target;
    if (!row?.matches?.(".field") || row.matches(".revealed")) return;
    const before = row.querySelector("dd").cloneNode(true);
    before.querySelectorAll(".outcome").forEach((part) => part.remove());
    before.querySelectorAll(".problem").forEach((part) => { part.textContent = ""; });
    before.querySelectorAll("details").forEach((part) => { part.open = false; });
    before.querySelectorAll("form").forEach((form) => form.reset());
    offered.set(row.id, before);
  });
  // Another card: nothing of the one before is kept.
  document.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target?.id === "pane") offered.clear(); });
  const tick = () => {
    const now = Date.now();
    for (const [part, { start, end }] of deadlines) {
      if (!part.isConnected) { deadlines.delete(part); continue; }
      if (now >= end) {
        deadlines.delete(part);
        if (part.hasAttribute("data-card")) closeCard(part); else coverField(part);
      } else if (part.hasAttribute("data-card")) {
        const left = (end - now) / (end - start);
        part.querySelector(".ring .rest")?.setAttribute("stroke-dashoffset", String(Math.round((1 - left) * 1000) / 10));
        part.querySelector(".closing")?.classList.toggle("soon", end - now < 30000);
      }
    }
  };
  setInterval(tick, 500);
  document.addEventListener("visibilitychange", tick);

  // A page out of the browser's memory is a page from the past: ask the server again.
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.replace("/desk"); });

  // A charter can be taken from a file into its field; without this it is pasted.
  for (const part of document.querySelectorAll("[data-file-into]")) {
    part.hidden = false;
    part.querySelector("input").addEventListener("change", async (event) => {
      const file = event.target.files[0];
      if (file) document.getElementById(part.dataset.fileInto).value = await file.text();
    });
  }

  // After htmx has put a part in place: watch it, mark the row, go there.
  document.addEventListener("htmx:afterSwap", (event) => {
    const target = event.detail.target;
    watch(document);
    if (target && target.id === "pane") {
      document.querySelector(".panes")?.classList.toggle("open", !target.querySelector("#today"));
      const opener = event.detail.requestConfig?.triggeringEvent?.submitter;
      for (const row of document.querySelectorAll(".row[aria-current]")) row.removeAttribute("aria-current");
      if (opener?.classList.contains("row") && target.querySelector("[data-card]")) opener.setAttribute("aria-current", "true");
      if (matchMedia("(max-width: 820px)").matches) target.scrollIntoView({ block: "start" });
    }
  });
  watch(document);
})();
