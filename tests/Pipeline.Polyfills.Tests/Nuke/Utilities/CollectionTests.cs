using Nuke.Common.Utilities.Collections;

namespace Pipeline.Polyfills.Tests.Nuke.Utilities;

public sealed class CollectionTests
{
    [Fact]
    public void AddPair_TakesTheTextOfAnyValue()
    {
        var pairs = new Dictionary<string, string>().AddPair("AUC", "0.93").AddPair("Rows", 26049);

        pairs.ShouldBe(new Dictionary<string, string> { ["AUC"] = "0.93", ["Rows"] = "26049" });
    }

    [Fact]
    public void LookupTable_KeepsValuesInOrder()
    {
        var table = new LookupTable<string, int>(StringComparer.OrdinalIgnoreCase) { };
        table.Add("a", 1);
        table.AddRange("A", [2, 1]);

        table["a"].ShouldBe([1, 2, 1]);
        table["b"].ShouldBeEmpty();
        table.Count.ShouldBe(1);
    }

    [Fact]
    public void LookupTable_WithoutValues_DoesNotHaveTheKey()
    {
        var table = new LookupTable<string, int>();
        table.AddRange("a", [1, 1]);

        table.Remove("a", 1);

        table.Contains("a").ShouldBeFalse();
    }

    [Fact]
    public void LookupTable_AsReadOnly_IsACopy()
    {
        var table = new LookupTable<string, int>();
        table.Add("a", 1);

        var copy = table.AsReadOnly();
        table.Add("a", 2);

        copy["a"].ShouldBe([1]);
    }

    [Fact]
    public void SingleOrError_SaysTheMessage()
    {
        Should.Throw<Exception>(() => new[] { 1, 2 }.SingleOrError("just one")).Message.ShouldBe("just one");
        Should.Throw<Exception>(() => Array.Empty<int>().SingleOrError("just one")).Message.ShouldBe("just one");
        Array.Empty<string>().SingleOrDefaultOrError("none or one").ShouldBeNull();
    }
}
