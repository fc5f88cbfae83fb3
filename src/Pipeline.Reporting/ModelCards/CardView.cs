using System.Globalization;
using System.Text.Json;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Manifest;
using Pipeline.Models.Documents;
using Pipeline.Models;
using Scriban.Runtime;

namespace Pipeline.Reporting.ModelCards;

/// <summary>
/// A card under the names that templates know. A fact is an object with <c>label</c>, <c>value</c>, <c>evidence</c>,
/// <c>is_missing</c> and <c>is_code</c>; a section has its facts by name, and all of them in <c>facts</c>.
/// </summary>
internal static class CardView
{
    public static ScriptObject Of(ModelCard card, DateTimeOffset now)
    {
        var statements = StatementsView.Of(card.Statements);
        var dataset = DatasetView.Of(card.Dataset);
        var training = TrainingView.Of(card.Training);
        var provenance = new SectionView("Provenance");
        foreach (var fact in card.Provenance)
            provenance.Add(null, FactView.Of(fact.Name, fact.Digest, x => x.ToString(), isCode: true));

        var summary = SummaryOf(card);
        var evaluation = EvaluationFactsOf(card);
        return new ScriptObject
        {
            ["name"] = card.Name.ToString(),
            ["task"] = TaskKind.Of(card.Task).Words,
            ["rendered_at"] = now.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
            ["version"] = summary.Members["version"],
            ["owner"] = summary.Members["owner"],
            ["description"] = summary.Members["description"],
            ["statements"] = statements.Members,
            ["dataset"] = dataset.Members,
            ["training"] = training.Members,
            ["features"] = new ScriptArray(card.Features.Select(FeaturesView.Of)),
            ["metrics"] = new ScriptArray(card.Metrics.Where(x => x.Slice is null).Select(x => MetricView.Of(x, card.Task))),
            ["slices"] = new ScriptArray(card.Metrics.Where(x => x.Slice is not null).Select(x => MetricView.Of(x, card.Task))),
            ["figures"] = FiguresView.Of(card.Evaluation),
            ["figure_style"] = FiguresView.Style,
            ["changes"] = ChangesView.Of(card.Changes),
            ["tables"] = new ScriptArray(card.Tables.Select(AnswersView.Of)),
            ["serving"] = ServingView.Of(card),
            ["gates"] = new ScriptArray((card.Gates?.Results ?? []).Select(GateView.Of)),
            ["verdict"] = GateView.VerdictOf(card.Gates),
            ["provenance"] = provenance.Members,
            ["completeness"] = Completeness.Of([summary, statements, dataset, training, evaluation, provenance]),
        };
    }

    private static SectionView SummaryOf(ModelCard card)
    {
        var section = new SectionView("Model");
        section.Add("version", FactView.Of("Version", card.Version, x => $"v{x}"));
        section.Add("owner", FactView.Of("Owner", card.Owner, x => x));
        section.Add("description", FactView.Of("Description", card.Description, x => x));
        return section;
    }

    // Tables have no facts of their own, but an empty one is a gap as much as any other.
    private static SectionView EvaluationFactsOf(ModelCard card)
    {
        var section = new SectionView("Evaluation");
        section.Add(null, FactView.Of("Metrics", Counted(card.Metrics.Count), Figure.OfWhole));
        section.Add(null, FactView.Of("Gates", Counted(card.Gates?.Results.Count ?? 0), Figure.OfWhole));
        return section;
    }

    private static CardFact<long> Counted(int count) => count == 0 ? CardFact.Missing<long>() : CardFact.Measured((long)count);
}

/// <summary>
/// A table of the task as templates know it: <c>title</c>, <c>heads</c>, and <c>rows</c> with <c>name</c> and <c>cells</c>.
/// </summary>
internal static class AnswersView
{
    public static ScriptObject Of(AnswerTable table) => new()
    {
        ["title"] = table.Title,
        ["heads"] = new ScriptArray(table.Heads),
        ["rows"] = new ScriptArray(table.Rows.Select(row => new ScriptObject
        {
            ["name"] = row.Name,
            ["cells"] = new ScriptArray(row.Values.Select(Figure.Of)),
        })),
    };
}

