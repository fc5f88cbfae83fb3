using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Pipeline.Benchmarks.Deployment;
using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Deployment;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Strategies;
using Pipeline.Deployment.Traffic;
using Pipeline.ModelServer;

namespace Pipeline.Benchmarks.Gateway;

/// <summary>
/// What the gateway costs: the same server asked directly, through plain YARP and through the gateway, in turn, so that a machine
/// whose speed drifts is as slow to each of them. All are processes of their own on this machine, and so is the client.
/// </summary>
internal sealed class GatewayBenchmark(string home)
{
    private const int Rounds = 5;
    private const int FewRounds = 3;
    private const int SoakConnections = 8;
    private const long SoakRequests = 1_000_000;
    private const int SoakParts = 4;

    private static readonly int[] Connections = [1, 8, 64];
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Warmth = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(60);
    private static readonly Actor Actor = new("bench", "machine");
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(
        """{"age": 39, "workclass": "State-gov", "education-num": 13, "occupation": "Adm-clerical", "hours-per-week": 40}""");

    private readonly EnvironmentSite _site = new(home, "bench", "production", ModelName.Parse("benchmark"));

    public static Benchmark Entry { get; } = new(
        "gateway",
        "a server asked directly, through plain YARP and through the gateway; idle, and over a million requests",
        (output, cancellationToken) => Workspace.UseTemporaryAsync(
            x => new GatewayBenchmark(x).RunAsync(output, cancellationToken)));

