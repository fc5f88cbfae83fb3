"use strict";
(() => {
  // Names come from data: no object may know more names than it was given.
  const content = JSON.parse(document.getElementById("content").textContent,
    (_, value) => value !== null && typeof value === "object" && !Array.isArray(value) ? Object.setPrototypeOf(value, null) : value);
  const page = document.getElementById("page");
  const byId = new Map(content.runs.map(run => [run.id, run]));
  const compared = content.compared.map(id => byId.get(id)).filter(Boolean);
  const letterOf = new Map(compared.map((run, at) => [run.id, String.fromCharCode(65 + at)]));
  const dashes = ["", "7 4", "2 3", "9 3 2 3"];
  const svgNames = "http://www.w3.org/2000/svg";

  // Everything that is shown becomes a text node or an attribute: no text of the data is ever read as markup.
  const put = (node, attributes, children) => {
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (name === "style") for (const [key, style] of Object.entries(value)) node.style.setProperty(key, style);
      else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (value !== undefined && value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.flat(Infinity).filter(child => child !== undefined && child !== null && child !== false));
    return node;
  };
  const html = (name, attributes, ...children) => put(document.createElement(name), attributes, children);
  const svg = (name, attributes, ...children) => put(document.createElementNS(svgNames, name), attributes, children);

  const figure = value => {
    if (value === null || value === undefined) return "";
    const size = Math.abs(value);
    return size >= 1e6 || size > 0 && size < 5e-5 ? value.toExponential(3) : value.toFixed(size >= 100 ? 1 : 4);
  };
  const signed = value => (value > 0 ? "+" : "") + figure(value);
  const number = text => text !== undefined && text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : undefined;
  const short = run => run.id.slice(0, 8);
  const colour = at => `var(--c${at % 8})`;
  const dash = at => dashes[Math.floor(at / 8) % dashes.length] || dashes[at % 4];
  const isBetter = (metric, a, b) => metric.higherIsBetter ? a > b : a < b;

  const mark = run => letterOf.has(run.id)
    ? html("span", { class: "letter", style: { color: colour(letterOf.get(run.id).charCodeAt(0) - 65) } }, letterOf.get(run.id))
    : "";
  const section = (title, ...children) => page.append(html("section", {}, html("h2", {}, title), ...children));
  const scroll = (label, className, ...children) =>
    html("div", { class: `scroll ${className}`, tabindex: "0", role: "region", "aria-label": label }, ...children);

  // Round numbers between two ends, as axes have them.
  const ticks = (low, high, count) => {
    const raw = (high - low) / count || 1;
    const power = 10 ** Math.floor(Math.log10(raw));
    const step = [1, 2, 5, 10].map(by => by * power).find(by => by >= raw);
    const found = [];
    for (let at = Math.ceil(low / step) * step; at <= high + step * 1e-9; at += step) found.push(Number(at.toPrecision(12)));
    return found;
  };
  const extent = values => {
    let low = Infinity, high = -Infinity;
    for (const value of values) { if (value < low) low = value; if (value > high) high = value; }
    return low === high ? [low - (Math.abs(low) || 1) * 0.05, high + (Math.abs(high) || 1) * 0.05] : [low, high];
  };
  const scale = (low, high, from, to) => value => from + (value - low) / (high - low) * (to - from);

  function header() {
    const shown = content.runs.length < content.all ? `${content.runs.length} of ${content.all} runs` : `${content.all} runs`;
    page.append(html("header", {},
      html("p", { class: "kicker" }, "Runs"),
      html("h1", {}, content.model),
      html("p", { class: "soft" }, `${shown}, ${compared.length} compared, written ${content.written}`)));
  }

  function comparedRuns() {
    if (compared.length === 0) return;
    const machine = ["processor time", "machine", "libraries"];
    const list = pairs => pairs.filter(([, value]) => value).map(([name, value]) => [html("dt", {}, name), html("dd", {}, value)]);
    const cards = compared.map((run, at) => html("div", { class: "card" },
      html("h3", {}, mark(run), html("code", {}, short(run)), ` ${run.trainer}`, at === 0 && compared.length > 1 ? " (the others are held against it)" : ""),
      html("dl", {},
        list([["status", run.status], ["version", run.version === undefined ? undefined : `${run.version}${run.isChampion ? ", champion" : ""}`], ["started", run.started],
        ...run.facts.filter(fact => !machine.includes(fact.key)).map(fact => [fact.key, fact.value])]),
        Object.keys(run.tags).length > 0 && [html("dt", {}, "tags"), html("dd", {}, tags(run))]),
      run.notes.map(note => html("blockquote", {}, note)),
      run.facts.some(fact => machine.includes(fact.key)) && html("details", {}, html("summary", {}, "machine"),
        html("dl", {}, list(run.facts.filter(fact => machine.includes(fact.key)).map(fact => [fact.key, fact.value]))))));
    const table = content.differences.length === 0
      ? html("p", { class: "soft" }, "Options, data, sources and machine are the same.")
      : scroll("What differs", "", html("table", {},
        html("thead", {}, html("tr", {}, html("th", {}, "differs"), compared.map(run => html("th", {}, mark(run), html("code", {}, short(run)))))),
        html("tbody", {}, content.differences.map(difference => html("tr", {},
          html("th", { scope: "row" }, difference.name), difference.values.map(value => html("td", { class: "value" }, value)))))));
    section("Compared runs", html("div", { class: "cards" }, cards), compared.length > 1 && [html("h3", {}, "What differs"), table]);
  }

  const tags = run => Object.entries(run.tags).map(([name, value]) => html("span", { class: "chip" }, `${name}=${value}`));

  function differences() {
    for (const comparison of content.comparisons) {
      const [run, against] = [byId.get(comparison.run), byId.get(comparison.against)];
      const rows = comparison.metrics.map(metric => {
        const most = Math.max(Math.abs(metric.low), Math.abs(metric.high), Math.abs(metric.value - metric.against)) || 1;
        const x = scale(-most, most, 8, 152);
        const side = metric.low > 0 ? 1 : metric.high < 0 ? -1 : 0;
        const kind = side === 0 ? "unclear" : (side > 0) === metric.higherIsBetter ? "good" : "bad";
        const words = { unclear: "may be chance", good: "better", bad: "worse" }[kind];
        const difference = metric.value - metric.against;
        return html("tr", {},
          html("th", { scope: "row" }, metric.name),
          html("td", { class: "number" }, figure(metric.against)), html("td", { class: "number" }, figure(metric.value)),
          html("td", { class: "number" }, signed(difference)),
          html("td", { class: "number" }, `${signed(metric.low)} to ${signed(metric.high)}`),
          html("td", {}, svg("svg", { viewBox: "0 0 160 20", width: "160", height: "20", role: "img", class: kind, "aria-label": words, style: { width: "160px" } },
            svg("line", { class: "zero", x1: 80, x2: 80, y1: 0, y2: 20 }),
            svg("line", { class: "whisker", x1: x(metric.low), x2: x(metric.high), y1: 10, y2: 10 }),
            svg("line", { class: "cap", x1: x(metric.low), x2: x(metric.low), y1: 6, y2: 14 }),
            svg("line", { class: "cap", x1: x(metric.high), x2: x(metric.high), y1: 6, y2: 14 }),
            svg("circle", { class: "fill", cx: x(difference), cy: 10, r: 4 }))),
          html("td", { class: kind }, words));
      });
      section(["", mark(run), html("code", {}, short(run)), " against ", mark(against), html("code", {}, short(against))],
        html("p", { class: "soft" }, comparison.note),
        rows.length > 0 && scroll("Metrics", "", html("table", { class: "wide" },
          html("thead", {}, html("tr", {}, html("th", {}, "metric"), html("th", { class: "number" }, mark(against), short(against)), html("th", { class: "number" }, mark(run), short(run)),
            html("th", { class: "number" }, "difference"), html("th", { class: "number" }, "95% interval"), html("th", {}, "around 0"), html("th", {}, "says"))),
          html("tbody", {}, rows))));
    }
  }

  function metricIntervals() {
    const known = content.metrics.filter(metric => content.runs.some(run => run.metrics[metric.name]));
    if (known.length === 0) return;
    const drawing = html("div");
    const draw = () => {
      const metric = known.find(one => one.name === select.value);
      const measured = content.runs.filter(run => run.metrics[metric.name])
        .sort((a, b) => isBetter(metric, a.metrics[metric.name].value, b.metrics[metric.name].value) ? -1 : 1);
      const most = 40;
      const shown = measured.filter((run, at) => at < most || letterOf.has(run.id));
      const values = shown.flatMap(run => [run.metrics[metric.name].value, run.metrics[metric.name].low, run.metrics[metric.name].high]).filter(value => value !== undefined);
      const [low, high] = extent(values);
      const [left, right, rowHeight] = [150, 640, 20];
      const x = scale(low, high, left, right);
      const height = shown.length * rowHeight + 34;
      drawing.replaceChildren(
        scroll("Metric by run", "", svg("svg", { viewBox: `0 0 720 ${height}`, class: "wide", role: "img", "aria-label": `${metric.name} of ${shown.length} runs with intervals` },
          ticks(low, high, 5).map(tick => [svg("line", { class: "grid", x1: x(tick), x2: x(tick), y1: 4, y2: height - 26 }),
            svg("text", { x: x(tick), y: height - 10, "text-anchor": "middle" }, String(tick))]),
          shown.map((run, at) => {
            const [value, y, letter] = [run.metrics[metric.name], at * rowHeight + 14, letterOf.get(run.id)];
            return svg("g", { style: { color: letter ? colour(letter.charCodeAt(0) - 65) : "var(--axis)" } },
              svg("text", { x: left - 12, y: y + 4, "text-anchor": "end", class: letter ? "strong" : "" }, `${letter ? letter + "  " : ""}${short(run)}`),
              value.low !== undefined && [svg("line", { class: "whisker", x1: x(value.low), x2: x(value.high), y1: y, y2: y }),
                [value.low, value.high].map(end => svg("line", { class: "cap", x1: x(end), x2: x(end), y1: y - 4, y2: y + 4 }))],
              svg("circle", { class: "fill", cx: x(value.value), cy: y, r: 4.5 }),
              svg("text", { x: right + 14, y: y + 4 }, figure(value.value)));
          }))),
        html("p", { class: "soft" }, `On each run's own test rows${shown.length < measured.length ? `; the best ${most} of ${measured.length}` : ""}, the best first. `
          + "Intervals of two runs may overlap although one is better: the paired difference above decides."));
    };
    const select = html("select", { onchange: draw }, known.map(metric => html("option", {}, metric.name)));
    section("Metrics with intervals", html("div", { class: "controls" }, html("label", {}, "metric", select)), drawing);
    draw();
  }

  function curves() {
    const drawn = content.runs.filter(run => run.curves.length > 0);
    const names = [...new Set(drawn.flatMap(run => run.curves.map(curve => curve.metric)))];
    if (names.length === 0) return;
    const drawing = html("div");
    const tip = html("p", { class: "soft tip", "aria-live": "polite" });
    const draw = () => {
      const lines = drawn.filter(run => letterOf.has(run.id) || all.checked)
        .map(run => ({ run, curve: run.curves.find(curve => curve.metric === select.value) }))
        .filter(line => line.curve && line.curve.points.length > 0)
        .sort((a, b) => letterOf.has(a.run.id) - letterOf.has(b.run.id));
      if (lines.length === 0) { drawing.replaceChildren(html("p", { class: "soft" }, "None of the compared runs has this curve.")); return; }
      const isLog = log.checked && lines.every(line => line.curve.points.every(point => point[1] > 0));
      const of = value => isLog ? Math.log10(value) : value;
      const [low, high] = extent(lines.flatMap(line => line.curve.points.map(point => of(point[1]))));
      const [first, last] = extent(lines.flatMap(line => line.curve.points.map(point => point[0])));
      const [left, right, top, bottom] = [70, 690, 12, 300];
      const [x, y] = [scale(first, last, left, right), scale(low, high, bottom, top)];
      // Letters at the ends of lines keep apart, though the ends themselves may meet.
      let below = Infinity;
      const ending = line => y(of(line.curve.points[line.curve.points.length - 1][1]));
      for (const line of lines.filter(one => letterOf.has(one.run.id)).sort((a, b) => ending(b) - ending(a))) {
        line.label = below = Math.min(ending(line), below - 13);
      }
      const cursor = svg("line", { class: "zero", x1: left, x2: left, y1: top, y2: bottom, visibility: "hidden" });
      let at = last;
      const look = iteration => {
        at = Math.min(last, Math.max(first, Math.round(iteration)));
        cursor.setAttribute("visibility", "visible");
        cursor.setAttribute("x1", x(at)); cursor.setAttribute("x2", x(at));
        const told = lines.filter(line => letterOf.has(line.run.id)).map(line => {
          const point = line.curve.points.reduce((best, one) => Math.abs(one[0] - at) < Math.abs(best[0] - at) ? one : best);
          return `${letterOf.get(line.run.id)} ${figure(point[1])}`;
        });
        tip.textContent = `${lines[lines.length - 1].curve.unit} ${at}: ${told.join(", ")}`;
      };
      const chart = svg("svg", { viewBox: "0 0 720 340", class: "wide", tabindex: "0", role: "img", "aria-label": `${select.value} by ${lines[0].curve.unit}; arrow keys read values`,
        onpointermove: event => { const box = chart.getBoundingClientRect(); look(first + ((event.clientX - box.left) / box.width * 720 - left) / (right - left) * (last - first)); },
        onkeydown: event => { const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key]; if (by) { look(at + by * Math.max(1, Math.round((last - first) / 100))); event.preventDefault(); } } },
        ticks(low, high, 5).map(tick => [svg("line", { class: "grid", x1: left, x2: right, y1: y(tick), y2: y(tick) }),
          svg("text", { x: left - 8, y: y(tick) + 4, "text-anchor": "end" }, isLog ? figure(10 ** tick) : String(tick))]),
        ticks(first, last, 8).map(tick => svg("text", { x: x(tick), y: bottom + 18, "text-anchor": "middle" }, String(tick))),
        svg("text", { x: (left + right) / 2, y: bottom + 36, "text-anchor": "middle" }, lines[0].curve.unit),
        svg("line", { class: "axis", x1: left, x2: right, y1: bottom, y2: bottom }),
        lines.map(({ run, curve, label }) => {
          const at = letterOf.has(run.id) ? letterOf.get(run.id).charCodeAt(0) - 65 : -1;
          const path = curve.points.map((point, index) => `${index ? "L" : "M"}${x(point[0]).toFixed(1)} ${y(of(point[1])).toFixed(1)}`).join("");
          const end = curve.points[curve.points.length - 1];
          return at < 0 ? svg("g", { class: "other" }, svg("path", { class: "stroke", d: path }))
            : svg("g", { style: { color: colour(at) } }, svg("path", { class: "stroke", d: path, "stroke-dasharray": dash(at) }),
              svg("text", { class: "strong", x: x(end[0]) + 6, y: label + 4 }, letterOf.get(run.id)));
        }), cursor);
      drawing.replaceChildren(scroll("Training curves", "", chart), tip,
        html("ul", { class: "legend" }, lines.filter(line => letterOf.has(line.run.id)).map(({ run, curve }) => {
          const at = letterOf.get(run.id).charCodeAt(0) - 65;
          return html("li", {}, svg("svg", { viewBox: "0 0 36 12", style: { color: colour(at) } }, svg("path", { class: "stroke", d: "M0 6L36 6", "stroke-dasharray": dash(at) })),
            mark(run), html("code", {}, short(run)), ` ends with ${figure(curve.points[curve.points.length - 1][1])}`);
        })));
      tip.textContent = "Point at the chart, or use the arrow keys in it, to read values.";
    };
    const select = html("select", { onchange: draw }, names.map(name => html("option", {}, name)));
    const log = html("input", { type: "checkbox", onchange: draw });
    const all = html("input", { type: "checkbox", onchange: draw, checked: drawn.every(run => !letterOf.has(run.id)) });
    section("Training curves", html("div", { class: "controls" }, html("label", {}, "metric", select), html("label", {}, log, "logarithmic"),
      drawn.some(run => !letterOf.has(run.id)) && html("label", {}, all, "other runs too")), drawing);
    draw();
  }

  // What a filter and the brushes leave, for the table and the lines of the parallel coordinates.
  const hidden = new Set();
  const listeners = [];

  function table() {
    const metrics = content.metrics.filter(metric => content.runs.some(run => run.metrics[metric.name])).slice(0, 3);
    const parameters = varying(content.runs).slice(0, 4);
    const has = test => content.runs.some(test);
    const columns = [
      { name: "run", of: run => run.id, show: run => [mark(run), html("code", {}, short(run))] },
      { name: "started", of: run => run.started },
      { name: "trainer", of: run => run.trainer },
      ...has(run => run.status !== "finished") ? [{ name: "status", of: run => run.status, show: run => html("span", { class: run.status }, run.status) }] : [],
      ...has(run => run.version !== undefined) ? [{ name: "version", isNumber: true, of: run => run.version, show: run => run.version === undefined ? "" : `${run.version}${run.isChampion ? " ★" : ""}` }] : [],
      ...metrics.map(metric => ({ name: metric.name, isNumber: true, of: run => run.metrics[metric.name]?.value, show: run => figure(run.metrics[metric.name]?.value) })),
      ...parameters.map(name => ({ name, isNumber: content.runs.every(run => run.parameters[name] === undefined || number(run.parameters[name]) !== undefined),
        of: run => number(run.parameters[name]) ?? run.parameters[name], show: run => run.parameters[name] ?? "" })),
      ...has(run => Object.keys(run.tags).length > 0) ? [{ name: "tags", of: run => Object.entries(run.tags).join(), show: tags }] : [],
    ];
    const rows = content.runs.map(run => ({ run, row: html("tr", { class: letterOf.has(run.id) ? "compared" : "" },
      columns.map(column => html("td", { class: column.isNumber ? "number" : "" }, (column.show ?? column.of)(run) ?? ""))) }));
    const body = html("tbody", {}, rows.map(({ row }) => row));
    const heads = columns.map(column => html("th", { class: column.isNumber ? "number" : "", scope: "col" },
      html("button", { type: "button", onclick: () => sort(column) }, column.name)));
    const sort = column => {
      const head = heads[columns.indexOf(column)];
      const isDescending = head.getAttribute("aria-sort") === "ascending" || !head.hasAttribute("aria-sort") && column.isNumber;
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", isDescending && head.getAttribute("aria-sort") !== "descending" ? "descending" : "ascending");
      const compare = (a, b) => {
        const [left, right] = [column.of(a.run), column.of(b.run)];
        if (left === undefined || right === undefined) return (left === undefined) - (right === undefined);
        const order = typeof left === typeof right ? (left < right ? -1 : left > right ? 1 : 0) : typeof left === "number" ? -1 : 1;
        return isDescending ? -order : order;
      };
      body.replaceChildren(...rows.sort(compare).map(({ row }) => row));
    };
    const count = html("span", { class: "soft", "aria-live": "polite" });
    const words = run => `${run.id} ${run.started} ${run.trainer} ${run.status} ${Object.entries(run.tags).map(tag => tag.join("=")).join(" ")} `
      + `${Object.entries(run.parameters).map(pair => pair.join("=")).join(" ")} ${run.notes.join(" ")}`.toLowerCase();
    const filter = html("input", { type: "search", placeholder: "words, or name=value", "aria-label": "Filter runs", oninput: () => show() });
    const show = () => {
      const wanted = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
      let left = 0;
      for (const { run, row } of rows) {
        const isThere = wanted.every(word => words(run).includes(word));
        row.hidden = !isThere;
        row.classList.toggle("dim", hidden.has(run.id));
        left += isThere && !hidden.has(run.id);
      }
      count.textContent = `${left} of ${rows.length}`;
    };
    listeners.push(show);
    section("All runs", html("div", { class: "controls" }, filter, count),
      scroll("All runs", rows.length > 12 ? "tall" : "", html("table", {}, html("thead", {}, html("tr", {}, heads)), body)));
    show();
  }

  // Parameters with several values, not counting that some trainers lack them; those that explain most come first.
  function varying(runs) {
    const names = [...new Set(runs.flatMap(run => Object.keys(run.parameters)))];
    const rank = new Map((content.importance?.shares ?? []).map((share, at) => [share.name, at]));
    return names.filter(name => new Set(runs.map(run => run.parameters[name]).filter(value => value !== undefined)).size > 1)
      .sort((a, b) => (rank.get(a) ?? 1000) - (rank.get(b) ?? 1000) || runs.filter(run => run.parameters[b] !== undefined).length - runs.filter(run => run.parameters[a] !== undefined).length);
  }

  function parallel() {
    const runs = content.runs.filter(run => run.status === "finished");
    const metrics = content.metrics.filter(metric => runs.some(run => run.metrics[metric.name]));
    const parameters = varying(runs).slice(0, 7);
    if (new Set(runs.map(run => run.trainer)).size > 1) parameters.unshift("trainer");
    if (runs.length < 2 || metrics.length === 0 || parameters.length === 0) return;
    const drawing = html("div");
    const draw = () => {
      const metric = metrics.find(one => one.name === select.value);
      const measured = runs.filter(run => run.metrics[metric.name]);
      const axes = [...parameters, metric.name].map((name, at, all) => {
        const isMetric = at === all.length - 1;
        const raw = run => isMetric ? run.metrics[name].value : name === "trainer" ? run.trainer : run.parameters[name];
        const values = measured.map(raw).filter(value => value !== undefined);
        const isNumber = isMetric || values.every(value => number(value) !== undefined);
        const names = [...new Set(values)].sort();
        const [low, high] = isNumber ? extent(values.map(Number)) : [-0.5, names.length - 0.5];
        const isLog = isNumber && !isMetric && low > 0 && high / low >= 50;
        const of = value => isNumber ? isLog ? Math.log(Number(value)) : Number(value) : names.indexOf(value);
        const [from, to] = isLog ? [Math.log(low), Math.log(high)] : [low, high];
        return { name, raw, of, isMetric, y: scale(from, to, 300, 40), brush: null,
          ticks: isNumber ? (isLog ? [low, Math.sqrt(low * high), high] : ticks(low, high, 4)).map(tick => [of(tick), isLog || isMetric ? String(Number(tick.toPrecision(3))) : String(tick)])
            : names.map((one, index) => [index, one.length > 15 ? one.slice(0, 14) + "…" : one]) };
      });
      const width = Math.max(720, axes.length * 130);
      const x = at => 60 + at * (width - 130) / (axes.length - 1);
      const order = measured.map(run => run.metrics[metric.name].value).sort((a, b) => metric.higherIsBetter ? a - b : b - a);
      const rankOf = value => order.length < 2 ? 1 : order.indexOf(value) / (order.length - 1);
      const lines = [...measured].sort((a, b) => rankOf(a.metrics[metric.name].value) - rankOf(b.metrics[metric.name].value)).map(run => {
        const missing = 326;
        const points = axes.map((axis, at) => { const value = axis.raw(run); return [x(at), value === undefined ? missing : axis.y(axis.of(value))]; });
        const line = svg("path", { class: `line${letterOf.has(run.id) ? " compared" : ""}`, d: points.map((point, at) => `${at ? "L" : "M"}${point[0].toFixed(1)} ${point[1].toFixed(1)}`).join(""),
          style: { stroke: `color-mix(in oklab, var(--low), var(--high) ${Math.round(rankOf(run.metrics[metric.name].value) * 100)}%)` },
          onpointerenter: () => { line.classList.add("lit"); tip.textContent = describe(run); }, onpointerleave: () => line.classList.remove("lit") },
          svg("title", {}, describe(run)));
        return { run, line };
      });
      function describe(run) {
        return `${letterOf.get(run.id) ?? ""} ${short(run)}: ${axes.map(axis => `${axis.name} ${axis.isMetric ? figure(axis.raw(run)) : axis.raw(run) ?? "none"}`).join(", ")}`.trim();
      }
      const update = () => {
        hidden.clear();
        for (const { run, line } of lines) {
          const isIn = axes.every(axis => {
            const value = axis.raw(run);
            return axis.brush === null || value !== undefined && axis.y(axis.of(value)) >= axis.brush[0] - 0.5 && axis.y(axis.of(value)) <= axis.brush[1] + 0.5;
          });
          line.classList.toggle("out", !isIn);
          if (!isIn) hidden.add(run.id);
        }
        if (axes.some(axis => axis.brush !== null)) for (const run of content.runs) if (!measured.includes(run)) hidden.add(run.id);
        for (const axis of axes) {
          axis.rect.setAttribute("y", axis.brush?.[0] ?? 0);
          axis.rect.setAttribute("height", axis.brush === null ? 0 : axis.brush[1] - axis.brush[0]);
        }
        for (const listener of listeners) listener();
        const left = lines.filter(({ run }) => !hidden.has(run.id)).length;
        tip.textContent = left === lines.length ? hint : `${left} of ${lines.length} runs are within the brushes.`;
      };
      const clamp = y => Math.min(300, Math.max(40, y));
      const nodes = axes.map((axis, at) => {
        axis.rect = svg("rect", { class: "brush", x: x(at) - 9, width: 18, y: 0, height: 0, rx: 3 });
        let begin = null;
        const where = event => clamp((event.clientY - chart.getBoundingClientRect().top) / chart.getBoundingClientRect().height * 350);
        const hit = svg("rect", { class: "hit", x: x(at) - 16, y: 34, width: 32, height: 272,
          onpointerdown: event => { begin = where(event); hit.setPointerCapture(event.pointerId); },
          onpointermove: event => { if (begin !== null && Math.abs(where(event) - begin) > 3) { axis.brush = [Math.min(begin, where(event)), Math.max(begin, where(event))]; update(); } },
          onpointerup: event => { if (begin !== null && Math.abs(where(event) - begin) <= 3) { axis.brush = null; update(); } begin = null; } });
        const keys = event => {
          const by = { ArrowUp: -13, ArrowDown: 13 }[event.key];
          if (event.key === "Escape") axis.brush = null;
          else if (by === undefined) return;
          else {
            const [top, bottom] = axis.brush ?? [40, 300];
            axis.brush = event.shiftKey ? [top, clamp(Math.max(top + 2, bottom + by))] : [clamp(Math.min(bottom - 2, top + by)), bottom];
          }
          event.preventDefault(); update();
        };
        return svg("g", { tabindex: "0", role: "group", "aria-label": `${axis.name}: arrow keys move the upper end of its brush, with shift the lower one, Escape takes it away`, onkeydown: keys },
          svg("line", { class: "axis", x1: x(at), x2: x(at), y1: 40, y2: 300 }),
          svg("text", { class: "strong", x: x(at), y: at % 2 ? 14 : 28, "text-anchor": "middle" }, axis.name.length > 22 ? axis.name.slice(0, 21) + "…" : axis.name),
          axis.ticks.map(([tick, label]) => svg("text", { x: x(at) + 7, y: axis.y(tick) + 4 }, label)), axis.rect, hit);
      });
      const hasMissing = measured.some(run => axes.some(axis => axis.raw(run) === undefined));
      const chart = svg("svg", { viewBox: `0 0 ${width} 350`, class: "pc", style: { "min-width": `${axes.length * 5.6}rem` } },
        hasMissing && svg("text", { x: 4, y: 330 }, "none"), lines.map(({ line }) => line), nodes);
      drawing.replaceChildren(scroll("Parallel coordinates", "", chart), tip,
        html("p", { class: "soft" }, metric.higherIsBetter ? "lowest " : "highest ", html("span", { class: "ramp" }), ` best ${metric.name}, by rank`));
      update();
    };
    const hint = "Drag along an axis to keep the runs within; a click on it lets them all in again.";
    const tip = html("p", { class: "soft tip", "aria-live": "polite" });
    const select = html("select", { onchange: draw }, metrics.map(metric => html("option", {}, metric.name)));
    section("Parallel coordinates", html("div", { class: "controls" }, html("label", {}, "coloured by", select),
      html("button", { type: "button", onclick: draw }, "clear brushes")), drawing);
    draw();
  }

  function importance() {
    if (!content.importance) {
      if (content.whyNoImportance) section("Importance of parameters", html("p", { class: "soft" }, content.whyNoImportance));
      return;
    }
    section("Importance of parameters", html("p", { class: "soft" }, content.importance.method),
      scroll("Importance", "", html("table", {},
        html("thead", {}, html("tr", {}, html("th", {}, "parameter"), html("th", { class: "number" }, `share of ${content.importance.metric}`), html("th", {}, ""))),
        html("tbody", {}, content.importance.shares.map(share => html("tr", {},
          html("th", { scope: "row" }, share.name),
          html("td", { class: "number" }, `${(share.share * 100).toFixed(1)}%`),
          html("td", {}, svg("svg", { viewBox: "0 0 240 14", preserveAspectRatio: "none", "aria-hidden": "true", style: { width: "100%", "min-width": "90px", height: "14px" } },
            svg("rect", { class: "track", x: 0, y: 3, width: 240, height: 8, rx: 3 }), svg("rect", { class: "bar", x: 0, y: 3, width: 240 * share.share, height: 8, rx: 3 })))))))));
  }

  function search() {
    const found = content.search;
    if (!found) return;
    const measured = found.trials.filter(trial => trial.value !== undefined);
    if (measured.length === 0) return;
    const [low, high] = extent(measured.map(trial => trial.value));
    const last = Math.max(...found.trials.map(trial => trial.number));
    const [x, y] = [scale(1, Math.max(2, last), 70, 690), scale(low, high, 260, 12)];
    let best = null;
    const steps = [];
    for (const trial of measured.filter(one => one.state === "finished").sort((a, b) => a.number - b.number)) {
      if (best !== null && !isBetter(found, trial.value, best)) continue;
      steps.push(best === null ? `M${x(trial.number)} ${y(trial.value)}` : `H${x(trial.number)}V${y(trial.value)}`);
      best = trial.value;
    }
    section("Search", html("p", { class: "soft" }, found.title), scroll("Search", "", svg("svg", { viewBox: "0 0 720 300", class: "wide", role: "img", "aria-label": `${found.metric} by trial, the best ${figure(best)}` },
      ticks(low, high, 5).map(tick => [svg("line", { class: "grid", x1: 70, x2: 690, y1: y(tick), y2: y(tick) }), svg("text", { x: 62, y: y(tick) + 4, "text-anchor": "end" }, String(tick))]),
      ticks(1, Math.max(2, last), 8).map(tick => svg("text", { x: x(tick), y: 278, "text-anchor": "middle" }, String(tick))),
      svg("text", { x: 380, y: 296, "text-anchor": "middle" }, "trial"),
      measured.map(trial => trial.state === "finished"
        ? svg("circle", { cx: x(trial.number), cy: y(trial.value), r: 3.5, style: { fill: "var(--axis)" } }, svg("title", {}, `trial ${trial.number}: ${figure(trial.value)}`))
        : svg("path", { d: `M${x(trial.number) - 4} ${y(trial.value) - 4}l8 8m0 -8l-8 8`, class: "stroke", style: { color: "var(--axis)" } }, svg("title", {}, `trial ${trial.number} was ended early at ${figure(trial.value)}`))),
      svg("path", { class: "stroke", d: `${steps.join("")}H${x(last)}`, style: { color: "var(--accent)", "stroke-width": "2.5" } }))),
      html("p", { class: "soft" }, `The line is the best ${found.metric} so far, in the end ${figure(best)}`
        + `${measured.some(trial => trial.state !== "finished") ? "; crosses were ended early" : ""}`
        + `${found.trials.length > measured.length ? `; ${found.trials.length - measured.length} failed` : ""}.`));
  }

  header();
  comparedRuns();
  differences();
  metricIntervals();
  curves();
  table();
  parallel();
  importance();
  search();
})();
