using Pipeline.Testing;

namespace Pipeline.Targets.Ci;

/// <summary>What a build says to GitHub Actions: annotations on files, and the page of the run.</summary>
public sealed class GitHubActionsTests : IDisposable
{
    private readonly StrictRun _build = new();

    [Fact]
    public void Problem_InAFile_IsAnAnnotationOnItsLine()
    {
        var run = OnGitHub("FailInput");

        run.Output.ShouldContain("::error file=model.yml,line=12,col=5::'treees' is not known. Did you mean 'trees'?");
        run.Output.ShouldContain("::error file=model.yml,line=20::100%25 of nothing.");
    }

    [Fact]
    public void Problem_OfTheCommandLine_IsAnAnnotation()
    {
        var run = OnGitHub("Trian");

        run.Output.ShouldContain("::error::There is no target 'Trian'. Did you mean 'Train'?");
    }

    [Fact]
    public void Verdict_Failed_IsAnAnnotation()
    {
        var run = OnGitHub("FailVerdict");

        run.Output.ShouldContain("::error::roc_auc/at-least: ");
    }

    [Fact]
    public void Summary_OfARun_ListsItsTargets()
    {
        OnGitHub("Train");

        _build.Read("summary.md").ShouldContain("| Train | ✅ Succeeded |");
    }

    [Fact]
    public void Annotation_WithHostileText_StaysOneCommand()
    {
        using var console = new StringWriter();
        var ci = new CiWriter(console, new Secrets.SecretRedactor(), new CiHost(true, null, "/root"));

        ci.Error(new Core.Problems.Problem("/root/a,b:c.yml", 1, 2, "bad\n::set-output name=x::y"));

        console.ToString().TrimEnd().ShouldBe("::error file=a%2Cb%3Ac.yml,line=1,col=2::bad%0A::set-output name=x::y");
    }

    [Fact]
    public void Summary_LargerThanTheHostTakes_IsCutWithASentence()
    {
        var path = Path.Combine(_build.Root, "summary.md");
        var ci = new CiWriter(TextWriter.Null, new Secrets.SecretRedactor(), new CiHost(true, path, _build.Root));

        for (var i = 0; i < 5; i++)
            ci.Summarize(new string('x', 300_000));

        new FileInfo(path).Length.ShouldBeLessThan(1024 * 1024);
        File.ReadAllText(path).ShouldEndWith("The summary is cut here; the log has the rest.\n");
    }

    public void Dispose() => _build.Dispose();

    private Child OnGitHub(string arguments)
    {
        _build.Write("summary.md", "");
        return _build.Run(
            arguments, ("GITHUB_ACTIONS", "true"), ("GITHUB_STEP_SUMMARY", Path.Combine(_build.Root, "summary.md")));
    }
}
