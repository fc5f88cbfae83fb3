using System.Diagnostics;
using System.Globalization;
using Pipeline.Benchmarks.Deployment;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Strategies;
using Pipeline.Deployment.Traffic;
using Pipeline.Environments;
using Pipeline.Testing;

namespace Pipeline.Benchmarks.Containers;

/// <summary>
/// Rollouts and rollbacks under constant load, in each of which something is killed at a random time: the stable server, the
/// candidate, the gateway, or whoever deploys. What is killed and when follows from a seed (PIPELINE_SOAK_SEED, 1 by default);
/// PIPELINE_SOAK_ROUNDS says how many there are of each, 50 by default. It ends with an error where the environment is not as it
/// should be behind a round. Kills need root.
/// </summary>
internal sealed class SoakBenchmark(BenchEnvironment environment, TextWriter output)
{
    private const int MostMilliseconds = 2500;

    private static readonly string[] Victims = ["stable", "candidate", "gateway", "client"];

    private static readonly StrategySpec Steps = new StrategySpec.Canary
    {
        Steps = [new StepSpec.SetWeight(50), new StepSpec.Pause(new PauseSpec { Duration = TimeSpan.FromMilliseconds(300) })],
    };

    private readonly int _rounds = Number("PIPELINE_SOAK_ROUNDS", 50);
    private readonly int _seed = Number("PIPELINE_SOAK_SEED", 1);
    private readonly SortedDictionary<string, Tally> _tallies = new(StringComparer.Ordinal);

    public static Benchmark Entry { get; } = new(
        "soak",
        "rollouts and rollbacks on a Docker engine under load, with something killed in each",
        (output, cancellationToken) => BenchEnvironment.UseAsync(x => new SoakBenchmark(x, output).RunAsync(cancellationToken)));

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var random = new Random(_seed);
        foreach (var _ in Enumerable.Range(0, 2))
            await environment.DeployAsync(await environment.MakeAsync(cancellationToken), Steps, cancellationToken);
        var began = Stopwatch.GetTimestamp();
        await using var load = new Load(await environment.AddressAsync(cancellationToken));
        for (var round = 0; round < _rounds; round++)
        {
            var (victim, when) = (Victims[random.Next(Victims.Length)], TimeSpan.FromMilliseconds(random.Next(MostMilliseconds)));
            if (!_tallies.TryGetValue(victim, out var tally))
                _tallies[victim] = tally = new Tally();
            var (answered, failed, refused) = (load.Answered, load.Failures.Count, load.Refused);
            tally.Add(await RoundAsync(victim, when, cancellationToken));
            await load.UntilAnsweredAsync(load.Answered + 50, cancellationToken);
            tally.Add(load.Answered - answered, load.Failures.Count - failed, load.Refused - refused);
        }

        await load.EndAsync();
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"soak: seed {_seed}, {_rounds} rollouts and rollbacks in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s; ")
            + load.Summary);
        await output.WriteLineAsync($"\n{"killed",-12}{"rounds",8}{"promoted",10}{"aborted",9}{"broken off",12}{Tally.Header}");
        foreach (var (victim, tally) in _tallies)
            await output.WriteLineAsync($"{victim,-12}{tally}");
        using var clone = environment.Clone();
        await output.WriteLineAsync($"\nthe journal: {await clone.VerifyJournalAsync(cancellationToken)}");
    }

    /// <returns>What came of the rollout.</returns>
    private async Task<string> RoundAsync(string victim, TimeSpan when, CancellationToken cancellationToken)
    {
        var before = await environment.ReadAsync(cancellationToken);
        var image = await environment.MakeAsync(cancellationToken);
        var came = victim == "client"
            ? await KillClientAsync(before, when, cancellationToken)
            : await KillAsync(victim, before, environment.DeployAsync(image, Steps, cancellationToken), when, cancellationToken);
        var back = await environment.RollbackAsync(takeOver: true, cancellationToken);
        var after = await environment.ReadAsync(cancellationToken);
        var answers = await environment.AskAsync(cancellationToken);
        return after is { Candidate: null, Weight: 0 } && after.Stable == back.Revision.Number && answers == $"{after.Stable}"
            ? came
            : throw new CommandFailedException(
                "soak", 1, $"behind a round with {victim} killed after {when}, {answers} answers, and it is {after}.");
    }

    private async Task<string> KillAsync(
        string victim,
        EnvironmentDocument before,
        Task<RolloutResult> rollout,
        TimeSpan when,
        CancellationToken cancellationToken)
    {
        await Task.Delay(when, cancellationToken);
        var newest = before.Revisions.Max(x => x.Number) + 1;
        await environment.TryCrashAsync(victim switch
        {
            "gateway" => "gateway",
            "stable" => $"{before.Stable}",
            _ => string.Create(CultureInfo.InvariantCulture, $"{newest}"),
        });
        try
        {
            return (await rollout).GetType().Name;
        }
        catch (Exception exception) when (exception is GatewayUnreachableException or EngineFailedException
            or EnvironmentRefusedException or TrafficNotInEffectException)
        {
            return exception.GetType().Name;
        }
    }

    /// <summary>It deploys the image of the standby, which is on the engine already.</summary>
    private async Task<string> KillClientAsync(EnvironmentDocument before, TimeSpan when, CancellationToken cancellationToken)
    {
        var image = $"{before.Find(before.Standby)!.Image}";
        using var client = Child.Start(
            Path.Combine(BuiltPrograms.Output, "DeployRunner", BuiltPrograms.Configuration, "DeployRunner"),
            [Path.GetTempPath(), environment.Project, image, "steps"],
            "/");
        await Task.Delay(when, cancellationToken);
        client.Kill();
        await client.WaitForExitAsync(cancellationToken);
        return client.ExitCode == 0 ? nameof(RolloutResult.Promoted) : "killed";
    }

    private static int Number(string variable, int usual) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : usual;

    /// <summary>What rounds with one kind of victim came to.</summary>
    private sealed class Tally
    {
        private readonly List<string> _came = [];
        private long _answered;
        private long _failed;
        private long _refused;

        public static string Header { get; } = $"{"answered",10}{"failed",8}{"refused",9}";

        public void Add(string came) => _came.Add(came);

        public void Add(long answered, long failed, long refused) =>
            (_answered, _failed, _refused) = (_answered + answered, _failed + failed, _refused + refused);

        public override string ToString()
        {
            var (promoted, aborted) = (
                _came.Count(x => x == nameof(RolloutResult.Promoted)), _came.Count(x => x == nameof(RolloutResult.Aborted)));
            return $"{_came.Count,8}{promoted,10}{aborted,9}{_came.Count - promoted - aborted,12}"
                + $"{_answered,10}{_failed,8}{_refused,9}";
        }
    }
}
