using Pipeline.Manifest;

namespace Pipeline.Packaging;

public sealed class PackageSectionTests
{
    private const string Frame = "pipeline: 1\nname: loan-default\ntask: binary-classification\nowner: a@b.c\ndescription: d\n";
    private const string Digits = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Fact]
    public void Section_OfHost_IsRead()
    {
        var read = Read("package: {base: host}\n");

        read.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("debian:12")]
    [InlineData("debian@sha256:" + Digits)]
    [InlineData("./images/base")]
    [InlineData("hosts")]
    public void Section_OfAnythingElse_NamesWhatIsAccepted(string text)
    {
        var read = Read($"package: {{base: \"{text}\"}}\n");

        read.Single().ShouldStartWith("model.yml:6:17: 'package.base'");
        read.Single().ShouldContain("host is accepted");
    }

    private static IReadOnlyList<string> Read(string section)
    {
        var schema = ManifestSchema.Model(PackageSection.Section);
        return [.. ManifestReader.Read(Frame + section, "model.yml", schema).Problems.Select(x => x.ToString())];
    }
}
