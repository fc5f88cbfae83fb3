using Pipeline.Core.Problems;

namespace Pipeline.Core.Checks;

public class ExpectationCatalogTests
{
    [Fact]
    public void Catalog_WithTwoOfOneName_IsACallersBug()
    {
        ICustomExpectation[] two = [new NamedExpectation("same"), new NamedExpectation("same")];

        Should.Throw<ArgumentException>(() => new ExpectationCatalog(two)).Message.ShouldContain("'same'");
    }

    [Theory]
    [InlineData("first", "")]
    [InlineData("frist", "m.yml:3: There is no custom expectation 'frist'. Did you mean 'first'?")]
    [InlineData("other", "m.yml:3: There is no custom expectation 'other'. Known here: first, last.")]
    public void Name_LookedUp_IsFoundOrAProblem(string name, string problem)
    {
        var catalog = new ExpectationCatalog(new NamedExpectation("last"), new NamedExpectation("first"));

        var found = catalog.Find(name, new SourceLocation("m.yml", 3));

        catalog.Names.ShouldBe(["first", "last"]);
        string.Concat(found.Problems).ShouldBe(problem);
    }

    [Fact]
    public void Catalog_WithoutAny_SaysWhereTheyComeFrom()
    {
        var found = ExpectationCatalog.Empty.Find("any", new SourceLocation("m.yml"));

        found.Problems.ShouldHaveSingleItem().Hint.ShouldBe(
            "The manifest's 'extensions' names the folder of a class library that has one.");
    }
}
