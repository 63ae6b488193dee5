/** A value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json | undefined };

/**
 * A server's refusal, or why something can't be done. Codes of the server stand in docs/reference/parley.v1.md; these
 * are parley.js's own:
 * `unknown`: sent, but never answered, so that it may have been published or not;
 * `closed`: the connection was closed, and this never sent;
 * `too_large`: more than the server's `max_message`;
 * `id_reused`: a publication with this id is on its way;
 * `outbox_full`: as many wait for the server as may;
 * `already_joined`, `left`.
 */
export class ParleyError extends Error {
  constructor(code: string, message?: string, id?: string, retryAfter?: number);

  /** What went wrong, for programs. `message` says it for people. */
  readonly code: string;

  /** The publication's id, if it is about one: `publish(data, { id })` tries again without the risk of a duplicate. */
  readonly id?: string;

  /** When to try again, in seconds, if the server says so. */
  readonly retryAfter?: number;
}

/**
 * Opens a connection that comes back by itself until it is closed, and with it every room that was joined.
 * @param url `wss://`, `ws://`, `https://`, `http://`, or relative to the page. A function is asked before every
 * attempt; it may return a promise.
 * @throws TypeError The URL is none.
 * @throws ReferenceError The platform has no WebSocket: give one as an option.
 */
export function connect(
  url: string | URL | (() => string | URL | PromiseLike<string | URL>), options?: ConnectOptions): Connection;

export interface ConnectOptions {
  /** The WebSocket to use. The platform's own unless set; Node has one from version 22 on. */
  WebSocket?: WebSocketConstructor;

  /**
   * Asked for a bearer token before every attempt; it may return a promise, or nothing. The token goes as the
   * subprotocol `bearer.TOKEN`, since a page can't set header fields: docs/howto/authentication.md.
   */
  token?: () => string | null | undefined | PromiseLike<string | null | undefined>;

  /** The longest first pause before another attempt, in ms. 1,000 unless set. It doubles with each failure. */
  minPause?: number;

  /** The longest pause there is, in ms. 20,000 unless set. Every pause is a random part of what it may be. */
  maxPause?: number;

  /** How long a welcome and a pong may take, in ms. 10,000 unless set. Then the connection is lost. */
  timeout?: number;

  /** How many publications may wait for the server. 1,000 unless set; one more is refused with `outbox_full`. */
  outbox?: number;

  /** Told of whatever a listener throws. Unless set it is thrown again from a timer, for the platform to report. */
  report?: (error: unknown) => void;

  /** Where time comes from, for tests. */
  clock?: Clock;

  /** Chance, 0 to less than 1, for tests. */
  random?: () => number;
}

/** Called without `this`. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  setTimeout(call: () => void, pause: number): unknown;
  clearTimeout(timer: any): void;
}

/** What is used of a WebSocket. */
export interface WebSocketLike {
  onmessage: ((event: any) => void) | null;
  onclose: ((event: any) => void) | null;
  onerror: ((event: any) => void) | null;
  send(text: string): void;
  close(code?: number, reason?: string): void;
}

export type WebSocketConstructor = new (url: string, protocols: string[]) => WebSocketLike;

/** Something that tells of events. */
export interface Emitter<Events> {
  /**
   * Listens to an event. Listeners are called one after the other, in the order of what happened.
   * @returns A function that ends the listening.
   */
  on<Name extends keyof Events>(event: Name, listener: (event: Events[Name]) => void): () => void;
}

export interface Connection extends Emitter<ConnectionEvents> {
  /** `connecting` until the server's welcome, then `open`; `waiting` between two attempts; `closed` for good. */
  readonly state: State;

  /** The server's last welcome. It stays while the connection is lost. */
  readonly welcome: Welcome | undefined;

  /**
   * Joins a group, now or once there is a connection, and again after each reconnect, from where it was cut off.
   * Listen to the room before anything else runs, and nothing is missed.
   * @throws ParleyError `already_joined`, or `closed`.
   */
  join<Data = Json, Show = Json>(group: string, options?: JoinOptions<Show>): Room<Data, Show>;

  /** Gives the server a fresh token. Rejects with the server's code if it is not taken. */
  auth(token: string): Promise<Authenticated>;

  /**
   * Ends the connection for good. Publications that were sent but not acknowledged are rejected with `unknown`, others
   * with `closed`.
   */
  close(): void;
}

export type State = "connecting" | "open" | "waiting" | "closed";

export interface ConnectionEvents {
  state: StateEvent;

  /** A refusal that belongs to no promise, such as a signal's. */
  error: ParleyError;
}

export interface StateEvent {
  state: State;

  /** While waiting: in how many ms the next attempt is made, unless the network or the page returns before. */
  retryIn?: number;

  /** While waiting: the close code. 1006 if the connection broke, or never came to be. */
  code?: number;

  /** While waiting: why, in words, for a log. */
  reason?: string;
}

export interface Welcome {
  /** This connection's name; another after each reconnect. */
  client: string;

  /** Who the server takes the client for, if it knows. */
  user?: string;

  /** The client pings at least so often, in seconds. */
  heartbeat: number;

  /** How long a publication may be sent again, in seconds. */
  resend: number;

  /** The longest message that the server takes, in bytes. */
  max_message: number;
  features: string[];
}

