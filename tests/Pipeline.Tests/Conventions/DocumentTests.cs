using Pipeline.Testing;

namespace Pipeline.Conventions;

/// <summary>Holds what people read to the form that renders well, and the vocabulary to one meaning a word.</summary>
public sealed class DocumentTests
{
    private static readonly IReadOnlyList<string> Documents =
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Repository.Root, "*.md"))];

    private static readonly IReadOnlyList<string[]> Vocabulary =
        [.. File.ReadLines(Path.Combine(Repository.Root, "docs", "vocabulary.md"))
            .Where(x => x.StartsWith("| ", StringComparison.Ordinal) && x != "| word | meaning |" && x != "| --- | --- |")
            .Select(Cells)];

    [Fact]
    public void Heading_OfAnyDocument_StandsBetweenBlankLines()
    {
        var crowded = Documents.SelectMany(x => Crowded(Prose(x)), (x, y) => $"{Path.GetRelativePath(Repository.Root, x)}: {y}");

        crowded.ShouldBeEmpty("A heading has a blank line above and below.");
    }

    [Fact]
    public void Word_OfTheVocabulary_HasOneMeaning()
    {
        var words = Vocabulary.SelectMany(x => x[0].Split(',', StringSplitOptions.TrimEntries)).ToList();

        words.Count.ShouldBeGreaterThan(100);
        words.GroupBy(x => x).Where(x => x.Count() > 1).Select(x => x.Key).ShouldBeEmpty("One word, one meaning.");
    }

    [Fact]
    public void Meaning_OfTheVocabulary_IsASentenceInItsCell() =>
        Vocabulary.Where(x => x.Length != 2 || char.IsLower(x[1][0]) || !x[1].EndsWith('.')).Select(x => string.Join(" | ", x))
            .ShouldBeEmpty("A row is a word and its meaning, which begins with a capital and ends with a full stop.");

    private static string[] Cells(string row) => [.. row.Trim('|').Split('|').Select(x => x.Trim())];

    private static IEnumerable<string> Crowded(IReadOnlyList<string> lines) => lines.Index()
        .Where(x => x.Item.StartsWith('#') && (!IsBlank(lines, x.Index - 1) || !IsBlank(lines, x.Index + 1)))
        .Select(x => x.Item);

    private static bool IsBlank(IReadOnlyList<string> lines, int index) =>
        index < 0 || index >= lines.Count || lines[index].Length == 0;

    /// <summary>Its lines, with those of code emptied: a comment in a script is no heading.</summary>
    private static IReadOnlyList<string> Prose(string file)
    {
        var isCode = false;
        var lines = new List<string>();
        foreach (var line in File.ReadLines(file))
        {
            var isFence = line.StartsWith("```", StringComparison.Ordinal);
            isCode ^= isFence;
            lines.Add(isFence ? line : isCode ? "" : line);
        }

        return lines;
    }
}
