using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Parley.Chat.Tests;

/// <summary>
/// Somebody's site, of another origin than the chat's: with a strict policy of its own, styles that would spoil everything
/// they reach, and the widget in the corner.
/// </summary>
internal sealed class WidgetShop : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WidgetShop(WebApplication app) => _app = app;

    /// <summary>Where the chat is that the widget comes from.</summary>
    public string Chat { get; set; } = "";

    /// <summary>The origin under which the operator lists the shop.</summary>
    public string Origin => Refused.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    /// <summary>The same shop under an origin that is not listed.</summary>
    public string Refused => _app.Urls.First();

    public static async Task<WidgetShop> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        var shop = new WidgetShop(app);
        app.MapGet("/", (RequestDelegate)shop.ShowAsync);
        app.MapGet("/favicon.ico", static () => Results.NoContent());
        await app.StartAsync();
        return shop;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // Only the chat's scripts may run, only to the chat may connections go, and no style may come but the shop's own sheet.
    private Task ShowAsync(HttpContext context)
    {
        string socket = Chat.Replace("http", "ws", StringComparison.Ordinal);
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'nonce-shop'; script-src {Chat}; connect-src {Chat} {socket}; base-uri 'none'; form-action 'none'";
        IQueryCollection query = context.Request.Query;
        string attributes = string.Join(' ', query.Where(static pair => pair.Key.StartsWith("data-", StringComparison.Ordinal))
            .Select(static pair => $"{pair.Key}=\"{pair.Value}\""));
        string tag = $"<script type=\"module\" src=\"{Chat}/widget.js\" {attributes}></script>";
        string again = query.ContainsKey("twice") ? tag.Replace("widget.js", "widget.js?again", StringComparison.Ordinal) : "";
        return context.Response.WriteAsync($$"""
            <!doctype html>
            <html lang="{{query["lang"].FirstOrDefault("en")}}">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>The Teahouse</title>
            <style nonce="shop">
              body { margin: 0; background: #fbf7ef; color: #3a3128; font: 17px/1.6 Georgia, "Noto Serif", serif; }
              header { padding: 18px 48px; border-bottom: 1px solid #e4dac6; font-size: 24px; }
              main { padding: 40px 48px; max-width: 620px; }
              h1 { font-size: 42px; line-height: 1.15; margin: 0 0 16px; }
              input { padding: 10px 14px; font: inherit; border: 1px solid #b9aa8c; background: #fff; width: 280px; }
              ul { padding-left: 20px; }
              parley-chat { display: block; font-size: 60px; color: red; letter-spacing: 9px; opacity: .2; }
              button, textarea { background: red !important; font-size: 50px !important; }
            </style>
            <header>The Teahouse</header>
            <main>
              <h1>Tea from gardens that we know by name</h1>
              <p>Green, black and white; picked by hand, packed in paper, sent within two days.</p>
              <ul><li>Dragon Well, first harvest</li><li>Smoked black from Tongmu</li><li>White Peony, pressed</li></ul>
              <p><input id="search" placeholder="Search the shop"></p>
            </main>
            {{tag}}{{again}}
            </html>
            """);
    }
}
