using System.Runtime.Versioning;
using Pipeline.Testing;

namespace Pipeline.Data.Sources;

[UnsupportedOSPlatform("windows")]
public sealed class DataFilesTests : IDisposable
{
    private const string Copies =
        " Put the files themselves there; DVC does so with 'dvc config cache.type copy' and 'dvc checkout --relink'.";

    private readonly TemporaryFolder _folder = new();

    public DataFilesTests()
    {
        _folder.Write("data/a.csv", "x\n1\n");
        _folder.Write("store/b.csv", "x\n2\n");
    }

    [Theory]
    [InlineData("data")]
    [InlineData("data/*.csv")]
    [InlineData("data/**/b.csv")]
    public void Find_LinkAmongTheFiles_IsRefusedByName(string path)
    {
        Link("data/b.csv", "../store/b.csv");

        Refusal(path).ShouldBe(
            "'data/b.csv' is a symbolic link; the files of a folder are read where they lie, and links are not followed."
            + Copies);
    }

    [Theory]
    [InlineData("data")]
    [InlineData("data/**/*.csv")]
    [InlineData("data/*/b.csv")]
    public void Find_LinkedSubfolder_IsRefusedByName(string path)
    {
        Link("data/sub", "../store");

        Refusal(path).ShouldStartWith("'data/sub' is a symbolic link;");
    }

    [Fact]
    public void Find_LinksAlone_SaysThatTheyAreThere()
    {
        File.Delete(_folder["data/a.csv"]);
        Link("data/a.csv", "../store/b.csv");
        Link("data/b.csv", "../store/gone.csv");

        Refusal("data").ShouldStartWith("'data/a.csv' is a symbolic link, and 1 more are;");
    }

    [Theory]
    [InlineData("data/*.csv", "sub")]
    [InlineData("data/a.*", "b.csv")]
    [InlineData("data", "README.md")]
    [InlineData("data", "_b.csv")]
    [InlineData("data", ".cache")]
    public void Find_LinkThatIsNoPartOfIt_IsLeftAlone(string path, string link)
    {
        Link("data/" + link, link.Contains('.', StringComparison.Ordinal) ? "../store/b.csv" : "../store");

        DataFiles.Find(_folder.Path, path).OrThrow().ShouldBe([_folder["data", "a.csv"]]);
    }

    [Theory]
    [InlineData("d.csv", "gone.csv")]
    [InlineData("d.csv", "d.csv")]
    public void Find_LinkToNothing_SaysSo(string link, string target)
    {
        Link(link, target);

        Refusal("d.csv").ShouldBe($"'d.csv' is a symbolic link to '{target}', where nothing is.");
    }

    [Fact]
    public void Find_TheOneFileIsALink_IsRead()
    {
        Link("d.csv", "store/b.csv");

        DataFiles.Find(_folder.Path, "d.csv").OrThrow().ShouldBe([_folder["d.csv"]]);
    }

    [Theory]
    [InlineData("data", "data", null)]
    [InlineData("data/*.csv", "data", "*.csv")]
    [InlineData("data/x?/**/b.csv", "data", "x?/**/b.csv")]
    [InlineData("gone/b.csv", "gone/b.csv", null)]
    public void SplitPattern_Any_EndsAtTheFirstPattern(string path, string before, string? pattern)
    {
        DataFiles.SplitPattern(_folder[path]).ShouldBe((_folder[before], pattern));
    }

    public void Dispose() => _folder.Dispose();

    private void Link(string path, string target) => File.CreateSymbolicLink(_folder[path], target);

    private string Refusal(string path)
    {
        var problem = DataFiles.Find(_folder.Path, path).Problems.ShouldHaveSingleItem();
        return problem.Hint is null ? problem.Message : $"{problem.Message} {problem.Hint}";
    }
}
