using System.Globalization;
using System.Text.Json;
using Pipeline.Core.Documents;
using Pipeline.Environments;

namespace Pipeline.Deployment.Probes;

/// <summary>Holds an answer against the known one.</summary>
internal static class AnswerComparison
{
    /// <summary>
    /// How far two numbers may be apart and still be the same prediction: so much of the greater one, or of the scale where both
    /// are smaller. A float has no more digits.
    /// </summary>
    public const double Tolerance = 1e-6;

    /// <summary>The first difference as "probability is 0.3 instead of 0.25"; null without one.</summary>
    public static string? Difference(JsonElement expected, JsonElement actual, double scale = 1, string path = "the answer") =>
        (expected.ValueKind, actual.ValueKind) switch
        {
            (JsonValueKind.Object, JsonValueKind.Object) => expected.EnumerateObject()
                .Select(x => OfProperty(x, actual, scale))
                .FirstOrDefault(x => x is not null),
            (JsonValueKind.Array, JsonValueKind.Array) => OfItems(expected, actual, scale, path),
            (JsonValueKind.Number, JsonValueKind.Number) =>
                AreClose(expected.GetDouble(), actual.GetDouble(), scale) ? null : Instead(expected, actual, path),
            _ => expected.ToString() == actual.ToString() && expected.ValueKind == actual.ValueKind
                ? null
                : Instead(expected, actual, path),
        };

    private static bool AreClose(double expected, double actual, double scale) =>
        Math.Abs(expected - actual) <= Tolerance * Math.Max(scale, Math.Max(Math.Abs(expected), Math.Abs(actual)));

    private static string? OfProperty(JsonProperty expected, JsonElement actual, double scale) =>
        actual.TryGetProperty(expected.Name, out var value)
            ? Difference(expected.Value, value, scale, expected.Name)
            : $"{expected.Name} is missing";

    private static string? OfItems(JsonElement expected, JsonElement actual, double scale, string path) =>
        expected.GetArrayLength() != actual.GetArrayLength()
            ? Instead(expected, actual, path)
            : expected.EnumerateArray().Zip(actual.EnumerateArray())
                .Select((x, i) =>
                    Difference(x.First, x.Second, scale, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]")))
                .FirstOrDefault(x => x is not null);

    private static string Instead(JsonElement expected, JsonElement actual, string path) =>
        $"{path} is {Brief(actual)} instead of {Brief(expected)}";

    private static string Brief(JsonElement element)
    {
        var text = element.GetRawText();
        return text.Length <= 60 ? text : text[..60] + "...";
    }
}

/// <summary>A row whose answer by this very model is known.</summary>
/// <param name="Inputs">The body of a POST to /predict.</param>
/// <param name="Answer">What must be in its answer; what else is there does not matter.</param>
public sealed record ReferenceRow(JsonElement Inputs, JsonElement Answer)
{
    /// <summary>Smaller numbers are compared as if they were this large. Default: 1, which suits probabilities.</summary>
    public double Scale { get; init; } = 1;
}

/// <summary>Reference rows that an environment keeps beside an image, so that going back to it needs nothing else.</summary>
public static class KeptRows
{
    /// <summary>In the folder that a revision runs in.</summary>
    public const string FileName = "reference-rows.json";

    /// <summary>None where the environment keeps none, as that of an earlier toolkit, or of another engine.</summary>
    public static async Task<IReadOnlyList<ReferenceRow>> ReadAsync(Revision revision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(revision);
        if (revision.Launch is not { } launch || !File.Exists(Path.Combine(launch.Folder, FileName)))
            return [];
        await using var stream = File.OpenRead(Path.Combine(launch.Folder, FileName));
        return await JsonSerializer.DeserializeAsync<List<ReferenceRow>>(stream, DocumentJson.Options, cancellationToken) ?? [];
    }
}
