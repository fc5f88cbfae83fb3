using Pipeline.Manifest;
using Pipeline.Packaging.Bases;

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
    [InlineData("debian@sha256:" + Digits, "a reference")]
    [InlineData("./images/base", "a path")]
    [InlineData("/images/base", "a path")]
    public void Section_OfABaseThatComesLater_IsRefusedInItsPlace(string text, string kind)
    {
        var read = Read($"package: {{base: \"{text}\"}}\n");

        read.ShouldBe([$"model.yml:6:17: 'package.base': A base that is {kind} comes later; 'host' is accepted today."]);
    }

    [Theory]
    [InlineData("debian:12")]
    [InlineData("debian@sha256:12")]
    [InlineData("@sha256:" + Digits)]
    [InlineData("hosts")]
    public void Section_OfAnythingElse_NamesWhatIsAccepted(string text)
    {
        var read = Read($"package: {{base: \"{text}\"}}\n");

        read.Single().ShouldContain("'host', a reference with a digest");
    }

    [Fact]
    public void Base_Parsed_PrintsAsWritten()
    {
        string[] texts = ["host", $"registry.local:5000/base@sha256:{Digits}", "../base"];

        var printed = texts.Select(x => BaseSpec.Parse(x).ToString());

        printed.ShouldBe(texts);
    }

    private static IReadOnlyList<string> Read(string section)
    {
        var schema = ManifestSchema.Model(PackageSection.Section);
        return [.. ManifestReader.Read(Frame + section, "model.yml", schema).Problems.Select(x => x.ToString())];
    }
}
