using System.Text;

namespace Pipeline.Data.Sources;

public class CsvFuzzTests
{
    private const int Count = 1500;
    private const string Alphabet = "ab1,,,\"\"\n\n\r  é東😀x\t";

    [Theory]
    [InlineData(1, 16)]
    [InlineData(2, 17)]
    [InlineData(3, 64)]
    [InlineData(4, 4096)]
    public void Text_Random_IsReadAsByTheNaiveReader(int seed, int blockBytes)
    {
        var random = new Random(seed);
        var accepted = 0;

        for (var i = 0; i < Count; i++)
        {
            var text = $"h{i},k\n" + Letters(random, random.Next(60));
            accepted += IsReadAlike(text, blockBytes) ? 1 : 0;
        }

        accepted.ShouldBeGreaterThan(Count / 100);
    }

    [Theory]
    [InlineData(5, 16)]
    [InlineData(6, 31)]
    [InlineData(7, 256)]
    public void Text_MutatedFromAGoodOne_IsReadAsByTheNaiveReader(int seed, int blockBytes)
    {
        var random = new Random(seed);
        var accepted = 0;

        for (var i = 0; i < Count; i++)
            accepted += IsReadAlike(Mutate(Good(random), random), blockBytes) ? 1 : 0;

        accepted.ShouldBeInRange(Count / 4, Count - (Count / 20));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    public void Bytes_Random_AreRowsOrProblemsWithAPlace(int seed)
    {
        var random = new Random(seed);

        for (var i = 0; i < Count; i++)
        {
            var bytes = Encoding.UTF8.GetBytes("a,b\n" + Letters(random, 40));
            for (var j = random.Next(4); j >= 0; j--)
                bytes[random.Next(4, bytes.Length)] = (byte)random.Next(256);
            var read = CsvText.Read(bytes, new SourceOptions { BlockBytes = random.Next(16, 80) });

            read.Problems.ShouldAllBe(x => x.Message.EndsWith('.') && (x.Line == null || x.Line <= 50));
            read.Rows.ShouldAllBe(x => x.Count == 2);
        }
    }

    private static bool IsReadAlike(string text, int blockBytes)
    {
        var read = CsvText.Read(text, new SourceOptions { BlockBytes = blockBytes });
        var expected = NaiveCsv.Read(text);
        var isExpected = expected is not null && expected[0].TrueForAll(x => x.Length > 0)
            && expected[0].Distinct(StringComparer.Ordinal).Count() == expected[0].Count;
        (read.Problems.Count == 0).ShouldBe(isExpected, $"{string.Join('\n', read.Problems)}\n---\n{text}");
        if (isExpected)
            read.Rows.Prepend(read.Header).ShouldBe(expected!, $"---\n{text}");
        return isExpected;
    }

    private static string Good(Random random)
    {
        var columns = random.Next(1, 4);
        var rows = Enumerable.Range(0, random.Next(1, 8)).Select(_ => Enumerable.Range(0, columns).Select(_ => Value(random)));
        var end = random.Next(2) == 0 ? "\n" : "\r\n";
        var header = string.Join(',', Enumerable.Range(0, columns).Select(x => $"column {x}"));
        return header + end + string.Join(end, rows.Select(x => string.Join(',', x))) + (random.Next(2) == 0 ? end : "");
    }

    private static string Value(Random random)
    {
        var text = Letters(random, random.Next(8));
        return text.AsSpan().IndexOfAny(",\"\n\r") >= 0 || random.Next(3) == 0
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
    }

    private static string Mutate(string text, Random random)
    {
        var runes = text.EnumerateRunes().Select(x => x.ToString()).ToList();
        var position = random.Next(runes.Count);
        return random.Next(4) switch
        {
            0 => string.Concat(runes.Where((_, i) => i != position)),
            1 => string.Concat(runes.Select((x, i) => i == position ? Letters(random, 1) + x : x)),
            2 => string.Concat(runes.Take(position)),
            _ => text,
        };
    }

    private static string Letters(Random random, int count)
    {
        var runes = Alphabet.EnumerateRunes().ToArray();
        return string.Concat(Enumerable.Range(0, count).Select(_ => runes[random.Next(runes.Length)].ToString()));
    }
}
