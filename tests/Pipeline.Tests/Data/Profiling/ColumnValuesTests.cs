using System.Text;
using Pipeline.Data.Sources;
using Pipeline.Models.Values;
using Pipeline.Statistics;

namespace Pipeline.Data.Profiling;

public class ColumnValuesTests
{
    private const string Csv =
        "a,b\n1,x\n?,seventeen letters\n-0.25,\"of \"\"quotes\"\"\"\nsixteen bytes ha,\nNA,é\nüber,?x\n7,last\n";

    private static readonly MissingMarkers Markers = new(["", "?", "NA"]);

    [Theory]
    [InlineData(0, new[] { "1", "-0.25", "sixteen bytes ha", "über", "7" }, new[] { 0, 2, 3, 5, 6 })]
    [InlineData(1, new[] { "x", "seventeen letters", "of \"quotes\"", "é", "?x", "last" }, new[] { 0, 1, 2, 4, 5, 6 })]
    public void Values_OfAColumn_AreThoseThatAreThere(int column, string[] expected, int[] rows)
    {
        var values = Some(column);

        Enumerable.Range(0, values.Count).Select(x => Encoding.UTF8.GetString(values[x])).ShouldBe(expected);
        values.Rows.ToArray().ShouldBe(rows);
        values.Missing.ShouldBe(7 - expected.Length);
        values.Hash().ToArray().ShouldBe(expected.Select(x => StableHash.Of(Encoding.UTF8.GetBytes(x))));
        values.Heads.ToArray().ShouldBe(expected.Select(x => ValueHead.Of(Encoding.UTF8.GetBytes(x))));
        var lengths = values.Lengths();
        (lengths.Count, lengths.Sum).ShouldBe((expected.Length, expected.Sum(x => x.Length)));
        (lengths.Min, lengths.Max).ShouldBe((expected.Min(x => x.Length), expected.Max(x => x.Length)));
    }

    [Fact]
    public void Number_OfAValue_IsReadFromItsHeadOrInFull()
    {
        var values = Some(0);

        values.TryNumber(1, out var number).ShouldBeTrue();
        number.ShouldBe(-0.25);
        values.TryNumber(2, out _).ShouldBeFalse();
    }

    private static ColumnValues Some(int column)
    {
        using var reader = CsvReader.Open(
            ByteSource.Open(new MemoryStream(Encoding.UTF8.GetBytes(Csv))), "some.csv", new SourceOptions());
        var batch = new RecordBatch();
        reader.Read(batch).ShouldBeTrue();
        var values = new ColumnValues();
        values.Fill(new ColumnView(column, Markers), batch);
        return values;
    }
}
