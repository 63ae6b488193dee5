// How the widget looks. Lengths are in px, since a page may set its own size of a rem.

export const styles = `
:host {
  all: initial !important;
  direction: ltr !important;
  position: static !important;
}

* { box-sizing: border-box; }
[hidden] { display: none !important; }

.root {
  --accent: #1f6b62;
  --accent-ink: #fff;
  --ground: #f3f5f4;
  --raised: #fff;
  --line: #dbe2df;
  --edge: #7d8b86;
  --ink: #18211f;
  --soft: #51605b;
  --link: #1f6b62;
  --bad: #b3261e;
  --wait-ground: #fdf0d0;
  --wait-ink: #5d3d00;
  --shadow: 0 2px 6px rgb(0 0 0 / 12%), 0 12px 40px rgb(0 0 0 / 18%);
  color: var(--ink);
  font: 400 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  text-align: left;
}

.root[data-theme="dark"] {
  --ground: #121716;
  --raised: #1e2624;
  --line: #2c3633;
  --edge: #75837e;
  --ink: #e6ecea;
  --soft: #a2b0ab;
  --link: #5fc4b4;
  --bad: #ff9a90;
  --wait-ground: #43340f;
  --wait-ink: #ffdf9e;
  --shadow: 0 2px 6px rgb(0 0 0 / 40%), 0 12px 40px rgb(0 0 0 / 55%);
}

button, input, textarea { font: inherit; color: inherit; margin: 0; }
button { cursor: pointer; border: 0; background: none; padding: 0; }
h2, p, ol { margin: 0; padding: 0; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.unseen, .follows .meta { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.icon { width: 24px; height: 24px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; display: block; }

.launcher {
  position: fixed; z-index: 2147483646; right: 24px; bottom: 24px;
  right: max(24px, env(safe-area-inset-right)); bottom: max(24px, env(safe-area-inset-bottom));
  width: 60px; height: 60px; border-radius: 50%; display: grid; place-items: center;
  background: var(--accent); color: var(--accent-ink); box-shadow: var(--shadow); transition: scale .15s;
}
.launcher:hover { scale: 1.06; }
.launcher .icon { width: 34px; height: 34px; fill: currentColor; stroke: none; }
.badge {
  position: absolute; top: -4px; right: -4px; min-width: 24px; height: 24px; padding: 0 6px; border-radius: 12px;
  background: #b3261e; color: #fff; border: 2px solid #fff; font: 700 12px/20px system-ui, sans-serif; text-align: center;
}

.panel {
  position: fixed; z-index: 2147483646; right: 24px; bottom: 24px;
  display: flex; flex-direction: column; overflow: hidden;
  width: 384px; height: min(640px, calc(100vh - 48px)); max-width: calc(100vw - 48px);
  background: var(--ground); border-radius: 18px; box-shadow: var(--shadow); border: 1px solid var(--line);
  animation: rise .18s ease-out;
}
@keyframes rise { from { opacity: 0; translate: 0 14px; } }

.bar { display: flex; align-items: center; gap: 12px; padding: 14px 12px 14px 20px; background: var(--accent); color: var(--accent-ink); }
.bar :focus-visible { outline-color: var(--accent-ink); outline-offset: -3px; }
.heading { flex: 1; min-width: 0; }
h2 { font-size: 17px; line-height: 1.3; font-weight: 650; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.state { font-size: 13px; display: flex; align-items: center; gap: 7px; min-height: 19px; }
.state:not(:empty)::before { content: ""; width: 9px; height: 9px; border-radius: 50%; border: 2px solid currentColor; }
[data-state="open"] .state::before { background: #7be3a4; border-color: #7be3a4; box-shadow: 0 0 0 1px rgb(0 0 0 / 35%); }
.close { width: 44px; height: 44px; border-radius: 12px; display: grid; place-items: center; }
.close:hover { background: rgb(128 128 128 / 30%); }

.banner { padding: 8px 20px; background: var(--wait-ground); color: var(--wait-ink); font-size: 13.5px; }
.banner:empty { padding: 0; }

.scroller { position: relative; flex: 1; min-height: 0; }
.messages { height: 100%; overflow-y: auto; overscroll-behavior: contain; overflow-anchor: none; padding: 16px; list-style: none; scrollbar-width: thin; }
.messages:focus-visible { outline-offset: -3px; }
.note { margin: 4px auto 14px; max-width: 34ch; text-align: center; text-wrap: balance; font-size: 13.5px; color: var(--soft); }
.newer { position: absolute; bottom: 10px; left: 50%; translate: -50% 0; padding: 8px 16px; border-radius: 20px; background: var(--accent); color: var(--accent-ink); font-size: 13.5px; box-shadow: var(--shadow); }

.message { display: flex; gap: 8px; margin-top: 14px; }
.message.follows { margin-top: 4px; }
.message.follows .avatar { visibility: hidden; height: 0; }
.avatar { flex: none; width: 32px; height: 32px; margin-top: 20px; border-radius: 50%; background: oklch(0.5 0.11 var(--hue)); color: #fff; font: 650 12.5px/32px system-ui, sans-serif; text-align: center; }
.body { min-width: 0; max-width: 84%; display: flex; flex-direction: column; align-items: flex-start; }
.message:not(.follows) .meta { padding: 0 2px; }
.meta { font-size: 12.5px; line-height: 20px; color: var(--soft); }
.author { font-weight: 650; color: var(--ink); unicode-bidi: isolate; overflow-wrap: anywhere; }
.verified { display: inline-grid; place-items: center; width: 14px; height: 14px; margin-left: 4px; border-radius: 50%; background: var(--link); color: var(--ground); vertical-align: -2px; }
.verified .icon { width: 10px; height: 10px; stroke-width: 4; }
.text { padding: 8px 13px; border-radius: 5px 16px 16px; background: var(--raised); border: 1px solid var(--line); white-space: pre-wrap; overflow: clip; overflow-clip-margin: 4px; overflow-wrap: anywhere; unicode-bidi: isolate; }
.text a, .picture { color: var(--link); }
.text.emoji { font-size: 34px; line-height: 1.2; background: none; border: 0; padding: 0; }
.picture { margin-top: 4px; }
.picture img { display: block; max-width: 100%; height: auto; max-height: 240px; object-fit: contain; border-radius: 12px; border: 1px solid var(--line); }

.own { justify-content: flex-end; }
.own .body { align-items: flex-end; }
.own .text { background: var(--accent); color: var(--accent-ink); border-color: transparent; border-radius: 16px 5px 16px 16px; }
.own .text.emoji { background: none; }
.own .text a { color: inherit; }
.own[data-state="waiting"] .text { opacity: .75; }
.status { display: flex; flex-wrap: wrap; justify-content: flex-end; align-items: center; gap: 4px 10px; font-size: 12.5px; color: var(--soft); }
.status .icon { width: 14px; height: 14px; }
.own:has(+ .own.follows)[data-state="stored"] .status { display: none; }
[data-state="failed"] .status { color: var(--bad); margin-top: 3px; }
.status button { min-height: 28px; padding: 0 4px; text-decoration: underline; color: var(--ink); }

.typing { padding: 0 20px 6px; font-size: 13px; color: var(--soft); }
.typing:empty { padding: 0; }
.composer { background: var(--raised); border-top: 1px solid var(--line); }
.write { display: flex; align-items: flex-end; gap: 8px; padding: 10px 10px 10px 14px; }
textarea, input { width: 100%; background: var(--ground); border: 1px solid var(--edge); border-radius: 14px; padding: 10px 13px; }
textarea { min-height: 44px; max-height: 150px; resize: none; line-height: 22px; display: block; }
textarea::placeholder { color: var(--soft); opacity: 1; }
.send { flex: none; width: 44px; height: 44px; border-radius: 50%; display: grid; place-items: center; background: var(--accent); color: var(--accent-ink); }
.send .icon { width: 22px; height: 22px; translate: -1px 1px; }
.ask { display: grid; gap: 8px; padding: 14px 14px 4px; }
.ask label { font-weight: 600; }
.problem { color: var(--bad); font-size: 13.5px; }
.problem:empty { display: none; }
.primary { min-height: 44px; border-radius: 14px; background: var(--accent); color: var(--accent-ink); font-weight: 600; }

@media (max-width: 520px), (max-height: 420px) {
  .panel { inset: 0; width: 100%; max-width: none; height: 100vh; height: var(--viewport, 100dvh); border: 0; border-radius: 0; padding-bottom: env(safe-area-inset-bottom); }
  .bar { padding-top: max(14px, env(safe-area-inset-top)); }
  .root { font-size: 16px; }
  .launcher { right: 16px; bottom: 16px; }
}
@media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } }
@media (forced-colors: active) { .launcher, .panel, .send, .text { border: 1px solid; } }
`;
