namespace Pipeline.Data.Versions;

public sealed class DataPointerTests : IDisposable
{
    private readonly SomeClone _clone = new();

    [Theory]
    [InlineData("loans.csv")]
    [InlineData("loans.csv.dvc")]
    public async Task Resolve_DataInTheCacheAlone_PutsItInItsPlace(string path)
    {
        _clone.Write("loans.csv", "a\n1\n");
        (await _clone.SnapshotAsync("loans.csv")).OrThrow();
        File.Delete(_clone["loans.csv"]);

        var resolved = await _clone.ResolveAsync(path);

        resolved.OrThrow().ShouldBe(_clone["loans.csv"]);
        _clone.Read("loans.csv").ShouldBe("a\n1\n");
    }

    [Fact]
    public async Task Resolve_DataThatIsThere_LeavesIt()
    {
        _clone.Write("loans.csv", "a\n1\n");
        (await _clone.SnapshotAsync("loans.csv")).OrThrow();
        _clone.Write("loans.csv", "mine");

        (await _clone.ResolveAsync("loans.csv.dvc")).OrThrow().ShouldBe(_clone["loans.csv"]);

        _clone.Read("loans.csv").ShouldBe("mine");
    }

    [Theory]
    [InlineData("loans.csv")]
    [InlineData("parts/a.csv")]
    public async Task Resolve_DataThatNobodyHas_SaysToPull(string file)
    {
        var data = file.Split('/')[0];
        _clone.Write(file, "two");
        (await _clone.SnapshotAsync(data)).OrThrow();
        File.Delete(_clone.Object("b8a9f715dbb64fd5c56e7783c6820a61"));
        if (data == file)
            File.Delete(_clone[data]);
        else
            Directory.Delete(_clone[data], recursive: true);

        var resolved = await _clone.ResolveAsync(data);

        resolved.Problems.ShouldHaveSingleItem().ToString().ShouldBe(
            $"{data}.dvc: The data '{data}' is neither here nor in the cache. Run './build.sh PullData'.");
    }

    [Fact]
    public async Task Resolve_PathWithoutPointer_ComesBackAsItIs()
    {
        (await _clone.ResolveAsync("loans.csv")).OrThrow().ShouldBe(_clone["loans.csv"]);
    }

    [Fact]
    public async Task Resolve_PointerThatIsNotThere_IsAProblem()
    {
        (await _clone.ResolveAsync("loans.csv.dvc")).Problems.ShouldHaveSingleItem().Message.ShouldBe("The data has no pointer.");
    }

    public void Dispose() => _clone.Dispose();
}