export interface Authenticated {
  user?: string;
}

/** Where to begin, and what others and oneself get to see. Copied. */
export interface JoinOptions<Show = Json> extends Partial<Position> {
  /** What the others see of this member, beside its user. Nothing unless set. */
  show?: Show;

  /** What is told of the members: each, their number, or nothing. `list` unless set; in large groups their number. */
  members?: "list" | "count" | "none";
}

/**
 * A place in a group's stream. `join` without one begins with what is published from now on; `{ after: 0 }` with
 * everything that history still has; a room's `position` where that room was.
 */
export interface Position {
  epoch: string;

  /** The offset of the last publication that was seen. */
  after: number;
}

export interface Room<Data = Json, Show = Json> extends Emitter<RoomEvents<Data, Show>> {
  readonly group: string;

  /** Resolves once the group has been joined for the first time; rejects if the server refuses, or it was left before. */
  readonly ready: Promise<Joined<Show>>;

  /** Up to where everything has been told, to go on from there in another page; undefined before the first `joined`. */
  readonly position: Position | undefined;

  /** Who is there, as told last; all connections of one user are one member. */
  readonly members: Member<Show>[];

  /** How many are there, as told last. */
  readonly count: number;

  /**
   * Publishes to the group, now or once there is a connection; sent again after each reconnect until the server has
   * answered, for as long as its `resend` allows. In the order of the calls.
   * @param data Any JSON. Copied.
   * @param options `id`: of an earlier attempt that was rejected, with the same data; a new one unless set.
   * @returns A promise that resolves once the publication is durable. Its `id` is that of the `message` that comes to
   * this room, too. Rejects with the server's code, or `unknown`, `closed`, `too_large`, `id_reused`, `outbox_full`.
   */
  publish(data: Data, options?: { id?: string }): Promise<Published> & { readonly id: string };

  /** Reads history: the newest unless it is said from where. Rejects with the server's code. */
  history(query?: HistoryQuery): Promise<HistoryPage<Data>>;

  /** Tells those who are there now, without the promise of anything: nobody else will ever know. */
  signal(data: Json): void;

  /** Leaves the group. Nothing is told from here on; resolves once the server knows. */
  leave(): Promise<void>;
}

export interface RoomEvents<Data = Json, Show = Json> {
  /** The group was joined, the first time or again. */
  joined: Joined<Show>;

  /** Something was published; each once, in the order of the offsets. */
  message: Message<Data>;

  /** Publications that this room will never be told. */
  gap: Gap;

  /** Who came and who left, also while there was no connection. `members` and `count` know already. */
  presence: Presence<Show>;

  signal: Signal;

  /** A publication was erased from history; whoever shows it should stop. */
  deleted: Deleted;

  /** The server refused to let this member in again. The room has been left. */
  error: ParleyError;
}

export interface Joined<Show = Json> extends Partial<MemberList<Show>> {
  group: string;
  epoch: string;

  /** The offset of the newest publication, 0 if there has been none. */
  offset: number;

  /** Whether everything after the position that was asked for follows. */
  recovered: boolean;

  /** Whether what is missed while there is no connection can be had later. */
  recoverable: boolean;

  /** Of the list of members. */
  version: number;
}

export interface MemberList<Show = Json> {
  members: Member<Show>[];
  count: number;
}

export interface Member<Show = Json> {
  /** A connection; of a user's several the first. */
  client: string;
  user?: string;
  show?: Show;
}

export interface Message<Data = Json> {
  group: string;

  /** Its place in the group's stream; 0 where groups have no streams. */
  offset: number;

  /** What `publish` gave it, or the server. */
  id: string;

  /** The connection that published it; undefined if the server's own program did. */
  client?: string;

  /** Who published it, as the server knows; undefined if it does not. */
  user?: string;

  /** When, RFC 3339 in UTC. */
  at: string;
  data: Data;
}

export interface Published {
  group: string;
  id: string;
  offset: number;

  /** It had been published before, by an earlier attempt. */
  duplicate?: boolean;
}

export interface Gap {
  group: string;

  /** The epoch that the range belongs to. */
  epoch: string;

  /** The first offset that is missing. */
  from: number;

  /** The last one; null if that epoch is over, and whatever came after `from` is missing. */
  to: number | null;
}

export interface Presence<Show = Json> {
  /** Nobody in particular where only the number is told. */
  joined: Member<Show>[];
  left: Member<Show>[];
  count: number;
}

export interface Signal {
  group: string;
  client: string;
  user?: string;
  data: Json;
}

export interface Deleted {
  group: string;
  offset: number;
}

/** One of `before` and `after`, or neither for the newest. */
export interface HistoryQuery {
  /** Only what is older than this offset, the newest of it. */
  before?: number;

  /** Only what is newer than this offset, the oldest of it. */
  after?: number;

  /** How many at most, 1 to 1,000. 100 unless set. */
  limit?: number;
}

export interface HistoryPage<Data = Json> {
  group: string;

  /** The range of offsets that the page covers. What is missing in it was erased. It is empty if `from` is above `to`. */
  from: number;
  to: number;

  /** In the order of the offsets. */
  messages: Message<Data>[];

  /** Whether history goes on in the direction that was asked for. */
  more: boolean;
}
