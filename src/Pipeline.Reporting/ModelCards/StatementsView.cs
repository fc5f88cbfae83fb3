using Pipeline.Manifest;

namespace Pipeline.Reporting.ModelCards;

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
