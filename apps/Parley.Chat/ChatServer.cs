using System.Threading.RateLimiting;
using Parley.Channels;

namespace Parley.Chat;

/// <summary>Puts the chat together.</summary>
internal static class ChatServer
{
    public const string SocketPath = "/chat";

    private const string DefaultUrl = "http://localhost:10083";

    private static readonly TimeSpan _drainPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Makes the application, which has everything open that it needs.</summary>
    /// <exception cref="SettingsException">A setting can't be.</exception>
    /// <exception cref="HistoryException">The history can't be opened.</exception>
    /// <exception cref="StorageException">The data can't be read or written.</exception>
    public static async Task<WebApplication> CreateAsync(IReadOnlyList<string> args)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = ContentRoot.Find() });
        SettingSources.Add(builder.Configuration, args);
        if (string.IsNullOrWhiteSpace(builder.Configuration["Urls"]))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        ChatSettings settings = SettingsReader.Read(builder.Configuration);
        ContentRoot.UseOwnPages(builder.Environment);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseParleyEngine();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.AddServerHeader = false);

        IServiceCollection services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        IChatStorage storage = await AddStorageAsync(services, settings);
        services.AddSingleton(new TokenSigner(await SigningKey.FindAsync(settings, storage), TimeProvider.System));
        AddChat(services, settings);
        WebApplication app = builder.Build();
        UseChat(app);
        await StartRoomsAsync(app);
        return app;
    }

    private static async ValueTask<IChatStorage> AddStorageAsync(IServiceCollection services, ChatSettings settings)
    {
        var options = new HistoryOptions
        {
            MaxAge = TimeSpan.FromDays(settings.HistoryDays),
            MaxPublications = settings.HistoryMessages,
            MaxBytes = long.MaxValue,
            MaxNodeBytes = long.MaxValue,
        };
        return settings.Redis is null
            ? await DataFolder.AddAsync(services, settings, options)
            : await RedisStorage.AddAsync(services, settings, options);
    }

    private static void AddChat(IServiceCollection services, ChatSettings settings)
    {
        services.AddSingleton<AdminSecret>().AddSingleton<ChatCookies>().AddSingleton<SiteTokens>().AddSingleton<BearerReader>();
        services.AddSingleton<GuestNames>().AddSingleton<RateLimits>().AddSingleton<ChatMetrics>().AddSingleton<MessageCheck>();
        services.AddSingleton<ChatDirectory>().AddSingleton<RoomTeller>().AddSingleton<SessionRules>().AddSingleton<SocketGate>();
        services.AddSingleton<MessageEraser>().AddSingleton<RoomRemover>().AddSingleton<RoomMakers>();
        services.AddSingleton<WidgetEndpoints>().AddSingleton<AdminSignIn>().AddSingleton<AdminPeople>().AddSingleton<AdminRooms>();
        services.AddSingleton<AdminOverview>().AddSingleton<OverviewSource>().AddSingleton<ConnectionLister>();
        services.AddSingleton<RateSampler>().AddHostedService(static provider => provider.GetRequiredService<RateSampler>());
        services.AddHostedService<DirectoryWatch>().AddHostedService<RoomSweeper>();
        services.AddSingleton<IdentityEndpoints>().AddSingleton<RoomEndpoints>().AddSingleton<PictureEndpoints>();
        services.AddSingleton(new GroupsOptions { UserOf = static principal => (principal as Visitor)?.User?.Value });
        services.AddMetrics();
        services.AddHealthChecks().AddParley();
        services.AddParley(options =>
        {
            foreach (string origin in settings.AllowedOrigins)
            {
                options.AllowedOrigins.Add(origin);
            }
        });
        services.AddOptions<AspNetCore.ParleyOptions>().Configure<SessionRules>((options, rules) => options.Sessions = new SessionServerOptions
        {
            Authorize = rules.DecideAsync,
            DrainPause = _drainPause,
            UserLimit = new TokenBucketRateLimiterOptions
            {
                TokenLimit = settings.RequestsAtOnce,
                TokensPerPeriod = settings.RequestsPerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
            },
        });
    }

    private static void UseChat(WebApplication app)
    {
        Proxies.Use(app, app.Services.GetRequiredService<ChatSettings>());
        app.UseMiddleware<PageSecurity>();
        app.UseMiddleware<Faults>();
        app.UseMiddleware<WidgetCors>();
        app.UseMiddleware<RequestGuard>();
        app.UseMiddleware<Visitors>();
        app.UseMiddleware<AdminGate>();
        app.UseStaticFiles();
        app.UseRouting();
        IServiceProvider services = app.Services;
        SocketGate gate = services.GetRequiredService<SocketGate>();
        app.MapSessions(SocketPath).Add(endpoint => endpoint.RequestDelegate = gate.Before(endpoint.RequestDelegate!));
        app.MapParleyScript();
        services.GetRequiredService<IdentityEndpoints>().Map(app);
        services.GetRequiredService<RoomEndpoints>().Map(app);
        services.GetRequiredService<PictureEndpoints>().Map(app);
        services.GetRequiredService<WidgetEndpoints>().Map(app);
        services.GetRequiredService<AdminSignIn>().Map(app);
        services.GetRequiredService<AdminPeople>().Map(app);
        services.GetRequiredService<AdminRooms>().Map(app);
        services.GetRequiredService<AdminOverview>().Map(app);
        Health.Map(app);
        Pages.Map(app);
    }

    private static async Task StartRoomsAsync(WebApplication app)
    {
        ChatSettings settings = app.Services.GetRequiredService<ChatSettings>();
        await app.Services.GetRequiredService<ChatDirectory>().UpdateAsync(state =>
        {
            foreach ((int place, string title) in settings.Rooms.Index())
            {
                string id = RoomNames.IdFor(title);

                // What an administrator has deleted stays so. There is always a first room.
                if (state.Find(id) is null && (place == 0 || state.FindDeleted(id) is null))
                {
                    state = state.With(new Room(id, title, RoomRule.Open, []));
                }
            }

            return state;
        });
    }
}
