"use strict";
(() => {
  const AT_ONCE = 60; // rows that are made together
  const FILTERS = ["venue", "year", "status", "source", "note"];
  const NONE = "\u0000none"; // the value of a filter for what is not known
  const BADGES = new Set(["preprint", "withdrawn", "missing", "failed"]);
  const $ = (id) => document.getElementById(id);
  const NAMES = [
    "id", "title", "href", "authors", "first", "venue", "year", "status", "why",
    "links", "sources", "places",
  ];

  // ------------------------------------------------------------------------------- the data

  const papers = JSON.parse($("data").textContent).map((values, number) => {
    const paper = { number };
    NAMES.forEach((name, place) => { paper[name] = values[place]; });
    return paper;
  });
  const of = {
    venue: (paper) => [paper.venue || NONE],
    year: (paper) => [paper.year === null ? NONE : String(paper.year)],
    status: (paper) => [paper.status],
    source: (paper) => paper.sources,
    note: (paper) => paper.places.map((place) => place[0]),
  };
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const sortable = {
    title: (paper) => folded(paper.title),
    first: (paper) => folded(paper.first),
    venue: (paper) => paper.venue && `${folded(paper.venue)} ${paper.year || ""}`,
    year: (paper) => paper.year || 0,
    notes: (paper) => paper.places.length,
  };

  /** What a search looks at. Made once for each paper, when it is first wanted. */
  const text = (paper) => {
    paper.text ??= folded([
      paper.title, paper.authors, paper.venue, paper.year, paper.id, paper.status,
      ...paper.links.map((link) => link[1]), ...paper.places.map((place) => place[0]),
    ].join(" "));
    return paper.text;
  };

  // ------------------------------------------------------------------------------ the state

  const AT_FIRST = { q: "", sort: "-year", venue: "", year: "", status: "", source: "", note: "" };
  const state = { ...AT_FIRST };
  let ordered = papers;
  let orderedBy = AT_FIRST.sort; // as the page has them
  let selected = papers;
  let shown = 0;

  const sort = () => {
    if (state.sort === orderedBy) return;
    orderedBy = state.sort;
    const name = orderedBy.replace("-", "");
    const value = sortable[name];
    const sign = orderedBy.startsWith("-") ? -1 : 1;
    const keyed = papers.map((paper) => [value(paper), paper]);
    keyed.sort(([a, one], [b, other]) => {
      if (!a !== !b) return a ? -1 : 1; // what is not known comes last
      if (a < b) return -sign;
      return a > b ? sign : one.number - other.number;
    });
    ordered = keyed.map((pair) => pair[1]);
  };

  const select = () => {
    const words = folded(state.q).split(/\s+/).filter(Boolean);
    const wanted = FILTERS.filter((name) => state[name]);
    selected = ordered.filter((paper) =>
      wanted.every((name) => of[name](paper).includes(state[name]))
      && (!words.length || words.every((word) => text(paper).includes(word))));
  };

  // ------------------------------------------------------------------------------- the rows

  const make = (tag, kind, ...children) => {
    const made = document.createElement(tag);
    if (kind) made.className = kind;
    made.append(...children); // texts become text, whatever they hold
    return made;
  };
  const span = (kind, value) => {
    const made = make("span", kind, value);
    made.dir = "auto";
    return made;
  };
  const link = (label, href) => {
    if (!href) return label;
    const made = make("a", "", label);
    made.setAttribute("href", href);
    return made;
  };
  const cell = (tag, role, kind, ...children) => {
    const made = make(tag, kind, ...children.filter(Boolean));
    made.setAttribute("role", role);
    return made;
  };
  const place = ([note, href, lines]) =>
    make("li", "", link(note, href), make("span", "lines", `:${lines.join(", ")}`));

  const notesOf = (paper) => {
    const list = make("ul", "", ...paper.places.slice(0, 4).map(place));
    const rest = paper.places.slice(4);
    if (rest.length) {
      const more = make("button", "", `and ${rest.length} more`);
      more.type = "button";
      more.addEventListener("click", () => {
        more.parentNode.replaceWith(...rest.map(place));
      });
      list.append(make("li", "", more));
    }
    return list;
  };

  const row = (paper, number) => {
    const title = make("span", "title", link(paper.title, paper.href));
    title.dir = "auto";
    const links = make("span", "links", ...paper.links.map((each) => link(...each)));
    const head = cell("th", "rowheader", "paper", title,
      paper.authors && span("authors", paper.authors), links);
    head.scope = "row";
    const badge = BADGES.has(paper.status) && make("span", `badge ${paper.status}`, paper.status);
    const made = cell("tr", "row", "", head,
      cell("td", "cell", "venue", paper.venue && span("where", paper.venue), badge,
        paper.why && span("why", paper.why)),
      cell("td", "cell", "year", paper.year === null ? "" : String(paper.year)),
      cell("td", "cell", "notes", notesOf(paper)));
    made.setAttribute("aria-rowindex", number + 2);
    return made;
  };

  const append = (number) => {
    const end = Math.min(shown + number, selected.length);
    const made = document.createDocumentFragment();
    for (; shown < end; shown += 1) made.append(row(selected[shown], shown));
    $("rows").append(made);
    const left = selected.length - shown;
    $("more").hidden = !left;
    $("more").textContent = `Show more (${left.toLocaleString("en")} left)`;
  };

  // ---------------------------------------------------------------------------- the controls

  const counts = (name, among) => {
    const found = new Map();
    for (const paper of among) {
      for (const value of of[name](paper)) found.set(value, (found.get(value) || 0) + 1);
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
    append(AT_ONCE);
    drawControls();
    drawPlots();
  };

  /** The state is kept in the address, so that a selection can be sent to others. */
  const remember = () => {
    const kept = new URLSearchParams(Object.entries(state).filter(([name, value]) => value !== AT_FIRST[name]));
    const hash = kept.toString();
    try {
      history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    } catch { /* some readers of files allow it not */ }
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

  // ------------------------------------------------------------------------------ the export

  const download = () => {
    const bibtex = JSON.parse($("bibtex").textContent);
    const found = selected.map((paper) => bibtex[paper.number]).filter(Boolean);
    const address = URL.createObjectURL(
      new Blob([found.join("\n\n"), "\n"], { type: "application/x-bibtex" }));
    const made = link("", address);
    made.download = "papers.bib";
    document.body.append(made);
    made.click();
    made.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    const without = selected.length - found.length;
    const rest = without ? `, ${without} without metadata left out` : "";
    $("count").textContent = `${found.length.toLocaleString("en")} papers exported${rest}`;
  };

  // ------------------------------------------------------------------------------- the theme

  const THEMES = ["auto", "light", "dark"];
  const paint = (theme) => {
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    $("theme").textContent = `Theme: ${theme}`;
  };
  const kept = () => {
    try { return THEMES.find((theme) => theme === localStorage.getItem("theme")) || "auto"; }
    catch { return "auto"; }
  };
  const turn = () => {
    const now = document.documentElement.dataset.theme || "auto";
    const next = THEMES[(THEMES.indexOf(now) + 1) % THEMES.length];
    try { localStorage.setItem("theme", next); } catch { /* it lasts as long as the page */ }
    paint(next);
  };

  // --------------------------------------------------------------------------------- begin

  const wirePlot = (plot) => {
    const bars = [...plot.querySelectorAll(".bar")];
    const name = plot.dataset.filter;
    const choose = (bar) => change({ [name]: state[name] === bar.dataset.value ? "" : bar.dataset.value });
    const all = counts(name, papers);
    bars.forEach((bar, number) => {
      bar.dataset.all = all.get(bar.dataset.value) || 0;
      bar.setAttribute("role", "button");
      bar.setAttribute("tabindex", number ? "-1" : "0"); // arrows move among the others
      bar.addEventListener("click", () => choose(bar));
      bar.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (step && bars[number + step]) {
          bar.setAttribute("tabindex", "-1");
          bars[number + step].setAttribute("tabindex", "0");
          bars[number + step].focus();
        } else if (event.key === "Enter" || event.key === " ") {
          choose(bar);
        } else if (!step) {
          return;
        }
        event.preventDefault();
      });
    });
  };

  const wireHead = (head) => {
    const button = make("button", "", head.textContent);
    button.type = "button";
    button.addEventListener("click", () => {
      const name = head.dataset.sort;
      const downFirst = name === "year" || name === "notes";
      const [one, other] = downFirst ? [`-${name}`, name] : [name, `-${name}`];
      change({ sort: state.sort === one ? other : one });
    });
    head.replaceChildren(button);
  };

  const isTyping = (target) => target.closest("input, select, textarea") !== null;

  FILTERS.forEach(fill);
  document.querySelectorAll("svg[data-filter]").forEach(wirePlot);
  document.querySelectorAll("th[data-sort]").forEach(wireHead);
  $("controls").addEventListener("submit", (event) => event.preventDefault());
  $("q").addEventListener("input", () => change({ q: $("q").value }));
  for (const name of [...FILTERS, "sort"]) {
    $(name).addEventListener("change", () => change({ [name]: $(name).value }));
  }
  $("clear").addEventListener("click", clear);
  $("none").querySelector("button").addEventListener("click", clear);
  $("export").addEventListener("click", download);
  $("export").hidden = $("bibtex").textContent === "[]";
  $("theme").addEventListener("click", turn);
  $("more").addEventListener("click", () => {
    const first = shown;
    append(AT_ONCE);
    $("rows").children[first]?.querySelector("a, button")?.focus();
  });
  const end = new IntersectionObserver((seen) => {
    if (!seen.some((each) => each.isIntersecting)) return;
    append(AT_ONCE);
    end.unobserve($("more")); // else nothing is told while it stays in sight
    end.observe($("more"));
  }, { rootMargin: "1500px" });
  end.observe($("more"));
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !isTyping(event.target) && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      $("q").focus();
      $("q").select();
    } else if (event.key === "Escape" && event.target === $("q") && state.q) {
      event.preventDefault();
      change({ q: "" });
    }
  });
  addEventListener("hashchange", () => { recall(); draw(); });
  addEventListener("beforeprint", () => append(selected.length)); // paper has no end to scroll to

  paint(kept());
  recall();
  draw();
})();
