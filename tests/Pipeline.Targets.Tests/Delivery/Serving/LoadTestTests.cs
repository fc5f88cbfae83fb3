using System.Net;
using Pipeline.Core.Checks;
using Pipeline.Delivery.Serving;
using Pipeline.Evaluation.Serving;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;

namespace Pipeline.Targets.Delivery.Serving;

public sealed class LoadTestTests
{
    private static readonly Uri Address = new("http://127.0.0.1:1");

    private static readonly ServerSpec Spec = new() { Requests = 500, WarmUp = 20, Connections = 3 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Load_OfAServerThatAnswers_IsMeasuredWithIntervals()
    {
        using var server = new FakeServer(_ => HttpStatusCode.OK);

        var load = await new LoadTest(new HttpMessageInvoker(server), [[1], [2]], Spec).RunAsync(Address, Token);

        server.Asked.ShouldBe(20 + (2 * 500));
        load.Failed.ShouldBe(0);
        load.Latencies.ShouldBe(load.Latencies.Order());
        var measured = load.ToMeasurements().ToList();
        measured.Select(x => x.Name).ShouldBe(["latency_p50", "latency_p90", "latency_p99", "throughput"]);
        measured.ShouldAllBe(x => x.Samples == 500 && x.Interval!.IsUsable);
        measured.ShouldAllBe(x => x.Interval!.Low <= Number(x) && Number(x) <= x.Interval.High);
        LoadTest.Curve(load.Latencies)[^1].Milliseconds.ShouldBe(load.Latencies[^1]);
    }

    [Fact]
    public async Task Load_WithRefusals_IsNoMeasurement()
    {
        using var server = new FakeServer(count => count % 100 == 0 ? HttpStatusCode.BadRequest : HttpStatusCode.OK);

        var load = await new LoadTest(new HttpMessageInvoker(server), [[1]], Spec).RunAsync(Address, Token);

        load.Failed.ShouldBe(0.01);
        load.ToMeasurements().ShouldAllBe(x => x.Value is MeasuredValue.NotMeasured);
    }

    [Fact]
    public void Rates_OfAnswers_AreThoseOfWindowsOfAsManyAnswers()
    {
        // 20 windows of 2 answers: one in 2 s, all others in 1 s.
        double[] ends = [.. Enumerable.Range(1, 40).Select(x => x <= 2 ? x : 2 + ((x - 2) / 2.0))];

        LoadTest.Rates(ends).ShouldBe([1, .. Enumerable.Repeat(2.0, 19)]);
    }

    [Fact]
    public void Bodies_OfRows_AreDrawnBySeedAndHoldOnlyInputs()
    {
        var rows = new Table(
            new NumberColumn("income", [.. Enumerable.Range(0, 50).Select(x => x == 3 ? double.NaN : x)]),
            new NumberColumn("other", [.. Enumerable.Range(0, 50).Select(x => (double)x)]));
        var signature = new ModelSignature
        {
            Flavor = "fake",
            Task = ModelTask.Regression,
            Label = new ModelLabel.Number("fare"),
            Inputs = [new ModelInput("income", ColumnType.Number, MayBeMissing: false)],
            Outputs = [ModelOutputs.Score],
        };

        var first = Texts(signature, rows, 1);
        var again = Texts(signature, rows, 1);
        var other = Texts(signature, rows, 2);

        first.Count.ShouldBe(49, "a server refuses the row without an income");
        first.Distinct().Count().ShouldBe(49);
        first.ShouldAllBe(x => x.StartsWith("{\"income\":", StringComparison.Ordinal));
        again.ShouldBe(first);
        other.ShouldNotBe(first);
        other.Order().ShouldBe(first.Order());
    }

    [Fact]
    public void Memory_OfAProcess_IsReadAsLinuxWritesIt()
    {
        var memory = ResidentMemory.Parse(["Name:\tx", "VmHWM:\t  52600 kB", "VmRSS:\t   52488 kB"])!;

        (memory.Now, memory.Most).ShouldBe((52488L * 1024, 52600L * 1024));
        ResidentMemory.Parse(["Name:\tx"]).ShouldBeNull();
        ResidentMemory.TryRead(-1).ShouldBeNull();
    }

    private static double Number(Measurement measured) => ((MeasuredValue.Number)measured.Value).Value;

    private static IReadOnlyList<string> Texts(ModelSignature signature, Table rows, int seed) =>
        [.. RequestBodies.Of(signature, rows, new ServerSpec { Seed = seed }).Select(System.Text.Encoding.UTF8.GetString)];

    private sealed class FakeServer(Func<int, HttpStatusCode> answer) : HttpMessageHandler
    {
        private int _asked;

        public int Asked => _asked;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri!.AbsolutePath.ShouldBe("/predict");
            return Task.FromResult(new HttpResponseMessage(answer(Interlocked.Increment(ref _asked))));
        }
    }
}