/// <summary>
/// What was measured in the server, as templates know it: <c>conditions</c>, a sentence, and <c>figures</c>, which are metrics;
/// null where nothing was.
/// </summary>
internal static class ServingView
{
    public static ScriptObject? Of(ModelCard card)
    {
        if (card.Server is not { } server)
            return null;
        var costs = card.Cost?.Servers.Select(cost => cost.Per1000 with { Slice = cost.Name }) ?? [];
        return new ScriptObject
        {
            ["conditions"] = string.Create(
                CultureInfo.InvariantCulture,
                $"Measured on {server.Machine.System}, {server.Machine.Architecture}, {server.Machine.Processors} processors, at "
                + $"{server.MeasuredAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC, by {server.Load.Requests} requests one after another "
                + $"and as many from {server.Load.Connections} callers at one time."),
            ["figures"] = new ScriptArray(
                server.Measurements.Concat(costs).Select(measured => MetricView.Of(measured, ModelTask.Regression))),
        };
    }
}

/// <summary>What became of an input.</summary>
internal static class FeaturesView
{
    public static ScriptObject Of(TrainedFeature feature) => new()
    {
        ["input"] = feature.Input,
        ["becomes"] = feature.Becomes,
        ["why"] = feature.Why,
        ["slots"] = Figure.OfWhole(feature.Slots),
    };
}

/// <summary>The data that the model was made from.</summary>
internal static class DatasetView
{
    public static SectionView Of(DatasetFacts dataset)
    {
        var section = new SectionView("Data");
        section.Add("path", FactView.Of("Path", dataset.Path, x => x, isCode: true));
        section.Add("digest", FactView.Of("Digest", dataset.Digest, x => x.ToString(), isCode: true));
        section.Add("rows", FactView.Of("Rows", dataset.Rows, Figure.OfWhole));
        section.Add("label", FactView.Of("Label", dataset.Label, x => x));
        section.Add("protected_columns", FactView.Of("Protected columns", dataset.ProtectedColumns, Names));
        section.Add("split", FactView.Of("Split", dataset.Split, x => x));
        return section;
    }

    private static string Names(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);
}

/// <summary>What people say about the model.</summary>
internal static class StatementsView
{
    public static SectionView Of(CardStatements statements)
    {
        var section = new SectionView("Use and limits");
        Add(section, "intended_use", "Intended use", statements.IntendedUse);
        Add(section, "out_of_scope", "Out of scope", statements.OutOfScope);
        Add(section, "limitations", "Limitations", statements.Limitations);
        Add(section, "assumptions", "Assumptions", statements.Assumptions);
        return section;
    }

    private static void Add(SectionView section, string name, string label, string? text) =>
        section.Add(name, FactView.Of(label, CardFact.Declared(text), x => x));
}

/// <summary>How much of a card is measured, declared and missing.</summary>
internal static class Completeness
{
    public static ScriptObject Of(IReadOnlyList<SectionView> sections)
    {
        var facts = sections.SelectMany(x => x.Facts).ToList();
        return new ScriptObject
        {
            ["total"] = facts.Count,
            ["measured"] = Count(facts, Evidence.Measured),
            ["declared"] = Count(facts, Evidence.Declared),
            ["missing"] = Count(facts, Evidence.Missing),
            ["missing_facts"] = new ScriptArray(sections.SelectMany(Gaps)),
        };
    }

    private static int Count(List<ScriptObject> facts, Evidence evidence) =>
        facts.Count(x => Equals(x["evidence"], FactView.Word(evidence)));

