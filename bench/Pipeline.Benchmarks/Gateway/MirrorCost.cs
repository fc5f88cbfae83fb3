using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Deployment.Traffic;
using Pipeline.Environments;

namespace Pipeline.Benchmarks.Gateway;

/// <summary>What clients notice of copies to a candidate that never answers, and to one that does.</summary>
internal sealed class MirrorCost(GatewayClient gateway, Actor actor, Func<Task<LoadResult>> ask, int rounds)
{
    public async Task RunAsync(string candidate, TextWriter output, CancellationToken cancellationToken)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await output.WriteLineAsync("copies to a candidate           without      with       p50       p50");
        await MeasureAsync("that never answers, 100%", silent.LocalEndpoint.ToString()!, 100, output, cancellationToken);
        await MeasureAsync("that answers, 10%", candidate, 10, output, cancellationToken);
        await output.WriteLineAsync();
    }

    private async Task MeasureAsync(
        string name, string address, int share, TextWriter output, CancellationToken cancellationToken)
    {
        var lease = await gateway.AcquireAsync(
            new LeaseRequest(actor) { Process = ProcessIdentity.Current }, cancellationToken);
        await ChangeAsync(new EnvironmentChange.Register(new ImageDigest(Digest.OfText(name)), 1) { Address = address });
        var (without, with) = (new List<LoadResult>(), new List<LoadResult>());
        for (var round = 0; round < rounds; round++)
        {
            await ChangeAsync(new EnvironmentChange.Mirror(1, 0));
            without.Add(await ask());
            await ChangeAsync(new EnvironmentChange.Mirror(1, share));
            with.Add(await ask());
        }

        await ChangeAsync(new EnvironmentChange.Abort());
        await gateway.ReleaseAsync(lease.Token, cancellationToken);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-26}{Median(without, x => x.PerSecond),11:N0}/s{Median(with, x => x.PerSecond),8:N0}/s"
            + $"{Median(without, x => x.Quantile(0.5)),7:0.000} ms{Median(with, x => x.Quantile(0.5)),7:0.000} ms"));

        Task ChangeAsync(EnvironmentChange change) =>
            gateway.ChangeAsync(new ChangeRequest(lease.Token, actor, "It is measured.", change), cancellationToken);
    }

    private static double Median(IEnumerable<LoadResult> results, Func<LoadResult, double> value)
    {
        var sorted = results.Select(value).Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
