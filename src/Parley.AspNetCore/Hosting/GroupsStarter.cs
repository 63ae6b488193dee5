using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Parley.Channels;

namespace Parley.AspNetCore;

/// <summary>Makes the groups of what is among the application's services, and connects them before anything is served.</summary>
internal sealed class GroupsStarter(Groups groups) : IHostedLifecycleService
{
    public static Groups Create(IServiceProvider services)
    {
        GroupsOptions options = services.GetService<GroupsOptions>()
            ?? new GroupsOptions { Time = services.GetRequiredService<TimeProvider>() };
        return services.GetService<IChannelLayer>() is { } layer
            ? Groups.Create(layer, options with { Presence = services.GetService<IPresence>() ?? options.Presence })
            : Groups.InProcess(services.GetService<IHistoryStore>(), options);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => groups.ConnectAsync(cancellationToken).AsTask();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
