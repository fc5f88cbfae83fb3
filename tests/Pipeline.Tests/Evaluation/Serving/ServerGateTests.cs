using Pipeline.Core.Checks;
using Pipeline.Models.Documents;

namespace Pipeline.Evaluation.Serving;

public sealed class ServerGateTests
{
    private const string Prices =
        "{currency: EUR, utilisation: 0.5, servers: {small: {processors: 1, memory: 100, per-hour: 0.02}, "
        + "middle: {processors: 2, memory: 1000, per-hour: 0.05}, large: {processors: 8, memory: 16000, per-hour: 0.4}}}";

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    /// <summary>On 4 processors: 1,000 predictions in a second, 250 MB.</summary>
    private static readonly ServerTest Test = new()
    {
        Machine = new RunEnvironment { System = "Linux", Architecture = "x64", Processors = 4, Runtime = ".NET 10" },
        Program = "Pipeline.Serving.linux-x64 0.2.0",
        MeasuredAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Load = new ServerLoad { Rows = 200, WarmUp = 1000, Requests = 2000, Connections = 4, Seed = 1, Failed = 0 },
        Measurements =
        [
            Measured(ServerFigures.LatencyP50, 0.8, 0.7, 0.9), Measured(ServerFigures.LatencyP90, 1.5, 1.4, 1.6),
            Measured(ServerFigures.LatencyP99, 4.0, 3.5, 4.8), Measured(ServerFigures.Throughput, 1000, 800, 1250),
            Measured(ServerFigures.StartTime, 0.4), Measured(ServerFigures.MemoryLoaded, 180),
            Measured(ServerFigures.Memory, 250), Measured(ServerFigures.ModelSize, 0.6), Measured(ServerFigures.ImageSize, 61),
        ],
    };

    [Theory]
    [InlineData("{server: latency_p99, at-most: 5}", Outcome.Passed)]
    [InlineData("{server: latency_p99, at-most: 4.5}", Outcome.Inconclusive)]
    [InlineData("{server: latency_p99, at-most: 3}", Outcome.Failed)]
    [InlineData("{server: latency_p99, at-most: 5, samples-at-least: 5000}", Outcome.Inconclusive)]
    [InlineData("{server: throughput, at-least: 700}", Outcome.Passed)]
    [InlineData("{server: memory, at-most: 300}", Outcome.Passed)]
    [InlineData("{server: memory, at-most: 200}", Outcome.Failed)]
    [InlineData("{server: model_size, between: [0.1, 1]}", Outcome.Passed)]
    [InlineData("{server: start_time, at-most: 0.1, severity: warn}", Outcome.Failed)]
    public void Gate_OnTheServer_IsHeldAgainstWhatWasMeasuredThere(string gate, Outcome outcome) =>
        Judge(gate).ShouldHaveSingleItem().Verdict.Outcome.ShouldBe(outcome);

    [Fact]
    public void Gate_TooStrict_FailsWithBothNumbers()
    {
        var result = Judge("{server: latency_p99, at-most: 3}").ShouldHaveSingleItem();

        result.Check.Id.ShouldBe("latency_p99/at-most");
        result.Verdict.Reason.ShouldContain("4 ms");
        result.Verdict.Reason.ShouldContain("3");
        result.Check.Source.ShouldBe("evaluation.gates[0]");
    }

    [Fact]
    public void Gate_ServerThatDidNotStart_IsErroredWithWhatItSaidLast()
    {
        var reason = new MeasuredValue.NotMeasured("its server does not answer: it ended with code 1; it said last: no room");
        var test = Test with { Measurements = [.. Test.Measurements.Select(x => x with { Value = reason, Interval = null })] };

        var verdict = Judge("{server: memory, at-most: 300}", test).ShouldHaveSingleItem().Verdict;

        verdict.Outcome.ShouldBe(Outcome.Errored);
        verdict.Reason.ShouldContain("it said last: no room");
    }

    [Fact]
    public void Gate_NoServerStarted_IsErrored() =>
        Judge("{server: memory, at-most: 300}", null).ShouldHaveSingleItem().Verdict.Outcome.ShouldBe(Outcome.Errored);

    [Theory]
    [InlineData("{server: latancy_p99, at-most: 5}", "latency_p99")]
    [InlineData("{server: latency_p99, no-worse-than: champion}", "No other model is measured in a server beside this one.")]
    [InlineData("{server: latency_p99, one-of: [1]}", "What a server takes is not one of a list.")]
    [InlineData("{cost: per-prediction, at-most: 1}", "per-1000-predictions")]
    public void Gate_ThatNothingAnswers_IsRefused(string gate, string sentence) =>
        Some.ReadManifest($"{{gates: [{gate}]}}").Problems.ShouldHaveSingleItem().ToString().ShouldContain(sentence);

