using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
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
    public void Library_OfAnotherToolkit_IsAProblemThatNamesBothVersions()
    {
        using var folder = new TemporaryFolder();
        WriteAssembly(folder["Parts.dll"], "Pipeline.Core", new Version(0, 1, 7, 0));

        var problem = ExtensionLibrary.Load(folder["Parts.dll"]).Problems.ShouldHaveSingleItem();

        var version = typeof(ExtensionLibrary).Assembly.GetName().Version!.ToString(3);
        problem.Message.ShouldBe($"The assembly was compiled against Pipeline.Core 0.1.7, and this toolkit has {version}.");
        problem.Hint.ShouldBe("Make both one version in Directory.Packages.props.");
    }

    [Fact]
    public void Library_OfATeamWhoseNameBeginsLikeTheToolkits_IsLoaded()
    {
        using var folder = new TemporaryFolder();
        WriteAssembly(folder["Parts.dll"], "Pipeline.OfATeam", new Version(0, 1, 7, 0));

        ExtensionLibrary.Load(folder["Parts.dll"]).Problems.ShouldBeEmpty();
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

    /// <summary>An assembly that has nothing but one reference.</summary>
    private static void WriteAssembly(string path, string referenced, Version version)
    {
        var metadata = new MetadataBuilder();
        var name = metadata.GetOrAddString(Path.GetFileNameWithoutExtension(path));
        metadata.AddAssembly(name, new Version(1, 0, 0, 0), default, default, default, AssemblyHashAlgorithm.None);
        metadata.AddModule(0, name, metadata.GetOrAddGuid(new Guid(1, 2, 3, new byte[8])), default, default);
        metadata.AddAssemblyReference(metadata.GetOrAddString(referenced), version, default, default, default, default);
        metadata.AddTypeDefinition(
            default, default, metadata.GetOrAddString("<Module>"), default,
            MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        var bytes = new BlobBuilder();
        new ManagedPEBuilder(
            PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), new BlobBuilder(),
            deterministicIdProvider: _ => new BlobContentId(Guid.Empty, 1)).Serialize(bytes);
        File.WriteAllBytes(path, bytes.ToArray());
    }
}
