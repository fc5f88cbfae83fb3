using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Manifest;
using Pipeline.Models;
using Pipeline.Models.Documents;
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
            ["metrics"] = new ScriptArray(card.Metrics.Where(x => x.Slice is null).Select(x => MetricView.Of(x, card.Task))),
            ["slices"] = new ScriptArray(card.Metrics.Where(x => x.Slice is not null).Select(x => MetricView.Of(x, card.Task))),
            ["tables"] = new ScriptArray(card.Tables.Select(AnswersView.Of)),
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
