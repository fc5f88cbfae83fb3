using System.Globalization;
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
            ["metrics"] = new ScriptArray(card.Metrics.Where(x => x.Slice is null).Select(x => MetricView.Of(x, card.Task))),
            ["slices"] = new ScriptArray(card.Metrics.Where(x => x.Slice is not null).Select(x => MetricView.Of(x, card.Task))),
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
