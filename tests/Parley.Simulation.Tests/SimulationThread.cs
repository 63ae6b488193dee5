using System.Runtime.ExceptionServices;

namespace Parley.Simulation.Tests;

/// <summary>
/// Runs a simulation on a thread of its own. Where there is a synchronization context, as on the threads of a test
/// framework, whoever waits for a task goes on on the thread pool; here they go on at once. The stack is large, since the
/// runtime goes to the pool as well when it finds little left.
/// </summary>
internal static class SimulationThread
{
    private const int StackSize = 16 * 1024 * 1024;

    public static T Run<T>(Func<T> work)
    {
        T result = default!;
        ExceptionDispatchInfo? fault = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = work();
                }
                catch (Exception exception)
                {
                    fault = ExceptionDispatchInfo.Capture(exception);
                }
            },
            StackSize);
        thread.Start();
        thread.Join();
        fault?.Throw();
        return result;
    }
}
