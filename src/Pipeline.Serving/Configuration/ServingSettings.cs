using System.Globalization;
using System.Net;
using Pipeline.Core.Identity;

namespace Pipeline.Serving.Configuration;

/// <summary>Everything that can be set.</summary>
internal static class ServingSettings
{
    /// <summary>Of variables.</summary>
    public const string Prefix = "PIPELINE_SERVING_";

    /// <summary>Of options.</summary>
    public const string Dashes = "--";

    private const string Number = "a whole number above 0";
    private const int LongestName = 63;
    private const int MostHours = 876_000;

    public static IReadOnlyList<Setting> All { get; } =
    [
        new("model", "a folder", "the folder with the model's files", (x, text) => x with { Model = text }),
        new("name", "a model's name", "the model's name", (x, text) =>
            ModelName.TryParse(text, null, out var name) ? x with { Name = name } : null),
        new("version", "a version such as 3", "the model's version in the registry", (x, text) =>
            ModelVersion.TryParse(text, null, out var version) ? x with { Version = version } : null),
        new("environment", "a name", "the environment that the server belongs to", (x, text) =>
            text.Length <= LongestName && !text.Any(char.IsControl) ? x with { Environment = text } : null),
        new("revision", Number, "the deployment's number there", (x, text) =>
            Whole(text) is { } number ? x with { Revision = number } : null),
        new("address", "an address such as 127.0.0.1:8080", "where to listen; port 0 is a free one", (x, text) =>
            AddressOf(text) is { } address ? x with { Address = address } : null),
        new("announce", "a file", "the file to write the address to, once ready", (x, text) => x with { Announce = text }),
        new("gateway-secret", $"{GatewaySecret.Shortest} to {GatewaySecret.Longest} visible ASCII characters",
            "what the gateway sends along with its headers", (x, text) =>
            GatewaySecret.TryParse(text) is { } secret ? x with { Secret = secret } : null) { IsSecret = true },
        new("log", "a folder", "the folder of the prediction log", (x, text) => x with { Log = text }),
        new("sampling", "a number above 0 and at most 1", "the share of predictions to log", (x, text) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is > 0 and <= 1
                ? x with { Sampling = share }
                : null),
        new("log-file-bytes", Number, "the size of a file of the log", (x, text) =>
            Whole(text) is { } number ? x with { LogFileBytes = number } : null),
        new("log-keep-bytes", Number, "the size of all files of the log", (x, text) =>
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
                ? x with { LogKeepBytes = number }
                : null),
        new("log-keep-hours", $"a number of hours, at most {MostHours}", "how long a file of the log stays", (x, text) =>
            Whole(text) is { } hours and <= MostHours ? x with { LogKeepFor = TimeSpan.FromHours(hours) } : null),
        new("most-body-bytes", Number, "the largest request", (x, text) =>
            Whole(text) is { } number ? x with { MostBodyBytes = number } : null),
        new("most-rows", Number, "the most rows of one request", (x, text) =>
            Whole(text) is { } number ? x with { MostRows = number } : null),
        new("most-requests", Number, "the most requests at one time", (x, text) =>
            Whole(text) is { } number ? x with { MostRequests = number } : null),
        new("drain", "a number of seconds, at most 600", "how long a stopping server goes on answering", (x, text) =>
            Whole(text) is { } seconds and <= 600 ? x with { Drain = TimeSpan.FromSeconds(seconds) } : null),
    ];

    private static int? Whole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    /// <summary>A port without a colon would be read as an address by the framework.</summary>
    private static IPEndPoint? AddressOf(string text)
    {
        const string local = "localhost:";
        var numeric = text.StartsWith(local, StringComparison.Ordinal) ? $"127.0.0.1:{text[local.Length..]}" : text;
        return numeric.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(numeric, out var address) ? address : null;
    }
}
