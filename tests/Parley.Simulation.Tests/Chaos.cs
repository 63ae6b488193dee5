namespace Parley.Simulation.Tests;

/// <summary>The middle of a simulation: whatever may happen next happens, as the seed decides.</summary>
internal sealed class Chaos(World world)
{
    private const int MostAtOnce = 8;

    private Random Random => world.Random;

    public void Run()
    {
        for (int i = 0; i < world.Plan.Steps; i++)
        {
            Step(Random.Next(100));
        }
    }

    private void Step(int what)
    {
        switch (what)
        {
            case < 30:
                world.Pick(world.Pick(world.Servers).Loops).RunSome(Random.Next(1, MostAtOnce));
                break;
            case < 45:
                Pass(world.Pick(world.Servers), static server => server.Node.PassRequest());
                break;
            case < 60:
                Pass(world.Pick(world.Servers), static server => server.Node.PassReply());
                break;
            case < 65:
                Pass(world.Pick(world.Servers), static server => server.Scheduler.RunOne());
                break;
            case < 82:
                Look(world.Pick(world.Clients));
                break;
            case < 94:
                Act(world.Pick(world.Clients));
                break;
            case < 98:
                Advance(Random.Next(1, 200));
                break;
            case < 99:
                Advance(Random.Next(1000, 20_000));
                break;
            default:
                BreakSomething();
                break;
        }
    }

    private void Pass(Server server, Func<Server, bool> pass)
    {
        for (int i = Random.Next(1, MostAtOnce); i > 0 && pass(server); i--)
        {
            world.Trace.Add("pass", server.Number);
        }
    }

    private void Look(Client client)
    {
        for (int i = Random.Next(1, MostAtOnce); i > 0; i--)
        {
            client.Look();
        }
    }

    private void Advance(int milliseconds)
    {
        world.Trace.Add("time", 0, milliseconds);
        world.Advance(TimeSpan.FromMilliseconds(milliseconds));
    }

    private void Act(Client client)
    {
        if (client.Line is not { } line)
        {
            world.Connect(client);
            return;
        }

        ClientGroup group = world.Pick(client.Groups);
        switch (Random.Next(24))
        {
            case < 15 when client.PublishedCount < world.Plan.Publications && group.IsWanted:
                world.Trace.Add("publish", client.Number);
                client.Publish(group);
                break;
            case 15:
                client.Ping();
                break;
            case 16:
                client.Leave(group);
                break;
            case 17 or 18:
                client.Join(group);
                break;
            case 19:
                world.Trace.Add("vanish", client.Number);
                line.Vanish();
                client.GiveUp();
                break;
            case 20:
                world.Trace.Add("close", client.Number);
                line.Close();
                break;
            case 21 when world.Plan.SlowReaders && !line.IsPaused:
                line.Pause();
                break;
            case 22 when line.IsPaused:
                line.Resume();
                break;
            default:
                break;
        }
    }

    private void BreakSomething()
    {
        Server server = world.Pick(world.Servers);
        switch (Random.Next(6))
        {
            case < 2 when world.Plan.Crashes:
                world.Crash(server);
                if (world.Servers.Count == 0 || Random.Next(2) == 0)
                {
                    world.StartServer();
                }

                break;
            case 2 when world.Servers.Count < world.Plan.Servers:
                world.StartServer();
                break;
            case 3 or 4 when world.Plan.CutsOff:
                if (server.IsCutOff)
                {
                    world.Heal(server);
                }
                else
                {
                    world.CutOff(server);
                }

                break;
            case 5 when world.Plan.LosesHistory:
                world.LoseHistory();
                break;
            default:
                break;
        }
    }
}
