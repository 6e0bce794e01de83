// The page's own words, Vietnamese and English side by side, so that neither can be forgotten.

const WORDS = {
  // the page
  title: ["Bản tập huấn", "Training ground"],
  notice: ["Bản tập huấn, không gửi tin thật ở đây", "For training: send no real tips here"],
  skip: ["Tới các máy điện thoại", "Skip to the phones"],
  phones: ["Các máy điện thoại", "Phones"],
  addPhone: ["Thêm máy", "Add a phone"],
  putAway: ["Cất máy này", "Put this phone away"],
  clock: ["Giờ tập huấn", "Training clock"],
  disconnected: ["Mất liên lạc với máy tập huấn, đang thử lại…", "Lost the training server, trying again…"],
  refused: ["Không làm được: {reason}", "Not done: {reason}"],
  close: ["Đóng", "Close"],
  cancel: ["Thôi", "Cancel"],
  copy: ["Chép", "Copy"],
  copied: ["Đã chép", "Copied"],
  copyFailed: ["Trình duyệt không cho chép.", "The browser did not allow copying."],
  // a phone
  chats: ["Các cuộc trò chuyện", "Chats"],
  messages: ["Tin nhắn với {title}", "Messages with {title}"],
  privateChat: ["Chat riêng", "Private"],
  answer: ["Bot trả lời", "The bot answers"],
  unread: ["có tin mới", "new messages"],
  speaker: ["Nhắn với tên", "Speak as"],
  empty: ["Chưa có tin nhắn.", "No messages yet."],
  start: ["Bắt đầu", "Start"],
  hello: ["Xin chào", "Say hello"],
  followOa: ["Quan tâm tài khoản", "Follow the account"],
  unfollowOa: ["Bỏ quan tâm", "Stop following"],
  wipeAll: ["Xóa cả cuộc trò chuyện trên máy này", "Wipe the chat from this phone"],
  wipeOne: ["Xóa trên máy này", "Wipe from this phone"],
  dialled: ["Máy sẽ gọi {number}. Bản tập huấn không gọi thật.",
    "The phone would call {number}. Training calls nobody."],
  texted: ["Máy sẽ soạn tin cho {number}. Bản tập huấn không gửi.",
    "The phone would text {number}. Training sends nothing."],
  windowNever: ["Chưa nhắn: tài khoản chưa trả lời được", "Not a word yet: the account cannot write"],
  windowFree: ["Trả lời miễn phí tới {until}", "Free to answer until {until}"],
  windowPaid: ["Quá 48 giờ: mất tiền, tới {until}", "After 48 h: costs money until {until}"],
  windowClosed: ["Quá 7 ngày: không nhắn tới được nữa", "After 7 days: cannot be written to"],
  blocked: ["Máy này đang chặn bot", "This phone blocks the bot"],
  unblock: ["Bỏ chặn", "Unblock"],
  block: ["Chặn bot", "Block the bot"],
  topic: ["Chủ đề", "Topic"],
  allTopics: ["Tất cả", "All"],
  toLatest: ["Tới tin mới nhất", "To the latest message"],
  phoneMenu: ["Việc khác của máy này", "More for this phone"],
  outside: ["Bản tập huấn không mở trang bên ngoài: {url}", "The training ground opens no outside page: {url}"],
  chooseGroup: ["Thêm bot vào nhóm nào?", "Add the bot to which group?"],
  noGroup: ["Máy này chưa ở nhóm nào. Tạo nhóm ở phần Người hướng dẫn.",
    "This phone is in no group. Make one under Trainer."],
  // a bubble
  edited: ["đã sửa", "edited"],
  deleted: ["đã xóa", "deleted"],
  silent: ["Gửi im lặng, không chuông", "Sent silently"],
  protected: ["Được bảo vệ: không chép, không chuyển tiếp", "Protected: no copying, no forwarding"],
  forwarded: ["Chuyển tiếp từ {name}", "Forwarded from {name}"],
  someone: ["một người", "someone"],
  spoiler: ["Đang che. Bấm để xem.", "Covered. Press to see."],
  photo: ["Ảnh", "Photo"],
  viewPhoto: ["Xem ảnh lớn", "View the photo"],
  video: ["Video", "Video"],
  voice: ["Ghi âm", "Voice message"],
  audio: ["Âm thanh", "Audio"],
  document: ["Tài liệu", "Document"],
  sticker: ["Nhãn dán", "Sticker"],
  location: ["Vị trí", "Location"],
  contact: ["Danh bạ", "Contact"],
  poll: ["Thăm dò", "Poll"],
  votes: ["{count} lượt", "Votes: {count}"],
  pollClosed: ["Đã đóng", "Closed"],
  notLoaded: ["Không mở được tệp này.", "This file could not be loaded."],
  unknownMedia: ["Nội dung chưa hiện được: {kind}", "Content not shown: {kind}"],
  bubbleMenu: ["Việc với tin này", "Message actions"],
  reply: ["Trả lời", "Reply"],
  forward: ["Chuyển tiếp", "Forward"],
  edit: ["Sửa", "Edit"],
  remove: ["Xóa", "Delete"],
  forge: ["Bấm giả mạo…", "Forge a press…"],
  forgeData: ["Dữ liệu nút gửi lên", "Button payload to send"],
  forwardTo: ["Chuyển tiếp tới", "Forward to"],
  // what happened in a group
  new_chat_members: ["{names} vào nhóm", "{names} joined"],
  left_chat_member: ["{names} ra khỏi nhóm", "{names} left"],
  group_chat_created: ["{who} lập nhóm", "{who} made the group"],
  supergroup_chat_created: ["{who} lập nhóm", "{who} made the group"],
  migrate_to_chat_id: ["Nhóm này đã nâng cấp", "This group was upgraded"],
  migrate_from_chat_id: ["Nhóm nâng cấp từ nhóm cũ", "Upgraded from the old group"],
  pinned_message: ["{who} ghim một tin", "{who} pinned a message"],
  forum_topic_created: ["Chủ đề mới: {names}", "New topic: {names}"],
  forum_topic_edited: ["Chủ đề đổi tên: {names}", "Topic renamed: {names}"],
  forum_topic_closed: ["Chủ đề đã đóng", "Topic closed"],
  forum_topic_reopened: ["Chủ đề mở lại", "Topic reopened"],
  // the composer
  write: ["Nhắn gì đó…", "Message…"],
  send: ["Gửi", "Send"],
  attach: ["Đính kèm", "Attach"],
  record: ["Ghi âm", "Record a voice message"],
  recording: ["Đang ghi {seconds} giây", "Recording, {seconds} s"],
  sendRecording: ["Gửi ghi âm", "Send the recording"],
  noMicrophone: ["Không mở được micro. Chọn một tệp âm thanh.", "No microphone. Choose a sound file."],
  keyboard: ["Bàn phím của bot", "The bot's keyboard"],
  album: ["Nhiều ảnh", "Several photos"],
  voiceFile: ["Tệp ghi âm", "Voice file"],
  replying: ["Trả lời: {text}", "Replying: {text}"],
  editing: ["Đang sửa tin", "Editing"],
  latitude: ["Vĩ độ", "Latitude"],
  longitude: ["Kinh độ", "Longitude"],
  badPoint: ["Vĩ độ từ -90 đến 90, kinh độ từ -180 đến 180.", "Latitude -90 to 90, longitude -180 to 180."],
  placeTown: ["Chợ Sóc Trăng", "Sóc Trăng market"],
  placeSea: ["Ngoài biển Trần Đề", "At sea off Trần Đề"],
  placeAway: ["Hà Nội (ngoài vùng)", "Hà Nội (outside)"],
  phoneNumber: ["Số điện thoại", "Phone number"],
  firstName: ["Tên", "First name"],
  // the trainer
  trainer: ["Người hướng dẫn", "Trainer"],
  secrets: ["Chìa khóa để tập", "Keys for training"],
  openOn: ["Mở trên máy", "Open on"],
  open: ["Mở", "Open"],
  time: ["Thời gian", "Time"],
  tenMinutes: ["+10 phút", "+10 min"],
  hour: ["+1 giờ", "+1 h"],
  day: ["+1 ngày", "+1 day"],
  week: ["+7 ngày", "+7 days"],
  morning: ["Tới 08:00", "To 08:00"],
  people: ["Người và nhóm", "People and groups"],
  newPerson: ["Thêm người", "New person"],
  newGroup: ["Tạo nhóm", "New group"],
  groupName: ["Tên nhóm", "Group name"],
  groupOwner: ["Người lập nhóm", "Made by"],
  username: ["Tên tài khoản (không bắt buộc)", "Username (optional)"],
  platform: ["Nền tảng", "Platform"],
  group: ["Nhóm", "Group"],
  person: ["Người", "Person"],
  addBot: ["Thêm bot", "Add the bot"],
  kickBot: ["Đưa bot ra", "Remove the bot"],
  openPhone: ["Mở máy", "Open phone"],
  nobody: ["Chưa có ai ở đây. Bấm Thêm máy.", "Nobody here yet. Press Add a phone."],
  withBot: ["Có bot trong nhóm", "With the bot in it"],
  joinGroup: ["Vào nhóm", "Join"],
  leaveGroup: ["Rời nhóm", "Leave"],
  showDeleted: ["Hiện tin đã xóa", "Show deleted messages"],
  faults: ["Sự cố thử", "Faults"],
  faultKind: ["Sự cố", "Fault"],
  faultMethod: ["Lệnh", "Method"],
  anyMethod: ["mọi lệnh", "any method"],
  faultNth: ["Lần thứ (trống: mọi lần)", "Nth call (empty: all)"],
  fault429: ["429: nhắn quá nhanh", "429: too many requests"],
  fault500: ["500: máy chủ hỏng", "500: server error"],
  fault403: ["403: người nhận chặn", "403: blocked"],
  faultZaloToken: ["Zalo -216: token hết hạn", "Zalo -216: token not valid"],
  faultZaloRate: ["Zalo -32: gọi quá nhiều", "Zalo -32: too many calls"],
  faultZaloQuota: ["Zalo -211: hết lượt", "Zalo -211: out of quota"],
  faultSlow: ["Chậm", "Slow"],
  faultDrop: ["Nhận rồi cắt dây", "Accepted, then cut off"],
  faultDuplicate: ["Tin tới hai lần", "Update twice"],
  faultReorder: ["Tin tới đảo thứ tự", "Updates out of order"],
  seconds: ["Số giây", "Seconds"],
  add: ["Thêm", "Add"],
  clear: ["Bỏ hết", "Clear"],
  noFaults: ["Không có sự cố nào.", "No faults."],
  traffic: ["Bot đã gọi gì", "What the bot called"],
  noTraffic: ["Chưa có gì.", "Nothing yet."],
  done: ["Xong.", "Done."],
};

const LANGUAGES = ["vi", "en"];
let language = LANGUAGES.includes(localStorage.getItem("language")) ? localStorage.getItem("language") : "vi";

export const currentLanguage = () => language;

/** The words of `key` in the page's language, with {name} filled from `values`. */
export function t(key, values = {}) {
  const words = WORDS[key][LANGUAGES.indexOf(language)];
  return words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

export function setLanguage(code) {
  language = code;
  localStorage.setItem("language", code);
  document.documentElement.lang = code;
  document.title = t("title");
  translate(document);
}

/** Says again, in the present language, everything below `root` that was made with a key. */
export function translate(root) {
  for (const element of root.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const element of root.querySelectorAll("[data-t-label]")) nameElement(element, element.dataset.tLabel);
  for (const element of root.querySelectorAll("[data-t-placeholder]")) {
    element.placeholder = t(element.dataset.tPlaceholder);
  }
}

/** Gives an element without words of its own a name for screen readers and a hint for the mouse. */
export function nameElement(element, key) {
  element.dataset.tLabel = key;
  element.setAttribute("aria-label", t(key));
  element.title = t(key);
}
