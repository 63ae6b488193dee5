namespace Parley.Chat.Tests;

/// <summary>What people who mean no good have typed into chats. All of it is text.</summary>
internal static class WidgetAttacks
{
    public static IReadOnlyList<string> All { get; } =
    [
        "<script>window.owned=1</script>",
        "<img src=x onerror=window.owned=1>",
        "<svg onload=window.owned=1><style>*{display:none}</style></svg>",
        "<iframe srcdoc='<script>parent.owned=1</script>'></iframe>",
        "\"><b autofocus onfocus=window.owned=1>",
        "javascript:window.owned=1",
        "data:text/html,<script>window.owned=1</script>",
        "[a](javascript:window.owned=1)",
        "https://example.com/\"onmouseover=\"window.owned=1",
        "https://example.com/'><img src=x onerror=window.owned=1>",
        "{{constructor.constructor('window.owned=1')()}}",
        "<form action=javascript:window.owned=1><object data=javascript:window.owned=1>",
        "</textarea></template><base href=https://evil.example/>",
        "&lt;script&gt;window.owned=1&lt;/script&gt;",
    ];
}
