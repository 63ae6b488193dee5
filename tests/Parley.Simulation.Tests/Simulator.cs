namespace Parley.Simulation.Tests;

/// <summary>Runs simulations.</summary>
internal static class Simulator
{
    public static Result Run(Plan plan)
    {
        var world = new World(plan);
        Exception? fault = null;
        try
        {
            new Chaos(world).Run();
            var settling = new Settling(world);
            settling.ComeBack();
            settling.GoAway();
            world.CheckServers();
        }
        catch (Exception exception)
        {
            fault = exception;
            world.Trace.Note(exception.ToString);
        }

        return new Result(plan, world.Trace, world.Oracle.Fault ?? fault)
        {
            Taken = world.Oracle.TakenCount,
            Acknowledged = world.Oracle.AcknowledgedCount,
            Gaps = world.Oracle.GapCount,
            Resent = world.Oracle.DuplicateCount,
            Strays = world.StrayCount,
        };
    }
}
