namespace Pipeline.Reporting.ModelCards;

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
