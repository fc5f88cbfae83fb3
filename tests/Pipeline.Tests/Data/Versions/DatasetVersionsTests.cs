namespace Pipeline.Data.Versions;

public sealed class DatasetVersionsTests : IDisposable
{
    private readonly SomeClone _ours = new("remote");

    [Fact]
    public async Task Find_ForDataAsItsPointerSays_GivesTheVersion()
    {
        _ours.Write("loans.csv", "two");
        (await _ours.SnapshotAsync("loans.csv")).OrThrow();

        var version = await _ours.FindAsync("loans.csv");
        _ours.Write("loans.csv", "three");
        var other = await _ours.FindAsync("loans.csv");

        version.ShouldBe(new("b8a9f715dbb64fd5c56e7783c6820a61", 3, "loans.csv.dvc"));
        other.ShouldBeNull();
        _ours.Warnings.ShouldHaveSingleItem().ShouldContain("is not the version that 'loans.csv.dvc' points to");
    }

    public void Dispose() => _ours.Dispose();
}
