using ParquetSharp;
using ParquetSharp.Schema;
using Pipeline.Core.Identity;
using Pipeline.Data.Columns;
using Pipeline.Data.Sources;
using Pipeline.Models.Values;
using TimeUnit = ParquetSharp.TimeUnit;
using Encoding = System.Text.Encoding;

namespace Pipeline.Data.Parquet;

public class ParquetReaderTests
{
    [Fact]
    public void Numbers_OfEachType_AreExact()
    {
        using var files = Some(
            SomeParquet.Integers("i", 9_007_199_254_740_993, null, long.MinValue),
            SomeParquet.Of<long>("u", LogicalType.Int(64, false), PhysicalType.Int64, -1, null, 1),
            SomeParquet.Of<int>("s", LogicalType.Int(8, true), PhysicalType.Int32, -128, null, 127),
            SomeParquet.Of<int>("w", LogicalType.Int(32, false), PhysicalType.Int32, -1, null, 1),
            SomeParquet.Of<float>("f", LogicalType.None(), PhysicalType.Float, 0.1f, null, 16777216f),
            SomeParquet.Doubles("d", 0.1 + 0.2, null, 1e300),
            SomeParquet.Fixed("h", LogicalType.Float16(), 2, [0x00, 0x3E], null, [0x00, 0xBC]));

        files.Read().ShouldBe(
        [
            "i|u|s|w|f|d|h",
            "9007199254740993|18446744073709551615|-128|4294967295|0.1|0.30000000000000004|1.5",
            "<null>|<null>|<null>|<null>|<null>|<null>|<null>",
            "-9223372036854775808|1|127|1|16777216|1E+300|-1",
        ]);
    }

    [Fact]
    public void Decimals_InEachPhysicalType_KeepAllDigits()
    {
        using var files = Some(
            SomeParquet.Decimals("a", 10, 16, "99999999999999999999999999999999999999", "-1", null),
            SomeParquet.Decimals("b", 0, 16, "-99999999999999999999999999999999999999", "0", null),
            SomeParquet.Decimals("c", 2, 5, "-12345", "7", null),
            SomeParquet.Of<int>("d", LogicalType.Decimal(9, 2), PhysicalType.Int32, -5, 12345, null),
            SomeParquet.Of<long>("e", LogicalType.Decimal(18, 4), PhysicalType.Int64, long.MaxValue / 10, 0, null),
            SomeParquet.Bytes("f", LogicalType.Decimal(20, 3), [0xFF], [0x01, 0x00], null));

        files.Read().ShouldBe(
        [
            "a|b|c|d|e|f",
            "9999999999999999999999999999.9999999999|-99999999999999999999999999999999999999|-123.45|-0.05|92233720368547.7580"
                + "|-0.001",
            "-0.0000000001|0|0.07|123.45|0.0000|0.256",
            "<null>|<null>|<null>|<null>|<null>|<null>",
        ]);
    }

    [Theory]
    [InlineData(TimeUnit.Millis, true, 1_714_566_615_250, "2024-05-01T12:30:15.25Z")]
    [InlineData(TimeUnit.Millis, false, -1, "1969-12-31T23:59:59.999")]
    [InlineData(TimeUnit.Micros, true, 1_714_566_615_000_001, "2024-05-01T12:30:15.000001Z")]
    [InlineData(TimeUnit.Micros, false, 1_714_566_615_000_000, "2024-05-01T12:30:15")]
    [InlineData(TimeUnit.Nanos, true, 1_714_566_615_123_456_789, "2024-05-01T12:30:15.123456789Z")]
    [InlineData(TimeUnit.Nanos, false, -1, "1969-12-31T23:59:59.999999999")]
    [InlineData(TimeUnit.Millis, true, -62_135_596_800_000, "0001-01-01T00:00:00Z")]
    [InlineData(TimeUnit.Millis, true, 253_402_300_799_999, "9999-12-31T23:59:59.999Z")]
    public void Timestamp_OfEachUnit_IsWrittenByIso8601(TimeUnit unit, bool isUtc, long value, string expected)
    {
        using var files = Some(
            SomeParquet.Of<long>("t", LogicalType.Timestamp(isUtc, unit), PhysicalType.Int64, value, null));

        files.Read().ShouldBe(["t", expected, "<null>"]);
        TimestampText.TryParse(Encoding.UTF8.GetBytes(expected), out _).ShouldBeTrue();
    }

