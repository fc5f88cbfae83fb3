using Pipeline.Core.Checks;
using Pipeline.Testing;

namespace Pipeline.Core.Extensions;

public class ExtensionLibraryTests
{
    [Fact]
    public void Library_NotThere_IsAProblem()
    {
        using var folder = new TemporaryFolder();

        var problems = ExtensionLibrary.Load(folder["none.dll"]).Problems;

        problems.ShouldHaveSingleItem().Message.ShouldBe("There is no such assembly.");
    }

    [Fact]
    public void Library_ThatIsNoAssembly_IsAProblem()
    {
        using var folder = new TemporaryFolder();
        folder.Write("text.dll", "This is a text.");

        var problems = ExtensionLibrary.Load(folder["text.dll"]).Problems;

        problems.ShouldHaveSingleItem().Message.ShouldBe("The file is no .NET assembly.");
    }

    [Fact]
    public void Class_ThatCannotBeMade_IsAProblem()
    {
        var library = ExtensionLibrary.Load(TeamLibrary.Path).OrThrow();

        var problems = library.Create<IRowTest>().Problems;

        problems.ShouldHaveSingleItem().Message.ShouldBe(
            "'BankExpectations.IbanTest' has no public constructor without parameters.");
    }

    [Fact]
    public void Classes_OfAKind_AreMadeInTheOrderOfTheirNames()
    {
        var library = ExtensionLibrary.Load(TeamLibrary.Path).OrThrow();

        var expectations = library.Create<ICustomExpectation>().OrThrow();

        expectations.Select(x => x.Name).ShouldBe(["iban-checksum", "own-fault"]);
    }
}
