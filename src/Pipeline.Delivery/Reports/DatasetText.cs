using System.Globalization;
using System.Text.Json;
using Pipeline.Core.Checks;
using Pipeline.Manifest.Records;
using Pipeline.Models.Documents;
using Pipeline.Models;

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

/// <summary>A profile for a terminal of 80 columns.</summary>
internal static class ProfileText
{
    private const int NameWidth = 18;
    private const int ValuesWidth = 28;
    private const int MostValues = 3;
    private const int Width = 80;

    public static IEnumerable<string> Of(ProfileDocument profile)
    {
        yield return $"{"column",-NameWidth}  {"type",-10}  {"missing",7}  {"distinct",9}  values";
        foreach (var column in profile.Columns)
        {
            var share = column.Missing / (double)Math.Max(1, profile.Rows);
            var distinct = column.Distinct is { } count ? $"{(column.DistinctError > 0 ? "~" : "")}{Short(count)}" : "";
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{Cut(column.Name, NameWidth),-NameWidth}  {column.Type.ToString().ToLowerInvariant(),-10}  {share,7:0.0%}  ") +
                $"{distinct,9}  {Cut(Values(column, profile.Rows), ValuesWidth)}";
        }

        var becoming = profile.Columns.Where(column => column.Becomes is not null).SelectMany(Becomes).ToList();
        foreach (var line in becoming.Count == 0 ? [] : becoming.Prepend($"{"column",-NameWidth}  becomes (because)").Prepend(""))
            yield return line;
    }

    /// <summary>In a line if it fits, else the reason stands below.</summary>
    private static IEnumerable<string> Becomes(ColumnProfile column)
    {
        var name = Cut(column.Name, NameWidth);
        var one = $"{name,-NameWidth}  {column.Becomes} ({column.Because})";
        return one.Length <= Width
            ? [one]
            : [$"{name,-NameWidth}  {Cut($"{column.Becomes}", Width - NameWidth - 2)}", $"{"",-NameWidth}  ({column.Because})"];
    }

    /// <param name="columns">As they stand below <c>columns:</c>.</param>
    /// <param name="expectations">As they stand below <c>expect:</c>.</param>
    /// <param name="areMore">The manifest has columns already.</param>
    public static IEnumerable<string> Proposal(
        IReadOnlyList<string> columns, IReadOnlyList<string> expectations, bool areMore) =>
    [
        "",
        areMore
            ? "To be added to 'data' in the manifest (or run this again with --write):"
            : "For 'data' in the manifest (or run this again with --write):",
        "",
        .. columns.Select(x => $"    {x}").Prepend("  columns:").Take(columns.Count == 0 ? 0 : int.MaxValue),
        .. expectations.Select(x => $"    {x}").Prepend("  expect:").Take(expectations.Count == 0 ? 0 : int.MaxValue),
    ];

    private static string Values(ColumnProfile column, long rows) => column switch
    {
        { IsPersonal: true } => "(personal)",
        { Numbers: { } numbers } => $"{Number(numbers.Min)} .. {Number(numbers.Quantiles["0.5"])} .. {Number(numbers.Max)}",
        { Times: { } times } => $"{Day(times.First)} .. {Day(times.Last)}",
        { Type: DataType.Text, Lengths: { } lengths } => $"{lengths.Min} to {lengths.Max} characters",
        _ => string.Join(", ", column.Frequent.Take(MostValues).Select(x => $"{x.Value} {Percent(x.Count, rows)}")),
    };

    private static string Percent(long count, long rows) =>
        (count / (double)Math.Max(1, rows)).ToString("0%", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString(
        Math.Abs(value) is 0 or (>= 0.001 and < 1e7) ? "0.####" : "0.###e0", CultureInfo.InvariantCulture);

    private static string Short(long count) => count < 10_000_000
        ? count.ToString(CultureInfo.InvariantCulture)
        : (count / 1e6).ToString("0 M", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Cut(string text, int width)
    {
        var plain = string.Concat(text.Select(x => char.IsControl(x) ? ' ' : x));
        return plain.Length <= width ? plain : plain[..(width - 1)] + "…";
    }
}

/// <summary>What a manifest's <c>training</c> may say: trainers, and the options of each with their defaults.</summary>
internal static class TrainersText
{
    private const int Indent = 24;

    public static IEnumerable<string> Of(TrainerCatalog trainers) => trainers.All.SelectMany(Lines);

    private static IEnumerable<string> Lines(ITrainer trainer) =>
    [
        $"{trainer.Name} ({string.Join(", ", trainer.Tasks.Select(task => TaskKind.Of(task).Words))})",
        .. ManifestRecord.Description(trainer.Options) is { } description ? [$"  {description}"] : Array.Empty<string>(),
        .. ManifestRecord.Keys(trainer.Options).SelectMany(Lines),
        "",
    ];

    private static IEnumerable<string> Lines(RecordKey key) =>
    [
        $"{$"  {key.Path}: {key.Default}",-Indent} {key.Description}".TrimEnd(),
        $"{"",-Indent} Accepted is {key.Accepted}.",
    ];
}
