using System.Globalization;
using Pipeline.Deployment.Analysis;
using Pipeline.Deployment.Rollouts;

namespace Pipeline.Benchmarks.Deployment;

/// <summary>How often rollouts end as they should, of revisions whose errors are known.</summary>
internal sealed class RolloutBenchmark(int rollouts)
{
    public static Benchmark Entry { get; } = new(
        "rollouts",
        "how often 1,000 simulated canaries each are aborted, promoted or paused, by their true errors",
        (output, cancellationToken) => new RolloutBenchmark(rollouts: 1000).RunAsync(output, cancellationToken));

    public async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync(
            $"""
            rollouts: {rollouts} of each, 10% then 50% of 100 requests a second, an analysis of a minute each;
            no worse than stable by a margin of 0.01 at 95%, false aborts 1% (requests are the candidate's until its end)

            errors        aborted  promoted  paused  passed at first look  requests: median     95%     max
            """);
        foreach (var (candidate, stable) in new[] { (0.005, 0.005), (0.015, 0.005), (0.02, 0.02), (0.05, 0.005), (0.03, 0.005) })
        {
            cancellationToken.ThrowIfCancellationRequested();
            var all = await new RolloutSimulation(candidate, stable).RunAllAsync(rollouts, seed: 20);
            await output.WriteLineAsync(Line(candidate, stable, all));
        }
    }

    private static string Line(double candidate, double stable, IReadOnlyList<SimulatedRollout> all)
    {
        var requests = all.Select(x => x.Requests).Order().ToList();
        return string.Join("  ",
            Text($"{candidate,5:0.0%} : {stable:0.0%}"),
            Text($"{Share<RolloutResult.Aborted>(all),7:0.0%}"),
            Text($"{Share<RolloutResult.Promoted>(all),8:0.0%}"),
            Text($"{Share<RolloutResult.Paused>(all),6:0.0%}"),
            Text($"{all.Count(x => x.PassedAtFirstLook),20}"),
            Text($"{requests[requests.Count / 2],16}"),
            Text($"{requests[requests.Count * 95 / 100],6}"),
            Text($"{requests[^1],6}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static double Share<T>(IReadOnlyList<SimulatedRollout> all) => all.Count(x => x.Result is T) / (double)all.Count;
}
