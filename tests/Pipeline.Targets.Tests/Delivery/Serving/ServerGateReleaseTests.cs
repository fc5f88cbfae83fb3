using System.Text.Json;
using Pipeline.Models.Documents;

namespace Pipeline.Targets.Delivery.Serving;

/// <summary>Gates on the real server, and the papers of the model that passed them.</summary>
[Trait("Needs", "Linux")]
public sealed class ServerGateReleaseTests : IClassFixture<ServerStory>
{
    private readonly ServerStory _story;

    public ServerGateReleaseTests(ServerStory story)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Images are made on Linux.");
        _story = story;
    }

    [Fact]
    public void Gate_TooStrictForTheServer_FailsWithBothNumbers()
    {
        _story.TooStrict.ExitCode.ShouldBe(1, _story.TooStrict.Text);
        _story.TooStrict.Text.ShouldMatch(@"latency_p99 is [\d.]+ ms .*at most 0\.0001");
    }

    [Fact]
    public void Evaluate_WithGatesOnTheServer_MeasuresEachFigureOfTheRealOne()
    {
        _story.Passed.ExitCode.ShouldBe(0, _story.Passed.Text);
        using var evaluation = JsonDocument.Parse(_story.Root.Read("artifacts/loan-default/evaluation.json"));
        var server = evaluation.RootElement.GetProperty("server");
        var measured = server.GetProperty("measurements").EnumerateArray().ToList();
        measured.Select(x => x.GetProperty("name").GetString()).ShouldBe(ServerFigures.All);
        measured.ShouldAllBe(x => x.GetProperty("value").ValueKind == JsonValueKind.Number);
        server.GetProperty("load").GetProperty("failed").GetDouble().ShouldBe(0);
        evaluation.RootElement.GetProperty("cost").GetProperty("server").GetString().ShouldBe("small");
        Story.ProcessesOf("pipeline-server-").ShouldBeEmpty();
    }

    [Fact]
    public void Evaluate_OfTheSameModel_DoesNotMeasureItAgain()
    {
        _story.Again.ExitCode.ShouldBe(0, _story.Again.Text);
        _story.Again.Output.ShouldContain("evaluate is up to date");
        _story.Again.Output.ShouldNotContain("in its server");
    }

    [Theory]
    [InlineData("model-card.md", "---\n")]
    [InlineData("model-card.md", "pipeline_tag: tabular-classification")]
    [InlineData("model-card.md", "library_name: \"mlnet\"")]
    [InlineData("model-card.mct.json", "\"schema_version\": \"0.0.2\"")]
    [InlineData("model.cdx.json", "\"type\": \"machine-learning-model\"")]
    [InlineData("annex-iv.md", "## 9 Monitoring after release: declared")]
    [InlineData("annex-iv.html", "<span class=\"tag measured\">measured</span>")]
    public void Papers_OfTheModel_AreWritten(string file, string text) =>
        _story.Root.Read($"artifacts/loan-default/{file}").ShouldContain(text);

    [Fact]
    public void Dossier_WithGaps_SaysThemAndFailsOnlyWhereItIsStrict()
    {
        _story.Dossier.ExitCode.ShouldBe(0, _story.Dossier.Text);
        // A console breaks its sentences where a line is full.
        _story.Dossier.Output.ShouldContain("annex-iv/5");
        _story.Dossier.Output.ShouldContain("'risk-management'");
        _story.StrictDossier.ExitCode.ShouldBe(1, _story.StrictDossier.Text);
        _story.StrictDossier.Text.ShouldContain("annex-iv/2(e)");
        _story.CompleteDossier.ExitCode.ShouldBe(0, _story.CompleteDossier.Text);
    }

    [Fact]
    public void Dossier_OfTheModel_HasTheDigestsOfItsEvidence()
    {
        var path = Path.Combine(_story.Root.Root, "artifacts", "loan-default", "evaluation.json");
        var digest = Pipeline.Core.Identity.Digest.OfBytes(File.ReadAllBytes(path));

        _story.Root.Read("artifacts/loan-default/annex-iv.json").ShouldContain($"{digest}");
    }

    [Fact]
    public void Manifests_OfTheRelease_NameItsImageAndSayWhatTheyLeaveOut()
    {
        _story.Manifests.ExitCode.ShouldBe(0, _story.Manifests.Text);
        var index = _story.Root.Read("artifacts/loan-default/image/index.json");
        var digest = System.Text.Json.JsonDocument.Parse(index).RootElement.GetProperty("manifests")[0].GetProperty("digest");
        foreach (var file in new[] { "compose.yml", "kubernetes.yml", "kserve.yml" })
        {
            _story.Manifests.Output.ShouldContain($"artifacts/loan-default/manifests/production/{file}");
            _story.Root.Read($"artifacts/loan-default/manifests/production/{file}")
                .ShouldContain($"image: localhost:5000/loan-default@{digest}\n");
        }

        _story.Root.Has("artifacts/loan-default/manifests/staging/compose.yml").ShouldBeFalse();
        _story.Manifests.Output.ShouldContain("the analysis: nothing is measured");
    }
}
