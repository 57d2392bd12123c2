// One report: layers on and off, evidence of a mark, jumps to a stretch of the text or a cell.
"use strict";
(() => {
  const main = document.querySelector("main");
  const text = document.getElementById("text");
  const note = document.getElementById("note");
  const hint = [...note.childNodes];
  const layerOf = { l: "topics", r: "origins", o: "origins", c: "claims", k: "checks", s: "stale" };

  const refsOf = (element) =>
    element.dataset.n.split(" ").filter((ref) => main.classList.contains(layerOf[ref[0]]));

  // A row of a list below the text becomes a list of its headings and cells.
  function explain(ref) {
    const source = document.getElementById(ref);
    if (!source) return null;
    if (source.tagName !== "TR") {
      const copy = source.cloneNode(true);
      copy.removeAttribute("id");
      return copy;
    }
    const heads = source.closest("table").tHead.rows[0].cells;
    const list = document.createElement("dl");
    list.className = layerOf[ref[0]];
    [...source.cells].forEach((cell, at) => {
      if (!cell.textContent.trim()) return;
      const term = document.createElement("dt");
      const said = document.createElement("dd");
      term.append(...heads[at].cloneNode(true).childNodes);
      said.append(...cell.cloneNode(true).childNodes);
      list.append(term, said);
    });
    return list;
  }

  let pinned = null;
  function show(element) {
    main.querySelectorAll(".lit").forEach((lit) => lit.classList.remove("lit"));
    const refs = element ? refsOf(element) : [];
    const found = refs.map(explain).filter(Boolean);
    note.replaceChildren(...(found.length ? found : hint));
    note.classList.toggle("open", found.length > 0);
    for (const ref of refs)
      main.querySelectorAll(`[data-n~="${ref}"]`).forEach((same) => same.classList.add("lit"));
  }

  const markAt = (event) => event.target.closest && event.target.closest("[data-n]");
  // Where the note lies over the text, it must not slip under the pointer before the click.
  const beside = matchMedia("(hover: hover) and (min-width: 60.01rem)");
  function uncover(mark) {
    const hidden = mark.getBoundingClientRect().bottom - note.getBoundingClientRect().top;
    if (!beside.matches && note.classList.contains("open") && hidden > 0) scrollBy(0, hidden + 40);
  }
  text.addEventListener("mouseover", (event) => {
    if (beside.matches && !pinned && markAt(event)) show(markAt(event));
  });
  text.addEventListener("click", (event) => {
    const mark = markAt(event);
    if (!mark) return unpin();
    pinned = mark === pinned ? null : mark;
    show(pinned);
    uncover(mark);
    rove(mark);
  });
  function unpin() {
    pinned = null;
    show(null);
  }

  // One stop for Tab; arrows go from mark to mark.
  const visible = () => [...text.querySelectorAll("[data-n]")].filter((mark) => refsOf(mark).length && mark.getClientRects().length);
  let stop = null;
  function rove(mark) {
    if (stop) stop.tabIndex = -1;
    stop = mark || null;
    if (stop) stop.tabIndex = 0;
  }
  text.addEventListener("focusin", (event) => {
    const mark = markAt(event);
    if (mark && mark.matches(":focus-visible")) {
      pinned = mark;
      show(mark);
      uncover(mark);
    }
  });
  text.addEventListener("keydown", (event) => {
    const mark = markAt(event);
    if (!mark) return;
    if (event.key === "Escape") return unpin();
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const end = { Home: 0, End: -1 }[event.key];
    if (step === undefined && end === undefined) return;
    event.preventDefault();
    const marks = visible();
    let at = end === undefined ? marks.indexOf(mark) + step : (end + marks.length) % marks.length;
    // Pieces of one mark that another one splits are passed as a whole.
    while (step && marks[at] && refsOf(marks[at]).join() === refsOf(mark).join()) at += step;
    const next = marks[at];
    if (!next) return;
    rove(next);
    next.focus();
  });

  // Layers: remembered from page to page where the browser allows it.
  const boxes = [...document.querySelectorAll(".layers input")];
  function remembered(name) {
    try {
      return localStorage.getItem(`govnlp-${name}`);
    } catch {
      return null;
    }
  }
  function remember(name, value) {
    try {
      localStorage.setItem(`govnlp-${name}`, value);
    } catch {
      // Some browsers keep nothing for pages opened from disk.
    }
  }
  function layers() {
    for (const box of boxes) main.classList.toggle(box.name, box.checked);
    unpin();
    rove(visible()[0]);
  }
  for (const box of boxes) {
    if (!box.disabled && remembered(box.name) === "off") box.checked = false;
    box.addEventListener("change", () => {
      remember(box.name, box.checked ? "on" : "off");
      layers();
    });
  }

  // Offsets count code points, JavaScript counts UTF-16 units.
  const points = (string) => {
    let count = 0;
    for (const _ of string) count += 1;
    return count;
  };
  const units = (string, count) => {
    let at = 0;
    for (const point of string) {
      if (count-- <= 0) break;
      at += point.length;
    }
    return at;
  };
  function mark(start, end) {
    const made = [];
    const blocks = [...text.querySelectorAll("[data-s]")];
    for (const block of blocks) {
      let at = Number(block.dataset.s);
      if (at >= end) continue;
      const nodes = [];
      const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) nodes.push(walker.currentNode);
      for (const node of nodes) {
        const size = points(node.data);
        const from = Math.max(start - at, 0);
        const to = Math.min(end - at, size);
        at += size;
        if (from >= to) continue;
        const first = units(node.data, from);
        const piece = node.splitText(first);
        piece.splitText(units(piece.data, to - from));
        const wrap = document.createElement("mark");
        wrap.className = "target";
        piece.replaceWith(wrap);
        wrap.append(piece);
        made.push(wrap);
      }
    }
    return made;
  }
  function cell(hash) {
    const [table, row, column] = hash.split(".");
    for (const found of text.querySelectorAll("table[data-t]")) {
      if (found.dataset.t !== table) continue;
      const at = found.dataset.c.split(" ").indexOf(column);
      const line = [...found.rows].find((candidate) => candidate.dataset.r === row);
      if (line && at >= 0) return line.cells[at + 1];
    }
    return null;
  }
  function jump() {
    for (const old of document.querySelectorAll(".target")) {
      if (old.tagName !== "MARK") {
        old.classList.remove("target");
        continue;
      }
      const parent = old.parentNode;
      old.replaceWith(...old.childNodes);
      parent.normalize();
    }
    let hash = location.hash.slice(1);
    try {
      hash = decodeURIComponent(hash);
    } catch {
      return;
    }
    const span = /^s=(\d+)-(\d+)$/.exec(hash);
    let found = null;
    if (span) [found] = mark(Number(span[1]), Number(span[2]));
    else if (hash) {
      found = document.getElementById(hash) || cell(hash);
      if (found && !found.id) found.classList.add("target");
    }
    if (!found) return;
    for (let up = found.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
    if (!found.hasAttribute("tabindex")) found.tabIndex = -1;
    found.focus({ preventScroll: true });
    found.scrollIntoView({ block: "center" });
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link && link.hash === location.hash) jump();
  });
  addEventListener("hashchange", jump);
  layers();
  jump();
})();
