// Rooms that lose nothing, in a browser, Node, Deno or Bun: the client of the subprotocol parley.v1.
// docs/reference/parley.v1.md is the protocol, parley.d.ts says what each function does.

// As many publications as a session may have on their way.
const mostInFlight = 64;

// A connection that lasted so long was a good one: the pause after it is a short one.
const goodAfter = 5000;

/** A server's refusal, or why something can't be done. */
export class ParleyError extends Error {
  name = "ParleyError";

  constructor(code, message, id, retryAfter) {
    super(message ?? code);
    Object.assign(this, { code, id, retryAfter });
  }
}

/** Opens a connection that comes back by itself until it is closed. */
export function connect(url, {
  WebSocket: Socket = WebSocket,
  token,
  clock = { now: Date.now, setTimeout, clearTimeout },
  random = Math.random,
  minPause = 1000,
  maxPause = 20_000,
  timeout = 10_000,
  outbox: capacity = 1000,
  report = (error) => setTimeout(() => {
    throw error;
  }),
} = {}) {
  const { now, setTimeout: startTimer, clearTimeout: stopTimer } = clock;
  const { on, emit } = makeEmitter(report);
  const rooms = new Map();
  const timers = new Set();

  // 128 random bits, of this connection alone.
  const prefix = crypto.getRandomValues(new Uint32Array(4)).join("-");
  let count = 0;
  let state;
  let welcome;
  let received = 0;
  let failures = 0;
  let notBefore = 0;

  // The connection that is being made or is open. What comes from any other is stale, and nobody listens to it.
  let attempt;
  const send = (text) => attempt.socket.send(text);
  const outbox = makeQueue(send, now, mostInFlight, capacity);
  const requests = makeQueue(send, now, Infinity, Infinity);

  // Timers belong to what the connection is about: opening, being open, waiting.
  function later(pause, call) {
    const timer = startTimer(() => {
      timers.delete(timer);
      call();
    }, pause);
    timers.add(timer);
  }

  function stopTimers() {
    timers.forEach((timer) => stopTimer(timer));
    timers.clear();
  }

  function open() {
    const mine = (attempt = {});
    stopTimers();
    later(timeout, () => lose(mine, 1006, "no welcome"));
    start(mine).catch((error) => lose(mine, 1006, `${error}`));
    become("connecting");
  }

  async function start(mine) {
    const address = addressOf(await url());
    const bearer = await token?.();
    if (mine === attempt) {
      const protocols = bearer ? ["parley.v1", `bearer.${bearer}`] : ["parley.v1"];
      const socket = (mine.socket = new Socket(address, protocols));
      socket.onmessage = ({ data }) => mine === attempt && receive(data);
      socket.onclose = ({ code, reason }) => lose(mine, code, reason);
      socket.onerror = () => {};
    }
  }

  function lose(mine, code, reason) {
    if (mine !== attempt) {
      return;
    }

    const { hold = 0, since, socket } = mine;
    attempt = undefined;
    stopTimers();
    socket?.close();

    // Whoever broke the rules, or may no longer come, is in no hurry.
    failures = code === 1008 ? 99 : now() - since >= goodAfter ? 0 : failures;

    // Chance spreads those who were cut off together: over all of the pause, or over as long again as the server said.
    const retryIn = hold
      ? hold * (1 + random())
      : random() * Math.min(maxPause, minPause * 2 ** failures++);
    notBefore = now() + hold;
    later(retryIn, open);
    rooms.forEach((room) => room.cut());
    outbox.cut();
    requests.cut();
    become("waiting", { code, reason, retryIn });
  }

  // The network is back, or the page is looked at: no more waiting, and no trust in a connection that may be dead.
  function wake({ type }) {
    if (type === "online" || document.visibilityState === "visible") {
      if (state === "open") {
        ping();
      } else if (state === "waiting" && now() >= notBefore) {
        open();
      }
    }
  }

  function ping() {
    const mine = attempt;
    const before = received;
    send('{"op":"ping"}');
    later(timeout, () => received === before && lose(mine, 1006, "no pong"));
  }

  function beat() {
    later(1000 * welcome.heartbeat, () => {
      beat();
      ping();
    });
  }

  function receive(text) {
    let message;
    try {
      message = JSON.parse(text) ?? {};
    } catch {
      return;
    }

    // Whatever comes shows that the server is there.
    received++;
    const { op, ref, id } = message;
    if (op === "welcome") {
      greet(message);
    } else if (op === "drain") {
      attempt.hold = 1000 * message.retry_after;
    } else if (op === "published") {
      outbox.done(id, message);
    } else if (op === "error") {
      const error = new ParleyError(message.code, message.message, id, message.retry_after);
      requests.done(ref, 0, error) || outbox.done(id, 0, error) || emit(op, error);
    } else {
      requests.done(ref, message) || rooms.get(message.group)?.receive(message);
    }
  }

  function greet(message) {
    stopTimers();
    welcome = message;
    attempt.since = now();
    state = "open";
    beat();
    requests.resume(welcome);
    rooms.forEach((room) => room.join());
    outbox.resume(welcome);
    become(state);
  }

  function become(newState, detail) {
    state = newState;
    emit("state", { state, ...detail });
  }

  function request(message, resolve, reject, once) {
    message.ref = `${++count}`;
    requests.add(message.ref, { text: JSON.stringify(message), resolve, reject, once });
  }

  const ask = (message) => new Promise((resolve, reject) => request(message, resolve, reject));

  // Kept as text: what is sent again is the same, whatever has become of the data.
  const publish = (group, data, id = `${prefix}-${++count}`) => Object.assign(new Promise((resolve, reject) => {
    outbox.add(id, { text: JSON.stringify({ op: "publish", group, id, data }), resolve, reject, id });
  }), { id });

  function listen(verb) {
    globalThis[verb]?.("online", wake);
    globalThis.document?.[verb]("visibilitychange", wake);
  }

  // What is wrong for good is told at once.
  if (typeof url !== "function") {
    const fixed = addressOf(url);
    url = () => fixed;
  }

  listen("addEventListener");
  open();
  return {
    on,

    get state() {
      return state;
    },

    get welcome() {
      return welcome;
    },

    join(group, options = {}) {
      if (state === "closed") {
        throw closed();
      }

      if (rooms.has(group)) {
        throw new ParleyError("already_joined", `${group} is joined.`);
      }

      const room = makeRoom(group, JSON.parse(JSON.stringify(options)), {
        ...makeEmitter(report),
        request,
        ask,
        publish,
        later,
        send,
        forget: () => rooms.delete(group),
      });
      rooms.set(group, room);
      if (state === "open") {
        room.join();
      }

      return room.face;
    },

    auth: (token) => ask({ op: "auth", token }),

    close() {
      if (state !== "closed") {
        const mine = attempt;
        attempt = undefined;
        mine?.socket?.close(1000);
        stopTimers();
        listen("removeEventListener");
        rooms.forEach((room) => room.end(closed()));
        requests.end();
        outbox.end();
        become("closed");
      }
    },
  };
}

