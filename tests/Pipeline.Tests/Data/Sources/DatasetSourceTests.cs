using Pipeline.Data.Columns;
using System.Text;
using Pipeline.Core.Identity;

namespace Pipeline.Data.Sources;

public class DatasetSourceTests
{
    [Fact]
    public void Folder_WithFilesOfOneKind_IsTheirRowsInOrder()
    {
        using var files = new SomeFiles("parts")
            .With("parts/b.csv", "x,y\n3,4\n").With("parts/a.csv", "x,y\n1,2")
            .With("parts/sub/c.csv.gz", SomeFiles.Pack("x,y\n5,6\n"))
            .With("parts/_SUCCESS", "").With("parts/.hidden.csv", "x,y\n7,8\n").With("parts/README.md", "no data");

        files.Read().ShouldBe(["x|y", "1|2", "3|4", "5|6"]);
    }

    [Theory]
    [InlineData("parts/*.csv", "1|2,3|4")]
    [InlineData("parts/**/*.csv", "1|2,3|4,5|6")]
    [InlineData("**/?.csv", "1|2,3|4,5|6")]
    [InlineData("pa*/a.csv", "1|2")]
    public void Pattern_Any_IsTheFilesItMatches(string pattern, string rows)
    {
        using var files = new SomeFiles(pattern)
            .With("parts/a.csv", "x,y\n1,2\n").With("parts/b.csv", "x,y\n3,4\n").With("parts/sub/c.csv", "x,y\n5,6\n")
            .With("parts/d.tsv", "x\ty\n7\t8\n");

        files.Read().ShouldBe(["x|y", .. rows.Split(',')]);
    }

    [Theory]
    [InlineData("x,z\n3,4\n", "b.csv:1: Column 2 is 'z', and 'y' in 'a.csv'.")]
    [InlineData("x,y,z\n3,4,5\n", "b.csv:1: Column 3 is 'z', and not there in 'a.csv'.")]
    [InlineData("x\n3\n", "b.csv:1: Column 2 is not there, and 'y' in 'a.csv'.")]
    public void Files_WithOtherColumns_AreRefusedAtTheFirstThatDiffers(string second, string expected)
    {
        using var files = new SomeFiles("*.csv").With("a.csv", "x,y\n1,2\n").With("b.csv", second);

        files.Read()[^1].ShouldBe(expected + " Files of one dataset have the same columns in the same order.");
    }

    [Fact]
    public void Digest_OfSeveralFiles_IsOfTheirPathsAndDigests()
    {
        using var files = new SomeFiles("*.csv").With("b.csv", "x,y\n3,4\n").With("a.csv", "x,y\n1,2\n");
        using var source = files.Request.Open().OrThrow();
        var batch = new ColumnBatch();
        while (source.Next(batch))
            source.RowCount.ShouldBeInRange(1, 2);

        var digest = source.Finish();

        var (a, b) = (Digest.OfBytes("x,y\n1,2\n"u8.ToArray()), Digest.OfBytes("x,y\n3,4\n"u8.ToArray()));
        digest.ShouldBe(Digest.OfBytes(Encoding.UTF8.GetBytes($$"""{"a.csv":"{{a}}","b.csv":"{{b}}"}""")));
        source.Files.ShouldBe(["a.csv", "b.csv"]);
        source.Size.ShouldBe(source.TotalBytes);
    }

    [Fact]
    public void Digest_OfAPackedFile_IsOfTheArchive()
    {
        var packed = SomeFiles.Pack("x,y\n1,2\n");
        using var files = new SomeFiles("data.csv.gz").With("data.csv.gz", packed);
        using var source = files.Request.Open().OrThrow();
        source.Next(new ColumnBatch()).ShouldBeTrue();

        source.Finish().ShouldBe(Digest.OfBytes(packed));
    }

    [Fact]
    public void Archive_OfSeveralMembers_IsReadThroughout()
    {
        byte[] packed = [.. SomeFiles.Pack("x,y\n1,2\n"), .. SomeFiles.Pack("3,4\n")];
        using var files = new SomeFiles("data.csv.gz").With("data.csv.gz", packed);

        files.Read().ShouldBe(["x|y", "1|2", "3|4"]);
    }

