using Microsoft.Playwright;

namespace Parley.Samples.Tests;

/// <summary>What tests do with pages of any sample.</summary>
internal static class Pages
{
    /// <summary>Connects from a page, says something, and returns the first answer, or <c>closed</c> and the code.</summary>
    public static Task<string> AskAsync(IPage page, string address, string text) => page.EvaluateAsync<string>(
        """
        ([address, text]) => new Promise(resolve => {
          const ws = new WebSocket(address);
          ws.onopen = () => ws.send(text);
          ws.onmessage = event => resolve(event.data);
          ws.onclose = event => resolve(`closed ${event.code}`);
        })
        """,
        new[] { address, text });

    /// <summary>Waits until a function returns true in a page.</summary>
    public static async Task UntilAsync(IPage page, string function, object argument) =>
        await page.WaitForFunctionAsync(function, argument);
}