    [Theory]
    [InlineData("{gates: []}", false)]
    [InlineData("{gates: [{metric: roc_auc, at-least: 0.5}]}", false)]
    [InlineData("{server: {}, gates: []}", true)]
    [InlineData("{gates: [{server: memory, at-most: 1}]}", true)]
    [InlineData($"{{prices: {Prices}, gates: []}}", true)]
    public void Server_IsStarted_OnlyWhereTheManifestAsks(string evaluation, bool asks) =>
        Some.ReadManifest(evaluation).OrThrow().Get<EvaluationSection>().AsksServer.ShouldBe(asks);

    // 0.05 / (1000 * 2/4 * 0.5 * 3600) * 1000, and the ends by 1250 and 800 predictions in a second.
    [Fact]
    public void Cost_ByTheTable_IsThatOfTheCheapestServerThatIsLargeEnough()
    {
        var document = Evaluate($"{{prices: {Prices}, gates: [{{cost: per-1000-predictions, at-most: 0.0001}}]}}", Test);

        document.Cost!.Server.ShouldBe("middle");
        document.Cost.Servers.Select(server => server.IsLargeEnough).ShouldBe([false, true, true]);
        var result = document.Report.Results.ShouldHaveSingleItem();
        result.Verdict.Outcome.ShouldBe(Outcome.Passed);
        var measured = result.Measurement;
        ((MeasuredValue.Number)measured.Value).Value.ShouldBe(5.5555555e-5, 1e-11);
        measured.Interval!.Low.ShouldBe(4.4444444e-5, 1e-11);
        measured.Interval.High.ShouldBe(6.9444444e-5, 1e-11);
        (measured.Unit, measured.Slice).ShouldBe(("EUR", "middle"));
    }

    // 8 processors are not taken to answer twice what 4 did.
    [Fact]
    public void Cost_OfALargerServer_DoesNotCountOnMoreThanWasMeasured()
    {
        var document = Evaluate($"{{prices: {Prices}, gates: []}}", Test);

        ((MeasuredValue.Number)document.Cost!.Servers[2].Per1000.Value).Value.ShouldBe(0.4 / (1000 * 0.5 * 3600) * 1000, 1e-12);
    }

    [Theory]
    [InlineData("server: small, ", "the server 'small' has no room")]
    [InlineData("server: middle, ", null)]
    [InlineData("server: huge, ", "The table has no server 'huge'.")]
    public void Cost_OnANamedServer_IsThatOne(string server, string? sentence)
    {
        var prices = Prices.Replace("servers:", server + "servers:", StringComparison.Ordinal);
        var text = $"{{prices: {prices}, gates: [{{cost: per-1000-predictions, at-most: 1}}]}}";
        var manifest = Some.ReadManifest(text);

        var said = manifest.IsValid ? Evaluate(text, Test).Report.Results[0].Verdict.Reason : $"{manifest.Problems[0]}";

        said.ShouldContain(sentence ?? "middle");
    }

    [Fact]
    public void Cost_WithoutPrices_IsAProblemAtTheGate()
    {
        var manifest = Some.ReadManifest("{gates: [{cost: per-1000-predictions, at-most: 1}]}").OrThrow();

        var problem = Evaluator.CheckPrices(manifest).ShouldHaveSingleItem();

        problem.Message.ShouldContain("nothing says what a server costs");
        problem.Line.ShouldNotBeNull();
    }

    [Fact]
    public void Cost_MemoryUnknown_NamesNoServerByItself()
    {
        var unknown = new MeasuredValue.NotMeasured("this system has no /proc to read it from");
        var test = Test with
        {
            Measurements = [.. Test.Measurements.Select(x => x.Name == ServerFigures.Memory ? x with { Value = unknown } : x)],
        };

        var document = Evaluate($"{{prices: {Prices}, gates: [{{cost: per-1000-predictions, at-most: 1}}]}}", test);

        document.Cost!.Server.ShouldBeNull();
        document.Report.Results[0].Verdict.Outcome.ShouldBe(Outcome.Errored);
    }

    [Fact]
    public void Document_WithAServer_SaysOfWhichMachineAndMomentItIs()
    {
        var document = Evaluate("{gates: [{server: memory, at-most: 300}]}", Test);

        document.Server.ShouldBe(Test);
        document.Measurements.ShouldBe(Evaluate("{gates: []}", null).Measurements, "metrics have nothing to do with it");
    }

    private static Measurement Measured(string name, double value, double? low = null, double? high = null) => new()
    {
        Name = name,
        Unit = ServerFigures.UnitOf(name),
        Value = value,
        Samples = low is null ? null : 2000,
        Interval = low is { } from ? new ConfidenceInterval(from, high!.Value) : null,
    };

    private static IReadOnlyList<CheckResult> Judge(string gate) => Judge(gate, Test);

    private static IReadOnlyList<CheckResult> Judge(string gate, ServerTest? test) =>
        Evaluate($"{{gates: [{gate}]}}", test).Report.Results;

    private static EvaluationDocument Evaluate(string evaluation, ServerTest? test) => Evaluator.Evaluate(
        Some.Request("") with { Manifest = Some.ReadManifest(evaluation).OrThrow(), Server = test }, Token).OrThrow();
}
