using System.Net;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Tests.Client;

/// <summary>IPv6 and IPv4 side by side (RFC 8305), on a clock that stands still.</summary>
public sealed class AddressRaceTests
{
    private readonly TestClock _clock = new();
    private readonly Dictionary<string, TaskCompletionSource<string>> _attempts = [];
    private readonly List<string> _order = [];
    private readonly List<string> _discarded = [];

    [Fact]
    public void Families_take_turns_beginning_with_the_preferred()
    {
        IPAddress[] addresses = [.. new[] { "::1", "::2", "::3", "127.0.0.1", "127.0.0.2" }.Select(IPAddress.Parse)];
        Assert.Equal(["::1", "127.0.0.1", "::2", "127.0.0.2", "::3"], AddressRace.Interleave(addresses).Select(static a => $"{a}"));
        Assert.Empty(AddressRace.Interleave([]));
    }

    [Fact]
    public async Task Another_address_is_tried_beside_a_silent_one_after_250_ms_and_the_late_one_is_closed()
    {
        Task<string> race = Run("::1", "127.0.0.1", "::2");
        Assert.Equal(["::1"], _order);
        _clock.Advance(TimeSpan.FromMilliseconds(249));
        Assert.Equal(["::1"], _order);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await Within.Until(() => _order.Count == 2);
        _attempts["127.0.0.1"].SetResult("four");
        Assert.Equal("four", await Within.Time(race));
        _attempts["::1"].SetResult("six");
        await Within.Until(() => _discarded.Count == 1);
        Assert.Equal(["::1", "127.0.0.1"], _order);
        Assert.Equal(["six"], _discarded);
    }

    [Fact]
    public async Task A_refusal_starts_the_next_at_once_and_the_first_reason_is_told()
    {
        Task<string> race = Run("::1", "127.0.0.1");
        _attempts["::1"].SetException(new IOException("refused by six"));
        await Within.Until(() => _order.Count == 2);
        _attempts["127.0.0.1"].SetException(new IOException("refused by four"));
        Assert.Equal("refused by six", (await Assert.ThrowsAsync<IOException>(() => Within.Time(race))).Message);
    }

    [Fact]
    public async Task No_address_is_an_error() =>
        Assert.Contains("no address", (await Assert.ThrowsAsync<IOException>(() => Run())).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Giving_up_ends_every_attempt()
    {
        using var source = new CancellationTokenSource();
        List<CancellationToken> tokens = [];
        Task<string> race = AddressRace.RunAsync(
            [IPAddress.Loopback],
            (_, token) =>
            {
                tokens.Add(token);
                return Task.Delay(Timeout.Infinite, token).ContinueWith(static _ => "", token, TaskContinuationOptions.None, TaskScheduler.Default);
            },
            _discarded.Add,
            _clock,
            source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Within.Time(race));
        Assert.True(Assert.Single(tokens).IsCancellationRequested);
    }

    private Task<string> Run(params string[] addresses) => AddressRace.RunAsync(
        [.. addresses.Select(IPAddress.Parse)],
        (address, _) =>
        {
            var attempt = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            _attempts[$"{address}"] = attempt;
            _order.Add($"{address}");
            return attempt.Task;
        },
        _discarded.Add,
        _clock,
        CancellationToken.None);
}
