using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Environments;
using Pipeline.Models.Predictions;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

/// <summary>
/// Several classes and numbers from real data to a server, in one root, so that the server is published once; two classes are
/// played by <see cref="ReleaseStory"/>.
/// </summary>
[Trait("Needs", "Linux")]
public sealed partial class TaskReleaseTests : IAsyncLifetime
{
    private const int TaxiRows = 4_000;

    private const string Environments =
        """
        project: task-tests
        environments:
          production: {engine: process, address: auto, strategy: {type: recreate}}
        """;

    private const int Rows = 16;

    private readonly DeliveryRoot _root = new();
    private readonly HttpClient _http = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Release_OfEveryTask_AnswersAsItWasEvaluated()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("The process engine runs servers on Linux.");
        var penguinRows = File.ReadAllText(Repository.Shared("data", "penguins.csv"));
        Write("penguins", "penguins.csv", penguinRows, "accuracy, at-least: 0.85");
        Write("taxi", "taxi-fare-*.csv", Taxi(), "r2, at-least: 0.5");
        _root.Write("environments.yml", Environments);

        var (penguins, taxi) = (_root.Run("Release --model penguins"), _root.Run("Release --model taxi"));

        penguins.ExitCode.ShouldBe(0, penguins.Text);
        taxi.ExitCode.ShouldBe(0, taxi.Text);
        penguins.Output.ShouldContain("accuracy: 0.9");
        taxi.Output.ShouldContain("r2: 0.");
        _root.Read("artifacts/penguins/model-card.md").ShouldContain("| Task | multiclass classification |");
        _root.Read("artifacts/taxi/model-card.md").ShouldContain(@"root\_mean\_squared\_error");
        foreach (var answer in await AskAsync("penguins", "\"Adelie\""))
        {
            var probabilities = answer.GetProperty("probabilities").EnumerateObject().ToList();
            probabilities.Select(x => x.Name).ShouldBe(["Adelie", "Chinstrap", "Gentoo"]);
            answer.GetProperty("label").GetString().ShouldBe(probabilities.MaxBy(x => x.Value.GetDouble()).Name);
        }

        foreach (var answer in await AskAsync("taxi", "12.5"))
            answer.TryGetProperty("label", out _).ShouldBeFalse();
        (await JoinAsync("penguins"), await JoinAsync("taxi")).ShouldBe((Rows, Rows));
    }

    public ValueTask DisposeAsync()
    {
        if (OperatingSystem.IsLinux())
        {
            _root.Run("Down --model penguins");
            _root.Run("Down --model taxi");
        }

        _http.Dispose();
        _root.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// The server's answers to all reference rows, each of which holds the numbers that evaluation had; of each, the outcome is
    /// told.
    /// </summary>
    private async Task<IReadOnlyList<JsonElement>> AskAsync(string model, string outcome)
    {
        var status = _root.Run($"Status --model {model} --environment production");
        var address = Address().Match(status.Output).Value;
        address.ShouldNotBeEmpty(status.Text);
        var answers = new List<JsonElement>();
        using var rows = JsonDocument.Parse(_root.Read($"artifacts/{model}/reference-rows.json"));
        foreach (var row in rows.RootElement.EnumerateArray())
        {
            using var body = new StringContent(row.GetProperty("inputs").GetRawText(), Encoding.UTF8);
            using var response = await _http.PostAsync(new Uri($"{address}/predict"), body, Token);
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
            foreach (var expected in row.GetProperty("answer").EnumerateObject())
                JsonElement.DeepEquals(answer.GetProperty(expected.Name), expected.Value).ShouldBeTrue(answer.ToString());
            answers.Add(answer);
            await TellAsync(address, answer.GetProperty("id").GetString()!, outcome);
        }

        answers.Count.ShouldBe(Rows);
        return answers;
    }

    private async Task TellAsync(string address, string id, string outcome)
    {
        using var body = new StringContent($$"""{"id": "{{id}}", "outcome": {{outcome}}}""", Encoding.UTF8);
        using var response = await _http.PostAsync(new Uri($"{address}/feedback"), body, Token);
        var answer = await response.Content.ReadAsStringAsync(Token);
        answer.ShouldBe("""{"accepted":1}""");
    }

    /// <summary>How many predictions of the log have an outcome; all outcomes are of one of them.</summary>
    private async Task<long> JoinAsync(string model)
    {
        var home = Path.Combine(_root.State, "pipeline");
        var folder = EnvironmentFolder.Of(home, "task-tests", "production", ModelName.Parse(model));
        var reader = new PredictionLogReader(folder.Predictions, PredictionLogCursor.Start);
        var join = new FeedbackJoin(new FeedbackJoinOptions());
        await foreach (var batch in reader.ReadAsync(new Progress<Problem>(), Token))
            join.Add(batch);
        var counts = join.Join().Counts;
        counts.Unknown.ShouldBe(0);
        return counts.Matched;
    }

    /// <summary>The manifest of the tests, with data in the model's own folder and one gate.</summary>
    private void Write(string model, string data, string csv, string gate)
    {
        var manifest = File.ReadAllText(Path.Combine(Repository.Root, "tests", "Manifests", model, "model.yml"));
        var name = data.Replace('*', 'x');
        _root.Write($"models/{model}/{name}", csv);
        _root.Write($"models/{model}/model.yml", Unneeded().Replace(manifest, "")
            .Replace($"../../../../shared/data/{data}", name, StringComparison.Ordinal)
            .Replace("gates: []", $"gates: [{{metric: {gate}}}]", StringComparison.Ordinal));
    }

    private static string Taxi() =>
        string.Join('\n', File.ReadLines(Repository.Shared("data", "taxi-fare-train.csv")).Take(TaxiRows + 1)) + "\n";

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    /// <summary>What is said of the number of rows, and of two files.</summary>
    [GeneratedRegex(@"^( +- \{rows: .*\}|  split: .*)\n", RegexOptions.Multiline)]
    private static partial Regex Unneeded();
}
