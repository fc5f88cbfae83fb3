using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Pipeline.Data.Sources;

/// <summary>Files as a generator makes them, and mutations of these, against a reader without a thought for speed.</summary>
public class CsvPropertyTests
{
    private static readonly string[] Pieces =
        ["a", "1", ",", "\"", "\"\"", "\n", "\r\n", "\r", " ", "é", "東", "😀", "\t", "word", ""];

    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(400).WithReplay(20_260_101, 7, 50);

    private static readonly Gen<string> Text = Gen.Elements(Pieces).ListOf().Select(string.Concat);

    private static readonly Gen<string> Quoted = Text.Select(x => $"\"{x.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");

    private static readonly Gen<string> Plain = Gen.Elements("", "1", "12.5", "2024-01-01", "some words", "Köln", "?", "x'y");

    private static readonly Gen<string> Value = Gen.Frequency((4, Plain), (2, Quoted));

    private static readonly Gen<string> Document =
        from columns in Gen.Choose(1, 8)
        from rows in Gen.Choose(0, 60)
        from values in Value.ListOf(columns * rows)
        from end in Gen.Elements("\n", "\r\n")
        from last in Gen.Elements("", end)
        let lines = values.Chunk(columns).Select(x => string.Join(',', x))
        let header = string.Join(',', Enumerable.Range(0, columns).Select(x => $"c{x}"))
        select string.Join(end, lines.Prepend(header)) + last;

    private static readonly Gen<string> Mutated =
        from document in Document
        from places in Gen.Choose(0, document.Length).ListOf(3)
        from pieces in Gen.Elements(Pieces).ListOf(3)
        from isCut in Gen.Elements(true, false, false)
        let whole = places.Zip(pieces).Aggregate(document, (text, x) => text.Insert(x.First, x.Second))
        select isCut ? Runes(whole, places[0]) : whole;

    private static readonly Gen<int> BlockBytes = Gen.Elements(16, 63, 64, 65, 128, 1000, 1 << 16);

    [Fact]
    public void Document_WellFormed_IsReadAsByTheNaiveReader() => Prop.ForAll(
        Arb.From(Document), Arb.From(BlockBytes), (text, blockBytes) => IsReadAlike(text, blockBytes)).Check(Config);

    [Fact]
    public void Document_Mutated_IsReadAsByTheNaiveReaderOrRefusedByBoth() => Prop.ForAll(
        Arb.From(Mutated), Arb.From(BlockBytes), (text, blockBytes) => IsReadAlike(text, blockBytes)).Check(Config);

    [Fact]
    public void Document_AnyBlockAndAnyThreads_IsTheSameRowsAndProblems() => Prop.ForAll(
        Arb.From(Mutated),
        text =>
        {
            var whole = CsvText.Read(text);
            foreach (var blockBytes in new[] { 17, 64, 250 })
            {
                var read = CsvText.Read(text, new SourceOptions { BlockBytes = blockBytes });
                read.Problems.ShouldBe(whole.Problems);
                read.Lines.ShouldBe(whole.Lines);
                read.Rows.Select(x => string.Join('|', x)).ShouldBe(whole.Rows.Select(x => string.Join('|', x)));
            }
        }).Check(Config);

    /// <summary>Another reader of that: lines, cut at commas.</summary>
    [Fact]
    public void Document_WithoutQuotes_IsItsLinesCutAtSeparators() => Prop.ForAll(
        Arb.From(Mutated),
        Arb.From(BlockBytes),
        (text, blockBytes) =>
        {
            var plain = text.Replace("\r", "", StringComparison.Ordinal);
            var lines = plain.Split('\n').Where(x => x.Trim(' ').Length > 0)
                .Select(x => x.Split(',').Select(y => y.Trim(' ')).ToList())
                .ToList();
            var read = CsvText.Read(plain, new SourceOptions { BlockBytes = blockBytes, HasQuotes = false });
            var isWhole = lines.Count > 0 && lines[0].Count > 1 && lines.TrueForAll(x => x.Count == lines[0].Count)
                && !lines[0].Contains("") && lines[0].Distinct().Count() == lines[0].Count;
            if (lines.Count == 0 || lines[0].Count > 1)
                (read.Problems.Count == 0).ShouldBe(isWhole, string.Join('\n', read.Problems));
            if (isWhole)
                read.Rows.Prepend(read.Header).Select(x => string.Join('|', x)).ShouldBe(lines.Select(x => string.Join('|', x)));
        }).Check(Config);

    private static void IsReadAlike(string text, int blockBytes)
    {
        var read = CsvText.Read(Encoding.UTF8.GetBytes(text), new SourceOptions { BlockBytes = blockBytes });
        var expected = NaiveCsv.Read(text);
        if (expected is not null && (expected[0].Contains("") || expected[0].Distinct().Count() != expected[0].Count))
            expected = null;
        (read.Problems.Count == 0).ShouldBe(expected is not null, string.Join('\n', read.Problems));
        if (expected is not null)
            read.Rows.Prepend(read.Header).Select(x => string.Join('\0', x)).ShouldBe(expected.Select(x => string.Join('\0', x)));
    }

    /// <summary>Cut off where no character is cut in two.</summary>
    private static string Runes(string text, int length) =>
        length < text.Length && char.IsLowSurrogate(text[length]) ? text[..(length - 1)] : text[..Math.Min(length, text.Length)];
}