    private static IEnumerable<object> Gaps(SectionView section) =>
        section.Facts.Where(x => x["is_missing"] is true).Select(x => $"{x["label"]} ({section.Title.ToLowerInvariant()})");
}

/// <summary>A gate, and the verdict on all of them, under the names that templates know.</summary>
internal static class GateView
{
    public static ScriptObject Of(CheckResult result) => new()
    {
        ["id"] = result.Check.Id,
        ["metric"] = result.Measurement.Name,
        ["slice"] = result.Measurement.Slice,
        ["value"] = Figure.WithUnit(result.Measurement.Value, result.Measurement.Unit),
        ["limit"] = result.Check.Criterion.ToString(),
        ["outcome"] = Word(result.Verdict.Outcome),
        ["reason"] = result.Verdict.Reason,
        ["severity"] = result.Check.Severity.ToString().ToLowerInvariant(),
        ["fails"] = result.Fails,
    };

    /// <summary>Null when nothing was judged: a card without gates must not look like one whose gates passed.</summary>
    public static ScriptObject? VerdictOf(CheckReport? report) => report is null or { Results.Count: 0 }
        ? null
        : new ScriptObject
        {
            ["outcome"] = Word(report.Worst),
            ["fails"] = report.Fails,
            ["title"] = report.Fails ? "Gates failed" : report.Warnings.Any() ? "Gates passed with warnings" : "Gates passed",
            ["summary"] = report.Summary,
        };

    private static string Word(Outcome outcome) => outcome.ToString().ToLowerInvariant();
}

/// <summary>One fact under the names that templates know.</summary>
internal static class FactView
{
    public const string Missing = "not stated";

    public static ScriptObject Of<T>(string label, CardFact<T> fact, Func<T, string> print, bool isCode = false)
        where T : notnull
    {
        var isMissing = fact.Evidence == Evidence.Missing;
        return new ScriptObject
        {
            ["label"] = label,
            ["value"] = isMissing ? Missing : print(fact.Value),
            ["evidence"] = Word(fact.Evidence),
            ["is_missing"] = isMissing,
            ["is_code"] = isCode && !isMissing,
        };
    }

    public static string Word(Evidence evidence) => evidence.ToString().ToLowerInvariant();
}

/// <summary>A measurement as templates know it; <c>interval</c>, <c>samples</c> and <c>plot</c> may be null.</summary>
internal static class MetricView
{
    public static ScriptObject Of(Measurement measurement, ModelTask task)
    {
        var interval = measurement.Interval is { IsUsable: true } usable ? usable : null;
        return new ScriptObject
        {
            ["name"] = measurement.Name,
            ["slice"] = measurement.Slice,
            ["column"] = measurement.Column,
            ["value"] = Figure.WithUnit(measurement.Value, measurement.Unit),
            ["interval"] = interval is null ? null : $"{Figure.Of(interval.Low)} to {Figure.Of(interval.High)}",
            ["confidence"] = interval is null ? null : Figure.OfPercent(interval.Confidence),
            ["samples"] = measurement.Samples is { } samples ? Figure.OfWhole(samples) : null,
            ["is_number"] = measurement.Value is MeasuredValue.Number,
            ["plot"] = task == ModelTask.Regression ? null : Plot(measurement, interval),
        };
    }

    // On a scale from 0 to 1, which most metrics of classes have; what lies outside has no picture.
    private static ScriptObject? Plot(Measurement measurement, ConfidenceInterval? interval)
    {
        if (measurement.Unit.Length > 0 || measurement.Value is not MeasuredValue.Number { Value: >= 0 and <= 1 and var value })
            return null;

        var low = Math.Clamp(interval?.Low ?? value, 0, 1);
        var high = Math.Clamp(interval?.High ?? value, 0, 1);
        return new ScriptObject
        {
            ["at"] = Figure.OfPosition(value),
            ["low"] = Figure.OfPosition(low),
            ["width"] = Figure.OfPosition(Math.Max(0, high - low)),
        };
    }
}

