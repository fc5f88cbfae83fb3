using System.Text;

namespace Pipeline.Data.Versions;

public sealed class DirectoryListingTests
{
    [Theory]
    [InlineData(
        "de7371b0119f4f75f9de703c7c3bac16 cat.jpeg 402e97968614f583ece3b35555971f64 index.jpeg",
        "6fdb5336fce0dbfd669f83065f107551.dir")]
    [InlineData("26ab0db90d72e28ad0ba1e22ee510510 data2", "ad8b0ddcf133a6e5833002ce28f97c5a.dir")]
    public void Id_OfTheListingsInDvcsDocumentation_IsTheirs(string files, string id)
    {
        var listing = new DirectoryListing(files.Split(' ').Chunk(2).Select(x => new ListedFile(x[1], ObjectId.Parse(x[0]))));

        listing.Id.ToString().ShouldBe(id);
    }

    [Fact]
    public void Bytes_OfUnusualNames_AreEscapedAndOrderedAsPythonDoes()
    {
        var md5 = ObjectId.Parse(new string('0', 32));
        string[] paths = ["\U0001F600", "\uFF5E", "b", "a/ü", "a b", "a"];

        var listing = new DirectoryListing(paths.Select(x => new ListedFile(x, md5)));

        listing.Files.Select(x => x.Path).ShouldBe(["a", "a b", "a/ü", "b", "\uFF5E", "\U0001F600"]);
        var text = Encoding.ASCII.GetString(listing.Bytes);
        text.ShouldContain("\"a/\\u00fc\"");
        text.ShouldEndWith("\"relpath\": \"\\ud83d\\ude00\"}]");
    }

    [Theory]
    [InlineData("../a", "not plain")]
    [InlineData("/etc/passwd", "not plain")]
    [InlineData("a//b", "not plain")]
    [InlineData("a/./b", "not plain")]
    [InlineData("a\\\\..\\\\b", "not plain")]
    [InlineData("C:/a", "not plain")]
    [InlineData("a\\nb", "not plain")]
    [InlineData("", "not plain")]
    [InlineData("sub/.git/hooks/post-checkout", "goes into '.git'")]
    [InlineData(".DVC/config", "goes into '.DVC'")]
    public void Read_PathThatIsNoData_IsRefused(string relpath, string reason)
    {
        var read = DirectoryListing.Read(Json($"{{\"md5\": \"{new string('a', 32)}\", \"relpath\": \"{relpath}\"}}"), "x.dir");

        read.Problems.ShouldHaveSingleItem().Message.ShouldContain(reason);
    }

    [Theory]
    [InlineData("{\"md5\": \"aa\", \"relpath\": \"a\"}", "The 'md5' of 'a' is 'aa'")]
    [InlineData("{\"md5\": null, \"relpath\": \"a\"}", "The 'md5' of 'a' is ''")]
    [InlineData("{\"md5\": \"ad8b0ddcf133a6e5833002ce28f97c5a.dir\", \"relpath\": \"a\"}", "The 'md5' of 'a'")]
    [InlineData("{\"md5\": \"ad8b0ddcf133a6e5833002ce28f97c5a\"}", "An entry has no 'relpath'.")]
    [InlineData("null", "An entry has no 'relpath'.")]
    [InlineData("7", "is not")]
    public void Read_EntryThatIsNone_IsRefused(string entry, string reason)
    {
        var read = DirectoryListing.Read(Json(entry), "x.dir");

        read.Problems.ShouldHaveSingleItem().Message.ShouldContain(reason);
    }

    [Theory]
    [InlineData("a", "a", "'a' is listed twice.")]
    [InlineData("a", "a/b", "'a' is listed as a file and as a folder.")]
    public void Read_PathsThatClash_AreRefused(string first, string second, string reason)
    {
        var entries = new[] { first, second }.Select(x => $"{{\"md5\": \"{new string('a', 32)}\", \"relpath\": \"{x}\"}}");

        var read = DirectoryListing.Read(Json(string.Join(", ", entries)), "x.dir");

        read.Problems.ShouldHaveSingleItem().Message.ShouldBe(reason);
    }

    private static byte[] Json(string entries) => Encoding.UTF8.GetBytes($"[{entries}]");
}
