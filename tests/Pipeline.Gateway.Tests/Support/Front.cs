using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Pipeline.Core.Environments;
using Pipeline.Core.Identity;
using Pipeline.Gateway.Supervision;
using Pipeline.Gateway.Traffic;
using Yarp.ReverseProxy.Forwarder;

namespace Pipeline.Testing;

/// <summary>A forwarder between a client and one or two servers, all in this process.</summary>
internal sealed class Front : IAsyncDisposable
{
    private readonly List<WebApplication> _applications = [];
    private readonly RouteTable _routes = new("epoch");
    private readonly HttpClient _client = new();
    private Uri _address = null!;

    /// <summary>Without a handler, the stable revision does not run; the candidate does, and refuses connections.</summary>
    public static async Task<Front> OpenAsync(
        RequestDelegate? stable, RequestDelegate? candidate, int weight, TimeSpan? patience = null)
    {
        var front = new Front();
        var document = Bench.Empty with { Stable = 1, Candidate = 2, Weight = weight };
        if (stable is not null)
            document = document.With(Revision(1, await front.ListenAsync(stable)));
        var refusing = $"127.0.0.1:{LoopbackPort.Free()}";
        document = document.With(Revision(2, candidate is null ? refusing : await front.ListenAsync(candidate)));
        front._routes.Follow(document);
        var options = new ForwardingOptions
        {
            AnswerWithin = TimeSpan.FromMilliseconds(500),
            Patience = patience ?? TimeSpan.FromMilliseconds(100),
        };
        var services = new ServiceCollection().AddLogging().AddHttpForwarder().BuildServiceProvider();
        var forwarder = new PredictionForwarder(
            services.GetRequiredService<IHttpForwarder>(), front._routes, options, TimeProvider.System);
        front._address = new Uri($"http://{await front.ListenAsync(forwarder.ForwardAsync)}");
        return front;
    }

    /// <summary>No revision answers any more, and none will.</summary>
    public void TakeDown() => _routes.Follow(Bench.Empty);

    public RevisionTraffic Count(int revision) => _routes.Snapshot().Of(revision);

    public Task<HttpResponseMessage> PostAsync(string path, string body, string? header = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_address, path)) { Content = new StringContent(body) };
        if (header is not null)
            request.Headers.Add(header, "1");
        return _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        foreach (var application in _applications)
            await application.DisposeAsync();
    }

    private async Task<string> ListenAsync(RequestDelegate handle)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(x => x.Listen(IPAddress.Loopback, 0));
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