    [Fact]
    public void Archive_ThatEndsEarly_IsAProblemWithTheFile()
    {
        var text = "x,y\n" + string.Concat(Enumerable.Range(0, 100_000).Select(x => $"{x},{x * 7919 % 1000}\n"));
        var packed = SomeFiles.Pack(text);
        using var files = new SomeFiles("data.csv.gz").With("data.csv.gz", packed[..(packed.Length / 2)]);

        files.Read()[^1].ShouldStartWith("data.csv.gz: The gzip archive is damaged or ends early, within ");
    }

    [Fact]
    public void Path_WithTypo_AsksForTheNearestFile()
    {
        using var files = new SomeFiles("lones.csv").With("loans.csv", "x,y\n");

        files.Read().ShouldHaveSingleItem()
            .ShouldBe("model.yml:6:14: There is no file 'lones.csv'. Did you mean 'loans.csv'?");
    }

    [Theory]
    [InlineData("x\ty\n1\t2", "x|y,1|2")]
    [InlineData("x;y\n1,5;2", "x|y,1.5|2")]
    [InlineData("x|y\n1|2", "x|y,1|2")]
    public void Separator_Unstated_IsFound(string text, string expected)
    {
        using var files = new SomeFiles("data.txt").With("data.txt", text);

        files.Read().Select(x => x.Replace(',', '.')).ShouldBe(expected.Split(','));
    }

    [Theory]
    [InlineData("1,2\n3,4", "", "column_1|column_2,1|2,3|4")]
    [InlineData("a,2\nb,4", "", "column_1|column_2,a|2,b|4")]
    [InlineData("a,b\nc,d", "", "a|b,c|d")]
    [InlineData("a,b\nc,d", ", format: {header: false}", "column_1|column_2,a|b,c|d")]
    [InlineData("1,y\n2,3", "", "1|y,2|3")]
    [InlineData("1,2\n2,3", ", format: {header: true}", "1|2,2|3")]
    public void Header_StatedOrNot_IsFound(string text, string more, string expected)
    {
        using var files = new SomeFiles(more: more).With("data.csv", text);

        files.Read().ShouldBe(expected.Split(','));
    }

    [Fact]
    public void Files_MoreThanPlacesCanTell_AreAProblem()
    {
        using var files = new SomeFiles("parts");
        for (var i = 0; i < 16_385; i++)
            files.With($"parts/{i}.csv", "");

        files.Read().ShouldHaveSingleItem().ShouldBe(
            "model.yml:6:14: 'parts' is 16385 files; at most 16384 are read as one dataset. Join some of them.");
    }

    [Fact]
    public void Lines_MoreThanPlacesCanTell_AreAProblemAndNobodySeesThem()
    {
        using var files = new SomeFiles().With("data.csv", "x,y\n1,2\n");
        using var source = files.Request.Open().OrThrow();
        var batch = new ColumnBatch();
        batch.Records.File = "data.csv";
        batch.Records.Begin(1L << 34);
        batch.Records.Commit();

        source.Accept(batch);

        batch.RowCount.ShouldBe(0);
        source.Take(new ColumnBatch()).ShouldBeNull();
        source.Problems.ShouldHaveSingleItem().ToString().ShouldBe(
            "data.csv: The file has more than 17179869183 lines. Divide it into several files.");
    }

    [Fact]
    public void Line_BeyondTwoBillions_IsNamed() =>
        RecordBatch.LocateLine("data.csv", 5_000_000_000).ToString().ShouldBe("data.csv:5000000000");

    [Fact]
    public void Bytes_ThatAreNotUtf8_AreNamedLineByLine()
    {
        using var files = new SomeFiles().With("data.csv", Encoding.Latin1.GetBytes("x,y\né,1\nok,2\nü,3\n"));

        files.Read().Where(x => x.Contains("UTF-8")).ShouldBe(
        [
            "data.csv:2:1: The byte 0xE9 is not UTF-8 here. Save the file in UTF-8.",
            "data.csv:4:1: The byte 0xFC is not UTF-8 here. Save the file in UTF-8.",
        ]);
    }
}
