using System.Diagnostics;
using Pipeline.Deployment.Strategies;
using Pipeline.Testing;

namespace Pipeline.Benchmarks.Containers;

/// <summary>
/// How long releases, rollbacks and recoveries take on an engine, each by a clone that has not asked the environment anything
/// before, and what each fault costs two clients that ask all the time. Kills need root.
/// </summary>
internal sealed class ContainersBenchmark(BenchEnvironment environment, TextWriter output)
{
    private const int Rounds = 10;

    private static readonly StrategySpec AtOnce = new StrategySpec.Recreate();

    public static Benchmark Entry { get; } = new(
        "containers",
        "release, rollback and recovery on a Docker engine, and failed requests per fault",
        (output, cancellationToken) => BenchEnvironment.UseAsync(
            x => new ContainersBenchmark(x, output).RunAsync(cancellationToken)));

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        await DeployAsync(cancellationToken);
        await output.WriteLineAsync(
            $"containers: {Rounds} rounds; the first release, with the gateway: {Stopwatch.GetElapsedTime(began):s\\.f} s");
        await TimeAsync(cancellationToken);
        await CountAsync(cancellationToken);
    }

    private async Task TimeAsync(CancellationToken cancellationToken)
    {
        var (release, answered, command) = (
            new Timings("release: whole command"), new Timings("rollback: first answer"), new Timings("rollback: whole command"));
        for (var round = 0; round < Rounds; round++)
        {
            var image = await environment.MakeAsync(cancellationToken);
            var began = Stopwatch.GetTimestamp();
            await environment.DeployAsync(image, AtOnce, cancellationToken);
            release.Add(Stopwatch.GetElapsedTime(began));
            await RollBackAsync(answered, command, cancellationToken);
        }

        await output.WriteLineAsync($"\n{Timings.Header}\n{release}\n{answered}\n{command}");
    }

    private async Task RollBackAsync(Timings answered, Timings command, CancellationToken cancellationToken)
    {
        var before = await environment.AskAsync(cancellationToken);
        var began = Stopwatch.GetTimestamp();
        var rollback = environment.RollbackAsync(takeOver: false, cancellationToken);
        while (await environment.AskAsync(cancellationToken) == before)
            await Task.Delay(1, cancellationToken);
        answered.Add(Stopwatch.GetElapsedTime(began));
        await rollback;
        command.Add(Stopwatch.GetElapsedTime(began));
    }

    private async Task CountAsync(CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"\n{"fault",-32}{"answered",10}{"failed",8}{"refused",9}{"longest wait",15}");
        await FaultAsync("none", () => Task.Delay(2000, cancellationToken));
        await FaultAsync("10 releases and rollbacks", async () =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                await DeployAsync(cancellationToken);
                await environment.RollbackAsync(takeOver: false, cancellationToken);
            }
        });
        await FaultAsync("stable killed", async () =>
            await environment.CrashAsync($"{(await environment.ReadAsync(cancellationToken)).Stable}"));
        await FaultAsync("gateway killed", () => environment.CrashAsync("gateway"));

        async Task FaultAsync(string name, Func<Task> strike)
        {
            await using var load = new Load(await environment.AddressAsync(cancellationToken));
            await load.UntilAnsweredAsync(100, cancellationToken);
            await strike();
            await load.UntilAnsweredAsync(load.Answered + 500, cancellationToken);
            await load.EndAsync();
            await output.WriteLineAsync(
                $"{name,-32}{load.Answered,10}{load.Failures.Count,8}{load.Refused,9}{load.LongestWait.TotalSeconds,13:0.00} s");
        }
    }

    private async Task DeployAsync(CancellationToken cancellationToken) => await environment.DeployAsync(
        await environment.MakeAsync(cancellationToken), AtOnce, cancellationToken);
}
