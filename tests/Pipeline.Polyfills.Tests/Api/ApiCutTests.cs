namespace Pipeline.Polyfills.Api;

public sealed class ApiCutTests : IDisposable
{
    private readonly string _reference = Path.Combine(Directory.CreateTempSubdirectory("cut-").FullName, "Some.Package.txt");

    public ApiCutTests() => File.WriteAllText(_reference, """
        Some.Base<T> | class
        Some.Base<T>.Held: T { get; } | property
        Some.Derived : Some.Base<int> | class [Kept]
        Some.Derived.Nested | class
        Some.DerivedOther | class

        """);

    [Fact]
    public void Cut_ByTheNameOfAType_TakesItWithItsBasesAndNothingElse()
    {
        var cut = ApiCut.Cut(_reference, ["Some.Derived"]).Split('\n');

        cut.Where(x => !x.StartsWith('#')).ShouldBe(
        [
            "Some.Base<T> | class", "Some.Base<T>.Held: T { get; } | property",
            "Some.Derived : Some.Base<int> | class [Kept]", "",
        ]);
    }

    [Fact]
    public void Cut_Always_RecordsTheDigestOfTheReference()
    {
        var before = ApiCut.Cut(_reference, ["Some.DerivedOther"]);
        File.AppendAllText(_reference, "Some.New | class\n");

        var after = ApiCut.Cut(_reference, ["Some.DerivedOther"]);

        before.ShouldContain("# SHA-256 of the reference listing: ");
        after.ShouldNotBe(before);
    }

    [Fact]
    public void Cut_ByANameThatTheReferenceLacks_IsRefused()
    {
        var refused = Should.Throw<InvalidOperationException>(() => ApiCut.Cut(_reference, ["Some.Invented"]));

        refused.Message.ShouldBe("Some.Package.txt does not list Some.Invented.");
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_reference)!, recursive: true);
}
