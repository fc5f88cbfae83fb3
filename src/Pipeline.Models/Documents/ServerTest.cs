using Pipeline.Core.Checks;

namespace Pipeline.Models.Documents;

/// <summary>
/// What the model does in the server that will serve it. Unlike all else in an evaluation it is of one machine and of one moment:
/// measured again, the numbers are others, and no identity has them in it.
/// </summary>
public sealed record ServerTest
{
    /// <summary>What server and caller ran on, side by side; the caller's share of the processors is the server's loss.</summary>
    public required RunEnvironment Machine { get; init; }

    /// <summary>The package of the server: "Pipeline.Serving.linux-x64 0.2.0".</summary>
    public required string Program { get; init; }

    public required DateTimeOffset MeasuredAt { get; init; }

    public required ServerLoad Load { get; init; }

    /// <summary>
    /// In a fixed order, each of <see cref="ServerFigures"/> once, with its unit. What could not be measured says why, with what
    /// the server said last.
    /// </summary>
    public required IReadOnlyList<Measurement> Measurements { get; init; }

    /// <summary>The durations of requests that came one after another, for a curve; empty where there were none.</summary>
    public IReadOnlyList<LatencyQuantile> Latencies { get; init; } = [];

    /// <summary>The last lines that a server said which failed, at most 20; empty for one that worked.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];
}

/// <summary>What a server was asked.</summary>
public sealed record ServerLoad
{
    /// <summary>How many different test rows were drawn; each request has one of them.</summary>
    public required int Rows { get; init; }

    /// <summary>How many requests came before any was measured.</summary>
    public required int WarmUp { get; init; }

    /// <summary>How many were measured one after another, and how many again at one time.</summary>
    public required int Requests { get; init; }

    /// <summary>How many callers there were at one time where throughput was measured.</summary>
    public required int Connections { get; init; }

    /// <summary>What the choice of rows began with.</summary>
    public required int Seed { get; init; }

    /// <summary>The share of requests that were not answered with 200, of all that were measured; from 0 to 1.</summary>
    public required double Failed { get; init; }
}

/// <param name="Quantile">From 0 to 1.</param>
/// <param name="Milliseconds">This share of the requests took no longer.</param>
public sealed record LatencyQuantile(double Quantile, double Milliseconds);

/// <summary>What is measured of a server, by the names that gates and documents have for it.</summary>
public static class ServerFigures
{
    /// <summary>How long one row takes over loopback HTTP, of requests one after another; milliseconds.</summary>
    public const string LatencyP50 = "latency_p50";

    /// <summary>90 % of the requests took no longer; milliseconds.</summary>
    public const string LatencyP90 = "latency_p90";

    /// <summary>99 % of the requests took no longer; milliseconds.</summary>
    public const string LatencyP99 = "latency_p99";

    /// <summary>How many single rows are answered by several callers at one time; predictions in a second.</summary>
    public const string Throughput = "throughput";

    /// <summary>From the start of the process until it is ready; seconds.</summary>
    public const string StartTime = "start_time";

    /// <summary>What the process has in memory once it is ready; MB of a million bytes.</summary>
    public const string MemoryLoaded = "memory_loaded";

    /// <summary>The most that the process had in memory, all requests included; MB of a million bytes.</summary>
    public const string Memory = "memory";

    /// <summary>All files of the model; MB of a million bytes.</summary>
    public const string ModelSize = "model_size";

    /// <summary>All layers of the image as they are carried, compressed where they are; MB of a million bytes.</summary>
    public const string ImageSize = "image_size";

    /// <summary>In the order of documents.</summary>
    public static IReadOnlyList<string> All { get; } =
        [LatencyP50, LatencyP90, LatencyP99, Throughput, StartTime, MemoryLoaded, Memory, ModelSize, ImageSize];

    /// <summary>As people write it after the number.</summary>
    /// <param name="figure">One of <see cref="All"/>.</param>
    public static string UnitOf(string figure) => figure switch
    {
        LatencyP50 or LatencyP90 or LatencyP99 => "ms",
        Throughput => "predictions/s",
        StartTime => "s",
        _ => "MB",
    };
}
