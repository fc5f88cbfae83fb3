using System.Diagnostics;
using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Deployment;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollback;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Strategies;
using Pipeline.ModelServer;

namespace Pipeline.Benchmarks.Deployment;

/// <summary>
/// From the start of a rollback to the standby revision to the first answer from it, each time from a clone that has not asked
/// the environment anything before. Gateway and servers are processes of their own.
/// </summary>
internal sealed class RollbackBenchmark(string home, int rollbacks)
{
    private static readonly Actor Actor = new("bench", "machine");
    private static readonly EnvironmentSpec Anywhere = new() { Strategy = new StrategySpec.Recreate() };
    private static readonly string[] Answers = ["0.25", "0.5"];

    private readonly EnvironmentSite _site = new(home, "bench", "production", ModelName.Parse("benchmark"));
    private readonly ModelImages _images = new(BuiltPrograms.Output, BuiltPrograms.Configuration);
    private readonly Timings _committed = new("traffic is back");
    private readonly Timings _answered = new("first answer");

    public static Benchmark Entry { get; } = new(
        "rollback",
        "from the start of a rollback to the standby revision to its first answer",
        (output, cancellationToken) => Workspace.UseTemporaryAsync(
            x => new RollbackBenchmark(x, rollbacks: 20).RunAsync(output, cancellationToken)));

    public async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        using var first = Clone();
        try
        {
            foreach (var answer in Answers)
                await DeployAsync(first, answer, cancellationToken);
            for (var rollback = 0; rollback < rollbacks; rollback++)
                await MeasureAsync(rollback % Answers.Length, cancellationToken);
            await output.WriteLineAsync(
                $"""
                rollback: {rollbacks} of them, each to the other of two revisions

                {Timings.Header}
                {_committed}
                {_answered}
                """);
        }
        finally
        {
            await first.TakeDownAsync(Actor, takeOver: true, CancellationToken.None);
        }
    }

    private ModelEnvironment Clone() => new(
        _site, new EnvironmentTools(new GatewayProgram(BuiltPrograms.Gateway), _images));

    private Task<RolloutResult> DeployAsync(ModelEnvironment environment, string answer, CancellationToken cancellationToken) =>
        environment.DeployAsync(
            new RolloutRequest(_images.Of("--answer", answer), Actor), Anywhere, [], cancellationToken);

    private async Task MeasureAsync(int revision, CancellationToken cancellationToken)
    {
        using var clone = Clone();
        using var client = new HttpClient();
        var status = await clone.StatusAsync(events: 0, cancellationToken);
        var address = new Uri($"http://{status!.Document.Address}/predict");
        var began = Stopwatch.GetTimestamp();
        await clone.RollbackAsync(new RollbackRequest(Actor) { Revision = revision + 1 }, cancellationToken);
        _committed.Add(Stopwatch.GetElapsedTime(began));
        string said;
        do
        {
            using var response = await client.PostAsync(address, new StringContent("{}"), cancellationToken);
            said = await response.Content.ReadAsStringAsync(cancellationToken);
        }
        while (!said.Contains($"\"probability\": {Answers[revision]},", StringComparison.Ordinal));
        _answered.Add(Stopwatch.GetElapsedTime(began));
    }
}

/// <summary>Where what a benchmark runs as processes of their own was built to, as it was itself.</summary>
internal static class BuiltPrograms
{
    public static string Configuration { get; } =
        Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    public static string Output { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", ".."));

    /// <summary>The folder of the gateway's program.</summary>
    public static string Gateway { get; } = Path.Combine(Output, "Pipeline.Gateway", Configuration);
}
