using System.Text.Encodings.Web;
using System.Text.Json;
using Pipeline.Deployment.Probes;

namespace Pipeline.Delivery.Reports;

/// <summary>How a person asks a model that is out, ready to paste into a shell.</summary>
internal static class AskText
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="address">Of the environment, as "127.0.0.1:36379".</param>
    /// <param name="rows">Rows of the data that the model understands; none where it reads personal columns.</param>
    public static IReadOnlyList<string> Of(string address, IReadOnlyList<ReferenceRow> rows) => rows.Count == 0
        ? [$"Ask what it wants to be asked:  curl -s http://{address}/model"]
        :
        [
            "Ask it, with a row of its test data:",
            $"  curl -s http://{address}/predict -H 'content-type: application/json' -d {Body(Fullest(rows))}",
        ];

    /// <summary>The first of those with the most values: a row of missing ones would show nothing of the model.</summary>
    private static ReferenceRow Fullest(IReadOnlyList<ReferenceRow> rows) =>
        rows.MaxBy(row => row.Inputs.EnumerateObject().Count(input => input.Value.ValueKind != JsonValueKind.Null))!;

    /// <summary>One line, and one argument for any POSIX shell: inside single quotes all is itself but a single quote.</summary>
    private static string Body(ReferenceRow row) =>
        $"'{JsonSerializer.Serialize(row.Inputs, Readable).Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
