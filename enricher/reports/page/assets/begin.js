// Export, themes and keys; here the page comes to life.

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

/** A kind of finding shows only its own; pressed again, all. */
const wireKind = (told, _, kinds) => {
  const button = make("button", "", ...told.childNodes);
  button.type = "button";
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const only = button.getAttribute("aria-pressed") === "false" && told.dataset.kind;
    for (const each of kinds) {
      each.firstChild.setAttribute("aria-pressed", String(each.dataset.kind === only));
    }
    for (const found of document.querySelectorAll(".findings tbody tr")) {
      found.hidden = only !== false && found.cells[0].textContent !== only;
    }
    document.querySelector(".findings details").open = true;
  });
  told.replaceChildren(button);
};

const isTyping = (target) => target.closest("input, select, textarea") !== null;

FILTERS.forEach(fill);
document.querySelectorAll("svg[data-filter]").forEach(wirePlot);
document.querySelectorAll("th[data-sort]").forEach(wireHead);
document.querySelectorAll(".findings [data-kind]").forEach(wireKind);
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
}, { rootMargin: "800px" });
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
addEventListener("hashchange", () => {
  if (location.hash === "#papers") return; // a place of the page, and no selection
  recall();
  draw();
});
addEventListener("beforeprint", () => append(selected.length)); // paper has no end to scroll to

paint(kept());
recall();
draw();
const prepare = (from) => requestIdleCallback((left) => {
  let number = from;
  while (number < papers.length && left.timeRemaining() > 1) text(papers[number++]);
  if (number < papers.length) prepare(number);
});
if (window.requestIdleCallback) prepare(0);