function makeEmitter(report) {
  const listeners = { __proto__: null };
  return {
    on(event, listener) {
      const set = (listeners[event] ??= new Set());
      set.add(listener);
      return () => set.delete(listener);
    },

    // A listener that throws harms neither the others nor the connection.
    emit(event, detail) {
      for (const listener of new Set(listeners[event])) {
        try {
          listener(detail);
        } catch (error) {
          report(error);
        }
      }
    },
  };
}

// What waits for an answer, in its order, some of it on its way. What was cut off is sent again on the next connection;
// what belongs to one connection (once) is over with it.
function makeQueue(send, now, window, capacity) {
  const waiting = new Map();

  // The welcome of the open connection; undefined while there is none, and null when there will be none again.
  let terms;

  function done(key, answer, error) {
    const entry = waiting.get(key);
    waiting.delete(key);
    error ? entry?.reject(error) : entry?.resolve(answer);
    flush();
    return entry;
  }

  function flush() {
    let inFlight = 0;
    for (const [key, entry] of terms ? waiting : []) {
      const isUnsent = entry.terms !== terms;
      const refusal = isUnsent && refusalOf(entry);
      if (refusal) {
        waiting.delete(key);
        entry.reject(refusal);
      } else if (++inFlight > window) {
        break;
      } else if (isUnsent) {
        entry.terms = terms;
        entry.sentAt ??= now();
        send(entry.text);
      }
    }
  }

  function refusalOf({ sentAt, text, id }) {
    return now() - sentAt > 1000 * terms.resend
      ? unknown(id)
      : new TextEncoder().encode(text).length > terms.max_message
        && new ParleyError("too_large", `More than ${terms.max_message} bytes.`, id);
  }

  return {
    done,

    add(key, entry) {
      const { id, once, resolve, reject } = entry;
      if (terms === null) {
        reject(closed(id));
      } else if (once && !terms) {
        resolve();
      } else if (waiting.has(key)) {
        reject(new ParleyError("id_reused", `${id} is on its way.`, id));
      } else if (waiting.size >= capacity) {
        reject(new ParleyError("outbox_full", `${capacity} wait.`, id));
      } else {
        waiting.set(key, entry);
        flush();
      }
    },

    cut() {
      terms = undefined;
      waiting.forEach(({ once }, key) => once && done(key));
    },

    resume(welcome) {
      terms = welcome;
      flush();
    },

    end() {
      terms = null;
      waiting.forEach(({ sentAt, id }, key) => done(key, 0, sentAt === undefined ? closed(id) : unknown(id)));
    },
  };
}

