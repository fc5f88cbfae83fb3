using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pipeline.Serving.Configuration;
using Pipeline.Testing;

namespace Pipeline.Serving;

/// <summary>What the guide to serving shows is what a server does.</summary>
public sealed partial class GuideTests
{
    private static readonly string Guide =
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "guides", "serving.md")).ReplaceLineEndings("\n");

    private static readonly IReadOnlyList<string> Examples = [.. Json().Matches(Guide).Select(x => x.Groups["json"].Value)];

    [Fact]
    public async Task Request_OfTheGuide_IsAnsweredAsItSays()
    {
        await using var server = await TestServer.StartAsync();
        var shown = JsonNode.Parse(Examples[1])!;

        var answer = JsonNode.Parse((await server.AnswerAsync(Examples[0])).GetRawText())!;

        $"{answer["id"]}".Length.ShouldBe($"{shown["id"]}".Length);
        answer["id"] = $"{shown["id"]}";
        JsonNode.DeepEquals(answer, shown).ShouldBeTrue($"{answer}");
    }

    [Fact]
    public async Task Mistake_OfTheGuide_IsToldAsItSays()
    {
        await using var server = await TestServer.StartAsync();

        using var response = await server.PredictAsync(Examples[0].Replace("income", "incom", StringComparison.Ordinal));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var told = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        JsonNode.DeepEquals(told, JsonNode.Parse(Examples[2])).ShouldBeTrue($"{told}");
    }

    [Fact]
    public void Settings_OfTheGuide_AreThoseOfTheServer()
    {
        var table = Guide.Split("## Defaults")[1].Split("## Verdicts")[0].Split("| --- | --- |")[1];

        Option().Matches(table).Select(x => x.Groups["name"].Value).ShouldBe(
            ServingSettings.All.Where(x => !x.IsSecret).Select(x => x.Name), ignoreOrder: true);
        foreach (var secret in ServingSettings.All.Where(x => x.IsSecret))
            table.ShouldContain(secret.NameWith(ServingSettings.Prefix));
    }

    [Fact]
    public async Task Feedback_OfItsGuide_IsTakenAsItSays()
    {
        await using var server = await TestServer.StartAsync();
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "guides", "feedback.md")).ReplaceLineEndings("\n");
        var examples = Json().Matches(guide).Select(x => x.Groups["json"].Value).ToList();

        using var response = await server.Client.PostAsync(
            new Uri("/feedback", UriKind.Relative), new StringContent(examples[0]), TestContext.Current.CancellationToken);

        var told = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        JsonNode.DeepEquals(told, JsonNode.Parse(examples[1])).ShouldBeTrue($"{told}");
        (await server.PredictAsync(examples[2])).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [GeneratedRegex("```json\n(?<json>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Json();

    [GeneratedRegex("`--(?<name>[a-z-]+)`")]
    private static partial Regex Option();
}
