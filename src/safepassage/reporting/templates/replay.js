"use strict";
// Plays the events: looks figures up at the moment of the clock and moves marks. It counts nothing and loads nothing.
(() => {
  const data = JSON.parse(document.getElementById("events").textContent);
  const byId = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const number = (value) => value.toLocaleString("en-US");
  const STEP_S = 300, LONG_STEP_S = 3600, GAP_PX = 6.5, BEFORE_MARK_PX = 11, LONGEST_LINK_PX = 40, WIDEST_HALO_PX = 30;
  const PLAY = "M7 4l13 8-13 8z", PAUSE = "M6 4h4v16H6zM14 4h4v16h-4z";
  const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

  // Figures: steps over time.
  const summed = (differences) => { let sum = 0; return differences.map((each) => (sum += each)); };
  const steps = ([at, values] = [[], []]) => ({ at: summed(at), values: summed(values) });
  const places = data.places.map((place) => ({
    waiting: steps(place.waiting), transfer: steps(place.transfer), arrived: steps(place.arrived),
    queue: steps(place.queue), open: steps(place.open), rules: place.rules || 0,
  }));
  const persons = Object.fromEntries(Object.entries(data.persons).map(([key, value]) => [key, steps(value)]));
  const out = steps(data.out), underWay = steps(data.underWay), suspended = steps(data.suspended);

  /** How many of ascending moments are not after `moment`. */
  function countUntil(moments, moment) {
    let low = 0, high = moments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (moments[middle] <= moment) low = middle + 1; else high = middle;
    }
    return low;
  }
  const valueAt = ({ at, values }, moment) => values[countUntil(at, moment) - 1] || 0;

  // Local time.
  function local(moment) {
    const known = data.offsets.filter(([from]) => from <= moment);
    const offset = (known.length ? known[known.length - 1] : data.offsets[0])[1];
    return new Date((data.start + Math.floor(moment) + offset) * 1000);
  }
  const two = (value) => String(value).padStart(2, "0");
  const dayWords = (time) => `${WEEKDAYS[time.getUTCDay()]} ${time.getUTCDate()} ${MONTHS[time.getUTCMonth()]}`;
  const hourWords = (time) => `${two(time.getUTCHours())}:${two(time.getUTCMinutes())}`;

  // Tracks and the panels that show them.
  function track(numbers) {
    const points = [];
    for (let i = 0; i < numbers.length; i += 3) {
      const [x, y, share] = [numbers[i] / 10, numbers[i + 1] / 10, numbers[i + 2] / 10000];
      const last = points[points.length - 1];
      points.push({ x, y, share, along: last ? last.along + Math.hypot(x - last.x, y - last.y) : 0 });
    }
    const end = points[points.length - 1];
    return { points, length: end ? end.along : 0, end: end ? `${end.x} ${end.y}` : "" };
  }
  /** The value of one measure of a track where another measure has a value; both ascend. */
  function between(points, of, value, want) {
    let i = 1;
    while (i < points.length - 1 && points[i][of] < value) i += 1;
    const [a, b] = [points[i - 1], points[i]];
    const part = b[of] > a[of] ? Math.min(1, Math.max(0, (value - a[of]) / (b[of] - a[of]))) : 1;
    return want.map((name) => a[name] + (b[name] - a[name]) * part);
  }
  function panel(svg, tracks) {
    const paths = Object.fromEntries(all("[data-vehicles]", svg).map((path) => [path.dataset.vehicles, path]));
    return { svg, paths, tracks: tracks.map(track) };
  }
  const layouts = ["wide", "narrow"].map((name) => {
    const root = document.querySelector(`.panels.${name}`);
    return { root, panels: all("svg.map", root).map((svg, i) => panel(svg, data.panels[name][i])) };
  });

  // Legs: columns, in the order of departure.
  const [departures, drives, stands, ways, aboard, convoys] = data.legs.length > 1
    ? [summed(data.legs[0]), ...data.legs.slice(1)] : [[], [], [], [], [], []];
  const ends = departures.map((departs, i) => departs + drives[i] + stands[i]);

  /** The legs that are driven, or end in standing at a crossing, at a moment. */
  function active(moment) {
    const found = [], last = countUntil(departures, moment);
    for (let i = 0; i < last; i += 1) if (moment < ends[i]) found.push(i);
    return found;
  }

  /** Where the legs' vehicles are on a panel; in convoys and queues each is kept a gap behind the one before it. */
  function placed(here, moment, tracks) {
    const lines = new Map();
    const found = [];
    for (const i of here) {
      const way = tracks[ways[i]];
      if (way.points.length < 2) continue;
      const standing = moment >= departures[i] + drives[i];
      const share = standing ? 1 : (moment - departures[i]) / drives[i];
      const at = { i, way, standing, along: between(way.points, "share", share, ["along"])[0] };
      found.push(at);
      const key = standing ? `queue ${way.end}` : convoys[i] ? `convoy ${convoys[i]} ${ways[i]}` : "";
      if (key && !lines.has(key)) lines.set(key, []);
      if (key) lines.get(key).push(at);
    }
    for (const line of lines.values()) keepApart(line);
    for (const at of found) [at.x, at.y] = between(at.way.points, "along", at.along, ["x", "y"]);
    return { found, lines: [...lines.entries()].filter(([key]) => key.startsWith("convoy")).map(([, line]) => line) };
  }
  function keepApart(line) {
    const behind = ({ way, along }) => way.length - along;
    const arrival = ({ i }) => departures[i] + drives[i];
    const gap = Math.min(GAP_PX, ...line.map(({ way }) => way.length / (line.length + 1)));
    line.sort((a, b) => behind(a) - behind(b) || arrival(a) - arrival(b) || a.i - b.i);
    let least = line[0].standing ? Math.min(BEFORE_MARK_PX, line[0].way.length / 2) : 0;
    for (const at of line) {
      least = Math.max(behind(at), least);
      at.along = Math.max(0, at.way.length - least);
      least += gap;
    }
  }

  const dot = ({ x, y }) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`;
  function chain(line) {
    return line.map(({ x, y }, k) => {
      const near = k > 0 && Math.hypot(x - line[k - 1].x, y - line[k - 1].y) <= LONGEST_LINK_PX;
      return `${near ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
    }).join("");
  }
  function drawVehicles({ paths, tracks }, here, moment) {
    const { found, lines } = placed(here, moment, tracks);
    const loaded = found.filter(({ i, standing }) => aboard[i] && !standing);
    const empty = found.filter(({ i, standing }) => !aboard[i] && !standing);
    paths.loaded.setAttribute("d", loaded.map(dot).join(""));
    paths.empty.setAttribute("d", empty.map(dot).join(""));
    paths.standing.setAttribute("d", found.filter(({ standing }) => standing).map(dot).join(""));
    paths.chain.setAttribute("d", lines.filter((line) => line.length > 1).map(chain).join(""));
  }

  // Numbers at places.
  const most = Math.max(1, ...places.flatMap((place) => [...place.waiting.values, ...place.arrived.values]));
  const stateWords = (open, rules) => (open <= 0 ? "closed" : open < rules ? "open for some" : "open");
  function notes(place, moment) {
    const words = [];
    const [waiting, transfer] = [valueAt(place.waiting, moment), valueAt(place.transfer, moment)];
    const [arrived, queue] = [valueAt(place.arrived, moment), valueAt(place.queue, moment)];
    if (place.rules) words.push(stateWords(valueAt(place.open, moment), place.rules));
    if (waiting || transfer) words.push(`${number(waiting + transfer)} wait`);
    if (arrived) words.push(`${number(arrived)} arrived`);
    if (queue && place.rules) words.push(`${number(queue)} queue`);
    return words.join(", ");
  }
  function write(element, words) {
    if (element.textContent !== words) element.textContent = words;
  }
  const cells = all("[data-cell]").map((cell) => ({ cell, place: places[cell.dataset.place], of: cell.dataset.cell }));
  const states = all("[data-state]").map((element) => ({ element, place: places[element.dataset.state] }));
  const labels = all("[data-note]").map((element) => ({ element, place: places[element.dataset.note] }));
  const halos = all("[data-halo]").map((circle) => ({ circle, steps: places[circle.dataset.place][circle.dataset.halo] }));
  const marks = all("[data-mark]").map((element) => ({ element, place: places[element.dataset.mark] }));

  function drawPlaces(moment) {
    for (const { element, place } of labels) write(element, notes(place, moment));
    for (const { element, place } of marks) element.classList.toggle("is-open", valueAt(place.open, moment) > 0);
    for (const { circle, steps: of } of halos) {
      circle.setAttribute("r", (WIDEST_HALO_PX * Math.sqrt(Math.max(0, valueAt(of, moment)) / most)).toFixed(1));
    }
    for (const { cell, place, of } of cells) {
      const value = valueAt(place[of], moment) + (of === "waiting" ? valueAt(place.transfer, moment) : 0);
      write(cell, value ? number(value) : "");
    }
    for (const { element, place } of states) {
      const open = valueAt(place.open, moment);
      write(element, stateWords(open, place.rules));
      element.classList.toggle("is-open", open > 0);
    }
  }

  // The chronicle: the latest entries, each a way back to its moment.
  const SHOWN = 7;
  const told = data.chronicle.map(([at]) => at);
  let shownEntries = -1;
  function drawChronicle(moment) {
    const count = countUntil(told, moment);
    if (count === shownEntries) return;
    shownEntries = count;
    const latest = data.chronicle.slice(Math.max(0, count - SHOWN), count).reverse();
    byId("chronicle").replaceChildren(...latest.map(([at, words]) => {
      const [item, button, when] = ["li", "button", "span"].map((name) => document.createElement(name));
      when.textContent = `${dayWords(local(at))}, ${hourWords(local(at))}`;
      button.type = "button";
      button.append(when, ` ${words}`);
      button.addEventListener("click", () => { pause(); go(at); });
      item.append(button);
      return item;
    }));
  }

  // The whole picture of a moment.
  let now = 0, playing = false, frame = 0, before = 0;
  const slider = byId("moment"), speed = byId("speed"), until = document.querySelector("#until-now rect");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  slider.max = data.last;
  byId("asked").textContent = number(data.registered);

  function show(everywhere = false) {
    const moment = Math.floor(now), time = local(moment);
    write(byId("day"), `${dayWords(time)} ${time.getUTCFullYear()},`);
    write(byId("hour"), `${hourWords(time)}:${two(time.getUTCSeconds())}`);
    write(byId("out"), number(valueAt(out, moment)));
    write(byId("under-way"), number(valueAt(underWay, moment)));
    for (const element of all("[data-persons]")) write(element, number(valueAt(persons[element.dataset.persons], moment)));
    byId("suspended").hidden = valueAt(suspended, moment) <= 0;
    slider.value = moment;
    slider.setAttribute("aria-valuetext", `${dayWords(time)}, ${hourWords(time)}`);
    until.setAttribute("width", data.last ? (1000 * now) / data.last : 1000);
    const here = active(now);
    for (const { root, panels } of layouts) {
      if (everywhere || root.getClientRects().length) for (const each of panels) drawVehicles(each, here, now);
    }
    drawPlaces(moment);
    drawChronicle(moment);
  }
  function say() {
    const time = local(now);
    byId("said").textContent = `${dayWords(time)}, ${hourWords(time)}: ${number(valueAt(out, now))} of `
      + `${number(data.registered)} people out`;
  }
  function go(moment) {
    now = Math.min(data.last, Math.max(0, moment));
    show();
  }

  // Playing.
  function pause() {
    if (!playing) return;
    playing = false;
    cancelAnimationFrame(frame);
    clearTimeout(frame);
    byId("play").setAttribute("aria-label", "Play");
    byId("play-sign").setAttribute("d", PLAY);
    say();
  }
  function play() {
    if (playing) return;
    if (now >= data.last) now = 0;
    playing = true;
    before = performance.now();
    byId("play").setAttribute("aria-label", "Pause");
    byId("play-sign").setAttribute("d", PAUSE);
    next();
  }
  /** Ask for the next picture; those who want little motion get one a second. */
  function next() {
    frame = calm.matches ? setTimeout(() => tick(performance.now()), 1000) : requestAnimationFrame(tick);
  }
  function tick(time) {
    const passed = Math.min(1500, Math.max(0, time - before)) / 1000;
    before = time;
    let moment = now + passed * Number(speed.value);
    const quiet = byId("skip").checked && data.quiet.find(([from, to]) => from <= moment && moment < to);
    if (quiet) [, moment] = quiet;
    go(moment);
    if (now >= data.last) pause(); else next();
  }
  function nearby(direction) {
    const count = countUntil(told, direction > 0 ? now : Math.ceil(now) - 1);
    const moment = direction > 0 ? told[count] : told[count - 1];
    if (moment !== undefined) go(moment);
  }
  function changeSpeed(by) {
    speed.selectedIndex = Math.min(speed.options.length - 1, Math.max(0, speed.selectedIndex + by));
  }

  const keys = {
    " ": () => (playing ? pause() : play()),
    ArrowLeft: (event) => go(now - (event.shiftKey ? LONG_STEP_S : STEP_S)),
    ArrowRight: (event) => go(now + (event.shiftKey ? LONG_STEP_S : STEP_S)),
    Home: () => go(0), End: () => go(data.last),
    n: () => nearby(1), p: () => nearby(-1), "+": () => changeSpeed(1), "-": () => changeSpeed(-1),
  };
  document.addEventListener("keydown", (event) => {
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    const elsewhere = event.target.closest("select, #skip, .chronicle button") || (event.key === " " && event.target.closest("button"));
    if (!act || elsewhere || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act(event);
    if (!playing) say();
  });
  byId("play").addEventListener("click", () => (playing ? pause() : play()));
  slider.addEventListener("input", () => go(Number(slider.value)));
  window.addEventListener("resize", () => show());
  window.addEventListener("beforeprint", () => show(true));
  show(true);
})();
