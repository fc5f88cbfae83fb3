using Scriban.Runtime;

namespace Pipeline.Reporting.ModelCards;

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
