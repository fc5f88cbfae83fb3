using System.IO.Compression;
using System.Xml.Linq;
using NuGet.Packaging;
using NuGet.Versioning;
using Pipeline.Core.Problems;
using Pipeline.Distribution;
using Pipeline.Targets.Delivery;
using Pipeline.Testing;

namespace Pipeline.Targets.Distribution;

/// <summary>What the packages of this repository contain.</summary>
[Collection(PackedFeedGroup.Name)]
[Trait("Needs", "Linux")]
public sealed class PackingTests
{
    private static readonly string[] ExtensionNeeds = ["System.IO.Hashing"];

    private readonly PackedFeed _feed;

    public PackingTests(PackedFeed feed)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Servers are published on Linux here.");
        _feed = feed;
    }

    [Fact]
    public void Pack_OfTheClone_MakesEachPackageOnceWithOneVersion()
    {
        var ids = _feed.Packed.Select(package => package.Id).Except(["Pipeline.Nuke.Common"]);

        ids.ShouldBe(
        [
            "Pipeline.Gateway.linux-x64", "Pipeline.Models", "Pipeline.Serving.linux-x64", "Pipeline.Targets",
            "Pipeline.Templates", "Pipeline.Worker.linux-x64",
        ]);
        _feed.Packed.Select(package => package.Version).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void Package_OfAnyKind_HasReadmeAndLicense()
    {
        foreach (var package in _feed.Packed)
        {
            using var reader = new PackageArchiveReader(package.Path);
            var about = reader.NuspecReader;

            reader.GetFiles().ShouldContain(about.GetReadme(), package.Id);
            reader.GetFiles().ShouldContain("LICENSE", package.Id);
            about.GetLicenseMetadata()!.License.ShouldBe("MIT", package.Id);
            about.GetDescription().ShouldEndWith(".", customMessage: package.Id);
        }
    }

    [Theory]
    [InlineData("Pipeline.Models")]
    [InlineData("Pipeline.Targets")]
    public void Package_OfLibraries_HasDocumentationAndSymbolsOfEach(string id)
    {
        var files = FilesOf(id);

        var libraries = files.Where(file => file.EndsWith(".dll", StringComparison.Ordinal)).ToList();
        libraries.ShouldNotBeEmpty();
        libraries.ShouldAllBe(file => file.StartsWith("lib/net10.0/Pipeline."));
        foreach (var library in libraries)
        {
            files.ShouldContain(Path.ChangeExtension(library, ".xml"));
            files.ShouldContain(Path.ChangeExtension(library, ".pdb"));
        }
    }

    [Fact]
    public void Package_ForExtensions_HasAndNeedsOnlyWhatExtensionsDo()
    {
        FilesOf("Pipeline.Models").Where(file => file.EndsWith(".dll", StringComparison.Ordinal)).ShouldBe(
            ["lib/net10.0/Pipeline.Core.dll", "lib/net10.0/Pipeline.Models.dll", "lib/net10.0/Pipeline.Statistics.dll"]);
        Packed("Pipeline.Models").Needs.Select(need => need.Id).ShouldBe(ExtensionNeeds);
    }

    [Fact]
    public void Package_ForBuilds_NeedsWhatItsProjectsReference()
    {
        var projects = FilesOf("Pipeline.Targets").Where(file => file.EndsWith(".dll", StringComparison.Ordinal))
            .Select(file => Path.GetFileNameWithoutExtension(file));
        var referenced = projects.SelectMany(ReferencesOf).Except(["Nuke.Common"]).Distinct();

        var needed = Packed("Pipeline.Targets").Needs.Select(need => need.Id).ToList();

        referenced.Except(needed).Except(ExtensionNeeds).ShouldBeEmpty();
        needed.Except(referenced).Except(["Pipeline.Models"]).ShouldBeSubsetOf(Pinned());
    }

    [Fact]
    public async Task Pack_ForAProcessorWithoutPrograms_SaysWhichHaveSome()
    {
        using var folder = new TemporaryFolder();
        var packing = new Packing(Repository.Root, new FakeFace(), TimeProvider.System);

        var exception = await Should.ThrowAsync<InvalidInputException>(
            () => packing.PackAsync(folder.Path, ["linux-x64", "win-x64"], CancellationToken.None));

        exception.Message.ShouldContain("Programs are not made for 'win-x64'. Accepted are linux-x64 and linux-arm64.");
    }

    [Fact]
    public async Task Write_Twice_IsTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        var content = new PackageContent(
            "Pipeline.Models", "Some.", [PackageFile.OfText("lib/net10.0/a.txt", "a"), PackageFile.OfText("b.txt", "b")],
            [new PackageNeed("YamlDotNet", "16.0.0")]);
        var license = Path.Combine(Repository.Root, "LICENSE");

        var first = content.Write(folder["first"], new NuGetVersion(1, 2, 3), license);
        var second = content.Write(folder["second"], new NuGetVersion(1, 2, 3), license);

        (await File.ReadAllBytesAsync(second, TestContext.Current.CancellationToken)).ShouldBe(
            await File.ReadAllBytesAsync(first, TestContext.Current.CancellationToken));
        using var archive = ZipFile.OpenRead(second);
        archive.Entries.ShouldAllBe(entry => entry.LastWriteTime.Year == 1980);
    }

    private PackedPackage Packed(string id) => _feed.Packed.Single(package => package.Id == id);

    private List<string> FilesOf(string id)
    {
        using var archive = ZipFile.OpenRead(Packed(id).Path);
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    private static IEnumerable<string> ReferencesOf(string project) => XDocument
        .Load(Path.Combine(Repository.Root, "src", project, $"{project}.csproj"))
        .Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value);

    /// <summary>Packages that no project need reference for this repository to name their version.</summary>
    private static IEnumerable<string> Pinned() => XDocument
        .Load(Path.Combine(Repository.Root, "Directory.Packages.props"))
        .Descendants("PackageVersion").Select(version => version.Attribute("Include")!.Value);
}
