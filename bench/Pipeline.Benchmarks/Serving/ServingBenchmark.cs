using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Pipeline.Benchmarks.Packaging;
using Pipeline.Benchmarks.Training;
using Pipeline.Core.Progress;
using Pipeline.MLNet;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.Benchmarks.Serving;

/// <summary>How long a published server takes until it answers, how large it is, and what one row costs over HTTP.</summary>
internal sealed class ServingBenchmark(string folder, string data, int starts)
{
    private const int Requests = 10_000;

    public static Benchmark Entry { get; } = new(
        "serving",
        "the published server: its size, its start, and one row over HTTP",
        (output, cancellationToken) => Workspace.UseTemporaryAsync(
            x => new ServingBenchmark(x, SharedData.File("adult.csv"), starts: 10).RunAsync(output, cancellationToken)));

    public async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        if (!File.Exists(data))
        {
            await output.WriteLineAsync($"serving: skipped, because there is no '{data}'");
            return;
        }

        var server = Path.Combine(folder, "server");
        await PublishedServer.PublishAsync(server, cancellationToken);
        var (training, test) = Adult.Read(data);
        await TrainAsync(training, cancellationToken);
        var bytes = new DirectoryInfo(server).EnumerateFiles("*", SearchOption.AllDirectories).Sum(x => x.Length);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"serving: fast-tree of adult; {bytes / 1e6:0.0} MB published\n\n{Timings.Header}"));
        var untilReady = new Timings("start until ready");
        for (var i = 0; i < starts; i++)
        {
            var began = Stopwatch.GetTimestamp();
            var (process, _) = await StartAsync(server, [], cancellationToken);
            untilReady.Add(Stopwatch.GetElapsedTime(began));
            await EndAsync(process);
        }

        await output.WriteLineAsync($"{untilReady}\n\none row over HTTP, {Requests} times\n{Latencies.Header}");
        var log = Path.Combine(folder, "log");
        await output.WriteLineAsync(await AskAsync("without a log", server, Body(test), [], cancellationToken));
        await output.WriteLineAsync(await AskAsync("with a log", server, Body(test), ["--log", log], cancellationToken));
        await output.WriteLineAsync(await AskAsync("with feedback", server, Body(test), ["--log", log], cancellationToken));
    }

    private async Task TrainAsync(Table rows, CancellationToken cancellationToken)
    {
        var fastTree = MLNetTrainers.All(TimeProvider.System).Single(trainer => trainer.Name == "fast-tree");
        var request = new TrainingRequest
        {
            Set = Adult.Set(rows),
            Seed = 7,
        };
        var model = fastTree.Train(request, new Progress<StepEvent>(), cancellationToken).OrThrow();
        await model.Artifact.WriteAsync(Path.Combine(folder, "model"), cancellationToken);
    }

    private async Task<(Process Process, Uri Address)> StartAsync(
        string server, IReadOnlyList<string> more, CancellationToken cancellationToken)
    {
        var announced = Path.Combine(folder, "address");
        File.Delete(announced);
        string[] arguments =
            ["--model", Path.Combine(folder, "model"), "--address", "127.0.0.1:0", "--announce", announced, .. more];
        var process = Process.Start(new ProcessStartInfo(Path.Combine(server, "Pipeline.Serving"), arguments)
        {
            RedirectStandardOutput = true,
        })!;
        while (!File.Exists(announced))
        {
            if (process.HasExited)
            {
                var said = await process.StandardOutput.ReadToEndAsync(cancellationToken);
                throw new CommandFailedException("Pipeline.Serving", process.ExitCode, said);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), cancellationToken);
        }

        return (process, new Uri(await File.ReadAllTextAsync(announced, cancellationToken)));
    }

    /// <param name="name">With "feedback" in it, an outcome is told at the same time, again and again.</param>
    /// <param name="server">The folder of its program.</param>
    /// <param name="body">One row.</param>
    /// <param name="more">What the server is started with.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async Task<string> AskAsync(
        string name, string server, byte[] body, IReadOnlyList<string> more, CancellationToken cancellationToken)
    {
        var (process, address) = await StartAsync(server, more, cancellationToken);
        var latencies = new Latencies(name, Requests);
        using var client = new HttpClient { BaseAddress = address };
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var telling = name.Contains("feedback", StringComparison.Ordinal) ? TellAsync(client, end.Token) : Task.FromResult(0);
        for (var pass = 0; pass < 2; pass++)
        {
            await latencies.MeasureAsync(async () =>
            {
                using var content = new ByteArrayContent(body);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using var response = await client.PostAsync(new Uri("/predict", UriKind.Relative), content, cancellationToken);
                response.EnsureSuccessStatusCode();
                await response.Content.ReadAsByteArrayAsync(cancellationToken);
            });
        }

        await end.CancelAsync();
        var told = await telling;
        await EndAsync(process);
        return latencies + (told == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"\n{told} reports meanwhile"));
    }

    private static async Task<int> TellAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var report = $$"""{"id": "00000000000000010000000000000001", "outcome": "1"}""";
        for (var told = 0; ; told++)
        {
            try
            {
                using var content = new StringContent(report, Encoding.UTF8, "application/json");
                using var response = await client.PostAsync(
                    new Uri("/feedback", UriKind.Relative), content, cancellationToken);
                response.EnsureSuccessStatusCode();
            }
            catch (OperationCanceledException)
            {
                return told;
            }
        }
    }

    private static async Task EndAsync(Process process)
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static byte[] Body(Table test) => Encoding.UTF8.GetBytes(
        "{" + string.Join(',', test.Columns.Where(x => x.Name != Adult.Label).Select(x =>
            $"\"{x.Name}\":{(x is NumberColumn ? x.Text(0) : $"\"{x.Text(0)}\"")}")) + "}");
}
