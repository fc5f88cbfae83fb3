using Pipeline.Data.Columns;
using System.Text;
using Pipeline.Core.Identity;

namespace Pipeline.Data.Sources;

public class CsvReaderTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", "1|2")]
    [InlineData("a,b\r\n1,2\r\n", "1|2")]
    [InlineData("a,b\n1,2", "1|2")]
    [InlineData("\uFEFFa,b\n1,2", "1|2")]
    [InlineData("a, b\n1, 2 ", "1|2")]
    [InlineData("a,b\n\"1\",\"2\"", "1|2")]
    [InlineData("a,b\n \"1\" , \"2\" ", "1|2")]
    [InlineData("a,b\n\" 1 \",2", " 1 |2")]
    [InlineData("a,b\n\"x,y\",2", "x,y|2")]
    [InlineData("a,b\n\"x\ny\",2", "x\ny|2")]
    [InlineData("a,b\n\"x\r\ny\",2", "x\r\ny|2")]
    [InlineData("a,b\n\"say \"\"yes\"\"\",2", "say \"yes\"|2")]
    [InlineData("a,b\n\"\"\"\",\"\"", "\"|")]
    [InlineData("a,b\n5\" pipe,2", "5\" pipe|2")]
    [InlineData("a,b\n,", "|")]
    [InlineData("a,b\n\n1,2\n\n", "1|2")]
    [InlineData("a,b\nKöln,東京", "Köln|東京")]
    public void Row_AnyNotation_IsItsValues(string text, string expected)
    {
        var read = CsvText.Read(text);

        read.Problems.ShouldBeEmpty();
        read.Header.ShouldBe(["a", "b"]);
        read.Rows.ShouldHaveSingleItem().ShouldBe(expected.Split('|'));
    }

    [Fact]
    public void Row_OneColumn_MayBeAnEmptyLine()
    {
        var read = CsvText.Read("a\n1\n\n3\n");

        read.Rows.Select(x => x[0]).ShouldBe(["1", "", "3"]);
    }

    [Fact]
    public void Lines_WithBreaksInValues_AreThoseOfTheFile()
    {
        var read = CsvText.Read("a,b\n\"x\n\ny\",2\n\n3,4\n5,6");

        read.Lines.ShouldBe([2, 6, 7]);
    }

    [Theory]
    [InlineData("", "data.csv: The file is empty; a header and rows are expected.")]
    [InlineData("\n\n", "data.csv: The file has no header: it holds no line with text.")]
    [InlineData("a,b,a\n1,2,3", "data.csv:1:5: Columns 1 and 3 have the same name 'a'. Rename one.")]
    [InlineData("a,,b\n1,2,3", "data.csv:1:3: Column 2 has no name.")]
    [InlineData(
        ",a,b\n0,1,2",
        "data.csv:1:1: Column 1 has no name. It may be the index that pandas writes: to_csv(..., index=False) leaves it out.")]
    [InlineData("a,b,\n1,2", "data.csv:1:5: Column 3 has no name. The header may end with a separator too many.")]
    [InlineData("a,b\n1\n", "data.csv:2: The row has 1 value; the header has 2 names.")]
    [InlineData("a,b\n1,2\n\n1,2,3", "data.csv:4: The row has 3 values; the header has 2 names.")]
    [InlineData("a,b\n1,é\"\n2,\"x\n3,4\n", "data.csv:3:3: The quote that opens here is never closed.")]
    [InlineData(
        "a,b\n\"x\ny\",\"é\"z\n1,2",
        "data.csv:3:7: Text follows a closing quote; a separator or the end of the line is accepted. "
            + "Within quotes, a quote is written twice.")]
    [InlineData(
        "a,b\r1,2\r",
        "data.csv:1:4: A carriage return stands alone; a line ends with LF or CR LF. Within a value, quote it.")]
    [InlineData("a,b\n1,\0\n", "data.csv: The file is binary: byte 6 is zero; CSV in UTF-8 is read.")]
    [InlineData("PK\u0003\u0004", "data.csv: The file is a zip archive or an Excel workbook; CSV in UTF-8 is read.")]
    public void File_Wrong_SaysWhatAndWhere(string text, string expected)
    {
        var read = CsvText.Read(text);

        read.Problems.ShouldHaveSingleItem().ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("a,b\n\"1,2\n", "\"1|2")]
    [InlineData("a,b\n1\",2\"\r\n", "1\"|2\"")]
    [InlineData("a,b\n\"x\" y, \"\"\n", "\"x\" y|\"\"")]
    public void Quote_WhereNoneMeansAnything_IsACharacter(string text, string expected)
    {
        var read = CsvText.Read(text, new SourceOptions { HasQuotes = false });

        read.Problems.ShouldBeEmpty();
        read.Rows.ShouldHaveSingleItem().ShouldBe(expected.Split('|'));
    }

    [Fact]
    public void Header_OfSeparatorsAlone_IsCountedAndRefused()
    {
        var read = CsvText.Read("a" + new string(',', 20_000) + "\n1");

        read.Problems.ShouldHaveSingleItem().ToString()
            .ShouldBe("data.csv:1: The header has 20001 names; at most 10000 are read.");
    }

    [Fact]
    public void Row_OfSeparatorsAlone_IsCountedAndRefused()
    {
        var read = CsvText.Read("a,b\n1,2\n" + new string(',', 100_000) + "\n3,4\n");

        read.Rows.Select(x => x[0]).ShouldBe(["1", "3"]);
        read.Problems.ShouldHaveSingleItem().Message.ShouldBe("The row has 100001 values; the header has 2 names.");
    }

    [Fact]
    public void File_InLatin1_NamesTheByteAndItsPlace()
    {
        var read = CsvText.Read(Encoding.Latin1.GetBytes("city,n\nBonn,1\nKöln,2\n"));

        read.Problems.ShouldHaveSingleItem().ToString()
            .ShouldBe("data.csv:3:2: The byte 0xF6 is not UTF-8 here. Save the file in UTF-8.");
    }

    [Fact]
    public void File_WrongThroughout_IsReadNoFurtherThanPeopleRead()
    {
        var read = CsvText.Read("a,b\n" + string.Concat(Enumerable.Repeat("1\n", 1000)));

        read.Problems.Count.ShouldBe(21);
        read.Problems[^1].Message.ShouldBe("There are more than 20 problems; the rest was not read.");
    }

    [Fact]
    public void Row_AfterABrokenOne_IsRead()
    {
        var read = CsvText.Read("a,b\n\"1\"x,2\n3,4\n5\n6,7", new SourceOptions { BlockBytes = 16 });

        read.Rows.Select(x => x[0]).ShouldBe(["3", "6"]);
        read.Problems.Select(x => x.Line).ShouldBe([2, 4]);
    }

    [Fact]
    public void Row_LongerThanTheLimit_NamesTheLineItBeginsOn()
    {
        var text = "a,b\n1,2\n3,\"" + new string('x', 5000);

        var read = CsvText.Read(text, new SourceOptions { BlockBytes = 16, MostRowBytes = 1000 });

        read.Problems.ShouldHaveSingleItem().ToString()
            .ShouldBe("data.csv:3: The row that begins here has more than 1000 bytes. A closing quote may be missing.");
    }

    [Fact]
    public void Digest_OfABrokenFile_IsOfAllItsBytes()
    {
        var bytes = Encoding.UTF8.GetBytes("a,b\n\"1\"x,2\0\n" + new string('y', 5000));
        var options = new SourceOptions { BlockBytes = 16 };
        using var reader = CsvReader.Open(ByteSource.Open(new MemoryStream(bytes)), "data.csv", options);

        var digest = reader.Finish();

        digest.ShouldBe(Digest.OfBytes(bytes));
    }

    [Fact]
    public void Separator_Another_IsOptional()
    {
        var read = CsvText.Read("a\tb\n1,5\t \"x\"", new SourceOptions { Separator = '\t' });

        read.Rows.ShouldHaveSingleItem().ShouldBe(["1,5", "x"]);
    }

    [Fact]
    public void Memory_OfALongFile_IsThatOfABlock()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var reader = CsvReader.Open(ByteSource.Open(new EndlessRows(20 << 20)), "data.csv", new SourceOptions());
        var batch = new ColumnBatch();

        while (reader.Read(batch) && batch.Problems.Problems.Count == 0)
            batch.Text(batch.RowCount - 1, 2).Length.ShouldBe(13);

        reader.RowCount.ShouldBeGreaterThan(500_000);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4 << 20);
    }
}
