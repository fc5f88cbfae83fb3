using Pipeline.Testing;

namespace Pipeline.Data;

/// <summary>What the guide to datasets shows is accepted.</summary>
public class DatasetsGuideTests
{
    private static string Guide => File.ReadAllText(Path.Combine(Repository.Root, "docs", "guides", "datasets.md"));

    [Fact]
    public void Section_OfTheGuide_IsAccepted()
    {
        var lines = Example("data:").Skip(1).Select(x => x[2..]);
        using var dataset = new SomeDataset(string.Join('\n', lines), "defaulted\nyes\n");

        dataset.ManifestProblems.ShouldBeEmpty();
    }

    [Fact]
    public void Splits_OfTheGuide_AreAccepted()
    {
        var splits = Example("split:");

        splits.Length.ShouldBe(4);
        foreach (var split in splits)
        {
            using var dataset = new SomeDataset($"path: data.csv\nlabel: y\n{split}", "y\n1\n");
            dataset.ManifestProblems.ShouldBeEmpty(split);
        }
    }

    /// <summary>The lines of the example that begins with this.</summary>
    private static string[] Example(string start)
    {
        const string Fence = "```yaml\n";
        var found = Guide.IndexOf(Fence + start, StringComparison.Ordinal);
        found.ShouldBeGreaterThan(0, start);
        var begin = found + Fence.Length;
        return Guide[begin..Guide.IndexOf("\n```", begin, StringComparison.Ordinal)].Split('\n');
    }
}
