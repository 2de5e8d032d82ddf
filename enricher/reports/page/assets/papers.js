// The papers of the page, and which of them are selected, in which order.

const AT_FIRST_SIGHT = 12; // rows that are made at each keystroke: those that a screen shows
const AT_ONCE = 40; // rows that are made together later
const FILTERS = ["venue", "year", "status", "source", "note"];
const NONE = "\u0000none"; // the value of a filter for what is not known
const BADGES = new Set(["preprint", "withdrawn", "missing", "failed"]);
const $ = (id) => document.getElementById(id);
const NAMES = [
  "id", "title", "href", "authors", "first", "venue", "year", "status", "why",
  "links", "sources", "places", "words",
];

const papers = JSON.parse($("data").textContent).map((values, number) => {
  const paper = { number };
  NAMES.forEach((name, place) => { paper[name] = values[place]; });
  return paper;
});
/** What filters look at. Made once for each paper: a keystroke asks for that of all of them. */
const filed = (paper) => {
  paper.filed ??= {
    venue: [paper.venue || NONE],
    year: [paper.year === null ? NONE : String(paper.year)],
    status: [paper.status],
    source: paper.sources,
    note: paper.places.map((place) => place[0]),
  };
  return paper.filed;
};
const folded = (text) => (/^[\0-\x7f]*$/.test(text) ? text
  : text.normalize("NFD").replace(/\p{M}/gu, "")).toLowerCase();
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
    ...paper.words,
  ].join(" "));
  return paper.text;
};

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
  // what stands between quotes is one
  const words = folded(state.q).split(/["“”„«»]/).flatMap((part, number) =>
    (number % 2 ? part.replace(/\s+/g, " ").trim() : part.split(/\s+/))).filter(Boolean);
  const wanted = FILTERS.filter((name) => state[name]);
  selected = ordered.filter((paper) =>
    wanted.every((name) => filed(paper)[name].includes(state[name]))
    && (!words.length || words.every((word) => text(paper).includes(word))));
};
