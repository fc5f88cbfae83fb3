using System.Reflection;
using System.Text;
using Pipeline.Core.Identity;
using Pipeline.Testing;

namespace Pipeline.Packaging;

/// <summary>What goes into an image must not know where, or from which commit, it was built.</summary>
public sealed class ReproducibleBuildTests
{
    public static TheoryData<string> Assemblies => [typeof(Digest).Assembly.Location, typeof(ImagePackager).Assembly.Location];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Assembly_OfTheToolkit_NamesNoFolderOfTheMachine(string path)
    {
        var root = Encoding.UTF8.GetBytes(Repository.Root);

        byte[][] files = [File.ReadAllBytes(path), File.ReadAllBytes(Path.ChangeExtension(path, ".pdb"))];

        files.Where(x => x.AsSpan().IndexOf(root) >= 0).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Assembly_OfTheToolkit_HasAVersionWithoutACommit(string path)
    {
        var assembly = Assembly.LoadFrom(path);

        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

        version.ShouldNotContain("+");
    }

    [Fact]
    public void Build_OfAnyProject_LeavesOutTheLinkToItsCommit()
    {
        var properties = File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props"));

        properties.ShouldContain("<EnableSourceLink>false</EnableSourceLink>");
    }
}
