// The emoji names that bots commonly use.

export const EMOJI = {
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌", warning: "⚠️", no_entry: "⛔",
  rotating_light: "🚨", bell: "🔔", mega: "📣", loudspeaker: "📢", telephone: "☎️", telephone_receiver: "📞", phone: "☎️",
  lock: "🔒", unlock: "🔓", key: "🔑", closed_lock_with_key: "🔐", shield: "🛡️", eyes: "👀", mag: "🔍", bulb: "💡",
  memo: "📝", pencil: "📝", pencil2: "✏️", clipboard: "📋", page_facing_up: "📄", bookmark_tabs: "📑", file_folder: "📁",
  open_file_folder: "📂", paperclip: "📎", link: "🔗", pushpin: "📌", round_pushpin: "📍", calendar: "📅", date: "📅",
  spiral_calendar_pad: "🗓️", clock1: "🕐", clock3: "🕒", alarm_clock: "⏰", hourglass: "⌛", hourglass_flowing_sand: "⏳",
  stopwatch: "⏱️", timer_clock: "⏲️", red_circle: "🔴", large_blue_circle: "🔵", white_circle: "⚪", black_circle: "⚫",
  large_green_circle: "🟢", large_yellow_circle: "🟡", large_orange_circle: "🟠", green_circle: "🟢", yellow_circle: "🟡",
  orange_circle: "🟠", blue_circle: "🔵", large_green_square: "🟩", red_square: "🟥", white_large_square: "⬜",
  black_square_button: "🔲", white_medium_square: "◻️", arrow_right: "➡️", arrow_up: "⬆️", arrow_down: "⬇️",
  speech_balloon: "💬", question: "❓", grey_question: "❔", exclamation: "❗", information_source: "ℹ️", thumbsup: "👍",
  "+1": "👍", thumbsdown: "👎", "-1": "👎", ok_hand: "👌", clap: "👏", wave: "👋", pray: "🙏", raised_hands: "🙌",
  heart: "❤️", tada: "🎉", rocket: "🚀", computer: "💻", iphone: "📱", laptop: "💻", floppy_disk: "💾", package: "📦",
  file_cabinet: "🗄️", card_file_box: "🗃️", mailbox: "📫", email: "✉️", envelope: "✉️", inbox_tray: "📥", outbox_tray: "📤",
  office: "🏢", classical_building: "🏛️", scales: "⚖️", balance_scale: "⚖️", bust_in_silhouette: "👤",
  busts_in_silhouette: "👥", detective: "🕵️", hammer: "🔨", wrench: "🔧", gear: "⚙️", toolbox: "🧰", zap: "⚡",
  checkered_flag: "🏁", no_bell: "🔕", newspaper: "📰", receipt: "🧾", label: "🏷️", fire: "🔥", smile: "😄", slightly_smiling_face: "🙂",
};

export const emoji = (name) => EMOJI[name.replace(/::skin-tone-\d$/, "")];
