namespace Parley.Chat.Tests;

/// <summary>Tests with the shop and its chat, one after the other: one of them kills the server.</summary>
[CollectionDefinition]
public sealed class InOneShop : ICollectionFixture<WidgetFixture>;
