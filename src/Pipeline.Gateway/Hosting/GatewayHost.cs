using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Documents;
using Pipeline.Environments;
using Pipeline.Gateway.Admin;
using Pipeline.Gateway.Answers;
using Pipeline.Gateway.Metrics;
using Pipeline.Gateway.State;
using Pipeline.Gateway.Supervision;
using Pipeline.Gateway.Traffic;

namespace Pipeline.Gateway.Hosting;

/// <summary>Puts one gateway together, listens, and runs it until it is asked to end.</summary>
internal sealed class GatewayHost(GatewayArguments arguments, TimeProvider clock)
{
    /// <summary>Where the gateway of a container listens, in it.</summary>
    public const int ContainedPort = 8080;

    private const string MetricsPath = "/metrics";

    private static readonly Problem NoToken =
        new(StatusCodes.Status401Unauthorized, "Changes are authorised with the token in the environment's folder.");

    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(10);

    /// <exception cref="GatewayNotStartedException">An address is taken.</exception>
    /// <exception cref="EnvironmentBusyException">Another gateway keeps this environment.</exception>
    /// <exception cref="EnvironmentDamagedException">The environment's files are not as they were written.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var store = await EnvironmentStore.OpenAsync(arguments.Folder, arguments.Initial, cancellationToken);
        var secret = "";
        await store.Reserve.WriteAsync(
            async x => secret = await OwnerFile.ReadOrCreateSecretAsync(arguments.Folder, x), cancellationToken);
        var routes = new RouteTable(ProcessIdentity.Current!.ToString() + clock.GetUtcNow().Ticks, secret);
        // No process outside of a container is seen from within: there a lease ends by time alone.
        using var keeper = new EnvironmentKeeper(store, clock, routes, IsContained ? _ => true : null);
        var runtime = new ProcessRuntime(arguments.Folder, arguments.Environment, secret);
        var supervisor = new Supervisor(keeper, runtime, routes, new SupervisorOptions { EndsWhenDown = !IsContained }, clock);
        keeper.Changed += _ => supervisor.Nudge();
        routes.Silent += supervisor.Nudge;
        runtime.Ended += supervisor.Nudge;
        await keeper.EnsureTrafficAsync(cancellationToken);
        if (arguments.Mode == GatewayMode.TakeDown)
            await TakeDownAsync(keeper, supervisor, cancellationToken);
        else
            await ServeAsync(new GatewayParts(keeper, routes, supervisor, store.Reserve), cancellationToken);
    }

    private bool IsContained => arguments.Mode == GatewayMode.Contained;

    private static async Task TakeDownAsync(EnvironmentKeeper keeper, Supervisor supervisor, CancellationToken cancellationToken)
    {
        await keeper.TakeDownAsync(Cause.Gateway, "The environment had no gateway when it was taken down.", cancellationToken);
        await supervisor.RunAsync(cancellationToken);
    }

    private async Task ServeAsync(GatewayParts parts, CancellationToken cancellationToken)
    {
        var (keeper, routes, supervisor, reserve) = parts;
        using var metrics = new GatewayMetrics(routes, () => keeper.Current);
        await using var front = Front(routes, metrics, Wanted(keeper.Current));
        await ListenAsync(front, Wanted(keeper.Current), cancellationToken);
        var address = IsContained && arguments.Address is { } published ? published.ToString() : AddressOf(front);
        AdminToken? token = null;
        await reserve.WriteAsync(async x => token = await AdminToken.CreateAsync(arguments.Folder, x), cancellationToken);
        AdminApi? api = null;
        await using var back = Back(token!, x => api!.HandleAsync(x));
        await back.StartAsync(cancellationToken);
        var gateway = Describe(address, AddressOf(back));
        api = new AdminApi(keeper, gateway);
        await keeper.ObserveAsync((x, now) => Observations.GatewayStarted(x, address, now), cancellationToken);
        await reserve.WriteAsync(x => DocumentFile.WriteAsync(arguments.Folder.Gateway, gateway, x), cancellationToken);
        await SuperviseAsync(supervisor, keeper, cancellationToken);
        await front.StopAsync(CancellationToken.None);
        await back.StopAsync(CancellationToken.None);
        File.Delete(arguments.Folder.Gateway);
    }

    private static async Task SuperviseAsync(
        Supervisor supervisor, EnvironmentKeeper keeper, CancellationToken cancellationToken)
    {
        try
        {
            await supervisor.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await keeper.ObserveAsync(Observations.GatewayStopped, CancellationToken.None);
        }
    }

    /// <summary>The address that was asked for, else the one it had, else any free port.</summary>
    private IPEndPoint Wanted(EnvironmentDocument document) => IsContained
        ? new IPEndPoint(IPAddress.Any, ContainedPort)
        : arguments.Address ?? (document.Address is { } kept ? IPEndPoint.Parse(kept) : new IPEndPoint(IPAddress.Loopback, 0));

    private WebApplication Front(RouteTable routes, GatewayMetrics metrics, IPEndPoint address)
    {
        var builder = Builder(address);
        builder.Services.AddOpenTelemetry().WithMetrics(x => x
            .ConfigureResource(y => y.AddService("pipeline-gateway", arguments.Project, autoGenerateServiceInstanceId: false))
            .AddMeter(GatewayMetrics.MeterName)
            .AddPrometheusExporter());
        var app = builder.Build();
        var forwarder = new PredictionForwarder(routes, new ForwardingOptions(), metrics, clock);
        app.Lifetime.ApplicationStopped.Register(forwarder.Dispose);
        // Each server has metrics of its own; through a splitter they would be another server's at each look.
        app.UseOpenTelemetryPrometheusScrapingEndpoint(x => x.Request.Path == MetricsPath);
        app.Run(forwarder.ForwardAsync);
        return app;
    }

    private static WebApplication Back(AdminToken token, RequestDelegate handle)
    {
        var app = Builder(new IPEndPoint(IPAddress.Loopback, 0)).Build();
        app.Run(context =>
        {
            if (token.Allows(context.Request))
                return handle(context);
            return NoToken.WriteAsync(context);
        });
        return app;
    }

    /// <summary>Without configuration files and variables: what a gateway does is told by its arguments alone.</summary>
    private static WebApplicationBuilder Builder(IPEndPoint address)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(x =>
        {
            x.AddServerHeader = false;
            // Below what a server takes, so that no request is refused there that was let in here: the gateway adds headers.
            x.Limits.MaxRequestHeadersTotalSize = 31 << 10;
            x.Limits.MaxRequestHeaderCount = 90;
            x.Limits.MaxRequestLineSize = 7 << 10;
            // Whoever reads the body limits it; a limit here would break connections off before their answer is read.
            x.Limits.MaxRequestBodySize = null;
            x.Listen(address, HttpVersions.Accept);
        });
        builder.Services.Configure<HostOptions>(x => x.ShutdownTimeout = Drain);
        builder.Services.AddSingleton<IHostLifetime, NoHostLifetime>();
        return builder;
    }

    private static async Task ListenAsync(WebApplication front, IPEndPoint address, CancellationToken cancellationToken)
    {
        try
        {
            await front.StartAsync(cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            var owner = PortOwner.Find(address.Port) is { } found ? $"taken by {found}" : "taken";
            throw new GatewayNotStartedException(
                $"The address {address} is {owner}. End that, or give the environment another address.");
        }
        catch (System.Net.Sockets.SocketException exception)
        {
            throw new GatewayNotStartedException($"The address {address} cannot be listened at: {exception.Message}.");
        }
    }

    private static string AddressOf(WebApplication app)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new Uri(address).Authority;
    }

    private GatewayDocument Describe(string address, string admin) => new()
    {
        Process = ProcessIdentity.Current!,
        Watcher = Watcher.OfThisProcess(),
        Admin = admin,
        Address = address,
        Started = clock.GetUtcNow(),
    };

    private sealed record GatewayParts(
        EnvironmentKeeper Keeper, RouteTable Routes, Supervisor Supervisor, DiskReserve Reserve);

    /// <summary>Signals are the program's to handle, for both applications at once.</summary>
    private sealed class NoHostLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>The gateway cannot do its work; the sentence says what is in the way.</summary>
internal sealed class GatewayNotStartedException(string sentence) : Exception(sentence);