    public async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var images = new ModelImages(BuiltPrograms.Output, BuiltPrograms.Configuration);
        var tools = new EnvironmentTools(new GatewayProgram(BuiltPrograms.Gateway), images);
        using var environment = new ModelEnvironment(_site, tools);
        try
        {
            var anywhere = new EnvironmentSpec { Strategy = new StrategySpec.Recreate() };
            await environment.DeployAsync(
                new RolloutRequest(images.Of("--answer", "0.25"), Actor), anywhere, [], cancellationToken);
            var status = (await environment.StatusAsync(events: 0, cancellationToken))!;
            var server = status.Document.Find(status.Document.Stable)!;
            var upstream = new Uri($"http://{server.Address}");
            using var yarp = await PlainYarp.StartAsync(upstream, cancellationToken);
            Target[] targets =
            [
                new("direct", upstream, [server.Process!.Id]),
                new("plain YARP", yarp.Address, [yarp.ProcessId]),
                new(
                    "gateway",
                    new Uri($"http://{status.Document.Address}"),
                    [status.Gateway!.Process.Id, status.Gateway.Watcher!.Id]),
            ];
            await MeasureAsync(targets, output, cancellationToken);
            using var gateway = new GatewayClient(new LocalReach(_site.Folder), TimeProvider.System);
            var ask = () => HttpLoad.RunAsync(targets[^1].Address, Body, SoakConnections, Round);
            await new MirrorCost(gateway, Actor, ask, FewRounds).RunAsync(server.Address!, output, cancellationToken);
            await RestAsync(targets, output, cancellationToken);
            await SoakAsync(targets[^1], output, cancellationToken);
        }
        finally
        {
            await environment.TakeDownAsync(Actor, takeOver: true, CancellationToken.None);
        }
    }

    private static async Task MeasureAsync(Target[] targets, TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync(Text(
            $"""
            gateway: POST /predict with {Body.Length} bytes, medians of {Rounds} rounds of {Round.TotalSeconds:0} s in turn;
            {Environment.ProcessorCount} cores for client and servers, load average {MachineUse.LoadAverage():0.0} at the start

            connections  target      requests/s    of YARP       p50       p99
            """));
        foreach (var target in targets)
            await HttpLoad.RunAsync(target.Address, Body, SoakConnections, Warmth);
        int[] own = [Environment.ProcessId, .. targets.SelectMany(x => x.Processes)];
        var (began, all, ours) = (Stopwatch.GetTimestamp(), MachineUse.CpuOfAll(), MachineUse.CpuOf(own));
        foreach (var connections in Connections)
            await CompareAsync(targets, connections, output, cancellationToken);
        var others = MachineUse.CpuOfAll() - all - (MachineUse.CpuOf(own) - ours);
        var share = others / Stopwatch.GetElapsedTime(began) / Environment.ProcessorCount;
        await output.WriteLineAsync(Text($"\nmeanwhile everything else used {Math.Max(0, share):0.0%} of the cores\n"));
        await CompareVersionsAsync(targets[^1], output, cancellationToken);
    }

    private static async Task CompareAsync(
        Target[] targets, int connections, TextWriter output, CancellationToken cancellationToken)
    {
        var results = targets.Select(_ => new List<LoadResult>()).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (target, i) in targets.Select((x, i) => (x, i)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                results[i].Add(await HttpLoad.RunAsync(target.Address, Body, connections, Round));
            }
        }

        foreach (var (target, found) in targets.Zip(results))
        {
            var ofYarp = Median(found.Zip(results[1], (x, yarp) => x.PerSecond / yarp.PerSecond));
            await output.WriteLineAsync(Text($"{connections,11}  {target.Name,-10}{Median(found.Select(x => x.PerSecond)),12:N0}")
                + Text($"{ofYarp,11:0.00}{Median(found.Select(x => x.Quantile(0.5))),7:0.000} ms")
                + Text($"{Median(found.Select(x => x.Quantile(0.99))),7:0.000} ms"));
        }
    }

    /// <summary>What HTTP/2 is worth on either side of the gateway.</summary>
    private static async Task CompareVersionsAsync(Target gateway, TextWriter output, CancellationToken cancellationToken)
    {
        var (http1, plain) = await VersionLoad.ServeAsync(HttpProtocols.Http1);
        var (http2, multiplexed) = await VersionLoad.ServeAsync(HttpProtocols.Http2);
        await using var ends = http1;
        await using var endsToo = http2;
        await output.WriteLineAsync("by .NET's client, requests/s         HTTP/1.1      HTTP/2");
        foreach (var atATime in Connections)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (through, direct) = (("gateway", gateway.Address, gateway.Address), ("server", plain, multiplexed));
            foreach (var (name, one, two) in new[] { through, direct })
            {
                var (first, second) = (new List<double>(), new List<double>());
                for (var round = 0; round < FewRounds; round++)
                {
                    first.Add(await VersionLoad.RunAsync(one, HttpVersion.Version11, atATime, Body, Round));
                    second.Add(await VersionLoad.RunAsync(two, HttpVersion.Version20, atATime, Body, Round));
                }

                await output.WriteLineAsync(Text(
                    $"{atATime,11} at a time, {name,-10}{Median(first),12:N0}{Median(second),12:N0}"));
            }
        }

        await output.WriteLineAsync();
    }

    private static async Task RestAsync(Target[] targets, TextWriter output, CancellationToken cancellationToken)
    {
        await Task.Delay(Rest, cancellationToken);
        var before = targets.Select(x => MachineUse.CpuOf(x.Processes)).ToList();
        var began = Stopwatch.GetTimestamp();
        await Task.Delay(Idle, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(began);
        await output.WriteLineAsync(Text($"{"idle",-13}{"",-10}{"of a core",12}{"memory",11}"));
        foreach (var (target, cpu) in targets.Zip(before))
        {
            var used = (MachineUse.CpuOf(target.Processes) - cpu) / elapsed;
            await output.WriteLineAsync(Text(
                $"{"",-13}{target.Name,-10}{used,12:0.000%}{MachineUse.MemoryOf(target.Processes[0]) / 1e6,8:0} MB"));
        }
    }

    private static async Task SoakAsync(Target gateway, TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync(Text($"\n{SoakRequests:N0} more requests through the gateway, its memory after each part"));
        for (var part = 1; part <= SoakParts; part++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var result = await HttpLoad.RunAsync(
                gateway.Address, Body, SoakConnections, TimeSpan.MaxValue, SoakRequests / SoakParts);
            var memory = MachineUse.MemoryOf(gateway.Processes[0]) / 1e6;
            await output.WriteLineAsync(
                Text($"{part * SoakRequests / SoakParts,12:N0}{memory,8:0.0} MB{result.PerSecond,12:N0} requests/s"));
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Target(string Name, Uri Address, int[] Processes);
}
