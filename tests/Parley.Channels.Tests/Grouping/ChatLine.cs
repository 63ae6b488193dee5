namespace Parley.Channels.Tests.Grouping;

internal sealed record ChatLine(string Author, string Text);
