namespace Parley.Chat;

/// <summary>What the operator has set. <see cref="SettingTable"/> says what each is for, and where its default comes from.</summary>
internal sealed record ChatSettings
{
    public string Data { get; init; } = "data";

    public string? Redis { get; init; }

    public string RedisPrefix { get; init; } = "parley-chat";

    public bool RedisDurable { get; init; }

    public string Title { get; init; } = "Parley";

    public string? Language { get; init; }

    public IReadOnlyList<string> Rooms { get; init; } = [];

    public RoomCreation RoomCreation { get; init; }

    public int MaxRooms { get; init; } = 500;

    public int RoomsPerPerson { get; init; } = 20;

    public bool Guests { get; init; } = true;

    public IReadOnlyList<string> ReservedNames { get; init; } = [];

    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    public string? AdminSecret { get; init; }

    public string? SigningKey { get; init; }

    public string? TokenSecret { get; init; }

    public string? TokenKeyFile { get; init; }

    public string? TokenIssuer { get; init; }

    public string? TokenAudience { get; init; }

    public int TextLength { get; init; } = 4000;

    public int PictureSize { get; init; } = 1024 * 1024;

    public int PicturesPerMessage { get; init; } = 4;

    public int PictureSpace { get; init; } = 1024;

    public int HistoryDays { get; init; } = 365;

    public int HistoryMessages { get; init; } = 100_000;

    public int RequestsAtOnce { get; init; } = 300;

    public int RequestsPerSecond { get; init; } = 20;

    public int ConnectionsPerPerson { get; init; } = 50;

    public int NewGuestsPerMinute { get; init; } = 60;

    public int PicturesPerMinute { get; init; } = 30;

    public string? Otlp { get; init; }
}
