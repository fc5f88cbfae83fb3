using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Pipeline.Benchmarks.Gateway;

/// <summary>Requests by .NET's own client in both versions of HTTP, as clients ask a gateway and a gateway its servers.</summary>
internal static class VersionLoad
{
    /// <summary>Requests per second, so many at a time: over as many connections by HTTP/1.1, over one by HTTP/2.</summary>
    public static async Task<double> RunAsync(Uri address, Version version, int atATime, byte[] body, TimeSpan duration)
    {
        using var client = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null });
        var began = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, atATime).Select(async _ =>
        {
            var count = 0;
            for (; Stopwatch.GetElapsedTime(began) < duration; count++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/predict"))
                {
                    Version = version,
                    VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                    Content = new ByteArrayContent(body),
                };
                using var response = await client.SendAsync(request, CancellationToken.None);
                response.EnsureSuccessStatusCode();
                await response.Content.CopyToAsync(Stream.Null);
            }

            return count;
        }));
        return all.Sum() / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>A server in this process that answers by one version alone, as servers without TLS do.</summary>
    public static async Task<(WebApplication Server, Uri Address)> ServeAsync(HttpProtocols version)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(x => x.Listen(IPAddress.Loopback, 0, y => y.Protocols = version));
        var app = builder.Build();
        app.Run(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.ContentLength = 21;
            await context.Response.WriteAsync("{\"probability\": 0.25}");
        });
        await app.StartAsync();
        return (app, new Uri(app.Urls.Single()));
    }
}
