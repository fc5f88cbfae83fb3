using System.Globalization;
using Pipeline.Deployment.Analysis;

namespace Pipeline.Benchmarks.Deployment;

/// <summary>False alarms and detection of each analysis, of revisions whose truth is known.</summary>
internal sealed class AnalysisBenchmark(int times)
{
    public static Benchmark Entry { get; } = new(
        "analyses",
        "how often 1,000 simulated analyses each abort a good revision, and a bad one",
        (output, cancellationToken) => new AnalysisBenchmark(times: 1000).RunAsync(output, cancellationToken));

    public async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync(
            $"""
            analyses: {times} of each, 120 looks, 50 requests to the candidate between two (200 predictions for drift), or one
            reading; looked at each time with 0.5% spent on aborting good revisions, and at the end at 95% for passing

            {"revision",-60}  aborted  passed  untold  samples until then
            """);
        foreach (var simulation in AnalysisSimulations.Good.Concat(AnalysisSimulations.Bad))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var all = await simulation.RunAsync(times, seed: 30);
            var (aborted, passed) = (all.Aborted / (double)times, all.Passed / (double)times);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{simulation.Title,-60}  {aborted,7:0.0%}  {passed,6:0.0%}  {1 - aborted - passed,6:0.0%}  {all.Samples,18}"));
        }
    }
}
