using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Pipeline.Core.Identity;
using Pipeline.Environments;
using Pipeline.Gateway.Hosting;
using Pipeline.Gateway.Metrics;
using Pipeline.Gateway.Supervision;
using Pipeline.Gateway.Traffic;

namespace Pipeline.Testing;

/// <summary>A forwarder between a client and one or two servers, all in this process.</summary>
internal sealed class Front : IAsyncDisposable
{
    private readonly List<WebApplication> _applications = [];
    private EnvironmentDocument _document = Bench.Empty;
    private readonly HttpClient _client = new();
    private Uri _address = null!;
    private PredictionForwarder _forwarder = null!;

    private Front() => Routes = new RouteTable("epoch", "a secret of servers", _ => Task.FromResult(Named.ToArray()));

    public RouteTable Routes { get; }

    /// <summary>What every name stands for.</summary>
    public List<IPAddress> Named { get; } = [];

    /// <summary>
    /// Without a handler, the stable revision does not run; the candidate does, and refuses connections, or is at an address.
    /// </summary>
    public static async Task<Front> OpenAsync(
        RequestDelegate? stable,
        RequestDelegate? candidate,
        int weight,
        TimeSpan? patience = null,
        TimeSpan? answerWithin = null,
        MirrorOptions? mirror = null,
        Action<ListenOptions>? server = null,
        string? candidateAt = null)
    {
        var front = new Front();
        var document = Bench.Empty with { Stable = 1, Candidate = 2, Weight = weight };
        if (stable is not null)
            document = document.With(Revision(1, await front.ListenAsync(stable, server)));
        var refusing = candidateAt ?? $"127.0.0.1:{LoopbackPort.Free()}";
        document = document.With(Revision(2, candidate is null ? refusing : await front.ListenAsync(candidate)));
        await front.BeginAsync(document, new ForwardingOptions
        {
            AnswerWithin = answerWithin ?? TimeSpan.FromMilliseconds(500),
            Patience = patience ?? TimeSpan.FromMilliseconds(100),
            Mirror = mirror ?? new MirrorOptions(),
        });
        return front;
    }

    /// <summary>The stable revision is a name for several servers; one without a handler refuses connections.</summary>
    public static async Task<Front> OpenSeveralAsync(params RequestDelegate?[] servers)
    {
        var front = new Front();
        var port = LoopbackPort.Free();
        foreach (var (index, handle) in servers.Index())
        {
            var address = new IPAddress([127, 0, 1, (byte)(index + 1)]);
            front.Named.Add(address);
            if (handle is not null)
                await front.ListenAsync(handle, at: new IPEndPoint(address, port));
        }

        var document = Bench.Empty.With(Revision(1, $"revision-1.loan-default:{port}")) with { Stable = 1 };
        await front.BeginAsync(document, new ForwardingOptions());
        return front;
    }

    /// <summary>No revision answers any more, and none will.</summary>
    public Task TakeDownAsync() => SetAsync(TrafficSplit.Nobody);

    public string AddressOf(int revision) => _document.Find(revision)!.Address!;

    /// <summary>Another share of the requests is mirrored, or clients are kept otherwise.</summary>
    public Task ChangeAsync(Func<TrafficSplit, TrafficSplit> change) => SetAsync(change(TrafficSplit.Of(_document)));

    /// <summary>Until a revision has counted what it shall.</summary>
    public async Task<RevisionTraffic> UntilAsync(int revision, Func<RevisionTraffic, bool> isSo)
    {
        while (!isSo(Count(revision)))
            await Task.Delay(1, TestContext.Current.CancellationToken);
        return Count(revision);
    }

    /// <summary>An answer whose headers are there; its body may follow.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        request.RequestUri = new Uri(_address, request.RequestUri!);
        return _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    private Task SetAsync(TrafficSplit split) => Routes.SetAsync(split, TestContext.Current.CancellationToken);

    public async Task UntilIdleAsync(int revision)
    {
        while (Count(revision).InFlight > 0)
            await Task.Delay(1, TestContext.Current.CancellationToken);
    }

    public RevisionTraffic Count(int revision) => Routes.Counts.Of(revision);

    public Task<HttpResponseMessage> PostAsync(string path, string body, string? header = null) =>
        PostAsync(path, new StringContent(body), header);

    public Task<HttpResponseMessage> PostAsync(
        string path, HttpContent body, string? header = null, CancellationToken cancellationToken = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_address, path)) { Content = body };
        if (header is not null)
            request.Headers.Add(header, "1");
        return _client.SendAsync(
            request, cancellationToken.CanBeCanceled ? cancellationToken : TestContext.Current.CancellationToken);
    }

    /// <summary>Sends bytes as they are, closes its side, and reads what comes back until the end.</summary>
    public Task<string> SendAsync(string text) => SendAsync(text, isEnd: true);

    /// <summary>Sends text as it is, and reads what comes back until the other side closes.</summary>
    public Task<string> AskAsync(string text) => SendAsync(text, isEnd: false);

    private async Task<string> SendAsync(string text, bool isEnd)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_address.Host, _address.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);
        if (isEnd)
            client.Client.Shutdown(SocketShutdown.Send);
        using var said = new MemoryStream();
        try
        {
            await stream.CopyToAsync(said, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // The other side gave the broken request up, and said what it said before.
        }

        return Encoding.UTF8.GetString(said.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        foreach (var application in _applications)
            await application.DisposeAsync();
        _forwarder.Dispose();
    }

    private async Task BeginAsync(EnvironmentDocument document, ForwardingOptions options)
    {
        _document = document;
        await SetAsync(TrafficSplit.Of(document));
        var metrics = new GatewayMetrics(Routes, () => document);
        _forwarder = new PredictionForwarder(Routes, options, metrics, TimeProvider.System);
        _address = new Uri($"http://{await ListenAsync(_forwarder.ForwardAsync, HttpVersions.Accept)}");
    }

    private async Task<string> ListenAsync(
        RequestDelegate handle, Action<ListenOptions>? configure = null, IPEndPoint? at = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(x =>
        {
            x.Limits.MaxRequestBodySize = null;
            x.Listen(at ?? new IPEndPoint(IPAddress.Loopback, 0), configure ?? (_ => { }));
        });
        var application = builder.Build();
        application.Run(handle);
        await application.StartAsync(TestContext.Current.CancellationToken);
        _applications.Add(application);
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new Uri(addresses.First()).Authority;
    }

    private static Revision Revision(int number, string address) => new()
    {
        Number = number,
        Image = new ImageDigest(Digest.OfText("image")),
        Created = DateTimeOffset.UnixEpoch,
        State = RevisionState.Running,
        Since = DateTimeOffset.UnixEpoch,
        Address = address,
    };
}
