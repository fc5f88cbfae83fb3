using System.Globalization;
using System.Text;
using Pipeline.Core.Documents;
using Pipeline.Statistics;

namespace Pipeline.Data.Expectations;

/// <summary>Results depend neither on how rows are dealt out nor on how much stays in memory.</summary>
public class PartitionTests
{
    private const string Section = """
        path: data.csv
        label: {column: y, positive: "1"}
        columns:
          amount: {type: number, at-most: 100, missing: {at-most: 0.01}}
          day: timestamp
          kind: {type: category, one-of: [a, b]}
        split: {by: random, seed: 1}
        columns-are: exhaustive
        expect:
        - {unique: id}
        - {unique: [kind, day], mostly: 0.1}
        - {duplicate-rows: {at-most: 0}}
        - {train-test-overlap: {at-most: 0}}
        - {not-null: [kind, note]}
        - {values: note, none-of: ["n 4", 7]}
        - {values: note, regex: "^n [1-3]"}
        - {lengths: note, at-most: 4}
        - {increasing: id, strictly: true}
        - {increasing: amount}
        - {pair: [id, amount], is: less-than}
        - {mean: amount, at-most: 0}
        - {median: amount, at-most: 0}
        - {quantile: amount, at: 0.95, at-most: 0}
        - {standard-deviation: amount, at-most: 0}
        - {sum: amount, at-most: 0}
        - {min: amount, at-least: 1000}
        - {max: amount, at-most: 0}
        - {distinct-count: amount, at-most: 0}
        - {freshness: day, at-most: 1h}
        - {label-leakage: features, at-most: 0}
        - {personal-data: undeclared}
        """;

    [Theory]
    [InlineData(1, 64, 1 << 17)]
    [InlineData(2, 64, 16)]
    [InlineData(3, 300, 100)]
    [InlineData(8, 500, 16)]
    [InlineData(8, 5000, 1 << 17)]
    public void Rows_DealtOutInAnyWay_AreJudgedAlike(int partitions, int blockBytes, int held)
    {
        using var dataset = new SomeDataset(Section, Csv(3000));
        var whole = new PartitionRun { KeepsRows = true }.Judge(dataset);
        var run = new PartitionRun
        {
            Partitions = partitions,
            BlockBytes = blockBytes,
            HeldRows = held,
            HeldNumbers = held,
            KeepsRows = true,
        };

        var parts = run.Judge(dataset);

        foreach (var (part, expected) in parts.Zip(whole))
        {
            CanonicalText(part.Result).ShouldBe(CanonicalText(expected.Result));
            CanonicalText(part.Evidence).ShouldBe(CanonicalText(expected.Evidence));
            (part.Rows?.Count ?? 0).ShouldBe(part.Evidence.Count);
        }

        whole.Count(x => x.Evidence.Count > 0).ShouldBe(14);
        (run.Spilled > 0).ShouldBe(held <= 100);
    }

    private static string CanonicalText<T>(T value) => Encoding.UTF8.GetString(CanonicalJson.Of(value));

    /// <summary>Rows with newlines in quotes and blank lines, so that lines are no row numbers.</summary>
    private static string Csv(int rows)
    {
        var (text, random) = (new StringBuilder("id,amount,day,kind,note,y\n"), new SeededRandom(7, 0));
        for (var row = 0; row < rows; row++)
        {
            var (id, amount) = (row - (random.Below(20) == 0 ? 1 : 0), random.Below(2000) - 1000);
            var note = random.Below(10) switch
            {
                0 => "\"n 1\nand more\"",
                1 => "",
                2 => "ann@example.org",
                var x => $"n {x}",
            };
            var kind = random.Below(50) == 0 ? "?" : random.Below(3) == 0 ? "a" : "b";
            text.Append(
                CultureInfo.InvariantCulture,
                $"{id},{amount / 8.0},2024-0{1 + random.Below(5)}-11,{kind},{note},{(amount > 0 ? 1 : 0)}\n");
            if (random.Below(15) == 0)
                text.Append(CultureInfo.InvariantCulture, $"-7,5,2024-01-01,a,same,{random.Below(2)}\n");
        }

        return text.ToString();
    }
}
