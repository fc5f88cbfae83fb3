using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Connections;
using Pipeline.Core.Documents;
using Pipeline.Core.Environments;
using Pipeline.Gateway.Admin;
using Pipeline.Gateway.State;
using Pipeline.Gateway.Supervision;
using Pipeline.Gateway.Traffic;
using Yarp.ReverseProxy.Forwarder;

namespace Pipeline.Gateway.Hosting;

/// <summary>Puts one gateway together, listens, and runs it until it is asked to end.</summary>
internal sealed class GatewayHost(GatewayArguments arguments, TimeProvider clock)
{
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(10);

    /// <exception cref="GatewayNotStartedException">An address is taken.</exception>
    /// <exception cref="EnvironmentBusyException">Another gateway keeps this environment.</exception>
    /// <exception cref="EnvironmentDamagedException">The environment's files are not as they were written.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var store = await EnvironmentStore.OpenAsync(arguments.Folder, arguments.Initial, cancellationToken);
        var routes = new RouteTable(ProcessIdentity.Current!.ToString() + clock.GetUtcNow().Ticks);
        using var keeper = new EnvironmentKeeper(store, clock, routes.Snapshot);
        var supervisor = new Supervisor(
            keeper, new Servers(arguments.Folder, arguments.Environment), routes.InFlight, new SupervisorOptions(), clock);
        keeper.Changed += routes.Follow;
        keeper.Changed += _ => supervisor.Nudge();
        routes.Follow(keeper.Current);
        if (arguments.Mode == GatewayMode.TakeDown)
            await TakeDownAsync(keeper, supervisor, cancellationToken);
        else
            await ServeAsync(keeper, routes, supervisor, cancellationToken);
    }

    private static async Task TakeDownAsync(EnvironmentKeeper keeper, Supervisor supervisor, CancellationToken cancellationToken)
    {
        await keeper.TakeDownAsync(Cause.Gateway, "The environment had no gateway when it was taken down.", cancellationToken);
        await supervisor.RunAsync(cancellationToken);
    }

    private async Task ServeAsync(
        EnvironmentKeeper keeper, RouteTable routes, Supervisor supervisor, CancellationToken cancellationToken)
    {
        await using var front = Front(routes, Wanted(keeper.Current));
        await ListenAsync(front, Wanted(keeper.Current), cancellationToken);
        var address = AddressOf(front);
        var token = await AdminToken.CreateAsync(arguments.Folder, cancellationToken);
        AdminApi? api = null;
        await using var back = Back(token, x => api!.HandleAsync(x));
        await back.StartAsync(cancellationToken);
        var gateway = Describe(address, AddressOf(back));
        api = new AdminApi(keeper, routes, gateway);
        await keeper.ObserveAsync((x, now) => Happenings.GatewayStarted(x, address, now), cancellationToken);
        await DocumentFile.WriteAsync(arguments.Folder.Gateway, gateway, cancellationToken);
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
            await keeper.ObserveAsync(Happenings.GatewayStopped, CancellationToken.None);
        }
    }

    /// <summary>The address that was asked for, else the one it had, else any free port.</summary>
    private IPEndPoint Wanted(EnvironmentDocument document) =>
        arguments.Address ?? (document.Address is { } kept ? IPEndPoint.Parse(kept) : new IPEndPoint(IPAddress.Loopback, 0));

    private WebApplication Front(RouteTable routes, IPEndPoint address)
    {
        var builder = Builder(address);
        builder.Services.AddHttpForwarder();
        var app = builder.Build();
        var forwarder = new PredictionForwarder(
            app.Services.GetRequiredService<IHttpForwarder>(), routes, new ForwardingOptions(), clock);
        app.Lifetime.ApplicationStopped.Register(forwarder.Dispose);
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
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
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
            x.Listen(address);
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

    /// <summary>Signals are the program's to handle, for both applications at once.</summary>
    private sealed class NoHostLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
