// The list of reports: filtered, sorted, a page at a time.
"use strict";
const [FILE, ID, TITLE, ISSUER, YEAR, LEVEL, REGION, CHARACTERS, CLAIMS, FAILING, REUSED] = Array(11).keys();
const COLUMNS = [
  [YEAR, "年度", "year"],
  [ISSUER, "单位", "issuer"],
  [TITLE, "标题", "title"],
  [LEVEL, "层级", "level"],
  [REGION, "地区", "region"],
  [CHARACTERS, "字数", "characters", true],
  [CLAIMS, "数字", "claims", true],
  [FAILING, "对不上", "failing", true],
  [REUSED, "沿用 %", "reused %", true],
];

function reports(rows) {
  const form = document.getElementById("filters");
  const body = document.querySelector("#list tbody");
  const head = document.querySelector("#list thead tr");
  const status = document.getElementById("shown");
  const pages = document.getElementById("pages");
  const [back, on] = pages.querySelectorAll("button");
  const size = pages.querySelector("select");
  const order = new Intl.Collator("zh-CN");
  const fields = form.elements;
  const texts = rows.map((row) => [row[ID], row[TITLE], row[ISSUER]].join("\n").toLowerCase());
  const state = { sort: null, down: false, page: 0 };
  let kept = [];

  function element(name, content, more = {}) {
    const made = Object.assign(document.createElement(name), more);
    made.append(content ?? "");
    return made;
  }
  function english(content) {
    return element("small", content, { lang: "en" });
  }
  function options(select, column) {
    const values = [...new Set(rows.map((row) => row[column]).filter((value) => value !== null && value !== ""))];
    values.sort((a, b) => (typeof a === "number" ? b - a : order.compare(a, b)));
    select.append(...values.map((value) => element("option", String(value), { value: String(value) })));
  }
  options(fields.year, YEAR);
  options(fields.level, LEVEL);
  options(document.getElementById("regions"), REGION);

  for (const [column, chinese, foreign, number] of COLUMNS) {
    const button = element("button", chinese, { type: "button" });
    button.append(" ", english(foreign));
    const cell = element("th", button, { scope: "col", className: number ? "n" : "" });
    cell.dataset.column = column;
    button.addEventListener("click", () => {
      state.down = state.sort === column ? !state.down : Boolean(number) || column === YEAR;
      state.sort = column;
      state.page = 0;
      update();
    });
    head.append(cell);
  }

  function filter() {
    const words = fields.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    const { year, level, region, failing } = fields;
    kept = [];
    rows.forEach((row, at) => {
      if (year.value && String(row[YEAR]) !== year.value) return;
      if (level.value && row[LEVEL] !== level.value) return;
      if (region.value && !(row[REGION] ?? "").includes(region.value)) return;
      if (failing.checked && !row[FAILING]) return;
      if (words.every((word) => texts[at].includes(word))) kept.push(row);
    });
    const column = state.sort;
    if (column === null) return;
    const sign = state.down ? -1 : 1;
    kept.sort((a, b) => {
      const [x, y] = [a[column], b[column]];
      // What is unknown comes last either way.
      const none = (x === null || x === "") - (y === null || y === "");
      if (none || x === null || x === "") return none;
      return sign * (typeof x === "number" ? x - y : order.compare(x, y));
    });
  }

  function line(row) {
    const made = document.createElement("tr");
    for (const [column, , , number] of COLUMNS) {
      const value = row[column];
      const shown = typeof value === "number" && column !== YEAR ? value.toLocaleString("en") : value;
      const cell = element("td", shown === null ? "" : String(shown), { className: number ? "n" : "" });
      if (column === TITLE) {
        const link = element("a", value || row[ID], { href: `page/${row[FILE]}`, title: row[ID] });
        cell.replaceChildren(link);
      }
      if (column === FAILING && value) cell.classList.add("bad");
      made.append(cell);
    }
    return made;
  }

  function draw() {
    const each = Number(size.value);
    const last = Math.max(Math.ceil(kept.length / each) - 1, 0);
    state.page = Math.min(Math.max(state.page, 0), last);
    const from = state.page * each;
    const part = kept.slice(from, from + each);
    body.replaceChildren(...part.map(line));
    const range = kept.length ? `${from + 1}–${from + part.length}` : "0";
    status.textContent = `${kept.length.toLocaleString("en")} / ${rows.length.toLocaleString("en")} 份，显示 showing ${range}`;
    pages.querySelector("span").textContent = `${state.page + 1} / ${last + 1}`;
    back.disabled = state.page === 0;
    on.disabled = state.page === last;
    for (const cell of head.cells) {
      const sorted = Number(cell.dataset.column) === state.sort;
      if (sorted) cell.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      else cell.removeAttribute("aria-sort");
    }
  }

  // The address carries the filters, so that going back from a report finds the list as it was.
  function save() {
    const said = new URLSearchParams();
    for (const name of ["q", "year", "level", "region"]) if (fields[name].value) said.set(name, fields[name].value);
    if (fields.failing.checked) said.set("failing", "1");
    if (state.sort !== null) said.set("sort", `${state.down ? "-" : ""}${state.sort}`);
    if (state.page) said.set("page", state.page);
    try {
      history.replaceState(null, "", `#${said}`);
    } catch {
      // Not every browser lets a page opened from disk do this.
    }
  }
  function restore() {
    const said = new URLSearchParams(location.hash.slice(1));
    for (const name of ["q", "year", "level", "region"]) fields[name].value = said.get(name) ?? "";
    fields.failing.checked = said.has("failing");
    const sort = said.get("sort");
    if (sort && COLUMNS.some(([column]) => column === Math.abs(Number(sort)))) {
      state.sort = Math.abs(Number(sort));
      state.down = sort.startsWith("-");
    }
    state.page = Number(said.get("page")) || 0;
  }
  function update() {
    filter();
    draw();
    save();
  }
  function changed() {
    state.page = 0;
    update();
  }
  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(changed));
  size.addEventListener("change", changed);
  pages.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    state.page += Number(button.dataset.step);
    draw();
    save();
  });
  if (location.hash.includes("=")) restore();
  filter();
  draw();
}
