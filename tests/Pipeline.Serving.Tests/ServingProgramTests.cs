using System.Net;
using System.Net.Sockets;
using System.Text;
using Pipeline.Core.Predictions;
using Pipeline.Core.Problems;
using Pipeline.Models;
using Pipeline.Models.Predictions;
using Pipeline.Testing;

namespace Pipeline.Serving;

public sealed class ServingProgramTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Program_UntilItIsStopped_ServesTheModelOfItsFolder()
    {
        var artifact = await WriteModelAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = RunAsync(
            stop.Token, "--announce", _folder["address"], "--log", _folder["log"], "--name", "loan-default", "--version", "3");
        using var client = new HttpClient { BaseAddress = await AnnouncedAsync(running) };

        var response = await client.PostAsync("/predict", new StringContent("""{"income": 6, "purpose": "car"}"""), Token);
        await stop.CancelAsync();
        var exitCode = await running;

        exitCode.ShouldBe(0);
        response.Headers.GetValues(PredictionHeaders.ModelDigest).ShouldBe([artifact.Digest.ToString()]);
        var entries = await new PredictionLogFolder(_folder["log"]).ReadAsync(new Progress<Problem>(), Token).ToListAsync(Token);
        entries.Single().ShouldBeOfType<PredictionLogEntry.Prediction>().Model.Version!.Value.Number.ShouldBe(3);
    }

    [Fact]
    public async Task Program_WithWrongSettings_EndsWithTheirProblems()
    {
        var exitCode = await RunAsync(Token, "--sampling", "all");

        exitCode.ShouldBe(2);
        _errors.ToString().ShouldContain("'--sampling' takes a number above 0 and at most 1, not 'all'.");
    }

    [Fact]
    public async Task Program_WithoutItsModel_SaysWhatToDo()
    {
        var exitCode = await RunAsync(Token);

        exitCode.ShouldBe(1);
        _errors.ToString().ShouldContain("there is no signature.json. Train the model again.");
    }

    [Fact]
    public async Task Program_OfAFormatThatItDoesNotKnow_EndsWithASentence()
    {
        await WriteModelAsync(flavor: "other");

        var exitCode = await RunAsync(Token);

        exitCode.ShouldBe(1);
        _errors.ToString().ShouldContain("'other' is not known here");
    }

    [Fact]
    public async Task Program_OfASignatureThatIsNotItsTasks_EndsWithASentence()
    {
        await WriteModelAsync(task: ModelTask.Regression);

        var exitCode = await RunAsync(Token);

        exitCode.ShouldBe(1);
        _errors.ToString().ShouldContain("The signature's label or decision is not one of regression. Train the model again.");
    }

    [Fact]
    public async Task Program_OnAnAddressThatIsTaken_EndsWithASentence()
    {
        await WriteModelAsync();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var exitCode = await RunAsync(Token, "--address", other.LocalEndpoint.ToString()!);

        exitCode.ShouldBe(1);
        _errors.ToString().ShouldContain("is taken by another process. Choose another");
    }

    [Fact]
    public async Task Program_AskedForHelp_ListsEverySetting()
    {
        var exitCode = await RunAsync(Token, "--help");

        exitCode.ShouldBe(0);
        foreach (var setting in Configuration.ServingSettings.All)
            _output.ToString().ShouldContain(setting.NameWith(setting.IsSecret ? "PIPELINE_SERVING_" : "--"));
    }

    public void Dispose() => _folder.Dispose();

    private Task<int> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var program = new ServingProgram(() => new PredictorCatalog(new FixedFlavor()), TimeProvider.System, _output, _errors);
        string[] all = ["--model", _folder["model"], "--address", "127.0.0.1:0", .. arguments];
        return program.RunAsync(all, [], cancellationToken);
    }

    private async Task<ModelArtifact> WriteModelAsync(
        string flavor = "fixed", ModelTask task = ModelTask.BinaryClassification)
    {
        using var predictor = new FixedPredictor();
        var files = new Dictionary<string, ReadOnlyMemory<byte>> { ["model.zip"] = Encoding.UTF8.GetBytes("trees") };
        var artifact = new ModelArtifact(predictor.Signature with { Flavor = flavor, Task = task }, files);
        await artifact.WriteAsync(_folder["model"], Token);
        return artifact;
    }

    private async Task<Uri> AnnouncedAsync(Task running)
    {
        while (!File.Exists(_folder["address"]) && !running.IsCompleted)
            await Task.Delay(TimeSpan.FromMilliseconds(5), Token);
        return new Uri(_folder.Read("address"));
    }

    private sealed class FixedFlavor : IModelFlavor
    {
        public string Name => "fixed";

        public IPredictor Load(ModelArtifact artifact) => new FixedPredictor();
    }
}
