using System.Text;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;
using Pipeline.Models.Values;
using Pipeline.Statistics;

namespace Pipeline.Data.Columns;

public class ColumnVectorTests
{
    private const string Csv =
        "a,b\n1,x\n?,seventeen letters\n-0.25,\"of \"\"quotes\"\"\"\nsixteen bytes ha,\nNA,é\nüber,?x\n7,last\n";

    private static readonly MissingMarkers Markers = new(["", "?", "NA"]);

    [Theory]
    [InlineData(0, new[] { "1", "-0.25", "sixteen bytes ha", "über", "7" }, new[] { 0, 2, 3, 5, 6 })]
    [InlineData(1, new[] { "x", "seventeen letters", "of \"quotes\"", "é", "?x", "last" }, new[] { 0, 1, 2, 4, 5, 6 })]
    public void Values_OfAColumn_AreThoseThatAreThere(int column, string[] expected, int[] rows)
    {
        var values = Some(Csv).Column(new ColumnView(column, Markers));

        Texts(values).ShouldBe(expected);
        values.Rows.ToArray().ShouldBe(rows);
        values.Missing.ShouldBe(7 - expected.Length);
        values.Hashes().ToArray().ShouldBe(expected.Select(x => StableHash.Of(Encoding.UTF8.GetBytes(x))));
        values.Texts().Heads.ToArray().ShouldBe(expected.Select(x => ValueHead.Of(Encoding.UTF8.GetBytes(x))));
        values.Texts().Lengths.ToArray().ShouldBe(expected.Select(Encoding.UTF8.GetByteCount));
        Enumerable.Range(0, 7).Select(values.IndexOf).Where(x => x >= 0).ShouldBe(Enumerable.Range(0, expected.Length));
    }

    [Fact]
    public void Numbers_OfAColumn_AreReadFromHeadsOrInFull()
    {
        var values = Some(Csv).Column(new ColumnView(0, Markers));

        values.Numbers().ToArray().ShouldBe([1, -0.25, double.NaN, double.NaN, 7]);
        values.AreNumbers.ShouldBeFalse();
        values.AreExact.ShouldBeFalse();
    }

    [Fact]
    public void Vectors_OfOneBatch_KeepWhatTheyAreWhileOthersAreAsked()
    {
        var batch = Some(Csv);
        var first = batch.Column(new ColumnView(0, Markers));
        var numbers = first.Numbers();
        var second = batch.Column(new ColumnView(1, Markers));

        second.Hashes().Length.ShouldBe(6);
        batch.Column(new ColumnView(0, Markers)).ShouldBeSameAs(first);
        (first.Numbers() == numbers).ShouldBeTrue();
        Texts(first).ShouldBe(["1", "-0.25", "sixteen bytes ha", "über", "7"]);
        Texts(second)[2].ShouldBe("of \"quotes\"");
    }

    [Fact]
    public void Moments_OfAColumn_HaveNanoseconds()
    {
        var values = Some("a\n2024-05-01T12:30:15.123456789Z\n2024-05-01\nnone\n?\n").Column(new ColumnView(0, Markers));

        values.Moments().ToArray().ShouldBe(
        [
            new Moment(new DateTime(2024, 5, 1, 12, 30, 15, DateTimeKind.Utc).Ticks + 1_234_567, 89),
            new Moment(new DateTime(2024, 5, 1, 0, 0, 0, DateTimeKind.Utc).Ticks),
            Moment.None,
        ]);
    }

    [Theory]
    [InlineData(ValueKind.AsRead, new[] { "-0999", "7" }, new[] { 1, 2 })]
    [InlineData(ValueKind.Number, new[] { "7" }, new int[0])]
    [InlineData(ValueKind.Text, new[] { "-999.0", "-9.99e2", "-0999", "7" }, new int[0])]
    internal void Markers_ThatAreNumbers_AreKnownByTheKindOfTheColumn(ValueKind kind, string[] expected, int[] respelled)
    {
        var view = new ColumnView(0, new MissingMarkers(["", "-999"])) { Kind = kind };
        var values = Some("a\n-999\n-999.0\n-9.99e2\n-0999\n7\n").Column(view);

        Texts(values).ShouldBe(expected);
        values.Respelled.ToArray().ShouldBe(respelled);
    }

    private static string[] Texts(ColumnVector values) =>
        [.. Enumerable.Range(0, values.Count).Select(x => Encoding.UTF8.GetString(values[x]))];

    private static ColumnBatch Some(string csv)
    {
        using var reader = CsvReader.Open(
            ByteSource.Open(new MemoryStream(Encoding.UTF8.GetBytes(csv))), "some.csv", new SourceOptions());
        var batch = new ColumnBatch();
        reader.Read(batch).ShouldBeTrue();
        return batch;
    }
}
