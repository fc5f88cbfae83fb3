using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Governance.Runs;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Reporting.ModelCards;

namespace Pipeline.Delivery.Runs;

/// <summary>What is known of a version, to be held against another one.</summary>
/// <param name="Run">How it was made, and how good it is.</param>
/// <param name="Dataset">What it was made from; null where the store lacks it.</param>
internal sealed record VersionDocuments(LoadedRun Run, DatasetDocument? Dataset);

/// <summary>What is other in a version than in an earlier one, for people.</summary>
internal static class VersionChanges
{
    public static CardChanges Of(ModelVersion since, VersionDocuments before, VersionDocuments now)
    {
        (string Title, IEnumerable<CardChange> Changes)[] groups =
        [
            ("Metrics", Metrics(before.Run.Evaluation, now.Run.Evaluation)),
            ("Gates", Gates(before.Run.Evaluation, now.Run.Evaluation)),
            ("Data", Data(before.Dataset, now.Dataset)),
            ("Features", Features(before.Run.Document, now.Run.Document)),
            ("Training", Training(before.Run, now.Run)),
        ];
        return new CardChanges(since, [.. groups.Select(group => new CardChangeGroup(group.Title, [.. group.Changes]))
            .Where(group => group.Changes.Count > 0)]);
    }

    private static IEnumerable<CardChange> Metrics(EvaluationDocument? before, EvaluationDocument? now)
    {
        if (before is null || now is null)
            yield break;
        var note = before.Split == now.Split ? "" : ", on other test rows";
        foreach (var measured in now.Measurements)
        {
            var old = before.Measurements.FirstOrDefault(other => other.Name == measured.Name);
            if ((old?.Value, measured.Value) is not (MeasuredValue.Number was, MeasuredValue.Number value) || was == value)
                continue;
            yield return new CardChange(
                measured.Name, Figure(was.Value), Figure(value.Value),
                $"{(value.Value - was.Value).ToString("+0.####;−0.####;0", CultureInfo.InvariantCulture)}{note}");
        }
    }

    private static IEnumerable<CardChange> Gates(EvaluationDocument? before, EvaluationDocument? now) =>
        before is null || now is null ? [] : Changes(Words(before.Report), Words(now.Report));

    private static IEnumerable<CardChange> Data(DatasetDocument? before, DatasetDocument? now) =>
        before is null || now is null ? [] : Changes(Facts(before), Facts(now));

    private static IEnumerable<CardChange> Features(RunDocument? before, RunDocument? now) =>
        before is null || now is null ? [] : Changes(Becomes(before), Becomes(now));

    /// <summary>What people chose and where it was made, as comparisons of runs have it; data has a group of its own.</summary>
    private static IEnumerable<CardChange> Training(LoadedRun before, LoadedRun now) =>
        RunDifference.Of([before, now])
            .Where(difference => difference.Name is not (RunAttributes.Data or "data version"))
            .Select(difference => new CardChange(difference.Name, difference.Values[0], difference.Values[1]));

    /// <summary>In the order of what is now, and then what is gone.</summary>
    private static IEnumerable<CardChange> Changes(
        IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> now) =>
        now.Where(item => before.GetValueOrDefault(item.Key) != item.Value)
            .Select(item => new CardChange(
                item.Key, before.GetValueOrDefault(item.Key, ""), item.Value, before.ContainsKey(item.Key) ? "" : "new"))
            .Concat(before.Where(item => !now.ContainsKey(item.Key))
                .Select(item => new CardChange(item.Key, item.Value, "", "gone")));

    private static Dictionary<string, string> Words(CheckReport report) => report.Results.ToDictionary(
        gate => gate.Check.Id, gate => $"{gate.Check.Criterion}: {gate.Verdict.Outcome.ToString().ToLowerInvariant()}");

    private static OrderedDictionary<string, string> Facts(DatasetDocument dataset)
    {
        var facts = new OrderedDictionary<string, string>
        {
            ["rows"] = dataset.Rows.ToString("N0", CultureInfo.InvariantCulture),
            ["digest"] = dataset.Data.Brief,
            ["split"] = $"{dataset.Split.By}: {dataset.Split.Train} train rows, {dataset.Split.Test} test rows",
            ["label"] = dataset.Label.Column,
        };
        foreach (var column in dataset.Columns)
        {
            facts[$"column {column.Name}"] =
                $"{column.Type.ToString().ToLowerInvariant()}, {column.Role.ToString().ToLowerInvariant()}";
        }

        return facts;
    }

    private static Dictionary<string, string> Becomes(RunDocument run) => run.Features
        .GroupBy(feature => feature.Input)
        .ToDictionary(group => group.Key, group => string.Join("; ", group.Select(feature => feature.Becomes)));

    private static string Figure(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}

/// <summary>Finds the version that a card is held against.</summary>
internal sealed class VersionLookup(RegistrySession session)
{
    /// <summary>Null where there is no version before, or the registry does not know the run.</summary>
    /// <param name="version">Null for a model that has none yet.</param>
    /// <param name="run">How it was made.</param>
    /// <param name="evaluation">How good it is.</param>
    /// <param name="dataset">What it was made from.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<CardChanges?> FindChangesAsync(
        ModelVersion? version,
        RunDocument run,
        EvaluationDocument evaluation,
        DatasetDocument dataset,
        CancellationToken cancellationToken)
    {
        if (await session.FindBeforeAsync(version, cancellationToken) is not { } before
            || await session.FindRunAsync(run.Id, cancellationToken) is not { } found)
        {
            return null;
        }

        var now = new LoadedRun(found) { Document = run, Evaluation = evaluation };
        return VersionChanges.Of(before.Version, before.Documents, new VersionDocuments(now, dataset));
    }
}
