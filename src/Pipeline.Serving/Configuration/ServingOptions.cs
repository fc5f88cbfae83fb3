using System.Net;
using Pipeline.Core.Identity;
using Pipeline.Core.Predictions;

namespace Pipeline.Serving.Configuration;

/// <summary>How one server runs; every property is one setting.</summary>
internal sealed record ServingOptions
{
    /// <summary>The folder with the model's files; required.</summary>
    public string Model { get; init; } = "";

    public ModelName Name { get; init; } = ModelName.Parse("model");

    /// <summary>The registry's; null for a model that was never registered.</summary>
    public ModelVersion? Version { get; init; }

    /// <summary>Empty for a server that somebody started by hand.</summary>
    public string Environment { get; init; } = "";

    public int? Revision { get; init; }

    /// <summary>Loopback unless told; port 0 takes a free one.</summary>
    public IPEndPoint Address { get; init; } = new(IPAddress.Loopback, 8080);

    /// <summary>The file that tells the address once the server is ready; empty for none.</summary>
    public string Announce { get; init; } = "";

    /// <summary>What the gateway in front of the server knows; null for a server without one.</summary>
    public GatewaySecret? Secret { get; init; }

    /// <summary>The folder of the prediction log; empty for none.</summary>
    public string Log { get; init; } = "";

    /// <summary>What keys of rows are hashed under, in the log; empty for none.</summary>
    public string KeySecret { get; init; } = "";

    /// <summary>The share of predictions that is logged, above 0 and at most 1.</summary>
    public double Sampling { get; init; } = 1;

    /// <summary>A file of the log that is as large is followed by the next.</summary>
    public long LogFileBytes { get; init; } = 64L << 20;

    /// <summary>Of all files of the log together; the oldest go first.</summary>
    public long LogKeepBytes { get; init; } = 5_000_000_000;

    /// <summary>How long a file of the log stays.</summary>
    public TimeSpan LogKeepFor { get; init; } = TimeSpan.FromDays(90);

    public int MostBodyBytes { get; init; } = PredictionLimits.MostBodyBytes;

    /// <summary>In one request.</summary>
    public int MostRows { get; init; } = 1000;

    /// <summary>At one time; what comes on top is refused with 503.</summary>
    public int MostRequests { get; init; } = 256;

    /// <summary>How long requests that are being answered may take when the server is told to stop.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(10);
}
