using AspNetCoreApp.Data;
using Microsoft.EntityFrameworkCore;
using Parley.Channels;

namespace AspNetCoreApp;

/// <summary>A background service that tells everybody now and then how many notes there are.</summary>
internal sealed class Announcer(
    Groups groups, IServiceScopeFactory scopes, TimeProvider time, IConfiguration configuration) : BackgroundService
{
    public static GroupName Everybody { get; } = new("everybody");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(configuration.GetValue("Announcer:Interval", TimeSpan.FromSeconds(30)), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await using AsyncServiceScope scope = scopes.CreateAsyncScope();
            int count = await scope.ServiceProvider.GetRequiredService<NotesContext>().Notes.CountAsync(stoppingToken);
            await groups.BroadcastAsync(Everybody, $"* {count} notes so far", stoppingToken);
        }
    }
}