/// <summary>Facts under a title, in the order in which they are shown.</summary>
internal sealed class SectionView
{
    private readonly ScriptArray _facts = new();

    public SectionView(string title)
    {
        Title = title;
        Members["title"] = title;
        Members["facts"] = _facts;
    }

    public string Title { get; }

    public ScriptObject Members { get; } = new();

    public IEnumerable<ScriptObject> Facts => _facts.OfType<ScriptObject>();

    /// <param name="name">The name that templates know it by; null for a fact that is only in the list.</param>
    /// <param name="fact">What <see cref="FactView"/> made.</param>
    public void Add(string? name, ScriptObject fact)
    {
        _facts.Add(fact);
        if (name is not null)
            Members[name] = fact;
    }
}

/// <summary>How the model was made.</summary>
internal static class TrainingView
{
    public static SectionView Of(TrainingFacts training)
    {
        var section = new SectionView("Training");
        section.Add("trainer", FactView.Of("Trainer", training.Trainer, x => x));
        section.Add("options", FactView.Of("Options", training.Options, Text));
        section.Add("seed", FactView.Of("Seed", training.Seed, x => x.ToString(CultureInfo.InvariantCulture)));
        section.Add("duration", FactView.Of("Duration", training.Duration, Figure.OfDuration));
        // Only a choice of somebody is worth a line: 0.5 goes without saying.
        (string Name, string Label, CardFact<string> Fact)[] choices =
        [
            ("threshold", "Threshold", training.Threshold), ("early_stopping", "Early stopping", training.Stopping),
            ("calibration", "Calibration", training.Calibration), ("onnx", "ONNX", training.Onnx),
        ];
        foreach (var (name, label, fact) in choices.Where(choice => choice.Fact.Evidence != Evidence.Missing))
            section.Add(name, FactView.Of(label, fact, x => x));
        section.Add("toolkit", FactView.Of("Toolkit", training.Toolkit, x => x));
        return section;
    }

    private static string Text(JsonElement options) =>
        options.EnumerateObject().Any() ? string.Join(", ", Pairs(options, "")) : "none";

    /// <summary>"booster.l2: 0.01" for a value in a part of its own.</summary>
    private static IEnumerable<string> Pairs(JsonElement options, string path) => options.EnumerateObject().SelectMany(option =>
        option.Value.ValueKind == JsonValueKind.Object
            ? Pairs(option.Value, $"{path}{option.Name}.")
            : [$"{path}{option.Name}: {option.Value}"]);
}

/// <summary>What a model card says about how the model was made.</summary>
public sealed record TrainingFacts
{
    public CardFact<string> Trainer { get; init; } = CardFact.Missing<string>();

    /// <summary>An object: the trainer's options by name, in the order in which they are shown.</summary>
    public CardFact<JsonElement> Options { get; init; } = CardFact.Missing<JsonElement>();

    public CardFact<long> Seed { get; init; } = CardFact.Missing<long>();

    /// <summary>From where on an answer means the positive class, and how that was chosen; missing where it was not.</summary>
    public CardFact<string> Threshold { get; init; } = CardFact.Missing<string>();

    /// <summary>How many iterations were enough, and how that was found; missing where nothing ended the training.</summary>
    public CardFact<string> Stopping { get; init; } = CardFact.Missing<string>();

    /// <summary>What became of the probabilities; missing where they are as the model answers.</summary>
    public CardFact<string> Calibration { get; init; } = CardFact.Missing<string>();

    /// <summary>Whether the model is there in ONNX as well; missing where nobody tried.</summary>
    public CardFact<string> Onnx { get; init; } = CardFact.Missing<string>();

    public CardFact<TimeSpan> Duration { get; init; } = CardFact.Missing<TimeSpan>();

    /// <summary>The version of the toolkit that trained.</summary>
    public CardFact<string> Toolkit { get; init; } = CardFact.Missing<string>();
}
