// What the widget says, in the languages that it speaks.

const en = {
  code: "en",
  title: "Chat with us",
  open: "Open chat",
  close: "Close chat",
  unread: (count) => (count === 1 ? "1 unread message" : `${count} unread messages`),
  connecting: "Connecting…",
  here: "We are here",
  offline: "No connection. What you write is sent as soon as it is back.",
  greeting: "Hello! Write to us, and we answer here.",
  messages: "Messages",
  write: "Write a message",
  send: "Send",
  askName: "Before we send it: what is your name?",
  sendAs: "Send message",
  visitor: "Visitor",
  you: "You",
  waiting: "Waiting to be sent",
  stored: "Sent",
  failed: "Not sent",
  unconfirmed: "We could not find out whether this was sent.",
  retry: "Try again",
  discard: "Discard",
  newer: "New messages",
  gap: "Some messages can't be shown any more.",
  picture: "Picture",
  member: "signed in",
  typing: (names) => (names.length === 1 ? `${names[0]} is typing…` : "Several people are typing…"),
  noEntry: "This room is closed to you.",
  nameFailed: "Your name could not be taken. Please try again.",

  // Refusals that the server's own sentence says better are left out.
  refusals: {
    muted: (until) => `You are muted until ${until}.`,
  },
};

const zh = {
  code: "zh",
  title: "在线咨询",
  open: "打开聊天",
  close: "关闭聊天",
  unread: (count) => `${count} 条未读消息`,
  connecting: "正在连接…",
  here: "我们在线",
  offline: "连接已断开。恢复后会立即发送您写的内容。",
  greeting: "您好！请留言，我们会在这里回复。",
  messages: "消息",
  write: "输入消息",
  send: "发送",
  askName: "发送之前，请问怎么称呼您？",
  sendAs: "发送消息",
  visitor: "访客",
  you: "您",
  waiting: "等待发送",
  stored: "已发送",
  failed: "未发送",
  unconfirmed: "无法确认这条消息是否已发送。",
  retry: "重试",
  discard: "删除",
  newer: "新消息",
  gap: "部分消息已无法显示。",
  picture: "图片",
  member: "已登录",
  typing: (names) => (names.length === 1 ? `${names[0]} 正在输入…` : "多人正在输入…"),
  noEntry: "您无法进入这个房间。",
  nameFailed: "无法使用这个名字，请重试。",
  refusals: {
    muted: (until) => `您已被禁言，直到 ${until}。`,
    read_only: "这个房间只有部分人可以发言。",
    no_room: "没有这个房间，或者您无权查看。",
    too_long: "消息太长。",
    forbidden: "您没有权限这样做。",
  },
};

/** The words of the first of these languages that there are words in; English if there is none. */
export function wordsFor(languages) {
  const known = languages.map((language) => language?.toLowerCase().split("-")[0]);
  return known.find((language) => language === "zh" || language === "en") === "zh" ? zh : en;
}
