using System.Globalization;

namespace EdgeIpc.Tests.Torture;

/// <summary>How long and how random: a few rounds in every test run, thousands where a variable asks for them.</summary>
internal static class TortureSettings
{
    /// <summary>How many stations are tortured side by side.</summary>
    public static int Stations => Count("EDGEIPC_TEST_STATIONS", 1);

    public static int Count(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int wanted) && wanted > 0 ? wanted : otherwise;

    /// <summary>Printed first, and taken back from EDGEIPC_TEST_SEED.</summary>
    public static int Seed(ITestOutputHelper output)
    {
        int seed = Count("EDGEIPC_TEST_SEED", Random.Shared.Next(1, int.MaxValue));
        output.WriteLine($"EDGEIPC_TEST_SEED={seed}");
        return seed;
    }

    /// <summary>Runs rounds on some stations at once; each round has a seed of its own, so that the one that failed can be named.</summary>
    /// <param name="next">Gives the number of the next round, or null when there are enough.</param>
    public static void RunRounds(int seed, Func<int?> next, Action<int, int> round)
    {
        var failures = new System.Collections.Concurrent.ConcurrentQueue<Exception>();
        var threads = Enumerable.Range(0, Stations).Select(_ => new Thread(Work)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        if (!failures.IsEmpty) throw new AggregateException(failures);

        void Work()
        {
            while (failures.IsEmpty && next() is { } number)
            {
                int own = unchecked((int)(((uint)seed + ((uint)number * 2_654_435_761u)) & int.MaxValue));
                try
                {
                    round(number, own);
                }
#pragma warning disable CA1031 // A thread has nobody above it: whatever failed is rethrown by the test.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    failures.Enqueue(new InvalidOperationException($"Round {number} of EDGEIPC_TEST_SEED={seed}: {e.Message}", e));
                }
            }
        }
    }
}
