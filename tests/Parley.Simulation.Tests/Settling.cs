using Parley.Channels;
using Parley.Testing;

namespace Parley.Simulation.Tests;

/// <summary>The end of a simulation: nothing breaks any more, and everything has to come to rest as it should.</summary>
internal sealed class Settling(World world)
{
    // Longer than a lease, and than a session may be silent.
    private const int MostSeconds = 200;

    /// <summary>Everybody comes back, and ends with everything that there is.</summary>
    public void ComeBack()
    {
        foreach (Server server in world.Servers.Where(static server => server.IsCutOff).ToArray())
        {
            world.Heal(server);
        }

        foreach (Client client in world.Clients)
        {
            client.Line?.Resume();
            foreach (ClientGroup group in client.Groups)
            {
                client.Join(group);
            }
        }

        Until(static world => Missing(world));
        foreach (Client client in world.Clients)
        {
            foreach (ClientGroup group in client.Groups)
            {
                world.Trace.Add("end", client.Number, group.Position!.Value.Offset);
            }
        }
    }

    /// <summary>Everybody goes, and nothing is left.</summary>
    public void GoAway()
    {
        foreach (Client client in world.Clients)
        {
            switch (world.Random.Next(3))
            {
                case 0:
                    client.Line!.Vanish();
                    break;
                case 1:
                    client.Line!.Close();
                    break;
                default:
                    foreach (ClientGroup group in client.Groups)
                    {
                        client.Leave(group);
                    }

                    client.Line!.Close();
                    break;
            }

            client.GiveUp();
        }

        Until(static world => LeftOver(world), isComing: false);
    }

    private void Until(Func<World, string?> complain, bool isComing = true)
    {
        for (int seconds = 0; seconds < MostSeconds; seconds++)
        {
            while (MoveOn(isComing))
            {
            }

            if (complain(world) is null)
            {
                return;
            }

            world.Advance(TimeSpan.FromSeconds(1));
            if (seconds % 20 == 0 && isComing)
            {
                foreach (Client client in world.Clients)
                {
                    client.Ping();
                }
            }
        }

        throw new BrokenPromiseException($"after {MostSeconds} s of peace {complain(world)}");
    }

    private bool MoveOn(bool isComing)
    {
        bool hasMoved = false;
        foreach (Server server in world.Servers)
        {
            foreach (SimulatedLoop loop in server.Loops)
            {
                hasMoved |= loop.WaitingCount > 0;
                loop.Run();
            }

            while (server.Scheduler.RunOne() || server.Node.PassRequest() || server.Node.PassReply())
            {
                hasMoved = true;
            }
        }

        foreach (Client client in world.Clients)
        {
            if (client.Line is null && isComing)
            {
                world.Connect(client);
                hasMoved = true;
            }

            hasMoved |= client.HasMail || client.Line is { HasEnded: true };
            client.Look();
        }

        return hasMoved;
    }

    private static string? Missing(World world)
    {
        foreach (Client client in world.Clients)
        {
            if (!client.IsWelcome || client.OutboxCount > 0)
            {
                return $"client {client.Number} is {(client.IsWelcome ? "" : "not ")}connected and waits for {client.OutboxCount} answers";
            }

            foreach (ClientGroup group in client.Groups)
            {
                StreamPosition head = world.HeadOf(group.Name);
                if (!group.IsJoined || !group.IsQuiet || group.Position != head)
                {
                    return $"client {client.Number} is {(group.IsJoined ? "" : "not ")}in {group.Name} and has {group.Position} of {head}";
                }

                string expected = string.Join(", ", world.Clients.Select(static other => other.IsWelcome ? other.Name : "nobody")
                    .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
                string known = string.Join(", ", group.Members);
                if (known != expected)
                {
                    return $"client {client.Number} sees {known} in {group.Name}, and not {expected}";
                }
            }
        }

        return null;
    }

    private static string? LeftOver(World world)
    {
        foreach (Server server in world.Servers)
        {
            int members = world.GroupNames.Sum(server.Groups.MemberCount);
            int transports = server.Loops.Sum(static loop => loop.TransportCount);
            if (members > 0 || server.Sessions.Count > 0 || transports > 0)
            {
                return $"server {server.Number} has {members} members, {server.Sessions.Count} sessions and {transports} transports";
            }
        }

        return world.Cluster.Streams.SubscriptionCount > 0 || !world.Cluster.Rosters.IsEmpty
            ? $"{world.Cluster.Streams.SubscriptionCount} subscriptions and {world.Cluster.Rosters.Count} people are left"
            : null;
    }
}
