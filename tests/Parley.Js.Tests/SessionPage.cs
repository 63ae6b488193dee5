using Microsoft.Playwright;
using Parley.TestSupport;

namespace Parley.Js.Tests;

/// <summary>A page in a real browser, in a room, and what the room has told it.</summary>
internal sealed class SessionPage
{
    // Whatever is told is written down in a few words: a message's data, or the event with its numbers.
    private const string Script = """
        async ({ file, options, start }) => {
          const { connect } = await import(file);
          const heard = [];
          const waiting = new Set();
          const connection = connect("/", options);
          const room = connection.join("lobby", start);
          const write = (text) => {
            heard.push(text);
            waiting.forEach((look) => look());
          };
          connection.on("state", ({ state }) => write(state));
          room.on("message", ({ data }) => write(`${data}`));
          room.on("gap", ({ epoch, from, to }) => write(`gap ${epoch} ${from}-${to}`));
          room.on("signal", ({ data }) => write(`signal ${data}`));
          window.session = {
            connection,
            room,
            heard,
            until: (text) => new Promise((resolve) => {
              const look = () => {
                if (heard.includes(text)) {
                  waiting.delete(look);
                  resolve();
                }
              };
              waiting.add(look);
              look();
            }),
          };
          await room.ready;
        }
        """;

    // A pause that no test lives to see the end of.
    private const int Never = 3_600_000;

    private static readonly string[] _states = ["connecting", "open", "waiting"];

    private SessionPage(IPage page) => Page = page;

    public IPage Page { get; }

    /// <summary>Opens a page whose connection comes back at once, or never by itself.</summary>
    public static Task<SessionPage> OpenAsync(
        Chromium chromium, ScriptedServer server, string file = Module.Name, bool comesBack = true) =>
        OpenAsync(chromium, server.Address, file, comesBack);

    public static async Task<SessionPage> OpenAsync(
        Chromium chromium, string address, string file = Module.Name, bool comesBack = true)
    {
        IPage page = await chromium.OpenPageAsync();
        await page.GotoAsync(address);
        int pause = comesBack ? 1 : Never;
        await Within.Time(page.EvaluateAsync(
            Script, new { file = $"/{file}", options = new { minPause = pause, maxPause = pause }, start = new { after = 0 } }));
        return new SessionPage(page);
    }

    /// <summary>Publishes, and waits until all of it is acknowledged.</summary>
    public Task PublishAsync(params string[] texts) => Within.Time(BeginPublishingAsync(texts));

    /// <summary>Publishes. What is returned ends when all of it is acknowledged, however long that takes.</summary>
    public Task BeginPublishingAsync(string[] texts) => Page.EvaluateAsync(
        "texts => Promise.all(texts.map((text) => session.room.publish(text)))", texts);

    /// <summary>Waits until the room has told something, as it is written down.</summary>
    public Task HearsAsync(string text) => Within.Time(Page.EvaluateAsync("text => session.until(text)", text));

    /// <summary>What the room has told, without the connection's states.</summary>
    public async Task<IEnumerable<string>> HeardAsync() =>
        (await Page.EvaluateAsync<string[]>("session.heard")).Except(_states, StringComparer.Ordinal);

    public Task DoAsync(string script) => Within.Time(Page.EvaluateAsync(script));
}
