using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using Pipeline.Models.Predictions;
using Pipeline.Serving.Configuration;
using Pipeline.Serving.Explanations;
using Pipeline.Serving.Metrics;
using Pipeline.Serving.Models;
using Pipeline.Serving.Outcomes;
using Pipeline.Serving.Predictions;
using Pipeline.Serving.Requests;

namespace Pipeline.Serving;

/// <summary>The server: its parts put together, its endpoints, its start and its end.</summary>
internal sealed class ServingHost : IAsyncDisposable
{
    private const string TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private const string MetricsPath = "/metrics";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    private readonly WebApplication _app;
    private readonly ServingContext _context;
    private readonly ExplainEndpoint _explain;
    private readonly ILogger _logger;

    public ServingHost(ServingContext context)
    {
        (_context, _explain) = (context, new ExplainEndpoint(context));
        // From the beginning, and not from the first refusal, which two requests may share.
        _ = context.Refusals;
        _app = Configure(context).Build();
        _logger = _app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Pipeline.Serving");
        var edge = new ServingEdge(context, _logger);
        _app.Use(next => http => edge.InvokeAsync(http, next));
        _app.UseRequestDecompression();
        Map();
    }

    /// <summary>Where it listens, once started: "http://127.0.0.1:8080".</summary>
    public string Address { get; private set; } = "";

    /// <exception cref="AddressTakenException">Another process listens there.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new AddressTakenException(_context.Options.Address, exception);
        }

        Address = _app.Urls.Single();
        ServingLog.Ready(_logger, _context.Model.Identity.Name.ToString(), _context.Model.Identity.Digest.Brief, Address);
    }

    /// <summary>Until SIGTERM or Ctrl-C, and then until every request is answered or the time to drain is over.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var stopping = _app.Lifetime.ApplicationStopping.Register(
            () => ServingLog.Draining(_logger, _context.Metrics.InProgress));
        await _app.WaitForShutdownAsync(cancellationToken);
        ServingLog.Stopped(_logger);
    }

    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _context.Refusals.Dispose();
        _explain.Dispose();
    }

    public void WarnOfLostEntries(Exception exception) => ServingLog.LogFails(_logger, exception.Message);

    /// <summary>No settings of a folder or of the environment play a part: everything is in the options.</summary>
    private static WebApplicationBuilder Configure(ServingContext context)
    {
        var options = context.Options;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddRoutingCore();
        builder.Services.AddRequestDecompression();
        builder.Services.AddOpenTelemetry().WithMetrics(x => x
            .AddMeter(ServingMetrics.MeterName)
            .AddView(context.Metrics.View)
            .AddPrometheusExporter(y => (y.ScopeInfoEnabled, y.TargetInfoEnabled) = (false, false)));
        builder.Services.Configure<HostOptions>(x => x.ShutdownTimeout = options.Drain);
        builder.Services.Configure<ConsoleLifetimeOptions>(x => x.SuppressStatusMessages = true);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning)
            .AddJsonConsole(x => (x.UseUtcTimestamp, x.TimestampFormat) = (true, TimestampFormat));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(x =>
        {
            x.AddServerHeader = false;
            x.Limits.MaxRequestBodySize = options.MostBodyBytes;
            x.Limits.MaxConcurrentConnections = options.MostRequests * 16L;
            x.Listen(options.Address);
        });
        return builder;
    }

    private void Map()
    {
        var predict = new PredictEndpoint(_context);
        if (predict.WarmUp(SampleRequest.Of(_context.Model.Signature)) is [var problem, ..])
            throw new InvalidOperationException($"The model refuses a request that follows its own signature: {problem.Message}");
        Map("/predict", RouteKind.Predict, [HttpMethods.Post], predict.InvokeAsync);
        Map("/explain", RouteKind.Explain, [HttpMethods.Post], _explain.InvokeAsync);
        Map("/feedback", RouteKind.Feedback, [HttpMethods.Post], new FeedbackEndpoint(_context).InvokeAsync);
        Map("/model", RouteKind.Model, Reading, http => WriteAsync(http, _context.Model.Document));
        Map("/v2/health/live", RouteKind.Live, Reading, http => WriteAsync(http, CompactJson.Of(new { Live = true })));
        Map("/v2/health/ready", RouteKind.Ready, Reading, WriteReadyAsync);
        _app.MapPrometheusScrapingEndpoint(MetricsPath)
            .WithMetadata(new RouteLabel(RouteKind.Metrics), new HttpMethodMetadata(Reading));
        MapOptions(MetricsPath, Reading);
    }

    private void Map(string path, RouteKind kind, string[] methods, RequestDelegate answer)
    {
        _app.MapMethods(path, methods, answer).WithMetadata(new RouteLabel(kind));
        MapOptions(path, methods);
    }

    private void MapOptions(string path, string[] methods)
    {
        var allowed = string.Join(", ", [.. methods, HttpMethods.Options]);
        _app.MapMethods(path, [HttpMethods.Options], http => ServingEdge.Allow(http.Response, allowed));
    }

    private Task WriteReadyAsync(HttpContext http)
    {
        var isReady = !_app.Lifetime.ApplicationStopping.IsCancellationRequested;
        http.Response.StatusCode = isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return WriteAsync(http, CompactJson.Of(new { Ready = isReady }));
    }

    private static Task WriteAsync(HttpContext http, ReadOnlyMemory<byte> body)
    {
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        return http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }
}

/// <summary>Another process listens where this server should.</summary>
internal sealed class AddressTakenException(IPEndPoint address, Exception innerException)
    : Exception(
        $"The address {address} is taken by another process. Choose another with --address; port 0 is a free one.",
        innerException);

/// <summary>What every request shares.</summary>
internal sealed record ServingContext
{
    public required ServingOptions Options { get; init; }

    public required LoadedModel Model { get; init; }

    public required ServingMetrics Metrics { get; init; }

    public required PredictionIds Ids { get; init; }

    public required TimeProvider Time { get; init; }

    public InputTable Inputs => field ??= new InputTable(Model.Signature);

    /// <summary>Of requests to predict.</summary>
    public RefusalCounter Refusals => field ??= new RefusalCounter(this);
}
