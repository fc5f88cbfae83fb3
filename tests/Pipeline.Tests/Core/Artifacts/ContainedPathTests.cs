using Pipeline.Core.Identity;
using Pipeline.Testing;

namespace Pipeline.Core.Artifacts;

public sealed class ContainedPathTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("a\\..\\..\\x")]
    [InlineData("/etc/passwd")]
    [InlineData("\\\\host\\share")]
    [InlineData("C:\\x")]
    [InlineData("c:x")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    public void TryResolve_PathThatLeaves_IsRefusedWithASentence(string relative)
    {
        var resolved = ContainedPath.TryResolve(_folder.Path, relative, out _, out var reason);

        resolved.ShouldBeFalse();
        reason.ShouldEndWith(".");
    }

    [Theory]
    [InlineData("report.html")]
    [InlineData("plots/roc.svg")]
    [InlineData("..hidden/a..b")]
    public void TryResolve_PathBelow_IsAbsolute(string relative) =>
        ContainedPath.Resolve(_folder.Path, relative).ShouldBe(Path.Combine(_folder.Path, relative));

    [Fact]
    public void TryResolve_LinkThatLeadsOut_IsRefused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        File.CreateSymbolicLink(_folder["out"], "/etc");

        ContainedPath.TryResolve(_folder.Path, "out/passwd", out _, out var reason).ShouldBeFalse();

        reason!.ShouldContain("through the link");
    }

    [Fact]
    public void ArtifactLayout_OfAModel_StaysInItsFolder()
    {
        var layout = new ArtifactLayout(_folder.Path, ModelName.Parse("loan-default"));

        layout.Evaluation.ShouldBe(_folder["artifacts", "loan-default", "evaluation.json"]);
        Should.Throw<ArgumentException>(() => layout.PathOf("../other/evaluation.json"));
    }

    public void Dispose() => _folder.Dispose();
}
