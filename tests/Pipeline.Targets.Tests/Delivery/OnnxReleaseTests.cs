using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

/// <summary>Models that Python made, from their files to a server, and back.</summary>
[Trait("Needs", "Linux")]
public sealed partial class OnnxReleaseTests : IDisposable
{
    private const string Environments =
        """
        project: onnx-tests
        environments:
          production: {engine: process, address: auto, strategy: {type: recreate}}
        """;

    private readonly DeliveryRoot _root = new();
    private readonly HttpClient _http = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Release_OfAPythonMadeModel_IsServedAndRolledBack()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("The process engine runs servers on Linux.");
        Write("adult", "binary-classification", "{column: label(IsOver50K), positive: \"1\"}", "roc_auc, at-least: 0.90", "");
        WriteRows("adult", _ => true);
        _root.Write("environments.yml", Environments);

        var first = _root.Run("Release --model adult");
        var (version, probability) = await AskAsync();
        _root.Write("models/adult/model.yml", _root.Read("models/adult/model.yml") + "decision: {threshold: 0.3}\n");
        var second = _root.Run("Release --model adult");
        var (next, _) = await AskAsync();
        var back = _root.Run("Rollback --model adult --environment production");
        var (last, again) = await AskAsync();
        File.Copy(Repository.Shared("data", "onnx", "broken-truncated.onnx"), Model("adult"), overwrite: true);
        var broken = _root.Run("Train --model adult");

        first.ExitCode.ShouldBe(0, first.Text);
        first.Output.ShouldContain("roc_auc: 0.9097");
        second.ExitCode.ShouldBe(0, second.Text);
        back.ExitCode.ShouldBe(0, back.Text);
        (version, next, last).ShouldBe((1, 2, 1));
        again.ShouldBe(probability);
        var bill = _root.Read("artifacts/adult/bill-of-materials.json");
        bill.ShouldContain("app/libonnxruntime.so");
        bill.ShouldContain("Microsoft.ML.OnnxRuntime");
        broken.ExitCode.ShouldBe(2, broken.Text);
        broken.Text.ShouldContain("models/adult/model.onnx: The file is no ONNX model: it ends too early.");
    }

    /// <summary>As Python counts: every fifth row is of the test, after rows that nobody measured are gone.</summary>
    [Theory]
    [InlineData(
        "penguins", "multiclass-classification", "species", "accuracy, at-least: 0.9", "accuracy: 0.9853",
        "{X: [bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g]}")]
    [InlineData(
        "taxi", "regression", "fare_amount", "r2, at-least: 0.5", "r2: 0.737",
        "{float_input: [rate_code, passenger_count, trip_time_in_secs, trip_distance]}")]
    public void Evaluate_OfPythonMadeModels_FindsTheirScores(
        string model, string task, string label, string gate, string score, string inputs)
    {
        Write(model, task, label, gate, $", inputs: {inputs}");
        if (model == "penguins")
            WriteRows(model, x => !x.Contains(",,,,", StringComparison.Ordinal));
        foreach (var part in model == "taxi" ? new[] { "train", "test" } : [])
        {
            File.Copy(
                Repository.Shared("data", $"taxi-fare-{part}.csv"),
                Path.Combine(_root.Folder, "models", model, $"taxi-{part}.csv"));
        }

        var run = _root.Run($"Evaluate --model {model}");

        run.ExitCode.ShouldBe(0, run.Text);
        run.Output.ShouldContain(score);
    }

    public void Dispose()
    {
        if (OperatingSystem.IsLinux() && _root.Has("models/adult/model.yml"))
            _root.Run("Down --model adult");
        _http.Dispose();
        _root.Dispose();
    }

    private string Model(string name) => Path.Combine(_root.Folder, "models", name, "model.onnx");

    private void Write(string model, string task, string label, string gate, string options)
    {
        _root.Write($"models/{model}/model.yml", $$"""
            pipeline: 1
            name: {{model}}
            task: {{task}}
            owner: risk-team@example.com
            description: A model that Python made.
            data:
              path: {{model}}-*.csv
              label: {{label}}
              split: {by: files, of: {{model}}-test.csv}
            training:
              trainer: onnx
              options: {path: model.onnx{{options}}}
            evaluation:
              gates:
                - {metric: {{gate}}}

            """);
        var made = model switch { "adult" => "adult-logistic", "penguins" => "penguins-forest", _ => "taxi-xgboost" };
        File.Copy(Repository.Shared("data", "onnx", $"{made}.onnx"), Model(model));
    }

    private void WriteRows(string model, Predicate<string> isKept)
    {
        var lines = File.ReadLines(Repository.Shared("data", $"{model}.csv")).ToList();
        var rows = lines.Skip(1).Where(x => isKept(x)).Index().ToLookup(x => x.Index % 5 == 4, x => x.Item);
        _root.Write($"models/{model}/{model}-train.csv", string.Join('\n', rows[false].Prepend(lines[0])) + "\n");
        _root.Write($"models/{model}/{model}-test.csv", string.Join('\n', rows[true].Prepend(lines[0])) + "\n");
    }

    /// <summary>The version that answers, and its probability of the first reference row.</summary>
    private async Task<(int Version, double Probability)> AskAsync()
    {
        var status = _root.Run("Status --model adult --environment production");
        var address = Address().Match(status.Output).Value;
        address.ShouldNotBeEmpty(status.Text);
        using var rows = JsonDocument.Parse(_root.Read("artifacts/adult/reference-rows.json"));
        using var body = new StringContent(rows.RootElement[0].GetProperty("inputs").GetRawText(), Encoding.UTF8);
        using var response = await _http.PostAsync(new Uri($"{address}/predict"), body, Token);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        var expected = rows.RootElement[0].GetProperty("answer").GetProperty("probability").GetDouble();
        var probability = answer.GetProperty("probability").GetDouble();
        probability.ShouldBe(expected, 1e-6);
        return (answer.GetProperty("model").GetProperty("version").GetInt32(), probability);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
