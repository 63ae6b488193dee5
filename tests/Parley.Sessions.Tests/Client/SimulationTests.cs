namespace Parley.Sessions.Tests.Client;

/// <summary>
/// Clients whose wires are cut, whose readers are slow, and whose server forgets. Whatever happens, nobody loses anything
/// without a word or hears it twice. A seed that fails fails again in the same way.
/// </summary>
public sealed class SimulationTests
{
    private const int Seeds = 500;
    private const int Steps = 600;

    [Fact]
    public void Nobody_loses_anything_or_hears_it_twice()
    {
        for (int seed = 1; seed <= Seeds; seed++)
        {
            try
            {
                Simulate(seed);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed} fails. {exception.Message}", exception);
            }
        }
    }

    private static void Simulate(int seed)
    {
        var dice = new Random(seed);
        var server = new ModelServer();
        SimulatedClient[] clients =
        [
            new(server, SessionJoinOptions.FromOldest), new(server, SessionJoinOptions.Default), new(server, SessionJoinOptions.FromOldest),
        ];
        for (int step = 0; step < Steps; step++)
        {
            Step(dice, server, clients[dice.Next(clients.Length)], step);
        }

        // Everybody comes back once more, and everything on the wires arrives.
        Array.ForEach(clients, static client => client.Reconnect());
        while (clients.Any(static client => client.Take() || client.ToServer() || client.ToClient()))
        {
        }

        foreach (SimulatedClient client in clients)
        {
            Check(server, client);
        }
    }

    private static void Step(Random dice, ModelServer server, SimulatedClient client, int step)
    {
        switch (dice.Next(100))
        {
            case < 20:
                client.Publish($"{step}");
                break;
            case < 45:
                client.ToServer();
                break;
            case < 75:
                client.ToClient();
                break;
            case < 93:
                client.Take();
                break;
            case < 97:
                client.Reconnect();
                break;
            case < 99:
                server.Trim(dice.Next(10));
                break;
            default:
                if (dice.Next(4) == 0)
                {
                    server.BeginEpoch();
                }

                break;
        }
    }

    // Within each epoch a transcript has every offset from its first to the newest once, in order, as it was published.
    private static void Check(ModelServer server, SimulatedClient client)
    {
        var next = new Dictionary<string, long>();
        var epochs = new List<string>();
        foreach (SessionEvent told in client.Transcript)
        {
            (string Epoch, long From, long To)? range = told switch
            {
                SessionPublication { Position: var position } => (position.Epoch, position.Offset, position.Offset),
                SessionGap { Range: var gap } => (gap.Epoch, gap.From, gap.To ?? long.MaxValue - 1),
                _ => null,
            };
            if (range is not { } covered)
            {
                continue;
            }

            if (next.TryGetValue(covered.Epoch, out long expected))
            {
                Assert.Equal(expected, covered.From);
            }
            else
            {
                epochs.Add(covered.Epoch);
            }

            next[covered.Epoch] = covered.To + 1;
            if (told is SessionPublication message)
            {
                Assert.Equal(server.Published[(covered.Epoch, covered.From)], message.GetText());
            }
        }

        Assert.Equal(server.Offset + 1, next.GetValueOrDefault(server.Epoch, server.Offset + 1));
        Assert.Equal(epochs.Order(Comparer<string>.Create(static (a, b) => int.Parse(a[1..]) - int.Parse(b[1..]))), epochs);
        foreach ((string data, Task<SessionPublished> answer) in client.Publications)
        {
            Assert.True(answer.IsCompletedSuccessfully, $"{data} is not acknowledged");
        }
    }
}
