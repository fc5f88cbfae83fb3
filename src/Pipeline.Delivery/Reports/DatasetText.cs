using System.Globalization;
using System.Text.Json;
using Pipeline.Core.Checks;
using Pipeline.Models.Documents;

namespace Pipeline.Delivery.Reports;

/// <summary>What was expected of a dataset and what came of it, for a terminal of 80 columns.</summary>
internal static class DatasetText
{
    private const int MostExamples = 3;
    private const int MostNameWidth = 36;

    /// <summary>A line for each check; below those that did not pass, why, and a few rows.</summary>
    public static IReadOnlyList<string> Of(DatasetDocument document)
    {
        var evidence = document.Evidence.ToDictionary(x => x.Check, StringComparer.Ordinal);
        var width = Math.Min(MostNameWidth, document.Report.Results.Select(x => x.Check.Id.Length).DefaultIfEmpty(0).Max());
        return [.. document.Report.Results
            .OrderByDescending(x => x.Fails).ThenByDescending(x => x.IsBad)
            .SelectMany(x => Lines(x, evidence.GetValueOrDefault(x.Check.Id), width))];
    }

    private static IEnumerable<string> Lines(CheckResult result, CheckEvidence? evidence, int width)
    {
        var outcome = result.Verdict.Outcome.ToString().ToLowerInvariant();
        var mark = result is { IsBad: true, Fails: false } ? "warning" : outcome;
        yield return $"{mark,-12}  {result.Check.Id.PadRight(width)}  {Figure(result)}";
        if (!result.IsBad)
            yield break;
        yield return $"              {result.Verdict.Reason}";
        if (evidence is not { Count: > 0 })
            yield break;
        var share = evidence.Share.ToString("0.##%", CultureInfo.InvariantCulture);
        yield return $"              {CodeOf(evidence.Anomaly)}: {evidence.Count} rows ({share}), the first in lines " +
            $"{string.Join(", ", evidence.Lines)}";
        foreach (var example in evidence.Examples.Where(x => x.Values.Count > 0).Take(MostExamples))
        {
            var values = string.Join(", ", example.Values.Select(x => $"{x.Key} = '{x.Value}'"));
            yield return $"              {(example.File is null ? "" : $"{example.File} ")}line {example.Line}: {values}";
        }
    }

    /// <summary>As documents have it.</summary>
    private static string CodeOf(DataAnomaly anomaly) => JsonNamingPolicy.KebabCaseLower.ConvertName(anomaly.ToString());

    private static string Figure(CheckResult result) => result.Measurement.Value switch
    {
        MeasuredValue.Number x => string.Create(CultureInfo.InvariantCulture, $"{x.Value:0.####} ({result.Check.Criterion})"),
        MeasuredValue.Text x => x.Value,
        _ => $"({result.Check.Criterion})",
    };
}
