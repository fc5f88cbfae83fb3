using System.Globalization;
using System.Text.Json;

namespace Pipeline.Deployment.Probes;

/// <summary>Holds an answer against the known one.</summary>
internal static class AnswerComparison
{
    /// <summary>
    /// How far two numbers may be apart and still be the same prediction: so much up to 1, and so much of the greater one above
    /// it, where a float has no more digits.
    /// </summary>
    public const double Tolerance = 1e-6;

    /// <summary>The first difference as "probability is 0.3 instead of 0.25"; null without one.</summary>
    public static string? Difference(JsonElement expected, JsonElement actual, string path = "the answer") =>
        (expected.ValueKind, actual.ValueKind) switch
        {
            (JsonValueKind.Object, JsonValueKind.Object) => expected.EnumerateObject()
                .Select(x => OfProperty(x, actual))
                .FirstOrDefault(x => x is not null),
            (JsonValueKind.Array, JsonValueKind.Array) => OfItems(expected, actual, path),
            (JsonValueKind.Number, JsonValueKind.Number) =>
                AreClose(expected.GetDouble(), actual.GetDouble()) ? null : Instead(expected, actual, path),
            _ => expected.ToString() == actual.ToString() && expected.ValueKind == actual.ValueKind
                ? null
                : Instead(expected, actual, path),
        };

    private static bool AreClose(double expected, double actual) =>
        Math.Abs(expected - actual) <= Tolerance * Math.Max(1, Math.Max(Math.Abs(expected), Math.Abs(actual)));

    private static string? OfProperty(JsonProperty expected, JsonElement actual) =>
        actual.TryGetProperty(expected.Name, out var value)
            ? Difference(expected.Value, value, expected.Name)
            : $"{expected.Name} is missing";

    private static string? OfItems(JsonElement expected, JsonElement actual, string path) =>
        expected.GetArrayLength() != actual.GetArrayLength()
            ? Instead(expected, actual, path)
            : expected.EnumerateArray().Zip(actual.EnumerateArray())
                .Select((x, i) => Difference(x.First, x.Second, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]")))
                .FirstOrDefault(x => x is not null);

    private static string Instead(JsonElement expected, JsonElement actual, string path) =>
        $"{path} is {Brief(actual)} instead of {Brief(expected)}";

    private static string Brief(JsonElement element)
    {
        var text = element.GetRawText();
        return text.Length <= 60 ? text : text[..60] + "...";
    }
}
