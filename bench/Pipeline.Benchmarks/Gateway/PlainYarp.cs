using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Configuration;

namespace Pipeline.Benchmarks.Gateway;

/// <summary>
/// YARP as its own guide sets it up, with one route to one destination and without a log: what any gateway in .NET would do at
/// least. It runs as a process of its own, with the garbage collector's settings of our gateway.
/// </summary>
internal sealed class PlainYarp : IDisposable
{
    /// <summary>As the first argument, this program is a plain YARP instead of a benchmark.</summary>
    public const string Word = "plain-yarp";

    private readonly Process _process;

    private PlainYarp(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public int ProcessId => _process.Id;

    public Uri Address { get; }

    /// <param name="arguments">What follows the word: where requests are put to.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(x => x.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRouting();
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = "one", Match = new RouteMatch { Path = "/{**rest}" } }],
            [
                new ClusterConfig
                {
                    ClusterId = "one",
                    Destinations = new Dictionary<string, DestinationConfig> { ["one"] = new() { Address = arguments[0] } },
                },
            ]);
        var app = builder.Build();
        app.MapReverseProxy();
        await app.StartAsync();
        await Console.Out.WriteLineAsync(app.Urls.Single());
        // Whoever started it closes its input when it ends itself.
        await Console.In.ReadToEndAsync();
        return 0;
    }

    public static async Task<PlainYarp> StartAsync(Uri upstream, CancellationToken cancellationToken)
    {
        // In a session of its own, as gateway and servers are: Linux shares processors out between sessions first.
        var start = new ProcessStartInfo("setsid", [Environment.ProcessPath!, Word, upstream.ToString()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        var process = Process.Start(start)!;
        var address = await process.StandardOutput.ReadLineAsync(cancellationToken);
        return address is not null
            ? new PlainYarp(process, new Uri(address))
            : throw new CommandFailedException(Word, process.ExitCode, "it ended before it listened");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
