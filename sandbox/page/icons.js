// Small drawn icons, so that the page needs no emoji font; also for the emoji that bots use as state marks.

const PATHS = {
  lock: ["M4.5 7V5a3.5 3.5 0 0 1 7 0v2", "M3.5 7h9v6.5h-9z"],
  pin: ["M9.5 2 14 6.5l-2.8 1-2 2.8.3 3L6 9.8 2.5 13.5", "M9.5 2 8.4 4.8 5.7 6.7l-3-.3L6 9.8"],
  people: ["M6 7.5a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z", "M1.8 13.2c0-2.3 1.9-3.9 4.2-3.9s4.2 1.6 4.2 3.9", "M11 7.3a2 2 0 1 0-.8-3.9", "M11.8 9.6c1.5.4 2.5 1.7 2.5 3.4"],
  bookmark: ["M4 2.5h8v11L8 10.8 4 13.5z"],
  clip: ["M13 7.2 7.8 12.4a3.1 3.1 0 0 1-4.4-4.4l5.4-5.4a2 2 0 0 1 2.9 2.9l-5.3 5.3a.9.9 0 0 1-1.3-1.3L9.8 4.8"],
  bolt: ["M9 1.8 3.5 9H8l-1 5.2L12.5 7H8z"],
  home: ["M2.5 7.5 8 2.8l5.5 4.7", "M4 6.5v7h8v-7", "M6.8 13.5v-3.7h2.4v3.7"],
  file: ["M4 1.8h5.2L12.5 5v9.2H4z", "M9 2v3.2h3.4"],
  menu: ["M2.5 4.5h11", "M2.5 8h11", "M2.5 11.5h11"],
  close: ["M4 4l8 8", "M12 4l-8 8"],
  back: ["M9.5 3.5 5 8l4.5 4.5"],
  warn: ["M8 2.2 14.5 13.5h-13z", "M8 6.5v3.2", "M8 11.6v.2"],
  hash: ["M6.4 2.5 5 13.5", "M11 2.5 9.6 13.5", "M2.8 6h11", "M2.2 10h11"],
  person: ["M8 7.6a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2z", "M3.2 13.6c0-2.6 2.1-4.4 4.8-4.4s4.8 1.8 4.8 4.4"],
  phone: ["M3.2 2.5h2.6l1.2 3-1.6 1.2a8.5 8.5 0 0 0 3.9 3.9l1.2-1.6 3 1.2v2.6c-5.6.9-11.2-4.7-10.3-10.3z"],
  bell: ["M3.5 11.5V7a4.5 4.5 0 0 1 9 0v4.5l1 1h-11z", "M6.7 14h2.6"],
  note: ["M3.5 2.5h9v11h-9z", "M5.5 5.5h5", "M5.5 8h5", "M5.5 10.5h3"],
  clock: ["M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12z", "M8 4.8V8l2.3 1.6"],
  chat: ["M2.5 3h11v8H7l-3 2.6V11H2.5z"],
  eye: ["M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8z", "M8 9.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z"],
  search: ["M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9z", "M10.3 10.3l3.5 3.5"],
  calendar: ["M2.5 3.5h11v10h-11z", "M2.5 6.5h11", "M5.5 2v2.5", "M10.5 2v2.5"],
  link: ["M6.5 9.5 9.5 6.5", "M7.5 4.5 9 3a2.8 2.8 0 0 1 4 4l-1.5 1.5", "M8.5 11.5 7 13a2.8 2.8 0 0 1-4-4l1.5-1.5"],
  scales: ["M8 2.5v11", "M4.5 13.5h7", "M3 4.5h10", "M3 4.5 1.5 9h3z", "M13 4.5 11.5 9h3z"],
  shield: ["M8 1.8 13 3.6v4c0 3-2.1 5.3-5 6.6-2.9-1.3-5-3.6-5-6.6v-4z"],
  folder: ["M2 4h4.5l1.3 1.6H14v7.4H2z"],
  mega: ["M2.5 6.5v3l2 .3 7 3V3.2l-7 3z", "M5.2 10l.8 3.5h2l-.7-2.7"],
};
// emoji names that are drawn: a dot, a badge with a sign, or an outline of the table above
const DOTS = {
  red_circle: "red", large_orange_circle: "orange", orange_circle: "orange", large_yellow_circle: "yellow", yellow_circle: "yellow",
  large_green_circle: "green", green_circle: "green", large_blue_circle: "blue", blue_circle: "blue", white_circle: "white",
  black_circle: "black", heavy_minus_sign: "white",
};
const BADGES = {
  white_check_mark: ["green", "M4.5 8.3 7 10.8 11.5 5.6"], heavy_check_mark: ["green", "M4.5 8.3 7 10.8 11.5 5.6"],
  ballot_box_with_check: ["blue", "M4.5 8.3 7 10.8 11.5 5.6"], x: ["red", "M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6"],
  no_entry: ["red", "M4.5 8h7"], warning: ["orange", "M8 4.2v4.6M8 11.3v.3"], exclamation: ["red", "M8 4.2v4.6M8 11.3v.3"],
  rotating_light: ["red", "M8 4.2v4.6M8 11.3v.3"], question: ["blue", "M6 6.2a2 2 0 1 1 2.6 2c-.5.2-.6.5-.6 1.1M8 11.3v.3"],
  information_source: ["blue", "M8 7.3v4.2M8 4.6v.3"],
};
const OUTLINES = {
  lock: "lock", closed_lock_with_key: "lock", pushpin: "pin", round_pushpin: "pin", bell: "bell", memo: "note", pencil: "note",
  clipboard: "note", page_facing_up: "file", telephone: "phone", telephone_receiver: "phone", phone: "phone", hourglass: "clock",
  hourglass_flowing_sand: "clock", stopwatch: "clock", alarm_clock: "clock", clock3: "clock", clock1: "clock", timer_clock: "clock",
  speech_balloon: "chat", eyes: "eye", mag: "search", calendar: "calendar", date: "calendar", spiral_calendar_pad: "calendar",
  link: "link", paperclip: "clip", zap: "bolt", bust_in_silhouette: "person", busts_in_silhouette: "people", bookmark: "bookmark",
  scales: "scales", balance_scale: "scales", shield: "shield", file_folder: "folder", open_file_folder: "folder", mega: "mega",
  loudspeaker: "mega",
};

function svg(name, paths) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  node.setAttribute("viewBox", "0 0 16 16");
  node.setAttribute("class", `svg ${name}`);
  node.setAttribute("aria-hidden", "true");
  for (const one of paths) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", one);
    node.append(path);
  }
  return node;
}

export const draw = (name) => svg("line", PATHS[name] || []);

// The drawing of an emoji, or null when it is left to the font.
export function drawnEmoji(name) {
  if (DOTS[name]) return svg(`mark ${DOTS[name]}`, ["M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12z"]);
  if (BADGES[name]) return svg(`badge-mark ${BADGES[name][0]}`, ["M8 15A7 7 0 1 0 8 1a7 7 0 0 0 0 14z", BADGES[name][1]]);
  if (OUTLINES[name]) return draw(OUTLINES[name]);
  return null;
}
