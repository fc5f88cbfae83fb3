using System.Text;
using Pipeline.Manifest.Examples;
using Pipeline.Testing;

namespace Pipeline.Manifest;

public sealed class ManifestReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder["model.yml"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_FileWithByteOrderMarkAndWindowsLines_IsBound()
    {
        var text = "\uFEFF" + Example.Model.ReplaceLineEndings("\r\n");
        await System.IO.File.WriteAllTextAsync(File, text, new UTF8Encoding(false), Token);

        var manifest = (await ManifestReader.ReadAsync(File, Example.ModelSchema, Token)).OrThrow();

        manifest.Locate("training.seed").ToString().ShouldBe($"{File}:22:9");
    }

    [Fact]
    public async Task Read_NoSuchFile_IsAProblem()
    {
        var read = await ManifestReader.ReadAsync(File, Example.ModelSchema, Token);

        read.Problems.ShouldHaveSingleItem().ToString().ShouldBe($"{File}: There is no such file.");
    }

    [Fact]
    public async Task Read_NotUtf8_SaysFromWhere()
    {
        await System.IO.File.WriteAllBytesAsync(File, [.. "pipeline: 1\nname: "u8, 0xFC, .. "ber\n"u8], Token);

        var read = await ManifestReader.ReadAsync(File, Example.ModelSchema, Token);

        read.Problems.ShouldHaveSingleItem().ToString()
            .ShouldBe($"{File}:2:7: From here on, this is not UTF-8. Save it as UTF-8.");
    }

    [Fact]
    public async Task Read_HugeFile_IsRefusedUnread()
    {
        await System.IO.File.WriteAllTextAsync(File, new string('#', 3 << 20), Token);

        var read = await ManifestReader.ReadAsync(File, Example.ModelSchema, Token);

        read.Problems.ShouldHaveSingleItem().Message.ShouldContain("more than 1048576 bytes");
    }

    [Fact]
    public void Read_SectionsThatAreIgnored_AreLeftAloneAndKeepTheirDigests()
    {
        var some = new ManifestSchema<ModelFrame>(Example.ModelSchema.Sections[0])
        {
            Ignored = [.. Example.ModelSchema.Sections.Select(section => section.Key)],
        };
        var text = Example.Model.Replace("seed: 7", "seed: x", StringComparison.Ordinal);

        var read = ManifestReader.Read(text, "model.yml", some);

        read.Problems.ShouldBeEmpty();
        read.Value.DigestOf("training").ShouldNotBeNull();
        ManifestReader.Read($"{text}\nunknown: 1\n", "model.yml", some).Problems.ShouldHaveSingleItem();
    }

    [Fact]
    public void Read_ManyMistakes_ComeAllAtOnceInTheirOrder()
    {
        var wrong = Example.Model
            .Replace("seed: 7", "seed: x", StringComparison.Ordinal)
            .Replace("by: hash", "by: hush", StringComparison.Ordinal)
            .Replace("{unique: application_id}", "{unique: &a id}", StringComparison.Ordinal)
            .Replace("owner:", "ownr:", StringComparison.Ordinal);

        var problems = Example.ReadModel(wrong).Problems;

        problems.Select(x => x.Line).ShouldBe([1, 4, 12, 18, 22]);
    }

    [Fact]
    public void Read_ThousandsOfMistakes_AreCutToAHundred()
    {
        var wrong = Example.Model + string.Concat(Enumerable.Range(0, 5000).Select(x => $"k{x}: 1\n"));

        var problems = Example.ReadModel(wrong).Problems;

        problems.Count.ShouldBe(101);
        problems[^1].Message.ShouldBe("There are 4900 more problems.");
    }

    [Fact]
    public void Read_OtherFormat_SaysOnlyThat()
    {
        var problems = Example.ReadModel("pipeline: 2\nsomething: else\n").Problems;

        problems.ShouldHaveSingleItem().Message.ShouldBe("'pipeline' is 2; this toolkit reads 1.");
    }

    [Fact]
    public void Schema_SectionRegisteredTwice_IsRefused()
    {
        var section = ManifestSection.Optional<PackageSection>("package");

        Should.Throw<ArgumentException>(() => ManifestSchema.Model(section, section));
        Should.Throw<ArgumentException>(() => ManifestSchema.Model(ManifestSection.Optional<PackageSection>("name")));
    }

    public void Dispose() => _folder.Dispose();
}