// A place in a group: the position in its stream, and who is there.
function makeRoom(group, { epoch, after, show, members: mode }, { on, emit, request, ask, publish, later, send, forget }) {
  let isLive;
  let hasEnded;

  // Where the group stood when everything was asked for. Until something has come, what was gone by then is no gap.
  let floor = 0;

  // The epoch of the last joined. The position stays in the one before until its gap has come: a connection that is lost
  // in between must not swallow it.
  let next;
  let version;
  let count = 0;
  let members = new Map();
  let resolve;
  let reject;
  const ready = new Promise((...ends) => ([resolve, reject] = ends));

  // Nobody has to wait for it.
  ready.catch(() => {});

  function join() {
    request({ op: "join", group, epoch, after, show, members: mode }, onJoined, onRefused, true);
  }

  function end(error) {
    isLive = false;
    hasEnded = true;
    forget();
    reject(error);
  }

  function onRefused(error) {
    if (error.retryAfter) {
      later(1000 * error.retryAfter, () => hasEnded || join());
    } else if (!hasEnded) {
      end(error);
      emit("error", error);
    }
  }

  // Called without an answer when the connection was lost before one came.
  function onJoined(joined) {
    if (!joined || hasEnded) {
      return;
    }

    if (after === undefined) {
      after = joined.offset;
    } else if (epoch === undefined) {
      floor = joined.offset;
    }

    const before = members;
    const counted = count;
    isLive = true;
    ({ epoch: next, version } = joined);
    epoch ??= next;
    members = new Map(joined.members?.map((member) => [keyOf(member), member]));
    count = joined.count ?? members.size;
    resolve(joined);
    emit("joined", joined);

    // Whoever came or went while there was no connection.
    const came = without(members, before);
    // Where a list has become a number nobody has left.
    const left = joined.members ? without(before, members) : [];
    if (came[0] || left[0] || count !== counted) {
      emit("presence", { joined: came, left, count });
    }
  }

  const emitAsIs = (message) => emit(message.op, message);
  const handlers = {
    __proto__: null,
    joined: onJoined,

    gap(gap) {
      const from = Math.max(gap.from, (after || floor) + 1);
      if (gap.to === null) {
        epoch = next;
        after = floor = 0;
        emit("gap", gap);
      } else if (gap.to > after) {
        after = gap.to;
        from > after || emit("gap", { ...gap, from });
      }
    },

    presence({ version: next, joined = [], left = [], count: counted }) {
      if (next > version) {
        version = next;
        left.forEach((member) => members.delete(keyOf(member)));
        joined.forEach((member) => members.set(keyOf(member), member));
        count = counted ?? members.size;
        emit("presence", { joined, left, count });
      }
    },

    // Without positions every offset is 0.
    message(message) {
      const { offset } = message;
      if (offset > after || !offset) {
        after = offset || after;
        emit("message", message);
      }
    },
  };

  return {
    join,
    end,

    cut: () => (isLive = false),

    // What comes before the answer to this room's own join belongs to one that was left.
    receive: (message) => isLive && (handlers[message.op] ?? emitAsIs)(message),

    face: {
      group,
      on,
      ready,

      get position() {
        return epoch && { epoch, after };
      },

      get members() {
        return [...members.values()];
      },

      get count() {
        return count;
      },

      publish: (data, options) => publish(group, data, options?.id),

      // The newest, unless it is said from where.
      history: (query = {}) => ask({
        op: "history",
        group,
        ...(query.after === undefined && { before: Number.MAX_SAFE_INTEGER }),
        ...query,
      }),

      signal: (data) => isLive && send(JSON.stringify({ op: "signal", group, data })),

      leave: () => new Promise((done) => {
        if (hasEnded) {
          done();
        } else {
          end(new ParleyError("left"));
          request({ op: "leave", group }, done, done, true);
        }
      }),
    },
  };
}

function addressOf(url) {
  const address = new URL(url, globalThis.location?.href);
  address.protocol = address.protocol.replace("http", "ws");
  return address.href;
}

// All connections of a user are one member; whoever is nobody's user is a member by connection.
function keyOf({ user, client }) {
  return user ? `u${user}` : `c${client}`;
}

function without(members, others) {
  return [...members].flatMap(([key, member]) => (others.has(key) ? [] : member));
}

function closed(id) {
  return new ParleyError("closed", "The connection is closed.", id);
}

function unknown(id) {
  return new ParleyError("unknown", "Sent, never answered.", id);
}
