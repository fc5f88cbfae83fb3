using System.Globalization;

namespace Pipeline.Benchmarks.Bootstrap;

/// <summary>
/// What a warm <c>./build.sh</c> adds to the build that it runs. Pairs alternate, and so does their order, so that a busy
/// moment of the machine falls on both.
/// </summary>
internal sealed class BootstrapBenchmark(Clone clone, int pairs)
{
    private const int WarmUps = 3;
    private readonly Timings _script = new("./build.sh --help");
    private readonly Timings _direct = new("dotnet _build.dll --help");

    public static Benchmark Entry { get; } = new(
        "bootstrap",
        "./build.sh --help against the compiled build run directly, in this clone and in a team's repository",
        async (output, cancellationToken) =>
        {
            await output.WriteLineAsync("in this clone");
            await new BootstrapBenchmark(Clone.OfThisBuild(), pairs: 30).RunAsync(output, cancellationToken);
            await Workspace.UseTemporaryAsync(async folder =>
            {
                var team = await Clone.OfATeamAsync(folder, cancellationToken);
                await output.WriteLineAsync("\nin a repository of the template, from packages");
                await new BootstrapBenchmark(team, pairs: 30).RunAsync(output, cancellationToken);
            });
        });

    public async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await clone.RunScriptAsync(cancellationToken);
        for (var pair = -WarmUps; pair < pairs; pair++)
            await MeasureAsync(pair, cancellationToken);
        await output.WriteLineAsync(
            $"""
            bootstrap: {pairs} pairs after {WarmUps} to warm up

            {Timings.Header}
            {_script}
            {_direct}

            {Comparison()}
            """);
    }

    private async Task MeasureAsync(int pair, CancellationToken cancellationToken)
    {
        var scriptFirst = pair % 2 == 0;
        var first = await (scriptFirst ? clone.RunScriptAsync(cancellationToken) : clone.RunBuildAsync(cancellationToken));
        var second = await (scriptFirst ? clone.RunBuildAsync(cancellationToken) : clone.RunScriptAsync(cancellationToken));
        if (pair < 0)
            return;
        _script.Add(scriptFirst ? first : second);
        _direct.Add(scriptFirst ? second : first);
    }

    private string Comparison()
    {
        var (ratio, added) = (_script.Median / _direct.Median, (_script.Median - _direct.Median).TotalMilliseconds);
        return string.Create(CultureInfo.InvariantCulture, $"ratio of medians {ratio:0.00}; the script adds {added:0.0} ms");
    }
}