    [Fact]
    public void Values_OfOtherTypes_AreText()
    {
        using var files = Some(
            SomeParquet.Of<int>("day", LogicalType.Date(), PhysicalType.Int32, -1, 19_782),
            SomeParquet.Of<long>("clock", LogicalType.Time(false, TimeUnit.Micros), PhysicalType.Int64, 86_399_500_000, 0),
            SomeParquet.Of<bool>("is", LogicalType.None(), PhysicalType.Boolean, true, false),
            SomeParquet.Of<Int96>("old", LogicalType.None(), PhysicalType.Int96, new Int96(1, 0, 2_440_588), null),
            SomeParquet.Fixed("id", LogicalType.Uuid(), 16, [.. Enumerable.Range(0, 16).Select(x => (byte)x)], null),
            SomeParquet.Bytes("bare", LogicalType.None(), "é"u8.ToArray(), []),
            SomeParquet.Of<int>("none", LogicalType.Null(), PhysicalType.Int32, null, null),
            SomeParquet.Required("must", 7, 8),
            SomeParquet.Texts("text", " a,\"b\"\n", "é"));

        files.Read().ShouldBe(
        [
            "day|clock|is|old|id|bare|none|must|text",
            "1969-12-31|23:59:59.5|true|1970-01-01T00:00:00.000000001|00010203-0405-0607-0809-0a0b0c0d0e0f|é|<null>|7| a,\"b\"\n",
            "2024-02-29|00:00:00|false|<null>|<null>||<null>|8|é",
        ]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000)]
    [InlineData(int.MaxValue)]
    public void RowGroups_OfAnySize_GiveTheSameRows(int groupRows)
    {
        long?[] numbers = [.. Enumerable.Range(0, 3_000).Select(x => x % 7 == 0 ? (long?)null : x)];
        string?[] texts = [.. Enumerable.Range(0, 3_000).Select(x => x % 5 == 0 ? null : new string('x', x % 400))];
        using var files = new SomeFiles("data.parquet").With("data.parquet", SomeParquet.File(
            groupRows, x => x.DataPagesize(1_000), SomeParquet.Integers("n", numbers), SomeParquet.Texts("y", texts)));

        files.Read().Skip(1).ShouldBe(numbers.Zip(texts, (x, y) => $"{(x is null ? "<null>" : $"{x}")}|{y ?? "<null>"}"));
    }

    [Fact]
    public void Columns_Many_GiveTheSameRowsInSmallerBatches()
    {
        var columns = Enumerable.Range(0, 40).Select(at => SomeParquet.Integers(
            at == 0 ? "y" : $"x{at}", [.. Enumerable.Range(0, 2_000).Select(x => x % (at + 2) == 0 ? (long?)null : x * at)]));
        using var files = Some([.. columns]);

        var expected = Enumerable.Range(0, 2_000).Select(x => string.Join(
            '|', Enumerable.Range(0, 40).Select(at => x % (at + 2) == 0 ? "<null>" : $"{x * at}")));
        files.Read().Skip(1).ShouldBe(expected);
    }

    [Fact]
    public void Texts_LargerThanABlock_AreReadRowByRow()
    {
        string?[] texts = [.. Enumerable.Range(1, 9).Select(x => new string((char)('a' + x), x * 50_000))];
        using var files = Some(SomeParquet.Texts("a", texts), SomeParquet.Texts("y", [.. texts.Reverse()]));

        files.Read().Skip(1).ShouldBe(texts.Zip(texts.Reverse(), (x, y) => $"{x}|{y}"));
    }

