// The rows of the table, made of the selected papers as they are looked at.

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
const place = ([note, href, lines]) => {
  const isWeb = /^https?:\/\//.test(href); // where files are shown by line
  const told = lines.flatMap((line) => [", ", link(String(line), isWeb && `${href}#L${line}`)]);
  return make("li", "", link(note, href), make("span", "lines", ":", ...told.slice(1)));
};

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
