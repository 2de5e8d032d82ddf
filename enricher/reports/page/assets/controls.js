// What shows and keeps the selection: lists, plots, counts and the page's address.

const counts = (name, among) => {
  const found = new Map();
  for (const paper of among) {
    for (const value of filed(paper)[name]) found.set(value, (found.get(value) || 0) + 1);
  }
  return found;
};

const fill = (name) => {
  const all = [...counts(name, papers)];
  const byName = ([a], [b]) => (a < b ? -1 : 1);
  all.sort(name === "year" ? (a, b) => byName(b, a) : byName);
  const options = all.filter(([value]) => value !== NONE).concat(all.filter(([value]) => value === NONE));
  const option = (value, label) => {
    const made = make("option", "", label);
    made.value = value;
    return made;
  };
  $(name).append(option("", "all"), ...options.map(([value, number]) =>
    option(value, `${value === NONE ? "none" : value} (${number.toLocaleString("en")})`)));
};

const drawPlots = () => {
  for (const plot of document.querySelectorAll("svg[data-filter]")) {
    const name = plot.dataset.filter;
    const found = counts(name, selected);
    for (const bar of plot.querySelectorAll(".bar")) {
      const number = found.get(bar.dataset.value) || 0;
      const part = bar.querySelector(".selected");
      const whole = bar.querySelector(".all");
      const of = name === "year" ? "height" : "width";
      const full = Number(whole.getAttribute(of));
      const all = Number(bar.dataset.all);
      const size = all && number ? Math.max(full * number / all, 2) : 0;
      part.setAttribute(of, size.toFixed(1));
      if (of === "height") part.setAttribute("y", (Number(bar.dataset.base) - size).toFixed(1));
      bar.querySelector(".number").textContent = number || "";
      bar.setAttribute("aria-pressed", String(state[name] === bar.dataset.value));
      bar.setAttribute("aria-label", `${bar.dataset.value}: ${number} of ${all} papers`);
    }
  }
};

const drawControls = () => {
  for (const name of [...FILTERS, "sort"]) {
    $(name).value = state[name];
    $(name).classList.toggle("active", state[name] !== AT_FIRST[name]);
  }
  if ($("q").value !== state.q) $("q").value = state.q;
  const some = FILTERS.some((name) => state[name]) || state.q;
  const all = papers.length.toLocaleString("en");
  const number = selected.length.toLocaleString("en");
  $("count").textContent = some ? `${number} of ${all} papers` : `${all} papers`;
  $("clear").disabled = !some;
  $("export").disabled = !selected.length;
  $("none").hidden = selected.length > 0;
  document.querySelector("table.papers").setAttribute("aria-rowcount", selected.length + 1);
  for (const head of document.querySelectorAll("th[data-sort]")) {
    const is = state.sort.replace("-", "") === head.dataset.sort;
    const direction = state.sort.startsWith("-") ? "descending" : "ascending";
    head.setAttribute("aria-sort", is ? direction : "none");
  }
};

const draw = () => {
  sort();
  select();
  shown = 0;
  $("rows").replaceChildren();
  append(AT_FIRST_SIGHT);
  drawControls();
  drawPlots();
};

/** The state is kept in the address, so that a selection can be sent to others. Not at each
 * keystroke: browsers take their time for it, and refuse it where it comes too often. */
let later = 0;
const remember = () => {
  clearTimeout(later);
  later = setTimeout(() => {
    const changed = Object.entries(state).filter(([name, value]) => value !== AT_FIRST[name]);
    const hash = new URLSearchParams(changed).toString();
    try {
      history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    } catch { /* some readers of files allow it not */ }
  }, 200);
};
const recall = () => {
  const kept = new URLSearchParams(location.hash.slice(1));
  for (const name of Object.keys(state)) state[name] = kept.get(name) ?? AT_FIRST[name];
  for (const name of [...FILTERS, "sort"]) { // what is no choice here is none
    if (![...$(name).options].some((option) => option.value === state[name])) {
      state[name] = AT_FIRST[name];
    }
  }
};
const change = (changes) => {
  Object.assign(state, changes);
  draw();
  remember();
};
const clear = () => {
  change({ q: "", ...Object.fromEntries(FILTERS.map((name) => [name, ""])) });
  $("q").focus();
};