    [Fact]
    public void Row_LargerThanTheLimit_IsRefused()
    {
        using var files = Some(SomeParquet.Texts("y", "a", new string('x', (16 << 20) + 1)));

        files.Read().ShouldBe(["y", "a", "data.parquet:2: The row has more than 16777216 bytes."]);
    }

    [Fact]
    public void Value_ThatMeansNothing_IsAProblemOfItsRow()
    {
        using var files = Some(
            SomeParquet.Of<long>("t", LogicalType.Timestamp(true, TimeUnit.Millis), PhysicalType.Int64, 0, long.MaxValue, 0),
            SomeParquet.Bytes("y", LogicalType.String(), "a"u8.ToArray(), "b"u8.ToArray(), [0xFF]));

        files.Read().TakeLast(2).ShouldBe(
        [
            "data.parquet:2: The value of 't' is no timestamp of UTC that is read; those of the years 1 to 9999 are.",
            "data.parquet:3: The value of 'y' is not UTF-8.",
        ]);
    }

    [Fact]
    public void Column_ThatIsNested_IsRefusedByName()
    {
        using var files = new SomeFiles("data.parquet").With("data.parquet", Nested());

        files.Read().ShouldBe(
        [
            "data.parquet: Column 'list' is a list; columns of plain values are read.",
            "data.parquet: Column 'pair' is a structure of several columns; columns of plain values are read.",
            "data.parquet: Column 'raw' is of bytes without a meaning, which is not read.",
        ]);
    }

    [Fact]
    public void File_WithoutRowsOrRowGroups_HasItsColumns()
    {
        using var files = Some(SomeParquet.Integers("x"), SomeParquet.Texts("y"));

        files.Read().ShouldBe(["x|y"]);
    }

    [Fact]
    public void Digest_OfAFile_IsOfItsBytes()
    {
        var bytes = SomeParquet.File(SomeParquet.Integers("y", 1, 2));
        using var files = new SomeFiles("data.parquet").With("data.parquet", bytes);
        using var source = files.Request.Open().OrThrow();
        var batch = new ColumnBatch();
        while (source.Next(batch))
            batch.RowCount.ShouldBe(2);

        source.Finish().ShouldBe(Digest.OfBytes(bytes));

        source.Size.ShouldBe(bytes.Length);
    }

    [Fact]
    public void Format_OfAFileWithAnotherName_IsStated()
    {
        var bytes = SomeParquet.File(SomeParquet.Integers("y", 1));
        using var stated = new SomeFiles("data.bin", ", format: parquet").With("data.bin", bytes);
        using var guessed = new SomeFiles("data.bin").With("data.bin", bytes);

        stated.Read().ShouldBe(["y", "1"]);
        guessed.Read().ShouldHaveSingleItem().ShouldEndWith(
            "The file is a Parquet file; CSV in UTF-8 is read. "
                + "'format: parquet' reads it, and a name that ends with '.parquet' does too.");
    }

    private static SomeFiles Some(params SomeColumn[] columns) =>
        new SomeFiles("data.parquet").With("data.parquet", SomeParquet.File(columns));

    private static byte[] Nested()
    {
        using var element = new PrimitiveNode("element", Repetition.Optional, LogicalType.None(), PhysicalType.Int64, -1);
        using var items = new GroupNode("list", Repetition.Repeated, [element]);
        using var list = new GroupNode("list", Repetition.Optional, [items], LogicalType.List());
        using var left = new PrimitiveNode("left", Repetition.Optional, LogicalType.None(), PhysicalType.Int64, -1);
        using var pair = new GroupNode("pair", Repetition.Optional, [left]);
        using var raw = new PrimitiveNode("raw", Repetition.Optional, LogicalType.None(), PhysicalType.FixedLenByteArray, 3);
        using var root = new GroupNode("schema", Repetition.Required, [list, pair, raw]);
        using var stream = new MemoryStream();
        using var builder = new WriterPropertiesBuilder();
        using (var writer = new ParquetFileWriter(new ParquetSharp.IO.ManagedOutputStream(stream), root, builder.Build()))
            writer.Close();
        return stream.ToArray();
    }
}
